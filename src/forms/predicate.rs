//! Conditions: fifteen operators, read from data and resolved against the catalogue. They are evaluated in [`crate::check`].

use super::path::{FieldPath, Shaped, Ty};
use super::set::Catalogue;
use crate::kind::value::Duration;
use crate::kind::{Cx, Kind, Lexicon, Value};
use regex::Regex;
use toml::Value as Toml;

/// A condition.
#[derive(Debug, Clone)]
pub enum Pred {
    /// `present`: the value, or at least one item, is there.
    Present(FieldPath),
    /// `lt`, `le`, `gt`, `ge`, `eq`, `ne`.
    Compare(Compare, FieldPath, Operand),
    /// `in`: the value, or at least one of many, is in the set.
    In(FieldPath, Vec<Literal>),
    /// `min-len`: characters of a text, items of a list.
    MinLen(FieldPath, usize),
    /// `matches`: a regular expression.
    Matches(FieldPath, Regex),
    /// `all`.
    All(Vec<Pred>),
    /// `any`.
    Any(Vec<Pred>),
    /// `not`, and `absent` as the negation of `present`.
    Not(Box<Pred>),
    /// `exists`: some item fulfils the condition.
    Exists(FieldPath, Box<Pred>),
}

/// The comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// Equal.
    Eq,
    /// Different.
    Ne,
    /// Less, before.
    Lt,
    /// Not more, not after.
    Le,
    /// More, after.
    Gt,
    /// Not less, not before.
    Ge,
}

/// The right side of a comparison.
#[derive(Debug, Clone)]
pub enum Operand {
    /// A value in the form.
    Literal(Literal),
    /// Another value of the case, perhaps later by some time.
    Path(FieldPath, Option<Later>),
}

/// By how much a value is later.
#[derive(Debug, Clone)]
pub enum Later {
    /// A time that the form says.
    By(Duration),
    /// A length of time of the case.
    Path(FieldPath),
}

/// A value in a form.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A value of the kind on the left side.
    Value(Value),
    /// Text, compared with what a value is written like: ids, codes, country codes.
    Text(String),
}

/// What is wrong with a condition: code and arguments.
pub type Fault = (&'static str, Vec<(&'static str, String)>);

/// Where conditions are compiled.
pub struct Compiler<'a> {
    /// All fields.
    pub catalogue: &'a Catalogue,
    /// Words, for values in conditions.
    pub lexicon: &'a dyn Lexicon,
}

impl Compiler<'_> {
    /// Resolves a path, with a fault that names what would have been possible.
    ///
    /// # Errors
    /// `MLA902` where the path does not exist.
    pub fn path(&self, text: &str, scopes: &[Ty]) -> Result<FieldPath, Fault> {
        FieldPath::resolve(text, scopes, self.catalogue).map_err(|e| {
            let known = crate::suggest::nearest(&e.step, e.known.iter().map(String::as_str)).unwrap_or("").to_owned();
            ("MLA902", vec![("value", text.to_owned()), ("step", e.step.clone()), ("known", known)])
        })
    }

    /// Compiles a condition within scopes (innermost first).
    ///
    /// # Errors
    /// Unknown operators (`MLA909`), paths (`MLA902`), values that cannot be compared (`MLA903`).
    pub fn pred(&self, data: &Toml, scopes: &[Ty]) -> Result<Pred, Fault> {
        let bad = |what: &str| ("MLA909", vec![("value", what.to_owned())]);
        let table = data.as_table().filter(|t| t.len() == 1).ok_or_else(|| bad(&data.to_string()))?;
        let (op, arg) = table.iter().next().ok_or_else(|| bad(""))?;
        let text = || arg.as_str().ok_or_else(|| bad(op));
        let many = || arg.as_array().ok_or_else(|| bad(op))?.iter().map(|p| self.pred(p, scopes)).collect::<Result<Vec<_>, _>>();
        let pair = || match arg.as_array().map(Vec::as_slice) {
            Some([Toml::String(path), right]) => Ok((self.path(path, scopes)?, right)),
            _ => Err(bad(op)),
        };
        let compare = |cmp| {
            let (left, right) = pair()?;
            self.comparison(cmp, left, right, scopes)
        };
        Ok(match op.as_str() {
            "present" => Pred::Present(self.path(text()?, scopes)?),
            "absent" => Pred::Not(Box::new(Pred::Present(self.path(text()?, scopes)?))),
            "eq" => compare(Compare::Eq)?,
            "ne" => compare(Compare::Ne)?,
            "lt" => compare(Compare::Lt)?,
            "le" => compare(Compare::Le)?,
            "gt" => compare(Compare::Gt)?,
            "ge" => compare(Compare::Ge)?,
            "in" => {
                let (left, right) = pair()?;
                let set = right.as_array().ok_or_else(|| bad(op))?;
                let set = set.iter().map(|v| self.literal(&left, v)).collect::<Result<Vec<_>, _>>()?;
                Pred::In(left, set)
            }
            "min-len" => {
                let (left, right) = pair()?;
                let n = right.as_integer().and_then(|n| usize::try_from(n).ok()).ok_or_else(|| bad(op))?;
                Pred::MinLen(left, n)
            }
            "matches" => {
                let (left, right) = pair()?;
                let regex = Regex::new(right.as_str().ok_or_else(|| bad(op))?).map_err(|_| bad(op))?;
                Pred::Matches(left, regex)
            }
            "all" => Pred::All(many()?),
            "any" => Pred::Any(many()?),
            "not" => Pred::Not(Box::new(self.pred(arg, scopes)?)),
            "exists" => {
                let each = arg.get("each").and_then(Toml::as_str).ok_or_else(|| bad(op))?;
                let that = arg.get("that").ok_or_else(|| bad(op))?;
                let each = self.path(each, scopes)?;
                let inner: Vec<Ty> = std::iter::once(item_of(&each.target)).chain(scopes.iter().cloned()).collect();
                let that = self.pred(that, &inner)?;
                Pred::Exists(each, Box::new(that))
            }
            other => return Err(bad(other)),
        })
    }

    fn comparison(&self, cmp: Compare, left: FieldPath, right: &Toml, scopes: &[Ty]) -> Result<Pred, Fault> {
        let not_comparable = |other: &str| ("MLA903", vec![("value", left.text.clone()), ("other", other.to_owned())]);
        let ordered = !matches!(cmp, Compare::Eq | Compare::Ne);
        let path_operand = |path: &str, plus: Option<Later>| -> Result<Operand, Fault> {
            let right = self.path(path, scopes)?;
            if comparable(&left.target, &right.target) { Ok(Operand::Path(right, plus)) } else { Err(not_comparable(path)) }
        };
        let operand = match right {
            Toml::Table(t) => match (t.get("path").and_then(Toml::as_str), t.get("value")) {
                (Some(path), None) => {
                    let plus = match t.get("plus") {
                        Some(v) => Some(self.later(v, scopes)?.ok_or_else(|| not_comparable(&v.to_string()))?),
                        None => None,
                    };
                    path_operand(path, plus)?
                }
                (None, Some(value)) => Operand::Literal(self.literal(&left, value)?),
                _ => return Err(not_comparable(&right.to_string())),
            },
            Toml::String(path) if ordered => path_operand(path, None)?,
            value => Operand::Literal(self.literal(&left, value)?),
        };
        if ordered && !left.target.kind().is_some_and(is_ordered) && !matches!(left.target.alts.as_slice(), [Shaped::Scalar(_), ..]) {
            return Err(not_comparable(&right.to_string()));
        }
        Ok(Pred::Compare(cmp, left, operand))
    }

    fn later(&self, value: &Toml, scopes: &[Ty]) -> Result<Option<Later>, Fault> {
        let Some(path) = value.as_table().and_then(|t| t.get("path")?.as_str()) else { return Ok(self.duration(value).map(Later::By)) };
        let path = self.path(path, scopes)?;
        Ok((path.target.kind() == Some(&Kind::Duration)).then_some(Later::Path(path)))
    }

    fn duration(&self, value: &Toml) -> Option<Duration> {
        let text = value.as_str()?;
        match self.parse(&Kind::Duration, text)? {
            Value::Duration(d) => Some(d),
            _ => None,
        }
    }

    fn parse(&self, kind: &Kind, text: &str) -> Option<Value> {
        let raw = toml::Spanned::new(0..text.len(), toml::de::DeValue::String(text.into()));
        kind.parse(&raw, &Cx { lexicon: self.lexicon, original: None }).ok()
    }

    fn literal(&self, left: &FieldPath, value: &Toml) -> Result<Literal, Fault> {
        let wrong = || ("MLA903", vec![("value", left.text.clone()), ("other", value.to_string())]);
        let kind = left.target.kind();
        Ok(match (value, kind) {
            (Toml::Boolean(b), Some(Kind::Bool)) => Literal::Value(Value::Bool(*b)),
            (Toml::Integer(n), Some(Kind::Int)) => Literal::Value(Value::Int(*n)),
            (Toml::Integer(n), _) if left.target.alts.iter().all(|a| matches!(a, Shaped::Scalar(_))) => Literal::Value(Value::Int(*n)),
            (Toml::Datetime(d), Some(Kind::Date)) => self.parse(&Kind::Date, &d.to_string()).map(Literal::Value).ok_or_else(wrong)?,
            (Toml::String(s), Some(Kind::Choice { ids, .. })) => {
                if !ids.contains(s) {
                    return Err(wrong());
                }
                Literal::Text(s.clone())
            }
            (Toml::String(s), Some(k @ (Kind::Date | Kind::Duration | Kind::Money | Kind::Country | Kind::Language))) => {
                self.parse(k, s).map(Literal::Value).ok_or_else(wrong)?
            }
            (Toml::String(s), Some(_)) => Literal::Text(s.clone()),
            (Toml::String(s), None) if left.target.alts.iter().all(|a| matches!(a, Shaped::Scalar(_))) => Literal::Text(s.clone()),
            _ => return Err(wrong()),
        })
    }
}

/// The type of one item of a list.
#[must_use]
pub fn item_of(list: &Ty) -> Ty {
    Ty { alts: list.alts.clone(), many: false }
}

fn is_ordered(kind: &Kind) -> bool {
    matches!(kind, Kind::Date | Kind::DateTime | Kind::Duration | Kind::Money | Kind::Int | Kind::Text)
}

fn comparable(left: &Ty, right: &Ty) -> bool {
    fn class(ty: &Ty) -> impl Iterator<Item = u8> {
        ty.alts.iter().map(|a| match a {
            Shaped::Scalar(Kind::Date | Kind::DateTime) => 1,
            Shaped::Scalar(Kind::Duration) => 2,
            Shaped::Scalar(Kind::Money) => 3,
            Shaped::Scalar(Kind::Int) => 4,
            Shaped::Scalar(Kind::Ref { .. }) => 5,
            Shaped::Scalar(Kind::Country) => 6,
            Shaped::Scalar(Kind::Language) => 7,
            Shaped::Scalar(Kind::Choice { .. } | Kind::Text | Kind::Iban | Kind::Bic | Kind::Phone | Kind::Email | Kind::Url) => 8,
            _ => 0,
        })
    }
    let all: Vec<u8> = class(left).chain(class(right)).collect();
    all.first().is_some_and(|&c| c != 0 && all.iter().all(|&x| x == c))
}
