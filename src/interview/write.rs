//! Values as they are written into a case file: dates as dates, numbers as numbers, everything else as it is cited.

use crate::forms::FormSet;
use crate::forms::model::SectionBody;
use crate::kind::value::{CaseDate, DateTime, Duration, Unit};
use crate::kind::{Complaint, Cx, Kind, Raw, Value};
use crate::lang::Lang;
use toml::de::{DeTable, DeValue};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value as Toml};

/// Reads a typed text by its kind.
///
/// # Errors
/// What is wrong with it.
pub fn read_typed(kind: &Kind, text: &str, forms: &FormSet, original: Option<Lang>) -> Result<Toml, Vec<Complaint>> {
    let raw: Raw<'_> = toml::Spanned::new(0..text.len(), DeValue::String(text.into()));
    let value = kind.parse(&raw, &Cx { lexicon: &forms.words, original })?;
    Ok(written(&value))
}

/// Reads a TOML value by a kind; the value stays as it was written.
///
/// # Errors
/// What is wrong with it.
pub fn read_toml(kind: &Kind, value: &Toml, forms: &FormSet, original: Option<Lang>) -> Result<Toml, Vec<Complaint>> {
    if let Some(text) = value.as_str() {
        // A string of the file is as good as a typed one; a date in quotes becomes a date.
        let keep = matches!(kind, Kind::Prose | Kind::Name | Kind::Text | Kind::File);
        return read_typed(kind, text, forms, original).map(|v| if keep { bare(value) } else { v });
    }
    let text = format!("x = {}", bare(value));
    let (table, _) = DeTable::parse_recoverable(&text);
    let raw = table.get_ref().get("x").cloned();
    let raw = raw.unwrap_or_else(|| toml::Spanned::new(0..0, DeValue::String(text.clone().into())));
    kind.parse(&raw, &Cx { lexicon: &forms.words, original }).map(|_| bare(value))
}

/// A value without the spaces and comments around and in it, and without its place in the file that it was read from.
#[must_use]
pub fn bare(value: &Toml) -> Toml {
    match value {
        Toml::String(text) => text.value().as_str().into(),
        Toml::Integer(n) => (*n.value()).into(),
        Toml::Float(n) => (*n.value()).into(),
        Toml::Boolean(b) => (*b.value()).into(),
        Toml::Datetime(at) => (*at.value()).into(),
        Toml::Array(all) => array(all.iter().map(bare)),
        Toml::InlineTable(table) => pairs(table.iter().map(|(k, v)| (k, bare(v)))),
    }
}

/// A read value in TOML.
#[must_use]
pub fn written(value: &Value) -> Toml {
    match value {
        Value::Text(t) | Value::Iban(t) | Value::Bic(t) | Value::Phone(t) | Value::Email(t) | Value::Url(t) | Value::Ref(t) => t.into(),
        Value::Country(code) => code.into(),
        Value::Language(lang) => lang.as_str().into(),
        Value::Choice { id, .. } => id.into(),
        Value::Ip(ip) => ip.to_string().into(),
        Value::Int(n) => (*n).into(),
        Value::Bool(b) => (*b).into(),
        Value::Date(date) => day(*date),
        Value::DateRange { from, to } => pairs([("from", day(*from)), ("to", day(*to))]),
        Value::DateTime(at) => moment(*at),
        Value::Duration(d) => duration(*d).into(),
        Value::Money(money) => format!("{} {}", money.currency, money.amount).into(),
        Value::File(file) => match &file.sha256 {
            None => file.path.as_str().into(),
            Some(hash) => pairs([("path", file.path.as_str().into()), ("sha256", hash.as_str().into())]),
        },
        Value::Name(name) => match (&name.native, &name.latin) {
            (Some(native), Some(latin)) => pairs([("native", native.into()), ("latin", latin.into())]),
            (Some(one), None) | (None, Some(one)) => one.into(),
            (None, None) => "".into(),
        },
        Value::Prose(prose) => match (&prose.bare, prose.texts.is_empty()) {
            (Some((text, _)), true) => text.into(),
            _ => pairs(prose.texts.iter().map(|(lang, text, _)| (lang.as_str(), Toml::from(text)))),
        },
    }
}

/// An inline table.
pub fn pairs<'a>(entries: impl IntoIterator<Item = (&'a str, Toml)>) -> Toml {
    let mut table = InlineTable::new();
    for (key, value) in entries {
        table.insert(key, value);
    }
    Toml::InlineTable(table)
}

/// An array.
pub fn array(values: impl IntoIterator<Item = Toml>) -> Toml {
    let mut array = Array::new();
    for value in values {
        array.push(value);
    }
    Toml::Array(array)
}

fn day(date: CaseDate) -> Toml {
    let text = date.to_string();
    match date.parts() {
        (_, Some(_), Some(_)) => text.parse::<toml_edit::Datetime>().map_or_else(|_| text.as_str().into(), Toml::from),
        _ => text.into(),
    }
}

fn moment(at: DateTime) -> Toml {
    let (sign, minutes) = (if at.offset < 0 { '-' } else { '+' }, at.offset.unsigned_abs());
    let text = format!("{}T{:02}:{:02}:00{sign}{:02}:{:02}", at.date, at.hour, at.minute, minutes / 60, minutes % 60);
    text.parse::<toml_edit::Datetime>().map_or_else(|_| text.as_str().into(), Toml::from)
}

fn duration(d: Duration) -> String {
    let unit = match d.unit {
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    };
    format!("{} {unit}{}", d.count, if d.count == 1 { "" } else { "s" })
}

/// The text with its sections in the order of the form, where only new sections have left it; comments move with their sections.
#[must_use]
pub fn in_order(text: &str, forms: &FormSet) -> String {
    let Ok(mut doc) = text.parse::<DocumentMut>() else { return text.to_owned() };
    let order = |key: &str| forms.catalogue.section(key).map_or(i64::MAX, |s| s.order);
    let keys: Vec<String> = doc.iter().filter(|(_, i)| is_table(i)).map(|(k, _)| k.to_owned()).collect();
    let mut sorted = keys.clone();
    sorted.sort_by_key(|k| order(k));
    let mut next = 0;
    for key in sorted {
        match doc.get_mut(&key) {
            Some(Item::Table(table)) => place(table, &mut next),
            Some(Item::ArrayOfTables(array)) => array.iter_mut().for_each(|t| place(t, &mut next)),
            _ => {}
        }
    }
    let out = doc.to_string();
    // Nothing may be lost by moving it.
    if out.parse::<toml::Table>().ok() == text.parse::<toml::Table>().ok() { out } else { text.to_owned() }
}

fn is_table(item: &Item) -> bool {
    item.is_table() || item.is_array_of_tables()
}

fn place(table: &mut Table, next: &mut isize) {
    table.set_position(Some(*next));
    *next += 1;
    let inner: Vec<String> = table.iter().filter(|(_, i)| is_table(i)).map(|(k, _)| k.to_owned()).collect();
    for key in inner {
        match table.get_mut(&key) {
            Some(Item::Table(t)) => place(t, next),
            Some(Item::ArrayOfTables(a)) => a.iter_mut().for_each(|t| place(t, next)),
            _ => {}
        }
    }
}

/// Whether the sections of a text stand in the order of the form.
#[must_use]
pub fn is_in_order(text: &str, forms: &FormSet) -> bool {
    let Ok(doc) = text.parse::<DocumentMut>() else { return false };
    let mut places: Vec<(isize, i64)> = Vec::new();
    for (key, item) in doc.iter() {
        let order = forms.catalogue.section(key).map_or(i64::MAX, |s| s.order);
        match item {
            Item::Table(t) => places.extend(t.position().map(|p| (p, order))),
            Item::ArrayOfTables(a) => places.extend(a.iter().filter_map(|t| Some((t.position()?, order)))),
            _ => {}
        }
    }
    places.sort_unstable();
    places.is_sorted_by_key(|(_, order)| *order)
}

/// Whether a section is a list.
#[must_use]
pub fn is_list(body: &SectionBody) -> bool {
    !matches!(body, SectionBody::Table(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_answers_become_proper_toml() {
        let (forms, _) = FormSet::built_in();
        let read = |kind: Kind, text: &str| read_typed(&kind, text, &forms, None).map(|v| v.to_string()).map_err(|c| c[0].code);
        assert_eq!(read(Kind::Date, "5.3.2024"), Ok("2024-03-05".to_owned()));
        assert_eq!(read(Kind::Date, "2024-03"), Ok("\"2024-03\"".to_owned()));
        assert_eq!(read(Kind::DateRange, "2024-01-01 .. 2024-06"), Ok("{ from = 2024-01-01, to = \"2024-06\" }".to_owned()));
        assert_eq!(read(Kind::Money, "12 500,00 eur"), Ok("\"EUR 12500.00\"".to_owned()));
        assert_eq!(read(Kind::Bool, "oui"), Ok("true".to_owned()));
        assert_eq!(read(Kind::Int, "3"), Ok("3".to_owned()));
        assert_eq!(read(Kind::Country, "Côte d’Ivoire"), Ok("\"CI\"".to_owned()));
        assert_eq!(read(Kind::Duration, "1 an"), Ok("\"1 year\"".to_owned()));
        assert_eq!(read(Kind::Date, "03/04/2024"), Err("MLA221"));
        assert_eq!(read(Kind::DateTime, "2026-05-04 10:00 +02:00"), Ok("2026-05-04T10:00:00+02:00".to_owned()));
    }

    #[test]
    fn sections_find_their_place() {
        let (forms, _) = FormSet::built_in();
        let text =
            "# top\nschema = 1\n\n[request]\nid = \"A\"\n\n# the measure\n[[assistance]]\nid = \"a1\"\n\n[cover]\nchannel = \"direct\"\n";
        let out = in_order(text, &forms);
        assert_eq!(
            out,
            "# top\nschema = 1\n\n[request]\nid = \"A\"\n\n[cover]\nchannel = \"direct\"\n\n# the measure\n[[assistance]]\nid = \"a1\"\n"
        );
        assert!(!is_in_order(text, &forms) && is_in_order(&out, &forms));
    }
}
