//! Text of one block before lines: characters with their style, level of direction, and places where lines may break.

use super::fonts::face_of;
use crate::doc::model::Inline;
use crate::lang::{Direction, Lang, Script};
use icu_segmenter::LineSegmenter;
use std::ops::Range;
use unicode_bidi::{BidiInfo, Level};

/// How a run looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Look {
    pub bold: bool,
    pub tone: Ink,
}

/// Colour of a run by its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Ink {
    Text,
    Accent,
    Gap,
    Foreign,
}

/// The text of a block, ready for breaking.
pub(super) struct Para {
    /// The characters; bidi isolates stand around values in right-to-left text.
    pub text: String,
    /// Styles by range, without gaps.
    pub looks: Vec<(Range<usize>, Look)>,
    /// Byte offsets after which a line may end, ascending; the last is the end.
    pub breaks: Vec<usize>,
    /// Offsets after which a line must end.
    pub forced: Vec<usize>,
    /// Ranges that must not be hyphenated.
    pub solid: Vec<Range<usize>>,
    pub lang: Lang,
    /// Whether words may be parted where that makes lines more even. A word wider than its column is parted anyway.
    pub hyphenate: bool,
    /// Direction of text that does not only run from left to right.
    bidi: Option<Bidi>,
    /// The runs of text that does.
    runs: Vec<Run>,
}

/// The direction of each byte, worked out once.
struct Bidi {
    flat: String,
    classes: Vec<unicode_bidi::BidiClass>,
    levels: Vec<Level>,
    paragraphs: Vec<unicode_bidi::ParagraphInfo>,
}

const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';

impl Para {
    /// A block's runs as one text.
    pub fn new(inlines: &[Inline], lang: Lang, bold: bool, ink: Ink) -> Self {
        let mut para = Self {
            text: String::new(),
            looks: Vec::new(),
            breaks: Vec::new(),
            forced: Vec::new(),
            solid: Vec::new(),
            lang,
            hyphenate: true,
            bidi: None,
            runs: Vec::new(),
        };
        let rtl = lang.direction() == Direction::Rtl;
        for inline in inlines {
            match inline {
                Inline::Text(t) => para.push(t, Look { bold, tone: ink }),
                Inline::Strong(t) => para.push(t, Look { bold: true, tone: ink }),
                Inline::Value { text, solid, .. } => {
                    let start = para.text.len();
                    let look = Look { bold, tone: ink };
                    if rtl {
                        para.push(&format!("{FSI}{text}{PDI}"), look);
                    } else {
                        para.push(text, look);
                    }
                    if *solid {
                        para.solid.push(start..para.text.len());
                    }
                }
                Inline::Foreign { text, .. } => {
                    let look = Look { bold, tone: Ink::Foreign };
                    para.push(&format!("{FSI}{text}{PDI}"), look);
                }
                Inline::Gap { text, .. } => para.push(text, Look { bold: true, tone: Ink::Gap }),
                Inline::Break => {
                    // The space is not seen; it keeps the words apart for whoever reads the text out.
                    para.push(" \n", Look { bold, tone: ink });
                    para.forced.push(para.text.len());
                }
            }
        }
        if rtl || para.text.chars().any(is_rtl) {
            // The whole text is one paragraph for the direction of its runs; forced breaks are ends of lines only.
            let flat = para.text.replace('\n', " ");
            let info = BidiInfo::new(&flat, Some(if rtl { Level::rtl() } else { Level::ltr() }));
            let (classes, levels, paragraphs) = (info.original_classes, info.levels, info.paragraphs);
            para.bidi = Some(Bidi { flat, classes, levels, paragraphs });
        } else {
            para.runs = para.pieces(0..para.text.len(), false);
        }
        let segmenter = LineSegmenter::new_for_non_complex_scripts(Default::default());
        let solid = &para.solid;
        let free = |at: &usize| *at > 0 && !solid.iter().any(|r| r.start < *at && *at < r.end);
        para.breaks = segmenter.segment_str(&para.text).filter(free).collect();
        if para.breaks.last() != Some(&para.text.len()) && !para.text.is_empty() {
            para.breaks.push(para.text.len());
        }
        para
    }

    fn push(&mut self, text: &str, look: Look) {
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        match self.looks.last_mut() {
            Some((range, last)) if *last == look => range.end = end,
            _ => self.looks.push((start..end, look)),
        }
    }

    /// The runs of a range in the order in which they stand on paper, each of one look, face and direction.
    pub fn visual(&self, range: Range<usize>) -> Vec<Run> {
        let Some(bidi) = &self.bidi else { return self.clipped(range) };
        let info = BidiInfo {
            text: &bidi.flat,
            original_classes: bidi.classes.clone(),
            levels: bidi.levels.clone(),
            paragraphs: bidi.paragraphs.clone(),
        };
        let mut out = Vec::new();
        for para in &info.paragraphs {
            let (start, end) = (range.start.max(para.range.start), range.end.min(para.range.end));
            if start >= end {
                continue;
            }
            let (levels, runs) = info.visual_runs(para, start..end);
            for run in runs {
                let rtl = levels.get(run.start).is_some_and(Level::is_rtl);
                let mut pieces = self.pieces(run, rtl);
                if rtl {
                    pieces.reverse();
                }
                out.extend(pieces);
            }
        }
        out
    }

    /// The runs of text that only runs from left to right, cut to a range.
    fn clipped(&self, range: Range<usize>) -> Vec<Run> {
        let first = self.runs.partition_point(|r| r.end <= range.start);
        let inside = self.runs[first..].iter().take_while(|r| r.start < range.end);
        inside.map(|r| Run { start: r.start.max(range.start), end: r.end.min(range.end), ..*r }).collect()
    }

    /// Parts of a range by look and face, spaces set apart so that words can be shaped once.
    fn pieces(&self, range: Range<usize>, rtl: bool) -> Vec<Run> {
        let mut out: Vec<Run> = Vec::new();
        for (at, c) in self.text[range.clone()].char_indices() {
            let at = range.start + at;
            let nth = self.looks.partition_point(|(r, _)| r.end <= at);
            let look = self.looks.get(nth).map_or(Look { bold: false, tone: Ink::Text }, |(_, l)| *l);
            let end = at + c.len_utf8();
            if is_invisible(c) {
                continue;
            }
            let space = matches!(c, ' ' | '\u{a0}' | '\u{202f}');
            let around = out.last().filter(|r| r.end == at).map_or(self.lang.script(), |r| face_script(r.face));
            let joins = c.is_alphanumeric() || !space;
            let face = if is_mark(c) { out.last().map(|r| r.face) } else { None };
            let face = face.or_else(|| face_of(c, look.bold, if joins { around } else { self.lang.script() }));
            let Some(face) = face else {
                out.push(Run { start: at, end, look, face: usize::MAX, rtl, space });
                continue;
            };
            match out.last_mut() {
                Some(last) if last.end == at && last.look == look && last.face == face && !last.space && !space => last.end = end,
                _ => out.push(Run { start: at, end, look, face, rtl, space }),
            }
        }
        out
    }
}

/// A run of one look, face and direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub start: usize,
    pub end: usize,
    pub look: Look,
    /// Face; `usize::MAX` where no face has the character.
    pub face: usize,
    pub rtl: bool,
    pub space: bool,
}

fn face_script(face: usize) -> Script {
    match face / 2 {
        1 => Script::Arabic,
        2 => Script::Han,
        _ => Script::Latin,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Characters that steer and have no glyph.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{ad}' | '\u{feff}')
}

fn is_rtl(c: char) -> bool {
    use unicode_bidi::BidiClass;
    matches!(unicode_bidi::bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::AN | BidiClass::RLI | BidiClass::RLE | BidiClass::RLO)
}
