//! DOCX and plain text: what a word processor will find in the file, read back without our own writer.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "docx/read.rs"]
mod read;
#[path = "support/sample.rs"]
mod sample;

use std::collections::{BTreeSet, HashSet};

use mla::doc::model::{Content, Document, Inline, RowKind, Running};
use mla::lang::Direction;
use mla::render::Writer;
use mla::render::docx::Docx;
use mla::render::style::{Layout, Style};
use mla::render::text::{Text, plain_text};
use read::{El, File, Lists};
use sample::{Sample, english_french, inlines, short};

const LAYOUTS: [(Layout, &str); 3] = [(Layout::SideBySide, "side"), (Layout::Sequence, "sequence"), (Layout::Single, "single")];
const PAIRS: [(&str, &str); 4] = [("en", "ar"), ("ar", "en"), ("en", "zh"), ("fr", "ru")];

fn styled(layout: Layout) -> Style {
    Style { layout, ..Style::default() }
}

fn file(document: &Document, layout: Layout) -> File {
    File::open(&Docx.write(document, &styled(layout)).unwrap())
}

/// Every sample in every layout.
fn everything() -> Vec<(String, Document, Layout)> {
    let mut out = Vec::new();
    for (layout, name) in LAYOUTS {
        out.push((format!("en-fr-{name}"), english_french(true), layout));
        out.push((format!("en-fr-final-{name}"), english_french(false), layout));
        out.extend(PAIRS.map(|(first, second)| (format!("{first}-{second}-{name}"), short(first, second, true), layout)));
    }
    out
}

/// Writes files for validators and for the eye: `cargo test --test docx -- --ignored samples`.
#[test]
#[ignore = "writes files for programs outside the tests"]
fn samples() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("docx");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, document, layout) in everything() {
        std::fs::write(folder.join(format!("{name}.docx")), Docx.write(&document, &styled(layout)).unwrap()).unwrap();
    }
}

#[test]
fn parts_are_well_formed_and_hang_together() {
    for (name, document, layout) in everything() {
        let file = file(&document, layout);
        assert_eq!(file.names[0], "[Content_Types].xml", "{name}");
        let typed: BTreeSet<_> = file.parts["[Content_Types].xml"].children("Override").map(|one| one.attr("PartName").unwrap()).collect();
        for part in file.names.iter().filter(|part| !part.ends_with(".rels") && !part.starts_with('[')) {
            assert!(typed.contains(format!("/{part}").as_str()), "{name}: {part} has no content type");
        }
        assert_eq!(typed.len() + 3, file.names.len(), "{name}");

        let mut ids = HashSet::new();
        for (rels, base) in [("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")] {
            for one in file.parts[rels].children("Relationship") {
                let target = format!("{base}{}", one.attr("Target").unwrap());
                assert!(file.parts.contains_key(&target), "{name}: {target}");
                ids.insert(one.attr("Id").unwrap());
            }
        }
        let mut all = Vec::new();
        file.main().walk(&mut all);
        assert!(all.iter().filter_map(|el| el.attr("r:id")).all(|id| ids.contains(id)), "{name}");
    }
}

#[test]
fn styles_and_lists_that_are_used_are_defined() {
    for (name, document, layout) in everything() {
        let file = file(&document, layout);
        let styles = &file.parts["word/styles.xml"];
        let defined: HashSet<_> = styles.children("w:style").map(|style| style.attr("w:styleId").unwrap()).collect();
        let based = styles.all("w:basedOn");
        let numbers: HashSet<_> = file.parts["word/numbering.xml"].children("w:num").filter_map(|num| num.attr("w:numId")).collect();
        for part in file.starting("word/") {
            for kind in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
                for used in part.all(kind).iter().chain(&based) {
                    assert!(defined.contains(used.val()), "{name}: {}", used.val());
                }
            }
            assert!(part.all("w:numId").iter().all(|used| numbers.contains(used.val())), "{name}");
        }
        let headings: Vec<_> = styles.children("w:style").filter(|style| style.all("w:outlineLvl").len() == 1).collect();
        let names: Vec<_> = headings.iter().map(|style| style.child("w:name").unwrap().val()).collect();
        assert_eq!(names, ["heading 1", "heading 2"], "{name}: only built-in headings reach the outline");
    }
}

/// The paragraphs of a cell or body with their labels, a line each, as [`plain_text`] gives them.
fn lines<'a>(paragraphs: impl IntoIterator<Item = &'a El>, lists: &mut Lists, out: &mut String) {
    for paragraph in paragraphs {
        let label = lists.label(paragraph).map(|label| label + " ").unwrap_or_default();
        let text = label + &paragraph.words();
        if !text.is_empty() {
            out.push_str(&text);
            out.push('\n');
        }
    }
}

/// The text of each language as a reader finds it in the file.
fn read_texts(file: &File, document: &Document, layout: Layout) -> Vec<String> {
    let mut lists = Lists::of(file);
    let body = file.main().child("w:body").unwrap();
    let side = layout == Layout::SideBySide && document.languages.len() == 2;
    let base = document.languages[0].direction();
    let mut texts = vec![String::new(); document.languages.len()];
    let mut at = 0;
    for kid in &body.kids {
        match kid.name.as_str() {
            "w:p" => {
                lines([kid], &mut lists, &mut texts[at]);
                at += usize::from(kid.at(&["w:pPr", "w:sectPr"]).is_some());
            }
            "w:tbl" => {
                for row in kid.children("w:tr") {
                    let cells: Vec<_> = row.children("w:tc").collect();
                    let halves = if side { vec![&cells[..cells.len() / 2], &cells[cells.len().div_ceil(2)..]] } else { vec![&cells[..]] };
                    for (half, cells) in halves.into_iter().enumerate() {
                        let lang = if side { half } else { at };
                        let mut cells = cells.to_vec();
                        if side && document.languages[lang].direction() != base {
                            cells.reverse();
                        }
                        for cell in cells {
                            lines(cell.children("w:p"), &mut lists, &mut texts[lang]);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    texts
}

fn without_blank_lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.is_empty()).collect()
}

#[test]
fn every_row_is_there_in_order_with_the_label_that_the_document_gives() {
    for (name, document, layout) in everything() {
        let texts = read_texts(&file(&document, layout), &document, layout);
        let count = if layout == Layout::Single { 1 } else { 2 };
        for (lang, text) in texts.iter().enumerate().take(count) {
            assert_eq!(without_blank_lines(text), without_blank_lines(&plain_text(&document, lang)), "{name}, language {lang}");
        }
        assert!(layout != Layout::Single || texts[1].is_empty(), "{name}");
    }
}

#[test]
fn lists_count_only_what_they_would_count_to() {
    const SEQUENCES: [&[&str]; 9] = [
        &["1.", "2.", "3.", "1.", "2."],
        &["1.", "3.", "4.", "8"],
        &["(y)", "(z)", "(aa)", "(bb)", "(a)"],
        &["(i)", "(ii)", "(iii)", "(i)", "(j)"],
        &["I.", "II.", "III.", "IV.", "A.", "B."],
        &["3.1", "3.2", "4.1", "4.1", "4.2"],
        &["一、", "二、", "十、", "十一、", "（一）"],
        &["–", "5%", "07.", "1.", "", "2.", "№ 3", "№ 4"],
        &["а)", "б)", "Annex 1", "Annex 2", "٣."],
    ];
    for kind in [RowKind::Paragraph, RowKind::Heading { level: 2 }, RowKind::Item { level: 1 }] {
        for labels in SEQUENCES {
            let mut sample = Sample::new(&["en", "fr"]);
            for (at, label) in labels.iter().enumerate() {
                sample.labelled(&format!("row/{at}"), kind.clone(), &[label], &["text", "texte"]);
                sample.text(&format!("between/{at}"), RowKind::Note, &["note", "note"]);
            }
            let document = sample.finish(false, Running::default());
            for layout in [Layout::SideBySide, Layout::Sequence] {
                let texts = read_texts(&file(&document, layout), &document, layout);
                for (lang, text) in texts.iter().enumerate() {
                    assert_eq!(text.replace(' ', ""), plain_text(&document, lang).replace(' ', ""), "{labels:?}");
                }
            }
        }
    }
}

#[test]
fn usual_numbers_are_real_lists() {
    let document = english_french(false);
    let labelled = document.rows.iter().flat_map(|row| &row.cells).filter(|block| block.label.is_some()).count();
    let file = file(&document, Layout::SideBySide);
    assert_eq!(file.main().all("w:numPr").len(), labelled);
}

/// Path and text of every value, in the order of the cells.
fn values(document: &Document) -> Vec<(&str, &str)> {
    let inlines = document.rows.iter().flat_map(|row| &row.cells).flat_map(|block| match &block.content {
        Content::Text(text) => vec![text],
        Content::Cells(cells) => cells.iter().collect(),
        Content::Empty => Vec::new(),
    });
    inlines
        .flatten()
        .filter_map(|inline| match inline {
            Inline::Value { path, text, .. } | Inline::Foreign { path, text, .. } | Inline::Gap { path, text } => {
                Some((path.as_str(), text.as_str()))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn content_controls_carry_path_and_value() {
    for (name, document, layout) in everything() {
        let file = file(&document, layout);
        let controls = file.main().all("w:sdt");
        let mut ids = HashSet::new();
        let mut found = Vec::new();
        for control in controls {
            let of = |what: &str| control.at(&["w:sdtPr", what]).unwrap().val().to_owned();
            assert_eq!(of("w:tag"), of("w:alias"), "{name}");
            let id: u32 = of("w:id").parse().unwrap();
            assert!(id > 0 && ids.insert(id), "{name}: {id}");
            let content = control.child("w:sdtContent").unwrap();
            assert!(content.all("w:t").iter().all(|t| t.kids.iter().all(|kid| !kid.text.contains('\u{200e}'))), "{name}");
            found.push((of("w:tag"), content.words()));
        }
        let mut expected: Vec<_> = values(&document).into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        if layout == Layout::Single {
            let mut first = document.clone();
            first.rows.iter_mut().for_each(|row| row.cells.truncate(1));
            expected = values(&first).into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        }
        // Columns of a language that runs against the table are written from the last to the first.
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let write = || Docx.write(&english_french(true), &Style::default()).unwrap();
    assert_eq!(write(), write());
}

#[test]
fn drafts_are_marked_on_every_page_and_finished_documents_on_none() {
    for (layout, _) in LAYOUTS {
        let draft = file(&english_french(true), layout);
        let headers: Vec<_> = draft.starting("word/header").collect();
        assert!(!headers.is_empty());
        for header in headers {
            let words = header.all("v:textpath").iter().filter_map(|path| path.attr("string")).collect::<String>();
            assert!(words.contains("DRAFT") || words.contains("PROJET"), "{words}");
            assert!(header.words().contains(words.split(" · ").next().unwrap()));
        }
        let done = file(&english_french(false), layout);
        for header in done.starting("word/header") {
            assert!(header.all("v:shape").is_empty());
            assert!(!header.words().contains("DRAFT") && !header.words().contains("PROJET"));
        }
    }
}

#[test]
fn pages_carry_reference_caution_count_and_title() {
    let document = english_french(false);
    for (layout, languages) in [(Layout::SideBySide, 2), (Layout::Sequence, 1), (Layout::Single, 1)] {
        let file = file(&document, layout);
        for footer in file.starting("word/footer") {
            assert!(footer.words().contains(&document.running.reference));
            let fields: Vec<_> = footer.all("w:fldSimple").iter().map(|field| field.attr("w:instr").unwrap().trim().to_owned()).collect();
            assert_eq!(fields, ["PAGE", "NUMPAGES"].repeat(languages));
        }
        for header in file.starting("word/header") {
            assert!(header.words().contains("Confiden"));
        }
        assert!(file.parts["word/header1.xml"].words().contains("Request for mutual legal assistance"));
        assert!(!file.parts["word/header2.xml"].words().contains("Request for mutual legal assistance"));
        for section in file.main().all("w:sectPr") {
            assert!(section.child("w:titlePg").is_some());
            let parts = |name: &'static str| section.children(name).filter_map(|one| one.attr("w:type")).collect::<Vec<_>>();
            assert_eq!(parts("w:headerReference"), ["default", "first"]);
            assert_eq!(parts("w:footerReference"), ["default", "first"]);
        }
    }
    let sections = |layout| file(&document, layout).main().all("w:sectPr").len();
    assert_eq!(LAYOUTS.map(|(layout, _)| sections(layout)), [1, 2, 1]);
}

#[test]
fn rows_share_a_table_row_and_heads_are_repeated() {
    let document = english_french(false);
    let side = file(&document, Layout::SideBySide);
    let rows: usize = side.main().all("w:tbl").iter().map(|table| table.children("w:tr").count()).sum();
    assert_eq!(rows, document.rows.len());
    for (layout, _) in LAYOUTS {
        let heads = file(&document, layout).main().all("w:tblHeader").len();
        let expected = document.rows.iter().filter(|row| matches!(&row.kind, RowKind::Table(table) if table.head)).count();
        assert_eq!(heads, if layout == Layout::Sequence { 2 * expected } else { expected });
    }
    for row in side.main().all("w:tr") {
        let style = row.all("w:pStyle").first().map(|style| style.val().to_owned()).unwrap_or_default();
        if style.starts_with("Heading") {
            assert!(row.at(&["w:trPr", "w:cantSplit"]).is_some());
            assert!(row.children("w:tc").all(|cell| cell.at(&["w:p", "w:pPr", "w:keepNext"]).is_some()));
        }
        if style == "NumberedParagraph" {
            assert!(row.at(&["w:trPr", "w:cantSplit"]).is_none(), "long paragraphs may go over the page");
        }
    }
}

#[test]
fn a_signature_is_never_alone_on_a_page() {
    for document in [english_french(false), short("en", "ar", false)] {
        for (layout, _) in LAYOUTS {
            let file = file(&document, layout);
            let paragraphs = file.main().all("w:p");
            let style = |at: usize| paragraphs[at].at(&["w:pPr", "w:pStyle"]).map_or("", El::val);
            let first = (0..paragraphs.len()).find(|at| style(*at) == "Signature").unwrap();
            let before = (0..first).rev().find(|at| style(*at) != "Separator").unwrap();
            for paragraph in &paragraphs[before..first] {
                let kept = paragraph.at(&["w:pPr", "w:keepNext"]).is_some();
                let styled = paragraph.at(&["w:pPr", "w:pStyle"]).is_some_and(|style| style.val() == "Separator");
                assert!(kept || styled, "{layout:?}: {}", paragraph.words());
            }
        }
    }
}

#[test]
fn right_to_left_text_says_so_at_every_level() {
    for (first, second) in [("en", "ar"), ("ar", "en")] {
        for (layout, _) in LAYOUTS {
            let document = short(first, second, true);
            let file = file(&document, layout);
            let stories = file.parts.iter().filter(|(name, _)| ["word/d", "word/h", "word/f"].iter().any(|s| name.starts_with(s)));
            for (_, part) in stories {
                for paragraph in part.all("w:p") {
                    let arabic = |el: &El| el.words().chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c));
                    for run in paragraph.all("w:r").into_iter().filter(|run| arabic(run)) {
                        let properties = run.child("w:rPr").unwrap();
                        assert!(properties.child("w:rtl").is_some(), "{}", run.words());
                        assert_eq!(properties.child("w:lang").unwrap().attr("w:bidi"), Some("ar-SA"));
                    }
                    let letters = |wanted: &dyn Fn(char) -> bool| paragraph.words().chars().filter(|c| wanted(*c)).count();
                    let arabic = letters(&|c| ('\u{600}'..='\u{6ff}').contains(&c));
                    if arabic > letters(&|c| c.is_ascii_alphabetic()) {
                        assert!(paragraph.at(&["w:pPr", "w:bidi"]).is_some(), "{}", paragraph.words());
                    }
                }
            }
            let turned = file.main().all("w:tbl").iter().filter(|table| table.at(&["w:tblPr", "w:bidiVisual"]).is_some()).count();
            let arabic_tables = match layout {
                Layout::SideBySide if first == "ar" => file.main().all("w:tbl").len(),
                Layout::Single if first == "en" => 0,
                Layout::SideBySide => 0,
                _ => 2,
            };
            assert_eq!(turned, arabic_tables, "{first}-{second} {layout:?}");
        }
    }
}

#[test]
fn values_against_the_direction_stay_whole() {
    let document = short("en", "ar", false);
    assert_eq!(document.languages[1].direction(), Direction::Rtl);
    let file = file(&document, Layout::SideBySide);
    let controls = file.main().all("w:sdt");
    let arabic: Vec<_> = controls
        .iter()
        .filter(|control| control.at(&["w:sdtPr", "w:tag"]).is_some_and(|tag| tag.val() == "facts[1].number"))
        .filter(|control| control.all("w:lang").iter().all(|lang| lang.attr("w:val").is_none()))
        .collect();
    assert_eq!(arabic.len(), 1);
    let runs = arabic[0].all("w:r");
    assert_eq!(runs.len(), 1);
    assert!(runs[0].at(&["w:rPr", "w:rtl"]).is_none());
}

#[test]
fn languages_are_named_for_spelling() {
    let languages = |first: &str, second: &str| -> BTreeSet<String> {
        let file = file(&short(first, second, false), Layout::SideBySide);
        let langs = file.main().all("w:lang").into_iter().flat_map(|lang| lang.attrs.clone());
        langs.map(|(key, value)| format!("{key}={value}")).collect()
    };
    assert!(languages("en", "zh").is_superset(&["w:val=en-GB", "w:eastAsia=zh-CN", "w:val=pl"].map(str::to_owned).into()));
    assert!(languages("fr", "ru").is_superset(&["w:val=fr-FR", "w:val=ru-RU"].map(str::to_owned).into()));
}

#[test]
fn gaps_are_placeholders_and_foreign_text_is_marked() {
    let file = file(&english_french(true), Layout::SideBySide);
    let gaps: Vec<_> = file.main().all("w:sdt").into_iter().filter(|one| one.at(&["w:sdtPr", "w:showingPlcHdr"]).is_some()).collect();
    assert_eq!(gaps.iter().map(|gap| gap.words()).collect::<Vec<_>>(), ["[missing: nationality]", "[manque : nationalité]"]);
    let styled = |style: &str| file.main().all("w:rStyle").into_iter().filter(|one| one.val() == style).count();
    assert_eq!((styled("Gap"), styled("ForeignText")), (2, 2));
    for run in file.main().all("w:r") {
        if run.at(&["w:rPr", "w:rStyle"]).is_some_and(|style| ["Gap", "ForeignText"].contains(&style.val())) {
            assert!(run.at(&["w:rPr", "w:shd"]).is_some());
        }
    }
}

#[test]
fn properties_come_from_the_document_alone() {
    let document = english_french(false);
    let file = file(&document, Layout::SideBySide);
    let core = &file.parts["docProps/core.xml"];
    let of = |name: &str| core.child(name).unwrap().words();
    assert_eq!(of("dc:title"), document.meta.title);
    assert_eq!(of("dc:subject"), "Bank records & <seizure>");
    assert_eq!(of("dc:creator"), document.meta.author);
    assert_eq!((of("dcterms:created"), of("dcterms:modified")), ("2026-11-20T00:00:00Z".to_owned(), "2026-11-20T00:00:00Z".to_owned()));
    let custom = &file.parts["docProps/custom.xml"];
    let found: Vec<_> = custom.children("property").map(|one| (one.attr("name").unwrap().to_owned(), one.words())).collect();
    assert_eq!(found, document.meta.provenance);
    let numbers: Vec<_> = custom.children("property").map(|one| one.attr("pid").unwrap()).collect();
    assert_eq!(numbers, ["2", "3"]);
}

#[test]
fn odd_documents_are_written_all_the_same() {
    let mut sample = Sample::new(&["en", "fr"]);
    let long = format!("{}iban", "records[0].".repeat(9));
    sample.labelled("odd", RowKind::Paragraph, &["%1.", "\u{7}x"], &["a]]>b & \"c\" <d>\u{0}\u{b}\u{ffff}", ""]);
    sample.text("value", RowKind::Paragraph, &[&format!("{{{long}=one}}"), &format!("{{{long}=un}}")]);
    sample.table("table", true, &[(50, false), (50, true)], &[&["one|two|three", "un"], &["|", "|"]]);
    let mut document = sample.finish(true, Running::default());
    assert!(Docx.write(&document, &Style::default()).is_err(), "a draft that cannot be marked");
    document.running.draft = vec![String::new(), "PROJET".to_owned()];
    document.meta.date = "tomorrow".to_owned();
    document.meta.provenance.clear();
    document.rows[1].cells[0].content = Content::Text(vec![Inline::Value { path: long, text: "two\nlines".to_owned(), solid: true }]);
    document.rows[2].cells.truncate(1);
    for (layout, _) in LAYOUTS {
        let file = file(&document, layout);
        assert!(file.main().words().contains("a]]>b & \"c\" <d>"));
        assert!(file.main().words().contains("two\nlines"));
        assert!(file.main().all("w:tag").iter().all(|tag| tag.val().chars().count() <= 64));
        assert!(file.parts["docProps/core.xml"].child("dcterms:created").is_none());
        for row in file.main().all("w:tr") {
            assert!(row.children("w:tc").all(|cell| cell.kids.last().is_some_and(|last| last.name == "w:p")));
        }
    }
    let mut one = short("fr", "ru", false);
    one.languages.truncate(1);
    one.rows.iter_mut().for_each(|row| row.cells.truncate(1));
    assert!(file(&one, Layout::SideBySide).main().words().contains("Exposé des faits"));
    one.rows.clear();
    assert_eq!(file(&one, Layout::Sequence).main().words(), "");
}

#[test]
fn plain_text_is_a_line_for_each_cell() {
    let mut sample = Sample::new(&["en", "fr"]);
    sample.text("head", RowKind::Letterhead, &["Office\nPoznań", "Parquet\nPoznań"]);
    sample.labelled(
        "facts.para/f1",
        RowKind::Paragraph,
        &["1."],
        &["On {!facts[0].date=5 March} **he** said {pl~facts[0].quote=nie}.", ""],
    );
    sample.table(
        "annexes",
        true,
        &[(20, false), (80, false)],
        &[&["No.|Title", "N°|Titre"], &["1|{?annexes[0].title=[missing: title]}", "1|Loi"]],
    );
    let running = Running {
        header: vec!["Request".to_owned(), "Demande".to_owned()],
        reference: "Oz 1".to_owned(),
        caution: Vec::new(),
        page: vec!["Page {page} of {pages}".to_owned(), "Page {page} sur {pages}".to_owned()],
        draft: vec!["DRAFT".to_owned(), "PROJET".to_owned()],
        ..Running::default()
    };
    let document = sample.finish(true, running);
    let text = String::from_utf8(Text.write(&document, &Style::default()).unwrap()).unwrap();
    let expected = "\
[page]
ref| Oz 1
en| Request | Page {page} of {pages} | DRAFT
fr| Demande | Page {page} sur {pages} | PROJET

[head]
en| Office ↵ Poznań
fr| Parquet ↵ Poznań

[facts.para/f1]
en| 1. On 5\u{a0}March he said ‹pl: nie›.
fr| 1.

[annexes/0]
en| No. | Title
fr| N° | Titre

[annexes/1]
en| 1 | [missing: title]
fr| 1 | Loi
";
    assert_eq!(text, expected);
    let single = String::from_utf8(Text.write(&document, &styled(Layout::Single)).unwrap()).unwrap();
    assert!(single.lines().all(|line| !line.starts_with("fr|")));
    assert_eq!(plain_text(&document, 0), "Office\nPoznań\n1. On 5\u{a0}March he said nie.\nNo.\nTitle\n1\n[missing: title]\n");
    assert_eq!(inlines("a"), [Inline::Text("a".to_owned())]);
}
