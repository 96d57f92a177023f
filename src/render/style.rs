//! Paper, margins, sizes, layout and the texts of a house, as read from `templates/styles/`.

use super::fonts::Fonts;
use super::picture::Picture;
use crate::doc::model::Numbering;
use crate::lang::Lang;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// How two languages share the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Two columns, row by row.
    #[default]
    SideBySide,
    /// The whole text in the first language, then in the second, with the same numbers.
    Sequence,
    /// The first language alone.
    Single,
}

/// Width and height of sheets that are known by name.
const PAPERS: [(&str, [f32; 2]); 2] = [("a4", [595.28, 841.89]), ("letter", [612.0, 792.0])];

/// Look of a document. All lengths are in points (1/72 inch).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Style {
    /// Version of the file format.
    pub schema: u32,
    /// Paper width and height; a file may name a sheet instead.
    #[serde(deserialize_with = "paper")]
    pub paper: [f32; 2],
    /// Margins: top, right, bottom, left.
    pub margins: [f32; 4],
    /// Space between the two columns.
    pub gutter: f32,
    /// Size of running text.
    pub text_size: f32,
    /// Size of small print, headers, footers and table text.
    pub small_size: f32,
    /// Sizes of headings, levels 1 and 2.
    pub heading_sizes: [f32; 2],
    /// Size of the title.
    pub title_size: f32,
    /// Line height as a multiple of the size.
    pub line_height: f32,
    /// White space between paragraphs, headings and tables, as a multiple of the usual.
    pub spacing: f32,
    /// Layout, where the caller chooses none.
    pub layout: Layout,
    /// Colour of rules and labels, sRGB.
    pub accent: [u8; 3],
    /// How headings are numbered.
    pub numbering: Numbering,
    /// The file of a picture on the first page, relative to the file of the style.
    pub logo: Option<String>,
    /// Height of the picture.
    pub logo_height: f32,
    /// What the picture shows, for those who do not see it.
    pub logo_alt: ByLang<String>,
    /// What stands at the head of the first page.
    pub letterhead: Letterhead,
    /// What stands beside the running title.
    pub header: Note,
    /// What stands beside the page count.
    pub footer: Note,
    /// The caution on every page.
    pub caution: Caution,
    /// The picture that [`Style::logo`] names; writers look at this alone.
    #[serde(skip)]
    pub picture: Option<Arc<Picture>>,
    /// Fonts for characters that the embedded ones lack.
    #[serde(skip)]
    pub fonts: Fonts,
}

/// Something in several languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByLang<T>(BTreeMap<Lang, T>);

/// A letterhead of the house.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Letterhead {
    /// Its lines, in place of those that the case gives; `**words**` are strong.
    pub lines: ByLang<Vec<String>>,
}

/// A line of text on every page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Note {
    /// The text.
    pub text: ByLang<String>,
}

/// A caution of the house.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Caution {
    /// The text, in place of the usual one.
    pub text: ByLang<String>,
    /// Whether it also stands on requests for which no confidentiality is asked.
    pub always: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            schema: 1,
            paper: PAPERS[0].1,
            margins: [50.0, 42.0, 46.0, 42.0],
            gutter: 16.0,
            text_size: 8.7,
            small_size: 7.8,
            heading_sizes: [10.4, 9.2],
            title_size: 14.0,
            line_height: 1.25,
            spacing: 0.6,
            layout: Layout::SideBySide,
            accent: [38, 58, 92],
            numbering: Numbering::Roman,
            logo: None,
            logo_height: 48.0,
            logo_alt: ByLang::default(),
            letterhead: Letterhead::default(),
            header: Note::default(),
            footer: Note::default(),
            caution: Caution::default(),
            picture: None,
            fonts: Fonts::default(),
        }
    }
}

impl Style {
    /// What the picture shows, in the first of the languages that says it, else in English, else in any.
    #[must_use]
    pub fn alt(&self, languages: &[Lang]) -> (Lang, &str) {
        let named = languages.iter().chain([&Lang::EN]).find_map(|lang| self.logo_alt.get(*lang).map(|text| (*lang, text.as_str())));
        named.or_else(|| self.logo_alt.iter().next().map(|(lang, text)| (lang, text.as_str()))).unwrap_or((Lang::EN, ""))
    }
}

impl<T> ByLang<T> {
    /// What there is in a language: under its own tag, else under that of its primary language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> Option<&T> {
        self.0.get(&lang).or_else(|| lang.primary().parse().ok().and_then(|primary: Lang| self.0.get(&primary)))
    }

    /// Whether there is nothing in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it, in the order of the tags.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        self.0.iter().map(|(lang, one)| (*lang, one))
    }
}

impl<T> Default for ByLang<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> FromIterator<(Lang, T)> for ByLang<T> {
    fn from_iter<I: IntoIterator<Item = (Lang, T)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByLang<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = BTreeMap::<String, T>::deserialize(deserializer)?;
        let read = |(tag, one): (String, T)| tag.parse().map(|lang| (lang, one)).map_err(D::Error::custom);
        texts.into_iter().map(read).collect()
    }
}

fn paper<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[f32; 2], D::Error> {
    struct Paper;
    impl<'de> Visitor<'de> for Paper {
        type Value = [f32; 2];

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let names: Vec<String> = PAPERS.iter().map(|(name, _)| format!("`{name}`")).collect();
            write!(f, "{} or a list of width and height", names.join(", "))
        }

        fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Self::Value, E> {
            let known = PAPERS.iter().find(|(known, _)| *known == name);
            known.map(|(_, size)| *size).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(name), &self))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut lengths: A) -> Result<Self::Value, A::Error> {
            let mut size = [0.0; 2];
            for (at, length) in size.iter_mut().enumerate() {
                *length = lengths.next_element()?.ok_or_else(|| A::Error::invalid_length(at, &self))?;
            }
            if lengths.next_element::<f32>()?.is_some() {
                return Err(A::Error::invalid_length(3, &self));
            }
            Ok(size)
        }
    }
    deserializer.deserialize_any(Paper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_a_name_or_a_size() {
        let paper = |text: &str| toml::from_str::<Style>(&format!("paper = {text}")).map(|style| style.paper).map_err(|e| e.to_string());
        assert_eq!(paper("\"a4\""), Ok(Style::default().paper));
        assert_eq!((paper("\"letter\""), paper("[500, 700.5]")), (Ok([612.0, 792.0]), Ok([500.0, 700.5])));
        for bad in ["\"a5\"", "[1.0]", "[1, 2, 3]", "7"] {
            let said = paper(bad).unwrap_err();
            assert!(said.contains("paper = ") && said.contains("`a4`, `letter` or a list"), "{said}");
        }
    }

    #[test]
    fn texts_are_found_by_language_and_by_its_primary_tag() {
        let style: Style = toml::from_str("[header]\ntext = { pt = \"a\", zh-hans = \"b\" }").unwrap();
        let of = |tag: &str| style.header.text.get(tag.parse().unwrap()).map(String::as_str);
        assert_eq!((of("pt"), of("pt-BR"), of("zh-Hans"), of("zh"), of("en")), (Some("a"), Some("a"), Some("b"), None, None));
        let said = toml::from_str::<Style>("[header]\ntext = { english = \"a\" }").unwrap_err().to_string();
        assert!(said.contains("`english` is not a language tag") && said.contains("text = {"), "{said}");
    }
}
