//! Numbers of accounts, files and telephones inside running text from right to left. The bidirectional algorithm takes the parts between
//! hyphens for numbers of their own and sets them in the order of the text, last part first; these have to be held together.

use regex::Regex;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

static NUMBERS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\+[0-9][0-9 \x{a0}\x{202f}-]*[0-9]|[0-9][0-9A-Za-z]*(?:[-/.][0-9A-Za-z]+)+").ok());

/// Fewest digits that make one of two parts an identifier and not the end of a range, as in 2024-2025.
const LONG: usize = 5;

/// The stretches of a text that are read from left to right though nothing in them says so.
pub(super) fn held_together(text: &str) -> Vec<Range<usize>> {
    if !text.contains(['-', '+']) {
        return Vec::new();
    }
    let Some(numbers) = NUMBERS.as_ref() else { return Vec::new() };
    numbers.find_iter(text).filter(|found| is_identifier(found.as_str())).map(|found| found.range()).collect()
}

fn is_identifier(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let telling = |part: &&str| part.len() >= LONG || part.starts_with('0') || part.contains(|c: char| c.is_ascii_alphabetic());
    text.starts_with('+') || parts.len() > 2 || parts.len() == 2 && parts.iter().any(telling)
}

/// The text with each such stretch between two marks.
pub(super) fn marked(text: &str, open: char, close: char) -> Cow<'_, str> {
    let found = held_together(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + found.len() * 6);
    let mut done = 0;
    for range in found {
        out.push_str(&text[done..range.start]);
        out.push(open);
        out.push_str(&text[range.clone()]);
        out.push(close);
        done = range.end;
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn identifiers_are_held_together_and_ranges_are_not() {
        fn shown(text: &str) -> std::borrow::Cow<'_, str> {
            marked(text, '<', '>')
        }
        assert_eq!(shown("الحساب 099-417-660-2 لدى"), "الحساب <099-417-660-2> لدى");
        assert_eq!(shown("الهاتف +31 97 0000 4411."), "الهاتف <+31 97 0000 4411>.");
        assert_eq!(shown("الملف 114-20260017/3"), "الملف <114-20260017/3>");
        for plain in ["في 2024-2025", "المادة 46(4)-(5)", "15/3/2026", "UNCAC-2", "10.5"] {
            assert_eq!(shown(plain), plain);
        }
    }
}
