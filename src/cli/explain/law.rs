//! `mla explain --all law`: every legal basis, assistance type and profile of a State, with what it demands, by which article, and how far
//! each article was verified. The reference of the documentation, `docs/law.md`.

use super::speak::Speaker;
use super::{Page, Pages, Part, field, pages};
use crate::cli::args::ExplainFormat;
use std::fmt::Write as _;

/// Parts that the reference leaves out: they are the same for all types, or belong to the questions.
const LEFT_OUT: [&str; 2] = ["fields", "common-fields"];

/// The pages in order, with the key of the words that head each group.
fn groups(speak: &Speaker<'_>) -> [(&'static str, Vec<Page>); 3] {
    let forms = speak.forms;
    let bases = forms.bases_in_order().into_iter().map(|basis| pages::basis(speak, basis));
    let types = forms.types_in_order().into_iter().map(|kind| {
        let mut page = pages::assistance(speak, kind);
        let fields = forms.catalogue.types.get(&kind.id).map(Vec::as_slice).unwrap_or_default();
        let lines = fields.iter().map(|f| {
            let needs = field::required(speak, &f.needs, &format!("assistance[{}].{}", kind.id, f.name));
            format!("`{}`  {}: {}", f.name, speak.label(&f.words), needs.join("; "))
        });
        page.parts.push(Part { key: "needs", heading: speak.word("explain.fields"), lines: lines.collect() });
        page
    });
    let states = forms.states.values().map(|state| pages::state(speak, state));
    [("law-bases", bases.collect()), ("law-types", types.collect()), ("law-states", states.collect())]
}

pub(super) fn print(speak: &Speaker<'_>, format: ExplainFormat) -> serde_json::Result<String> {
    let groups = groups(speak);
    match format {
        ExplainFormat::Text => Ok(groups.iter().flat_map(|(_, pages)| pages).map(Page::text).collect::<Vec<_>>().join("\n")),
        ExplainFormat::Json => {
            let pages = groups.into_iter().flat_map(|(_, pages)| pages).collect();
            Ok(serde_json::to_string_pretty(&Pages { version: 1, pages })? + "\n")
        }
        ExplainFormat::Markdown => Ok(markdown(speak, &groups)),
    }
}

fn markdown(speak: &Speaker<'_>, groups: &[(&'static str, Vec<Page>)]) -> String {
    let mut out = format!("# {}\n\n{}\n", speak.word("explain.law-title"), speak.word("explain.law-about"));
    for (key, pages) in groups {
        let _ = write!(out, "\n## {}\n", speak.word(&format!("explain.{key}")));
        for page in pages {
            let _ = write!(out, "\n### {} {}\n\n", page.id, page.title);
            for part in page.parts.iter().filter(|part| !LEFT_OUT.contains(&part.key)) {
                match part.lines.as_slice() {
                    [line] => _ = writeln!(out, "- {}: {}", part.heading, line.replace('<', "\\<")),
                    lines => {
                        let _ = writeln!(out, "- {}:", part.heading);
                        for line in lines {
                            let _ = writeln!(out, "  - {}", line.replace('<', "\\<"));
                        }
                    }
                }
            }
        }
    }
    out
}
