//! A paragraph before its lines: one string with its looks, directions and faces, cut into words that have been shaped.

use std::ops::Range;
use std::rc::Rc;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_bidi::{Level, ParagraphBidiInfo};

use super::colour::Ink;
use super::shape::{Shaper, Word};
use crate::doc::model::Inline;
use crate::lang::{Direction, Lang};
use crate::render::RenderError;
use crate::render::fonts::{Face, Family, Fonts, family_of, is_ignorable};
use crate::render::numbers;

/// Weight and colour of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Whether the bold face draws it.
    pub(super) bold: bool,
    /// Its colour.
    pub(super) ink: Ink,
}

/// A run of one look.
#[derive(Debug, Clone)]
pub(super) struct Span {
    /// Its bytes in the text of the paragraph.
    pub(super) range: Range<usize>,
    /// How it looks.
    pub(super) look: Look,
    /// Whether it never breaks.
    pub(super) solid: bool,
    /// Whether it comes from the case, so that its capitalised words may be names.
    pub(super) value: bool,
    /// Its language, where it is not that of the paragraph.
    pub(super) lang: Option<Lang>,
}

/// A word, or a run of spaces, in one face, look and direction, without a line break opportunity inside.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// The face.
    pub(super) face: Face,
    /// Level of embedding: odd levels run right to left.
    pub(super) level: u8,
    /// Number of the span.
    pub(super) span: usize,
    /// Whether it is made of spaces.
    pub(super) space: bool,
    /// Its glyphs.
    pub(super) word: Rc<Word>,
}

/// A paragraph ready for line breaking.
#[derive(Debug)]
pub(super) struct Para {
    /// Language of the block.
    pub(super) lang: Lang,
    /// Whether its lines start at the right.
    pub(super) rtl: bool,
    /// Size of the text in points.
    pub(super) size: f32,
    /// The text, with isolates around values where directions mix.
    pub(super) text: String,
    /// Its looks.
    pub(super) spans: Vec<Span>,
    /// Its words.
    pub(super) tokens: Vec<Token>,
    /// Bytes before which a line may begin, the end of the text last.
    pub(super) breaks: Vec<usize>,
}

impl Token {
    /// Width in points at a size of running text.
    pub(super) fn width(&self, size: f32) -> f32 {
        self.word.width as f32 * size * self.face.scale() / 1000.0
    }
}

/// Makes paragraphs: shapes, and keeps account of characters that no face has.
pub(super) struct Setter<'f> {
    /// Shapes words.
    pub(super) shaper: Shaper<'f>,
    /// Characters that no face has, with the row where each was first seen.
    pub(super) missing: Vec<(char, String)>,
    /// Row that is being set.
    pub(super) row: String,
}

impl<'f> Setter<'f> {
    /// A setter that has seen nothing.
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Self { shaper: Shaper::new(fonts), missing: Vec::new(), row: String::new() }
    }

    /// The paragraphs of a block: one, or one more for each line break.
    pub(super) fn paras(&mut self, inlines: &[Inline], lang: Lang, size: f32, look: Look) -> Result<Vec<Para>, RenderError> {
        let mut parts = inlines.split(|inline| *inline == Inline::Break).peekable();
        let mut out = Vec::new();
        while let Some(part) = parts.next() {
            if parts.peek().is_some() && !part.is_empty() {
                // A space hangs at the end of the line, so that its last word and the next one are two to a reader of the text.
                let part: Vec<Inline> = part.iter().cloned().chain([Inline::Text(" ".to_owned())]).collect();
                out.push(self.para(&part, lang, size, look)?);
            } else {
                out.push(self.para(part, lang, size, look)?);
            }
        }
        Ok(out)
    }

    /// A paragraph of plain text.
    pub(super) fn plain(&mut self, text: &str, lang: Lang, size: f32, look: Look) -> Result<Para, RenderError> {
        self.para(&[Inline::Text(text.to_owned())], lang, size, look)
    }

    fn para(&mut self, inlines: &[Inline], lang: Lang, size: f32, look: Look) -> Result<Para, RenderError> {
        let rtl = lang.direction() == Direction::Rtl;
        let mixed = rtl || inlines.iter().any(|inline| has_rtl(inline.text()));
        let mut text = String::new();
        let mut spans = Vec::with_capacity(inlines.len());
        for inline in inlines {
            let start = text.len();
            let isolated = mixed && !matches!(inline, Inline::Text(_) | Inline::Strong(_) | Inline::Label(_) | Inline::Break);
            if isolated {
                text.push('\u{2068}');
            }
            let plain = if mixed { numbers::marked(inline.text(), '\u{2066}', '\u{2069}') } else { inline.text().into() };
            text.extend(plain.chars().filter(|c| *c != '\u{AD}').map(|c| if c.is_control() { ' ' } else { c }));
            if isolated {
                text.push('\u{2069}');
            }
            let (look, solid, lang) = match inline {
                Inline::Strong(_) => (Look { bold: true, ..look }, false, None),
                Inline::Label(_) => (Look { ink: Ink::Accent, ..look }, false, None),
                Inline::Value { solid, .. } => (look, *solid, None),
                Inline::Foreign { lang: foreign, .. } => {
                    (Look { ink: Ink::Foreign, ..look }, false, (*foreign != lang).then_some(*foreign))
                }
                Inline::Gap { .. } => (Look { bold: true, ink: Ink::Gap }, false, None),
                Inline::Text(_) | Inline::Break => (look, false, None),
            };
            let value = matches!(inline, Inline::Value { .. } | Inline::Foreign { .. });
            spans.push(Span { range: start..text.len(), look, solid, value, lang });
        }
        let levels = mixed.then(|| {
            let base = if rtl { Level::rtl() } else { Level::ltr() };
            ParagraphBidiInfo::new(&text, Some(base)).levels
        });
        let breaks = opportunities(&text, &spans);
        let tokens = self.tokens(&text, &spans, levels.as_deref(), &breaks, lang)?;
        Ok(Para { lang, rtl, size, text, spans, tokens, breaks })
    }

    fn tokens(
        &mut self,
        text: &str,
        spans: &[Span],
        levels: Option<&[Level]>,
        breaks: &[usize],
        lang: Lang,
    ) -> Result<Vec<Token>, RenderError> {
        let block = Family::from(lang.script());
        let mut cuts: Vec<(usize, Family, u8, usize, bool)> = Vec::new();
        let mut breaks = breaks.iter().copied().peekable();
        for (number, span) in spans.iter().enumerate() {
            let own = if span.solid { text[span.range.clone()].chars().find_map(family_of) } else { None };
            let mut before = None;
            for (at, c) in text[span.range.clone()].char_indices().map(|(at, c)| (at + span.range.start, c)) {
                let space = is_space(c);
                let last = cuts.last().copied();
                let level = levels.and_then(|levels| levels.get(at)).map_or(0, Level::number);
                // Between words of two directions, what follows the direction of the paragraph also takes its face: brackets match.
                let turned = if level % 2 == 1 { Some(Family::Arabic) } else { None };
                let family = if is_ignorable(c) {
                    last.map_or(block, |(_, family, ..)| family)
                } else {
                    let wanted = family_of(c).or(turned).or(own).or(before).unwrap_or(block);
                    self.shaper.fonts.drawn_by(c, wanted, span.look.bold).unwrap_or_else(|| {
                        if !self.missing.iter().any(|(missing, _)| *missing == c) {
                            self.missing.push((c, self.row.clone()));
                        }
                        Family::Serif
                    })
                };
                before = (!space).then_some(family);
                while breaks.next_if(|cut| *cut < at).is_some() {}
                let new_line = breaks.peek() == Some(&at);
                let same = last.is_some_and(|(_, f, l, n, s)| (f, l, n, s) == (family, level, number, space));
                if !same || new_line {
                    cuts.push((at, family, level, number, space));
                }
            }
        }
        let mut tokens = Vec::with_capacity(cuts.len());
        for (i, (start, family, level, span, space)) in cuts.iter().copied().enumerate() {
            let end = cuts.get(i + 1).map_or(text.len(), |next| next.0);
            let face = Face::of(family, spans[span].look.bold);
            let lang = spans[span].lang.unwrap_or(lang);
            let word = self.shaper.word(face, level % 2 == 1, lang, &text[start..end])?;
            tokens.push(Token { range: start..end, face, level, span, space, word });
        }
        Ok(tokens)
    }
}

/// Whether a line may end at the character and leave it hanging.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200A}' | '\u{3000}')
}

fn has_rtl(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| matches!(u32::from(c), 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x1E800..=0x1EEFF))
}

/// Places where a line may begin (Unicode line breaking), save those inside identifiers and names.
fn opportunities(text: &str, spans: &[Span]) -> Vec<usize> {
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut span = spans.iter().peekable();
    segmenter
        .segment_str(text)
        .filter(|at| *at > 0)
        .filter(|at| {
            while span.next_if(|span| span.range.end <= *at).is_some() {}
            let Some(span) = span.peek().filter(|span| span.range.start < *at) else { return true };
            // A solid value may be followed by a break, but has none inside; a double name keeps together.
            let name = span.value && text[..*at].ends_with('-') && text[*at..].starts_with(char::is_uppercase);
            !span.solid && !name
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(inlines: &[Inline], lang: &str) -> Para {
        let look = Look { bold: false, ink: Ink::Text };
        Setter::new(&Fonts::default()).paras(inlines, lang.parse().unwrap(), 10.0, look).unwrap().remove(0)
    }

    fn solid(text: &str) -> Inline {
        Inline::Value { path: "x".into(), text: text.into(), solid: true }
    }

    #[test]
    fn a_solid_value_has_no_opportunity_inside() {
        let para = set(&[Inline::Text("account ".into()), solid("FR76 3000 6000"), Inline::Text(" is open".into())], "en");
        let starts: Vec<&str> = para.breaks.iter().map(|at| &para.text[*at..]).collect();
        assert_eq!(starts, ["FR76 3000 6000 is open", "is open", "open", ""]);
    }

    #[test]
    fn digits_of_an_identifier_take_the_face_of_its_letters() {
        let para = set(&[Inline::Text("الحساب ".into()), solid("SA03 8000"), Inline::Text(" و4".into())], "ar");
        let faces: Vec<Face> =
            para.tokens.iter().filter(|t| !t.space && para.text[t.range.clone()].contains(char::is_alphanumeric)).map(|t| t.face).collect();
        assert_eq!(faces, [Face::Arabic, Face::Serif, Face::Serif, Face::Arabic, Face::Arabic]);
        let letters = |t: &&Token| t.face == Face::Serif && !t.word.glyphs.is_empty();
        assert!(para.tokens.iter().filter(letters).all(|t| t.level % 2 == 0));
    }

    #[test]
    fn brackets_round_latin_words_match_in_a_line_from_the_right() {
        let para = set(&[Inline::Text("العملة (EUR) هنا".into())], "ar");
        let face = |c: char| para.tokens.iter().find(|t| para.text[t.range.clone()].contains(c)).map(|t| t.face);
        assert_eq!((face('('), face('E'), face(')')), (Some(Face::Arabic), Some(Face::Serif), Some(Face::Arabic)));
    }

    #[test]
    fn an_unknown_character_is_reported_with_its_row() {
        let fonts = Fonts::default();
        let mut setter = Setter::new(&fonts);
        setter.row = "facts.para/f1".to_owned();
        let look = Look { bold: false, ink: Ink::Text };
        setter.plain("a \u{1F600} b \u{1F600}", Lang::EN, 10.0, look).unwrap();
        assert_eq!(setter.missing, [('\u{1F600}', "facts.para/f1".to_owned())]);
    }
}
