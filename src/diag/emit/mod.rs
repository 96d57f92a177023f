//! Findings as people and programs read them: one file a format.
//!
//! Every format is a pure function from [`Findings`] and [`Options`] to text; nothing here knows a terminal, a clock or a sentence
//! of any language. Case files are confidential and the logs of a build server are read by many, so the formats for programs
//! carry places and rule names but no text of the case file unless [`Options::with_source`] asks for it; where a sentence of a
//! finding quotes a value, an ellipsis stands for it.

mod bidi;
mod concise;
mod full;
mod github;
mod json;
mod place;
mod sarif;
#[cfg(test)]
mod tests;

use super::{Counts, Diagnostic, Report, Severity};
use crate::source::SourceFile;
use std::fmt;
use std::str::FromStr;

/// A way of writing findings down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// For people: each finding with the lines it is about, its law and what to do.
    #[default]
    Full,
    /// One line a finding, as compilers write it and editors read it.
    Concise,
    /// One JSON object, described by `docs/check-report.schema.json`.
    Json,
    /// SARIF 2.1.0, for code review tools.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// The name is not that of a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a format")]
pub struct UnknownFormat(pub String);

impl Format {
    /// All formats, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Full, Self::Concise, Self::Json, Self::Sarif, Self::Github];

    /// The id that is typed.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|f| f.id() == text).ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// The few words a reader sees around the findings, in the language of the reader.
pub trait EmitWords {
    /// The word before a finding of this weight ("error").
    fn severity(&self, severity: Severity) -> &str;
    /// The word before the law a finding rests on.
    fn law(&self) -> &str;
    /// The word before what to do next.
    fn help(&self) -> &str;
    /// The word before anything else worth saying.
    fn note(&self) -> &str;
    /// The closing sentence ("2 errors, 1 warning in 1 of 41 files").
    fn summary(&self, totals: &Totals) -> String;
    /// A closing note that says how to read more about a code, shown with the first finding of each; nothing by default.
    fn explain(&self, _code: &str) -> Option<String> {
        None
    }
}

/// What to write, and how.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Whether colours (ANSI escape codes) are used; only [`Format::Full`] and [`Format::Concise`] have any.
    pub colour: bool,
    /// Columns of the terminal; lines of source are cut to it. Very small values are raised.
    pub width: usize,
    /// Whether findings of weight [`Severity::Info`] are listed. They are counted in any case.
    pub show_info: bool,
    /// Whether the formats for programs quote the text of the case file. [`Format::Full`] always does.
    pub with_source: bool,
    /// The words of the reader's language.
    pub words: &'a dyn EmitWords,
}

/// The files of a run with what was found in each, in the order in which they are written.
#[derive(Debug, Clone, Default)]
pub struct Findings<'a> {
    /// Every file that was checked, also those without findings.
    pub files: Vec<(&'a SourceFile, &'a Report)>,
}

/// Sums over all files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Findings by weight, advice included whether it is listed or not.
    pub counts: Counts,
    /// Files that were checked.
    pub files: usize,
    /// Files with at least one error or warning.
    pub files_with_findings: usize,
}

impl<'a> Findings<'a> {
    /// The sums over all files.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals { files: self.files.len(), ..Totals::default() };
        for counts in self.files.iter().map(|(_, report)| report.counts()) {
            totals.counts.errors += counts.errors;
            totals.counts.warnings += counts.warnings;
            totals.counts.infos += counts.infos;
            totals.files_with_findings += usize::from(counts.errors + counts.warnings > 0);
        }
        totals
    }

    /// The findings that are listed, each with its file.
    fn listed(&self, show_info: bool) -> impl Iterator<Item = (&'a SourceFile, &'a Diagnostic)> {
        self.files.iter().flat_map(move |&(file, report)| listed(report, show_info).map(move |d| (file, d)))
    }
}

/// The findings of one file that are listed.
fn listed(report: &Report, show_info: bool) -> impl Iterator<Item = &Diagnostic> {
    report.diagnostics().iter().filter(move |d| show_info || d.severity != Severity::Info)
}

/// A sentence of a finding in a format for programs: without what it quotes of the case unless the case was asked for.
fn said<'a>(d: &'a Diagnostic, sentence: &'a str, options: &Options<'_>) -> &'a str {
    if options.with_source { sentence } else { d.discreet(sentence) }
}

/// Several sentences of a finding.
fn all_said<'a>(d: &'a Diagnostic, sentences: &'a [String], options: &Options<'_>) -> Vec<&'a str> {
    sentences.iter().map(|sentence| said(d, sentence, options)).collect()
}

/// The message with law, help and notes, a line each, for formats that know one text only.
fn told(d: &Diagnostic, options: &Options<'_>) -> String {
    let words = options.words;
    let groups = [(words.law(), &d.law), (words.help(), &d.help), (words.note(), &d.notes)];
    let lines =
        groups.into_iter().flat_map(|(word, texts)| all_said(d, texts, options).into_iter().map(move |text| format!("\n{word}: {text}")));
    std::iter::once(said(d, &d.message, options).to_owned()).chain(lines).collect()
}

/// Writes findings in a format. The text ends with a line break unless it is empty.
///
/// # Errors
/// JSON could not be made of the findings; no input is known to cause it.
pub fn emit(format: Format, findings: &Findings<'_>, options: &Options<'_>) -> Result<String, serde_json::Error> {
    match format {
        Format::Full => Ok(full::emit(findings, options)),
        Format::Concise => Ok(concise::emit(findings, options)),
        Format::Json => json::emit(findings, options),
        Format::Sarif => sarif::emit(findings, options),
        Format::Github => Ok(github::emit(findings, options)),
    }
}
