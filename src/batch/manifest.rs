//! The manifest of a batch: one JSON object a line, in the order of the cases, with what each document was made from.
//!
//! ```json
//! {"input":"../cases/a.toml","sha256":"9f...","status":"done","codes":{"MLA302":1},"outputs":[{"file":"a.pdf","sha256":"07..."}],
//!  "tool":"mla 0.1.0","options":{"formats":["pdf"],"layout":"side-by-side","style":"default","style-sha256":"5e...","draft":false},
//!  "data":"c1...","forms":{"bases/uncac":"77..."}}
//! ```
//! There are no times in it: the same cases give the same manifest. `input` is relative to the output folder, `file` stands in it.
//! Optional keys: `problem` (why there is no document though the case is right: `internal`, or `write-...`), `seen` (annexes that the
//! check looked at, with their hashes), `left` (documents of an earlier run that were not replaced), `today` in the options (the
//! day of the check, where it was given).

use super::folder::Seen;
use crate::files::sha256_hex;
use crate::forms::DataFiles;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The documents are written.
    Done,
    /// The documents are written and marked as drafts.
    Draft,
    /// There are no documents: the case has errors, or writing failed.
    Failed,
    /// The case file cannot be read.
    Unreadable,
    /// The run ended before its turn.
    Skipped,
}

impl Status {
    /// The id in the manifest, and key of words.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Draft => "draft",
            Self::Failed => "failed",
            Self::Unreadable => "unreadable",
            Self::Skipped => "skipped",
        }
    }

    /// Whether there are documents.
    #[must_use]
    pub const fn is_written(self) -> bool {
        matches!(self, Self::Done | Self::Draft)
    }
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Its name in the output folder.
    pub file: String,
    /// The hash of its bytes.
    pub sha256: String,
}

/// What a run was asked for, as far as documents depend on it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Options {
    /// Ids of the formats.
    pub formats: Vec<String>,
    /// Id of the layout.
    pub layout: String,
    /// The style as it was named.
    pub style: String,
    /// The hash of its text, followed by its picture if it has one.
    pub style_sha256: String,
    /// The hash of the fonts that the run was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fonts_sha256: Option<String>,
    /// Whether drafts are made.
    pub draft: bool,
    /// The day of the check, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<String>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Line {
    /// The case file, relative to the output folder.
    pub input: String,
    /// The hash of its bytes; empty where it could not be read.
    pub sha256: String,
    /// How it went.
    pub status: Status,
    /// Codes of findings and how often each was raised.
    pub codes: BTreeMap<String, usize>,
    /// Why there is no document, where no code says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// The documents.
    pub outputs: Vec<Output>,
    /// Documents of an earlier run that are still there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Output>,
    /// Name and version of the program.
    pub tool: String,
    /// What was asked for.
    pub options: Options,
    /// The hash of all forms, words and templates in force.
    pub data: String,
    /// The forms that the case rests on.
    pub forms: BTreeMap<String, String>,
    /// The files beside the case that the check looked at.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub seen: Seen,
}

impl Line {
    /// All documents that the line answers for.
    pub fn owned(&self) -> impl Iterator<Item = &Output> {
        self.outputs.iter().chain(&self.left)
    }
}

/// The lines of an earlier run by case.
pub type Earlier = HashMap<String, Line>;

/// Reads a manifest; where there is none, it is empty.
///
/// # Errors
/// The number of the line that is not one of a manifest, counted from one; 0 if the file cannot be read.
pub fn read(path: &Path) -> Result<Earlier, usize> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Earlier::new()),
        Err(_) => return Err(0),
    };
    let lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    lines.map(|(n, line)| serde_json::from_str::<Line>(line).map(|l| (l.input.clone(), l)).map_err(|_| n + 1)).collect()
}

/// The text of a manifest.
///
/// # Errors
/// JSON could not be made; no input is known to cause it.
pub fn text(lines: &[Line]) -> Result<String, serde_json::Error> {
    let mut out = String::new();
    for line in lines {
        out.push_str(&serde_json::to_string(line)?);
        out.push('\n');
    }
    Ok(out)
}

/// One hash over all data files in force, those included that others replace in part.
#[must_use]
pub fn hash_of(data: &DataFiles) -> String {
    let mut list = String::new();
    for file in data.merged("") {
        list.push_str(&file.path);
        list.push('\0');
        list.push_str(&sha256_hex(file.source.text().as_bytes()));
        list.push('\n');
    }
    sha256_hex(list.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line {
            input: "../a.toml".to_owned(),
            sha256: "00".to_owned(),
            status: Status::Done,
            codes: BTreeMap::from([("MLA302".to_owned(), 2)]),
            problem: None,
            outputs: vec![Output { file: "a.pdf".to_owned(), sha256: "11".to_owned() }],
            left: Vec::new(),
            tool: "mla".to_owned(),
            options: Options::default(),
            data: "22".to_owned(),
            forms: BTreeMap::new(),
            seen: Seen::new(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("manifest.jsonl");
        assert!(read(&path).unwrap().is_empty());
        std::fs::write(&path, text(&[line()]).unwrap()).unwrap();
        assert_eq!(read(&path).unwrap()["../a.toml"], line());
    }

    #[test]
    fn a_file_of_another_kind_is_not_taken_for_a_manifest() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        std::fs::write(&path, format!("{}schema = 1\n", text(&[line()]).unwrap())).unwrap();
        assert_eq!(read(&path), Err(2));
        assert_eq!(read(dir.path()), Err(0));
    }

    #[test]
    fn the_hash_of_the_data_knows_a_changed_word() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("words/en")).unwrap();
        std::fs::write(dir.path().join("words/en/ours.toml"), "[diag]\nerror = \"fault\"\n").unwrap();
        let mut data = DataFiles::built_in();
        let before = hash_of(&data);
        assert_eq!(before, hash_of(&DataFiles::built_in()));
        data.overlay(dir.path()).unwrap();
        assert_ne!(before, hash_of(&data));
    }
}
