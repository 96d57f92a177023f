//! Findings as workflow commands, which GitHub Actions shows beside the lines of a change.

use super::place::Place;
use super::{Findings, Options, bidi, told};
use crate::diag::Severity;

/// A command a finding.
pub(super) fn emit(findings: &Findings<'_>, options: &Options<'_>) -> String {
    findings
        .listed(options.show_info)
        .map(|(file, d)| {
            let at = Place::of(file, d.span);
            let command = match d.severity {
                Severity::Info => "notice",
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            // Columns of a place on several lines are refused by the service.
            let columns =
                if at.start.line == at.end.line { format!(",col={},endColumn={}", at.start.column, at.end.column) } else { String::new() };
            let title = property(&format!("{} {}", d.code, d.name));
            let mut message = told(d, options);
            if options.with_source && !file.slice(at.span).is_empty() {
                message.push_str("\n\n");
                message.push_str(file.slice(at.span));
            }
            let (name, message) = (property(file.name()), data(&bidi::clean(&message)));
            let (line, end_line) = (at.start.line, at.end.line);
            format!("::{command} file={name},line={line},endLine={end_line}{columns},title={title}::{message}\n")
        })
        .collect()
}

/// What follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a parameter.
fn property(text: &str) -> String {
    data(&bidi::one_line(text)).replace(':', "%3A").replace(',', "%2C")
}
