//! What the wording sees of a case: every field of the catalogue under its name, shown in the language of the block.

use super::marks::{Marked, Marks};
use super::wording::Wording;
use crate::case::{Data, Node, Record};
use crate::check::Matter;
use crate::check::eval::Eval;
use crate::check::walk;
use crate::forms::FormSet;
use crate::forms::model::{Article, Field, Level, SectionBody, Shape};
use crate::kind::value::Shown;
use crate::kind::{Kind, Lexicon as _, Value};
use crate::lang::Lang;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use tera::Value as Tv;

/// How many references deep a value is spelt out.
const DEPTH: u8 = 3;

/// Makes template values of a case in one language.
pub(super) struct Viewer<'a> {
    pub forms: &'a FormSet,
    pub wording: &'a Wording,
    pub matter: &'a Matter,
    pub lang: Lang,
    pub marks: Marks,
    /// Paths that must be there and are not.
    gaps: BTreeSet<&'a str>,
    items: RefCell<HashMap<(String, u8), Tv>>,
}

type Entries = Vec<(String, Tv)>;

impl<'a> Viewer<'a> {
    pub fn new(forms: &'a FormSet, wording: &'a Wording, matter: &'a Matter, lang: Lang) -> Self {
        let gaps = matter.open().iter().filter(|n| n.level == Level::Must).map(|n| n.path.as_str()).collect();
        Self { forms, wording, matter, lang, marks: Marks::default(), gaps, items: RefCell::default() }
    }

    fn eval(&self) -> Eval<'a> {
        self.matter.eval(self.forms)
    }

    /// The words of the viewer's language.
    pub fn word(&self, key: &str) -> String {
        self.forms.words.word(self.lang, key).unwrap_or(key).to_owned()
    }

    /// The whole case.
    pub fn root(&self) -> tera::Context {
        let mut context = tera::Context::new();
        for section in &self.forms.catalogue.sections {
            let node = self.matter.tree().section(&section.id);
            let value = match &section.body {
                SectionBody::Table(fields) => {
                    let fields: Vec<&Field> = fields.iter().collect();
                    map(self.entries(&fields, node.and_then(Node::record), &section.id, DEPTH))
                }
                _ => {
                    let items = node.map(Node::items).unwrap_or_default();
                    Tv::from(items.iter().enumerate().map(|(n, i)| self.item(&section.id, i, n, DEPTH)).collect::<Vec<_>>())
                }
            };
            context.insert_value(snake(&section.id), value);
        }
        let mut law: Entries = Vec::new();
        let keys: BTreeSet<&String> = self.forms.bases.values().flat_map(|b| b.articles.keys()).collect();
        for key in keys {
            law.push((snake(key), Tv::from(self.cite_all(&self.eval().articles(key)))));
        }
        let values: BTreeSet<&String> = self.forms.bases.values().flat_map(|b| b.values.keys()).collect();
        let values = values.into_iter().map(|key| {
            let value = match self.eval().basis_value(key) {
                Some(toml::Value::Integer(n)) => Tv::from(*n),
                Some(toml::Value::Boolean(b)) => Tv::from(*b),
                Some(toml::Value::String(s)) => Tv::from(s.as_str()),
                _ => Tv::from(""),
            };
            (snake(key), value)
        });
        context.insert_value("law", map(law));
        context.insert_value("values", map(values.collect()));
        context
    }

    /// A node that a block is repeated for.
    pub fn scope(&self, node: &'a Node, path: &str, record: Option<&str>) -> Tv {
        let target = self.eval().follow(node);
        if let Some(record) = target.record()
            && let Some(section) = &record.section
        {
            let at = self.matter.tree().items(section).iter().position(|n| std::ptr::eq(n, target)).unwrap_or(0);
            return self.item(section, target, at, DEPTH);
        }
        match &node.data {
            Data::Value(Value::Text(id)) if path.starts_with("request.bases") => self.basis(id),
            Data::Value(value) => self.value(value, path),
            Data::Record(_) => record.map_or_else(|| Tv::from(""), |id| self.inline(id, node, path)),
            _ => Tv::from(""),
        }
    }

    /// An inline record, seen with the fields that it may have.
    pub fn inline(&self, record: &str, node: &Node, path: &str) -> Tv {
        let fields: Vec<&Field> = self.forms.catalogue.record_fields(record).iter().collect();
        self.record(record, &fields, node.record(), path, DEPTH)
    }

    fn item(&self, section: &str, node: &Node, at: usize, depth: u8) -> Tv {
        let Some(record) = node.record() else { return Tv::from("") };
        let path = walk::item_path(section, record, at);
        if let Some(known) = self.items.borrow().get(&(path.clone(), depth)) {
            return known.clone();
        }
        let fields = walk::fields_of_item(self.forms, section, record);
        let name = match self.forms.catalogue.section(section).map(|s| &s.body) {
            Some(SectionBody::List(id)) => id.clone(),
            _ => section.to_owned(),
        };
        let value = if let Some(variant) = &record.variant {
            let mut entries = self.entries(&fields, Some(record), &path, depth);
            entries.push(("law".to_owned(), Tv::from(self.cite_all(&self.eval().type_law(variant)))));
            entries.push(("coercive".to_owned(), Tv::from(self.eval_coercive(node))));
            entries.push(("title".to_owned(), Tv::from(self.word(&format!("assistance.{variant}.title")))));
            entries.push(("text".to_owned(), Tv::from(self.word(&format!("assistance.{variant}.title")))));
            map(with_id(entries, record))
        } else {
            self.record(&name, &fields, Some(record), &path, depth)
        };
        self.items.borrow_mut().insert((path, depth), value.clone());
        value
    }

    fn eval_coercive(&self, node: &Node) -> bool {
        let id = node.record().and_then(|r| r.id.as_deref()).unwrap_or("");
        self.matter.tree().by_id(id).is_some_and(|(_, n)| self.eval().is_coercive(n))
    }

    fn record(&self, name: &str, fields: &[&Field], record: Option<&Record>, path: &str, depth: u8) -> Tv {
        let mut entries = self.entries(fields, record, path, depth);
        if let Some(record) = record {
            entries = with_id(entries, record);
        }
        if fields.iter().all(|f| f.name != "text") {
            let text = self.naming(name, &entries);
            entries.push(("text".to_owned(), text));
        }
        map(entries)
    }

    /// How a record is named in running text: its `show` block.
    fn naming(&self, name: &str, entries: &Entries) -> Tv {
        let block = format!("show.{name}");
        let Some(tera) = self.wording.tera(self.lang) else { return Tv::from("") };
        if !tera.contains_template(&block) {
            return Tv::from("");
        }
        let mut context = tera::Context::new();
        for (key, value) in entries {
            context.insert_value(key.clone(), value.clone());
        }
        match tera.render(&block, &context) {
            Ok(text) => Tv::from(text.split([' ', '\n', '\t']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ").replace(" ,", ",")),
            Err(error) => Tv::from(format!("«{error}»")),
        }
    }

    fn entries(&self, fields: &[&Field], record: Option<&Record>, path: &str, depth: u8) -> Entries {
        let mut entries = Entries::with_capacity(fields.len() + 2);
        for field in fields {
            let at = format!("{path}.{}", field.name);
            let node = record.and_then(|r| r.get(&field.name)).filter(|n| n.is_present());
            let key = snake(&field.name);
            if matches!(field.shape, Shape::Scalar(Kind::DateRange)) && !field.list {
                for end in ["from", "to"] {
                    let value = match node.and_then(Node::value) {
                        Some(Value::DateRange { from, to }) => self.value(&Value::Date(if end == "from" { *from } else { *to }), &at),
                        _ => self.absent(field, &at, depth),
                    };
                    entries.push((format!("{key}_{end}"), value));
                }
            }
            let value = match node {
                Some(node) if field.list => {
                    let items = node.items().iter().enumerate();
                    Tv::from(items.map(|(n, i)| self.single(field, i, &format!("{at}[{n}]"), depth)).collect::<Vec<_>>())
                }
                Some(node) => self.single(field, node, &at, depth),
                None => self.absent(field, &at, depth),
            };
            entries.push((key, value));
        }
        entries
    }

    fn single(&self, field: &Field, node: &Node, path: &str, depth: u8) -> Tv {
        match (&field.shape, &node.data) {
            (Shape::Record(id), Data::Record(_)) => {
                let fields: Vec<&Field> = self.forms.catalogue.record_fields(id).iter().collect();
                self.record(id, &fields, node.record(), path, depth)
            }
            (_, Data::Value(Value::Ref(id))) => match self.matter.tree().by_id(id) {
                Some((section, target)) if depth > 0 => {
                    let at = self.matter.tree().items(section).iter().position(|n| std::ptr::eq(n, target)).unwrap_or(0);
                    self.item(section, target, at, depth - 1)
                }
                _ => Tv::from(""),
            },
            (_, Data::Value(value)) => self.value(value, path),
            _ => self.gap(field, path),
        }
    }

    fn absent(&self, field: &Field, path: &str, depth: u8) -> Tv {
        let missing = self.gaps.contains(path);
        match &field.shape {
            _ if field.list && !missing => Tv::from(Vec::<Tv>::new()),
            Shape::Record(id) if missing && depth > 0 => {
                let value = self.missing_record(field, self.forms.catalogue.record_fields(id).iter(), path, depth - 1);
                if field.list { Tv::from(vec![value]) } else { value }
            }
            Shape::Scalar(Kind::Ref { to }) if missing && depth > 0 => {
                let fields = to.iter().take(1).flat_map(|r| self.forms.catalogue.record_fields(r));
                let value = self.missing_record(field, fields, path, 0);
                if field.list { Tv::from(vec![value]) } else { value }
            }
            Shape::Scalar(Kind::Bool) => Tv::from(false),
            _ if missing && field.list => Tv::from(vec![self.gap(field, path)]),
            _ if missing => self.gap(field, path),
            _ => Tv::from(""),
        }
    }

    /// A record that must be there and is not: what it always has is a gap, the rest is empty.
    fn missing_record<'f>(&self, field: &Field, fields: impl Iterator<Item = &'f Field>, path: &str, depth: u8) -> Tv {
        let entries = fields.map(|inner| {
            let at = format!("{path}.{}", inner.name);
            let always = inner.needs.iter().any(|n| n.level == Level::Must && n.when.is_none());
            let value = match &inner.shape {
                Shape::Scalar(Kind::Bool) => Tv::from(false),
                Shape::Scalar(_) if always && !inner.list => self.gap(inner, &at),
                _ => self.absent(inner, &at, depth),
            };
            (snake(&inner.name), value)
        });
        let mut entries: Entries = entries.collect();
        if entries.iter().all(|(key, _)| key != "text") {
            entries.push(("text".to_owned(), self.gap(field, path)));
        }
        map(entries)
    }

    fn gap(&self, field: &Field, path: &str) -> Tv {
        let label = crate::check::label_of(self.forms, self.lang, &field.words);
        Tv::from(self.marks.wrap(Marked::Gap { path: path.to_owned() }, &self.gap_text(&label)))
    }

    /// What is printed for something that is missing.
    pub fn gap_text(&self, label: &str) -> String {
        self.forms.words.fill(self.lang, "document.gap", &[("label", label)])
    }

    /// A value as the wording sees it: truth values and numbers as such, everything else as marked text.
    pub fn value(&self, value: &Value, path: &str) -> Tv {
        match value {
            Value::Bool(b) => Tv::from(*b),
            Value::Int(n) => Tv::from(*n),
            _ => Tv::from(self.shown(value, path)),
        }
    }

    /// A value as marked text.
    pub fn shown(&self, value: &Value, path: &str) -> String {
        let original = self.matter.header().original;
        if let Value::Prose(prose) = value {
            return match prose.in_lang(self.lang, original) {
                Shown::Text(text) => self.marks.wrap(Marked::Value { path: path.to_owned(), solid: false }, text),
                // The remark stands outside: the text keeps its own direction.
                Shown::Foreign(lang, text) => {
                    let marked = self.marks.wrap(Marked::Foreign { path: path.to_owned(), lang }, text);
                    format!("{} {marked}", self.foreign(lang))
                }
                Shown::Missing => String::new(),
            };
        }
        let text = value.show(self.lang, &self.forms.words, original);
        self.marks.wrap(Marked::Value { path: path.to_owned(), solid: value.is_solid() }, &text)
    }

    /// The remark that a text is in another language.
    fn foreign(&self, lang: Lang) -> String {
        let name = self.word(&format!("language.{}", lang.primary()));
        self.forms.words.fill(self.lang, "document.foreign", &[("language", &name)])
    }

    fn basis(&self, id: &str) -> Tv {
        let articles = self.eval().articles("content").into_iter().find(|(b, _)| b == id).map(|(_, a)| a).unwrap_or_default();
        let article = if articles.is_empty() { String::new() } else { self.cite(id, &articles) };
        let basis = self.forms.bases.get(id);
        let date = |text: &Option<String>| {
            let date = text.as_deref().and_then(|t| t.parse::<crate::kind::CaseDate>().ok());
            date.map(|d| Value::Date(d).show(self.lang, &self.forms.words, self.lang)).unwrap_or_default()
        };
        let in_force = basis.and_then(|b| b.in_force.as_ref()).filter(|(_, mark)| mark.is_verified()).map(|(d, _)| d.clone());
        map(vec![
            ("id".to_owned(), Tv::from(id)),
            ("name".to_owned(), Tv::from(self.basis_name(id, "name"))),
            ("short".to_owned(), Tv::from(self.basis_name(id, "short"))),
            ("text".to_owned(), Tv::from(self.basis_name(id, "name"))),
            ("article".to_owned(), Tv::from(article)),
            ("adopted".to_owned(), Tv::from(date(&basis.and_then(|b| b.adopted.clone())))),
            ("in_force".to_owned(), Tv::from(date(&in_force))),
        ])
    }

    /// The name of a basis; of a treaty that the case names, its title.
    pub fn basis_name(&self, id: &str, part: &str) -> String {
        self.treaty_title(id).unwrap_or_else(|| self.word(&format!("basis.{id}.{part}")))
    }

    fn treaty_title(&self, id: &str) -> Option<String> {
        let section = self.forms.bases.get(id)?.named_by.as_ref()?;
        let node = self.matter.tree().section(section)?.record()?.get("title")?;
        Some(self.shown(node.value()?, &format!("{section}.title")))
    }

    /// Articles of one basis in running text.
    pub fn cite(&self, id: &str, articles: &[Article]) -> String {
        let numbers: Vec<String> = articles.iter().map(|a| a.number.clone()).collect();
        let joined = self.wording.join(self.lang, &numbers);
        let title = self.treaty_title(id).unwrap_or_default();
        // The legal basis is named in full where the document states it; from there on by its short name, if it has one.
        let many = if numbers.len() > 1 { "-many" } else { "" };
        let short = format!("basis.{id}.cite-short{many}");
        let key = if self.forms.words.has(self.lang, &short) { short } else { format!("basis.{id}.cite{many}") };
        self.forms.words.fill(self.lang, &key, &[("n", &joined), ("title", &title)])
    }

    fn cite_all(&self, law: &[(String, Vec<Article>)]) -> String {
        let cited: Vec<String> = law.iter().map(|(b, a)| self.cite(b, a)).collect();
        self.wording.join(self.lang, &cited)
    }
}

fn with_id(mut entries: Entries, record: &Record) -> Entries {
    entries.push(("id".to_owned(), Tv::from(record.id.clone().unwrap_or_default())));
    entries
}

fn map(entries: Entries) -> Tv {
    Tv::from(entries.into_iter().collect::<std::collections::BTreeMap<String, Tv>>())
}

/// Kebab-case names as templates write them.
pub(super) fn snake(name: &str) -> String {
    name.replace('-', "_")
}
