//! `mla new`: the interview, and its ways without questions.

use super::args::{Cli, Command, Global, NewArgs};
use super::lock::{Lock, NoLock};
use super::ui::{self, Exit};
use super::world::{World, folder_of};
use crate::case::CaseFile;
use crate::case::edit::Editor;
use crate::check::{CASE_SCHEMA, Surroundings, free_id};
use crate::diag::emit::{Findings, Format, Options as EmitOptions, emit};
use crate::diag::{Diagnostic, Report};
use crate::files::{Overwrite, WriteError, write_atomic};
use crate::forms::model::Shape;
use crate::interview::plain::Plain;
use crate::interview::prompter::Prompter;
use crate::interview::terminal::{Terminal, TerminalLines};
use crate::interview::{Ended, Options, Session, Speech, answers, blank, follow, table};
use crate::kind::Kind;
use crate::source::{ReadError, SourceFile};
use clap::Parser as _;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use toml_edit::{Array, Value};

/// Runs the command.
pub fn run(args: &NewArgs, global: &Global) -> Exit {
    let world = match World::load(global, None) {
        Ok(world) => world,
        Err(exit) => return exit,
    };
    let speech = Speech { forms: &world.forms, lang: world.lang };
    if let Err(message) = known(args, speech) {
        ui::err(&message);
        return Exit::Failed;
    }
    if args.blank {
        ui::out(&blank::blank(speech, &args.basis, &args.types));
        return Exit::Ok;
    }
    let _lock = match Lock::take(&args.file) {
        Ok(lock) => lock,
        Err(NoLock::Held(process, lock)) => {
            let (path, lock) = (args.file.display().to_string(), lock.display().to_string());
            ui::err(&speech.fill("cli.new.locked", &[("path", &path), ("value", &process), ("other", &lock)]));
            return Exit::Failed;
        }
        // Where no lock can be made the file itself cannot be written either, and that is said in its own words.
        Err(NoLock::Io) => return with_file(args, global, &world),
    };
    with_file(args, global, &world)
}

/// Whether the ids on the command line exist.
fn known(args: &NewArgs, speech: Speech<'_>) -> Result<(), String> {
    let forms = speech.forms;
    let check = |key: &str, id: &String, known: Vec<&str>| {
        if known.contains(&id.as_str()) { Ok(()) } else { Err(speech.fill(key, &[("value", id), ("other", &known.join(", "))])) }
    };
    for id in &args.basis {
        check("cli.new.unknown-basis", id, forms.bases_in_order().iter().map(|b| b.id.as_str()).collect())?;
    }
    for id in &args.types {
        check("cli.new.unknown-type", id, forms.types_in_order().iter().map(|t| t.id.as_str()).collect())?;
    }
    if let Some(id) = &args.only {
        check("cli.new.unknown-section", id, forms.catalogue.sections.iter().map(|s| s.id.as_str()).collect())?;
    }
    let kind = forms.catalogue.section_fields("request").iter().find(|field| field.name == "kind");
    let kinds: &[String] = match kind.map(|field| &field.shape) {
        Some(Shape::Scalar(Kind::Choice { ids, .. })) => ids,
        _ => &[],
    };
    if args.follow_up.is_some() && !kinds.contains(&args.kind) {
        return Err(speech.fill("cli.new.unknown-kind", &[("value", &args.kind), ("other", &kinds.join(", "))]));
    }
    for pair in &args.import {
        let section = pair.split_once('=').map_or(pair.as_str(), |(section, _)| section).to_owned();
        check("cli.new.unknown-section", &section, forms.catalogue.sections.iter().map(|s| s.id.as_str()).collect())?;
    }
    match args.set.iter().chain(&args.import).find(|pair| !pair.contains('=')) {
        Some(pair) => Err(speech.fill("cli.new.no-pair", &[("value", pair)])),
        None => Ok(()),
    }
}

fn with_file(args: &NewArgs, global: &Global, world: &World) -> Exit {
    let speech = Speech { forms: &world.forms, lang: world.lang };
    let name = args.file.display().to_string();
    let old = match SourceFile::read(&args.file) {
        Ok(source) => source.text().to_owned(),
        Err(ReadError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return print(world, global, &[world.unreadable(&name, &error)]).unwrap_or(Exit::Failed),
    };
    let start = match &args.follow_up {
        Some(_) if !old.trim().is_empty() => {
            ui::err(&speech.fill("cli.new.follow-up-exists", &[("path", &name)]));
            return Exit::Failed;
        }
        Some(first) => match following(first, &args.kind, speech) {
            Ok(text) => text,
            Err(exit) => return exit,
        },
        None if old.trim().is_empty() => format!("schema = {CASE_SCHEMA}\n"),
        None => old.clone(),
    };
    let mut editor = match Editor::open(&start) {
        Ok(editor) => editor,
        Err(_) => {
            ui::err(&speech.fill("cli.new.syntax", &[("path", &name)]));
            return Exit::Failed;
        }
    };
    let mut reports = Vec::new();
    // A case that has begun keeps what it says.
    if let Some(name) = args.profile.as_ref().filter(|_| old.trim().is_empty() && args.follow_up.is_none()) {
        let path = super::profile::find(name);
        match super::check::read(&path) {
            Ok(source) => {
                let found = answers::apply(speech, &mut editor, &source);
                if !found.is_empty() {
                    reports.push((source, Report::new(found)));
                }
                if !global.quiet {
                    ui::err(&speech.fill("cli.profile.taken", &[("value", name)]));
                }
            }
            Err(error) => {
                let path = path.display().to_string();
                ui::err(&speech.fill("cli.profile.unreadable", &[("path", &path), ("value", &error.to_string())]));
                return Exit::Failed;
            }
        }
    }
    match given(args, speech, &mut editor) {
        Ok(more) => reports.extend(more),
        Err(exit) => return exit,
    }
    let text = crate::interview::tidy(&editor.text(), &start, speech.forms);
    if text != old
        && let Err(error) = write_atomic(&args.file, text.as_bytes(), Overwrite::Always)
    {
        ui::err(&super::write_message(world, &error));
        return Exit::Failed;
    }
    let wrong = !reports.is_empty();
    if wrong {
        let _ = print(world, global, &reports);
    }
    if args.no_input || !ui::can_ask() {
        return without_asking(args, global, world, &text, wrong);
    }
    ask(args, global, world, &text)
}

/// The beginning of a letter that follows the request of another case file.
fn following(first: &Path, kind: &str, speech: Speech<'_>) -> Result<String, Exit> {
    let path = first.display().to_string();
    let fail = |why: String| {
        ui::err(&speech.fill("cli.new.first-unreadable", &[("path", &path), ("value", &why)]));
        Exit::Failed
    };
    let source = super::check::read(first).map_err(|error| fail(error.to_string()))?;
    follow::follow(source.text(), kind, speech.forms).map_err(|error| fail(error.to_string()))
}

/// Writes what the command line gives: bases, types, answers, values. Reports of what was wrong.
fn given(args: &NewArgs, speech: Speech<'_>, editor: &mut Editor) -> Result<Vec<(SourceFile, Report)>, Exit> {
    let mut reports = Vec::new();
    if !args.basis.is_empty() {
        let bases: Array = args.basis.iter().map(String::as_str).collect();
        let _ = editor.set("request.bases", Value::Array(bases));
    }
    let mut apply = |source: SourceFile, editor: &mut Editor| {
        let found: Vec<Diagnostic> = answers::apply(speech, editor, &source);
        if !found.is_empty() {
            reports.push((source, Report::new(found)));
        }
    };
    if let Some(path) = &args.answers {
        match super::check::read(path) {
            Ok(source) => apply(source, editor),
            Err(error) => {
                let path = path.display().to_string();
                ui::err(&speech.fill("cli.new.answers-unreadable", &[("path", &path), ("value", &error.to_string())]));
                return Err(Exit::Failed);
            }
        }
    }
    for kind in &args.types {
        let ids = editor.ids("assistance");
        let has = ids.iter().any(|id| {
            let at = format!("assistance[{id}].type");
            editor.get(&at).and_then(|i| i.as_str()) == Some(kind)
        });
        if !has {
            let taken: Vec<String> = speech.forms.catalogue.sections.iter().flat_map(|s| editor.ids(&s.id)).collect();
            let _ = editor.set(&format!("assistance[{}].type", free_id("a", &taken)), kind.as_str().into());
        }
    }
    let mut tables = Vec::new();
    for pair in &args.import {
        let (section, path) = pair.split_once('=').unwrap_or((pair, ""));
        let fail = |why: String| {
            ui::err(&speech.fill("cli.new.import-unreadable", &[("path", path), ("value", &why)]));
            Exit::Failed
        };
        let source = super::check::read(Path::new(path)).map_err(|error| fail(error.to_string()))?;
        let found = table::import(speech, editor, section, &source).map_err(fail)?;
        if !found.is_empty() {
            tables.push((source, Report::new(found)));
        }
    }
    if !args.set.is_empty() {
        apply(SourceFile::new("--set", args.set.join("\n")), editor);
    }
    reports.extend(tables);
    Ok(reports)
}

/// Prints what is missing, and never waits.
fn without_asking(args: &NewArgs, global: &Global, world: &World, text: &str, wrong: bool) -> Exit {
    let source = SourceFile::new(args.file.display().to_string(), text);
    let report = world.check(&CaseFile::parse(&source), &folder_of(&args.file)).report;
    let failed = report.has_errors();
    if failed && !args.no_input {
        ui::err(&world.words().get("cli.new.no-input"));
    }
    let _ = print(world, global, &[(source, report)]);
    if failed || wrong { Exit::Findings } else { Exit::Ok }
}

/// Prints findings in short lines to standard error; the exit code is that of findings.
fn print(world: &World, global: &Global, reports: &[(SourceFile, Report)]) -> Option<Exit> {
    let words = world.words();
    let colour = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    let options = EmitOptions { colour, ..ui::options(global, &words, false) };
    let findings = Findings { files: reports.iter().map(|(s, r)| (s, r)).collect() };
    let text = emit(Format::Concise, &findings, &options).ok()?;
    ui::err(text.trim_end());
    Some(Exit::Failed)
}

/// The interview itself.
fn ask(args: &NewArgs, global: &Global, world: &World, text: &str) -> Exit {
    let speech = Speech { forms: &world.forms, lang: world.lang };
    let folder = folder_of(&args.file);
    let files = super::world::Folder::new(&folder);
    let around = Surroundings { lang: world.lang, today: world.today, files: &files };
    let mut save = |text: &str| -> Result<(), WriteError> { write_atomic(&args.file, text.as_bytes(), Overwrite::Always) };
    let name = args.file.display().to_string();
    let options = Options { only: args.only.clone() };
    let mut session = match Session::new(&name, text, &world.forms, &around, &mut save, options) {
        Ok(session) => session,
        Err(_) => return Exit::Failed,
    };
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = interrupted.clone();
    // Only the flag: the loop saves after every answer, so there is nothing to save here.
    let _ = ctrlc::set_handler(move || flag.store(true, Ordering::SeqCst));
    let mut prompter = prompter(args, global, speech, interrupted);
    let ended = session.run(prompter.as_mut());
    drop(prompter);
    let saved = |key: &str| ui::err(&format!("\n{}", speech.fill(key, &[("path", &name)])));
    match ended {
        Ended::Done => {
            saved("interview.saved-done");
            Exit::Ok
        }
        Ended::Render => {
            saved("interview.saved-done");
            render(&args.file, global)
        }
        Ended::Left => {
            saved("interview.saved");
            Exit::Ok
        }
        Ended::Interrupted => {
            saved("interview.saved");
            Exit::Interrupted
        }
        Ended::NotSaved(error) => {
            ui::err(&super::write_message(world, &error));
            Exit::Failed
        }
    }
}

/// Writes the request beside the case file, as `mla render` does.
fn render(file: &Path, global: &Global) -> Exit {
    let line = [OsStr::new("mla"), OsStr::new("render"), OsStr::new("--"), file.as_os_str()];
    match Cli::try_parse_from(line).map(|cli| cli.command) {
        Ok(Command::Render(args)) => super::render::run(&args, global),
        _ => Exit::Failed,
    }
}

#[allow(clippy::disallowed_methods)]
fn prompter<'a>(args: &NewArgs, global: &Global, speech: Speech<'a>, interrupted: Arc<AtomicBool>) -> Box<dyn Prompter + 'a> {
    let is_dumb = std::env::var("TERM").is_ok_and(|t| t == "dumb");
    if args.plain || is_dumb {
        return Box::new(Plain::new(TerminalLines::new(interrupted), std::io::stderr(), speech));
    }
    let named = |name: &str| std::env::var(name).ok().filter(|v| !v.trim().is_empty());
    let editor = named("VISUAL").or_else(|| named("EDITOR"));
    let colour = match global.color {
        super::args::ColorWhen::Always => true,
        super::args::ColorWhen::Never => false,
        super::args::ColorWhen::Auto => anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never,
    };
    Box::new(Terminal::new(speech, editor, colour, interrupted))
}
