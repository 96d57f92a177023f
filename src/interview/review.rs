//! Looking over all answers, changing any of them, and going to another section.

use super::agenda::{Todo, Why};
use super::locate::{fields_of, locate};
use super::prompter::{Choice, Key, Prompter, Question};
use super::show::{item_name, node_at, node_text, path_label, section_title, short};
use super::write::is_list;
use super::{Session, pick};
use crate::case::{Data, Node};
use crate::check::{Checked, label_of};
use crate::forms::model::{Field, SectionBody, Shape};

/// Id of the entry that adds an item.
const ADD: &str = "+";
/// Id of the entry that takes the item away.
const REMOVE: &str = "-";
/// Id of the entry that leads back.
const UP: &str = "<";

impl Session<'_> {
    /// Shows all answers by section; any of them can be changed.
    pub(super) fn review(&mut self, p: &mut dyn Prompter) -> Result<(), Key> {
        loop {
            match self.choose_section(p, "interview.ask-review", true) {
                Ok(section) if section == UP => return Ok(()),
                Ok(section) => self.look_at(p, &section)?,
                Err(Key::Back | Key::Skip | Key::Review) => return Ok(()),
                Err(key) => return Err(key),
            }
        }
    }

    /// Goes to another section: to its open questions, or to its answers where none are open.
    pub(super) fn jump(&mut self, p: &mut dyn Prompter) -> Result<(), Key> {
        let section = match self.choose_section(p, "interview.ask-jump", true) {
            Ok(section) if section == UP => return Ok(()),
            Ok(section) => section,
            Err(Key::Back | Key::Skip | Key::Jump) => return Ok(()),
            Err(key) => return Err(key),
        };
        self.skipped.retain(|path| !super::agenda::within(path, &section));
        let now = self.check();
        if self.todos(&now).iter().any(|t| t.is_within(&section)) {
            self.focus = vec![section];
            return Ok(());
        }
        self.look_at(p, &section)
    }

    fn choose_section(&mut self, p: &mut dyn Prompter, ask: &str, up: bool) -> Result<String, Key> {
        let now = self.check();
        let todos = self.todos(&now);
        let speech = self.speech;
        let mut choices: Vec<Choice> = Vec::new();
        if up {
            choices.push(Choice { id: UP.to_owned(), label: speech.get("interview.return"), chosen: true, ..Choice::default() });
        }
        for section in &speech.forms.catalogue.sections {
            let open = todos.iter().filter(|t| t.section == section.id).count();
            let there = now.outcome.matter().tree().section(&section.id).is_some();
            let mark = mark(todos.iter().filter(|t| t.section == section.id), there);
            let mut label = format!("{mark} {}", section_title(speech, section));
            if open > 0 {
                label.push_str(&format!(" ({})", speech.fill("interview.open", &[("n", &open.to_string())])));
            }
            choices.push(Choice { id: section.id.clone(), label, ..Choice::default() });
        }
        let question = Question {
            path: "section".to_owned(),
            ask: speech.get(ask),
            help: speech.get("interview.marks"),
            choices,
            ..Question::default()
        };
        let at = self.with_help(p, &question, &[], None, |p, q| p.choose(q))?;
        Ok(question.choices[at].id.clone())
    }

    /// Shows what stands at a path (a section, item or record) until whoever looks goes back.
    fn look_at(&mut self, p: &mut dyn Prompter, path: &str) -> Result<(), Key> {
        loop {
            let now = self.check();
            let Some((choices, question)) = self.entries(&now, path) else { return Ok(()) };
            let at = match self.with_help(p, &question, &[], None, |p, q| p.choose(q)) {
                Ok(at) => at,
                Err(Key::Back | Key::Skip | Key::Review) => return Ok(()),
                Err(key) => return Err(key),
            };
            match choices[at].id.as_str() {
                UP => return Ok(()),
                ADD => self.add_at(p, &now, path)?,
                REMOVE => {
                    let label = path_label(self.speech, now.outcome.matter(), &self.editor, path);
                    let ask = Question {
                        path: format!("{path}.remove"),
                        ask: self.speech.fill("interview.ask-remove", &[("label", &label)]),
                        ..Question::default()
                    };
                    match self.with_help(p, &ask, &[], None, |p, q| p.confirm(q)) {
                        Ok(true) => {
                            self.edit(|editor| editor.remove(path))?;
                            self.forget(path);
                            return Ok(());
                        }
                        Ok(false) | Err(Key::Back | Key::Skip) => {}
                        Err(key) => return Err(key),
                    }
                }
                below => {
                    let below = below.to_owned();
                    match self.open_entry(p, &now, &below) {
                        Ok(()) | Err(Key::Back | Key::Skip | Key::Review) => {}
                        Err(key) => return Err(key),
                    }
                }
            }
        }
    }

    fn add_at(&mut self, p: &mut dyn Prompter, now: &Checked, path: &str) -> Result<(), Key> {
        let section = self.speech.forms.catalogue.section(path);
        let result = match section.map(|s| &s.body) {
            Some(SectionBody::Variants(_)) => self.ask_types(p, now, &[]),
            Some(SectionBody::List(_)) => {
                let item = self.create(path)?;
                self.look_at(p, &item)
            }
            _ => self.ask_path(p, now, path, &[], false),
        };
        match result {
            Err(Key::Back | Key::Skip | Key::Review) => Ok(()),
            other => other,
        }
    }

    /// Opens an entry: a value is asked for, anything that holds values is shown.
    fn open_entry(&mut self, p: &mut dyn Prompter, now: &Checked, path: &str) -> Result<(), Key> {
        let Ok(place) = locate(self.speech.forms, &self.editor, path) else { return Ok(()) };
        let holds = match place.field.map(|f| &f.shape) {
            None => true,
            Some(Shape::Record(_)) => node_at(now.outcome.matter().tree(), path).is_some_and(Node::is_present),
            Some(Shape::Scalar(_)) => false,
        };
        if holds { self.look_at(p, path) } else { self.ask_path(p, now, path, &[], false) }
    }

    /// The entries of a section, item or record, and the question which of them to open.
    fn entries(&self, now: &Checked, path: &str) -> Option<(Vec<Choice>, Question)> {
        let speech = self.speech;
        let place = locate(speech.forms, &self.editor, path).ok()?;
        let matter = now.outcome.matter();
        let todos = self.todos(now);
        let up = Choice { id: UP.to_owned(), label: speech.get("interview.return"), chosen: true, ..Choice::default() };
        let add = Choice { id: ADD.to_owned(), label: speech.get("interview.add"), ..Choice::default() };
        let mut choices = vec![up];
        let is_list_section = is_list(&place.section.body) && place.item.is_none();
        match place.field {
            None if is_list_section => {
                for id in self.editor.ids(path) {
                    let item = format!("{path}[{id}]");
                    let mark = mark(todos.iter().filter(|t| t.is_within(&item)), true);
                    choices.push(Choice {
                        label: format!("{mark} {}", item_name(speech, matter, path, &id)),
                        id: item,
                        ..Choice::default()
                    });
                }
                choices
                    .push(Choice { label: speech.fill("interview.new-item", &[("label", &pick::one_of(speech, place.section))]), ..add });
            }
            None => {
                let fields = fields_of(speech.forms, place.section, place.item.as_deref(), &self.editor);
                choices.extend(fields.iter().map(|f| self.field_entry(now, &todos, path, f)));
            }
            Some(Field { shape: Shape::Record(_), list: true, .. }) if place.entry.is_none() => {
                let count = node_at(matter.tree(), path).map_or(0, |n| n.items().len());
                for n in 0..count {
                    let item = format!("{path}[{n}]");
                    let mark = mark(todos.iter().filter(|t| t.is_within(&item)), true);
                    let text = node_at(matter.tree(), &item).map_or_else(String::new, |node| node_text(speech, matter, node));
                    choices.push(Choice { label: format!("{mark} {}. {}", n + 1, short(&text)), id: item, ..Choice::default() });
                }
                choices.push(add);
            }
            Some(Field { shape: Shape::Record(record), .. }) => {
                let fields = speech.forms.catalogue.record_fields(record);
                choices.extend(fields.iter().map(|f| self.field_entry(now, &todos, path, f)));
            }
            Some(_) => return None,
        }
        let removable = place.item.is_some() && place.field.is_none() || place.field.is_some();
        if removable {
            choices.push(Choice { id: REMOVE.to_owned(), label: speech.get("interview.remove"), ..Choice::default() });
        }
        let question = Question {
            path: format!("{path}.review"),
            label: path_label(speech, matter, &self.editor, path),
            ask: speech.get("interview.ask-change"),
            help: speech.get("interview.marks"),
            choices: choices.clone(),
            ..Question::default()
        };
        Some((choices, question))
    }

    fn field_entry(&self, now: &Checked, todos: &[Todo], holder: &str, field: &Field) -> Choice {
        let path = format!("{holder}.{}", field.name);
        let matter = now.outcome.matter();
        let node = node_at(matter.tree(), &path);
        let text = node.filter(|n| n.data != Data::Wrong).map(|n| short(&node_text(self.speech, matter, n)));
        let mark = mark(todos.iter().filter(|t| t.is_within(&path)), node.is_some());
        let label = label_of(self.speech.forms, self.speech.lang, &field.words);
        let label = match text.filter(|t| !t.is_empty()) {
            Some(text) => format!("{mark} {}", self.speech.fill("interview.entry", &[("label", &label), ("value", &text)])),
            None => format!("{mark} {label}"),
        };
        Choice { id: path, label, ..Choice::default() }
    }
}

/// The mark of an entry: wrong or required, wanted, given, or free.
fn mark<'t>(todos: impl Iterator<Item = &'t Todo>, there: bool) -> &'static str {
    let mut wanted = false;
    for todo in todos {
        if todo.is_required() || matches!(todo.why, Why::Wrong(_)) {
            return "!";
        }
        wanted = true;
    }
    match (wanted, there) {
        (true, _) => "?",
        (false, true) => "+",
        (false, false) => " ",
    }
}
