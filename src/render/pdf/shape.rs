//! From runs of text to glyphs, each word shaped once per face, direction and language.

use super::fonts::faces;
use super::text::Run;
use crate::lang::Lang;
use harfrust::{Buffer, ClusterLevel, Direction, Language, ShapeOptions, ShaperFont, shape};
use std::collections::HashMap;
use std::rc::Rc;

/// A glyph with its place relative to the pen, in thousandths of the size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glyph {
    pub gid: u16,
    pub advance: i32,
    pub dx: i32,
    pub dy: i32,
    /// The text that it stands for; empty where another glyph stands for it.
    pub text: String,
}

/// A shaped run: glyphs in the order on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shaped {
    pub glyphs: Vec<Glyph>,
    pub width: i32,
}

/// Face, direction and language; words of each are remembered apart, so that looking one up copies nothing.
type Setting = (usize, bool, Lang);

/// Shapes runs and remembers them.
#[derive(Default)]
pub(super) struct Shaper {
    cache: HashMap<Setting, HashMap<String, Rc<Shaped>>>,
    /// Characters that no face has.
    pub missing: Vec<char>,
}

impl Shaper {
    /// The glyphs of a run.
    pub fn run(&mut self, text: &str, run: &Run, lang: Lang) -> Rc<Shaped> {
        if run.face == usize::MAX {
            self.missing.extend(text.chars());
            return Rc::new(Shaped { glyphs: Vec::new(), width: 0 });
        }
        let words = self.cache.entry((run.face, run.rtl, lang)).or_default();
        if let Some(known) = words.get(text) {
            return known.clone();
        }
        let shaped = Rc::new(shaped(text, run, lang));
        words.insert(text.to_owned(), shaped.clone());
        shaped
    }
}

fn shaped(text: &str, run: &Run, lang: Lang) -> Shaped {
    let Some(face) = faces().get(run.face) else { return Shaped { glyphs: Vec::new(), width: 0 } };
    let font = ShaperFont::new(&face.font);
    let mut buffer = Buffer::new();
    buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(if run.rtl { Direction::RightToLeft } else { Direction::LeftToRight });
    buffer.set_language(Language::new(lang.as_str()));
    if shape(&font, &mut buffer, ShapeOptions::new()).is_err() {
        return Shaped { glyphs: Vec::new(), width: 0 };
    }
    let (infos, positions) = (buffer.glyph_infos(), buffer.glyph_positions());
    let mut starts: Vec<usize> = infos.iter().map(|i| i.cluster as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut glyphs = Vec::with_capacity(infos.len());
    let mut width = 0;
    let mut told: Option<usize> = None;
    for (info, at) in infos.iter().zip(positions) {
        let start = info.cluster as usize;
        let end = starts.iter().find(|s| **s > start).copied().unwrap_or(text.len());
        // Of several glyphs for one piece of text the first carries it.
        let own = if told == Some(start) { "" } else { text.get(start..end).unwrap_or("") };
        told = Some(start);
        width += at.x_advance;
        let gid = u16::try_from(info.glyph_id).unwrap_or(0);
        glyphs.push(Glyph { gid, advance: at.x_advance, dx: at.x_offset, dy: at.y_offset, text: own.to_owned() });
    }
    Shaped { glyphs, width }
}
