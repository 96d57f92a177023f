//! Skeletons: which blocks a document has, in which order and when, read from `templates/` and resolved against the fields.

use crate::doc::model::{Column, Tone};
use crate::forms::documents::REQUEST;
use crate::forms::path::{FieldPath, Ty};
use crate::forms::predicate::{Compiler, Fault, Pred, item_of};
use crate::forms::{FormSet, Problem};
use crate::source::SourceFile;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::{Spanned, Value as Toml};

/// The compiled skeletons: `templates/<document>.toml`, and the fragments that they share.
#[derive(Debug, Clone, Default)]
pub struct Skeleton {
    /// Blocks from first to last, by document (`request`).
    documents: BTreeMap<String, Vec<SkeletonBlock>>,
    /// Fragments by name (`assistance/bank-records`).
    pub fragments: BTreeMap<String, Vec<SkeletonBlock>>,
}

/// A block of a skeleton.
#[derive(Debug, Clone)]
pub struct SkeletonBlock {
    /// Id; empty for an include.
    pub id: String,
    /// What it prints.
    pub kind: SkeletonKind,
    /// Once per item of this list.
    pub each: Option<FieldPath>,
    /// Name of the item in the wording.
    pub name: String,
    /// Only then.
    pub when: Option<Pred>,
    /// Names of the enclosing items, innermost first; parallel to the scopes of its conditions.
    pub names: Vec<String>,
}

/// What a block prints.
#[derive(Debug, Clone)]
pub enum SkeletonKind {
    /// Centred block at the head.
    Letterhead,
    /// Title.
    Title,
    /// Line under the title.
    Subtitle,
    /// Heading of level 1 or 2.
    Heading(u8),
    /// Numbered paragraph.
    Numbered,
    /// Paragraph without number.
    Paragraph,
    /// List item of level 1 or 2.
    Item(u8),
    /// Framed line.
    Banner(Tone),
    /// The fields of one record, each with its label.
    Fields(Box<Fields>),
    /// Table of a list.
    Grid(Vec<(String, Column)>),
    /// Signature block.
    Signature,
    /// Small print.
    Note,
    /// Another file; `{type}` is the type of the item.
    Include(String),
}

/// Share of an entry that its head takes where the skeleton says nothing, in percent.
const HEAD_WIDTH: u8 = 30;

/// Which fields of a record are printed, and in which form.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The record, by its name in the wording or by path.
    pub of: FieldPath,
    /// Records whose fields follow in the same piece.
    pub also: Vec<FieldPath>,
    /// Only these fields.
    pub only: Vec<String>,
    /// All but these.
    pub except: Vec<String>,
    /// How they stand on the page.
    pub form: Form,
    /// Share of an entry that its head takes, in percent of the width.
    pub head_width: u8,
}

/// How labels and values stand on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table with a row for each field.
    Table,
    /// One row of a table: what the wording calls the record, and beside it the fields one after the other.
    Entry,
    /// A numbered paragraph with the fields one after the other.
    Numbered,
    /// A list item of level 1 with the fields one after the other.
    Item,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    #[allow(dead_code)]
    schema: i64,
    #[serde(default)]
    block: Vec<Spanned<Block>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Block {
    #[serde(default)]
    id: String,
    kind: Option<String>,
    level: Option<u8>,
    each: Option<String>,
    r#as: Option<String>,
    when: Option<Toml>,
    include: Option<String>,
    tone: Option<String>,
    of: Option<String>,
    form: Option<String>,
    head_width: Option<u8>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    only: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    columns: Vec<GridColumn>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct GridColumn {
    field: String,
    width: u8,
    #[serde(default)]
    align: Option<String>,
}

struct Reader<'a> {
    forms: &'a FormSet,
    compiler: Compiler<'a>,
    problems: Vec<Problem>,
}

impl Skeleton {
    /// Reads the skeletons of all documents that the forms name, and all fragments that they can include.
    #[must_use]
    pub fn load(forms: &FormSet) -> (Self, Vec<Problem>) {
        let compiler = Compiler { catalogue: &forms.catalogue, lexicon: &forms.words };
        let mut reader = Reader { forms, compiler, problems: Vec::new() };
        let mut skeleton = Self::default();
        let mut includes = Vec::new();
        for document in forms.catalogue.documents.keys() {
            let blocks = reader.file(&format!("templates/{document}.toml"), &[], &[]);
            includes.extend(includes_of(&blocks));
            skeleton.documents.insert(document.clone(), blocks);
        }
        while let Some(block) = includes.pop() {
            let SkeletonKind::Include(pattern) = &block.kind else { continue };
            if skeleton.fragments.contains_key(pattern) {
                continue;
            }
            let names: Vec<String> = block.names.clone();
            if pattern.contains("{type}") {
                for id in forms.types.keys() {
                    let name = pattern.replace("{type}", id);
                    let scope = Ty::one(crate::forms::path::Shaped::Item(Some(id.clone())));
                    let blocks = reader.file(&format!("templates/{name}.toml"), &[scope], &names);
                    includes.extend(includes_of(&blocks));
                    skeleton.fragments.insert(name, blocks);
                }
            } else {
                // A fragment that several types include sees the fields that all items share.
                let shared = || Ty::one(crate::forms::path::Shaped::Item(None));
                let scopes = match &block.each {
                    Some(each) => vec![item_of(&each.target)],
                    None => names.iter().map(|_| shared()).collect(),
                };
                let blocks = reader.file(&format!("templates/{pattern}.toml"), &scopes, &names);
                includes.extend(includes_of(&blocks));
                skeleton.fragments.insert(pattern.clone(), blocks);
            }
        }
        (skeleton, reader.problems)
    }

    /// The blocks of a document from first to last; those of a request where there is no such document.
    #[must_use]
    pub fn document(&self, document: &str) -> &[SkeletonBlock] {
        self.documents.get(document).or_else(|| self.documents.get(REQUEST)).map_or(&[], Vec::as_slice)
    }

    /// All blocks of all documents, those of fragments included.
    pub fn all(&self) -> impl Iterator<Item = &SkeletonBlock> {
        self.documents.values().flatten().chain(self.fragments.values().flatten())
    }
}

impl Reader<'_> {
    fn file(&mut self, path: &str, scopes: &[Ty], names: &[String]) -> Vec<SkeletonBlock> {
        let Some(file) = self.forms.data.get(path) else {
            let source = Arc::new(SourceFile::new(path, ""));
            self.problems.push(Problem {
                source,
                span: Default::default(),
                code: "MLA912",
                args: vec![("value", path.to_owned()), ("other", String::new())],
            });
            return Vec::new();
        };
        let file = file.clone();
        match toml::from_str::<File>(file.source.text()) {
            Ok(parsed) => parsed.block.into_iter().filter_map(|b| self.block(&file.source, b, scopes, names)).collect(),
            Err(error) => {
                let span = error.span().unwrap_or(0..0).into();
                let args = vec![("value", error.message().to_owned())];
                self.problems.push(Problem { source: file.source.clone(), span, code: "MLA901", args });
                Vec::new()
            }
        }
    }

    fn block(&mut self, source: &Arc<SourceFile>, block: Spanned<Block>, scopes: &[Ty], names: &[String]) -> Option<SkeletonBlock> {
        let span = block.span();
        let block = block.into_inner();
        let mut fail = |fault: Fault| {
            self.problems.push(Problem { source: source.clone(), span: span.clone().into(), code: fault.0, args: fault.1 });
        };
        let name = block.r#as.clone().unwrap_or_else(|| "item".to_owned());
        let mut inner = scopes.to_vec();
        let mut inner_names = names.to_vec();
        let each = match &block.each {
            Some(text) => match named_path(&self.compiler, text, scopes, names) {
                Ok(path) => {
                    inner.insert(0, item_of(&path.target));
                    inner_names.insert(0, name.clone());
                    Some(path)
                }
                Err(fault) => {
                    fail(fault);
                    return None;
                }
            },
            None => None,
        };
        let when = match block.when.as_ref().map(|w| self.compiler.pred(&named_pred(w, &inner_names), &inner)) {
            Some(Ok(pred)) => Some(pred),
            Some(Err(fault)) => {
                fail(fault);
                return None;
            }
            None => None,
        };
        let level = block.level.unwrap_or(1).clamp(1, 2);
        let kind = match (block.kind.as_deref(), block.include) {
            (None, Some(include)) => SkeletonKind::Include(include),
            (Some("letterhead"), _) => SkeletonKind::Letterhead,
            (Some("title"), _) => SkeletonKind::Title,
            (Some("subtitle"), _) => SkeletonKind::Subtitle,
            (Some("heading"), _) => SkeletonKind::Heading(level),
            (Some("numbered"), _) => SkeletonKind::Numbered,
            (Some("paragraph"), _) => SkeletonKind::Paragraph,
            (Some("item"), _) => SkeletonKind::Item(level),
            (Some("banner"), _) => {
                SkeletonKind::Banner(if block.tone.as_deref() == Some("urgent") { Tone::Urgent } else { Tone::Confidential })
            }
            (Some("signature"), _) => SkeletonKind::Signature,
            (Some("note"), _) => SkeletonKind::Note,
            (Some("fields"), _) => {
                let of = block.of.as_deref().unwrap_or("@");
                let form = match block.form.as_deref() {
                    None | Some("table") => Form::Table,
                    Some("entry") => Form::Entry,
                    Some("numbered") => Form::Numbered,
                    Some("item") => Form::Item,
                    Some(other) => {
                        fail(("MLA904", vec![("value", other.to_owned())]));
                        return None;
                    }
                };
                let path = |text: &str| named_path(&self.compiler, text, &inner, &inner_names);
                let also: Result<Vec<FieldPath>, Fault> = block.also.iter().map(|text| path(text)).collect();
                match path(of).and_then(|of| Ok((of, also?))) {
                    Ok((of, also)) => {
                        let head_width = block.head_width.unwrap_or(HEAD_WIDTH).clamp(1, 99);
                        SkeletonKind::Fields(Box::new(Fields { of, also, only: block.only, except: block.except, form, head_width }))
                    }
                    Err(fault) => {
                        fail(fault);
                        return None;
                    }
                }
            }
            (Some("grid"), _) => SkeletonKind::Grid(
                block.columns.into_iter().map(|c| (c.field, Column { width: c.width, end: c.align.as_deref() == Some("end") })).collect(),
            ),
            (other, _) => {
                fail(("MLA904", vec![("value", other.unwrap_or("").to_owned())]));
                return None;
            }
        };
        Some(SkeletonBlock { id: block.id, kind, each, name, when, names: inner_names })
    }
}

fn includes_of(blocks: &[SkeletonBlock]) -> Vec<SkeletonBlock> {
    blocks.iter().filter(|b| matches!(b.kind, SkeletonKind::Include(_))).cloned().collect()
}

/// A path that may start with the name of an enclosing item.
fn named_path(compiler: &Compiler<'_>, text: &str, scopes: &[Ty], names: &[String]) -> Result<FieldPath, Fault> {
    let (head, rest) = text.split_once('.').unwrap_or((text, ""));
    let head = head.trim_end_matches("[]");
    if let Some(at) = names.iter().position(|n| n == head) {
        let mut path = compiler.path(if rest.is_empty() { "@" } else { rest }, &scopes[at..])?;
        if let crate::forms::path::Anchor::Scope(n) = &mut path.anchor {
            *n += at;
        }
        return Ok(path);
    }
    compiler.path(text, scopes)
}

/// The condition with `name.` of the innermost item taken off its paths: conditions look up the item first anyway.
fn named_pred(pred: &Toml, names: &[String]) -> Toml {
    let strip = |text: &str| -> String {
        for name in names {
            if let Some(rest) = text.strip_prefix(name.as_str()).and_then(|r| r.strip_prefix('.')) {
                return rest.to_owned();
            }
        }
        text.to_owned()
    };
    match pred {
        Toml::Table(t) => Toml::Table(
            t.iter()
                .map(|(op, arg)| {
                    let arg = match (op.as_str(), arg) {
                        ("present" | "absent" | "each" | "path", Toml::String(s)) => Toml::String(strip(s)),
                        ("all" | "any", Toml::Array(items)) => Toml::Array(items.iter().map(|i| named_pred(i, names)).collect()),
                        (_, Toml::Array(items)) => {
                            let mut items = items.clone();
                            if let Some(Toml::String(s)) = items.first_mut() {
                                *s = strip(s);
                            }
                            Toml::Array(items)
                        }
                        (_, other) => named_pred(other, names),
                    };
                    (op.clone(), arg)
                })
                .collect(),
        ),
        other => other.clone(),
    }
}
