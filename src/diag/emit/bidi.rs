//! Text from outside on a terminal: control characters made harmless, right-to-left text kept from moving what stands around it.
//!
//! A terminal that lays out right-to-left text treats a line as one paragraph: without care the line number, the frame and the
//! quoted line change places as soon as a line holds Arabic. The characters that isolate a part of a line (U+2066 to U+2069)
//! prevent that; they are put in only where a line has right-to-left letters.

use annotate_snippets::normalize_untrusted_str;
use unicode_bidi::{BidiClass, bidi_class};

/// Starts a part that is laid out left to right.
const LRI: char = '\u{2066}';
/// Starts a part laid out in the direction of its first letter.
const FSI: char = '\u{2068}';
/// Ends the part.
const PDI: char = '\u{2069}';

/// The text without anything a terminal would obey: control characters become visible, line breaks stay.
pub(super) fn clean(text: &str) -> String {
    replace_c1(&normalize_untrusted_str(text))
}

/// Like [`clean`], on one line.
pub(super) fn one_line(text: &str) -> String {
    clean(&text.replace("\r\n", " ").replace(['\n', '\r', '\u{2028}', '\u{2029}'], " "))
}

/// C1 control characters, which some terminals take for the start of an escape sequence, by the replacement character.
pub(super) fn replace_c1(text: &str) -> String {
    text.replace(|c| ('\u{80}'..='\u{9f}').contains(&c), "\u{fffd}")
}

/// The text as an isolated part of its line, where it has right-to-left letters.
pub(super) fn isolate(text: &str) -> String {
    if has_rtl(text) { format!("{FSI}{text}{PDI}") } else { text.to_owned() }
}

/// Isolates what stands to the right of the frame in each line of a rendered finding.
pub(super) fn isolate_lines(rendered: &str) -> String {
    let mut out = String::with_capacity(rendered.len());
    for line in rendered.split_inclusive('\n') {
        let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
        if has_rtl(text) {
            let (at, opening) = frame(text);
            let (left, right) = text.split_at(at);
            out.extend([left, opening.encode_utf8(&mut [0; 4]), right, PDI.encode_utf8(&mut [0; 4])]);
        } else {
            out.push_str(text);
        }
        out.push_str(end);
    }
    out
}

fn has_rtl(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| matches!(bidi_class(c), BidiClass::R | BidiClass::AL))
}

/// Where the frame of a line ends, in bytes, and how the rest is to be isolated. Quoted lines and what is drawn under them keep
/// their columns only from left to right; sentences take their own direction.
fn frame(line: &str) -> (usize, char) {
    let visible = visible(line);
    let skip =
        |from: usize, wanted: fn(char) -> bool| visible[from..].iter().position(|&(_, c)| !wanted(c)).map_or(visible.len(), |n| from + n);
    let starts = |from: usize, mark: &str| mark.chars().eq(visible[from..].iter().take(mark.len()).map(|&(_, c)| c));
    let gutter = skip(0, |c| c == ' ' || c.is_ascii_digit());
    let indent = skip(0, |c| c == ' ');
    let (end, opening) = match gutter {
        g if starts(g, "| ") => (g + 2, LRI),
        g if starts(g, "--> ") || starts(g, "::: ") => (g + 4, LRI),
        g if starts(g, "= ") => (g + 2, FSI),
        _ => (indent, FSI),
    };
    (visible.get(end).map_or(line.len(), |&(at, _)| at), opening)
}

/// The characters that take up room, with their places: colours left out.
fn visible(line: &str) -> Vec<(usize, char)> {
    let mut escape = false;
    let mut shown = Vec::new();
    for (at, c) in line.char_indices() {
        match c {
            '\u{1b}' => escape = true,
            'm' if escape => escape = false,
            _ if escape => {}
            _ => shown.push((at, c)),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        isolate_lines(text).replace(LRI, "<").replace(FSI, "{").replace(PDI, ">")
    }

    #[test]
    fn the_frame_stays_outside() {
        for (line, wanted) in [
            ("12 | a = \"اسم\"", "12 | <a = \"اسم\">"),
            ("   | ^^^ اسم", "   | <^^^ اسم>"),
            (" --> اسم.toml:1:8", " --> <اسم.toml:1:8>"),
            ("   = law: اسم", "   = {law: اسم>"),
            ("          اسم", "          {اسم>"),
            ("error[X001]: اسم", "{error[X001]: اسم>"),
            ("12 | name = 1\n13 | اسم\n", "12 | name = 1\n13 | <اسم>\n"),
            ("\u{1b}[1m\u{1b}[94m12\u{1b}[0m \u{1b}[94m|\u{1b}[0m اسم", "\u{1b}[1m\u{1b}[94m12\u{1b}[0m \u{1b}[94m|\u{1b}[0m <اسم>"),
        ] {
            assert_eq!(marked(line), wanted);
        }
    }

    #[test]
    fn other_lines_are_untouched() {
        for line in ["", "\n", "12 | имя = \"東京\"\n", "   = law: é"] {
            assert_eq!(isolate_lines(line), line);
        }
    }
}
