//! Making findings: from a code and its arguments to finished sentences in the reader's language.

use crate::diag::{Code, Diagnostic, Severity};
use crate::forms::model::Article;
use crate::forms::{FormSet, Problem};
use crate::kind::Complaint;
use crate::lang::Lang;
use crate::source::Span;

/// Collects findings.
pub struct Finder<'a> {
    forms: &'a FormSet,
    lang: Lang,
    found: Vec<Diagnostic>,
}

/// Arguments of a message.
pub type Args<'a> = &'a [(&'a str, &'a str)];

impl<'a> Finder<'a> {
    /// A collector that speaks a language.
    #[must_use]
    pub fn new(forms: &'a FormSet, lang: Lang) -> Self {
        Self { forms, lang, found: Vec::new() }
    }

    /// The language of the findings.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Adds a finding under a code at a place, and lends it for additions.
    pub fn raise(&mut self, code: &str, span: Span, path: Option<&str>, args: Args<'_>) -> &mut Diagnostic {
        let made = diagnostic(self.forms, self.lang, code, span, path, args);
        self.found.push(made);
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Adds a finding that is already made.
    pub fn push(&mut self, made: Diagnostic) {
        self.found.push(made);
    }

    /// All findings.
    #[must_use]
    pub fn finish(self) -> Vec<Diagnostic> {
        self.found
    }

    /// The findings so far.
    #[must_use]
    pub fn found(&self) -> &[Diagnostic] {
        &self.found
    }

    /// The findings so far, for changes.
    pub fn found_mut(&mut self) -> &mut Vec<Diagnostic> {
        &mut self.found
    }
}

/// What stands for a value of the case where it may not be read.
const UNSAID: &str = "…";

/// A finding under a code, with its words.
#[must_use]
pub fn diagnostic(forms: &FormSet, lang: Lang, code: &str, span: Span, path: Option<&str>, args: Args<'_>) -> Diagnostic {
    let rule = forms.rule(code);
    let words = &forms.words;
    let fill = |part: &str, args: Args<'_>| {
        let key = format!("rule.{code}.{part}");
        let text = words.fill(lang, &key, args);
        if text == key { String::new() } else { text }
    };
    let word = |part: &str| fill(part, args);
    let fix = word("fix");
    let message = word("message");
    let quotes = rule.map(|r| r.quotes.as_slice()).unwrap_or_default();
    let hidden: Vec<(&str, &str)> =
        args.iter().map(|(key, value)| (*key, if quotes.iter().any(|q| q == key) { UNSAID } else { value })).collect();
    let quoting = ["message", "label", "fix"].into_iter().map(|part| (word(part), fill(part, &hidden)));
    Diagnostic {
        code: rule.map_or_else(|| Code::new(code), |r| Some(r.code.clone())).unwrap_or_else(Code::internal),
        name: rule.map(|r| r.name.clone()).unwrap_or_default(),
        severity: rule.map_or(Severity::Error, |r| r.level),
        message: if message.is_empty() { code.to_owned() } else { message },
        path: path.map(str::to_owned),
        span,
        label: word("label"),
        related: Vec::new(),
        law: Vec::new(),
        help: if fix.is_empty() { Vec::new() } else { vec![fix] },
        notes: Vec::new(),
        quoting: quoting.filter(|(said, discreet)| said != discreet).collect(),
    }
}

/// A complaint about a value as a finding, in the same sentence wherever the value was given.
#[must_use]
pub fn complaint(forms: &FormSet, lang: Lang, complaint: &Complaint, span: Span, path: Option<&str>) -> Diagnostic {
    let shown = complaint.args_in(lang, &forms.words);
    let args: Vec<(&str, &str)> = shown.iter().map(|(k, v)| (*k, v.as_str())).collect();
    diagnostic(forms, lang, complaint.code, span, path, &args)
}

/// A mistake in form data as a finding.
#[must_use]
pub fn form_problem(forms: &FormSet, lang: Lang, problem: &Problem) -> Diagnostic {
    let args: Vec<(&str, &str)> = problem.args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let mut made = diagnostic(forms, lang, problem.code, problem.span, None, &args);
    if args.iter().any(|(k, v)| *k == "known" && v.is_empty()) {
        made.help.retain(|h| !h.contains("``"));
    }
    made
}

/// Articles of one basis as they are read in a finding: "UNCAC, art. 46(15)(c)".
#[must_use]
pub fn cite_short(forms: &FormSet, lang: Lang, basis: &str, articles: &[Article]) -> String {
    let key = format!("basis.{basis}.short");
    let name = forms.words.get(lang, &key);
    let numbers =
        |verified: bool| -> Vec<&str> { articles.iter().filter(|a| a.mark.is_verified() == verified).map(|a| a.number.as_str()).collect() };
    let (key, numbers) = match numbers(true) {
        checked if !checked.is_empty() => ("diag.law-article", checked),
        _ => ("diag.law-unverified", numbers(false)),
    };
    forms.words.fill(lang, key, &[("basis", name), ("n", &numbers.join(", "))])
}
