//! Fonts besides the embedded ones, for characters that those lack.

use std::sync::Arc;

use harfrust::Font;
use harfrust::font::attribute::Style;
use harfrust::font::name::NameId;

use super::{Face, Family, Loaded, Metrics};

/// Fonts that a run was given, in the order in which they are tried.
#[derive(Clone, Default)]
pub struct Fonts(Arc<Vec<Extra>>);

/// A font that was given.
struct Extra {
    loaded: Loaded,
    /// PostScript name.
    name: String,
    /// Name of the family, as word processors know it: at most a regular, a bold and two slanted faces.
    family: String,
    /// Name of the family with all its faces.
    group: String,
    /// Whether it is italic or oblique.
    slanted: bool,
    /// How much narrower or wider than usual, in percent.
    narrowing: u16,
    metrics: Figures,
}

/// What a font file says of itself, in thousandths of the size.
#[derive(Clone, Copy)]
struct Figures {
    ascent: i16,
    descent: i16,
    cap_height: i16,
    bbox: [i16; 4],
    weight: u16,
}

/// Why a file is no font that can be put into documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// Not a TrueType or OpenType font, or damaged.
    #[error("not a TrueType or OpenType font")]
    Unknown,
    /// It has no outlines of a kind that can be embedded.
    #[error("no outlines that can be embedded")]
    Outlines,
    /// Its maker does not allow that it, or a part of it, is embedded.
    #[error("embedding is not allowed")]
    Forbidden,
}

impl FontError {
    /// The id used as a key of words.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Outlines => "outlines",
            Self::Forbidden => "forbidden",
        }
    }
}

impl Fonts {
    /// Reads font files in the order in which they are to be tried; a failure comes with the place of the file in the list.
    ///
    /// # Errors
    /// See [`FontError`].
    pub fn read(files: Vec<Vec<u8>>) -> Result<Self, (usize, FontError)> {
        let read = |(at, file)| Extra::read(file).map_err(|error| (at, error));
        files.into_iter().enumerate().map(read).collect::<Result<_, _>>().map(|all| Self(Arc::new(all)))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The faces that can draw: the embedded ones, then those that were given.
    pub(in crate::render) fn faces(&self) -> impl Iterator<Item = Face> {
        let extra = (0..self.0.len()).filter_map(|at| u16::try_from(at).ok()).map(Face::Extra);
        Face::EMBEDDED.into_iter().chain(extra)
    }

    /// A face as it was read. `None` only if an embedded file is damaged.
    pub(in crate::render) fn loaded(&self, face: Face) -> Option<&Loaded> {
        match face {
            Face::Extra(at) => self.0.get(usize::from(at)).map(|extra| &extra.loaded),
            embedded => embedded.loaded(),
        }
    }

    /// Figures for the font descriptor.
    pub(in crate::render) fn metrics(&self, face: Face) -> Option<Metrics<'_>> {
        let Face::Extra(at) = face else { return face.metrics() };
        let Extra { name, metrics: Figures { ascent, descent, cap_height, bbox, weight }, .. } = self.0.get(usize::from(at))?;
        Some(Metrics { name, ascent: *ascent, descent: *descent, cap_height: *cap_height, bbox: *bbox, weight: *weight })
    }

    /// The family that draws the character, the wanted one first. `None`: no face has it.
    pub(in crate::render) fn drawn_by(&self, c: char, wanted: Family, bold: bool) -> Option<Family> {
        // A mark on a letter of another font finds its place only if that font draws it too.
        if let Family::Extra(at) = wanted
            && super::is_mark(c)
            && self.0.get(usize::from(at)).is_some_and(|extra| extra.loaded.has(c))
        {
            return Some(wanted);
        }
        let embedded = [wanted, Family::Serif, Family::Han, Family::Arabic].into_iter().find(|family| Face::of(*family, bold).has(c));
        embedded.or_else(|| self.extra(c, bold).map(Family::Extra))
    }

    /// The text in stretches with the family that each needs, as word processors know it; `None` where embedded fonts, or none, have
    /// its characters.
    pub(in crate::render) fn stretches<'t>(&self, text: &'t str) -> Vec<(&'t str, Option<&str>)> {
        if self.is_empty() || text.is_ascii() {
            return vec![(text, None)];
        }
        let mut out = Vec::new();
        let (mut start, mut family) = (0, None);
        for (at, c) in text.char_indices() {
            let follows = family.is_some() && (super::is_mark(c) || super::is_ignorable(c));
            let own = if follows { family } else { self.family_of(c) };
            if own != family && at > start {
                out.push((&text[start..at], family));
                start = at;
            }
            family = own;
        }
        out.push((&text[start..], family));
        out
    }

    fn family_of(&self, c: char) -> Option<&str> {
        if Face::EMBEDDED.into_iter().any(|face| face.has(c)) {
            return None;
        }
        self.extra(c, false).and_then(|at| self.0.get(usize::from(at))).map(|extra| extra.family.as_str())
    }

    /// The first font that has a character decides about the family; of the family, the face that stands nearest to the wanted one.
    fn extra(&self, c: char, bold: bool) -> Option<u16> {
        let wanted = if bold { 700 } else { 400 };
        let mut having = self.0.iter().enumerate().filter(|(_, extra)| extra.loaded.has(c)).peekable();
        let group = having.peek().map(|(_, first)| first.group.as_str())?;
        let best = having
            .filter(|(_, extra)| extra.group == group)
            .min_by_key(|(_, extra)| (extra.slanted, extra.narrowing, extra.metrics.weight.abs_diff(wanted)));
        best.and_then(|(at, _)| u16::try_from(at).ok())
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|extra| &extra.name)).finish()
    }
}

impl PartialEq for Fonts {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().zip(other.0.iter()).all(|(a, b)| a.loaded.data() == b.loaded.data())
    }
}

impl Extra {
    fn read(file: Vec<u8>) -> Result<Self, FontError> {
        if !may_be_embedded(&file) {
            return Err(FontError::Forbidden);
        }
        let loaded = Loaded::read(file).ok_or(FontError::Unknown)?;
        if subsetter::subset(loaded.data(), 0, &subsetter::GlyphRemapper::new()).is_err() {
            return Err(FontError::Outlines);
        }
        let font = &loaded.font;
        let named = |id: NameId| {
            let text: String = font.names().get(id)?.english_or_first()?.name().chars().collect();
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let [family, group] = [NameId::FAMILY_NAME, NameId::TYPOGRAPHIC_FAMILY_NAME].map(named);
        let family = family.or_else(|| group.clone()).ok_or(FontError::Unknown)?;
        let group = group.unwrap_or_else(|| family.clone());
        let plain = |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
        let name = named(NameId::POSTSCRIPT_NAME).map(|name| plain(&name)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| format!("Font-{}", plain(&family)));
        let metrics = figures(font);
        let attributes = font.default_attributes();
        let narrowing = ((attributes.width.ratio() - 1.0).abs() * 100.0).round().min(1000.0) as u16;
        Ok(Self { slanted: attributes.style != Style::Normal, narrowing, loaded, name, family, group, metrics })
    }
}

fn figures(font: &Font) -> Figures {
    let metrics = font.metrics();
    let thousandths = |units: i64| {
        let scaled = units as f64 * 1000.0 / f64::from(metrics.units_per_em.max(1));
        scaled.round().clamp(f64::from(i16::MIN), f64::from(i16::MAX)) as i16
    };
    let line = metrics.h_line();
    let ascent = line.as_ref().map_or(800, |line| thousandths(line.ascender.to_i64()));
    Figures {
        ascent,
        descent: line.as_ref().map_or(-200, |line| thousandths(line.descender.to_i64())),
        cap_height: metrics.cap_height.map(|height| thousandths(height.to_i64())).filter(|height| *height > 0).unwrap_or(ascent),
        bbox: [metrics.bounds.x_min, metrics.bounds.y_min, metrics.bounds.x_max, metrics.bounds.y_max]
            .map(|edge| thousandths(edge.to_i64())),
        weight: font.default_attributes().weight.value().round().clamp(1.0, 1000.0) as u16,
    }
}

/// Whether the file allows that parts of it are embedded (`fsType` in the table `OS/2`); fonts that say nothing do.
fn may_be_embedded(file: &[u8]) -> bool {
    const RESTRICTED: u16 = 0x0002;
    const NO_SUBSETTING: u16 = 0x0100;
    const BITMAPS_ONLY: u16 = 0x0200;
    let short = |at: usize| Some(u16::from_be_bytes(file.get(at..at.checked_add(2)?)?.try_into().ok()?));
    let long = |at: usize| Some(u32::from_be_bytes(file.get(at..at.checked_add(4)?)?.try_into().ok()?));
    let tables = (0..short(4).map_or(0, usize::from)).map(|number| 12 + 16 * number);
    let place = tables.into_iter().find(|at| file.get(*at..at + 4) == Some(b"OS/2")).and_then(|at| long(at + 8));
    let rights = place.and_then(|place| short(usize::try_from(place).ok()?.checked_add(8)?)).unwrap_or(0);
    rights & 0x000F != RESTRICTED && rights & (NO_SUBSETTING | BITMAPS_ONLY) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        let files = ["shapes-bold.ttf", "shapes.otf", "shapes.ttf"];
        Fonts::read(files.map(|file| std::fs::read(format!("tests/data/fonts/{file}")).unwrap()).into()).unwrap()
    }

    #[test]
    fn the_first_font_decides_about_the_family_and_the_weight_about_its_face() {
        let (fonts, serif) = (fonts(), Family::Serif);
        let drawn = |c, bold| fonts.drawn_by(c, serif, bold);
        assert_eq!((drawn('Ա', true), drawn('Ա', false)), (Some(Family::Extra(0)), Some(Family::Extra(2))));
        assert_eq!((drawn('Դ', true), drawn('დ', false)), (Some(Family::Extra(2)), Some(Family::Extra(1))));
        assert_eq!((drawn('a', false), drawn('\u{0ba4}', false)), (Some(serif), None));
        // What embedded fonts have is theirs, even beside a letter of another.
        assert_eq!(fonts.drawn_by('4', Family::Extra(2), false), Some(serif));
    }

    #[test]
    fn text_is_cut_where_another_family_is_needed() {
        let fonts = fonts();
        let first = Some("First Shapes");
        assert_eq!(fonts.stretches("aԱԲ\u{301} b"), [("a", None), ("ԱԲ\u{301}", first), (" b", None)]);
        assert_eq!(fonts.stretches("აԴ"), [("ა", Some("Second Shapes")), ("Դ", first)]);
        assert_eq!((fonts.stretches(""), Fonts::default().stretches("Ա")), (vec![("", None)], vec![("Ա", None)]));
    }

    #[test]
    fn figures_are_thousandths_of_the_size() {
        let fonts = fonts();
        let metrics = fonts.metrics(Face::Extra(2)).unwrap();
        assert_eq!((metrics.name, metrics.ascent, metrics.descent, metrics.weight), ("First-Regular", 800, -200, 400));
        assert!((690..=720).contains(&metrics.cap_height) && metrics.bbox[3] <= 720, "{}", metrics.cap_height);
    }

    #[test]
    fn damaged_files_and_fonts_that_forbid_it_are_refused() {
        let file = std::fs::read("tests/data/fonts/shapes.ttf").unwrap();
        let table = |tag: &[u8; 4]| file.windows(4).position(|window| window == tag).unwrap();
        let error = |file: Vec<u8>| Fonts::read(vec![file]).unwrap_err().1;
        let mut forbidden = file.clone();
        let place = table(b"OS/2") + 8;
        let rights = u32::from_be_bytes(file[place..place + 4].try_into().unwrap()) as usize + 8;
        for (bits, refused) in [([0, 2], true), ([1, 0], true), ([0, 8], false), ([0, 4], false)] {
            forbidden[rights..rights + 2].copy_from_slice(&bits);
            assert_eq!(Fonts::read(vec![forbidden.clone()]).is_err(), refused, "{bits:?}");
        }
        let mut hollow = file.clone();
        hollow[table(b"glyf")..table(b"glyf") + 4].copy_from_slice(b"void");
        assert_eq!(
            (error(hollow), error(Vec::new()), error(b"OTTO".to_vec())),
            (FontError::Outlines, FontError::Unknown, FontError::Unknown)
        );
        for end in (0..file.len()).step_by(7) {
            // Whatever is made of it, it does not end the program.
            let _ = Fonts::read(vec![file[..end].to_vec()]);
        }
    }
}
