//! What a text must look like in its language: its own script, its own quotation marks, single spaces, and not English by accident.

use crate::lang::{Lang, Script, script_of_letter};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Parts of a text that are not in its language: code, expressions, placeholders, addresses, and strong marks.
static FOREIGN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?s)`[^`]*`|\{\{.*?\}\}|\{%.*?%\}|\{[a-z-]+\}|https?://\S*|\S+@\S+|\*\*").ok());
/// The names that a template takes values from, without the words in its strings.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*").ok());
/// What a template evaluates.
pub(crate) static EXPRESSION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?s)\{\{.*?\}\}|\{%.*?%\}").ok());
static STRING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#""[^"]*""#).ok());
static PLACEHOLDER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\{[a-z-]+\}").ok());

/// Words of templates that name no value.
const KEYWORDS: [&str; 30] = [
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "in",
    "endfor",
    "and",
    "or",
    "not",
    "is",
    "join_list",
    "texts",
    "plural",
    "zero",
    "one",
    "two",
    "few",
    "many",
    "other",
    "upper",
    "lower",
    "default",
    "value",
    "join",
    "sep",
    "first",
    "last",
    "t",
    "key",
];
/// English words that no other language of the program has.
const ENGLISH: [&str; 10] = ["the", "of", "and", "with", "from", "that", "this", "which", "has", "are"];
/// Fewest letters from which the script of a text can be told.
const ENOUGH: usize = 12;

/// What is wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Straight quotation marks or apostrophes.
    Quotes,
    /// Two spaces in a row.
    Spaces,
    /// Another script or language.
    Language,
}

impl Slip {
    /// The code of its rule.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Quotes => "MLA920",
            Self::Spaces => "MLA921",
            Self::Language => "MLA922",
        }
    }
}

/// What is wrong with a text of words or wording in `lang`.
#[must_use]
pub fn slips(text: &str, lang: Lang) -> Vec<Slip> {
    let own = FOREIGN.as_ref().map_or_else(|| text.into(), |foreign| foreign.replace_all(text, "\u{fffc}"));
    let mut slips = Vec::new();
    let chars: Vec<char> = own.chars().collect();
    let apostrophe = chars.windows(3).any(|w| w[1] == '\'' && w[0].is_alphabetic() && w[2].is_alphabetic());
    if own.contains('"') || apostrophe {
        slips.push(Slip::Quotes);
    }
    if text.lines().any(|line| line.trim().contains("  ")) {
        slips.push(Slip::Spaces);
    }
    if is_foreign(&own, lang) {
        slips.push(Slip::Language);
    }
    slips
}

fn is_foreign(text: &str, lang: Lang) -> bool {
    // Abbreviations such as IBAN and names such as OpenType are the same everywhere.
    let is_name = |word: &str| word.bytes().skip(1).any(|b| b.is_ascii_uppercase()) || word.bytes().all(|b| b.is_ascii_digit());
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !is_name(word));
    let letters: Vec<Script> = words.flat_map(str::chars).filter_map(script_of_letter).collect();
    // A character of Chinese says as much as a few letters.
    let weight = if lang.script() == Script::Han { 3 } else { 1 };
    let home = weight * letters.iter().filter(|script| **script == lang.script()).count();
    let abroad = letters.iter().filter(|script| **script != lang.script()).count();
    if home + abroad >= ENOUGH && home < abroad {
        return true;
    }
    let english = text.split(|c: char| !c.is_alphabetic()).filter(|word| ENGLISH.contains(&word.to_lowercase().as_str())).count();
    lang.primary() != "en" && english > 2
}

/// The placeholders `{name}` of a word.
#[must_use]
pub fn placeholders(text: &str) -> BTreeSet<&str> {
    PLACEHOLDER.as_ref().map(|p| p.find_iter(text).map(|m| m.as_str()).collect()).unwrap_or_default()
}

/// The values that the wording of a block takes from its context.
#[must_use]
pub fn values(wording: &str) -> BTreeSet<String> {
    let (Some(expression), Some(string), Some(name)) = (EXPRESSION.as_ref(), STRING.as_ref(), NAME.as_ref()) else {
        return BTreeSet::new();
    };
    let mut found = BTreeSet::new();
    for part in expression.find_iter(wording) {
        let bare = string.replace_all(part.as_str(), "\"\"");
        found.extend(name.find_iter(&bare).map(|m| m.as_str()).filter(|n| !KEYWORDS.contains(n)).map(str::to_owned));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        tag.parse().unwrap_or(Lang::EN)
    }

    #[test]
    fn slips_are_told_apart() {
        assert_eq!(slips("Say \"no\" to it.", Lang::EN), [Slip::Quotes]);
        assert_eq!(slips("l'autorité", lang("fr")), [Slip::Quotes]);
        assert_eq!(slips("two  spaces", Lang::EN), [Slip::Spaces]);
        assert_eq!(slips("The name of the authority and of the officer", lang("ru")), [Slip::Language]);
        assert_eq!(slips("The name of the authority and its address", lang("es")), [Slip::Language]);
        assert_eq!(slips("Наименование запрашивающего органа", lang("fr")), [Slip::Language]);
    }

    #[test]
    fn code_and_names_of_keys_are_no_slips() {
        assert_eq!(slips("Напишите `id = \"p1\"` под `[request]`.", lang("ru")), []);
        assert_eq!(slips("IBAN, BIC или SWIFT", lang("ru")), []);
        assert_eq!(slips("请写 `--force`，或写 UNCAC", lang("zh")), []);
        assert_eq!(slips("{% if law.return %} ({{ law.return }}){% endif %}", lang("ar")), []);
    }

    #[test]
    fn values_of_a_wording_are_found() {
        let text = r#"{% if item.law %}, {{ item.law }}{% endif %} {{ n.days | plural(one="day", other="days") }} {{ t("x.y") }}"#;
        assert_eq!(values(text).into_iter().collect::<Vec<_>>(), ["item.law", "n.days"]);
    }
}
