//! Every example is clean under the checker and prints the same text as before, row by row.
//!
//! After a deliberate change of wording: `INSTA_UPDATE=always cargo test --test golden`, then read the difference.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use mla::doc::compose;
use mla::render::Writer as _;
use mla::render::style::Style;
use mla::render::text::Text;

#[test]
fn examples_are_clean() {
    for (name, path) in support::examples() {
        let checked = support::check_text(&std::fs::read_to_string(path).unwrap(), support::forms());
        let found: Vec<String> = checked.report.diagnostics().iter().map(|d| format!("{} {} {:?}", d.code, d.message, d.path)).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn examples_print_as_before() {
    for (name, path) in support::examples() {
        let checked = support::check_text(&std::fs::read_to_string(path).unwrap(), support::forms());
        let document = compose(&checked.outcome, support::forms(), support::library()).unwrap();
        let text = String::from_utf8(Text.write(&document, &Style::default()).unwrap()).unwrap();
        insta::assert_snapshot!(name.clone(), text);
    }
}
