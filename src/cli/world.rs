//! What the commands share: the forms in force, the day, and the files beside a case.

use super::args::Global;
use super::ui::{self, Exit, Words};
use crate::case::CaseFile;
use crate::check::find::form_problem;
use crate::check::{Checked, Surroundings, check};
use crate::diag::emit::{Findings, Format, emit};
use crate::diag::{Report, Severity};
use crate::forms::{DataFiles, FormSet, Problem};
use crate::kind::CaseDate;
use crate::lang::Lang;
use crate::source::{ReadError, SourceFile};
use std::path::Path;
use std::sync::Arc;

pub use crate::batch::{Folder, folder_of};

/// Forms, language and day of a run.
pub struct World {
    /// The forms.
    pub forms: FormSet,
    /// Language of messages.
    pub lang: Lang,
    /// The day.
    pub today: Option<CaseDate>,
}

impl World {
    /// Loads the forms and prints what is wrong with them.
    ///
    /// # Errors
    /// The forms cannot be used; the reason has been printed.
    pub fn load(global: &Global, today: Option<&str>) -> Result<Self, Exit> {
        let (forms, problems) = FormSet::compile(data_files(global)?);
        let lang = ui::language(global, &forms);
        let mut world = Self { forms, lang, today: None };
        let serious = report_problems(&world, global, &problems);
        if serious {
            return Err(Exit::Failed);
        }
        world.today = match today {
            Some(text) => match text.parse::<CaseDate>() {
                Ok(date) => Some(date),
                Err(_) => {
                    ui::err(&world.words().fill("cli.bad-date", &[("value", text)]));
                    return Err(Exit::Failed);
                }
            },
            None => today_here(),
        };
        Ok(world)
    }

    /// The program's own words.
    #[must_use]
    pub fn words(&self) -> Words<'_> {
        Words { forms: &self.forms, lang: self.lang }
    }

    /// Checks a case with the files in a folder.
    #[must_use]
    pub fn check(&self, case: &CaseFile<'_>, folder: &Path) -> Checked {
        let files = Folder::new(folder);
        check(case, &self.forms, &Surroundings { lang: self.lang, today: self.today, files: &files })
    }

    /// A report of the one finding that a file cannot be read.
    #[must_use]
    pub fn unreadable(&self, name: &str, error: &ReadError) -> (SourceFile, Report) {
        crate::batch::one::unreadable(&self.forms, self.lang, name, error)
    }
}

/// The data files in force: built in, then the folders of the machine, the user and the project, then those given.
///
/// # Errors
/// A folder cannot be read; the reason has been printed.
pub fn data_files(global: &Global) -> Result<DataFiles, Exit> {
    let mut data = DataFiles::built_in();
    let here = std::env::current_dir().unwrap_or_default();
    let standing = match super::folders::standing(&here) {
        Ok(standing) => standing,
        Err(error) => {
            ui::err(&format!("mla: {error:#}"));
            return Err(Exit::Failed);
        }
    };
    for dir in standing.iter().chain(&global.forms) {
        if let Err(error) = data.overlay(dir) {
            ui::err(&format!("mla: {error}"));
            return Err(Exit::Failed);
        }
    }
    Ok(data)
}

/// Prints what is wrong with forms. Whether any of it makes them unusable.
pub fn report_problems(world: &World, global: &Global, problems: &[Problem]) -> bool {
    let reports = problem_reports(world, problems);
    let serious = reports.iter().any(|(_, r)| r.has_errors());
    if serious || global.verbose > 0 && !reports.is_empty() {
        let words = world.words();
        let options = ui::options(global, &words, true);
        let findings = Findings { files: reports.iter().map(|(s, r)| (s.as_ref(), r)).collect() };
        ui::err(&emit(Format::Full, &findings, &options).unwrap_or_default());
    }
    serious
}

/// Form problems, file by file.
#[must_use]
pub fn problem_reports(world: &World, problems: &[Problem]) -> Vec<(Arc<SourceFile>, Report)> {
    let mut files: Vec<(Arc<SourceFile>, Vec<crate::diag::Diagnostic>)> = Vec::new();
    for problem in problems {
        let made = form_problem(&world.forms, world.lang, problem);
        match files.iter_mut().find(|(s, _)| s.name() == problem.source.name()) {
            Some((_, list)) => list.push(made),
            None => files.push((problem.source.clone(), vec![made])),
        }
    }
    files.into_iter().map(|(s, list)| (s, Report::new(list))).collect()
}

/// Whether findings of a weight are among the diagnostics.
#[must_use]
pub fn has_at_least(report: &Report, level: Severity) -> bool {
    report.diagnostics().iter().any(|d| d.severity >= level)
}

#[allow(clippy::disallowed_methods)]
fn today_here() -> Option<CaseDate> {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
    let days = i64::try_from(seconds / 86_400).ok()?;
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).ok()?;
    date.to_string().parse().ok()
}
