//! The values of a case with their places: typed where they could be read, addressed by name and by id.

use crate::kind::Value;
use crate::source::Span;
use std::collections::HashMap;

/// A value, record or list with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The place of the value; of a `[[table]]` its header.
    pub span: Span,
    /// The place of its key.
    pub key: Span,
    /// What it is.
    pub data: Data,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// A value.
    Value(Value),
    /// Named values.
    Record(Record),
    /// Values in the order of the file.
    List(Vec<Node>),
    /// There, but unreadable; a finding says why.
    Wrong,
}

/// Named values in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// Key and value.
    pub entries: Vec<(String, Node)>,
    /// The id of an item of a list section.
    pub id: Option<String>,
    /// The assistance type of an item of assistance.
    pub variant: Option<String>,
    /// The list section that it is an item of.
    pub section: Option<String>,
}

/// All values of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// The sections.
    pub root: Node,
    ids: HashMap<String, (String, usize)>,
}

impl Record {
    /// A value by key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(k, _)| k == key).map(|(_, n)| n)
    }
}

impl Node {
    /// The record, if it is one.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        match &self.data {
            Data::Record(r) => Some(r),
            _ => None,
        }
    }

    /// The items, if it is a list; else itself.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.data {
            Data::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The value, if it is one.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match &self.data {
            Data::Value(v) => Some(v),
            _ => None,
        }
    }

    /// Whether something is there: empty lists and records count as absent.
    #[must_use]
    pub fn is_present(&self) -> bool {
        match &self.data {
            Data::List(items) => !items.is_empty(),
            Data::Record(r) => !r.entries.is_empty(),
            Data::Value(_) | Data::Wrong => true,
        }
    }

    /// Whether it holds a reference to an id that is `wanted`; what stands inside the item `without` does not count.
    fn points_at(&self, wanted: &impl Fn(&str) -> bool, without: Option<&str>) -> bool {
        match &self.data {
            Data::Value(Value::Ref(id)) => wanted(id),
            Data::List(items) => items.iter().any(|n| n.points_at(wanted, without)),
            Data::Record(r) if without.is_some() && r.id.as_deref() == without => false,
            Data::Record(r) => r.entries.iter().any(|(_, n)| n.points_at(wanted, without)),
            Data::Value(_) | Data::Wrong => false,
        }
    }
}

impl Tree {
    /// Whether something points at an item: anything outside the item itself, or with `section` only what stands in that section.
    #[must_use]
    pub fn is_pointed_at(&self, id: &str, section: Option<&str>) -> bool {
        let Some(root) = self.root.record() else { return false };
        let within = root.entries.iter().filter(|(name, _)| section.is_none_or(|s| s == name));
        within.into_iter().any(|(_, node)| node.points_at(&|to| to == id, Some(id)))
    }

    /// Whether a reference points at an item that does not exist.
    #[must_use]
    pub fn has_dangling_references(&self) -> bool {
        self.root.points_at(&|to| !self.ids.contains_key(to), None)
    }

    /// A tree over its sections; of two items with one id the first is found under it.
    #[must_use]
    pub fn new(root: Node) -> Self {
        let mut ids = HashMap::new();
        if let Some(record) = root.record() {
            for (section, node) in &record.entries {
                if let Data::List(items) = &node.data {
                    for (at, item) in items.iter().enumerate() {
                        if let Some(id) = item.record().and_then(|r| r.id.clone()) {
                            ids.entry(id).or_insert_with(|| (section.clone(), at));
                        }
                    }
                }
            }
        }
        Self { root, ids }
    }

    /// A section.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<&Node> {
        self.root.record().and_then(|r| r.get(id))
    }

    /// The items of a list section.
    #[must_use]
    pub fn items(&self, section: &str) -> &[Node] {
        match self.section(section).map(|n| &n.data) {
            Some(Data::List(items)) => items,
            _ => &[],
        }
    }

    /// The item with an id, and the section that it stands in.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<(&str, &Node)> {
        let (section, at) = self.ids.get(id)?;
        Some((section, self.items(section).get(*at)?))
    }

    /// All ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }

    /// A value by the names on the way, through tables only (`request.languages.original`).
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Node> {
        path.split('.').try_fold(&self.root, |node, key| node.record()?.get(key))
    }
}
