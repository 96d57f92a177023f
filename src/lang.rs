//! Language tags, writing direction, and which script a text is written in.

use std::fmt;
use std::str::FromStr;

/// A language tag in the form of BCP 47, at most twelve ASCII characters (`fr`, `zh-Hans`, `pt-BR`), in canonical case.
///
/// A language needs no Rust code: whatever folder of words and wording exists is a language.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang {
    bytes: [u8; 12],
    len: u8,
}

/// The tag is not of the form language[-Script][-REGION].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language tag")]
pub struct BadLang(pub String);

/// Which way the lines of a language run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// The scripts that decide about names, fonts and line breaking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// Latin, and everything not listed here.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Arabic.
    Arabic,
    /// Han, with kana and hangul.
    Han,
}

impl Lang {
    /// English, in which every text exists.
    pub const EN: Self = Self { bytes: *b"en\0\0\0\0\0\0\0\0\0\0", len: 2 };

    /// The tag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or("en")
    }

    /// The primary language: `pt` of `pt-BR`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.as_str().split('-').next().unwrap_or("en")
    }

    /// The direction in which the language is written, by its usual script.
    #[must_use]
    pub fn direction(&self) -> Direction {
        match self.primary() {
            "ar" | "dv" | "fa" | "he" | "ks" | "ku" | "ps" | "sd" | "ug" | "ur" | "yi" => Direction::Rtl,
            _ => Direction::Ltr,
        }
    }

    /// The usual script of the language.
    #[must_use]
    pub fn script(&self) -> Script {
        match self.primary() {
            "ar" | "dv" | "fa" | "ks" | "ku" | "ps" | "sd" | "ug" | "ur" => Script::Arabic,
            "zh" | "ja" | "ko" => Script::Han,
            "be" | "bg" | "kk" | "ky" | "mk" | "mn" | "ru" | "sr" | "tg" | "uk" => Script::Cyrillic,
            _ => Script::Latin,
        }
    }
}

impl FromStr for Lang {
    type Err = BadLang;

    fn from_str(text: &str) -> Result<Self, BadLang> {
        let bad = || BadLang(text.to_owned());
        let mut out = String::with_capacity(12);
        for (at, part) in text.trim().split(['-', '_']).enumerate() {
            let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
            let digits = part.bytes().all(|b| b.is_ascii_digit());
            match (at, part.len()) {
                (0, 2..=3) if letters => out.push_str(&part.to_ascii_lowercase()),
                (1, 4) if letters => {
                    out.push('-');
                    out.push_str(&part[..1].to_ascii_uppercase());
                    out.push_str(&part[1..].to_ascii_lowercase());
                }
                (1..=2, 2) if letters => {
                    out.push('-');
                    out.push_str(&part.to_ascii_uppercase());
                }
                (1..=2, 3) if digits => {
                    out.push('-');
                    out.push_str(part);
                }
                _ => return Err(bad()),
            }
        }
        if out.len() > 12 {
            return Err(bad());
        }
        let mut bytes = [0; 12];
        bytes[..out.len()].copy_from_slice(out.as_bytes());
        Ok(Self { bytes, len: out.len() as u8 })
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The script of the first letter that tells one, [`Script::Latin`] where none does.
#[must_use]
pub fn script_of(text: &str) -> Script {
    text.chars().find_map(script_of_letter).unwrap_or(Script::Latin)
}

/// The script of a letter, if it belongs to one of those that are told apart.
#[must_use]
pub fn script_of_letter(c: char) -> Option<Script> {
    use unicode_script::UnicodeScript;
    match c.script() {
        unicode_script::Script::Latin => Some(Script::Latin),
        unicode_script::Script::Cyrillic => Some(Script::Cyrillic),
        unicode_script::Script::Arabic => Some(Script::Arabic),
        unicode_script::Script::Han
        | unicode_script::Script::Hiragana
        | unicode_script::Script::Katakana
        | unicode_script::Script::Hangul => Some(Script::Han),
        _ => None,
    }
}

/// How much a text says, in characters of Latin script: a character of Chinese says as much as three, two letters of Arabic, which
/// writes no short vowels, as much as three.
#[must_use]
pub fn weight_of(text: &str) -> usize {
    let halves = |c| match script_of_letter(c) {
        Some(Script::Han) => 6,
        Some(Script::Arabic) => 3,
        _ => 2,
    };
    text.chars().map(halves).sum::<usize>() / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_made_canonical() {
        for (typed, tag) in [("EN", "en"), ("zh-hans", "zh-Hans"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW")] {
            assert_eq!(typed.parse::<Lang>().map(|l| l.to_string()), Ok(tag.to_owned()));
        }
        for bad in ["", "e", "english", "en-", "en-x-private", "12"] {
            assert!(bad.parse::<Lang>().is_err(), "{bad}");
        }
    }

    #[test]
    fn direction_and_script_follow_the_language() -> Result<(), BadLang> {
        assert_eq!("ar".parse::<Lang>()?.direction(), Direction::Rtl);
        assert_eq!("uk".parse::<Lang>()?.script(), Script::Cyrillic);
        assert_eq!(script_of("12. Петренко"), Script::Cyrillic);
        Ok(())
    }
}
