//! Where rows stand: headings, divided rows, tables, signatures.

use mla::doc::model::{Document, RowKind};
use mla::render::pdf::{Pdf, Placement};
use mla::render::style::{Layout, Style};

use crate::reader::Reader;
use crate::sample::{self, Maker};
use crate::style;

const LAYOUTS: [Layout; 3] = [Layout::SideBySide, Layout::Sequence, Layout::Single];

fn prose(words: usize) -> String {
    let stock = [
        "the", "transfer", "was", "ordered", "by", "a", "nominee", "director", "on", "behalf", "of", "persons", "unknown", "at", "that",
        "time",
    ];
    (0..words).map(|at| stock[(at * 7 + at / 5) % stock.len()]).collect::<Vec<_>>().join(" ")
}

fn placements(document: &Document, style: &Style) -> Vec<Placement> {
    Pdf::report(document, style).unwrap().placements
}

fn finish(m: Maker) -> Document {
    m.document(&["Request", "Demande"], &["{page}/{pages}", "{page}/{pages}"], "Request")
}

/// Documents whose rows fall on ever different places of the page.
fn shifted() -> impl Iterator<Item = Document> {
    (0..24).map(|shift| {
        let mut m = Maker::new(&["en", "fr"]);
        m.para("", &[&prose(40 + 23 * shift), "Court."]);
        for part in 0..12 {
            m.head(1, &format!("{part}."), &["Heading of a part", "Titre d’une partie"]);
            if part % 3 == 0 {
                m.head(2, &format!("{part}.1"), &["Heading below it", "Titre en dessous"]);
            }
            let (long, short) = (prose(20 + 31 * part), prose(18 + 11 * part));
            m.para("1.", if part % 2 == 0 { [long.as_str(), short.as_str()] } else { [short.as_str(), long.as_str()] }.as_slice());
            m.item(1, "(a)", &[&short, &short]);
        }
        m.add(RowKind::Signature, "", &["Place|||Name", "Lieu|||Nom"]);
        finish(m)
    })
}

#[test]
fn a_heading_is_never_the_last_thing_on_a_page() {
    let mut seen = 0;
    for document in shifted() {
        for layout in LAYOUTS {
            let placed = placements(&document, &style(layout));
            for pair in placed.windows(2).filter(|pair| pair[0].heading) {
                seen += 1;
                assert_eq!(pair[0].page, pair[1].page, "{layout:?} {}", pair[0].row);
                let all = pair[1].column_lines.iter().copied().max().unwrap();
                assert!(pair[1].heading || pair[1].lines >= 2.min(all), "{layout:?} {}: {} line(s) follow", pair[0].row, pair[1].lines);
            }
        }
    }
    assert!(seen > 1000);
}

#[test]
fn no_column_leaves_a_single_line_of_a_divided_row() {
    let mut divided = 0;
    for document in shifted() {
        for part in placements(&document, &Style::default()) {
            let end = part.first_line + part.lines;
            let last = part.column_lines.iter().copied().max().unwrap();
            if part.lines == last {
                continue;
            }
            divided += 1;
            assert!(part.lines >= 2, "{part:?}");
            for column in part.column_lines.iter().filter(|lines| **lines > end) {
                assert!(column - end >= 2, "{part:?}");
            }
        }
    }
    assert!(divided > 20, "{divided}");
}

#[test]
fn rows_stay_within_the_page_and_follow_one_another() {
    for document in shifted().chain([sample::request(), sample::draft()]) {
        for layout in LAYOUTS {
            let style = style(layout);
            let placed = placements(&document, &style);
            for part in &placed {
                assert!(part.top >= style.margins[0] - 0.1 && part.bottom <= style.paper[1] - style.margins[2] + 0.1, "{part:?}");
            }
            for pair in placed.windows(2) {
                assert!(pair[1].page > pair[0].page || pair[1].top >= pair[0].bottom - 0.01, "{pair:?}");
            }
        }
    }
}

#[test]
fn a_row_longer_than_several_pages_is_divided_with_its_columns_in_step() {
    let mut m = Maker::new(&["en", "fr"]);
    m.para("1.", &[&prose(4000), &prose(2500)]);
    m.para("2.", &["After it.", "Après."]);
    let document = finish(m);
    let placed = placements(&document, &Style::default());
    let parts: Vec<&Placement> = placed.iter().filter(|part| part.row == "row0").collect();
    assert!(parts.len() > 5, "{}", parts.len());
    for (at, part) in parts.iter().enumerate() {
        assert_eq!(part.page, at);
        assert_eq!(part.first_line, parts[..at].iter().map(|before| before.lines).sum::<usize>());
    }
    let total: usize = parts.iter().map(|part| part.lines).sum();
    assert_eq!(Some(total), parts[0].column_lines.iter().copied().max());
}

#[test]
fn the_head_of_a_table_is_said_once_and_seen_on_every_page() {
    let mut m = Maker::new(&["en", "fr"]);
    m.table("t", true, false, &[20, 80], &[&["Number", "Holder"], &["Numéro", "Titulaire"]]);
    for at in 0..90 {
        m.table("t", false, false, &[20, 80], &[&[&at.to_string(), "Name"], &[&at.to_string(), "Nom"]]);
    }
    let document = finish(m);
    let bytes = mla::render::Writer::write(&Pdf, &document, &Style::default()).unwrap();
    let reader = Reader::new(&bytes);
    assert!(reader.pages.len() > 1);
    let elements = reader.elements();
    let count = |tag: &str| elements.iter().filter(|e| e.0 == tag).count();
    assert_eq!((count("Table"), count("TR"), count("TH"), count("TD")), (2, 182, 4, 360));
    for page in 1..reader.pages.len() {
        let repeated: String = reader.artifacts.iter().filter(|a| a.0 == page && a.1 == "Pagination").map(|a| a.2.as_str()).collect();
        assert!(repeated.contains("Holder") && repeated.contains("Titulaire"), "{repeated}");
    }
}

#[test]
fn a_row_of_a_table_is_whole_unless_it_is_long() {
    let mut m = Maker::new(&["en", "fr"]);
    for at in 0..30 {
        m.table("t", false, true, &[30, 70], &[&["Label", &prose(5 + at * 3)], &["Libellé", &prose(5 + at * 2)]]);
    }
    m.table("t", false, true, &[30, 70], &[&["Label", &prose(2000)], &["Libellé", "court"]]);
    let placed = placements(&finish(m), &Style::default());
    let parts = |row: &str| placed.iter().filter(|part| part.row == row).count();
    assert!((0..10).all(|at| parts(&format!("t/{at}")) == 1));
    assert!(parts("t/30") > 2);
    let alone = |part: &&mla::render::pdf::Placement| part.lines < 2 && part.column_lines.iter().any(|lines| *lines > 7);
    assert_eq!(placed.iter().find(alone), None, "no line of a row stands alone");
}

#[test]
fn the_signature_is_whole_and_not_alone_on_its_page() {
    for document in shifted() {
        for layout in LAYOUTS {
            let placed = placements(&document, &style(layout));
            for (at, part) in placed
                .iter()
                .enumerate()
                .filter(|(_, part)| document.rows.iter().any(|row| row.id == part.row && row.kind == RowKind::Signature))
            {
                assert_eq!(part.lines, 4);
                assert_eq!(placed[at - 1].page, part.page, "{layout:?}");
            }
        }
    }
}

#[test]
fn the_second_language_begins_on_a_new_page() {
    let document = sample::request();
    let placed = placements(&document, &style(Layout::Sequence));
    let first = &document.rows[0].id;
    let starts: Vec<&Placement> = placed.iter().filter(|part| part.row == *first).collect();
    assert_eq!(starts.len(), 2);
    let before = placed.iter().rposition(|part| part.page < starts[1].page).unwrap();
    assert_eq!(placed[before].row, document.rows[document.rows.len() - 1].id);
}

#[test]
fn both_tables_of_a_row_have_the_same_height_and_the_rows_do_not_overlap() {
    let document = sample::request();
    let placed = placements(&document, &Style::default());
    let table: Vec<&Placement> = placed.iter().filter(|part| part.row.starts_with("accounts/")).collect();
    assert_eq!(table.len(), 7);
    assert!(table.windows(2).all(|pair| pair[0].page != pair[1].page || (pair[1].top - pair[0].bottom).abs() < 0.01));
}
