//! Case files in any number, all different and without errors: the same number gives the same file everywhere.

use mla::case::edit::{EditError, Editor};
use toml_edit::{Array, InlineTable, Value};

const BASE: &str = include_str!("../../tests/data/small.toml");

const NAMES: [(&str, &str); 8] = [
    ("Wilk", "Piotr"),
    ("Sowa", "Jan"),
    ("Łoś", "Ewa"),
    ("Żuraw", "Zofia"),
    ("Zając", "Adam"),
    ("Kowal", "Marta"),
    ("Dąb", "Paweł"),
    ("Brzoza", "Olga"),
];

const WAYS: [(&str, &str); 4] = [
    ("was paid into the account and withdrawn in cash on the same day", "ont été versés sur le compte et retirés en espèces le jour même"),
    ("was transferred on the basis of an invoice for which no work was done", "ont été virés sur la base d’une facture sans contrepartie"),
    ("was booked in the ledger of the company as a fee for advice", "ont été inscrits au grand livre comme honoraires de conseil"),
    ("came from a customer who has since been dissolved", "provenaient d’un client dissous depuis"),
];

/// The text of the case with this number: one to five persons, one to four accounts, three to fourteen paragraphs of facts.
///
/// # Errors
/// The base is not what the changes expect.
pub fn case(n: usize) -> Result<String, EditError> {
    let mut file = Editor::open(BASE)?;
    file.set("request.id", format!("R-2026/{n:05}").into())?;
    file.set("proceeding.reference", format!("RP-{n}/2026").into())?;
    let persons = 1 + n % 5;
    for at in 1..=persons {
        person(&mut file, n, at)?;
    }
    let accounts = 1 + n / 5 % 4;
    for at in 1..=accounts {
        account(&mut file, n, at, persons)?;
    }
    records(&mut file, accounts)?;
    for at in 3..=3 + n % 12 {
        let amount = 1_250 + (n * 7_919 + at * 104_729) % 90_000;
        let (en, fr) = WAYS[(n + at) % WAYS.len()];
        let day = 1 + (n + at) % 28;
        let path = format!("facts[f{at}]");
        file.set(
            &format!("{path}.text"),
            both(&format!("On {day} March 2024 EUR {amount} {en}."), &format!("Le {day} mars 2024, {amount} euros {fr}.")),
        )?;
        file.set(&format!("{path}.persons"), list(&[format!("p{}", 1 + at % persons)]))?;
        file.set(&format!("{path}.offences"), list(&["off1".to_owned()]))?;
    }
    Ok(file.text())
}

fn person(file: &mut Editor, n: usize, at: usize) -> Result<(), EditError> {
    let (family, given) = NAMES[(n * 3 + at * 5) % NAMES.len()];
    let path = |field: &str| format!("persons[p{at}].{field}");
    file.set(&path("family-name"), family.into())?;
    file.set(&path("given-names"), given.into())?;
    if at > 1 {
        file.set(&path("role"), "witness".into())?;
        file.set(&path("relation"), both("This person kept the books.", "Cette personne tenait la comptabilité."))?;
        file.set(&path("date-of-birth"), format!("19{}-{:02}", 60 + (n + at) % 40, 1 + n % 12).into())?;
        file.set(&path("nationalities"), list(&["PL".to_owned()]))?;
        file.set(&path("address.country"), "PL".into())?;
        file.set(&path("address.locality"), "Lipno".into())?;
    }
    Ok(())
}

fn account(file: &mut Editor, n: usize, at: usize, persons: usize) -> Result<(), EditError> {
    if at == 1 {
        file.set("organisations[o2].name", "Banque du Ponant".into())?;
        file.set("organisations[o2].role", "bank".into())?;
        file.set("organisations[o2].relation", both("It keeps the accounts.", "Elle tient les comptes."))?;
        file.set("organisations[o2].country", "FR".into())?;
    }
    let path = |field: &str| format!("accounts[acc{at}].{field}");
    file.set(&path("bank"), "o2".into())?;
    file.set(&path("iban"), iban((n * 4 + at) as u64).into())?;
    file.set(&path("holder"), format!("p{}", 1 + at % persons).into())?;
    file.set(&path("link"), both("Money of the offence went through it.", "L’argent de l’infraction y a transité."))
}

/// A French account number whose check digits are right.
fn iban(account: u64) -> String {
    let (bank, branch) = (30_066_u64, 10_001_u64);
    let key = 97 - (89 * bank + 15 * branch + 3 * account) % 97;
    let own = format!("{bank:05}{branch:05}{account:011}{key:02}");
    // F, R and the place of the check digits, as ISO 7064 counts letters.
    let rest = format!("{own}152700").bytes().fold(0_u64, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97);
    format!("FR{:02}{own}", 98 - rest)
}

fn records(file: &mut Editor, accounts: usize) -> Result<(), EditError> {
    let path = |field: &str| format!("assistance[a2].{field}");
    file.set(&path("type"), "bank-records".into())?;
    file.set(&path("accounts"), list(&(1..=accounts).map(|at| format!("acc{at}")).collect::<Vec<_>>()))?;
    file.set(&path("holders"), list(&["p1".to_owned()]))?;
    let mut period = InlineTable::new();
    period.insert("from", "2024-01-01".into());
    period.insert("to", "2024-06-30".into());
    file.set(&path("period"), Value::InlineTable(period))?;
    file.set(&path("document-kinds"), list(&["statements".to_owned(), "opening".to_owned()]))?;
    let why = "The statements will show where the money of the offence came from and who disposed of it afterwards.";
    let pourquoi = "Les relevés montreront d’où venait l’argent de l’infraction et qui en a disposé par la suite.";
    file.set(&path("relevance"), both(why, pourquoi))?;
    file.set(&path("purpose"), both(why, pourquoi))?;
    file.set(&path("nexus"), both(why, pourquoi))?;
    file.set(&path("non-disclosure"), false.into())?;
    file.set(&path("copies-form"), "certified".into())?;
    file.set(&path("offences"), list(&["off1".to_owned()]))
}

fn both(en: &str, fr: &str) -> Value {
    let mut table = InlineTable::new();
    table.insert("en", en.into());
    table.insert("fr", fr.into());
    Value::InlineTable(table)
}

fn list(items: &[String]) -> Value {
    Value::Array(items.iter().map(String::as_str).collect::<Array>())
}
