//! Moments with their offset from UTC, and lengths of time.

use super::choice::folded;
use super::date::complain;
use super::value::{CaseDate, DateTime, Duration, Unit};
use super::{Complaint, Cx, Raw, string};
use crate::source::Span;
use toml::de::DeValue;

/// Longest length of time that is read, in any unit. A limitation period of ten thousand days is 27 years.
const MOST: u32 = 100_000;

pub(super) fn datetime(raw: &Raw<'_>) -> Result<DateTime, Complaint> {
    let span = Span::from(raw.span());
    let text = match raw.get_ref() {
        DeValue::Datetime(d) => d.to_string(),
        _ => string(raw, "datetime")?.replacen([' ', 't'], "T", 1).replace(' ', ""),
    };
    let wrong = || Complaint::new("MLA225", span, text.clone());
    let (day, rest) = text.split_once('T').ok_or_else(wrong)?;
    let date: CaseDate = day.parse().map_err(|e| complain(e, span))?;
    let at = rest.find(['+', '-', 'Z', 'z']).ok_or_else(wrong)?;
    let (time, zone) = rest.split_at(at);
    match (clock(time), offset(zone), date.day) {
        (Some((hour, minute, second)), Some(offset), Some(_)) => Ok(DateTime { date, hour, minute, second, offset }),
        _ => Err(wrong()),
    }
}

/// `HH:MM` or `HH:MM:SS`, with or without a fraction of the second, which is dropped.
fn clock(time: &str) -> Option<(u8, u8, u8)> {
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let parts: Vec<u8> = time.split(':').map(two_digits).collect::<Option<_>>()?;
    let (hour, minute, second) = match parts.as_slice() {
        [h, m] => (*h, *m, 0),
        [h, m, s] => (*h, *m, *s),
        _ => return None,
    };
    let fits = hour < 24 && minute < 60 && second <= 60 && !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    fits.then_some((hour, minute, second))
}

/// `Z`, `+HH:MM`, `+HHMM` or `+HH`, in minutes.
fn offset(zone: &str) -> Option<i16> {
    let sign = match zone.as_bytes().first()? {
        b'Z' | b'z' => return (zone.len() == 1).then_some(0),
        b'-' => -1,
        _ => 1,
    };
    let digits = zone.get(1..)?.replacen(':', "", 1);
    let hours = i16::from(two_digits(digits.get(..2)?)?);
    let minutes = match digits.get(2..)? {
        "" => 0,
        rest => i16::from(two_digits(rest)?),
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn two_digits(text: &str) -> Option<u8> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

pub(super) fn duration(raw: &Raw<'_>, cx: &Cx<'_>) -> Result<Duration, Complaint> {
    let span = Span::from(raw.span());
    let text = string(raw, "duration")?;
    let wrong = || Complaint::new("MLA226", span, text.as_ref());
    let iso = text.strip_prefix(['P', 'p']);
    let digits = iso.unwrap_or(&text);
    let at = digits.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let count: u32 = digits[..at].parse().map_err(|_| wrong())?;
    let word = folded(&digits[at..]);
    // Single letters are read only in the form of ISO 8601: "2 m" may be months or minutes.
    let unit = if iso.is_some() { of_letter(&word) } else { of_word(&word, cx) };
    let unit = unit.ok_or_else(wrong)?;
    if count == 0 || count > MOST { Err(wrong()) } else { Ok(Duration { count, unit }) }
}

fn of_letter(letter: &str) -> Option<Unit> {
    match letter {
        "d" => Some(Unit::Day),
        "w" => Some(Unit::Week),
        "m" => Some(Unit::Month),
        "y" => Some(Unit::Year),
        _ => None,
    }
}

/// The unit by its English id, or by any form of its name in a language of the lexicon.
fn of_word(word: &str, cx: &Cx<'_>) -> Option<Unit> {
    let units = [Unit::Hour, Unit::Day, Unit::Week, Unit::Month, Unit::Year];
    let named = |unit: &Unit| {
        let key = format!("unit.{}", unit.id());
        let forms = ["zero", "one", "two", "few", "many", "other"].map(|form| format!("{key}.{form}"));
        cx.lexicon
            .languages()
            .iter()
            .any(|l| forms.iter().any(|f| cx.lexicon.word(*l, f).is_some_and(|w| folded(&w.replace("{n}", " ")) == word)))
    };
    units.into_iter().find(|u| word.strip_suffix('s').unwrap_or(word) == u.id()).or_else(|| units.into_iter().find(named))
}
