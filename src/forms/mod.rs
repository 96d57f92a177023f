//! Law as data: reading `forms/`, compiling every id and path in it, and the words that go with it.
//!
//! Nothing here names a treaty, an assistance type or a field. The formats are described in `forms/README.md`.

mod compile;
pub mod data;
pub mod documents;
mod fields;
pub mod lint;
pub mod model;
pub mod path;
pub mod predicate;
pub mod problem;
mod reader;
pub mod refusals;
pub mod set;
pub mod tongue;
pub mod words;

pub use compile::SCHEMA;
pub use data::{DataFile, DataFiles, Origin};
pub use path::FieldPath;
pub use predicate::Pred;
pub use problem::Problem;
pub use set::FormSet;
pub use words::Words;
