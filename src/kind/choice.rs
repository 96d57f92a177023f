//! Values of closed sets: yes or no, choices, countries and languages, by id, code or any name.

use super::{Complaint, Cx, Lexicon, Raw, string};
use crate::lang::Lang;
use crate::suggest::nearest;
use toml::de::DeValue;
use unicode_normalization::UnicodeNormalization as _;

/// A name without case, accents and punctuation, for comparing what is typed.
pub(crate) fn folded(text: &str) -> String {
    let plain = text.nfkd().filter(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '\'' | '’'));
    let spaced: String = plain.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn in_any_language(cx: &Cx<'_>, key: &str, wanted: &str) -> bool {
    cx.lexicon.languages().iter().any(|l| cx.lexicon.word(*l, key).is_some_and(|w| folded(w) == wanted))
}

pub(super) fn bool(raw: &Raw<'_>, cx: &Cx<'_>) -> Result<bool, Complaint> {
    if let DeValue::Boolean(b) = raw.get_ref() {
        return Ok(*b);
    }
    let text = string(raw, "bool")?;
    let typed = folded(&text);
    let is = |key: &str, plain: &[&str]| plain.contains(&typed.as_str()) || in_any_language(cx, key, &typed);
    if is("yes", &["true", "y"]) {
        Ok(true)
    } else if is("no", &["false", "n"]) {
        Ok(false)
    } else {
        Err(Complaint::new("MLA241", raw.span().into(), text.as_ref()))
    }
}

pub(super) fn choice(raw: &Raw<'_>, list: &str, ids: &[String], cx: &Cx<'_>) -> Result<String, Complaint> {
    let text = string(raw, "choice")?;
    if let Some(id) = ids.iter().find(|id| *id == text.as_ref()) {
        return Ok(id.clone());
    }
    let typed = folded(&text);
    let named = ids.iter().find(|id| folded(id) == typed || in_any_language(cx, &format!("choice.{list}.{id}"), &typed));
    named.cloned().ok_or_else(|| {
        let near = nearest(&text, ids.iter().map(String::as_str)).unwrap_or("");
        Complaint::new("MLA250", raw.span().into(), text.as_ref()).arg("known", near).arg("other", ids.join(", "))
    })
}

pub(super) fn country(raw: &Raw<'_>, cx: &Cx<'_>) -> Result<String, Complaint> {
    let text = string(raw, "country")?;
    let code = text.to_ascii_uppercase();
    let is_code = |c: &str| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase());
    if is_code(&code) && cx.lexicon.word(Lang::EN, &format!("country.{code}")).is_some() {
        return Ok(code);
    }
    let typed = folded(&text);
    if let Some(code) = by_name(cx, "country", &typed, 'A'..='Z') {
        return Ok(code);
    }
    let near = near_name(cx, "country", &typed, 'A'..='Z');
    Err(Complaint::new("MLA251", raw.span().into(), text.as_ref()).arg("known", near))
}

pub(super) fn language(raw: &Raw<'_>, cx: &Cx<'_>) -> Result<Lang, Complaint> {
    let text = string(raw, "language")?;
    if let Some(lang) = known_tag(&text, cx.lexicon) {
        return Ok(lang);
    }
    let typed = folded(&text);
    if let Some(lang) = by_name(cx, "language", &typed, 'a'..='z').and_then(|c| c.parse().ok()) {
        return Ok(lang);
    }
    let near = near_name(cx, "language", &typed, 'a'..='z');
    Err(Complaint::new("MLA252", raw.span().into(), text.as_ref()).arg("known", near))
}

/// A tag whose language has a name. A language that has a code of two letters may be named by its code of three.
pub(crate) fn known_tag(text: &str, lexicon: &dyn Lexicon) -> Option<Lang> {
    let tag: Lang = text.parse().ok()?;
    if lexicon.word(Lang::EN, &format!("language.{}", tag.primary())).is_some() {
        return Some(tag);
    }
    let short = lexicon.word(Lang::EN, &format!("language-code.{}", tag.primary()))?;
    tag.as_str().replacen(tag.primary(), short, 1).parse().ok()
}

/// All two-letter codes of a word table.
fn codes(letters: std::ops::RangeInclusive<char>) -> impl Iterator<Item = String> {
    letters.clone().flat_map(move |a| letters.clone().map(move |b| format!("{a}{b}")))
}

fn by_name(cx: &Cx<'_>, table: &str, typed: &str, letters: std::ops::RangeInclusive<char>) -> Option<String> {
    codes(letters).find(|code| in_any_language(cx, &format!("{table}.{code}"), typed))
}

fn near_name(cx: &Cx<'_>, table: &str, typed: &str, letters: std::ops::RangeInclusive<char>) -> String {
    let names: Vec<(String, String)> = codes(letters)
        .flat_map(|code| {
            let key = format!("{table}.{code}");
            let of = |l: &Lang| cx.lexicon.word(*l, &key).map(|w| (folded(w), format!("{code} ({w})")));
            cx.lexicon.languages().iter().filter_map(of).collect::<Vec<_>>()
        })
        .collect();
    let near = nearest(typed, names.iter().map(|(n, _)| n.as_str()));
    near.and_then(|n| names.iter().find(|(f, _)| f == n)).map(|(_, shown)| shown.clone()).unwrap_or_default()
}
