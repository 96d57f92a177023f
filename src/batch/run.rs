//! Going through the cases of a plan with several threads: each is read, checked and written once, and none stops the others.
//!
//! Threads take cases in order and prepare them side by side, documents written beside their places; they put them into their places
//! one after the other in the order of the cases. So whatever ends a run early, the same cases are done with any number of threads.

use super::folder::{Folder, folder_of};
use super::manifest::{Earlier, Line, Options, Output, Status};
use super::one::{self, CaseText, Made, TOOL, codes};
use super::plan::Item;
use crate::diag::Severity;
use crate::files::{Overwrite, Staged, put_all, sha256_hex, stage};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Stack of a thread: as much as a program's first thread usually has.
const STACK_BYTES: usize = 8 * 1024 * 1024;

/// What a run is told.
pub struct Run<'a> {
    /// The cases.
    pub items: &'a [Item],
    /// Makes the documents of a case.
    pub make: &'a (dyn Fn(&CaseText, &Path) -> Made + Sync),
    /// Folder for the documents; without it nothing is written.
    pub output: Option<&'a Path>,
    /// Lines of the manifest that is there.
    pub earlier: &'a Earlier,
    /// What documents depend on, for the manifest.
    pub options: &'a Options,
    /// Hash of the data in force, for the manifest.
    pub data: &'a str,
    /// Cases are skipped whose line still holds for the documents in this folder.
    pub resume: Option<&'a Path>,
    /// Whether any document may be replaced, not only those of an earlier run.
    pub force: bool,
    /// Whether the run ends with the first case that cannot be written.
    pub fail_fast: bool,
    /// How many threads.
    pub jobs: usize,
    /// Set from outside to end the run after the cases in hand.
    pub stop: &'a AtomicBool,
    /// Called after each case, in the order of the cases.
    pub told: &'a (dyn Fn(&Told<'_>) + Sync),
}

/// What became of a case in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Written, or in a run without writing: could be.
    Done,
    /// Written as a draft.
    Draft,
    /// Nothing to do: its line still holds.
    UpToDate,
    /// Not written: it has errors, or writing failed.
    Failed,
    /// Could not be read.
    Unreadable,
    /// Not written because of a mistake of ours.
    Bug,
    /// Its turn did not come.
    NotReached,
}

impl Fate {
    /// The key of words.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Draft => "draft",
            Self::UpToDate => "up-to-date",
            Self::Failed => "failed",
            Self::Unreadable => "unreadable",
            Self::Bug => "bug",
            Self::NotReached => "not-reached",
        }
    }

    /// Whether the case has no document though its turn came.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::Failed | Self::Unreadable | Self::Bug)
    }
}

/// One case is through.
pub struct Told<'a> {
    /// The case.
    pub item: &'a Item,
    /// What became of it.
    pub fate: Fate,
    /// Codes of the errors in it.
    pub errors: &'a BTreeSet<String>,
    /// Why it has no document, where no code says so: `internal` or `write-...`.
    pub problem: Option<&'a str>,
}

/// A run that is over.
#[derive(Debug)]
pub struct Finished {
    /// Lines of the manifest, in the order of the cases.
    pub lines: Vec<Line>,
    /// What became of each case.
    pub fates: Vec<Fate>,
    /// In how many cases an error of each code was found.
    pub errors: BTreeMap<String, usize>,
}

impl Finished {
    /// How many cases had this fate.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        self.fates.iter().filter(|f| **f == fate).count()
    }

    /// Whether cases were left because the run was ended.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.fates.contains(&Fate::NotReached)
    }
}

/// A case that is ready to be put into its place.
struct Ready {
    line: Line,
    fate: Fate,
    errors: BTreeSet<String>,
    staged: Vec<Staged>,
}

/// What the threads share.
struct Desk {
    turn: usize,
    halted: bool,
    finished: Finished,
}

/// Documents that are in the way: they exist, and the manifest does not say that they are ours and unchanged.
#[must_use]
pub fn in_the_way(items: &[Item], output: &Path, earlier: &Earlier) -> Vec<PathBuf> {
    let all = items.iter().flat_map(|item| item.outputs.iter().map(move |file| (item, file)));
    all.filter(|(item, file)| {
        let path = output.join(file);
        if path.symlink_metadata().is_err() {
            return false;
        }
        let ours = earlier.get(&item.name).and_then(|line| line.owned().find(|o| o.file == **file));
        !ours.is_some_and(|o| is_unchanged(&path, &o.sha256))
    })
    .map(|(_, file)| output.join(file))
    .collect()
}

fn is_unchanged(path: &Path, sha256: &str) -> bool {
    std::fs::read(path).is_ok_and(|bytes| sha256_hex(&bytes) == sha256)
}

impl Run<'_> {
    /// Goes through all cases.
    ///
    /// # Errors
    /// The threads could not be started.
    pub fn go(&self) -> Result<Finished, rayon::ThreadPoolBuildError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.jobs.max(1)).stack_size(STACK_BYTES).build()?;
        let finished = Finished { lines: Vec::with_capacity(self.items.len()), fates: Vec::new(), errors: BTreeMap::new() };
        let desk = Mutex::new(Desk { turn: 0, halted: false, finished });
        let (next, moved) = (AtomicUsize::new(0), Condvar::new());
        pool.scope(|scope| {
            for _ in 0..self.jobs.max(1) {
                scope.spawn(|_| {
                    while !self.stop.load(Ordering::Relaxed) && !lock(&desk).halted {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(item) = self.items.get(at) else { return };
                        let ready = self.prepare(item);
                        let mut desk = lock(&desk);
                        while desk.turn != at {
                            desk = moved.wait(desk).unwrap_or_else(PoisonError::into_inner);
                        }
                        self.settle(item, ready, &mut desk);
                        desk.turn += 1;
                        moved.notify_all();
                    }
                });
            }
        });
        let mut finished = desk.into_inner().unwrap_or_else(PoisonError::into_inner).finished;
        for item in &self.items[finished.lines.len()..] {
            finished.lines.push(self.not_reached(item));
            finished.fates.push(Fate::NotReached);
        }
        Ok(finished)
    }

    /// Everything about a case that needs no order.
    fn prepare(&self, item: &Item) -> Ready {
        let blank = |status| self.blank(item, status);
        let nothing = |line, fate| Ready { line, fate, errors: BTreeSet::new(), staged: Vec::new() };
        let case = match one::read(&item.path) {
            Ok(case) => case,
            Err(error) => {
                let mut line = blank(Status::Unreadable);
                let code = one::code_of(&error).to_owned();
                line.codes.insert(code.clone(), 1);
                return Ready { errors: BTreeSet::from([code]), ..nothing(line, Fate::Unreadable) };
            }
        };
        let folder = folder_of(&item.path);
        let earlier = self.earlier.get(&item.name);
        if let Some((line, output)) = earlier.zip(self.resume)
            && self.holds(line, &case, item, &folder, output)
        {
            return nothing(line.clone(), Fate::UpToDate);
        }
        let made = catch_unwind(AssertUnwindSafe(|| (self.make)(&case, &folder)));
        let mut line = blank(Status::Failed);
        line.sha256 = case.sha256;
        let Ok(made) = made else {
            line.problem = Some("internal".to_owned());
            return nothing(line, Fate::Bug);
        };
        let found = made.report.diagnostics();
        let errors = found.iter().filter(|d| d.severity == Severity::Error).map(|d| d.code.to_string()).collect();
        line.codes = codes(&made.report).into_iter().map(|(code, n)| (code.to_string(), n)).collect();
        line.forms = made.forms;
        line.seen = made.seen;
        if made.bug.is_some() {
            line.problem = Some("internal".to_owned());
        }
        if !made.fit {
            let fate = if made.bug.is_some() { Fate::Bug } else { Fate::Failed };
            return Ready { errors, ..nothing(line, fate) };
        }
        let mut staged = Vec::new();
        let mut outputs = Vec::new();
        for (file, (_, bytes)) in item.outputs.iter().zip(&made.outputs) {
            let Some(output) = self.output else { break };
            match stage(&output.join(file), bytes, self.overwrite(item, file)) {
                Ok(file) => staged.push(file),
                Err(error) => {
                    line.problem = Some(format!("write-{}", error.id()));
                    return Ready { errors, ..nothing(line, Fate::Failed) };
                }
            }
            outputs.push(Output { file: file.clone(), sha256: sha256_hex(bytes) });
        }
        line.left.retain(|old| outputs.iter().all(|new| new.file != old.file));
        line.outputs = outputs;
        let (status, fate) = if made.draft { (Status::Draft, Fate::Draft) } else { (Status::Done, Fate::Done) };
        line.status = status;
        Ready { line, fate, errors, staged }
    }

    /// Puts a case into its place and into the account.
    fn settle(&self, item: &Item, ready: Ready, desk: &mut Desk) {
        if desk.halted {
            return;
        }
        let Ready { mut line, mut fate, errors, staged } = ready;
        if let Err(error) = put_all(staged) {
            let failed = self.blank(item, Status::Failed);
            line = Line { sha256: line.sha256, codes: line.codes, forms: line.forms, seen: line.seen, ..failed };
            line.problem = Some(format!("write-{}", error.id()));
            fate = Fate::Failed;
        }
        for code in &errors {
            *desk.finished.errors.entry(code.clone()).or_default() += 1;
        }
        (self.told)(&Told { item, fate, errors: &errors, problem: line.problem.as_deref() });
        desk.finished.lines.push(line);
        desk.finished.fates.push(fate);
        desk.halted = self.fail_fast && fate.is_failure();
    }

    /// Whether the documents of a line are those that would be made now.
    fn holds(&self, line: &Line, case: &CaseText, item: &Item, folder: &Path, output: &Path) -> bool {
        line.status.is_written()
            && line.sha256 == case.sha256
            && line.tool == TOOL
            && line.options == *self.options
            && line.data == self.data
            && line.outputs.iter().map(|o| &o.file).eq(&item.outputs)
            && line.outputs.iter().all(|o| is_unchanged(&output.join(&o.file), &o.sha256))
            && Folder::new(folder).still(&line.seen)
    }

    /// A document may be replaced if it was found to be ours before the run began.
    fn overwrite(&self, item: &Item, file: &str) -> Overwrite {
        let ours = self.earlier.get(&item.name).is_some_and(|l| l.owned().any(|o| o.file == file));
        if self.force || ours { Overwrite::Always } else { Overwrite::Never }
    }

    fn not_reached(&self, item: &Item) -> Line {
        // What it says of the documents that are there is still true.
        self.earlier.get(&item.name).cloned().unwrap_or_else(|| self.blank(item, Status::Skipped))
    }

    fn blank(&self, item: &Item, status: Status) -> Line {
        let earlier = self.earlier.get(&item.name);
        let is_there = |o: &&Output| self.output.is_some_and(|folder| folder.join(&o.file).exists());
        Line {
            input: item.name.clone(),
            sha256: String::new(),
            status,
            codes: BTreeMap::new(),
            problem: None,
            outputs: Vec::new(),
            left: earlier.into_iter().flat_map(Line::owned).filter(is_there).cloned().collect(),
            tool: TOOL.to_owned(),
            options: self.options.clone(),
            data: self.data.to_owned(),
            forms: BTreeMap::new(),
            seen: BTreeMap::new(),
        }
    }
}

fn lock(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::one::Format;
    use super::*;
    use crate::diag::Report;

    fn made(bytes: &[u8]) -> Made {
        Made {
            report: Report::default(),
            outputs: vec![(Format::Txt, bytes.to_vec())],
            fit: true,
            draft: false,
            forms: BTreeMap::new(),
            seen: BTreeMap::new(),
            bug: None,
        }
    }

    /// Runs over cases with these texts, in a folder of its own.
    fn go(
        texts: &[&str],
        jobs: usize,
        make: &(dyn Fn(&CaseText, &Path) -> Made + Sync),
        stop: &AtomicBool,
    ) -> (tempfile::TempDir, Finished) {
        let dir = tempfile::tempdir().unwrap();
        let items: Vec<Item> = texts
            .iter()
            .enumerate()
            .map(|(n, text)| {
                let path = dir.path().join(format!("{n}.toml"));
                std::fs::write(&path, text).unwrap();
                Item { path, name: format!("{n}.toml"), outputs: vec![format!("{n}.txt")] }
            })
            .collect();
        // Something stands where the document of case 9 belongs, and did not when the run was planned.
        std::fs::create_dir(dir.path().join("9.txt")).unwrap();
        let order = Mutex::new(Vec::new());
        let run = Run {
            items: &items,
            make,
            output: Some(dir.path()),
            earlier: &Earlier::new(),
            options: &Options::default(),
            data: "",
            resume: None,
            force: false,
            fail_fast: false,
            jobs,
            stop,
            told: &|told| order.lock().unwrap().push(told.item.name.clone()),
        };
        let finished = run.go().unwrap();
        let names: Vec<String> = items.iter().map(|i| i.name.clone()).collect();
        let order = order.into_inner().unwrap();
        assert_eq!(order, names[..order.len()], "told in order");
        (dir, finished)
    }

    #[test]
    fn a_panic_is_the_failure_of_one_case() {
        std::panic::set_hook(Box::new(|_| {}));
        let make = |case: &CaseText, _: &Path| {
            assert_ne!(case.source.text(), "boom");
            // The later a case, the sooner it is ready: order must not depend on it.
            std::thread::sleep(std::time::Duration::from_millis(12 - case.source.text().len() as u64));
            made(case.source.text().as_bytes())
        };
        for jobs in [1, 3] {
            let (dir, finished) = go(&["a", "bb", "boom", "ccc", "dddd", "eeeee"], jobs, &make, &AtomicBool::new(false));
            assert_eq!(finished.fates, [Fate::Done, Fate::Done, Fate::Bug, Fate::Done, Fate::Done, Fate::Done]);
            assert_eq!((finished.lines[2].status, finished.lines[2].problem.as_deref()), (Status::Failed, Some("internal")));
            assert_eq!(std::fs::read(dir.path().join("5.txt")).unwrap(), b"eeeee");
            assert!(!dir.path().join("2.txt").exists());
        }
        drop(std::panic::take_hook());
    }

    #[test]
    fn a_document_that_cannot_be_written_is_told_with_the_reason() {
        let texts = ["x"; 10];
        let (_dir, finished) = go(&texts, 2, &|_, _| made(b"y"), &AtomicBool::new(false));
        assert_eq!(finished.count(Fate::Done), 9);
        assert_eq!(finished.fates[9], Fate::Failed);
        assert!(finished.lines[9].problem.as_deref().is_some_and(|p| p.starts_with("write-")), "{:?}", finished.lines[9]);
        assert!(finished.lines[9].outputs.is_empty());
    }

    #[test]
    fn a_stopped_run_ends_with_the_cases_in_hand() {
        let stop = AtomicBool::new(false);
        let make = |case: &CaseText, _: &Path| {
            if case.source.text() == "stop" {
                stop.store(true, Ordering::Relaxed);
            }
            made(b"y")
        };
        let (dir, finished) = go(&["a", "stop", "b", "c", "d", "e", "f", "g"], 2, &make, &stop);
        assert!(finished.is_partial());
        let done = finished.count(Fate::Done);
        assert!((2..=4).contains(&done), "{done}");
        assert_eq!(finished.fates[..done], vec![Fate::Done; done], "without a gap");
        assert_eq!(finished.lines.len(), 8);
        assert_eq!(finished.lines[7].status, Status::Skipped);
        assert!(dir.path().join(format!("{}.txt", done - 1)).exists());
    }
}
