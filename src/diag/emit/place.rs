//! Where a finding stands, in every unit some format asks for.

use crate::source::{Position, SourceFile, Span};

/// A span that is known to lie in its file and to start and end between characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The bytes.
    pub(super) span: Span,
    /// The first character.
    pub(super) start: Position,
    /// One past the last character.
    pub(super) end: Position,
}

impl Place {
    /// The place of a span; what does not fit the file is moved to the nearest place that does.
    pub(super) fn of(file: &SourceFile, span: Span) -> Self {
        let text = file.text();
        let mut start = span.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = span.end.clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        Self { span: Span::new(start, end), start: file.position(start), end: file.position(end) }
    }
}
