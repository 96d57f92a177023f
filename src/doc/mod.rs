//! From a request to a document: which blocks exist, what they say in each language, and how they are numbered.

pub mod model;
