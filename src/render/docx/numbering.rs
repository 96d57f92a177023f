//! Numbers and list labels. The document says what each label is; a list that Word counts itself is used only where it counts to exactly that.
//!
//! Each unbroken run of labels becomes a list of its own, with a definition of its own: both languages then count in step, a restart is
//! the beginning of another list, and nothing depends on how a word processor shares counters between lists.

use super::xml::Xml;
use crate::doc::model::{Document, RowKind};
use crate::lang::{Direction, Lang, Script};
use std::collections::HashMap;
use std::sync::LazyLock;

/// How the counter of a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Format {
    /// 1, 2, 3.
    Decimal,
    /// a, b, ... z, aa, bb.
    LowerLetter,
    /// A, B, ... Z, AA, BB.
    UpperLetter,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// 一, 二, ... 十, 十一; up to 99.
    Chinese,
}

/// All formats; where a label can be read in several ways, the earliest count wins, then the order here.
const FORMATS: [Format; 6] =
    [Format::Decimal, Format::LowerRoman, Format::UpperRoman, Format::LowerLetter, Format::UpperLetter, Format::Chinese];

/// Higher counters are left as text.
const MAX_COUNT: u32 = 999;
/// Most bytes of a counter that is no decimal number.
const LONGEST: usize = 12;

impl Format {
    /// The name of the format in the file.
    fn name(self) -> &'static str {
        match self {
            Self::Decimal => "decimal",
            Self::LowerLetter => "lowerLetter",
            Self::UpperLetter => "upperLetter",
            Self::LowerRoman => "lowerRoman",
            Self::UpperRoman => "upperRoman",
            Self::Chinese => "chineseCounting",
        }
    }

    /// What a word processor prints for a count; nothing where programs differ.
    fn print(self, count: u32) -> Option<String> {
        match self {
            _ if count == 0 || count > MAX_COUNT => None,
            Self::Decimal => Some(count.to_string()),
            Self::LowerLetter => Some(letters(count)),
            Self::UpperLetter => Some(letters(count).to_uppercase()),
            Self::LowerRoman => Some(roman(count)),
            Self::UpperRoman => Some(roman(count).to_uppercase()),
            Self::Chinese => chinese(count),
        }
    }

    /// The count that is printed as `text`.
    fn read(self, text: &str) -> Option<u32> {
        if self == Self::Decimal {
            return text.parse().ok().filter(|n: &u32| self.print(*n).as_deref() == Some(text));
        }
        static READINGS: LazyLock<HashMap<(Format, String), u32>> = LazyLock::new(|| {
            let printed = |format: Format| {
                (1..=MAX_COUNT).rev().filter_map(move |n| Some(((format, format.print(n).filter(|text| text.len() <= LONGEST)?), n)))
            };
            FORMATS.into_iter().flat_map(printed).collect()
        });
        READINGS.get(&(self, text.to_owned())).copied()
    }
}

fn letters(count: u32) -> String {
    let index = (count - 1) % 26;
    let letter = char::from_u32(u32::from(b'a') + index).unwrap_or('a');
    std::iter::repeat_n(letter, ((count - 1) / 26 + 1) as usize).collect()
}

fn roman(mut count: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, text) in PARTS {
        while count >= value {
            out.push_str(text);
            count -= value;
        }
    }
    out
}

fn chinese(count: u32) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = ((count / 10) as usize, (count % 10) as usize);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        2..=9 => format!("{}十", DIGITS[tens]),
        _ => return None,
    };
    Some(tens + DIGITS[ones])
}

/// The place of a label in the outline; each has its own look and its own sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// Heading of level 1 or 2.
    Heading(u8),
    /// Numbered paragraph.
    Paragraph,
    /// List item of level 1 or 2.
    Item(u8),
}

impl Slot {
    /// The slot of a row, if rows of its kind have labels in front.
    pub(super) fn of(kind: &RowKind) -> Option<Self> {
        match kind {
            RowKind::Heading { level } => Some(Self::Heading(*level)),
            RowKind::Paragraph => Some(Self::Paragraph),
            RowKind::Item { level } => Some(Self::Item(*level)),
            _ => None,
        }
    }

    fn index(self) -> usize {
        match self {
            Self::Heading(0 | 1) => 0,
            Self::Heading(_) => 1,
            Self::Paragraph => 2,
            Self::Item(0 | 1) => 3,
            Self::Item(_) => 4,
        }
    }
}

/// How a label reaches the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Counted by the list with this `numId`.
    Counted(u32),
    /// Written as text, since no list prints it.
    Written,
}

struct List {
    slot: Slot,
    lang: Lang,
    prefix: String,
    suffix: String,
    /// Ways to read all labels so far, each with the first count.
    readings: Vec<(Format, u32)>,
    /// How many labels it has.
    length: u32,
}

/// The lists of a document and the label of each cell.
pub(super) struct Plan {
    lists: Vec<List>,
    /// `numId` by row and language; nothing where the label stays text.
    cells: Vec<Vec<Option<u32>>>,
    indents: Indents,
}

/// Indents in twips.
struct Indents {
    headings: [i32; 2],
    paragraph: i32,
    items: [i32; 2],
}

impl Plan {
    /// Reads the labels of a document.
    pub(super) fn new(document: &Document, text_size: f32, heading_sizes: [f32; 2]) -> Self {
        let mut lists: Vec<List> = Vec::new();
        let mut cells = vec![vec![None; document.languages.len()]; document.rows.len()];
        let mut widest = [0_f32; 5];
        for at in 0..document.languages.len() {
            let mut open: [Option<usize>; 5] = [None; 5];
            for (row, cells) in document.rows.iter().zip(&mut cells) {
                let (Some(slot), Some(block)) = (Slot::of(&row.kind), row.cells.get(at)) else { continue };
                let Some(label) = block.label.as_deref().filter(|label| !label.is_empty()) else { continue };
                widest[slot.index()] = widest[slot.index()].max(width(label));
                let open = &mut open[slot.index()];
                let index = open.filter(|index| lists[*index].accept(label)).or_else(|| {
                    lists.push(List::start(slot, block.lang, label)?);
                    Some(lists.len() - 1)
                });
                *open = index;
                if let Some(cell) = cells.get_mut(at) {
                    *cell = index.map(|index| index as u32 + 1);
                }
            }
        }
        // A label takes its width and a gap; short ones stand alike.
        let hang = |slot: usize, size: f32| ((widest[slot] * size + 0.75 * size).max(1.9 * size) * 20.0).round() as i32;
        let indents = Indents {
            headings: [hang(0, heading_sizes[0]), hang(1, heading_sizes[1])],
            paragraph: hang(2, text_size),
            items: [hang(3, text_size), hang(4, text_size)],
        };
        Self { lists, cells, indents }
    }

    /// How the label of a cell is brought about.
    pub(super) fn label(&self, row: usize, at: usize) -> Label {
        self.cells.get(row).and_then(|cells| cells.get(at)).copied().flatten().map_or(Label::Written, Label::Counted)
    }

    /// Where the text of the slot begins, and how far its label stands before it, in twips.
    pub(super) fn indent(&self, slot: Slot) -> (i32, i32) {
        let Indents { headings, paragraph, items } = &self.indents;
        match slot {
            Slot::Heading(0 | 1) => (headings[0], headings[0]),
            Slot::Heading(_) => (headings[1], headings[1]),
            Slot::Paragraph => (*paragraph, *paragraph),
            Slot::Item(0 | 1) => (paragraph + items[0], items[0]),
            Slot::Item(_) => (paragraph + items[0] + items[1], items[1]),
        }
    }

    /// The part with the definitions of all lists; labels have the colour `accent`.
    pub(super) fn part(&self, accent: &str) -> String {
        Xml::part("w:numbering", &[("xmlns:w", &super::W)], |x| {
            for (at, list) in self.lists.iter().enumerate() {
                x.el("w:abstractNum", &[("w:abstractNumId", &at)], |x| {
                    // Definitions with the same mark would be taken for one list when text is pasted.
                    x.val("w:nsid", format_args!("{:08X}", 0x4D4C_0000 + at));
                    x.val("w:multiLevelType", "singleLevel");
                    self.level(x, list, accent);
                });
            }
            for at in 0..self.lists.len() {
                x.el("w:num", &[("w:numId", &(at + 1))], |x| x.val("w:abstractNumId", at));
            }
        })
    }

    fn level(&self, x: &mut Xml, list: &List, accent: &str) {
        let (format, start) = list.reading();
        let (left, hanging) = self.indent(list.slot);
        let rtl = list.lang.direction() == Direction::Rtl;
        x.el("w:lvl", &[("w:ilvl", &0)], |x| {
            x.val("w:start", start);
            x.val("w:numFmt", format.name());
            x.val("w:suff", "tab");
            x.val("w:lvlText", format_args!("{}%1{}", list.prefix, list.suffix));
            // LibreOffice takes "left" literally and hangs a right-to-left label outside the cell; the middle is the same for all.
            x.val("w:lvlJc", if rtl { "center" } else { "left" });
            let left_hanging = if rtl { hanging * 3 / 5 } else { hanging };
            x.el("w:pPr", &[], |x| x.leaf("w:ind", &[("w:left", &left), ("w:hanging", &left_hanging)]));
            x.el("w:rPr", &[], |x| {
                x.val("w:color", accent);
                if rtl {
                    x.leaf("w:rtl", &[]);
                }
            });
        });
    }
}

impl List {
    fn start(slot: Slot, lang: Lang, label: &str) -> Option<Self> {
        let (prefix, core, suffix) = split(label)?;
        let mut readings: Vec<_> = FORMATS.iter().filter_map(|format| Some((*format, format.read(core)?))).collect();
        readings.sort_by_key(|(_, start)| *start);
        let list = Self { slot, lang, prefix: prefix.to_owned(), suffix: suffix.to_owned(), readings, length: 1 };
        (!list.readings.is_empty()).then_some(list)
    }

    /// Takes the label if the list counts on to it.
    fn accept(&mut self, label: &str) -> bool {
        let Some((prefix, core, suffix)) = split(label) else { return false };
        if prefix != self.prefix || suffix != self.suffix {
            return false;
        }
        let next: Vec<_> =
            self.readings.iter().filter(|(format, start)| format.print(start + self.length).as_deref() == Some(core)).copied().collect();
        if next.is_empty() {
            return false;
        }
        self.readings = next;
        self.length += 1;
        true
    }

    fn reading(&self) -> (Format, u32) {
        self.readings.first().copied().unwrap_or((Format::Decimal, 1))
    }
}

/// The counter of a label (its last number or letters) and what stands around it.
fn split(label: &str) -> Option<(&str, &str, &str)> {
    if label.contains(['%', '\n', '\t']) {
        return None;
    }
    let counts = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c);
    let end = label.rfind(counts).map(|at| at + label[at..].chars().next().map_or(0, char::len_utf8))?;
    let last = label[..end].chars().next_back()?;
    let same = |c: char| if last.is_ascii_digit() { c.is_ascii_digit() } else { counts(c) && !c.is_ascii_digit() };
    let start = label[..end].char_indices().rev().take_while(|(_, c)| same(*c)).last().map(|(at, _)| at)?;
    Some((&label[..start], &label[start..end], &label[end..]))
}

/// Width of a label as a multiple of its size, near enough for an indent.
fn width(label: &str) -> f32 {
    let of = |c: char| match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '(' | ')' | '[' | ']' | ' ' => 0.36,
        'I' | 'r' | 't' => 0.42,
        'm' | 'w' | 'M' | 'W' => 0.95,
        c if crate::lang::script_of_letter(c) == Some(Script::Han) || ('\u{3000}'..='\u{ffef}').contains(&c) => 1.0,
        c if c.is_uppercase() => 0.72,
        c if super::bidi::has_rtl(c.encode_utf8(&mut [0; 4])) => 0.95,
        _ => 0.6,
    };
    label.chars().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_read_as_they_are_printed() {
        for format in FORMATS {
            for count in 1..=99 {
                let text = format.print(count).unwrap();
                assert_eq!(format.read(&text), Some(count), "{format:?} {text}");
            }
        }
        assert_eq!(Format::Decimal.read("07"), None);
        assert_eq!(Format::LowerLetter.print(28).as_deref(), Some("bb"));
        assert_eq!(Format::Chinese.print(21).as_deref(), Some("二十一"));
    }

    #[test]
    fn the_counter_is_the_last_number_or_word() {
        assert_eq!(split("(a)"), Some(("(", "a", ")")));
        assert_eq!(split("3.12."), Some(("3.", "12", ".")));
        assert_eq!(split("十一、"), Some(("", "十一", "、")));
        assert_eq!(split("Annex 4"), Some(("Annex ", "4", "")));
        assert_eq!(split("–"), None);
        assert_eq!(split("5%"), None);
    }

    #[test]
    fn a_list_settles_how_its_letters_are_meant() {
        let list = |labels: &[&str]| {
            let mut list = List::start(Slot::Item(1), Lang::EN, labels[0]).unwrap();
            assert!(labels[1..].iter().all(|label| list.accept(label)), "{labels:?}");
            list.reading()
        };
        assert_eq!(list(&["(i)", "(ii)"]), (Format::LowerRoman, 1));
        assert_eq!(list(&["(i)", "(j)"]), (Format::LowerLetter, 9));
        assert_eq!(list(&["(a)", "(b)", "(c)"]), (Format::LowerLetter, 1));
        assert_eq!(list(&["I."]), (Format::UpperRoman, 1));
    }
}
