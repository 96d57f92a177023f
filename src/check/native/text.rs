//! Texts that were never finished: placeholders, brackets to fill in, unresolved template text.

use super::{Pass, each_text, raise};
use crate::check::find::Finder;
use regex::Regex;
use std::sync::LazyLock;

/// Placeholders that no finished request contains, whatever its language.
static PLACEHOLDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?x) \b(?:TODO|TBD|TBC|FIXME|XXX+)\b | \[\s*[^\]\d]{0,40}(?:\.\.\.|…|_{2,})?\s*\] | _{3,} | \{\{.*?\}\} | <[A-Za-z][^<>\n]{0,40}> | \?{3,} | (?i:lorem\ ipsum)").ok()
});

pub(super) const PLACEHOLDERS: &str = "MLA499";

pub(super) fn placeholders(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let Some(pattern) = PLACEHOLDER.as_ref() else { return };
    let mut found = Vec::new();
    each_text(pass, &mut |field, path, _, text, span| {
        if let Some(hit) = pattern.find(text) {
            let label = crate::check::label_of(pass.eval.forms, finder.lang(), &field.words);
            found.push((path.to_owned(), span, hit.as_str().to_owned(), label));
        }
    });
    for (path, span, value, label) in found {
        raise(pass, finder, PLACEHOLDERS, span, Some(&path), &[("value", &value), ("label", &label), ("path", &path)]);
    }
}
