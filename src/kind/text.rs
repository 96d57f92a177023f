//! One line, names, and free text with its languages.

use super::value::{Name, Prose};
use super::{Complaint, Cx, Parsed, Raw, Value, string};
use crate::lang::Lang;
use crate::source::Span;
use crate::suggest::nearest;
use toml::de::DeValue;
use unicode_normalization::UnicodeNormalization as _;

/// The code of the complaint about a character that must not stand in a document; `None` for all others.
fn forbidden(c: char) -> Option<&'static str> {
    match c {
        '\n' | '\t' | '\r' => None,
        '\u{202a}'..='\u{202e}' => Some("MLA205"),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Some("MLA204"),
        '\u{200b}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}' => Some("MLA202"),
        c if c.is_control() => Some("MLA202"),
        _ => None,
    }
}

/// A character by its number, and by its Unicode name where people know it under one.
pub(super) fn named(c: char) -> String {
    let name = match c {
        '\0' => "NULL",
        '\u{7}' => "BELL",
        '\u{8}' => "BACKSPACE",
        '\u{b}' => "LINE TABULATION",
        '\u{c}' => "FORM FEED",
        '\u{1b}' => "ESCAPE",
        '\u{7f}' => "DELETE",
        '\u{85}' => "NEXT LINE",
        '\u{200b}' => "ZERO WIDTH SPACE",
        '\u{202a}' => "LEFT-TO-RIGHT EMBEDDING",
        '\u{202b}' => "RIGHT-TO-LEFT EMBEDDING",
        '\u{202c}' => "POP DIRECTIONAL FORMATTING",
        '\u{202d}' => "LEFT-TO-RIGHT OVERRIDE",
        '\u{202e}' => "RIGHT-TO-LEFT OVERRIDE",
        '\u{feff}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{fffd}' => "REPLACEMENT CHARACTER",
        c if !c.is_control() && forbidden(c).is_none() => return format!("{c} (U+{:04X})", u32::from(c)),
        _ => return format!("U+{:04X}", u32::from(c)),
    };
    format!("U+{:04X} {name}", u32::from(c))
}

/// A text in normal form C, with line feeds only, without space at its ends.
pub(super) fn clean(text: &str, span: Span) -> Result<String, Complaint> {
    if let Some((c, code)) = text.chars().find_map(|c| forbidden(c).map(|code| (c, code))) {
        return Err(Complaint::new(code, span, named(c)));
    }
    let normal: String = text.trim().nfc().collect();
    Ok(normal.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n"))
}

pub(super) fn line(raw: &Raw<'_>) -> Result<String, Complaint> {
    let span = Span::from(raw.span());
    let text = clean(&string(raw, "text")?, span)?;
    if text.contains('\n') {
        return Err(Complaint::new("MLA203", span, text.lines().next().unwrap_or("")));
    }
    Ok(text)
}

pub(super) fn name(raw: &Raw<'_>) -> Parsed {
    let span = Span::from(raw.span());
    let DeValue::Table(table) = raw.get_ref() else {
        let text = line(raw).map_err(|c| vec![c])?;
        let latin = crate::lang::script_of(&text) == crate::lang::Script::Latin;
        let name = if latin { Name { native: None, latin: Some(text) } } else { Name { native: Some(text), latin: None } };
        return Ok(Value::Name(name));
    };
    let mut name = Name { native: None, latin: None };
    let mut wrong = Vec::new();
    for (key, value) in table {
        let target = match key.get_ref().as_ref() {
            "native" => &mut name.native,
            "latin" => &mut name.latin,
            other => {
                wrong.push(Complaint::new("MLA271", key.span().into(), other));
                continue;
            }
        };
        match line(value) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => *target = Some(text),
            Err(complaint) => wrong.push(complaint),
        }
    }
    if wrong.is_empty() && name.native.is_none() && name.latin.is_none() {
        wrong.push(Complaint::new("MLA271", span, ""));
    }
    if wrong.is_empty() { Ok(Value::Name(name)) } else { Err(wrong) }
}

pub(super) fn prose(raw: &Raw<'_>, cx: &Cx<'_>) -> Parsed {
    let span = Span::from(raw.span());
    let DeValue::Table(table) = raw.get_ref() else {
        let text = string(raw, "prose").and_then(|t| clean(&t, span)).map_err(|c| vec![c])?;
        return Ok(Value::Prose(Prose { bare: Some((text, span)), texts: Vec::new() }));
    };
    let mut prose = Prose::default();
    let mut wrong = Vec::new();
    for (key, value) in table {
        let tag = key.get_ref().as_ref();
        let Some(lang) = super::known_tag(tag, cx.lexicon) else {
            let known = cx.lexicon.languages().iter().map(Lang::as_str);
            let near = nearest(tag, known).unwrap_or("").to_owned();
            wrong.push(Complaint::new("MLA253", key.span().into(), tag).arg("known", near));
            continue;
        };
        let at = Span::from(value.span());
        match string(value, "prose").and_then(|t| clean(&t, at)) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => prose.texts.push((lang, text, at)),
            Err(complaint) => wrong.push(complaint),
        }
    }
    if wrong.is_empty() { Ok(Value::Prose(prose)) } else { Err(wrong) }
}
