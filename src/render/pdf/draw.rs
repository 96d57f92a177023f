//! Content streams of pages: text as glyphs, rules, frames, and what stands on every page.

use super::boxes::{Ornament, Part, Placed, RowBox};
use super::lines::{Line, break_lines};
use super::pages::{Fragment, Page, is_last};
use super::shape::{Shaped, Shaper};
use super::tags::Tags;
use super::text::{Ink, Para};
use crate::doc::model::{Document, Inline, Tone};
use crate::lang::Lang;
use crate::render::style::Style;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use subsetter::GlyphRemapper;

/// The glyphs that a document uses of one face, numbered anew.
#[derive(Default)]
pub(super) struct Used {
    pub remapper: GlyphRemapper,
    /// Natural width and text, by new number.
    pub glyphs: BTreeMap<u16, (i32, String)>,
}

/// Draws the pages of a document.
pub(super) struct Pen<'a> {
    pub document: &'a Document,
    pub style: &'a Style,
    pub shaper: Shaper,
    pub tags: Tags,
    /// By face.
    pub used: BTreeMap<usize, Used>,
    out: String,
}

/// What pages of one stretch have in common.
pub(super) struct Stretch<'a> {
    pub boxes: &'a [RowBox],
    /// Languages by column.
    pub langs: &'a [usize],
    /// Left edges of the columns.
    pub lefts: &'a [f32],
    pub width: f32,
}

impl<'a> Pen<'a> {
    pub fn new(document: &'a Document, style: &'a Style, shaper: Shaper, tags: Tags) -> Self {
        Self { document, style, shaper, tags, used: BTreeMap::new(), out: String::new() }
    }

    /// The content stream of one page.
    pub fn page(&mut self, page: &Page, stretch: &Stretch<'_>, number: usize, pages: usize) -> Vec<u8> {
        self.out.clear();
        if self.document.draft {
            self.watermark(stretch.langs);
        }
        self.running(stretch, number, pages);
        let top = self.style.paper[1] - self.style.margins[0];
        for fragment in &page.fragments {
            self.ornament(fragment, stretch, top);
            for column in 0..stretch.langs.len() {
                self.fragment(fragment, stretch, column, top, number - 1);
            }
        }
        std::mem::take(&mut self.out).into_bytes()
    }

    fn fragment(&mut self, fragment: &Fragment, stretch: &Stretch<'_>, column: usize, top: f32, page: usize) {
        let this = &stretch.boxes[fragment.at];
        let Some(lines) = this.columns.get(column) else { return };
        let mut placed: Vec<(Part, f32, Placed)> = Vec::new();
        for (n, line) in lines.iter().enumerate().take(fragment.to).skip(fragment.from) {
            let line_top = top - fragment.y - this.padding - (n - fragment.from) as f32 * this.leading;
            for item in line {
                let baseline = line_top - this.leading / 2.0 - item.size * 0.335 + 0.5;
                placed.push((item.part, baseline, item.clone()));
            }
        }
        placed.sort_by_key(|a| a.0);
        let left = stretch.lefts[column];
        let mut open: Option<Part> = None;
        for (part, baseline, item) in placed {
            if fragment.repeated {
                self.artifact_begin();
                self.line(&item.line, left + item.x, baseline, item.size, None);
                self.end();
                continue;
            }
            let Some(elem) = self.tags.elem(this.row, stretch.langs[column], part) else { continue };
            if open != Some(part) {
                if open.is_some() {
                    self.end();
                }
                self.begin(page, elem);
                open = Some(part);
            }
            self.line(&item.line, left + item.x, baseline, item.size, Some((page, elem)));
        }
        if open.is_some() {
            self.end();
        }
    }

    fn begin(&mut self, page: usize, elem: usize) {
        let number = self.tags.content(page, elem);
        let kind = self.tags.elems[elem].kind;
        let _ = writeln!(self.out, "/{kind} <</MCID {number}>> BDC");
    }

    fn artifact_begin(&mut self) {
        self.out.push_str("/Artifact <</Type /Pagination>> BDC\n");
    }

    fn end(&mut self) {
        self.out.push_str("EMC\n");
    }

    /// Draws a line. Within marked content a hyphen that is not in the text is set apart, so that readers join the word again.
    fn line(&mut self, line: &Line, x: f32, y: f32, size: f32, within: Option<(usize, usize)>) {
        let hyphen_at = line.hyphen.then(|| line.pieces.iter().rposition(|p| p.shaped.glyphs.iter().any(|g| g.text == "-"))).flatten();
        for (n, piece) in line.pieces.iter().enumerate() {
            let apart = within.filter(|_| hyphen_at == Some(n));
            if let Some((page, elem)) = apart {
                self.end();
                let number = self.tags.content(page, elem);
                let _ = writeln!(self.out, "/Span <</MCID {number} /ActualText <FEFF00AD>>> BDC");
            }
            self.glyphs(piece.face, &piece.shaped, piece.ink, x + piece.x, y, size);
            if let Some((page, elem)) = apart {
                self.end();
                self.begin(page, elem);
            }
        }
    }

    fn glyphs(&mut self, face: usize, shaped: &Shaped, ink: Ink, x: f32, y: f32, size: f32) {
        if shaped.glyphs.is_empty() {
            return;
        }
        let colour = self.colour(ink);
        let _ = write!(self.out, "BT {colour} rg /F{face} {size} Tf 1 0 0 1 {x:.2} {y:.2} Tm ");
        self.show(face, shaped, size);
        self.out.push_str("ET\n");
    }

    fn show(&mut self, face: usize, shaped: &Shaped, size: f32) {
        let used = self.used.entry(face).or_default();
        let mut rise = 0;
        let mut body = String::new();
        self.out.push('[');
        for glyph in &shaped.glyphs {
            let gid = used.remapper.remap(glyph.gid);
            let entry = used.glyphs.entry(gid).or_insert_with(|| (glyph.natural, String::new()));
            if entry.1.is_empty() {
                entry.1.clone_from(&glyph.text);
            }
            if glyph.dy != rise {
                rise = glyph.dy;
                let _ = write!(body, "] TJ {:.3} Ts [", rise as f32 * size / 1000.0);
            }
            if glyph.dx != 0 {
                let _ = write!(body, "{}", -glyph.dx);
            }
            let _ = write!(body, "<{gid:04X}>");
            let back = glyph.natural - glyph.advance + glyph.dx;
            if back != 0 {
                let _ = write!(body, "{back}");
            }
        }
        self.out.push_str(&body.replace("><", ""));
        self.out.push_str("] TJ ");
        if rise != 0 {
            self.out.push_str("0 Ts ");
        }
    }

    fn colour(&self, ink: Ink) -> String {
        let rgb = |c: [u8; 3]| format!("{:.3} {:.3} {:.3}", f32::from(c[0]) / 255.0, f32::from(c[1]) / 255.0, f32::from(c[2]) / 255.0);
        match ink {
            Ink::Text => "0 0 0".to_owned(),
            Ink::Accent => rgb(self.style.accent),
            Ink::Gap => rgb([176, 24, 24]),
            Ink::Foreign => rgb([120, 72, 16]),
        }
    }

    fn ornament(&mut self, fragment: &Fragment, stretch: &Stretch<'_>, top: f32) {
        let this = &stretch.boxes[fragment.at];
        let height = this.height(fragment.to - fragment.from);
        let upper = top - fragment.y;
        let lower = upper - height;
        let accent = self.colour(Ink::Accent);
        self.artifact_begin();
        match this.ornament {
            Ornament::None => {}
            Ornament::Banner(tone) => {
                let (tint, edge) = match tone {
                    Tone::Urgent => ("0.992 0.929 0.922", "0.69 0.13 0.13"),
                    Tone::Confidential => ("0.937 0.945 0.965", accent.as_str()),
                };
                let left = stretch.lefts[0];
                let right = stretch.lefts[stretch.lefts.len() - 1] + stretch.width;
                let _ = writeln!(self.out, "q {tint} rg {edge} RG 0.8 w {left:.2} {lower:.2} {:.2} {height:.2} re B Q", right - left);
            }
            Ornament::Rule | Ornament::HeadRule => {
                let last = is_last(stretch.boxes, fragment);
                let (colour, width) = if this.ornament == Ornament::HeadRule { (accent.as_str(), 0.9) } else { ("0.78 0.79 0.82", 0.4) };
                if last {
                    for left in stretch.lefts {
                        let _ = writeln!(
                            self.out,
                            "q {colour} RG {width} w {left:.2} {lower:.2} m {:.2} {lower:.2} l S Q",
                            left + stretch.width
                        );
                    }
                }
            }
            Ornament::TitleRule => {
                let y = lower - 4.0;
                let right = stretch.lefts[stretch.lefts.len() - 1] + stretch.width;
                let _ = writeln!(self.out, "q {accent} RG 0.9 w {:.2} {y:.2} m {right:.2} {y:.2} l S Q", stretch.lefts[0]);
            }
        }
        self.end();
    }

    /// Head and foot of a page.
    fn running(&mut self, stretch: &Stretch<'_>, number: usize, pages: usize) {
        let [width, height] = self.style.paper;
        let [top, right, bottom, left] = self.style.margins;
        let size = self.style.small_size - 0.4;
        let (head, foot) = (height - top + 22.0, bottom - 30.0);
        let running = self.document.running.clone();
        let lang = |l: usize| self.document.languages.get(l).copied().unwrap_or(Lang::EN);
        let count = |text: &str| text.replace("{page}", &number.to_string()).replace("{pages}", &pages.to_string());
        let langs: Vec<usize> = stretch.langs.to_vec();
        let text = |list: &[String], l: usize| list.get(l).cloned().unwrap_or_default();
        self.artifact_begin();
        let edges = (left, width - right);
        let first = langs.first().copied().unwrap_or(0);
        let second = langs.get(1).copied();
        self.aligned(&text(&running.header, first), lang(first), size, edges, head, 0.0, false);
        match second {
            Some(second) => {
                self.aligned(&text(&running.header, second), lang(second), size, edges, head, 1.0, false);
                self.aligned(&running.reference, lang(first), size, edges, head, 0.5, true);
                self.aligned(&count(&text(&running.page, second)), lang(second), size, edges, foot, 1.0, false);
            }
            None => self.aligned(&running.reference, lang(first), size, edges, head, 1.0, true),
        }
        self.aligned(&count(&text(&running.page, first)), lang(first), size, edges, foot, 0.0, false);
        let mut cautions: Vec<(String, Lang)> = langs.iter().map(|l| (text(&running.caution, *l), lang(*l))).collect();
        if self.document.draft {
            cautions = langs.iter().map(|l| (text(&running.draft, *l), lang(*l))).collect();
        }
        cautions.retain(|(t, _)| !t.is_empty());
        let joined = cautions.iter().map(|(t, _)| t.as_str()).collect::<Vec<_>>().join("  ·  ");
        if let Some((_, lang)) = cautions.first() {
            self.aligned(&joined, *lang, size, edges, foot, 0.5, true);
        }
        let accent = self.colour(Ink::Accent);
        for y in [head - 7.0, foot + 12.0] {
            let _ = writeln!(self.out, "q {accent} RG 0.5 w {:.2} {y:.2} m {:.2} {y:.2} l S Q", edges.0, edges.1);
        }
        self.end();
    }

    /// A short text between two edges: at the left (0), in the middle (0.5) or at the right (1).
    #[allow(clippy::too_many_arguments)]
    fn aligned(&mut self, text: &str, lang: Lang, size: f32, edges: (f32, f32), y: f32, at: f32, bold: bool) {
        if text.is_empty() {
            return;
        }
        let para = Para::new(&[Inline::Text(text.to_owned())], lang, bold, if bold { Ink::Accent } else { Ink::Text });
        let room = edges.1 - edges.0;
        let lines = break_lines(&para, size, room, &mut self.shaper);
        if let Some(line) = lines.first().cloned() {
            let x = edges.0 + (room - line.width) * at;
            self.line(&line, x, y, size, None);
        }
    }

    fn watermark(&mut self, langs: &[usize]) {
        let Some(text) = langs.first().and_then(|l| self.document.running.draft.get(*l)).filter(|t| !t.is_empty()) else { return };
        let word: String = text.chars().take_while(|c| c.is_alphabetic() || *c == ' ').collect();
        let word = if word.trim().is_empty() { text.clone() } else { word.trim().to_owned() };
        let lang = langs.first().and_then(|l| self.document.languages.get(*l)).copied().unwrap_or(Lang::EN);
        let para = Para::new(&[Inline::Text(word)], lang, true, Ink::Text);
        let lines = break_lines(&para, 100.0, 100_000.0, &mut self.shaper);
        let Some(line) = lines.into_iter().next() else { return };
        let [width, height] = self.style.paper;
        let diagonal = (width * width + height * height).sqrt();
        let size = (100.0 * diagonal * 0.6 / line.width.max(1.0)).min(150.0);
        let length = line.width * size / 100.0;
        let (sin, cos) = (height / diagonal, width / diagonal);
        self.artifact_begin();
        for piece in &line.pieces {
            let along = piece.x * size / 100.0 - length / 2.0;
            let (x, y) = (width / 2.0 + along * cos + size * 0.3 * sin, height / 2.0 + along * sin - size * 0.3 * cos);
            let _ = write!(
                self.out,
                "BT 0.925 0.925 0.925 rg /F{} {size:.2} Tf {cos:.4} {sin:.4} {:.4} {cos:.4} {x:.2} {y:.2} Tm ",
                piece.face, -sin
            );
            self.show(piece.face, &piece.shaped, size);
            self.out.push_str("ET\n");
        }
        self.end();
    }
}
