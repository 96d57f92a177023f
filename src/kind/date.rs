//! Dates to the day, month or year, periods, moments, and lengths of time.

use super::value::{CaseDate, DateTime, Duration, Unit};
use super::{Complaint, Parsed, Raw, Value, string};
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
    /// The month does not have that day, or the year that month.
    #[error("`{text}` does not exist; the last is {last}")]
    NoSuchDay {
        /// What was written.
        text: String,
        /// The last day of the month, or 12 for a month.
        last: u8,
    },
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

    /// The date some time later. A month or year stays one where the time is counted in months or years; otherwise its last day counts.
    #[must_use]
    pub fn plus(&self, by: Duration) -> Self {
        let count = i64::from(by.count);
        let span = match by.unit {
            Unit::Hour => jiff::Span::new().days(count / 24),
            Unit::Day => jiff::Span::new().days(count),
            Unit::Week => jiff::Span::new().days(count.saturating_mul(7)),
            Unit::Month => jiff::Span::new().try_months(count).unwrap_or_default(),
            Unit::Year => jiff::Span::new().try_years(count).unwrap_or_default(),
        };
        Self::of(self.latest().saturating_add(span))
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
        let numbers = parts.iter().map(|p| if p.len() <= 4 { p.parse::<i16>().ok() } else { None });
        let numbers: Vec<i16> = numbers.collect::<Option<_>>().ok_or_else(form)?;
        let ymd = |y: i16, m: i16, d: Option<i16>| -> Result<Self, BadDate> {
            let (month, day) = (u8::try_from(m).map_err(|_| form())?, d.map(u8::try_from).transpose().map_err(|_| form())?);
            if !(1000..=9999).contains(&y) {
                return Err(form());
            }
            if !(1..=12).contains(&month) {
                return Err(BadDate::NoSuchDay { text: text.to_owned(), last: 12 });
            }
            Self::new(y, Some(month), day).ok_or_else(|| BadDate::NoSuchDay { text: text.to_owned(), last: last_day(y, month) })
        };
        match (separator, numbers.as_slice(), parts.first().map_or(0, |p| p.len())) {
            (_, [y], 4) => Self::new(*y, None, None).ok_or_else(form),
            ('-', [y, m], 4) => ymd(*y, *m, None),
            ('-' | '/' | '.', [y, m, d], 4) => ymd(*y, *m, Some(*d)),
            ('.' | '/' | '-', [a, b, y], 1..=2) if *y >= 1000 => {
                let day_first = ymd(*y, *b, Some(*a));
                let month_first = ymd(*y, *a, Some(*b));
                match (day_first, month_first) {
                    (Ok(first), Ok(second)) if separator == '/' && first != second => {
                        Err(BadDate::Ambiguous { text: text.to_owned(), first: first.to_string(), second: second.to_string() })
                    }
                    (Err(_), Ok(date)) if separator == '/' => Ok(date),
                    (first, _) => first,
                }
            }
            _ => Err(form()),
        }
    }
}

fn complain(bad: BadDate, span: Span) -> Complaint {
    match bad {
        BadDate::Form(text) => Complaint::new("MLA222", span, text),
        BadDate::NoSuchDay { text, last } => Complaint::new("MLA220", span, text).arg("known", last.to_string()),
        BadDate::Ambiguous { text, first, second } => Complaint::new("MLA221", span, text).arg("known", first).arg("other", second),
    }
}

pub(super) fn date(raw: &Raw<'_>) -> Result<CaseDate, Complaint> {
    let span = Span::from(raw.span());
    if let DeValue::Datetime(d) = raw.get_ref() {
        let date = d.date.filter(|_| d.time.is_none()).ok_or_else(|| Complaint::new("MLA222", span, d.to_string()))?;
        return date.to_string().parse().map_err(|e| complain(e, span));
    }
    string(raw, "date")?.parse().map_err(|e| complain(e, span))
}

pub(super) fn range(raw: &Raw<'_>) -> Parsed {
    let span = Span::from(raw.span());
    let (from, to) = match raw.get_ref() {
        DeValue::Table(table) => {
            let mut wrong: Vec<Complaint> = Vec::new();
            let mut end = |name: &str| match table.get(name) {
                Some(value) => date(value).map_err(|c| wrong.push(c)).ok(),
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
            let halves = ["..", " / ", " – ", " - ", "…"].iter().find_map(|s| text.split_once(s));
            let (a, b) = halves.ok_or_else(|| vec![Complaint::new("MLA224", span, text.as_ref())])?;
            let read = |t: &str| t.parse::<CaseDate>().map_err(|e| vec![complain(e, span)]);
            (read(a)?, read(b)?)
        }
    };
    if from.earliest() > to.latest() {
        return Err(vec![Complaint::new("MLA223", span, from.to_string()).arg("other", to.to_string())]);
    }
    Ok(Value::DateRange { from, to })
}

pub(super) fn datetime(raw: &Raw<'_>) -> Result<DateTime, Complaint> {
    let span = Span::from(raw.span());
    let text = match raw.get_ref() {
        DeValue::Datetime(d) => d.to_string(),
        _ => string(raw, "datetime")?.replacen(' ', "T", 1).replace(' ', ""),
    };
    let wrong = || Complaint::new("MLA225", span, text.clone());
    let (day, rest) = text.split_once('T').ok_or_else(wrong)?;
    let date: CaseDate = day.parse().map_err(|e| complain(e, span))?;
    let at = rest.find(['+', '-', 'Z', 'z']).ok_or_else(wrong)?;
    let (time, zone) = rest.split_at(at);
    let two = |t: Option<&str>| t.filter(|t| t.len() == 2).and_then(|t| t.parse::<u8>().ok());
    let mut clock = time.split(':');
    let (hour, minute) = (two(clock.next()).filter(|h| *h < 24), two(clock.next()).filter(|m| *m < 60));
    let offset = match zone {
        "Z" | "z" => Some(0),
        _ => {
            let (sign, digits) = (if zone.starts_with('-') { -1 } else { 1 }, zone[1..].replace(':', ""));
            let hours = digits.get(..2).and_then(|h| h.parse::<i16>().ok()).filter(|h| *h <= 14);
            let minutes = if digits.len() > 2 { digits.get(2..4).and_then(|m| m.parse::<i16>().ok()).filter(|m| *m < 60) } else { Some(0) };
            hours.zip(minutes).map(|(h, m)| sign * (h * 60 + m))
        }
    };
    match (hour, minute, offset, date.day) {
        (Some(hour), Some(minute), Some(offset), Some(_)) => Ok(DateTime { date, hour, minute, offset }),
        _ => Err(wrong()),
    }
}

pub(super) fn duration(raw: &Raw<'_>) -> Result<Duration, Complaint> {
    let span = Span::from(raw.span());
    let text = string(raw, "duration")?;
    let wrong = || Complaint::new("MLA226", span, text.as_ref());
    let digits = text.trim_start_matches(|c: char| c == 'P' || c == 'p');
    let at = digits.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let count: u32 = digits[..at].parse().map_err(|_| wrong())?;
    let unit = match digits[at..].trim().to_lowercase().as_str() {
        "h" | "hour" | "hours" => Unit::Hour,
        "d" | "day" | "days" => Unit::Day,
        "w" | "week" | "weeks" => Unit::Week,
        "m" | "month" | "months" => Unit::Month,
        "y" | "year" | "years" => Unit::Year,
        _ => return Err(wrong()),
    };
    Ok(Duration { count, unit })
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
        assert_eq!(read("2024-02-30"), Err(BadDate::NoSuchDay { text: "2024-02-30".to_owned(), last: 29 }));
        assert_eq!(read("2023-02-29"), Err(BadDate::NoSuchDay { text: "2023-02-29".to_owned(), last: 28 }));
        for bad in ["", "March 2024", "24", "99999", "2024-3-5-6", "-5", "2024-"] {
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
}
