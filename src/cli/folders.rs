//! Where folders of forms are looked for besides the command line: the machine, the user, the project.

use etcetera::BaseStrategy as _;
use std::path::{Path, PathBuf};

/// The file that names a project's folder of forms: `forms = "folder"`, relative to itself.
const PROJECT_FILE: &str = "mla.toml";

/// A project file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct BadProject {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub reason: String,
}

/// Folders of forms that exist, in the order in which they are laid over one another: of the machine, of the user, of the project
/// whose file is nearest above a folder.
///
/// # Errors
/// The project file cannot be read or names no folder.
pub fn standing(from: &Path) -> Result<Vec<PathBuf>, BadProject> {
    let machine = PathBuf::from("/usr/share/mla");
    let user = etcetera::choose_base_strategy().ok().map(|s| s.data_dir().join("mla"));
    let mut all: Vec<PathBuf> = std::iter::once(machine).chain(user).filter(|d| d.is_dir()).collect();
    all.extend(project(from)?);
    Ok(all)
}

fn project(from: &Path) -> Result<Option<PathBuf>, BadProject> {
    let Some(path) = from.ancestors().map(|d| d.join(PROJECT_FILE)).find(|f| f.is_file()) else { return Ok(None) };
    let bad = |reason: String| BadProject { path: path.clone(), reason };
    let text = std::fs::read_to_string(&path).map_err(|e| bad(e.to_string()))?;
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| bad(e.message().to_owned()))?;
    match table.get("forms") {
        Some(toml::Value::String(folder)) => Ok(Some(path.with_file_name("").join(folder))),
        Some(other) => Err(bad(format!("forms = {other}"))),
        None => Ok(None),
    }
}
