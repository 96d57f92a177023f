//! Reading tables of form files key by key, with the place of every mistake.

use super::data::DataFile;
use super::problem::Problem;
use crate::source::Span;
use std::cell::RefCell;
use std::collections::BTreeSet;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value as Toml};

/// One table of a form file. What is asked for is used; [`Reader::finish`] reports what nobody asked for.
pub(super) struct Reader<'a> {
    pub file: &'a DataFile,
    table: &'a DeTable<'a>,
    pub span: Span,
    used: RefCell<BTreeSet<&'static str>>,
    problems: &'a RefCell<Vec<Problem>>,
}

impl<'a> Reader<'a> {
    pub fn new(file: &'a DataFile, table: &'a DeTable<'a>, span: Span, problems: &'a RefCell<Vec<Problem>>) -> Self {
        Self { file, table, span, used: RefCell::default(), problems }
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.used.borrow_mut().insert(key);
        self.table.get(key)
    }

    pub fn problem(&self, span: Span, code: &'static str, args: impl IntoIterator<Item = (&'static str, String)>) {
        self.problems.borrow_mut().push(Problem::new(self.file, span.range(), code, args));
    }

    fn wrong(&self, key: &'static str, value: &Spanned<DeValue<'_>>) {
        self.problem(value.span().into(), "MLA901", [("value", key.to_owned())]);
    }

    pub fn str(&self, key: &'static str) -> Option<(&'a str, Span)> {
        let value = self.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong(key, value);
        }
        text.map(|t| (t, value.span().into()))
    }

    pub fn string(&self, key: &'static str) -> Option<String> {
        self.str(key).map(|(t, _)| t.to_owned())
    }

    /// A string that must be there.
    pub fn must(&self, key: &'static str) -> (String, Span) {
        match self.str(key) {
            Some((t, span)) => (t.to_owned(), span),
            None => {
                self.problem(self.span, "MLA910", [("value", key.to_owned())]);
                (String::new(), self.span)
            }
        }
    }

    pub fn bool(&self, key: &'static str) -> bool {
        self.get(key).is_some_and(|v| {
            v.get_ref().as_bool().unwrap_or_else(|| {
                self.wrong(key, v);
                false
            })
        })
    }

    pub fn int(&self, key: &'static str) -> Option<i64> {
        let value = self.get(key)?;
        let n = value.get_ref().as_integer().and_then(|i| i64::from_str_radix(i.as_str(), i.radix()).ok());
        if n.is_none() {
            self.wrong(key, value);
        }
        n
    }

    pub fn len(&self, key: &'static str) -> Option<usize> {
        self.int(key).and_then(|n| usize::try_from(n).ok())
    }

    pub fn strs(&self, key: &'static str) -> Vec<(String, Span)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => items
                .iter()
                .filter_map(|i| {
                    let text = i.get_ref().as_str();
                    if text.is_none() {
                        self.wrong(key, i);
                    }
                    text.map(|t| (t.to_owned(), i.span().into()))
                })
                .collect(),
            DeValue::String(t) => vec![(t.to_string(), value.span().into())],
            _ => {
                self.wrong(key, value);
                Vec::new()
            }
        }
    }

    pub fn value(&self, key: &'static str) -> Option<(Toml, Span)> {
        self.get(key).map(|v| (to_toml(v.get_ref()), v.span().into()))
    }

    pub fn table(&self, key: &'static str) -> Option<Reader<'a>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(t) => Some(Reader::new(self.file, t, value.span().into(), self.problems)),
            _ => {
                self.wrong(key, value);
                None
            }
        }
    }

    /// The tables under a key: an array of tables, or one.
    pub fn tables(&self, key: &'static str) -> Vec<Reader<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let of = |t: &'a DeTable<'a>, span| Reader::new(self.file, t, span, self.problems);
        match value.get_ref() {
            DeValue::Table(t) => vec![of(t, value.span().into())],
            DeValue::Array(items) => items
                .iter()
                .filter_map(|i| match i.get_ref() {
                    DeValue::Table(t) => Some(of(t, i.span().into())),
                    _ => {
                        self.wrong(key, i);
                        None
                    }
                })
                .collect(),
            _ => {
                self.wrong(key, value);
                Vec::new()
            }
        }
    }

    /// All entries of a table whose keys are ids.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, Span, Toml)> {
        self.table.iter().map(|(k, v)| (k.get_ref().as_ref(), Span::from(v.span()), to_toml(v.get_ref())))
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(&self) {
        let used = self.used.borrow();
        for key in self.table.keys() {
            if !used.contains(key.get_ref().as_ref()) {
                let known = crate::suggest::nearest(key.get_ref(), used.iter().copied()).unwrap_or("").to_owned();
                self.problem(key.span().into(), "MLA911", [("value", key.get_ref().to_string()), ("known", known)]);
            }
        }
    }
}

/// The value without its places.
pub(super) fn to_toml(value: &DeValue<'_>) -> Toml {
    match value {
        DeValue::String(s) => Toml::String(s.to_string()),
        DeValue::Integer(i) => Toml::Integer(i64::from_str_radix(i.as_str(), i.radix()).unwrap_or_default()),
        DeValue::Float(f) => Toml::Float(f.as_str().parse().unwrap_or_default()),
        DeValue::Boolean(b) => Toml::Boolean(*b),
        DeValue::Datetime(d) => Toml::Datetime(*d),
        DeValue::Array(items) => Toml::Array(items.iter().map(|i| to_toml(i.get_ref())).collect()),
        DeValue::Table(t) => Toml::Table(t.iter().map(|(k, v)| (k.get_ref().to_string(), to_toml(v.get_ref()))).collect()),
    }
}
