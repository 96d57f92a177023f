//! Items of a list section from a table of comma-separated values: a row an item, a column a field. All rows are taken or none.

use super::Speech;
use super::answers::Applying;
use super::locate::new_id;
use super::prompter::folded;
use crate::case::edit::Editor;
use crate::diag::Diagnostic;
use crate::forms::model::{Field, SectionBody};
use crate::source::{SourceFile, Span};

/// Adds the rows of a table to a list section. Columns are named by the keys of the fields, with dots for what lies below them
/// (`address.country`, `text.fr`), or by labels in any language; `|` stands between several values of one cell. The values are read as
/// typed answers are. Where anything is wrong, nothing is added and all of it is reported, with places in the table.
///
/// # Errors
/// The table is not one: rows of different length, or not a list section; in words of the reader of the table.
pub fn import(speech: Speech<'_>, editor: &mut Editor, section: &str, source: &SourceFile) -> Result<Vec<Diagnostic>, String> {
    let text = source.text();
    let fields = fields(speech, section).ok_or_else(|| section.to_owned())?;
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter(text)).trim(csv::Trim::All).from_reader(&text.as_bytes()[bom..]);
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let columns: Vec<String> = header.iter().map(|name| key_of(speech, &fields, name)).collect();
    let mut draft = editor.clone();
    let mut applying = Applying::new(speech, &mut draft);
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let start = bom + record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let start = start + text[start..].len() - text[start..].trim_start().len();
        let end = text[start..].find(['\r', '\n']).map_or(text.len(), |length| start + length);
        let span = Span::new(start, end);
        let named = columns.iter().position(|key| key == "id").and_then(|at| record.get(at)).filter(|id| !id.is_empty());
        let id = named.map_or_else(|| new_id(speech.forms, applying.editor(), section), str::to_owned);
        applying.item(section, &id);
        for (key, cell) in columns.iter().zip(&record).filter(|(key, cell)| !cell.is_empty() && *key != "id") {
            let is_list = fields.iter().any(|field| field.list && field.name == *key);
            let value = if is_list && cell.contains('|') {
                super::write::array(cell.split('|').map(|part| part.trim().into())).to_string().trim().to_owned()
            } else {
                cell.to_owned()
            };
            applying.pair(&format!("{section}[{id}].{key}"), &value, span, span);
        }
    }
    let found = applying.finish();
    if found.is_empty() {
        *editor = draft;
    }
    Ok(found)
}

/// The fields of the items of a list section; `None` where it is none.
fn fields<'f>(speech: Speech<'f>, section: &str) -> Option<Vec<&'f Field>> {
    let catalogue = &speech.forms.catalogue;
    match &catalogue.section(section)?.body {
        SectionBody::List(record) => Some(catalogue.record_fields(record).iter().collect()),
        SectionBody::Variants(fields) => Some(fields.iter().chain(catalogue.types.values().flatten()).collect()),
        SectionBody::Table(_) => None,
    }
}

/// The key that a column is named by: itself, or that of the field with this label.
fn key_of(speech: Speech<'_>, fields: &[&Field], name: &str) -> String {
    use crate::kind::Lexicon as _;
    let name = name.trim();
    let words = &speech.forms.words;
    let is_label = |field: &&&Field| {
        let labels = words.languages().iter().filter_map(|lang| words.word(*lang, &format!("{}.label", field.words)));
        labels.into_iter().any(|label| folded(label) == folded(name))
    };
    let first = name.split('.').next().unwrap_or(name);
    if first == "id" || fields.iter().any(|field| field.name == first) {
        return name.to_owned();
    }
    fields.iter().find(is_label).map_or_else(|| name.to_owned(), |field| field.name.clone())
}

/// The sign between columns that the first line has most of.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or("");
    let count = |sign: u8| line.bytes().filter(|byte| *byte == sign).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|sign| (count(*sign), *sign == b',')).unwrap_or(b',')
}
