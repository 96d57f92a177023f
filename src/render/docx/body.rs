//! The main text: rows of the document as paragraphs, or as rows of tables with one column for each language.

use super::numbering::{Label, Plan, Slot};
use super::paragraph::{Extra, Keep, content, paragraph, paragraph_with, separator};
use super::runs::{Ids, Look, runs};
use super::styles::{id, twips};
use super::tables::{cell_margins, empty_cell, grid, table_properties, text_width};
use super::xml::Xml;
use crate::doc::model::{Block, Content, Document, Row, RowKind, Table, Tone};
use crate::lang::Direction;
use crate::render::style::Style;

/// Writes the rows of a document.
pub(super) struct Body<'a> {
    pub(super) document: &'a Document,
    pub(super) style: &'a Style,
    plan: &'a Plan,
    pub(super) ids: Ids,
    /// Width between the margins, in twips.
    pub(super) width: i32,
}

/// A stretch of rows that stand in one table, or outside tables.
enum Stretch<'a> {
    /// Rows of text, with their numbers in the document.
    Text(Vec<(usize, &'a Row)>),
    /// Rows of one table of the document.
    Table(&'a Table, Vec<(usize, &'a Row)>),
}

impl<'a> Body<'a> {
    /// For the rows of `document`, numbered by `plan`.
    pub(super) fn new(document: &'a Document, style: &'a Style, plan: &'a Plan) -> Self {
        Self { document, style, plan, ids: Ids::default(), width: text_width(style) }
    }

    /// All rows in both languages, side by side. The last element is a paragraph.
    pub(super) fn side_by_side(&mut self, x: &mut Xml) {
        let stretches = self.stretches();
        let mut before: &[(usize, &Row)] = &[];
        for (n, stretch) in stretches.iter().enumerate() {
            match stretch {
                Stretch::Text(rows) => {
                    let (rows, lead) = rows.split_at(rows.len() - leading(rows, stretches.get(n + 1)));
                    before = lead;
                    if rows.is_empty() {
                        continue;
                    }
                    self.text_columns(x, rows, lead.is_empty() && n + 1 < stretches.len());
                }
                Stretch::Table(table, rows) => {
                    self.table_columns(x, table, std::mem::take(&mut before), rows, signed(stretches.get(n + 1)));
                }
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
                    self.table_alone(x, table, rows, at, signed(stretches.get(n + 1)));
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
    pub(super) fn base(&self) -> Direction {
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
                            empty_cell(x, gutter, keep);
                        }
                        let width = if at == 0 { widths.first() } else { widths.last() };
                        x.el("w:tc", &[], |x| {
                            x.el("w:tcPr", &[], |x| {
                                x.leaf("w:tcW", &[("w:w", width.unwrap_or(&0)), ("w:type", &"dxa")]);
                                cell_margins(x, margin, at);
                            });
                            self.cell(x, (*row_at, row), at, keep);
                        });
                    }
                });
            }
        });
    }

    /// What stands in a cell of the language `at`.
    pub(super) fn cell(&mut self, x: &mut Xml, (row_at, row): (usize, &Row), at: usize, keep: Keep) {
        match row.cells.get(at) {
            Some(block) => self.block(x, row_at, row, block, at, keep),
            None => paragraph(x, id::BODY, None, keep, |_| {}),
        }
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

/// Whether the stretch begins with a signature.
fn signed(stretch: Option<&Stretch<'_>>) -> bool {
    matches!(stretch, Some(Stretch::Text(rows)) if rows.first().is_some_and(|(_, row)| row.kind == RowKind::Signature))
}

/// How many rows at the end of a stretch are headings of the table after it. They become rows of that table, since programs keep rows together
/// inside a table only. A table with a head of its own stays as it is, for only the first row of a table is repeated on the next page.
fn leading(rows: &[(usize, &Row)], next: Option<&Stretch<'_>>) -> usize {
    let takes =
        matches!(next, Some(Stretch::Table(_, table)) if !table.iter().any(|(_, row)| matches!(&row.kind, RowKind::Table(t) if t.head)));
    if takes { rows.iter().rev().take_while(|(_, row)| matches!(row.kind, RowKind::Heading { .. })).count() } else { 0 }
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
