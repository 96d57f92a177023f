//! `mla render` and `mla explain` from outside: streams, exit codes, files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/program.rs"]
mod program;

use program::{Ended, ended, mla, names, put, run, small_case, wrong_case};
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

const DAY: [&str; 2] = ["--today", "2026-03-15"];

fn render(folder: &Path, args: &[&str]) -> Ended {
    run(folder, &[&["render"], args, &DAY[..]].concat())
}

#[test]
fn documents_appear_beside_the_case() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "case.toml", &small_case());
    let done = render(dir.path(), &["case.toml"]);
    assert_eq!((done.code, done.text().as_str()), (0, "case.pdf\ncase.docx\n"), "{}", done.err);
    assert_eq!(names(dir.path()), ["case.docx", "case.pdf", "case.toml"]);
    assert!(std::fs::read(dir.path().join("case.pdf")).unwrap().starts_with(b"%PDF-"));
    assert!(std::fs::read(dir.path().join("case.docx")).unwrap().starts_with(b"PK"));
    assert!(done.err.contains("1 warning"), "{}", done.err);
    let quiet = render(dir.path(), &["case.toml", "--force", "-q"]);
    assert_eq!((quiet.code, quiet.out.len(), quiet.err.as_str()), (0, 0, ""));
}

#[test]
fn a_project_names_its_folder_of_forms() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("ours/rules")).unwrap();
    std::fs::create_dir_all(dir.path().join("cases")).unwrap();
    put(dir.path(), "mla.toml", "forms = \"ours\"\n");
    put(dir.path(), "ours/rules/ours.toml", "schema = 1\n");
    let done = run(&dir.path().join("cases"), &["forms", "list"]);
    let line = done.text().lines().find(|l| l.starts_with("forms/rules/ours.toml")).map(str::to_owned);
    assert!(line.is_some_and(|l| l.contains("ours")), "{}", done.text());
    put(dir.path(), "mla.toml", "forms = 3\n");
    let done = run(&dir.path().join("cases"), &["forms", "list"]);
    assert_eq!(done.code, 2, "{}", done.err);
    assert!(done.err.contains("mla.toml"), "{}", done.err);
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_at_once() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::File::create(dir.path().join("case.toml")).unwrap().set_len(50 * 1024 * 1024).unwrap();
    for command in ["check", "render"] {
        let done = run(dir.path(), &[command, "case.toml"]);
        assert_eq!(done.code, 2, "{}", done.err);
        assert!(done.text().contains("MLA004") || done.err.contains("MLA004"), "{}", done.err);
    }
    assert_eq!(names(dir.path()), ["case.toml"]);
}

#[test]
fn nothing_is_replaced_without_force() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "case.toml", &small_case());
    put(dir.path(), "case.docx", "mine");
    let refused = render(dir.path(), &["case.toml"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("case.docx exists"), "{}", refused.err);
    assert_eq!(names(dir.path()), ["case.docx", "case.toml"], "no document alone");
    assert_eq!(std::fs::read(dir.path().join("case.docx")).unwrap(), b"mine");
    assert_eq!(render(dir.path(), &["case.toml", "--force"]).code, 0);
    assert!(std::fs::read(dir.path().join("case.docx")).unwrap().starts_with(b"PK"));
}

#[test]
fn a_case_with_errors_is_written_only_as_a_draft() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "case.toml", &wrong_case());
    let refused = render(dir.path(), &["case.toml", "-o", "out", "--to", "txt"]);
    assert_eq!((refused.code, refused.out.len()), (1, 0));
    assert!(refused.err.contains("error[MLA301]") && refused.err.contains("--draft"), "{}", refused.err);
    assert_eq!(names(dir.path()), ["case.toml"], "not even the folder");
    let drafted = render(dir.path(), &["case.toml", "-o", "out", "--to", "txt", "--draft"]);
    assert_eq!(drafted.code, 0, "{}", drafted.err);
    let text = std::fs::read_to_string(dir.path().join("out/case.txt")).unwrap();
    assert!(text.contains("DRAFT") && text.contains("missing:"), "{text}");
    put(dir.path(), "good.toml", &small_case());
    render(dir.path(), &["good.toml", "-o", "out", "--to", "txt", "--draft"]);
    assert!(!std::fs::read_to_string(dir.path().join("out/good.txt")).unwrap().contains("DRAFT"), "nothing is missing in it");
}

#[test]
fn one_format_goes_to_standard_output() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "case.toml", &small_case());
    assert!(render(dir.path(), &["case.toml", "-o", "-", "--to", "pdf"]).out.starts_with(b"%PDF-"));
    let two = render(dir.path(), &["case.toml", "-o", "-"]);
    assert_eq!((two.code, two.out.len()), (2, 0));
    assert!(two.err.contains("--to"), "{}", two.err);
    assert_eq!(names(dir.path()), ["case.toml"]);
}

#[test]
fn a_case_can_come_from_standard_input() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = |args: &[&str]| {
        let all = [&["render", "-"], args, &DAY[..]].concat();
        let mut child = mla(dir.path(), &all).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that refuses does not read to the end.
        let _ = child.stdin.take().unwrap().write_all(small_case().as_bytes());
        ended(child.wait_with_output().unwrap())
    };
    let text = pipe(&["-o", "-", "--to", "txt"]);
    assert_eq!(text.code, 0, "{}", text.err);
    assert!(text.text().contains("R-2026/17"));
    assert_eq!(pipe(&[]).code, 2);
    assert!(names(dir.path()).is_empty());
    assert_eq!(pipe(&["-o", "."]).code, 0);
    assert_eq!(names(dir.path()), ["request.docx", "request.pdf"]);
}

#[test]
fn wrong_places_are_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "case.toml", &small_case());
    put(dir.path(), "file", "x");
    for (args, says) in [
        (["case.toml", "-o", "no/deeper"], "no does not exist"),
        (["case.toml", "-o", "file"], "file is not a folder"),
        (["none.toml", "-o", "."], "error[MLA006]"),
        (["case.toml", "--style", "defualt"], "did you mean `default`"),
        (["case.toml", "--style", "none.toml"], "cannot read the style none.toml"),
    ] {
        let refused = render(dir.path(), &args);
        assert_eq!(refused.code, 2, "{args:?}: {}", refused.err);
        assert!(refused.err.contains(says), "{args:?}: {}", refused.err);
        assert_eq!(names(dir.path()), ["case.toml", "file"]);
    }
}

#[test]
fn documents_say_what_they_were_made_from() {
    let dir = tempfile::tempdir().unwrap();
    // The byte order mark belongs to the file whose hash is given.
    let path = put(dir.path(), "case.toml", &format!("\u{feff}{}", small_case()));
    let hash = mla::files::sha256_hex(&std::fs::read(path).unwrap());
    assert_eq!(render(dir.path(), &["case.toml", "--to", "docx"]).code, 0);
    let file = std::fs::File::open(dir.path().join("case.docx")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let names: Vec<String> = archive.file_names().map(|n| n.unwrap().into_owned()).collect();
    let mut found = String::new();
    for name in names.iter().filter(|n| n.starts_with("docProps/")) {
        std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut found).unwrap();
    }
    for want in [hash.as_str(), concat!("mla ", env!("CARGO_PKG_VERSION")), "bases/uncac", "assistance/records-certified"] {
        assert!(found.contains(want), "{want} in {found}");
    }
}

#[test]
fn what_cannot_be_printed_is_a_finding_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "tamil.toml", &small_case().replace("road engineer", "road engineer \u{0ba4}"));
    let refused = render(dir.path(), &["tamil.toml"]);
    assert_eq!((refused.code, refused.out.len()), (1, 0), "{}", refused.err);
    assert!(refused.err.contains("error[MLA601]") && refused.err.contains("U+0BA4"), "{}", refused.err);
    assert!(refused.err.contains("tamil.toml:23:"), "the line of the character: {}", refused.err);
    assert!(!refused.err.contains("--draft"), "a draft would not help: {}", refused.err);
    assert_eq!(names(dir.path()), ["tamil.toml"], "and no DOCX alone");
    put(dir.path(), "german.toml", &small_case().replace("translation = \"fr\"", "translation = \"de\"").replace("fr = \"", "de = \""));
    let refused = render(dir.path(), &["german.toml", "--draft"]);
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("error[MLA604]"), "{}", refused.err);
}

#[test]
fn layouts_change_the_document_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "case.toml", &small_case());
    let text = |layout: &str| render(dir.path(), &["case.toml", "-o", "-", "--to", "txt", "--layout", layout]).text();
    let (both, one) = (text("side-by-side"), text("single"));
    assert!(both.contains("corruption") && both.contains("\nfr") && !one.contains("\nfr"), "{one}");
    assert!(one.len() < both.len());
}

#[test]
fn everything_can_be_explained() {
    let dir = tempfile::tempdir().unwrap();
    let explain = |what: &str, more: &[&str]| run(dir.path(), &[&["explain", what], more].concat());
    let (forms, _) = mla::forms::FormSet::built_in();
    let codes = forms.rules.values().map(|r| r.code.to_string());
    let ids = forms.types.keys().chain(forms.bases.keys()).cloned().chain(forms.catalogue.sections.iter().map(|s| s.id.clone()));
    for what in codes.step_by(7).chain(ids.step_by(3)) {
        for lang in ["en", "fr"] {
            let page = explain(&what, &["--lang", lang]);
            assert_eq!(page.code, 0, "{what}: {}", page.err);
            assert!(page.text().lines().count() > 3 && !page.text().contains("explain."), "{what} ({lang}): {}", page.text());
        }
    }
    let by_name = explain("period-covers-offence", &[]).text();
    assert!(by_name.starts_with("MLA412") && by_name.contains("Raises it"), "{by_name}");
}

#[test]
fn a_field_is_explained_under_each_of_its_paths() {
    let dir = tempfile::tempdir().unwrap();
    let explain = |what: &str| run(dir.path(), &["explain", what]);
    let page = explain("persons[p1].nationalities").text();
    assert!(page.contains("UNCAC, art. 46(15)(e) (checked against the text: UNCAC-EN)"), "{page}");
    assert!(page.contains("`pseudonym` is not given"), "{page}");
    for path in ["persons[].nationalities", "persons.nationalities", "person.nationalities"] {
        assert!(explain(path).text().contains("Nationality"), "{path}");
    }
    for path in ["bank-records.period", "assistance[bank-records].period", "assistance[].period"] {
        assert_eq!(explain(path).code, 0, "{path}");
    }
}

#[test]
fn articles_from_memory_are_marked_so() {
    let dir = tempfile::tempdir().unwrap();
    let page = run(dir.path(), &["explain", "coe-mla-1959"]).text();
    assert!(page.contains("in force since 1962-06-12 (from memory, not checked"), "{page}");
}

#[test]
fn the_unknown_is_not_explained_but_guessed() {
    let dir = tempfile::tempdir().unwrap();
    for (typed, meant) in
        [("bank-recrds", "`bank-records`"), ("natonalities", "`persons[].nationalities`"), ("proceeding.natur", "`proceeding.nature`")]
    {
        let page = run(dir.path(), &["explain", typed]);
        assert_eq!((page.code, page.out.len()), (2, 0));
        assert!(page.err.contains(meant), "{}", page.err);
    }
    assert!(!run(dir.path(), &["explain", "qqqqqq"]).err.contains("did you mean"));
}

#[test]
fn explanations_are_json_too() {
    let dir = tempfile::tempdir().unwrap();
    let page = run(dir.path(), &["explain", "MLA301", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&page.out).unwrap();
    assert_eq!((&json["version"], &json["kind"], &json["id"]), (&1.into(), &"rule".into(), &"MLA301".into()));
    assert!(json["parts"].as_array().unwrap().iter().any(|p| p["key"] == "fix" && !p["lines"].as_array().unwrap().is_empty()));
}

#[test]
fn every_word_that_the_program_asks_for_exists() {
    let (forms, _) = mla::forms::FormSet::built_in();
    let en = "en".parse().unwrap();
    let literal = regex::Regex::new(r#""((?:cli|explain)\.[a-z][a-z.-]*[a-z])""#).unwrap();
    let mut used = 0;
    for file in [
        "mod",
        "batch",
        "check",
        "forms",
        "progress",
        "render",
        "setup",
        "world",
        "explain/all",
        "explain/field",
        "explain/pages",
        "explain/speak",
        "explain/mod",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/cli/{file}.rs"));
        for key in literal.captures_iter(&std::fs::read_to_string(path).unwrap()) {
            let category = format!("{}.other", &key[1]);
            assert!(forms.words.has(en, &key[1]) || forms.words.has(en, &category), "{} of {file}", &key[1]);
            used += 1;
        }
    }
    assert!(used > 40, "{used}");
}

#[test]
fn formats_for_logs_do_not_quote_the_case_unless_asked() {
    let dir = tempfile::tempdir().unwrap();
    let secret = "not an address";
    put(dir.path(), "case.toml", &format!("{}\n[[organisations]]\nid = \"o77\"\nemails = [\"{secret}\"]\n", small_case()));
    let check = |format: &str, more: &[&str]| {
        let done = run(dir.path(), &[&["check", "case.toml", "--format", format], more, &DAY[..]].concat()).text();
        assert!(done.contains("MLA216"), "{format}: {done}");
        done.contains(secret)
    };
    for format in ["json", "sarif", "github"] {
        assert!(!check(format, &[]) && check(format, &["--with-source"]), "{format}");
    }
    assert!(check("full", &[]) && check("concise", &[]));
}

#[test]
fn the_references_are_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (what, file, recipe) in [("codes", "docs/rules.md", "rules-page"), ("law", "docs/law.md", "law-page")] {
        let printed = run(root, &["explain", "--all", what, "--format", "markdown", "--lang", "en"]);
        assert_eq!(printed.code, 0, "{}", printed.err);
        let page = std::fs::read_to_string(root.join(file)).unwrap().replace("\r\n", "\n");
        assert!(printed.text() == page, "{file} is stale; `just {recipe}` writes it");
    }
}

#[test]
fn grounds_of_refusal_list_facts_and_gaps() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let whole = run(root, &["explain", "--refusal", "examples/uncac-bank-records.toml", "--lang", "en"]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    let text = whole.text();
    // A ground with its article, a value with its line, and a ground that the convention forbids.
    assert!(text.contains("dual-criminality") && text.contains("UNCAC, art. 46(9)"), "{text}");
    assert!(text.contains("examples/uncac-bank-records.toml:") && text.contains("(`offences-law.character`)"), "{text}");
    assert!(text.contains("bank-secrecy") && text.contains("UNCAC, art. 46(8)"), "{text}");
    assert!(!text.contains("UNTOC, art."), "only the chosen bases: {text}");
    let dir = tempfile::tempdir().unwrap();
    let case = "schema = 1\n[request]\nid = \"R-1\"\nrequesting-state = \"RS\"\nrequested-state = \"FR\"\nbases = [\"uncac\"]\n[[assistance]]\nid = \"a1\"\ntype = \"bank-records\"\n";
    std::fs::write(dir.path().join("case.toml"), case).unwrap();
    let gaps = run(dir.path(), &["explain", "--refusal", "case.toml", "--lang", "en"]).text();
    assert!(gaps.contains("Missing\n") && gaps.contains("`offences-law.dual-criminality`"), "{gaps}");
    let json = run(dir.path(), &["explain", "--refusal", "case.toml", "--format", "json"]).text();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["pages"].as_array().unwrap().len() > 10);
    assert_eq!(run(dir.path(), &["explain", "--refusal", "none.toml"]).code, 2);
}

#[test]
fn a_letter_that_follows_carries_over_what_stays() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = tempfile::tempdir().unwrap();
    let first = root.join("examples/uncac-bank-records.toml").display().to_string();
    let made = run(dir.path(), &["new", "next.toml", "--follow-up", &first, "--set", "request.id=\"R-2\"", "--no-input"]);
    let text = std::fs::read_to_string(dir.path().join("next.toml")).unwrap();
    assert!(text.contains("kind = \"follow-up\"") && text.contains("id = \"R-2\""), "{}{text}", made.err);
    assert!(text.contains("kind = \"earlier-request\"") && text.contains("[[persons]]") && !text.contains("[[assistance]]"), "{text}");
    let again = run(dir.path(), &["new", "next.toml", "--follow-up", &first, "--no-input"]);
    assert!(again.code == 2 && again.err.contains("next.toml"), "{}", again.err);
    let odd = run(dir.path(), &["new", "odd.toml", "--follow-up", &first, "--kind", "postcard", "--no-input"]);
    assert!(odd.code == 2 && odd.err.contains("postcard"), "{}", odd.err);
}

#[test]
fn a_profile_keeps_the_office_and_not_the_case() {
    let dir = tempfile::tempdir().unwrap();
    let example = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/uncac-bank-records.toml")).unwrap();
    put(dir.path(), "case.toml", &example);
    let run = |args: &[&str]| ended(mla(dir.path(), args).env("XDG_CONFIG_HOME", dir.path().join("settings")).output().unwrap());
    assert_eq!(run(&["profile", "save", "office", "--from", "case.toml"]).code, 0);
    assert_eq!(run(&["profile", "list"]).text(), "office\n");
    let kept = run(&["profile", "show", "office"]).text();
    assert!(kept.contains("Prosecutor General") && !kept.contains("Lagrange") && !kept.contains('#'), "{kept}");
    assert_eq!(run(&["profile", "save", "office", "--from", "case.toml"]).code, 2, "a profile was replaced unasked");
    assert_eq!(run(&["profile", "save", "../office", "--from", "case.toml"]).code, 2);
    let begun = run(&["new", "next.toml", "--profile", "office", "--set", "request.requesting-state=PL", "--no-input"]);
    assert!(begun.err.contains("profile office"), "{}", begun.err);
    let next = std::fs::read_to_string(dir.path().join("next.toml")).unwrap();
    assert!(next.contains("o.hrytsenko@example.org") && next.contains("requesting-state = \"PL\""), "{next}");
    assert_eq!(run(&["new", "other.toml", "--profile", "nobody", "--no-input"]).code, 2);
    assert!(!dir.path().join("other.toml").exists());
}
