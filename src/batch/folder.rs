//! The files beside a case file, which it names as annexes.

use crate::check::{FileState, Files};
use crate::files::sha256_hex;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Files with their SHA-256, or a word for why there is none; by path relative to the case file.
pub type Seen = BTreeMap<String, String>;

/// The files beside a case file; each is read at most once.
pub struct Folder {
    root: PathBuf,
    seen: Mutex<HashMap<String, FileState>>,
}

impl Folder {
    /// The files below a folder.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), seen: Mutex::default() }
    }

    /// Everything that was looked at.
    #[must_use]
    pub fn seen(&self) -> Seen {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().map(|(path, state)| (path.clone(), word(state))).collect()
    }

    /// Whether all files are still as they were seen.
    #[must_use]
    pub fn still(&self, seen: &Seen) -> bool {
        seen.iter().all(|(path, state)| word(&self.look(path)) == *state)
    }
}

fn word(state: &FileState) -> String {
    match state {
        FileState::Unknown => "unknown".to_owned(),
        FileState::Missing => "missing".to_owned(),
        FileState::Unreadable => "unreadable".to_owned(),
        FileState::Present(hash) => hash.clone(),
    }
}

impl Files for Folder {
    fn look(&self, path: &str) -> FileState {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = seen.get(path) {
            return known.clone();
        }
        let state = match std::fs::read(self.root.join(path)) {
            Ok(bytes) => FileState::Present(sha256_hex(&bytes)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => FileState::Missing,
            Err(_) => FileState::Unreadable,
        };
        seen.insert(path.to_owned(), state.clone());
        state
    }
}

/// The folder of a case file.
#[must_use]
pub fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(p) if !p.as_os_str().is_empty() => p.to_owned(),
        _ => PathBuf::from("."),
    }
}
