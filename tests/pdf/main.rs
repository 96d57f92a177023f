//! The PDF writer from outside: what a reader, a validator and an archive find in the file.

#![allow(clippy::unwrap_used, clippy::panic)]

mod layout;
mod reader;
mod sample;

use std::collections::BTreeSet;
use std::path::PathBuf;

use lopdf::Object;
use mla::doc::model::{Content, Document, Inline, RowKind};
use mla::render::pdf::Pdf;
use mla::render::style::{Layout, Style};
use mla::render::{RenderError, Writer};
use reader::Reader;

pub(crate) fn style(layout: Layout) -> Style {
    Style { layout, ..Style::default() }
}

fn samples() -> Vec<(&'static str, Document, Style)> {
    vec![
        ("en-fr", sample::request(), style(Layout::SideBySide)),
        ("en-fr-sequence", sample::request(), style(Layout::Sequence)),
        ("en-single", sample::request(), style(Layout::Single)),
        ("en-fr-draft", sample::draft(), style(Layout::SideBySide)),
        ("en-fr-long", sample::long(), style(Layout::SideBySide)),
        ("en-ar", sample::arabic(), style(Layout::SideBySide)),
        ("ar-en", sample::swapped(sample::arabic()), style(Layout::SideBySide)),
        ("ar-single", sample::swapped(sample::arabic()), style(Layout::Single)),
        ("en-zh", sample::chinese(), style(Layout::SideBySide)),
        ("fr-ru", sample::russian(), style(Layout::SideBySide)),
    ]
}

fn write(document: &Document, style: &Style) -> Vec<u8> {
    Pdf.write(document, style).unwrap()
}

/// The samples lie in `target/tmp/pdf` after the test, to be looked at.
#[test]
fn samples_are_written_and_loaded() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pdf");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, document, style) in samples() {
        let bytes = write(&document, &style);
        std::fs::write(folder.join(format!("{name}.pdf")), &bytes).unwrap();
        assert!(bytes.starts_with(b"%PDF-1.7"), "{name}");
        let pages = Reader::new(&bytes).pages.len();
        assert_eq!(pages, Pdf::report(&document, &style).unwrap().pages, "{name}");
    }
}

#[test]
fn the_catalog_says_what_archives_and_readers_ask_for() {
    let reader = Reader::new(&write(&sample::request(), &Style::default()));
    let catalog = reader.catalog();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    assert!(reader.dict(catalog, "MarkInfo").get(b"Marked").unwrap().as_bool().unwrap());
    assert!(reader.dict(catalog, "ViewerPreferences").get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    assert_eq!(catalog.get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
    assert!(catalog.has(b"PageLabels") && catalog.has(b"StructTreeRoot"));
    let intents = reader.get(catalog.get(b"OutputIntents").unwrap()).as_array().unwrap();
    let intent = reader.get(&intents[0]).as_dict().unwrap();
    assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFA1");
    let profile = reader.get(intent.get(b"DestOutputProfile").unwrap()).as_stream().unwrap().decompressed_content().unwrap();
    assert_eq!((&profile[12..20], &profile[36..40]), (&b"mntrRGB "[..], &b"acsp"[..]));
    let packet = reader.get(catalog.get(b"Metadata").unwrap()).as_stream().unwrap();
    assert!(!packet.dict.has(b"Filter"), "metadata can be read without a PDF reader");
    let packet = String::from_utf8(packet.content.clone()).unwrap();
    for part in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "2026-03-09T00:00:00Z", "case: sha256 4f1c"] {
        assert!(packet.contains(part), "{part} in {packet}");
    }
}

#[test]
fn the_information_has_the_date_of_the_request_and_no_other() {
    let reader = Reader::new(&write(&sample::request(), &Style::default()));
    let info = reader.get(reader.file.trailer.get(b"Info").unwrap()).as_dict().unwrap();
    for key in ["CreationDate", "ModDate"] {
        assert_eq!(info.get(key.as_bytes()).unwrap().as_str().unwrap(), b"D:20260309000000Z");
    }
    assert_eq!(info.get(b"Author").unwrap().as_str().unwrap(), b"Office of the Prosecutor General");
    let mut undated = sample::request();
    undated.meta.date = "next week".to_owned();
    let reader = Reader::new(&write(&undated, &Style::default()));
    assert!(!reader.get(reader.file.trailer.get(b"Info").unwrap()).as_dict().unwrap().has(b"CreationDate"));
}

#[test]
fn every_piece_of_text_belongs_to_one_element_or_is_an_artifact() {
    for (name, document, style) in samples() {
        let reader = Reader::new(&write(&document, &style));
        assert_eq!((reader.stray.as_str(), reader.nested), ("", 0), "{name}");
        let parents = reader.dict(reader.dict(reader.catalog(), "StructTreeRoot"), "ParentTree");
        let nums = reader.get(parents.get(b"Nums").unwrap()).as_array().unwrap();
        assert_eq!(nums.len(), reader.pages.len() * 2, "{name}");
        for (page, id) in reader.pages.iter().enumerate() {
            let key = reader.file.get_dictionary(*id).unwrap().get(b"StructParents").unwrap().as_i64().unwrap();
            assert_eq!((nums[page * 2].as_i64().unwrap(), key), (page as i64, page as i64));
            let owners = reader.get(&nums[page * 2 + 1]).as_array().unwrap();
            let used: Vec<i64> = reader.said.keys().filter(|(of, _)| *of == page).map(|(_, mcid)| *mcid).collect();
            assert_eq!(used, (0..owners.len() as i64).collect::<Vec<_>>(), "{name}, page {page}");
            for (mcid, owner) in owners.iter().enumerate() {
                let element = reader.get(owner).as_dict().unwrap();
                let kids = match reader.get(element.get(b"K").unwrap()) {
                    Object::Array(kids) => kids.clone(),
                    other => vec![other.clone()],
                };
                let holds = kids.iter().any(|kid| match reader.get(kid) {
                    Object::Integer(number) => *number == mcid as i64 && element.get(b"Pg").unwrap().as_reference().unwrap() == *id,
                    Object::Dictionary(dict) if dict.has(b"MCID") => {
                        dict.get(b"MCID").unwrap().as_i64().unwrap() == mcid as i64
                            && dict.get(b"Pg").unwrap().as_reference().unwrap() == *id
                    }
                    _ => false,
                });
                assert!(holds, "{name}: the element of content {mcid} on page {page} holds it");
            }
        }
    }
}

/// What the blocks of a document say in a language order, spaces and soft hyphens aside.
fn wording(document: &Document, cells: &[usize]) -> Vec<String> {
    let mut out = Vec::new();
    for row in &document.rows {
        for cell in cells {
            let block = &row.cells[*cell];
            let parts: Vec<&[Inline]> = match &block.content {
                Content::Text(inlines) => vec![inlines],
                Content::Cells(cells) => cells.iter().map(Vec::as_slice).collect(),
                Content::Empty => Vec::new(),
            };
            let label = block.label.clone().unwrap_or_default();
            out.push(squeezed(&(label + &parts.concat().iter().map(Inline::text).collect::<String>())));
        }
    }
    out
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{AD}' && *c != '\u{A0}' && *c != '\u{202F}').collect()
}

#[test]
fn the_text_is_complete_and_in_reading_order() {
    // Tables, and items below an item, are read language by language, all else row by row.
    let mut document = sample::request();
    document.rows.retain(|row| !matches!(row.kind, RowKind::Table(_) | RowKind::Item { level: 2 }));
    for (layout, order) in
        [(Layout::SideBySide, vec![vec![0, 1]]), (Layout::Sequence, vec![vec![0], vec![1]]), (Layout::Single, vec![vec![0]])]
    {
        let reader = Reader::new(&write(&document, &style(layout)));
        let said: String = reader.elements().iter().map(|element| element.3.as_str()).collect();
        let wanted: String = order.iter().flat_map(|cells| wording(&document, cells)).collect();
        assert_eq!(squeezed(&said), wanted, "{layout:?}");
    }
}

#[test]
fn items_below_an_item_are_read_with_it_in_its_language() {
    let elements = Reader::new(&write(&sample::request(), &Style::default())).elements();
    let labels: Vec<&str> = elements.iter().filter(|e| e.0 == "Lbl").map(|e| e.3.trim()).collect();
    assert_eq!(labels, ["(a)", "(a)", "(b)", "(i)", "(ii)", "(b)", "(i)", "(ii)", "(c)", "(c)"]);
    let lists: Vec<usize> = elements.iter().filter(|e| e.0 == "L").map(|e| e.2).collect();
    assert_eq!(lists, [1, 4, 4]);
}

#[test]
fn words_are_not_glued_at_line_ends() {
    let reader = Reader::new(&write(&sample::request(), &Style::default()));
    let said: Vec<String> = reader.elements().into_iter().map(|element| element.3.replace('\u{AD}', "")).collect();
    for words in
        ["Republic of Examplia Office of the Prosecutor General Department", "1. The request concerns the investigation of aggravated"]
    {
        assert!(said.iter().any(|text| text.contains(words)), "{words}");
    }
}

#[test]
fn languages_and_kinds_are_told_apart() {
    let reader = Reader::new(&write(&sample::draft(), &Style::default()));
    let elements = reader.elements();
    let tagged = |tag: &str, lang: &str| elements.iter().filter(|e| e.0 == tag && e.1.as_deref() == Some(lang)).count();
    for tag in ["H1", "H2", "P", "Table", "LI"] {
        assert_eq!(tagged(tag, "en"), tagged(tag, "fr"), "{tag}");
        assert!(tagged(tag, "en") > 0, "{tag}");
    }
    let foreign: Vec<_> = elements.iter().filter(|e| e.0 == "Span").collect();
    // The end of a page may divide it.
    assert!(!foreign.is_empty() && foreign.iter().all(|e| e.1.as_deref() == Some("en")), "{foreign:?}");
    let said: String = foreign.iter().map(|e| e.3.as_str()).collect();
    assert_eq!(said, "the summary that has not been translated yet");
    // The end of a line may divide a word.
    let whole = |text: &str| text.replace('\u{ad}', "");
    assert!(elements.iter().any(|e| e.0 == "P" && whole(&e.3).contains("[stade de la procédure manquant]")));
    let parts: Vec<_> = Reader::new(&write(&sample::request(), &style(Layout::Sequence))).elements();
    let parts: Vec<_> = parts.iter().filter(|e| e.0 == "Part").map(|e| e.1.clone().unwrap()).collect();
    assert_eq!(parts, ["en", "fr"]);
}

#[test]
fn a_draft_is_marked_on_every_page_and_a_request_is_not() {
    for (document, marked) in [(sample::draft(), true), (sample::request(), false)] {
        let reader = Reader::new(&write(&document, &Style::default()));
        for page in 0..reader.pages.len() {
            let of =
                |subtype: &str| reader.artifacts.iter().filter(|a| a.0 == page && a.1 == subtype).map(|a| a.2.as_str()).collect::<String>();
            assert_eq!(of("Watermark").contains("DRAFT"), marked);
            assert_eq!(of("Header").contains("PROJET"), marked);
            assert!(of("Header").contains("MLA/2026/0147-PG") && of("Header").contains("Demande d’entraide judiciaire"));
            let (here, all) = (page + 1, reader.pages.len());
            assert!(of("Footer").contains(&format!("page {here} of {all}")) && of("Footer").contains(&format!("page {here} sur {all}")));
            assert!(of("Footer").contains("Confidentiel"));
        }
    }
}

#[test]
fn fonts_are_embedded_and_state_the_width_and_text_of_every_glyph() {
    for (name, document, style) in samples() {
        let reader = Reader::new(&write(&document, &style));
        let maps = reader.fonts(0);
        let page = reader.file.get_dictionary(reader.pages[0]).unwrap();
        for (font, object) in reader.dict(reader.dict(page, "Resources"), "Font") {
            let font_dict = reader.get(object).as_dict().unwrap();
            let below = reader.get(&reader.get(font_dict.get(b"DescendantFonts").unwrap()).as_array().unwrap()[0]).as_dict().unwrap();
            assert!(reader.dict(below, "FontDescriptor").has(b"FontFile2"), "{name}");
            let mut widths = BTreeSet::new();
            let entries = reader.get(below.get(b"W").unwrap()).as_array().unwrap();
            for pair in entries.chunks(2) {
                let (first, list) = (pair[0].as_i64().unwrap(), pair[1].as_array().unwrap());
                widths.extend((0..list.len() as i64).map(|step| first + step));
            }
            let codes: BTreeSet<i64> = maps[font].keys().map(|code| i64::from(*code)).collect();
            assert_eq!(codes, widths, "{name}");
            assert!(maps[font].values().all(|text| !text.is_empty() && !text.contains('\u{FFFD}')), "{name}");
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for (name, document, style) in samples() {
        let once = write(&document, &style);
        let again = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..2).map(|_| scope.spawn(|| write(&document, &style))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        assert!(again.iter().all(|bytes| *bytes == once), "{name}");
    }
    let mut other = sample::request();
    other.meta.subject.push('!');
    assert_ne!(write(&other, &Style::default()), write(&sample::request(), &Style::default()));
}

#[test]
fn characters_that_no_face_has_are_named_with_their_rows() {
    let mut document = sample::request();
    let last = document.rows.len() - 1;
    for (row, text) in [(5, "pleased \u{1F600} and \u{16A0}"), (last, "again \u{1F600}")] {
        document.rows[row].cells[0].content = Content::Text(vec![Inline::Text(text.to_owned())]);
    }
    let Err(RenderError::MissingGlyphs(missing)) = Pdf.write(&document, &Style::default()) else { panic!("no error") };
    let id = document.rows[5].id.clone();
    assert_eq!(missing, [('\u{1F600}', id.clone()), ('\u{16A0}', id)]);
}

#[test]
fn a_style_without_room_is_refused() {
    for style in [
        Style { paper: [200.0, 842.0], ..Style::default() },
        Style { margins: [400.0, 54.0, 400.0, 54.0], ..Style::default() },
        Style { gutter: 480.0, ..Style::default() },
    ] {
        assert!(matches!(Pdf.write(&sample::request(), &style), Err(RenderError::DoesNotFit(_))));
    }
}

#[test]
fn odd_documents_are_written_all_the_same() {
    let mut document = sample::request();
    for (at, row) in document.rows.iter_mut().enumerate() {
        match at % 7 {
            0 => row.cells[1].content = Content::Empty,
            1 => row.cells.truncate(1),
            2 => row.cells.clear(),
            3 => row.cells[0].content = Content::Text(vec![Inline::Break, Inline::Text(" \t\n".to_owned()), Inline::Break]),
            4 => row.cells[0].content = Content::Cells(vec![Vec::new(); 9]),
            5 => row.cells[0].label = Some("a label longer than any number in a list".to_owned()),
            _ => row.cells[0].content = Content::Text(Vec::new()),
        }
        if let RowKind::Table(table) = &mut row.kind {
            table.columns.truncate(at % 3);
        }
    }
    document.running = mla::doc::model::Running::default();
    document.meta = mla::doc::model::Meta::default();
    for layout in [Layout::SideBySide, Layout::Sequence, Layout::Single] {
        assert_eq!(Reader::new(&write(&document, &style(layout))).stray, "");
    }
    document.languages.clear();
    assert_eq!(Reader::new(&write(&document, &Style::default())).pages.len(), 1);
}

#[test]
fn an_empty_document_is_a_page() {
    let mut document = sample::request();
    document.rows.clear();
    assert_eq!(Reader::new(&write(&document, &Style::default())).pages.len(), 1);
}
