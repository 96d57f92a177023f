//! Answers that are given at once: a case-like TOML file, lines of `path = value`, or `--set`.

use super::Speech;
use super::locate::{NoPlace, locate, new_id};
use super::write::{array, bare, read_toml, read_typed};
use crate::case::edit::{EditError, Editor};
use crate::check::find::{self, diagnostic};
use crate::diag::Diagnostic;
use crate::forms::model::{Field, Shape};
use crate::kind::{Complaint, Kind};
use crate::lang::Lang;
use crate::source::{SourceFile, Span};
use crate::suggest::nearest;
use toml_edit::{Document, Item, TableLike, Value as Toml};

/// Applies a file of answers to a case file. What is wrong is left out and reported; everything else is written.
///
/// A file with `[tables]` is read as a case file, any other as lines of `path = value`.
#[must_use]
pub fn apply(speech: Speech<'_>, editor: &mut Editor, source: &SourceFile) -> Vec<Diagnostic> {
    let mut applying = Applying::new(speech, editor);
    let is_toml = source.text().lines().any(|l| l.trim_start().starts_with('['));
    if is_toml {
        applying.toml(source);
    } else {
        applying.lines(source);
    }
    applying.found
}

/// Values on their way into a case file.
pub(super) struct Applying<'a, 'e> {
    speech: Speech<'a>,
    editor: &'e mut Editor,
    found: Vec<Diagnostic>,
}

impl<'a, 'e> Applying<'a, 'e> {
    /// Nothing written, nothing found.
    pub(super) fn new(speech: Speech<'a>, editor: &'e mut Editor) -> Self {
        Self { speech, editor, found: Vec::new() }
    }

    /// The case as it is now.
    pub(super) fn editor(&self) -> &Editor {
        self.editor
    }

    /// Begins an item of a list section, unless it is there.
    pub(super) fn item(&mut self, section: &str, id: &str) {
        // Without room for it in the file the values that follow say so.
        let _ = super::session::make_item(self.editor, section, id);
    }

    /// What was found.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        self.found
    }
}

impl Applying<'_, '_> {
    fn raise(&mut self, code: &str, span: Span, path: &str, args: &[(&str, &str)]) {
        let mut made = diagnostic(self.speech.forms, self.speech.lang, code, span, Some(path), args);
        made.help.retain(|h| !h.contains("``"));
        self.found.push(made);
    }

    fn complain(&mut self, complaints: &[Complaint], span: Span, path: &str) {
        for complaint in complaints {
            self.found.push(find::complaint(self.speech.forms, self.speech.lang, complaint, span, Some(path)));
        }
    }

    fn no_place(&mut self, wrong: &NoPlace, span: Span, path: &str) {
        let known = nearest(&wrong.step, wrong.known.iter().map(String::as_str)).unwrap_or("").to_owned();
        let code = if wrong.is_section { "MLA102" } else { "MLA101" };
        self.raise(code, span, path, &[("value", &wrong.step), ("known", &known)]);
    }

    fn original(&self) -> Option<Lang> {
        self.editor.get("request.languages.original")?.as_str()?.parse().ok()
    }

    /// Lines of `path = value`; empty lines and lines that begin with `#` are passed over.
    fn lines(&mut self, source: &SourceFile) {
        let mut at = 0;
        for line in source.text().split_inclusive('\n') {
            let start = at;
            at += line.len();
            let text = line.trim();
            if text.is_empty() || text.starts_with('#') || text.starts_with("schema") {
                continue;
            }
            let begin = start + line.len() - line.trim_start().len();
            let span = Span::new(begin, begin + text.len());
            let Some((path, value)) = text.split_once('=') else {
                self.raise("MLA001", span, text, &[("value", &self.speech.fill("cli.new.no-pair", &[("value", text)]))]);
                continue;
            };
            let (path, value) = (path.trim(), value.trim());
            let end = begin + text.len();
            self.pair(path, value, Span::new(end - value.len(), end), span);
        }
    }

    /// Writes one value, or says what is wrong with it.
    pub(super) fn pair(&mut self, path: &str, value: &str, span: Span, whole: Span) {
        let place = match locate(self.speech.forms, self.editor, path) {
            Ok(place) => place,
            Err(wrong) => return self.no_place(&wrong, whole, path),
        };
        let Some((field, Shape::Scalar(kind))) = place.field.map(|f| (f, &f.shape)) else {
            let is_id = path.ends_with("].id");
            if !is_id {
                self.raise("MLA104", whole, path, &[("value", path), ("other", "string")]);
            }
            return;
        };
        let text = format!("x = {value}");
        let as_toml = value.starts_with(['"', '\'', '[', '{']).then(|| text.parse::<Document<String>>().ok()).flatten();
        let parsed = as_toml.as_ref().and_then(|d| d.get("x")).and_then(Item::as_value).map(bare);
        if let Some(value) = parsed {
            return self.write(path, field, kind, &value, span, place.entry.is_some());
        }
        if field.list && place.entry.is_none() {
            let split = !matches!(kind, Kind::Prose | Kind::Name | Kind::Text) || path == super::pick::BASES;
            let parts: Vec<&str> = if split { value.split(',').map(str::trim).collect() } else { vec![value] };
            let values = array(parts.into_iter().filter(|p| !p.is_empty()).map(Toml::from));
            return self.write(path, field, kind, &values, span, false);
        }
        // One language of a text, one end of a period: `facts[f1].text.en = ...`.
        if place.path != path {
            return self.put(path, value.into(), span);
        }
        match read_typed(kind, value, self.speech.forms, self.original()) {
            Ok(value) => self.put(path, value, span),
            Err(complaints) => self.complain(&complaints, span, path),
        }
    }

    /// Writes a TOML value if its kind can read it; of a list, the entries that can be read.
    fn write(&mut self, path: &str, field: &Field, kind: &Kind, value: &Toml, span: Span, entry: bool) {
        let original = self.original();
        if !field.list || entry {
            return match read_toml(kind, value, self.speech.forms, original) {
                Ok(value) => self.put(path, value, span),
                Err(complaints) => self.complain(&complaints, span, path),
            };
        }
        let entries: Vec<Toml> = match value.as_array() {
            Some(array) => array.iter().cloned().collect(),
            None => vec![value.clone()],
        };
        let mut good = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            match read_toml(kind, entry, self.speech.forms, original) {
                Ok(value) => good.push(value),
                Err(complaints) => self.complain(&complaints, entry.span().map_or(span, Span::from), &format!("{path}[{at}]")),
            }
        }
        if !good.is_empty() {
            self.put(path, array(good), span);
        }
    }

    fn put(&mut self, path: &str, value: Toml, span: Span) {
        match self.editor.set(path, value) {
            Ok(()) => {}
            Err(EditError::Syntax(text) | EditError::NotATable(text) | EditError::BadPath(text)) => {
                self.raise("MLA104", span, path, &[("value", &text), ("other", "string")]);
            }
        }
    }

    /// A file like a case file.
    fn toml(&mut self, source: &SourceFile) {
        let doc = match source.text().parse::<Document<String>>() {
            Ok(doc) => doc,
            Err(error) => {
                let span = error.span().map_or_else(|| source.line_span(1), Span::from);
                return self.raise("MLA001", span, "", &[("value", error.message())]);
            }
        };
        let head = |key: &str| source.text().find(key).map_or_else(|| source.line_span(1), |at| Span::new(at, at + key.len()));
        // The languages decide how bare texts are read, and types which fields an item has: both come first.
        let mut keys: Vec<(&str, &Item)> = doc.iter().collect();
        keys.sort_by_key(|(key, _)| *key != "request");
        for (section, item) in keys {
            if section == "schema" || section == "waive" {
                continue;
            }
            let items: Vec<&dyn TableLike> = match item {
                Item::ArrayOfTables(array) => array.iter().map(|t| t as &dyn TableLike).collect(),
                Item::Value(Toml::Array(array)) => array.iter().filter_map(|v| v.as_inline_table()).map(|t| t as &dyn TableLike).collect(),
                other => match other.as_table_like() {
                    Some(table) => {
                        self.table(section, table, head(section));
                        continue;
                    }
                    None => Vec::new(),
                },
            };
            for table in items {
                let given = table.get("id").and_then(Item::as_str).filter(|id| !id.trim().is_empty());
                let id = given.map_or_else(|| new_id(self.speech.forms, self.editor, section), str::to_owned);
                let holder = format!("{section}[{id}]");
                if let Err(wrong) = locate(self.speech.forms, self.editor, &holder) {
                    self.no_place(&wrong, head(section), &holder);
                    break;
                }
                if super::session::make_item(self.editor, section, &id).is_ok() {
                    self.table(&holder, table, head(section));
                }
            }
        }
    }

    fn table(&mut self, holder: &str, table: &dyn TableLike, around: Span) {
        let mut entries: Vec<(&str, &Item)> = table.iter().collect();
        entries.sort_by_key(|(key, _)| *key != "type");
        for (key, item) in entries {
            let path = format!("{holder}.{key}");
            let span = item.span().map_or(around, Span::from);
            if key == "id" && holder.ends_with(']') {
                continue;
            }
            let place = match locate(self.speech.forms, self.editor, &path) {
                Ok(place) => place,
                Err(wrong) => {
                    self.no_place(&wrong, span, &path);
                    continue;
                }
            };
            let Some(field) = place.field else { continue };
            match (&field.shape, item) {
                (Shape::Record(_), _) if !field.list => match item.as_table_like() {
                    Some(inner) => self.table(&path, inner, span),
                    None => self.raise("MLA104", span, &path, &[("value", &path), ("other", item.type_name())]),
                },
                (Shape::Record(_), Item::ArrayOfTables(array)) => {
                    array.iter().enumerate().for_each(|(n, t)| self.table(&format!("{path}[{n}]"), t, span));
                }
                (Shape::Record(_), Item::Value(Toml::Array(array))) => {
                    let tables = array.iter().enumerate().filter_map(|(n, v)| Some((n, v.as_inline_table()?)));
                    tables.for_each(|(n, t)| self.table(&format!("{path}[{n}]"), t, span));
                }
                (Shape::Record(_), _) => self.raise("MLA105", span, &path, &[("value", &path), ("other", item.type_name())]),
                (Shape::Scalar(kind), _) => match item.clone().into_value() {
                    Ok(value) => self.write(&path, field, kind, &value, span, false),
                    Err(_) => self.raise("MLA106", span, &path, &[("value", &path), ("other", item.type_name())]),
                },
            }
        }
    }
}
