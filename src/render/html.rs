//! A document as one page of HTML: for a look at it in a browser, on paper or with a screen reader, without a word processor.
//!
//! The page is self-contained and has no script. Every block says its language and direction, values are isolated from the text
//! around them, headings are headings and tables are tables with heads (WCAG 2.2, 1.3.1 and 3.1.2).

use super::style::{Layout, Style};
use super::{RenderError, Writer, numbers};
use crate::doc::model::{Content, Document, Inline, Row, RowKind, Table, Tone};
use crate::lang::{Direction, Lang};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::fmt::Write as _;

/// Writes HTML 5 in UTF-8.
#[derive(Debug, Clone, Copy, Default)]
pub struct Html;

const SHEET: &str = include_str!("html.css");

impl Writer for Html {
    fn write(&self, document: &Document, style: &Style) -> Result<Vec<u8>, RenderError> {
        let first = document.languages.first().copied().unwrap_or(Lang::EN);
        let [r, g, b] = style.accent;
        let mut page = Page { out: String::with_capacity(64 * 1024), document };
        let _ = write!(
            page.out,
            "<!DOCTYPE html>\n<html lang=\"{first}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
             <style>\n:root {{ --accent: rgb({r} {g} {b}); }}\n{SHEET}</style>\n</head>\n<body>\n",
            direction(first),
            escape(&document.meta.title),
        );
        let all: Vec<usize> = (0..document.languages.len()).collect();
        let both = all.len() > 1 && style.layout == Layout::SideBySide;
        page.out.push_str(if both { "<main class=\"side-by-side\">\n" } else { "<main>\n" });
        let shown = &all[..if style.layout == Layout::Single { all.len().min(1) } else { all.len() }];
        page.head(shown);
        page.picture(style);
        match style.layout {
            Layout::SideBySide | Layout::Single => page.rows(shown),
            Layout::Sequence => shown.iter().for_each(|at| page.rows(&[*at])),
        }
        page.foot(shown);
        page.out.push_str("</main>\n</body>\n</html>\n");
        Ok(page.out.into_bytes())
    }
}

struct Page<'a> {
    out: String,
    document: &'a Document,
}

impl Page<'_> {
    fn picture(&mut self, style: &Style) {
        let Some(picture) = &style.picture else { return };
        let (lang, alt) = style.alt(&self.document.languages);
        // Lengths in CSS are points too, but the page is made for the eye: a third larger, as its text is.
        let [width, height] = picture.size(style.logo_height, style.paper[0]).map(|length| (length * 4.0 / 3.0).round());
        let _ = writeln!(
            self.out,
            "<p class=\"logo\"><img lang=\"{lang}\" width=\"{width}\" height=\"{height}\" alt=\"{}\" src=\"data:image/png;base64,{}\"></p>",
            escape(alt),
            BASE64_STANDARD.encode(&picture.png)
        );
    }

    /// What stands at the head of every page of the paper stands once at the head.
    fn head(&mut self, langs: &[usize]) {
        let running = &self.document.running;
        let draft: &[String] = if self.document.draft { &running.draft } else { &[] };
        self.once("running", &running.head_text, langs);
        self.once("draft", draft, langs);
        self.once("caution", &running.caution, langs);
    }

    fn foot(&mut self, langs: &[usize]) {
        self.once("running foot", &self.document.running.foot_text, langs);
    }

    /// A text in each language, and not again where another language says the same.
    fn once(&mut self, class: &str, texts: &[String], langs: &[usize]) {
        let mut said: Vec<&str> = Vec::new();
        for at in langs {
            let Some(text) = texts.get(*at).map(String::as_str).filter(|t| !t.is_empty() && !said.contains(t)) else { continue };
            said.push(text);
            let lang = self.lang(*at);
            let _ = writeln!(self.out, "<p class=\"{class}\" lang=\"{lang}\" dir=\"{}\">{}</p>", direction(lang), escape(text));
        }
    }

    fn lang(&self, at: usize) -> Lang {
        self.document.languages.get(at).copied().unwrap_or(Lang::EN)
    }

    fn rows(&mut self, langs: &[usize]) {
        let rows = &self.document.rows;
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            let mut end = at + 1;
            if let RowKind::Table(table) = &row.kind {
                let same = |row: &Row| matches!(&row.kind, RowKind::Table(next) if next.id == table.id);
                end += rows[end..].iter().take_while(|row| same(row)).count();
            }
            self.out.push_str("<div class=\"row\">\n");
            for lang in langs {
                let language = self.lang(*lang);
                let _ = write!(self.out, "<div lang=\"{language}\" dir=\"{}\">", direction(language));
                match &row.kind {
                    RowKind::Table(table) => self.table(table, &rows[at..end], *lang),
                    _ => self.block(row, *lang),
                }
                self.out.push_str("</div>\n");
            }
            self.out.push_str("</div>\n");
            at = end;
        }
    }

    fn block(&mut self, row: &Row, at: usize) {
        let Some(block) = row.cells.get(at) else { return };
        let Content::Text(text) = &block.content else { return };
        let (tag, class) = match &row.kind {
            RowKind::Letterhead => ("p", "letterhead"),
            RowKind::Title => ("h1", "title"),
            RowKind::Subtitle => ("p", "subtitle"),
            RowKind::Heading { level: 1 } => ("h2", "heading"),
            RowKind::Heading { .. } => ("h3", "heading"),
            RowKind::Item { level: 1 } => ("p", "item"),
            RowKind::Item { .. } => ("p", "item inner"),
            RowKind::Banner(Tone::Urgent) => ("p", "banner urgent"),
            RowKind::Banner(Tone::Confidential) => ("p", "banner"),
            RowKind::Signature => ("p", "signature"),
            RowKind::Note => ("p", "note"),
            RowKind::Paragraph | RowKind::Table(_) => ("p", if block.label.is_some() { "numbered" } else { "plain" }),
        };
        let _ = write!(self.out, "<{tag} class=\"{class}\">");
        if let Some(label) = &block.label {
            let _ = write!(self.out, "<span class=\"number\">{}</span> ", escape(label));
        }
        self.inlines(text);
        let _ = write!(self.out, "</{tag}>");
    }

    fn table(&mut self, table: &Table, rows: &[Row], at: usize) {
        self.out.push_str("<table>\n<colgroup>");
        for column in &table.columns {
            let _ = write!(self.out, "<col style=\"width:{}%\">", column.width);
        }
        self.out.push_str("</colgroup>\n");
        for row in rows {
            let (RowKind::Table(spec), Some(block)) = (&row.kind, row.cells.get(at)) else { continue };
            self.out.push_str("<tr>");
            if let Content::Cells(cells) = &block.content {
                self.cells(spec, cells);
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</table>");
    }

    fn cells(&mut self, spec: &Table, cells: &[Vec<Inline>]) {
        for (place, cell) in cells.iter().enumerate() {
            let end = if spec.columns.get(place).is_some_and(|column| column.end) { " class=\"end\"" } else { "" };
            let (tag, scope) = match (spec.head, spec.row_heads && place == 0) {
                (true, _) => ("th", " scope=\"col\""),
                (false, true) => ("th", " scope=\"row\""),
                (false, false) => ("td", ""),
            };
            let _ = write!(self.out, "<{tag}{scope}{end}>");
            self.inlines(cell);
            let _ = write!(self.out, "</{tag}>");
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let _ = match inline {
                Inline::Text(text) => write!(self.out, "{}", prose(text)),
                Inline::Strong(text) => write!(self.out, "<strong>{}</strong>", prose(text)),
                Inline::Label(text) => write!(self.out, "<span class=\"label\">{}</span>", prose(text)),
                Inline::Value { path, text, solid } => {
                    let solid = if *solid { " class=\"solid\"" } else { "" };
                    write!(self.out, "<bdi{solid} data-field=\"{}\">{}</bdi>", escape(path), prose(text))
                }
                Inline::Foreign { path, lang, text } => {
                    let (path, direction) = (escape(path), direction(*lang));
                    write!(
                        self.out,
                        "<bdi class=\"foreign\" lang=\"{lang}\" dir=\"{direction}\" data-field=\"{path}\">{}</bdi>",
                        prose(text)
                    )
                }
                Inline::Gap { path, text } => {
                    write!(self.out, "<mark class=\"gap\" data-field=\"{}\">{}</mark>", escape(path), prose(text))
                }
                Inline::Break => write!(self.out, "<br>"),
            };
        }
    }
}

/// Text with the numbers in it held together where it runs from right to left.
fn prose(text: &str) -> String {
    let rtl = text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}'));
    if rtl { escape(&numbers::marked(text, '\u{2066}', '\u{2069}')) } else { escape(text) }
}

fn direction(lang: Lang) -> &'static str {
    match lang.direction() {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
