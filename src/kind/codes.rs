//! Identifiers with a form of their own: bank accounts, banks, telephones, mail and web addresses, IP addresses.

use super::{Complaint, Raw, string};
use iban::{BaseIban, Iban, ParseBaseIbanError, ParseIbanError};
use std::net::IpAddr;

/// Without the spaces, dots and marks that people put between groups.
fn joined(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}')).collect()
}

pub(super) fn iban(raw: &Raw<'_>) -> Result<String, Complaint> {
    let text = string(raw, "iban")?;
    let code = joined(&text).replace('-', "").to_ascii_uppercase();
    let complain = |c| Complaint::new(c, raw.span().into(), text.as_ref());
    match code.parse::<Iban>() {
        Ok(_) => Ok(code),
        Err(ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidChecksum }) => Err(complain("MLA211")),
        Err(ParseIbanError::InvalidBaseIban { .. }) => Err(complain("MLA213")),
        Err(ParseIbanError::UnknownCountry(_)) => code.parse::<BaseIban>().map(|_| code.clone()).map_err(|_| complain("MLA213")),
        Err(ParseIbanError::InvalidBban(_)) => Err(complain("MLA212").arg("known", code.get(..2).unwrap_or(""))),
    }
}

pub(super) fn bic(raw: &Raw<'_>) -> Result<String, Complaint> {
    let text = string(raw, "bic")?;
    let code = joined(&text).to_ascii_uppercase();
    let letters = code.bytes().take(6).all(|b| b.is_ascii_uppercase());
    let rest = code.bytes().skip(6).all(|b| b.is_ascii_alphanumeric());
    if matches!(code.len(), 8 | 11) && letters && rest {
        return Ok(code);
    }
    Err(Complaint::new("MLA214", raw.span().into(), text.as_ref()))
}

pub(super) fn phone(raw: &Raw<'_>) -> Result<String, Complaint> {
    let text = string(raw, "phone")?;
    let code: String = joined(&text).chars().filter(|c| !matches!(c, '-' | '.' | '(' | ')' | '/')).collect();
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
    let text = string(raw, "url")?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|r| r.split(['/', '?', '#']).next().unwrap_or("").rsplit('@').next().unwrap_or(""));
    let host = host.map(|h| h.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(h, |(h, _)| h));
    let ok = !text.contains(char::is_whitespace) && host.is_some_and(|h| is_host(h) || h.parse::<IpAddr>().is_ok());
    if ok { Ok(text.into_owned()) } else { Err(Complaint::new("MLA217", raw.span().into(), text.as_ref())) }
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
    fn iban_mistakes_are_told_apart() {
        assert_eq!(iban(&raw("ch93 0076 2011 6238 5295 7")).as_deref(), Ok("CH9300762011623852957"));
        for (bad, code) in [("CH93 0076 2011 6238 5295 8", "MLA211"), ("CH93!", "MLA213"), ("CH", "MLA213")] {
            assert_eq!(iban(&raw(bad)).map_err(|c| c.code), Err(code), "{bad}");
        }
    }

    #[test]
    fn other_identifiers() {
        assert_eq!(phone(&raw("+33 (1) 23-45-67-89")).as_deref(), Ok("+33123456789"));
        assert!(phone(&raw("01 23 45 67 89")).is_err());
        assert_eq!(bic(&raw("bnpafrppxxx")).as_deref(), Ok("BNPAFRPPXXX"));
        assert!(bic(&raw("BNP")).is_err());
        assert!(email(&raw("a.b@example.org")).is_ok() && email(&raw("a@b")).is_err() && email(&raw("a b@example.org")).is_err());
        assert!(url(&raw("https://example.org:8080/x?y")).is_ok() && url(&raw("example.org")).is_err());
        assert!(ip(&raw("2001:db8::1")).is_ok() && ip(&raw("1.2.3")).is_err());
    }
}
