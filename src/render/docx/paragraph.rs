//! Paragraphs: style, number, direction, and what they are kept together with.

use super::runs::{Ids, Look, inlines, run_properties, runs};
use super::styles::id;
use super::xml::Xml;
use crate::doc::model::{Block, Content};
use crate::lang::Direction;

/// What Word should keep together.
#[derive(Clone, Copy, Default)]
pub(super) struct Keep {
    /// With the next paragraph.
    pub(super) next: bool,
    /// Its own lines.
    pub(super) lines: bool,
}

/// What a paragraph has beyond its style.
#[derive(Default)]
pub(super) struct Extra {
    /// `numId` of the list that counts the paragraph.
    pub(super) number: Option<u32>,
    /// Beginning of the text and hanging of its label, in twips.
    pub(super) indent: Option<(i32, i32)>,
    /// Text stands at the end of the line.
    pub(super) end: bool,
}

/// A paragraph in the language of `block`, or an empty one without a language.
pub(super) fn paragraph(x: &mut Xml, style: &str, block: Option<&Block>, keep: Keep, body: impl FnOnce(&mut Xml)) {
    paragraph_with(x, style, block, keep, &Extra::default(), body);
}

/// The same with a number, an indent or an alignment.
pub(super) fn paragraph_with(x: &mut Xml, style: &str, block: Option<&Block>, keep: Keep, extra: &Extra, body: impl FnOnce(&mut Xml)) {
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

/// The line between two tables.
pub(super) fn separator(x: &mut Xml) {
    x.el("w:p", &[], |x| x.el("w:pPr", &[], |x| x.val("w:pStyle", id::SEPARATOR)));
}

/// The text of a block inside one paragraph.
pub(super) fn content(x: &mut Xml, ids: &mut Ids, block: &Block, content: &Content) {
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
