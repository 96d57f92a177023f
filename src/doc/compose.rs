//! A document from a case: slots from the skeleton, then the wording of each slot in each language, then numbers.

use super::Library;
use super::context::{Viewer, snake};
use super::marks::{Marked, Piece};
use super::model::{Block, Column, Content, Document, Inline, Meta, Row, RowKind, Running, Table};
use super::number::{drop_empty_headings, number};
use super::skeleton::{SkeletonBlock, SkeletonKind};
use crate::case::{Data, Node, Record};
use crate::check::eval::Scope;
use crate::check::{Matter, Outcome, label_of, walk};
use crate::forms::FormSet;
use crate::forms::model::{Field, Level, Shape};
use crate::forms::path::{Anchor, FieldPath, Shaped};
use crate::kind::{Kind, Lexicon as _, Value};
use crate::lang::Lang;

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// There is no wording in a language of the case.
    #[error("no wording in the language `{0}`")]
    NoWording(Lang),
    /// A template failed on this case: a mistake in the template.
    #[error("template block `{block}` ({lang}): {message}")]
    Template {
        /// Block.
        block: String,
        /// Language.
        lang: Lang,
        /// What tera says.
        message: String,
    },
}

/// An enclosing item with the path by which it was reached.
#[derive(Clone)]
struct Held<'a> {
    name: String,
    node: &'a Node,
    path: String,
    /// The record that it is, where it stands inside another.
    record: Option<String>,
}

struct Composer<'a> {
    forms: &'a FormSet,
    library: &'a Library,
    matter: &'a Matter,
    draft: bool,
    views: Vec<(Viewer<'a>, tera::Context)>,
    rows: Vec<Row>,
    tables: usize,
}

/// Makes the document of a checked case.
///
/// # Errors
/// See [`ComposeError`]. In a draft a failing template leaves a visible gap instead.
pub fn compose(outcome: &Outcome, forms: &FormSet, library: &Library) -> Result<Document, ComposeError> {
    let matter = outcome.matter();
    let languages = matter.header().languages();
    let mut views = Vec::new();
    for lang in &languages {
        if !library.wording.covers(*lang) {
            return Err(ComposeError::NoWording(*lang));
        }
        let viewer = Viewer::new(forms, &library.wording, matter, *lang);
        let root = viewer.root();
        views.push((viewer, root));
    }
    let draft = matches!(outcome, Outcome::Draft(_));
    let mut composer = Composer { forms, library, matter, draft, views, rows: Vec::new(), tables: 0 };
    composer.blocks(&library.skeleton.blocks, &[])?;
    let running = composer.running();
    let meta = composer.meta();
    let mut rows = drop_empty_headings(composer.rows);
    number(&mut rows);
    Ok(Document { languages, rows, running, meta, draft })
}

impl<'a> Composer<'a> {
    fn blocks(&mut self, blocks: &'a [SkeletonBlock], held: &[Held<'a>]) -> Result<(), ComposeError> {
        for block in blocks {
            match &block.each {
                Some(each) if matches!(block.kind, SkeletonKind::Grid(_)) => self.grid(block, each, held)?,
                Some(each) => {
                    for (node, path) in self.locate(each, held) {
                        let mut inner = vec![Held { name: block.name.clone(), node, path, record: record_of(each) }];
                        inner.extend_from_slice(held);
                        self.block(block, &inner)?;
                    }
                }
                None => self.block(block, held)?,
            }
        }
        Ok(())
    }

    fn block(&mut self, block: &'a SkeletonBlock, held: &[Held<'a>]) -> Result<(), ComposeError> {
        if let Some(when) = &block.when
            && self.matter.eval(self.forms).holds(when, &self.scopes(held)) != Some(true)
        {
            return Ok(());
        }
        match &block.kind {
            SkeletonKind::Include(pattern) => {
                let variant = held.first().and_then(|h| h.node.record()).and_then(|r| r.variant.as_deref());
                let name = pattern.replace("{type}", variant.unwrap_or(""));
                match self.library.skeleton.fragments.get(&name) {
                    Some(fragment) => self.blocks(fragment, held),
                    None => Ok(()),
                }
            }
            SkeletonKind::Fields { of, only, except } => {
                self.fields(block, of, only, except, held);
                Ok(())
            }
            SkeletonKind::Grid(_) => Ok(()),
            _ => self.worded(block, held),
        }
    }

    fn scopes(&self, held: &[Held<'a>]) -> Vec<Scope<'a>> {
        let eval = self.matter.eval(self.forms);
        held.iter().map(|h| Some(eval.follow(h.node))).collect()
    }

    /// The nodes that a path leads to, with their concrete paths.
    fn locate(&self, path: &FieldPath, held: &[Held<'a>]) -> Vec<(&'a Node, String)> {
        let tree = self.matter.tree();
        let eval = self.matter.eval(self.forms);
        let start = match path.anchor {
            Anchor::Root => (&tree.root, String::new()),
            Anchor::Scope(n) => match held.get(n) {
                Some(h) => (h.node, h.path.clone()),
                None => return Vec::new(),
            },
        };
        let mut at = vec![start];
        for step in &path.steps {
            let mut next = Vec::new();
            for (node, path) in at {
                let node = eval.follow(node);
                let Some(record) = node.record() else { continue };
                let base = self.own_path(record).unwrap_or(path);
                let Some(found) = record.get(&step.name) else { continue };
                for (n, item) in found.items().iter().enumerate() {
                    let of = item.record();
                    if step.variant.is_some() && of.is_none_or(|r| r.variant != step.variant) {
                        continue;
                    }
                    let name = if base.is_empty() { step.name.clone() } else { format!("{base}.{}", step.name) };
                    let place = match of.and_then(|r| self.own_path(r)) {
                        Some(own) => own,
                        None if matches!(found.data, Data::List(_)) => format!("{name}[{n}]"),
                        None => name,
                    };
                    next.push((item, place));
                }
            }
            at = next;
        }
        at
    }

    fn own_path(&self, record: &Record) -> Option<String> {
        let section = record.section.as_deref()?;
        let at = self.matter.tree().items(section).iter().position(|n| n.record().is_some_and(|r| std::ptr::eq(r, record)))?;
        Some(walk::item_path(section, record, at))
    }

    fn row_id(&self, block: &SkeletonBlock, held: &[Held<'a>]) -> String {
        let mut id = block.id.clone();
        for h in held.iter().rev() {
            let own = h.node.record().and_then(|r| r.id.clone());
            let last = own.unwrap_or_else(|| match h.node.value() {
                Some(Value::Ref(id) | Value::Text(id)) => id.clone(),
                _ => h.path.rsplit('[').next().unwrap_or("").trim_end_matches(']').to_owned(),
            });
            id.push('/');
            id.push_str(&last);
        }
        id
    }

    fn worded(&mut self, block: &'a SkeletonBlock, held: &[Held<'a>]) -> Result<(), ComposeError> {
        let lines = matches!(block.kind, SkeletonKind::Letterhead | SkeletonKind::Signature | SkeletonKind::Banner(_));
        let mut texts: Vec<Vec<Piece>> = Vec::new();
        for (viewer, root) in &self.views {
            let mut context = root.clone();
            for h in held.iter().rev() {
                context.insert_value(snake(&h.name), viewer.scope(h.node, &h.path, h.record.as_deref()));
            }
            let Some(tera) = self.library.wording.tera(viewer.lang) else { return Err(ComposeError::NoWording(viewer.lang)) };
            match tera.render(&block.id, &context) {
                Ok(text) => texts.push(viewer.marks.read(&text, lines)),
                Err(_) if self.draft => {
                    let text = self.forms.words.fill(viewer.lang, "document.gap", &[("label", &block.id)]);
                    texts.push(vec![Piece::Inline(Inline::Gap { path: block.id.clone(), text })]);
                }
                Err(error) => {
                    let message = chain(&error);
                    return Err(ComposeError::Template { block: block.id.clone(), lang: viewer.lang, message });
                }
            }
        }
        let split: Vec<Vec<Vec<Inline>>> = texts.into_iter().map(split_paragraphs).collect();
        let count = split.iter().map(Vec::len).max().unwrap_or(0);
        let id = self.row_id(block, held);
        // The number itself is given when all rows are known.
        let numbered = matches!(block.kind, SkeletonKind::Numbered);
        for n in 0..count {
            let cells: Vec<Block> = self
                .views
                .iter()
                .zip(&split)
                .map(|((viewer, _), parts)| Block {
                    lang: viewer.lang,
                    label: numbered.then(String::new),
                    content: match parts.get(n) {
                        Some(inlines) if !inlines.is_empty() => Content::Text(inlines.clone()),
                        _ => Content::Empty,
                    },
                })
                .collect();
            if cells.iter().all(|c| c.content == Content::Empty) {
                continue;
            }
            let id = if count > 1 { format!("{id}/{}", n + 1) } else { id.clone() };
            self.rows.push(Row { id, kind: row_kind(&block.kind), cells });
        }
        Ok(())
    }

    /// A table of label and value for one record.
    fn fields(&mut self, block: &SkeletonBlock, of: &FieldPath, only: &[String], except: &[String], held: &[Held<'a>]) {
        let found = if of.steps.is_empty() {
            let Anchor::Scope(n) = of.anchor else { return };
            held.get(n).map(|h| (h.node, h.path.clone())).into_iter().collect()
        } else {
            self.locate(of, held)
        };
        for (node, path) in found {
            let node = self.matter.eval(self.forms).follow(node);
            let Some(record) = node.record() else { continue };
            let path = self.own_path(record).unwrap_or(path);
            let fields: Vec<&Field> = match (&record.section, of.target.alts.first()) {
                (Some(section), _) => walk::fields_of_item(self.forms, section, record),
                (None, Some(Shaped::Section(id))) => self.forms.catalogue.section_fields(id).iter().collect(),
                (None, Some(Shaped::Record(id))) => self.forms.catalogue.record_fields(id).iter().collect(),
                _ => continue,
            };
            let wanted = |f: &&Field| !f.internal && (only.is_empty() || only.contains(&f.name)) && !except.contains(&f.name);
            let mut fields: Vec<&Field> = fields.into_iter().filter(wanted).collect();
            if !only.is_empty() {
                fields.sort_by_key(|f| only.iter().position(|o| *o == f.name));
            }
            self.tables += 1;
            let id = self.row_id(block, held);
            let table = Table {
                id: format!("{id}#{}", self.tables),
                head: false,
                row_heads: true,
                columns: vec![Column { width: 37, end: false }, Column { width: 63, end: false }],
            };
            for field in fields {
                self.field_row(&id, &table, field, record.get(&field.name).filter(|n| n.is_present()), &path);
            }
        }
    }

    fn field_row(&mut self, id: &str, table: &Table, field: &Field, node: Option<&'a Node>, path: &str) {
        let at = format!("{path}.{}", field.name);
        let missing = self.matter.open().iter().any(|n| n.level == Level::Must && n.path == at);
        if node.is_none() && !missing {
            return;
        }
        let cells = self
            .views
            .iter()
            .map(|(viewer, _)| {
                let label = label_of(self.forms, viewer.lang, &field.words);
                let value = match node {
                    Some(node) => self.cell(viewer, field, node, &at),
                    None => {
                        let text = self.forms.words.fill(viewer.lang, "document.gap", &[("label", &label)]);
                        vec![Inline::Gap { path: at.clone(), text }]
                    }
                };
                Block { lang: viewer.lang, label: None, content: Content::Cells(vec![vec![Inline::Text(label)], value]) }
            })
            .collect();
        self.rows.push(Row { id: format!("{id}/{}", field.name), kind: RowKind::Table(table.clone()), cells });
    }

    fn cell(&self, viewer: &Viewer<'a>, field: &Field, node: &'a Node, path: &str) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        for (n, item) in node.items().iter().enumerate() {
            if n > 0 {
                out.push(Inline::Break);
            }
            let path = if field.list { format!("{path}[{n}]") } else { path.to_owned() };
            let text = match (&field.shape, &item.data) {
                (_, Data::Value(Value::Bool(b))) => {
                    let word = viewer.word(if *b { "yes" } else { "no" });
                    viewer.marks.wrap(Marked::Value { path, solid: false }, &word)
                }
                (_, Data::Value(Value::Ref(id))) => match self.matter.tree().by_id(id) {
                    Some((_, target)) => text_of(&viewer.scope(target, &path, None)),
                    None => id.clone(),
                },
                (_, Data::Value(value)) => viewer.shown(value, &path),
                (Shape::Record(record), Data::Record(_)) => text_of(&viewer.inline(record, item, &path)),
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

    fn grid(&mut self, block: &'a SkeletonBlock, each: &FieldPath, held: &[Held<'a>]) -> Result<(), ComposeError> {
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
                    (Some(field), Some(value)) => self.cell(viewer, field, value, &format!("{path}.{name}")),
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
            (None, Some(Shaped::Record(id))) => self.forms.catalogue.record_fields(id).iter().collect(),
            (None, Some(Shaped::Scalar(Kind::Ref { to }))) => {
                to.first().map(|r| self.forms.catalogue.record_fields(r).iter().collect()).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    fn running(&self) -> Running {
        let words = |key: &str| -> Vec<String> { self.views.iter().map(|(v, _)| v.word(key)).collect() };
        let confidential = self.matter.tree().at("confidentiality.requested").and_then(Node::value) == Some(&Value::Bool(true));
        Running {
            header: words("document.title"),
            reference: self.matter.header().id.clone(),
            caution: if confidential { words("document.caution") } else { Vec::new() },
            page: words("document.page"),
            draft: words("document.draft"),
        }
    }

    fn meta(&self) -> Meta {
        let first = self.views.first();
        let lang = first.map_or(Lang::EN, |(v, _)| v.lang);
        let plain = |path: &str| {
            let value = self.matter.tree().at(path).and_then(Node::value);
            first.zip(value).map(|((v, _), value)| v.marks.plain(&v.shown(value, path))).unwrap_or_default()
        };
        let title = self.forms.words.word(lang, "document.title").unwrap_or("").to_owned();
        let id = &self.matter.header().id;
        let date = self.matter.header().date.map(|d| d.earliest().to_string()).unwrap_or_default();
        Meta {
            title: if id.is_empty() { title } else { format!("{title} – {id}") },
            author: plain("authorities.requesting.name"),
            subject: plain("proceeding.subject"),
            date,
            provenance: Vec::new(),
        }
    }
}

/// The record that the items of a list are, where there is only one possibility.
fn record_of(each: &FieldPath) -> Option<String> {
    match each.target.alts.as_slice() {
        [Shaped::Record(id)] => Some(id.clone()),
        _ => None,
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

fn text_of(value: &tera::Value) -> String {
    let map = value.as_map();
    map.and_then(|m| m.get(&tera::value::Key::from("text"))).map_or_else(|| value.to_string(), ToString::to_string)
}

fn split_paragraphs(pieces: Vec<Piece>) -> Vec<Vec<Inline>> {
    let mut out = vec![Vec::new()];
    for piece in pieces {
        match piece {
            Piece::Paragraph => out.push(Vec::new()),
            Piece::Inline(inline) => {
                let last = out.len() - 1;
                out[last].push(inline);
            }
        }
    }
    out
}

fn row_kind(kind: &SkeletonKind) -> RowKind {
    match kind {
        SkeletonKind::Letterhead => RowKind::Letterhead,
        SkeletonKind::Title => RowKind::Title,
        SkeletonKind::Subtitle => RowKind::Subtitle,
        SkeletonKind::Heading(level) => RowKind::Heading { level: *level },
        SkeletonKind::Numbered | SkeletonKind::Paragraph => RowKind::Paragraph,
        SkeletonKind::Item(level) => RowKind::Item { level: *level },
        SkeletonKind::Banner(tone) => RowKind::Banner(*tone),
        SkeletonKind::Signature => RowKind::Signature,
        SkeletonKind::Note | SkeletonKind::Fields { .. } | SkeletonKind::Grid(_) | SkeletonKind::Include(_) => RowKind::Note,
    }
}
