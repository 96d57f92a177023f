//! A document as plain text: for golden files, where a difference names the row and the language, and for a quick look.

use super::style::{Layout, Style};
use super::{RenderError, Writer};
use crate::doc::model::{Block, Content, Document, Inline};

/// Writes plain text in UTF-8: for each row a line with its id, then one line for each language.
///
/// Layouts with two languages give the same text; [`Layout::Single`] leaves the second language out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Text;

/// What a line break becomes, since every block is one line.
const BREAK: &str = " ↵ ";

impl Writer for Text {
    fn write(&self, document: &Document, style: &Style) -> Result<Vec<u8>, RenderError> {
        let count = if style.layout == Layout::Single { 1 } else { document.languages.len() };
        let mut out = String::new();
        running(&mut out, document, count);
        for row in &document.rows {
            out.push_str(&format!("\n[{}]\n", row.id));
            for block in row.cells.iter().take(count) {
                push_line(&mut out, block.lang.as_str(), &line(block));
            }
        }
        Ok(out.into_bytes())
    }
}

/// The text of a document in the language with this number, as a reader of the paper sees it: labels in front, one line for each
/// block, line and cell of a table, no controls of direction. For comparing what writers print.
#[must_use]
pub fn plain_text(document: &Document, lang: usize) -> String {
    let mut out = String::new();
    for block in document.rows.iter().filter_map(|row| row.cells.get(lang)) {
        if let Some(label) = &block.label {
            out.push_str(label);
            out.push(' ');
        }
        let cells: Vec<String> = match &block.content {
            Content::Text(text) => vec![text.iter().map(Inline::text).collect()],
            Content::Cells(cells) => cells.iter().map(|cell| cell.iter().map(Inline::text).collect()).collect(),
            Content::Empty => Vec::new(),
        };
        for cell in cells {
            out.extend(cell.chars().filter(|c| !is_direction(*c)));
            out.push('\n');
        }
    }
    out
}

fn running(out: &mut String, document: &Document, count: usize) {
    let running = &document.running;
    out.push_str("[page]\n");
    if !running.reference.is_empty() {
        push_line(out, "ref", &running.reference);
    }
    for (at, lang) in document.languages.iter().take(count).enumerate() {
        let draft: &[String] = if document.draft { &running.draft } else { &[] };
        let texts = [&running.header, &running.head_text, &running.caution, &running.page, &running.foot_text];
        let parts = texts.map(Vec::as_slice).into_iter().chain([draft]);
        let parts: Vec<&str> = parts.filter_map(|texts| texts.get(at)).map(String::as_str).filter(|text| !text.is_empty()).collect();
        push_line(out, lang.as_str(), &parts.join(" | "));
    }
}

/// One line; what stands for nothing has no space at its end.
fn push_line(out: &mut String, head: &str, text: &str) {
    out.push_str(head);
    out.push('|');
    if !text.is_empty() {
        out.push(' ');
        out.push_str(&text.replace("\r\n", BREAK).replace(['\n', '\r'], BREAK));
    }
    out.push('\n');
}

fn line(block: &Block) -> String {
    let text = match &block.content {
        Content::Text(text) => inlines(text),
        Content::Cells(cells) => cells.iter().map(|cell| inlines(cell)).collect::<Vec<_>>().join(" | "),
        Content::Empty => String::new(),
    };
    match block.label.as_deref() {
        Some(label) if text.is_empty() => label.to_owned(),
        Some(label) => format!("{label} {text}"),
        None => text,
    }
}

fn inlines(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Foreign { lang, text, .. } => format!("‹{lang}: {text}›"),
            Inline::Break => BREAK.to_owned(),
            other => other.text().to_owned(),
        })
        .collect()
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
