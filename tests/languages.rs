//! Languages: each complaint about a language has a fixture that raises it, and a new language needs no change of the program.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

mod support;

use mla::doc::{Library, compose};
use mla::forms::{DataFiles, FormSet, Problem};
use mla::lang::Lang;
use mla::render::Writer as _;
use mla::render::docx::Docx;
use mla::render::pdf::Pdf;
use mla::render::style::Style;
use mla::render::text::plain_text;
use std::path::Path;

fn complaints(files: &[(&str, &str)]) -> Vec<String> {
    let (forms, problems) = FormSet::compile(support::laid_over(files));
    let (library, more) = Library::load(&forms);
    let tell = |p: &Problem| format!("{} {}", p.code, p.args.first().map_or("", |(_, value)| value));
    let all = [problems, more, mla::forms::lint::words(&forms), mla::doc::lint::wording(&library)];
    let mut told: Vec<String> = all.concat().iter().map(tell).collect();
    told.sort();
    told.dedup();
    told
}

#[test]
fn shipped_languages_raise_no_complaint() {
    assert_eq!(complaints(&[]), Vec::<String>::new());
    let (forms, _) = FormSet::built_in();
    let complete: Vec<String> = mla::forms::lint::complete(&forms).iter().map(Lang::to_string).collect();
    assert_eq!(complete, ["en", "ar", "es", "fr", "pt", "ru", "uk", "zh"]);
}

#[test]
fn every_complaint_about_words_has_its_fixture() {
    let say = |key: &str, text: &str| {
        let (table, name) = key.rsplit_once('.').unwrap();
        format!("[{table}]\n{name} = '''{text}'''\n")
    };
    for (lang, key, text, code) in [
        ("en", "rule.MLA301.title", "said by \"them\"", "MLA920"),
        ("fr", "rule.MLA301.title", "l'autorité", "MLA920"),
        ("es", "rule.MLA301.title", "dos  espacios", "MLA921"),
        ("ru", "rule.MLA301.title", "A required item is missing from the request", "MLA922"),
        ("zh", "rule.MLA301.title", "A required item is missing from the request", "MLA922"),
        ("ar", "rule.MLA301.title", "A required item is missing from the request", "MLA922"),
        ("pt", "rule.MLA301.title", "The name of the authority and the place of it", "MLA922"),
        ("uk", "document.page", "сторінка {page}", "MLA918"),
        ("fr", "rule.MLA301.titel", "faute de frappe", "MLA919"),
        ("fr", "choice.person-role.suspect", "très long ".repeat(9).trim(), "MLA916"),
    ] {
        let told = complaints(&[(&format!("words/{lang}/fixture.toml"), &say(key, text))]);
        assert_eq!(told, [format!("{code} {key}")], "{lang}");
    }
    let told = complaints(&[("words/en/fixture.toml", "[rule.MLA301]\nnew-part = 'said nowhere else'\n")]);
    assert_eq!(told, ["MLA908 rule.MLA301.new-part"]);
    let broken = complaints(&[("words/fr/fixture.toml", "[rule.MLA301\n")]);
    assert!(broken.iter().any(|told| told.starts_with("MLA901")), "{broken:?}");
}

#[test]
fn every_complaint_about_wording_has_its_fixture() {
    for (file, text, told) in [
        ("fr", "== facts.title\nThe summary of the facts and of the law\n", "MLA922 facts.title"),
        ("ru", "== facts.title\nSummary of the facts\n", "MLA922 facts.title"),
        ("fr", "== facts.title\nRésumé  des faits\n", "MLA921 facts.title"),
        ("fr", "== facts.title\nRésumé de l'affaire\n", "MLA920 facts.title"),
        ("es", "== proceeding.subject\n**Objeto.** {{ proceeding.reference }}\n", "MLA918 proceeding.subject"),
        ("uk", "== facts.tittle\nВиклад обставин\n", "MLA915 facts.tittle"),
        ("zh", "== facts.title\n{{ unclosed\n", "MLA914 facts.title"),
    ] {
        let all = complaints(&[(&format!("templates/{file}/fixture.tera"), text)]);
        assert!(all.contains(&told.to_owned()), "{file} {text}: {all:?}");
    }
    // A language that begins its wording owes all of it.
    let all = complaints(&[("templates/nl/facts.tera", "== facts.title\nSamenvatting\n")]);
    assert!(all.contains(&"MLA913 persons.title".to_owned()) && all.contains(&"MLA913 show.person".to_owned()));
}

/// English with other vowels: a language that nobody speaks, complete, and with letters of its own.
fn made_up(text: &str) -> String {
    let kept = regex::Regex::new(r"(?s)`[^`]*`|\{\{.*?\}\}|\{%.*?%\}|\{[a-z-]+\}|https?://\S*|\S+@\S+").unwrap();
    let change = |part: &str| {
        part.chars()
            .map(|c| match c {
                'a' => 'ā',
                'e' => 'ē',
                'i' => 'ī',
                'o' => 'ō',
                other => other,
            })
            .collect::<String>()
    };
    let (mut out, mut at) = (String::new(), 0);
    for found in kept.find_iter(text) {
        out.push_str(&change(&text[at..found.start()]));
        out.push_str(found.as_str());
        at = found.end();
    }
    out + &change(&text[at..])
}

fn made_up_words(table: &mut toml::Table, path: &str) {
    for (key, value) in table.iter_mut() {
        let path = format!("{path}{key}.");
        match value {
            toml::Value::Table(inner) => made_up_words(inner, &path),
            toml::Value::String(text) if !path.starts_with("format.") && !path.starts_with("interview.lines") => *text = made_up(text),
            _ => {}
        }
    }
}

fn write_made_up(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let text = if entry.path().extension().is_some_and(|e| e == "toml") {
            let mut table: toml::Table = toml::from_str(&text).unwrap();
            made_up_words(&mut table, "");
            toml::to_string(&table).unwrap()
        } else {
            text.lines().map(|line| if line.starts_with("== ") { format!("{line}\n") } else { format!("{}\n", made_up(line)) }).collect()
        };
        std::fs::write(target, text).unwrap();
    }
}

#[test]
fn a_language_is_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    write_made_up(&support::root().join("forms/words/en"), &dir.path().join("forms/words/qz"));
    write_made_up(&support::root().join("templates/en"), &dir.path().join("templates/qz"));
    std::fs::create_dir_all(dir.path().join("forms/words/en")).unwrap();
    std::fs::write(dir.path().join("forms/words/en/made-up.toml"), "[language]\nqz = \"Qzish\"\n").unwrap();
    let mut data = DataFiles::built_in();
    data.overlay(dir.path()).unwrap();
    let (forms, problems) = FormSet::compile(data);
    let (library, more) = Library::load(&forms);
    let all = [problems, more, mla::forms::lint::words(&forms), mla::doc::lint::wording(&library)].concat();
    let told: Vec<String> = all.iter().map(|p| format!("{} {:?}", p.code, p.args)).collect();
    assert_eq!(told, Vec::<String>::new());

    let text = std::fs::read_to_string(support::root().join("examples/reciprocity-records.toml")).unwrap();
    let text = text.replacen("translation = \"fr\", also = [", "translation = \"qz\", also = [\"fr\", ", 1);
    let checked = support::check_text(&text, &forms);
    let document = compose(&checked.outcome, &forms, &library).unwrap();
    let said = plain_text(&document, 1);
    assert!(said.contains("Rēquēst fōr mutuāl lēgāl āssīstāncē"));
    for bytes in [Pdf.write(&document, &Style::default()).unwrap(), Docx.write(&document, &Style::default()).unwrap()] {
        assert!(bytes.len() > 10_000);
    }
}
