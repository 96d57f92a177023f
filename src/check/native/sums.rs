//! Amounts that do not add up. Only what the case claims itself is compared: the total of the proceeds with payments that it lists.

use super::{Pass, raise};
use crate::case::Node;
use crate::check::find::Finder;
use crate::kind::value::Money;
use crate::kind::{CaseDate, Lexicon, Value};
use crate::lang::Lang;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Listed payments into one account that come to more than the proceeds and the loss.
pub(super) const SUM: &str = "MLA720";

/// A payment of the case.
#[derive(PartialEq)]
struct Payment<'a> {
    to: &'a str,
    date: CaseDate,
    money: &'a Money,
    reference: Option<&'a Value>,
}

pub(super) fn listed(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let tree = pass.eval.tree;
    let Some(place) = tree.at("case-facts.proceeds") else { return };
    let Some(Value::Money(proceeds)) = place.value() else { return };
    let loss = match tree.at("case-facts.loss").and_then(Node::value) {
        Some(Value::Money(loss)) if loss.currency == proceeds.currency => loss.amount,
        _ => Decimal::ZERO,
    };
    let mut sums: BTreeMap<&str, Option<Decimal>> = BTreeMap::new();
    for payment in payments(pass) {
        let sum = sums.entry(payment.to).or_insert(Some(Decimal::ZERO));
        // Payments in several currencies have no sum.
        *sum = sum.filter(|_| payment.money.currency == proceeds.currency).and_then(|s| s.checked_add(payment.money.amount));
    }
    for (account, sum) in sums {
        let Some(sum) = sum.filter(|s| *s > proceeds.amount.max(loss)) else { continue };
        let show = |amount| shown(Money { amount, currency: proceeds.currency.clone() }, finder.lang(), pass);
        let (value, other) = (show(sum), show(proceeds.amount));
        let path = "case-facts.proceeds";
        raise(pass, finder, SUM, place.span, Some(path), &[("value", &value), ("other", &other), ("item", account), ("path", path)]);
    }
}

/// The payments into accounts on days within the period of an offence, each once however many items list it.
fn payments<'a>(pass: &Pass<'a>) -> Vec<Payment<'a>> {
    let tree = pass.eval.tree;
    let periods: Vec<(CaseDate, CaseDate)> = tree
        .items("offences")
        .iter()
        .filter_map(|o| match o.record()?.get("period")?.value()? {
            Value::DateRange { from, to } => Some((*from, *to)),
            _ => None,
        })
        .collect();
    let within = |day: CaseDate| periods.iter().any(|(from, to)| from.earliest() <= day.earliest() && day.latest() <= to.latest());
    let mut all: Vec<Payment<'a>> = Vec::new();
    let lists = tree.items("assistance").iter().filter_map(|i| i.record()?.get("transactions"));
    for record in lists.flat_map(Node::items).filter_map(Node::record) {
        let value = |key| record.get(key).and_then(Node::value);
        let (Some(Value::Ref(to)), Some(Value::Date(date)), Some(Value::Money(money))) =
            (value("to-account"), value("date"), value("amount"))
        else {
            continue;
        };
        let payment = Payment { to, date: *date, money, reference: value("reference") };
        if within(*date) && !all.contains(&payment) {
            all.push(payment);
        }
    }
    all
}

fn shown(money: Money, lang: Lang, pass: &Pass<'_>) -> String {
    let words: &dyn Lexicon = &pass.eval.forms.words;
    Value::Money(money).show(lang, words, pass.header.original)
}
