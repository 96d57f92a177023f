//! Tables of comma-separated values that are taken over into a list.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use mla::case::edit::Editor;
use mla::interview::{Speech, table};
use mla::lang::Lang;
use mla::source::SourceFile;

fn import(section: &str, csv: &str) -> (Editor, Result<Vec<String>, String>) {
    let mut editor = Editor::open("schema = 1\n\n[request]\nlanguages = { original = \"en\", translation = \"fr\" }\n").unwrap();
    let source = SourceFile::new("table.csv", csv);
    let found = table::import(Speech { forms: support::forms(), lang: Lang::EN }, &mut editor, section, &source);
    let place = |at: usize| source.text()[..at].matches('\n').count() + 1;
    (editor, found.map(|all| all.iter().map(|d| format!("{}: {}", place(d.span.start), d.message)).collect()))
}

#[test]
fn rows_become_items_with_ids_of_their_own() {
    let csv = "\u{feff}family-name;given-names;nationalities;Date of birth;relation.en;relation.fr\n\
               LAGRANGE;Étienne;FR|BE;1975-04-02;\"Director; sole\";Gérant unique\nBENOÎT;Anne;FR;;Witness.;Témoin.\n";
    let (editor, found) = import("persons", csv);
    assert_eq!(found, Ok(Vec::new()), "{}", editor.text());
    let written: toml::Table = editor.text().parse().unwrap();
    let persons = written["persons"].as_array().unwrap();
    assert_eq!(persons.len(), 2);
    assert_eq!(persons[0]["id"].as_str(), Some("p1"));
    assert_eq!(persons[0]["nationalities"].as_array().unwrap().len(), 2);
    assert_eq!(persons[0]["date-of-birth"].to_string(), "1975-04-02");
    assert_eq!(persons[0]["relation"]["en"].as_str(), Some("Director; sole"));
    assert_eq!(persons[1]["relation"]["fr"].as_str(), Some("Témoin."));
}

#[test]
fn one_bad_row_keeps_all_rows_out_and_is_told_with_its_line() {
    let (editor, found) = import("accounts", "id,iban\nacc1,FR76 3009 9012 3400 0123 4567 846\nacc2,FR76 3009 9012 3400 0123 4567 847\n");
    let found = found.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("3: ") && found[0].contains("check digits"), "{found:?}");
    assert!(editor.ids("accounts").is_empty(), "{}", editor.text());
}

#[test]
fn unknown_columns_and_broken_tables_are_told() {
    let (_, found) = import("accounts", "iban,colour\nFR76 3009 9012 3400 0123 4567 846,red\n");
    assert!(found.unwrap()[0].contains("colour"));
    assert!(import("accounts", "iban,currency\nFR76,EUR,more\n").1.is_err());
    assert!(import("deadline", "date\n2026-03-03\n").1.is_err());
}
