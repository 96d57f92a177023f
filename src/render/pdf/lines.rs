//! From a stretch of a paragraph to runs of glyphs in the order they are seen.

use std::ops::Range;
use std::rc::Rc;

use super::breaking::Cut;
use super::colour::Ink;
use super::shape::Word;
use super::structure::NodeId;
use super::text::{Para, Setter};
use crate::lang::Lang;
use crate::render::RenderError;
use crate::render::fonts::Face;

/// Glyphs of one face and colour.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Left edge, in points from the left edge of the line.
    pub(super) x: f32,
    /// Face.
    pub(super) face: Face,
    /// Size in points, the factor of the face included.
    pub(super) size: f32,
    /// Colour.
    pub(super) ink: Ink,
    /// The glyphs.
    pub(super) word: Rc<Word>,
    /// Whether it is a hyphen that the text has not.
    pub(super) soft_hyphen: bool,
    /// Number and language of its span, where that is another than the paragraph's.
    pub(super) foreign: Option<(usize, Lang)>,
    /// Structure element of its own, where it has one.
    pub(super) node: Option<NodeId>,
}

/// A line of runs.
#[derive(Debug, Clone)]
pub(super) struct Composed {
    /// The runs from left to right.
    pub(super) runs: Vec<Run>,
    /// Width of what is seen.
    pub(super) width: f32,
    /// Width of hanging spaces before it (in lines that start at the right).
    pub(super) lead: f32,
}

struct Part {
    level: u8,
    space: bool,
    run: Run,
}

/// The runs of a line.
pub(super) fn compose(para: &Para, cut: &Cut, setter: &mut Setter) -> Result<Composed, RenderError> {
    let base = u8::from(para.rtl);
    let mut parts = parts(para, cut.start..cut.end, setter)?;
    if let Some(last) = parts.last()
        && cut.hyphen
    {
        let word = setter.shaper.word(last.run.face, false, para.lang, "-")?;
        let run = Run { word, soft_hyphen: true, ..last.run.clone() };
        parts.push(Part { level: last.level, space: false, run });
    }
    // Spaces at the end of a line have the direction of the paragraph.
    for part in parts.iter_mut().rev().take_while(|part| part.space) {
        part.level = base;
    }
    let hanging: f32 = parts.iter().rev().take_while(|part| part.space).map(|part| width(&part.run)).sum();
    reorder(&mut parts);
    let mut x = 0.0;
    for part in &mut parts {
        part.run.x = x;
        x += width(&part.run);
    }
    let lead = if para.rtl { hanging } else { 0.0 };
    if para.rtl {
        // They hang at the left, but come last in what a reader of the text is given.
        let spaces = parts.iter().take_while(|part| part.space && part.level == base).count();
        parts.rotate_left(spaces);
    }
    Ok(Composed { runs: parts.into_iter().map(|part| part.run).collect(), width: x - hanging, lead })
}

fn width(run: &Run) -> f32 {
    run.word.width as f32 * run.size / 1000.0
}

fn parts(para: &Para, bytes: Range<usize>, setter: &mut Setter) -> Result<Vec<Part>, RenderError> {
    let mut out = Vec::new();
    let first = para.tokens.partition_point(|t| t.range.end <= bytes.start);
    for token in para.tokens[first..].iter().take_while(|t| t.range.start < bytes.end) {
        let span = &para.spans[token.span];
        let (start, end) = (token.range.start.max(bytes.start), token.range.end.min(bytes.end));
        let word = if (start..end) == token.range {
            Rc::clone(&token.word)
        } else {
            setter.shaper.word(token.face, token.level % 2 == 1, span.lang.unwrap_or(para.lang), &para.text[start..end])?
        };
        if word.glyphs.is_empty() {
            continue;
        }
        let run = Run {
            x: 0.0,
            face: token.face,
            size: para.size * token.face.scale(),
            ink: span.look.ink,
            word,
            soft_hyphen: false,
            foreign: span.lang.map(|lang| (token.span, lang)),
            node: None,
        };
        out.push(Part { level: token.level, space: token.space, run });
    }
    Ok(out)
}

/// Rule L2 of the bidirectional algorithm, over words: from the highest level down, runs of at least that level are turned round.
fn reorder(parts: &mut [Part]) {
    let highest = parts.iter().map(|part| part.level).max().unwrap_or(0);
    for level in (1..=highest).rev() {
        let mut start = 0;
        while start < parts.len() {
            let len = parts[start..].iter().take_while(|part| part.level >= level).count();
            parts[start..start + len].reverse();
            start += len.max(1);
        }
    }
}
