//! From a request to a document: which blocks exist, what they say in each language, and how they are numbered.

mod compose;
mod context;
mod fields;
mod marks;
pub mod model;
mod number;
pub mod skeleton;
pub mod wording;

pub use compose::{ComposeError, compose};

use crate::forms::{FormSet, Problem};
use skeleton::Skeleton;
use wording::Wording;

/// Skeleton and wording of a document, compiled once for all cases.
pub struct Library {
    /// Which blocks exist.
    pub skeleton: Skeleton,
    /// What they say.
    pub wording: Wording,
}

impl Library {
    /// Reads `templates/` for a kind of document, such as `request`.
    #[must_use]
    pub fn load(forms: &FormSet, document: &str) -> (Self, Vec<Problem>) {
        let (skeleton, mut problems) = Skeleton::load(forms, document);
        let (wording, more) = Wording::load(forms);
        problems.extend(more);
        problems.extend(lint(&skeleton, &wording));
        (Self { skeleton, wording }, problems)
    }
}

/// Every block of the skeleton has its wording in every language.
fn lint(skeleton: &Skeleton, wording: &Wording) -> Vec<Problem> {
    use skeleton::SkeletonKind;
    let mut problems = Vec::new();
    for lang in wording.languages() {
        for block in skeleton.all() {
            let worded = match &block.kind {
                SkeletonKind::Fields(fields) => fields.form == skeleton::Form::Entry,
                SkeletonKind::Grid(_) | SkeletonKind::Include(_) => false,
                _ => true,
            };
            if worded && !wording.has(lang, &block.id) {
                let source = std::sync::Arc::new(crate::source::SourceFile::new(format!("templates/{lang}/"), ""));
                let args = vec![("value", block.id.clone()), ("other", lang.to_string())];
                problems.push(Problem { source, span: crate::source::Span::default(), code: "MLA912", args });
            }
        }
        for id in wording.blocks(lang) {
            let used = id.starts_with("show.") || skeleton.all().any(|b| b.id == id);
            if !used && let Some(source) = wording.source(lang, id) {
                let args = vec![("value", id.to_owned()), ("other", lang.to_string())];
                problems.push(Problem { source: source.clone(), span: crate::source::Span::default(), code: "MLA914", args });
            }
        }
    }
    problems
}
