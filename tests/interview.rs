//! The interview, answered by scripts and by plain lines.

use mla::case::CaseFile;
use mla::check::{NoFiles, Surroundings, check};
use mla::files::WriteError;
use mla::forms::FormSet;
use mla::interview::plain::{Plain, ReadLines};
use mla::interview::script::{Reply, Script};
use mla::interview::{Ended, Key, Options, Prompter, Session, Speech};
use mla::kind::CaseDate;
use mla::lang::Lang;
use mla::source::SourceFile;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static FORMS: LazyLock<FormSet> = LazyLock::new(|| FormSet::built_in().0);

/// The example, its two companies named in the order in which the interview meets them.
static EXAMPLE: LazyLock<String> = LazyLock::new(|| {
    let text = include_str!("../examples/uncac-bank-records.toml");
    text.replace("\"o1\"", "\"o\"").replace("\"o2\"", "\"o1\"").replace("\"o\"", "\"o2\"")
});
const EMPTY: &str = "schema = 1\n";

fn around() -> Surroundings<'static> {
    Surroundings { lang: Lang::EN, today: CaseDate::new(2026, Some(3), Some(2)), files: &NoFiles }
}

/// Runs an interview; the text that was saved last, and how it ended. Saving fails once `saves` are used up.
fn interview(text: &str, prompter: &mut dyn Prompter, mut saves: usize, only: Option<&str>) -> (String, Ended) {
    let mut disk = text.to_owned();
    let mut save = |text: &str| {
        if saves == 0 {
            return Err(WriteError::DiskFull("case.toml".into()));
        }
        saves -= 1;
        text.clone_into(&mut disk);
        Ok(())
    };
    let around = around();
    let options = Options { only: only.map(str::to_owned) };
    let mut session = Session::new("case.toml", text, &FORMS, &around, &mut save, options).unwrap();
    let ended = session.run(prompter);
    drop(session);
    (disk, ended)
}

fn script(case: &str) -> Script {
    Script::from_case(&case.parse().unwrap())
}

fn table(text: &str) -> toml::Table {
    text.parse().unwrap()
}

/// Every value of `part` stands in `whole`, items of lists of tables matched by id.
fn assert_within(part: &toml::Value, whole: &toml::Value, path: &str) {
    match (part, whole) {
        (toml::Value::Table(a), toml::Value::Table(b)) => {
            for (key, value) in a {
                assert_within(value, b.get(key).unwrap_or_else(|| panic!("{path}.{key} is not in the example")), &format!("{path}.{key}"));
            }
        }
        (toml::Value::Array(a), toml::Value::Array(b)) if a.iter().all(|i| i.get("id").is_some()) => {
            for item in a {
                let same = b.iter().find(|i| i.get("id") == item.get("id"));
                assert_within(item, same.unwrap_or_else(|| panic!("{path}: {item} is not in the example")), path);
            }
        }
        (toml::Value::Array(a), toml::Value::Array(b)) if a.iter().all(toml::Value::is_table) => {
            assert_eq!(a.len(), b.len(), "{path}");
            a.iter().zip(b).for_each(|(a, b)| assert_within(a, b, path));
        }
        (toml::Value::String(a), toml::Value::String(b)) if path.ends_with("iban") => assert_eq!(a, &b.replace(' ', ""), "{path}"),
        _ => assert_eq!(part, whole, "{path}"),
    }
}

fn findings(text: &str) -> Vec<String> {
    let source = SourceFile::new("case.toml", text);
    let report = check(&CaseFile::parse(&source), &FORMS, &around()).report;
    let errors = report.diagnostics().iter().filter(|d| d.severity == mla::diag::Severity::Error);
    errors.map(|d| format!("{} {:?} {}", d.code, d.path, d.message)).collect()
}

#[test]
fn a_case_is_written_from_answers() {
    let mut script = script(&EXAMPLE);
    let (text, ended) = interview(EMPTY, &mut script, usize::MAX, None);
    assert!(matches!(ended, Ended::Done), "{ended:?}");
    assert_eq!(findings(&text), Vec::<String>::new(), "{text}");
    assert_within(&table(&text).into(), &table(&EXAMPLE).into(), "");
    let ids = |section: &str| table(&text)[section].as_array().map_or(0, Vec::len);
    assert_eq!(["persons", "organisations", "facts", "offences", "accounts", "assistance"].map(ids), [2, 2, 7, 2, 2, 2]);
    assert!(mla::interview::tidy(&text, EMPTY, &FORMS) == text, "sections are out of order");
}

#[test]
fn stopping_after_any_answer_loses_nothing() {
    let whole = interview(EMPTY, &mut script(&EXAMPLE), usize::MAX, None).0;
    // Every answer at the beginning, where the form takes shape; then a sample that no period of the form can hide from.
    let mut saves = 0;
    loop {
        let (disk, ended) = interview(EMPTY, &mut script(&EXAMPLE), saves, None);
        if matches!(ended, Ended::Done) {
            break;
        }
        assert!(matches!(ended, Ended::NotSaved(_)), "{ended:?}");
        let (resumed, ended) = interview(&disk, &mut script(&EXAMPLE), usize::MAX, None);
        assert!(matches!(ended, Ended::Done), "{ended:?}");
        assert!(table(&resumed) == table(&whole), "stopped after {saves} answers:\n{disk}\n---- resumed:\n{resumed}");
        saves += if saves < 12 || std::env::var_os("MLA_TEST_ALL").is_some() { 1 } else { 11 };
    }
    assert!(saves > 150, "only {saves} answers");
}
