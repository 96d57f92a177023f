//! Line breaking over whole paragraphs: of all ways to break, the one whose lines are most even.
//!
//! Words are first taken whole. Only where that leaves a ragged edge, or a line too long, are words hyphenated, and only those that
//! are plain wording: never an identifier, an abbreviation or what may be a name.

use super::text::{Para, Setter};
use crate::render::RenderError;
use crate::render::fonts::Face;

/// What lies between two places where a line may end. Lengths are points.
#[derive(Debug, Clone)]
struct Piece {
    /// First byte.
    start: usize,
    /// Byte after the last that is seen.
    end: usize,
    /// First byte of the next piece, after the spaces that vanish at a line end.
    next: usize,
    /// Width from `start` to `end`.
    width: f32,
    /// Width of the spaces.
    glue: f32,
    /// Width of the hyphen where a line ends here; zero where none is written.
    hyphen: f32,
}

/// A line as bytes of its paragraph, the hanging spaces included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    /// First byte.
    pub(super) start: usize,
    /// Byte after the last, spaces at the end included.
    pub(super) end: usize,
    /// Whether a hyphen follows.
    pub(super) hyphen: bool,
}

/// How a block wants its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Running text: hyphenated where that helps; the last line is free.
    Text,
    /// A few words that are not hyphenated; the last line is free.
    Words,
    /// Headings and centred lines: no hyphens, the last line as long as the others.
    Balanced,
}

/// Rag, as a part of the measure, above which words are hyphenated.
const RAGGED: f32 = 0.17;
/// Cost of a line, of a hyphen, of a hyphen under a hyphen, of a short last line, and of one that is the rest of a word.
const LINE: f32 = 2.0;
const HYPHEN: f32 = 2.2;
const LADDER: f32 = 4.0;
const STUB: f32 = 3.0;
const REST: f32 = 9.0;

/// The lines of a paragraph in a measure given in points.
pub(super) fn lines(para: &Para, measure: f32, fit: Fit, setter: &mut Setter) -> Result<Vec<Cut>, RenderError> {
    let whole = pieces(para, measure, false, setter)?;
    if whole.is_empty() {
        return Ok(Vec::new());
    }
    let (ends, worst) = best(&whole, measure, fit);
    if fit != Fit::Text || worst <= RAGGED || para.rtl {
        return Ok(cuts(&whole, &ends));
    }
    let parts = pieces(para, measure, true, setter)?;
    let (ends, _) = best(&parts, measure, fit);
    Ok(cuts(&parts, &ends))
}

/// Width of the widest piece that does not break.
pub(super) fn widest(para: &Para) -> f32 {
    let mut token = para.tokens.iter().peekable();
    let mut widest = 0.0_f32;
    for next in &para.breaks {
        let mut width = 0.0;
        while let Some(t) = token.next_if(|t| t.range.start < *next) {
            width += if t.space && t.range.end == *next { 0.0 } else { t.width(para.size) };
        }
        widest = widest.max(width);
    }
    widest
}

fn cuts(pieces: &[Piece], ends: &[usize]) -> Vec<Cut> {
    let mut first = 0;
    ends.iter()
        .map(|last| {
            let line =
                Cut { start: pieces[first].start, end: pieces[*last].next, hyphen: pieces[*last].hyphen > 0.0 && *last + 1 < pieces.len() };
            first = last + 1;
            line
        })
        .collect()
}

/// The last piece of each line, and the worst rag of a line but the last.
fn best(pieces: &[Piece], measure: f32, fit: Fit) -> (Vec<usize>, f32) {
    let count = pieces.len();
    // Cost of the best way to end a line before piece i, and where that line begins.
    let mut cost = vec![f32::INFINITY; count + 1];
    let mut from = vec![0; count + 1];
    cost[0] = 0.0;
    for first in 0..count {
        if cost[first].is_infinite() {
            continue;
        }
        let after_hyphen = first > 0 && pieces[first - 1].hyphen > 0.0;
        let mut width = 0.0;
        let mut one_word = true;
        for last in first..count {
            let piece = &pieces[last];
            width += piece.width;
            let end = last + 1 == count;
            let set = if end { width } else { width + piece.hyphen };
            // A piece alone is taken even where it is too wide: it has been cut as far as it can be.
            if width > measure + 0.01 && last > first {
                break;
            }
            let rag = ((measure - set) / measure).max(0.0);
            if set <= measure + 0.01 || last == first {
                let mut line = LINE + if end && fit != Fit::Balanced { 0.0 } else { rag * rag * 100.0 };
                if end && fit != Fit::Balanced && first > 0 && set < measure * 0.12 {
                    line += STUB;
                }
                if end && after_hyphen && one_word {
                    line += REST;
                }
                if !end && piece.hyphen > 0.0 {
                    line += HYPHEN + if after_hyphen { LADDER } else { 0.0 };
                }
                if cost[first] + line < cost[last + 1] {
                    cost[last + 1] = cost[first] + line;
                    from[last + 1] = first;
                }
            }
            width += piece.glue;
            one_word &= piece.glue == 0.0;
        }
    }
    let mut ends = Vec::new();
    let mut worst = 0.0_f32;
    let mut at = count;
    while at > 0 {
        let first = from[at];
        if at < count {
            let width: f32 = pieces[first..at].iter().map(|p| p.width + p.glue).sum::<f32>() - pieces[at - 1].glue;
            worst = worst.max((measure - width) / measure);
        }
        ends.push(at - 1);
        at = first;
    }
    ends.reverse();
    (ends, worst)
}

fn pieces(para: &Para, measure: f32, hyphenate: bool, setter: &mut Setter) -> Result<Vec<Piece>, RenderError> {
    let mut out: Vec<Piece> = Vec::with_capacity(para.breaks.len());
    let mut start = 0;
    let mut token = 0;
    for next in para.breaks.iter().copied() {
        let first = token;
        while para.tokens.get(token).is_some_and(|t| t.range.start < next) {
            token += 1;
        }
        let tokens = &para.tokens[first..token];
        let seen = tokens.iter().rposition(|t| !t.space).map_or(0, |at| at + 1);
        let width = tokens[..seen].iter().map(|t| t.width(para.size)).sum();
        let glue = tokens[seen..].iter().map(|t| t.width(para.size)).sum();
        let end = if seen == 0 { start } else { tokens[seen - 1].range.end };
        let piece = Piece { start, end, next, width, glue, hyphen: 0.0 };
        let inner = if width > measure {
            forced(para, &piece, first..first + seen, measure, setter)?
        } else if hyphenate {
            hyphens(para, first..first + seen)
        } else {
            Vec::new()
        };
        split(para, piece, &inner, setter, &mut out)?;
        start = next;
    }
    Ok(out)
}

/// Cuts a piece at bytes of the text; `true` with those that show a hyphen.
fn split(para: &Para, piece: Piece, at: &[(usize, bool)], setter: &mut Setter, out: &mut Vec<Piece>) -> Result<(), RenderError> {
    let begin = piece.start;
    let mut rest = piece;
    for (cut, shown) in at.iter().copied() {
        let mut width = width_between(para, rest.start, cut, setter)?;
        if !shown {
            // Pieces that stay on one line are shaped together, which may move their letters apart.
            let together = width_between(para, begin, cut, setter)? - width_between(para, begin, rest.start, setter)?;
            width = width.max(together);
        }
        let hyphen = if shown { hyphen_width(para, cut, setter)? } else { 0.0 };
        out.push(Piece { start: rest.start, end: cut, next: cut, width, glue: 0.0, hyphen });
        rest = Piece { start: cut, ..rest };
    }
    if !at.is_empty() {
        rest.width = width_between(para, rest.start, rest.end, setter)?;
    }
    out.push(rest);
    Ok(())
}

/// Width of a stretch that is shaped alone: joined letters change their width where they are cut apart.
fn width_between(para: &Para, start: usize, end: usize, setter: &mut Setter) -> Result<f32, RenderError> {
    let mut width = 0.0;
    let first = para.tokens.partition_point(|t| t.range.end <= start);
    for token in para.tokens[first..].iter().take_while(|t| t.range.start < end) {
        let part = token.range.start.max(start)..token.range.end.min(end);
        let lang = para.spans[token.span].lang.unwrap_or(para.lang);
        let word = setter.shaper.word(token.face, token.level % 2 == 1, lang, &para.text[part])?;
        width += word.width as f32 * para.size * token.face.scale() / 1000.0;
    }
    Ok(width)
}

fn hyphen_width(para: &Para, at: usize, setter: &mut Setter) -> Result<f32, RenderError> {
    let token = para.tokens.partition_point(|t| t.range.end <= at);
    let face = para.tokens.get(token).map_or(Face::Serif, |t| t.face);
    Ok(setter.shaper.word(face, false, para.lang, "-")?.width as f32 * para.size * face.scale() / 1000.0)
}

/// Cuts for a piece wider than the measure: at spaces, after hyphens and strokes, and where even that is too wide, anywhere.
fn forced(
    para: &Para,
    piece: &Piece,
    tokens: std::ops::Range<usize>,
    measure: f32,
    setter: &mut Setter,
) -> Result<Vec<(usize, bool)>, RenderError> {
    let mut cuts: Vec<usize> = Vec::new();
    let text = &para.text[piece.start..piece.end];
    for (at, c) in text.char_indices() {
        let after = piece.start + at + c.len_utf8();
        let ends = after + 1 < piece.end && matches!(c, '-' | '/' | '.' | '_' | '@');
        if after < piece.end && (ends || matches!(c, ' ' | '\u{A0}' | '\u{202F}')) {
            cuts.push(after);
        }
    }
    let mut out = Vec::new();
    let mut start = piece.start;
    cuts.push(piece.end);
    for cut in cuts {
        if width_between(para, start, cut, setter)? > measure {
            for token in &para.tokens[tokens.clone()] {
                for glyph in &token.word.glyphs {
                    let at = token.range.start + glyph.source.start as usize;
                    let combining = para.text[at..].chars().next().is_some_and(|c| matches!(u32::from(c), 0x300..=0x36F | 0x64B..=0x65F));
                    if at > start && at < cut && glyph.source.start < glyph.source.end && !combining {
                        out.push((at, false));
                    }
                }
            }
        }
        if cut < piece.end {
            out.push((cut, false));
        }
        start = cut;
    }
    out.sort_unstable();
    out.dedup();
    Ok(out)
}

fn hyphens(para: &Para, tokens: std::ops::Range<usize>) -> Vec<(usize, bool)> {
    let mut out = Vec::new();
    for token in &para.tokens[tokens] {
        let span = &para.spans[token.span];
        let lang = span.lang.unwrap_or(para.lang);
        // A font that was given need not have a hyphen.
        if span.solid || token.level % 2 == 1 || matches!(token.face, Face::Extra(_)) {
            continue;
        }
        let Some(language) = patterns(lang.primary()) else { continue };
        let text = &para.text[token.range.clone()];
        if text.chars().any(|c| c.is_ascii_digit() || matches!(c, '/' | '@' | '_' | '-')) {
            continue;
        }
        for (at, word) in words(text) {
            let capitals = word.chars().filter(|c| c.is_uppercase()).count();
            if word.chars().count() < 6 || capitals > 1 || (span.value && capitals > 0) {
                continue;
            }
            let mut place = token.range.start + at;
            let mut syllables = hypher::hyphenate_bounded(word, language, 3, 3).peekable();
            while let Some(syllable) = syllables.next() {
                place += syllable.len();
                if syllables.peek().is_some() {
                    out.push((place, true));
                }
            }
        }
    }
    out
}

/// Runs of letters with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn patterns(primary: &str) -> Option<hypher::Lang> {
    Some(match primary {
        "en" => hypher::Lang::English,
        "fr" => hypher::Lang::French,
        "es" => hypher::Lang::Spanish,
        "pt" => hypher::Lang::Portuguese,
        "ru" => hypher::Lang::Russian,
        "uk" => hypher::Lang::Ukrainian,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::colour::Ink;
    use super::super::text::Look;
    use super::*;
    use crate::doc::model::Inline;
    use crate::render::fonts::Fonts;

    fn broken(inlines: &[Inline], lang: &str, measure: f32, fit: Fit) -> Vec<String> {
        let fonts = Fonts::default();
        let mut setter = Setter::new(&fonts);
        let look = Look { bold: false, ink: Ink::Text };
        let para = setter.paras(inlines, lang.parse().unwrap(), 10.0, look).unwrap().remove(0);
        let cuts = lines(&para, measure, fit, &mut setter).unwrap();
        assert_eq!(cuts.iter().map(|c| &para.text[c.start..c.end]).collect::<String>(), para.text, "every byte is on one line");
        cuts.iter().map(|c| format!("{}{}", para.text[c.start..c.end].trim_end(), if c.hyphen { "-" } else { "" })).collect()
    }

    fn text(t: &str) -> Inline {
        Inline::Text(t.to_owned())
    }

    #[test]
    fn a_solid_value_stays_whole_until_it_is_wider_than_the_measure() {
        let iban = Inline::Value { path: "a".into(), text: "FR76 3000 6000 0112 3456 7890 189".into(), solid: true };
        let lines = broken(&[text("held under the account "), iban.clone(), text(" since then")], "en", 200.0, Fit::Text);
        assert!(lines.iter().any(|line| line.contains("FR76 3000 6000 0112 3456 7890 189")), "{lines:?}");
        let lines = broken(&[iban], "en", 100.0, Fit::Text);
        assert!(
            lines.len() > 1 && lines.iter().all(|line| line.split(' ').all(|group| "FR76 3000 6000 0112 3456 7890 189".contains(group))),
            "{lines:?}"
        );
    }

    #[test]
    fn a_word_wider_than_the_measure_is_cut_rather_than_lost() {
        let lines = broken(&[text(&"x".repeat(100))], "en", 90.0, Fit::Text);
        assert!(lines.len() > 4, "{lines:?}");
    }

    #[test]
    fn names_and_abbreviations_are_not_hyphenated() {
        let name = Inline::Value { path: "n".into(), text: "Konstantinopoulos".into(), solid: false };
        let lines = broken(&[text("of the one "), name, text(" EUROJUSTIMPOSSIBLE")], "en", 120.0, Fit::Text);
        assert!(lines.iter().all(|line| !line.ends_with('-')), "{lines:?}");
    }

    #[test]
    fn balanced_lines_are_about_as_long_as_each_other() {
        let lines = broken(&[text("Request for mutual legal assistance in a criminal matter")], "en", 200.0, Fit::Balanced);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].len() * 2 > lines[0].len(), "{lines:?}");
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_wider_than_its_measure(
            parts in proptest::collection::vec(("[a-zé '’.,;:!?«»()/@0-9\u{A0}\u{202F}-]{0,40}|[ابتثج دهوز،؛]{0,20}|[请求协助，。（） ]{0,20}|[a-z]{30,60}", proptest::bool::ANY), 0..5),
            measure in 60.0_f32..300.0,
            lang in proptest::sample::select(vec!["en", "fr", "ar", "zh"]),
        ) {
            let inlines: Vec<Inline> = parts
                .into_iter()
                .map(|(text, solid)| Inline::Value { path: "x".into(), text, solid })
                .collect();
            let fonts = Fonts::default();
            let mut setter = Setter::new(&fonts);
            let look = Look { bold: false, ink: Ink::Text };
            let para = setter.paras(&inlines, lang.parse().unwrap(), 10.0, look).unwrap().remove(0);
            for fit in [Fit::Text, Fit::Words, Fit::Balanced] {
                let cuts = lines(&para, measure, fit, &mut setter).unwrap();
                proptest::prop_assert_eq!(cuts.iter().map(|c| &para.text[c.start..c.end]).collect::<String>(), para.text.as_str());
                for cut in &cuts {
                    let line = super::super::lines::compose(&para, cut, &mut setter).unwrap();
                    proptest::prop_assert!(line.width <= measure + 1.0, "{} > {} in {:?}", line.width, measure, &para.text[cut.start..cut.end]);
                }
            }
        }
    }
}
