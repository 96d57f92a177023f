//! Fields of records with their labels, as tables and as text that runs on, and tables of lists.

use super::compose::{ComposeError, Composer, Held, record_of};
use super::context::Viewer;
use super::marks::{Marked, Piece};
use super::model::{Block, Column, Content, Inline, Row, RowKind, Table};
use super::skeleton::{Fields, Form, SkeletonBlock, SkeletonKind};
use super::wording::text_of;
use crate::case::{Data, Node, Record};
use crate::check::{label_of, walk};
use crate::forms::model::{Field, Level, Shape};
use crate::forms::path::{Anchor, FieldPath, Shaped};
use crate::kind::value::Shown as Prose;
use crate::kind::{Kind, Value};

/// Widths of a table of label and value.
const LABELS: [u8; 2] = [37, 63];

/// Most characters of a free text that stands among other values.
const SHORT: usize = 90;

/// A field that is printed: its value, unless it is a gap, and the path of the value.
struct Shown<'a> {
    field: &'a Field,
    node: Option<&'a Node>,
    path: String,
}

impl<'a> Composer<'a> {
    /// The fields of the records at `of`, and of those at `also`, in the form that the skeleton asks for.
    pub(super) fn fields(&mut self, block: &'a SkeletonBlock, fields: &Fields, held: &[Held<'a>]) -> Result<(), ComposeError> {
        let whole: &[String] = &[];
        let wanted = std::iter::once((&fields.of, fields.only.as_slice(), fields.except.as_slice()));
        let mut groups = Vec::new();
        for (of, only, except) in wanted.chain(fields.also.iter().map(|also| (also, whole, whole))) {
            for (record, path) in self.records(of, held) {
                groups.push(self.shown(of, record, &path, only, except));
            }
        }
        groups.retain(|group| !group.is_empty());
        if groups.is_empty() {
            return Ok(());
        }
        // The number itself is given when all rows are known.
        let (kind, label) = match fields.form {
            Form::Table => {
                groups.iter().for_each(|group| self.field_rows(block, group, held));
                return Ok(());
            }
            Form::Entry => return self.entry(block, &groups, fields.head_width, held),
            Form::Item => (RowKind::Item { level: 1 }, None),
            Form::Numbered => (RowKind::Paragraph, Some(String::new())),
        };
        let cells = self.views.iter().map(|(viewer, _)| {
            let content = Content::Text(self.run_in(viewer, &groups, false));
            Block { lang: viewer.lang, label: label.clone(), content }
        });
        let cells = cells.collect();
        self.rows.push(Row { id: self.row_id(block, held), kind, cells });
        Ok(())
    }

    /// A row of a table of entries. Entries that follow one another share a table.
    fn entry(&mut self, block: &'a SkeletonBlock, groups: &[Vec<Shown<'a>>], head: u8, held: &[Held<'a>]) -> Result<(), ComposeError> {
        let id = self.row_id(block, held);
        let heads = self.wording(block, held, false)?;
        let cells = self.views.iter().zip(heads).map(|((viewer, _), head)| {
            let content = Content::Cells(vec![inlines(head), self.run_in(viewer, groups, true)]);
            Block { lang: viewer.lang, label: None, content }
        });
        let cells = cells.collect();
        let columns = [head, 100 - head].map(|width| Column { width, end: false }).to_vec();
        let table = match self.rows.last().map(|row| &row.kind) {
            Some(RowKind::Table(open)) if open.columns == columns => open.clone(),
            _ => self.table(&id, columns),
        };
        self.rows.push(Row { id, kind: RowKind::Table(table), cells });
        Ok(())
    }

    /// A new table whose rows have heads.
    fn table(&mut self, id: &str, columns: Vec<Column>) -> Table {
        self.tables += 1;
        Table { id: format!("{id}#{}", self.tables), head: false, row_heads: true, columns }
    }

    fn records(&self, of: &FieldPath, held: &[Held<'a>]) -> Vec<(&'a Record, String)> {
        let found = if of.steps.is_empty() {
            let Anchor::Scope(n) = of.anchor else { return Vec::new() };
            held.get(n).map(|h| (h.node, h.path.clone())).into_iter().collect()
        } else {
            self.locate(of, held)
        };
        let eval = self.matter.eval(self.forms);
        let records = found.into_iter().filter_map(|(node, path)| {
            let record = eval.follow(node).record()?;
            Some((record, self.own_path(record).unwrap_or(path)))
        });
        records.collect()
    }

    /// The fields of a record that have a value or lack one that they must have.
    fn shown(&self, of: &FieldPath, record: &'a Record, path: &str, only: &[String], except: &[String]) -> Vec<Shown<'a>> {
        let wanted = |f: &&Field| !f.internal && (only.is_empty() || only.contains(&f.name)) && !except.contains(&f.name);
        let mut fields: Vec<&Field> = self.fields_at(of, record).into_iter().filter(wanted).collect();
        if !only.is_empty() {
            fields.sort_by_key(|f| only.iter().position(|o| *o == f.name));
        }
        let shown = fields.into_iter().filter_map(|field| {
            let at = format!("{path}.{}", field.name);
            let node = record.get(&field.name).filter(|n| n.is_present());
            let missing = || self.matter.open().iter().any(|n| n.level == Level::Must && n.path == at);
            (node.is_some() || missing()).then_some(Shown { field, node, path: at })
        });
        shown.collect()
    }

    fn field_rows(&mut self, block: &SkeletonBlock, shown: &[Shown<'a>], held: &[Held<'a>]) {
        let id = self.row_id(block, held);
        let table = self.table(&id, LABELS.map(|width| Column { width, end: false }).to_vec());
        for one in shown {
            let cells = self.views.iter().map(|(viewer, _)| {
                let label = label_of(self.forms, viewer.lang, &one.field.words);
                let value = self.value_of(viewer, one, &[Inline::Break]);
                Block { lang: viewer.lang, label: None, content: Content::Cells(vec![vec![Inline::Text(label)], value]) }
            });
            let cells = cells.collect();
            self.rows.push(Row { id: format!("{id}/{}", one.field.name), kind: RowKind::Table(table.clone()), cells });
        }
    }

    /// Labels and values one after the other. In `lines`, free text stands on a line of its own after the other values, and so does
    /// each group.
    fn run_in(&self, viewer: &Viewer<'a>, groups: &[Vec<Shown<'a>>], lines: bool) -> Vec<Inline> {
        let between = [Inline::Text(viewer.word("format.list-comma"))];
        let mut out: Vec<Inline> = Vec::new();
        let mut closed = false;
        for group in groups {
            // What stands first, such as a name, stays first.
            let first = group.first().map(|one| one.path.as_str());
            let (prose, short): (Vec<&Shown<'a>>, Vec<&Shown<'a>>) = match lines {
                true => group.iter().partition(|one| Some(one.path.as_str()) != first && self.length(one) > SHORT),
                false => (Vec::new(), group.iter().collect()),
            };
            for (at, one) in short.iter().chain(&prose).enumerate() {
                if lines && !out.is_empty() && (at == 0 || at >= short.len()) {
                    out.push(Inline::Break);
                } else if !out.is_empty() {
                    out.push(Inline::Text(viewer.word(if closed { "document.run-in-next" } else { "document.run-in-between" })));
                }
                let label = label_of(self.forms, viewer.lang, &one.field.words);
                out.push(Inline::Label(self.forms.words.fill(viewer.lang, "document.run-in-label", &[("label", &label)])));
                out.extend(self.value_of(viewer, one, &between));
                closed = self.length(one) > 0 && out.last().is_some_and(|last| is_sentence(last.text()));
            }
        }
        let end = viewer.word("document.run-in-end");
        let stopped = closed || end.starts_with('.') && out.last().is_some_and(|last| last.text().ends_with('.'));
        if !lines && !stopped {
            out.push(Inline::Text(end));
        }
        out
    }

    /// Characters of a free text in its original language, so that all languages treat it alike; none of any other value.
    fn length(&self, one: &Shown<'a>) -> usize {
        let original = self.matter.header().original;
        match one.node.and_then(Node::value) {
            Some(Value::Prose(prose)) => match prose.in_lang(original, original) {
                Prose::Text(text) | Prose::Foreign(_, text) => text.chars().count(),
                Prose::Missing => 0,
            },
            _ => 0,
        }
    }

    fn value_of(&self, viewer: &Viewer<'a>, one: &Shown<'a>, between: &[Inline]) -> Vec<Inline> {
        match one.node {
            Some(node) => self.cell(viewer, one.field, node, &one.path, between),
            None => {
                let text = viewer.gap_text(&label_of(self.forms, viewer.lang, &one.field.words));
                vec![Inline::Gap { path: one.path.clone(), text }]
            }
        }
    }

    fn cell(&self, viewer: &Viewer<'a>, field: &Field, node: &'a Node, path: &str, between: &[Inline]) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        for (n, item) in node.items().iter().enumerate() {
            if n > 0 {
                out.extend_from_slice(between);
            }
            let path = if field.list { format!("{path}[{n}]") } else { path.to_owned() };
            let text = match (&field.shape, &item.data) {
                (_, Data::Value(Value::Bool(b))) => {
                    let word = viewer.word(if *b { "yes" } else { "no" });
                    viewer.marks.wrap(Marked::Value { path, solid: false }, &word)
                }
                (_, Data::Value(Value::Ref(id))) => match self.matter.tree().by_id(id) {
                    Some((_, target)) => text_of(&viewer.scope(target, &path, None)).to_string(),
                    None => id.clone(),
                },
                (_, Data::Value(value)) => viewer.shown(value, &path),
                (Shape::Record(record), Data::Record(_)) => text_of(&viewer.inline(record, item, &path)).to_string(),
                _ => String::new(),
            };
            for piece in viewer.marks.read(&text, true) {
                if let Piece::Inline(inline) = piece {
                    out.push(inline);
                }
            }
        }
        out
    }

    pub(super) fn grid(&mut self, block: &'a SkeletonBlock, each: &FieldPath, held: &[Held<'a>]) -> Result<(), ComposeError> {
        let SkeletonKind::Grid(columns) = &block.kind else { return Ok(()) };
        let items = self.locate(each, held);
        let mut rows = Vec::new();
        self.tables += 1;
        let id = self.row_id(block, held);
        let table = |head| Table {
            id: format!("{id}#{}", self.tables),
            head,
            row_heads: false,
            columns: columns.iter().map(|(_, c)| *c).collect(),
        };
        for (n, (node, path)) in items.iter().enumerate() {
            let mut inner = vec![Held { name: block.name.clone(), node, path: path.clone(), record: record_of(each) }];
            inner.extend_from_slice(held);
            if block.when.as_ref().is_some_and(|w| self.matter.eval(self.forms).holds(w, &self.scopes(&inner)) != Some(true)) {
                continue;
            }
            let node = self.matter.eval(self.forms).follow(node);
            let Some(record) = node.record() else { continue };
            let path = self.own_path(record).unwrap_or_else(|| path.clone());
            let fields = self.fields_at(each, record);
            let cells = self.cells(columns, |viewer, name| {
                let field = fields.iter().find(|f| f.name == *name);
                let value = record.get(name).filter(|v| v.is_present());
                match (field, value) {
                    (Some(field), Some(value)) => self.cell(viewer, field, value, &format!("{path}.{name}"), &[Inline::Break]),
                    (None, _) if name == "number" => vec![Inline::Text((n + 1).to_string())],
                    _ => Vec::new(),
                }
            });
            let own = record.id.clone().unwrap_or_else(|| n.to_string());
            rows.push((Row { id: format!("{id}/{own}"), kind: RowKind::Table(table(false)), cells }, fields));
        }
        let Some((_, fields)) = rows.first() else { return Ok(()) };
        let heads = self.cells(columns, |viewer, name| {
            let label = match fields.iter().find(|f| f.name == *name) {
                Some(field) => label_of(self.forms, viewer.lang, &field.words),
                None => viewer.word("document.number"),
            };
            vec![Inline::Text(label)]
        });
        let head = Row { id: format!("{id}/head"), kind: RowKind::Table(table(true)), cells: heads };
        self.rows.push(head);
        self.rows.extend(rows.into_iter().map(|(row, _)| row));
        Ok(())
    }

    /// A row of a table in every language, cell by cell.
    fn cells(&self, columns: &[(String, Column)], cell: impl Fn(&Viewer<'a>, &str) -> Vec<Inline>) -> Vec<Block> {
        let block = |viewer: &Viewer<'a>| {
            let cells = columns.iter().map(|(name, _)| cell(viewer, name)).collect();
            Block { lang: viewer.lang, label: None, content: Content::Cells(cells) }
        };
        self.views.iter().map(|(viewer, _)| block(viewer)).collect()
    }

    fn fields_at(&self, each: &FieldPath, record: &Record) -> Vec<&'a Field> {
        match (&record.section, each.target.alts.first()) {
            (Some(section), _) => walk::fields_of_item(self.forms, section, record),
            (None, Some(Shaped::Section(id))) => self.forms.catalogue.section_fields(id).iter().collect(),
            (None, Some(Shaped::Record(id))) => self.forms.catalogue.record_fields(id).iter().collect(),
            (None, Some(Shaped::Scalar(Kind::Ref { to }))) => {
                to.first().map(|r| self.forms.catalogue.record_fields(r).iter().collect()).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }
}

fn inlines(pieces: Vec<Piece>) -> Vec<Inline> {
    let inline = |piece| match piece {
        Piece::Inline(inline) => inline,
        Piece::Paragraph => Inline::Break,
    };
    pieces.into_iter().map(inline).collect()
}

/// Whether a text brings its own full stop; that of an abbreviation at the end of a name closes nothing.
fn is_sentence(text: &str) -> bool {
    const NAME: usize = 40;
    const ABBREVIATION: usize = 4;
    let bare = text.trim_end_matches(['.', '!', '?', '。', '！', '？', '؟']);
    let word = bare.rsplit(char::is_whitespace).next().unwrap_or("");
    let short = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("").chars().count() <= ABBREVIATION;
    let abbreviated = short && (word.starts_with(char::is_uppercase) || word.contains('.') || word.chars().count() == 1);
    bare.len() < text.len() && (bare.chars().count() > NAME || !abbreviated)
}

#[cfg(test)]
mod tests {
    use super::is_sentence;

    #[test]
    fn abbreviations_close_nothing() {
        assert!(is_sentence("Keeps both accounts of the company.") && is_sentence("保管该公司的两个账户。"));
        assert!(is_sentence("Cyclist who was knocked down."));
        assert!(!is_sentence("Zeleň a.s.") && !is_sentence("Bergen & Co."));
        assert!(!is_sentence("Río Claro Inversiones S.A.") && !is_sentence("Tandoh Kwame B.") && !is_sentence("merchant"));
    }
}
