//! Findings as one JSON object, for programs. `docs/check-report.schema.json` describes it to the letter.
//!
//! ```json
//! {
//!   "version": 1,
//!   "counts": { "files": 1, "files_with_findings": 1, "errors": 1, "warnings": 0, "infos": 0 },
//!   "files": [
//!     {
//!       "file": "case.toml",
//!       "counts": { "errors": 1, "warnings": 0, "infos": 0 },
//!       "findings": [
//!         {
//!           "code": "MLA501", "name": "facts-missing-translation", "severity": "error",
//!           "message": "paragraph `f3` of the facts has no French text",
//!           "path": "facts[2].fr",
//!           "place": { "start": { "line": 43, "column": 1, "byte": 1201 }, "end": { "line": 43, "column": 3, "byte": 1203 } },
//!           "label": "given in English only",
//!           "related": [],
//!           "law": ["1959 Convention, art. 16(2)"], "help": ["add `fr`"], "notes": []
//!         }
//!       ]
//!     }
//!   ]
//! }
//! ```
//!
//! - `version` rises when a reader of the old form could misread the new one; keys may be added without that.
//! - Every checked file is listed, in the order of the run; findings are in the order of the file.
//! - Lines and columns count from one, columns in characters (Unicode scalar values). `byte` counts from zero, in UTF-8, after a
//!   byte order mark if there is one. `end` is one past the last character.
//! - Where a sentence quotes a value of the case file, `…` stands for the value unless the text of the case file was asked for.
//! - `path` is missing where a finding is about no single field. `source`, the text of the place, is there only when the text of
//!   the case file was asked for.
//! - Findings of severity `info` are listed only when asked for, but always counted.
//! - Sentences are in the language of the run; `code`, `name` and `severity` never change with it.

use super::place::Place;
use super::{Findings, Options, all_said, listed, said};
use crate::diag::{Counts, Diagnostic};
use crate::source::{Position, SourceFile, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Root<'a> {
    version: u32,
    counts: AllCounts,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct AllCounts {
    files: usize,
    files_with_findings: usize,
    #[serde(flatten)]
    findings: FindingCounts,
}

#[derive(Serialize)]
struct FindingCounts {
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    counts: FindingCounts,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    place: Extent,
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    related: Vec<Related<'a>>,
    law: &'a [String],
    help: Vec<&'a str>,
    notes: Vec<&'a str>,
}

#[derive(Serialize)]
struct Related<'a> {
    place: Extent,
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
}

#[derive(Serialize)]
struct Extent {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    byte: usize,
}

impl From<Counts> for FindingCounts {
    fn from(c: Counts) -> Self {
        Self { errors: c.errors, warnings: c.warnings, infos: c.infos }
    }
}

impl From<Place> for Extent {
    fn from(p: Place) -> Self {
        let point = |at: Position, byte| Point { line: at.line, column: at.column, byte };
        Self { start: point(p.start, p.span.start), end: point(p.end, p.span.end) }
    }
}

/// The findings as an indented JSON object.
pub(super) fn emit(findings: &Findings<'_>, options: &Options<'_>) -> Result<String, serde_json::Error> {
    let totals = findings.totals();
    let root = Root {
        version: 1,
        counts: AllCounts { files: totals.files, files_with_findings: totals.files_with_findings, findings: totals.counts.into() },
        files: findings
            .files
            .iter()
            .map(|&(file, report)| File {
                file: file.name(),
                counts: report.counts().into(),
                findings: listed(report, options.show_info).map(|d| finding(file, d, options)).collect(),
            })
            .collect(),
    };
    Ok(serde_json::to_string_pretty(&root)? + "\n")
}

fn finding<'a>(file: &'a SourceFile, d: &'a Diagnostic, options: &Options<'_>) -> Finding<'a> {
    let with_source = options.with_source;
    let quoted = |span: Span| {
        let place = Place::of(file, span);
        (Extent::from(place), with_source.then(|| file.slice(place.span)))
    };
    let (place, source) = quoted(d.span);
    let related = d.related.iter().map(|l| {
        let (place, source) = quoted(l.span);
        Related { place, label: &l.text, source }
    });
    Finding {
        code: d.code.as_str(),
        name: &d.name,
        severity: d.severity.id(),
        message: said(d, &d.message, options),
        path: d.path.as_deref(),
        place,
        label: said(d, &d.label, options),
        source,
        related: related.collect(),
        law: &d.law,
        help: all_said(d, &d.help, options),
        notes: all_said(d, &d.notes, options),
    }
}
