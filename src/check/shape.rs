//! From a case file to a tree: every key matched with a field, every value read by its kind.

use super::find::{self, Finder};
use crate::case::{CaseFile, Data, Node, Record, Tree};
use crate::forms::FormSet;
use crate::forms::model::{Field, SectionBody, Shape};
use crate::kind::{Cx, Kind, Raw, Value};
use crate::lang::Lang;
use crate::source::Span;
use crate::suggest::nearest;
use std::collections::HashMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The newest case format that this program reads.
pub const CASE_SCHEMA: i64 = 1;

/// Keys at the top of a case file that are not sections.
const TOP_KEYS: [&str; 2] = ["schema", "waive"];

/// Builds the tree of a case file.
pub fn build(case: &CaseFile<'_>, forms: &FormSet, finder: &mut Finder<'_>) -> Tree {
    let original = original_language(case, forms);
    let mut builder = Builder { forms, finder, cx: Cx { lexicon: &forms.words, original }, cut_short: !case.syntax().is_empty() };
    builder.schema(case);
    let mut entries = Vec::new();
    for (key, value) in case.table() {
        let name = key.get_ref().as_ref();
        if TOP_KEYS.contains(&name) {
            continue;
        }
        let Some(section) = forms.catalogue.section(name) else {
            builder.unknown_section(key);
            continue;
        };
        let key_span = Span::from(key.span());
        let node = match &section.body {
            SectionBody::Table(fields) => builder.table(fields, key_span, value, name),
            SectionBody::List(_) | SectionBody::Variants(_) => builder.list_section(name, &section.body, key_span, value),
        };
        entries.extend(node.map(|n| (name.to_owned(), n)));
    }
    let span = Span::new(0, 0);
    let root = Node { span, key: span, data: Data::Record(Record { entries, ..Record::default() }) };
    let tree = Tree::new(root);
    check_ids(&tree, builder.finder);
    check_refs(&tree, forms, builder.finder);
    tree
}

fn original_language(case: &CaseFile<'_>, forms: &FormSet) -> Option<Lang> {
    let request = case.table().get("request")?.get_ref().as_table()?;
    let languages = request.get("languages")?.get_ref().as_table()?;
    crate::kind::known_tag(languages.get("original")?.get_ref().as_str()?, &forms.words)
}

struct Builder<'a, 'f> {
    forms: &'a FormSet,
    finder: &'a mut Finder<'f>,
    cx: Cx<'a>,
    /// Whether syntax errors may have cut values short.
    cut_short: bool,
}

impl Builder<'_, '_> {
    fn schema(&mut self, case: &CaseFile<'_>) {
        let known = CASE_SCHEMA.to_string();
        match case.table().get("schema") {
            Some(value) => {
                let n = value.get_ref().as_integer().and_then(|i| i64::from_str_radix(i.as_str(), i.radix()).ok());
                if n != Some(CASE_SCHEMA) {
                    let text = case.source().slice(value.span().into());
                    self.finder.raise("MLA109", value.span().into(), Some("schema"), &[("value", text), ("known", &known)]);
                }
            }
            None if case.table().is_empty() && self.cut_short => {}
            None => {
                let span = case.source().line_span(1);
                self.finder.raise("MLA108", span, Some("schema"), &[("known", &known)]);
            }
        }
    }

    fn unknown_section(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>) {
        let name = key.get_ref().as_ref();
        let sections = self.forms.catalogue.sections.iter().map(|s| s.id.as_str()).chain(TOP_KEYS);
        let known = nearest(name, sections).unwrap_or("").to_owned();
        let found = self.finder.raise("MLA102", key.span().into(), Some(name), &[("value", name), ("known", &known)]);
        if known.is_empty() {
            found.help.clear();
        }
    }

    fn unknown_key(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, holder: &str, fields: &[&Field], item: bool) {
        let name = key.get_ref().as_ref();
        let path = format!("{holder}.{name}");
        let span = key.span().into();
        if item {
            let owner = self.forms.types.values().find(|t| t.fields.iter().any(|f| f.name == name));
            if let Some(owner) = owner {
                let title = self.forms.words.get(self.finder.lang(), &format!("assistance.{}.title", owner.id)).to_owned();
                self.finder.raise("MLA103", span, Some(&path), &[("value", name), ("other", &owner.id), ("label", &title)]);
                return;
            }
        }
        let known = nearest(name, fields.iter().map(|f| f.name.as_str())).unwrap_or("").to_owned();
        let found = self.finder.raise("MLA101", span, Some(&path), &[("value", name), ("known", &known)]);
        if known.is_empty() {
            found.help.clear();
            let mut names: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
            names.truncate(24);
            found.notes.push(names.join(", "));
        }
    }

    fn wrong_shape(&mut self, code: &str, path: &str, span: Span, value: &DeValue<'_>) -> Node {
        self.finder.raise(code, span, Some(path), &[("value", path), ("other", value.type_str())]);
        Node { span, key: span, data: Data::Wrong }
    }

    fn table(&mut self, fields: &[Field], key: Span, value: &Raw<'_>, path: &str) -> Option<Node> {
        let span = Span::from(value.span());
        match value.get_ref() {
            DeValue::Table(table) => {
                let fields: Vec<&Field> = fields.iter().collect();
                let record = self.record(table, &fields, path, false);
                Some(Node { span: head(span, key), key, data: Data::Record(record) })
            }
            other => Some(self.wrong_shape("MLA104", path, span, other)),
        }
    }

    fn list_section(&mut self, name: &str, body: &SectionBody, key: Span, value: &Raw<'_>) -> Option<Node> {
        let span = Span::from(value.span());
        let DeValue::Array(items) = value.get_ref() else {
            return Some(self.wrong_shape("MLA105", name, span, value.get_ref()));
        };
        let mut nodes = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let item_span = Span::from(item.span());
            let DeValue::Table(table) = item.get_ref() else {
                let node = self.wrong_shape("MLA105", &format!("{name}[{at}]"), item_span, item.get_ref());
                nodes.push(node);
                continue;
            };
            let id = table.get("id").and_then(|v| v.get_ref().as_str()).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
            let path = format!("{name}[{}]", id.clone().unwrap_or_else(|| at.to_string()));
            if id.is_none() {
                self.finder.raise("MLA107", item_span, Some(&path), &[("value", &path)]);
            }
            let variant = matches!(body, SectionBody::Variants(_)).then(|| self.variant(table, &path, item_span)).flatten();
            let forms = self.forms;
            let mut fields: Vec<&Field> = match body {
                SectionBody::List(record) => forms.catalogue.record_fields(record).iter().collect(),
                SectionBody::Variants(own) | SectionBody::Table(own) => own.iter().collect(),
            };
            if let Some(kind) = variant.as_ref().and_then(|v| forms.catalogue.types.get(v)) {
                fields.extend(kind.iter());
            }
            let mut record = self.record(table, &fields, &path, true);
            record.id = id;
            record.variant = variant;
            record.section = Some(name.to_owned());
            nodes.push(Node { span: item_span, key: item_span, data: Data::Record(record) });
        }
        Some(Node { span, key, data: Data::List(nodes) })
    }

    fn variant(&mut self, table: &DeTable<'_>, path: &str, span: Span) -> Option<String> {
        let value = table.get("type")?;
        let name = value.get_ref().as_str()?.trim();
        if self.forms.types.contains_key(name) {
            return Some(name.to_owned());
        }
        if !name.is_empty() {
            let known = nearest(name, self.forms.types.keys().map(String::as_str)).unwrap_or("").to_owned();
            let at = if value.span().is_empty() { span } else { value.span().into() };
            let found = self.finder.raise("MLA112", at, Some(&format!("{path}.type")), &[("value", name), ("known", &known)]);
            if known.is_empty() {
                found.help.clear();
            }
        }
        None
    }

    fn record(&mut self, table: &DeTable<'_>, fields: &[&Field], path: &str, item: bool) -> Record {
        let mut record = Record::default();
        let no_type = item && table.contains_key("type") && fields.iter().all(|f| f.words.starts_with("section."));
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if item && name == "id" {
                continue;
            }
            let Some(field) = fields.iter().find(|f| f.name == name) else {
                let unreadable_type = no_type && self.forms.types.values().any(|t| t.fields.iter().any(|f| f.name == name));
                if !unreadable_type {
                    self.unknown_key(key, path, fields, item && path.starts_with("assistance"));
                }
                continue;
            };
            let at = format!("{path}.{name}");
            if let Some(node) = self.field(field, key.span().into(), value, &at) {
                record.entries.push((name.to_owned(), node));
            }
        }
        record
    }

    fn field(&mut self, field: &Field, key: Span, value: &Raw<'_>, path: &str) -> Option<Node> {
        let span = Span::from(value.span());
        if is_blank(value.get_ref()) {
            return None;
        }
        if !field.list {
            return self.single(field, key, value, path);
        }
        let items = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect::<Vec<_>>(),
            DeValue::Table(_) if matches!(field.shape, Shape::Record(_)) => {
                return Some(self.wrong_shape("MLA105", path, span, value.get_ref()));
            }
            _ => vec![value],
        };
        let nodes: Vec<Node> = items
            .into_iter()
            .enumerate()
            .filter(|(_, i)| !is_blank(i.get_ref()))
            .filter_map(|(at, item)| self.single(field, item.span().into(), item, &format!("{path}[{at}]")))
            .collect();
        (!nodes.is_empty()).then_some(Node { span, key, data: Data::List(nodes) })
    }

    fn single(&mut self, field: &Field, key: Span, value: &Raw<'_>, path: &str) -> Option<Node> {
        let span = Span::from(value.span());
        match &field.shape {
            Shape::Record(id) => match value.get_ref() {
                DeValue::Table(table) => {
                    let forms = self.forms;
                    let fields: Vec<&Field> = forms.catalogue.record_fields(id).iter().collect();
                    let record = self.record(table, &fields, path, false);
                    Some(Node { span, key, data: Data::Record(record) })
                }
                other => Some(self.wrong_shape("MLA104", path, span, other)),
            },
            Shape::Scalar(kind) => {
                if !matches!(kind, Kind::File | Kind::Name | Kind::Prose | Kind::Money | Kind::DateRange)
                    && matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_))
                {
                    return Some(self.wrong_shape("MLA106", path, span, value.get_ref()));
                }
                let data = match kind.parse(value, &self.cx) {
                    Ok(value) => Data::Value(value),
                    Err(complaints) => {
                        for complaint in complaints {
                            let lang = self.finder.lang();
                            self.finder.push(find::complaint(self.forms, lang, &complaint, complaint.span, Some(path)));
                        }
                        Data::Wrong
                    }
                };
                Some(Node { span, key, data })
            }
        }
    }
}

/// The header of a table for showing: `[request]` with its brackets lies in the span of the table.
fn head(table: Span, key: Span) -> Span {
    if table.start <= key.start { table } else { key }
}

/// Empty strings, arrays and tables count as absent.
fn is_blank(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::String(s) => s.trim().is_empty(),
        DeValue::Array(items) => items.iter().all(|i| is_blank(i.get_ref())),
        DeValue::Table(t) => t.values().all(|v| is_blank(v.get_ref())),
        _ => false,
    }
}

fn check_ids(tree: &Tree, finder: &mut Finder<'_>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for (_, node) in tree.root.record().into_iter().flat_map(|r| &r.entries) {
        let Data::List(items) = &node.data else { continue };
        for item in items {
            let Some(record) = item.record() else { continue };
            let Some(id) = record.id.as_deref() else { continue };
            match seen.get(id) {
                Some(first) => {
                    let first = *first;
                    let path = format!("{}[{id}]", record.section.as_deref().unwrap_or(""));
                    let found = finder.raise("MLA110", item.span, Some(&path), &[("value", id)]);
                    found.related.push(crate::diag::Label { span: first, text: String::new() });
                }
                None => {
                    seen.insert(id, item.span);
                }
            }
        }
    }
}

fn check_refs(tree: &Tree, forms: &FormSet, finder: &mut Finder<'_>) {
    super::walk::fields(tree, forms, &mut |field, node, path| {
        let Shape::Scalar(Kind::Ref { to }) = &field.shape else { return };
        for (at, item) in node.items().iter().enumerate() {
            let Some(Value::Ref(id)) = item.value() else { continue };
            let path = if field.list { format!("{path}[{at}]") } else { path.to_owned() };
            let sections: Vec<&str> = to.iter().flat_map(|r| forms.catalogue.lists_of(r)).map(|s| s.id.as_str()).collect();
            match tree.by_id(id) {
                None => {
                    let known = tree.ids().filter(|k| tree.by_id(k).is_some_and(|(s, _)| sections.contains(&s)));
                    let mut known: Vec<&str> = known.collect();
                    known.sort_unstable();
                    let near = nearest(id, known.iter().copied()).unwrap_or("").to_owned();
                    let other = sections.join(", ");
                    let found = finder.raise("MLA113", item.span, Some(&path), &[("value", id), ("known", &near), ("other", &other)]);
                    if near.is_empty() {
                        found.help.retain(|h| !h.contains("``"));
                    }
                }
                Some((section, _)) if !sections.contains(&section) => {
                    let other = sections.join(", ");
                    finder.raise("MLA114", item.span, Some(&path), &[("value", id), ("known", section), ("other", &other)]);
                }
                Some(_) => {}
            }
        }
    });
}
