//! Faces: which characters each one has, which of them draws a character, and what a PDF says of them. Six are embedded in the
//! program; a run may be given more.

mod extra;

use std::sync::OnceLock;

use harfrust::Font;
use harfrust::font::{Blob, Source};
use unicode_script::{Script as UScript, UnicodeScript};

use crate::lang::Script;

pub use extra::{FontError, Fonts};

/// A face. Bold faces follow their regular ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::render) enum Face {
    /// Latin, Cyrillic and Greek.
    Serif,
    /// The same, bold.
    SerifBold,
    /// Arabic.
    Arabic,
    /// The same, bold.
    ArabicBold,
    /// Han in simplified forms.
    Han,
    /// The same, bold.
    HanBold,
    /// One that the run was given, by its place among them.
    Extra(u16),
}

/// A family without its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Family {
    /// Latin, Cyrillic and Greek.
    Serif,
    /// Arabic.
    Arabic,
    /// Han.
    Han,
    /// One that the run was given; its weight is its own.
    Extra(u16),
}

/// How a family differs from the body size so that scripts look equally large beside each other.
const SCALES: [f32; 3] = [1.0, 1.16, 0.98];

/// What the file says about a face, in thousandths of the size.
pub(in crate::render) struct Metrics<'a> {
    /// PostScript name.
    pub(in crate::render) name: &'a str,
    /// Height above and depth below the baseline.
    pub(in crate::render) ascent: i16,
    /// Below the baseline, negative.
    pub(in crate::render) descent: i16,
    /// Height of capitals.
    pub(in crate::render) cap_height: i16,
    /// Bounding box of all glyphs.
    pub(in crate::render) bbox: [i16; 4],
    /// 400 or 700.
    pub(in crate::render) weight: u16,
}

/// A face that has been read.
pub(in crate::render) struct Loaded {
    file: Blob,
    /// The font for shaping.
    pub(in crate::render) font: Font,
    /// One bit for each character of the basic plane.
    covers: Vec<u64>,
}

impl Face {
    /// The embedded faces in the order of their indices.
    pub(in crate::render) const EMBEDDED: [Self; 6] =
        [Self::Serif, Self::SerifBold, Self::Arabic, Self::ArabicBold, Self::Han, Self::HanBold];

    /// The face of a family in a weight.
    pub(in crate::render) fn of(family: Family, bold: bool) -> Self {
        match (family, bold) {
            (Family::Serif, false) => Self::Serif,
            (Family::Serif, true) => Self::SerifBold,
            (Family::Arabic, false) => Self::Arabic,
            (Family::Arabic, true) => Self::ArabicBold,
            (Family::Han, false) => Self::Han,
            (Family::Han, true) => Self::HanBold,
            (Family::Extra(at), _) => Self::Extra(at),
        }
    }

    /// Place among all faces of a run.
    pub(in crate::render) fn index(self) -> usize {
        match self {
            Self::Serif => 0,
            Self::SerifBold => 1,
            Self::Arabic => 2,
            Self::ArabicBold => 3,
            Self::Han => 4,
            Self::HanBold => 5,
            Self::Extra(at) => Self::EMBEDDED.len() + usize::from(at),
        }
    }

    /// Factor on the size of the text.
    pub(in crate::render) fn scale(self) -> f32 {
        SCALES.get(self.index() / 2).copied().unwrap_or(1.0)
    }

    fn metrics(self) -> Option<Metrics<'static>> {
        let (name, ascent, descent, cap_height, bbox, weight) = match self {
            Self::Serif => ("NotoSerif-Regular", 1069, -293, 714, [-693, -389, 2797, 1048], 400),
            Self::SerifBold => ("NotoSerif-Bold", 1069, -293, 714, [-724, -389, 2797, 1060], 700),
            Self::Arabic => ("Amiri-Regular", 1124, -634, 646, [-438, -900, 11467, 1815], 400),
            Self::ArabicBold => ("Amiri-Bold", 1124, -634, 646, [-447, -909, 11550, 1823], 700),
            Self::Han => ("NotoSerifSC-Regular", 1151, -286, 729, [-997, -1049, 2929, 1809], 400),
            Self::HanBold => ("NotoSerifSC-Bold", 1151, -286, 729, [-1011, -1046, 2926, 1806], 700),
            Self::Extra(_) => return None,
        };
        Some(Metrics { name, ascent, descent, cap_height, bbox, weight })
    }

    /// An embedded face, read at its first use.
    fn loaded(self) -> Option<&'static Loaded> {
        static FACES: [OnceLock<Option<Loaded>>; 6] = [const { OnceLock::new() }; 6];
        FACES.get(self.index())?.get_or_init(|| Loaded::read(self.data()?)).as_ref()
    }

    fn data(self) -> Option<&'static [u8]> {
        let data: &'static [u8] = match self {
            Self::Serif => include_bytes!("../../../assets/fonts/NotoSerif-Regular.lcg.ttf"),
            Self::SerifBold => include_bytes!("../../../assets/fonts/NotoSerif-Bold.lcg.ttf"),
            Self::Arabic => include_bytes!("../../../assets/fonts/Amiri-Regular.ttf"),
            Self::ArabicBold => include_bytes!("../../../assets/fonts/Amiri-Bold.ttf"),
            Self::Han => include_bytes!("../../../assets/fonts/NotoSerifSC-Regular.u8230.ttf"),
            Self::HanBold => include_bytes!("../../../assets/fonts/NotoSerifSC-Bold.u8230.ttf"),
            Self::Extra(_) => return None,
        };
        Some(data)
    }

    /// Whether an embedded face has a glyph for the character.
    fn has(self, c: char) -> bool {
        self.loaded().is_some_and(|face| face.has(c))
    }
}

impl Loaded {
    fn read(file: impl Into<Blob>) -> Option<Self> {
        let file = file.into();
        let font = Font::new(Source::Blob(file.clone()), 0)?;
        let mut covers = vec![0u64; 1024];
        for (c, gid) in font.charmap().unicodes() {
            if let Some(word) = covers.get_mut(c as usize / 64)
                && u32::from(gid) != 0
            {
                *word |= 1 << (c % 64);
            }
        }
        Some(Self { file, font, covers })
    }

    /// The bytes of the file.
    pub(in crate::render) fn data(&self) -> &[u8] {
        &self.file
    }

    fn has(&self, c: char) -> bool {
        let c = u32::from(c);
        match self.covers.get(c as usize / 64) {
            Some(word) => word & (1 << (c % 64)) != 0,
            None => self.font.charmap().map_unicode(c).is_some_and(|gid| u32::from(gid) != 0),
        }
    }
}

impl From<Script> for Family {
    fn from(script: Script) -> Self {
        match script {
            Script::Latin | Script::Cyrillic => Self::Serif,
            Script::Arabic => Self::Arabic,
            Script::Han => Self::Han,
        }
    }
}

/// The family that the character itself asks for, `None` where it goes with its neighbours (digits, punctuation, marks).
pub(in crate::render) fn family_of(c: char) -> Option<Family> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then_some(Family::Serif);
    }
    match c.script() {
        UScript::Common | UScript::Inherited | UScript::Unknown => match u32::from(c) {
            0x3000..=0x303F | 0x30FB..=0x30FC | 0xFF00..=0xFFEF => Some(Family::Han),
            _ => None,
        },
        UScript::Arabic => Some(Family::Arabic),
        UScript::Han | UScript::Hiragana | UScript::Katakana | UScript::Hangul | UScript::Bopomofo => Some(Family::Han),
        _ => Some(Family::Serif),
    }
}

/// Whether the character stands on, or under, the letter before it.
pub(in crate::render) fn is_mark(c: char) -> bool {
    c.script() == UScript::Inherited
}

/// Characters that steer layout and have no picture of their own.
pub(in crate::render) fn is_ignorable(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x61C | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_have_their_scripts() {
        for (c, family) in [('é', Family::Serif), ('Щ', Family::Serif), ('ع', Family::Arabic), ('请', Family::Han)] {
            assert_eq!(family_of(c), Some(family));
            assert_eq!(Fonts::default().drawn_by(c, Family::Serif, true), Some(family));
        }
        assert_eq!(family_of('4'), None);
        assert_eq!(Fonts::default().drawn_by('\u{1F600}', Family::Serif, false), None);
    }
}
