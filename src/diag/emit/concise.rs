//! One line a finding: `file:line:column: severity[CODE] message`.
//!
//! Programs read these lines as well, so the severity is its id in every language.

use super::place::Place;
use super::{Findings, Options, bidi};
use crate::diag::Severity;
use annotate_snippets::renderer::{AnsiColor, Style};

/// The findings, a line each; nothing at all where there are none.
pub(super) fn emit(findings: &Findings<'_>, options: &Options<'_>) -> String {
    findings
        .listed(options.show_info)
        .map(|(file, d)| {
            let at = Place::of(file, d.span).start;
            let style = if options.colour { style(d.severity) } else { Style::new() };
            let name = bidi::one_line(file.name());
            let message = bidi::isolate(&bidi::one_line(&d.message));
            format!("{name}:{}:{}: {style}{}[{}]{style:#} {message}\n", at.line, at.column, d.severity.id(), d.code)
        })
        .collect()
}

fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Info => AnsiColor::BrightBlue,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Error => AnsiColor::BrightRed,
    };
    colour.on_default().bold()
}
