//! From words to glyphs, each different word of a document once.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use harfrust::{Buffer, BufferFlags, ClusterLevel, Direction, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag, shape};

use crate::lang::Lang;
use crate::render::RenderError;
use crate::render::fonts::{Face, Fonts};

/// A glyph of a word; lengths are thousandths of the size.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// Number in the whole face.
    pub(super) gid: u16,
    /// Step to the next glyph.
    pub(super) advance: i32,
    /// Shift to the right.
    pub(super) dx: i32,
    /// Shift upwards.
    pub(super) dy: i32,
    /// The bytes of the word that the glyph stands for; empty for all but one glyph of a cluster.
    pub(super) source: Range<u32>,
}

/// A shaped word.
#[derive(Debug)]
pub(super) struct Word {
    /// The text it was made from.
    pub(super) text: Box<str>,
    /// Glyphs from left to right.
    pub(super) glyphs: Vec<Glyph>,
    /// Sum of the advances.
    pub(super) width: i32,
}

/// Words of one face, direction and language by their text.
type Words = HashMap<Box<str>, Rc<Word>>;

/// Shapes words and remembers them.
pub(super) struct Shaper<'f> {
    /// The fonts of the run.
    pub(super) fonts: &'f Fonts,
    ready: Vec<Option<ShaperFont<'f, 'static>>>,
    plans: HashMap<(Face, bool, Tag, Lang), ShapePlan>,
    words: HashMap<(Face, bool, Lang), Words>,
    buffer: Buffer,
}

impl<'f> Shaper<'f> {
    /// A shaper that knows no word yet.
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        let ready = fonts.faces().map(|_| None).collect();
        Self { fonts, ready, plans: HashMap::new(), words: HashMap::new(), buffer: Buffer::new() }
    }

    /// The glyphs of a word, a run of spaces, or any text in one direction and face.
    pub(super) fn word(&mut self, face: Face, rtl: bool, lang: Lang, text: &str) -> Result<Rc<Word>, RenderError> {
        if let Some(word) = self.words.get(&(face, rtl, lang)).and_then(|words| words.get(text)) {
            return Ok(Rc::clone(word));
        }
        let word = Rc::new(self.shape(face, rtl, lang, text)?);
        self.words.entry((face, rtl, lang)).or_default().insert(text.into(), Rc::clone(&word));
        Ok(word)
    }

    /// Advance of a glyph as the face gives it, without kerning.
    pub(super) fn advance(&mut self, face: Face, gid: u16) -> Result<i32, RenderError> {
        Ok(self.font(face)?.glyph_h_advance(u32::from(gid).into()))
    }

    fn font(&mut self, face: Face) -> Result<&ShaperFont<'f, 'static>, RenderError> {
        let none = || RenderError::Internal(format!("the face {face:?} cannot be read"));
        let slot = self.ready.get_mut(face.index()).ok_or_else(none)?;
        if slot.is_none() {
            *slot = self.fonts.loaded(face).map(|loaded| ShaperFont::new(&loaded.font).with_scale(1000));
        }
        slot.as_ref().ok_or_else(none)
    }

    fn shape(&mut self, face: Face, rtl: bool, lang: Lang, text: &str) -> Result<Word, RenderError> {
        let internal = |e: String| RenderError::Internal(format!("shaping: {e}"));
        self.font(face)?;
        let tag = script_tag(face, text);
        let script = Script::from_iso15924_tag(tag);
        let language = Language::new(lang.as_str());
        let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let font = self.ready.get(face.index()).and_then(Option::as_ref).ok_or_else(|| internal("no font".to_owned()))?;
        let plan =
            self.plans.entry((face, rtl, tag, lang)).or_insert_with(|| ShapePlan::new(font, direction, script, language.as_ref(), &[]));
        let buffer = &mut self.buffer;
        buffer.reset();
        buffer.push_str(text);
        buffer.set_direction(direction);
        buffer.set_script(script);
        buffer.set_language(language);
        buffer.set_cluster_level(ClusterLevel::MonotoneCharacters);
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        shape(font, buffer, ShapeOptions::new().plan(Some(plan))).map_err(|e| internal(e.to_string()))?;

        let mut starts: Vec<u32> = buffer.glyph_infos().iter().map(|info| info.cluster).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut taken = vec![false; starts.len()];
        let mut glyphs = Vec::with_capacity(buffer.len());
        let mut width = 0;
        for (info, at) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            let cluster = starts.partition_point(|start| *start < info.cluster);
            let end = starts.get(cluster + 1).copied().unwrap_or(text.len() as u32);
            let source = if std::mem::replace(&mut taken[cluster], true) { end..end } else { info.cluster..end };
            let gid = u16::try_from(info.glyph_id).map_err(|e| internal(e.to_string()))?;
            glyphs.push(Glyph { gid, advance: at.x_advance, dx: at.x_offset, dy: at.y_offset, source });
            width += at.x_advance;
        }
        Ok(Word { text: text.into(), glyphs, width })
    }
}

fn script_tag(face: Face, text: &str) -> Tag {
    use unicode_script::{Script as UScript, UnicodeScript};
    match face {
        Face::Arabic | Face::ArabicBold => Tag::new(b"Arab"),
        Face::Han | Face::HanBold => Tag::new(b"Hani"),
        Face::Serif | Face::SerifBold => text
            .chars()
            .find_map(|c| match c.script() {
                UScript::Cyrillic => Some(Tag::new(b"Cyrl")),
                UScript::Greek => Some(Tag::new(b"Grek")),
                UScript::Latin => Some(Tag::new(b"Latn")),
                _ => None,
            })
            .unwrap_or(Tag::new(b"Latn")),
        Face::Extra(_) => text
            .chars()
            .find_map(|c| match c.script() {
                UScript::Common | UScript::Inherited | UScript::Unknown => None,
                script => script.short_name().as_bytes().try_into().ok().map(|tag: &[u8; 4]| Tag::new(tag)),
            })
            .unwrap_or(Tag::new(b"Latn")),
    }
}
