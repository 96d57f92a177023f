//! From case files to documents: one case ([`one`]), and many of them with the forms loaded once ([`plan`], [`run`]), with an account
//! of what was made from what ([`manifest`]).

mod folder;
pub mod fonts;
pub mod look;
pub mod manifest;
pub mod one;
pub mod plan;
pub mod run;

pub use folder::{Folder, Seen, folder_of};
