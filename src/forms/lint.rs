//! What forms must have besides being compilable: words in every language, articles of known bases, ids that exist.

use super::model::{Field, Law, SectionBody, Shape};
use super::problem::Problem;
use super::set::FormSet;
use crate::kind::Kind;
use crate::lang::Lang;
use crate::source::{SourceFile, Span};
use std::sync::Arc;

/// The languages whose words and wording the program ships in full.
pub const COMPLETE: [&str; 2] = ["en", "fr"];

/// Most bytes of a label that stands in a menu: longer ones break lines on narrow terminals.
pub const MENU_BYTES: usize = 76;

/// Missing and overlong words, and references to bases that do not exist.
#[must_use]
pub fn words(forms: &FormSet) -> Vec<Problem> {
    let mut lint = Lint { forms, problems: Vec::new() };
    for lang in COMPLETE.iter().filter_map(|l| l.parse::<Lang>().ok()) {
        lint.language(lang);
    }
    lint.bases();
    lint.problems
}

struct Lint<'a> {
    forms: &'a FormSet,
    problems: Vec<Problem>,
}

impl Lint<'_> {
    fn want(&mut self, lang: Lang, key: &str, at: Option<(&Arc<SourceFile>, Span)>) {
        if self.forms.words.has(lang, key) {
            return;
        }
        let fallback = Arc::new(SourceFile::new(format!("forms/words/{lang}/"), ""));
        let (source, span) = at.map_or((fallback, Span::default()), |(s, span)| (s.clone(), span));
        self.problems.push(Problem { source, span, code: "MLA908", args: vec![("value", key.to_owned()), ("other", lang.to_string())] });
    }

    fn language(&mut self, lang: Lang) {
        let catalogue = &self.forms.catalogue;
        for section in &catalogue.sections {
            self.want(lang, &format!("section.{}.title", section.id), None);
            if let SectionBody::Table(fields) | SectionBody::Variants(fields) = &section.body {
                fields.iter().for_each(|f| self.field(lang, f));
            }
        }
        for record in catalogue.records.values() {
            self.want(lang, &format!("record.{}.title", record.id), None);
            record.fields.iter().for_each(|f| self.field(lang, f));
        }
        for (id, fields) in &catalogue.types {
            self.want(lang, &format!("assistance.{id}.title"), None);
            self.want(lang, &format!("assistance.{id}.about"), None);
            fields.iter().for_each(|f| self.field(lang, f));
        }
        for (id, basis) in &self.forms.bases {
            for part in ["name", "short", "cite", "cite-many"] {
                self.want(lang, &format!("basis.{id}.{part}"), None);
            }
            if let Some(key) = &basis.warn {
                self.want(lang, key, None);
            }
        }
        for code in self.forms.rules.keys() {
            for part in ["title", "message", "why", "fix"] {
                self.want(lang, &format!("rule.{code}.{part}"), None);
            }
        }
    }

    fn field(&mut self, lang: Lang, field: &Field) {
        let at = Some((&field.declared.source, field.declared.span));
        for part in ["label", "ask", "help"] {
            self.want(lang, &format!("{}.{part}", field.words), at);
        }
        if let Shape::Scalar(Kind::Choice { list, ids }) = &field.shape {
            for id in ids {
                let key = format!("choice.{list}.{id}");
                self.want(lang, &key, at);
                let bytes = self.forms.words.get(lang, &key).len();
                if bytes > MENU_BYTES && self.forms.words.has(lang, &key) {
                    let args = vec![("value", key), ("other", bytes.to_string()), ("known", MENU_BYTES.to_string())];
                    self.problems.push(Problem { source: field.declared.source.clone(), span: field.declared.span, code: "MLA916", args });
                }
            }
        }
    }

    fn bases(&mut self) {
        let mut unknown: Vec<(String, String)> = Vec::new();
        let mut look = |law: &Law, at: &str| {
            for basis in law.keys() {
                if !self.forms.bases.contains_key(basis) {
                    unknown.push((basis.clone(), at.to_owned()));
                }
            }
        };
        for rule in self.forms.rules.values() {
            look(&rule.law, "forms/rules/");
        }
        for kind in self.forms.types.values() {
            look(&kind.law, &format!("forms/assistance/{}.toml", kind.id));
            kind.needs
                .iter()
                .chain(kind.fields.iter().flat_map(|f| &f.needs))
                .for_each(|n| look(&n.law, &format!("forms/assistance/{}.toml", kind.id)));
        }
        for record in self.forms.catalogue.records.values() {
            let at = format!("forms/records/{}.toml", record.id);
            record.fields.iter().flat_map(|f| &f.needs).for_each(|n| look(&n.law, &at));
        }
        unknown.sort();
        unknown.dedup();
        for (basis, file) in unknown {
            let source = self.forms.data.get(&file).map_or_else(|| Arc::new(SourceFile::new(&file, "")), |f| f.source.clone());
            self.problems.push(Problem { source, span: Span::default(), code: "MLA904", args: vec![("value", basis)] });
        }
    }
}
