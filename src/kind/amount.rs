//! Amounts of money and whole numbers.

use super::value::Money;
use super::{Complaint, Raw, string};
use crate::source::Span;
use iso_currency::Currency;
use rust_decimal::Decimal;
use toml::de::DeValue;

pub(super) fn int(raw: &Raw<'_>) -> Result<i64, Complaint> {
    let text = string(raw, "int")?;
    text.replace(['_', ' '], "").parse().map_err(|_| Complaint::new("MLA240", raw.span().into(), text.as_ref()))
}

pub(super) fn money(raw: &Raw<'_>) -> Result<Money, Complaint> {
    let span = Span::from(raw.span());
    let (number, currency) = match raw.get_ref() {
        DeValue::Table(table) => {
            if let Some(key) = table.keys().find(|k| !matches!(k.get_ref().as_ref(), "amount" | "currency")) {
                return Err(Complaint::new("MLA230", key.span().into(), key.get_ref().as_ref()));
            }
            let part = |name: &str| -> Result<String, Complaint> {
                let value = table.get(name).ok_or_else(|| Complaint::new("MLA230", span, name))?;
                match value.get_ref() {
                    DeValue::Float(f) => Ok(f.as_str().to_owned()),
                    _ => string(value, "money").map(std::borrow::Cow::into_owned),
                }
            };
            (part("amount")?, part("currency")?)
        }
        _ => {
            let text = string(raw, "money")?.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
            let letters = |c: &char| c.is_ascii_alphabetic();
            let code: String = text.chars().filter(letters).collect();
            let number: String = text.chars().filter(|c| !letters(c)).collect();
            let together = text.starts_with(&code) || text.ends_with(&code);
            if code.len() != 3 || !together {
                return Err(Complaint::new("MLA230", span, text));
            }
            (number, code)
        }
    };
    let exact = matches!(raw.get_ref(), DeValue::Table(_));
    let code = currency.trim().to_ascii_uppercase();
    let known = Currency::from_code(&code).ok_or_else(|| Complaint::new("MLA231", span, code.clone()))?;
    let plain = plain_number(number.trim(), exact).map_err(|doubt| match doubt {
        Doubt::Form => Complaint::new("MLA230", span, number.trim()),
        Doubt::Either(whole, fraction) => Complaint::new("MLA233", span, number.trim())
            .arg("known", format!("{code} {whole}{fraction}"))
            .arg("other", format!("{code} {whole}.{fraction}")),
    })?;
    let amount: Decimal = plain.parse().map_err(|_| Complaint::new("MLA230", span, number.trim()))?;
    let decimals = u32::from(known.exponent().unwrap_or(2));
    if amount.scale() > decimals {
        return Err(Complaint::new("MLA232", span, format!("{code} {plain}")).arg("known", decimals.to_string()).arg("other", code));
    }
    if amount.is_sign_negative() && !amount.is_zero() {
        return Err(Complaint::new("MLA230", span, number.trim()));
    }
    let mut amount = amount;
    amount.rescale(decimals);
    Ok(Money { amount, currency: code })
}

/// Why a number cannot be read.
enum Doubt {
    /// Not of a form that is known.
    Form,
    /// The one mark may separate thousands or decimals: what stands before and after it.
    Either(String, String),
}

/// A number without separators of thousands and with a decimal point. The separators must leave no doubt; in an `exact`
/// amount, one that stands in a table of its own, a single point always comes before the decimals.
fn plain_number(text: &str, exact: bool) -> Result<String, Doubt> {
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | '\'' | '’' | '_')).collect();
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return Err(Doubt::Form);
    }
    let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let last_group = text.rsplit(['.', ',']).next().map_or(0, str::len);
    let decimal = match marks.as_slice() {
        [] => None,
        // "1,500" is fifteen hundred for some and one and a half for others.
        [mark] if last_group == 3 && !(exact && *mark == '.') => {
            let (whole, fraction) = text.split_once(*mark).unwrap_or((&text, ""));
            let thousands = (1..=3).contains(&whole.len()) && !whole.starts_with('0');
            return Err(if thousands { Doubt::Either(whole.to_owned(), fraction.to_owned()) } else { Doubt::Form });
        }
        [one] => Some(*one),
        [.., last] if marks[..marks.len() - 1].iter().all(|m| m != last) => Some(*last),
        [first, ..] if marks.iter().all(|m| m == first) && last_group == 3 => None,
        _ => return Err(Doubt::Form),
    };
    let groups = match decimal {
        Some(mark) => text.rsplit_once(mark).map_or("", |(whole, _)| whole),
        None => &text,
    };
    let mut parts = groups.split(['.', ',']);
    let head = parts.next().map_or(0, str::len);
    let grouped = marks.len() > 1 || decimal.is_none() && !marks.is_empty();
    if grouped && (head == 0 || head > 3 || parts.any(|p| p.len() != 3)) {
        return Err(Doubt::Form);
    }
    let whole: String = groups.chars().filter(char::is_ascii_digit).collect();
    Ok(match decimal.and_then(|mark| text.rsplit_once(mark)) {
        Some((_, fraction)) => format!("{}.{fraction}", if whole.is_empty() { "0" } else { &whole }),
        None => whole,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, &'static str> {
        let raw = toml::Spanned::new(0..text.len(), DeValue::String(text.into()));
        money(&raw).map(|m| format!("{} {}", m.currency, m.amount)).map_err(|c| c.code)
    }

    #[test]
    fn amounts_are_read_in_several_habits() {
        for (typed, amount) in [
            ("EUR 12500", "EUR 12500.00"),
            ("12 500,00 eur", "EUR 12500.00"),
            ("USD 1,234,567.80", "USD 1234567.80"),
            ("CHF 1'234.50", "CHF 1234.50"),
            ("1.234.567 EUR", "EUR 1234567.00"),
            ("JPY 5000", "JPY 5000"),
        ] {
            assert_eq!(read(typed), Ok(amount.to_owned()), "{typed}");
        }
    }

    #[test]
    fn a_table_settles_what_a_point_means() {
        let table = |text: &str| {
            let document = format!("a = {text}");
            let parsed = toml::de::DeTable::parse(&document).unwrap();
            money(parsed.get_ref().get("a").unwrap()).map(|m| m.amount.to_string()).map_err(|c| c.code)
        };
        assert_eq!(table(r#"{ amount = "12.500", currency = "KWD" }"#), Ok("12.500".to_owned()));
        assert_eq!(table(r#"{ amount = 12500.5, currency = "EUR" }"#), Ok("12500.50".to_owned()));
        assert_eq!(table(r#"{ amount = "12,500", currency = "EUR" }"#), Err("MLA233"));
        for bad in [r#"{ amount = "12.50" }"#, r#"{ currency = "EUR" }"#, r#"{ amount = "1", currency = "EUR", rate = "2" }"#] {
            assert_eq!(table(bad), Err("MLA230"), "{bad}");
        }
    }

    #[test]
    fn what_leaves_a_doubt_is_refused() {
        assert_eq!(read("EUR 1,500"), Err("MLA233"));
        assert_eq!(read("JPY 5000.50"), Err("MLA232"));
        assert_eq!(read("XQQ 5"), Err("MLA231"));
        assert_eq!(read("KWD 12.500"), Err("MLA233"));
        for bad in ["12500", "EUR", "EUR 1.2.3", "EUR 12,34,56.00", "E 5 UR", "EUR -5", "EUR 1e5"] {
            assert_eq!(read(bad), Err("MLA230"), "{bad}");
        }
    }
}
