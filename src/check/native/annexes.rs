//! Annexes: each is cited, each citation has an annex, and the files are there and unchanged.

use super::{Pass, each_text, raise};
use crate::case::Node;
use crate::check::find::Finder;
use crate::check::{FileState, walk};
use crate::forms::model::Shape;
use crate::kind::{Kind, Lexicon as _, Value};
use crate::lang::Lang;
use crate::source::Span;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// An annex that nothing in the request mentions.
pub(super) const UNCITED: &str = "MLA493";
/// A mention of an annex that is not listed.
pub(super) const UNLISTED: &str = "MLA494";
/// A number out of turn.
pub(super) const NUMBERING: &str = "MLA492";
/// A file that does not exist.
pub(super) const MISSING_FILE: &str = "MLA496";
/// A file that is not the one whose hash the case gives.
pub(super) const CHANGED_FILE: &str = "MLA497";

/// How a language mentions annexes: a pattern whose first group holds the numbers.
fn mentions(pass: &Pass<'_>) -> BTreeMap<Lang, Regex> {
    let words = &pass.eval.forms.words;
    let pattern = |l: &Lang| words.word(*l, "format.annex-mention").and_then(|p| Regex::new(p).ok()).map(|r| (*l, r));
    pass.header.languages().iter().filter_map(pattern).collect()
}

/// The numbers in "1, 2 and 4" and "1 to 3".
fn numbers(text: &str) -> BTreeSet<i64> {
    let mut out = BTreeSet::new();
    for part in text.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        if let Ok(n) = digits.parse::<i64>() {
            out.insert(n);
        }
    }
    let range = text.split(['-', '–']).map(|p| p.trim().parse::<i64>()).collect::<Result<Vec<_>, _>>();
    if let Ok(ends) = range
        && let [a, b] = ends[..]
    {
        out.extend(a..=b.min(a + 200));
    }
    out
}

pub(super) fn cited(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let annexes: Vec<(&Node, i64, Option<&str>)> = pass
        .eval
        .tree
        .items("annexes")
        .iter()
        .enumerate()
        .filter_map(|(at, node)| {
            let record = node.record()?;
            let number = match record.get("number").and_then(Node::value) {
                Some(Value::Int(n)) => *n,
                Some(Value::Text(t)) => t.trim().parse().ok()?,
                _ => i64::try_from(at).ok()? + 1,
            };
            Some((node, number, record.id.as_deref()))
        })
        .collect();
    let mut by_number: BTreeSet<i64> = BTreeSet::new();
    let mut unlisted: Vec<(String, Span, i64)> = Vec::new();
    let patterns = mentions(pass);
    each_text(pass, &mut |_, path, lang, text, span| {
        if path.starts_with("annexes[") {
            return;
        }
        let Some(pattern) = patterns.get(&lang) else { return };
        for hit in pattern.captures_iter(text) {
            for n in numbers(hit.get(1).map_or("", |m| m.as_str())) {
                if annexes.iter().any(|(_, number, _)| *number == n) {
                    by_number.insert(n);
                } else if !unlisted.iter().any(|(p, _, m)| p == path && *m == n) {
                    // The same slip in both languages is one finding.
                    unlisted.push((path.to_owned(), span, n));
                }
            }
        }
    });
    let mut by_id: BTreeSet<String> = BTreeSet::new();
    walk::fields(pass.eval.tree, pass.eval.forms, &mut |field, node, _| {
        if matches!(&field.shape, Shape::Scalar(Kind::Ref { to }) if to.iter().any(|r| r == "annex")) {
            by_id.extend(node.items().iter().filter_map(|i| match i.value() {
                Some(Value::Ref(id)) => Some(id.clone()),
                _ => None,
            }));
        }
    });
    for (path, span, n) in unlisted {
        raise(pass, finder, UNLISTED, span, Some(&path), &[("value", &n.to_string()), ("path", &path)]);
    }
    for (node, number, id) in &annexes {
        if !by_number.contains(number) && !id.is_some_and(|i| by_id.contains(i)) {
            let path = format!("annexes[{}]", id.unwrap_or(""));
            raise(pass, finder, UNCITED, node.span, Some(&path), &[("value", &number.to_string()), ("path", &path)]);
        }
    }
}

/// Annexes are numbered from one, without a gap and each number once.
pub(super) fn numbering(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let mut next = 1;
    for node in pass.eval.tree.items("annexes") {
        let Some(record) = node.record() else { continue };
        let (Some(field), Some(Value::Int(number))) = (record.get("number"), record.get("number").and_then(Node::value)) else { return };
        if *number != next {
            let path = format!("annexes[{}].number", record.id.as_deref().unwrap_or(""));
            let args = [("value", number.to_string()), ("known", next.to_string()), ("path", path.clone())];
            let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
            raise(pass, finder, NUMBERING, field.span, Some(&path), &args);
            return;
        }
        next += 1;
    }
}

pub(super) fn files(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let mut found = Vec::new();
    walk::fields(pass.eval.tree, pass.eval.forms, &mut |_, node, path| {
        for item in node.items() {
            let Some(Value::File(file)) = item.value() else { continue };
            let code = match (pass.around.files.look(&file.path), &file.sha256) {
                (FileState::Missing | FileState::Unreadable, _) => MISSING_FILE,
                (FileState::Present(hash), Some(wanted)) if hash != *wanted => CHANGED_FILE,
                _ => continue,
            };
            found.push((code, item.span, path.to_owned(), file.path.clone()));
        }
    });
    for (code, span, path, value) in found {
        raise(pass, finder, code, span, Some(&path), &[("value", &value), ("path", &path)]);
    }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_are_read_one_by_one_and_as_a_range() {
        assert_eq!(numbers("1, 2 and 4").into_iter().collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(numbers("1–3").into_iter().collect::<Vec<_>>(), [1, 2, 3]);
        assert!(numbers("").is_empty());
    }
}
