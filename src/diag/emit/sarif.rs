//! Findings as SARIF 2.1.0, the format of code review tools. Only what this tool has to say is modelled, with the names of the
//! standard.

use super::place::Place;
use super::{Findings, Options, all_said, said, told};
use crate::diag::{Diagnostic, Severity};
use crate::source::{SourceFile, Span};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    artifacts: Vec<Artifact>,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    id: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Artifact {
    location: ArtifactLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Properties<'a> {
    law: &'a [String],
    help: Vec<&'a str>,
    notes: Vec<&'a str>,
}

#[derive(Serialize)]
struct Message<'a> {
    text: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    fully_qualified_name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation,
    region: Region<'a>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: usize,
    byte_length: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Message<'a>>,
}

/// The findings as an indented SARIF log with one run.
pub(super) fn emit(findings: &Findings<'_>, options: &Options<'_>) -> Result<String, serde_json::Error> {
    let mut rules: BTreeMap<&str, &str> = BTreeMap::new();
    for (_, d) in findings.listed(options.show_info) {
        rules.insert(d.code.as_str(), &d.name);
    }
    let index = |code: &str| rules.keys().position(|&id| id == code).unwrap_or(0);
    let mut results = Vec::new();
    for (at, &(file, report)) in findings.files.iter().enumerate() {
        let found = super::listed(report, options.show_info);
        results.extend(found.map(|d| finding(&Checked { file, index: at }, d, index(d.code.as_str()), options)));
    }
    let driver = Driver {
        name: env!("CARGO_PKG_NAME"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: rules.iter().map(|(&id, &name)| Rule { id, name }).collect(),
    };
    let artifacts = findings.files.iter().map(|(file, _)| Artifact { location: ArtifactLocation { uri: uri(file.name()), index: None } });
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", artifacts: artifacts.collect(), results };
    Ok(serde_json::to_string_pretty(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })? + "\n")
}

/// A file with its place in the list of files.
struct Checked<'a> {
    file: &'a SourceFile,
    index: usize,
}

impl<'a> Checked<'a> {
    fn location(&self, span: Span, with_source: bool) -> PhysicalLocation<'a> {
        let at = Place::of(self.file, span);
        PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(self.file.name()), index: Some(self.index) },
            region: Region {
                start_line: at.start.line,
                start_column: at.start.column,
                end_line: at.end.line,
                end_column: at.end.column,
                byte_offset: at.span.start,
                byte_length: at.span.end - at.span.start,
                snippet: with_source.then(|| Message { text: self.file.slice(at.span).into() }),
            },
        }
    }
}

fn finding<'a>(checked: &Checked<'a>, d: &'a Diagnostic, rule_index: usize, options: &Options<'_>) -> Finding<'a> {
    let related = d.related.iter().enumerate().map(|(n, label)| Location {
        id: Some(n + 1),
        physical_location: checked.location(label.span, options.with_source),
        logical_locations: Vec::new(),
        message: Some(Message { text: label.text.as_str().into() }),
    });
    let location = Location {
        id: None,
        physical_location: checked.location(d.span, options.with_source),
        logical_locations: d.path.iter().map(|path| LogicalLocation { fully_qualified_name: path }).collect(),
        message: (!d.label.is_empty()).then(|| Message { text: said(d, &d.label, options).into() }),
    };
    Finding {
        rule_id: d.code.as_str(),
        rule_index,
        level: match d.severity {
            Severity::Info => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        },
        message: Message { text: told(d, options).into() },
        locations: [location],
        related_locations: related.collect(),
        properties: Properties { law: &d.law, help: all_said(d, &d.help, options), notes: all_said(d, &d.notes, options) },
    }
}

/// A file name as a URI reference: relative names stay relative, so that a log made in a checkout fits the repository.
fn uri(name: &str) -> String {
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    let drive = name.as_bytes().get(1) == Some(&b':') && cfg!(windows);
    let prefix = match name.split('/').next() {
        _ if drive => "file:///",
        Some("") => "file://",
        // A colon in the first part would make it the scheme of the URI.
        Some(first) if first.contains(':') => "./",
        _ => "",
    };
    let mut out = prefix.to_owned();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn names_become_uri_references() {
        for (name, wanted) in [
            ("cases/a.toml", "cases/a.toml"),
            ("/home/a b/дело.toml", "file:///home/a%20b/%D0%B4%D0%B5%D0%BB%D0%BE.toml"),
            ("12:45.toml", "./12:45.toml"),
            ("100%#?.toml", "100%25%23%3F.toml"),
            ("<stdin>", "%3Cstdin%3E"),
        ] {
            assert_eq!(uri(name), wanted);
        }
    }
}
