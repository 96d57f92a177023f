//! The web page: well formed, self-contained, with the language and direction of every block.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

mod support;

use mla::doc::compose;
use mla::doc::model::RowKind;
use mla::render::Writer as _;
use mla::render::html::Html;
use mla::render::style::{Layout, Style};
use mla::render::text::plain_text;

fn page(name: &str, style: &Style) -> (String, mla::doc::model::Document) {
    let text = std::fs::read_to_string(support::root().join("examples").join(name)).unwrap();
    let checked = support::check_text(&text, support::forms());
    let document = compose(&checked.outcome, support::forms(), support::library()).unwrap();
    (String::from_utf8(Html.write(&document, style).unwrap()).unwrap(), document)
}

/// Every element is closed in its order; nothing else is needed to read the page as a tree.
fn assert_balanced(html: &str) {
    let tag = regex::Regex::new(r"<(/?)([a-z0-9]+)[^>]*>").unwrap();
    let mut open: Vec<String> = Vec::new();
    for found in tag.captures_iter(html) {
        let name = found[2].to_owned();
        if ["meta", "br", "col", "img"].contains(&name.as_str()) {
            continue;
        }
        if found[1].is_empty() {
            open.push(name);
        } else {
            assert_eq!(open.pop().as_deref(), Some(name.as_str()));
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

fn text_of(html: &str) -> String {
    let body = html.split_once("<body>").unwrap().1;
    let breaks = regex::Regex::new(r"</(p|h1|h2|h3|th|td|div)>|<br>").unwrap().replace_all(body, " ");
    let text = regex::Regex::new(r"<[^>]*>").unwrap().replace_all(&breaks, "");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn the_page_is_self_contained_and_says_its_languages() {
    let (html, mut document) = page("uncac-bank-records.toml", &Style::default());
    assert_balanced(&html);
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">"));
    for outside in ["<script", "http:", "https:", "src=", "@import", "url("] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert_eq!(html.matches("<div lang=\"en\" dir=\"ltr\">").count(), html.matches("<div lang=\"fr\" dir=\"ltr\">").count());
    assert!(html.contains("<h2 class=\"heading\">") && html.contains("<th scope=\"row\">"));
    // The documents of the program have tables of entries only; a table with a head says so too.
    let table = document.rows.iter_mut().find_map(|row| if let RowKind::Table(table) = &mut row.kind { Some(table) } else { None });
    table.unwrap().head = true;
    let headed = String::from_utf8(Html.write(&document, &Style::default()).unwrap()).unwrap();
    assert!(!html.contains("<th scope=\"col\">") && headed.contains("<th scope=\"col\">"));
    assert!(html.contains("<bdi class=\"solid\" data-field=\"accounts[acc1].iban\">"));
}

#[test]
fn the_page_says_what_the_paper_says() {
    for at in [0, 1] {
        let style = Style { layout: Layout::Sequence, ..Style::default() };
        let (html, document) = page("bilateral-service.toml", &style);
        let said = words(&text_of(&html));
        let wanted = words(&plain_text(&document, at));
        assert!(wanted.len() > 500 && said.windows(wanted.len()).any(|window| window == wanted.as_slice()), "language {at}");
    }
}

#[test]
fn one_language_alone_and_text_that_looks_like_markup() {
    let text = std::fs::read_to_string(support::root().join("examples/reciprocity-records.toml")).unwrap();
    let text = text.replacen("\nsubject.en = \"", "\nsubject.en = \"<b>A & B</b> ", 1);
    assert!(text.contains("<b>A & B</b>"));
    let checked = support::check_text(&text, support::forms());
    let document = compose(&checked.outcome, support::forms(), support::library()).unwrap();
    let style = Style { layout: Layout::Single, ..Style::default() };
    let html = String::from_utf8(Html.write(&document, &style).unwrap()).unwrap();
    assert!(html.contains("&lt;b&gt;A &amp; B&lt;/b&gt;") && !html.contains("<b>"));
    assert!(!html.contains("lang=\"fr\""));
    assert_balanced(&html);
}
