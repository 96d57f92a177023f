//! A house style reaches every format: the worked example, as an office would use it, and what is said of one that is wrong.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

#[path = "support/program.rs"]
#[allow(dead_code, reason = "more is run elsewhere")]
mod program;
#[path = "docx/read.rs"]
#[allow(dead_code, reason = "more is read of a DOCX elsewhere")]
mod read;
mod support;

use lopdf::Object;
use mla::batch::look::style;
use mla::doc::compose;
use mla::doc::model::{Document, Numbering};
use mla::forms::DataFiles;
use mla::render::Writer as _;
use mla::render::docx::Docx;
use mla::render::house::dress;
use mla::render::html::Html;
use mla::render::pdf::Pdf;
use mla::render::style::{Layout, Style};
use mla::render::text::Text;
use program::{names, put, run, small_case};
use std::path::{Path, PathBuf};

/// The worked example with its picture, as an office has it in a folder of its own.
fn ministry(folder: &Path) -> PathBuf {
    let from = support::root().join("templates/styles");
    std::fs::copy(from.join("emblem.svg"), folder.join("emblem.svg")).unwrap();
    let path = folder.join("ministry.toml");
    std::fs::copy(from.join("ministry.toml.example"), &path).unwrap();
    path
}

fn example(name: &str) -> Document {
    let text = std::fs::read_to_string(support::root().join("examples").join(name)).unwrap();
    let checked = support::check_text(&text, support::forms());
    compose(&checked.outcome, support::forms(), support::library()).unwrap()
}

fn dressed(name: &str) -> (Document, Style) {
    let dir = tempfile::tempdir().unwrap();
    let (style, _) = style(&DataFiles::built_in(), ministry(dir.path()).to_str().unwrap()).unwrap();
    let mut document = example(name);
    dress(&mut document, &style);
    (document, style)
}

/// Elements with their dictionaries, in the order of the file's tree.
fn figures(file: &lopdf::Document) -> Vec<lopdf::Dictionary> {
    let of = |object: &Object| object.as_dict().ok().filter(|d| d.get(b"S").and_then(Object::as_name).ok() == Some(b"Figure")).cloned();
    file.objects.values().filter_map(of).collect()
}

#[test]
fn the_usual_style_changes_no_document() {
    for (name, _) in support::examples() {
        let document = example(&format!("{name}.toml"));
        let mut again = document.clone();
        dress(&mut again, &Style::default());
        assert!(again == document, "{name}");
        let headed = document
            .rows
            .iter()
            .any(|row| matches!(row.kind, mla::doc::model::RowKind::Heading { .. }) && row.cells.iter().any(|cell| cell.label.is_some()));
        again.renumber(Numbering::Decimal);
        assert_eq!(again != document, headed, "{name}");
    }
}

#[test]
fn the_picture_of_a_pdf_is_on_its_first_page_and_says_what_it_shows() {
    for layout in [Layout::SideBySide, Layout::Sequence, Layout::Single] {
        let (document, style) = dressed("reciprocity-records.toml");
        let style = Style { layout, ..style };
        let bytes = Pdf.write(&document, &style).unwrap();
        assert!(bytes == Pdf.write(&document, &style).unwrap(), "the same bytes");
        let file = lopdf::Document::load_mem(&bytes).unwrap();
        let [figure] = figures(&file).try_into().unwrap();
        assert_eq!(figure.get(b"Alt").unwrap().as_str().unwrap(), b"Emblem of the Ministry: a balance in a circle");
        assert_eq!(figure.get(b"Lang").unwrap().as_str().unwrap(), b"en");
        let edges = figure.get(b"A").and_then(Object::as_dict).unwrap().get(b"BBox").unwrap().as_array().unwrap();
        let edges: Vec<f32> = edges.iter().map(|edge| edge.as_float().unwrap()).collect();
        assert!((edges[2] - edges[0] - 54.0).abs() < 0.01 && (edges[0] + edges[2] - style.paper[0]).abs() < 0.01, "{edges:?}");
        let painted: Vec<bool> = file
            .get_pages()
            .into_values()
            .map(|page| String::from_utf8_lossy(&file.get_page_content(page)).contains("/Figure <</MCID 0>> BDC\nq 54 0 0 54 "))
            .collect();
        assert!(painted[0] && !painted[1..].contains(&true), "{painted:?}");
    }
}

#[test]
fn the_picture_of_a_docx_stands_before_the_text() {
    let (document, style) = dressed("reciprocity-records.toml");
    let bytes = Docx.write(&document, &style).unwrap();
    assert!(bytes == Docx.write(&document, &style).unwrap(), "the same bytes");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.clone())).unwrap();
    let mut picture = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_name("word/media/logo.png").unwrap(), &mut picture).unwrap();
    assert!(picture == style.picture.as_ref().unwrap().png);
    let file = read::File::open(&bytes);
    let body = file.main().child("w:body").unwrap();
    let shown = body.kids[0].all("wp:docPr");
    assert_eq!(shown.iter().map(|el| el.attr("descr").unwrap()).collect::<Vec<_>>(), ["Emblem of the Ministry: a balance in a circle"]);
    let extent = body.kids[0].all("wp:extent")[0].attr("cx").unwrap().to_owned();
    assert_eq!(extent, (54 * 12_700).to_string());
    let said: Vec<String> = ["word/header1.xml", "word/header2.xml", "word/footer1.xml"].map(|part| file.parts[part].words()).into();
    assert!(said[0].contains("Request for mutual legal assistance · Ministry of Justice"), "{said:?}");
    assert!(said[1].contains("Ministère de la Justice") && !said[1].contains("Demande"), "{said:?}");
    assert!(said[0].contains("For official use only") && said[2].contains("central.authority@justice.example"), "{said:?}");
}

#[test]
fn the_page_and_the_plain_text_say_the_same() {
    let (document, style) = dressed("reciprocity-records.toml");
    let html = String::from_utf8(Html.write(&document, &style).unwrap()).unwrap();
    assert_eq!(html.matches("<img ").count(), 1);
    for part in ["src=\"data:image/png;base64,iVBOR", "alt=\"Emblem of the Ministry", "<strong>REPUBLIC OF EXAMPLIA</strong><br>"] {
        assert!(html.contains(part), "{part}");
    }
    assert!(html.contains("<p class=\"running foot\" lang=\"en\" dir=\"ltr\">central.authority@justice.example</p>\n</main>"));
    assert!(html.contains("<span class=\"number\">1.</span>") && !html.contains("<span class=\"number\">II.</span>"));
    let text = String::from_utf8(Text.write(&document, &style).unwrap()).unwrap();
    for part in
        ["| Ministère de la Justice | ", "fr| RÉPUBLIQUE D’EXAMPLIE ↵ Ministère", "| central.authority@justice.example\n", "en| 2. "]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_style_is_taken_from_a_file_or_from_a_folder_of_forms() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "case.toml", &small_case());
    let folder = dir.path().join("ours/templates/styles");
    std::fs::create_dir_all(&folder).unwrap();
    ministry(&folder);
    let text =
        |args: &[&str]| run(dir.path(), &[&["render", "case.toml", "-o", "-", "--to", "html", "--today", "2026-03-15"], args].concat());
    let by_path = text(&["--style", "ours/templates/styles/ministry.toml"]);
    let by_name = text(&["--style", "ministry", "--forms", "ours"]);
    assert_eq!((by_path.code, by_name.code), (0, 0), "{}{}", by_path.err, by_name.err);
    assert!(by_path.text() == by_name.text() && by_path.text().contains("data:image/png"));
    let letter = run(dir.path(), &["render", "case.toml", "-o", "-", "--to", "pdf", "--today", "2026-03-15", "--style", "letter"]);
    assert_eq!(letter.code, 0, "{}", letter.err);
    let file = lopdf::Document::load_mem(&letter.out).unwrap();
    let page = file.get_dictionary(file.get_pages()[&1]).unwrap();
    let size: Vec<f32> = page.get(b"MediaBox").unwrap().as_array().unwrap().iter().map(|n| n.as_float().unwrap()).collect();
    assert_eq!(size, [0.0, 0.0, 612.0, 792.0]);
}

#[test]
fn a_logo_that_cannot_be_used_stops_the_run_before_anything_is_written() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "case.toml", &small_case());
    put(dir.path(), "text.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><text>A</text></svg>");
    put(dir.path(), "page.png", "<html></html>");
    std::fs::File::create(dir.path().join("large.png")).unwrap().set_len(2 * 1024 * 1024 + 1).unwrap();
    let alt = "logo-alt = { en = \"A\" }\n";
    for (style, says) in [
        (format!("{alt}logo = \"none.png\""), "cannot read the logo none.png"),
        (format!("{alt}logo = \"large.png\""), "larger than 2 MB"),
        (format!("{alt}logo = \"page.png\""), "neither a PNG nor an SVG"),
        (format!("{alt}logo = \"text.svg\""), "`text` inside the SVG"),
        ("logo = \"text.svg\"".to_owned(), "no `logo-alt`"),
        (format!("{alt}logo = \"text.svg\"\nlogo-height = 3000"), "`logo-height` has an impossible value"),
        ("paper = \"a5\"".to_owned(), "`a4`, `letter` or a list"),
        ("[header]\ntext = { englisch = \"a\" }".to_owned(), "`englisch` is not a language tag"),
        ("[letterhead]\nline = { en = [] }".to_owned(), "unknown field `line`"),
    ] {
        put(dir.path(), "style.toml", &style);
        let refused = run(dir.path(), &["render", "case.toml", "--style", "style.toml"]);
        assert_eq!(refused.code, 2, "{style}: {}", refused.err);
        assert!(refused.err.contains(says), "{style}: {}", refused.err);
        assert_eq!(names(dir.path()), ["case.toml", "large.png", "page.png", "style.toml", "text.svg"]);
    }
}
