//! Answers known beforehand, by path.

use super::prompter::{Key, Prompter, Question, Tone};
use std::collections::{HashMap, VecDeque};

/// One answer of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A text, or the id of a choice; `true` and `false` for yes and no.
    Text(String),
    /// Ids of choices.
    Many(Vec<String>),
    /// A key.
    Key(Key),
}

/// Answers by path. A path without an answer is skipped.
#[derive(Debug, Clone, Default)]
pub struct Script {
    queues: HashMap<String, VecDeque<Reply>>,
    answers: HashMap<String, Reply>,
    /// The paths that were asked, in order.
    pub asked: Vec<String>,
    /// What was said without a question.
    pub told: Vec<String>,
    /// Leaves with this key once so many questions have been answered.
    pub stop_after: Option<(usize, Key)>,
}

/// What the id of a choice begins with that makes a new item; the id of that item follows.
pub const NEW: &str = "+";

impl Script {
    /// All values of a case file as answers.
    #[must_use]
    pub fn from_case(table: &toml::Table) -> Self {
        let mut script = Self::default();
        for (key, value) in table {
            script.take(key, value, true);
        }
        script
    }

    fn take(&mut self, path: &str, value: &toml::Value, top: bool) {
        match value {
            toml::Value::Table(table) if table.len() == 2 && table.contains_key("from") && table.contains_key("to") => {
                let text = format!("{} .. {}", plain(&table["from"]), plain(&table["to"]));
                self.answers.insert(path.to_owned(), Reply::Text(text));
            }
            toml::Value::Table(table) => {
                for (key, value) in table {
                    self.take(&format!("{path}.{key}"), value, false);
                }
            }
            toml::Value::Array(items) => {
                let mut ids = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    let id = item.get("id").and_then(toml::Value::as_str).filter(|_| top);
                    self.take(&format!("{path}[{}]", id.map_or_else(|| at.to_string(), str::to_owned)), item, false);
                    ids.extend((!item.is_table()).then(|| plain(item)));
                }
                if !ids.is_empty() {
                    self.answers.insert(path.to_owned(), Reply::Many(ids));
                }
                if top && path == "assistance" {
                    let types = items.iter().filter_map(|i| i.get("type")?.as_str().map(str::to_owned)).collect();
                    self.answers.insert(path.to_owned(), Reply::Many(types));
                }
            }
            other => {
                self.answers.insert(path.to_owned(), Reply::Text(plain(other)));
            }
        }
    }

    /// Answers a path once, before any other answer to it.
    pub fn once(&mut self, path: &str, reply: Reply) {
        self.queues.entry(path.to_owned()).or_default().push_back(reply);
    }

    /// Answers a path whenever it is asked.
    pub fn always(&mut self, path: &str, reply: Reply) {
        self.answers.insert(path.to_owned(), reply);
    }

    fn reply(&mut self, path: &str) -> Result<Option<Reply>, Key> {
        if let Some((count, key)) = self.stop_after
            && self.asked.len() >= count
        {
            return Err(key);
        }
        self.asked.push(path.to_owned());
        let queued = self.queues.get_mut(path).and_then(VecDeque::pop_front);
        let found = queued.or_else(|| self.answers.get(path).cloned()).or_else(|| self.answers.get(&format!("{path}.native")).cloned());
        let found = found.or_else(|| self.answers.get(path.rsplit_once('.')?.0).filter(|r| matches!(r, Reply::Text(_))).cloned());
        match found {
            Some(Reply::Key(key)) => Err(key),
            other => Ok(other),
        }
    }
}

fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl Prompter for Script {
    fn line(&mut self, question: &Question) -> Result<String, Key> {
        match self.reply(&question.path)? {
            Some(Reply::Text(text)) => Ok(text),
            _ => Err(Key::Skip),
        }
    }

    fn text(&mut self, question: &Question) -> Result<String, Key> {
        self.line(question)
    }

    fn choose(&mut self, question: &Question) -> Result<usize, Key> {
        let Some(Reply::Text(id)) = self.reply(&question.path)? else { return Err(Key::Skip) };
        let at = |id: &str| question.choices.iter().position(|c| c.id == id);
        at(&id).or_else(|| at(&format!("{NEW}{id}"))).ok_or(Key::Skip)
    }

    fn choose_many(&mut self, question: &Question) -> Result<Vec<usize>, Key> {
        let ids = match self.reply(&question.path)? {
            Some(Reply::Many(ids)) => ids,
            Some(Reply::Text(id)) => vec![id],
            _ => return Err(Key::Skip),
        };
        let at = |id: &str| question.choices.iter().position(|c| c.id == id);
        let picked: Vec<usize> = ids.iter().filter_map(|id| at(id).or_else(|| at(&format!("{NEW}{id}")))).collect();
        if picked.is_empty() {
            return Err(Key::Skip);
        }
        Ok(picked)
    }

    fn confirm(&mut self, question: &Question) -> Result<bool, Key> {
        let below = format!("{}.", question.path);
        match self.reply(&question.path)? {
            Some(Reply::Text(text)) => Ok(text == "true"),
            _ => Ok(self.answers.keys().any(|k| k.starts_with(&below))),
        }
    }

    fn tell(&mut self, _: Tone, text: &str) {
        self.told.push(text.to_owned());
    }
}
