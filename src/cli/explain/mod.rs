//! `mla explain`: what a code, field, assistance type, legal basis, section, record or State is about, from the forms in force.

mod all;
mod field;
mod law;
mod pages;
mod refusal;
mod speak;

use super::args::{ExplainAll, ExplainArgs, ExplainFormat, Global};
use super::ui::{self, Exit};
use super::world::{World, folder_of};
use crate::case::CaseFile;
use crate::forms::FormSet;
use serde::Serialize;
use speak::Speaker;
use std::path::Path;

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

    /// The parts that are wanted as a chapter of a document in Markdown.
    fn markdown(&self, depth: usize, wanted: impl Fn(&str) -> bool) -> String {
        let mut out = format!("{} {} {}\n\n", "#".repeat(depth), self.id, self.title);
        for part in self.parts.iter().filter(|p| wanted(p.key)) {
            if part.lines.iter().any(|l| l.contains('\n')) {
                out.push_str(&format!("\n{}:\n\n```toml\n{}\n```\n\n", part.heading, part.lines.join("\n")));
            } else {
                out.push_str(&format!("- {}: {}\n", part.heading, part.lines.join("; ")));
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
    match args.all {
        Some(ExplainAll::Codes) => return print(all::print(&speak, args.format)),
        Some(ExplainAll::Law) => return print(law::print(&speak, args.format)),
        None => {}
    }
    if let Some(file) = &args.refusal {
        return refusals(&world, &speak, file, args.format);
    }
    let what = args.what.as_deref().unwrap_or_default().trim();
    let Some(page) = page(&speak, what) else {
        let words = world.words();
        let mut text = words.fill("explain.unknown", &[("value", what)]);
        if let Some(near) = near(&world.forms, what) {
            text = format!("{text}; {}", words.fill("diag.did-you-mean", &[("known", &near)]));
        }
        ui::err(&text);
        return Exit::Failed;
    };
    print(match args.format {
        ExplainFormat::Text => Ok(page.text()),
        ExplainFormat::Markdown => Ok(page.markdown(1, |_| true)),
        ExplainFormat::Json => serde_json::to_string_pretty(&Root { version: 1, page: &page }).map(|text| text + "\n"),
    })
}

/// The JSON of several explanations.
#[derive(Serialize)]
struct Pages {
    version: u32,
    pages: Vec<Page>,
}

/// The grounds of refusal that concern a case file.
fn refusals(world: &World, speak: &Speaker<'_>, file: &Path, format: ExplainFormat) -> Exit {
    let source = match super::check::read(file) {
        Ok(source) => source,
        Err(error) => {
            ui::err(&format!("mla: {}: {error}", file.display()));
            return Exit::Failed;
        }
    };
    let checked = world.check(&CaseFile::parse(&source), &folder_of(file));
    let pages = refusal::pages(speak, &source, &checked);
    let [title, intro, none] = ["title", "intro", "none"].map(|key| speak.word(&format!("explain.refusal.{key}")));
    let intro = if pages.is_empty() { &none } else { &intro };
    print(match format {
        ExplainFormat::Json => serde_json::to_string_pretty(&Pages { version: 1, pages }).map(|text| text + "\n"),
        ExplainFormat::Text => {
            let texts = std::iter::once(format!("{title}\n\n{intro}\n")).chain(pages.iter().map(Page::text));
            Ok(texts.collect::<Vec<_>>().join("\n"))
        }
        ExplainFormat::Markdown => {
            let texts = std::iter::once(format!("# {title}\n\n{intro}\n")).chain(pages.iter().map(|page| page.markdown(2, |_| true)));
            Ok(texts.collect::<Vec<_>>().join("\n"))
        }
    })
}

fn print(text: serde_json::Result<String>) -> Exit {
    match text {
        Ok(text) => {
            ui::out(&text);
            Exit::Ok
        }
        Err(error) => {
            ui::err(&format!("mla: {error}"));
            Exit::Bug
        }
    }
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
