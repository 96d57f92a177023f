//! Where form data comes from: the files in the binary, and folders laid over them.

use crate::source::{ReadError, SourceFile};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

static EMBEDDED: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/data.rs"));

/// Where a data file comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Part of the program.
    BuiltIn,
    /// A folder laid over it.
    Folder(PathBuf),
}

/// One data file.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// Path below the data root with `/`: `forms/bases/uncac.toml`, `templates/en/facts.tera`.
    pub path: String,
    /// The text.
    pub source: Arc<SourceFile>,
    /// Where it comes from.
    pub origin: Origin,
    /// What it replaces, nearest first.
    pub shadows: Vec<Origin>,
}

/// All data files, later origins having replaced earlier ones of the same path.
#[derive(Debug, Clone, Default)]
pub struct DataFiles {
    files: BTreeMap<String, DataFile>,
    /// Word and wording files that an overlay replaced only in part: kept, because those are merged key by key.
    layers: Vec<DataFile>,
}

/// A folder of forms that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}: {error}")]
pub struct OverlayError {
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    pub error: ReadError,
}

impl DataFiles {
    /// The files in the binary.
    #[must_use]
    pub fn built_in() -> Self {
        let files = EMBEDDED
            .iter()
            .map(|(path, text)| {
                let source = Arc::new(SourceFile::new(*path, *text));
                ((*path).to_owned(), DataFile { path: (*path).to_owned(), source, origin: Origin::BuiltIn, shadows: Vec::new() })
            })
            .collect();
        Self { files, layers: Vec::new() }
    }

    /// Lays a folder over what is there. It holds the subfolders of `forms/` (`bases/`, `rules/` ...) at its top, and `templates/`.
    ///
    /// # Errors
    /// The folder or a file in it cannot be read.
    pub fn overlay(&mut self, dir: &Path) -> Result<(), OverlayError> {
        let fail = |path: &Path, error: ReadError| OverlayError { path: path.to_owned(), error };
        if !dir.is_dir() {
            let error = std::io::Error::new(std::io::ErrorKind::NotFound, "no such folder");
            return Err(fail(dir, ReadError::Io(error)));
        }
        for entry in walkdir::WalkDir::new(dir).follow_links(true).sort_by_file_name() {
            let entry = entry.map_err(|e| {
                let path = e.path().unwrap_or(dir).to_owned();
                OverlayError { path, error: ReadError::Io(e.into()) }
            })?;
            let path = entry.path();
            if !entry.file_type().is_file() || !path.extension().is_some_and(|e| e == "toml" || e == "tera") {
                continue;
            }
            let below = path.strip_prefix(dir).unwrap_or(path).to_string_lossy().replace('\\', "/");
            let name = if below.starts_with("templates/") || below.starts_with("forms/") { below } else { format!("forms/{below}") };
            if !name.contains('/') || name.matches('/').count() < 2 && name.starts_with("forms/") {
                continue;
            }
            let source = Arc::new(SourceFile::read(path).map_err(|e| fail(path, e))?);
            self.put(DataFile { path: name, source, origin: Origin::Folder(dir.to_owned()), shadows: Vec::new() });
        }
        Ok(())
    }

    fn put(&mut self, mut file: DataFile) {
        if let Some(old) = self.files.get(&file.path) {
            file.shadows.push(old.origin.clone());
            file.shadows.extend(old.shadows.iter().cloned());
            if file.path.starts_with("forms/words/") || file.path.ends_with(".tera") {
                self.layers.push(old.clone());
            }
        }
        self.files.insert(file.path.clone(), file);
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = &DataFile> {
        self.files.values()
    }

    /// The files under a folder such as `forms/bases/`.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a DataFile> {
        self.files.range(folder.to_owned()..).map(|(_, f)| f).take_while(move |f| f.path.starts_with(folder))
    }

    /// The files under a folder whose entries are merged one by one: what was replaced first, then what replaced it.
    pub fn merged<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a DataFile> {
        let built_in = |f: &&DataFile| f.origin == Origin::BuiltIn;
        let old = self.layers.iter().filter(move |f| f.path.starts_with(folder));
        let base = self.under(folder).filter(built_in);
        let over = self.under(folder).filter(move |f| !built_in(f));
        old.chain(base).chain(over)
    }

    /// One file by its path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&DataFile> {
        self.files.get(path)
    }
}
