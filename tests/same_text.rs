//! PDF and DOCX of one case say the same, word for word, in both languages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use lopdf::{Document as Pdf, Object, ObjectId};
use mla::doc::compose;
use mla::doc::model::Document;
use mla::render::Writer as _;
use mla::render::docx::Docx;
use mla::render::pdf::Pdf as PdfWriter;
use mla::render::style::Style;
use mla::render::text::plain_text;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

/// The words of a text in alphabetical order, without marks that have no width.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.chars().filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}' | '\u{ad}')).collect();
    let mut words: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
    words.sort();
    words
}

/// What glyph numbers of a font stand for, from its `ToUnicode`.
fn meanings(pdf: &Pdf, font: &Object) -> BTreeMap<u16, String> {
    let dict = pdf.dereference(font).unwrap().1.as_dict().unwrap();
    let map = pdf.dereference(dict.get(b"ToUnicode").unwrap()).unwrap().1.as_stream().unwrap();
    let text = String::from_utf8_lossy(&map.decompressed_content().unwrap_or_else(|_| map.content.clone())).into_owned();
    let mut out = BTreeMap::new();
    for block in text.split("beginbfchar").skip(1).map(|b| b.split("endbfchar").next().unwrap()) {
        let codes: Vec<&str> = block.split(['<', '>']).map(str::trim).filter(|t| !t.is_empty()).collect();
        for pair in codes.chunks(2).filter(|p| p.len() == 2) {
            let units: Vec<u16> =
                pair[1].as_bytes().chunks(4).map(|c| u16::from_str_radix(std::str::from_utf8(c).unwrap(), 16).unwrap()).collect();
            out.insert(u16::from_str_radix(pair[0], 16).unwrap(), String::from_utf16(&units).unwrap());
        }
    }
    out
}

/// The texts of marked content by page and number. Where a hyphen ends a line it is content of its own, which stands for nothing.
fn marked(pdf: &Pdf) -> BTreeMap<(ObjectId, i64), String> {
    let mut out = BTreeMap::new();
    for page in pdf.get_pages().into_values() {
        let resources = pdf.get_object(page).unwrap().as_dict().unwrap().get(b"Resources").unwrap();
        let resources = pdf.dereference(resources).unwrap().1.as_dict().unwrap();
        let fonts = pdf.dereference(resources.get(b"Font").unwrap()).unwrap().1.as_dict().unwrap();
        let fonts: BTreeMap<String, _> =
            fonts.iter().map(|(name, font)| (String::from_utf8_lossy(name).into_owned(), meanings(pdf, font))).collect();
        let mut open: Option<(i64, bool)> = None;
        let content = String::from_utf8_lossy(&pdf.get_page_content(page)).into_owned();
        for line in content.lines() {
            if line.ends_with(" BDC") {
                let digits = |rest: &str| rest.trim_start().split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok());
                open = line.split("/MCID").nth(1).and_then(digits).map(|n| (n, line.starts_with("/Span")));
                if let Some((number, _)) = open {
                    out.insert((page, number), String::new());
                }
            } else if let (Some(rest), Some((number, false))) = (line.strip_prefix("BT "), open) {
                let font = rest.split('/').nth(1).unwrap().split(' ').next().unwrap();
                for hex in rest.split('<').skip(1).map(|h| h.split('>').next().unwrap()) {
                    for code in hex.as_bytes().chunks(4) {
                        let gid = u16::from_str_radix(std::str::from_utf8(code).unwrap(), 16).unwrap();
                        out.get_mut(&(page, number)).unwrap().push_str(&fonts[font][&gid]);
                    }
                }
            }
        }
    }
    out
}

/// All text of a PDF in the order of its structure, one line for each element.
fn pdf_text(bytes: &[u8]) -> String {
    fn walk(pdf: &Pdf, object: &Object, page: Option<ObjectId>, texts: &BTreeMap<(ObjectId, i64), String>, out: &mut String) {
        match pdf.dereference(object).unwrap().1 {
            Object::Array(kids) => kids.iter().for_each(|k| walk(pdf, k, page, texts, out)),
            Object::Integer(number) => out.push_str(&texts[&(page.unwrap(), *number)]),
            Object::Dictionary(dict) => {
                let page = dict.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                if let Ok(number) = dict.get(b"MCID").and_then(Object::as_i64) {
                    out.push_str(&texts[&(page.unwrap(), number)]);
                } else {
                    out.push('\n');
                    if let Ok(kids) = dict.get(b"K") {
                        walk(pdf, kids, page, texts, out);
                    }
                }
            }
            _ => {}
        }
    }
    let pdf = Pdf::load_mem(bytes).unwrap();
    let texts = marked(&pdf);
    let root = pdf.catalog().unwrap().get(b"StructTreeRoot").unwrap().clone();
    let mut out = String::new();
    walk(&pdf, &root, None, &texts, &mut out);
    out
}

/// All text of the body of a DOCX, one line for each paragraph.
fn docx_text(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut out, mut text) = (String::new(), false);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(e) => match e.name().as_ref() {
                "w:t" => text = true,
                "w:p" => out.push('\n'),
                _ => {}
            },
            quick_xml::events::Event::Empty(e) if matches!(e.name().as_ref(), "w:br" | "w:tab") => out.push(' '),
            quick_xml::events::Event::End(e) if e.name().as_ref() == "w:t" => text = false,
            quick_xml::events::Event::Text(t) if text => out.push_str(&t.xml10_content()),
            quick_xml::events::Event::GeneralRef(r) if text => out.push(match r.xml10_content().as_ref() {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                other => panic!("{other}"),
            }),
            quick_xml::events::Event::Eof => return out,
            _ => {}
        }
    }
}

/// The numbers and letters before paragraphs, which a DOCX leaves to its lists.
fn labels(document: &Document) -> Vec<String> {
    document.rows.iter().flat_map(|r| &r.cells).filter_map(|c| c.label.clone()).filter(|l| !l.is_empty()).collect()
}

#[test]
fn both_formats_hold_the_same_words() {
    for (name, path) in support::examples() {
        let checked = support::check_text(&std::fs::read_to_string(path).unwrap(), support::forms());
        let document = compose(&checked.outcome, support::forms(), support::library()).unwrap();
        let style = Style::default();
        let pdf = words(&pdf_text(&PdfWriter.write(&document, &style).unwrap()));
        let mut docx = words(&docx_text(&Docx.write(&document, &style).unwrap()));
        docx.extend(labels(&document).iter().flat_map(|l| words(l)));
        docx.sort();
        // Arabic comes out of a PDF in pieces; tests/conformance.rs says how much of it.
        let in_pieces = document.languages.iter().any(|lang| lang.script() == mla::lang::Script::Arabic);
        let wanted = words(&(0..document.languages.len()).map(|l| plain_text(&document, l)).collect::<Vec<_>>().join("\n"));
        assert!(wanted.len() > 400, "{name}: only {} words", wanted.len());
        for (format, found) in [("pdf", &pdf), ("docx", &docx)].into_iter().filter(|(format, _)| !(in_pieces && *format == "pdf")) {
            let missing: Vec<&String> = wanted.iter().filter(|w| !found.contains(w)).collect();
            let extra: Vec<&String> = found.iter().filter(|w| !wanted.contains(w)).collect();
            assert!(*found == wanted, "{name} as {format}: missing {missing:?}, extra {extra:?}, {} of {}", found.len(), wanted.len());
        }
    }
}
