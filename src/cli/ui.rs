//! Streams, colour, language and exit codes.

use super::args::{ColorWhen, Global};
use crate::diag::emit::{EmitWords, Options, Totals};
use crate::diag::{Counts, Severity};
use crate::forms::FormSet;
use crate::forms::words::fill;
use crate::kind::Lexicon as _;
use crate::kind::value::plural_category;
use crate::lang::Lang;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Ok,
    /// Findings, or some items of a batch failed.
    Findings,
    /// Could not run.
    Failed,
    /// A mistake of ours.
    Bug,
    /// Interrupted; work is saved.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Ok => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
            Exit::Bug => 3,
            Exit::Interrupted => 130,
        })
    }
}

/// Writes to standard output; a reader that went away is not an error.
pub fn out(text: &str) {
    let _ = anstream::stdout().write_all(text.as_bytes());
}

/// Writes bytes to standard output as they are.
///
/// # Errors
/// Standard output does not take them.
pub fn out_bytes(bytes: &[u8]) -> std::io::Result<()> {
    let mut stream = std::io::stdout().lock();
    stream.write_all(bytes)?;
    stream.flush()
}

/// Writes a line to standard error.
pub fn err(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Makes the choice of colour that holds for all streams.
pub fn set_colour(when: ColorWhen) {
    match when {
        ColorWhen::Auto => anstream::ColorChoice::Auto,
        ColorWhen::Always => anstream::ColorChoice::Always,
        ColorWhen::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// Whether standard output shows colour.
#[must_use]
pub fn colour_on(global: &Global) -> bool {
    match global.color {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
    }
}

/// Whether questions can be asked: both ends must be a terminal.
#[must_use]
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// The language of questions and messages: the flag, then the locale, then English.
#[must_use]
#[allow(clippy::disallowed_methods)]
pub fn language(global: &Global, forms: &FormSet) -> Lang {
    let known = |l: Lang| forms.words.languages().iter().any(|k| *k == l || k.as_str() == l.primary());
    if let Some(lang) = global.lang.as_deref().and_then(|l| l.parse::<Lang>().ok()) {
        return if known(lang) { lang } else { Lang::EN };
    }
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        let Ok(value) = std::env::var(name) else { continue };
        if value.is_empty() {
            continue;
        }
        let tag = value.split(['.', '@']).next().unwrap_or("");
        return tag.parse::<Lang>().ok().filter(|l| known(*l)).unwrap_or(Lang::EN);
    }
    Lang::EN
}

/// The words around findings, in a language.
pub struct Words<'a> {
    /// The forms.
    pub forms: &'a FormSet,
    /// The language.
    pub lang: Lang,
}

impl Words<'_> {
    /// A word of the program's own.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.forms.words.word(self.lang, key).unwrap_or(key).to_owned()
    }

    /// A sentence of the program's own.
    #[must_use]
    pub fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
        fill(&self.get(key), args)
    }

    /// A number with its noun in the right form: `{key}.one`, `{key}.few`, `{key}.other`.
    #[must_use]
    pub fn count(&self, key: &str, n: usize) -> String {
        let category = plural_category(self.lang, n as u64);
        let words = &self.forms.words;
        let pattern = words.word(self.lang, &format!("{key}.{category}")).or_else(|| words.word(self.lang, &format!("{key}.other")));
        fill(pattern.unwrap_or(key), &[("n", &n.to_string())])
    }

    /// The counts of a report in words.
    #[must_use]
    pub fn counts(&self, counts: Counts) -> String {
        let mut parts = Vec::new();
        for (n, key) in [(counts.errors, "diag.errors"), (counts.warnings, "diag.warnings"), (counts.infos, "diag.infos")] {
            if n > 0 {
                parts.push(self.count(key, n));
            }
        }
        if parts.is_empty() { self.get("diag.nothing") } else { parts.join(", ") }
    }
}

impl EmitWords for Words<'_> {
    fn severity(&self, severity: Severity) -> &str {
        self.forms.words.word(self.lang, &format!("diag.{}", severity.id())).unwrap_or(severity.id())
    }

    fn law(&self) -> &str {
        self.forms.words.word(self.lang, "diag.law").unwrap_or("law")
    }

    fn help(&self) -> &str {
        self.forms.words.word(self.lang, "diag.help").unwrap_or("help")
    }

    fn note(&self) -> &str {
        self.forms.words.word(self.lang, "diag.note").unwrap_or("note")
    }

    fn summary(&self, totals: &Totals) -> String {
        let files = self.count("diag.files", totals.files);
        let counts = self.counts(totals.counts);
        if totals.files_with_findings == 0 {
            return self.fill("diag.summary-clean", &[("counts", &counts), ("files", &files)]);
        }
        self.fill("diag.summary", &[("counts", &counts), ("n", &totals.files_with_findings.to_string()), ("files", &files)])
    }

    fn explain(&self, code: &str) -> Option<String> {
        Some(format!("`mla explain {code}`"))
    }
}

/// Options of printing findings.
#[must_use]
pub fn options<'a>(global: &Global, words: &'a Words<'a>, with_source: bool) -> Options<'a> {
    let width = console::Term::stdout().size_checked().map_or(100, |(_, columns)| usize::from(columns).max(40));
    Options { colour: colour_on(global), width, show_info: global.verbose > 0, with_source, words }
}
