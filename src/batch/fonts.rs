//! Fonts that a run is given: a folder of files, in the order of their names.

use crate::files::sha256_hex;
use crate::render::fonts::{FontError, Fonts};
use std::path::{Path, PathBuf};

/// Largest file of a font; the largest there are, with all characters of Chinese, have some thirty megabytes.
const MAX_FONT_BYTES: u64 = 64 * 1024 * 1024;

/// Why fonts cannot be used. The texts are for the log; people read the words under [`FontsError::id`].
#[derive(Debug, thiserror::Error)]
pub enum FontsError {
    /// The folder, or a file in it, cannot be read.
    #[error("cannot read {}: {}", .0.display(), .1)]
    Unreadable(PathBuf, std::io::Error),
    /// There is no font in the folder.
    #[error("no font in {}", .0.display())]
    Nothing(PathBuf),
    /// A file is larger than any font.
    #[error("{} is too large", .0.display())]
    TooLarge(PathBuf),
    /// A file cannot be put into documents.
    #[error("{}: {}", .0.display(), .1)]
    Font(PathBuf, FontError),
}

impl FontsError {
    /// The id used as a key of words.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Unreadable(..) => "unreadable",
            Self::Nothing(..) => "nothing",
            Self::TooLarge(..) => "too-large",
            Self::Font(_, error) => error.id(),
        }
    }

    /// The folder or file.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Unreadable(path, _) | Self::Nothing(path) | Self::TooLarge(path) | Self::Font(path, _) => path,
        }
    }

    /// What people are told besides the path.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Unreadable(_, error) => error.to_string(),
            Self::TooLarge(_) => (MAX_FONT_BYTES / 1024 / 1024).to_string(),
            Self::Nothing(_) | Self::Font(..) => String::new(),
        }
    }
}

/// Reads the fonts of a folder (`.ttf`, `.otf`; not of folders in it), with a hash of all of them.
///
/// # Errors
/// See [`FontsError`].
pub fn fonts(folder: &Path) -> Result<(Fonts, String), FontsError> {
    let unreadable = |path: &Path, error| FontsError::Unreadable(path.to_owned(), error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|e| unreadable(folder, e))? {
        let path = entry.map_err(|e| unreadable(folder, e))?.path();
        let is_font = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("ttf") || end.eq_ignore_ascii_case("otf"));
        if is_font && path.is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(FontsError::Nothing(folder.to_owned()));
    }
    paths.sort();
    let mut files = Vec::with_capacity(paths.len());
    let mut hashes = String::new();
    for path in &paths {
        if std::fs::metadata(path).map_err(|e| unreadable(path, e))?.len() > MAX_FONT_BYTES {
            return Err(FontsError::TooLarge(path.clone()));
        }
        let bytes = std::fs::read(path).map_err(|e| unreadable(path, e))?;
        hashes.push_str(&sha256_hex(&bytes));
        files.push(bytes);
    }
    let fonts = Fonts::read(files).map_err(|(at, error)| FontsError::Font(paths.get(at).cloned().unwrap_or_default(), error))?;
    Ok((fonts, sha256_hex(hashes.as_bytes())))
}
