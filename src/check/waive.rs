//! Findings that the drafter has waived, with a reason. Errors cannot be waived.

use super::find::Finder;
use crate::case::CaseFile;
use crate::diag::Severity;
use crate::forms::FormSet;
use crate::source::Span;

/// Takes waived findings away and reports waivers without reason, of errors, or without effect.
pub fn apply(case: &CaseFile<'_>, forms: &FormSet, finder: &mut Finder<'_>) {
    let Some(waivers) = case.table().get("waive").and_then(|w| w.get_ref().as_array()) else { return };
    for waiver in waivers.iter() {
        let span = Span::from(waiver.span());
        let Some(table) = waiver.get_ref().as_table() else { continue };
        let text = |key: &str| table.get(key).and_then(|v| v.get_ref().as_str()).map(str::trim).unwrap_or("");
        let (name, reason, path) = (text("code"), text("reason"), text("path"));
        let Some(rule) = forms.rule(name) else {
            finder.raise("MLA118", span, Some("waive"), &[("value", name)]);
            continue;
        };
        if reason.is_empty() {
            finder.raise("MLA116", span, Some("waive"), &[("value", name)]);
            continue;
        }
        let code = rule.code.clone();
        let before = finder.found().len();
        let covers = |p: &Option<String>| path.is_empty() || p.as_deref().is_some_and(|p| p.starts_with(path));
        let blocked = finder.found().iter().any(|d| d.code == code && d.severity == Severity::Error && covers(&d.path));
        finder.found_mut().retain(|d| d.code != code || d.severity == Severity::Error || !covers(&d.path));
        if blocked {
            finder.raise("MLA119", span, Some("waive"), &[("value", name)]);
        } else if finder.found().len() == before {
            finder.raise("MLA117", span, Some("waive"), &[("value", name)]);
        }
    }
}
