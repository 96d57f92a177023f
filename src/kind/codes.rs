//! Identifiers with a form of their own: banks, telephones, mail and web addresses, IP addresses. Bank accounts are in [`super::iban`].

use super::{Complaint, Cx, Raw, string};
use crate::lang::Lang;
use std::net::IpAddr;

/// Without the spaces, dots and marks that people put between groups.
pub(super) fn joined(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}')).collect()
}

pub(super) fn bic(raw: &Raw<'_>, cx: &Cx<'_>) -> Result<String, Complaint> {
    let text = string(raw, "bic")?;
    let code = joined(&text).to_ascii_uppercase();
    let letters = code.bytes().take(6).all(|b| b.is_ascii_uppercase());
    let rest = code.bytes().skip(6).all(|b| b.is_ascii_alphanumeric());
    if !(matches!(code.len(), 8 | 11) && letters && rest) {
        return Err(Complaint::new("MLA214", raw.span().into(), text.as_ref()));
    }
    let country = code.get(4..6).unwrap_or("");
    if cx.lexicon.word(Lang::EN, &format!("country.{country}")).is_none() {
        return Err(Complaint::new("MLA209", raw.span().into(), text.as_ref()).arg("known", country));
    }
    Ok(code)
}

pub(super) fn phone(raw: &Raw<'_>) -> Result<String, Complaint> {
    let text = string(raw, "phone")?;
    // "+33 (0)1 ...": the zero in brackets is dialled only inside the country.
    let code: String = joined(&text).replacen("(0)", "", 1).chars().filter(|c| !matches!(c, '-' | '.' | '(' | ')' | '/')).collect();
    let digits = code.strip_prefix('+').unwrap_or("");
    if (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0') {
        return Ok(code);
    }
    Err(Complaint::new("MLA215", raw.span().into(), text.as_ref()))
}

fn is_host(host: &str) -> bool {
    host.len() <= 253
        && host.contains('.')
        && host.split('.').all(|l| {
            !l.is_empty() && l.len() <= 63 && !l.starts_with('-') && !l.ends_with('-') && l.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

pub(super) fn email(raw: &Raw<'_>) -> Result<String, Complaint> {
    let text = string(raw, "email")?;
    let ok = text.rsplit_once('@').is_some_and(|(local, host)| {
        let fine = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
        !local.is_empty()
            && local.len() <= 64
            && local.chars().all(fine)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && is_host(host)
    });
    if ok { Ok(text.into_owned()) } else { Err(Complaint::new("MLA216", raw.span().into(), text.as_ref())) }
}

pub(super) fn url(raw: &Raw<'_>) -> Result<String, Complaint> {
    let text = super::text::clean(&string(raw, "url")?, raw.span().into())?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|r| r.split(['/', '?', '#']).next().unwrap_or("").rsplit('@').next().unwrap_or(""));
    let host = host.map(|h| h.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(h, |(h, _)| h));
    let ok = !text.contains(char::is_whitespace) && host.is_some_and(|h| is_host(h) || h.parse::<IpAddr>().is_ok());
    if ok { Ok(text) } else { Err(Complaint::new("MLA217", raw.span().into(), text)) }
}

pub(super) fn ip(raw: &Raw<'_>) -> Result<IpAddr, Complaint> {
    let text = string(raw, "ip")?;
    text.parse().map_err(|_| Complaint::new("MLA218", raw.span().into(), text.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeValue;

    fn raw(text: &str) -> Raw<'_> {
        toml::Spanned::new(0..text.len(), DeValue::String(text.into()))
    }

    #[test]
    fn other_identifiers() {
        assert_eq!(phone(&raw("+33 (1) 23-45-67-89")).as_deref(), Ok("+33123456789"));
        assert!(phone(&raw("01 23 45 67 89")).is_err());
        assert_eq!(phone(&raw("+33 (0)1 23 45 67 89")).as_deref(), Ok("+33123456789"));
        assert!(email(&raw("a.b@example.org")).is_ok() && email(&raw("a@b")).is_err() && email(&raw("a b@example.org")).is_err());
        assert!(url(&raw("https://example.org:8080/x?y")).is_ok() && url(&raw("example.org")).is_err());
        assert_eq!(url(&raw("https://example.org/\u{202e}fdp")).map_err(|c| c.code), Err("MLA205"));
        assert!(ip(&raw("2001:db8::1")).is_ok() && ip(&raw("1.2.3")).is_err());
    }
}
