//! Values that cannot be right together: ages, days that have passed, one thing listed twice.

use super::{Pass, raise};
use crate::case::Node;
use crate::check::find::Finder;
use crate::kind::Value;
use std::collections::BTreeMap;

/// A minor who is not marked as one, or the reverse.
pub(super) const AGE: &str = "MLA456";
/// A request that is dated in the future.
pub(super) const FUTURE: &str = "MLA448";
/// The same account twice.
pub(super) const TWICE: &str = "MLA459";

pub(super) fn ages(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let Some(day) = pass.header.date.map(|d| d.earliest()) else { return };
    for node in pass.eval.tree.items("persons") {
        let Some(record) = node.record() else { continue };
        let (Some(Value::Date(born)), minor) = (record.get("date-of-birth").and_then(Node::value), record.get("minor")) else { continue };
        let marked = minor.and_then(Node::value) == Some(&Value::Bool(true));
        let years = |from: jiff::civil::Date| {
            let full = i32::from(day.year()) - i32::from(from.year());
            full - i32::from((day.month(), day.day()) < (from.month(), from.day()))
        };
        // Partial dates: only an age that is certain counts.
        let (oldest, youngest) = (years(born.earliest()), years(born.latest()));
        // A birth after the request is another finding.
        let wrong = (0..18).contains(&oldest) && !marked || youngest >= 18 && marked;
        if wrong {
            let place = minor.or_else(|| record.get("date-of-birth")).map_or(node.span, |n| n.span);
            let id = record.id.as_deref().unwrap_or("");
            let path = format!("persons[{id}].minor");
            raise(pass, finder, AGE, place, Some(&path), &[("value", &youngest.to_string()), ("item", id), ("other", id), ("path", &path)]);
        }
    }
}

pub(super) fn future(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let (Some(today), Some(date), Some(node)) = (pass.around.today, pass.header.date, pass.eval.tree.at("request.date")) else { return };
    if date.earliest() > today.latest() {
        let value = date.to_string();
        raise(pass, finder, FUTURE, node.span, Some("request.date"), &[("value", &value), ("other", &today.to_string())]);
    }
}

pub(super) fn twice(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let mut seen: BTreeMap<String, (String, crate::source::Span)> = BTreeMap::new();
    for node in pass.eval.tree.items("accounts") {
        let Some(record) = node.record() else { continue };
        let Some((field, Value::Iban(iban))) = record.get("iban").and_then(|n| Some((n, n.value()?))) else { continue };
        let id = record.id.clone().unwrap_or_default();
        match seen.get(iban) {
            Some((first, span)) => {
                let (first, span) = (first.clone(), *span);
                let path = format!("accounts[{id}].iban");
                let args = [("value", iban.as_str()), ("other", first.as_str()), ("item", id.as_str()), ("path", path.as_str())];
                if let Some(found) = raise(pass, finder, TWICE, field.span, Some(&path), &args) {
                    found.related.push(crate::diag::Label { span, text: String::new() });
                }
            }
            None => {
                seen.insert(iban.clone(), (id, field.span));
            }
        }
    }
}
