//! The interview, answered by scripts and by plain lines.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on should stop; a variable asks for the long form"
)]

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
const SMALL: &str = include_str!("data/small.toml");
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
    for section in ["persons", "organisations", "facts", "offences", "accounts", "assistance"] {
        let count = |text: &str| table(text)[section].as_array().map_or(0, Vec::len);
        assert_eq!(count(&text), count(&EXAMPLE), "{section}");
    }
    assert!(mla::interview::tidy(&text, EMPTY, &FORMS) == text, "sections are out of order");
}

/// Resumes an interview that broke off after so many saves; whether it had come to its end by then.
fn resumes(case: &str, whole: &str, saves: usize) -> bool {
    let (disk, ended) = interview(EMPTY, &mut script(case), saves, None);
    if matches!(ended, Ended::Done) {
        return false;
    }
    assert!(matches!(ended, Ended::NotSaved(_)), "{ended:?}");
    let (resumed, ended) = interview(&disk, &mut script(case), usize::MAX, None);
    assert!(matches!(ended, Ended::Done), "{ended:?}");
    assert!(table(&resumed) == table(whole), "stopped after {saves} answers:\n{disk}\n---- resumed:\n{resumed}");
    true
}

#[test]
fn stopping_after_any_answer_loses_nothing() {
    let whole = interview(EMPTY, &mut script(SMALL), usize::MAX, None).0;
    assert_eq!(findings(&whole), Vec::<String>::new(), "{whole}");
    let count = (0..).take_while(|saves| resumes(SMALL, &whole, *saves)).count();
    assert!(count > 90, "only {count} answers");
    let whole = interview(EMPTY, &mut script(&EXAMPLE), usize::MAX, None).0;
    let sample = if std::env::var_os("MLA_TEST_ALL").is_some() { 1 } else { 97 };
    for saves in (3..).step_by(sample).take_while(|saves| resumes(&EXAMPLE, &whole, *saves)) {
        assert!(saves < 1000, "the interview does not end");
    }
}

#[test]
fn going_back_asks_again_and_keeps_later_answers() {
    let mut script = script(SMALL);
    // Back from the first question of the proceeding; the question before is answered otherwise the second time.
    script.once("proceeding.subject.en", Reply::Key(Key::Back));
    script.once("authorities.contact.languages[0]", Reply::Text("en".to_owned()));
    let plain = interview(EMPTY, &mut self::script(SMALL), usize::MAX, None).0;
    let (text, _) = interview(EMPTY, &mut script, usize::MAX, None);
    assert!(table(&text) == table(&plain), "{text}");
    let first = script.asked.iter().position(|p| p == "proceeding.subject.en").unwrap();
    let again = script.asked.iter().rposition(|p| p == "proceeding.subject.en").unwrap();
    assert!(again > first + 1, "{:?}", &script.asked[first..=again]);

    let mut script = Script::default();
    script.once("request.requesting-state", Reply::Text("PL".to_owned()));
    script.once("request.requested-state", Reply::Key(Key::Back));
    script.once("request.requesting-state", Reply::Text("FR".to_owned()));
    script.once("request.requested-state", Reply::Text("UA".to_owned()));
    let (text, _) = interview(EMPTY, &mut script, usize::MAX, None);
    assert!(text.contains("requesting-state = \"FR\"") && text.contains("requested-state = \"UA\""), "{text}");
}

#[test]
fn going_back_past_a_new_item_takes_it_away() {
    let mut script = script(SMALL);
    script.once("persons[p2].family-name", Reply::Key(Key::Back));
    script.once("persons[p2]", Reply::Text("true".to_owned()));
    script.once("persons[p2]", Reply::Text("false".to_owned()));
    let (text, _) = interview(EMPTY, &mut script, usize::MAX, None);
    assert!(!text.contains("p2"), "{text}");
    assert_eq!(script.asked.iter().filter(|p| *p == "persons[p2].family-name").count(), 1);
}

#[test]
fn what_is_skipped_stays_open_and_comes_back() {
    let mut script = script(SMALL);
    script.once("proceeding.reference", Reply::Key(Key::Skip));
    script.once("end", Reply::Text("skipped".to_owned()));
    let (text, ended) = interview(EMPTY, &mut script, usize::MAX, None);
    assert!(matches!(ended, Ended::Done));
    assert_eq!(script.asked.iter().filter(|p| *p == "proceeding.reference").count(), 2);
    assert_eq!(findings(&text), Vec::<String>::new());
}

#[test]
fn a_wrong_answer_is_told_and_asked_again() {
    let mut script = script(SMALL);
    script.once("request.date", Reply::Text("2026-02-30".to_owned()));
    script.once("request.date", Reply::Text("?".to_owned()));
    script.once("request.date", Reply::Text("today".to_owned()));
    script.once("signature.date", Reply::Text("02/03/2026".to_owned()));
    let (text, _) = interview(EMPTY, &mut script, usize::MAX, None);
    let said = "2026-02-30 does not exist: February 2026 has 28 days";
    assert!(script.told.iter().any(|t| t == said), "{:?}", script.told);
    assert!(text.contains("date = 2026-03-02"), "{text}");
}

#[test]
fn a_contradiction_is_asked_about_and_can_stay() {
    let text = SMALL.replace("date-of-birth = 1979-04-02", "date-of-birth = 2030-04-02");
    let mut script = Script::default();
    let (kept, ended) = interview(&text, &mut script, usize::MAX, None);
    assert!(matches!(ended, Ended::Done) && kept == text);
    let wrong = findings(&text);
    let asked = script.asked.iter().filter(|p| *p == "persons[p1].date-of-birth").count();
    assert_eq!(asked, usize::from(wrong.iter().any(|f| f.contains("date-of-birth"))), "{wrong:?} {:?}", script.asked);
}

#[test]
fn an_answer_is_changed_in_the_review() {
    let mut script = Script::default();
    script.once("end", Reply::Text("review".to_owned()));
    script.once("section", Reply::Text("persons".to_owned()));
    script.once("persons.review", Reply::Text("persons[p1]".to_owned()));
    script.once("persons[p1].review", Reply::Text("persons[p1].occupation".to_owned()));
    script.once("persons[p1].occupation.en", Reply::Text("engineer".to_owned()));
    script.once("persons[p1].occupation.fr", Reply::Text("ingénieur".to_owned()));
    let (text, ended) = interview(SMALL, &mut script, usize::MAX, None);
    assert!(matches!(ended, Ended::Done));
    assert!(text.contains("occupation = { en = \"engineer\", fr = \"ingénieur\" }"), "{text}");
    assert_eq!(text.lines().next(), SMALL.lines().next(), "the comment at the head is gone");
}

#[test]
fn an_item_is_taken_away_in_the_review() {
    let mut script = Script::default();
    script.once("end", Reply::Text("review".to_owned()));
    script.once("section", Reply::Text("facts".to_owned()));
    script.once("facts.review", Reply::Text("facts[f2]".to_owned()));
    script.once("facts[f2].review", Reply::Text("-".to_owned()));
    script.once("facts[f2].remove", Reply::Text("true".to_owned()));
    let (text, _) = interview(SMALL, &mut script, usize::MAX, None);
    assert!(text.contains("f1") && !text.contains("f2"), "{text}");
}

#[test]
fn one_section_alone_is_asked_about() {
    let text = SMALL.replace("subject = { en = \"Bribe to a road engineer\", fr = \"Corruption d’un ingénieur des routes\" }\n", "");
    let text = text.replace("reference = \"RP-14/2026\"\n", "").replace("[signature]\nname = \"Anna Lis\"", "[signature]");
    let mut script = script(SMALL);
    let (text, ended) = interview(&text, &mut script, usize::MAX, Some("proceeding"));
    assert!(matches!(ended, Ended::Done));
    assert!(script.asked.iter().all(|p| p.starts_with("proceeding.") || p == "end"), "{:?}", script.asked);
    assert_eq!(findings(&text).len(), 1, "{:?}", findings(&text));
}

#[test]
fn a_missing_translation_is_asked_with_its_source() {
    let text = SMALL.replace(", fr = \"Il a attribué le marché.\"", "");
    let mut script = script(SMALL);
    let (text, _) = interview(&text, &mut script, usize::MAX, None);
    assert!(script.asked.iter().any(|p| p == "persons[p1].relation.fr"), "{:?}", script.asked);
    assert!(!script.asked.iter().any(|p| p == "persons[p1].relation.en"), "{:?}", script.asked);
    assert!(text.contains("{ en = \"He awarded the contract.\", fr = \"Il a attribué le marché.\" }"), "{text}");
}

/// Runs an interview by typed lines; the saved text and everything that was printed.
fn typed(text: &str, lines: &str) -> (String, String, Ended) {
    let mut screen = Vec::new();
    let speech = Speech { forms: &FORMS, lang: Lang::EN };
    let (text, ended) = {
        let mut plain = Plain::new(ReadLines(lines.as_bytes()), &mut screen, speech);
        interview(text, &mut plain, usize::MAX, None)
    };
    (text, String::from_utf8(screen).unwrap(), ended)
}

#[test]
fn plain_lines_answer_by_number_name_and_code() {
    let lines = "1\nukraine\nFR\n2, 1\n2\nfrançais\n?\nenglish\nbank records\nA-7\n3.4.2026\n<\n5.4.2026\nq\n";
    let (text, screen, ended) = typed(EMPTY, lines);
    assert!(matches!(ended, Ended::Left), "{screen}");
    for part in [
        "requesting-state = \"UA\"",
        "requested-state = \"FR\"",
        "original = \"fr\"",
        "type = \"bank-records\"",
        "id = \"A-7\"",
        "date = 2026-04-05",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}\n{screen}");
    }
    assert!(screen.contains("= 5\u{a0}April 2026"), "{screen}");
    assert!(screen.contains("In the case file: request.languages.translation"), "{screen}");
}

#[test]
fn the_end_of_the_input_ends_the_interview() {
    let (text, _, ended) = typed(EMPTY, "1\nPL\n");
    assert!(matches!(ended, Ended::Left));
    assert!(text.contains("requesting-state = \"PL\""));
    let (_, _, ended) = typed(EMPTY, "");
    assert!(matches!(ended, Ended::Left));
}

/// Runs the program with nothing to read; it must end by itself.
fn run(folder: &std::path::Path, args: &[&str]) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mla"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
            panic!("`mla {}` waits", args.join(" "));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    for args in [&["new", "a.toml"][..], &["new", "a.toml", "--no-input"], &["new", "a.toml", "--plain"]] {
        let (code, out, err) = run(dir.path(), args);
        assert_eq!((code, out.as_str()), (1, ""), "{err}");
        assert!(err.contains("error[MLA301]"), "{err}");
    }
    assert_eq!(std::fs::read_to_string(dir.path().join("a.toml")).unwrap(), EMPTY);
    assert!(!dir.path().join("a.toml.lock").exists());
}

#[test]
fn a_case_file_given_as_answers_comes_out_the_same() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("given.toml"), SMALL).unwrap();
    let (code, _, err) = run(dir.path(), &["new", "case.toml", "--answers", "given.toml", "--no-input"]);
    assert_eq!(code, 0, "{err}");
    let text = std::fs::read_to_string(dir.path().join("case.toml")).unwrap();
    assert!(table(&text) == table(SMALL), "{text}");
}

#[test]
fn wrong_answers_are_reported_and_the_others_kept() {
    let dir = tempfile::tempdir().unwrap();
    let lines = "# ours\nrequest.id = A-1\nrequest.date = 2026-02-30\nrequest.bases = uncac\nrequest.requested-state = Narnia\n\
                 persons[p1].nationalities = FR, CH\npersons[p1].famliy-name = X\nfacts[f1].text.en = He paid.\nnonsense\n\
                 assistance[a1].type = bank-records\nassistance[a1].period = 2024-01-01 .. 2024-02\n";
    std::fs::write(dir.path().join("answers.txt"), lines).unwrap();
    let args = ["new", "case.toml", "--answers", "answers.txt", "--no-input", "--set", "request.requesting-state=France"];
    let (code, _, err) = run(dir.path(), &args);
    assert_eq!(code, 1, "{err}");
    for part in ["answers.txt:3:16: error[MLA220]", "answers.txt:5:27: error[MLA251]", "answers.txt:7:1: error[MLA101]", "answers.txt:9:1:"]
    {
        assert!(err.contains(part), "{part} is not in\n{err}");
    }
    let text = std::fs::read_to_string(dir.path().join("case.toml")).unwrap();
    let case = table(&text);
    let request: toml::Table = "requesting-state = \"FR\"\nbases = [\"uncac\"]\nid = \"A-1\"".parse().unwrap();
    assert_eq!(case["request"], request.into());
    assert!(text.contains("nationalities = [\"FR\", \"CH\"]") && text.contains("en = \"He paid.\""), "{text}");
    assert!(text.contains("period = { from = 2024-01-01, to = \"2024-02\" }"), "{text}");
}

#[test]
fn an_empty_case_is_readable_and_only_incomplete() {
    let dir = tempfile::tempdir().unwrap();
    for (basis, kinds) in [("uncac", ["bank-records", "hearing-video"]), ("coe-mla-1959", ["serve-documents", "search-seizure"])] {
        let args = ["new", "--blank", "--basis", basis, "--type", kinds[0], "--type", kinds[1]];
        let (code, out, err) = run(dir.path(), &args);
        assert_eq!((code, err.as_str()), (0, ""));
        std::fs::write(dir.path().join("case.toml"), &out).unwrap();
        let (_, found, _) = run(dir.path(), &["check", "case.toml", "--format", "concise"]);
        let early = found.lines().filter(|l| ["[MLA0", "[MLA1", "[MLA2"].iter().any(|c| l.contains(c)));
        assert_eq!(early.collect::<Vec<_>>(), Vec::<&str>::new(), "{basis}");
        // The optional fields are right too: none of them is unknown once its comment sign is taken away.
        let open: String = out.lines().map(|l| uncommented(l) + "\n").collect();
        std::fs::write(dir.path().join("open.toml"), &open).unwrap();
        let (_, found, _) = run(dir.path(), &["check", "open.toml", "--format", "concise"]);
        let early = found.lines().filter(|l| ["[MLA0", "[MLA1", "[MLA2"].iter().any(|c| l.contains(c)));
        assert_eq!(early.collect::<Vec<_>>(), Vec::<&str>::new(), "{basis}");
    }
}

/// A line of a skeleton without the sign that makes a field a comment; prose stays a comment.
fn uncommented(line: &str) -> String {
    let Some(rest) = line.strip_prefix("# ") else { return line.to_owned() };
    let key = rest.split(" = ").next().unwrap_or("");
    let is_field = rest.contains(" = ") && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if is_field || rest.starts_with('[') && rest.ends_with(']') { rest.to_owned() } else { line.to_owned() }
}

#[test]
fn two_interviews_about_one_file_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let lock = dir.path().join("case.toml.lock");
    std::fs::write(&lock, format!("{}\n", std::process::id())).unwrap();
    let (code, _, err) = run(dir.path(), &["new", "case.toml", "--no-input"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("case.toml.lock") && lock.exists() && !dir.path().join("case.toml").exists(), "{err}");
    if cfg!(target_os = "linux") {
        std::fs::write(&lock, "4194999\n").unwrap();
        assert_eq!(run(dir.path(), &["new", "case.toml", "--no-input"]).0, 1);
        assert!(!lock.exists());
    }
}

#[test]
fn unknown_ids_on_the_command_line_are_named() {
    let dir = tempfile::tempdir().unwrap();
    for args in [["new", "--basis", "uncaac"], ["new", "--type", "bank"], ["new", "--only", "person"], ["new", "--set", "request.id"]] {
        let (code, _, err) = run(dir.path(), &args);
        assert_eq!(code, 2, "{err}");
        assert!(err.contains(args[2]), "{err}");
    }
    assert!(!dir.path().join("case.toml").exists());
}
