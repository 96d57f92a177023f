//! Lists `forms/` and `templates/` as one sorted table of path and text, so that the binary carries its data.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn collect(dir: &Path, out: &mut Vec<PathBuf>) {
    println!("cargo:rerun-if-changed={}", dir.display());
    let Ok(entries) = fs::read_dir(dir) else { return };
    for path in entries.flatten().map(|e| e.path()) {
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|e| e == "toml" || e == "tera") {
            out.push(path);
        }
    }
}

#[allow(
    clippy::disallowed_methods,
    clippy::use_debug,
    reason = "cargo speaks to build scripts through the environment; Debug quotes for Rust"
)]
fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for folder in ["forms", "templates"] {
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    let mut table = String::from("[\n");
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let _ = writeln!(table, "    ({name:?}, include_str!({:?})),", file.display().to_string());
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("data.rs");
    if let Err(error) = fs::write(&out, table) {
        println!("cargo:error=cannot write {}: {error}", out.display());
    }
}
