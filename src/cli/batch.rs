//! `mla batch`: the documents of many cases.

use super::args::{BatchArgs, Global};
use super::progress::Progress;
use super::setup::Setup;
use super::ui::{self, Exit, Words};
use crate::batch::folder_of;
use crate::batch::manifest::{self, Earlier};
use crate::batch::one::{CaseText, Made};
use crate::batch::plan::{self, Item, PlanError};
use crate::batch::run::{Fate, Finished, Run, in_the_way};
use crate::files::{Overwrite, WriteError, make_folder, probe_folder, write_atomic};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many files or codes are listed at most, where there may be thousands.
const LISTED: usize = 10;

/// Runs the command.
pub fn run(args: &BatchArgs, global: &Global) -> Exit {
    match attempt(args, global) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn attempt(args: &BatchArgs, global: &Global) -> Result<Exit, Exit> {
    let setup = Setup::load(&args.doc, global)?;
    let words = setup.world.words();
    let items = planned(args, &setup).map_err(|error| {
        ui::err(&plan_message(&words, &error));
        Exit::Failed
    })?;
    let manifest_path = args.manifest.clone().unwrap_or_else(|| args.output.join("manifest.jsonl"));
    places(args, &items, &manifest_path).map_err(|error| failed(&setup, &error))?;
    let earlier = earlier(args, &setup, &manifest_path)?;
    let blocked = if args.doc.force { Vec::new() } else { in_the_way(&items, &args.output, &earlier) };
    if !blocked.is_empty() {
        list(&words, &blocked);
        if !args.dry_run {
            ui::err(&words.get("cli.batch.in-the-way"));
            return Err(Exit::Failed);
        }
    }
    if !args.dry_run {
        make_folder(&args.output).and_then(|()| probe_folder(&args.output)).map_err(|error| failed(&setup, &error))?;
    }
    let stop = stop_flag();
    let finished = go(args, global, &setup, &items, &earlier, &stop)?;
    if args.dry_run {
        let names = |item: &&Item| item.outputs.iter().any(|file| blocked.contains(&args.output.join(file)));
        forecast(&words, &finished, items.iter().zip(&finished.fates).filter(|(i, f)| !f.is_failure() && names(i)).count());
    } else {
        let text = manifest::text(&finished.lines).map_err(|error| {
            ui::err(&format!("mla: {error}"));
            Exit::Bug
        })?;
        write_atomic(&manifest_path, text.as_bytes(), Overwrite::Always).map_err(|error| failed(&setup, &error))?;
        summary(&words, global, &finished);
    }
    if finished.is_partial() && stop.load(Ordering::Relaxed) {
        let (n, total) = (finished.lines.len() - finished.count(Fate::NotReached), finished.lines.len());
        ui::err(&words.fill("cli.batch.interrupted", &[("n", &n.to_string()), ("total", &total.to_string())]));
        return Ok(Exit::Interrupted);
    }
    Ok(match finished.fates.iter().filter(|f| f.is_failure()).max() {
        Some(Fate::Bug) => Exit::Bug,
        Some(_) => Exit::Findings,
        None if args.dry_run && !blocked.is_empty() => Exit::Findings,
        None => Exit::Ok,
    })
}

fn planned(args: &BatchArgs, setup: &Setup) -> Result<Vec<Item>, PlanError> {
    let mut stdin = || {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text).map(|_| text)
    };
    plan::items(plan::inputs(&args.paths, &mut stdin)?, &args.output, &setup.formats)
}

/// Whether everything can be written where it is to be written. Nothing stays behind.
fn places(args: &BatchArgs, items: &[Item], manifest: &Path) -> Result<(), WriteError> {
    let real = |path: &Path| std::fs::canonicalize(folder_of(path)).map(|f| f.join(path.file_name().unwrap_or_default()));
    let theirs = |path: &Path| real(path).ok().is_some_and(|p| real(manifest).is_ok_and(|m| m == p));
    if items.iter().any(|i| theirs(&i.path) || i.outputs.iter().any(|o| args.output.join(o) == manifest)) {
        return Err(WriteError::Exists(manifest.to_owned()));
    }
    if args.output.symlink_metadata().is_ok() {
        // A folder that may not be written is no obstacle to saying what would be written.
        if !args.dry_run {
            probe_folder(&args.output)?;
        }
    } else if !folder_of(&args.output).is_dir() {
        return Err(WriteError::FolderMissing(folder_of(&args.output)));
    }
    match &args.manifest {
        Some(path) if !args.dry_run && folder_of(path) != args.output => probe_folder(&folder_of(path)),
        _ => Ok(()),
    }
}

fn earlier(args: &BatchArgs, setup: &Setup, path: &Path) -> Result<Earlier, Exit> {
    match manifest::read(path) {
        Ok(lines) => Ok(lines),
        Err(_) if args.doc.force && !args.resume => Ok(Earlier::new()),
        Err(line) => {
            let args = [("path", &*path.display().to_string()), ("n", &*line.to_string())];
            ui::err(&setup.world.words().fill("cli.batch.not-a-manifest", &args));
            Err(Exit::Failed)
        }
    }
}

/// A flag that Ctrl-C raises; a system that has no Ctrl-C never raises it.
fn stop_flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let raised = flag.clone();
    let _ = ctrlc::set_handler(move || raised.store(true, Ordering::Relaxed));
    flag
}

fn go(args: &BatchArgs, global: &Global, setup: &Setup, items: &[Item], earlier: &Earlier, stop: &AtomicBool) -> Result<Finished, Exit> {
    let press = setup.press();
    let write = |case: &CaseText, folder: &Path| -> Made { press.make(case, folder) };
    let check = |case: &CaseText, folder: &Path| -> Made { press.check(case, folder) };
    let progress = Progress::new(setup.world.words(), global, items.len(), &args.output);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let run = Run {
        items,
        make: if args.dry_run { &check } else { &write },
        output: (!args.dry_run).then_some(&args.output),
        earlier,
        options: &setup.options,
        data: &manifest::hash_of(&setup.world.forms.data),
        resume: args.resume.then_some(&args.output),
        force: args.doc.force,
        fail_fast: args.fail_fast,
        jobs: args.jobs.filter(|n| *n > 0).unwrap_or(cores).min(items.len()),
        stop,
        told: &|told| progress.tell(told),
    };
    let finished = run.go();
    progress.end();
    finished.map_err(|error| {
        ui::err(&format!("mla: {error}"));
        Exit::Failed
    })
}

fn list(words: &Words<'_>, paths: &[PathBuf]) {
    for path in paths.iter().take(LISTED) {
        ui::err(&words.fill("cli.write.exists", &[("path", &path.display().to_string()), ("value", "")]));
    }
    more(words, paths.len());
}

fn more(words: &Words<'_>, total: usize) {
    if total > LISTED {
        ui::err(&words.count("cli.more", total - LISTED));
    }
}

fn plan_message(words: &Words<'_>, error: &PlanError) -> String {
    let key = format!("cli.batch.{}", error.id());
    match error {
        PlanError::Nothing(value) => words.fill(&key, &[("value", value)]),
        PlanError::BadGlob(value, what) => words.fill(&key, &[("value", value), ("other", what)]),
        PlanError::Unreadable(path, error) => words.fill(&key, &[("path", path), ("value", &error.to_string())]),
        PlanError::Collisions(pairs) => {
            let mut lines: Vec<String> = Vec::new();
            for (first, second, name) in pairs.iter().take(LISTED) {
                let args = [("value", &*first.display().to_string()), ("other", &*second.display().to_string()), ("name", name)];
                lines.push(words.fill(&key, &args));
            }
            if pairs.len() > LISTED {
                lines.push(words.count("cli.more", pairs.len() - LISTED));
            }
            lines.join("\n")
        }
    }
}

/// What a run would do.
fn forecast(words: &Words<'_>, finished: &Finished, in_the_way: usize) {
    let ready = finished.count(Fate::Done) + finished.count(Fate::Draft) - in_the_way;
    let blocked = finished.fates.iter().filter(|f| f.is_failure()).count() + in_the_way;
    let parts = [("to-write", ready), ("up-to-date", finished.count(Fate::UpToDate)), ("blocked", blocked)];
    let parts: Vec<String> =
        parts.iter().filter(|(_, n)| *n > 0).map(|(key, n)| words.count(&format!("cli.batch.fate.{key}"), *n)).collect();
    let cases = words.count("cli.batch.cases", finished.fates.len());
    ui::out(&format!("{}\n", words.fill("cli.batch.forecast", &[("cases", &cases), ("parts", &parts.join(", "))])));
    codes(words, finished, ui::out);
}

/// What a run did, by fate, and why cases failed.
fn summary(words: &Words<'_>, global: &Global, finished: &Finished) {
    let failed = finished.fates.iter().any(|f| f.is_failure());
    if global.quiet && !failed {
        return;
    }
    let fates = [Fate::Done, Fate::Draft, Fate::UpToDate, Fate::Failed, Fate::Unreadable, Fate::Bug, Fate::NotReached];
    let parts = fates.iter().map(|f| (f, finished.count(*f))).filter(|(_, n)| *n > 0);
    let parts: Vec<String> = parts.map(|(f, n)| words.count(&format!("cli.batch.fate.{}", f.id()), n)).collect();
    let cases = words.count("cli.batch.cases", finished.fates.len());
    ui::err(&words.fill("cli.batch.forecast", &[("cases", &cases), ("parts", &parts.join(", "))]));
    codes(words, finished, |line| ui::err(line.trim_end()));
}

/// The errors found in most cases, a line each.
fn codes(words: &Words<'_>, finished: &Finished, tell: impl Fn(&str)) {
    let mut codes: Vec<(&String, usize)> = finished.errors.iter().map(|(code, n)| (code, *n)).collect();
    codes.sort_by_key(|(code, n)| (std::cmp::Reverse(*n), *code));
    let title = |code: &str| {
        let key = format!("rule.{code}.title");
        let text = words.get(&key);
        if text == key { String::new() } else { text }
    };
    let rows: Vec<(&str, String, String)> =
        codes.iter().take(LISTED).map(|(code, n)| (code.as_str(), title(code), words.count("diag.files", *n))).collect();
    let width = rows.iter().map(|(_, t, _)| console::measure_text_width(t)).max().unwrap_or(0);
    for (code, title, count) in &rows {
        let pad = " ".repeat(width - console::measure_text_width(title));
        tell(&format!("  {code}  {title}{pad}  {count}\n"));
    }
}

fn failed(setup: &Setup, error: &WriteError) -> Exit {
    ui::err(&super::write_message(&setup.world, error));
    Exit::Failed
}
