//! Colours of the page, and the profile that says what they mean.

use crate::render::style::Style;

/// What a colour is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Ink {
    /// Running text.
    Text,
    /// Headings, labels of tables, rules.
    Accent,
    /// Headers and footers.
    Muted,
    /// Text in another language than its block's.
    Foreign,
    /// What a draft lacks.
    Gap,
    /// Word across the page of a draft.
    Watermark,
    /// Fine lines.
    Hairline,
    /// Ground of a banner that speaks of urgency.
    UrgentTint,
    /// Frame and text of such a banner.
    Urgent,
    /// Ground of a banner that speaks of confidentiality.
    AccentTint,
}

impl Ink {
    /// The colour in sRGB, each part from 0 to 255.
    pub(super) fn rgb(self, style: &Style) -> [u8; 3] {
        match self {
            Self::Text => [24, 24, 27],
            Self::Accent => style.accent,
            Self::Muted => [88, 92, 102],
            Self::Foreign => [128, 78, 16],
            Self::Gap => [178, 24, 36],
            Self::Watermark => [240, 228, 228],
            Self::Hairline => [196, 200, 208],
            Self::UrgentTint => [252, 240, 238],
            Self::Urgent => [150, 28, 28],
            Self::AccentTint => style.accent.map(|part| (255 - (255 - u16::from(part)) / 14) as u8),
        }
    }
}

/// An ICC profile (version 4) of sRGB with its exact transfer curve, made from the figures of IEC 61966-2-1 adapted to D50.
pub(super) fn srgb_profile() -> Vec<u8> {
    // The parametric curve of type 3 states the transfer function itself, in figures of 16 binary places: g, a, b, c, d.
    let curve = {
        let mut c = b"para\0\0\0\0\0\x03\0\0".to_vec();
        for value in [0x0002_6666_u32, 0x0000_F2A7, 0x0000_0D59, 0x0000_13D0, 0x0000_0A5B] {
            c.extend(value.to_be_bytes());
        }
        c
    };
    let xyz = |parts: [u32; 3]| {
        let mut c = b"XYZ \0\0\0\0".to_vec();
        parts.iter().for_each(|part| c.extend(part.to_be_bytes()));
        c
    };
    let text = |t: &str| {
        let mut c = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS".to_vec();
        c.extend((t.len() as u32 * 2).to_be_bytes());
        c.extend(28_u32.to_be_bytes());
        t.bytes().for_each(|b| c.extend([0, b]));
        c
    };
    let adaptation = {
        let mut c = b"sf32\0\0\0\0".to_vec();
        for value in [0x0001_0C42_i32, 0x0000_05DE, -0x0CDA, 0x0000_0793, 0x0000_FD90, -0x045E, -0x025D, 0x0000_03DC, 0x0000_C06E] {
            c.extend(value.to_be_bytes());
        }
        c
    };
    let bodies: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", text("sRGB")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz([0xF6D6, 0x1_0000, 0xD32D])),
        (b"chad", adaptation),
        (b"rXYZ", xyz([0x6FA2, 0x38F5, 0x0390])),
        (b"gXYZ", xyz([0x6299, 0xB785, 0x18DA])),
        (b"bXYZ", xyz([0x24A0, 0x0F84, 0xB6CF])),
        (b"rTRC", curve),
        (b"gTRC", Vec::new()),
        (b"bTRC", Vec::new()),
    ];
    let mut table = (bodies.len() as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    let first = 128 + 4 + 12 * bodies.len();
    let mut place = (0_u32, 0_u32);
    for (tag, body) in bodies {
        // The three curves are one: an empty body repeats the place before it.
        if !body.is_empty() {
            place = ((first + data.len()) as u32, body.len() as u32);
            data.extend(body);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        table.extend(tag);
        table.extend(place.0.to_be_bytes());
        table.extend(place.1.to_be_bytes());
    }
    let mut out = ((first + data.len()) as u32).to_be_bytes().to_vec();
    out.extend(b"\0\0\0\0\x04\x20\0\0mntrRGB XYZ ");
    // Date of creation: a fixed one, as every date in the file.
    for part in [2024_u16, 1, 1, 0, 0, 0] {
        out.extend(part.to_be_bytes());
    }
    out.extend(b"acsp");
    out.resize(68, 0);
    for part in [0xF6D6_u32, 0x1_0000, 0xD32D] {
        out.extend(part.to_be_bytes());
    }
    out.resize(128, 0);
    out.extend(table);
    out.extend(data);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_states_its_own_size_and_places() {
        let icc = srgb_profile();
        let word = |at: usize| u32::from_be_bytes(icc[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(word(0), icc.len());
        assert_eq!(&icc[36..40], b"acsp");
        for tag in 0..word(128) {
            let (start, len) = (word(136 + 12 * tag), word(140 + 12 * tag));
            assert!(start >= 128 && start + len <= icc.len());
        }
    }
}
