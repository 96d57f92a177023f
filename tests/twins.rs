//! Each complete example has a broken twin; the checker finds in it exactly what was broken, at the right lines.
//!
//! After a deliberate change of messages: `INSTA_UPDATE=always cargo test --test twins`, then read the difference.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use mla::case::CaseFile;
use mla::check::{Surroundings, check};
use mla::lang::Lang;

#[test]
fn broken_twins_raise_exactly_what_was_broken() {
    for (name, path) in support::examples() {
        let twin = path.with_file_name(format!("{name}.broken.toml"));
        let source = support::source(&twin);
        let case = CaseFile::parse(&source);
        let files = support::InFolder(support::root().join("examples"));
        let around = Surroundings { lang: Lang::EN, today: Some(support::test_day()), files: &files };
        let report = check(&case, support::forms(), &around).report;
        assert!(report.has_errors(), "{name}: no errors");
        let lines: Vec<String> = report
            .diagnostics()
            .iter()
            .map(|d| {
                let at = source.position(d.span.start);
                format!("{}:{} {}[{}] {}", at.line, at.column, d.severity.id(), d.code, d.message)
            })
            .collect();
        insta::assert_snapshot!(name.clone(), lines.join("\n"));
    }
}
