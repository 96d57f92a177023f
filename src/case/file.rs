//! A case file as read: readable as TOML, not yet right.

use crate::source::{SourceFile, Span};
use toml::de::DeTable;

/// A mistake of TOML syntax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// What the TOML reader says, in English.
    pub message: String,
}

/// A case file with its table, as far as it could be read, and all its syntax errors.
#[derive(Debug, Clone)]
pub struct CaseFile<'s> {
    source: &'s SourceFile,
    table: DeTable<'s>,
    syntax: Vec<SyntaxError>,
}

impl<'s> CaseFile<'s> {
    /// Reads the TOML of a source. Syntax errors do not stop it; what could be read is in the table.
    #[must_use]
    pub fn parse(source: &'s SourceFile) -> Self {
        let (table, errors) = DeTable::parse_recoverable(source.text());
        let syntax =
            errors.into_iter().map(|e| SyntaxError { span: e.span().unwrap_or(0..0).into(), message: e.message().to_owned() }).collect();
        Self { source, table: table.into_inner(), syntax }
    }

    /// The text it was read from.
    #[must_use]
    pub fn source(&self) -> &'s SourceFile {
        self.source
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &DeTable<'s> {
        &self.table
    }

    /// The syntax errors in the order of the file.
    #[must_use]
    pub fn syntax(&self) -> &[SyntaxError] {
        &self.syntax
    }
}
