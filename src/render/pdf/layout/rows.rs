//! Rows of running text, set in their columns.

use super::tables;
use super::{Bond, Boxed, Column, Dress, Scene, Set};
use crate::doc::model::{Block, Content, Document, Inline, Row, RowKind, Tone};
use crate::render::RenderError;
use crate::render::pdf::breaking::{Cut, Fit, lines};
use crate::render::pdf::colour::Ink;
use crate::render::pdf::lines::{Composed, compose};
use crate::render::pdf::structure::{NodeId, Tree};
use crate::render::pdf::text::{Look, Para, Setter};
use crate::render::style::Style;

/// Where the lines of a block stand in their measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    Centre,
    End,
}

/// Space between a label and its text.
const LABEL_GAP: f32 = 6.0;
/// Least and greatest indent of numbered text.
const INDENT: [f32; 2] = [17.0, 34.0];

/// How a kind of row looks.
struct Manner<'a> {
    kind: &'a RowKind,
    size: f32,
    leading: f32,
    look: Look,
    align: Align,
    fit: Fit,
    tag: &'static str,
    around: [f32; 2],
    bond: Bond,
}

/// Indents that all rows of a section share.
struct Indents {
    /// Of numbered paragraphs.
    number: f32,
    /// Of first headings.
    heading: f32,
    /// Of the text of list items, on each of two levels, from their labels.
    item: [f32; 2],
}

/// The list that is being written: its element, and the body of the last item in each column with a list inside it.
#[derive(Default)]
struct List {
    outer: Option<NodeId>,
    bodies: Vec<Option<NodeId>>,
    inner: Vec<Option<NodeId>>,
}

/// The title of the document in the language of a cell.
pub(super) fn title_of(document: &Document, cell: usize) -> String {
    let row = document.rows.iter().find(|row| row.kind == RowKind::Title);
    let text = row.and_then(|row| row.cells.get(cell)).map(reading).unwrap_or_default();
    if text.is_empty() { document.meta.title.clone() } else { text }
}

fn reading(block: &Block) -> String {
    let Content::Text(inlines) = &block.content else { return String::new() };
    let text: String = inlines.iter().map(|inline| inline.text().replace('\n', " ")).collect();
    match &block.label {
        Some(label) => format!("{label} {text}"),
        None => text,
    }
}

/// Sets all rows of a section.
pub(super) fn boxes(scene: &mut Scene<'_, '_>) -> Result<Vec<Boxed>, RenderError> {
    let Scene { document, style, columns, .. } = *scene;
    let indents = indents(scene)?;
    let mut out: Vec<Boxed> = Vec::with_capacity(document.rows.len());
    let mut list = List::default();
    let mut table: Option<tables::Open> = None;
    for (number, row) in document.rows.iter().enumerate() {
        scene.setter.row.clone_from(&row.id);
        if let RowKind::Table(spec) = &row.kind {
            list = List::default();
            if let Some(set) = tables::row(scene, number, spec, &mut table)? {
                out.push(set);
            }
            continue;
        }
        table = None;
        let manner = manner(row, document.rows.get(number + 1), style);
        let mut set = Boxed {
            row: number,
            id: row.id.clone(),
            steps: Vec::new(),
            lengths: Vec::new(),
            pitch: manner.size * manner.leading,
            baseline: manner.size * (manner.leading / 2.0 + 0.33),
            pad: [0.0; 2],
            around: manner.around.map(|space| space * style.spacing),
            opens: Vec::new(),
            bond: manner.bond,
            dress: Dress::None,
            outline: None,
        };
        if !matches!(row.kind, RowKind::Item { .. }) {
            list = List::default();
        } else if list.bodies.is_empty() {
            list.bodies = vec![None; columns.len()];
            list.inner = vec![None; columns.len()];
        }
        for (place, column) in columns.iter().enumerate() {
            let Some(block) = row.cells.get(column.cell) else { continue };
            let nodes = nodes(scene, &manner, block, place, &mut list);
            let before = set.lengths.len();
            text(scene, block, column, &manner, &indents, nodes, &mut set)?;
            if set.lengths.len() == before {
                set.lengths.push(0);
            }
        }
        if let RowKind::Heading { level } = row.kind {
            set.outline = row.cells.get(columns[0].cell).map(|block| (level, reading(block)));
        }
        if let RowKind::Banner(tone) = row.kind {
            set.pad = [6.0, 6.0];
            set.dress = Dress::Banner(tone, columns.iter().map(|c| [c.x, c.width]).collect());
        }
        if !set.steps.is_empty() {
            out.push(set);
        }
    }
    Ok(out)
}

fn manner<'a>(row: &'a Row, next: Option<&Row>, style: &Style) -> Manner<'a> {
    let plain = Look { bold: false, ink: Ink::Text };
    let strong = Look { bold: true, ink: Ink::Accent };
    let text = Manner {
        kind: &row.kind,
        size: style.text_size,
        leading: style.line_height,
        look: plain,
        align: Align::Start,
        fit: Fit::Text,
        tag: "P",
        around: [5.0, 5.0],
        bond: Bond::Free,
    };
    // What announces a list, a table or the signature does not stand alone at the foot of a page.
    let announces = next.is_some_and(|next| matches!(next.kind, RowKind::Item { level: 1 } | RowKind::Table(_) | RowKind::Signature));
    match &row.kind {
        RowKind::Letterhead => Manner { align: Align::Centre, fit: Fit::Balanced, bond: Bond::Whole, around: [0.0, 18.0], ..text },
        RowKind::Title => Manner {
            size: style.title_size,
            leading: 1.26,
            look: strong,
            align: Align::Centre,
            fit: Fit::Balanced,
            tag: "H1",
            bond: Bond::Head,
            around: [16.0, 5.0],
            ..text
        },
        RowKind::Subtitle => Manner { align: Align::Centre, fit: Fit::Balanced, bond: Bond::Whole, around: [3.0, 14.0], ..text },
        RowKind::Heading { level } => Manner {
            size: style.heading_sizes[usize::from(*level > 1)],
            leading: 1.3,
            look: strong,
            fit: Fit::Balanced,
            tag: if *level > 1 { "H3" } else { "H2" },
            bond: Bond::Head,
            around: if *level > 1 { [10.0, 4.0] } else { [16.0, 5.0] },
            ..text
        },
        RowKind::Paragraph => Manner { bond: if announces { Bond::Leads } else { Bond::Free }, ..text },
        RowKind::Item { .. } => Manner {
            around: [3.0, if matches!(next.map(|n| &n.kind), Some(RowKind::Item { .. })) { 3.0 } else { 5.0 }],
            bond: if next.is_some_and(|n| n.kind == RowKind::Signature) { Bond::Leads } else { Bond::Free },
            ..text
        },
        RowKind::Banner(tone) => Manner {
            look: Look { bold: true, ink: if *tone == Tone::Urgent { Ink::Urgent } else { Ink::Accent } },
            fit: Fit::Words,
            bond: Bond::Whole,
            around: [10.0, 10.0],
            leading: 1.36,
            ..text
        },
        RowKind::Signature => Manner { bond: Bond::Whole, around: [24.0, 10.0], ..text },
        RowKind::Note | RowKind::Table(_) => Manner { size: style.small_size, leading: 1.36, around: [6.0, 5.0], ..text },
    }
}

/// The elements for a block and for its label.
fn nodes(scene: &mut Scene<'_, '_>, manner: &Manner<'_>, block: &Block, place: usize, list: &mut List) -> [NodeId; 2] {
    let lang = scene.lang(place);
    let (part, tree) = (scene.part, &mut *scene.tree);
    let RowKind::Item { level } = *manner.kind else {
        let id = tree.add(part, manner.tag, lang);
        return [id, id];
    };
    let numbering = numbering(block.label.as_deref(), level);
    let nested = (level > 1).then(|| list.bodies[place]).flatten();
    let parent = match nested {
        Some(body) => *list.inner[place].get_or_insert_with(|| tree.add_with(body, "L", numbering)),
        None => *list.outer.get_or_insert_with(|| tree.add_with(part, "L", numbering)),
    };
    let item = tree.add(parent, "LI", if nested.is_some() { None } else { lang });
    let label = if block.label.is_some() { tree.add(item, "Lbl", None) } else { item };
    let body = tree.add(item, "LBody", None);
    if nested.is_none() {
        list.bodies[place] = Some(body);
        list.inner[place] = None;
    }
    [body, label]
}

/// The name of a list's numbering, told from its first label.
fn numbering(label: Option<&str>, level: u8) -> &'static str {
    match label.and_then(|label| label.chars().find(|c| c.is_alphanumeric())) {
        Some('i') if level > 1 => "LowerRoman",
        Some(c) if c.is_numeric() => "Decimal",
        Some(c) if c.is_uppercase() => "UpperAlpha",
        Some(_) => "LowerAlpha",
        None if label.is_some() => "Disc",
        None => "None",
    }
}

fn indents(scene: &mut Scene<'_, '_>) -> Result<Indents, RenderError> {
    let Scene { document, style, columns, .. } = *scene;
    let setter = &mut *scene.setter;
    let (mut number, mut heading) = (0.0_f32, 0.0_f32);
    let mut item = [0.0_f32; 2];
    for row in &document.rows {
        setter.row.clone_from(&row.id);
        let manner = manner(row, None, style);
        let slot = match row.kind {
            RowKind::Paragraph => &mut number,
            RowKind::Heading { level: 1 } => &mut heading,
            RowKind::Item { level } => &mut item[usize::from(level > 1)],
            _ => continue,
        };
        for column in columns {
            let Some(block) = row.cells.get(column.cell) else { continue };
            if let Some(label) = &block.label {
                let para = setter.plain(label, column.lang, manner.size, manner.look)?;
                *slot = slot.max(para.tokens.iter().map(|t| t.width(para.size)).sum::<f32>() + LABEL_GAP);
            }
        }
    }
    let between = |width: f32| if width == 0.0 { 0.0 } else { width.clamp(INDENT[0], INDENT[1]) };
    Ok(Indents { number: between(number), heading: between(heading), item: item.map(between) })
}

/// Sets a block of running text into the steps of a box.
fn text(
    scene: &mut Scene<'_, '_>,
    block: &Block,
    column: &Column,
    manner: &Manner<'_>,
    indents: &Indents,
    [node, label_node]: [NodeId; 2],
    set: &mut Boxed,
) -> Result<(), RenderError> {
    let Content::Text(inlines) = &block.content else { return Ok(()) };
    let (setter, tree) = (&mut *scene.setter, &mut *scene.tree);
    let inset = if matches!(manner.kind, RowKind::Banner(_)) { 8.0 } else { 0.0 };
    let (outer, mut indent) = match manner.kind {
        RowKind::Item { level: 1 } => (indents.number, indents.item[0]),
        RowKind::Item { .. } => (indents.number + indents.item[0], indents.item[1]),
        RowKind::Paragraph if block.label.is_some() => (0.0, indents.number),
        RowKind::Heading { .. } if block.label.is_some() => (0.0, indents.heading),
        _ => (inset, 0.0),
    };
    let mut first = None;
    if let Some(label) = &block.label {
        let para = setter.plain(&format!("{label} "), column.lang, manner.size, manner.look)?;
        let width = para.tokens.iter().filter(|t| !t.space).map(|t| t.width(para.size)).sum::<f32>();
        indent = indent.max(width + LABEL_GAP);
        first = Some(para);
    }
    let measure = (column.width - outer - indent - inset).max(20.0);
    let paras = setter.paras(inlines, column.lang, manner.size, manner.look)?;
    let mut step = 0;
    if let Some(para) = first {
        let whole = Cut { start: 0, end: para.text.len(), hyphen: false };
        let line = compose(&para, &whole, setter)?;
        let x = position(&line, column, outer, column.width, Align::Start, para.rtl);
        push(set, 0, Set { x, runs: line.runs, node: label_node });
    }
    let many = paras.len() > 1;
    for para in &paras {
        let composed = set_lines(para, measure, manner.fit, setter)?;
        if composed.is_empty() && many {
            push_blank(set, step);
            step += 1;
        }
        for mut line in composed {
            foreign(&mut line, node, tree);
            let x = position(&line, column, outer + indent, measure, manner.align, para.rtl);
            push(set, step, Set { x, runs: line.runs, node });
            step += 1;
        }
    }
    set.lengths.push(step.max(usize::from(block.label.is_some())));
    Ok(())
}

/// The composed lines of a paragraph.
pub(super) fn set_lines(para: &Para, measure: f32, fit: Fit, setter: &mut Setter) -> Result<Vec<Composed>, RenderError> {
    let cuts = lines(para, measure, fit, setter)?;
    cuts.iter().map(|cut| compose(para, cut, setter)).collect()
}

/// Gives runs in another language an element of their own below that of the block.
pub(super) fn foreign(line: &mut Composed, node: NodeId, tree: &mut Tree) {
    let mut last = None;
    for run in &mut line.runs {
        run.node = run.foreign.map(|(span, lang)| match last {
            Some((number, id)) if number == span => id,
            _ => {
                let id = tree.add(node, "Span", Some(lang));
                last = Some((span, id));
                id
            }
        });
    }
}

/// The left edge of a line that starts `indent` from the start of its column.
pub(super) fn position(line: &Composed, column: &Column, indent: f32, measure: f32, align: Align, rtl: bool) -> f32 {
    let slack = measure - line.width;
    let from_start = indent
        + match align {
            Align::Start => 0.0,
            Align::Centre => slack / 2.0,
            Align::End => slack,
        };
    let left = if rtl { column.width - from_start - line.width } else { from_start };
    column.x + left - line.lead
}

/// Adds a line to a step.
pub(super) fn push(set: &mut Boxed, step: usize, line: Set) {
    push_blank(set, step);
    set.steps[step].push(line);
}

fn push_blank(set: &mut Boxed, step: usize) {
    while set.steps.len() <= step {
        set.steps.push(Vec::new());
    }
}

/// Whether a cell of a table has nothing to show.
pub(super) fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| inline.text().trim().is_empty())
}
