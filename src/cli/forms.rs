//! `mla forms`: list, show, check and copy out the forms.

use super::args::{FormsCommand, Global};
use super::ui::{self, Exit};
use super::world::{World, data_files, problem_reports};
use crate::diag::emit::{Findings, Format, emit};
use crate::doc::Library;
use crate::files::{Overwrite, sha256_hex, write_atomic};
use crate::forms::{DataFile, DataFiles, FormSet, Origin};
use std::path::Path;

/// Runs the command.
pub fn run(command: &FormsCommand, global: &Global) -> Exit {
    match command {
        FormsCommand::List => list(global),
        FormsCommand::Show { id } => with_file(id, global, |_, file| {
            ui::out(file.source.text());
            Exit::Ok
        }),
        FormsCommand::Check { dir } => check(dir.as_deref(), global),
        FormsCommand::Eject { id, to } => with_file(id, global, |world, file| eject(world, file, to)),
    }
}

fn list(global: &Global) -> Exit {
    let world = match World::load(global, None) {
        Ok(world) => world,
        Err(exit) => return exit,
    };
    let words = world.words();
    let mut text = String::new();
    let origin = |o: &Origin| match o {
        Origin::BuiltIn => words.get("cli.built-in"),
        Origin::Folder(dir) => dir.display().to_string(),
    };
    for file in world.forms.data.iter() {
        let hash = sha256_hex(file.source.text().as_bytes());
        text.push_str(&format!("{:<52} {}  {}", file.path, &hash[..12], origin(&file.origin)));
        if let Some(old) = file.shadows.first() {
            text.push_str(&format!("  ({})", words.fill("cli.shadows", &[("value", &origin(old))])));
        }
        text.push('\n');
    }
    ui::out(&text);
    Exit::Ok
}

fn find<'a>(data: &'a DataFiles, id: &str) -> Option<&'a DataFile> {
    let id = id.trim_end_matches(".toml");
    let folders = ["bases", "assistance", "records", "sections", "states", "lists", "rules"];
    let direct = [format!("{id}.toml"), format!("forms/{id}.toml"), id.to_owned(), format!("templates/{id}")];
    let in_folder = folders.iter().map(|f| format!("forms/{f}/{id}.toml"));
    direct.into_iter().chain(in_folder).find_map(|path| data.get(&path))
}

fn with_file(id: &str, global: &Global, then: impl Fn(&World, &DataFile) -> Exit) -> Exit {
    let world = match World::load(global, None) {
        Ok(world) => world,
        Err(exit) => return exit,
    };
    match find(&world.forms.data, id) {
        Some(file) => then(&world, file),
        None => {
            let stem = |f: &'_ DataFile| f.path.rsplit('/').next().unwrap_or("").trim_end_matches(".toml").to_owned();
            let names: Vec<String> = world.forms.data.iter().map(stem).collect();
            let near = crate::suggest::nearest(id, names.iter().map(String::as_str));
            let mut text = world.words().fill("cli.no-form", &[("value", id)]);
            if let Some(near) = near {
                text.push_str("; ");
                text.push_str(&world.words().fill("diag.did-you-mean", &[("known", near)]));
            }
            ui::err(&text);
            Exit::Failed
        }
    }
}

fn check(dir: Option<&Path>, global: &Global) -> Exit {
    let mut data = match data_files(global) {
        Ok(data) => data,
        Err(exit) => return exit,
    };
    if let Some(dir) = dir
        && let Err(error) = data.overlay(dir)
    {
        ui::err(&format!("mla: {error}"));
        return Exit::Failed;
    }
    let (forms, mut problems) = FormSet::compile(data);
    let (library, more) = Library::load(&forms);
    // The lint of the wording tells those of all languages again.
    problems.extend(more.into_iter().filter(|problem| !problem.source.name().ends_with(".tera")));
    problems.extend(crate::doc::lint::wording(&library));
    problems.extend(crate::forms::lint::words(&forms));
    let lang = ui::language(global, &forms);
    let world = World { forms, lang, today: None };
    let reports = problem_reports(&world, &problems);
    let words = world.words();
    let options = ui::options(global, &words, true);
    let findings = Findings { files: reports.iter().map(|(s, r)| (s.as_ref(), r)).collect() };
    match emit(Format::Full, &findings, &options) {
        Ok(text) if !reports.is_empty() => ui::out(&text),
        Ok(_) => ui::out(&format!("{}\n", words.count("cli.forms-clean", world.forms.data.iter().count()))),
        Err(_) => return Exit::Bug,
    }
    if reports.iter().any(|(_, r)| r.has_errors()) { Exit::Findings } else { Exit::Ok }
}

fn eject(world: &World, file: &DataFile, to: &Path) -> Exit {
    let below = file.path.strip_prefix("forms/").unwrap_or(&file.path);
    let target = to.join(below);
    let made = target.parent().map_or(Ok(()), std::fs::create_dir_all);
    if let Err(error) = made {
        ui::err(&world.words().fill("cli.write.io", &[("path", &target.display().to_string()), ("value", &error.to_string())]));
        return Exit::Failed;
    }
    match write_atomic(&target, file.source.text().as_bytes(), Overwrite::Never) {
        Ok(()) => {
            ui::out(&format!("{}\n", target.display()));
            Exit::Ok
        }
        Err(error) => {
            ui::err(&super::write_message(world, &error));
            Exit::Failed
        }
    }
}
