//! Dates to the day, month or year, and periods. Moments and lengths of time are in [`super::time`].

use super::choice::folded;
use super::value::{CaseDate, Duration, Unit};
use super::{Complaint, Cx, Parsed, Raw, Value, string};
use crate::source::Span;
use std::fmt;
use std::str::FromStr;
use toml::de::DeValue;

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadDate {
    /// Not of a form that is known.
    #[error("`{0}` is not a date")]
    Form(String),
    /// The month does not have that day.
    #[error("`{text}` does not exist; {month} has {last} days")]
    NoSuchDay {
        /// What was written.
        text: String,
        /// The month.
        month: CaseDate,
        /// Its last day.
        last: u8,
    },
    /// The year does not have that month.
    #[error("`{0}` does not exist; a year has 12 months")]
    NoSuchMonth(String),
    /// Day and month could be either way round.
    #[error("`{text}` could be {first} or {second}")]
    Ambiguous {
        /// What was written.
        text: String,
        /// Day first.
        first: String,
        /// Month first.
        second: String,
    },
}

impl CaseDate {
    /// A date; month and day may be left out, the day only together with the month. Years 1000 to 9999.
    #[must_use]
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let fits = (1000..=9999).contains(&year)
            && month.is_none_or(|m| (1..=12).contains(&m))
            && (day.is_none() || month.is_some_and(|m| day.is_some_and(|d| d >= 1 && d <= last_day(year, m))));
        fits.then_some(Self { year, month, day })
    }

    /// Year, month and day as far as they are known.
    #[must_use]
    pub fn parts(&self) -> (i16, Option<u8>, Option<u8>) {
        (self.year, self.month, self.day)
    }

    /// The first day that it can mean.
    #[must_use]
    pub fn earliest(&self) -> jiff::civil::Date {
        civil(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that it can mean.
    #[must_use]
    pub fn latest(&self) -> jiff::civil::Date {
        let month = self.month.unwrap_or(12);
        civil(self.year, month, self.day.unwrap_or_else(|| last_day(self.year, month)))
    }

    /// The day some time later, counted from the last day that the date can mean. Begun days count whole, and a month that
    /// lacks the day ends on its last one. Never later than the year 9999.
    #[must_use]
    pub fn plus(&self, by: Duration) -> Self {
        let count = i64::from(by.count);
        let span = match by.unit {
            Unit::Hour => jiff::Span::new().try_days((count + 23) / 24),
            Unit::Day => jiff::Span::new().try_days(count),
            Unit::Week => jiff::Span::new().try_days(count.saturating_mul(7)),
            Unit::Month => jiff::Span::new().try_months(count),
            Unit::Year => jiff::Span::new().try_years(count),
        };
        // What no span can hold lies beyond the last day that there is.
        Self::of(span.map_or(jiff::civil::Date::MAX, |s| self.latest().saturating_add(s)))
    }

    /// The date of a day.
    #[must_use]
    pub fn of(day: jiff::civil::Date) -> Self {
        Self { year: day.year(), month: u8::try_from(day.month()).ok(), day: u8::try_from(day.day()).ok() }
    }
}

fn civil(year: i16, month: u8, day: u8) -> jiff::civil::Date {
    jiff::civil::Date::new(year, month.cast_signed(), day.cast_signed()).unwrap_or(jiff::civil::Date::MIN)
}

fn last_day(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for CaseDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |m| write!(f, "-{m:02}"))?;
        self.day.map_or(Ok(()), |d| write!(f, "-{d:02}"))
    }
}

impl FromStr for CaseDate {
    type Err = BadDate;

    fn from_str(text: &str) -> Result<Self, BadDate> {
        let text = text.trim();
        let form = || BadDate::Form(text.to_owned());
        let separator = text.chars().find(|c| !c.is_ascii_digit()).unwrap_or('-');
        let parts: Vec<&str> = text.split(separator).collect();
        let number = |p: &&str| if p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit()) { p.parse::<i16>().ok() } else { None };
        let numbers: Vec<i16> = parts.iter().map(number).collect::<Option<_>>().ok_or_else(form)?;
        let ymd = |y: i16, m: i16, d: Option<i16>| Self::checked(text, y, m, d);
        match (separator, numbers.as_slice(), parts.first().map_or(0, |p| p.len())) {
            (_, [y], 4) => Self::new(*y, None, None).ok_or_else(form),
            ('-', [y, m], 4) => ymd(*y, *m, None),
            ('-' | '/' | '.', [y, m, d], 4) => ymd(*y, *m, Some(*d)),
            ('.' | '/' | '-', [a, b, y], 1..=2) if *y >= 1000 => {
                let day_first = ymd(*y, *b, Some(*a));
                let month_first = ymd(*y, *a, Some(*b));
                match (day_first, month_first) {
                    (Ok(first), Ok(second)) if separator != '.' && first != second => {
                        Err(BadDate::Ambiguous { text: text.to_owned(), first: first.to_string(), second: second.to_string() })
                    }
                    (Err(_), Ok(date)) if separator != '.' => Ok(date),
                    (first, _) => first,
                }
            }
            _ => Err(form()),
        }
    }
}

impl CaseDate {
    /// The date, or why `text` cannot mean it.
    fn checked(text: &str, year: i16, month: i16, day: Option<i16>) -> Result<Self, BadDate> {
        let form = || BadDate::Form(text.to_owned());
        let (month, day) = (u8::try_from(month).map_err(|_| form())?, day.map(u8::try_from).transpose().map_err(|_| form())?);
        let whole = Self::new(year, None, None).ok_or_else(form)?;
        let of_month = Self::new(year, Some(month), None).ok_or_else(|| BadDate::NoSuchMonth(text.to_owned()))?;
        let last = last_day(whole.year, month);
        Self::new(year, Some(month), day).ok_or_else(|| BadDate::NoSuchDay { text: text.to_owned(), month: of_month, last })
    }

    /// Reads a date in figures, or with the name of the month in any language of the lexicon ("5 March 2024", "mars 2024").
    ///
    /// # Errors
    /// As for [`str::parse`].
    pub fn read(text: &str, cx: &Cx<'_>) -> Result<Self, BadDate> {
        match text.parse() {
            Err(BadDate::Form(_)) => in_words(text, cx),
            figures => figures,
        }
    }
}

/// A date whose month is a word. Every other word must be one of those that the languages' own patterns put around it.
fn in_words(text: &str, cx: &Cx<'_>) -> Result<CaseDate, BadDate> {
    let form = || BadDate::Form(text.trim().to_owned());
    if text.len() > 80 {
        return Err(form());
    }
    let mut spaced = String::new();
    let mut before = ' ';
    for c in folded(text).chars() {
        if c.is_ascii_digit() != before.is_ascii_digit() {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    let (figures, words): (Vec<&str>, Vec<&str>) = spaced.split_whitespace().partition(|p| p.bytes().all(|b| b.is_ascii_digit()));
    let languages = cx.lexicon.languages();
    let month_of = |word: &str| {
        let means = |m: &i16, l| {
            ["month", "month-alone"].iter().any(|t| cx.lexicon.word(l, &format!("{t}.{m}")).is_some_and(|w| folded(w) == word))
        };
        (1..=12_i16).filter(|m| languages.iter().any(|l| means(m, *l))).collect::<Vec<_>>()
    };
    let filler = |word: &str| {
        matches!(word, "st" | "nd" | "rd" | "th" | "er" | "of")
            || ["format.date-day", "format.date-first", "format.date-month", "format.date-year"].iter().any(|key| {
                let own = |l: &crate::lang::Lang| cx.lexicon.word(*l, key).is_some_and(|p| has_word(p, word));
                languages.iter().any(own)
            })
    };
    let mut months: Vec<i16> = Vec::new();
    for word in words {
        match month_of(word).as_slice() {
            [] if filler(word) => {}
            [] => return Err(form()),
            found if months.is_empty() => months.extend(found),
            _ => return Err(form()),
        }
    }
    let long = |f: &str| f.len() == 4;
    let number = |f: &str| f.parse::<i16>().map_err(|_| form());
    let (year, day) = match figures.as_slice() {
        [y] if long(y) => (number(y)?, None),
        [d, y] if long(y) && d.len() <= 2 => (number(y)?, Some(number(d)?)),
        _ => return Err(form()),
    };
    match months.as_slice() {
        [month] => CaseDate::checked(text.trim(), year, *month, day),
        [first, second] => Err(BadDate::Ambiguous {
            text: text.trim().to_owned(),
            first: CaseDate::checked(text.trim(), year, *first, day)?.to_string(),
            second: CaseDate::checked(text.trim(), year, *second, day)?.to_string(),
        }),
        _ => Err(form()),
    }
}

/// Whether a pattern has a word of its own, outside `{...}`.
fn has_word(pattern: &str, word: &str) -> bool {
    let mut outside = String::new();
    let mut inside = false;
    for c in pattern.chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => {}
            _ => outside.push(if c.is_ascii_digit() { ' ' } else { c }),
        }
    }
    folded(&outside).split(' ').any(|w| w == word)
}

pub(super) fn complain(bad: BadDate, span: Span) -> Complaint {
    match bad {
        BadDate::Form(text) => Complaint::new("MLA222", span, text),
        BadDate::NoSuchDay { text, month, last } => {
            Complaint::new("MLA220", span, text).arg("month", month.to_string()).arg("known", last.to_string())
        }
        BadDate::NoSuchMonth(text) => Complaint::new("MLA227", span, text),
        BadDate::Ambiguous { text, first, second } => Complaint::new("MLA221", span, text).arg("known", first).arg("other", second),
    }
}

pub(super) fn date(raw: &Raw<'_>, cx: &Cx<'_>) -> Result<CaseDate, Complaint> {
    let span = Span::from(raw.span());
    if let DeValue::Datetime(d) = raw.get_ref() {
        let date = d.date.filter(|_| d.time.is_none()).ok_or_else(|| Complaint::new("MLA222", span, d.to_string()))?;
        return date.to_string().parse().map_err(|e| complain(e, span));
    }
    CaseDate::read(&string(raw, "date")?, cx).map_err(|e| complain(e, span))
}

pub(super) fn range(raw: &Raw<'_>, cx: &Cx<'_>) -> Parsed {
    let span = Span::from(raw.span());
    let (from, to) = match raw.get_ref() {
        DeValue::Table(table) => {
            let mut wrong: Vec<Complaint> = Vec::new();
            let mut end = |name: &str| match table.get(name) {
                Some(value) => date(value, cx).map_err(|c| wrong.push(c)).ok(),
                None => {
                    wrong.push(Complaint::new("MLA224", span, name));
                    None
                }
            };
            let ends = (end("from"), end("to"));
            wrong.extend(
                table
                    .keys()
                    .filter(|k| !matches!(k.get_ref().as_ref(), "from" | "to"))
                    .map(|k| Complaint::new("MLA224", k.span().into(), k.get_ref().as_ref())),
            );
            match ends {
                (Some(from), Some(to)) if wrong.is_empty() => (from, to),
                _ => return Err(wrong),
            }
        }
        _ => {
            let text = string(raw, "date-range").map_err(|c| vec![c])?;
            let halves = ["..", " / ", " – ", " — ", " - ", "…"].iter().find_map(|s| text.split_once(s));
            // A month or a year is a period by itself.
            let alone = || CaseDate::read(&text, cx).ok().filter(|d| d.day.is_none()).map(|_| (&*text, &*text));
            let (a, b) = halves.or_else(alone).ok_or_else(|| vec![Complaint::new("MLA224", span, text.as_ref())])?;
            let read = |t: &str| CaseDate::read(t, cx).map_err(|e| vec![complain(e, span)]);
            (read(a)?, read(b)?)
        }
    };
    if from.earliest() > to.latest() {
        return Err(vec![Complaint::new("MLA223", span, from.to_string()).arg("other", to.to_string())]);
    }
    Ok(Value::DateRange { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, BadDate> {
        text.parse::<CaseDate>().map(|d| d.to_string())
    }

    #[test]
    fn dates_of_three_precisions_and_two_habits() {
        for (typed, date) in [
            ("2024-03-05", "2024-03-05"),
            ("2024-03", "2024-03"),
            ("2024", "2024"),
            ("25.12.2024", "2024-12-25"),
            ("25/12/2024", "2024-12-25"),
            ("12/25/2024", "2024-12-25"),
            ("05.03.2024", "2024-03-05"),
        ] {
            assert_eq!(read(typed), Ok(date.to_owned()), "{typed}");
        }
    }

    #[test]
    fn ambiguous_and_impossible_dates_are_refused_with_their_reason() {
        assert!(
            matches!(read("03/04/2024"), Err(BadDate::Ambiguous { first, second, .. }) if first == "2024-04-03" && second == "2024-03-04")
        );
        assert_eq!(
            read("2024-02-30"),
            Err(BadDate::NoSuchDay { text: "2024-02-30".to_owned(), month: CaseDate::new(2024, Some(2), None).unwrap(), last: 29 })
        );
        assert_eq!(
            read("2023-02-29"),
            Err(BadDate::NoSuchDay { text: "2023-02-29".to_owned(), month: CaseDate::new(2023, Some(2), None).unwrap(), last: 28 })
        );
        assert_eq!(read("2024-13"), Err(BadDate::NoSuchMonth("2024-13".to_owned())));
        for bad in ["", "March 2024", "24", "99999", "2024-3-5-6", "-5", "2024-", "2024-+3-05", "0024-03-05"] {
            assert!(matches!(read(bad), Err(BadDate::Form(_))), "{bad}");
        }
    }

    #[test]
    fn partial_dates_know_their_first_and_last_day() {
        let february = CaseDate::new(2024, Some(2), None).unwrap();
        assert_eq!((february.earliest().to_string(), february.latest().to_string()), ("2024-02-01".to_owned(), "2024-02-29".to_owned()));
        assert_eq!(february.plus(Duration { count: 1, unit: Unit::Month }).to_string(), "2024-03-29");
        assert!(CaseDate::new(2024, None, Some(1)).is_none());
    }

    #[test]
    fn no_length_of_time_is_too_long_to_be_added() {
        let day = CaseDate::new(2024, Some(1), Some(31)).unwrap();
        for (count, unit, sum) in [
            (1, Unit::Month, "2024-02-29"),
            (25, Unit::Hour, "2024-02-02"),
            (u32::MAX, Unit::Day, "9999-12-31"),
            (u32::MAX, Unit::Week, "9999-12-31"),
            (u32::MAX, Unit::Year, "9999-12-31"),
        ] {
            assert_eq!(day.plus(Duration { count, unit }).to_string(), sum, "{count} {unit:?}");
        }
    }
}
