//! What stands on every page: head, foot, and the word across a draft.

use super::{Artifact, Frame, Mark, Owner, Page};
use crate::doc::model::Document;
use crate::lang::{Direction, Lang};
use crate::render::RenderError;
use crate::render::pdf::breaking::Cut;
use crate::render::pdf::colour::Ink;
use crate::render::pdf::lines::{Composed, compose};
use crate::render::pdf::text::{Look, Setter};
use crate::render::style::{Layout, Style};

/// Distance of the rules from the body, and of text from the rules.
const CLEAR: f32 = 14.0;
const LIFT: f32 = 5.5;
/// Least space between texts on one line.
const BETWEEN: f32 = 14.0;

/// Where a text stands in the width of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Left,
    Middle,
    Right,
}

struct Desk<'a, 'f> {
    style: &'a Style,
    frame: Frame,
    setter: &'a mut Setter<'f>,
}

/// Adds head, foot and watermark to all pages.
///
/// # Errors
/// Those of shaping.
pub(super) fn add(document: &Document, style: &Style, frame: Frame, pages: &mut [Page], setter: &mut Setter) -> Result<(), RenderError> {
    let running = &document.running;
    let count = if style.layout == Layout::Single { 1 } else { document.languages.len().min(2) };
    let langs = &document.languages[..count.min(document.languages.len())];
    let Some(first) = langs.first().copied() else { return Ok(()) };
    setter.row = "running".to_owned();
    let mut desk = Desk { style, frame, setter };
    let total = pages.len();
    let draft = if document.draft { distinct(&running.draft, langs.len()) } else { Vec::new() };
    let caution = distinct(&running.caution, langs.len());
    let watermark = desk.watermark(&draft, langs)?;

    let mut head = Vec::new();
    let rule = frame.top - CLEAR;
    let heads: Vec<String> = (0..running.header.len().max(running.head_text.len())).map(|at| running.head(at)).collect();
    let ends = desk.ends(&heads, langs, Ink::Muted)?;
    // The parts of a reference stand in the order in which they were given, whatever the language of the page.
    let ordered = if first.direction() == Direction::Rtl { Lang::EN } else { first };
    let reference = desk.line(&running.reference, ordered, Look { bold: true, ink: Ink::Muted })?;
    let baseline = rule - LIFT;
    let raised = baseline - style.small_size * 1.35;
    let low = if desk.fits(&ends, &reference) { baseline } else { raised };
    let draft_line = desk.joined(&draft, langs, Look { bold: true, ink: Ink::Gap })?;
    let high = if low < baseline { raised - style.small_size * 1.35 } else { raised };
    for (line, place) in ends {
        head.push(desk.mark(line, place, baseline, Artifact::Header));
    }
    let opposite = if first.direction() == Direction::Rtl { Place::Left } else { Place::Right };
    head.push(desk.mark(reference, if langs.len() > 1 { Place::Middle } else { opposite }, low, Artifact::Header));
    if let Some(line) = draft_line {
        head.push(desk.mark(line, Place::Middle, high, Artifact::Header));
    }
    head.push(Mark::Rule { from: [frame.left, rule], to: [frame.right, rule], thick: 0.6, ink: Ink::Accent });

    let rule = frame.bottom + CLEAR;
    let foot = rule + LIFT + style.small_size * 0.75;
    let cautions = desk.cautions(&caution, langs)?;
    for (number, page) in pages.iter_mut().enumerate() {
        let numbered: Vec<String> = (0..running.page.len().max(running.foot_text.len()))
            .map(|at| running.foot(at).replace("{pages}", &total.to_string()).replace("{page}", &(number + 1).to_string()))
            .collect();
        let body = std::mem::take(&mut page.marks);
        page.marks.extend(watermark.clone());
        page.marks.extend(head.iter().cloned());
        page.marks.extend(body);
        page.marks.push(Mark::Rule { from: [frame.left, rule], to: [frame.right, rule], thick: 0.6, ink: Ink::Accent });
        let ends = desk.ends(&numbered, langs, Ink::Muted)?;
        let low = cautions.iter().any(|caution| cautions.len() > 1 || !desk.fits(&ends, caution));
        for (line, place) in ends {
            page.marks.push(desk.mark(line, place, foot, Artifact::Footer));
        }
        for (at, caution) in cautions.iter().enumerate() {
            let y = foot + (at + usize::from(low)) as f32 * desk.style.small_size * 1.35;
            page.marks.push(desk.mark(caution.clone(), Place::Middle, y, Artifact::Footer));
        }
    }
    Ok(())
}

/// The texts that are not empty, each once, of the languages shown.
fn distinct(texts: &[String], count: usize) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    for (cell, text) in texts.iter().take(count).enumerate() {
        if !text.trim().is_empty() && !out.iter().any(|(_, known)| known == text) {
            out.push((cell, text.clone()));
        }
    }
    out
}

impl Desk<'_, '_> {
    fn line(&mut self, text: &str, lang: Lang, look: Look) -> Result<Composed, RenderError> {
        let para = self.setter.plain(text, lang, self.style.small_size, look)?;
        let whole = Cut { start: 0, end: para.text.len(), hyphen: false };
        compose(&para, &whole, self.setter)
    }

    /// A line no wider than a measure: what is too long ends in an ellipsis.
    fn short(&mut self, text: &str, lang: Lang, look: Look, measure: f32) -> Result<Composed, RenderError> {
        let mut line = self.line(text, lang, look)?;
        let mut kept: Vec<&str> = text.split_whitespace().collect();
        while line.width > measure && kept.len() > 1 {
            kept.pop();
            line = self.line(&format!("{} …", kept.join(" ")), lang, look)?;
        }
        Ok(line)
    }

    /// The texts at the two ends: of one language at its start, of two at the outer sides.
    fn ends(&mut self, texts: &[String], langs: &[Lang], ink: Ink) -> Result<Vec<(Composed, Place)>, RenderError> {
        let look = Look { bold: false, ink };
        let measure = (self.frame.right - self.frame.left - self.style.gutter) / if langs.len() > 1 { 2.0 } else { 1.5 };
        let mut out = Vec::new();
        for (cell, (text, lang)) in texts.iter().zip(langs).enumerate() {
            // As the columns stand: the first language at the side where its lines begin.
            let mirrored = langs.first().is_some_and(|first| first.direction() == Direction::Rtl);
            let place = if (cell > 0) != mirrored { Place::Right } else { Place::Left };
            out.push((self.short(text, *lang, look, measure)?, place));
        }
        Ok(out)
    }

    /// Texts of several languages on one line, with a dot between.
    fn joined(&mut self, texts: &[(usize, String)], langs: &[Lang], look: Look) -> Result<Option<Composed>, RenderError> {
        let mut out: Option<Composed> = None;
        for (cell, text) in texts {
            let lang = langs.get(*cell).copied().unwrap_or(Lang::EN);
            let next = self.line(text, lang, look)?;
            out = Some(match out {
                None => next,
                Some(line) => {
                    let dot = self.line("\u{A0}·\u{A0}", Lang::EN, look)?;
                    append(append(line, dot), next)
                }
            });
        }
        Ok(out)
    }

    /// The cautions on one line, or each on its own where they are too long for that.
    fn cautions(&mut self, texts: &[(usize, String)], langs: &[Lang]) -> Result<Vec<Composed>, RenderError> {
        let look = Look { bold: true, ink: Ink::Accent };
        let width = self.frame.right - self.frame.left;
        if let Some(line) = self.joined(texts, langs, look)?.filter(|line| line.width <= width) {
            return Ok(vec![line]);
        }
        texts.iter().map(|(cell, text)| self.short(text, langs.get(*cell).copied().unwrap_or(Lang::EN), look, width)).collect()
    }

    fn fits(&self, ends: &[(Composed, Place)], middle: &Composed) -> bool {
        let half = (self.frame.right - self.frame.left) / 2.0;
        let widest = ends.iter().map(|(line, _)| line.width).fold(0.0, f32::max);
        ends.len() < 2 || widest + BETWEEN + middle.width / 2.0 <= half
    }

    fn mark(&self, line: Composed, place: Place, y: f32, artifact: Artifact) -> Mark {
        let slack = self.frame.right - self.frame.left - line.width;
        let x = self.frame.left
            + match place {
                Place::Left => 0.0,
                Place::Middle => slack / 2.0,
                Place::Right => slack,
            };
        Mark::Line { x: x - line.lead, y, runs: line.runs, owner: Owner::Artifact(artifact) }
    }

    /// The word for a draft from the lower left to the upper right.
    fn watermark(&mut self, draft: &[(usize, String)], langs: &[Lang]) -> Result<Option<Mark>, RenderError> {
        let look = Look { bold: true, ink: Ink::Watermark };
        let Some(line) = self.joined(draft, langs, look)? else { return Ok(None) };
        let [width, height] = self.style.paper;
        let room = (width * width + height * height).sqrt() * 0.66;
        let factor = (room / line.width.max(1.0)).min(height / 7.0 / self.style.small_size);
        let mut line = line;
        for run in &mut line.runs {
            run.x *= factor;
            run.size *= factor;
        }
        line.width *= factor;
        line.lead *= factor;
        Ok(Some(Mark::Turned { degrees: (height / width).atan().to_degrees(), line }))
    }
}

fn append(mut line: Composed, mut next: Composed) -> Composed {
    for run in &mut next.runs {
        run.x += line.width;
    }
    line.width += next.width;
    line.runs.append(&mut next.runs);
    line
}
