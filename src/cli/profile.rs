//! `mla profile`: the profiles of an office, in the user's folder of settings, and where `mla new` finds them.

use super::args::{Global, ProfileCommand};
use super::ui::{self, Exit};
use super::world::World;
use crate::files::{Overwrite, make_folder, write_atomic};
use crate::interview::{Speech, profile};
use etcetera::BaseStrategy as _;
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(command: &ProfileCommand, global: &Global) -> Exit {
    let world = match World::load(global, None) {
        Ok(world) => world,
        Err(exit) => return exit,
    };
    let words = world.words();
    let fail = |key: &str, args: &[(&str, &str)]| {
        ui::err(&words.fill(key, args));
        Exit::Failed
    };
    let Some(folder) = folder() else { return fail("cli.profile.no-folder", &[]) };
    match command {
        ProfileCommand::Save { name, from, force } => {
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            if !is_name {
                return fail("cli.profile.bad-name", &[("value", name)]);
            }
            let case = from.display().to_string();
            let unreadable = |why: &str| fail("cli.profile.unreadable", &[("path", &case), ("value", why)]);
            let source = match super::check::read(from) {
                Ok(source) => source,
                Err(error) => return unreadable(&error.to_string()),
            };
            let text = match profile::extract(Speech { forms: &world.forms, lang: world.lang }, source.text()) {
                Ok(text) => text,
                Err(error) => return unreadable(&error.to_string()),
            };
            let path = folder.join(format!("{name}.toml"));
            let overwrite = if *force { Overwrite::Always } else { Overwrite::Never };
            let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.is_dir()).collect();
            let made = missing.into_iter().rev().try_for_each(make_folder);
            let written = made.and_then(|()| write_atomic(&path, text.as_bytes(), overwrite));
            match written {
                Ok(()) => ui::out(&format!("{}\n", path.display())),
                Err(error) => {
                    ui::err(&super::write_message(&world, &error));
                    return Exit::Failed;
                }
            }
        }
        ProfileCommand::List => {
            let names = names(&folder);
            if names.is_empty() {
                ui::err(&words.fill("cli.profile.none", &[("path", &folder.display().to_string())]));
            }
            names.iter().for_each(|name| ui::out(&format!("{name}\n")));
        }
        ProfileCommand::Show { name } => {
            let path = find(name);
            match super::check::read(&path) {
                Ok(source) => ui::out(source.text()),
                Err(error) => {
                    return fail("cli.profile.unreadable", &[("path", &path.display().to_string()), ("value", &error.to_string())]);
                }
            }
        }
    }
    Exit::Ok
}

/// The file of a profile: a path where it looks like one, else a name in the folder of profiles.
pub(super) fn find(name: &str) -> PathBuf {
    let path = PathBuf::from(name);
    let is_path = path.extension().is_some() || path.components().count() > 1;
    match folder().filter(|_| !is_path) {
        Some(folder) => folder.join(format!("{name}.toml")),
        None => path,
    }
}

fn folder() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|strategy| strategy.config_dir().join("mla").join("profiles"))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let mut names: Vec<String> = files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    names
}
