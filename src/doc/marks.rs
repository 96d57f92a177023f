//! How values keep their identity on the way through the templates: each is wrapped in private marks that name its field, and the
//! marks become runs of the document again. Case text cannot contain the marks, because kinds refuse private-use characters.

use super::model::Inline;
use crate::lang::Lang;
use std::cell::RefCell;

const OPEN: char = '\u{e000}';
const TEXT: char = '\u{e001}';
const CLOSE: char = '\u{e002}';

/// What a mark stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Marked {
    Value { path: String, solid: bool },
    Foreign { path: String, lang: Lang },
    Gap { path: String },
}

/// The marks of one document and language.
#[derive(Debug, Default)]
pub(super) struct Marks(RefCell<Vec<Marked>>);

/// A piece of rendered text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Inline(Inline),
    /// A blank line inside a value: a new paragraph.
    Paragraph,
}

impl Marks {
    /// Wraps a text in a new mark.
    pub fn wrap(&self, marked: Marked, text: &str) -> String {
        let mut all = self.0.borrow_mut();
        let at = match all.iter().position(|m| *m == marked) {
            Some(at) => at,
            None => {
                all.push(marked);
                all.len() - 1
            }
        };
        format!("{OPEN}{at}{TEXT}{text}{CLOSE}")
    }

    /// The runs of a rendered template. `lines` keeps line breaks of the wording; elsewhere they are spaces.
    pub fn read(&self, rendered: &str, lines: bool) -> Vec<Piece> {
        let all = self.0.borrow();
        let mut out: Vec<Piece> = Vec::new();
        let mut strong = false;
        let mut rest = rendered;
        while !rest.is_empty() {
            let (plain, marked) = match rest.find(OPEN) {
                Some(at) => (&rest[..at], &rest[at + OPEN.len_utf8()..]),
                None => (rest, ""),
            };
            wording(plain, &mut strong, lines, &mut out);
            if marked.is_empty() {
                break;
            }
            let close = closing(marked);
            let (inside, after) = match close {
                Some(at) => (&marked[..at], &marked[at + CLOSE.len_utf8()..]),
                None => (marked, ""),
            };
            if let Some((number, text)) = inside.split_once(TEXT)
                && let Some(mark) = number.parse::<usize>().ok().and_then(|n| all.get(n))
            {
                value(mark, &stripped(text), lines, &mut out);
            }
            rest = after;
        }
        tidy(out)
    }

    /// The text without its marks.
    pub fn plain(&self, rendered: &str) -> String {
        self.read(rendered, false)
            .iter()
            .map(|p| match p {
                Piece::Inline(i) => i.text(),
                Piece::Paragraph => " ",
            })
            .collect()
    }
}

/// A text without the mark at its beginning.
pub(super) fn said(text: &str) -> &str {
    match text.strip_prefix(OPEN).and_then(|marked| marked.split_once(TEXT)) {
        Some((_, inside)) => said(inside),
        None => text,
    }
}

/// Where the mark that has just been opened is closed; marks can lie within marks.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            OPEN => depth += 1,
            CLOSE if depth == 0 => return Some(at),
            CLOSE => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The text of a value without marks inside it.
fn stripped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_number = false;
    for c in text.chars() {
        match c {
            OPEN => in_number = true,
            TEXT => in_number = false,
            CLOSE => {}
            _ if in_number => {}
            _ => out.push(c),
        }
    }
    out
}

fn wording(text: &str, strong: &mut bool, lines: bool, out: &mut Vec<Piece>) {
    for (n, part) in text.split("**").enumerate() {
        if n > 0 {
            *strong = !*strong;
        }
        for (m, line) in part.split('\n').enumerate() {
            if m > 0 {
                out.push(Piece::Inline(if lines { Inline::Break } else { Inline::Text(" ".to_owned()) }));
            }
            let mut folded = String::with_capacity(line.len());
            for c in line.chars() {
                let space = matches!(c, ' ' | '\t' | '\r');
                if !space {
                    folded.push(c);
                } else if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            if !folded.is_empty() {
                out.push(Piece::Inline(if *strong { Inline::Strong(folded) } else { Inline::Text(folded) }));
            }
        }
    }
}

fn value(mark: &Marked, text: &str, lines: bool, out: &mut Vec<Piece>) {
    let paragraphs: Vec<String> = paragraphs(text);
    for (n, text) in paragraphs.into_iter().enumerate() {
        if n > 0 {
            out.push(if lines { Piece::Inline(Inline::Break) } else { Piece::Paragraph });
        }
        out.push(Piece::Inline(match mark {
            Marked::Value { path, solid } => Inline::Value { path: path.clone(), text, solid: *solid },
            Marked::Foreign { path, lang } => Inline::Foreign { path: path.clone(), lang: *lang, text },
            Marked::Gap { path } => Inline::Gap { path: path.clone(), text },
        }));
    }
}

/// The paragraphs of a text: blank lines part them, other line breaks are spaces.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for line in text.lines() {
        let line = line.trim_matches([' ', '\t', '\r']);
        let last = out.len() - 1;
        if line.is_empty() {
            if !out[last].is_empty() {
                out.push(String::new());
            }
        } else {
            if !out[last].is_empty() {
                out[last].push(' ');
            }
            out[last].push_str(line);
        }
    }
    if out.len() > 1 && out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

/// Takes spaces away at the ends and next to each other, and empty lines of a block with lines.
fn tidy(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Inline(Inline::Text(text)) => {
                let open = match out.last() {
                    None | Some(Piece::Paragraph | Piece::Inline(Inline::Break)) => true,
                    Some(Piece::Inline(last)) => last.text().ends_with(' '),
                };
                let text = if open { text.trim_start_matches(' ').to_owned() } else { text };
                if text.is_empty() {
                    continue;
                }
                if let Some(Piece::Inline(Inline::Text(last))) = out.last_mut() {
                    last.push_str(&text);
                } else {
                    out.push(Piece::Inline(Inline::Text(text)));
                }
            }
            Piece::Inline(Inline::Break) => {
                trim_end(&mut out);
                if !matches!(out.last(), None | Some(Piece::Inline(Inline::Break))) {
                    out.push(Piece::Inline(Inline::Break));
                }
            }
            Piece::Paragraph => {
                trim_end(&mut out);
                out.push(Piece::Paragraph);
            }
            other => out.push(other),
        }
    }
    trim_end(&mut out);
    while matches!(out.last(), Some(Piece::Inline(Inline::Break) | Piece::Paragraph)) {
        out.pop();
        trim_end(&mut out);
    }
    out
}

fn trim_end(out: &mut Vec<Piece>) {
    while let Some(Piece::Inline(Inline::Text(last))) = out.last_mut() {
        last.truncate(last.trim_end_matches(' ').len());
        if !last.is_empty() {
            return;
        }
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(t: &str) -> Piece {
        Piece::Inline(Inline::Text(t.to_owned()))
    }

    #[test]
    fn values_come_back_with_their_field() {
        let marks = Marks::default();
        let iban = marks.wrap(Marked::Value { path: "accounts[acc1].iban".to_owned(), solid: true }, "FR76");
        let pieces = marks.read(&format!("The  account {iban},\n held **there**."), false);
        let value = Inline::Value { path: "accounts[acc1].iban".to_owned(), text: "FR76".to_owned(), solid: true };
        let strong = Piece::Inline(Inline::Strong("there".to_owned()));
        assert_eq!(pieces, [text("The account "), Piece::Inline(value), text(", held "), strong, text(".")]);
    }

    #[test]
    fn blank_lines_in_a_value_make_paragraphs_and_those_of_the_wording_do_not() {
        let marks = Marks::default();
        let prose = marks.wrap(Marked::Value { path: "f".to_owned(), solid: false }, "One\nline.\n\nTwo.");
        let pieces = marks.read(&format!("\n\n{prose}\n\n"), false);
        assert_eq!(pieces.iter().filter(|p| **p == Piece::Paragraph).count(), 1);
        assert_eq!(pieces.len(), 3);
    }

    #[test]
    fn marks_within_marks_are_one_value() {
        let marks = Marks::default();
        let inner = marks.wrap(Marked::Value { path: "a".to_owned(), solid: true }, "x");
        let outer = marks.wrap(Marked::Value { path: "b".to_owned(), solid: false }, &format!("[{inner}]"));
        assert_eq!(marks.plain(&format!("{outer}!")), "[x]!");
    }
}
