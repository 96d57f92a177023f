//! Holding a case against the form that it adds up to. [`Request`] can only come out of here.
//!
//! The passes, all of them in one run: syntax, shape and values, what is required, the declarative rules, the rules written in
//! Rust, the two languages, waivers.

pub mod eval;
pub mod find;
mod ids;
pub mod native;
pub mod needs;
mod profile;
mod request;
pub(crate) mod rules;
mod shape;
mod tongues;
mod waive;
pub mod walk;

pub use ids::{free_id, with_ids};
pub use needs::OpenNeed;
pub use request::{Draft, Header, Matter, Outcome, Request};
pub use shape::CASE_SCHEMA;

use crate::case::CaseFile;
use crate::diag::{Diagnostic, Report, Severity};
use crate::forms::FormSet;
use crate::forms::model::Level;
use crate::kind::CaseDate;
use crate::lang::Lang;
use find::Finder;

/// What a check needs to know of the world; nothing of it is looked up here.
pub struct Surroundings<'a> {
    /// Language of the findings.
    pub lang: Lang,
    /// The day of the check, for deadlines; without it nothing is compared with today.
    pub today: Option<CaseDate>,
    /// The files beside the case file.
    pub files: &'a dyn Files,
}

/// Access to the files that a case mentions.
pub trait Files {
    /// What is known of a file, by its path relative to the case file.
    fn look(&self, path: &str) -> FileState;
}

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileState {
    /// Nobody looked.
    Unknown,
    /// It does not exist.
    Missing,
    /// It exists but cannot be read.
    Unreadable,
    /// It exists; its SHA-256 in lower-case hex.
    Present(String),
}

/// No access to files: nothing is said about them.
pub struct NoFiles;

impl Files for NoFiles {
    fn look(&self, _: &str) -> FileState {
        FileState::Unknown
    }
}

/// A checked case.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The findings.
    pub report: Report,
    /// What can be made of it.
    pub outcome: Outcome,
}

/// Checks a case.
#[must_use]
pub fn check(case: &CaseFile<'_>, forms: &FormSet, around: &Surroundings<'_>) -> Checked {
    let mut finder = Finder::new(forms, around.lang);
    if case.source().text().trim().is_empty() {
        finder.raise("MLA005", case.source().line_span(1), None, &[]);
    }
    let tree = shape::build(case, forms, &mut finder);
    report_syntax(case, forms, &mut finder);
    native::scan_text(case, &mut finder);
    let header = Header::read(&tree, forms);
    let open = {
        let eval = eval::Eval {
            forms,
            tree: &tree,
            bases: &header.bases,
            state: header.requested.as_deref().and_then(|code| forms.state(code)),
            document: &header.document,
            original: header.original,
            today: around.today,
        };
        let pass = native::Pass { eval: &eval, header: &header, case, around };
        let (open, denied) = needs::unmet(&eval);
        report_needs(&open, &pass, &mut finder);
        report_denied(&denied, &pass, &mut finder);
        rules::run(&pass, &mut finder);
        native::run(&pass, &mut finder);
        tongues::run(&pass, &mut finder);
        profile::run(&pass, &mut finder);
        open
    };
    waive::apply(case, forms, &mut finder);
    let report = Report::new(finder.finish());
    let matter = Matter { header, tree, open };
    let outcome = if report.has_errors() { Outcome::Draft(Draft(matter)) } else { Outcome::Request(Request(matter)) };
    Checked { report, outcome }
}

/// Mistakes of syntax. What was left of a value there is not blamed a second time.
fn report_syntax(case: &CaseFile<'_>, forms: &FormSet, finder: &mut Finder<'_>) {
    let lang = finder.lang();
    let torn = |d: &Diagnostic| d.code.as_str().starts_with("MLA2") && case.syntax().iter().any(|e| e.span.start == d.span.start);
    finder.found_mut().retain(|d| !torn(d));
    for error in case.syntax() {
        let found = finder.raise("MLA001", error.span, None, &[("value", &error.message)]);
        let rest = case.source().text().get(error.span.start..).unwrap_or("");
        let token = rest.split(|c: char| !c.is_ascii_digit() && c != '-').next().unwrap_or("");
        // TOML has no months and years; people write them all the same.
        if token.contains('-')
            && let Ok(date) = token.parse::<CaseDate>()
        {
            let key = if date.parts().2.is_none() { "diag.quote-date" } else { "diag.write-date" };
            found.help = vec![forms.words.fill(lang, key, &[("value", &date.to_string())])];
        }
    }
}

/// Where it says that something is needed: the articles of the bases, then the law of the requested State.
fn law_of(need: &OpenNeed, pass: &native::Pass<'_>, lang: Lang) -> Vec<String> {
    let forms = pass.eval.forms;
    let mut law: Vec<String> = need.law.iter().map(|(b, a)| find::cite_short(forms, lang, b, a)).collect();
    if let Some(act) = pass.eval.state.and_then(|state| state.act.as_deref()) {
        law.extend(need.domestic.iter().map(|provision| format!("{act}, {provision}")));
    }
    law
}

/// What stands behind a demand of the requested State, and how fresh that is.
fn source_of(need: &OpenNeed, pass: &native::Pass<'_>, lang: Lang) -> Option<String> {
    let state = pass.eval.state.filter(|_| need.of_state)?;
    let (source, as_of) = (state.source.as_deref()?, state.as_of.as_deref()?);
    Some(pass.eval.forms.words.fill(lang, "diag.state-source", &[("value", source), ("other", as_of)]))
}

fn report_needs(open: &[OpenNeed], pass: &native::Pass<'_>, finder: &mut Finder<'_>) {
    let (lang, forms) = (finder.lang(), pass.eval.forms);
    for need in open {
        let code = match need.level {
            Level::Must => "MLA301",
            Level::WherePossible => "MLA302",
            Level::Advised => "MLA303",
            Level::Optional => continue,
        };
        let label = label_of(forms, lang, &need.words);
        let key = need.path.rsplit('.').next().unwrap_or(&need.path);
        let span = if need.span == Default::default() { pass.case.source().line_span(1) } else { need.span };
        let law = law_of(need, pass, lang);
        let help_key = format!("{}.help", need.words);
        let holder = need.path.rsplit_once('.').map_or("", |(h, _)| h);
        let args = [("label", label.as_str()), ("path", &need.path), ("key", key), ("value", key), ("other", holder)];
        let found = finder.raise(code, span, Some(&need.path), &args);
        found.law = law;
        // What to do about a missing item is said precisely; only for items wanted where possible does the rule add something.
        if need.level != Level::WherePossible {
            found.help.clear();
        }
        found.help.insert(0, how_to_add(forms, lang, need, key, holder));
        let help = forms.words.get(lang, &help_key);
        if help != help_key {
            found.notes.push(help.to_owned());
        }
        found.notes.extend(source_of(need, pass, lang));
    }
}

/// Promises that are demanded and not given.
fn report_denied(denied: &[OpenNeed], pass: &native::Pass<'_>, finder: &mut Finder<'_>) {
    let lang = finder.lang();
    for need in denied {
        let label = label_of(pass.eval.forms, lang, &need.words);
        let law = law_of(need, pass, lang);
        let found = finder.raise("MLA306", need.span, Some(&need.path), &[("label", &label), ("path", &need.path)]);
        found.severity = match need.level {
            Level::Must => Severity::Error,
            Level::WherePossible => Severity::Warning,
            Level::Advised | Level::Optional => Severity::Info,
        };
        found.law = law;
        found.notes.extend(source_of(need, pass, lang));
    }
}

/// What to type for a missing item: the key, the table it belongs to, and an example.
fn how_to_add(forms: &FormSet, lang: Lang, need: &OpenNeed, key: &str, holder: &str) -> String {
    use crate::kind::Lexicon as _;
    let add = match (holder.is_empty(), holder.contains('[')) {
        (true, _) => forms.words.fill(lang, "diag.add-item", &[("key", key)]),
        (false, false) if !need.holder_present => forms.words.fill(lang, "diag.add-table", &[("key", key), ("other", holder)]),
        _ => forms.words.fill(lang, "diag.add-key", &[("key", key), ("other", holder)]),
    };
    match forms.words.word(lang, &format!("{}.example", need.words)).filter(|e| !e.is_empty()) {
        Some(example) => format!("{add} {}", forms.words.fill(lang, "diag.example", &[("value", example)])),
        None => add,
    }
}

/// The label of a field or the title of a section, by the prefix of its words.
#[must_use]
pub fn label_of(forms: &FormSet, lang: Lang, words: &str) -> String {
    use crate::kind::Lexicon as _;
    let label = forms.words.word(lang, &format!("{words}.label"));
    let title = || forms.words.word(lang, &format!("{words}.title"));
    label.or_else(title).unwrap_or_else(|| words.rsplit('.').next().unwrap_or(words)).to_owned()
}
