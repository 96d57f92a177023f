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

/// Skeletons and wording of all documents, compiled once for all cases.
pub struct Library {
    /// Which blocks exist.
    pub skeleton: Skeleton,
    /// What they say.
    pub wording: Wording,
}

impl Library {
    /// Reads `templates/`.
    #[must_use]
    pub fn load(forms: &FormSet) -> (Self, Vec<Problem>) {
        let (skeleton, mut problems) = Skeleton::load(forms);
        let (wording, more) = Wording::load(forms);
        problems.extend(more);
        (Self { skeleton, wording }, problems)
    }
}
