//! `mla explain --all`: every code of findings, as the reference of the documentation.

use super::speak::Speaker;
use super::{Page, Pages, pages};
use crate::cli::args::ExplainFormat;

/// What the reference says of a code; examples and conditions are left to the explanation of the code itself.
const PARTS: [&str; 6] = ["name", "level", "why", "law", "only-for", "fix"];

pub(super) fn print(speak: &Speaker<'_>, format: ExplainFormat) -> serde_json::Result<String> {
    let pages = speak.forms.rules.values().map(|rule| pages::rule(speak, rule));
    match format {
        ExplainFormat::Text => Ok(pages.map(|p| p.text()).collect::<Vec<_>>().join("\n")),
        ExplainFormat::Json => Ok(serde_json::to_string_pretty(&Pages { version: 1, pages: pages.collect() })? + "\n"),
        ExplainFormat::Markdown => Ok(markdown(speak, pages)),
    }
}

fn markdown(speak: &Speaker<'_>, pages: impl Iterator<Item = Page>) -> String {
    let mut out = format!("# {}\n\n{}\n", speak.word("explain.all-title"), speak.word("explain.all-about"));
    let mut last = String::new();
    for page in pages {
        // The letters and the first digit of a code tell its group; forms from elsewhere have groups without a name.
        let group: String =
            page.id.chars().take_while(char::is_ascii_uppercase).chain(page.id.chars().find(char::is_ascii_digit)).collect();
        if group != last {
            let name = speak.maybe(&format!("explain.group.{group}"));
            out.push_str(&format!("\n## {}\n", if name.is_empty() { &group } else { &name }));
            last = group;
        }
        out.push('\n');
        out.push_str(&escaped(&page.markdown(3, |part| PARTS.contains(&part))));
    }
    out
}

/// Sentences with gaps for what a finding is about: an ellipsis stands for it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, tail)) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase()) => {
                out.push('…');
                rest = tail;
            }
            _ => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.replace('<', "\\<")
}
