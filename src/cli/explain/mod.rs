//! `mla explain`: what a code, field, assistance type, legal basis, section, record or State is about, from the forms in force.

mod field;
mod pages;
mod speak;

use super::args::{ExplainArgs, ExplainFormat, Global};
use super::ui::{self, Exit};
use super::world::World;
use crate::forms::FormSet;
use serde::Serialize;
use speak::Speaker;

/// An explanation.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    /// What kind of thing it is: `rule`, `field`, `assistance`, `basis`, `section`, `record`, `state`.
    kind: &'static str,
    /// Code, path or id.
    id: String,
    /// Its name.
    title: String,
    /// What there is to say.
    parts: Vec<Part>,
}

/// A part of an explanation.
#[derive(Debug, Serialize)]
struct Part {
    /// Id of the part, the same in every language.
    key: &'static str,
    /// Its heading.
    heading: String,
    /// Its lines.
    lines: Vec<String>,
}

/// The JSON of an explanation.
#[derive(Serialize)]
struct Root<'a> {
    version: u32,
    #[serde(flatten)]
    page: &'a Page,
}

impl Page {
    fn new(kind: &'static str, id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { kind, id: id.into(), title: title.into(), parts: Vec::new() }
    }

    /// Adds a part unless it is empty.
    fn add(&mut self, speak: &Speaker<'_>, key: &'static str, lines: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = lines.into_iter().filter(|l| !l.trim().is_empty()).collect();
        if !lines.is_empty() {
            self.parts.push(Part { key, heading: speak.word(&format!("explain.{key}")), lines });
        }
    }

    fn text(&self) -> String {
        let mut out = format!("{}  {}\n", self.id, self.title);
        for part in &self.parts {
            out.push_str(&format!("\n{}\n", part.heading));
            for line in part.lines.iter().flat_map(|l| l.lines()) {
                out.push_str(format!("  {line}").trim_end());
                out.push('\n');
            }
        }
        out
    }
}

/// Runs the command.
pub fn run(args: &ExplainArgs, global: &Global) -> Exit {
    let world = match World::load(global, None) {
        Ok(world) => world,
        Err(exit) => return exit,
    };
    let speak = Speaker { forms: &world.forms, lang: world.lang };
    let Some(page) = page(&speak, args.what.trim()) else {
        let words = world.words();
        let mut text = words.fill("explain.unknown", &[("value", args.what.trim())]);
        if let Some(near) = near(&world.forms, args.what.trim()) {
            text = format!("{text}; {}", words.fill("diag.did-you-mean", &[("known", &near)]));
        }
        ui::err(&text);
        return Exit::Failed;
    };
    match args.format {
        ExplainFormat::Text => ui::out(&page.text()),
        ExplainFormat::Json => match serde_json::to_string_pretty(&Root { version: 1, page: &page }) {
            Ok(text) => ui::out(&format!("{text}\n")),
            Err(error) => {
                ui::err(&format!("mla: {error}"));
                return Exit::Bug;
            }
        },
    }
    Exit::Ok
}

fn page(speak: &Speaker<'_>, what: &str) -> Option<Page> {
    let forms = speak.forms;
    if let Some(rule) = forms.rule(what).or_else(|| forms.rule(&what.to_uppercase())) {
        return Some(pages::rule(speak, rule));
    }
    if let Some(kind) = forms.types.get(what) {
        return Some(pages::assistance(speak, kind));
    }
    if let Some(basis) = forms.bases.get(what) {
        return Some(pages::basis(speak, basis));
    }
    if let Some(section) = forms.catalogue.section(what) {
        return Some(pages::section(speak, section));
    }
    if let Some(record) = forms.catalogue.records.get(what) {
        return Some(pages::record(speak, record));
    }
    if let Some(state) = forms.states.get(&what.to_lowercase()) {
        return Some(pages::state(speak, state));
    }
    field::page(speak, what)
}

/// What may have been meant.
fn near(forms: &FormSet, what: &str) -> Option<String> {
    let paths = field::paths(forms);
    // A name alone says which field is meant if not where it stands.
    let last = |path: &String| path.rsplit('.').next().unwrap_or("").to_owned();
    let of_name = |name: &str| paths.iter().find(|p| last(p) == name).cloned();
    if let Some(path) = of_name(what) {
        return Some(path);
    }
    let codes = forms.rules.values().flat_map(|r| [r.code.to_string(), r.name.clone()]);
    let ids = forms.types.keys().chain(forms.bases.keys()).chain(forms.catalogue.records.keys()).cloned();
    let sections = forms.catalogue.sections.iter().map(|s| s.id.clone());
    let all: Vec<String> = codes.chain(ids).chain(sections).chain(paths.iter().cloned()).collect();
    let names: Vec<String> = paths.iter().map(last).collect();
    let nearest = |among: &[String]| crate::suggest::nearest(what, among.iter().map(String::as_str)).map(str::to_owned);
    nearest(&all).or_else(|| of_name(&nearest(&names)?))
}
