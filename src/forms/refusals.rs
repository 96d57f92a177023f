//! Grounds of refusal: which bases know them, which forbid them, and which fields bear on them. Read from `forms/refusals/`.

use super::compile::{each_file, file_id};
use super::data::DataFiles;
use super::fields;
use super::model::Law;
use super::path::FieldPath;
use super::predicate::{Compiler, Pred};
use super::problem::Problem;
use std::cell::RefCell;

/// A ground on which a requested State may refuse or postpone assistance.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// Id; its words are `refusal.<id>`.
    pub id: String,
    /// Place in lists.
    pub order: i64,
    /// Articles that state it.
    pub law: Law,
    /// Articles that forbid it.
    pub barred: Law,
    /// Whether practice knows it without an article.
    pub practice: bool,
    /// The cases that it can concern; all without it.
    pub when: Option<Pred>,
    /// Fields whose values bear on it.
    pub bears: Vec<FieldPath>,
    /// Those of them whose absence matters, as they are written.
    pub wants: Vec<FieldPath>,
    /// Codes of findings that concern it.
    pub codes: Vec<String>,
}

/// Reads all grounds, in the order of lists.
pub(super) fn read(data: &DataFiles, compiler: &Compiler<'_>, problems: &RefCell<Vec<Problem>>) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    each_file(data, "forms/refusals/", problems, |_, reader, stem| {
        let id = file_id(reader, stem);
        let paths = |key: &'static str| -> Vec<FieldPath> {
            let read = reader.strs(key).into_iter().filter_map(|(text, span)| match compiler.path(&text, &[]) {
                Ok(path) => Some(path),
                Err((code, args)) => {
                    reader.problem(span, code, args);
                    None
                }
            });
            read.collect()
        };
        let when = reader.value("when").and_then(|(value, span)| match compiler.pred(&value, &[]) {
            Ok(pred) => Some(pred),
            Err((code, args)) => {
                reader.problem(span, code, args);
                None
            }
        });
        let law = |key: &'static str| reader.value(key).map(|(value, _)| fields::law(&value)).unwrap_or_default();
        refusals.push(Refusal {
            order: reader.int("order").unwrap_or(9999),
            law: law("law"),
            barred: law("barred"),
            practice: reader.bool("practice"),
            when,
            bears: paths("bears"),
            wants: paths("wants"),
            codes: reader.strs("codes").into_iter().map(|(code, _)| code).collect(),
            id,
        });
    });
    refusals.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    refusals
}
