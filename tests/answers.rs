//! Every example, given as answers to an empty case, becomes the same case again.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use mla::case::edit::Editor;
use mla::interview::{Speech, answers};
use mla::lang::Lang;
use mla::source::SourceFile;
use rayon::prelude::*;

/// A value as text, without what is only a manner of writing: spaces of account numbers, line ends of long texts.
fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.split_whitespace().collect(),
        other => other.to_string(),
    }
}

fn compare(wanted: &toml::Value, found: Option<&toml::Value>, path: &str, out: &mut Vec<String>) {
    match (wanted, found) {
        (toml::Value::Table(wanted), Some(toml::Value::Table(found))) => {
            wanted.iter().for_each(|(key, value)| compare(value, found.get(key), &format!("{path}.{key}"), out));
            let more = found.keys().filter(|key| !wanted.contains_key(*key));
            out.extend(more.map(|key| format!("{path}.{key} is new")));
        }
        (toml::Value::Array(wanted), Some(toml::Value::Array(found))) if wanted.len() == found.len() => {
            wanted.iter().zip(found).enumerate().for_each(|(at, (w, f))| compare(w, Some(f), &format!("{path}[{at}]"), out));
        }
        (wanted, found) if found.map(plain).as_ref() == Some(&plain(wanted)) => {}
        (wanted, found) => out.push(format!("{path}: {wanted} became {found:?}")),
    }
}

#[test]
fn every_example_is_reproduced_from_its_answers() {
    let speech = Speech { forms: support::forms(), lang: Lang::EN };
    let differ: Vec<String> = support::examples()
        .into_par_iter()
        .flat_map_iter(|(name, path)| {
            let text = std::fs::read_to_string(path).unwrap();
            let mut editor = Editor::open("schema = 1\n").unwrap();
            let complaints = answers::apply(speech, &mut editor, &SourceFile::new(name.as_str(), text.as_str()));
            let mut out: Vec<String> = complaints.iter().map(|found| format!("{name}: {}", found.message)).collect();
            let (mut wanted, found): (toml::Table, toml::Table) = (text.parse().unwrap(), editor.text().parse().unwrap());
            // To waive a finding is a decision about one file, and no answer.
            wanted.remove("waive");
            compare(&toml::Value::Table(wanted), Some(&toml::Value::Table(found)), &name, &mut out);
            out
        })
        .collect();
    assert!(differ.is_empty(), "{differ:#?}");
}
