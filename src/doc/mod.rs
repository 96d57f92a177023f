//! From a request to a document: which blocks exist, what they say in each language, and how they are numbered.

mod compose;
mod context;
mod fields;
pub mod lint;
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
        (Self { skeleton, wording }, problems)
    }
}
