//! Values as they are read in a language: dates in words, amounts with the language's separators, names by script.

use super::value::{CaseDate, DateTime, Duration, Money, Name, Shown};
use super::{Lexicon, Value};
use crate::lang::{Lang, Script, script_of};

/// No-break space.
const NBSP: char = '\u{a0}';

impl Value {
    /// The value in the habit of a language. Free text that has no version in it is shown in its original language.
    #[must_use]
    pub fn show(&self, lang: Lang, words: &dyn Lexicon, original: Lang) -> String {
        let word = |key: &str| words.word(lang, key).map(str::to_owned);
        match self {
            Self::Text(t) | Self::Bic(t) | Self::Email(t) | Self::Url(t) | Self::Ref(t) => t.clone(),
            Self::Name(name) => show_name(name, lang),
            Self::Prose(prose) => match prose.in_lang(lang, original) {
                Shown::Text(t) | Shown::Foreign(_, t) => t.to_owned(),
                Shown::Missing => String::new(),
            },
            Self::Date(date) => show_date(*date, lang, words),
            Self::DateRange { from, to } => show_range(*from, *to, lang, words),
            Self::DateTime(at) => show_moment(*at, lang, words),
            Self::Duration(d) => show_duration(*d, lang, words),
            Self::Money(money) => show_money(money, lang, words),
            Self::Int(n) => n.to_string(),
            Self::Bool(b) => word(if *b { "yes" } else { "no" }).unwrap_or_else(|| b.to_string()),
            Self::Choice { list, id } => word(&format!("choice.{list}.{id}")).unwrap_or_else(|| id.clone()),
            Self::Country(code) => word(&format!("country.{code}")).unwrap_or_else(|| code.clone()),
            Self::Language(l) => {
                let whole = words.word(lang, &format!("language.{l}"));
                whole.or_else(|| words.word(lang, &format!("language.{}", l.primary()))).map_or_else(|| l.to_string(), str::to_owned)
            }
            Self::Iban(code) => grouped(code, 4),
            Self::Phone(number) => number.clone(),
            Self::Ip(ip) => ip.to_string(),
            Self::File(file) => file.path.clone(),
        }
    }

    /// Whether the value must not break across lines: identifiers, dates and amounts.
    #[must_use]
    pub fn is_solid(&self) -> bool {
        !matches!(
            self,
            Self::Text(_)
                | Self::Name(_)
                | Self::Prose(_)
                | Self::Choice { .. }
                | Self::Country(_)
                | Self::Url(_)
                | Self::File(_)
                | Self::DateRange { .. }
        )
    }
}

/// Groups of characters with no-break spaces between them.
fn grouped(code: &str, size: usize) -> String {
    let chars: Vec<char> = code.chars().collect();
    chars.chunks(size).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(&NBSP.to_string())
}

fn show_name(name: &Name, lang: Lang) -> String {
    let fits = |n: &&String| lang.script() != Script::Latin && script_of(n) == lang.script();
    let native = name.native.as_ref().filter(fits);
    native.or(name.latin.as_ref()).or(name.native.as_ref()).cloned().unwrap_or_default()
}

fn show_date(date: CaseDate, lang: Lang, words: &dyn Lexicon) -> String {
    let (year, month, day) = date.parts();
    let year = year.to_string();
    let get = |key: &str, or: &str| words.word(lang, key).unwrap_or(or).to_owned();
    match (month, day) {
        (Some(month), Some(day)) => {
            let name = get(&format!("month.{month}"), "");
            if name.is_empty() {
                return date.to_string();
            }
            let first = words.word(lang, "format.date-first").filter(|_| day == 1);
            let pattern = first.map_or_else(|| get("format.date-day", "{day} {month} {year}"), str::to_owned);
            fill(&pattern, &[("day", &day.to_string()), ("month", &name), ("year", &year)])
        }
        (Some(month), None) => {
            let name = get(&format!("month-alone.{month}"), "");
            if name.is_empty() {
                return date.to_string();
            }
            fill(&get("format.date-month", "{month} {year}"), &[("month", &name), ("year", &year)])
        }
        _ => fill(&get("format.date-year", "{year}"), &[("year", &year)]),
    }
}

/// A period. Months and years have patterns of their own, since prepositions differ; equal ends are one date.
fn show_range(from: CaseDate, to: CaseDate, lang: Lang, words: &dyn Lexicon) -> String {
    let key = match (from.parts(), to.parts()) {
        ((_, _, Some(_)), _) | (_, (_, _, Some(_))) => "format.date-range",
        _ if from == to => return show_date(from, lang, words),
        _ => "format.date-range-month",
    };
    let (from, to) = (show_date(from, lang, words), show_date(to, lang, words));
    fill(words.word(lang, key).unwrap_or("{from} – {to}"), &[("from", &from), ("to", &to)])
}

fn show_moment(at: DateTime, lang: Lang, words: &dyn Lexicon) -> String {
    let mut time = format!("{:02}:{:02}", at.hour, at.minute);
    if at.second != 0 {
        time.push_str(&format!(":{:02}", at.second));
    }
    let (sign, minutes) = (if at.offset < 0 { '−' } else { '+' }, at.offset.unsigned_abs());
    let zone = match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    };
    let pattern = words.word(lang, "format.datetime").unwrap_or("{date}, {time} ({zone})");
    fill(pattern, &[("date", &show_date(at.date, lang, words)), ("time", &time), ("zone", &zone)])
}

fn show_duration(d: Duration, lang: Lang, words: &dyn Lexicon) -> String {
    let unit = d.unit.id();
    let category = plural_category(lang, u64::from(d.count));
    let pattern = words.word(lang, &format!("unit.{unit}.{category}")).or_else(|| words.word(lang, &format!("unit.{unit}.other")));
    fill(pattern.unwrap_or("{n}"), &[("n", &d.count.to_string())])
}

fn show_money(money: &Money, lang: Lang, words: &dyn Lexicon) -> String {
    let text = money.amount.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let group = words.word(lang, "format.number-group").unwrap_or(",");
    let decimal = words.word(lang, "format.number-decimal").unwrap_or(".");
    let least: usize = words.word(lang, "format.number-group-from").and_then(|n| n.parse().ok()).unwrap_or(4);
    let digits: Vec<char> = whole.chars().collect();
    let mut amount = String::new();
    for (at, digit) in digits.iter().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() >= least {
            amount.push_str(group);
        }
        amount.push(*digit);
    }
    if !fraction.is_empty() {
        amount.push_str(decimal);
        amount.push_str(fraction);
    }
    let pattern = words.word(lang, "format.money").unwrap_or("{currency}\u{a0}{amount}");
    fill(pattern, &[("currency", &money.currency), ("amount", &amount)])
}

/// The plural category of a whole number in a language, by the rules of CLDR.
#[must_use]
pub fn plural_category(lang: Lang, n: u64) -> &'static str {
    let (tens, hundreds) = (n % 10, n % 100);
    match lang.primary() {
        "zh" | "ja" | "ko" | "vi" | "th" | "id" => "other",
        "fr" | "pt" => match n {
            0 | 1 => "one",
            n if n % 1_000_000 == 0 => "many",
            _ => "other",
        },
        "es" | "it" => match n {
            1 => "one",
            0 => "other",
            n if n % 1_000_000 == 0 => "many",
            _ => "other",
        },
        "ru" | "uk" | "be" => match (tens, hundreds) {
            (1, h) if h != 11 => "one",
            (2..=4, h) if !(12..=14).contains(&h) => "few",
            _ => "many",
        },
        "pl" => match (n, tens, hundreds) {
            (1, ..) => "one",
            (_, 2..=4, h) if !(12..=14).contains(&h) => "few",
            _ => "many",
        },
        "ar" => match (n, hundreds) {
            (0, _) => "zero",
            (1, _) => "one",
            (2, _) => "two",
            (_, 3..=10) => "few",
            (_, 11..=99) => "many",
            _ => "other",
        },
        _ => {
            if n == 1 {
                "one"
            } else {
                "other"
            }
        }
    }
}

/// Replaces `{name}` by its argument; what no argument names stays as it is.
#[must_use]
pub fn fill(pattern: &str, args: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let close = after.find('}');
        match close.and_then(|c| args.iter().find(|(name, _)| *name == &after[..c]).map(|(_, v)| (c, v))) {
            Some((c, value)) => {
                out.push_str(value);
                rest = &after[c + 1..];
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn only_named_arguments_are_replaced() {
        assert_eq!(fill("{a} and {b} in {c", &[("a", "{b}"), ("b", "2")]), "{b} and 2 in {c");
    }
}
