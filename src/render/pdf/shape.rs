//! From runs of text to glyphs, each word shaped once per face, direction and language.

use super::fonts::faces;
use super::text::Run;
use crate::lang::Lang;
use harfrust::{Buffer, ClusterLevel, Direction, GlyphId, Language, Script, ShapeOptions, ShapePlan, ShaperFont, shape};
use std::collections::HashMap;
use std::rc::Rc;

/// A glyph with its place relative to the pen, in thousandths of the size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glyph {
    pub gid: u16,
    pub advance: i32,
    pub dx: i32,
    pub dy: i32,
    /// Width of the glyph in the font, without kerning.
    pub natural: i32,
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

/// Shapes runs and remembers them, and the plans by which they were shaped.
#[derive(Default)]
pub(super) struct Shaper {
    cache: HashMap<Setting, HashMap<String, Rc<Shaped>>>,
    plans: HashMap<(Setting, Option<Script>), ShapePlan>,
    fonts: HashMap<usize, ShaperFont<'static, 'static>>,
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
        let setting = (run.face, run.rtl, lang);
        if let Some(known) = self.cache.get(&setting).and_then(|words| words.get(text)) {
            return known.clone();
        }
        let shaped = Rc::new(self.shaped(text, setting));
        self.cache.entry(setting).or_default().insert(text.to_owned(), shaped.clone());
        shaped
    }

    fn shaped(&mut self, text: &str, setting: Setting) -> Shaped {
        let nothing = Shaped { glyphs: Vec::new(), width: 0 };
        let (face, rtl, lang) = setting;
        let Some(face_data) = faces().get(face) else { return nothing };
        let font = self.fonts.entry(face).or_insert_with(|| ShaperFont::new(&face_data.font));
        let mut buffer = Buffer::new();
        buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let language = Language::new(lang.as_str());
        buffer.set_direction(direction);
        buffer.set_language(language.clone());
        let script = buffer.script();
        let plan = self
            .plans
            .entry((setting, script))
            .or_insert_with(|| ShapePlan::new(&face_data.font, direction, script, language.as_ref(), &[]));
        if shape(font, &mut buffer, ShapeOptions::new().plan(Some(plan))).is_err() {
            return nothing;
        }
        read(text, &buffer, font)
    }
}

fn read(text: &str, buffer: &Buffer, font: &ShaperFont<'_, '_>) -> Shaped {
    let (infos, positions) = (buffer.glyph_infos(), buffer.glyph_positions());
    let mut starts: Vec<usize> = infos.iter().map(|i| i.cluster as usize).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut glyphs = Vec::with_capacity(infos.len());
    let mut width = 0;
    let mut told: Option<usize> = None;
    for (info, at) in infos.iter().zip(positions) {
        let start = info.cluster as usize;
        let end = starts.get(starts.partition_point(|s| *s <= start)).copied().unwrap_or(text.len());
        // Of several glyphs for one piece of text the first carries it.
        let own = if told == Some(start) { "" } else { text.get(start..end).unwrap_or("") };
        told = Some(start);
        width += at.x_advance;
        let gid = u16::try_from(info.glyph_id).unwrap_or(0);
        let natural = font.glyph_h_advance(GlyphId::new(u32::from(gid)));
        glyphs.push(Glyph { gid, advance: at.x_advance, dx: at.x_offset, dy: at.y_offset, natural, text: own.to_owned() });
    }
    Shaped { glyphs, width }
}
