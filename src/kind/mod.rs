//! The kinds of values a case file can hold: how each is read, shown in a language and exemplified.
//!
//! Kinds know nothing of law. What a person reads comes from a [`Lexicon`], what is wrong with a value is a [`Complaint`]
//! that names a code of `forms/rules` and the arguments of its sentence.

mod amount;
mod choice;
mod codes;
mod date;
mod file;
mod iban;
mod show;
#[cfg(test)]
mod tests;
mod text;
mod time;
pub mod value;

pub(crate) use choice::known_tag;
pub use show::{fill, plural_category};
pub use value::{CaseDate, Money, Prose, Value};

use crate::lang::Lang;
use crate::source::Span;
use toml::Spanned;
use toml::de::DeValue;

/// A value as it stands in a case file, or as it was typed at a prompt (then a string).
pub type Raw<'a> = Spanned<DeValue<'a>>;

/// The kinds. `record` and lists are structure, not kinds; see `forms`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One line, the same in every language.
    Text,
    /// A name in its own and in Latin letters.
    Name,
    /// Free text with one version for each language.
    Prose,
    /// A date to the day, month or year.
    Date,
    /// A period.
    DateRange,
    /// A date and time with its offset from UTC.
    DateTime,
    /// A number of hours, days, weeks, months or years.
    Duration,
    /// An exact amount with its currency.
    Money,
    /// A whole number.
    Int,
    /// Yes or no.
    Bool,
    /// One id of a closed list.
    Choice {
        /// Id of the list, under which the words of its entries stand.
        list: String,
        /// The ids of the list.
        ids: Vec<String>,
    },
    /// A State or territory, ISO 3166-1 alpha-2.
    Country,
    /// A language, BCP 47.
    Language,
    /// International bank account number, ISO 13616.
    Iban,
    /// Business identifier code, ISO 9362.
    Bic,
    /// Telephone number, E.164.
    Phone,
    /// E-mail address.
    Email,
    /// Web address.
    Url,
    /// IPv4 or IPv6 address.
    Ip,
    /// A file beside the case file.
    File,
    /// The id of another item of the case.
    Ref {
        /// Ids of the records it may point at.
        to: Vec<String>,
    },
}

/// Words that kinds need to read and show values: `country.FR`, `language.fr`, `choice.<list>.<id>`, `month.3`, `format.*`, `unit.*`, `yes`, `no`.
pub trait Lexicon {
    /// The word under a dotted key, exactly in this language or in its fallback; `None` if there is none.
    fn word(&self, lang: Lang, key: &str) -> Option<&str>;
    /// The languages that have words.
    fn languages(&self) -> &[Lang];
}

/// What is wrong with a value: the code of a rule, and what its sentence needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Code, `MLA2xx`.
    pub code: &'static str,
    /// Where in the file.
    pub span: Span,
    /// Arguments of the message, such as `("value", "30 February 2024")`.
    pub args: Vec<(&'static str, String)>,
}

impl Complaint {
    pub(crate) fn new(code: &'static str, span: Span, value: impl Into<String>) -> Self {
        Self { code, span, args: vec![("value", value.into())] }
    }

    pub(crate) fn arg(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// The arguments as a reader of the language needs them: months and countries by name, kinds and types in words, and
    /// `near`, a clause that names the nearest known word or is empty where there is none.
    #[must_use]
    pub fn args_in(&self, lang: Lang, lexicon: &dyn Lexicon) -> Vec<(&'static str, String)> {
        let named = |key: &str, value: &str| lexicon.word(lang, key).unwrap_or(value).to_owned();
        let mut args: Vec<(&'static str, String)> = Vec::with_capacity(self.args.len() + 1);
        for (name, value) in &self.args {
            let shown = match *name {
                "month" => value.parse().map_or_else(|_| value.clone(), |d| Value::Date(d).show(lang, lexicon, lang)),
                "country" => named(&format!("country.{value}"), value),
                "kind" => named(&format!("kind.{value}.name"), value),
                "type" => named(&format!("type.{value}"), value),
                _ => value.clone(),
            };
            args.push((*name, shown));
        }
        let near = self.args.iter().find(|(name, word)| *name == "known" && !word.is_empty());
        let clause = near.and_then(|(_, word)| lexicon.word(lang, "kind.nearest").map(|p| fill(p, &[("known", word)])));
        args.push(("near", clause.unwrap_or_default()));
        args
    }
}

/// What a value is read with.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// Words in which countries, languages and choices may be named.
    pub lexicon: &'a dyn Lexicon,
    /// Original language of the case, where it is known.
    pub original: Option<Lang>,
}

type Parsed = Result<Value, Vec<Complaint>>;

impl Kind {
    /// Reads a value. The native types of TOML and strings typed at a prompt are taken alike.
    ///
    /// # Errors
    /// What is wrong with it; several things where it has several parts.
    pub fn parse(&self, raw: &Raw<'_>, cx: &Cx<'_>) -> Parsed {
        let one = |c: Complaint| vec![c];
        match self {
            Self::Text => text::line(raw).map(Value::Text).map_err(one),
            Self::Name => text::name(raw),
            Self::Prose => text::prose(raw, cx),
            Self::Date => date::date(raw, cx).map(Value::Date).map_err(one),
            Self::DateRange => date::range(raw, cx),
            Self::DateTime => time::datetime(raw).map(Value::DateTime).map_err(one),
            Self::Duration => time::duration(raw, cx).map(Value::Duration).map_err(one),
            Self::Money => amount::money(raw).map(Value::Money).map_err(one),
            Self::Int => amount::int(raw).map(Value::Int).map_err(one),
            Self::Bool => choice::bool(raw, cx).map(Value::Bool).map_err(one),
            Self::Choice { list, ids } => {
                choice::choice(raw, list, ids, cx).map(|id| Value::Choice { list: list.clone(), id }).map_err(one)
            }
            Self::Country => choice::country(raw, cx).map(Value::Country).map_err(one),
            Self::Language => choice::language(raw, cx).map(Value::Language).map_err(one),
            Self::Iban => iban::iban(raw).map(Value::Iban).map_err(one),
            Self::Bic => codes::bic(raw, cx).map(Value::Bic).map_err(one),
            Self::Phone => codes::phone(raw).map(Value::Phone).map_err(one),
            Self::Email => codes::email(raw).map(Value::Email).map_err(one),
            Self::Url => codes::url(raw).map(Value::Url).map_err(one),
            Self::Ip => codes::ip(raw).map(Value::Ip).map_err(one),
            Self::File => file::file(raw).map(Value::File),
            Self::Ref { .. } => file::reference(raw).map(Value::Ref).map_err(one),
        }
    }

    /// The id of the kind, as in form files.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Name => "name",
            Self::Prose => "prose",
            Self::Date => "date",
            Self::DateRange => "date-range",
            Self::DateTime => "datetime",
            Self::Duration => "duration",
            Self::Money => "money",
            Self::Int => "int",
            Self::Bool => "bool",
            Self::Choice { .. } => "choice",
            Self::Country => "country",
            Self::Language => "language",
            Self::Iban => "iban",
            Self::Bic => "bic",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Url => "url",
            Self::Ip => "ip",
            Self::File => "file",
            Self::Ref { .. } => "ref",
        }
    }

    /// A valid value as it is typed at a prompt.
    #[must_use]
    pub fn example(&self) -> String {
        match self {
            Self::Text => "2026/114",
            Self::Name => "Petrenko",
            Self::Prose => "...",
            Self::Date => "2024-03-05",
            Self::DateRange => "2024-01-01 .. 2024-06-30",
            Self::DateTime => "2026-05-04T10:00:00+02:00",
            Self::Duration => "60 days",
            Self::Money => "EUR 12500.00",
            Self::Int => "3",
            Self::Bool => "yes",
            Self::Choice { ids, .. } => return ids.first().cloned().unwrap_or_default(),
            Self::Country => "FR",
            Self::Language => "fr",
            Self::Iban => "FR14 2004 1010 0505 0001 3M02 606",
            Self::Bic => "BNPAFRPP",
            Self::Phone => "+33 1 23 45 67 89",
            Self::Email => "name@example.org",
            Self::Url => "https://example.org/page",
            Self::Ip => "192.0.2.17",
            Self::File => "annexes/order.pdf",
            Self::Ref { .. } => "p1",
        }
        .to_owned()
    }
}

/// The text of a value that must be a string (or a number, where a number is written like one).
fn string<'a>(raw: &'a Raw<'_>, kind: &'static str) -> Result<std::borrow::Cow<'a, str>, Complaint> {
    match raw.get_ref() {
        DeValue::String(text) => Ok(std::borrow::Cow::Borrowed(text.trim())),
        DeValue::Integer(n) if n.radix() == 10 => Ok(std::borrow::Cow::Borrowed(n.as_str())),
        other => Err(Complaint::new("MLA201", raw.span().into(), other.type_str()).arg("type", other.type_str()).arg("kind", kind)),
    }
}
