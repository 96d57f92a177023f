//! Fields that hold several values, and lists of items.

use super::ask::Asking;
use super::locate::new_id;
use super::pick::{self, BASES};
use super::prompter::{Choice, Key, Prompter, Question};
use super::script::NEW;
use super::session::make_item;
use super::write::array;
use super::{Session, agenda};
use crate::check::Checked;
use crate::forms::model::{Article, SectionBody};
use crate::kind::Kind;
use toml_edit::Value as Toml;

impl Session<'_> {
    /// Asks for all values of a field.
    pub(super) fn ask_list(&mut self, p: &mut dyn Prompter, asking: &Asking<'_>) -> Result<(), Key> {
        let several = matches!(asking.kind, Kind::Choice { .. } | Kind::Ref { .. }) || asking.path == BASES;
        if several { self.ask_several(p, asking) } else { self.ask_entries(p, asking) }
    }

    /// Several of a list of choices; new items are made together with the answer.
    fn ask_several(&mut self, p: &mut dyn Prompter, asking: &Asking<'_>) -> Result<(), Key> {
        let before = self.editor.clone();
        let mut made = Vec::new();
        let picked: Result<Vec<String>, Key> = loop {
            let Some(mut choices) = pick::choices(self, asking.matter, &asking.path, asking.field) else { break Err(Key::Skip) };
            choices.iter_mut().for_each(|c| c.chosen |= made.contains(&c.id));
            let question = Question { choices, ..asking.question.clone() };
            let picked = match self.with_help(p, &question, &asking.law, Some(asking.kind), |p, q| p.choose_many(q)) {
                Ok(picked) => picked,
                Err(key) => break Err(key),
            };
            let ids: Vec<String> = picked.iter().map(|at| question.choices[*at].id.clone()).collect();
            let new: Vec<&str> = ids.iter().filter_map(|id| id.strip_prefix(NEW)).collect();
            if new.is_empty() {
                break Ok(ids);
            }
            for id in new {
                let Some(section) = pick::section_of_new(self.speech, asking.field, id) else { continue };
                if make_item(&mut self.editor, &section, id).is_ok() {
                    made.push(id.to_owned());
                }
            }
            let kept = ids.iter().filter(|id| !id.starts_with(NEW)).cloned();
            let all = array(kept.chain(made.iter().cloned()).map(Toml::from));
            if self.editor.set(&asking.path, all).is_err() {
                break Err(Key::Skip);
            }
        };
        let ids = match picked {
            Ok(ids) if !ids.is_empty() => ids,
            other => {
                self.editor = before;
                return Err(other.err().unwrap_or(Key::Skip));
            }
        };
        let ids = if asking.path == BASES { self.primary_first(p, asking, ids)? } else { ids };
        self.set(&asking.path, array(ids.into_iter().map(Toml::from)))?;
        for id in made.iter().rev() {
            let section = pick::section_of_new(self.speech, asking.field, id);
            self.focus.extend(section.map(|s| format!("{s}[{id}]")));
        }
        Ok(())
    }

    /// Of several bases, asks for the one that the request rests on first of all.
    fn primary_first(&mut self, p: &mut dyn Prompter, asking: &Asking<'_>, mut ids: Vec<String>) -> Result<Vec<String>, Key> {
        if ids.len() < 2 {
            return Ok(ids);
        }
        let all = pick::choices(self, asking.matter, &asking.path, asking.field).unwrap_or_default();
        let label = |id: &String| all.iter().find(|c| c.id == *id).map_or_else(|| id.clone(), |c| c.label.clone());
        let mut choices: Vec<Choice> = ids.iter().map(|id| Choice { id: id.clone(), label: label(id), ..Choice::default() }).collect();
        choices[0].chosen = true;
        let question = Question {
            path: format!("{}[0]", asking.path),
            ask: self.speech.get("interview.ask-primary"),
            help: self.speech.get("interview.help-primary"),
            default: None,
            choices,
            ..asking.question.clone()
        };
        match self.with_help(p, &question, &asking.law, Some(asking.kind), |p, q| p.choose(q)) {
            Ok(at) => {
                let first = ids.remove(at);
                ids.insert(0, first);
                Ok(ids)
            }
            Err(Key::Skip) => Ok(ids),
            Err(key) => Err(key),
        }
    }

    /// Values one after the other, until an empty answer. All are written together; leaving writes those there are.
    fn ask_entries(&mut self, p: &mut dyn Prompter, asking: &Asking<'_>) -> Result<(), Key> {
        let mut values = self.entries_to_keep(p, asking)?;
        let kept = values.clone();
        let result = loop {
            let n = values.len();
            let mut question = asking.question.clone();
            question.path = format!("{}[{n}]", asking.path);
            question.default = None;
            if n > 0 {
                question.ask = self.speech.fill("interview.another-value", &[("label", &asking.question.label)]);
                question.help = String::new();
                question.default = Some((self.speech.get("interview.no-more"), String::new()));
            }
            match self.entry(p, asking, question) {
                Ok(Some(value)) => values.push(value),
                Ok(None) => break Ok(()),
                Err(Key::Skip) if n > 0 => break Ok(()),
                Err(Key::Back) if n > kept.len() => {
                    values.pop();
                }
                Err(key) => break Err(key),
            }
        };
        if values.iter().map(ToString::to_string).ne(kept.iter().map(ToString::to_string)) || self.editor.get(&asking.path).is_none() {
            if values.is_empty() {
                return result.and(Err(Key::Skip));
            }
            self.set(&asking.path, array(values))?;
        }
        result
    }

    /// One value of a list; `None` ends it.
    fn entry(&mut self, p: &mut dyn Prompter, asking: &Asking<'_>, mut question: Question) -> Result<Option<Toml>, Key> {
        if *asking.kind == Kind::Prose {
            return self.prose_entry(p, asking, &question);
        }
        match pick::choices(self, asking.matter, &asking.path, asking.field) {
            None => self.typed(p, asking, &question),
            Some(mut choices) => {
                choices.iter_mut().for_each(|c| c.chosen = false);
                if question.default.take().is_some() {
                    let none = Choice { label: self.speech.get("interview.no-more"), chosen: true, ..Choice::default() };
                    choices.insert(0, none);
                }
                question.choices = choices;
                let at = self.with_help(p, &question, &asking.law, Some(asking.kind), |p, q| p.choose(q))?;
                let id = &question.choices[at].id;
                Ok((!id.is_empty()).then(|| id.as_str().into()))
            }
        }
    }

    /// A text of a list, in all languages of the request.
    fn prose_entry(&mut self, p: &mut dyn Prompter, asking: &Asking<'_>, question: &Question) -> Result<Option<Toml>, Key> {
        let languages = asking.matter.header().languages();
        let is_line = self.is_line(asking.field);
        let mut texts: Vec<(String, String)> = Vec::new();
        for lang in &languages {
            let name = self.speech.get(&format!("language.{}", lang.primary()));
            let mut one = question.clone();
            one.path = format!("{}.{lang}", question.path);
            if languages.len() > 1 {
                one.ask = self.speech.fill("interview.in-language", &[("value", &question.ask), ("other", &name)]);
            }
            if let Some((_, source)) = texts.first() {
                one.source = Some(source.clone());
                one.help = self.speech.get("interview.help-translation");
                one.default = None;
            }
            match self.with_help(p, &one, &asking.law, Some(asking.kind), |p, q| if is_line { p.line(q) } else { p.text(q) }) {
                Ok(text) if text.trim().is_empty() && texts.is_empty() => return Ok(None),
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => texts.push((lang.as_str().to_owned(), text)),
                Err(Key::Skip) if !texts.is_empty() => {}
                Err(key) => return Err(key),
            }
        }
        Ok(Some(match texts.as_slice() {
            [(_, only)] if languages.len() == 1 => only.as_str().into(),
            all => super::write::pairs(all.iter().map(|(l, t)| (l.as_str(), Toml::from(t.as_str())))),
        }))
    }

    /// The values of a list that is there already: kept, added to, or begun again.
    fn entries_to_keep(&mut self, p: &mut dyn Prompter, asking: &Asking<'_>) -> Result<Vec<Toml>, Key> {
        let there: Vec<Toml> = match self.editor.get(&asking.path).map(|i| (i.as_array(), i.as_value())) {
            Some((Some(array), _)) => array.iter().map(super::write::bare).collect(),
            Some((None, Some(value))) => vec![super::write::bare(value)],
            _ => Vec::new(),
        };
        if there.is_empty() {
            return Ok(there);
        }
        let entry = |id: &str, chosen| Choice {
            id: id.to_owned(),
            label: self.speech.get(&format!("interview.list-{id}")),
            chosen,
            ..Choice::default()
        };
        let choices = vec![entry("keep", true), entry("add", false), entry("again", false)];
        let question = Question { path: format!("{}.list", asking.path), choices, ..asking.question.clone() };
        let at = self.with_help(p, &question, &asking.law, Some(asking.kind), |p, q| p.choose(q))?;
        match question.choices[at].id.as_str() {
            "add" => Ok(there),
            "again" => Ok(Vec::new()),
            _ => Err(Key::Skip),
        }
    }

    /// Whether an item is to be added to a list section or to a list of records.
    pub(super) fn ask_item(
        &mut self,
        p: &mut dyn Prompter,
        now: &Checked,
        list: &str,
        law: &[(String, Vec<Article>)],
    ) -> Result<bool, Key> {
        let forms = self.speech.forms;
        let section = forms.catalogue.section(list);
        let (path, label, count) = match section {
            Some(section) => {
                let id = new_id(forms, &self.editor, list);
                (format!("{list}[{id}]"), pick::one_of(self.speech, section), self.editor.ids(list).len())
            }
            None => {
                let count = super::show::node_at(now.outcome.matter().tree(), list).map_or(0, |n| n.items().len());
                let label = super::show::path_label(self.speech, now.outcome.matter(), &self.editor, list);
                (format!("{list}[{count}]"), label, count)
            }
        };
        let about = section.and_then(|s| match &s.body {
            SectionBody::List(record) => self.speech.word(&format!("record.{record}.about")),
            _ => None,
        });
        let key = if count > 0 { "interview.another" } else { "interview.add-first" };
        let question = Question {
            path,
            ask: self.speech.fill(key, &[("label", &label), ("n", &count.to_string())]),
            label,
            help: about.unwrap_or("").to_owned(),
            default: Some((self.speech.get("interview.no"), String::new())),
            ..Question::default()
        };
        self.with_help(p, &question, law, None, |p, q| p.confirm(q))
    }

    /// Whether a list has nothing left to ask about.
    pub(super) fn is_complete(&self, list: &str, todos: &[agenda::Todo]) -> bool {
        let inside = format!("{list}[");
        !todos.iter().any(|t| t.path.starts_with(&inside))
    }
}
