//! One interview about one case file: check, ask for the first open thing, write the answer, begin again.

use super::agenda::{Todo, rank, todos, within};
use super::locate::new_id;
use super::prompter::{Key, Prompter, Question, Tone};
use super::show::{path_label, section_title};
use super::write::{in_order, is_in_order, is_list};
use super::{Choice, Speech};
use crate::case::CaseFile;
use crate::case::edit::{EditError, Editor};
use crate::check::{Checked, Surroundings, check, walk};
use crate::diag::Severity;
use crate::files::WriteError;
use crate::forms::FormSet;
use crate::forms::model::Shape;
use crate::source::SourceFile;
use std::collections::HashSet;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only what stands in this section.
    pub only: Option<String>,
}

/// The section whose items differ by type; its items are made all at once, at the beginning.
const ASSISTANCE: &str = "assistance";

/// Id of the choice to write the request at the end.
const RENDER: &str = "render";

/// How an interview ended.
#[derive(Debug)]
pub enum Ended {
    /// Nothing is left to ask.
    Done,
    /// Nothing is left to ask, and the request is to be written at once.
    Render,
    /// Left before the end.
    Left,
    /// Ctrl-C.
    Interrupted,
    /// An answer could not be saved.
    NotSaved(WriteError),
}

/// Something that `<` takes back.
enum Step {
    /// A question with its path, answered or skipped.
    Asked(String),
    /// An item that was made.
    Made(String),
    /// No further item was wanted in this list.
    Declined(String),
}

/// Saves the text of the case file.
pub type Save<'a> = dyn FnMut(&str) -> Result<(), WriteError> + 'a;

/// One interview.
pub struct Session<'a> {
    pub(super) speech: Speech<'a>,
    pub(super) around: &'a Surroundings<'a>,
    pub(super) editor: Editor,
    pub(super) skipped: HashSet<String>,
    pub(super) focus: Vec<String>,
    name: String,
    save: &'a mut Save<'a>,
    options: Options,
    sorts: bool,
    history: Vec<Step>,
    touched: Vec<String>,
    offered: HashSet<String>,
    section: Option<String>,
    trouble: Option<WriteError>,
    renders: bool,
}

/// Begins an item of a list section.
///
/// # Errors
/// The section is not a list in the file.
pub(super) fn make_item(editor: &mut Editor, section: &str, id: &str) -> Result<(), EditError> {
    editor.set(&format!("{section}[{id}].id"), id.into())
}

impl<'a> Session<'a> {
    /// Begins or resumes an interview about the text of a case file.
    ///
    /// # Errors
    /// The text is not TOML.
    pub fn new(
        name: &str,
        text: &str,
        forms: &'a FormSet,
        around: &'a Surroundings<'a>,
        save: &'a mut Save<'a>,
        options: Options,
    ) -> Result<Self, EditError> {
        Ok(Self {
            speech: Speech { forms, lang: around.lang },
            around,
            editor: Editor::open(text)?,
            skipped: HashSet::new(),
            focus: Vec::new(),
            name: name.to_owned(),
            save,
            options,
            sorts: is_in_order(text, forms),
            history: Vec::new(),
            touched: Vec::new(),
            offered: HashSet::new(),
            section: None,
            trouble: None,
            renders: false,
        })
    }

    /// The text of the case file as it is now.
    #[must_use]
    pub fn text(&self) -> String {
        self.editor.text()
    }

    /// Asks until nothing is left or somebody leaves.
    pub fn run(&mut self, p: &mut dyn Prompter) -> Ended {
        self.welcome(p);
        match self.begin(p) {
            Err(Key::Quit) => return self.trouble.take().map_or(Ended::Left, Ended::NotSaved),
            Err(Key::Interrupted) => return Ended::Interrupted,
            _ => {}
        }
        loop {
            let now = self.check();
            let result = match self.next(&now) {
                Next::Ask(todo) => {
                    self.heading(p, &now, &todo);
                    let result = self.ask_todo(p, &now, &todo);
                    if result == Err(Key::Skip) {
                        self.skipped.insert(todo.path.clone());
                        self.done(&todo.path);
                        Ok(())
                    } else {
                        result.and_then(|()| self.contradictions(p, &now, &todo.path))
                    }
                }
                Next::Another(list) => self.another(p, &now, &list),
                Next::End => match self.finish(p, &now) {
                    Ok(true) => return if self.renders { Ended::Render } else { Ended::Done },
                    Ok(false) => Ok(()),
                    Err(key) => Err(key),
                },
            };
            let mut result = result;
            while let Err(key) = result {
                result = match key {
                    Key::Back => self.back(p),
                    Key::Review => self.review(p),
                    Key::Jump => self.jump(p),
                    Key::Skip | Key::Help | Key::Show => Ok(()),
                    Key::Quit => return self.trouble.take().map_or(Ended::Left, Ended::NotSaved),
                    Key::Interrupted => return Ended::Interrupted,
                };
            }
        }
    }

    pub(super) fn check(&self) -> Checked {
        let source = SourceFile::new(self.name.as_str(), self.editor.text());
        check(&CaseFile::parse(&source), self.speech.forms, self.around)
    }

    pub(super) fn todos(&self, now: &Checked) -> Vec<Todo> {
        todos(now.outcome.matter(), &now.report, self.speech.forms, &self.editor)
    }

    fn is_asked(&self, todo: &Todo) -> bool {
        !self.skipped.contains(&todo.path) && self.options.only.as_ref().is_none_or(|only| todo.section == *only)
    }

    fn next(&mut self, now: &Checked) -> Next {
        let open: Vec<Todo> = self.todos(now).into_iter().filter(|t| self.is_asked(t)).collect();
        while let Some(focus) = self.focus.last() {
            if let Some(todo) = open.iter().find(|t| t.is_within(focus)) {
                return Next::Ask(todo.clone());
            }
            self.focus.pop();
        }
        if let Some(first) = open.first().filter(|t| !t.is_first() && self.options.only.is_none()).cloned() {
            self.pick_up(now, &first);
        }
        // Items of a list are completed before another one is offered, inner lists before outer ones.
        let complete = self.touched.iter().rev().find(|list| self.is_complete(list, &open));
        match (complete, open.into_iter().next()) {
            (Some(list), first) if first.as_ref().is_none_or(|t| !t.is_first()) => Next::Another(list.clone()),
            (_, Some(todo)) => Next::Ask(todo),
            (Some(list), None) => Next::Another(list.clone()),
            (None, None) => Next::End,
        }
    }

    /// Says which keys there are, and begins a single section with the offer of a further item.
    fn welcome(&mut self, p: &mut dyn Prompter) {
        p.tell(Tone::Note, &self.speech.get("interview.keys"));
        if let Some(only) = self.options.only.as_deref().and_then(|o| self.speech.forms.catalogue.section(o))
            && is_list(&only.body)
            && !self.editor.ids(&only.id).is_empty()
        {
            self.touch(&only.id.clone());
        }
    }

    /// Finds the lists that were being added to when an earlier interview was left at this point; each is offered once.
    fn pick_up(&mut self, now: &Checked, first: &Todo) {
        let catalogue = &self.speech.forms.catalogue;
        let tree = now.outcome.matter().tree();
        let begun = |id: &str| tree.section(id).is_some();
        let is_wanted = |id: &str| id != ASSISTANCE && catalogue.section(id).is_some_and(|s| is_list(&s.body) && !s.needs.is_empty());
        let mut lists: Vec<String> = Vec::new();
        // Left in the middle of an item.
        lists.extend(Some(first.section.clone()).filter(|s| is_wanted(s) && first.path.starts_with(&format!("{s}["))));
        // Left right after an item: nothing of the next section is there yet.
        if !begun(&first.section) {
            let before = catalogue.sections.iter().rev().skip_while(|s| s.id != first.section).skip(1);
            let last = before.into_iter().find(|s| begun(&s.id) && s.id != ASSISTANCE);
            lists.extend(last.filter(|s| is_wanted(&s.id)).map(|s| s.id.clone()));
        }
        // Left in or right after an entry of a list inside an item.
        let mut inner: Vec<((i64, usize, usize), String)> = Vec::new();
        walk::fields(tree, self.speech.forms, &mut |field, _, path| {
            if field.list && matches!(field.shape, Shape::Record(_)) && !field.needs.is_empty() {
                inner.extend(rank(self.speech.forms, &self.editor, path).map(|(_, rank)| (rank, path.to_owned())));
            }
        });
        let last = inner.into_iter().filter(|(rank, _)| *rank <= first.place()).max();
        lists.extend(last.filter(|(rank, _)| rank.0 == first.place().0 || !begun(&first.section)).map(|(_, list)| list));
        for list in lists {
            if !self.offered.contains(&list) {
                self.touch(&list);
            }
        }
    }

    /// Names the section when another one begins, with the progress so far.
    fn heading(&mut self, p: &mut dyn Prompter, now: &Checked, todo: &Todo) {
        let section = if todo.is_first() { "" } else { todo.section.as_str() };
        if self.section.as_deref() == Some(section) {
            return;
        }
        self.section = Some(section.to_owned());
        if section.is_empty() {
            return p.tell(Tone::Heading, &self.speech.get("interview.first"));
        }
        let todos = self.todos(now);
        let matter = now.outcome.matter();
        let mut answered = 0;
        walk::fields(matter.tree(), self.speech.forms, &mut |field, _, _| {
            answered += usize::from(matches!(field.shape, Shape::Scalar(_)));
        });
        let sections = &self.speech.forms.catalogue.sections;
        let parts: Vec<&str> = sections
            .iter()
            .map(|s| s.id.as_str())
            .filter(|id| matter.tree().section(id).is_some() || todos.iter().any(|t| t.section == *id))
            .collect();
        let part = parts.iter().position(|id| *id == section).map_or(1, |n| n + 1);
        let title = sections.iter().find(|s| s.id == section).map_or_else(String::new, |s| section_title(self.speech, s));
        let total = answered + todos.len();
        let numbers = [part, parts.len(), answered, total].map(|n| n.to_string());
        let args = [("part", &*numbers[0]), ("parts", &*numbers[1]), ("label", &*title), ("n", &*numbers[2]), ("total", &*numbers[3])];
        p.tell(Tone::Heading, &self.speech.fill("interview.progress", &args));
    }

    /// Offers a further item of a list.
    fn another(&mut self, p: &mut dyn Prompter, now: &Checked, list: &str) -> Result<(), Key> {
        let wanted = match self.ask_item(p, now, list, &[]) {
            Err(Key::Skip) => Ok(false),
            other => other,
        }?;
        if !wanted {
            self.touched.retain(|t| t != list);
            self.history.push(Step::Declined(list.to_owned()));
            return Ok(());
        }
        let is_section = self.speech.forms.catalogue.section(list).is_some();
        if list == ASSISTANCE {
            return self.ask_types(p, now, &[]);
        }
        if is_section { self.create(list).map(|_| ()) } else { self.ask_path(p, now, list, &[], false) }
    }

    /// Makes an item of a list section.
    pub(super) fn create(&mut self, section: &str) -> Result<String, Key> {
        let id = new_id(self.speech.forms, &self.editor, section);
        self.edit(|editor| make_item(editor, section, &id))?;
        let item = format!("{section}[{id}]");
        self.created(&item);
        Ok(item)
    }

    pub(super) fn created(&mut self, item: &str) {
        self.history.push(Step::Made(item.to_owned()));
    }

    /// Remembers that items are being added to a list.
    pub(super) fn touch(&mut self, list: &str) {
        self.offered.insert(list.to_owned());
        if !self.touched.iter().any(|t| t == list) {
            self.touched.push(list.to_owned());
        }
    }

    /// Remembers a question for going back to it.
    pub(super) fn done(&mut self, path: &str) {
        if !matches!(self.history.last(), Some(Step::Asked(last)) if last == path) {
            self.history.push(Step::Asked(path.to_owned()));
        }
    }

    /// Forgets an item that has been taken away.
    pub(super) fn forget(&mut self, item: &str) {
        self.history.retain(|s| !matches!(s, Step::Asked(p) | Step::Made(p) | Step::Declined(p) if within(p, item)));
        self.touched.retain(|t| !within(t, item));
        self.focus.retain(|f| !within(f, item));
    }

    /// Asks the question before again, with its answer as the default; later answers stay.
    fn back(&mut self, p: &mut dyn Prompter) -> Result<(), Key> {
        match self.history.pop() {
            None => p.tell(Tone::Note, &self.speech.get("interview.at-start")),
            Some(Step::Declined(list)) => self.touch(&list),
            Some(Step::Made(item)) => {
                let now = self.check();
                let empty = super::show::node_at(now.outcome.matter().tree(), &item).is_none_or(|n| !n.is_present());
                if empty {
                    self.edit(|editor| editor.remove(&item))?;
                    self.forget(&item);
                }
                if !self.history.is_empty() {
                    return self.back(p);
                }
            }
            Some(Step::Asked(path)) => {
                self.skipped.remove(&path);
                let now = self.check();
                return match self.ask_path(p, &now, &path, &[], false) {
                    Err(Key::Skip) => {
                        self.skipped.insert(path.clone());
                        self.done(&path);
                        Ok(())
                    }
                    other => other,
                };
            }
        }
        Ok(())
    }

    /// The end of the questions: what was skipped, what the checker says, and a last look. Whether it is over.
    fn finish(&mut self, p: &mut dyn Prompter, now: &Checked) -> Result<bool, Key> {
        let speech = self.speech;
        let left: Vec<Todo> = self.todos(now).into_iter().filter(|t| t.is_required() && self.options.only.is_none()).collect();
        self.section = None;
        p.tell(Tone::Heading, &speech.get("interview.end"));
        let matter = now.outcome.matter();
        let errors: Vec<_> = now.report.diagnostics().iter().filter(|d| d.severity == Severity::Error).collect();
        for found in errors.iter().take(8) {
            let place = found.path.as_ref().map(|path| path_label(speech, matter, &self.editor, path));
            p.tell(Tone::Wrong, &place.map_or(found.message.clone(), |place| format!("{place}: {}", found.message)));
        }
        let counts = now.report.counts();
        let numbers = [counts.errors.to_string(), counts.warnings.to_string()];
        let key = if counts.errors > 0 { "interview.not-complete" } else { "interview.complete" };
        p.tell(Tone::Note, &speech.fill(key, &[("n", &numbers[0]), ("other", &numbers[1]), ("path", &self.name)]));
        let entry = |id: &str| Choice { id: id.to_owned(), label: speech.get(&format!("interview.end-{id}")), ..Choice::default() };
        let mut choices = vec![entry("leave"), entry("review")];
        if !left.is_empty() {
            choices.insert(0, entry("skipped"));
        }
        choices[0].chosen = true;
        if counts.errors == 0 && self.options.only.is_none() {
            choices.insert(0, entry(RENDER));
        }
        let question = Question { path: "end".to_owned(), ask: speech.get("interview.ask-end"), choices, ..Question::default() };
        match self.with_help(p, &question, &[], None, |p, q| p.choose(q)) {
            Ok(at) if question.choices[at].id == RENDER => {
                self.renders = true;
                Ok(true)
            }
            Ok(at) if question.choices[at].id == "review" => self.review(p).map(|()| false),
            Ok(at) if question.choices[at].id == "skipped" => {
                left.iter().for_each(|t| {
                    self.skipped.remove(&t.path);
                });
                Ok(false)
            }
            Ok(_) | Err(Key::Skip) => Ok(true),
            Err(key) => Err(key),
        }
    }

    /// Writes one value and saves.
    pub(super) fn set(&mut self, path: &str, value: toml_edit::Value) -> Result<(), Key> {
        self.edit(|editor| editor.set(path, value))
    }

    /// Changes the file and saves it. A place that the file does not have room for is left open.
    pub(super) fn edit(&mut self, change: impl FnOnce(&mut Editor) -> Result<(), EditError>) -> Result<(), Key> {
        let mut editor = self.editor.clone();
        change(&mut editor).map_err(|_| Key::Skip)?;
        let mut text = editor.text();
        if self.sorts && !is_in_order(&text, self.speech.forms) {
            text = in_order(&text, self.speech.forms);
            editor = Editor::open(&text).map_err(|_| Key::Skip)?;
        }
        if text == self.editor.text() {
            return Ok(());
        }
        if let Err(error) = (self.save)(&text) {
            self.trouble = Some(error);
            return Err(Key::Quit);
        }
        self.editor = editor;
        Ok(())
    }
}

/// What comes next.
enum Next {
    Ask(Todo),
    Another(String),
    End,
}
