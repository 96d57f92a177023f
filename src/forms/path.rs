//! Paths to values, resolved against the catalogue of fields when forms are loaded.

use super::model::{Field, SectionBody, Shape};
use super::set::Catalogue;
use crate::kind::Kind;
use std::fmt;

/// The day of the check, as a path that every condition may compare with.
pub const TODAY: &str = "today";

/// The id of the document that the case becomes, as a path.
pub const DOCUMENT: &str = "document";

/// A path whose every step is known to exist.
#[derive(Debug, Clone)]
pub struct FieldPath {
    /// As it was written.
    pub text: String,
    /// Where it starts.
    pub anchor: Anchor,
    /// The steps.
    pub steps: Vec<Step>,
    /// What it leads to.
    pub target: Ty,
}

/// Where a path starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At the case.
    Root,
    /// At an item of an enclosing scope; 0 is the innermost.
    Scope(usize),
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Key.
    pub name: String,
    /// Only items of this assistance type.
    pub variant: Option<String>,
}

/// What a path leads to: one or more shapes, perhaps many of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ty {
    /// The shapes; several where a reference may point at several records.
    pub alts: Vec<Shaped>,
    /// Whether there may be more than one value.
    pub many: bool,
}

/// One shape of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shaped {
    /// The case itself.
    Root,
    /// A table section.
    Section(String),
    /// A record.
    Record(String),
    /// An item of assistance, of this type if given.
    Item(Option<String>),
    /// A value.
    Scalar(Kind),
    /// The pseudo-table of articles.
    Law,
    /// One entry of it.
    Cited,
    /// The pseudo-table of numbers and choices of the bases.
    Values,
}

/// A path that leads nowhere: the step that does not exist, and the names that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSuchPath {
    /// The step.
    pub step: String,
    /// Names that exist there.
    pub known: Vec<String>,
}

impl Ty {
    /// One value of one shape.
    #[must_use]
    pub fn one(shape: Shaped) -> Self {
        Self { alts: vec![shape], many: false }
    }

    /// The kind, where the path leads to plain values of one kind.
    #[must_use]
    pub fn kind(&self) -> Option<&Kind> {
        match self.alts.as_slice() {
            [Shaped::Scalar(kind)] => Some(kind),
            _ => None,
        }
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FieldPath {
    /// Resolves a path within scopes (innermost first).
    ///
    /// # Errors
    /// The first step that does not exist.
    pub fn resolve(text: &str, scopes: &[Ty], catalogue: &Catalogue) -> Result<Self, NoSuchPath> {
        if text == "@" {
            let target = scopes.first().cloned().ok_or(NoSuchPath { step: text.to_owned(), known: Vec::new() })?;
            return Ok(Self { text: text.to_owned(), anchor: Anchor::Scope(0), steps: Vec::new(), target });
        }
        let text = text.strip_prefix("@.").unwrap_or(text);
        let steps: Vec<Step> = text.split('.').map(Step::read).collect();
        let mut first_failure = None;
        let starts = scopes.iter().enumerate().map(|(n, ty)| (Anchor::Scope(n), ty.clone()));
        for (anchor, start) in starts.chain(std::iter::once((Anchor::Root, Ty::one(Shaped::Root)))) {
            match walk(&start, &steps, catalogue) {
                Ok(mut target) => {
                    target.many |= start.many && anchor == Anchor::Root;
                    return Ok(Self { text: text.to_owned(), anchor, steps, target });
                }
                Err((depth, failure)) => {
                    let better = first_failure.as_ref().is_none_or(|(d, _)| depth > *d);
                    if better || anchor == Anchor::Root && first_failure.as_ref().is_some_and(|(d, _)| *d == 0) {
                        first_failure = Some((depth, failure));
                    }
                }
            }
        }
        Err(first_failure.map_or(NoSuchPath { step: text.to_owned(), known: Vec::new() }, |(_, f)| f))
    }

    /// The path to what holds the last step, and that step; `None` where the path is only a scope.
    #[must_use]
    pub fn split_last(&self) -> Option<(&[Step], &Step)> {
        self.steps.split_last().map(|(last, init)| (init, last))
    }
}

impl Step {
    fn read(text: &str) -> Self {
        match text.split_once('[') {
            Some((name, inside)) => {
                let variant = inside.trim_end_matches(']');
                Self { name: name.to_owned(), variant: (!variant.is_empty()).then(|| variant.to_owned()) }
            }
            None => Self { name: text.to_owned(), variant: None },
        }
    }
}

fn walk(start: &Ty, steps: &[Step], catalogue: &Catalogue) -> Result<Ty, (usize, NoSuchPath)> {
    let mut ty = Ty { alts: start.alts.clone(), many: false };
    for (depth, step) in steps.iter().enumerate() {
        ty = take(&ty, step, catalogue).ok_or_else(|| {
            let known = ty.alts.iter().flat_map(|a| names(a, catalogue)).collect();
            (depth, NoSuchPath { step: step.name.clone(), known })
        })?;
    }
    Ok(ty)
}

/// The type that one step leads to.
pub fn take(from: &Ty, step: &Step, catalogue: &Catalogue) -> Option<Ty> {
    let mut alts: Vec<Shaped> = Vec::new();
    let mut many = from.many;
    for shape in follow(&from.alts) {
        let Some((found, list)) = take_one(&shape, step, catalogue) else { continue };
        many |= list;
        for alt in found {
            if !alts.contains(&alt) {
                alts.push(alt);
            }
        }
    }
    (!alts.is_empty()).then_some(Ty { alts, many })
}

/// References replaced by the records they point at.
fn follow(alts: &[Shaped]) -> Vec<Shaped> {
    let mut out = Vec::new();
    for alt in alts {
        match alt {
            Shaped::Scalar(Kind::Ref { to }) => out.extend(to.iter().map(|r| Shaped::Record(r.clone()))),
            other => out.push(other.clone()),
        }
    }
    out
}

fn take_one(shape: &Shaped, step: &Step, catalogue: &Catalogue) -> Option<(Vec<Shaped>, bool)> {
    let name = step.name.as_str();
    let of_field = |f: &Field| {
        let shaped = match &f.shape {
            Shape::Scalar(kind) => Shaped::Scalar(kind.clone()),
            Shape::Record(id) => Shaped::Record(id.clone()),
        };
        (vec![shaped], f.list)
    };
    let id = || (vec![Shaped::Scalar(Kind::Text)], false);
    match shape {
        Shaped::Root if name == "law" => Some((vec![Shaped::Law], false)),
        Shaped::Root if name == TODAY => Some((vec![Shaped::Scalar(Kind::Date)], false)),
        Shaped::Root if name == DOCUMENT => {
            let ids = catalogue.documents.keys().cloned().collect();
            Some((vec![Shaped::Scalar(Kind::Choice { list: DOCUMENT.to_owned(), ids })], false))
        }
        Shaped::Root if name == "values" => Some((vec![Shaped::Values], false)),
        Shaped::Root => catalogue.section(name).map(|s| match &s.body {
            SectionBody::Table(_) => (vec![Shaped::Section(s.id.clone())], false),
            SectionBody::List(record) => (vec![Shaped::Record(record.clone())], true),
            SectionBody::Variants(_) => (vec![Shaped::Item(step.variant.clone())], true),
        }),
        Shaped::Section(id) => catalogue.section_fields(id).iter().find(|f| f.name == name).map(of_field),
        Shaped::Record(_) if name == "id" => Some(id()),
        Shaped::Record(r) => {
            let own = catalogue.records.get(r)?.fields.iter().find(|f| f.name == name).map(of_field);
            // Of items only: whether anything points at them, and whether the assistance does.
            let pointed = || matches!(name, "referenced" | "in-assistance") && catalogue.lists_of(r).next().is_some();
            own.or_else(|| pointed().then(|| (vec![Shaped::Scalar(Kind::Bool)], false)))
        }
        Shaped::Item(_) if name == "id" => Some(id()),
        Shaped::Item(_) if name == "coercive" => Some((vec![Shaped::Scalar(Kind::Bool)], false)),
        Shaped::Item(_) if name == "law" => Some((vec![Shaped::Cited], false)),
        Shaped::Item(variant) => {
            let own = catalogue.item_fields().iter().find(|f| f.name == name).map(of_field);
            own.or_else(|| {
                let mut found: Option<(Vec<Shaped>, bool)> = None;
                for (id, fields) in &catalogue.types {
                    if variant.as_ref().is_some_and(|v| v != id) {
                        continue;
                    }
                    if let Some((alts, list)) = fields.iter().find(|f| f.name == name).map(of_field) {
                        let entry = found.get_or_insert((Vec::new(), false));
                        entry.1 |= list;
                        entry.0.extend(alts.into_iter().filter(|a| !entry.0.contains(a)).collect::<Vec<_>>());
                    }
                }
                found
            })
        }
        Shaped::Law => Some((vec![Shaped::Cited], false)),
        Shaped::Values => Some((vec![Shaped::Scalar(Kind::Text)], false)),
        Shaped::Scalar(Kind::DateRange) if matches!(name, "from" | "to") => Some((vec![Shaped::Scalar(Kind::Date)], false)),
        Shaped::Scalar(Kind::Money) if name == "currency" => Some((vec![Shaped::Scalar(Kind::Text)], false)),
        Shaped::Scalar(Kind::Name) if matches!(name, "native" | "latin") => Some((vec![Shaped::Scalar(Kind::Text)], false)),
        Shaped::Scalar(Kind::File) if matches!(name, "path" | "sha256") => Some((vec![Shaped::Scalar(Kind::Text)], false)),
        Shaped::Scalar(_) | Shaped::Cited => None,
    }
}

fn names(shape: &Shaped, catalogue: &Catalogue) -> Vec<String> {
    let of = |fields: &[Field]| fields.iter().map(|f| f.name.clone()).collect();
    match shape {
        Shaped::Root => catalogue.sections.iter().map(|s| s.id.clone()).collect(),
        Shaped::Section(id) => of(catalogue.section_fields(id)),
        Shaped::Record(id) => catalogue.records.get(id).map(|r| of(&r.fields)).unwrap_or_default(),
        Shaped::Item(variant) => {
            let mut all: Vec<String> = of(catalogue.item_fields());
            let types = catalogue.types.iter().filter(|(id, _)| variant.as_ref().is_none_or(|v| v == *id));
            all.extend(types.flat_map(|(_, fields)| fields.iter().map(|f| f.name.clone())));
            all
        }
        Shaped::Scalar(Kind::Ref { to }) => to.iter().flat_map(|r| names(&Shaped::Record(r.clone()), catalogue)).collect(),
        _ => Vec::new(),
    }
}
