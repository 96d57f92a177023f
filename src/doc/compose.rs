//! A document from a case: slots from the skeleton, then the wording of each slot in each language, then numbers.

use super::Library;
use super::context::{Viewer, snake};
use super::marks::Piece;
use super::model::{Block, Content, Document, Inline, Meta, Numbering, Row, RowKind, Running};
use super::number::{drop_empty_headings, number};
use super::skeleton::{SkeletonBlock, SkeletonKind};
use crate::case::{Data, Node, Record};
use crate::check::eval::Scope;
use crate::check::{Matter, Outcome, walk};
use crate::forms::FormSet;
use crate::forms::path::{Anchor, FieldPath, Shaped};
use crate::kind::{Lexicon as _, Value};
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
pub(super) struct Held<'a> {
    pub(super) name: String,
    pub(super) node: &'a Node,
    pub(super) path: String,
    /// The record that it is, where it stands inside another.
    pub(super) record: Option<String>,
}

pub(super) struct Composer<'a> {
    pub(super) forms: &'a FormSet,
    library: &'a Library,
    pub(super) matter: &'a Matter,
    draft: bool,
    pub(super) views: Vec<(Viewer<'a>, tera::Context)>,
    pub(super) rows: Vec<Row>,
    /// Number of tables so far.
    pub(super) tables: usize,
    /// Whether headings stand without numbers.
    bare_headings: bool,
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
    let document = matter.header().document.as_str();
    let bare_headings = forms.catalogue.documents.get(document).is_some_and(|form| form.bare_headings);
    let mut composer = Composer { forms, library, matter, draft, views, rows: Vec::new(), tables: 0, bare_headings };
    composer.blocks(library.skeleton.document(document), &[])?;
    let titles = composer.titles();
    let running = composer.running(&titles);
    let meta = composer.meta(titles.first().map_or("", String::as_str));
    let mut rows = drop_empty_headings(composer.rows);
    number(&mut rows, Numbering::default());
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
            SkeletonKind::Fields(fields) => self.fields(block, fields, held),
            SkeletonKind::Grid(_) => Ok(()),
            _ => self.worded(block, held),
        }
    }

    pub(super) fn scopes(&self, held: &[Held<'a>]) -> Vec<Scope<'a>> {
        let eval = self.matter.eval(self.forms);
        held.iter().map(|h| Some(eval.follow(h.node))).collect()
    }

    /// The nodes that a path leads to, with their concrete paths.
    pub(super) fn locate(&self, path: &FieldPath, held: &[Held<'a>]) -> Vec<(&'a Node, String)> {
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

    pub(super) fn own_path(&self, record: &Record) -> Option<String> {
        let section = record.section.as_deref()?;
        let at = self.matter.tree().items(section).iter().position(|n| n.record().is_some_and(|r| std::ptr::eq(r, record)))?;
        Some(walk::item_path(section, record, at))
    }

    pub(super) fn row_id(&self, block: &SkeletonBlock, held: &[Held<'a>]) -> String {
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

    /// The wording of a block in every language. `lines` keeps its line breaks.
    pub(super) fn wording(&self, block: &SkeletonBlock, held: &[Held<'a>], lines: bool) -> Result<Vec<Vec<Piece>>, ComposeError> {
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
                    let text = viewer.gap_text(&block.id);
                    texts.push(vec![Piece::Inline(Inline::Gap { path: block.id.clone(), text })]);
                }
                Err(error) => {
                    let message = chain(&error);
                    return Err(ComposeError::Template { block: block.id.clone(), lang: viewer.lang, message });
                }
            }
        }
        Ok(texts)
    }

    fn worded(&mut self, block: &'a SkeletonBlock, held: &[Held<'a>]) -> Result<(), ComposeError> {
        let lines = matches!(block.kind, SkeletonKind::Letterhead | SkeletonKind::Signature | SkeletonKind::Banner(_));
        let texts = self.wording(block, held, lines)?;
        let split: Vec<Vec<Vec<Inline>>> = texts.into_iter().map(split_paragraphs).collect();
        let count = split.iter().map(Vec::len).max().unwrap_or(0);
        let id = self.row_id(block, held);
        // The number itself is given when all rows are known.
        let numbered = match block.kind {
            SkeletonKind::Numbered => true,
            SkeletonKind::Heading(_) => !self.bare_headings,
            _ => false,
        };
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

    /// What the document is called on every page, in each language: a letter that follows another by its kind, others by what they are.
    fn titles(&self) -> Vec<String> {
        let header = self.matter.header();
        let of = |viewer: &Viewer<'_>, id: &str| self.forms.words.word(viewer.lang, &format!("document-form.{id}")).map(str::to_owned);
        let title = |viewer: &Viewer<'_>| header.kind.as_ref().and_then(|kind| of(viewer, kind)).or_else(|| of(viewer, &header.document));
        self.views.iter().map(|(viewer, _)| title(viewer).unwrap_or_default()).collect()
    }

    fn running(&self, titles: &[String]) -> Running {
        let words = |key: &str| -> Vec<String> { self.views.iter().map(|(v, _)| v.word(key)).collect() };
        let confidential = self.matter.tree().at("confidentiality.requested").and_then(Node::value) == Some(&Value::Bool(true));
        Running {
            header: titles.to_vec(),
            reference: self.matter.header().id.clone(),
            caution: if confidential { words("document.caution") } else { Vec::new() },
            page: words("document.page"),
            draft: words("document.draft"),
            ..Running::default()
        }
    }

    fn meta(&self, title: &str) -> Meta {
        let first = self.views.first();
        let plain = |path: &str| {
            let value = self.matter.tree().at(path).and_then(Node::value);
            first.zip(value).map(|((v, _), value)| v.marks.plain(&v.shown(value, path))).unwrap_or_default()
        };
        let id = &self.matter.header().id;
        let date = self.matter.header().date.map(|d| d.earliest().to_string()).unwrap_or_default();
        Meta {
            title: if id.is_empty() { title.to_owned() } else { format!("{title} – {id}") },
            author: plain("authorities.requesting.name"),
            subject: plain("proceeding.subject"),
            date,
            provenance: Vec::new(),
        }
    }
}

/// The record that the items of a list are, where there is only one possibility.
pub(super) fn record_of(each: &FieldPath) -> Option<String> {
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
        SkeletonKind::Note | SkeletonKind::Fields(_) | SkeletonKind::Grid(_) | SkeletonKind::Include(_) => RowKind::Note,
    }
}
