//! How an interview begins, and what it says on the way: the kind of document, suggested bases, the file as it is, contradictions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::expect_fun_call, reason = "a test that cannot go on should stop")]

mod support;

use mla::check::{NoFiles, Surroundings};
use mla::interview::plain::{Plain, ReadLines};
use mla::interview::{Options, Session, Speech};
use mla::lang::Lang;

const EMPTY: &str = "schema = 1\n";

/// Types lines into an interview; the text of the file afterwards, and the screen.
fn typed(text: &str, lines: &str) -> (String, String) {
    let forms = support::forms();
    let around = Surroundings { lang: Lang::EN, today: Some(support::test_day()), files: &NoFiles };
    let mut screen = Vec::new();
    let mut save = |_: &str| Ok(());
    let mut session = Session::new("case.toml", text, forms, &around, &mut save, Options::default()).unwrap();
    session.run(&mut Plain::new(ReadLines(lines.as_bytes()), &mut screen, Speech { forms, lang: Lang::EN }));
    (session.text(), String::from_utf8(screen).unwrap())
}

#[test]
fn the_document_that_is_chosen_decides_what_follows() {
    let (text, screen) = typed(EMPTY, "withdrawal of a request\nUA\nq\n");
    assert!(text.contains("kind = \"withdrawal\"") && text.contains("requesting-state = \"UA\""), "{text}");
    assert!(screen.contains("European Investigation Order"), "{screen}");
    let (text, _) = typed(EMPTY, "european investigation order\nq\n");
    assert!(text.contains("bases = [\"eu-eio\"]"), "{text}");
    let (text, _) = typed(EMPTY, "request for extradition\nq\n");
    assert!(text.contains("type = \"extradition\""), "{text}");
    let (text, _) = typed(EMPTY, "\nPL\nq\n");
    assert!(text.contains("requesting-state = \"PL\"") && !text.contains("kind"), "{text}");
}

#[test]
fn bases_of_the_region_of_both_states_come_first_and_say_why() {
    let with_states = "schema = 1\n\n[request]\nrequesting-state = \"PT\"\nrequested-state = \"ES\"\n";
    let (_, screen) = typed(with_states, "investigation\nq\n");
    assert!(screen.contains("both States are in its region"), "{screen}");
    let far = with_states.replace("ES", "MG");
    let (_, screen) = typed(&far, "investigation\nq\n");
    assert!(!screen.contains("both States are in its region"), "{screen}");
}

#[test]
fn the_file_is_shown_at_any_question() {
    let (_, screen) = typed(EMPTY, "\nPL\n=\nFR\nq\n");
    assert!(screen.contains("requesting-state = \"PL\""), "{screen}");
}

#[test]
fn a_contradiction_is_told_at_once_with_the_way_to_it() {
    let example = std::fs::read_to_string(support::root().join("examples/uncac-bank-records.toml")).unwrap();
    let mut editor = mla::case::edit::Editor::open(&example).unwrap();
    editor.remove("request.date").unwrap();
    // The records that are asked for reach into the year after this date.
    let (text, screen) = typed(&editor.text(), "2024-06-01\nq\n");
    assert!(text.contains("date = 2024-06-01"), "{screen}");
    let told = screen.find("ends after the date of the request").expect(&screen);
    let offered = screen.find("Go to it now?").expect(&screen);
    assert!(told < offered, "{screen}");
}
