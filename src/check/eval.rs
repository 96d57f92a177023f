//! Evaluating paths and conditions over a case. Comparisons with an absent value are unknown, as in three-valued logic.

use crate::case::{Data, Node, Record, Tree};
use crate::forms::FormSet;
use crate::forms::model::{Article, Coercive, State};
use crate::forms::path::{Anchor, DOCUMENT, FieldPath, Step, TODAY};
use crate::forms::predicate::{Compare, Later, Literal, Operand, Pred};
use crate::kind::value::{Duration, Unit};
use crate::kind::{CaseDate, Prose, Value};
use crate::lang::{Lang, weight_of};
use std::borrow::Cow;
use std::cmp::Ordering;

/// What conditions are evaluated over.
#[derive(Clone, Copy)]
pub struct Eval<'a> {
    /// The forms.
    pub forms: &'a FormSet,
    /// The values.
    pub tree: &'a Tree,
    /// The chosen bases, primary first; only those that exist.
    pub bases: &'a [String],
    /// Profile of the requested State, if there is one.
    pub state: Option<&'a State>,
    /// Id of the document that the case becomes.
    pub document: &'a str,
    /// Original language of the case.
    pub original: Lang,
    /// The day of the check; whatever is compared with it is unknown without one.
    pub today: Option<CaseDate>,
}

/// An enclosing item; `None` where its table is absent.
pub type Scope<'a> = Option<&'a Node>;

/// Something that a path leads to.
#[derive(Debug, Clone)]
pub enum Found<'a> {
    /// A node of the case.
    Node(&'a Node),
    /// A value that the case only implies.
    Implied(Value),
    /// There, without a value: an article of law.
    There,
}

impl<'a> Found<'a> {
    /// The value, if it is one.
    #[must_use]
    pub fn value(&self) -> Option<Cow<'a, Value>> {
        match self {
            Self::Node(node) => node.value().map(Cow::Borrowed),
            Self::Implied(value) => Some(Cow::Owned(value.clone())),
            Self::There => None,
        }
    }
}

impl<'a> Eval<'a> {
    /// All that a path leads to, lists spread out.
    #[must_use]
    pub fn resolve(&self, path: &FieldPath, scopes: &[Scope<'a>]) -> Vec<Found<'a>> {
        let start = match path.anchor {
            Anchor::Root => Some(&self.tree.root),
            Anchor::Scope(n) => scopes.get(n).copied().flatten(),
        };
        let Some(start) = start else { return Vec::new() };
        if path.anchor == Anchor::Root {
            match path.steps.first().map(|s| s.name.as_str()) {
                Some("law") => return self.law_of(path.steps.get(1)),
                Some("values") => return self.value_of(path.steps.get(1)),
                Some(DOCUMENT) => return vec![Found::Implied(Value::Text(self.document.to_owned()))],
                Some(TODAY) => return self.today.map(|day| Found::Implied(Value::Date(day))).into_iter().collect(),
                _ => {}
            }
        }
        let mut at: Vec<Found<'a>> = vec![Found::Node(start)];
        for step in &path.steps {
            at = at.iter().flat_map(|found| self.take(found, step)).collect();
        }
        at
    }

    /// The nodes that a path leads to.
    #[must_use]
    pub fn nodes(&self, path: &FieldPath, scopes: &[Scope<'a>]) -> Vec<&'a Node> {
        let nodes = self.resolve(path, scopes).into_iter().filter_map(|f| match f {
            Found::Node(node) => Some(self.follow(node)),
            _ => None,
        });
        nodes.collect()
    }

    /// The nodes that a path leads to, references left as they are.
    #[must_use]
    pub fn nodes_unfollowed(&self, path: &FieldPath, scopes: &[Scope<'a>]) -> Vec<&'a Node> {
        let nodes = self.resolve(path, scopes).into_iter().filter_map(|f| match f {
            Found::Node(node) => Some(node),
            _ => None,
        });
        nodes.collect()
    }

    /// The record behind a reference; any other node is itself.
    #[must_use]
    pub fn follow(&self, node: &'a Node) -> &'a Node {
        match node.value() {
            Some(Value::Ref(id)) => self.tree.by_id(id).map_or(node, |(_, n)| n),
            _ => node,
        }
    }

    fn take(&self, from: &Found<'a>, step: &Step) -> Vec<Found<'a>> {
        let Found::Node(node) = from else { return Vec::new() };
        let node = self.follow(node);
        match &node.data {
            Data::Record(record) => self.take_from(node, record, step),
            Data::Value(value) => part_of(value, &step.name).map(Found::Implied).into_iter().collect(),
            Data::List(_) | Data::Wrong => Vec::new(),
        }
    }

    fn take_from(&self, node: &'a Node, record: &'a Record, step: &Step) -> Vec<Found<'a>> {
        let own = record.get(&step.name);
        if own.is_none() && record.section.is_some() {
            match step.name.as_str() {
                "id" => return record.id.clone().map(|id| Found::Implied(Value::Text(id))).into_iter().collect(),
                "coercive" => return vec![Found::Implied(Value::Bool(self.is_coercive(node)))],
                "referenced" => return self.pointed_at(record, None),
                "in-assistance" => return self.pointed_at(record, Some("assistance")),
                "law" if record.variant.is_some() => {
                    let there = record.variant.as_ref().is_some_and(|v| !self.type_law(v).is_empty());
                    return there.then_some(Found::There).into_iter().collect();
                }
                _ => {}
            }
        }
        let Some(found) = own else { return Vec::new() };
        let of_variant = |n: &&Node| match &step.variant {
            Some(v) => n.record().is_some_and(|r| r.variant.as_ref() == Some(v)),
            None => true,
        };
        found.items().iter().filter(of_variant).map(Found::Node).collect()
    }

    /// Whether anything points at an item. Nothing is known before the request asks for something, nor where a reference that leads
    /// nowhere may have meant the item.
    fn pointed_at(&self, item: &Record, section: Option<&str>) -> Vec<Found<'a>> {
        let Some(id) = item.id.as_ref().filter(|_| !self.tree.items("assistance").is_empty()) else { return Vec::new() };
        let pointed = self.tree.is_pointed_at(id, section);
        let known = pointed || !self.tree.has_dangling_references();
        known.then_some(Found::Implied(Value::Bool(pointed))).into_iter().collect()
    }

    /// Whether an item of assistance asks for a coercive measure.
    #[must_use]
    pub fn is_coercive(&self, item: &'a Node) -> bool {
        let kind = item.record().and_then(|r| r.variant.as_ref()).and_then(|v| self.forms.types.get(v));
        match kind.map(|k| &k.coercive) {
            Some(Coercive::Fixed(yes)) => *yes,
            Some(Coercive::When(pred)) => self.holds(pred, &[Some(item)]) == Some(true),
            None => false,
        }
    }

    /// The verified articles of an assistance type in the chosen bases, basis by basis.
    #[must_use]
    pub fn type_law(&self, kind: &str) -> Vec<(String, Vec<Article>)> {
        let own = self.forms.types.get(kind).map(|t| &t.law);
        let of = |basis: &String| {
            let known = self.forms.bases.get(basis).and_then(|b| b.types.get(kind));
            known.or_else(|| own.and_then(|l| l.get(basis))).cloned().unwrap_or_default()
        };
        self.verified(of, "assistance")
    }

    /// The verified articles for a subject in the chosen bases, basis by basis.
    #[must_use]
    pub fn articles(&self, key: &str) -> Vec<(String, Vec<Article>)> {
        let of = |basis: &String| self.forms.bases.get(basis).and_then(|b| b.articles.get(key)).cloned().unwrap_or_default();
        self.verified(of, key)
    }

    fn verified(&self, of: impl Fn(&String) -> Vec<Article>, key: &str) -> Vec<(String, Vec<Article>)> {
        let mut all = Vec::new();
        for basis in self.bases {
            let mut articles: Vec<Article> = of(basis).into_iter().filter(|a| a.mark.is_verified() && !a.number.contains('?')).collect();
            if articles.is_empty() {
                articles.extend(self.user_article(basis, key));
            }
            if !articles.is_empty() {
                all.push((basis.clone(), articles));
            }
        }
        all
    }

    /// The article that the case itself names for a treaty which the program does not know.
    #[must_use]
    pub fn user_article(&self, basis: &str, key: &str) -> Option<Article> {
        let section = self.forms.bases.get(basis)?.named_by.as_ref()?;
        let node = self.tree.section(section)?.record()?.get(&format!("article-{key}"))?;
        match node.value()? {
            Value::Text(number) => Some(Article { number: number.clone(), mark: Default::default() }),
            _ => None,
        }
    }

    fn law_of(&self, key: Option<&Step>) -> Vec<Found<'a>> {
        let there = key.is_some_and(|k| !self.articles(&k.name).is_empty());
        there.then_some(Found::There).into_iter().collect()
    }

    /// A number or choice of the first chosen basis that has it, or else of the requested State.
    #[must_use]
    pub fn basis_value(&self, key: &str) -> Option<&'a toml::Value> {
        let of_basis = self.bases.iter().find_map(|b| self.forms.bases.get(b)?.values.get(key));
        of_basis.or_else(|| self.state?.values.get(key))
    }

    fn value_of(&self, key: Option<&Step>) -> Vec<Found<'a>> {
        let value = key.and_then(|k| self.basis_value(&k.name)).and_then(|v| match v {
            toml::Value::Integer(n) => Some(Value::Int(*n)),
            toml::Value::Boolean(b) => Some(Value::Bool(*b)),
            toml::Value::String(s) => Some(Value::Text(s.clone())),
            _ => None,
        });
        value.map(Found::Implied).into_iter().collect()
    }

    /// Whether a condition holds; `None` where that depends on a value that is absent or unreadable.
    #[must_use]
    pub fn holds(&self, pred: &Pred, scopes: &[Scope<'a>]) -> Option<bool> {
        match pred {
            Pred::Present(path) => Some(self.resolve(path, scopes).iter().any(|f| match f {
                Found::Node(node) => node.is_present(),
                Found::Implied(_) | Found::There => true,
            })),
            Pred::Not(inner) => self.holds(inner, scopes).map(|b| !b),
            Pred::All(all) => fold(all.iter().map(|p| self.holds(p, scopes)), false),
            Pred::Any(any) => fold(any.iter().map(|p| self.holds(p, scopes)), true),
            Pred::Exists(each, that) => {
                let found = self.resolve(each, scopes);
                let test = |f: &Found<'a>| {
                    let node = match f {
                        Found::Node(node) => *node,
                        _ => return None,
                    };
                    let mut inner: Vec<Scope<'a>> = vec![Some(self.follow(node))];
                    inner.extend_from_slice(scopes);
                    self.holds(that, &inner)
                };
                fold(found.iter().map(test), true)
            }
            Pred::In(path, set) => {
                let found = self.resolve(path, scopes);
                if found.is_empty() {
                    return None;
                }
                fold(found.iter().map(|f| f.value().map(|v| set.iter().any(|l| equals(&v, l, self.original)))), true)
            }
            Pred::MinLen(path, n) => self.min_len(path, *n, scopes),
            Pred::Matches(path, regex) => {
                let found = self.resolve(path, scopes);
                fold_present(found.iter().map(|f| f.value().map(|v| texts(&v).iter().any(|t| regex.is_match(t)))))
            }
            Pred::Compare(cmp, left, right) => self.compare(*cmp, left, right, scopes),
        }
    }

    fn min_len(&self, path: &FieldPath, n: usize, scopes: &[Scope<'a>]) -> Option<bool> {
        let found = self.resolve(path, scopes);
        if found.is_empty() {
            return None;
        }
        if path.target.many {
            return Some(found.len() >= n);
        }
        let value = found.first()?.value()?;
        Some(texts(&value).iter().map(|t| weight_of(t)).max().unwrap_or(0) >= n)
    }

    fn compare(&self, cmp: Compare, left: &FieldPath, right: &Operand, scopes: &[Scope<'a>]) -> Option<bool> {
        let lefts: Vec<Cow<'a, Value>> = self.resolve(left, scopes).iter().filter_map(Found::value).collect();
        if let (Operand::Literal(literal), Compare::Eq | Compare::Ne) = (right, cmp) {
            return fold_present(lefts.iter().map(|l| Some(equals(l, literal, self.original) == (cmp == Compare::Eq))));
        }
        let rights: Vec<Cow<'a, Value>> = match right {
            Operand::Literal(Literal::Value(value)) => vec![Cow::Owned(value.clone())],
            Operand::Literal(Literal::Text(text)) => vec![Cow::Owned(Value::Text(text.clone()))],
            Operand::Path(path, plus) => {
                let plus = match plus {
                    None => None,
                    Some(Later::By(time)) => Some(*time),
                    Some(Later::Path(path)) => match self.resolve(path, scopes).first().and_then(Found::value).as_deref() {
                        Some(Value::Duration(time)) => Some(*time),
                        _ => return None,
                    },
                };
                let values = self.resolve(path, scopes).into_iter().filter_map(|f| f.value());
                values.filter_map(|v| shifted(v, plus)).collect()
            }
        };
        fold_present(lefts.iter().flat_map(|l| rights.iter().map(move |r| compare_values(cmp, l, r))))
    }
}

/// Kleene's `any` (or `all`, where `wanted` is false): decided as soon as one side is `wanted`.
fn fold(results: impl Iterator<Item = Option<bool>>, wanted: bool) -> Option<bool> {
    let mut unknown = false;
    for result in results {
        match result {
            Some(b) if b == wanted => return Some(wanted),
            Some(_) => {}
            None => unknown = true,
        }
    }
    (!unknown).then_some(!wanted)
}

/// Kleene's `all` over what is there; unknown where nothing is.
fn fold_present(results: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut results = results.peekable();
    results.peek()?;
    fold(results, false)
}

fn equals(value: &Value, literal: &Literal, original: Lang) -> bool {
    match (literal, value) {
        (Literal::Value(Value::Int(n)), Value::Money(m)) => m.amount == (*n).into(),
        (Literal::Value(wanted), _) => wanted == value,
        (Literal::Text(text), Value::Prose(p)) => p.in_original(original) == Some(text),
        (Literal::Text(text), _) => texts(value).iter().any(|t| t == text),
    }
}

/// The texts that a value is written with.
fn texts(value: &Value) -> Vec<Cow<'_, str>> {
    match value {
        Value::Text(t)
        | Value::Country(t)
        | Value::Iban(t)
        | Value::Bic(t)
        | Value::Phone(t)
        | Value::Email(t)
        | Value::Url(t)
        | Value::Ref(t) => {
            vec![Cow::Borrowed(t)]
        }
        Value::Choice { id, .. } => vec![Cow::Borrowed(id)],
        Value::Language(l) => vec![Cow::Owned(l.to_string())],
        Value::Prose(p) => all_texts(p),
        Value::Name(n) => n.native.iter().chain(&n.latin).map(|t| Cow::Borrowed(t.as_str())).collect(),
        Value::File(f) => vec![Cow::Borrowed(&f.path)],
        Value::Int(n) => vec![Cow::Owned(n.to_string())],
        Value::Ip(ip) => vec![Cow::Owned(ip.to_string())],
        _ => Vec::new(),
    }
}

fn all_texts(prose: &Prose) -> Vec<Cow<'_, str>> {
    let bare = prose.bare.iter().map(|(t, _)| Cow::Borrowed(t.as_str()));
    bare.chain(prose.texts.iter().map(|(_, t, _)| Cow::Borrowed(t.as_str()))).collect()
}

fn part_of(value: &Value, name: &str) -> Option<Value> {
    match (value, name) {
        (Value::DateRange { from, .. }, "from") => Some(Value::Date(*from)),
        (Value::DateRange { to, .. }, "to") => Some(Value::Date(*to)),
        (Value::Money(m), "currency") => Some(Value::Text(m.currency.clone())),
        (Value::Name(n), "native") => n.native.clone().map(Value::Text),
        (Value::Name(n), "latin") => n.latin.clone().map(Value::Text),
        (Value::File(f), "path") => Some(Value::Text(f.path.clone())),
        (Value::File(f), "sha256") => f.sha256.clone().map(Value::Text),
        _ => None,
    }
}

fn shifted(value: Cow<'_, Value>, plus: Option<Duration>) -> Option<Cow<'_, Value>> {
    let Some(plus) = plus else { return Some(value) };
    let date = match value.as_ref() {
        Value::Date(d) => *d,
        Value::DateTime(t) => t.date,
        _ => return None,
    };
    Some(Cow::Owned(Value::Date(date.plus(plus))))
}

/// Partial dates compare so that only what must be wrong fails: the earliest day of one against the latest of the other.
fn compare_values(cmp: Compare, left: &Value, right: &Value) -> Option<bool> {
    let date = |v: &Value| match v {
        Value::Date(d) => Some(*d),
        Value::DateTime(t) => Some(t.date),
        _ => None,
    };
    // Two moments of one day are told apart by the clock, where both dates are whole.
    if let (Value::DateTime(l), Value::DateTime(r)) = (left, right)
        && let (Some(l), Some(r)) = (l.seconds(), r.seconds())
    {
        return Some(holds_for(cmp, l.cmp(&r)));
    }
    if let (Some(l), Some(r)) = (date(left), date(right)) {
        return Some(compare_dates(cmp, l, r));
    }
    let order = match (left, right) {
        (Value::Int(l), Value::Int(r)) => l.cmp(r),
        (Value::Duration(l), Value::Duration(r)) => days(*l).total_cmp(&days(*r)),
        (Value::Money(l), Value::Money(r)) if l.currency == r.currency => l.amount.cmp(&r.amount),
        (Value::Money(l), Value::Int(r)) => l.amount.cmp(&(*r).into()),
        (Value::Money(_), Value::Money(_)) => return None,
        _ => {
            let (l, r) = (texts(left), texts(right));
            return match cmp {
                Compare::Eq => Some(l.iter().any(|t| r.contains(t))),
                Compare::Ne => Some(!l.iter().any(|t| r.contains(t))),
                _ => None,
            };
        }
    };
    Some(holds_for(cmp, order))
}

fn compare_dates(cmp: Compare, left: CaseDate, right: CaseDate) -> bool {
    match cmp {
        Compare::Le => left.earliest() <= right.latest(),
        Compare::Lt => left.earliest() < right.latest(),
        Compare::Ge => left.latest() >= right.earliest(),
        Compare::Gt => left.latest() > right.earliest(),
        Compare::Eq => left == right,
        Compare::Ne => left != right,
    }
}

fn holds_for(cmp: Compare, order: Ordering) -> bool {
    match cmp {
        Compare::Eq => order.is_eq(),
        Compare::Ne => order.is_ne(),
        Compare::Lt => order.is_lt(),
        Compare::Le => order.is_le(),
        Compare::Gt => order.is_gt(),
        Compare::Ge => order.is_ge(),
    }
}

fn days(duration: Duration) -> f64 {
    let unit = match duration.unit {
        Unit::Hour => 1.0 / 24.0,
        Unit::Day => 1.0,
        Unit::Week => 7.0,
        Unit::Month => 30.44,
        Unit::Year => 365.25,
    };
    f64::from(duration.count) * unit
}
