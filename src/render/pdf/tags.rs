//! The structure of a document as readers for the blind see it: headings, paragraphs, lists and tables, each in its language.

use super::boxes::Part;
use crate::doc::model::{Document, RowKind};
use crate::lang::Lang;

/// Number of an element.
pub(super) type ElemId = usize;

/// An element of the structure tree.
#[derive(Debug, Clone)]
pub(super) struct Elem {
    /// Standard structure type.
    pub kind: &'static str,
    pub parent: Option<ElemId>,
    pub lang: Option<Lang>,
    pub kids: Vec<Kid>,
    /// `Column` or `Row` for header cells.
    pub scope: Option<&'static str>,
}

/// A child of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kid {
    Elem(ElemId),
    /// Marked content: page and its number there.
    Content(usize, usize),
}

/// The elements of the parts of a row in one language.
#[derive(Debug, Clone, Default)]
struct RowElems {
    label: Option<ElemId>,
    body: Option<ElemId>,
    cells: Vec<ElemId>,
}

/// The structure tree while pages are drawn.
pub(super) struct Tags {
    pub elems: Vec<Elem>,
    rows: Vec<Vec<RowElems>>,
    /// For each page the element of each marked content.
    pub pages: Vec<Vec<ElemId>>,
}

impl Tags {
    /// The elements of all rows in the languages shown, in reading order; nothing drawn yet. The root has number 0.
    pub fn new(document: &Document, orders: &[Vec<usize>]) -> Self {
        let mut tags = Self { elems: Vec::new(), rows: vec![Vec::new(); document.rows.len()], pages: Vec::new() };
        let root = tags.add("Document", None, None);
        for row in &mut tags.rows {
            row.resize(document.languages.len(), RowElems::default());
        }
        for langs in orders {
            let part = if orders.len() > 1 {
                tags.add("Part", Some(root), langs.first().and_then(|l| document.languages.get(*l)).copied())
            } else {
                root
            };
            let mut at = 0;
            while at < document.rows.len() {
                let end = tags.group_end(document, at);
                for &lang in langs {
                    tags.group(document, at..end, lang, part);
                }
                at = end;
            }
        }
        tags
    }

    fn add(&mut self, kind: &'static str, parent: Option<ElemId>, lang: Option<Lang>) -> ElemId {
        let id = self.elems.len();
        self.elems.push(Elem { kind, parent, lang, kids: Vec::new(), scope: None });
        if let Some(parent) = parent {
            self.elems[parent].kids.push(Kid::Elem(id));
        }
        id
    }

    /// Rows that make one list or table belong together.
    fn group_end(&self, document: &Document, at: usize) -> usize {
        let same = |a: &RowKind, b: &RowKind| match (a, b) {
            (RowKind::Item { .. }, RowKind::Item { .. }) => true,
            (RowKind::Table(a), RowKind::Table(b)) => a.id == b.id,
            _ => false,
        };
        let first = &document.rows[at].kind;
        let rest = document.rows[at + 1..].iter().take_while(|r| same(first, &r.kind)).count();
        at + 1 + rest
    }

    fn group(&mut self, document: &Document, rows: std::ops::Range<usize>, lang: usize, parent: ElemId) {
        let Some(tag) = document.languages.get(lang).copied() else { return };
        let first = &document.rows[rows.start].kind;
        match first {
            RowKind::Item { .. } => {
                let list = self.add("L", Some(parent), Some(tag));
                for row in rows {
                    let item = self.add("LI", Some(list), None);
                    let label = self.add("Lbl", Some(item), None);
                    let body = self.add("LBody", Some(item), None);
                    self.rows[row][lang] = RowElems { label: Some(label), body: Some(body), cells: Vec::new() };
                }
            }
            RowKind::Table(_) => {
                let table = self.add("Table", Some(parent), Some(tag));
                for row in rows {
                    let RowKind::Table(shape) = &document.rows[row].kind else { continue };
                    let (head, row_heads, count) = (shape.head, shape.row_heads, shape.columns.len());
                    let line = self.add("TR", Some(table), None);
                    let cells = (0..count)
                        .map(|n| {
                            let header = head || row_heads && n == 0;
                            let cell = self.add(if header { "TH" } else { "TD" }, Some(line), None);
                            self.elems[cell].scope = header.then_some(if head { "Column" } else { "Row" });
                            cell
                        })
                        .collect();
                    self.rows[row][lang] = RowElems { label: None, body: None, cells };
                }
            }
            other => {
                let kind = match other {
                    RowKind::Title => "H1",
                    RowKind::Heading { level: 1 } => "H2",
                    RowKind::Heading { .. } => "H3",
                    _ => "P",
                };
                for row in rows {
                    let body = self.add(kind, Some(parent), Some(tag));
                    self.rows[row][lang] = RowElems { label: None, body: Some(body), cells: Vec::new() };
                }
            }
        }
    }

    /// The element of a part of a row.
    pub fn elem(&self, row: usize, lang: usize, part: Part) -> Option<ElemId> {
        let elems = self.rows.get(row)?.get(lang)?;
        match part {
            Part::Label => elems.label.or(elems.body),
            Part::Body => elems.body,
            Part::Cell(n) => elems.cells.get(n).copied(),
        }
    }

    /// The number of new marked content of an element on a page.
    pub fn content(&mut self, page: usize, elem: ElemId) -> usize {
        while self.pages.len() <= page {
            self.pages.push(Vec::new());
        }
        let number = self.pages[page].len();
        self.pages[page].push(elem);
        self.elems[elem].kids.push(Kid::Content(page, number));
        number
    }
}
