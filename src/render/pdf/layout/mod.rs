//! From rows to pages: what is painted where, in the order in which it is read.
//!
//! Lengths are points; `y` grows downwards from the top of the page. [`rows`] and [`tables`] turn rows into boxes of steps (a step
//! is one line in every column), [`pages`] puts boxes on pages, [`running`] adds what stands on every page.

mod pages;
mod rows;
mod running;
mod tables;

use super::colour::Ink;
use super::lines::{Composed, Run};
use super::structure::{NodeId, Tree};
use super::text::Setter;
use crate::doc::model::{Document, Tone};
use crate::lang::{Direction, Lang};
use crate::render::RenderError;
use crate::render::style::{Layout, Style};

/// Least width of a column and least height of a page's body that anything can be set in.
const LEAST: f32 = 60.0;

/// A column of a section.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Left edge.
    pub(super) x: f32,
    /// Width.
    pub(super) width: f32,
    /// Which cell of each row stands in it.
    pub(super) cell: usize,
    /// Language of the cell.
    pub(super) lang: Lang,
}

/// What an artifact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Artifact {
    /// Head of the page.
    Header,
    /// Foot of the page.
    Footer,
    /// Head of a table, said again on the next page.
    Repeated,
    /// Word across the page.
    Watermark,
}

/// Whether marked content is part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// It belongs to an element.
    Node(NodeId),
    /// It does not belong to the text.
    Artifact(Artifact),
}

/// Something to paint.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// The element joins the structure here, even if nothing is painted for it.
    Open(NodeId),
    /// A line of text.
    Line {
        /// Left edge.
        x: f32,
        /// Baseline.
        y: f32,
        /// Its glyphs.
        runs: Vec<Run>,
        /// What it belongs to.
        owner: Owner,
    },
    /// The picture of the style.
    Picture {
        /// Left, top, width, height.
        area: [f32; 4],
        /// Its element.
        node: NodeId,
    },
    /// A filled rectangle.
    Fill {
        /// Left, top, width, height.
        area: [f32; 4],
        /// Colour.
        ink: Ink,
    },
    /// A straight line.
    Rule {
        /// From.
        from: [f32; 2],
        /// To.
        to: [f32; 2],
        /// Thickness.
        thick: f32,
        /// Colour.
        ink: Ink,
    },
    /// Text turned about the middle of the page.
    Turned {
        /// Degrees against the clock.
        degrees: f32,
        /// The line, centred on the middle.
        line: Composed,
    },
}

/// What is painted on a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Marks in the order of reading.
    pub(super) marks: Vec<Mark>,
}

/// A heading for the outline.
#[derive(Debug)]
pub(super) struct Heading {
    /// 0 for the name of a part, then the level.
    pub(super) level: u8,
    /// Number and text.
    pub(super) title: String,
    /// Page from zero.
    pub(super) page: usize,
    /// Top edge.
    pub(super) top: f32,
}

/// Where a row, or a part of one, was put.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// Id of the row.
    pub row: String,
    /// Page from zero.
    pub page: usize,
    /// First line of the row that stands here.
    pub first_line: usize,
    /// Number of lines here.
    pub lines: usize,
    /// Number of lines of the row in each column.
    pub column_lines: Vec<usize>,
    /// Whether the row is a heading.
    pub heading: bool,
    /// Top edge, in points from the top of the page.
    pub top: f32,
    /// Bottom edge.
    pub bottom: f32,
}

/// A document on pages.
#[derive(Debug)]
pub(super) struct Laid {
    /// The pages.
    pub(super) pages: Vec<Page>,
    /// The structure; elements join it as they are painted.
    pub(super) tree: Tree,
    /// The headings.
    pub(super) outline: Vec<Heading>,
    /// Where each row is.
    pub(super) placements: Vec<Placement>,
}

/// A line in a step of a box.
#[derive(Debug, Clone)]
struct Set {
    x: f32,
    runs: Vec<Run>,
    node: NodeId,
}

/// A row that has been set, not yet placed.
#[derive(Debug, Clone)]
struct Boxed {
    /// Number of the row.
    row: usize,
    /// Its id.
    id: String,
    /// Lines side by side.
    steps: Vec<Vec<Set>>,
    /// Number of lines of each column.
    lengths: Vec<usize>,
    /// Height of a step.
    pitch: f32,
    /// Baseline of a step below its top.
    baseline: f32,
    /// Space above the first step and below the last.
    pad: [f32; 2],
    /// Space wanted before and after.
    around: [f32; 2],
    /// Elements to join before the first line.
    opens: Vec<NodeId>,
    /// What it is to its neighbours.
    bond: Bond,
    /// What is painted round it.
    dress: Dress,
    /// Level and text, if it belongs in the outline.
    outline: Option<(u8, String)>,
}

/// How a box stands to the next one and to the end of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bond {
    /// May be divided between lines.
    Free,
    /// May be divided, but its end goes with the next box.
    Leads,
    /// Kept whole.
    Whole,
    /// Kept whole and with the beginning of the next box.
    Head,
}

/// What is painted round a box.
#[derive(Debug, Clone, PartialEq)]
enum Dress {
    None,
    Banner(Tone, Vec<[f32; 2]>),
    Table { head: bool, table: String, spans: Vec<[f32; 2]> },
}

impl Boxed {
    /// Height of the steps from one to another, the padding where they reach an end of the box.
    fn height(&self, from: usize, to: usize) -> f32 {
        let top = if from == 0 { self.pad[0] } else { self.inner_pad() };
        let bottom = if to == self.steps.len() { self.pad[1] } else { self.inner_pad() };
        top + bottom + (to - from) as f32 * self.pitch
    }

    fn inner_pad(&self) -> f32 {
        if self.dress == Dress::None { 0.0 } else { self.pad[0] }
    }

    fn whole(&self) -> f32 {
        self.height(0, self.steps.len())
    }
}

/// What a section is set with.
struct Scene<'a, 'f> {
    document: &'a Document,
    style: &'a Style,
    columns: &'a [Column],
    /// The element that holds the section.
    part: NodeId,
    setter: &'a mut Setter<'f>,
    tree: &'a mut Tree,
}

impl Scene<'_, '_> {
    /// The language to be stated of an element in a column: none where the whole section has one language.
    fn lang(&self, place: usize) -> Option<Lang> {
        if self.columns.len() > 1 { self.columns.get(place).map(|column| column.lang) } else { None }
    }
}

/// The page and its columns.
#[derive(Debug, Clone, Copy)]
struct Frame {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

/// Lays a document out.
///
/// # Errors
/// [`RenderError::MissingGlyphs`] for characters that no face has, [`RenderError::DoesNotFit`] where the style leaves no room.
pub(super) fn lay_out(document: &Document, style: &Style) -> Result<Laid, RenderError> {
    let [top, right, bottom, left] = style.margins;
    let frame = Frame { left, right: style.paper[0] - right, top, bottom: style.paper[1] - bottom };
    let width = frame.right - frame.left;
    let langs = &document.languages;
    let half = (width - style.gutter) / 2.0;
    let whole = |cell: usize, lang: Lang| Column { x: frame.left, width, cell, lang };
    let mut sections: Vec<Vec<Column>> = match (style.layout, langs.as_slice()) {
        (Layout::SideBySide, [first, second, ..]) => {
            // The original stands where its readers begin.
            let (near, far) = match first.direction() {
                Direction::Ltr => (frame.left, frame.right - half),
                Direction::Rtl => (frame.right - half, frame.left),
            };
            vec![vec![Column { x: near, width: half, cell: 0, lang: *first }, Column { x: far, width: half, cell: 1, lang: *second }]]
        }
        (Layout::Sequence, langs) => langs.iter().enumerate().map(|(cell, lang)| vec![whole(cell, *lang)]).collect(),
        (_, [first, ..]) => vec![vec![whole(0, *first)]],
        (_, []) => Vec::new(),
    };
    sections.retain(|columns| !columns.is_empty());
    if sections.iter().flatten().any(|c| c.width < LEAST) || frame.bottom - frame.top < LEAST * 2.0 {
        return Err(RenderError::DoesNotFit("running text".to_owned()));
    }

    let mut setter = Setter::new(&style.fonts);
    let mut tree = Tree::new();
    let mut flow = pages::Flow::new(frame);
    for (number, columns) in sections.iter().enumerate() {
        let part = if sections.len() > 1 { tree.add(Tree::ROOT, "Part", Some(columns[0].lang)) } else { Tree::ROOT };
        let boxes = rows::boxes(&mut Scene { document, style, columns, part, setter: &mut setter, tree: &mut tree })?;
        if sections.len() > 1 {
            let title = rows::title_of(document, columns[0].cell);
            flow.begin_part(title);
        }
        if let Some(picture) = style.picture.as_ref().filter(|_| number == 0) {
            let (lang, alt) = style.alt(langs);
            let size = picture.size(style.logo_height, width);
            flow.picture(size, style.spacing, |[x, y, w, h]| tree.add_figure(part, lang, alt, [x, y, x + w, y + h]));
        }
        flow.place(&boxes)?;
    }
    let (mut pages, outline, placements) = flow.finish();
    if pages.is_empty() {
        pages.push(Page::default());
    }
    running::add(document, style, frame, &mut pages, &mut setter)?;
    if !setter.missing.is_empty() {
        return Err(RenderError::MissingGlyphs(setter.missing));
    }
    Ok(Laid { pages, tree, outline, placements })
}
