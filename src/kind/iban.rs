//! International bank account numbers (ISO 13616): what is wrong with one is told apart, since each mistake is looked for elsewhere.

use super::codes::joined;
use super::{Complaint, Raw, string};
use iban::{Iban, ParseBaseIbanError, ParseIbanError};

/// Length of an IBAN by country, from the IBAN registry, sorted.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

/// How many characters an IBAN of the country has; `None` if the country has none.
fn length(country: &str) -> Option<usize> {
    LENGTHS.binary_search_by_key(&country, |&(c, _)| c).ok().and_then(|at| LENGTHS.get(at)).map(|&(_, n)| n)
}

pub(super) fn iban(raw: &Raw<'_>) -> Result<String, Complaint> {
    let text = string(raw, "iban")?;
    let code = joined(&text).replace('-', "").to_ascii_uppercase();
    let code = code.strip_prefix("IBAN").map_or(&*code, |rest| rest.trim_start_matches(':'));
    let complain = |c| Complaint::new(c, raw.span().into(), text.as_ref());
    if let Some(odd) = code.chars().find(|c| !c.is_ascii_alphanumeric()) {
        return Err(complain("MLA210").arg("known", super::text::named(odd)));
    }
    let starts = code.bytes().take(2).all(|b| b.is_ascii_uppercase()) && code.bytes().skip(2).take(2).all(|b| b.is_ascii_digit());
    let Some(country) = code.get(..2).filter(|_| starts && code.len() > 4) else { return Err(complain("MLA213")) };
    let Some(wanted) = length(country) else { return Err(complain("MLA219").arg("known", country)) };
    if code.len() != wanted {
        let counted = complain("MLA212").arg("known", country).arg("country", country);
        return Err(counted.arg("wanted", wanted.to_string()).arg("found", code.len().to_string()));
    }
    match code.parse::<Iban>() {
        Ok(_) => Ok(code.to_owned()),
        Err(ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidChecksum }) => Err(complain("MLA211")),
        Err(_) => Err(complain("MLA213")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::de::DeValue;

    fn raw(text: &str) -> Raw<'_> {
        toml::Spanned::new(0..text.len(), DeValue::String(text.into()))
    }

    #[test]
    fn groups_case_and_prefix_make_no_difference() {
        for typed in [
            "ch93 0076 2011 6238 5295 7",
            "IBAN: CH93 0076 2011 6238 5295 7",
            "CH93-0076-2011-6238-5295-7",
            "CH93\u{a0}0076\u{202f}2011 6238 5295 7",
        ] {
            assert_eq!(iban(&raw(typed)).as_deref(), Ok("CH9300762011623852957"), "{typed}");
        }
    }

    #[test]
    fn mistakes_are_told_apart() {
        for (bad, code) in [
            ("CH93 0076 2011 6238 5295 8", "MLA211"),
            ("CH93 0076 2011 6238 5295", "MLA212"),
            ("СН93 0076 2011 6238 5295 7", "MLA210"), // Cyrillic letters
            ("CH93!", "MLA210"),
            ("CH", "MLA213"),
            ("9300762011623852957", "MLA213"),
            ("US12 3456 7890 1234", "MLA219"),
            ("", "MLA213"),
        ] {
            assert_eq!(iban(&raw(bad)).map_err(|c| c.code), Err(code), "{bad}");
        }
        let short = iban(&raw("CH93 0076 2011 6238 5295")).unwrap_err();
        assert!(short.args.contains(&("wanted", "21".to_owned())) && short.args.contains(&("found", "20".to_owned())));
    }

    #[test]
    fn the_table_of_lengths_is_sorted_and_agrees_with_the_registry() {
        assert!(LENGTHS.windows(2).all(|w| w[0].0 < w[1].0));
        // Specimens of the registry.
        for specimen in [
            "DE89370400440532013000",
            "FR1420041010050500013M02606",
            "UA213223130000026007233566001",
            "MT84MALT011000012345MTLCAST001S",
            "NO9386011117947",
        ] {
            assert_eq!(iban(&raw(specimen)).as_deref(), Ok(specimen));
        }
    }
}
