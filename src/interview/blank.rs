//! An empty case file with every field that the chosen bases and types have: what must be there open, the rest as comments.

use super::Speech;
use super::locate::id_prefix;
use super::show::section_title;
use crate::case::CaseFile;
use crate::check::find::cite_short;
use crate::check::{CASE_SCHEMA, NoFiles, OpenNeed, Surroundings, check, label_of};
use crate::forms::model::{Field, Level, Section, SectionBody, Shape};
use crate::kind::Kind;
use crate::source::SourceFile;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// Deepest record inside a record that is written out.
const DEEPEST: usize = 3;

/// The text of an empty case for legal bases and assistance types.
#[must_use]
pub fn blank(speech: Speech<'_>, bases: &[String], types: &[String]) -> String {
    let known = wanted_by_check(speech, bases, types);
    let mut out = String::new();
    for part in ["head", "texts", "check"] {
        let _ = writeln!(out, "# {}", speech.get(&format!("interview.blank.{part}")));
    }
    let _ = writeln!(out, "schema = {CASE_SCHEMA}");
    let mut writer = Writer { speech, known, bases, out };
    for section in &speech.forms.catalogue.sections {
        writer.section(section, types);
    }
    writer.out
}

/// The smallest case of these bases and types, with one item in every list that wants one.
fn smallest(speech: Speech<'_>, bases: &[String], types: &[String]) -> String {
    let quoted: Vec<String> = bases.iter().map(|b| format!("\"{b}\"")).collect();
    let mut text = format!("schema = {CASE_SCHEMA}\n[request]\nbases = [{}]\n", quoted.join(", "));
    for (n, kind) in types.iter().enumerate() {
        let _ = write!(text, "[[assistance]]\nid = \"a{}\"\ntype = \"{kind}\"\n", n + 1);
    }
    let once = |text: &str| {
        let source = SourceFile::new("", text);
        let around = Surroundings { lang: speech.lang, today: None, files: &NoFiles };
        check(&CaseFile::parse(&source), speech.forms, &around).outcome.matter().open().to_vec()
    };
    for need in once(&text) {
        let list = speech.forms.catalogue.section(&need.path).filter(|s| matches!(s.body, SectionBody::List(_)));
        if let Some(list) = list.filter(|_| need.level >= Level::WherePossible) {
            let _ = write!(text, "[[{}]]\nid = \"{}1\"\n", list.id, id_prefix(speech.forms, &list.id));
        }
    }
    text
}

fn wanted_by_check(speech: Speech<'_>, bases: &[String], types: &[String]) -> Known {
    let text = smallest(speech, bases, types);
    let source = SourceFile::new("", text.as_str());
    let around = Surroundings { lang: speech.lang, today: None, files: &NoFiles };
    let checked = check(&CaseFile::parse(&source), speech.forms, &around);
    let matter = checked.outcome.matter();
    let sections = speech.forms.catalogue.sections.iter();
    let items = sections.filter(|s| !matter.tree().items(&s.id).is_empty()).map(|s| s.id.clone()).collect();
    Known { open: matter.open().iter().map(|n| (n.path.clone(), n.clone())).collect(), items }
}

/// What the checker says of the smallest case.
struct Known {
    open: HashMap<String, OpenNeed>,
    items: HashSet<String>,
}

struct Writer<'a> {
    speech: Speech<'a>,
    known: Known,
    bases: &'a [String],
    out: String,
}

impl Writer<'_> {
    fn section(&mut self, section: &Section, types: &[String]) {
        let speech = self.speech;
        let _ = write!(self.out, "\n# {}\n", section_title(speech, section));
        match &section.body {
            SectionBody::Table(fields) => {
                let _ = writeln!(self.out, "[{}]", section.id);
                let fields: Vec<&Field> = fields.iter().collect();
                self.fields(&fields, &section.id, &section.id, true, 0);
            }
            SectionBody::List(record) => {
                let live = self.known.items.contains(&section.id);
                let id = format!("{}1", id_prefix(speech.forms, &section.id));
                let hash = if live { "" } else { "# " };
                let _ = write!(self.out, "{hash}[[{}]]\n{hash}id = \"{id}\"\n", section.id);
                let fields: Vec<&Field> = speech.forms.catalogue.record_fields(record).iter().collect();
                self.fields(&fields, &section.id, &format!("{}[{id}]", section.id), live, 0);
            }
            SectionBody::Variants(own) => {
                for (n, kind) in types.iter().enumerate() {
                    if n > 0 {
                        self.out.push('\n');
                    }
                    let id = format!("{}{}", id_prefix(speech.forms, &section.id), n + 1);
                    let title = speech.get(&format!("assistance.{kind}.title"));
                    let _ = write!(self.out, "# {title}\n[[{}]]\nid = \"{id}\"\ntype = \"{kind}\"\n", section.id);
                    let more = speech.forms.catalogue.types.get(kind).into_iter().flatten();
                    let fields: Vec<&Field> = own.iter().chain(more).filter(|f| f.name != "type").collect();
                    self.fields(&fields, &section.id, &format!("{}[{id}]", section.id), true, 0);
                }
            }
        }
    }

    /// Values first, records after them, as TOML wants it.
    fn fields(&mut self, fields: &[&Field], table: &str, path: &str, live: bool, depth: usize) {
        for field in fields.iter().filter(|f| matches!(f.shape, Shape::Scalar(_))) {
            self.value(field, path, live);
        }
        for field in fields {
            let Shape::Record(record) = &field.shape else { continue };
            if depth >= DEEPEST {
                continue;
            }
            let at = format!("{path}.{}", field.name);
            let level = self.level(field, &at);
            // A list of records is begun by whoever needs one: an empty one would be a finding.
            let live = live && level == Some(Level::Must) && !field.list;
            let hash = if live { "" } else { "# " };
            let name = format!("{table}.{}", field.name);
            let _ = writeln!(self.out, "\n# {}", self.comment(field, &at, level));
            let header = if field.list { format!("[[{name}]]") } else { format!("[{name}]") };
            let _ = writeln!(self.out, "{hash}{header}");
            let inner: Vec<&Field> = self.speech.forms.catalogue.record_fields(record).iter().collect();
            self.fields(&inner, &name, &at, live, depth + 1);
        }
    }

    fn value(&mut self, field: &Field, path: &str, live: bool) {
        let Shape::Scalar(kind) = &field.shape else { return };
        let at = format!("{path}.{}", field.name);
        let level = self.level(field, &at);
        let hash = if live && level == Some(Level::Must) { "" } else { "# " };
        let _ = writeln!(self.out, "# {}", self.comment(field, &at, level));
        let empty = match kind {
            _ if at == super::pick::BASES => {
                let all: Vec<String> = self.bases.iter().map(|b| format!("\"{b}\"")).collect();
                format!("[{}]", all.join(", "))
            }
            _ if field.list => "[]".to_owned(),
            Kind::DateRange => "{ from = \"\", to = \"\" }".to_owned(),
            _ => "\"\"".to_owned(),
        };
        let _ = writeln!(self.out, "{hash}{} = {empty}", field.name);
    }

    /// How strongly a field is wanted: by the checker where it can know, else by the field itself.
    fn level(&self, field: &Field, path: &str) -> Option<Level> {
        let own = field.needs.iter().filter(|n| n.when.is_none()).map(|n| n.level).max();
        let checked = self.known.open.get(path).map(|n| n.level);
        checked.max(own).filter(|l| *l > Level::Optional)
    }

    /// Label, strength, article and example on one line.
    fn comment(&self, field: &Field, path: &str, level: Option<Level>) -> String {
        let speech = self.speech;
        let mut text = label_of(speech.forms, speech.lang, &field.words);
        let law = self.known.open.get(path).map(|n| n.law.as_slice()).unwrap_or_default();
        let mut notes: Vec<String> = Vec::new();
        match level {
            Some(Level::Must) => notes.push(speech.get("interview.blank.required")),
            Some(_) => notes.push(speech.get("interview.blank.wanted")),
            None => {}
        }
        notes.extend(law.iter().map(|(basis, articles)| cite_short(speech.forms, speech.lang, basis, articles)));
        if !notes.is_empty() {
            let _ = write!(text, " ({})", notes.join("; "));
        }
        match &field.shape {
            Shape::Scalar(Kind::Choice { ids, .. }) => {
                let _ = write!(text, ": {}", ids.join(" | "));
            }
            Shape::Scalar(kind) => {
                let example = speech.word(&format!("{}.example", field.words)).map_or_else(|| kind.example(), str::to_owned);
                let _ = write!(text, ". {}", speech.fill("interview.example", &[("value", &example)]));
            }
            Shape::Record(_) => {}
        }
        text.replace(['\n', '\r'], " ")
    }
}
