//! Content streams: marks in the operators of the page, with the marked content that ties text to the structure.

use std::collections::BTreeMap;
use std::io::Write as _;

use subsetter::GlyphRemapper;

use super::colour::Ink;
use super::layout::{Artifact, Mark, Owner, Page};
use super::lines::Run;
use super::shape::Shaper;
use super::structure::{NodeId, Tree};
use crate::render::RenderError;
use crate::render::fonts::{Face, Fonts};
use crate::render::style::Style;

/// The glyphs of a face that a document uses.
#[derive(Debug, Default)]
pub(super) struct Used {
    /// Old glyph ids to those of the subset.
    pub(super) glyphs: GlyphRemapper,
    /// Text and width of each glyph of the subset, by its number there.
    pub(super) text: BTreeMap<u16, (String, i32)>,
}

/// Writes the pages of a document.
pub(super) struct Painter<'a, 'f> {
    style: &'a Style,
    tree: &'a mut Tree,
    shaper: &'a mut Shaper<'f>,
    /// Glyphs of each face of the run, by its place.
    pub(super) used: Vec<Used>,
    /// For each page the element of each marked content.
    pub(super) owners: Vec<Vec<NodeId>>,
    out: Vec<u8>,
    open: Option<Marked>,
    fill: Option<Ink>,
    height: f32,
}

/// What the open marked content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marked {
    Owner(Owner),
    Layout,
}

impl<'a, 'f> Painter<'a, 'f> {
    /// A painter that has painted nothing.
    pub(super) fn new(style: &'a Style, tree: &'a mut Tree, shaper: &'a mut Shaper<'f>) -> Self {
        let used = style.fonts.faces().map(|_| Used::default()).collect();
        Self { style, tree, shaper, used, owners: Vec::new(), out: Vec::new(), open: None, fill: None, height: style.paper[1] }
    }

    /// The content stream of the next page.
    ///
    /// # Errors
    /// Those of reading a face.
    pub(super) fn page(&mut self, page: &Page) -> Result<Vec<u8>, RenderError> {
        self.owners.push(Vec::new());
        self.fill = None;
        for mark in &page.marks {
            match mark {
                Mark::Open(node) => self.tree.attach(*node),
                Mark::Line { x, y, runs, owner } => self.line([1.0, 0.0, 0.0, 1.0], *x, self.height - y, runs, *owner)?,
                Mark::Turned { degrees, line } => {
                    let (sin, cos) = degrees.to_radians().sin_cos();
                    let [width, height] = self.style.paper;
                    let size = line.runs.first().map_or(0.0, |run| run.size);
                    let (along, down) = (-line.width / 2.0 - line.lead, -size * 0.34);
                    let (x, y) = (width / 2.0 + along * cos - down * sin, height / 2.0 + along * sin + down * cos);
                    self.line([cos, sin, -sin, cos], x, y, &line.runs, Owner::Artifact(Artifact::Watermark))?;
                }
                Mark::Picture { area: [x, y, w, h], node } => {
                    self.begin(Marked::Owner(Owner::Node(*node)));
                    let (x, y, w, h) = (num(*x), num(self.height - y - h), num(*w), num(*h));
                    self.put(format_args!("q {w} 0 0 {h} {x} {y} cm /{PICTURE} Do Q\n"));
                }
                Mark::Fill { area: [x, y, w, h], ink } => {
                    self.begin(Marked::Layout);
                    self.colour(*ink);
                    let (x, y, w, h) = (num(*x), num(self.height - y - h), num(*w), num(*h));
                    self.put(format_args!("{x} {y} {w} {h} re f\n"));
                }
                Mark::Rule { from, to, thick, ink } => {
                    self.begin(Marked::Layout);
                    let [r, g, b] = self.rgb(*ink);
                    let (x, y, u, v) = (num(from[0]), num(self.height - from[1]), num(to[0]), num(self.height - to[1]));
                    self.put(format_args!("{r} {g} {b} RG {} w {x} {y} m {u} {v} l S\n", num(*thick)));
                }
            }
        }
        self.end();
        Ok(std::mem::take(&mut self.out))
    }

    fn line(&mut self, matrix: [f32; 4], x: f32, y: f32, runs: &[Run], owner: Owner) -> Result<(), RenderError> {
        let mut at = 0;
        while at < runs.len() {
            let run = &runs[at];
            let owner = match (owner, run.node) {
                (Owner::Node(_), Some(node)) => Owner::Node(node),
                (owner, _) => owner,
            };
            if run.soft_hyphen && matches!(owner, Owner::Node(_)) {
                self.hyphen(owner);
            } else {
                self.begin(Marked::Owner(owner));
            }
            let mut end = run.x;
            let same = |other: &&Run| {
                let joins = (other.x - end).abs() < 0.01;
                end = other.x + other.word.width as f32 * other.size / 1000.0;
                joins
                    && (other.face, other.ink, other.node, other.soft_hyphen) == (run.face, run.ink, run.node, run.soft_hyphen)
                    && other.size == run.size
            };
            let count = runs[at..].iter().take_while(same).count();
            self.colour(run.ink);
            let [a, b, c, d] = matrix.map(num);
            let (e, f) = (num(x + run.x * matrix[0]), num(y + run.x * matrix[1]));
            self.put(format_args!("BT /F{} {} Tf {a} {b} {c} {d} {e} {f} Tm ", run.face.index(), num(run.size)));
            self.show(&runs[at..at + count])?;
            self.put(format_args!("ET\n"));
            if run.soft_hyphen {
                self.end();
            }
            at += count;
        }
        Ok(())
    }

    /// Glyphs of one face and size that follow one another.
    fn show(&mut self, runs: &[Run]) -> Result<(), RenderError> {
        let mut array = Array::default();
        for run in runs {
            let face = run.face;
            for glyph in &run.word.glyphs {
                let code = self.glyph(face, glyph.gid, &run.word.text, &glyph.source)?;
                let natural = self.used[face.index()].text.get(&code).map_or(0, |(_, width)| *width);
                if glyph.dy != array.rise {
                    array.flush(&mut self.out);
                    array.rise = glyph.dy;
                    let rise = num(glyph.dy as f32 * run.size / 1000.0);
                    self.put(format_args!("{rise} Ts "));
                }
                array.shift(-glyph.dx);
                array.glyph(code);
                array.shift(glyph.dx + natural - glyph.advance);
            }
        }
        array.flush(&mut self.out);
        if array.rise != 0 {
            self.put(format_args!("0 Ts "));
        }
        Ok(())
    }

    /// The code of a glyph, with the text that it first stood for.
    fn glyph(&mut self, face: Face, gid: u16, text: &str, source: &std::ops::Range<u32>) -> Result<u16, RenderError> {
        let used = &mut self.used[face.index()];
        let code = used.glyphs.remap(gid);
        let known = used.text.get(&code).is_some_and(|(text, _)| text != FILLER);
        if !known {
            let shown = text.get(source.start as usize..source.end as usize).unwrap_or_default();
            let shown: String = shown.chars().map(|c| if c == '\u{A0}' || c == '\u{2011}' { plain(c) } else { c }).collect();
            let shown = if shown.is_empty() { FILLER.to_owned() } else { shown };
            let width = self.shaper.advance(face, gid)?;
            used.text.insert(code, (shown, width));
        }
        Ok(code)
    }

    fn begin(&mut self, what: Marked) {
        if self.open == Some(what) {
            return;
        }
        self.end();
        match what {
            Marked::Owner(Owner::Node(node)) => {
                let mcid = self.claim(node);
                let tag = self.tree.nodes[node].tag;
                self.put(format_args!("/{tag} <</MCID {mcid}>> BDC\n"));
            }
            Marked::Owner(Owner::Artifact(artifact)) => {
                let kind = match artifact {
                    Artifact::Header => "/Type /Pagination /Subtype /Header /Attached [/Top]",
                    Artifact::Footer => "/Type /Pagination /Subtype /Footer /Attached [/Bottom]",
                    Artifact::Repeated => "/Type /Pagination",
                    Artifact::Watermark => "/Type /Pagination /Subtype /Watermark",
                };
                self.put(format_args!("/Artifact <<{kind}>> BDC\n"));
            }
            Marked::Layout => self.put(format_args!("/Artifact <</Type /Layout>> BDC\n")),
        }
        self.open = Some(what);
    }

    /// A hyphen that the text has not is content of its own, never nested in that of the line: readers lose the rest of it otherwise.
    fn hyphen(&mut self, owner: Owner) {
        self.end();
        if let Owner::Node(node) = owner {
            let mcid = self.claim(node);
            self.put(format_args!("/Span <</MCID {mcid} /ActualText <FEFF00AD>>> BDC\n"));
            self.open = Some(Marked::Owner(owner));
        }
    }

    fn claim(&mut self, node: NodeId) -> usize {
        let page = self.owners.len() - 1;
        let mcid = self.owners[page].len();
        self.owners[page].push(node);
        self.tree.mark(node, page, mcid);
        mcid
    }

    fn end(&mut self) {
        if self.open.take().is_some() {
            self.put(format_args!("EMC\n"));
        }
    }

    fn colour(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.fill = Some(ink);
            let [r, g, b] = self.rgb(ink);
            self.put(format_args!("{r} {g} {b} rg\n"));
        }
    }

    fn rgb(&self, ink: Ink) -> [Num; 3] {
        ink.rgb(self.style).map(|part| num(f32::from(part) / 255.0))
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to memory does not fail.
        let _ = self.out.write_fmt(text);
    }
}

/// The name of the picture among the resources of its page.
pub(super) const PICTURE: &str = "Logo";

/// What a glyph says that adds nothing to the text of its cluster.
const FILLER: &str = "\u{2060}";

fn plain(c: char) -> char {
    if c == '\u{A0}' { ' ' } else { '-' }
}

/// The operand of `TJ` as it grows: strings of codes with shifts between.
#[derive(Default)]
struct Array {
    parts: Vec<u8>,
    inside: bool,
    pending: i32,
    rise: i32,
}

impl Array {
    fn shift(&mut self, by: i32) {
        self.pending += by;
    }

    fn glyph(&mut self, code: u16) {
        if self.pending != 0 {
            if self.inside {
                self.parts.push(b'>');
                self.inside = false;
            }
            let _ = write!(self.parts, "{} ", self.pending);
            self.pending = 0;
        }
        if !self.inside {
            self.parts.push(b'<');
            self.inside = true;
        }
        for shift in [12, 8, 4, 0] {
            self.parts.push(b"0123456789ABCDEF"[usize::from(code >> shift & 15)]);
        }
    }

    fn flush(&mut self, out: &mut Vec<u8>) {
        if self.inside {
            self.parts.push(b'>');
            self.inside = false;
        }
        if self.pending != 0 && !self.parts.is_empty() {
            let _ = write!(self.parts, " {}", self.pending);
            self.pending = 0;
        }
        if !self.parts.is_empty() {
            out.push(b'[');
            out.append(&mut self.parts);
            out.extend_from_slice(b"] TJ ");
        }
    }
}

/// A length with at most three decimals, as PDF writes it.
struct Num(f32);

fn num(value: f32) -> Num {
    Num(value)
}

impl std::fmt::Display for Num {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let thousandths = (f64::from(self.0) * 1000.0).round() as i64;
        let (whole, part) = (thousandths / 1000, thousandths.abs() % 1000);
        if thousandths < 0 && whole == 0 {
            f.write_str("-")?;
        }
        write!(f, "{whole}")?;
        if part > 0 {
            let digits = format!("{part:03}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        Ok(())
    }
}

/// The subset of a face that a document uses: its bytes.
///
/// # Errors
/// [`RenderError::Internal`] if the face cannot be subset.
pub(super) fn subset(fonts: &Fonts, face: Face, used: &Used) -> Result<Vec<u8>, RenderError> {
    let loaded = fonts.loaded(face).ok_or_else(|| RenderError::Internal("a face cannot be read".to_owned()))?;
    subsetter::subset(loaded.data(), 0, &used.glyphs).map_err(|e| RenderError::Internal(format!("subsetting: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_keep_their_sign() {
        for (value, text) in [(0.0, "0"), (1.5, "1.5"), (-0.25, "-0.25"), (-3.0, "-3"), (12.3456, "12.346")] {
            assert_eq!(num(value).to_string(), text);
        }
    }

    #[test]
    fn shifts_stand_between_strings() {
        let mut array = Array::default();
        array.glyph(1);
        array.glyph(2);
        array.shift(-30);
        array.glyph(0xAB);
        let mut out = Vec::new();
        array.flush(&mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "[<00010002>-30 <00AB>] TJ ");
    }
}
