//! `mla explain --refusal FILE`: for each ground of refusal of the chosen bases, what in the case bears on it and what is missing. Facts only:
//! no forecast and no advice.

use super::speak::Speaker;
use super::{Page, Part};
use crate::case::{Node, Tree};
use crate::check::{Checked, Outcome, walk};
use crate::forms::model::Law;
use crate::forms::refusals::Refusal;
use crate::kind::Value;
use crate::source::SourceFile;
use std::collections::BTreeMap;

/// Longest value that is shown whole, in characters.
const LONGEST: usize = 160;

/// A value of the case with its place.
struct Fact {
    path: String,
    label: String,
    text: String,
    line: usize,
}

/// The page of each ground that concerns the case.
pub(super) fn pages(speak: &Speaker<'_>, source: &SourceFile, checked: &Checked) -> Vec<Page> {
    let facts = facts(speak, source, &checked.outcome);
    let matter = checked.outcome.matter();
    let eval = matter.eval(speak.forms);
    let bases = &matter.header().bases;
    let of = |law: &Law| -> Law { law.iter().filter(|(id, _)| bases.contains(id)).map(|(id, list)| (id.clone(), list.clone())).collect() };
    let concerns = |refusal: &&Refusal| {
        let known = refusal.practice || !of(&refusal.law).is_empty() || !of(&refusal.barred).is_empty();
        known && refusal.when.as_ref().is_none_or(|when| eval.holds(when, &[]) != Some(false))
    };
    let page = |refusal: &Refusal| {
        let word = |part: &str| speak.maybe(&format!("refusal.{}.{part}", refusal.id));
        let mut page = Page::new("refusal", &refusal.id, word("title"));
        page.add(speak, "about", [word("about")]);
        let law = of(&refusal.law);
        let practice = law.is_empty() && refusal.practice;
        page.add(speak, "law", speak.law(&law).into_iter().chain(practice.then(|| speak.word("explain.practice"))));
        named(&mut page, speak, "barred", speak.law(&of(&refusal.barred)));
        let mut lines: Vec<String> = Vec::new();
        for path in &refusal.bears {
            lines.extend(
                at_or_below(&facts, &path.text).map(|f| format!("{}:{}  {} (`{}`): {}", source.name(), f.line, f.label, f.path, f.text)),
            );
        }
        if lines.is_empty() {
            lines.push(speak.word("explain.refusal.nothing"));
        }
        named(&mut page, speak, "facts", lines);
        let missing = refusal.wants.iter().filter(|path| at_or_below(&facts, &path.text).next().is_none());
        let missing = missing.map(|path| format!("`{}`  {}", path.text, super::field::label_at(speak, &path.text)));
        named(&mut page, speak, "missing", missing.collect());
        let findings = checked.report.diagnostics().iter().filter(|d| refusal.codes.iter().any(|code| *code == d.code.to_string()));
        let findings = findings.map(|d| format!("{}:{}  {} {}", source.name(), source.position(d.span.start).line, d.code, d.message));
        named(&mut page, speak, "findings", findings.collect());
        page
    };
    speak.forms.refusals.iter().filter(concerns).map(page).collect()
}

/// A part whose heading stands with the words on refusal.
fn named(page: &mut Page, speak: &Speaker<'_>, key: &'static str, lines: Vec<String>) {
    if !lines.is_empty() {
        page.parts.push(Part { key, heading: speak.word(&format!("explain.refusal.{key}")), lines });
    }
}

/// All values of the case by the path of their field, as forms write it: `offences[].penalty-max`.
fn facts(speak: &Speaker<'_>, source: &SourceFile, outcome: &Outcome) -> BTreeMap<String, Vec<Fact>> {
    let matter = outcome.matter();
    let original = matter.header().original;
    let mut all: BTreeMap<String, Vec<Fact>> = BTreeMap::new();
    walk::fields(matter.tree(), speak.forms, &mut |field, node, path| {
        let text: Vec<String> = node.items().iter().filter_map(Node::value).map(|value| shown(speak, value, original)).collect();
        if text.is_empty() {
            return;
        }
        let text = shortened(&text.join("; "));
        let line = source.position(node.span.start).line;
        let of_field = general(path);
        let of_type = variant(matter.tree(), path).map(|id| of_field.replacen("[]", &format!("[{id}]"), 1));
        for key in std::iter::once(of_field).chain(of_type) {
            let fact = Fact { path: path.to_owned(), label: speak.label(&field.words), text: text.clone(), line };
            all.entry(key).or_default().push(fact);
        }
    });
    all
}

/// The type of the item of assistance that a path goes through.
fn variant(tree: &Tree, path: &str) -> Option<String> {
    let id = path.strip_prefix("assistance[")?.split(']').next()?;
    let items = tree.items("assistance").iter().filter_map(Node::record);
    let found = items.enumerate().find(|(at, record)| record.id.as_deref() == Some(id) || id == at.to_string());
    found.and_then(|(_, record)| record.variant.clone())
}

/// A path without the ids of items.
fn general(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in path.chars() {
        match c {
            '[' => {
                inside = true;
                out.push_str("[]");
            }
            ']' => inside = false,
            _ if inside => {}
            c => out.push(c),
        }
    }
    out
}

fn shown(speak: &Speaker<'_>, value: &Value, original: crate::lang::Lang) -> String {
    match value {
        Value::Bool(yes) => speak.word(if *yes { "yes" } else { "no" }),
        value => value.show(speak.lang, &speak.forms.words, original),
    }
}

fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

/// The facts of a field, or of all fields below a section or record.
fn at_or_below<'f>(facts: &'f BTreeMap<String, Vec<Fact>>, path: &str) -> impl Iterator<Item = &'f Fact> {
    let below = [format!("{path}."), format!("{path}[].")];
    let path = path.to_owned();
    let inside = move |key: &String| *key == path || below.iter().any(|start| key.starts_with(start.as_str()));
    facts.iter().filter(move |(key, _)| inside(key)).flat_map(|(_, list)| list)
}
