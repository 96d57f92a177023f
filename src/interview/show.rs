//! How places of a case and their values are named to whoever answers.

use super::Speech;
use super::locate::{Located, locate};
use super::prompter::Question;
use crate::case::edit::{Editor, steps};
use crate::case::{Data, Node, Tree};
use crate::check::find::cite_short;
use crate::check::{Matter, label_of};
use crate::forms::model::{Article, Field, Section};
use crate::kind::{Kind, Value};

/// Most characters of a value in a list.
const SHORT: usize = 44;

/// The node at a path.
#[must_use]
pub fn node_at<'t>(tree: &'t Tree, path: &str) -> Option<&'t Node> {
    let all = steps(path).ok()?;
    let (first, rest) = all.split_first()?;
    let mut node = match &first.item {
        None => tree.section(&first.key)?,
        Some(item) => {
            let items = tree.items(&first.key);
            let by_id = items.iter().find(|n| n.record().is_some_and(|r| r.id.as_deref() == Some(item)));
            by_id.or_else(|| items.get(item.parse::<usize>().ok()?))?
        }
    };
    for step in rest {
        node = node.record()?.get(&step.key)?;
        if let Some(at) = &step.item {
            node = match &node.data {
                Data::List(items) => items.get(at.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
    }
    Some(node)
}

/// A text cut to the length of a list entry, on one line.
#[must_use]
pub fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHORT {
        return line;
    }
    let cut: String = line.chars().take(SHORT - 1).collect();
    format!("{}…", cut.trim_end())
}

/// A value, list or record in a few words.
#[must_use]
pub fn node_text(speech: Speech<'_>, matter: &Matter, node: &Node) -> String {
    match &node.data {
        Data::Value(Value::Ref(id)) => named(speech, matter, id),
        Data::Value(value) => value.show(speech.lang, &speech.forms.words, matter.header().original),
        Data::List(items) => items.iter().map(|i| node_text(speech, matter, i)).collect::<Vec<_>>().join(", "),
        Data::Record(record) => match record.entries.first() {
            Some((_, first)) => node_text(speech, matter, first),
            None => String::new(),
        },
        Data::Wrong => "?".to_owned(),
    }
}

/// The item behind an id: the id and its name.
#[must_use]
pub fn named(speech: Speech<'_>, matter: &Matter, id: &str) -> String {
    match matter.tree().by_id(id) {
        Some((section, _)) => item_name(speech, matter, section, id),
        None => id.to_owned(),
    }
}

/// The name of an item: its id, and the title of its assistance type or its first telling value.
#[must_use]
pub fn item_name(speech: Speech<'_>, matter: &Matter, section: &str, id: &str) -> String {
    let record = node_at(matter.tree(), &format!("{section}[{id}]")).and_then(Node::record);
    let Some(record) = record else { return id.to_owned() };
    if let Some(variant) = &record.variant {
        return format!("{id} {}", speech.get(&format!("assistance.{variant}.title")));
    }
    let telling = |kinds: &[fn(&Value) -> bool]| {
        kinds.iter().find_map(|fits| record.entries.iter().find(|(_, n)| n.value().is_some_and(fits)).map(|(_, n)| n))
    };
    let first = telling(&[
        |v| matches!(v, Value::Name(_)),
        |v| matches!(v, Value::Iban(_)),
        |v| matches!(v, Value::Prose(_)),
        |v| matches!(v, Value::Text(_)),
        |_| true,
    ]);
    match first {
        Some(node) => format!("{id} {}", short(&node_text(speech, matter, node))),
        None => id.to_owned(),
    }
}

/// The title of a section.
#[must_use]
pub fn section_title(speech: Speech<'_>, section: &Section) -> String {
    label_of(speech.forms, speech.lang, &format!("section.{}", section.id))
}

/// The places around a field, outermost first.
#[must_use]
pub fn trail(speech: Speech<'_>, matter: &Matter, place: &Located<'_>) -> Vec<String> {
    let mut trail = vec![section_title(speech, place.section)];
    if let Some(item) = &place.item {
        trail.push(item_name(speech, matter, &place.section.id, item));
    }
    for (field, entry) in &place.records {
        let label = label_of(speech.forms, speech.lang, &field.words);
        trail.push(entry.map_or(label.clone(), |n| format!("{label} {}", n + 1)));
    }
    trail
}

/// The question about a field.
#[must_use]
pub fn question(speech: Speech<'_>, matter: &Matter, place: &Located<'_>, field: &Field) -> Question {
    let word = |part: &str| speech.word(&format!("{}.{part}", field.words)).unwrap_or("").to_owned();
    let label = label_of(speech.forms, speech.lang, &field.words);
    let ask = word("ask");
    let current = node_at(matter.tree(), &place.path).filter(|n| n.is_present() && n.data != Data::Wrong);
    let kind = match &field.shape {
        crate::forms::model::Shape::Scalar(kind) => kind.example(),
        crate::forms::model::Shape::Record(_) => String::new(),
    };
    let example = word("example");
    Question {
        path: place.path.clone(),
        trail: trail(speech, matter, place),
        ask: if ask.is_empty() { label.clone() } else { ask },
        label,
        help: word("help"),
        example: if example.is_empty() { kind } else { example },
        default: current.map(|n| (node_text(speech, matter, n), speech.get("interview.from-file"))),
        ..Question::default()
    }
}

/// What `?` tells: why it is asked, by which law, and what an answer looks like.
#[must_use]
pub fn help(speech: Speech<'_>, question: &Question, law: &[(String, Vec<Article>)], kind: Option<&Kind>) -> String {
    let mut lines = vec![question.ask.clone()];
    lines.extend((!question.help.is_empty()).then(|| question.help.clone()));
    let cited: Vec<String> = law.iter().map(|(basis, articles)| cite_short(speech.forms, speech.lang, basis, articles)).collect();
    lines.push(match cited.is_empty() {
        true => speech.get("interview.why-practice"),
        false => speech.fill("interview.why-law", &[("value", &cited.join("; "))]),
    });
    if !question.example.is_empty() && question.choices.is_empty() {
        lines.push(speech.fill("interview.example", &[("value", &question.example)]));
    }
    let hint = kind.and_then(|k| speech.word(&format!("interview.kind.{}", k.id())));
    lines.extend(hint.map(str::to_owned));
    lines.push(speech.fill("interview.path", &[("path", &question.path)]));
    lines.push(String::new());
    lines.push(speech.get("interview.keys"));
    lines.join("\n")
}

/// The articles of the chosen bases that a field's own needs name.
#[must_use]
pub fn law_of(matter: &Matter, field: &Field) -> Vec<(String, Vec<Article>)> {
    let mut law: Vec<(String, Vec<Article>)> = Vec::new();
    for basis in &matter.header().bases {
        let of_needs = field.needs.iter().filter_map(|n| n.law.get(basis)).flatten();
        let mut articles: Vec<Article> = of_needs.filter(|a| !a.number.starts_with('@')).cloned().collect();
        articles.dedup();
        if !articles.is_empty() {
            law.push((basis.clone(), articles));
        }
    }
    law
}

/// The label of whatever stands at a path, for messages.
#[must_use]
pub fn path_label(speech: Speech<'_>, matter: &Matter, editor: &Editor, path: &str) -> String {
    let Ok(place) = locate(speech.forms, editor, path) else { return path.to_owned() };
    let mut all = trail(speech, matter, &place);
    all.extend(place.field.map(|f| label_of(speech.forms, speech.lang, &f.words)));
    all.join(" › ")
}
