//! Rows of tables: each language has its own table, as wide as its column, and the rows keep step.

use super::rows::{Align, foreign, is_blank, position, push, set_lines};
use super::{Bond, Boxed, Column, Dress, Scene, Set};
use crate::doc::model::{Content, Inline, Row, RowKind, Table};
use crate::render::RenderError;
use crate::render::pdf::breaking::{Fit, widest};
use crate::render::pdf::colour::Ink;
use crate::render::pdf::structure::NodeId;
use crate::render::pdf::text::Look;

/// Space between two columns of a table, above and below a row.
const GAP: f32 = 7.0;
const PAD: f32 = 1.6;

/// Rows of more lines than this may be divided between pages.
const LONG: usize = 7;

/// A table whose rows are being set: its id and its element in each language.
pub(super) struct Open {
    id: String,
    nodes: Vec<NodeId>,
    /// Widths of its columns, gaps included; the same in every language.
    widths: Vec<f32>,
}

/// Sets a row of a table; `None` where the row is no row of a table.
pub(super) fn row(scene: &mut Scene<'_, '_>, number: usize, spec: &Table, open: &mut Option<Open>) -> Result<Option<Boxed>, RenderError> {
    let Scene { document, style, columns, .. } = *scene;
    let row = &document.rows[number];
    let fresh = open.as_ref().is_none_or(|open| open.id != spec.id);
    if fresh {
        let widths = widths(scene, number, spec)?;
        let nodes = (0..columns.len()).map(|place| scene.tree.add(scene.part, "Table", scene.lang(place))).collect();
        *open = Some(Open { id: spec.id.clone(), nodes, widths });
    }
    let Some(open) = open else { return Ok(None) };
    let (setter, tree) = (&mut *scene.setter, &mut *scene.tree);
    setter.row.clone_from(&row.id);
    let leading = style.line_height;
    let mut set = Boxed {
        row: number,
        id: row.id.clone(),
        steps: Vec::new(),
        lengths: Vec::new(),
        pitch: style.small_size * leading,
        baseline: style.small_size * (leading / 2.0 + 0.33),
        pad: [PAD, PAD],
        around: [if fresh { 8.0 * style.spacing } else { 0.0 }, 0.0],
        opens: Vec::new(),
        bond: if spec.head { Bond::Head } else { Bond::Whole },
        dress: Dress::Table { head: spec.head, table: spec.id.clone(), spans: columns.iter().map(|c| [c.x, c.width]).collect() },
        outline: None,
    };
    for (column, table) in columns.iter().zip(&open.nodes) {
        let tr = tree.add(*table, "TR", None);
        set.opens.push(tr);
        let cells = cells(row, column);
        let mut longest = 0;
        let mut at = 0.0;
        for (place, shape) in spec.columns.iter().enumerate() {
            let width = open.widths.get(place).copied().unwrap_or_default();
            let last = place + 1 == spec.columns.len();
            let label = spec.row_heads && place == 0;
            let node = match (spec.head, label) {
                (true, _) => tree.add_with(tr, "TH", "Column"),
                (false, true) => tree.add_with(tr, "TH", "Row"),
                (false, false) => tree.add(tr, "TD", None),
            };
            set.opens.push(node);
            let look = look(spec, place);
            let measure = (width - if last { 0.0 } else { GAP }).max(12.0);
            let inlines = cells.get(place).map(Vec::as_slice).unwrap_or_default();
            let mut step = 0;
            if !is_blank(inlines) {
                for para in setter.paras(inlines, column.lang, style.small_size, look)? {
                    // Labels are a few words, which read better whole.
                    let fit = if measure < 110.0 { Fit::Words } else { Fit::Text };
                    for mut line in set_lines(&para, measure, fit, setter)? {
                        foreign(&mut line, node, tree);
                        let align = if shape.end { Align::End } else { Align::Start };
                        let x = position(&line, column, at, measure, align, para.rtl);
                        push(&mut set, step, Set { x, runs: line.runs, node });
                        step += 1;
                    }
                }
            }
            longest = longest.max(step);
            at += width;
        }
        set.lengths.push(longest);
    }
    if set.steps.is_empty() {
        set.steps.push(Vec::new());
    }
    if !spec.head && set.steps.len() > LONG {
        set.bond = Bond::Free;
    }
    Ok(Some(set))
}

fn cells<'a>(row: &'a Row, column: &Column) -> &'a [Vec<Inline>] {
    match row.cells.get(column.cell).map(|block| &block.content) {
        Some(Content::Cells(cells)) => cells,
        _ => &[],
    }
}

fn look(spec: &Table, place: usize) -> Look {
    let label = spec.row_heads && place == 0;
    Look { bold: spec.head, ink: if spec.head || label { Ink::Accent } else { Ink::Text } }
}

/// The widths asked for, except that a column too narrow for its head or its longest word takes from those that have room to give.
fn widths(scene: &mut Scene<'_, '_>, first: usize, spec: &Table) -> Result<Vec<f32>, RenderError> {
    let Scene { document, style, columns, .. } = *scene;
    let total = columns.iter().map(|column| column.width).fold(f32::INFINITY, f32::min);
    let wanted: Vec<f32> = spec.columns.iter().map(|column| total * f32::from(column.width) / 100.0).collect();
    let mut least = vec![0.0_f32; wanted.len()];
    let mut heads = least.clone();
    for row in &document.rows[first..] {
        let RowKind::Table(of) = &row.kind else { break };
        if of.id != spec.id {
            break;
        }
        scene.setter.row.clone_from(&row.id);
        for column in columns {
            for (place, inlines) in cells(row, column).iter().enumerate().take(least.len()) {
                let gap = if place + 1 == least.len() { 0.0 } else { GAP };
                for para in scene.setter.paras(inlines, column.lang, style.small_size, look(of, place))? {
                    least[place] = least[place].max(widest(&para) + gap + 0.1);
                    if of.head {
                        let whole: f32 = para.tokens.iter().map(|t| t.width(para.size)).sum();
                        heads[place] = heads[place].max(whole + gap + 0.1);
                    }
                }
            }
        }
    }
    let roomy: Vec<f32> = least.iter().zip(&heads).map(|(least, head)| least.max(*head)).collect();
    // A head on one line is not worth a column of text that is squeezed for it.
    let spares = |widths: &Vec<f32>| widths.iter().zip(&wanted).all(|(width, wanted)| *width >= wanted * 0.85);
    Ok(shared(&wanted, &roomy).filter(spares).or_else(|| shared(&wanted, &least)).unwrap_or(wanted))
}

/// Widths of the same sum as `wanted`, none below `least`; `None` where that cannot be.
fn shared(wanted: &[f32], least: &[f32]) -> Option<Vec<f32>> {
    let missing: f32 = wanted.iter().zip(least).map(|(wanted, least)| (least - wanted).max(0.0)).sum();
    let spare: f32 = wanted.iter().zip(least).map(|(wanted, least)| (wanted - least).max(0.0)).sum();
    if missing > spare {
        return None;
    }
    let part = if missing > 0.0 { missing / spare } else { 0.0 };
    Some(wanted.iter().zip(least).map(|(wanted, least)| if wanted < least { *least } else { wanted - (wanted - least) * part }).collect())
}

#[cfg(test)]
mod tests {
    use super::shared;

    #[test]
    fn a_narrow_column_takes_from_those_with_room() {
        assert_eq!(shared(&[20.0, 120.0, 90.0], &[24.0, 120.0, 50.0]), Some(vec![24.0, 120.0, 86.0]));
        assert_eq!(shared(&[40.0, 60.0], &[10.0, 10.0]), Some(vec![40.0, 60.0]));
        assert_eq!(shared(&[50.0, 50.0], &[80.0, 90.0]), None);
    }
}
