//! A case file as it stands on disk: read with its places, turned into a tree of values, edited without losing comments.

pub mod edit;
mod file;
pub mod tree;

pub use file::CaseFile;
pub use tree::{Data, Node, Record, Tree};
