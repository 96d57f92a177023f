//! What a house style says in words: letterhead, texts on every page, caution, numbers of headings. They are put into the document
//! before it is written, so that every writer prints the same.

use super::style::Style;
use crate::doc::model::{Block, Content, Document, Inline, Numbering, Row, RowKind};
use crate::lang::Lang;

/// Puts the texts of a style into a document.
pub fn dress(document: &mut Document, style: &Style) {
    if style.numbering != Numbering::default() {
        document.renumber(style.numbering);
    }
    letterhead(document, style);
    let languages = document.languages.clone();
    let running = &mut document.running;
    for (house, own) in [(&style.header.text, &mut running.head_text), (&style.footer.text, &mut running.foot_text)] {
        if languages.iter().any(|lang| house.get(*lang).is_some()) {
            *own = languages.iter().map(|lang| house.get(*lang).cloned().unwrap_or_default()).collect();
        }
    }
    if style.caution.always || running.caution.iter().any(|text| !text.is_empty()) {
        running.caution.resize(languages.len(), String::new());
        for (lang, own) in languages.iter().zip(&mut running.caution) {
            if let Some(text) = style.caution.text.get(*lang) {
                own.clone_from(text);
            }
        }
    }
}

fn letterhead(document: &mut Document, style: &Style) {
    let lines = |lang: Lang| style.letterhead.lines.get(lang);
    if document.languages.iter().all(|lang| lines(*lang).is_none()) {
        return;
    }
    let is_head = |row: &Row| row.kind == RowKind::Letterhead;
    if !document.rows.iter().any(is_head) {
        let block = |lang: &Lang| Block { lang: *lang, label: None, content: Content::Empty };
        let cells = document.languages.iter().map(block).collect();
        document.rows.insert(0, Row { id: "letterhead".to_owned(), kind: RowKind::Letterhead, cells });
    }
    let mut first = true;
    for row in document.rows.iter_mut().filter(|row| is_head(row)) {
        for cell in &mut row.cells {
            let Some(lines) = lines(cell.lang) else { continue };
            // A letterhead of several blocks is replaced as a whole.
            cell.content = if first && !lines.is_empty() { Content::Text(text(lines)) } else { Content::Empty };
        }
        first = false;
    }
    document.rows.retain(|row| !is_head(row) || row.cells.iter().any(|cell| cell.content != Content::Empty));
}

/// Lines with their strong words.
fn text(lines: &[String]) -> Vec<Inline> {
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.push(Inline::Break);
        }
        for (part, text) in line.split("**").enumerate().filter(|(_, text)| !text.is_empty()) {
            out.push(if part % 2 == 1 { Inline::Strong(text.to_owned()) } else { Inline::Text(text.to_owned()) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::model::{Meta, Running};

    fn document() -> Document {
        let fr: Lang = "fr".parse().unwrap();
        let cell = |lang, label: Option<&str>, text: &str| Block {
            lang,
            label: label.map(str::to_owned),
            content: Content::Text(vec![Inline::Text(text.to_owned())]),
        };
        let row = |id: &str, kind, label| Row { id: id.to_owned(), kind, cells: vec![cell(Lang::EN, label, id), cell(fr, label, id)] };
        Document {
            languages: vec![Lang::EN, fr],
            rows: vec![
                row("head", RowKind::Letterhead, None),
                row("more", RowKind::Letterhead, None),
                row("one", RowKind::Heading { level: 1 }, Some("I.")),
                row("text", RowKind::Paragraph, Some("1.")),
                row("item", RowKind::Item { level: 1 }, Some("(a)")),
                row("two", RowKind::Heading { level: 2 }, Some("I.1")),
            ],
            running: Running { page: vec!["page {page}".to_owned(), "page {page}".to_owned()], ..Running::default() },
            meta: Meta::default(),
            draft: false,
        }
    }

    fn dressed(style: &str) -> Document {
        let mut document = document();
        dress(&mut document, &toml::from_str(style).unwrap());
        document
    }

    fn said(document: &Document, id: &str, at: usize) -> String {
        let row = document.rows.iter().find(|row| row.id == id).unwrap();
        match &row.cells[at].content {
            Content::Text(text) => text.iter().map(Inline::text).collect(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_style_without_texts_changes_nothing() {
        assert_eq!(dressed("text-size = 9"), document());
    }

    #[test]
    fn headings_alone_are_numbered_in_another_way() {
        let document = dressed("numbering = \"decimal\"");
        let labels: Vec<_> = document.rows.iter().filter_map(|row| row.cells[1].label.as_deref()).collect();
        assert_eq!(labels, ["1.", "1.", "(a)", "1.1"]);
    }

    #[test]
    fn the_letterhead_of_a_language_is_replaced_as_a_whole() {
        let document = dressed("[letterhead]\nlines = { en = [\"**Ministry** of Justice\", \"2 Main Street\"] }");
        assert_eq!(
            (said(&document, "head", 0).as_str(), said(&document, "head", 1).as_str()),
            ("Ministry of Justice\n2 Main Street", "head")
        );
        assert_eq!((said(&document, "more", 0).as_str(), said(&document, "more", 1).as_str()), ("Empty", "more"));
        let Content::Text(text) = &document.rows[0].cells[0].content else { panic!() };
        assert_eq!(text[0], Inline::Strong("Ministry".to_owned()));
        let document = dressed("[letterhead]\nlines = { en = [\"a\"], fr = [\"b\"] }");
        assert_eq!(document.rows.iter().filter(|row| row.kind == RowKind::Letterhead).count(), 1);
    }

    #[test]
    fn a_caution_stands_where_one_is_asked_for_or_always() {
        let text = "[caution]\ntext = { fr = \"Réservé\" }";
        assert!(dressed(text).running.caution.is_empty());
        assert_eq!(dressed(&format!("{text}\nalways = true")).running.caution, ["", "Réservé"]);
        let mut document = document();
        document.running.caution = vec!["Confidential".to_owned(), "Confidentiel".to_owned()];
        dress(&mut document, &toml::from_str(text).unwrap());
        assert_eq!(document.running.caution, ["Confidential", "Réservé"]);
    }

    #[test]
    fn texts_stand_beside_title_and_page_count() {
        let document = dressed("[header]\ntext = { en = \"Ministry\" }\n[footer]\ntext = { fr = \"Place 1\" }");
        let running = &document.running;
        assert_eq!((running.head(0).as_str(), running.head(1).as_str()), ("Ministry", ""));
        assert_eq!((running.foot(0).as_str(), running.foot(1).as_str()), ("page {page}", "page {page} · Place 1"));
    }
}
