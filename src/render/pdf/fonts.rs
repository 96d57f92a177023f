//! The embedded faces: which characters each one has, which of them draws a character, and what a PDF says of them.

use std::sync::OnceLock;

use harfrust::Font;
use unicode_script::{Script as UScript, UnicodeScript};

use crate::lang::Script;

/// An embedded face. Bold faces follow their regular ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Face {
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
}

/// A family without its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Latin, Cyrillic and Greek.
    Serif,
    /// Arabic.
    Arabic,
    /// Han.
    Han,
}

/// How a family differs from the body size so that scripts look equally large beside each other.
const SCALES: [f32; 3] = [1.0, 1.16, 0.98];

/// What the file says about a face, in thousandths of the size.
pub(super) struct Metrics {
    /// PostScript name.
    pub(super) name: &'static str,
    /// Height above and depth below the baseline.
    pub(super) ascent: i16,
    /// Below the baseline, negative.
    pub(super) descent: i16,
    /// Height of capitals.
    pub(super) cap_height: i16,
    /// Bounding box of all glyphs.
    pub(super) bbox: [i16; 4],
    /// 400 or 700.
    pub(super) weight: u16,
}

/// A face that has been read.
pub(super) struct Loaded {
    /// The file.
    pub(super) data: &'static [u8],
    /// The font for shaping.
    pub(super) font: Font,
    /// One bit for each character of the basic plane.
    covers: Vec<u64>,
}

impl Face {
    /// All faces in the order of their indices.
    pub(super) const ALL: [Self; 6] = [Self::Serif, Self::SerifBold, Self::Arabic, Self::ArabicBold, Self::Han, Self::HanBold];

    /// The face of a family in a weight.
    pub(super) fn of(family: Family, bold: bool) -> Self {
        match (family, bold) {
            (Family::Serif, false) => Self::Serif,
            (Family::Serif, true) => Self::SerifBold,
            (Family::Arabic, false) => Self::Arabic,
            (Family::Arabic, true) => Self::ArabicBold,
            (Family::Han, false) => Self::Han,
            (Family::Han, true) => Self::HanBold,
        }
    }

    /// Place in [`Face::ALL`].
    pub(super) fn index(self) -> usize {
        self as usize
    }

    /// Factor on the size of the text.
    pub(super) fn scale(self) -> f32 {
        SCALES[self.index() / 2]
    }

    /// Figures for the font descriptor.
    pub(super) fn metrics(self) -> Metrics {
        let (name, ascent, descent, cap_height, bbox, weight) = match self {
            Self::Serif => ("NotoSerif-Regular", 1069, -293, 714, [-693, -389, 2797, 1048], 400),
            Self::SerifBold => ("NotoSerif-Bold", 1069, -293, 714, [-724, -389, 2797, 1060], 700),
            Self::Arabic => ("Amiri-Regular", 1124, -634, 646, [-438, -900, 11467, 1815], 400),
            Self::ArabicBold => ("Amiri-Bold", 1124, -634, 646, [-447, -909, 11550, 1823], 700),
            Self::Han => ("NotoSerifSC-Regular", 1151, -286, 729, [-997, -1049, 2929, 1809], 400),
            Self::HanBold => ("NotoSerifSC-Bold", 1151, -286, 729, [-1011, -1046, 2926, 1806], 700),
        };
        Metrics { name, ascent, descent, cap_height, bbox, weight }
    }

    /// The face, read at its first use. `None` only if the embedded file is damaged.
    pub(super) fn loaded(self) -> Option<&'static Loaded> {
        static FACES: [OnceLock<Option<Loaded>>; 6] = [const { OnceLock::new() }; 6];
        FACES[self.index()].get_or_init(|| Loaded::read(self.data())).as_ref()
    }

    fn data(self) -> &'static [u8] {
        match self {
            Self::Serif => include_bytes!("../../../assets/fonts/NotoSerif-Regular.lcg.ttf"),
            Self::SerifBold => include_bytes!("../../../assets/fonts/NotoSerif-Bold.lcg.ttf"),
            Self::Arabic => include_bytes!("../../../assets/fonts/Amiri-Regular.ttf"),
            Self::ArabicBold => include_bytes!("../../../assets/fonts/Amiri-Bold.ttf"),
            Self::Han => include_bytes!("../../../assets/fonts/NotoSerifSC-Regular.u8230.ttf"),
            Self::HanBold => include_bytes!("../../../assets/fonts/NotoSerifSC-Bold.u8230.ttf"),
        }
    }

    /// Whether the face has a glyph for the character.
    pub(super) fn has(self, c: char) -> bool {
        self.loaded().is_some_and(|face| face.has(c))
    }
}

impl Loaded {
    fn read(data: &'static [u8]) -> Option<Self> {
        let font = Font::new(data, 0)?;
        let mut covers = vec![0u64; 1024];
        for (c, gid) in font.charmap().unicodes() {
            if let Some(word) = covers.get_mut(c as usize / 64)
                && u32::from(gid) != 0
            {
                *word |= 1 << (c % 64);
            }
        }
        Some(Self { data, font, covers })
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
pub(super) fn family_of(c: char) -> Option<Family> {
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

/// The family that draws the character, the wanted one first. `None`: no face has it.
pub(super) fn drawn_by(c: char, wanted: Family, bold: bool) -> Option<Family> {
    [wanted, Family::Serif, Family::Han, Family::Arabic].into_iter().find(|family| Face::of(*family, bold).has(c))
}

/// Characters that steer layout and have no picture of their own.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x61C | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_have_their_scripts() {
        for (c, family) in [('é', Family::Serif), ('Щ', Family::Serif), ('ع', Family::Arabic), ('请', Family::Han)] {
            assert_eq!(family_of(c), Some(family));
            assert_eq!(drawn_by(c, Family::Serif, true), Some(family));
        }
        assert_eq!(family_of('4'), None);
        assert_eq!(drawn_by('\u{1F600}', Family::Serif, false), None);
    }
}
