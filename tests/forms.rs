//! The shipped forms, words and templates are without mistakes, and folders laid over them work without any change of the program.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

mod support;

use mla::doc::{Library, compose};
use mla::forms::{DataFiles, FormSet};
use mla::render::Writer as _;
use mla::render::style::Style;
use mla::render::text::Text;

#[test]
fn shipped_forms_are_clean() {
    let (forms, problems) = FormSet::built_in();
    assert!(problems.is_empty(), "{problems:#?}");
    let (library, problems) = Library::load(&forms);
    assert!(problems.is_empty(), "{problems:#?}");
    let lint = mla::forms::lint::words(&forms).into_iter().chain(mla::doc::lint::wording(&library));
    let problems: Vec<String> = lint.map(|p| format!("{} {} {:?}", p.source.name(), p.code, p.args)).collect();
    assert!(problems.is_empty(), "{problems:#?}");
}

/// The folder that `CONTRIBUTING.md` walks through.
fn worked_example() -> FormSet {
    let mut data = DataFiles::built_in();
    data.overlay(&support::root().join("tests/data/overlay")).unwrap();
    let (forms, problems) = FormSet::compile(data);
    assert!(problems.is_empty(), "{problems:#?}");
    forms
}

fn worked_case(broken: bool) -> String {
    let text = std::fs::read_to_string(support::root().join("examples/uncac-bank-records.toml")).unwrap();
    let mut editor = mla::case::edit::Editor::open(&text).unwrap();
    let bases: toml_edit::Array = ["river-compact-2001"].into_iter().collect();
    editor.set("request.bases", bases.into()).unwrap();
    for id in editor.ids("assistance") {
        editor.remove(&format!("assistance[{id}]")).unwrap();
    }
    let item = std::fs::read_to_string(support::root().join("tests/data/overlay/item.toml.txt")).unwrap();
    let item = if broken { item.replace("gauge-count = 3", "gauge-count = 0") } else { item };
    format!("{}\n{item}", editor.text())
}

#[test]
fn a_new_convention_type_and_rule_need_no_rust() {
    let forms = worked_example();
    let checked = support::check_text(&worked_case(false), &forms);
    let errors: Vec<String> = checked
        .report
        .diagnostics()
        .iter()
        .filter(|d| d.severity == mla::diag::Severity::Error)
        .map(|d| format!("{} {} {:?}", d.code, d.message, d.path))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let (library, problems) = Library::load(&forms);
    assert!(problems.is_empty(), "{problems:#?}");
    let document = compose(&checked.outcome, &forms, &library).unwrap();
    let text = String::from_utf8(Text.write(&document, &Style::default()).unwrap()).unwrap();
    for wanted in ["readings of the river gauges", "relevés des échelles", "River Compact", "Pacte fluvial", "article 9"] {
        assert!(text.contains(wanted), "{wanted:?} is not in\n{text}");
    }
}

#[test]
fn the_new_rule_and_need_are_checked_with_their_law() {
    let forms = worked_example();
    let checked = support::check_text(&worked_case(true), &forms);
    let found = checked.report.diagnostics().iter().find(|d| d.code.as_str() == "RIV401").expect("the rule of the folder");
    assert!(found.message.contains("gauge"), "{}", found.message);
    assert!(found.law.iter().any(|l| l.contains("9(2)")), "{:?}", found.law);
    let text = worked_case(false).replace("gauge-count = 3\n", "");
    let checked = support::check_text(&text, &forms);
    let missing = checked
        .report
        .diagnostics()
        .iter()
        .find(|d| d.path.as_deref() == Some("assistance[a1].gauge-count"))
        .expect("the need of the folder");
    assert!(missing.law.iter().any(|l| l.contains("River Compact") && l.contains("9(1)")), "{:?}", missing.law);
}

/// The built-in forms under a folder with these files.
fn laid_over(files: &[(&str, &str)]) -> FormSet {
    let (forms, problems) = FormSet::compile(support::laid_over(files));
    assert!(problems.is_empty(), "{problems:#?}");
    forms
}

/// A complete example with parts of its text replaced.
fn example_with(name: &str, replacements: &[(&str, &str)]) -> String {
    let text = std::fs::read_to_string(support::root().join(format!("examples/{name}.toml"))).unwrap();
    replacements.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{name} does not say {from}");
        text.replace(from, to)
    })
}

#[test]
fn a_basis_may_come_with_a_warning() {
    let forms = laid_over(&[
        ("bases/draft-pact.toml", "schema = 1\nid = \"draft-pact\"\nbind = \"treaty\"\nwarn = \"basis.draft-pact.warning\"\n"),
        ("words/en/pact.toml", "[basis.draft-pact]\nshort = \"Draft Pact\"\nwarning = \"not yet in force anywhere\"\n"),
    ]);
    let warnings = |text: &str| -> Vec<String> {
        let checked = support::check_text(text, &forms);
        let found = checked.report.diagnostics().iter().filter(|d| d.code.as_str() == "MLA120");
        found.map(|d| d.message.clone()).collect()
    };
    let bad = example_with("uncac-bank-records", &[("bases = [\"uncac\"]", "bases = [\"uncac\", \"draft-pact\"]")]);
    assert_eq!(warnings(&bad), ["Draft Pact: not yet in force anywhere"]);
    assert!(warnings(&example_with("uncac-bank-records", &[])).is_empty());
    let unspoken = mla::forms::lint::words(&forms).into_iter().filter(|p| p.args.iter().any(|(_, v)| v == "basis.draft-pact.warning"));
    assert_eq!(unspoken.count(), 7, "a warning is missing in seven languages and not all of them say so");
}

#[test]
fn a_requested_state_may_accept_certain_languages_and_demand_more() {
    let profile = "schema = 1\nid = \"fr\"\nlanguages = [\"de\", \"it\"]\nas-of = 2026-01-15\nsource = \"made up\"\n\n\
                   [[need]]\npath = \"signature.stamp\"\nlevel = \"must\"\n";
    let forms = laid_over(&[("states/fr.toml", profile)]);
    let refused = |text: &str, forms: &FormSet| {
        let checked = support::check_text(text, forms);
        checked.report.diagnostics().iter().find(|d| d.code.as_str() == "MLA504").cloned()
    };
    let text = example_with("uncac-bank-records", &[]);
    let found = refused(&text, &forms).expect("neither language of the request is accepted");
    for (sentence, wanted) in [(&found.message, ["FR", "English, French"]), (&found.help[0], ["German", "Italian"])] {
        assert!(wanted.iter().all(|w| sentence.contains(w)), "{sentence}");
    }
    assert!(found.law.iter().any(|l| l.contains("46(14)")), "{:?}", found.law);
    assert!(found.notes.contains(&"made up".to_owned()), "{:?}", found.notes);
    let other = example_with("uncac-bank-records", &[("requested-state = \"FR\"", "requested-state = \"BE\"")]);
    assert!(refused(&other, &forms).is_none() && refused(&text, support::forms()).is_none());
    let german = example_with("uncac-bank-records", &[("translation = \"fr\"", "translation = \"de\"")]);
    assert!(refused(&german, &forms).is_none());
    let without = example_with("uncac-bank-records", &[("stamp = true\n", "")]);
    let missing = |forms: &FormSet| {
        let checked = support::check_text(&without, forms);
        checked.report.diagnostics().iter().any(|d| d.code.as_str() == "MLA301" && d.path.as_deref() == Some("signature.stamp"))
    };
    assert!(missing(&forms) && !missing(support::forms()));
}

#[test]
fn a_requested_state_cites_its_law_and_may_have_thresholds_and_rules_of_its_own() {
    let profile = "schema = 1\nid = \"fr\"\nact = \"Loi inventée\"\nas-of = 2026-01-15\nsource = \"made up\"\n\n[values]\nleast-penalty-months = 400\n\n\
                   [[need]]\npath = \"signature.stamp\"\nlevel = \"must\"\npractice = true\narticle = \"art. 7(2)\"\n";
    let rule = "schema = 1\n\n[[rule]]\nid = \"FRA401\"\nname = \"penalty-below-threshold\"\nlevel = \"error\"\nstates = [\"fr\"]\npractice = true\n\
                since = \"0.1\"\nrequire = { ge = [\"values.least-penalty-months\", 500] }\n";
    let words = "[rule.FRA401]\ntitle = \"Threshold\"\nmessage = \"below the threshold\"\nwhy = \"made up\"\nfix = \"made up\"\n";
    let forms = laid_over(&[("states/fr.toml", profile), ("rules/fra.toml", rule), ("words/en/fra.toml", words)]);
    let found = |text: &str, code: &str| {
        let checked = support::check_text(text, &forms);
        checked.report.diagnostics().iter().find(|d| d.code.as_str() == code).cloned()
    };
    let without = example_with("uncac-bank-records", &[("stamp = true\n", "")]);
    let missing = found(&without, "MLA301").expect("the demand of the State");
    assert_eq!(missing.law, ["Loi inventée, art. 7(2)"]);
    assert!(missing.notes.iter().any(|note| note.contains("made up") && note.contains("2026-01-15")), "{:?}", missing.notes);
    assert!(found(&without, "FRA401").is_some());
    let other = example_with("uncac-bank-records", &[("requested-state = \"FR\"", "requested-state = \"BE\"")]);
    assert!(found(&other, "FRA401").is_none());
}

#[test]
fn an_unverified_article_is_called_so() {
    let basis = "schema = 1\nid = \"pact\"\nbind = \"treaty\"\n\n[[need]]\npath = \"signature.stamp\"\nlevel = \"must\"\nlaw = \"7\"\nmark = \"M\"\n";
    let forms = laid_over(&[("bases/pact.toml", basis), ("words/en/pact.toml", "[basis.pact]\nshort = \"Pact\"\n")]);
    let text = example_with("uncac-bank-records", &[("bases = [\"uncac\"]", "bases = [\"uncac\", \"pact\"]"), ("stamp = true\n", "")]);
    let checked = support::check_text(&text, &forms);
    let found = checked.report.diagnostics().iter().find(|d| d.path.as_deref() == Some("signature.stamp")).expect("the demand of the pact");
    assert_eq!(found.law, ["Pact, art. 7 (not verified)"]);
}

#[test]
fn a_promise_binds_those_who_rely_on_the_basis_that_demands_it() {
    let refused = |text: &str| {
        let checked = support::check_text(text, support::forms());
        let found = checked.report.diagnostics().iter().find(|d| d.code.as_str() == "MLA306").cloned();
        found.map(|d| (d.severity, d.path.unwrap_or_default(), d.law.join(" ")))
    };
    let answered_no = |name: &str| {
        let text = example_with(name, &[]);
        let mut editor = mla::case::edit::Editor::open(&text).unwrap();
        editor.set("undertakings.exculpatory", false.into()).unwrap();
        editor.text()
    };
    let (severity, path, law) = refused(&answered_no("uncac-bank-records")).expect("the promise of article 46(19)");
    assert_eq!((severity, path.as_str()), (mla::diag::Severity::Info, "undertakings.exculpatory"));
    assert!(law.contains("46(19)"), "{law}");
    assert!(refused(&answered_no("bilateral-service")).is_none(), "no basis of this case demands it");
}

#[test]
fn only_a_yes_or_no_can_be_a_promise() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("bases")).unwrap();
    let text = "schema = 1\nid = \"pact\"\nbind = \"treaty\"\n\n[[need]]\npath = \"signature.date\"\nlevel = \"must\"\nmust-hold = true\n";
    std::fs::write(dir.path().join("bases/pact.toml"), text).unwrap();
    let mut data = DataFiles::built_in();
    data.overlay(dir.path()).unwrap();
    let (_, problems) = FormSet::compile(data);
    assert!(problems.iter().any(|p| p.code == "MLA903"), "{problems:#?}");
}

#[test]
fn a_path_that_does_not_exist_is_told_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("bases")).unwrap();
    let text = "schema = 1\nid = \"wrong\"\nbind = \"treaty\"\n\n[[need]]\npath = \"proceeding.natur\"\nlevel = \"must\"\nlaw = \"1\"\n";
    std::fs::write(dir.path().join("bases/wrong.toml"), text).unwrap();
    let mut data = DataFiles::built_in();
    data.overlay(dir.path()).unwrap();
    let (_, problems) = FormSet::compile(data);
    let problem = problems.iter().find(|p| p.code == "MLA902").expect("an unknown path");
    assert_eq!(problem.source.position(problem.span.start).line, 6);
    assert!(problem.args.contains(&("known", "nature".to_owned())), "{:?}", problem.args);
}

#[test]
fn values_that_cannot_be_compared_are_refused_when_forms_are_loaded() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("rules")).unwrap();
    let text = "schema = 1\n[[rule]]\nid = \"ZZZ401\"\nname = \"zzz\"\nlevel = \"error\"\nrequire = { le = [\"request.date\", \"request.requesting-state\"] }\nsince = \"1\"\n";
    std::fs::write(dir.path().join("rules/zzz.toml"), text).unwrap();
    let mut data = DataFiles::built_in();
    data.overlay(dir.path()).unwrap();
    let (_, problems) = FormSet::compile(data);
    assert!(problems.iter().any(|p| p.code == "MLA903"), "{problems:#?}");
}
