//! `mla` writes requests for mutual legal assistance in criminal matters.
//!
//! The pipeline, one module a stage: a case file is read with its places ([`case`]), held against the form that its legal
//! bases, assistance types and requested State add up to ([`forms`], [`check`]), laid out as rows in two languages ([`doc`]) and
//! written as PDF, DOCX or text ([`render`]). The interview ([`interview`]) is the same pipeline in a loop, the batch
//! ([`batch`]) the same over many files. Findings are values of [`diag`]; law is data under `forms/`, wording under `templates/`.

pub mod batch;
pub mod case;
pub mod check;
pub mod cli;
pub mod diag;
pub mod doc;
pub mod files;
pub mod forms;
pub mod interview;
pub mod kind;
pub mod lang;
pub mod render;
pub mod source;
pub mod suggest;
