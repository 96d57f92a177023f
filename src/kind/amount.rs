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
    let (number, currency, whole) = match raw.get_ref() {
        DeValue::Table(table) => {
            let part = |name: &str| -> Result<String, Complaint> {
                let value = table.get(name).ok_or_else(|| Complaint::new("MLA230", span, name))?;
                match value.get_ref() {
                    DeValue::Float(f) => Ok(f.as_str().to_owned()),
                    _ => string(value, "money").map(std::borrow::Cow::into_owned),
                }
            };
            (part("amount")?, part("currency")?, false)
        }
        _ => {
            let text = string(raw, "money")?.replace(['\u{a0}', '\u{202f}'], " ");
            let letters = |c: &char| c.is_ascii_alphabetic();
            let code: String = text.chars().filter(letters).collect();
            let number: String = text.chars().filter(|c| !letters(c)).collect();
            let together = text.starts_with(&code) || text.ends_with(&code);
            if code.len() != 3 || !together {
                return Err(Complaint::new("MLA230", span, text));
            }
            (number, code, true)
        }
    };
    let _ = whole;
    let code = currency.trim().to_ascii_uppercase();
    let known = Currency::from_code(&code).ok_or_else(|| Complaint::new("MLA231", span, code.clone()))?;
    let plain = plain_number(number.trim()).map_err(|code| Complaint::new(code, span, number.trim()))?;
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

/// A number without separators of thousands and with a decimal point. The separators must leave no doubt.
fn plain_number(text: &str) -> Result<String, &'static str> {
    let text: String = text.chars().filter(|c| !matches!(c, ' ' | '\'' | '’' | '_')).collect();
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return Err("MLA230");
    }
    let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let last_group = text.rsplit(['.', ',']).next().map_or(0, str::len);
    let decimal = match marks.as_slice() {
        [] => None,
        // "1,500" is fifteen hundred for some and one and a half for others.
        [_] if last_group == 3 => return Err("MLA233"),
        [one] => Some(*one),
        [.., last] if marks[..marks.len() - 1].iter().all(|m| m != last) => Some(*last),
        [first, ..] if marks.iter().all(|m| m == first) && last_group == 3 => None,
        _ => return Err("MLA230"),
    };
    let groups = match decimal {
        Some(mark) => text.rsplit_once(mark).map_or("", |(whole, _)| whole),
        None => &text,
    };
    let mut parts = groups.split(['.', ',']);
    let head = parts.next().map_or(0, str::len);
    let grouped = marks.len() > 1 || decimal.is_none() && !marks.is_empty();
    if grouped && (head == 0 || head > 3 || parts.any(|p| p.len() != 3)) {
        return Err("MLA230");
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
    fn what_leaves_a_doubt_is_refused() {
        assert_eq!(read("EUR 1,500"), Err("MLA233"));
        assert_eq!(read("JPY 5000.50"), Err("MLA232"));
        assert_eq!(read("XQQ 5"), Err("MLA231"));
        for bad in ["12500", "EUR", "EUR 1.2.3", "EUR 12,34,56.00", "E 5 UR", "EUR -5", "EUR 1e5"] {
            assert_eq!(read(bad), Err("MLA230"), "{bad}");
        }
    }
}
