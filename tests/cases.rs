//! Bad input as a user meets it: every `tests/cases/*.toml` is a command with the files in the folder beside it and what it prints.
//!
//! After a deliberate change of messages: `TRYCMD=overwrite cargo test --test cases`, then read the difference.

#[test]
fn cases() {
    trycmd::TestCases::new().env("MLA_LANG", "en").env("NO_COLOR", "1").env("COLUMNS", "100").case("tests/cases/*.toml").run();
}
