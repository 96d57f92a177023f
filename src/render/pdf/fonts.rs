//! The faces that the program carries, and which of them a character is set in.

use crate::lang::{Script, script_of};
use harfrust::Font;
use std::sync::OnceLock;

/// A face that documents are set in.
pub(super) struct Face {
    /// The font file.
    pub data: &'static [u8],
    /// The parsed font.
    pub font: Font,
    /// Name for the file and for resources.
    pub name: &'static str,
    /// Ascent of the face's own design, in thousandths of the size.
    pub ascent: i16,
    /// Descent, negative.
    pub descent: i16,
    /// Height of capitals.
    pub cap_height: i16,
    /// Whether it is a bold face.
    pub bold: bool,
    /// One bit for each character of the basic plane that the face has, made when it is first asked for.
    coverage: OnceLock<Box<[u64; 1024]>>,
}

/// Number of a face in [`faces`].
pub(super) type FaceId = usize;

/// Name, file, ascent, descent, height of capitals, bold.
type File = (&'static str, &'static [u8], i16, i16, i16, bool);

const FILES: [File; 6] = [
    ("NotoSerif-Regular", include_bytes!("../../../assets/fonts/NotoSerif-Regular.lcg.ttf"), 1069, -293, 714, false),
    ("NotoSerif-Bold", include_bytes!("../../../assets/fonts/NotoSerif-Bold.lcg.ttf"), 1069, -293, 714, true),
    ("Amiri-Regular", include_bytes!("../../../assets/fonts/Amiri-Regular.ttf"), 1124, -634, 646, false),
    ("Amiri-Bold", include_bytes!("../../../assets/fonts/Amiri-Bold.ttf"), 1124, -634, 646, true),
    ("NotoSerifSC-Regular", include_bytes!("../../../assets/fonts/NotoSerifSC-Regular.u8230.ttf"), 1151, -286, 733, false),
    ("NotoSerifSC-Bold", include_bytes!("../../../assets/fonts/NotoSerifSC-Bold.u8230.ttf"), 1151, -286, 733, true),
];

/// All faces, parsed once. A face that cannot be parsed is left out; then characters go missing and the writer says so.
pub(super) fn faces() -> &'static [Face] {
    static FACES: OnceLock<Vec<Face>> = OnceLock::new();
    FACES.get_or_init(|| {
        FILES
            .iter()
            .filter_map(|(name, data, ascent, descent, cap_height, bold)| {
                let blob = harfrust::font::Blob::from(*data);
                let font = Font::new(blob, 0)?;
                Some(Face {
                    data,
                    font,
                    name,
                    ascent: *ascent,
                    descent: *descent,
                    cap_height: *cap_height,
                    bold: *bold,
                    coverage: OnceLock::new(),
                })
            })
            .collect()
    })
}

impl Face {
    /// The glyph of a character.
    pub fn glyph(&self, c: char) -> Option<u16> {
        self.font.charmap().map_unicode(c).and_then(|g| u16::try_from(g.to_u32()).ok()).filter(|g| *g != 0)
    }

    /// Whether the face has a character.
    pub fn has(&self, c: char) -> bool {
        let code = u32::from(c);
        if code > 0xffff {
            return self.glyph(c).is_some();
        }
        let bits = self.coverage.get_or_init(|| {
            let mut bits = Box::new([0u64; 1024]);
            for (code, gid) in self.font.charmap().unicodes() {
                if code <= 0xffff && gid.to_u32() != 0 {
                    bits[(code / 64) as usize] |= 1 << (code % 64);
                }
            }
            bits
        });
        bits[(code / 64) as usize] & (1 << (code % 64)) != 0
    }
}

/// The face in which a character is set: by its script, else any that has it. `None` where no face has it.
pub(super) fn face_of(c: char, bold: bool, around: Script) -> Option<FaceId> {
    let script = match script_of(c.encode_utf8(&mut [0; 4])) {
        Script::Latin if !c.is_alphabetic() => around,
        other => other,
    };
    let first = match script {
        Script::Latin | Script::Cyrillic => 0,
        Script::Arabic => 2,
        Script::Han => 4,
    };
    let weight = usize::from(bold);
    [first, 0, 4, 2].into_iter().map(|f| f + weight).find(|f| faces().get(*f).is_some_and(|face| face.has(c)))
}
