//! The look of documents: a style by name or from a file.

use crate::forms::DataFiles;
use crate::render::style::Style;
use crate::source::{ReadError, SourceFile};
use std::path::{Path, PathBuf};

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
        }
    }
}

/// Narrowest column of text, in points.
const MIN_COLUMN: f32 = 72.0;

/// Reads a style: a name under `templates/styles`, or the path of a file.
///
/// # Errors
/// See [`StyleError`].
pub fn style(data: &DataFiles, name: &str) -> Result<(Style, String), StyleError> {
    const FOLDER: &str = "templates/styles/";
    let text = match data.get(&format!("{FOLDER}{name}.toml")) {
        Some(file) => file.source.text().to_owned(),
        None => {
            let path = Path::new(name);
            if !name.ends_with(".toml") && path.components().count() == 1 {
                let stem = |path: &str| path[FOLDER.len()..].trim_end_matches(".toml").to_owned();
                let known: Vec<String> = data.under(FOLDER).map(|f| stem(&f.path)).collect();
                let near = crate::suggest::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
                return Err(StyleError::Unknown(name.to_owned(), near));
            }
            let file = SourceFile::read(path).map_err(|e| StyleError::Unreadable(path.to_owned(), e))?;
            file.text().to_owned()
        }
    };
    let style: Style = toml::from_str(&text).map_err(|e| StyleError::Bad(name.to_owned(), e.to_string().trim_end().to_owned()))?;
    match unusable(&style) {
        Some(what) => Err(StyleError::Unusable(name.to_owned(), what)),
        None => Ok((style, text)),
    }
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
        ("paper", style.paper[0] - left - right - style.gutter >= 2.0 * MIN_COLUMN && style.paper[1] - top - bottom >= 2.0 * MIN_COLUMN),
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
        for (text, want) in
            [("papr = 1", "bad"), ("gutter = 500.0", "unusable"), ("text-size = nan", "unusable"), ("schema = 2", "unusable")]
        {
            std::fs::write(&path, text).unwrap();
            assert_eq!(id(named), want, "{text}");
        }
    }
}
