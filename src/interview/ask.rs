//! Asking for one value, by its kind, and writing the answer.

use super::agenda::{Todo, Why, prose_of};
use super::locate::{Located, locate, new_id};
use super::prompter::{Key, Prompter, Question, Tone, folded};
use super::script::NEW;
use super::show::{help, law_of, node_at, question};
use super::write::{bare, pairs, read_typed};
use super::{Session, pick};
use crate::check::find;
use crate::check::{Checked, Matter};
use crate::forms::model::{Article, Field, Level, SectionBody, Shape};
use crate::kind::value::Name;
use crate::kind::{Complaint, Kind, Value};
use crate::lang::{Lang, Script, script_of};
use toml_edit::Value as Toml;

/// What one question is about.
pub(super) struct Asking<'a> {
    pub matter: &'a Matter,
    pub path: String,
    pub field: &'a Field,
    pub kind: &'a Kind,
    pub question: Question,
    pub law: Vec<(String, Vec<Article>)>,
}

impl<'a> Session<'a> {
    /// Asks what the agenda wants.
    pub(super) fn ask_todo(&mut self, p: &mut dyn Prompter, now: &Checked, todo: &Todo) -> Result<(), Key> {
        if let Why::Wrong(messages) = &todo.why {
            messages.iter().for_each(|m| p.tell(Tone::Wrong, m));
        }
        let before = self.editor.text();
        self.ask_path(p, now, &todo.path, &todo.law, todo.why == Why::Untranslated)?;
        if matches!(todo.why, Why::Wrong(_)) && self.editor.text() == before {
            // Kept as it is: asking again would never end.
            self.skipped.insert(todo.path.clone());
        }
        Ok(())
    }

    /// Asks for the value at a path; of a section or record, for the value that makes it.
    pub(super) fn ask_path(
        &mut self,
        p: &mut dyn Prompter,
        now: &Checked,
        path: &str,
        law: &[(String, Vec<Article>)],
        only_missing: bool,
    ) -> Result<(), Key> {
        let matter = now.outcome.matter();
        let forms = self.speech.forms;
        let place = locate(forms, &self.editor, path).map_err(|_| Key::Skip)?;
        let Some(field) = place.field else { return self.ask_whole(p, now, &place, law) };
        match &field.shape {
            Shape::Record(record) => {
                let at = match (field.list, place.entry) {
                    (true, None) => {
                        let count = node_at(matter.tree(), &place.path).map_or(0, |n| n.items().len());
                        self.touch(&place.path);
                        format!("{}[{count}]", place.path)
                    }
                    _ => place.path.clone(),
                };
                let fields: Vec<&Field> = forms.catalogue.record_fields(record).iter().collect();
                let Some(first) = first_field(&fields) else { return Err(Key::Skip) };
                self.ask_path(p, now, &format!("{at}.{}", first.name), law, false)
            }
            Shape::Scalar(kind) => {
                let mut law = law.to_vec();
                if law.is_empty() {
                    law = law_of(matter, field);
                }
                let question = question(self.speech, matter, &place, field);
                let asking = Asking { matter, path: place.path.clone(), field, kind, question, law };
                if field.list && place.entry.is_none() {
                    self.ask_list(p, &asking)?;
                } else {
                    self.ask_one(p, &asking, only_missing)?;
                }
                self.done(&place.path);
                Ok(())
            }
        }
    }

    /// Asks for a section as a whole: a list begins with an item, a table with its first field.
    fn ask_whole(&mut self, p: &mut dyn Prompter, now: &Checked, place: &Located<'a>, law: &[(String, Vec<Article>)]) -> Result<(), Key> {
        let section = place.section;
        match &section.body {
            SectionBody::Table(fields) => {
                let fields: Vec<&Field> = fields.iter().collect();
                let Some(first) = first_field(&fields) else { return Err(Key::Skip) };
                self.ask_path(p, now, &format!("{}.{}", section.id, first.name), law, false)
            }
            SectionBody::Variants(_) if place.item.is_none() => self.ask_types(p, now, law),
            _ if place.item.is_some() => Err(Key::Skip),
            _ => {
                let required = section.needs.iter().any(|n| n.level == Level::Must && n.path.is_none());
                if !required && !self.ask_item(p, now, &section.id, law)? {
                    return Err(Key::Skip);
                }
                self.create(&section.id)?;
                self.touch(&section.id);
                Ok(())
            }
        }
    }

    /// Asks which types of assistance are requested, and makes an item of each.
    pub(super) fn ask_types(&mut self, p: &mut dyn Prompter, now: &Checked, law: &[(String, Vec<Article>)]) -> Result<(), Key> {
        let Some(section) = self.speech.forms.catalogue.sections.iter().find(|s| matches!(s.body, SectionBody::Variants(_))) else {
            return Err(Key::Skip);
        };
        let question = Question {
            path: section.id.clone(),
            label: super::show::section_title(self.speech, section),
            ask: self.speech.get("interview.ask-types"),
            help: self.speech.get("interview.help-types"),
            choices: pick::types(self.speech),
            ..Question::default()
        };
        let _ = now;
        let picked = self.with_help(p, &question, law, None, |p, q| p.choose_many(q))?;
        if picked.is_empty() {
            return Err(Key::Skip);
        }
        let forms = self.speech.forms;
        let section = section.id.clone();
        let mut made = Vec::new();
        self.edit(|editor| {
            for at in picked {
                let id = new_id(forms, editor, &section);
                editor.set(&format!("{section}[{id}].type"), question.choices[at].id.as_str().into())?;
                made.push(format!("{section}[{id}]"));
            }
            Ok(())
        })?;
        made.iter().for_each(|m| self.created(m));
        Ok(())
    }

    /// Asks for one value.
    fn ask_one(&mut self, p: &mut dyn Prompter, asking: &Asking<'_>, only_missing: bool) -> Result<(), Key> {
        if *asking.kind == Kind::Prose {
            return self.ask_prose(p, asking, only_missing);
        }
        if let Some(choices) = pick::choices(self, asking.matter, &asking.path, asking.field) {
            let mut question = asking.question.clone();
            question.choices = choices;
            let at = self.with_help(p, &question, &asking.law, Some(asking.kind), |p, q| p.choose(q))?;
            let id = question.choices[at].id.clone();
            if let Some(new) = id.strip_prefix(NEW) {
                return self.refer_to_new(asking, new);
            }
            let value = if *asking.kind == Kind::Bool { Toml::from(id == "true") } else { Toml::from(id.as_str()) };
            return self.set(&asking.path, value);
        }
        match self.typed(p, asking, &asking.question)? {
            Some(value) => self.set(&asking.path, value),
            None => Ok(()),
        }
    }

    /// Makes an item and points at it, in one step.
    fn refer_to_new(&mut self, asking: &Asking<'_>, id: &str) -> Result<(), Key> {
        let section = pick::section_of_new(self.speech, asking.field, id).ok_or(Key::Skip)?;
        let item = format!("{section}[{id}]");
        self.edit(|editor| {
            super::session::make_item(editor, &section, id)?;
            editor.set(&asking.path, id.into())
        })?;
        self.focus.push(item);
        Ok(())
    }

    /// A line that the kind can read; `None` for an empty one where there is a value already.
    pub(super) fn typed(&mut self, p: &mut dyn Prompter, asking: &Asking<'_>, question: &Question) -> Result<Option<Toml>, Key> {
        let original = Some(asking.matter.header().original);
        loop {
            let text = self.with_help(p, question, &asking.law, Some(asking.kind), |p, q| p.line(q))?;
            if text.trim().is_empty() {
                if question.default.is_some() {
                    return Ok(None);
                }
                p.tell(Tone::Note, &self.speech.get("interview.empty"));
                continue;
            }
            let text = self.today_for(asking.kind, text);
            match read_typed(asking.kind, &text, self.speech.forms, original) {
                Ok(value) if *asking.kind == Kind::Name => return self.latin_too(p, asking, question, &text, value).map(Some),
                Ok(value) => {
                    self.echo(p, asking, &text, &value);
                    return Ok(Some(value));
                }
                Err(complaints) => {
                    if let Some(value) = self.which_date(p, asking, question, &complaints)? {
                        return Ok(Some(value));
                    }
                }
            }
        }
    }

    /// Says what is wrong with a typed value; where a date can be read in two ways, asks which is meant.
    fn which_date(
        &mut self,
        p: &mut dyn Prompter,
        asking: &Asking<'_>,
        question: &Question,
        complaints: &[Complaint],
    ) -> Result<Option<Toml>, Key> {
        for complaint in complaints {
            self.tell_complaint(p, complaint);
        }
        let [one] = complaints else { return Ok(None) };
        let arg = |name: &str| one.args.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone());
        let (Some(first), Some(second), Kind::Date) = (arg("known"), arg("other"), asking.kind) else { return Ok(None) };
        let label = |date: &str| date.parse().map_or_else(|_| date.to_owned(), |d| self.shown(asking.matter, &Value::Date(d)));
        let choices = [first, second].map(|d| super::Choice { label: label(&d), id: d, ..Default::default() });
        let ask =
            Question { ask: self.speech.get("interview.which-date"), help: String::new(), choices: choices.into(), ..question.clone() };
        let at = self.with_help(p, &ask, &asking.law, Some(asking.kind), |p, q| p.choose(q))?;
        Ok(read_typed(asking.kind, &ask.choices[at].id, self.speech.forms, None).ok())
    }

    /// Says what is wrong, in the sentence of the checker.
    pub(super) fn tell_complaint(&self, p: &mut dyn Prompter, complaint: &Complaint) {
        let found = find::complaint(self.speech.forms, self.speech.lang, complaint, complaint.span, None);
        p.tell(Tone::Wrong, &found.message);
        found.help.iter().filter(|h| !h.contains("``")).for_each(|h| p.tell(Tone::Note, h));
    }

    fn today_for(&self, kind: &Kind, text: String) -> String {
        let today = self.around.today.filter(|_| *kind == Kind::Date);
        let is_today = folded(&text) == "today" || folded(&text) == folded(&self.speech.get("interview.today"));
        match today {
            Some(day) if is_today => day.to_string(),
            _ => text,
        }
    }

    fn shown(&self, matter: &Matter, value: &Value) -> String {
        value.show(self.speech.lang, &self.speech.forms.words, matter.header().original)
    }

    /// Repeats a value where it was understood as something else than what was typed.
    fn echo(&self, p: &mut dyn Prompter, asking: &Asking<'_>, typed: &str, value: &Toml) {
        let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if folded(&plain) != folded(typed) || matches!(asking.kind, Kind::Date | Kind::Money) {
            let cx = crate::kind::Cx { lexicon: &self.speech.forms.words, original: None };
            let raw = toml::Spanned::new(0..typed.len(), toml::de::DeValue::String(typed.into()));
            if let Ok(value) = asking.kind.parse(&raw, &cx) {
                p.tell(Tone::Note, &format!("= {}", self.shown(asking.matter, &value)));
            }
        }
    }

    /// A name in other letters is wanted in Latin letters too.
    fn latin_too(&mut self, p: &mut dyn Prompter, asking: &Asking<'_>, question: &Question, typed: &str, value: Toml) -> Result<Toml, Key> {
        if script_of(typed) == Script::Latin {
            return Ok(value);
        }
        let latin = Question {
            path: format!("{}.latin", question.path),
            ask: self.speech.fill("interview.ask-latin", &[("value", typed.trim())]),
            help: self.speech.get("interview.help-latin"),
            default: None,
            ..question.clone()
        };
        loop {
            match self.with_help(p, &latin, &asking.law, Some(asking.kind), |p, q| p.line(q)) {
                Ok(text) if text.trim().is_empty() => return Ok(value),
                Ok(text) if script_of(&text) == Script::Latin => {
                    let name = Name { native: Some(typed.trim().to_owned()), latin: Some(text.trim().to_owned()) };
                    return Ok(super::write::written(&Value::Name(name)));
                }
                Ok(_) => p.tell(Tone::Wrong, &self.speech.get("interview.not-latin")),
                Err(Key::Skip) => return Ok(value),
                Err(key) => return Err(key),
            }
        }
    }

    /// Asks for a text in the original language, then for its translation with the source in view.
    fn ask_prose(&mut self, p: &mut dyn Prompter, asking: &Asking<'_>, only_missing: bool) -> Result<(), Key> {
        let header = asking.matter.header();
        let prose = node_at(asking.matter.tree(), &asking.path).and_then(prose_of);
        let mut texts: Vec<(Lang, String)> = prose.iter().flat_map(|p| &p.texts).map(|(l, t, _)| (*l, t.clone())).collect();
        if let Some((text, _)) = prose.and_then(|p| p.bare.as_ref())
            && !texts.iter().any(|(l, _)| *l == header.original)
        {
            texts.insert(0, (header.original, text.clone()));
        }
        let languages = header.languages();
        let is_line = self.is_line(asking.field);
        let mut at = 0;
        while let Some(&lang) = languages.get(at) {
            let known = texts.iter().find(|(l, _)| *l == lang).map(|(_, t)| t.clone());
            if only_missing && known.is_some() {
                at += 1;
                continue;
            }
            let mut question = asking.question.clone();
            question.path = format!("{}.{lang}", asking.path);
            question.default = known.map(|t| (t, self.speech.get("interview.from-file")));
            if languages.len() > 1 {
                let name = self.speech.get(&format!("language.{}", lang.primary()));
                question.ask = self.speech.fill("interview.in-language", &[("value", &question.ask), ("other", &name)]);
            }
            if lang != header.original {
                question.source = texts.iter().find(|(l, _)| *l == header.original).map(|(_, t)| t.clone());
                question.help = self.speech.get("interview.help-translation");
            }
            let answer = self.with_help(p, &question, &asking.law, Some(asking.kind), |p, q| if is_line { p.line(q) } else { p.text(q) });
            match answer {
                Ok(text) if text.trim().is_empty() && question.default.is_some() => at += 1,
                Ok(text) if text.trim().is_empty() => p.tell(Tone::Note, &self.speech.get("interview.empty")),
                Ok(text) => match read_typed(&Kind::Prose, &text, self.speech.forms, Some(header.original)) {
                    Ok(value) => {
                        let text = value.as_str().unwrap_or(&text).to_owned();
                        match texts.iter_mut().find(|(l, _)| *l == lang) {
                            Some((_, old)) => *old = text,
                            None => texts.push((lang, text)),
                        }
                        self.set(&asking.path, prose_value(&texts, languages.len()))?;
                        at += 1;
                    }
                    Err(complaints) => complaints.iter().for_each(|c| self.tell_complaint(p, c)),
                },
                Err(Key::Back) if at > 0 && !only_missing => at -= 1,
                Err(Key::Skip) if lang != header.original => {
                    self.skipped.insert(asking.path.clone());
                    at += 1;
                }
                Err(key) => return Err(key),
            }
        }
        Ok(())
    }

    /// Whether a text is so short by nature that a line is enough for it.
    pub(super) fn is_line(&self, field: &Field) -> bool {
        self.speech.get("interview.lines").split(' ').any(|name| name == field.name) && field.min_len.is_none()
    }

    /// Asks until the answer is more than a call for help, or for a look at the file.
    pub(super) fn with_help<T>(
        &self,
        p: &mut dyn Prompter,
        question: &Question,
        law: &[(String, Vec<Article>)],
        kind: Option<&Kind>,
        mut ask: impl FnMut(&mut dyn Prompter, &Question) -> Result<T, Key>,
    ) -> Result<T, Key> {
        loop {
            match ask(p, question) {
                Err(Key::Help) => p.tell(Tone::Note, &help(self.speech, question, law, kind)),
                Err(Key::Show) => p.tell(Tone::Note, &self.editor.text()),
                other => return other,
            }
        }
    }
}

/// A text by language; alone where the request has one language only.
fn prose_value(texts: &[(Lang, String)], languages: usize) -> Toml {
    match texts {
        [(_, only)] if languages == 1 => bare(&only.as_str().into()),
        all => pairs(all.iter().map(|(l, t)| (l.as_str(), Toml::from(t.as_str())))),
    }
}

/// The field that a record begins with: the first that must be there, else the first that is wanted, else the first.
fn first_field<'f>(fields: &[&'f Field]) -> Option<&'f Field> {
    let wants = |least: Level| fields.iter().copied().find(|f| f.needs.iter().any(|n| n.level >= least && n.when.is_none()));
    wants(Level::Must).or_else(|| wants(Level::Advised)).or_else(|| fields.first().copied())
}
