//! Values that the document of the case has no place for.

use super::{Pass, raise};
use crate::check::find::Finder;
use crate::check::label_of;
use crate::forms::model::SectionBody;

/// A section or field that is filled in and not printed.
pub(super) const OMITTED: &str = "MLA748";

pub(super) fn omitted(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let forms = pass.eval.forms;
    let Some(document) = forms.catalogue.documents.get(pass.eval.document) else { return };
    let name = forms.words.get(finder.lang(), &format!("document-form.{}", document.id)).to_owned();
    let mut say = |path: &str, words: &str, span| {
        let label = label_of(forms, finder.lang(), words);
        raise(pass, finder, OMITTED, span, Some(path), &[("value", &label), ("path", path), ("other", &name)]);
    };
    for section in &forms.catalogue.sections {
        let Some(node) = pass.eval.tree.section(&section.id).filter(|node| node.is_present()) else { continue };
        if document.omits(&section.id) {
            say(&section.id, &format!("section.{}", section.id), node.span);
        } else if let (SectionBody::Table(fields), Some(record)) = (&section.body, node.record()) {
            for field in fields {
                let path = format!("{}.{}", section.id, field.name);
                if let Some(value) = record.get(&field.name).filter(|_| document.omits(&path)) {
                    say(&path, &field.words, value.span);
                }
            }
        }
    }
}
