//! The PDF writer: own layout, printpdf for fonts and pages, and a finishing pass for structure, language and metadata
//! (PDF/A-2a and PDF/UA-1).

mod boxes;
mod draw;
mod finish;
mod fonts;
mod icc;
mod lines;
mod pages;
mod shape;
mod tags;
mod text;

use crate::doc::model::{Document, RowKind};
use crate::render::style::{Layout, Style};
use crate::render::{RenderError, Writer};
use boxes::{RowBox, boxes};
use draw::{Pen, Stretch};
use pages::{Page, paginate};
use shape::Shaper;
use tags::Tags;

/// Writes documents as PDF.
pub struct Pdf;

/// Where a row begins, for tests of the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// Page, from 0.
    pub page: usize,
    /// Id of the row.
    pub row: String,
    /// Lines of the row on this page.
    pub lines: usize,
    /// Lines of the row in all.
    pub of: usize,
    /// Whether it repeats the head of a table.
    pub repeated: bool,
    /// Whether it is a heading.
    pub heading: bool,
}

/// Pages that share columns.
struct Part {
    langs: Vec<usize>,
    lefts: Vec<f32>,
    width: f32,
    boxes: Vec<RowBox>,
    pages: Vec<Page>,
}

impl Writer for Pdf {
    fn write(&self, document: &Document, style: &Style) -> Result<Vec<u8>, RenderError> {
        let mut shaper = Shaper::default();
        let parts = lay_out(document, style, &mut shaper)?;
        let orders: Vec<Vec<usize>> = parts.iter().map(|p| p.langs.clone()).collect();
        let total: usize = parts.iter().map(|p| p.pages.len()).sum();
        let mut pen = Pen::new(document, style, shaper, Tags::new(document, &orders));
        let mut streams = Vec::with_capacity(total);
        let mut outline = Vec::new();
        for part in &parts {
            let stretch = Stretch { boxes: &part.boxes, langs: &part.langs, lefts: &part.lefts, width: part.width };
            for page in &part.pages {
                let number = streams.len();
                for fragment in page.fragments.iter().filter(|f| f.from == 0 && !f.repeated) {
                    let row = &document.rows[part.boxes[fragment.at].row];
                    if let RowKind::Heading { level } = row.kind {
                        let cell = part.langs.first().and_then(|l| row.cells.get(*l));
                        let title = cell.map(heading_text).unwrap_or_default();
                        let y = style.paper[1] - style.margins[0] - fragment.y + 6.0;
                        outline.push(finish::Entry { level, title, page: number, y });
                    }
                }
                streams.push(pen.page(page, &stretch, number + 1, total));
            }
        }
        let missing: Vec<(char, String)> = pen.shaper.missing.iter().map(|c| (*c, "head or foot".to_owned())).collect();
        if !missing.is_empty() {
            return Err(RenderError::MissingGlyphs(missing));
        }
        finish::finish(document, style, &pen.used, &pen.tags, streams, &outline)
    }
}

fn heading_text(block: &crate::doc::model::Block) -> String {
    let crate::doc::model::Content::Text(inlines) = &block.content else { return String::new() };
    let text: String = inlines.iter().map(crate::doc::model::Inline::text).collect();
    match &block.label {
        Some(label) => format!("{label} {text}"),
        None => text,
    }
}

fn lay_out(document: &Document, style: &Style, shaper: &mut Shaper) -> Result<Vec<Part>, RenderError> {
    let [paper_width, paper_height] = style.paper;
    let [top, right, bottom, left] = style.margins;
    let (room, height) = (paper_width - left - right, paper_height - top - bottom);
    if room < 150.0 || height < 150.0 {
        return Err(RenderError::DoesNotFit("text".to_owned()));
    }
    let all: Vec<usize> = (0..document.languages.len()).collect();
    let stretches: Vec<Vec<usize>> = match style.layout {
        Layout::SideBySide => vec![all],
        Layout::Sequence => all.into_iter().map(|l| vec![l]).collect(),
        Layout::Single => all.into_iter().take(1).map(|l| vec![l]).collect(),
    };
    let mut parts = Vec::new();
    let mut missing: Vec<(char, String)> = Vec::new();
    for langs in stretches {
        let count = langs.len().max(1) as f32;
        let width = (room - style.gutter * (count - 1.0)) / count;
        let lefts = (0..langs.len()).map(|n| left + n as f32 * (width + style.gutter)).collect();
        let (boxes, absent) = boxes(document, &langs, width, style, shaper);
        missing.extend(absent);
        let pages = paginate(document, &boxes, height);
        parts.push(Part { langs, lefts, width, boxes, pages });
    }
    if missing.is_empty() { Ok(parts) } else { Err(RenderError::MissingGlyphs(missing)) }
}

/// Where every row stands, without writing anything.
///
/// # Errors
/// As for writing.
pub fn placements(document: &Document, style: &Style) -> Result<Vec<Placement>, RenderError> {
    let mut shaper = Shaper::default();
    let mut out = Vec::new();
    let mut number = 0;
    for part in lay_out(document, style, &mut shaper)? {
        for page in &part.pages {
            for f in &page.fragments {
                let row = &document.rows[part.boxes[f.at].row];
                out.push(Placement {
                    page: number,
                    row: row.id.clone(),
                    lines: f.to - f.from,
                    of: part.boxes[f.at].lines(),
                    repeated: f.repeated,
                    heading: matches!(row.kind, RowKind::Heading { .. }),
                });
            }
            number += 1;
        }
    }
    Ok(out)
}
