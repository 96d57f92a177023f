//! Breaking a paragraph into lines: over all ways to break it, the one with the least raggedness, by dynamic programming.

use super::shape::{Shaped, Shaper};
use super::text::{Ink, Para};
use std::ops::Range;
use std::rc::Rc;

/// A piece of a line at its place.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Left edge from the left edge of the line, in points.
    pub x: f32,
    pub face: usize,
    pub ink: Ink,
    pub shaped: Rc<Shaped>,
}

/// A line of text.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub pieces: Vec<Piece>,
    /// Width without the space at its end, in points.
    pub width: f32,
    /// Whether a hyphen that is not in the text stands at its end: the last piece.
    pub hyphen: bool,
}

/// Extra raggedness of a line that ends within a word.
const HYPHEN_PENALTY: f32 = 900.0;
/// Raggedness of the shortest lines weighs by the square of the room left, in thousandths of the width.
const LOOSE: f32 = 1000.0;

struct Stop {
    at: usize,
    hyphen: bool,
    forced: bool,
}

/// The lines of a paragraph in a column of a width, at a size, both in points.
pub(super) fn break_lines(para: &Para, size: f32, width: f32, shaper: &mut Shaper) -> Vec<Line> {
    if para.text.trim().is_empty() {
        return Vec::new();
    }
    let stops = stops(para, size, width, shaper);
    let chosen = choose(para, &stops, size, width, shaper);
    let mut lines = Vec::new();
    let mut start = 0;
    for index in chosen {
        let stop = &stops[index];
        lines.push(line(para, start..stop.at, stop.hyphen, size, shaper));
        start = stop.at;
    }
    lines
}

/// Everywhere a line may end.
fn stops(para: &Para, size: f32, width: f32, shaper: &mut Shaper) -> Vec<Stop> {
    let mut out = Vec::new();
    let mut start = 0;
    let hyphens = hypher_lang(para);
    for &end in &para.breaks {
        let word = &para.text[start..end];
        let solid = para.solid.iter().any(|r| r.start < end && start < r.end);
        let part = para.hyphenate || measure(para, start..end, size, shaper) > width;
        if !solid
            && part
            && let Some(lang) = hyphens
        {
            for inner in syllable_ends(word, lang) {
                out.push(Stop { at: start + inner, hyphen: true, forced: false });
            }
        }
        // What is wider than the column has to break somewhere.
        if measure(para, start..end, size, shaper) > width {
            let mut from = start;
            for (at, c) in word.char_indices() {
                let at = start + at;
                if at > from && measure(para, from..at + c.len_utf8(), size, shaper) > width {
                    out.push(Stop { at, hyphen: false, forced: false });
                    from = at;
                }
            }
        }
        out.push(Stop { at: end, hyphen: false, forced: para.forced.contains(&end) });
        start = end;
    }
    out.sort_by_key(|s| (s.at, s.hyphen));
    out.dedup_by_key(|s| s.at);
    out
}

fn hypher_lang(para: &Para) -> Option<hypher::Lang> {
    let code: [u8; 2] = para.lang.primary().as_bytes().try_into().ok()?;
    hypher::Lang::from_iso(code)
}

/// Offsets in a word after which it may be parted. Words in capitals, with digits or shorter than seven letters are left whole.
fn syllable_ends(word: &str, lang: hypher::Lang) -> Vec<usize> {
    let core = word.trim_matches(|c: char| !c.is_alphabetic());
    let Some(lead) = word.find(core).filter(|_| !core.is_empty()) else { return Vec::new() };
    let plain = core.chars().all(|c| c.is_alphabetic() || matches!(c, '’' | '\''));
    let capitals = core.chars().filter(|c| c.is_uppercase()).count();
    if !plain || core.chars().count() < 7 || capitals > 0 {
        return Vec::new();
    }
    let mut ends = Vec::new();
    let mut at = 0;
    let syllables: Vec<&str> = hypher::hyphenate(core, lang).collect();
    for syllable in &syllables {
        at += syllable.len();
        let (before, after) = (core[..at].chars().count(), core[at..].chars().count());
        if before >= 3 && after >= 3 {
            ends.push(lead + at);
        }
    }
    ends
}

/// The cheapest way through the stops: indices of those where lines end.
fn choose(para: &Para, stops: &[Stop], size: f32, width: f32, shaper: &mut Shaper) -> Vec<usize> {
    let hyphen = f32::from(u16::try_from(hyphen_width(para, shaper)).unwrap_or(300)) * size / 1000.0;
    // Widths of the parts between stops; a line is as wide as their sum less the space at its end.
    let mut sums = vec![0.0f32];
    let mut tails = Vec::with_capacity(stops.len());
    let mut start = 0;
    for stop in stops {
        let text = &para.text[start..stop.at];
        let full = measure(para, start..stop.at, size, shaper);
        let trimmed = text.trim_end_matches([' ', '\n']);
        let tail = if trimmed.len() == text.len() { 0.0 } else { full - measure(para, start..start + trimmed.len(), size, shaper) };
        sums.push(sums.last().copied().unwrap_or(0.0) + full);
        tails.push(tail);
        start = stop.at;
    }
    let last = stops.len() - 1;
    let mut best: Vec<(f32, usize)> = vec![(f32::INFINITY, 0); stops.len() + 1];
    best[0] = (0.0, 0);
    for end in 0..stops.len() {
        for from in (0..=end).rev() {
            let mut natural = sums[end + 1] - sums[from] - tails[end];
            if stops[end].hyphen {
                natural += hyphen;
            }
            let crosses = (from..end).any(|s| stops[s].forced);
            if crosses || natural > width + 0.05 && from < end {
                break;
            }
            let room = ((width - natural) / width).max(0.0);
            let is_last = end == last || stops[end].forced;
            let mut cost = if is_last { 0.0 } else { (room * LOOSE / 10.0).powi(2) };
            if stops[end].hyphen {
                cost += HYPHEN_PENALTY;
                if from > 0 && stops[from - 1].hyphen {
                    cost += 3.0 * HYPHEN_PENALTY;
                }
            }
            // A single short word alone on the last line.
            if is_last && from > 0 && natural < width * 0.12 {
                cost += 150.0;
            }
            let total = best[from].0 + cost + 1.0;
            if total < best[end + 1].0 {
                best[end + 1] = (total, from);
            }
        }
    }
    let mut chosen = Vec::new();
    let mut at = stops.len();
    while at > 0 {
        chosen.push(at - 1);
        at = best[at].1;
    }
    chosen.reverse();
    chosen
}

fn hyphen_width(para: &Para, shaper: &mut Shaper) -> i32 {
    let look = super::text::Look { bold: false, tone: Ink::Text };
    let run = super::text::Run { start: 0, end: 1, look, face: 0, rtl: false, space: false };
    shaper.run("-", &run, para.lang).width
}

fn measure(para: &Para, range: Range<usize>, size: f32, shaper: &mut Shaper) -> f32 {
    let units: i32 = para.visual(range).iter().map(|run| shaper.run(&para.text[run.start..run.end], run, para.lang).width).sum();
    units as f32 * size / 1000.0
}

/// A line as it stands on paper.
fn line(para: &Para, range: Range<usize>, hyphen: bool, size: f32, shaper: &mut Shaper) -> Line {
    let text = &para.text[range.clone()];
    let trimmed = range.start + text.trim_end_matches([' ', '\n']).len();
    let mut out = Line { hyphen, ..Line::default() };
    let mut x = 0.0;
    let rtl = para.lang.direction() == crate::lang::Direction::Rtl;
    let place = |run: &super::text::Run, x: &mut f32, shaper: &mut Shaper, out: &mut Line| {
        let shaped = shaper.run(&para.text[run.start..run.end], run, para.lang);
        let width = shaped.width as f32 * size / 1000.0;
        out.pieces.push(Piece { x: *x, face: run.face, ink: run.look.tone, shaped });
        *x += width;
    };
    for run in para.visual(range.start..trimmed) {
        place(&run, &mut x, shaper, &mut out);
    }
    if hyphen {
        let last = para.visual(range.start..trimmed).last().copied();
        if let Some(run) = last {
            let shaped = shaper.run("-", &run, para.lang);
            out.pieces.push(Piece { x, face: run.face, ink: run.look.tone, shaped: shaped.clone() });
            x += shaped.width as f32 * size / 1000.0;
        }
    }
    out.width = x;
    // The space at the end of the line hangs: readers of the text need it, the eye does not.
    if trimmed < range.end && para.text[trimmed..range.end].contains(' ') && !rtl {
        let space = para.visual(trimmed..trimmed + 1);
        for run in space {
            place(&run, &mut x, shaper, &mut out);
        }
    }
    out
}
