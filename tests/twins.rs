//! Each complete example has a broken twin; the checker finds in it exactly what was broken, at the right lines.
//!
//! What is expected stands in the twin itself, at the end of the line where the finding is shown: `# expect MLA211`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use mla::case::CaseFile;
use mla::check::{Surroundings, check};
use mla::lang::Lang;

type Found = Vec<(usize, String)>;

fn expected(text: &str) -> Found {
    let mut out = Found::new();
    for (at, line) in text.lines().enumerate() {
        let codes = line.split_once("# expect ").map_or("", |(_, codes)| codes);
        out.extend(codes.split_whitespace().map(|code| (at + 1, code.to_owned())));
    }
    out.sort();
    out
}

#[test]
fn broken_twins_raise_exactly_what_was_broken() {
    let mut codes = std::collections::BTreeSet::new();
    let mut wrong = Vec::new();
    for (name, path) in support::examples() {
        let twin = path.with_file_name(format!("{name}.broken.toml"));
        let source = support::source(&twin);
        let case = CaseFile::parse(&source);
        let files = support::InFolder(support::root().join("examples"));
        let around = Surroundings { lang: Lang::EN, today: Some(support::test_day()), files: &files };
        let report = check(&case, support::forms(), &around).report;
        let mut found: Found = report.diagnostics().iter().map(|d| (source.position(d.span.start).line, d.code.to_string())).collect();
        found.sort();
        let expected = expected(source.text());
        assert!(expected.len() >= 6, "{name}: only {} mistakes", expected.len());
        codes.extend(expected.iter().map(|(_, code)| code.clone()));
        if found != expected {
            let missing: Vec<_> = expected.iter().filter(|e| !found.contains(e)).collect();
            let extra: Vec<_> = found.iter().filter(|f| !expected.contains(f)).collect();
            wrong.push(format!("{name}: expected and not found {missing:?}; found and not expected {extra:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(codes.len() >= 20, "the twins together show only {} codes", codes.len());
}
