//! What wording must also keep to, beyond being readable: every language says every block, with the values that English says it with,
//! and in its own script.

use super::Library;
use super::skeleton::{Form, SkeletonBlock, SkeletonKind};
use super::wording::Wording;
use crate::forms::{Problem, tongue};
use crate::lang::Lang;
use crate::source::{SourceFile, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Blocks that are missing, in no skeleton, different from English in what they tell, or badly written, in every language.
#[must_use]
pub fn wording(library: &Library) -> Vec<Problem> {
    let Library { skeleton, wording } = library;
    let mut problems = Vec::new();
    let known: BTreeSet<&str> = skeleton.all().map(|block| block.id.as_str()).collect();
    for lang in wording.languages() {
        problems.extend(wording.problems(lang).iter().cloned());
        let lacking: BTreeSet<&str> =
            skeleton.all().filter(|block| is_worded(block) && !wording.has(lang, &block.id)).map(|block| block.id.as_str()).collect();
        problems.extend(lacking.into_iter().map(|id| absent(lang, id)));
        for id in wording.blocks(Lang::EN).filter(|id| id.starts_with("show.") && !wording.has(lang, id)) {
            problems.push(absent(lang, id));
        }
        for id in wording.blocks(lang) {
            let used = id.starts_with("show.") || known.contains(id);
            if !used {
                problems.extend(at(wording, lang, id, "MLA915", String::new()));
            }
            let Some((text, ..)) = wording.block(lang, id) else { continue };
            if let Some((english, ..)) = wording.block(Lang::EN, id) {
                let (own, wanted) = (tongue::values(text), tongue::values(english));
                let differ: Vec<&str> = own.symmetric_difference(&wanted).map(String::as_str).collect();
                if !differ.is_empty() {
                    problems.extend(at(wording, lang, id, "MLA918", differ.join(", ")));
                }
            }
            for slip in tongue::slips(text, lang) {
                problems.extend(at(wording, lang, id, slip.code(), String::new()));
            }
        }
    }
    problems
}

fn is_worded(block: &SkeletonBlock) -> bool {
    match &block.kind {
        SkeletonKind::Fields(fields) => fields.form == Form::Entry,
        SkeletonKind::Grid(_) | SkeletonKind::Include(_) => false,
        _ => true,
    }
}

fn absent(lang: Lang, id: &str) -> Problem {
    let source = Arc::new(SourceFile::new(format!("templates/{lang}/"), ""));
    let args = vec![("value", id.to_owned()), ("other", lang.to_string())];
    Problem { source, span: Span::default(), code: "MLA913", args }
}

fn at(wording: &Wording, lang: Lang, id: &str, code: &'static str, known: String) -> Option<Problem> {
    let (_, source, offset) = wording.block(lang, id)?;
    let span = source.line_span(source.position(offset).line);
    let args = vec![("value", id.to_owned()), ("other", lang.to_string()), ("known", known)];
    Some(Problem { source: source.clone(), span, code, args })
}
