//! Every code explains itself, has its test in data or in Rust, and its examples do what they say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use mla::check::native;
use mla::forms::model::Test;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// Lays a fragment over a case: tables key by key, items of lists by their id, everything else replaced.
fn overlay(base: &mut Table, over: &Table) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(Value::Table(old)), Value::Table(new)) => overlay(old, new),
            (Some(Value::Array(old)), Value::Array(new)) if new.iter().all(Value::is_table) && !new.is_empty() => {
                for item in new {
                    let id = item.get("id");
                    let known = old.iter_mut().find(|o| id.is_some() && o.get("id") == id);
                    match (known, item) {
                        (Some(Value::Table(old)), Value::Table(new)) => overlay(old, new),
                        _ => old.push(item.clone()),
                    }
                }
            }
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
}

fn laid_over(text: &str, fragment: &str) -> String {
    let mut case: Table = text.parse().unwrap();
    let over: Table = fragment.parse().unwrap_or_else(|e| panic!("{fragment}: {e}"));
    overlay(&mut case, &over);
    toml::to_string(&case).unwrap()
}

#[test]
fn codes_are_known_and_never_change_their_meaning() {
    let list: Vec<String> = support::forms().rules.values().map(|r| format!("{} {} {}", r.code, r.level.id(), r.name)).collect();
    insta::assert_snapshot!("codes", list.join("\n"));
}

#[test]
fn every_native_rule_has_its_test_and_every_test_its_rule() {
    for rule in support::forms().rules.values() {
        if matches!(rule.test, Test::Native) {
            assert!(native::is_registered(rule.code.as_str()), "{} has no test in Rust", rule.code);
        }
    }
    for code in native::registered() {
        assert!(support::forms().rule(code).is_some(), "{code} is not described");
    }
}

#[test]
fn names_are_unique() {
    let mut names: Vec<&str> = support::forms().rules.values().map(|r| r.name.as_str()).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn bad_examples_raise_their_code_and_good_ones_do_not() {
    let examples: BTreeMap<String, String> =
        support::examples().into_iter().map(|(name, path)| (name, std::fs::read_to_string(path).unwrap())).collect();
    let mut wrong = Vec::new();
    let mut tried = 0;
    for rule in support::forms().rules.values() {
        let Some(example) = &rule.example else { continue };
        let on = example.on.clone().unwrap_or_else(|| "uncac-bank-records".to_owned());
        for (fragment, wanted) in [(&example.bad, true), (&example.good, false)] {
            let Some(text) = examples.get(&on) else {
                wrong.push(format!("{}: there is no example {on}", rule.code));
                break;
            };
            let text = laid_over(text, fragment);
            let checked = support::check_text(&text, support::forms());
            let raised = checked.report.diagnostics().iter().any(|d| d.code == rule.code);
            tried += 1;
            if raised != wanted {
                let found: Vec<String> = checked.report.diagnostics().iter().map(|d| format!("{} {:?}", d.code, d.path)).collect();
                wrong.push(format!(
                    "{} {} on {on}: {}\n  found {found:?}",
                    rule.code,
                    rule.name,
                    if wanted { "bad does not raise" } else { "good raises" }
                ));
            }
        }
    }
    assert!(tried > 50, "only {tried} examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_of_content_have_examples() {
    let without: Vec<&str> = support::forms()
        .rules
        .values()
        .filter(|r| ["MLA4", "MLA7", "MLA8"].iter().any(|group| r.code.as_str().starts_with(group)) && r.example.is_none())
        .map(|r| r.code.as_str())
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn a_month_without_quotes_is_one_finding_that_tells_the_remedy() {
    let text = std::fs::read_to_string(support::root().join("examples/uncac-bank-records.toml")).unwrap();
    let help = |date: &str| {
        let checked = support::check_text(&text.replace("opened = 2024-11-18", &format!("opened = {date}")), support::forms());
        let at_date: Vec<_> =
            checked.report.diagnostics().iter().filter(|d| d.code.as_str() == "MLA001" || d.code.as_str() == "MLA222").collect();
        assert_eq!(at_date.len(), 1, "{at_date:#?}");
        at_date[0].help.join(" ")
    };
    assert!(help("2024-11").contains("\"2024-11\""));
    assert!(help("2024-1-8").contains("2024-01-08"));
}

#[test]
fn a_source_port_is_advised_for_a_connection_and_not_for_a_server() {
    let text = std::fs::read_to_string(support::root().join("examples/budapest-preservation.toml")).unwrap();
    let advised = |text: &str| {
        let checked = support::check_text(text, support::forms());
        checked.report.diagnostics().iter().any(|d| d.path.as_deref() == Some("identifiers[idn2].port"))
    };
    let connection = text.replace("port = 51844\n", "");
    let server = connection.replace("at = 2026-02-11T02:14:36+08:00", "period = { from = 2026-02-03, to = 2026-03-05 }");
    assert!(advised(&connection) && !advised(&server));
}

#[test]
fn an_item_that_a_misspelt_reference_may_mean_is_not_blamed() {
    let text = std::fs::read_to_string(support::root().join("examples/budapest-preservation.toml")).unwrap();
    let codes = |text: &str| -> Vec<String> {
        let checked = support::check_text(text, support::forms());
        let all = checked.report.diagnostics().iter().map(|d| d.code.to_string());
        all.filter(|c| c == "MLA113" || c == "MLA705").collect()
    };
    let extra = format!("{text}\n[[identifiers]]\nid = \"idn8\"\nkind = \"username\"\nvalue = \"x\"\nservice = \"y\"\n");
    assert_eq!(codes(&extra), ["MLA705"]);
    assert_eq!(codes(&extra.replacen("identifiers = [", "identifiers = [\"idn88\", ", 1)), ["MLA113"]);
}
