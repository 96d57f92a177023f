//! Where folders of forms and fonts are looked for besides the command line: the machine, the user, the project.

use anyhow::{Context as _, bail};
use etcetera::BaseStrategy as _;
use std::path::{Path, PathBuf};

/// The file that names a project's folders: `forms = "folder"`, `fonts = "folder"`, relative to itself.
const PROJECT_FILE: &str = "mla.toml";

/// Folders of forms that exist, in the order in which they are laid over one another: of the machine, of the user, of the project
/// whose file is nearest above a folder.
///
/// # Errors
/// The project file cannot be read or names no folder.
pub fn standing(from: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let machine = PathBuf::from("/usr/share/mla");
    let user = etcetera::choose_base_strategy().ok().map(|s| s.data_dir().join("mla"));
    let mut all: Vec<PathBuf> = std::iter::once(machine).chain(user).filter(|d| d.is_dir()).collect();
    all.extend(project(from, "forms")?);
    Ok(all)
}

/// The folder of fonts of the project whose file is nearest above a folder.
///
/// # Errors
/// The project file cannot be read or names no folder.
pub fn fonts(from: &Path) -> anyhow::Result<Option<PathBuf>> {
    project(from, "fonts")
}

fn project(from: &Path, key: &str) -> anyhow::Result<Option<PathBuf>> {
    let Some(path) = from.ancestors().map(|d| d.join(PROJECT_FILE)).find(|f| f.is_file()) else { return Ok(None) };
    let shown = || path.display().to_string();
    let text = std::fs::read_to_string(&path).with_context(shown)?;
    let table: toml::Table = text.parse().with_context(shown)?;
    match table.get(key) {
        Some(toml::Value::String(folder)) => Ok(Some(path.with_file_name("").join(folder))),
        Some(other) => bail!("{}: {key} = {other}", shown()),
        None => Ok(None),
    }
}
