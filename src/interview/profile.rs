//! Profiles: what is the same in all letters of an office. A profile is a fragment of a case file, with those fields alone that the forms
//! mark with `profile = true`.

use super::{Speech, answers};
use crate::case::edit::{EditError, Editor};
use crate::forms::model::SectionBody;
use crate::source::SourceFile;

/// The fields of an office, taken out of the text of a case.
///
/// # Errors
/// The text is not TOML, or its tables are not what the forms say.
pub fn extract(speech: Speech<'_>, case: &str) -> Result<String, EditError> {
    let mut editor = Editor::open(case)?;
    editor.remove("waive")?;
    for section in &speech.forms.catalogue.sections {
        let SectionBody::Table(fields) = &section.body else {
            editor.remove(&section.id)?;
            continue;
        };
        let (kept, left): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.profile);
        for field in left {
            editor.remove(&format!("{}.{}", section.id, field.name))?;
        }
        if kept.iter().all(|field| editor.get(&format!("{}.{}", section.id, field.name)).is_none()) {
            editor.remove(&section.id)?;
        }
    }
    // Comments of the case are the case's own, and confidential: only values go over, and of those only what can be read.
    let mut clean = Editor::open("schema = 1\n")?;
    let _ = answers::apply(speech, &mut clean, &SourceFile::new("profile", editor.text()));
    Ok(clean.text())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::forms::FormSet;
    use crate::lang::Lang;

    #[test]
    fn the_office_stays_and_the_case_goes() {
        let (forms, _) = FormSet::built_in();
        let case = include_str!("../../examples/uncac-bank-records.toml");
        let text = extract(Speech { forms: &forms, lang: Lang::EN }, case).unwrap();
        assert!(!text.contains('#'), "a comment of the case: {text}");
        let editor = Editor::open(&text).unwrap();
        assert_eq!(editor.get("request.requesting-state").and_then(|i| i.as_str()), Some("UA"));
        for kept in ["request.languages.original", "authorities.requesting.name", "authorities.contact.email", "signature.name"] {
            assert!(editor.get(kept).is_some(), "{kept}: {text}");
        }
        for gone in
            ["request.id", "request.requested-state", "request.bases", "persons", "facts", "assistance", "signature.date", "proceeding"]
        {
            assert!(editor.get(gone).is_none(), "{gone}: {text}");
        }
    }
}
