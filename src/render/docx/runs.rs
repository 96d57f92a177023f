//! Text inside a paragraph: runs with language and direction, values in content controls, marked gaps and foreign text.

use super::bidi;
use super::styles::{ALARM, FOREIGN_SHADE, GAP_SHADE, id};
use super::xml::Xml;
use crate::doc::model::{Block, Document, Inline};
use crate::lang::{Direction, Lang, Script};
use crate::render::numbers;
use sha2::{Digest, Sha256};

/// Longest name that Word accepts for a content control, in characters.
const TAG_LEN: usize = 64;

/// How a run looks, beyond the style of its paragraph.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Language of the text.
    pub(super) lang: Lang,
    /// Direction of the paragraph.
    pub(super) base: Direction,
    /// Character style.
    pub(super) style: Option<&'static str>,
}

impl Look {
    /// Plain text of a paragraph in `lang`.
    pub(super) fn of(lang: Lang) -> Self {
        Self { lang, base: lang.direction(), style: None }
    }

    /// The same with a character style.
    pub(super) fn styled(self, style: &'static str) -> Self {
        Self { style: Some(style), ..self }
    }
}

/// Gives each content control of a file its own number.
#[derive(Default)]
pub(super) struct Ids(u32);

impl Ids {
    fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

/// What a content control holds.
#[derive(Clone, Copy)]
enum Kind {
    /// Text without looks of its own.
    Plain,
    /// Text that is marked. LibreOffice 7.4 shows no marks in plain controls, but forgets the names of others when it saves: for a
    /// value the name matters more, for a mark that it is seen.
    Rich,
    /// What stands there until something is typed.
    Placeholder,
}

/// The runs of a block or of a cell of its table.
pub(super) fn inlines(x: &mut Xml, ids: &mut Ids, block: &Block, content: &[Inline]) {
    let plain = Look::of(block.lang);
    for inline in content {
        match inline {
            Inline::Text(text) => runs(x, text, plain),
            Inline::Strong(text) => runs(x, text, plain.styled(id::STRONG)),
            Inline::Label(text) => runs(x, text, plain.styled(id::LABEL)),
            Inline::Value { path, text, solid } => {
                // A value against the direction of the paragraph stays in one piece. The marks that hold it together stand
                // outside the control, so that the value is read back as it was.
                let rtl = bidi::has_rtl(text);
                let shield = plain.base == Direction::Rtl && !rtl && (*solid || bidi::has_letters(text));
                if shield {
                    run(x, "\u{200e}", plain, false);
                }
                control(x, ids, path, text, Kind::Plain, |x| match *solid || shield {
                    true => run(x, text, plain, rtl),
                    false => runs(x, text, plain),
                });
                if shield {
                    run(x, "\u{200e}", plain, false);
                }
            }
            Inline::Foreign { path, lang, text } => {
                let look = Look { lang: *lang, ..plain }.styled(id::FOREIGN);
                control(x, ids, path, text, Kind::Rich, |x| runs(x, text, look));
            }
            Inline::Gap { path, text } => control(x, ids, path, text, Kind::Placeholder, |x| runs(x, text, plain.styled(id::GAP))),
            Inline::Break => x.el("w:r", &[], |x| x.leaf("w:br", &[])),
        }
    }
}

/// The text as one run for each direction.
pub(super) fn runs(x: &mut Xml, text: &str, look: Look) {
    // LibreOffice does not ask runs for their direction where digits are concerned; the marks tell it.
    let held = if look.base == Direction::Rtl || bidi::has_rtl(text) { numbers::marked(text, '\u{200e}', '\u{200e}') } else { text.into() };
    for segment in bidi::segments(&held, look.base) {
        run(x, segment.text, look, segment.rtl);
    }
}

/// A field such as `PAGE`, with a first value until the word processor counts.
pub(super) fn field(x: &mut Xml, instruction: &str, look: Look) {
    x.el("w:fldSimple", &[("w:instr", &format_args!(" {instruction} "))], |x| run(x, "1", look, look.base == Direction::Rtl));
}

fn run(x: &mut Xml, text: &str, look: Look, rtl: bool) {
    let fonts = x.fonts.clone();
    for (text, family) in fonts.stretches(text) {
        run_in(x, text, look, rtl, family);
    }
}

/// A run, in a font of its own where one is named.
fn run_in(x: &mut Xml, text: &str, look: Look, rtl: bool, family: Option<&str>) {
    if text.is_empty() {
        return;
    }
    x.el("w:r", &[], |x| {
        x.el("w:rPr", &[], |x| properties(x, look, rtl, Some(text), family));
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                x.leaf("w:br", &[]);
            }
            for (at, part) in line.split('\t').enumerate() {
                if at > 0 {
                    x.leaf("w:tab", &[]);
                }
                let part: String = part.chars().filter(|c| *c == '\u{200e}' || !bidi::is_control(*c)).collect();
                if !part.is_empty() {
                    x.text_el("w:t", &[("xml:space", &"preserve")], &part);
                }
            }
        }
    });
}

/// What a run with this text says about itself, or a paragraph mark, whose direction and language its number takes over.
pub(super) fn run_properties(x: &mut Xml, look: Look, rtl: bool, text: Option<&str>) {
    properties(x, look, rtl, text, None);
}

fn properties(x: &mut Xml, look: Look, rtl: bool, text: Option<&str>, family: Option<&str>) {
    if let Some(style) = look.style {
        x.val("w:rStyle", style);
    }
    let han = look.lang.script() == Script::Han;
    if let Some(family) = family {
        // Which of the four a word processor takes depends on the script, and programs differ.
        x.leaf("w:rFonts", &[("w:ascii", &family), ("w:hAnsi", &family), ("w:eastAsia", &family), ("w:cs", &family)]);
    } else if han && text.is_none_or(|text| text.chars().any(|c| ('\u{2e80}'..='\u{ffef}').contains(&c))) {
        // Quotation marks exist in Latin and Chinese fonts alike; without the hint they would be narrow.
        // Text that is all Latin goes without it, or LibreOffice breaks it anywhere.
        x.leaf("w:rFonts", &[("w:hint", &"eastAsia")]);
    }
    // LibreOffice 7.4 is deaf to character styles inside content controls, and these marks must be seen.
    let shade = match look.style {
        Some(id::GAP) => {
            x.leaf("w:b", &[]);
            x.leaf("w:bCs", &[]);
            x.val("w:color", ALARM);
            Some(GAP_SHADE)
        }
        Some(id::FOREIGN) => Some(FOREIGN_SHADE),
        _ => None,
    };
    if let Some(fill) = shade {
        x.leaf("w:shd", &[("w:val", &"clear"), ("w:color", &"auto"), ("w:fill", &fill)]);
    }
    if rtl {
        x.leaf("w:rtl", &[]);
        let lang = if look.lang.direction() == Direction::Rtl { proofing(look.lang) } else { "ar-SA".to_owned() };
        x.leaf("w:lang", &[("w:bidi", &lang)]);
    } else if han {
        x.leaf("w:lang", &[("w:eastAsia", &proofing(look.lang))]);
    } else if look.lang.direction() == Direction::Ltr {
        x.leaf("w:lang", &[("w:val", &proofing(look.lang))]);
    }
}

fn control(x: &mut Xml, ids: &mut Ids, path: &str, text: &str, kind: Kind, content: impl FnOnce(&mut Xml)) {
    if text.is_empty() {
        return;
    }
    let tag = tag(path);
    x.el("w:sdt", &[], |x| {
        x.el("w:sdtPr", &[], |x| {
            // LibreOffice 7.4 drops the tag when it saves; the alias is what remains.
            x.val("w:alias", &tag);
            x.val("w:tag", &tag);
            x.val("w:id", ids.next());
            match kind {
                Kind::Plain if text.contains('\n') => x.leaf("w:text", &[("w:multiLine", &1)]),
                Kind::Plain => x.leaf("w:text", &[]),
                Kind::Rich => {}
                Kind::Placeholder => x.leaf("w:showingPlcHdr", &[]),
            }
        });
        x.el("w:sdtContent", &[], content);
    });
}

/// The name of the control: the path, or its beginning and a hash where it is too long.
fn tag(path: &str) -> String {
    if path.chars().count() <= TAG_LEN {
        return path.to_owned();
    }
    let hash = Sha256::digest(path.as_bytes());
    let hash: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let head: String = path.chars().take(TAG_LEN - hash.len() - 1).collect();
    format!("{head}~{hash}")
}

/// The tag with the region that word processors want before they check spelling; unknown languages as they are.
fn proofing(lang: Lang) -> String {
    match lang.as_str() {
        "en" => "en-GB",
        "fr" => "fr-FR",
        "es" => "es-ES",
        "pt" => "pt-PT",
        "ru" => "ru-RU",
        "uk" => "uk-UA",
        "ar" => "ar-SA",
        "zh" | "zh-Hans" => "zh-CN",
        "zh-Hant" => "zh-TW",
        other => other,
    }
    .to_owned()
}

/// The languages that hold where a run names none: of Latin and the like, of East Asia, from right to left.
pub(super) fn languages(document: &Document) -> [String; 3] {
    let first = |wanted: &dyn Fn(Lang) -> bool, or: &str| {
        document.languages.iter().find(|lang| wanted(**lang)).map_or_else(|| or.to_owned(), |lang| proofing(*lang))
    };
    let han = |lang: Lang| lang.script() == Script::Han;
    let rtl = |lang: Lang| lang.direction() == Direction::Rtl;
    [first(&|lang| !han(lang) && !rtl(lang), "en-GB"), first(&han, "zh-CN"), first(&rtl, "ar-SA")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_paths_stay_apart_and_within_the_limit() {
        let (a, b) = (format!("{}a", "records[0].".repeat(8)), format!("{}b", "records[0].".repeat(8)));
        assert_eq!(tag("accounts[0].iban"), "accounts[0].iban");
        assert_eq!(tag(&a).chars().count(), TAG_LEN);
        assert_ne!(tag(&a), tag(&b));
    }
}
