//! Tests over the real words: every kind with good and bad values, and properties that hold for all text.

use super::{Complaint, Cx, Kind, Lexicon, Value};
use crate::lang::Lang;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The words of the folder `forms/words`, English standing in for what a language lacks.
struct Folder {
    langs: Vec<Lang>,
    words: BTreeMap<(Lang, String), String>,
}

impl Lexicon for Folder {
    fn word(&self, lang: Lang, key: &str) -> Option<&str> {
        let own = self.words.get(&(lang, key.to_owned()));
        own.or_else(|| self.words.get(&(Lang::EN, key.to_owned()))).map(String::as_str)
    }

    fn languages(&self) -> &[Lang] {
        &self.langs
    }
}

static WORDS: LazyLock<Folder> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("forms/words");
    let mut folder = Folder { langs: Vec::new(), words: BTreeMap::new() };
    for entry in std::fs::read_dir(root).unwrap().flatten().filter(|e| e.path().is_dir()) {
        let lang: Lang = entry.file_name().to_str().unwrap().parse().unwrap();
        folder.langs.push(lang);
        for file in std::fs::read_dir(entry.path()).unwrap().flatten().filter(|e| e.path().is_file()) {
            let table: toml::Table = std::fs::read_to_string(file.path()).unwrap().parse().unwrap();
            flatten(lang, "", &table, &mut folder.words);
        }
    }
    folder.langs.sort_unstable();
    folder
});

fn flatten(lang: Lang, prefix: &str, table: &toml::Table, into: &mut BTreeMap<(Lang, String), String>) {
    for (key, value) in table {
        match value {
            toml::Value::Table(inner) => flatten(lang, &format!("{prefix}{key}."), inner, into),
            toml::Value::String(text) => {
                into.insert((lang, format!("{prefix}{key}")), text.clone());
            }
            _ => {}
        }
    }
}

fn fr() -> Lang {
    "fr".parse().unwrap()
}

fn cx() -> Cx<'static> {
    Cx { lexicon: &*WORDS, original: Some(Lang::EN) }
}

fn typed(kind: &Kind, text: &str) -> Result<Value, Vec<Complaint>> {
    kind.parse(&Spanned::new(0..text.len(), DeValue::String(text.into())), &cx())
}

/// Reads the right side of `a = ...`.
fn written(kind: &Kind, toml: &str) -> Result<Value, Vec<Complaint>> {
    let document = format!("a = {toml}");
    let table = DeTable::parse(&document).unwrap();
    kind.parse(table.get_ref().get("a").unwrap(), &cx())
}

fn codes(result: Result<Value, Vec<Complaint>>) -> Vec<&'static str> {
    result.map_or_else(|all| all.iter().map(|c| c.code).collect(), |_| Vec::new())
}

fn roles() -> Kind {
    Kind::Choice { list: "person-role".to_owned(), ids: vec!["suspect".to_owned(), "witness".to_owned()] }
}

fn all_kinds() -> Vec<Kind> {
    vec![
        Kind::Text,
        Kind::Name,
        Kind::Prose,
        Kind::Date,
        Kind::DateRange,
        Kind::DateTime,
        Kind::Duration,
        Kind::Money,
        Kind::Int,
        Kind::Bool,
        roles(),
        Kind::Country,
        Kind::Language,
        Kind::Iban,
        Kind::Bic,
        Kind::Phone,
        Kind::Email,
        Kind::Url,
        Kind::Ip,
        Kind::File,
        Kind::Ref { to: vec!["person".to_owned()] },
    ]
}

fn shown(kind: &Kind, text: &str, lang: Lang) -> String {
    typed(kind, text).unwrap().show(lang, &*WORDS, Lang::EN)
}

/// With plain spaces, where no-break spaces are not the matter.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn every_example_is_a_value_of_its_kind_and_every_kind_is_named() {
    for kind in all_kinds() {
        assert!(typed(&kind, &kind.example()).is_ok(), "{} {}", kind.id(), kind.example());
        for lang in [Lang::EN, fr()] {
            for part in ["name", "hint"] {
                assert!(WORDS.words.contains_key(&(lang, format!("kind.{}.{part}", kind.id()))), "{lang} {} {part}", kind.id());
            }
        }
    }
}

#[test]
fn values_are_shown_in_the_habit_of_the_language() {
    for (kind, text, english, french) in [
        (Kind::Date, "2024-03-05", "5 March 2024", "5 mars 2024"),
        (Kind::Date, "2024-03-01", "1 March 2024", "1er mars 2024"),
        (Kind::Date, "2024-03", "March 2024", "mars 2024"),
        (Kind::Date, "2024", "2024", "2024"),
        (Kind::DateRange, "2024-01-01 .. 2024-06-30", "1 January 2024 to 30 June 2024", "1er janvier 2024 au 30 juin 2024"),
        (Kind::DateRange, "2024-01 / 2024-06", "January 2024 to June 2024", "janvier 2024 à juin 2024"),
        (Kind::DateRange, "2023", "2023", "2023"),
        (Kind::Money, "12 500,00 EUR", "EUR\u{a0}12,500.00", "12\u{202f}500,00\u{a0}EUR"),
        (Kind::Money, "JPY 5000", "JPY\u{a0}5,000", "5\u{202f}000\u{a0}JPY"),
        (Kind::Duration, "1 day", "1 day", "1 jour"),
        (Kind::Duration, "18 mois", "18 months", "18 mois"),
        (Kind::Int, "12500", "12500", "12500"),
        (Kind::Bool, "oui", "yes", "oui"),
        (Kind::Country, "Allemagne", "Germany", "Allemagne"),
        (Kind::Country, "cote d'ivoire", "Côte d’Ivoire", "Côte d’Ivoire"),
        (Kind::Language, "ukrainien", "Ukrainian", "ukrainien"),
        (Kind::Language, "UK", "Ukrainian", "ukrainien"),
        (Kind::Language, "ukr", "Ukrainian", "ukrainien"),
        (Kind::Language, "GER", "German", "allemand"),
        (Kind::Language, "deu-CH", "German", "allemand"),
        (
            Kind::Iban,
            "CH9300762011623852957",
            "CH93\u{a0}0076\u{a0}2011\u{a0}6238\u{a0}5295\u{a0}7",
            "CH93\u{a0}0076\u{a0}2011\u{a0}6238\u{a0}5295\u{a0}7",
        ),
        (Kind::Text, "UA-2025/1140000", "UA-2025/1140000", "UA-2025/1140000"),
    ] {
        let show =
            |lang| if matches!(kind, Kind::Money | Kind::Iban) { shown(&kind, text, lang) } else { plain(&shown(&kind, text, lang)) };
        assert_eq!((show(Lang::EN).as_str(), show(fr()).as_str()), (english, french), "{text}");
    }
}

#[test]
fn wrong_values_are_told_by_code() {
    for (kind, text, code) in [
        (Kind::Text, "two\nlines", "MLA203"),
        (Kind::Text, "bell\u{7}", "MLA202"),
        (Kind::Name, "private \u{e000}", "MLA204"),
        (Kind::Prose, "over\u{202e}ride", "MLA205"),
        (Kind::Date, "30.02.2024", "MLA220"),
        (Kind::Date, "30 February 2024", "MLA220"),
        (Kind::Date, "2024-13-01", "MLA227"),
        (Kind::Date, "03/04/2024", "MLA221"),
        (Kind::Date, "03-04-2024", "MLA221"),
        (Kind::Date, "5 Brumaire 2024", "MLA222"),
        (Kind::Date, "5 March 24", "MLA222"),
        (Kind::DateRange, "2024-06-30 .. 2024-01-01", "MLA223"),
        (Kind::DateRange, "2024-06-30", "MLA224"),
        (Kind::DateTime, "2026-05-04T10:00:00", "MLA225"),
        (Kind::DateTime, "2026-05-04T10:00:xx+02:00", "MLA225"),
        (Kind::DateTime, "2026-05-04T10:61+02:00", "MLA225"),
        (Kind::Duration, "sixty days", "MLA226"),
        (Kind::Duration, "2 m", "MLA226"),
        (Kind::Duration, "0 days", "MLA226"),
        (Kind::Duration, "4000000000 days", "MLA226"),
        (Kind::Money, "12500", "MLA230"),
        (Kind::Money, "XQQ 5", "MLA231"),
        (Kind::Money, "JPY 5.50", "MLA232"),
        (Kind::Money, "EUR 1,500", "MLA233"),
        (Kind::Int, "3.5", "MLA240"),
        (Kind::Bool, "maybe", "MLA241"),
        (roles(), "suspekt", "MLA250"),
        (Kind::Country, "Ruritania", "MLA251"),
        (Kind::Language, "Klingon", "MLA252"),
        (Kind::Bic, "BNPAFRP", "MLA214"),
        (Kind::Bic, "BNPAQQPP", "MLA209"),
        (Kind::Phone, "01 23 45 67 89", "MLA215"),
        (Kind::Email, "a@b", "MLA216"),
        (Kind::Url, "example.org", "MLA217"),
        (Kind::Ip, "1.2.3", "MLA218"),
        (Kind::File, "../order.pdf", "MLA261"),
        (Kind::File, "/etc/order.pdf", "MLA261"),
        (Kind::Ref { to: Vec::new() }, "two words", "MLA270"),
    ] {
        let found = typed(&kind, text);
        assert_eq!(codes(found.clone()), [code], "{} {text}", kind.id());
        assert!(found.unwrap_err().iter().all(|c| c.args.first().is_some_and(|(name, _)| *name == "value")), "{text}");
    }
}

#[test]
fn tables_and_types_of_toml() {
    assert!(written(&Kind::Date, "2024-03-05").is_ok());
    assert!(written(&Kind::Int, "3").is_ok() && written(&Kind::Bool, "false").is_ok());
    assert!(written(&Kind::DateTime, "2026-05-04T10:00:00+02:00").is_ok());
    for (kind, toml, expected) in [
        (Kind::Date, "true", vec!["MLA201"]),
        (Kind::Date, "2026-05-04T10:00:00Z", vec!["MLA222"]),
        (Kind::DateTime, "2026-05-04", vec!["MLA225"]),
        (Kind::DateRange, "{ from = \"2024-02-30\", to = \"03/04/2024\" }", vec!["MLA220", "MLA221"]),
        (Kind::DateRange, "{ from = 2024-01-01 }", vec!["MLA224"]),
        (Kind::Prose, "{ en = \"a\", klingon = \"b\" }", vec!["MLA253"]),
        (Kind::Name, "{ native = \"Петренко\", greek = \"x\" }", vec!["MLA271"]),
        (Kind::File, "{ path = \"a.pdf\", sha256 = \"12\" }", vec!["MLA260"]),
        (Kind::Country, "[]", vec!["MLA201"]),
    ] {
        assert_eq!(codes(written(&kind, toml)), expected, "{} {toml}", kind.id());
    }
}

#[test]
fn names_are_chosen_by_script() {
    let name = written(&Kind::Name, "{ native = \"Петренко\", latin = \"Petrenko\" }").unwrap();
    let show = |lang: &str| name.show(lang.parse().unwrap(), &*WORDS, Lang::EN);
    assert_eq!((show("uk").as_str(), show("fr").as_str(), show("ar").as_str()), ("Петренко", "Petrenko", "Petrenko"));
}

#[test]
fn complaints_speak_the_language_of_the_reader() {
    let wrong = typed(&Kind::Date, "30 février 2024").unwrap_err();
    let args = wrong[0].args_in(fr(), &*WORDS);
    assert!(
        args.iter().any(|(n, v)| *n == "month" && plain(v) == "février 2024") && args.contains(&("known", "29".to_owned())),
        "{args:?}"
    );
    let wrong = typed(&Kind::Country, "Germani").unwrap_err();
    assert!(wrong[0].args_in(Lang::EN, &*WORDS).iter().any(|(n, v)| *n == "near" && v.contains("DE (Germany)")));
    let lost = typed(&Kind::Country, "Xqzzv").unwrap_err();
    assert!(lost[0].args_in(Lang::EN, &*WORDS).contains(&("near", String::new())));
}

/// All codes that stand in the sources of this module.
fn raised() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kind");
    let mut found = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap().flatten().filter(|f| f.file_name() != "tests.rs") {
        let text = std::fs::read_to_string(file.path()).unwrap();
        found.extend(text.match_indices("\"MLA2").filter_map(|(at, _)| text.get(at + 1..at + 7)).map(str::to_owned));
    }
    found
}

#[test]
fn every_code_has_a_rule_and_words_without_unknown_arguments() {
    let rules = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("forms/rules/2xx-values.toml")).unwrap();
    let rules: toml::Table = rules.parse().unwrap();
    let ids: BTreeSet<String> = rules["rule"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(raised(), ids);
    let known = ["value", "known", "other", "month", "country", "wanted", "found", "type", "kind", "near"];
    for code in &ids {
        for lang in [Lang::EN, fr()] {
            for part in ["title", "message", "label", "why", "fix"] {
                let key = format!("rule.{code}.{part}");
                let text = WORDS.words.get(&(lang, key.clone())).unwrap_or_else(|| panic!("{lang} {key}"));
                assert!(part != "message" || !text.ends_with('.'), "{lang} {key}");
                for hole in text.split('{').skip(1).filter_map(|t| t.split_once('}')).map(|(name, _)| name) {
                    let literal = hole.contains([' ', '=']);
                    assert!(literal || known.contains(&hole), "{lang} {key}: {hole}");
                }
            }
        }
    }
}

#[test]
fn names_of_countries_and_languages_are_unequivocal() {
    for table in ["country.", "language."] {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for ((lang, key), name) in WORDS.words.iter().filter(|((_, k), _)| k.starts_with(table)) {
            let before = seen.insert(super::choice::folded(name), key);
            assert!(before.is_none_or(|b| b == key), "{lang}: {name} is {key} and {before:?}");
        }
    }
}

#[test]
fn plural_categories_follow_the_language() {
    let of = |lang: &str, n| super::plural_category(lang.parse().unwrap(), n);
    for (lang, n, category) in [
        ("en", 1, "one"),
        ("en", 0, "other"),
        ("fr", 0, "one"),
        ("fr", 2, "other"),
        ("fr", 1_000_000, "many"),
        ("es", 1, "one"),
        ("ru", 1, "one"),
        ("ru", 3, "few"),
        ("ru", 11, "many"),
        ("ru", 21, "one"),
        ("uk", 112, "many"),
        ("uk", 24, "few"),
        ("ar", 2, "two"),
        ("ar", 103, "few"),
        ("ar", 111, "many"),
        ("ar", 100, "other"),
        ("zh", 1, "other"),
        ("pt", 0, "one"),
    ] {
        assert_eq!(of(lang, n), category, "{lang} {n}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_kind_panic(text in any::<String>()) {
        for kind in all_kinds() {
            let _ = typed(&kind, &text).map(|value| value.show(fr(), &*WORDS, Lang::EN));
        }
    }

    #[test]
    fn nothing_like_a_value_makes_a_kind_panic(text in "[0-9A-Za-z +.,:/é年\u{a0}-]{0,32}") {
        for kind in all_kinds() {
            let _ = typed(&kind, &text).map(|value| value.show(Lang::EN, &*WORDS, Lang::EN));
        }
    }

    #[test]
    fn shown_dates_read_back(year in 1000_i16..=9999, month in 1_u8..=12, day in 1_u8..=28, parts in 1_usize..=3) {
        let date = super::CaseDate::new(year, (parts > 1).then_some(month), (parts > 2).then_some(day)).unwrap();
        for lang in [Lang::EN, fr()] {
            let text = Value::Date(date).show(lang, &*WORDS, Lang::EN);
            prop_assert_eq!(typed(&Kind::Date, &text), Ok(Value::Date(date)), "{}", text);
        }
        prop_assert!(date.earliest() <= date.latest());
    }

    #[test]
    fn shown_amounts_read_back(cents in 0_i64..=i64::MAX, currency in prop::sample::select(vec!["EUR", "USD", "CHF", "UAH"])) {
        let money = super::Money { amount: rust_decimal::Decimal::new(cents, 2), currency: currency.to_owned() };
        for lang in [Lang::EN, fr()] {
            let text = Value::Money(money.clone()).show(lang, &*WORDS, Lang::EN);
            prop_assert_eq!(typed(&Kind::Money, &text), Ok(Value::Money(money.clone())), "{}", text);
        }
    }

    #[test]
    fn shown_ibans_read_back_and_no_single_slip_passes(account in 0_u64..10_000_000_000_000_000, slip in 4_usize..22, by in 1_u8..=9) {
        // A German number with its check digits computed by mod 97.
        let bban = format!("{account:018}");
        let rest = format!("{bban}131400").bytes().fold(0_u32, |r, b| (r * 10 + u32::from(b - b'0')) % 97);
        let code = format!("DE{:02}{bban}", 98 - rest);
        let value = typed(&Kind::Iban, &code).unwrap();
        prop_assert_eq!(typed(&Kind::Iban, &value.show(fr(), &*WORDS, Lang::EN)), Ok(value));
        let mut bytes = code.into_bytes();
        bytes[slip] = b'0' + (bytes[slip] - b'0' + by) % 10;
        prop_assert_eq!(codes(typed(&Kind::Iban, std::str::from_utf8(&bytes).unwrap())), vec!["MLA211"]);
    }
}
