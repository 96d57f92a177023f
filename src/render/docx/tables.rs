//! Tables of the document, and the pieces that all tables of the file are made of.

use super::body::Body;
use super::paragraph::{Extra, Keep, content, paragraph, paragraph_with};
use super::runs::inlines;
use super::styles::{id, tint, twips};
use super::xml::Xml;
use crate::doc::model::{Block, Column, Content, Inline, Row, RowKind, Table};
use crate::lang::Direction;
use crate::render::style::Style;

/// Rows with more characters than this in a cell may split across pages.
const LONG_CELL: usize = 250;
/// Rows with at most so many characters in a cell are taken for one line.
const SHORT_CELL: usize = 60;
/// Tables with at most so many characters in one language stay on one page.
const SHORT_TABLE: usize = 400;

/// The columns of a table in one language.
struct Side {
    /// Number of the language.
    at: usize,
    /// Widths in twips, in the order of the document.
    widths: Vec<i32>,
    /// Whether they are written last to first, because the language runs against the table.
    turned: bool,
}

impl Side {
    fn written(&self) -> Vec<i32> {
        let mut widths = self.widths.clone();
        if self.turned {
            widths.reverse();
        }
        widths
    }
}

impl Body<'_> {
    /// A table in both languages: one table, so that each row stays aligned and the head is repeated. `signed` where a signature
    /// follows; `before` are headings that stay with the first row.
    pub(super) fn table_columns(&mut self, x: &mut Xml, table: &Table, before: &[(usize, &Row)], rows: &[(usize, &Row)], signed: bool) {
        let base = self.base();
        let gutter = twips(self.style.gutter);
        let half = (self.width - gutter) / 2;
        let [first, second] = [(0, half), (1, self.width - gutter - half)].map(|(at, width)| Side {
            at,
            widths: shares(width, &table.columns),
            turned: self.document.languages.get(at).is_some_and(|lang| lang.direction() != base),
        });
        x.el("w:tbl", &[], |x| {
            table_properties(x, id::TABLE, base == Direction::Rtl, self.width);
            grid(x, &[first.written(), vec![gutter], second.written()].concat());
            for heading in before {
                self.heading_row(x, *heading, [&first, &second], gutter);
            }
            let whole = is_short(rows);
            for n in 0..rows.len() {
                self.table_row(x, rows, n, (signed, whole), |body, x, row, next| {
                    body.table_cells(x, row, &first, next);
                    empty_cell(x, gutter, Keep { next, lines: false });
                    body.table_cells(x, row, &second, next);
                });
            }
        });
    }

    /// A heading over the columns of a table.
    fn heading_row(&mut self, x: &mut Xml, heading: (usize, &Row), sides: [&Side; 2], gutter: i32) {
        let keep = Keep { next: true, lines: true };
        x.el("w:tr", &[], |x| {
            x.el("w:trPr", &[], |x| x.leaf("w:cantSplit", &[]));
            for (n, side) in sides.into_iter().enumerate() {
                if n > 0 {
                    empty_cell(x, gutter, keep);
                }
                merged_cell(x, &side.widths, Edges::Open, |x| self.cell(x, heading, side.at, keep));
            }
        });
    }

    /// A table in the language `at`. `signed` where a signature follows.
    pub(super) fn table_alone(&mut self, x: &mut Xml, table: &Table, rows: &[(usize, &Row)], at: usize, signed: bool) {
        let side = Side { at, widths: shares(self.width, &table.columns), turned: false };
        let rtl = self.document.languages.get(at).is_some_and(|lang| lang.direction() == Direction::Rtl);
        x.el("w:tbl", &[], |x| {
            table_properties(x, id::TABLE, rtl, self.width);
            grid(x, &side.widths);
            let whole = is_short(rows);
            for n in 0..rows.len() {
                self.table_row(x, rows, n, (signed, whole), |body, x, row, next| body.table_cells(x, row, &side, next));
            }
        });
    }

    /// The row `n` of a table, which may be `signed` and kept `whole`; `cells` is told whether the row stays with the next.
    fn table_row(
        &mut self,
        x: &mut Xml,
        rows: &[(usize, &Row)],
        n: usize,
        (signed, whole): (bool, bool),
        cells: impl FnOnce(&mut Self, &mut Xml, &Row, bool),
    ) {
        let Some((_, row)) = rows.get(n) else { return };
        let last = n + 1 == rows.len();
        // A head that is the whole table must not claim to be repeated over nothing.
        let head = matches!(&row.kind, RowKind::Table(table) if table.head) && !last;
        let long = row.cells.iter().any(|block| longest(&block.content) > LONG_CELL);
        // Longer tables leave no single line behind or ahead; a row of several lines may stand alone.
        let short = row.cells.iter().all(|block| longest(&block.content) <= SHORT_CELL);
        let next = if last { signed } else { head || whole || short && (n == 0 || n + 2 == rows.len()) };
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
            cells(self, x, row, next);
        });
    }

    /// The cells of a table row in one language, as many as the table has columns.
    fn table_cells(&mut self, x: &mut Xml, row: &Row, side: &Side, next: bool) {
        let RowKind::Table(table) = &row.kind else { return };
        let Side { at, widths, turned } = side;
        let keep = Keep { next, lines: false };
        let Some(block) = row.cells.get(*at) else {
            return merged_cell(x, widths, Edges::Ruled, |x| paragraph(x, id::TABLE_TEXT, None, keep, |_| {}));
        };
        let cells = match &block.content {
            Content::Cells(cells) if cells.len() == widths.len() => cells,
            other => {
                return merged_cell(x, widths, Edges::Ruled, |x| {
                    paragraph(x, id::TABLE_TEXT, Some(block), keep, |x| content(x, &mut self.ids, block, other));
                });
            }
        };
        let mut order: Vec<usize> = (0..cells.len()).collect();
        if *turned {
            order.reverse();
        }
        for column in order {
            self.table_cell(x, table, block, &cells[column], (column, widths[column]), keep);
        }
    }

    fn table_cell(&mut self, x: &mut Xml, table: &Table, block: &Block, cell: &[Inline], (column, width): (usize, i32), keep: Keep) {
        let style = match table.head {
            true => id::TABLE_HEAD,
            false if table.row_heads && column == 0 => id::TABLE_LABEL,
            false => id::TABLE_TEXT,
        };
        let end = table.columns.get(column).is_some_and(|column| column.end);
        x.el("w:tc", &[], |x| {
            x.el("w:tcPr", &[], |x| {
                x.leaf("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
                if table.head {
                    let shade = tint(self.style.accent, 0.9);
                    x.leaf("w:shd", &[("w:val", &"clear"), ("w:color", &"auto"), ("w:fill", &shade)]);
                }
            });
            let extra = Extra { end, ..Extra::default() };
            paragraph_with(x, style, Some(block), keep, &extra, |x| inlines(x, &mut self.ids, block, cell));
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

/// A cell without text and borders, kept together like its neighbours.
pub(super) fn empty_cell(x: &mut Xml, width: i32, keep: Keep) {
    x.el("w:tc", &[], |x| {
        x.el("w:tcPr", &[], |x| {
            x.leaf("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
            no_borders(x);
        });
        paragraph(x, id::TABLE_TEXT, None, keep, |_| {});
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

fn no_borders(x: &mut Xml) {
    x.el("w:tcBorders", &[], |x| {
        x.leaf("w:top", &[("w:val", &"nil")]);
        x.leaf("w:bottom", &[("w:val", &"nil")]);
    });
}

/// Whether a cell has the lines of its table above and below.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edges {
    Ruled,
    Open,
}

fn merged_cell(x: &mut Xml, widths: &[i32], edges: Edges, body: impl FnOnce(&mut Xml)) {
    x.el("w:tc", &[], |x| {
        x.el("w:tcPr", &[], |x| {
            x.leaf("w:tcW", &[("w:w", &widths.iter().sum::<i32>()), ("w:type", &"dxa")]);
            if widths.len() > 1 {
                x.val("w:gridSpan", widths.len());
            }
            if edges == Edges::Open {
                no_borders(x);
            }
        });
        body(x);
    });
}

fn length(inlines: &[Inline]) -> usize {
    inlines.iter().map(|inline| inline.text().chars().count()).sum()
}

/// Whether a table has so little text in each language that it stays on one page.
fn is_short(rows: &[(usize, &Row)]) -> bool {
    let length = |at: usize| rows.iter().filter_map(|(_, row)| Some(total(&row.cells.get(at)?.content))).sum::<usize>();
    length(0).max(length(1)) <= SHORT_TABLE
}

fn longest(content: &Content) -> usize {
    match content {
        Content::Cells(cells) => cells.iter().map(|cell| length(cell)).max().unwrap_or(0),
        Content::Text(text) => length(text),
        Content::Empty => 0,
    }
}

fn total(content: &Content) -> usize {
    match content {
        Content::Cells(cells) => cells.iter().map(|cell| length(cell)).sum(),
        other => longest(other),
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
