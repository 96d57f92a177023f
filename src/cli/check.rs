//! `mla check`.

use super::args::{CheckArgs, FailOn, Global, ReportFormat};
use super::ui::{self, Exit};
use super::world::{World, folder_of, has_at_least};
use crate::case::CaseFile;
use crate::diag::emit::{Findings, Format, emit};
use crate::diag::{Report, Severity};
use crate::files::{Overwrite, write_atomic};
use crate::source::{ReadError, SourceFile};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(args: &CheckArgs, global: &Global) -> Exit {
    let world = match World::load(global, args.today.as_deref()) {
        Ok(world) => world,
        Err(exit) => return exit,
    };
    let mut unreadable = false;
    let mut checked: Vec<(SourceFile, Report)> = Vec::new();
    for path in spread(&args.paths) {
        match read(&path) {
            Ok(source) => {
                let source = if args.fix { fixed(source, &path, &world) } else { source };
                let case = CaseFile::parse(&source);
                let report = world.check(&case, &folder_of(&path)).report;
                checked.push((source, report));
            }
            Err(error) => {
                unreadable = true;
                checked.push(world.unreadable(&path.display().to_string(), &error));
            }
        }
    }
    let words = world.words();
    let mut options = ui::options(global, &words, args.with_source);
    if args.output_file.is_some() {
        options.colour = false;
    }
    let findings = Findings { files: checked.iter().map(|(s, r)| (s, r)).collect() };
    let text = match emit(format_of(args.format), &findings, &options) {
        Ok(text) => text,
        Err(error) => {
            ui::err(&format!("mla: {error}"));
            return Exit::Bug;
        }
    };
    let fail_on = match args.fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Info => Severity::Info,
    };
    let failed = checked.iter().any(|(_, r)| has_at_least(r, fail_on));
    match &args.output_file {
        Some(file) => {
            if let Err(error) = write_atomic(file, text.as_bytes(), Overwrite::Always) {
                ui::err(&super::write_message(&world, &error));
                return Exit::Failed;
            }
        }
        None if global.quiet && !failed => {}
        None => ui::out(&text),
    }
    if unreadable {
        Exit::Failed
    } else if failed {
        Exit::Findings
    } else {
        Exit::Ok
    }
}

fn format_of(format: ReportFormat) -> Format {
    match format {
        ReportFormat::Full => Format::Full,
        ReportFormat::Concise => Format::Concise,
        ReportFormat::Json => Format::Json,
        ReportFormat::Sarif => Format::Sarif,
        ReportFormat::Github => Format::Github,
    }
}

/// Files as they are; folders as the TOML files in them.
fn spread(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            let files = walkdir::WalkDir::new(path).sort_by_file_name().into_iter().flatten();
            let before = out.len();
            out.extend(
                files.filter(|e| e.file_type().is_file() && e.path().extension().is_some_and(|x| x == "toml")).map(|e| e.into_path()),
            );
            if out.len() == before {
                out.push(path.clone());
            }
        } else {
            out.push(path.clone());
        }
    }
    out
}

/// Reads a case file, or standard input for `-`.
///
/// # Errors
/// See [`ReadError`].
pub fn read(path: &Path) -> Result<SourceFile, ReadError> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(crate::source::MAX_BYTES + 1).read_to_end(&mut bytes)?;
        return SourceFile::from_bytes("stdin", bytes);
    }
    SourceFile::read(path)
}

/// The source with ids given to the items that have none, written back.
fn fixed(source: SourceFile, path: &Path, world: &World) -> SourceFile {
    let Some(text) = crate::check::with_ids(source.text(), &world.forms) else { return source };
    if path.as_os_str() == "-" || write_atomic(path, text.as_bytes(), Overwrite::Always).is_err() {
        return source;
    }
    SourceFile::new(source.name(), text)
}
