//! Which stretches of a text run against the direction of their paragraph. A run of a word processor has one direction, so text is cut here.

use crate::lang::Direction;
use unicode_bidi::{BidiClass, bidi_class};

/// A stretch of text in one direction.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Segment<'a> {
    /// Whether it runs from right to left.
    pub(super) rtl: bool,
    /// The text.
    pub(super) text: &'a str,
}

/// Whether the text has a letter or digit of a script that runs from right to left.
pub(super) fn has_rtl(text: &str) -> bool {
    text.chars().any(is_rtl)
}

/// Whether the text has a letter of a script that runs from left to right.
pub(super) fn has_letters(text: &str) -> bool {
    text.chars().any(|c| bidi_class(c) == BidiClass::L)
}

/// Cuts the text where its direction changes. Words decide; punctuation at the edge of a stretch stays with the paragraph.
pub(super) fn segments(text: &str, base: Direction) -> Vec<Segment<'_>> {
    let base_rtl = base == Direction::Rtl;
    let mut out = Vec::new();
    let mut done = 0;
    for (start, end) in spans(text, base_rtl) {
        let (start, end) = trim(text, start, end, base_rtl);
        if start >= end {
            continue;
        }
        if done < start {
            out.push(Segment { rtl: base_rtl, text: &text[done..start] });
        }
        out.push(Segment { rtl: !base_rtl, text: &text[start..end] });
        done = end;
    }
    if done < text.len() {
        out.push(Segment { rtl: base_rtl, text: &text[done..] });
    }
    out
}

/// From the first to the last word of each stretch that runs the other way; words without letters between two such words belong to it.
fn spans(text: &str, base_rtl: bool) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    // A number directly before a Latin word goes with it, as the number of a house does with its street.
    let mut number: Option<usize> = None;
    for word in text.split_whitespace() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let rtl = has_rtl(word);
        let ltr = !rtl && has_letters(word);
        if (base_rtl && ltr) || (!base_rtl && rtl) {
            let start = open.map_or_else(|| number.unwrap_or(at), |(start, _)| start);
            open = Some((start, at + word.len()));
        } else if rtl || ltr {
            spans.extend(open.take());
        } else if base_rtl && word.contains(|c: char| c.is_ascii_digit()) {
            // A number goes with the Latin word before it, as in plain bidirectional text.
            open = open.map(|(start, _)| (start, at + word.len()));
        }
        number = (base_rtl && word.chars().all(|c| c.is_ascii_digit())).then_some(at);
    }
    spans.extend(open);
    spans
}

fn trim(text: &str, mut start: usize, mut end: usize, base_rtl: bool) -> (usize, usize) {
    loop {
        let part = &text[start..end];
        let count = |c: char| part.matches(c).count();
        let (Some(first), Some(last)) = (part.chars().next(), part.chars().next_back()) else { return (start, end) };
        let opens = partner(first).is_some_and(|close| count(close) < count(first));
        let closes = [('(', ')'), ('[', ']'), ('«', '»'), ('“', '”')].iter().any(|&(o, c)| c == last && count(o) < count(c));
        let stops = matches!(last, '.' | ',' | ';' | ':' | '!' | '?') || (base_rtl && matches!(last, '،' | '؛' | '؟'));
        if opens {
            start += first.len_utf8();
        } else if closes || stops {
            end -= last.len_utf8();
        } else {
            return (start, end);
        }
    }
}

fn partner(open: char) -> Option<char> {
    match open {
        '(' => Some(')'),
        '[' => Some(']'),
        '«' => Some('»'),
        '“' => Some('”'),
        _ => None,
    }
}

fn is_rtl(c: char) -> bool {
    // Digits and punctuation of Arabic are not strong, yet belong in a run of their own script.
    matches!(c, '\u{0590}'..='\u{08ff}') || matches!(bidi_class(c), BidiClass::R | BidiClass::AL) && !is_control(c)
}

/// Whether the character only steers direction. Word has no glyph for most of them; runs carry the direction instead.
pub(super) fn is_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, base: Direction) -> Vec<(bool, &str)> {
        segments(text, base).into_iter().map(|s| (s.rtl, s.text)).collect()
    }

    #[test]
    fn latin_words_in_arabic_keep_their_brackets_but_not_the_full_stop() {
        let cuts = cut("حساب (IBAN PL 12) هنا", Direction::Rtl);
        assert_eq!(cuts, [(true, "حساب "), (false, "(IBAN PL 12)"), (true, " هنا")]);
        assert_eq!(cut("اتفاقية UNCAC.", Direction::Rtl), [(true, "اتفاقية "), (false, "UNCAC"), (true, ".")]);
        assert_eq!(cut("12/2024", Direction::Rtl), [(true, "12/2024")]);
        assert_eq!(cut("المقر: 9 Raffles Quay", Direction::Rtl), [(true, "المقر: "), (false, "9 Raffles Quay")]);
    }

    #[test]
    fn arabic_in_english_is_one_stretch() {
        assert_eq!(cut("Mr محمد 12 علي, born", Direction::Ltr), [(false, "Mr "), (true, "محمد 12 علي"), (false, ", born")]);
        assert_eq!(cut("plain", Direction::Ltr), [(false, "plain")]);
        assert_eq!(cut("", Direction::Ltr), []);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_neighbours_differ(text in "[a-c(«.,; 1\u{a0}\u{627}-\u{62a}\u{60c}»)\\[\\]]{0,24}", rtl: bool) {
            let base = if rtl { Direction::Rtl } else { Direction::Ltr };
            let cuts = cut(&text, base);
            proptest::prop_assert_eq!(cuts.iter().map(|(_, part)| *part).collect::<String>(), text.as_str());
            proptest::prop_assert!(cuts.windows(2).all(|pair| pair[0].0 != pair[1].0));
            let stray = |(rtl, part): &(bool, &str)| !rtl && has_rtl(part);
            proptest::prop_assert!(!cuts.iter().any(stray));
        }
    }
}
