//! The main text: rows of the document as paragraphs, or as rows of tables with one column for each language.

use super::numbering::{Label, Plan, Slot};
use super::runs::{Ids, Look, inlines, run_properties, runs};
use super::styles::{id, tint, twips};
use super::xml::Xml;
use crate::doc::model::Document;
use crate::doc::model::{Block, Column, Content, Inline, Row, RowKind, Table, Tone};
use crate::lang::Direction;
use crate::render::style::Style;

/// Rows of tables with more text than this in a cell may split across pages.
const LONG_CELL: usize = 400;

/// Writes the rows of a document.
pub(super) struct Body<'a> {
    document: &'a Document,
    style: &'a Style,
    plan: &'a Plan,
    ids: Ids,
    /// Width between the margins, in twips.
    width: i32,
}

/// A stretch of rows that stand in one table, or outside tables.
enum Stretch<'a> {
    /// Rows of text, with their numbers in the document.
    Text(Vec<(usize, &'a Row)>),
    /// Rows of one table of the document.
    Table(&'a Table, Vec<(usize, &'a Row)>),
}

/// What Word should keep together.
#[derive(Clone, Copy, Default)]
struct Keep {
    /// With the next paragraph.
    next: bool,
    /// Its own lines.
    lines: bool,
}

impl<'a> Body<'a> {
    /// For the rows of `document`, numbered by `plan`.
    pub(super) fn new(document: &'a Document, style: &'a Style, plan: &'a Plan) -> Self {
        Self { document, style, plan, ids: Ids::default(), width: text_width(style) }
    }

    /// All rows in both languages, side by side. The last element is a paragraph.
    pub(super) fn side_by_side(&mut self, x: &mut Xml) {
        let stretches = self.stretches();
        for (n, stretch) in stretches.iter().enumerate() {
            let leads = n + 1 < stretches.len();
            match stretch {
                Stretch::Text(rows) => self.text_columns(x, rows, leads),
                Stretch::Table(table, rows) => self.table_columns(x, table, rows),
            }
            separator(x);
        }
    }

    /// All rows in the language `at`, over the full width. The last element is a paragraph.
    pub(super) fn one_language(&mut self, x: &mut Xml, at: usize) {
        let stretches = self.stretches();
        for (n, stretch) in stretches.iter().enumerate() {
            let leads = n + 1 < stretches.len();
            match stretch {
                Stretch::Text(rows) => {
                    for (n, (row_at, row)) in rows.iter().enumerate() {
                        let Some(block) = row.cells.get(at).filter(|block| block.content != Content::Empty) else { continue };
                        self.block(x, *row_at, row, block, at, keep(rows, n, leads));
                    }
                }
                Stretch::Table(table, rows) => {
                    self.table_alone(x, table, rows, at);
                    separator(x);
                }
            }
        }
    }

    fn stretches(&self) -> Vec<Stretch<'a>> {
        let mut out: Vec<Stretch<'a>> = Vec::new();
        for entry in self.document.rows.iter().enumerate() {
            match (&entry.1.kind, out.last_mut()) {
                (RowKind::Table(table), Some(Stretch::Table(open, rows))) if open.id == table.id && open.columns == table.columns => {
                    rows.push(entry);
                }
                (RowKind::Table(table), _) => out.push(Stretch::Table(table, vec![entry])),
                (_, Some(Stretch::Text(rows))) => rows.push(entry),
                _ => out.push(Stretch::Text(vec![entry])),
            }
        }
        out
    }

    /// Direction of the tables that hold both languages: the first language begins where its readers begin.
    fn base(&self) -> Direction {
        self.document.languages.first().map_or(Direction::Ltr, crate::lang::Lang::direction)
    }

    fn text_columns(&mut self, x: &mut Xml, rows: &[(usize, &Row)], leads: bool) {
        let rtl = self.base() == Direction::Rtl;
        let gutter = twips(self.style.gutter);
        // In a table that runs from the right programs disagree on which margin is left, so the space is a column there.
        let (widths, margin) = if rtl {
            let half = (self.width - gutter) / 2;
            (vec![half, gutter, self.width - gutter - half], 0)
        } else {
            (vec![self.width / 2, self.width - self.width / 2], gutter / 2)
        };
        x.el("w:tbl", &[], |x| {
            table_properties(x, id::COLUMNS, rtl, self.width);
            grid(x, &widths);
            for (n, (row_at, row)) in rows.iter().enumerate() {
                let keep = keep(rows, n, leads);
                x.el("w:tr", &[], |x| {
                    if keep.lines {
                        x.el("w:trPr", &[], |x| x.leaf("w:cantSplit", &[]));
                    }
                    for at in 0..2 {
                        if at == 1 && rtl {
                            empty_cell(x, gutter);
                        }
                        let width = if at == 0 { widths.first() } else { widths.last() };
                        x.el("w:tc", &[], |x| {
                            x.el("w:tcPr", &[], |x| {
                                x.leaf("w:tcW", &[("w:w", width.unwrap_or(&0)), ("w:type", &"dxa")]);
                                cell_margins(x, margin, at);
                            });
                            match row.cells.get(at) {
                                Some(block) => self.block(x, *row_at, row, block, at, keep),
                                None => paragraph(x, id::BODY, None, keep, |_| {}),
                            }
                        });
                    }
                });
            }
        });
    }

    /// A table of the document in both languages: one table, so that each row stays aligned and the head is repeated.
    fn table_columns(&mut self, x: &mut Xml, table: &Table, rows: &[(usize, &Row)]) {
        let base = self.base();
        let gutter = twips(self.style.gutter);
        let half = (self.width - gutter) / 2;
        let sides = [shares(half, &table.columns), shares(self.width - gutter - half, &table.columns)];
        // Columns of a language that runs against the table are written last to first, to stand in the order of their readers.
        let turned = [0, 1].map(|at| self.document.languages.get(at).is_some_and(|lang| lang.direction() != base));
        let ordered = |at: usize| {
            let mut widths = sides[at].clone();
            if turned[at] {
                widths.reverse();
            }
            widths
        };
        let widths = [ordered(0), vec![gutter], ordered(1)].concat();
        x.el("w:tbl", &[], |x| {
            table_properties(x, id::TABLE, base == Direction::Rtl, self.width);
            grid(x, &widths);
            for (n, (_, row)) in rows.iter().enumerate() {
                self.table_row(x, row, n + 1 == rows.len(), |body, x, row, table| {
                    body.table_cells(x, row, table, 0, &sides[0], turned[0]);
                    empty_cell(x, gutter);
                    body.table_cells(x, row, table, 1, &sides[1], turned[1]);
                });
            }
        });
    }

    fn table_alone(&mut self, x: &mut Xml, table: &Table, rows: &[(usize, &Row)], at: usize) {
        let widths = shares(self.width, &table.columns);
        let rtl = self.document.languages.get(at).is_some_and(|lang| lang.direction() == Direction::Rtl);
        x.el("w:tbl", &[], |x| {
            table_properties(x, id::TABLE, rtl, self.width);
            grid(x, &widths);
            for (n, (_, row)) in rows.iter().enumerate() {
                self.table_row(x, row, n + 1 == rows.len(), |body, x, row, table| body.table_cells(x, row, table, at, &widths, false));
            }
        });
    }

    fn table_row(&mut self, x: &mut Xml, row: &Row, last: bool, cells: impl FnOnce(&mut Self, &mut Xml, &Row, &Table)) {
        let RowKind::Table(table) = &row.kind else { return };
        // A head that is the whole table must not claim to be repeated over nothing.
        let head = table.head && !last;
        let long = row.cells.iter().any(|block| longest(&block.content) > LONG_CELL);
        x.el("w:tr", &[], |x| {
            if head || !long {
                x.el("w:trPr", &[], |x| {
                    if !long {
                        x.leaf("w:cantSplit", &[]);
                    }
                    if head {
                        x.leaf("w:tblHeader", &[]);
                    }
                });
            }
            cells(self, x, row, table);
        });
    }

    /// The cells of a table row in one language, as many as the table has columns.
    fn table_cells(&mut self, x: &mut Xml, row: &Row, table: &Table, at: usize, widths: &[i32], turned: bool) {
        let Some(block) = row.cells.get(at) else {
            return self.merged_cell(x, widths, |x| paragraph(x, id::TABLE_TEXT, None, Keep::default(), |_| {}));
        };
        let keep = Keep { next: table.head, lines: false };
        let cells = match &block.content {
            Content::Cells(cells) if cells.len() == widths.len() => cells,
            other => {
                let mut ids = std::mem::take(&mut self.ids);
                self.merged_cell(x, widths, |x| {
                    paragraph(x, id::TABLE_TEXT, Some(block), keep, |x| content(x, &mut ids, block, other));
                });
                self.ids = ids;
                return;
            }
        };
        let shade = tint(self.style.accent, 0.9);
        let mut order: Vec<usize> = (0..cells.len()).collect();
        if turned {
            order.reverse();
        }
        for column in order {
            let heads = table.head || (table.row_heads && column == 0);
            let end = table.columns.get(column).is_some_and(|column| column.end);
            x.el("w:tc", &[], |x| {
                x.el("w:tcPr", &[], |x| {
                    x.leaf("w:tcW", &[("w:w", &widths[column]), ("w:type", &"dxa")]);
                    if table.head {
                        x.leaf("w:shd", &[("w:val", &"clear"), ("w:color", &"auto"), ("w:fill", &shade)]);
                    }
                });
                let style = if heads { id::TABLE_HEAD } else { id::TABLE_TEXT };
                let extra = Extra { end, ..Extra::default() };
                paragraph_with(x, style, Some(block), keep, &extra, |x| inlines(x, &mut self.ids, block, &cells[column]));
            });
        }
    }

    fn merged_cell(&self, x: &mut Xml, widths: &[i32], body: impl FnOnce(&mut Xml)) {
        x.el("w:tc", &[], |x| {
            x.el("w:tcPr", &[], |x| {
                x.leaf("w:tcW", &[("w:w", &widths.iter().sum::<i32>()), ("w:type", &"dxa")]);
                if widths.len() > 1 {
                    x.val("w:gridSpan", widths.len());
                }
            });
            body(x);
        });
    }

    /// A row in one language as a paragraph.
    fn block(&mut self, x: &mut Xml, row_at: usize, row: &Row, block: &Block, at: usize, keep: Keep) {
        let slot = Slot::of(&row.kind);
        let label = block.label.as_deref().filter(|label| !label.is_empty());
        let mut extra = Extra::default();
        let mut written = None;
        match (label, slot) {
            (Some(text), Some(slot)) => match self.plan.label(row_at, at) {
                Label::Counted(number) => extra.number = Some(number),
                Label::Written => {
                    extra.indent = Some(self.plan.indent(slot));
                    written = Some((text, true));
                }
            },
            (Some(text), None) => written = Some((text, false)),
            // An item without a label stands where the text of its neighbours stands.
            (None, Some(slot @ Slot::Item(_))) => extra.indent = Some((self.plan.indent(slot).0, 0)),
            (None, _) => {}
        }
        paragraph_with(x, style_of(&row.kind, label.is_some()), Some(block), keep, &extra, |x| {
            if let Some((text, tab)) = written {
                runs(x, text, Look::of(block.lang).styled(id::LABEL));
                x.el("w:r", &[], |x| match tab {
                    true => x.leaf("w:tab", &[]),
                    false => x.text_el("w:t", &[("xml:space", &"preserve")], " "),
                });
            }
            content(x, &mut self.ids, block, &block.content);
        });
    }
}

/// The width between the margins, in twips.
pub(super) fn text_width(style: &Style) -> i32 {
    (twips(style.paper[0]) - twips(style.margins[1]) - twips(style.margins[3])).max(1440)
}

/// Table properties: fixed widths, no borders beyond those of the style.
pub(super) fn table_properties(x: &mut Xml, style: &str, rtl: bool, width: i32) {
    x.el("w:tblPr", &[], |x| {
        x.val("w:tblStyle", style);
        if rtl {
            x.leaf("w:bidiVisual", &[]);
        }
        x.leaf("w:tblW", &[("w:w", &width), ("w:type", &"dxa")]);
        x.leaf("w:tblLayout", &[("w:type", &"fixed")]);
    });
}

/// Space of this width on the inner side of the column with the number `at`.
pub(super) fn cell_margins(x: &mut Xml, width: i32, at: usize) {
    if width > 0 {
        x.el("w:tcMar", &[], |x| {
            x.leaf(if at == 0 { "w:right" } else { "w:left" }, &[("w:w", &width), ("w:type", &"dxa")]);
        });
    }
}

/// A cell without text and borders.
fn empty_cell(x: &mut Xml, width: i32) {
    x.el("w:tc", &[], |x| {
        x.el("w:tcPr", &[], |x| {
            x.leaf("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
            x.el("w:tcBorders", &[], |x| {
                x.leaf("w:top", &[("w:val", &"nil")]);
                x.leaf("w:bottom", &[("w:val", &"nil")]);
            });
        });
        paragraph(x, id::SEPARATOR, None, Keep::default(), |_| {});
    });
}

/// The widths of the columns of a table, in twips.
pub(super) fn grid(x: &mut Xml, widths: &[i32]) {
    x.el("w:tblGrid", &[], |x| {
        for width in widths {
            x.leaf("w:gridCol", &[("w:w", width)]);
        }
    });
}

#[derive(Default)]
struct Extra {
    /// `numId` of the list that counts the paragraph.
    number: Option<u32>,
    /// Beginning of the text and hanging of its label, in twips.
    indent: Option<(i32, i32)>,
    /// Text stands at the end of the line.
    end: bool,
}

fn paragraph(x: &mut Xml, style: &str, block: Option<&Block>, keep: Keep, body: impl FnOnce(&mut Xml)) {
    paragraph_with(x, style, block, keep, &Extra::default(), body);
}

fn paragraph_with(x: &mut Xml, style: &str, block: Option<&Block>, keep: Keep, extra: &Extra, body: impl FnOnce(&mut Xml)) {
    let rtl = block.is_some_and(|block| block.lang.direction() == Direction::Rtl);
    x.el("w:p", &[], |x| {
        x.el("w:pPr", &[], |x| {
            x.val("w:pStyle", style);
            if keep.next {
                x.leaf("w:keepNext", &[]);
            }
            if keep.lines {
                x.leaf("w:keepLines", &[]);
            }
            if let Some(number) = extra.number {
                x.el("w:numPr", &[], |x| {
                    x.val("w:ilvl", 0);
                    x.val("w:numId", number);
                });
            }
            if rtl {
                x.leaf("w:bidi", &[]);
            }
            if let Some((left, hanging)) = extra.indent {
                x.leaf("w:ind", &[("w:left", &left), ("w:hanging", &hanging)]);
            }
            if extra.end {
                // In a paragraph that runs from the right Word takes "right" for the end of the line as well.
                x.val("w:jc", "right");
            }
            if let Some(block) = block {
                x.el("w:rPr", &[], |x| run_properties(x, Look::of(block.lang), rtl, None));
            }
        });
        body(x);
    });
}

fn separator(x: &mut Xml) {
    x.el("w:p", &[], |x| x.el("w:pPr", &[], |x| x.val("w:pStyle", id::SEPARATOR)));
}

fn content(x: &mut Xml, ids: &mut Ids, block: &Block, content: &Content) {
    match content {
        Content::Text(text) => inlines(x, ids, block, text),
        Content::Cells(cells) => {
            for (at, cell) in cells.iter().enumerate() {
                if at > 0 {
                    runs(x, " | ", Look::of(block.lang));
                }
                inlines(x, ids, block, cell);
            }
        }
        Content::Empty => {}
    }
}

fn longest(content: &Content) -> usize {
    let length = |inlines: &[Inline]| inlines.iter().map(|inline| inline.text().chars().count()).sum::<usize>();
    match content {
        Content::Cells(cells) => cells.iter().map(|cell| length(cell)).max().unwrap_or(0),
        Content::Text(text) => length(text),
        Content::Empty => 0,
    }
}

/// What is kept together with the row `n` of a stretch of text; `leads` to a table after it.
fn keep(rows: &[(usize, &Row)], n: usize, leads: bool) -> Keep {
    let Some((_, row)) = rows.get(n) else { return Keep::default() };
    let before_signature = rows.get(n + 1).is_some_and(|(_, next)| next.kind == RowKind::Signature);
    let before_table = leads && n + 1 == rows.len();
    match row.kind {
        RowKind::Heading { .. } | RowKind::Title => Keep { next: true, lines: true },
        RowKind::Signature => Keep { next: before_signature, lines: true },
        RowKind::Letterhead | RowKind::Subtitle | RowKind::Banner(_) => Keep { next: false, lines: true },
        RowKind::Note => Keep::default(),
        // A signature alone on a page would invite a forgery, and a table alone would lack its sentence.
        _ => Keep { next: before_signature || before_table, lines: false },
    }
}

fn style_of(kind: &RowKind, labelled: bool) -> &'static str {
    match kind {
        RowKind::Letterhead => id::LETTERHEAD,
        RowKind::Title => id::TITLE,
        RowKind::Subtitle => id::SUBTITLE,
        RowKind::Heading { level } => id::HEADINGS[usize::from(*level > 1)],
        RowKind::Paragraph if labelled => id::NUMBERED,
        RowKind::Paragraph => id::BODY,
        RowKind::Item { level } => id::ITEMS[usize::from(*level > 1)],
        RowKind::Banner(Tone::Urgent) => id::URGENT,
        RowKind::Banner(Tone::Confidential) => id::CONFIDENTIAL,
        RowKind::Table(_) => id::TABLE_TEXT,
        RowKind::Signature => id::SIGNATURE,
        RowKind::Note => id::NOTE,
    }
}

/// Column widths in twips that add up to `total` exactly.
fn shares(total: i32, columns: &[Column]) -> Vec<i32> {
    let sum: i32 = columns.iter().map(|column| i32::from(column.width)).sum();
    if sum == 0 {
        return vec![total];
    }
    let mut done = 0;
    let mut reached = 0;
    columns
        .iter()
        .map(|column| {
            done += i32::from(column.width);
            let edge = total * done / sum;
            let width = edge - reached;
            reached = edge;
            width
        })
        .collect()
}
