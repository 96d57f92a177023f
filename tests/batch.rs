//! `mla batch` from outside: the same results with any number of threads, whatever happens to single cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/program.rs"]
mod program;

use program::{Ended, names, put, run, small_case, wrong_case};
use std::path::Path;

fn batch(folder: &Path, args: &[&str]) -> Ended {
    run(folder, &[&["batch"], args, &["--today", "2026-03-15", "--to", "docx,txt"]].concat())
}

/// A folder with so many cases, `good-0` and on.
fn cases(good: usize) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for n in 0..good {
        put(dir.path(), &format!("cases/good-{n}.toml"), &small_case().replace("R-2026/17", &format!("R-2026/{n}")));
    }
    dir
}

/// The same with three more that cannot be written: `bad`, `garbled`, `latin`.
fn with_failures(good: usize) -> tempfile::TempDir {
    let dir = cases(good);
    put(dir.path(), "cases/bad.toml", &wrong_case());
    put(dir.path(), "cases/garbled.toml", "schema = 1\n[request\nid = ");
    std::fs::write(dir.path().join("cases/latin.toml"), b"schema = 1 # \xe9\n").unwrap();
    dir
}

fn lines(manifest: &Path) -> Vec<serde_json::Value> {
    std::fs::read_to_string(manifest).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn statuses(manifest: &Path) -> Vec<String> {
    let file = |l: &serde_json::Value| l["input"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    lines(manifest).iter().map(|l| format!("{} {}", file(l), l["status"].as_str().unwrap())).collect()
}

/// All files of a folder with their bytes.
fn content(folder: &Path) -> Vec<(String, Vec<u8>)> {
    names(folder).into_iter().map(|n| (n.clone(), std::fs::read(folder.join(n)).unwrap())).collect()
}

#[test]
fn threads_change_nothing() {
    let dir = with_failures(6);
    let runs: Vec<Ended> = ["1", "2", "5"].iter().map(|n| batch(dir.path(), &["cases", "-o", &format!("out-{n}"), "--jobs", n])).collect();
    let one = content(&dir.path().join("out-1"));
    assert_eq!(one.len(), 6 * 2 + 1);
    for (n, ended) in ["1", "2", "5"].iter().zip(&runs) {
        assert_eq!(ended.code, 1);
        assert_eq!(ended.err, runs[0].err, "messages with {n} threads");
        assert!(content(&dir.path().join(format!("out-{n}"))) == one, "{n} threads");
    }
}

#[test]
fn a_case_gives_the_same_bytes_alone_and_among_others() {
    let dir = cases(2);
    assert_eq!(batch(dir.path(), &["cases", "-o", "out"]).code, 0);
    let args = ["render", "cases/good-1.toml", "-o", "alone", "--today", "2026-03-15", "--to", "docx,txt"];
    assert_eq!(run(dir.path(), &args).code, 0);
    for file in ["good-1.docx", "good-1.txt"] {
        assert!(
            std::fs::read(dir.path().join("out").join(file)).unwrap() == std::fs::read(dir.path().join("alone").join(file)).unwrap(),
            "{file}"
        );
    }
}

#[test]
fn failures_do_not_stop_the_others() {
    let dir = with_failures(2);
    let done = batch(dir.path(), &["cases", "-o", "out"]);
    let manifest = dir.path().join("out/manifest.jsonl");
    assert_eq!(
        statuses(&manifest),
        ["bad.toml failed", "garbled.toml failed", "good-0.toml done", "good-1.toml done", "latin.toml unreadable"]
    );
    assert_eq!(done.code, 1);
    for want in
        ["cases/bad.toml: MLA301", "cases/latin.toml: MLA002", "5 cases: 2 written, 2 failed, 1 unreadable", "MLA301  A required item"]
    {
        assert!(done.err.contains(want), "{want} in {}", done.err);
    }
    assert!(done.out.is_empty());
    let bad = &lines(&manifest)[0];
    assert!(bad["codes"]["MLA301"].as_u64().unwrap() >= 1 && bad["outputs"].as_array().unwrap().is_empty());
    assert_eq!(bad["input"], "../cases/bad.toml");
}

#[test]
fn drafts_are_made_on_request() {
    let dir = cases(1);
    put(dir.path(), "cases/bad.toml", &wrong_case());
    assert_eq!(batch(dir.path(), &["cases", "-o", "out", "--draft"]).code, 0);
    assert_eq!(statuses(&dir.path().join("out/manifest.jsonl")), ["bad.toml draft", "good-0.toml done"]);
    assert!(std::fs::read_to_string(dir.path().join("out/bad.txt")).unwrap().contains("DRAFT"));
}

#[test]
fn the_manifest_holds_the_hashes_of_the_documents() {
    let dir = cases(1);
    batch(dir.path(), &["cases", "-o", "out"]);
    let line = &lines(&dir.path().join("out/manifest.jsonl"))[0];
    let hash = |path: &str| mla::files::sha256_hex(&std::fs::read(dir.path().join(path)).unwrap());
    assert_eq!(line["sha256"], hash("cases/good-0.toml"));
    for output in line["outputs"].as_array().unwrap() {
        assert_eq!(output["sha256"], hash(&format!("out/{}", output["file"].as_str().unwrap())));
    }
    assert!(line["forms"]["bases/uncac"].is_string(), "{line}");
}

#[test]
fn what_still_holds_is_skipped() {
    let dir = cases(4);
    batch(dir.path(), &["cases", "-o", "out"]);
    let manifest = std::fs::read(dir.path().join("out/manifest.jsonl")).unwrap();
    let again = batch(dir.path(), &["cases", "-o", "out", "--resume"]);
    assert!(again.err.contains("4 cases: 4 up to date"), "{}", again.err);
    assert_eq!(std::fs::read(dir.path().join("out/manifest.jsonl")).unwrap(), manifest, "the same account");
    put(dir.path(), "cases/good-1.toml", &small_case());
    std::fs::remove_file(dir.path().join("out/good-2.txt")).unwrap();
    let third = batch(dir.path(), &["cases", "-o", "out", "--resume"]);
    assert!(third.err.contains("4 cases: 2 written, 2 up to date"), "{}", third.err);
    assert!(dir.path().join("out/good-2.txt").exists());
    // Other options make other documents.
    let other = batch(dir.path(), &["cases", "-o", "out", "--resume", "--layout", "single"]);
    assert!(other.err.contains("4 cases: 4 written"), "{}", other.err);
    std::fs::create_dir_all(dir.path().join("ours/words/en")).unwrap();
    std::fs::write(dir.path().join("ours/words/en/ours.toml"), "[document]\npage = \"sheet {page} of {pages}\"\n").unwrap();
    let words = batch(dir.path(), &["cases", "-o", "out", "--resume", "--layout", "single", "--forms", "ours"]);
    assert!(words.err.contains("4 cases: 4 written"), "{}", words.err);
}

#[test]
fn only_our_own_documents_are_replaced() {
    let dir = cases(2);
    batch(dir.path(), &["cases", "-o", "out"]);
    assert_eq!(batch(dir.path(), &["cases", "-o", "out"]).code, 0, "unchanged since the last run");
    put(dir.path(), "out/good-1.txt", "corrected by hand");
    let before = content(&dir.path().join("out"));
    let refused = batch(dir.path(), &["cases", "-o", "out"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("good-1.txt exists") && refused.err.contains("--force"), "{}", refused.err);
    assert!(content(&dir.path().join("out")) == before);
    assert_eq!(batch(dir.path(), &["cases", "-o", "out", "--force"]).code, 0);
    assert_ne!(std::fs::read(dir.path().join("out/good-1.txt")).unwrap(), b"corrected by hand");
}

#[test]
fn a_case_that_fails_later_keeps_its_claim_to_its_documents() {
    let dir = cases(1);
    batch(dir.path(), &["cases", "-o", "out"]);
    let first = content(&dir.path().join("out"));
    put(dir.path(), "cases/good-0.toml", &wrong_case());
    assert_eq!(batch(dir.path(), &["cases", "-o", "out"]).code, 1);
    let line = &lines(&dir.path().join("out/manifest.jsonl"))[0];
    assert_eq!((line["outputs"].as_array().unwrap().len(), line["left"].as_array().unwrap().len()), (0, 2), "{line}");
    put(dir.path(), "cases/good-0.toml", &small_case().replace("R-2026/17", "R-2026/0"));
    assert_eq!(batch(dir.path(), &["cases", "-o", "out"]).code, 0);
    assert!(content(&dir.path().join("out")) == first);
}

#[test]
fn a_dry_run_writes_nothing() {
    let dir = with_failures(3);
    let told = batch(dir.path(), &["cases", "-o", "out", "--dry-run"]);
    assert_eq!(told.code, 1);
    assert!(told.text().contains("6 cases: 3 to write, 3 blocked"), "{}", told.text());
    assert_eq!(names(dir.path()), ["cases"]);
    batch(dir.path(), &["cases", "-o", "out"]);
    put(dir.path(), "out/good-0.txt", "by hand");
    let before = content(&dir.path().join("out"));
    let told = batch(dir.path(), &["cases", "-o", "out", "--dry-run", "--resume"]);
    assert!(told.text().contains("6 cases: 2 up to date, 4 blocked"), "{}", told.text());
    assert!(content(&dir.path().join("out")) == before);
}

#[test]
fn names_that_collide_are_found_before_anything_is_written() {
    let dir = cases(1);
    put(dir.path(), "more/good-0.toml", &small_case());
    let refused = batch(dir.path(), &["cases", "more", "-o", "out"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("cases/good-0.toml and more/good-0.toml"), "{}", refused.err);
    assert_eq!(names(dir.path()), ["cases", "more"]);
    assert_eq!(batch(dir.path(), &["cases", "cases/good-0.toml", "cases/*.toml", "-o", "out"]).code, 0, "one case named thrice");
}

#[test]
fn places_that_cannot_be_written_are_told_first() {
    let dir = cases(1);
    put(dir.path(), "file", "x");
    for (args, says) in [
        (vec!["cases", "-o", "no/deeper"], "no does not exist"),
        (vec!["cases", "-o", "file"], "file is not a folder"),
        (vec!["cases", "-o", "out", "--manifest", "no/m.jsonl"], "no does not exist"),
        (vec!["cases", "-o", "out", "--manifest", "cases/good-0.toml", "--force"], "cases/good-0.toml exists"),
        (vec!["cases", "-o", "out", "--manifest", "file"], "not a manifest"),
        (vec!["nothing/*.toml", "-o", "out"], "no case files"),
        (vec!["@none", "-o", "out"], "cannot read none"),
    ] {
        let refused = batch(dir.path(), &args);
        assert_eq!(refused.code, 2, "{args:?}: {}", refused.err);
        assert!(refused.err.contains(says), "{args:?}: {}", refused.err);
        assert_eq!(names(dir.path()), ["cases", "file"], "{args:?}");
    }
    assert_eq!(std::fs::read_to_string(dir.path().join("cases/good-0.toml")).unwrap(), small_case().replace("R-2026/17", "R-2026/0"));
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_told_first() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = cases(1);
    let out = dir.path().join("out");
    std::fs::create_dir(&out).unwrap();
    std::fs::set_permissions(&out, std::fs::Permissions::from_mode(0o500)).unwrap();
    // Permissions bind everyone but the superuser: nothing can be shown then.
    if std::fs::File::create(out.join("probe")).is_err() {
        let refused = batch(dir.path(), &["cases", "-o", "out"]);
        assert_eq!(refused.code, 2);
        assert!(refused.err.contains("no permission"), "{}", refused.err);
        assert!(names(&out).is_empty());
    }
    std::fs::set_permissions(&out, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn fail_fast_stops_at_the_first_failure_with_any_number_of_threads() {
    let dir = cases(6);
    put(dir.path(), "cases/good-2x.toml", &wrong_case());
    for jobs in ["1", "4"] {
        let out = dir.path().join(format!("out-{jobs}"));
        let stopped = batch(dir.path(), &["cases", "-o", out.to_str().unwrap(), "--fail-fast", "--jobs", jobs]);
        assert_eq!(stopped.code, 1);
        assert!(stopped.err.contains("3 written, 1 failed, 3 not reached"), "{}", stopped.err);
        assert_eq!(names(&out).len(), 3 * 2 + 1, "{:?}", names(&out));
        let went = statuses(&out.join("manifest.jsonl"));
        assert_eq!((went[3].as_str(), went[4].as_str()), ("good-2x.toml failed", "good-3.toml skipped"));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_run_in_order_and_resume_goes_on() {
    let dir = cases(400);
    let args = ["batch", "cases", "-o", "out", "--today", "2026-03-15", "--to", "txt", "--jobs", "2"];
    let child = program::mla(dir.path(), &args).stderr(std::process::Stdio::piped()).spawn().unwrap();
    while names(&dir.path().join("out")).len() < 3 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let signalled = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(signalled.success());
    let stopped = program::ended(child.wait_with_output().unwrap());
    assert_eq!(stopped.code, 130, "{}", stopped.err);
    assert!(stopped.err.contains("--resume"), "{}", stopped.err);
    let left: Vec<String> = names(&dir.path().join("out")).into_iter().filter(|n| n.ends_with(".tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
    let written = statuses(&dir.path().join("out/manifest.jsonl")).iter().filter(|s| s.ends_with(" done")).count();
    assert!(written > 0 && written < 400, "{written}");
    assert_eq!(names(&dir.path().join("out")).len(), written + 1);
    let rest = run(dir.path(), &[&args[..], &["--resume"]].concat());
    assert!(rest.err.contains(&format!("400 cases: {} written, {written} up to date", 400 - written)), "{}", rest.err);
}
