//! Rows as boxes of lines: how wide, how high, how they may be parted.

use super::lines::{Line, break_lines};
use super::shape::Shaper;
use super::text::{Ink, Para};
use crate::doc::model::{Block, Content, Document, Inline, Row, RowKind, Tone};
use crate::lang::Direction;
use crate::render::style::Style;

/// A line, or the marks beside it, within a column.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// Left edge from the left edge of the column.
    pub x: f32,
    pub line: Line,
    pub size: f32,
    /// Which part of the block it belongs to.
    pub part: Part,
}

/// The parts of a block that are tagged apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Number or letter before the text.
    Label,
    /// The text.
    Body,
    /// A cell of a table row.
    Cell(usize),
}

/// A row ready for pages.
#[derive(Debug, Clone)]
pub(super) struct RowBox {
    /// Index of the row in the document.
    pub row: usize,
    /// For each column: for each line, what stands in it.
    pub columns: Vec<Vec<Vec<Placed>>>,
    /// Height of a line.
    pub leading: f32,
    /// Space before; none at the head of a page.
    pub before: f32,
    /// Space after.
    pub after: f32,
    /// Space between the frame or rule and the text.
    pub padding: f32,
    /// Never parted across pages.
    pub whole: bool,
    /// Stays on the page of what follows.
    pub keep_next: bool,
    /// Rules and frames.
    pub ornament: Ornament,
}

/// What is drawn around a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ornament {
    None,
    /// Frame and tint over the whole width.
    Banner(Tone),
    /// A rule under the row, in each column.
    Rule,
    /// A rule under the head of a table.
    HeadRule,
    /// A rule under the title.
    TitleRule,
}

impl RowBox {
    /// How many lines the longest column has.
    pub fn lines(&self) -> usize {
        self.columns.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Height without the space before.
    pub fn height(&self, lines: usize) -> f32 {
        lines as f32 * self.leading + 2.0 * self.padding
    }
}

/// Makes boxes of all rows for columns of a width: one for each language shown.
pub(super) fn boxes(
    document: &Document,
    langs: &[usize],
    width: f32,
    style: &Style,
    shaper: &mut Shaper,
) -> (Vec<RowBox>, Vec<(char, String)>) {
    let mut missing: Vec<(char, String)> = Vec::new();
    let mut out = Vec::with_capacity(document.rows.len());
    for (index, row) in document.rows.iter().enumerate() {
        let columns =
            langs.iter().map(|l| row.cells.get(*l).map(|block| column(row, block, width, style, shaper)).unwrap_or_default()).collect();
        for c in shaper.missing.drain(..) {
            if !missing.iter().any(|(m, _)| *m == c) {
                missing.push((c, row.id.clone()));
            }
        }
        let next = document.rows.get(index + 1);
        out.push(row_box(index, row, next, columns, style));
    }
    keep_tables(document, &mut out);
    (out, missing)
}

/// Tables of at most this many rows are kept on one page.
const SHORT_TABLE: usize = 5;

/// Keeps short tables whole, and of long ones the first rows and the last rows together.
fn keep_tables(document: &Document, boxes: &mut [RowBox]) {
    let table = |at: usize| match document.rows.get(at).map(|r| &r.kind) {
        Some(RowKind::Table(t)) => Some(t.id.as_str()),
        _ => None,
    };
    let mut at = 0;
    while at < boxes.len() {
        let Some(id) = table(at) else {
            at += 1;
            continue;
        };
        let count = (at..boxes.len()).take_while(|n| table(*n) == Some(id)).count();
        for n in 0..count.saturating_sub(1) {
            let edge = n < 2 || n + 2 == count;
            boxes[at + n].keep_next |= count <= SHORT_TABLE || edge;
        }
        at += count;
    }
}

fn row_box(index: usize, row: &Row, next: Option<&Row>, columns: Vec<Vec<Vec<Placed>>>, style: &Style) -> RowBox {
    let size = size_of(&row.kind, style);
    let leading = size * if matches!(row.kind, RowKind::Table(_) | RowKind::Note) { style.line_height - 0.06 } else { style.line_height };
    let lead_in = next.is_some_and(|n| matches!(n.kind, RowKind::Table(_) | RowKind::Item { .. })) && row.kind == RowKind::Paragraph;
    let same_table = |other: Option<&Row>| match (&row.kind, other.map(|r| &r.kind)) {
        (RowKind::Table(a), Some(RowKind::Table(b))) => a.id == b.id,
        _ => false,
    };
    let (before, after, padding, whole, keep_next, ornament) = match &row.kind {
        RowKind::Letterhead => (0.0, 8.0, 0.0, true, true, Ornament::None),
        RowKind::Title => (12.0, 2.0, 0.0, true, true, Ornament::None),
        RowKind::Subtitle => (0.0, 8.0, 0.0, true, false, Ornament::TitleRule),
        RowKind::Heading { level: 1 } => (10.0, 3.0, 0.0, true, true, Ornament::None),
        RowKind::Heading { .. } => (8.0, 2.5, 0.0, true, true, Ornament::None),
        RowKind::Paragraph => (0.0, 4.0, 0.0, false, lead_in, Ornament::None),
        RowKind::Item { .. } => (0.0, 2.0, 0.0, false, false, Ornament::None),
        RowKind::Banner(tone) => (3.0, 6.0, 5.0, true, false, Ornament::Banner(*tone)),
        RowKind::Table(t) => {
            let after = if same_table(next) { 0.0 } else { 7.0 };
            (0.0, after, 1.6, false, t.head, if t.head { Ornament::HeadRule } else { Ornament::Rule })
        }
        RowKind::Signature => (14.0, 8.0, 0.0, true, false, Ornament::None),
        RowKind::Note => (0.0, 4.0, 0.0, false, false, Ornament::None),
    };
    RowBox { row: index, columns, leading, before, after, padding, whole, keep_next, ornament }
}

fn size_of(kind: &RowKind, style: &Style) -> f32 {
    match kind {
        RowKind::Title => style.title_size,
        RowKind::Heading { level: 1 } => style.heading_sizes[0],
        RowKind::Heading { .. } => style.heading_sizes[1],
        RowKind::Table(_) | RowKind::Note => style.small_size,
        _ => style.text_size,
    }
}

/// The lines of one block.
fn column(row: &Row, block: &Block, width: f32, style: &Style, shaper: &mut Shaper) -> Vec<Vec<Placed>> {
    let size = size_of(&row.kind, style);
    let rtl = block.lang.direction() == Direction::Rtl;
    match &block.content {
        Content::Empty => Vec::new(),
        Content::Cells(cells) => table_row(row, block, cells, width, style, shaper),
        Content::Text(inlines) => {
            let (bold, ink) = match row.kind {
                RowKind::Title | RowKind::Heading { .. } => (true, Ink::Accent),
                RowKind::Banner(_) => (true, Ink::Text),
                _ => (false, Ink::Text),
            };
            let centred = matches!(row.kind, RowKind::Letterhead | RowKind::Title | RowKind::Subtitle | RowKind::Banner(_));
            let inset = if matches!(row.kind, RowKind::Banner(_)) { 8.0 } else { 0.0 };
            let label = block.label.as_deref().filter(|l| !l.is_empty());
            let label = label.map(|l| {
                let para = Para::new(&[Inline::Text(l.to_owned())], block.lang, bold, ink);
                break_lines(&para, size, width, shaper).into_iter().next().unwrap_or_default()
            });
            let hang = match (&row.kind, &label) {
                (_, None) => 0.0,
                (RowKind::Paragraph, Some(l)) => (l.width + 5.0).max(size * 2.35),
                (RowKind::Item { level }, Some(l)) => size * 2.35 * f32::from(*level) + (l.width + 4.0).max(size * 1.75),
                (_, Some(l)) => (l.width + 6.0).max(size * 1.2),
            };
            let mut para = Para::new(inlines, block.lang, bold, ink);
            para.hyphenate = matches!(row.kind, RowKind::Paragraph | RowKind::Item { .. } | RowKind::Note);
            let lines = break_lines(&para, size, width - hang - 2.0 * inset, shaper);
            let mut out: Vec<Vec<Placed>> = Vec::with_capacity(lines.len());
            for (n, line) in lines.into_iter().enumerate() {
                let room = width - hang - 2.0 * inset - line.width;
                let x = match (centred, rtl) {
                    (true, _) => inset + (room / 2.0).max(0.0),
                    (false, true) => inset + room,
                    (false, false) => inset + hang,
                };
                let mut here = Vec::new();
                if n == 0
                    && let Some(label) = &label
                {
                    let indent = if let RowKind::Item { level } = row.kind { size * 2.35 * f32::from(level) } else { 0.0 };
                    let x = if rtl { width - indent - label.width } else { indent };
                    here.push(Placed { x, line: label.clone(), size, part: Part::Label });
                }
                here.push(Placed { x, line, size, part: Part::Body });
                out.push(here);
            }
            out
        }
    }
}

fn table_row(row: &Row, block: &Block, cells: &[Vec<Inline>], width: f32, style: &Style, shaper: &mut Shaper) -> Vec<Vec<Placed>> {
    let RowKind::Table(table) = &row.kind else { return Vec::new() };
    let rtl = block.lang.direction() == Direction::Rtl;
    let size = style.small_size;
    let gap = 6.0;
    let mut out: Vec<Vec<Placed>> = Vec::new();
    let mut used = 0.0;
    for (n, cell) in cells.iter().enumerate() {
        let Some(column) = table.columns.get(n) else { break };
        let span = width * f32::from(column.width) / 100.0;
        let inner = (span - gap).max(size * 2.0);
        let head = table.head || table.row_heads && n == 0;
        let ink = if head { Ink::Accent } else { Ink::Text };
        let mut para = Para::new(cell, block.lang, table.head, ink);
        para.hyphenate = false;
        let left = if rtl { width - used - span + gap } else { used };
        for (at, line) in break_lines(&para, size, inner, shaper).into_iter().enumerate() {
            let room = inner - line.width;
            let at_right = column.end != rtl;
            let x = left + if at_right { room } else { 0.0 };
            if out.len() <= at {
                out.push(Vec::new());
            }
            out[at].push(Placed { x, line, size, part: Part::Cell(n) });
        }
        used += span;
    }
    out
}
