//! Findings about a file: what was found, where, on which law it rests and what to do about it.
//!
//! A finding is a value, many to a run, and never an `Err`. Its sentences are finished text in the language of the reader, made
//! by whoever found it from `forms/words`; this module only holds, sorts, counts and prints them.

pub mod emit;
mod report;

pub use report::{Counts, Report};

use crate::source::Span;
use std::fmt;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing needs to be done.
    Info,
    /// Something a careful reader would question.
    Warning,
    /// The request must not go out like this.
    Error,
}

impl Severity {
    /// The id used in data, in machine formats and as a key of words.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The code of a finding, such as `MLA301`: never reused, never renumbered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// A code: upper-case letters followed by digits (user forms bring a prefix of their own).
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let digits = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let ok = digits.len() < text.len() && digits.len() >= 3 && digits.bytes().all(|b| b.is_ascii_digit());
        ok.then(|| Self(text.to_owned()))
    }

    /// The code of a finding whose rule does not exist; only a mistake of ours leads here.
    #[must_use]
    pub fn internal() -> Self {
        Self("MLA000".to_owned())
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A further place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there, a few words.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Code of the rule.
    pub code: Code,
    /// Kebab-case name of the rule.
    pub name: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The finding, one sentence without a full stop.
    pub message: String,
    /// The field it is about, as a path (`persons[0].nationalities`), where there is one.
    pub path: Option<String>,
    /// The place that is shown.
    pub span: Span,
    /// A few words about that place; may be empty.
    pub label: String,
    /// Further places.
    pub related: Vec<Label>,
    /// The law it rests on, one entry an instrument, ready to be read ("UNCAC, art. 46(15)(c)").
    pub law: Vec<String>,
    /// What to type or do next.
    pub help: Vec<String>,
    /// Anything else worth saying.
    pub notes: Vec<String>,
    /// Sentences above that quote the case, each with the same sentence without the quotation.
    pub quoting: Vec<(String, String)>,
}

impl Diagnostic {
    /// A sentence of this finding as it may be read by those who may not read the case.
    #[must_use]
    pub fn discreet<'a>(&'a self, sentence: &'a str) -> &'a str {
        self.quoting.iter().find(|(said, _)| said == sentence).map_or(sentence, |(_, discreet)| discreet)
    }
}
