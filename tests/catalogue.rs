//! The catalogue as a whole: everything that the forms know is said in every language, rests on law or practice, is asked for, checked and
//! printed, and stands in an example.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use mla::doc::skeleton::{SkeletonBlock, SkeletonKind};
use mla::forms::model::{Field, SectionBody};
use mla::forms::path::{Anchor, FieldPath};
use mla::kind::Lexicon as _;
use mla::lang::Lang;
use std::collections::{BTreeMap, BTreeSet};

/// Words with sense as the names of fields: letters, digits and underscores.
fn names(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.split(|c| !is_part(c)).map(|word| word.replace('-', "_")).collect()
}

/// The names in the texts that print an item of a type: its skeleton and what several types share, and the English wording of their blocks.
fn printing(id: &str) -> BTreeSet<String> {
    let (forms, library) = (support::forms(), support::library());
    let own = format!("templates/assistance/{id}.toml");
    let skeletons = forms.data.iter().filter(|f| f.path == own || f.path.starts_with("templates/parts/"));
    let skeletons: Vec<&str> = skeletons.map(|f| f.source.text()).collect();
    let block = |line: &str| Some(line.strip_prefix("id = \"")?.trim_end_matches('"').to_owned());
    let blocks = skeletons.iter().flat_map(|text| text.lines().filter_map(block));
    let worded = blocks.filter_map(|id| Some(names(library.wording.block(Lang::EN, &id)?.0)));
    worded.chain(skeletons.iter().map(|text| names(text))).flatten().collect()
}

fn languages() -> Vec<Lang> {
    support::library().wording.languages().collect()
}

#[test]
fn there_are_all_bases_types_and_grounds() {
    let forms = support::forms();
    assert_eq!(forms.bases.len(), 35);
    assert_eq!(forms.types.len(), 42);
    assert!(forms.refusals.len() > 20, "{}", forms.refusals.len());
    assert_eq!(languages().len(), 8);
}

#[test]
fn everything_has_words_in_every_language() {
    let forms = support::forms();
    let mut missing = Vec::new();
    let mut want = |lang: Lang, key: String| {
        if forms.words.word(lang, &key).is_none_or(|word| word.trim().is_empty()) {
            missing.push(format!("{lang}: {key}"));
        }
    };
    for lang in languages() {
        for (id, fields) in &forms.catalogue.types {
            want(lang, format!("assistance.{id}.title"));
            for field in fields {
                want(lang, format!("{}.label", field.words));
                want(lang, format!("{}.help", field.words));
            }
        }
        forms
            .bases
            .keys()
            .for_each(|id| ["name", "short", "cite", "about", "scope"].iter().for_each(|p| want(lang, format!("basis.{id}.{p}"))));
        forms.refusals.iter().for_each(|r| ["title", "about"].iter().for_each(|p| want(lang, format!("refusal.{}.{p}", r.id))));
        for rule in forms.rules.keys() {
            ["title", "message", "why", "fix"].iter().for_each(|p| want(lang, format!("rule.{rule}.{p}")));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The demands under a table of a form, with what they are about.
fn demands(table: &toml::Table, about: &str, out: &mut Vec<(String, toml::Value)>) {
    let name = table.get("name").or_else(|| table.get("path")).and_then(toml::Value::as_str).unwrap_or("");
    let about = format!("{about} {name}");
    for (key, value) in table {
        match value {
            toml::Value::Array(items) if key == "need" => out.extend(items.iter().map(|item| (about.clone(), item.clone()))),
            _ if key == "need" => out.push((about.clone(), value.clone())),
            toml::Value::Array(items) => items.iter().filter_map(toml::Value::as_table).for_each(|inner| demands(inner, &about, out)),
            _ => {}
        }
    }
}

#[test]
fn every_demand_rests_on_law_or_practice() {
    let forms = support::forms();
    let mut all = Vec::new();
    for folder in ["records", "sections", "assistance", "bases", "states"] {
        for file in forms.data.under(&format!("forms/{folder}/")) {
            demands(&file.source.text().parse().unwrap(), &file.path, &mut all);
        }
    }
    assert!(all.len() > 800, "{}", all.len());
    let bare = all.iter().filter(|(_, need)| {
        let must = need.as_str() == Some("must") || need.get("level").and_then(toml::Value::as_str) == Some("must");
        must && need.get("law").is_none() && need.get("practice").is_none()
    });
    let bare: Vec<String> =
        bare.map(|(about, need)| format!("{about} {}", need.get("path").and_then(toml::Value::as_str).unwrap_or(""))).collect();
    assert!(bare.is_empty(), "{bare:#?}");
    let known =
        |mark: &str| mark.is_empty() || ["V", "P", "M"].iter().any(|letter| mark == *letter || mark.starts_with(&format!("{letter}:")));
    let bases = forms.bases.values();
    let wrong: Vec<String> = bases
        .flat_map(|b| {
            b.types.values().chain(b.articles.values()).flatten().filter(|a| !known(&a.mark.0)).map(|a| format!("{} {}", b.id, a.number))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_field_of_a_type_is_printed() {
    let forms = support::forms();
    let mut lost = Vec::new();
    for (id, fields) in &forms.catalogue.types {
        let printed = printing(id);
        let wanted = |field: &&Field| !field.internal && !printed.contains(&field.name.replace('-', "_"));
        lost.extend(fields.iter().filter(wanted).map(|field| format!("{id}.{}", field.name)));
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn every_type_stands_in_an_example_and_every_document_has_a_skeleton() {
    let forms = support::forms();
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    let texts: Vec<String> = support::examples().into_iter().map(|(_, path)| std::fs::read_to_string(path).unwrap()).collect();
    for id in forms.types.keys() {
        found.insert(id, texts.iter().filter(|text| text.contains(&format!("type = \"{id}\""))).count());
    }
    let without: Vec<&&str> = found.iter().filter(|(_, count)| **count == 0).map(|(id, _)| id).collect();
    assert!(without.is_empty(), "{without:?}");
    for document in forms.catalogue.documents.keys() {
        assert!(!support::library().skeleton.document(document).is_empty(), "{document}");
    }
}

/// The sections that a skeleton prints from: the first steps of its paths, and the names in the English wording of its blocks.
fn sections_of(blocks: &[SkeletonBlock], seen: &mut BTreeSet<String>) -> BTreeSet<String> {
    let library = support::library();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let mut found = BTreeSet::new();
    for block in blocks {
        let mut paths: Vec<&FieldPath> = block.each.iter().collect();
        match &block.kind {
            SkeletonKind::Fields(fields) => paths.extend(std::iter::once(&fields.of).chain(&fields.also)),
            SkeletonKind::Include(pattern) if seen.insert(pattern.clone()) => {
                let inner = library.skeleton.fragments.get(pattern).map(Vec::as_slice).unwrap_or_default();
                found.extend(sections_of(inner, seen));
            }
            _ => {}
        }
        found.extend(paths.iter().filter(|path| path.anchor == Anchor::Root).map(|path| path.steps[0].name.clone()));
        let wording = library.wording.block(Lang::EN, &block.id).map_or("", |(text, ..)| text);
        let code = wording.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let words = code.flat_map(|code| code.split(|c: char| !is_part(c))).map(|word| word.split('.').next().unwrap_or(""));
        found.extend(words.map(|word| word.replace('_', "-")));
    }
    found
}

#[test]
fn a_document_prints_all_sections_but_those_that_it_does_without() {
    let forms = support::forms();
    for (id, document) in &forms.catalogue.documents {
        let printed = sections_of(support::library().skeleton.document(id), &mut BTreeSet::new());
        for section in &forms.catalogue.sections {
            let prints = printed.contains(&section.id);
            assert!(!prints || !document.omits(&section.id), "{id} prints {}", section.id);
            // Items may be printed where something refers to them; a treaty that the case itself names stands in the citations.
            let elsewhere = matches!(section.body, SectionBody::List(_)) || section.id.starts_with("treaty");
            assert!(prints || elsewhere || document.omits(&section.id), "{id} does not print {}", section.id);
        }
    }
}
