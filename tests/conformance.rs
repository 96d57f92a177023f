//! What programs of others say about our files: validators, readers, word processors, and how much of the text comes out again.
//!
//! The programs are called by the scripts in `tests/conformance/`, and `install.sh` there installs them. Where one is missing, its part is
//! skipped with a line on standard error; with `MLA_CONFORMANCE=required` or `CI=true` that is a failure.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on should stop, and asks the environment")]

#[path = "conformance/breaking.rs"]
mod breaking;
#[path = "conformance/extraction.rs"]
mod extraction;
mod support;

use extraction::Table;
use mla::case::edit::Editor;
use mla::doc::compose;
use mla::doc::model::Document;
use mla::lang::Lang;
use mla::render::Writer as _;
use mla::render::docx::Docx;
use mla::render::html::Html;
use mla::render::pdf::Pdf;
use mla::render::style::Style;
use mla::render::text::plain_text;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// A request in two languages, written as `<stem>.pdf` and `<stem>.docx`.
struct Written {
    stem: String,
    document: Document,
}

/// Where the files lie after the tests, to be looked at.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("conformance")
}

/// The document of an example in two languages, if it has all its free text in both.
fn in_languages(text: &str, original: Lang, translation: Lang) -> Option<Document> {
    let mut editor = Editor::open(text).unwrap();
    editor.set("request.languages.original", original.as_str().into()).unwrap();
    editor.set("request.languages.translation", translation.as_str().into()).unwrap();
    if editor.get("translation.prevails").is_some() {
        editor.set("translation.prevails", original.as_str().into()).unwrap();
    }
    let checked = support::check_text(&editor.text(), support::forms());
    let lacking = |d: &mla::diag::Diagnostic| ["MLA501", "MLA502"].contains(&d.code.to_string().as_str());
    if checked.report.diagnostics().iter().any(lacking) {
        return None;
    }
    Some(compose(&checked.outcome, support::forms(), support::library()).unwrap())
}

/// Every example in every pair of languages that it has, each language as often the original as the translation.
fn written() -> &'static [Written] {
    static WRITTEN: OnceLock<Vec<Written>> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let languages: Vec<Lang> = support::library().wording.languages().collect();
        let pairs = languages.iter().enumerate().flat_map(|(at, a)| languages[at + 1..].iter().map(|b| (*a, *b)));
        let examples: Vec<(String, String)> =
            support::examples().into_iter().map(|(name, path)| (name, std::fs::read_to_string(path).unwrap())).collect();
        let wanted = pairs.enumerate().flat_map(|(n, pair)| examples.iter().enumerate().map(move |(m, example)| (n + m, pair, example)));
        let _ = std::fs::remove_dir_all(folder());
        std::fs::create_dir_all(folder()).unwrap();
        let make = |(turn, (a, b), (name, text)): (usize, (Lang, Lang), &(String, String))| {
            let (original, translation) = if turn % 2 == 0 { (a, b) } else { (b, a) };
            let document = in_languages(text, original, translation)?;
            let stem = format!("{name}.{original}-{translation}");
            let style = Style::default();
            std::fs::write(folder().join(format!("{stem}.pdf")), Pdf.write(&document, &style).unwrap()).unwrap();
            std::fs::write(folder().join(format!("{stem}.docx")), Docx.write(&document, &style).unwrap()).unwrap();
            Some(Written { stem, document })
        };
        let made: Vec<Written> = wanted.collect::<Vec<_>>().into_par_iter().filter_map(make).collect();
        let once: Vec<&String> = examples
            .iter()
            .map(|(name, _)| name)
            .filter(|name| made.iter().filter(|w| w.stem.starts_with(&format!("{name}."))).count() < 2)
            .collect();
        assert!(once.is_empty(), "not in two pairs of languages: {once:?}");
        made
    })
}

fn files(format: &str) -> Vec<String> {
    written().iter().map(|w| format!("{}.{format}", w.stem)).collect()
}

/// Whether a missing tool is a failure.
fn required() -> bool {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    is("MLA_CONFORMANCE", "required") || is("CI", "true")
}

/// A line that is seen although the test passes.
fn tell(line: &str) {
    // The macros for printing are captured by the test runner, this is not.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Notes that something was not done.
fn skipped(tool: &str) {
    assert!(!required(), "{tool} is not installed (tests/conformance/install.sh)");
    tell(&format!("skipped: {tool} is not installed (tests/conformance/install.sh)"));
}

/// Runs a program in the folder of the files; nothing where it is not installed.
fn run(program: &str, arguments: &[String]) -> Option<(i32, String)> {
    let command = Command::new(program).args(arguments).current_dir(folder()).stdin(Stdio::null()).output();
    match command {
        Ok(output) => Some((output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stdout).into_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => panic!("{program}: {error}"),
    }
}

/// The lines of a script about some files, without those about missing tools, and its exit code. All files go in at once.
fn script(name: &str, files: Vec<String>) -> Option<(i32, Vec<String>)> {
    let path = support::root().join("tests/conformance").join(name).display().to_string();
    let arguments: Vec<String> = [path].into_iter().chain(files).collect();
    let Some((code, said)) = run("bash", &arguments) else {
        skipped("bash");
        return None;
    };
    let (skips, lines): (Vec<&str>, Vec<&str>) = said.lines().partition(|line| line.starts_with("skip "));
    for line in skips {
        skipped(line.trim_start_matches("skip").trim().split(" is not installed").next().unwrap());
    }
    Some((code, lines.into_iter().map(str::to_owned).collect()))
}

/// Every file passes every check of a script that can run.
fn conform(name: &str, files: Vec<String>) {
    let Some((code, lines)) = script(name, files.clone()) else { return };
    let failed: Vec<&String> = lines.iter().filter(|line| !line.starts_with("ok ")).collect();
    assert!(failed.is_empty(), "{name}: {failed:#?}");
    assert_eq!(code, 0, "{name}");
    let kinds: BTreeSet<usize> = files.iter().map(|file| lines.iter().filter(|line| line.contains(file.as_str())).count()).collect();
    assert_eq!(kinds.len(), 1, "{name}: as many checks for each file: {kinds:?}");
}

#[test]
fn pdf_files_conform() {
    conform("pdf.sh", files("pdf"));
}

#[test]
fn docx_files_conform() {
    conform("docx.sh", files("docx"));
}

/// Web pages in all scripts, and what a browser shows of them.
#[test]
fn web_pages_are_shown_by_a_browser() {
    let pairs = [["ar", "en"], ["ar", "zh"], ["ru", "zh"], ["fr", "uk"]];
    let has = |w: &&Written| pairs.iter().any(|pair| pair.iter().all(|tag| w.document.languages.iter().any(|lang| lang.as_str() == *tag)));
    let mut wanted: Vec<&Written> = written().iter().filter(has).filter(|w| w.stem.starts_with("reciprocity")).collect();
    wanted.sort_by(|a, b| a.stem.cmp(&b.stem));
    assert_eq!(wanted.len(), pairs.len());
    for w in &wanted {
        std::fs::write(folder().join(format!("{}.html", w.stem)), Html.write(&w.document, &Style::default()).unwrap()).unwrap();
    }
    conform("html.sh", wanted.iter().map(|w| format!("{}.html", w.stem)).collect());
    for w in wanted {
        let Ok(shown) = std::fs::read_to_string(folder().join(format!("{}.html.txt", w.stem))) else { continue };
        let shown: String = shown.split_whitespace().collect();
        for (at, lang) in w.document.languages.iter().enumerate().filter(|(_, lang)| lang.as_str() != "ar") {
            let text = plain_text(&w.document, at);
            let words: Vec<&str> = text.split_whitespace().collect();
            let missing: Vec<&&str> = words.iter().filter(|word| !shown.contains(**word)).collect();
            assert!(missing.len() * 50 < words.len(), "{} {lang}: {missing:?}", w.stem);
        }
    }
}

/// The scripts would be worth nothing if they let everything pass.
#[test]
fn bad_files_are_refused() {
    let good = &written()[0].stem;
    let read = |format: &str| std::fs::read(folder().join(format!("{good}.{format}"))).unwrap();
    for bad in breaking::all(&read("pdf"), &read("docx")) {
        std::fs::write(folder().join(bad.file), &bad.bytes).unwrap();
        let Some((code, lines)) = script(bad.script, vec![bad.file.to_owned()]) else { return };
        for (check, tool) in bad.complaints {
            // A tool that is missing has said nothing, which `script` has noted.
            let about: Vec<&String> = lines.iter().filter(|line| line.contains(tool)).collect();
            let complained = about.iter().any(|line| line.starts_with("FAIL") && line.contains(check));
            assert!(about.is_empty() || complained, "{}: nobody said `{check}`: {lines:#?}", bad.file);
        }
        assert_eq!(code, 1, "{}", bad.file);
    }
}

/// Measures what pdftotext and pdfium read, each if it is there.
fn measured() -> Table {
    let mut table = Table::default();
    let versions = [
        run("sh", &["-c".to_owned(), "pdftotext -v 2>&1 | head -n 1 | sed 's/ version//'".to_owned()]),
        run(
            &python(),
            &["-c".to_owned(), "import importlib.metadata as m; print('pdfium of pypdfium2', m.version('pypdfium2'))".to_owned()],
        ),
    ];
    table.versions = versions.into_iter().flatten().map(|(_, said)| said.trim().to_owned()).collect();
    let read = |path: PathBuf| std::fs::read_to_string(path).unwrap();
    for (name, mode) in [("pdftotext", ""), ("pdftotext -raw", "-raw")] {
        let arguments = |w: &Written| {
            [mode, &format!("{}.pdf", w.stem), "-"].map(str::to_owned).into_iter().filter(|a| !a.is_empty()).collect::<Vec<_>>()
        };
        let poppler = |w: &Written| Some(run("pdftotext", &arguments(w))?.1);
        match written().par_iter().map(poppler).collect::<Option<Vec<_>>>() {
            Some(texts) => written().iter().zip(&texts).for_each(|(w, text)| table.add(name, &w.stem, &w.document, text)),
            None => skipped("pdftotext"),
        }
    }
    let texts = folder().join("pdfium");
    std::fs::create_dir_all(&texts).unwrap();
    let helper = support::root().join("tests/conformance/pdf.py").display().to_string();
    let arguments = [helper, "text".to_owned(), "pdfium".to_owned()].into_iter().chain(files("pdf")).collect::<Vec<_>>();
    match run(&python(), &arguments) {
        Some((0, _)) => {
            written().iter().for_each(|w| table.add("pdfium", &w.stem, &w.document, &read(texts.join(format!("{}.txt", w.stem)))));
        }
        _ => skipped("pdfium"),
    }
    table
}

/// The Python of the tools, as `tests/conformance/common.sh` finds it.
fn python() -> String {
    let var = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = || var("XDG_CACHE_HOME").or_else(|| Some(var("HOME")?.join(".cache"))).unwrap_or_default().join("mla-conformance");
    var("MLA_CONFORMANCE_DIR").unwrap_or_else(cache).join("venv/bin/python").display().to_string()
}

#[test]
fn text_comes_out_as_it_went_in() {
    let table = measured();
    table.lines().iter().for_each(|line| tell(line));
    assert_eq!(table.complaints(), Vec::<String>::new());
}

/// `cargo test --test conformance -- --ignored` writes the scores into `docs/typography.md`.
#[test]
#[ignore = "writes a page of the documentation"]
fn scores_are_written_into_the_documentation() {
    let table = measured();
    let path = support::root().join("docs/typography.md");
    let page = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, table.into_page(&page)).unwrap();
}
