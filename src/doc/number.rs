//! Numbers of headings, paragraphs and list items, the same in every language of a document; and headings with nothing under them.

use super::model::{Document, Numbering, Row, RowKind};
use std::collections::BTreeSet;

/// Counts through a document.
#[derive(Debug, Default)]
pub(super) struct Counter {
    numbering: Numbering,
    heading: usize,
    sub: usize,
    paragraph: usize,
    item: [usize; 2],
}

impl Counter {
    /// A counter that has counted nothing.
    pub fn new(numbering: Numbering) -> Self {
        Self { numbering, ..Self::default() }
    }

    /// The label of the next heading: "IV." or, below it, "IV.2"; or "4." and "4.2".
    pub fn heading(&mut self, level: u8) -> String {
        self.item = [0; 2];
        if level <= 1 {
            self.heading += 1;
            self.sub = 0;
        } else {
            self.sub += 1;
        }
        let above = match self.numbering {
            Numbering::Roman => roman(self.heading.max(1)),
            Numbering::Decimal => self.heading.max(1).to_string(),
        };
        if level <= 1 { format!("{above}.") } else { format!("{above}.{}", self.sub) }
    }

    /// The label of the next numbered paragraph.
    pub fn paragraph(&mut self) -> String {
        self.item = [0; 2];
        self.paragraph += 1;
        format!("{}.", self.paragraph)
    }

    /// The label of the next list item: "(a)", below it "(i)".
    pub fn item(&mut self, level: u8) -> String {
        let at = usize::from(level.clamp(1, 2) - 1);
        self.item[at] += 1;
        if at == 0 {
            self.item[1] = 0;
            format!("({})", letters(self.item[0]))
        } else {
            format!("({})", roman(self.item[1]).to_lowercase())
        }
    }

    /// Something else follows: the next list starts anew.
    pub fn other(&mut self) {
        self.item = [0; 2];
    }
}

/// Takes headings away that have nothing under them.
pub(super) fn drop_empty_headings(rows: Vec<Row>) -> Vec<Row> {
    let level = |row: &Row| match row.kind {
        RowKind::Heading { level } => Some(level),
        _ => None,
    };
    let mut empty = BTreeSet::new();
    let mut next: Option<u8> = Some(0);
    for (at, row) in rows.iter().enumerate().rev() {
        match level(row) {
            Some(own) => {
                if next.is_some_and(|n| n <= own) {
                    empty.insert(at);
                } else {
                    next = Some(own);
                }
            }
            None => next = None,
        }
    }
    rows.into_iter().enumerate().filter(|(at, _)| !empty.contains(at)).map(|(_, row)| row).collect()
}

/// Gives every heading, numbered paragraph and list item its label, the same in every language.
pub(super) fn number(rows: &mut [Row], numbering: Numbering) {
    let mut counter = Counter::new(numbering);
    for row in rows {
        let label = match row.kind {
            RowKind::Heading { level } if row.cells.iter().any(|c| c.label.is_some()) => Some(counter.heading(level)),
            RowKind::Item { level } => Some(counter.item(level)),
            RowKind::Paragraph if row.cells.iter().any(|c| c.label.is_some()) => Some(counter.paragraph()),
            RowKind::Table(_) => None,
            _ => {
                counter.other();
                None
            }
        };
        for cell in &mut row.cells {
            cell.label = label.clone();
        }
    }
}

impl Document {
    /// Numbers the headings in another way. Paragraphs and list items keep their labels.
    pub fn renumber(&mut self, numbering: Numbering) {
        number(&mut self.rows, numbering);
    }
}

fn roman(mut n: usize) -> String {
    const PARTS: [(usize, &str); 9] = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut out = String::new();
    for (value, text) in PARTS {
        while n >= value {
            out.push_str(text);
            n -= value;
        }
    }
    out
}

/// a, b, ... z, aa, ab ...
fn letters(mut n: usize) -> String {
    let mut out = Vec::new();
    while n > 0 {
        n -= 1;
        out.push(b'a' + u8::try_from(n % 26).unwrap_or(0));
        n /= 26;
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_run_on_and_lists_start_anew() {
        let mut c = Counter::default();
        assert_eq!(c.heading(1), "I.");
        assert_eq!([c.paragraph(), c.item(1), c.item(1), c.item(2), c.paragraph(), c.item(1)], ["1.", "(a)", "(b)", "(i)", "2.", "(a)"]);
        assert_eq!([c.heading(1), c.heading(2), c.heading(2), c.heading(1), c.heading(2)], ["II.", "II.1", "II.2", "III.", "III.1"]);
        let mut c = Counter::new(Numbering::Decimal);
        assert_eq!([c.heading(1), c.heading(2), c.heading(1), c.heading(2), c.heading(2)], ["1.", "1.1", "2.", "2.1", "2.2"]);
        assert_eq!((letters(27), roman(49)), ("aa".to_owned(), "XLIX".to_owned()));
    }
}
