//! A case that follows another: what stays is carried over, what belongs to the first letter alone is left behind, and the first request is
//! cited.

use crate::case::edit::{EditError, Editor};
use crate::forms::FormSet;
use crate::forms::model::SectionBody;
use toml_edit::Value;

/// The section of the header, and the fields in it that every case has.
const HEADER: &str = "request";

/// The text of a case of the given kind that follows the case in `first`.
///
/// # Errors
/// The text is not TOML, or its tables are not what the forms say.
pub fn follow(first: &str, kind: &str, forms: &FormSet) -> Result<String, EditError> {
    let mut editor = Editor::open(first)?;
    let at = |path: &str| editor.get(path).and_then(|item| item.as_value()).cloned();
    let of_header = |name: &str| at(&format!("{HEADER}.{name}"));
    let cited = of_header("id");
    let citations: Vec<(String, Vec<(String, Value)>)> = forms
        .catalogue
        .sections
        .iter()
        .filter(|section| !section.cites_first.is_empty())
        .map(|section| {
            let values = section.cites_first.iter().filter_map(|(field, from)| {
                let value = if from.contains('.') { at(from)? } else { from.as_str().into() };
                Some((field.clone(), plain(value)))
            });
            (section.id.clone(), values.collect())
        })
        .collect();
    for section in &forms.catalogue.sections {
        if section.once {
            editor.remove(&section.id)?;
        }
        if let SectionBody::Table(fields) = &section.body {
            for field in fields.iter().filter(|field| field.once) {
                editor.remove(&format!("{}.{}", section.id, field.name))?;
            }
        }
    }
    editor.set(&format!("{HEADER}.kind"), kind.into())?;
    if let Some(id) = cited {
        editor.set(&format!("{HEADER}.supplements"), plain(id))?;
    }
    for (section, values) in citations {
        let taken: Vec<String> = forms.catalogue.sections.iter().flat_map(|s| editor.ids(&s.id)).collect();
        let item = crate::check::free_id("first", &taken);
        for (field, value) in values {
            editor.set(&format!("{section}[{item}].{field}"), value)?;
        }
    }
    Ok(editor.text())
}

/// A value without the spaces and comments round it.
fn plain(mut value: Value) -> Value {
    value.decor_mut().clear();
    value
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_belongs_to_the_first_letter_stays_behind() {
        let (forms, _) = FormSet::built_in();
        let first = "schema = 1\n\n[request]\nid = \"R-1\" # ours\nrequesting-state = \"RS\"\nbases = [\"uncac\"]\ndate = 2026-03-02\n\n[[persons]]\nid = \"p1\"\n\n[[assistance]]\nid = \"a1\"\ntype = \"bank-records\"\n\n[deadline]\ndate = 2026-06-01\n";
        let text = follow(first, "follow-up", &forms).unwrap();
        let editor = Editor::open(&text).unwrap();
        let is = |path: &str, value: &str| assert_eq!(editor.get(path).and_then(|i| i.as_str()), Some(value), "{path}: {text}");
        is("request.kind", "follow-up");
        is("request.supplements", "R-1");
        is("request.requesting-state", "RS");
        is("related-requests[first1].kind", "earlier-request");
        is("related-requests[first1].reference", "R-1");
        assert_eq!(editor.ids("persons"), ["p1"]);
        for gone in ["request.id", "request.date", "assistance", "deadline"] {
            assert!(editor.get(gone).is_none(), "{gone}: {text}");
        }
    }
}
