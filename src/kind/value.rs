//! Values after reading: typed, and no longer in doubt.

pub use super::show::plural_category;
use crate::lang::Lang;
use crate::source::Span;
use rust_decimal::Decimal;

/// A value of a case, of the kind that its field has.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// One line.
    Text(String),
    /// A name.
    Name(Name),
    /// Free text.
    Prose(Prose),
    /// A date, perhaps partial.
    Date(CaseDate),
    /// A period; `from` is not after `to`.
    DateRange {
        /// First day.
        from: CaseDate,
        /// Last day.
        to: CaseDate,
    },
    /// A moment with the offset it was written with.
    DateTime(DateTime),
    /// A length of time.
    Duration(Duration),
    /// An amount.
    Money(Money),
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// An id of a closed list.
    Choice {
        /// Id of the list.
        list: String,
        /// The id.
        id: String,
    },
    /// A country code, upper case.
    Country(String),
    /// A language.
    Language(Lang),
    /// An IBAN without spaces, upper case.
    Iban(String),
    /// A BIC, upper case, 8 or 11 characters.
    Bic(String),
    /// A telephone number, `+` and digits only.
    Phone(String),
    /// An e-mail address.
    Email(String),
    /// A web address.
    Url(String),
    /// An IP address.
    Ip(std::net::IpAddr),
    /// A file.
    File(FileValue),
    /// The id of another item.
    Ref(String),
}

/// A name by script: the spelling of the person's own State, and Latin letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// In its own script.
    pub native: Option<String>,
    /// In Latin letters.
    pub latin: Option<String>,
}

/// Free text as it is seen in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown<'a> {
    /// In that language.
    Text(&'a str),
    /// Only in another.
    Foreign(Lang, &'a str),
    /// In no language.
    Missing,
}

/// Free text by language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose {
    /// Text that stands for the original language, or for every language.
    pub bare: Option<(String, Span)>,
    /// Text by language, in the order of the file.
    pub texts: Vec<(Lang, String, Span)>,
}

/// A date to the day, the month or the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CaseDate {
    pub(super) year: i16,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
}

/// A moment: civil date and time to the second, and the offset from UTC in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime {
    /// The day.
    pub date: CaseDate,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Second; shown only where it is not zero. Addresses on the internet change hands within seconds.
    pub second: u8,
    /// Offset from UTC in minutes, east positive.
    pub offset: i16,
}

impl DateTime {
    /// Seconds since the beginning of the calendar, in UTC; `None` where the day is not known.
    #[must_use]
    pub fn seconds(&self) -> Option<i64> {
        let day = self.date.earliest();
        if day != self.date.latest() {
            return None;
        }
        let days = day.duration_since(jiff::civil::Date::ZERO).as_secs();
        let clock = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        Some(days + clock - i64::from(self.offset) * 60)
    }
}

/// A number of units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    /// How many.
    pub count: u32,
    /// Of which unit.
    pub unit: Unit,
}

/// Units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// An exact amount in a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// The amount, with as many decimals as the currency has.
    pub amount: Decimal,
    /// ISO 4217 code.
    pub currency: String,
}

/// A file of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileValue {
    /// Path relative to the case file, with `/`.
    pub path: String,
    /// SHA-256 in lower-case hex, where the file gives it.
    pub sha256: Option<String>,
}

impl Unit {
    /// The id of the unit in word keys (`unit.<id>.one`) and, with a number before it, in case files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl Prose {
    /// The text in a language. A bare text is in the original language; where a language has no text, the original stands in for it.
    #[must_use]
    pub fn in_lang(&self, lang: Lang, original: Lang) -> Shown<'_> {
        let exact = |l: Lang| self.texts.iter().find(|(x, ..)| *x == l).map(|(_, t, _)| t.as_str());
        if let Some(text) = exact(lang) {
            return Shown::Text(text);
        }
        let first = self.texts.first().map(|(l, t, _)| (*l, t.as_str()));
        let source = self.in_original(original).map(|t| (original, t)).or(first);
        match source {
            Some((l, text)) if l == lang => Shown::Text(text),
            // Numbers, references and the like need no translation.
            Some((_, text)) if !text.chars().any(char::is_alphabetic) => Shown::Text(text),
            Some((l, text)) => Shown::Foreign(l, text),
            None => Shown::Missing,
        }
    }

    /// The text in the original language.
    #[must_use]
    pub fn in_original(&self, original: Lang) -> Option<&str> {
        let exact = self.texts.iter().find(|(l, ..)| *l == original).map(|(_, t, _)| t.as_str());
        exact.or_else(|| self.bare.as_ref().map(|(t, _)| t.as_str()))
    }
}
