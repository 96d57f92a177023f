//! Values that are chosen rather than typed: what there is to choose from, and the items that a choice can make.

use super::locate::{id_prefix, new_id};
use super::prompter::{Choice, folded};
use super::script::NEW;
use super::show::{item_name, section_title};
use super::{Session, Speech};
use crate::check::Matter;
use crate::forms::model::{Field, SectionBody, Shape};
use crate::kind::{Kind, Lexicon as _};
use crate::lang::Lang;
use toml_edit::Item;

/// The path of the legal bases.
pub(super) const BASES: &str = "request.bases";

/// What a field's value can be chosen from; `None` where it is typed.
pub(super) fn choices(session: &Session<'_>, matter: &Matter, path: &str, field: &Field) -> Option<Vec<Choice>> {
    let speech = session.speech;
    let Shape::Scalar(kind) = &field.shape else { return None };
    let mut all = match kind {
        _ if path == BASES => bases(speech, matter),
        _ if is_type(speech, path) => types(speech),
        Kind::Bool => [("true", "interview.yes"), ("false", "interview.no")].map(|(id, key)| choice(id, speech.get(key))).into(),
        Kind::Choice { list, ids } => {
            ids.iter().map(|id| choice(id, speech.word(&format!("choice.{list}.{id}")).unwrap_or(id).to_owned())).collect()
        }
        Kind::Country => coded(speech, "country."),
        Kind::Language => coded(speech, "language."),
        Kind::Ref { to } => items(session, matter, to),
        _ => return None,
    };
    let chosen = chosen(session, path);
    for one in &mut all {
        one.chosen = chosen.contains(&one.id);
    }
    Some(all)
}

/// The ids that stand at a path now.
fn chosen(session: &Session<'_>, path: &str) -> Vec<String> {
    let text = |item: &Item| match item.as_bool() {
        Some(b) => Some(b.to_string()),
        None => item.as_str().map(str::to_owned),
    };
    match session.editor.get(path) {
        Some(item) => match item.as_array() {
            Some(array) => array.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
            None => text(item).into_iter().collect(),
        },
        None => Vec::new(),
    }
}

/// Whether a path is the type of an item of assistance.
fn is_type(speech: Speech<'_>, path: &str) -> bool {
    let section = path.split(['[', '.']).next().and_then(|s| speech.forms.catalogue.section(s));
    path.ends_with("].type") && section.is_some_and(|s| matches!(s.body, SectionBody::Variants(_)))
}

fn choice(id: &str, label: String) -> Choice {
    Choice { id: id.to_owned(), label, ..Choice::default() }
}

/// The legal bases; those of a region to which both States belong stand first and say so.
fn bases(speech: Speech<'_>, matter: &Matter) -> Vec<Choice> {
    let header = matter.header();
    let is_in = |region: &[String], state: &Option<String>| state.as_ref().is_some_and(|state| region.contains(state));
    let is_suggested = |id: &str| {
        let region = speech.forms.bases.get(id).map_or(&[][..], |basis| &basis.region);
        is_in(region, &header.requesting) && is_in(region, &header.requested)
    };
    let of = |id: &str, part: &str| speech.word(&format!("basis.{id}.{part}")).unwrap_or("").to_owned();
    let all = speech.forms.bases_in_order();
    let mut choices: Vec<Choice> = all
        .iter()
        .map(|b| {
            let (short, name, about) = (of(&b.id, "short"), of(&b.id, "name"), of(&b.id, "about"));
            let label = if short.is_empty() { b.id.clone() } else { short };
            let about = if about.is_empty() { name } else { about };
            let suggested = is_suggested(&b.id);
            let about = if suggested { speech.fill("interview.suggested", &[("value", &about)]) } else { about };
            Choice { id: b.id.clone(), label, about, suggested, ..Choice::default() }
        })
        .collect();
    choices.sort_by_key(|choice| !choice.suggested);
    choices
}

/// The assistance types.
pub(super) fn types(speech: Speech<'_>) -> Vec<Choice> {
    let of = |id: &str, part: &str| speech.word(&format!("assistance.{id}.{part}"));
    let all = speech.forms.types_in_order();
    all.iter()
        .map(|t| Choice {
            id: t.id.clone(),
            label: of(&t.id, "title").unwrap_or(&t.id).to_owned(),
            about: of(&t.id, "about").unwrap_or("").to_owned(),
            ..Choice::default()
        })
        .collect()
}

/// Everything that a table of words names, by name; names with accents can be found without them.
fn coded(speech: Speech<'_>, prefix: &str) -> Vec<Choice> {
    let codes = speech.forms.words.keys(Lang::EN, prefix).map(|k| &k[prefix.len()..]);
    let mut all: Vec<Choice> = codes
        .map(|code| {
            let name = speech.word(&format!("{prefix}{code}")).unwrap_or(code);
            let plain = folded(name);
            let plain_differs = !name.is_ascii() && plain.is_ascii();
            let label = if plain_differs { format!("{name} ({code}, {plain})") } else { format!("{name} ({code})") };
            let words = &speech.forms.words;
            let names = words.languages().iter().filter_map(|l| words.word(*l, &format!("{prefix}{code}")));
            Choice { also: names.map(folded).collect(), ..choice(code, label) }
        })
        .collect();
    all.sort_by_cached_key(|c| (folded(&c.label), c.id.clone()));
    all
}

/// The items that a reference can point at, and a new one of each list that can hold them.
fn items(session: &Session<'_>, matter: &Matter, to: &[String]) -> Vec<Choice> {
    let speech = session.speech;
    let sections = || to.iter().flat_map(|record| speech.forms.catalogue.lists_of(record));
    let there = sections().flat_map(|s| {
        let ids = session.editor.ids(&s.id).into_iter().filter(|id| !id.is_empty());
        ids.map(|id| choice(&id, item_name(speech, matter, &s.id, &id))).collect::<Vec<_>>()
    });
    let new = sections().map(|s| {
        let id = new_id(speech.forms, &session.editor, &s.id);
        choice(&format!("{NEW}{id}"), speech.fill("interview.new-item", &[("label", &one_of(speech, s))]))
    });
    there.chain(new).collect()
}

/// What one item of a section is called.
pub(super) fn one_of(speech: Speech<'_>, section: &crate::forms::model::Section) -> String {
    match &section.body {
        SectionBody::List(record) => crate::check::label_of(speech.forms, speech.lang, &format!("record.{record}")),
        _ => section_title(speech, section),
    }
}

/// The list section that an id for a new item belongs to.
pub(super) fn section_of_new(speech: Speech<'_>, field: &Field, id: &str) -> Option<String> {
    let Shape::Scalar(Kind::Ref { to }) = &field.shape else { return None };
    let letters = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut sections = to.iter().flat_map(|record| speech.forms.catalogue.lists_of(record));
    sections.find(|s| id_prefix(speech.forms, &s.id) == letters).map(|s| s.id.clone())
}
