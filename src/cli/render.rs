//! `mla render`: the documents of one case.

use super::args::{Global, RenderArgs};
use super::setup::Setup;
use super::ui::{self, Exit};
use crate::batch::folder_of;
use crate::batch::one::{self, CaseText, Made, Press};
use crate::batch::plan::stem_of;
use crate::diag::Report;
use crate::diag::emit::{Findings, Format, emit};
use crate::files::{Overwrite, WriteError, make_folder, put_all, stage};
use crate::source::SourceFile;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

/// Where the documents go.
enum Target {
    /// One document to standard output.
    Stream,
    /// Files in a folder, in the order of the formats.
    Files(PathBuf, Vec<PathBuf>),
}

/// Runs the command.
pub fn run(args: &RenderArgs, global: &Global) -> Exit {
    match attempt(args, global) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn attempt(args: &RenderArgs, global: &Global) -> Result<Exit, Exit> {
    let setup = Setup::load(&args.doc, global)?;
    let target = target(args, &setup)?;
    let from_stdin = args.file.as_os_str() == "-";
    let read = if from_stdin { one::read_from("stdin", std::io::stdin().lock()) } else { one::read(&args.file) };
    let case = read.map_err(|error| {
        let (source, report) = setup.world.unreadable(&args.file.display().to_string(), &error);
        show(&setup, global, &source, &report);
        Exit::Failed
    })?;
    let press = setup.press();
    let made = press.make(&case, &if from_stdin { PathBuf::from(".") } else { folder_of(&args.file) });
    refuse(&setup, global, &press, &case, &made)?;
    match target {
        Target::Stream => {
            let bytes = made.outputs.first().map_or(&[][..], |(_, bytes)| bytes);
            match ui::out_bytes(bytes) {
                // The reader has seen enough.
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
                done => done.map_err(|error| failed(&setup, &WriteError::Io(PathBuf::from("-"), error)))?,
            }
        }
        Target::Files(folder, paths) => {
            write(&folder, &paths, &made, args.doc.force).map_err(|error| failed(&setup, &error))?;
            if !global.quiet {
                paths.iter().for_each(|path| ui::out(&format!("{}\n", path.display())));
            }
        }
    }
    let words = setup.world.words();
    let counts = made.report.counts();
    if !global.quiet && counts.errors + counts.warnings > 0 {
        let key = if made.draft { "cli.render.draft-made" } else { "cli.render.warnings" };
        ui::err(&words.fill(key, &[("path", case.source.name()), ("counts", &words.counts(counts))]));
    }
    Ok(Exit::Ok)
}

/// Where to write, refused before anything is done if something is in the way.
fn target(args: &RenderArgs, setup: &Setup) -> Result<Target, Exit> {
    let words = setup.world.words();
    let refuse = |key: &str| {
        ui::err(&words.get(key));
        Exit::Failed
    };
    let folder = match &args.output {
        Some(folder) if folder.as_os_str() == "-" => {
            return match setup.formats.as_slice() {
                [one] if one.is_binary() && std::io::stdout().is_terminal() => Err(refuse("cli.render.binary")),
                [_] => Ok(Target::Stream),
                _ => Err(refuse("cli.render.one-format")),
            };
        }
        Some(folder) => folder.clone(),
        None if args.file.as_os_str() == "-" => return Err(refuse("cli.render.where")),
        None => folder_of(&args.file),
    };
    let stem = if args.file.as_os_str() == "-" { "request".to_owned() } else { stem_of(&args.file) };
    let name = |format: &one::Format| {
        let file = format!("{stem}.{}", format.id());
        // Beside a case file of the current folder, a leading "./" would only be noise.
        if args.output.is_none() && folder == Path::new(".") { PathBuf::from(file) } else { folder.join(file) }
    };
    let paths: Vec<PathBuf> = setup.formats.iter().map(name).collect();
    let there: Vec<&PathBuf> = paths.iter().filter(|p| !args.doc.force && p.symlink_metadata().is_ok()).collect();
    for path in &there {
        ui::err(&super::write_message(&setup.world, &WriteError::Exists((*path).clone())));
    }
    if there.is_empty() { Ok(Target::Files(folder, paths)) } else { Err(Exit::Failed) }
}

/// Says why there is no document, where there is none.
fn refuse(setup: &Setup, global: &Global, press: &Press<'_>, case: &CaseText, made: &Made) -> Result<(), Exit> {
    if let Some(bug) = &made.bug {
        ui::err(&setup.world.words().fill("cli.bug", &[("path", case.source.name()), ("value", bug)]));
        return Err(Exit::Bug);
    }
    if made.fit {
        return Ok(());
    }
    show(setup, global, &case.source, &made.report);
    if made.draft && !press.draft {
        ui::err(&setup.world.words().fill("cli.render.no-draft", &[("path", case.source.name())]));
    }
    Err(Exit::Findings)
}

fn show(setup: &Setup, global: &Global, source: &SourceFile, report: &Report) {
    let words = setup.world.words();
    // The stream itself takes colour away where it has no place.
    let options = crate::diag::emit::Options { colour: true, ..ui::options(global, &words, true) };
    let findings = Findings { files: vec![(source, report)] };
    ui::err(emit(Format::Full, &findings, &options).unwrap_or_default().trim_end());
}

/// Writes all documents or none.
fn write(folder: &Path, paths: &[PathBuf], made: &Made, force: bool) -> Result<(), WriteError> {
    make_folder(folder)?;
    let overwrite = if force { Overwrite::Always } else { Overwrite::Never };
    let staged = paths.iter().zip(&made.outputs).map(|(path, (_, bytes))| stage(path, bytes, overwrite));
    put_all(staged.collect::<Result<_, _>>()?)
}

fn failed(setup: &Setup, error: &WriteError) -> Exit {
    ui::err(&super::write_message(&setup.world, error));
    Exit::Failed
}
