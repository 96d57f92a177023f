//! Every string that a human reads on screen, by language and dotted key.

use super::data::{DataFile, DataFiles};
use super::problem::Problem;
use crate::kind::Lexicon;
pub use crate::kind::fill;
use crate::lang::Lang;
use std::collections::{BTreeMap, HashMap};
use toml::de::{DeTable, DeValue};

/// The words of all languages. A key that a language lacks is taken from English.
#[derive(Debug, Default)]
pub struct Words {
    langs: Vec<Lang>,
    tables: BTreeMap<Lang, HashMap<String, String>>,
}

impl Words {
    /// Reads `forms/words/<lang>/**.toml`.
    pub(super) fn load(data: &DataFiles, problems: &mut Vec<Problem>) -> Self {
        let mut words = Self::default();
        for file in data.merged("forms/words/") {
            let Some((lang, _)) = file.path["forms/words/".len()..].split_once('/') else { continue };
            let Ok(lang) = lang.parse::<Lang>() else {
                problems.push(Problem::new(file, 0..0, "MLA904", [("value", lang.to_owned())]));
                continue;
            };
            words.read(lang, file, problems);
        }
        words.langs = words.tables.keys().copied().collect();
        words
    }

    fn read(&mut self, lang: Lang, file: &DataFile, problems: &mut Vec<Problem>) {
        let (table, errors) = DeTable::parse_recoverable(file.source.text());
        for error in errors {
            problems.push(Problem::syntax(file, &error));
        }
        let into = self.tables.entry(lang).or_default();
        flatten("", table.get_ref(), &mut |key, value| match value {
            DeValue::String(text) => {
                into.insert(key.to_owned(), text.to_string());
            }
            DeValue::Integer(_) => {}
            _ => problems.push(Problem::new(file, 0..0, "MLA901", [("value", key.to_owned())])),
        });
    }

    /// Whether the language itself has the key.
    #[must_use]
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.tables.get(&lang).is_some_and(|t| t.contains_key(key))
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
        self.tables.get(&lang).into_iter().flat_map(|t| t.keys()).map(String::as_str).filter(move |k| k.starts_with(prefix))
    }
}

impl Lexicon for Words {
    fn word(&self, lang: Lang, key: &str) -> Option<&str> {
        let direct = |l: Lang| self.tables.get(&l).and_then(|t| t.get(key)).map(String::as_str);
        direct(lang).or_else(|| direct(lang.primary().parse().ok()?)).or_else(|| direct(Lang::EN))
    }

    fn languages(&self) -> &[Lang] {
        &self.langs
    }
}

fn flatten<'a>(prefix: &str, table: &'a DeTable<'_>, out: &mut impl FnMut(&str, &'a DeValue<'_>)) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        match value.get_ref() {
            DeValue::Table(inner) => flatten(&path, inner, out),
            other => out(&path, other),
        }
    }
}
