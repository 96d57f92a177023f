//! The look of documents: a style by name or from a file, with the picture that it names.

use crate::files::sha256_hex;
use crate::forms::DataFiles;
use crate::forms::data::Origin;
use crate::render::picture::{MAX_PIXELS, Picture, PictureError};
use crate::render::style::Style;
use crate::source::{ReadError, SourceFile};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why there is no style. The texts are for the log; people read the words under [`StyleError::id`].
#[derive(Debug, thiserror::Error)]
pub enum StyleError {
    /// No style of the name; the nearest that exists.
    #[error("no style `{0}`")]
    Unknown(String, Option<String>),
    /// The file cannot be read.
    #[error("cannot read {}: {}", .0.display(), .1)]
    Unreadable(PathBuf, ReadError),
    /// The file is not a style: what the reader says.
    #[error("{0} is not a style: {1}")]
    Bad(String, String),
    /// A value makes no sense, or leaves no room for text: the style and the key.
    #[error("{0}: `{1}` cannot be used")]
    Unusable(String, &'static str),
    /// There is a logo, and nothing that says what it shows.
    #[error("{0}: a logo without `logo-alt`")]
    NoAlt(String),
    /// The file of the logo cannot be used.
    #[error("the logo {}: {}", .0.display(), .1)]
    Logo(PathBuf, LogoError),
}

/// Why a logo cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LogoError {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(std::io::Error),
    /// The file is larger than [`MAX_LOGO_BYTES`].
    #[error("is too large")]
    TooLarge,
    /// It is no picture that can be printed.
    #[error("{0}")]
    Picture(PictureError),
}

impl LogoError {
    /// What people are told besides the path.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Unreadable(error) => error.to_string(),
            Self::TooLarge => (MAX_LOGO_BYTES / 1024 / 1024).to_string(),
            Self::Picture(PictureError::Pixels(..)) => MAX_PIXELS.to_string(),
            Self::Picture(PictureError::Unknown(what) | PictureError::Depends(what)) => what.clone(),
        }
    }
}

impl StyleError {
    /// The id used as a key of words.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Unknown(..) => "unknown",
            Self::Unreadable(..) => "unreadable",
            Self::Bad(..) => "bad",
            Self::Unusable(..) => "unusable",
            Self::NoAlt(..) => "no-alt",
            Self::Logo(_, LogoError::Unreadable(_)) => "logo-unreadable",
            Self::Logo(_, LogoError::TooLarge) => "logo-too-large",
            Self::Logo(_, LogoError::Picture(PictureError::Unknown(_))) => "logo-unknown",
            Self::Logo(_, LogoError::Picture(PictureError::Depends(_))) => "logo-depends",
            Self::Logo(_, LogoError::Picture(PictureError::Pixels(..))) => "logo-pixels",
        }
    }
}

/// Narrowest column of text, in points.
const MIN_COLUMN: f32 = 72.0;
/// Largest file of a logo: it goes into every document.
pub const MAX_LOGO_BYTES: u64 = 2 * 1024 * 1024;

/// Reads a style, a name under `templates/styles` or the path of a file, with the hash of all that it was made from.
///
/// # Errors
/// See [`StyleError`].
pub fn style(data: &DataFiles, name: &str) -> Result<(Style, String), StyleError> {
    const FOLDER: &str = "templates/styles/";
    let (text, place) = match data.get(&format!("{FOLDER}{name}.toml")) {
        Some(file) => {
            let place = match &file.origin {
                Origin::BuiltIn => None,
                Origin::Folder(root) => Some(root.join(&file.path)),
            };
            (file.source.text().to_owned(), place)
        }
        None => {
            let path = Path::new(name);
            if !name.ends_with(".toml") && path.components().count() == 1 {
                let stem = |path: &str| path[FOLDER.len()..].trim_end_matches(".toml").to_owned();
                let known: Vec<String> = data.under(FOLDER).map(|f| stem(&f.path)).collect();
                let near = crate::suggest::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
                return Err(StyleError::Unknown(name.to_owned(), near));
            }
            let file = SourceFile::read(path).map_err(|e| StyleError::Unreadable(path.to_owned(), e))?;
            (file.text().to_owned(), Some(path.to_owned()))
        }
    };
    let mut style: Style = toml::from_str(&text).map_err(|e| StyleError::Bad(name.to_owned(), e.to_string().trim_end().to_owned()))?;
    if let Some(what) = unusable(&style) {
        return Err(StyleError::Unusable(name.to_owned(), what));
    }
    let mut made_from = text.into_bytes();
    if let Some(logo) = &style.logo {
        if style.logo_alt.is_empty() {
            return Err(StyleError::NoAlt(name.to_owned()));
        }
        let path = place.ok_or_else(|| StyleError::Unusable(name.to_owned(), "logo"))?.with_file_name(logo);
        let wrong = |error| StyleError::Logo(path.clone(), error);
        let bytes = logo_bytes(&path).map_err(wrong)?;
        let picture = Picture::read(&bytes, style.logo_height).map_err(|error| wrong(LogoError::Picture(error)))?;
        style.picture = Some(Arc::new(picture));
        made_from.extend(bytes);
    }
    Ok((style, sha256_hex(&made_from)))
}

fn logo_bytes(path: &Path) -> Result<Vec<u8>, LogoError> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(LogoError::Unreadable)?;
    file.take(MAX_LOGO_BYTES + 1).read_to_end(&mut bytes).map_err(LogoError::Unreadable)?;
    if bytes.len() as u64 > MAX_LOGO_BYTES { Err(LogoError::TooLarge) } else { Ok(bytes) }
}

/// The key of a length that no page can be laid out with.
fn unusable(style: &Style) -> Option<&'static str> {
    let size = |v: f32| (3.0..=96.0).contains(&v);
    let [top, right, bottom, left] = style.margins;
    let length = |v: f32| (0.0..=5000.0).contains(&v);
    let checks = [
        ("schema", style.schema == 1),
        ("text-size", size(style.text_size)),
        ("small-size", size(style.small_size)),
        ("title-size", size(style.title_size)),
        ("heading-sizes", style.heading_sizes.iter().all(|s| size(*s))),
        ("line-height", (0.8..=4.0).contains(&style.line_height)),
        ("margins", style.margins.iter().all(|m| length(*m))),
        ("gutter", length(style.gutter)),
        ("paper", style.paper.iter().all(|p| length(*p))),
        ("logo-height", (4.0..=400.0).contains(&style.logo_height)),
        ("logo-alt", style.logo_alt.iter().all(|(_, text)| !text.trim().is_empty())),
        ("caution", !style.caution.always || !style.caution.text.is_empty()),
        ("paper", style.paper[0] - left - right - style.gutter >= 2.0 * MIN_COLUMN && style.paper[1] - top - bottom >= 2.0 * MIN_COLUMN),
        ("logo-height", style.logo.is_none() || style.paper[1] - top - bottom - style.logo_height >= 2.0 * MIN_COLUMN),
    ];
    checks.into_iter().find(|(_, ok)| !ok).map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> &'static str {
        style(&DataFiles::built_in(), name).unwrap_err().id()
    }

    #[test]
    fn styles_come_by_name_or_from_a_file() {
        let (built_in, _) = style(&DataFiles::built_in(), "default").unwrap();
        assert_eq!(built_in, Style::default());
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ours.toml");
        std::fs::write(&path, "text-size = 11.0").unwrap();
        assert!((style(&DataFiles::built_in(), path.to_str().unwrap()).unwrap().0.text_size - 11.0).abs() < f32::EPSILON);
    }

    #[test]
    fn what_is_no_style_is_refused() {
        let near = style(&DataFiles::built_in(), "defualt").unwrap_err();
        assert!(matches!(near, StyleError::Unknown(_, Some(known)) if known == "default"));
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ours.toml");
        let named = path.to_str().unwrap();
        assert_eq!(id(named), "unreadable");
        for (text, want) in [
            ("papr = 1", "bad"),
            ("[footer]\ntekst = 1", "bad"),
            ("numbering = \"greek\"", "bad"),
            ("logo-height = 700", "unusable"),
            ("[caution]\nalways = true", "unusable"),
            ("gutter = 500.0", "unusable"),
            ("text-size = nan", "unusable"),
            ("schema = 2", "unusable"),
        ] {
            std::fs::write(&path, text).unwrap();
            assert_eq!(id(named), want, "{text}");
        }
    }
}
