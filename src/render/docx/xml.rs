//! A small XML writer. Elements are closed by the structure of the code, everything else is escaped, so that a part cannot be ill-formed.

use crate::render::fonts::Fonts;
use std::fmt::{self, Display, Write as _};

/// Attributes of an element, in the order in which they are written.
pub(super) type Attrs<'a> = &'a [(&'static str, &'a dyn Display)];

/// An XML document that is being written.
pub(super) struct Xml {
    out: String,
    /// Fonts that runs of the part may name.
    pub(super) fonts: Fonts,
}

impl Xml {
    /// A whole part: declaration, root element and what `body` puts into it.
    pub(super) fn part(root: &'static str, attrs: Attrs<'_>, body: impl FnOnce(&mut Self)) -> String {
        Self::part_with(&Fonts::default(), root, attrs, body)
    }

    /// The same, of a part with text whose runs may need other fonts than those of its styles.
    pub(super) fn part_with(fonts: &Fonts, root: &'static str, attrs: Attrs<'_>, body: impl FnOnce(&mut Self)) -> String {
        let out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        let mut xml = Self { out, fonts: fonts.clone() };
        xml.el(root, attrs, body);
        xml.out
    }

    /// An element with what `body` puts into it.
    pub(super) fn el(&mut self, name: &'static str, attrs: Attrs<'_>, body: impl FnOnce(&mut Self)) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attrs {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            self.escape(value);
            self.out.push('"');
        }
        self.out.push('>');
        let start = self.out.len();
        body(self);
        if self.out.len() == start {
            self.out.pop();
            self.out.push_str("/>");
        } else {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// An element without content.
    pub(super) fn leaf(&mut self, name: &'static str, attrs: Attrs<'_>) {
        self.el(name, attrs, |_| {});
    }

    /// An element whose only attribute is `w:val`.
    pub(super) fn val(&mut self, name: &'static str, value: impl Display) {
        self.leaf(name, &[("w:val", &value)]);
    }

    /// An element that holds nothing but text.
    pub(super) fn text_el(&mut self, name: &'static str, attrs: Attrs<'_>, text: &str) {
        self.el(name, attrs, |x| x.escape(&text));
    }

    fn escape(&mut self, value: &dyn Display) {
        // The adaptor never fails: it only appends to a string.
        let _ = write!(Escape(&mut self.out), "{value}");
    }
}

struct Escape<'a>(&'a mut String);

impl fmt::Write for Escape<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                // A parser would turn them into spaces inside an attribute.
                '\t' => self.0.push_str("&#9;"),
                '\n' => self.0.push_str("&#10;"),
                '\r' => self.0.push_str("&#13;"),
                c if is_allowed(c) => self.0.push(c),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether XML 1.0 can hold the character at all.
fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped_and_illegal_characters_are_dropped() {
        let part = Xml::part("r", &[("a", &"x\"<\n")], |x| {
            x.text_el("t", &[], "a & b\u{1}<c>\u{fffe}");
            x.leaf("e", &[]);
            x.val("v", 7);
        });
        let (_, body) = part.split_once('\n').unwrap();
        assert_eq!(body, "<r a=\"x&quot;&lt;&#10;\"><t>a &amp; b&lt;c&gt;</t><e/><v w:val=\"7\"/></r>");
    }
}
