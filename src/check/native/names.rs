//! One name, one spelling: words of the texts that differ by a letter or two from the name of a person or organisation.

use super::{Pass, each_text, raise};
use crate::case::Node;
use crate::check::find::Finder;
use crate::kind::Value;
use crate::lang::script_of;
use crate::source::Span;
use std::collections::BTreeMap;

pub(super) const SPELLING: &str = "MLA498";

/// Shorter words resemble one another too often.
const SHORTEST: usize = 5;

pub(super) fn spellings(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    // Names of companies are made of common words, which differ by a letter from language to language.
    for section in ["persons"] {
        for node in pass.eval.tree.items(section) {
            let Some(record) = node.record() else { continue };
            for (key, value) in &record.entries {
                let texts: Vec<String> = value.items().iter().filter_map(Node::value).flat_map(spelt).collect();
                let owner = key.contains("name");
                for word in texts.iter().flat_map(|t| words(t)) {
                    if owner || known.contains_key(&word.to_lowercase()) {
                        known.insert(word.to_lowercase(), word.to_owned());
                    }
                }
            }
        }
    }
    if known.is_empty() {
        return;
    }
    let mut found: BTreeMap<(String, String), (String, Span)> = BTreeMap::new();
    each_text(pass, &mut |_, path, _, text, span| {
        for word in words(text) {
            let lower = word.to_lowercase();
            if known.contains_key(&lower) || !word.chars().next().is_some_and(char::is_uppercase) {
                continue;
            }
            let near = known.iter().find(|(name, _)| resembles(&lower, name));
            if let Some((_, name)) = near {
                found.entry((word.to_owned(), name.clone())).or_insert_with(|| (path.to_owned(), span));
            }
        }
    });
    for ((value, other), (path, span)) in found {
        raise(pass, finder, SPELLING, span, Some(&path), &[("value", &value), ("other", &other), ("path", &path)]);
    }
}

fn spelt(value: &Value) -> Vec<String> {
    match value {
        Value::Name(n) => n.native.iter().chain(&n.latin).cloned().collect(),
        Value::Text(t) => vec![t.clone()],
        Value::Prose(p) => p.texts.iter().map(|(_, t, _)| t.clone()).chain(p.bare.iter().map(|(t, _)| t.clone())).collect(),
        _ => Vec::new(),
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|w| w.chars().count() >= SHORTEST)
}

/// Whether a word is a slip of a name: one letter off, not merely an ending of inflection or derivation.
fn resembles(word: &str, name: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), name.chars().collect());
    if script_of(word) != script_of(name) || a.len().abs_diff(b.len()) > 1 || a.first() != b.first() {
        return false;
    }
    let ending = word.starts_with(name) || name.starts_with(word);
    !ending && strsim::damerau_levenshtein(word, name) == 1
}

#[cfg(test)]
mod tests {
    use super::resembles;

    #[test]
    fn slips_are_found_and_inflections_are_not() {
        assert!(
            resembles("petrenka", "petrenko")
                && resembles("thappa", "thapa")
                && resembles("ivanow", "ivanov")
                && resembles("mielenko", "melenko")
        );
        assert!(!resembles("petrenkos", "petrenko") && !resembles("petrov", "petrenko") && !resembles("ivanov", "ivanov"));
    }
}
