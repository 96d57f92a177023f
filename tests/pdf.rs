//! The PDF as readers of structure find it, and the rules of its layout.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/sample.rs"]
#[allow(dead_code)]
mod sample;

use lopdf::{Document as Pdf, Object, ObjectId};
use mla::doc::model::{Content, Document, Inline, Row, RowKind};
use mla::render::pdf::{Pdf as Writer_, placements};
use mla::render::style::{Layout, Style};
use mla::render::{RenderError, Writer as _};
use sample::{english_french, short};
use std::collections::BTreeSet;

const LAYOUTS: [(Layout, &str); 3] = [(Layout::SideBySide, "side"), (Layout::Sequence, "sequence"), (Layout::Single, "single")];

fn styled(layout: Layout) -> Style {
    Style { layout, ..Style::default() }
}

fn samples() -> Vec<(String, Document)> {
    let mut out = vec![("en-fr".to_owned(), english_french(true)), ("en-fr-final".to_owned(), english_french(false))];
    for (first, second) in [("en", "ar"), ("ar", "en"), ("en", "zh"), ("fr", "ru")] {
        out.push((format!("{first}-{second}"), short(first, second, false)));
    }
    out
}

/// Every sample in every layout, written and kept under `target/tmp/pdf` for looking at.
fn written() -> Vec<(String, Document, Vec<u8>)> {
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pdf");
    std::fs::create_dir_all(&dir).unwrap();
    let mut out = Vec::new();
    for (name, document) in samples() {
        for (layout, suffix) in LAYOUTS {
            let bytes = Writer_.write(&document, &styled(layout)).unwrap();
            std::fs::write(dir.join(format!("{name}-{suffix}.pdf")), &bytes).unwrap();
            out.push((format!("{name}-{suffix}"), document.clone(), bytes));
        }
    }
    out
}

#[test]
fn files_are_tagged_titled_and_in_a_language() {
    for (name, document, bytes) in written() {
        let pdf = Pdf::load_mem(&bytes).unwrap();
        let catalog = pdf.catalog().unwrap();
        for key in ["StructTreeRoot", "MarkInfo", "Lang", "Metadata", "OutputIntents", "PageLabels", "ViewerPreferences", "Outlines"] {
            assert!(catalog.has(key.as_bytes()), "{name}: {key}");
        }
        let lang = catalog.get(b"Lang").and_then(Object::as_str).unwrap();
        assert_eq!(lang, document.languages[0].as_str().as_bytes(), "{name}");
    }
}

/// All marked content numbers of a page's stream.
fn numbers(pdf: &Pdf, page: ObjectId) -> Vec<i64> {
    let content = String::from_utf8_lossy(&pdf.get_page_content(page)).into_owned();
    content.split("/MCID ").skip(1).map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()).collect()
}

#[test]
fn all_marked_content_is_in_the_structure_and_nothing_is_nested() {
    for (name, _, bytes) in written() {
        let pdf = Pdf::load_mem(&bytes).unwrap();
        let root = pdf.catalog().unwrap().get(b"StructTreeRoot").unwrap();
        let root = pdf.dereference(root).unwrap().1.as_dict().unwrap();
        let parents = pdf.dereference(root.get(b"ParentTree").unwrap()).unwrap().1.as_dict().unwrap();
        let nums = parents.get(b"Nums").unwrap().as_array().unwrap();
        for (at, (_, page)) in pdf.get_pages().into_iter().enumerate() {
            let listed = pdf.dereference(&nums[2 * at + 1]).unwrap().1.as_array().unwrap().len();
            let found: BTreeSet<i64> = numbers(&pdf, page).into_iter().collect();
            assert_eq!(found, (0..i64::try_from(listed).unwrap()).collect(), "{name}, page {}", at + 1);
            let content = String::from_utf8_lossy(&pdf.get_page_content(page)).into_owned();
            let mut depth = 0i32;
            for line in content.lines() {
                depth += i32::try_from(line.matches(" BDC").count()).unwrap() - i32::from(line.trim() == "EMC");
                assert!((0..=1).contains(&depth), "{name}: nested or unbalanced marked content at {line}");
            }
            assert_eq!(depth, 0, "{name}");
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = english_french(true);
    let style = Style::default();
    let first = Writer_.write(&document, &style).unwrap();
    let others: Vec<Vec<u8>> = std::thread::scope(|s| {
        let started: Vec<_> = (0..2).map(|_| s.spawn(|| Writer_.write(&document, &style).unwrap())).collect();
        started.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(others.iter().all(|o| *o == first));
}

#[test]
fn headings_never_end_a_page_and_rows_stay_in_order() {
    for (name, document) in samples() {
        for (layout, suffix) in LAYOUTS {
            let placed = placements(&document, &styled(layout)).unwrap();
            for pair in placed.windows(2) {
                assert!(pair[1].page >= pair[0].page, "{name}-{suffix}");
                assert!(
                    !pair[0].heading || pair[1].page == pair[0].page,
                    "{name}-{suffix}: {} ends page {}",
                    pair[0].row,
                    pair[0].page + 1
                );
            }
            for p in placed.iter().filter(|p| p.of > 3 && p.lines < p.of && !p.repeated) {
                assert!(p.lines >= 2, "{name}-{suffix}: one line of {} alone on page {}", p.row, p.page + 1);
            }
        }
    }
}

#[test]
fn every_line_of_every_row_is_placed_once() {
    for (name, document) in samples() {
        let placed = placements(&document, &Style::default()).unwrap();
        for row in &document.rows {
            let of: Vec<_> = placed.iter().filter(|p| p.row == row.id && !p.repeated).collect();
            let lines: usize = of.iter().map(|p| p.lines).sum();
            assert!(of.iter().all(|p| p.of == lines), "{name}: {}", row.id);
        }
    }
}

fn paragraph(id: &str, text: &str, like: &Document) -> Row {
    let cells = like
        .languages
        .iter()
        .map(|lang| mla::doc::model::Block { lang: *lang, label: None, content: Content::Text(vec![Inline::Text(text.to_owned())]) })
        .collect();
    Row { id: id.to_owned(), kind: RowKind::Paragraph, cells }
}

#[test]
fn a_character_without_a_glyph_is_told_with_its_row() {
    let mut document = english_french(false);
    let row = paragraph("odd", "A rune: \u{16a0}.", &document);
    document.rows.push(row);
    match Writer_.write(&document, &Style::default()) {
        Err(RenderError::MissingGlyphs(missing)) => assert_eq!(missing, [('\u{16a0}', "odd".to_owned())]),
        other => panic!("{:?}", other.map(|b| b.len())),
    }
}

#[test]
fn a_row_longer_than_a_page_is_parted() {
    let mut document = english_french(false);
    let long = "The account was opened, used and closed again within the period of the request. ".repeat(160);
    document.rows = vec![paragraph("long", &long, &document)];
    let placed = placements(&document, &Style::default()).unwrap();
    assert!(placed.len() >= 3, "{}", placed.len());
    assert!(placed.iter().all(|p| p.lines >= 2));
}
