//! What there is to ask: everything that the checker finds missing, wrong or untranslated, in the order of the form.

use super::locate::{fields_of, locate};
use crate::case::Node;
use crate::case::edit::Editor;
use crate::check::{Matter, walk};
use crate::diag::{Report, Severity};
use crate::forms::FormSet;
use crate::forms::model::{Article, Level, Shape};
use crate::kind::{Kind, Prose, Value};
use std::collections::HashSet;

/// The few values that decide which form the case has, asked before all others.
const FIRST: [&str; 7] = [
    "request.requesting-state",
    "request.requested-state",
    "request.bases",
    "request.languages",
    "request.languages.original",
    "request.languages.translation",
    "assistance",
];

/// Why something is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is wanted this strongly and is not there.
    Missing(Level),
    /// It is wrong; what the checker says.
    Wrong(Vec<String>),
    /// It lacks one of the languages.
    Untranslated,
}

/// One thing to ask.
#[derive(Debug, Clone)]
pub struct Todo {
    /// Path of the value.
    pub path: String,
    /// Why.
    pub why: Why,
    /// The articles that want it.
    pub law: Vec<(String, Vec<Article>)>,
    /// The section it stands in.
    pub section: String,
    rank: (i64, usize, usize, bool),
}

impl Todo {
    /// Whether the request cannot go out without it.
    #[must_use]
    pub fn is_required(&self) -> bool {
        match &self.why {
            Why::Missing(level) => *level == Level::Must,
            Why::Wrong(_) => true,
            Why::Untranslated => false,
        }
    }

    /// Whether it is one of the few that decide which form the case has.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.rank.0 < 0
    }

    /// Its place in the order of asking.
    #[must_use]
    pub fn place(&self) -> (i64, usize, usize) {
        (self.rank.0, self.rank.1, self.rank.2)
    }

    /// Whether it is a path or stands below it.
    #[must_use]
    pub fn is_within(&self, path: &str) -> bool {
        within(&self.path, path)
    }
}

/// Whether a path is another one or leads on from it.
#[must_use]
pub fn within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Everything there is to ask about a checked case, in order.
#[must_use]
pub fn todos(matter: &Matter, report: &Report, forms: &FormSet, editor: &Editor) -> Vec<Todo> {
    let mut all = Collector { forms, editor, seen: HashSet::new(), todos: Vec::new() };
    for need in matter.open() {
        all.add(&need.path, Why::Missing(need.level), need.law.clone());
    }
    let started = matter.tree().at("request.languages.original").is_some();
    if started && matter.tree().items("assistance").is_empty() && matter.header().translation.is_none() {
        all.add("request.languages.translation", Why::Missing(Level::Optional), Vec::new());
    }
    let open = all.seen.clone();
    for found in report.diagnostics().iter().filter(|d| d.severity == Severity::Error) {
        let Some(path) = found.path.as_deref().filter(|p| !open.contains(*p)) else { continue };
        all.wrong(path, &found.message);
    }
    all.untranslated(matter);
    all.todos.sort_by_key(|t| t.rank);
    all.todos
}

/// The section of a path, and its place in the order of asking: section, item, record inside.
#[must_use]
pub fn rank(forms: &FormSet, editor: &Editor, path: &str) -> Option<(String, (i64, usize, usize))> {
    let place = locate(forms, editor, path).ok()?;
    let items = editor.ids(&place.section.id);
    let at = |id: &str| items.iter().position(|i| i == id).or_else(|| id.parse().ok());
    let item = place.item.as_deref().and_then(at).map_or(0, |n| n + 1);
    // The fields of a record inside are asked together, after the plain ones.
    let outer = place.records.first().map(|(f, _)| *f).or_else(|| place.field.filter(|f| matches!(f.shape, Shape::Record(_))));
    let fields = fields_of(forms, place.section, place.item.as_deref(), editor);
    let group = outer.and_then(|o| fields.iter().position(|f| f.name == o.name)).map_or(0, |n| n + 1);
    Some((place.section.id.clone(), (place.section.order, item, group)))
}

struct Collector<'f, 'e> {
    forms: &'f FormSet,
    editor: &'e Editor,
    seen: HashSet<String>,
    todos: Vec<Todo>,
}

impl Collector<'_, '_> {
    fn add(&mut self, path: &str, why: Why, law: Vec<(String, Vec<Article>)>) {
        if self.seen.contains(path) {
            return;
        }
        let Some((section, place)) = rank(self.forms, self.editor, path) else { return };
        let order = FIRST.iter().position(|f| *f == path).and_then(|n| i64::try_from(n).ok());
        let order = order.map_or(place.0, |n| i64::MIN + n);
        let required = matches!(why, Why::Missing(Level::Must) | Why::Wrong(_));
        self.seen.insert(path.to_owned());
        self.todos.push(Todo { path: path.to_owned(), why, law, section, rank: (order, place.1, place.2, !required) });
    }

    /// An error counts where the value that it is about can be asked for.
    fn wrong(&mut self, path: &str, message: &str) {
        let Ok(place) = locate(self.forms, self.editor, path) else { return };
        let Some(field) = place.field.filter(|f| matches!(f.shape, Shape::Scalar(_))) else { return };
        let path = match place.entry {
            Some(n) if field.list => place.path.strip_suffix(&format!("[{n}]")).unwrap_or(&place.path).to_owned(),
            _ => place.path,
        };
        let known = self.todos.iter_mut().find(|t| t.path == path);
        match known.map(|t| &mut t.why) {
            Some(Why::Wrong(messages)) => messages.push(message.to_owned()),
            Some(_) => {}
            None => self.add(&path, Why::Wrong(vec![message.to_owned()]), Vec::new()),
        }
    }

    fn untranslated(&mut self, matter: &Matter) {
        let mut found = Vec::new();
        walk::fields(matter.tree(), self.forms, &mut |field, node, path| {
            if !matches!(field.shape, Shape::Scalar(Kind::Prose)) || field.internal {
                return;
            }
            for (at, item) in node.items().iter().enumerate() {
                if prose_of(item).is_some_and(|p| lacks(p, matter)) {
                    found.push(if field.list { format!("{path}[{at}]") } else { path.to_owned() });
                }
            }
        });
        for path in found {
            self.add(&path, Why::Untranslated, Vec::new());
        }
    }
}

/// The free text of a node.
#[must_use]
pub fn prose_of(node: &Node) -> Option<&Prose> {
    match node.value() {
        Some(Value::Prose(prose)) => Some(prose),
        _ => None,
    }
}

/// Whether a text lacks one of the languages of the request.
fn lacks(prose: &Prose, matter: &Matter) -> bool {
    let header = matter.header();
    let has = |lang| prose.texts.iter().any(|(l, ..)| *l == lang) || prose.bare.is_some() && lang == header.original;
    header.languages().into_iter().any(|lang| !has(lang))
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn below_is_not_beside() {
        assert!(within("persons[p1].role", "persons[p1]") && within("persons", "persons") && within("request.id", "request"));
        assert!(!within("persons-protection.minors", "persons") && !within("persons[p10]", "persons[p1]"));
    }
}
