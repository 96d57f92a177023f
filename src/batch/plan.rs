//! Which cases a run is about, and where their documents go. Nothing is written here.

use super::one::Format;
use globset::GlobBuilder;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

/// One case of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The case file as it was found.
    pub path: PathBuf,
    /// Its path as the manifest has it: relative to the output folder, with `/`.
    pub name: String,
    /// File names of the documents in the output folder, in the order of the formats.
    pub outputs: Vec<String>,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// Nothing was found under a path, folder or pattern.
    #[error("no case files: {0}")]
    Nothing(String),
    /// A pattern is malformed.
    #[error("`{0}` is not a pattern: {1}")]
    BadGlob(String, String),
    /// A list or folder cannot be read.
    #[error("cannot read {0}: {1}")]
    Unreadable(String, std::io::Error),
    /// Several cases would be written into the same files: pairs of cases, and the name they share.
    #[error("{} names are claimed by two cases", .0.len())]
    Collisions(Vec<(PathBuf, PathBuf, String)>),
}

impl PlanError {
    /// The id used as a key of words.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Nothing(_) => "nothing",
            Self::BadGlob(..) => "bad-glob",
            Self::Unreadable(..) => "unreadable",
            Self::Collisions(_) => "collisions",
        }
    }
}

/// The case files that the arguments name, in their order, each once: files, folders (all TOML files in them), patterns, and
/// `@list` for a file with one of these a line. `stdin` is asked for the lines of `-`.
///
/// # Errors
/// See [`PlanError`]. A file that does not exist is no error here: it is found unreadable when its turn comes.
pub fn inputs(args: &[String], stdin: &mut dyn FnMut() -> std::io::Result<String>) -> Result<Vec<PathBuf>, PlanError> {
    let mut all = Vec::new();
    for arg in args {
        let list = match arg.strip_prefix('@') {
            Some(file) => Some((file, std::fs::read_to_string(file))),
            None if arg == "-" => Some(("-", stdin())),
            None => None,
        };
        match list {
            Some((name, text)) => {
                let text = text.map_err(|e| PlanError::Unreadable(name.to_owned(), e))?;
                for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
                    spread(line, &mut all)?;
                }
            }
            None => spread(arg, &mut all)?,
        }
    }
    let mut seen = BTreeSet::new();
    all.retain(|path| seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    if all.is_empty() { Err(PlanError::Nothing(args.join(" "))) } else { Ok(all) }
}

fn spread(arg: &str, out: &mut Vec<PathBuf>) -> Result<(), PlanError> {
    let path = Path::new(arg);
    let before = out.len();
    if path.is_dir() {
        walk(path, &mut |file| file.extension().is_some_and(|x| x == "toml"), out)?;
    } else if path.exists() || !arg.contains(['*', '?', '[', '{']) {
        out.push(path.to_owned());
    } else {
        let bad = |e: globset::Error| PlanError::BadGlob(arg.to_owned(), e.kind().to_string());
        let pattern = arg.strip_prefix("./").unwrap_or(arg);
        let glob = GlobBuilder::new(pattern).literal_separator(true).build().map_err(bad)?.compile_matcher();
        let is_plain = |c: &Component<'_>| !c.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
        let root: PathBuf = Path::new(pattern).components().take_while(is_plain).collect();
        let (from, strip) = if root.as_os_str().is_empty() { (PathBuf::from("."), true) } else { (root, false) };
        let shown = |file: &Path| if strip { file.strip_prefix(".").unwrap_or(file).to_owned() } else { file.to_owned() };
        if from.is_dir() {
            walk(&from, &mut |file| glob.is_match(shown(file)), out)?;
        }
        out[before..].iter_mut().for_each(|file| *file = shown(file));
    }
    if out.len() == before { Err(PlanError::Nothing(arg.to_owned())) } else { Ok(()) }
}

fn walk(root: &Path, wanted: &mut dyn FnMut(&Path) -> bool, out: &mut Vec<PathBuf>) -> Result<(), PlanError> {
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry.map_err(|e| {
            let path = e.path().unwrap_or(root).display().to_string();
            PlanError::Unreadable(path, e.into())
        })?;
        if entry.file_type().is_file() && wanted(entry.path()) {
            out.push(entry.into_path());
        }
    }
    Ok(())
}

/// The documents of each case: `<stem>.<format>` in the output folder.
///
/// # Errors
/// [`PlanError::Collisions`], if two cases have the same stem; on some systems names that differ only in case are the same.
pub fn items(inputs: Vec<PathBuf>, output: &Path, formats: &[Format]) -> Result<Vec<Item>, PlanError> {
    let base = std::fs::canonicalize(output).unwrap_or_else(|_| absent(output));
    let mut claimed: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut collisions = Vec::new();
    let mut items = Vec::with_capacity(inputs.len());
    for path in inputs {
        let stem = stem_of(&path);
        match claimed.get(&stem.to_lowercase()) {
            Some(first) => collisions.push((first.clone(), path.clone(), stem.clone())),
            None => drop(claimed.insert(stem.to_lowercase(), path.clone())),
        }
        let outputs = formats.iter().map(|f| format!("{stem}.{}", f.id())).collect();
        items.push(Item { name: relative(&path, &base), path, outputs });
    }
    if collisions.is_empty() { Ok(items) } else { Err(PlanError::Collisions(collisions)) }
}

/// The name of a case file without its suffix.
#[must_use]
pub fn stem_of(path: &Path) -> String {
    path.file_stem().map_or_else(|| "request".to_owned(), |s| s.to_string_lossy().into_owned())
}

/// The real path of a folder that does not exist yet.
fn absent(folder: &Path) -> PathBuf {
    let parent = folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let parent = std::fs::canonicalize(parent).unwrap_or_else(|_| parent.to_owned());
    folder.file_name().map_or(parent.clone(), |name| parent.join(name))
}

/// A path as seen from a folder, so that a tree of cases and documents can be moved as a whole.
fn relative(path: &Path, base: &Path) -> String {
    let folder = super::folder::folder_of(path);
    let real = std::fs::canonicalize(&folder).unwrap_or(folder).join(path.file_name().unwrap_or_default());
    let (from, to): (Vec<_>, Vec<_>) = (base.components().collect(), real.components().collect());
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let out = if common == 0 {
        real.clone()
    } else {
        let up = from[common..].iter().map(|_| Component::ParentDir);
        up.chain(to[common..].iter().copied()).collect()
    };
    out.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree() -> (tempfile::TempDir, impl Fn(&str) -> String) {
        let dir = tempfile::tempdir().unwrap();
        for file in ["a/b/two.toml", "a/one.toml", "a/notes.txt", "c/one.toml", "c/One.toml"] {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let root = dir.path().to_str().unwrap().to_owned();
        (dir, move |below: &str| format!("{root}/{below}"))
    }

    fn found(args: &[String]) -> Result<Vec<String>, &'static str> {
        let mut stdin = || Ok(String::new());
        let paths = inputs(args, &mut stdin).map_err(|e| e.id())?;
        Ok(paths.iter().map(|p| p.file_name().unwrap().to_str().unwrap().to_owned()).collect())
    }

    #[test]
    fn files_folders_and_patterns_are_spread_in_order() {
        let (dir, at) = tree();
        assert_eq!(found(&[at("a")]).unwrap(), ["two.toml", "one.toml"]);
        assert_eq!(found(&[at("a/*.toml")]).unwrap(), ["one.toml"]);
        assert_eq!(found(&[at("a/**/*.toml")]).unwrap(), ["two.toml", "one.toml"]);
        assert_eq!(found(&[at("a/one.toml"), at("a")]).unwrap(), ["one.toml", "two.toml"]);
        fs::write(dir.path().join("list"), format!("# ours\n\n{}\n", at("c/one.toml"))).unwrap();
        assert_eq!(found(&[format!("@{}", at("list"))]).unwrap(), ["one.toml"]);
        let mut stdin = || Ok(at("a/one.toml"));
        assert_eq!(inputs(&["-".to_owned()], &mut stdin).unwrap().len(), 1);
    }

    #[test]
    fn nothing_found_is_said() {
        let (dir, at) = tree();
        assert_eq!(found(&[at("a/*.tml")]), Err("nothing"));
        assert_eq!(found(&[at("none/*.toml")]), Err("nothing"));
        assert_eq!(found(&[at("a/[.toml")]), Err("bad-glob"));
        assert_eq!(found(&[format!("@{}", at("none"))]), Err("unreadable"));
        assert_eq!(found(&["-".to_owned()]), Err("nothing"));
        assert_eq!(found(&[at("absent.toml")]).unwrap(), ["absent.toml"]);
        fs::create_dir(dir.path().join("empty")).unwrap();
        assert_eq!(found(&[at("empty")]), Err("nothing"));
    }

    #[test]
    fn names_are_relative_to_the_output_and_may_not_collide() {
        let (dir, at) = tree();
        let paths = |names: &[&str]| names.iter().map(|n| PathBuf::from(at(n))).collect();
        let out = dir.path().join("out");
        let made = items(paths(&["a/one.toml", "a/b/two.toml"]), &out, &[Format::Pdf, Format::Docx]).unwrap();
        assert_eq!(made[1].name, "../a/b/two.toml");
        assert_eq!(made[0].outputs, ["one.pdf", "one.docx"]);
        assert_eq!(items(paths(&["a/one.toml"]), &dir.path().join("a"), &[]).unwrap()[0].name, "one.toml");
        for twins in [["a/one.toml", "c/one.toml"], ["a/one.toml", "c/One.toml"]] {
            let error = items(paths(&twins), &out, &[Format::Pdf]).unwrap_err();
            assert!(matches!(error, PlanError::Collisions(pairs) if pairs.len() == 1));
        }
    }
}
