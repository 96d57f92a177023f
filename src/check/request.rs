//! What comes out of a check: a request that is complete, or a draft with gaps.

use super::eval::Eval;
use super::needs::OpenNeed;
use crate::case::{Node, Tree};
use crate::forms::FormSet;
use crate::kind::{CaseDate, Value};
use crate::lang::Lang;

/// The few facts that the program itself reasons about.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Reference of the request.
    pub id: String,
    /// Date of the request.
    pub date: Option<CaseDate>,
    /// Requesting State, ISO 3166.
    pub requesting: Option<String>,
    /// Requested State, ISO 3166.
    pub requested: Option<String>,
    /// Chosen bases that exist, primary first.
    pub bases: Vec<String>,
    /// Kind of letter, if it is not an ordinary one.
    pub kind: Option<String>,
    /// Id of the document that the case becomes.
    pub document: String,
    /// Language in which the request is drafted.
    pub original: Lang,
    /// Language of the translation.
    pub translation: Option<Lang>,
}

impl Header {
    /// Reads the header from a tree; what is missing or wrong is left out (the checker reports it).
    #[must_use]
    pub fn read(tree: &Tree, forms: &FormSet) -> Self {
        let value = |path: &str| tree.at(path).and_then(Node::value);
        let country = |path: &str| match value(path) {
            Some(Value::Country(code)) => Some(code.clone()),
            _ => None,
        };
        let lang = |path: &str| match value(path) {
            Some(Value::Language(lang)) => Some(*lang),
            _ => None,
        };
        let bases = tree.at("request.bases").map(Node::items).unwrap_or_default().iter().filter_map(|n| match n.value() {
            Some(Value::Text(id)) if forms.bases.contains_key(id) => Some(id.clone()),
            _ => None,
        });
        let mut unique: Vec<String> = Vec::new();
        for basis in bases {
            if !unique.contains(&basis) {
                unique.push(basis);
            }
        }
        let kind = match value("request.kind") {
            Some(Value::Choice { id, .. }) => Some(id.as_str()),
            _ => None,
        };
        let types = tree.items("assistance").iter().filter_map(|item| item.record()?.variant.as_deref());
        let document = forms.document(kind, &unique, types).to_owned();
        Self {
            id: match value("request.id") {
                Some(Value::Text(id)) => id.clone(),
                _ => String::new(),
            },
            date: match value("request.date") {
                Some(Value::Date(date)) => Some(*date),
                _ => None,
            },
            requesting: country("request.requesting-state"),
            requested: country("request.requested-state"),
            bases: unique,
            kind: kind.map(str::to_owned),
            document,
            original: lang("request.languages.original").unwrap_or(Lang::EN),
            translation: lang("request.languages.translation").filter(|l| Some(*l) != lang("request.languages.original")),
        }
    }

    /// The languages of the document, original first.
    #[must_use]
    pub fn languages(&self) -> Vec<Lang> {
        std::iter::once(self.original).chain(self.translation).collect()
    }
}

/// The matter of a document: a case that has been through the checker.
#[derive(Debug, Clone)]
pub struct Matter {
    pub(super) header: Header,
    pub(super) tree: Tree,
    pub(super) open: Vec<OpenNeed>,
}

impl Matter {
    /// The header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The values.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// What is wanted and missing.
    #[must_use]
    pub fn open(&self) -> &[OpenNeed] {
        &self.open
    }

    /// For evaluating conditions over it.
    #[must_use]
    pub fn eval<'a>(&'a self, forms: &'a FormSet) -> Eval<'a> {
        let Header { bases, document, requested, original, .. } = &self.header;
        let state = requested.as_deref().and_then(|code| forms.state(code));
        Eval { forms, tree: &self.tree, bases, state, document, original: *original, today: None }
    }
}

/// A complete request: no error was found. Only the checker makes one.
#[derive(Debug, Clone)]
pub struct Request(pub(super) Matter);

/// A case with errors. It can be printed only as a draft, its gaps visible.
#[derive(Debug, Clone)]
pub struct Draft(pub(super) Matter);

impl Request {
    /// What it is about.
    #[must_use]
    pub fn matter(&self) -> &Matter {
        &self.0
    }
}

impl Draft {
    /// What it is about.
    #[must_use]
    pub fn matter(&self) -> &Matter {
        &self.0
    }
}

/// A request, or a draft where errors were found.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// No errors.
    Request(Request),
    /// Errors.
    Draft(Draft),
}

impl Outcome {
    /// What it is about, complete or not.
    #[must_use]
    pub fn matter(&self) -> &Matter {
        match self {
            Self::Request(r) => &r.0,
            Self::Draft(d) => &d.0,
        }
    }
}
