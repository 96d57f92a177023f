//! From boxes to pages: what stands where, headings with what they head, tables with their heads on every page.

use super::boxes::RowBox;
use crate::doc::model::{Document, RowKind};

/// A part of a row on a page.
#[derive(Debug, Clone)]
pub(super) struct Fragment {
    /// Index of the box.
    pub at: usize,
    /// First line.
    pub from: usize,
    /// One past the last line.
    pub to: usize,
    /// Top edge, from the top of the text area.
    pub y: f32,
    /// Whether it repeats the head of a table on a further page.
    pub repeated: bool,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub fragments: Vec<Fragment>,
}

/// Least lines of a paragraph on either side of the end of a page.
const LEAST: usize = 2;

/// Lays boxes on pages of a height. `None` where a row that must stay whole is higher than a page: its index.
pub(super) fn paginate(document: &Document, boxes: &[RowBox], height: f32) -> Vec<Page> {
    let mut flow = Flow { document, boxes, height, pages: vec![Page::default()], y: 0.0 };
    for at in 0..boxes.len() {
        flow.row(at);
    }
    flow.pages
}

struct Flow<'a> {
    document: &'a Document,
    boxes: &'a [RowBox],
    height: f32,
    pages: Vec<Page>,
    y: f32,
}

impl Flow<'_> {
    fn at_top(&self) -> bool {
        self.pages.last().is_none_or(|p| p.fragments.iter().all(|f| f.repeated))
    }

    fn row(&mut self, at: usize) {
        let this = &self.boxes[at];
        let lines = this.lines();
        if lines == 0 {
            return;
        }
        let before = if self.at_top() { 0.0 } else { this.before };
        let room = self.height - self.y - before;
        let needed = if this.whole {
            this.height(lines)
        } else {
            this.height(lines.min(LEAST.max(if lines == LEAST + 1 { LEAST + 1 } else { LEAST })))
        };
        let follow = self.following(at);
        if !self.at_top() && (needed > room || this.height(lines) + this.after + follow > room && (this.keep_next && follow > 0.0)) {
            let fits_alone = this.keep_next && !this.whole && lines > 2 * LEAST && needed <= room;
            if !fits_alone {
                self.new_page(at);
            }
        }
        let before = if self.at_top() { 0.0 } else { this.before };
        self.y += before;
        let mut from = 0;
        while from < lines {
            let left = lines - from;
            let room = self.height - self.y;
            if this.height(left) <= room + 0.01 {
                self.place(at, from, lines);
                break;
            }
            let fit = (((room - 2.0 * this.padding) / this.leading).floor().max(0.0)) as usize;
            let mut take = fit.min(left.saturating_sub(LEAST));
            if this.whole || take < LEAST {
                take = 0;
            }
            if take == 0 {
                if self.at_top() {
                    // Higher than a page: part it all the same.
                    take = fit.max(1);
                } else {
                    self.new_page(at);
                    continue;
                }
            }
            self.place(at, from, (from + take).min(lines));
            from += take;
            if from < lines {
                self.new_page(at);
            }
        }
        self.y += this.after;
    }

    fn place(&mut self, at: usize, from: usize, to: usize) {
        let y = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.fragments.push(Fragment { at, from, to, y, repeated: false });
        }
        self.y += self.boxes[at].height(to - from);
    }

    /// How much of what follows must stand on the page of a row that is kept with it.
    fn following(&self, at: usize) -> f32 {
        let mut sum = 0.0;
        let mut this = at;
        while self.boxes[this].keep_next {
            let Some(next) = self.boxes.get(this + 1) else { break };
            let lines = next.lines();
            if lines == 0 {
                this += 1;
                if this + 1 >= self.boxes.len() {
                    break;
                }
                continue;
            }
            sum += next.before;
            if next.keep_next || next.whole {
                sum += next.height(lines.min(if next.whole { lines } else { LEAST })) + next.after;
            } else {
                sum += next.height(lines.min(if lines == LEAST + 1 { lines } else { LEAST }));
            }
            if sum > self.height * 0.6 {
                break;
            }
            this += 1;
        }
        sum
    }

    /// Starts a page, with the head of the table that a row belongs to.
    fn new_page(&mut self, at: usize) {
        self.pages.push(Page::default());
        self.y = 0.0;
        let RowKind::Table(table) = &self.document.rows[self.boxes[at].row].kind else { return };
        if table.head {
            return;
        }
        let head = self.boxes[..at]
            .iter()
            .rposition(|b| matches!(&self.document.rows[b.row].kind, RowKind::Table(t) if t.head && t.id == table.id));
        if let Some(head) = head {
            let lines = self.boxes[head].lines();
            if let Some(page) = self.pages.last_mut() {
                page.fragments.push(Fragment { at: head, from: 0, to: lines, y: 0.0, repeated: true });
            }
            self.y += self.boxes[head].height(lines);
        }
    }
}

/// Whether a fragment is the last of its row.
pub(super) fn is_last(boxes: &[RowBox], fragment: &Fragment) -> bool {
    fragment.to == boxes[fragment.at].lines()
}
