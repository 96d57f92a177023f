//! Running the program as a user does.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program in a folder, with an empty environment of its own.
pub fn mla(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mla"));
    command.args(args).current_dir(folder).env_clear().env("LC_ALL", "C").stdin(Stdio::null());
    command
}

/// How a run ended.
pub struct Ended {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: Vec<u8>,
    /// Standard error.
    pub err: String,
}

/// Runs the program to its end.
pub fn run(folder: &Path, args: &[&str]) -> Ended {
    ended(mla(folder, args).output().unwrap())
}

/// What a finished process left.
pub fn ended(output: Output) -> Ended {
    Ended { code: output.status.code().unwrap_or(-1), out: output.stdout, err: String::from_utf8(output.stderr).unwrap() }
}

impl Ended {
    /// Standard output as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.out.clone()).unwrap()
    }
}

/// A case without errors.
pub fn small_case() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/small.toml")).unwrap()
}

/// The same case without an item that is required.
pub fn wrong_case() -> String {
    let text = small_case().replace("subject = \"o1\"\n", "");
    assert_ne!(text, small_case());
    text
}

/// Names in a folder, sorted; empty where there is no folder.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Writes a file below a folder and names it.
pub fn put(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}
