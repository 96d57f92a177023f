//! What is wrong with form data, before it becomes a finding in a language.

use super::data::DataFile;
use crate::source::{SourceFile, Span};
use std::ops::Range;
use std::sync::Arc;

/// A mistake in a data file: the code of its rule, its place and the arguments of its message.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Where.
    pub span: Span,
    /// `MLA9xx`.
    pub code: &'static str,
    /// Arguments of the message.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    pub(crate) fn new(
        file: &DataFile,
        span: Range<usize>,
        code: &'static str,
        args: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Self {
        Self { source: file.source.clone(), span: span.into(), code, args: args.into_iter().collect() }
    }

    pub(super) fn syntax(file: &DataFile, error: &toml::de::Error) -> Self {
        Self::new(file, error.span().unwrap_or(0..0), "MLA901", [("value", error.message().to_owned())])
    }
}
