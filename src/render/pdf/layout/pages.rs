//! Boxes on pages: where to divide, what stays together, and the head of a table said again.

use super::{Artifact, Bond, Boxed, Dress, Frame, Heading, Mark, Owner, Page, Placement};
use crate::doc::model::Tone;
use crate::render::RenderError;
use crate::render::pdf::colour::Ink;
use crate::render::pdf::structure::NodeId;

/// Least number of lines of a divided row at the foot of a page and at the head of the next.
const LEAST_LINES: usize = 2;
/// Most lines that stay empty at the foot of a page so that no word is divided there.
const SPARED_LINES: usize = 6;
/// Space below a picture.
const BELOW_PICTURE: f32 = 14.0;

/// Pages as they fill.
pub(super) struct Flow {
    frame: Frame,
    pages: Vec<Page>,
    /// Lower edge of what stands on the last page.
    y: f32,
    /// Space wanted after it.
    after: f32,
    /// Whether nothing stands on the last page yet.
    clean: bool,
    outline: Vec<Heading>,
    placements: Vec<Placement>,
}

impl Flow {
    /// No page yet.
    pub(super) fn new(frame: Frame) -> Self {
        Self { frame, pages: Vec::new(), y: frame.top, after: 0.0, clean: true, outline: Vec::new(), placements: Vec::new() }
    }

    /// Pages, headings and places.
    pub(super) fn finish(self) -> (Vec<Page>, Vec<Heading>, Vec<Placement>) {
        (self.pages, self.outline, self.placements)
    }

    /// Begins a part of the document on a new page.
    pub(super) fn begin_part(&mut self, title: String) {
        self.turn();
        self.outline.push(Heading { level: 0, title, page: self.pages.len() - 1, top: self.frame.top });
    }

    fn turn(&mut self) {
        self.pages.push(Page::default());
        self.y = self.frame.top;
        self.after = 0.0;
        self.clean = true;
    }

    /// Puts a picture of this width and height in the middle below what stands on the page; `node` makes its element.
    pub(super) fn picture(&mut self, [width, height]: [f32; 2], spacing: f32, node: impl FnOnce([f32; 4]) -> NodeId) {
        if self.pages.is_empty() {
            self.turn();
        }
        let area = [(self.frame.left + self.frame.right - width) / 2.0, self.y, width, height];
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(Mark::Picture { area, node: node(area) });
        }
        self.y += height;
        self.after = BELOW_PICTURE * spacing;
        self.clean = false;
    }

    /// Places boxes one after another.
    ///
    /// # Errors
    /// [`RenderError::DoesNotFit`] where not even a line fits on an empty page.
    pub(super) fn place(&mut self, boxes: &[Boxed]) -> Result<(), RenderError> {
        if self.pages.is_empty() {
            self.turn();
        }
        let room = self.frame.bottom - self.frame.top;
        let mut head: Option<&Boxed> = None;
        for (number, set) in boxes.iter().enumerate() {
            if set.pitch + set.pad[0] + set.pad[1] > room {
                return Err(RenderError::DoesNotFit(set.id.clone()));
            }
            head = match &set.dress {
                Dress::Table { head: true, .. } => Some(set),
                Dress::Table { table, .. } => head.filter(|h| matches!(&h.dress, Dress::Table { table: t, .. } if t == table)),
                _ => None,
            };
            let repeated = head.filter(|head| head.row != set.row);
            let space = self.space(set);
            let wanted = start(boxes, number, room);
            if !self.clean && self.y + space + wanted > self.frame.bottom + 0.01 {
                self.turn_within(repeated);
            }
            self.put(boxes, number, repeated);
        }
        Ok(())
    }

    /// Space between what stands on the page and the box.
    fn space(&self, set: &Boxed) -> f32 {
        if self.clean { 0.0 } else { self.after.max(set.around[0]) }
    }

    fn turn_within(&mut self, repeated: Option<&Boxed>) {
        self.turn();
        if let Some(head) = repeated {
            let top = self.y;
            self.paint(head, 0, head.steps.len(), top, true, true);
            self.y = top + head.whole();
            self.clean = false;
        }
    }

    fn put(&mut self, boxes: &[Boxed], number: usize, repeated: Option<&Boxed>) {
        let set = &boxes[number];
        let count = set.steps.len();
        let mut from = 0;
        while from < count {
            let top = self.y + if from == 0 { self.space(set) } else { 0.0 };
            let left = self.frame.bottom - top;
            let mut to = count;
            if set.height(from, count) > left + 0.01 {
                to = self.divide(set, from, left);
            } else if set.bond == Bond::Leads && from == 0 && self.strands_next(boxes, number, top + set.whole()) {
                // The next box would stand alone on its page: the last lines go with it.
                to = divisions(set, from).filter(|to| *to + LEAST_LINES <= count).last().unwrap_or(count);
            }
            let first = !matches!(&set.dress, Dress::Table { table, .. } if number > 0 && matches!(&boxes[number - 1].dress, Dress::Table { table: t, .. } if t == table));
            let rule = first && from == 0 || (self.clean && repeated.is_none()) || from > 0;
            self.paint(set, from, to, top, rule, false);
            let bottom = top + set.height(from, to);
            self.placements.push(Placement {
                row: set.id.clone(),
                page: self.pages.len() - 1,
                first_line: from,
                lines: to - from,
                column_lines: set.lengths.clone(),
                heading: set.outline.is_some(),
                top,
                bottom,
            });
            if from == 0
                && let Some((level, title)) = &set.outline
            {
                self.outline.push(Heading { level: *level, title: title.clone(), page: self.pages.len() - 1, top });
            }
            self.y = bottom;
            self.after = match &set.dress {
                Dress::Table { table, .. } => match boxes.get(number + 1).map(|next| &next.dress) {
                    Some(Dress::Table { table: t, .. }) if t == table => 0.0,
                    _ => 10.0,
                },
                _ => set.around[1],
            };
            self.clean = false;
            from = to;
            if from < count {
                self.turn_within(repeated);
            }
        }
    }

    /// Number of steps up to which the rest of a box fits into `left`, at least one.
    fn divide(&self, set: &Boxed, from: usize, left: f32) -> usize {
        let fits = |to: &usize| set.height(from, *to) <= left + 0.01;
        let any = (from + 1..=set.steps.len()).rfind(fits).unwrap_or(from + 1);
        let last = divisions(set, from).filter(fits).last();
        // A word is not divided over two pages where a few lines less at the foot avoid it.
        let unbroken = divisions(set, from).filter(fits).filter(|to| !breaks_word(set, *to)).last();
        unbroken.filter(|to| last.is_some_and(|last| last - to <= SPARED_LINES)).or(last).unwrap_or(any)
    }

    fn strands_next(&self, boxes: &[Boxed], number: usize, bottom: f32) -> bool {
        let Some(next) = boxes.get(number + 1) else { return false };
        let room = self.frame.bottom - self.frame.top;
        let space = boxes[number].around[1].max(next.around[0]);
        bottom + space + start(boxes, number + 1, room) > self.frame.bottom + 0.01
    }

    fn paint(&mut self, set: &Boxed, from: usize, to: usize, top: f32, first: bool, repeated: bool) {
        let height = set.height(from, to);
        let Some(page) = self.pages.last_mut() else { return };
        dress(page, set, top, height, first);
        if from == 0 && !repeated {
            page.marks.extend(set.opens.iter().map(|node| Mark::Open(*node)));
        }
        let pad = if from == 0 { set.pad[0] } else { set.inner_pad() };
        // Elements are numbered in the order of reading: each cell is read to its end (or to that of the page) before the next begins.
        let mut order: Vec<(usize, usize, &super::Set)> = Vec::new();
        for (at, step) in set.steps[from..to].iter().enumerate() {
            for (place, line) in step.iter().enumerate() {
                order.push((at, place, line));
            }
        }
        order.sort_by_key(|(at, place, line)| (line.node, *at, *place));
        for (at, _, line) in order {
            let y = top + pad + at as f32 * set.pitch + set.baseline;
            let owner = if repeated { Owner::Artifact(Artifact::Repeated) } else { Owner::Node(line.node) };
            page.marks.push(Mark::Line { x: line.x, y, runs: line.runs.clone(), owner });
        }
    }
}

/// Steps before which a box may be divided, so that no column leaves a single line on either page.
fn divisions(set: &Boxed, from: usize) -> impl Iterator<Item = usize> + '_ {
    (from + LEAST_LINES..set.steps.len()).filter(move |to| set.lengths.iter().all(|length| *length <= *to || *length - *to >= LEAST_LINES))
}

/// Whether a line before this step ends within a word.
fn breaks_word(set: &Boxed, to: usize) -> bool {
    let ends = to.checked_sub(1).and_then(|at| set.steps.get(at));
    ends.is_some_and(|step| step.iter().any(|line| line.runs.iter().any(|run| run.soft_hyphen)))
}

/// Whether a box may be divided at all, given the height of a page.
fn divisible(set: &Boxed, room: f32) -> bool {
    match set.bond {
        Bond::Free | Bond::Leads => true,
        Bond::Whole if matches!(set.dress, Dress::Table { .. }) => set.whole() > room / 2.0,
        Bond::Whole | Bond::Head => set.whole() > room,
    }
}

/// The least height with which a box can begin on a page, what must follow it included.
fn start(boxes: &[Boxed], number: usize, room: f32) -> f32 {
    let mut height = 0.0;
    for (at, set) in boxes.iter().enumerate().skip(number) {
        if at > number {
            height += boxes[at - 1].around[1].max(set.around[0]);
        }
        let whole = height + set.whole();
        if divisible(set, room) {
            // Better begin on the next page than divide a word over two, where that leaves no more than a third of this one empty.
            let unbroken = divisions(set, 0).find(|to| !breaks_word(set, *to));
            let any = || divisions(set, 0).next().filter(|_| set.whole() > room / 3.0);
            let first = unbroken.or_else(any);
            if let Some(to) = first {
                height += set.height(0, to);
                break;
            }
            height = whole;
            if set.bond != Bond::Leads {
                break;
            }
        } else {
            height = whole;
            if set.bond != Bond::Head {
                break;
            }
        }
    }
    // A chain longer than a page cannot be kept together.
    if height > room { boxes[number].whole().min(room) } else { height }
}

fn dress(page: &mut Page, set: &Boxed, top: f32, height: f32, first: bool) {
    match &set.dress {
        Dress::None => {}
        Dress::Banner(tone, spans) => {
            let (tint, ink) = match tone {
                Tone::Urgent => (Ink::UrgentTint, Ink::Urgent),
                Tone::Confidential => (Ink::AccentTint, Ink::Accent),
            };
            for [x, width] in spans {
                page.marks.push(Mark::Fill { area: [*x, top, *width, height], ink: tint });
                let corners = [[*x, top], [x + width, top], [x + width, top + height], [*x, top + height]];
                for (at, from) in corners.iter().enumerate() {
                    page.marks.push(Mark::Rule { from: *from, to: corners[(at + 1) % 4], thick: 0.7, ink });
                }
            }
        }
        Dress::Table { head, spans, .. } => {
            for [x, width] in spans {
                let mut rule = |y: f32, thick: f32, ink: Ink| page.marks.push(Mark::Rule { from: [*x, y], to: [x + width, y], thick, ink });
                if first {
                    rule(top, 0.8, Ink::Accent);
                }
                let (thick, ink) = if *head { (0.6, Ink::Accent) } else { (0.4, Ink::Hairline) };
                rule(top + height, thick, ink);
            }
        }
    }
}
