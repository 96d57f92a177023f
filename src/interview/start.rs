//! The beginning of an interview about an empty file: what is to be written. And what is said as soon as an answer contradicts another.

use super::agenda::within;
use super::locate::new_id;
use super::prompter::{Choice, Key, Prompter, Question, Tone};
use super::session::Session;
use super::show::{node_at, path_label};
use crate::check::Checked;
use crate::diag::{Diagnostic, Severity};
use crate::forms::documents::REQUEST;
use crate::kind::Kind;

/// The section whose items differ by type.
const ASSISTANCE: &str = "assistance";

/// Codes of findings about values that do not agree.
const CONSISTENCY: &str = "MLA4";

impl Session<'_> {
    /// Asks what is to be written, where the file says nothing yet, and writes what follows from that.
    pub(super) fn begin(&mut self, p: &mut dyn Prompter) -> Result<(), Key> {
        // What a profile brings does not say what is written.
        let begun = ["kind", "requested-state", "bases", "id"].iter().any(|key| self.editor.get(&format!("request.{key}")).is_some());
        if begun || !self.editor.ids(ASSISTANCE).is_empty() {
            return Ok(());
        }
        let question = Question {
            path: "document".to_owned(),
            ask: self.speech.get("interview.ask-document"),
            help: self.speech.get("interview.help-document"),
            choices: self.documents(),
            ..Question::default()
        };
        let at = match self.with_help(p, &question, &[], None, |p, q| p.choose(q)) {
            Ok(at) => at,
            Err(Key::Skip | Key::Back) => return Ok(()),
            Err(key) => return Err(key),
        };
        self.write_document(&question.choices[at].id)
    }

    /// All documents and kinds of letter, requests first.
    fn documents(&self) -> Vec<Choice> {
        let speech = self.speech;
        let documents = speech.forms.catalogue.documents.values();
        let kinds = self.kinds().into_iter().filter(|kind| kind != REQUEST);
        let others = documents.filter(|d| d.id != REQUEST && d.kinds.is_empty()).map(|d| d.id.clone());
        let ids = std::iter::once(REQUEST.to_owned()).chain(kinds).chain(others);
        ids.map(|id| Choice { label: speech.get(&format!("document-form.{id}")), chosen: id == REQUEST, id, ..Choice::default() }).collect()
    }

    fn kinds(&self) -> Vec<String> {
        let fields = self.speech.forms.catalogue.section_fields("request");
        let kind = fields.iter().find(|field| field.name == "kind").map(|field| &field.shape);
        match kind {
            Some(crate::forms::model::Shape::Scalar(Kind::Choice { ids, .. })) => ids.clone(),
            _ => Vec::new(),
        }
    }

    /// A kind of letter is said in the header; other documents follow from a basis or from the types of assistance.
    fn write_document(&mut self, id: &str) -> Result<(), Key> {
        let forms = self.speech.forms;
        if id == REQUEST {
            return Ok(());
        }
        if self.kinds().iter().any(|kind| kind == id) {
            return self.set("request.kind", id.into());
        }
        if let Some(basis) = forms.bases_in_order().into_iter().find(|basis| basis.document.as_deref() == Some(id)) {
            return self.set("request.bases", super::write::array([basis.id.as_str().into()]));
        }
        let types = forms.types_in_order();
        let Some(kind) = types.iter().find(|kind| kind.document.as_deref() == Some(id)) else { return Ok(()) };
        let item = new_id(forms, &self.editor, ASSISTANCE);
        self.set(&format!("{ASSISTANCE}[{item}].type"), kind.id.as_str().into())
    }

    /// Tells what does not agree since the last answer, and offers to go to the other value. Errors are asked about anyway.
    pub(super) fn contradictions(&mut self, p: &mut dyn Prompter, before: &Checked, asked: &str) -> Result<(), Key> {
        let now = self.check();
        let known = |found: &Diagnostic| before.report.diagnostics().iter().any(|d| d.code == found.code && d.path == found.path);
        let is_new =
            |found: &&Diagnostic| found.severity == Severity::Warning && found.code.as_str().starts_with(CONSISTENCY) && !known(found);
        let fresh: Vec<Diagnostic> = now.report.diagnostics().iter().filter(is_new).cloned().collect();
        // Of an item that is still being asked about, nothing can be said yet.
        let open = self.todos(&now);
        let is_settled = |path: &str| {
            let node = node_at(now.outcome.matter().tree(), path);
            node.is_some_and(|node| node.value().is_some() || !open.iter().any(|todo| todo.is_within(path)))
        };
        for found in fresh {
            let matter = now.outcome.matter();
            let Some(path) = found.path.as_deref().filter(|path| is_settled(path)) else { continue };
            p.tell(Tone::Wrong, &found.message);
            if within(path, asked) || within(asked, path) {
                continue;
            }
            let place = path_label(self.speech, matter, &self.editor, path);
            let question = Question {
                path: format!("{}.{path}", found.code),
                ask: self.speech.fill("interview.ask-go", &[("label", &place)]),
                default: Some((self.speech.get("interview.no"), String::new())),
                ..Question::default()
            };
            if self.with_help(p, &question, &[], None, |p, q| p.confirm(q)) == Ok(true) {
                let path = path.to_owned();
                return self.ask_path(p, &now, &path, &[], false);
            }
        }
        Ok(())
    }
}
