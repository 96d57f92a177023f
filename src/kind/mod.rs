//! The kinds of values a case file can hold: how each is read, shown in a language and exemplified.
//!
//! Kinds know nothing of law. What a person reads comes from a [`Lexicon`], what is wrong with a value is a [`Complaint`]
//! that names a code of `forms/rules` and the arguments of its sentence.

pub mod value;

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
