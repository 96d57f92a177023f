//! What forms and words must also keep to, beyond being readable: words that are there, and texts that are in their language.
//!
//! A language that has its own way of writing dates (`format.date-day`) claims to be complete; every other one only adds to English.

use super::model::{Field, Law, SectionBody, Shape};
use super::problem::Problem;
use super::set::FormSet;
use super::tongue;
use super::words::Words;
use crate::kind::value::plural_category;
use crate::kind::{Kind, Lexicon as _};
use crate::lang::Lang;
use crate::source::{SourceFile, Span};
use std::collections::BTreeSet;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr as _;

/// Most columns of a label that stands in a menu of a terminal of eighty columns.
pub const MENU_WIDTH: usize = 76;

/// Names that come from Unicode CLDR, and codes: they need not be checked one by one.
const NAMES: [&str; 4] = ["country.", "language.", "language-code.", "currency."];
/// Keys that hold paths and beginnings of ids: nobody reads them.
const NOT_SAID: [&str; 2] = ["interview.lines", "interview.prefix."];

/// Missing, unknown and badly written words, overlong labels, and references to bases that do not exist.
#[must_use]
pub fn words(forms: &FormSet) -> Vec<Problem> {
    let mut lint = Lint { forms, problems: Words::faults(&forms.data) };
    for field in fields(forms) {
        lint.field(field);
    }
    lint.catalogue();
    for lang in complete(forms) {
        lint.language(lang);
    }
    lint.bases();
    lint.problems
}

/// The languages that claim to be complete, English first.
#[must_use]
pub fn complete(forms: &FormSet) -> Vec<Lang> {
    let others = forms.words.languages().iter().copied().filter(|lang| *lang != Lang::EN && forms.words.has(*lang, "format.date-day"));
    std::iter::once(Lang::EN).chain(others).collect()
}

fn fields(forms: &FormSet) -> impl Iterator<Item = &Field> {
    let catalogue = &forms.catalogue;
    let sections = catalogue.sections.iter().flat_map(|section| match &section.body {
        SectionBody::Table(fields) | SectionBody::Variants(fields) => fields.as_slice(),
        SectionBody::List(_) => &[],
    });
    let records = catalogue.records.values().flat_map(|record| &record.fields);
    sections.chain(records).chain(catalogue.types.values().flatten())
}

struct Lint<'a> {
    forms: &'a FormSet,
    problems: Vec<Problem>,
}

impl Lint<'_> {
    /// English must have the key: the other languages are held against English.
    fn want(&mut self, key: &str, at: Option<(&Arc<SourceFile>, Span)>) {
        if !self.forms.words.has(Lang::EN, key) {
            self.missing(Lang::EN, key, at);
        }
    }

    fn missing(&mut self, lang: Lang, key: &str, at: Option<(&Arc<SourceFile>, Span)>) {
        let fallback = Arc::new(SourceFile::new(format!("forms/words/{lang}/"), ""));
        let (source, span) = at.map_or((fallback, Span::default()), |(s, span)| (s.clone(), span));
        self.problems.push(Problem { source, span, code: "MLA908", args: vec![("value", key.to_owned()), ("other", lang.to_string())] });
    }

    fn catalogue(&mut self) {
        let catalogue = &self.forms.catalogue;
        for section in &catalogue.sections {
            self.want(&format!("section.{}.title", section.id), None);
        }
        for record in catalogue.records.values() {
            self.want(&format!("record.{}.title", record.id), None);
        }
        for id in catalogue.documents.keys() {
            self.want(&format!("document-form.{id}"), None);
        }
        for id in catalogue.types.keys() {
            self.want(&format!("assistance.{id}.title"), None);
            self.want(&format!("assistance.{id}.about"), None);
        }
        for (id, basis) in &self.forms.bases {
            for part in ["name", "short", "cite", "cite-many"] {
                self.want(&format!("basis.{id}.{part}"), None);
            }
            if let Some(key) = &basis.warn {
                self.want(key, None);
            }
        }
        for code in self.forms.rules.keys() {
            for part in ["title", "message", "why", "fix"] {
                self.want(&format!("rule.{code}.{part}"), None);
            }
        }
    }

    fn field(&mut self, field: &Field) {
        let at = Some((&field.declared.source, field.declared.span));
        for part in ["label", "ask", "help"] {
            self.want(&format!("{}.{part}", field.words), at);
        }
        if let Shape::Scalar(Kind::Choice { list, ids }) = &field.shape {
            for id in ids {
                self.want(&format!("choice.{list}.{id}"), at);
            }
        }
    }

    /// The words of a language against those of English, and by themselves.
    fn language(&mut self, lang: Lang) {
        let words = &self.forms.words;
        let checked = |key: &&str| !NAMES.iter().any(|n| key.starts_with(n)) && !NOT_SAID.iter().any(|n| key.starts_with(n));
        let mut wanted: Vec<(String, String)> = Vec::new();
        for key in words.keys(Lang::EN, "").filter(checked) {
            match plural_stem(words, key) {
                Some(stem) => {
                    let model = format!("{stem}.other");
                    wanted.extend(categories(lang).into_iter().map(|category| (format!("{stem}.{category}"), model.clone())));
                }
                None => wanted.push((key.to_owned(), key.to_owned())),
            }
        }
        wanted.sort();
        wanted.dedup();
        for (key, model) in &wanted {
            if words.has(lang, key) {
                self.word(lang, key, model);
            } else {
                self.missing(lang, key, None);
            }
        }
        let known: BTreeSet<&str> = wanted.iter().map(|(key, _)| key.as_str()).collect();
        let mut unknown: Vec<&str> =
            words.keys(lang, "").filter(checked).filter(|k| !known.contains(k) && !k.starts_with("format.")).collect();
        unknown.sort_unstable();
        for key in unknown {
            self.slip(lang, key, "MLA919", String::new());
        }
    }

    fn word(&mut self, lang: Lang, key: &str, model: &str) {
        let words = &self.forms.words;
        let (text, english) = (words.get(lang, key), words.get(Lang::EN, model));
        let (own, wanted) = (tongue::placeholders(text), tongue::placeholders(english));
        // "One day" needs no number.
        let spoken = ["zero", "one", "two"].iter().any(|category| key.ends_with(&format!(".{category}")));
        let differ: Vec<&str> = own.symmetric_difference(&wanted).copied().filter(|name| !(spoken && *name == "{n}")).collect();
        if !key.starts_with("format.") {
            if !differ.is_empty() {
                self.slip(lang, key, "MLA918", differ.join(", "));
            }
            for slip in tongue::slips(text, lang) {
                // Examples may be names of another language.
                if slip != tongue::Slip::Language || !key.ends_with(".example") {
                    self.slip(lang, key, slip.code(), String::new());
                }
            }
        }
        if (key.starts_with("choice.") || key.ends_with(".label")) && text.width() > MENU_WIDTH {
            self.about(lang, key, "MLA916", [text.width().to_string(), MENU_WIDTH.to_string()]);
        }
    }

    fn slip(&mut self, lang: Lang, key: &str, code: &'static str, known: String) {
        self.about(lang, key, code, [lang.to_string(), known]);
    }

    /// A problem of a word that is there.
    fn about(&mut self, lang: Lang, key: &str, code: &'static str, [other, known]: [String; 2]) {
        let Some((source, span)) = self.forms.words.place(lang, key) else { return };
        let args = vec![("value", key.to_owned()), ("other", other), ("known", known)];
        self.problems.push(Problem { source: source.clone(), span, code, args });
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

/// The key without its category, where it is one of a set of plural forms.
fn plural_stem<'k>(words: &Words, key: &'k str) -> Option<&'k str> {
    let (stem, category) = key.rsplit_once('.')?;
    let has = |category: &str| words.has(Lang::EN, &format!("{stem}.{category}"));
    (matches!(category, "one" | "other") && has("one") && has("other")).then_some(stem)
}

/// The plural categories that a language tells apart.
fn categories(lang: Lang) -> BTreeSet<&'static str> {
    (0..=200).chain([1_000_000]).map(|n| plural_category(lang, n)).chain(["other"]).collect()
}
