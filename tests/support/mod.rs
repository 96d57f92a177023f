//! What several test programs share.
#![allow(dead_code, clippy::unwrap_used, reason = "each test program uses a part of this; a test that cannot go on should stop")]

use mla::case::CaseFile;
use mla::check::{Checked, FileState, Files, Surroundings, check};
use mla::doc::Library;
use mla::files::sha256_hex;
use mla::forms::FormSet;
use mla::kind::CaseDate;
use mla::lang::Lang;
use mla::source::SourceFile;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The built-in forms, which must be without any mistake.
pub fn forms() -> &'static FormSet {
    static FORMS: OnceLock<FormSet> = OnceLock::new();
    FORMS.get_or_init(|| {
        let (forms, problems) = FormSet::built_in();
        assert!(problems.is_empty(), "{problems:#?}");
        forms
    })
}

/// Skeleton and wording of the request.
pub fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let (library, problems) = Library::load(forms());
        assert!(problems.is_empty(), "{problems:#?}");
        library
    })
}

/// The built-in data files with a folder of such files laid over them.
pub fn laid_over(files: &[(&str, &str)]) -> mla::forms::DataFiles {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut data = mla::forms::DataFiles::built_in();
    data.overlay(dir.path()).unwrap();
    data
}

/// The root of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The complete examples, by name.
pub fn examples() -> Vec<(String, PathBuf)> {
    let mut all: Vec<(String, PathBuf)> = std::fs::read_dir(root().join("examples"))
        .unwrap()
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|x| x == "toml") && !p.to_string_lossy().ends_with(".broken.toml"))
        .map(|p| (p.file_stem().unwrap().to_string_lossy().into_owned(), p))
        .collect();
    all.sort();
    assert!(!all.is_empty(), "no examples");
    all
}

/// The day on which tests check.
pub fn test_day() -> CaseDate {
    "2026-03-15".parse().unwrap()
}

/// The files in a folder.
pub struct InFolder(pub PathBuf);

impl Files for InFolder {
    fn look(&self, path: &str) -> FileState {
        match std::fs::read(self.0.join(path)) {
            Ok(bytes) => FileState::Present(sha256_hex(&bytes)),
            Err(_) => FileState::Missing,
        }
    }
}

/// Reads a file under the name that it has from the root of the project.
pub fn source(path: &Path) -> SourceFile {
    let name = path.strip_prefix(root()).unwrap_or(path).display().to_string();
    SourceFile::from_bytes(name, std::fs::read(path).unwrap()).unwrap()
}

/// Checks a text as if it stood in `examples/`.
pub fn check_text(text: &str, forms: &FormSet) -> Checked {
    let source = SourceFile::new("case.toml", text);
    let case = CaseFile::parse(&source);
    let files = InFolder(root().join("examples"));
    check(&case, forms, &Surroundings { lang: Lang::EN, today: Some(test_day()), files: &files })
}
