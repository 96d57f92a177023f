//! A file as it was read: its text, and the translation of byte offsets into lines and columns.

use std::ops::Range;
use std::path::Path;

/// Largest file that is read, in bytes. A case file of a large matter has some 200 KB; what is bigger is a mistake.
pub const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// A range of bytes in a [`SourceFile`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same range for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(r: Range<usize>) -> Self {
        Self { start: r.start, end: r.end }
    }
}

/// A place for people: both numbers count from one, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The text of one file with the name under which it is shown.
#[derive(Debug, Clone)]
pub struct SourceFile {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

/// Why a file could not be taken as text.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system said no.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The path is a folder.
    #[error("is a directory")]
    Directory,
    /// The file is larger than [`MAX_BYTES`].
    #[error("has {0} bytes")]
    TooLarge(u64),
    /// The bytes are not UTF-8; the offset of the first bad one.
    #[error("is not UTF-8 at byte {0}")]
    NotUtf8(usize),
}

impl SourceFile {
    /// A source from text that is already at hand.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name: name.into(), text, line_starts }
    }

    /// Reads a file. A byte order mark at the start is dropped.
    ///
    /// # Errors
    /// The file cannot be read, is a folder, is too large or not UTF-8.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let meta = std::fs::metadata(path)?;
        if meta.is_dir() {
            return Err(ReadError::Directory);
        }
        if meta.len() > MAX_BYTES {
            return Err(ReadError::TooLarge(meta.len()));
        }
        Self::from_bytes(path.display().to_string(), std::fs::read(path)?)
    }

    /// A source from bytes, as they come from a file or standard input.
    ///
    /// # Errors
    /// The bytes are too many or not UTF-8.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, ReadError> {
        if bytes.len() as u64 > MAX_BYTES {
            return Err(ReadError::TooLarge(bytes.len() as u64));
        }
        let text = String::from_utf8(bytes).map_err(|e| ReadError::NotUtf8(e.utf8_error().valid_up_to()))?;
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        Ok(Self::new(name, text))
    }

    /// The name under which the file is shown.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span does not lie in the file.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Line and column of a byte offset.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|&s| s <= offset);
        let start = self.line_starts[line - 1];
        let column = self.text.get(start..offset).map_or(0, |s| s.chars().count()) + 1;
        Position { line, column }
    }

    /// The span of a line, counted from one, without its line break.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let end = self.line_starts.get(line).map_or(self.text.len(), |&s| s - 1);
        Span::new(start, end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let s = SourceFile::new("x", "a\nимя = 1\n");
        assert_eq!(s.position(0), Position { line: 1, column: 1 });
        assert_eq!(s.position(s.text().find('=').unwrap_or(0)), Position { line: 2, column: 5 });
        assert_eq!(s.slice(s.line_span(2)), "имя = 1");
        assert_eq!(s.position(9999).line, 3);
    }

    #[test]
    fn bad_bytes_are_told_with_their_place() {
        assert!(matches!(SourceFile::from_bytes("x", vec![b'a', 0xff]), Err(ReadError::NotUtf8(1))));
    }
}
