//! Checks that the operators of the forms cannot express. Their codes, levels, law and words are data like those of any rule.

mod annexes;
mod names;
mod omitted;
mod sums;
mod text;
mod values;

use super::eval::Eval;
use super::find::Finder;
use super::walk;
use super::{Header, Surroundings, label_of};
use crate::case::{CaseFile, Node};
use crate::diag::Severity;
use crate::forms::model::{Field, Level, SectionBody};
use crate::kind::{Kind, Value};
use crate::lang::{Lang, weight_of};
use crate::source::Span;

/// What a check works on.
pub struct Pass<'a> {
    /// Values and forms.
    pub eval: &'a Eval<'a>,
    /// The header.
    pub header: &'a Header,
    /// The file.
    pub case: &'a CaseFile<'a>,
    /// What is known of the world.
    pub around: &'a Surroundings<'a>,
}

type Check = fn(&Pass<'_>, &mut Finder<'_>);

/// Checks by the codes that they raise.
const CHECKS: &[(&[&str], Check)] = &[
    (&["MLA111", "MLA115", "MLA120"], bases),
    (&["MLA304", "MLA305"], lengths),
    (&[text::PLACEHOLDERS], text::placeholders),
    (&[annexes::UNCITED, annexes::UNLISTED], annexes::cited),
    (&[annexes::NUMBERING], annexes::numbering),
    (&[annexes::MISSING_FILE, annexes::CHANGED_FILE], annexes::files),
    (&[names::SPELLING], names::spellings),
    (&[values::AGE], values::ages),
    (&[values::FUTURE], values::future),
    (&[values::TWICE], values::twice),
    (&[sums::SUM], sums::listed),
    (&[omitted::OMITTED], omitted::omitted),
];

/// The codes that the program itself raises, outside this table: by readers of files, values, keys, needs, languages and waivers.
const RAISED_ELSEWHERE: &[&str] = &["MLA0", "MLA10", "MLA11", "MLA2", "MLA30", "MLA5", "MLA6", "MLA9"];

/// Whether a code has a test in Rust.
#[must_use]
pub fn is_registered(code: &str) -> bool {
    CHECKS.iter().any(|(codes, _)| codes.contains(&code)) || RAISED_ELSEWHERE.iter().any(|p| code.starts_with(p))
}

/// All codes of the table.
pub fn registered() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().flat_map(|(codes, _)| codes.iter().copied())
}

/// Runs all checks.
pub fn run(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    for (codes, check) in CHECKS {
        if codes.iter().any(|c| pass.eval.forms.rule(c).is_some_and(|r| super::rules::applies(r, pass.eval))) {
            check(pass, finder);
        }
    }
}

/// A finding under a rule, with the law of the rule in the chosen bases. Nothing is raised for a rule that does not concern them.
pub(super) fn raise<'f>(
    pass: &Pass<'_>,
    finder: &'f mut Finder<'_>,
    code: &str,
    span: Span,
    path: Option<&str>,
    args: &[(&str, &str)],
) -> Option<&'f mut crate::diag::Diagnostic> {
    let rule = pass.eval.forms.rule(code).filter(|r| super::rules::applies(r, pass.eval))?;
    let law = super::rules::laws(pass, &rule.law, finder.lang());
    let found = finder.raise(code, span, path, args);
    found.law = law;
    Some(found)
}

/// Hidden characters anywhere in the file that no value has been blamed for yet.
pub fn scan_text(case: &CaseFile<'_>, finder: &mut Finder<'_>) {
    for (at, c) in case.source().text().char_indices() {
        if matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}') {
            let span = Span::new(at, at + c.len_utf8());
            let covered = finder
                .found()
                .iter()
                .any(|d| matches!(d.code.as_str(), "MLA202" | "MLA204" | "MLA205") && d.span.start <= at && at < d.span.end);
            if !covered {
                finder.raise("MLA007", span, None, &[("value", &format!("U+{:04X}", u32::from(c)))]);
            }
        }
    }
}

/// Chosen bases that do not exist, protocols without their convention, and bases that come with a warning.
fn bases(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let forms = pass.eval.forms;
    for node in pass.eval.tree.at("request.bases").map(Node::items).unwrap_or_default() {
        let Some(Value::Text(id)) = node.value() else { continue };
        let path = Some("request.bases");
        match forms.bases.get(id) {
            None => {
                let known = crate::suggest::nearest(id, forms.bases.keys().map(String::as_str)).unwrap_or("").to_owned();
                let found = finder.raise("MLA111", node.span, path, &[("value", id), ("known", &known)]);
                if known.is_empty() {
                    found.notes.push(forms.bases.keys().cloned().collect::<Vec<_>>().join(", "));
                }
            }
            Some(basis) => {
                for other in basis.requires.iter().filter(|r| !pass.header.bases.contains(r)) {
                    finder.raise("MLA115", node.span, path, &[("value", id), ("other", other)]);
                }
                if let Some(key) = &basis.warn {
                    let short = format!("basis.{id}.short");
                    let name = forms.words.get(finder.lang(), &short);
                    let warning = forms.words.get(finder.lang(), key);
                    finder.raise("MLA120", node.span, path, &[("value", id), ("other", name), ("known", warning)]);
                }
            }
        }
    }
}

/// Texts that are too short and lists with too few items.
fn lengths(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let lang = finder.lang();
    let mut short: Vec<(&str, Span, String, String, usize, usize, bool)> = Vec::new();
    let original = pass.header.original;
    walk::fields(pass.eval.tree, pass.eval.forms, &mut |field, node, path| {
        let strict = field.needs.iter().any(|n| n.level == Level::Must);
        let label = || label_of(pass.eval.forms, lang, &field.words);
        if let Some(least) = field.min_len {
            for item in node.items() {
                let Some(length) = item.value().and_then(|v| characters(v, original)).filter(|n| *n < least) else { continue };
                short.push(("MLA304", item.span, path.to_owned(), label(), length, least, strict));
            }
        }
        if let Some(least) = field.min_items.filter(|n| node.items().len() < *n) {
            short.push(("MLA305", node.span, path.to_owned(), label(), node.items().len(), least, strict));
        }
    });
    for section in &pass.eval.forms.catalogue.sections {
        let count = pass.eval.tree.items(&section.id).len();
        if matches!(section.body, SectionBody::Table(_)) || count == 0 {
            continue;
        }
        if let (Some(least), Some(node)) = (section.min_items.filter(|n| count < *n), pass.eval.tree.section(&section.id)) {
            let label = label_of(pass.eval.forms, lang, &format!("section.{}", section.id));
            short.push(("MLA305", node.items().first().map_or(node.span, |n| n.span), section.id.clone(), label, count, least, true));
        }
    }
    for (code, span, path, label, count, least, strict) in short {
        let (count, least) = (count.to_string(), least.to_string());
        let args = [("label", label.as_str()), ("path", &path), ("value", &count), ("known", &least)];
        let found = finder.raise(code, span, Some(&path), &args);
        found.severity = if strict { Severity::Error } else { Severity::Warning };
    }
}

/// How much a text says in the original language, in characters of Latin script.
fn characters(value: &Value, original: Lang) -> Option<usize> {
    match value {
        Value::Prose(p) => p.in_original(original).map(weight_of),
        Value::Text(t) => Some(weight_of(t)),
        _ => None,
    }
}

/// Every text of the case that is printed: with its field, place and language.
fn each_text(pass: &Pass<'_>, each: &mut impl FnMut(&Field, &str, Lang, &str, Span)) {
    let original = pass.header.original;
    walk::fields(pass.eval.tree, pass.eval.forms, &mut |field, node, path| {
        if field.internal || matches!(&field.shape, crate::forms::model::Shape::Scalar(Kind::Ref { .. })) {
            return;
        }
        for (at, item) in node.items().iter().enumerate() {
            let path = if field.list { format!("{path}[{at}]") } else { path.to_owned() };
            match item.value() {
                Some(Value::Prose(p)) => {
                    if let Some((text, span)) = &p.bare {
                        each(field, &path, original, text, *span);
                    }
                    for (lang, text, span) in &p.texts {
                        each(field, &path, *lang, text, *span);
                    }
                }
                Some(Value::Text(text)) => each(field, &path, original, text, item.span),
                Some(Value::Name(name)) => {
                    for text in name.native.iter().chain(&name.latin) {
                        each(field, &path, original, text, item.span);
                    }
                }
                _ => {}
            }
        }
    });
}
