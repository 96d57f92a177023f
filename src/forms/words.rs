//! Every string that a human reads on screen, by language and dotted key.
//!
//! The words that the program ships are read when a language is first spoken: most runs speak two or three of them.

use super::data::{DataFile, DataFiles, Origin};
use super::problem::Problem;
use crate::kind::Lexicon;
pub use crate::kind::fill;
use crate::lang::Lang;
use crate::source::{SourceFile, Span};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};
use toml::de::{DeTable, DeValue};

/// A word and where it stands.
#[derive(Debug)]
struct Word {
    text: String,
    file: usize,
    span: Span,
}

type Table = HashMap<String, Word>;

/// The words of a language: its files, and what they say once they have been read.
#[derive(Debug, Default)]
struct Tongue {
    files: Vec<Arc<SourceFile>>,
    table: OnceLock<Table>,
}

/// The words of all languages. A key that a language lacks is taken from English.
#[derive(Debug, Default)]
pub struct Words {
    langs: Vec<Lang>,
    tongues: BTreeMap<Lang, Tongue>,
}

impl Words {
    /// Finds `forms/words/<lang>/**.toml`, and reads the languages that a folder adds to.
    pub(super) fn load(data: &DataFiles, problems: &mut Vec<Problem>) -> Self {
        let mut words = Self::default();
        let mut added: BTreeMap<Lang, Vec<&DataFile>> = BTreeMap::new();
        for file in data.merged("forms/words/") {
            let Some((lang, _)) = file.path["forms/words/".len()..].split_once('/') else { continue };
            let Ok(lang) = lang.parse::<Lang>() else {
                problems.push(Problem::new(file, 0..0, "MLA904", [("value", lang.to_owned())]));
                continue;
            };
            words.tongues.entry(lang).or_default().files.push(file.source.clone());
            if file.origin != Origin::BuiltIn {
                added.entry(lang).or_default().push(file);
            }
        }
        words.langs = words.tongues.keys().copied().collect();
        for file in added.into_values().flatten() {
            problems.extend(faults(file));
        }
        words
    }

    /// Mistakes in the files of all languages that stop words from being read, for those who check forms.
    pub(super) fn faults(data: &DataFiles) -> Vec<Problem> {
        data.merged("forms/words/").filter(|file| file.origin == Origin::BuiltIn).flat_map(faults).collect()
    }

    fn table(&self, lang: Lang) -> Option<&Table> {
        let tongue = self.tongues.get(&lang)?;
        Some(tongue.table.get_or_init(|| {
            let mut table = Table::new();
            for (file, source) in tongue.files.iter().enumerate() {
                let (parsed, _) = DeTable::parse_recoverable(source.text());
                flatten("", parsed.get_ref(), &mut |key, value, span| {
                    if let DeValue::String(text) = value {
                        table.insert(key.to_owned(), Word { text: text.to_string(), file, span });
                    }
                });
            }
            table
        }))
    }

    /// Whether the language itself has the key.
    #[must_use]
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.table(lang).is_some_and(|t| t.contains_key(key))
    }

    /// The word, from the language, its primary language, or English; the key itself where none has it.
    #[must_use]
    pub fn get<'a>(&'a self, lang: Lang, key: &'a str) -> &'a str {
        self.word(lang, key).unwrap_or(key)
    }

    /// The word with `{name}` replaced by the arguments.
    #[must_use]
    pub fn fill(&self, lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
        fill(self.get(lang, key), args)
    }

    /// All keys of a language that start with a prefix, in no particular order.
    pub fn keys<'a>(&'a self, lang: Lang, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.table(lang).into_iter().flat_map(|t| t.keys()).map(String::as_str).filter(move |k| k.starts_with(prefix))
    }

    /// Where a language has its word for a key.
    #[must_use]
    pub fn place(&self, lang: Lang, key: &str) -> Option<(&Arc<SourceFile>, Span)> {
        let word = self.table(lang)?.get(key)?;
        Some((self.tongues.get(&lang)?.files.get(word.file)?, word.span))
    }
}

impl Lexicon for Words {
    fn word(&self, lang: Lang, key: &str) -> Option<&str> {
        let direct = |l: Lang| self.table(l).and_then(|t| t.get(key)).map(|word| word.text.as_str());
        direct(lang).or_else(|| direct(lang.primary().parse().ok()?)).or_else(|| direct(Lang::EN))
    }

    fn languages(&self) -> &[Lang] {
        &self.langs
    }
}

impl Lexicon for Arc<Words> {
    fn word(&self, lang: Lang, key: &str) -> Option<&str> {
        self.as_ref().word(lang, key)
    }

    fn languages(&self) -> &[Lang] {
        self.as_ref().languages()
    }
}

fn faults(file: &DataFile) -> Vec<Problem> {
    let (table, errors) = DeTable::parse_recoverable(file.source.text());
    let mut problems: Vec<Problem> = errors.iter().map(|error| Problem::syntax(file, error)).collect();
    flatten("", table.get_ref(), &mut |key, value, span| {
        if !matches!(value, DeValue::String(_) | DeValue::Integer(_)) {
            problems.push(Problem::new(file, span.start..span.end, "MLA901", [("value", key.to_owned())]));
        }
    });
    problems
}

fn flatten<'a>(prefix: &str, table: &'a DeTable<'_>, out: &mut impl FnMut(&str, &'a DeValue<'_>, Span)) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        match value.get_ref() {
            DeValue::Table(inner) => flatten(&path, inner, out),
            other => out(&path, other, value.span().into()),
        }
    }
}
