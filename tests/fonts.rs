//! Fonts that a run is given: a character that no embedded font has is drawn, embedded and named, and nothing else changes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/program.rs"]
#[allow(dead_code, reason = "more is run elsewhere")]
mod program;

use lopdf::{Dictionary, Document, Object};
use program::{Ended, names, put, run, small_case};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn fonts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/fonts")
}

/// Armenian, Hebrew and a rune of one font, Georgian of another.
const WORDS: &str = "road engineer ԱԲ aԳ, אבג 12 אב, აბგდ 5\u{16a0}";

fn folder_with(words: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "case.toml", &small_case().replace("road engineer", words));
    dir
}

fn render(folder: &Path, format: &str, fonts: Option<&Path>) -> Ended {
    let mut args = vec!["render", "case.toml", "-o", "-", "--to", format, "--today", "2026-03-15"];
    if let Some(fonts) = fonts {
        args.extend(["--font-dir", fonts.to_str().unwrap()]);
    }
    run(folder, &args)
}

fn dict<'a>(file: &'a Document, object: &'a Object) -> &'a Dictionary {
    file.dereference(object).unwrap().1.as_dict().unwrap()
}

/// The fonts of the first page by name: the key of the embedded file, and the widths by text.
fn embedded(file: &Document) -> BTreeMap<String, (String, BTreeMap<String, i64>)> {
    let page = file.get_dictionary(file.get_pages()[&1]).unwrap();
    let resources = dict(file, page.get(b"Resources").unwrap());
    let entry = regex::Regex::new(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>").unwrap();
    let mut out = BTreeMap::new();
    for (_, font) in dict(file, resources.get(b"Font").unwrap()) {
        let font = dict(file, font);
        let below = dict(file, &file.dereference(font.get(b"DescendantFonts").unwrap()).unwrap().1.as_array().unwrap()[0]);
        let descriptor = dict(file, below.get(b"FontDescriptor").unwrap());
        let key = ["FontFile2", "FontFile3"].into_iter().find(|key| descriptor.has(key.as_bytes())).unwrap();
        let map = file.dereference(font.get(b"ToUnicode").unwrap()).unwrap().1.as_stream().unwrap();
        let map = String::from_utf8(map.decompressed_content().unwrap_or_else(|_| map.content.clone())).unwrap();
        let hex = |text: &str| u16::from_str_radix(text, 16).unwrap();
        let texts: BTreeMap<u16, String> =
            entry.captures_iter(&map).map(|c| (hex(&c[1]), String::from_utf16_lossy(&[hex(&c[2])]))).collect();
        let mut widths = BTreeMap::new();
        for pair in below.get(b"W").unwrap().as_array().unwrap().chunks(2) {
            let first = pair[0].as_i64().unwrap();
            for (step, width) in pair[1].as_array().unwrap().iter().enumerate() {
                let text = texts.get(&u16::try_from(first + step as i64).unwrap()).cloned().unwrap_or_default();
                widths.insert(text, width.as_i64().unwrap());
            }
        }
        let name = String::from_utf8_lossy(descriptor.get(b"FontName").unwrap().as_name().unwrap()).into_owned();
        assert!(descriptor.get(b"CapHeight").unwrap().as_i64().unwrap() > 500, "{name}");
        out.insert(name.split_once('+').unwrap().1.to_owned(), (key.to_owned(), widths));
    }
    out
}

#[test]
fn a_pdf_embeds_what_it_uses_of_the_fonts() {
    let dir = folder_with(WORDS);
    let made = render(dir.path(), "pdf", Some(&fonts()));
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.out == render(dir.path(), "pdf", Some(&fonts())).out, "the same bytes");
    let all = embedded(&Document::load_mem(&made.out).unwrap());
    let (kind, first) = &all["First-Regular"];
    assert_eq!(first.keys().map(String::as_str).collect::<String>(), "ԱԲԳאבג\u{16a0}");
    // The em of this font has 2048 units; a PDF counts in thousandths.
    assert!(kind == "FontFile2" && first.values().all(|width| *width == 598), "{first:?}");
    let (kind, second) = &all["Second-Bold"];
    assert_eq!(second.keys().map(String::as_str).collect::<String>(), "აბგდ");
    assert!(kind == "FontFile3" && second.values().all(|width| *width == 600), "{second:?}");
}

#[test]
fn a_docx_names_the_family_of_the_runs_that_need_one() {
    let dir = folder_with(WORDS);
    let made = render(dir.path(), "docx", Some(&fonts()));
    assert_eq!(made.code, 0, "{}", made.err);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(made.out)).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
    let named = regex::Regex::new("<w:rFonts w:ascii=\"([^\"]+)\"[^>]*/>(?:<[^t][^>]*>)*<w:t [^>]*>([^<]*)</w:t>").unwrap();
    let mut runs: Vec<(String, String)> = named.captures_iter(&xml).map(|c| (c[1].to_owned(), c[2].to_owned())).collect();
    runs.sort();
    runs.dedup();
    let wanted = [("First", "ԱԲ"), ("First", "Գ"), ("First", "אב"), ("First", "אבג"), ("First", "\u{16a0}"), ("Second", "აბგდ")];
    let mut wanted: Vec<_> = wanted.into_iter().map(|(family, text)| (format!("{family} Shapes"), text.to_owned())).collect();
    wanted.sort();
    assert_eq!(runs, wanted);
}

#[test]
fn fonts_that_are_not_needed_change_nothing() {
    let dir = folder_with("road engineer");
    for format in ["pdf", "docx", "html", "txt"] {
        assert!(render(dir.path(), format, None).out == render(dir.path(), format, Some(&fonts())).out, "{format}");
    }
}

#[test]
fn what_the_fonts_lack_as_well_is_refused_with_advice() {
    let dir = folder_with("road engineer Ա\u{0ba4}");
    for (fonts, missing) in [(None, "U+0531"), (Some(fonts()), "U+0BA4")] {
        let refused = render(dir.path(), "pdf", fonts.as_deref());
        assert_eq!((refused.code, refused.out.len()), (1, 0), "{}", refused.err);
        assert!(refused.err.contains(missing) && refused.err.contains("--font-dir"), "{}", refused.err);
        assert_eq!(refused.err.matches("error[MLA601]").count(), if fonts.is_some() { 1 } else { 2 }, "{}", refused.err);
    }
}

#[test]
fn a_project_names_its_folder_of_fonts() {
    let dir = folder_with(WORDS);
    std::fs::create_dir(dir.path().join("type")).unwrap();
    for name in ["shapes-bold.ttf", "shapes.otf", "shapes.ttf"] {
        std::fs::copy(fonts().join(name), dir.path().join("type").join(name)).unwrap();
    }
    put(dir.path(), "mla.toml", "fonts = \"type\"\n");
    let made = run(dir.path(), &["batch", "case.toml", "-o", "out", "--to", "pdf", "--today", "2026-03-15"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let manifest = std::fs::read_to_string(dir.path().join("out/manifest.jsonl")).unwrap();
    assert!(manifest.contains("\"fonts-sha256\":\""), "{manifest}");
    let again = |_| run(dir.path(), &["batch", "case.toml", "-o", "out", "--to", "pdf", "--today", "2026-03-15", "--resume"]).err;
    let unchanged = again(());
    std::fs::remove_file(dir.path().join("type/shapes.otf")).unwrap();
    assert!(unchanged.contains("up to date") && !again(()).contains("up to date"), "{unchanged}");
}

#[test]
fn folders_that_are_no_help_are_told_apart() {
    let dir = folder_with(WORDS);
    let folder = dir.path().join("type");
    let check = |says: &str| {
        let refused = render(dir.path(), "pdf", Some(Path::new("type")));
        assert_eq!(refused.code, 2, "{}", refused.err);
        assert!(refused.err.contains(says), "{says}: {}", refused.err);
        assert_eq!(names(dir.path()).iter().filter(|name| *name != "type").count(), 1);
    };
    check("cannot read the fonts in type");
    put(&folder, "readme.txt", "no font");
    check("there is no font");
    put(&folder, "a.TTF", "no font either");
    check("a.TTF is not a TrueType or OpenType font");
    let mut locked = std::fs::read(fonts().join("shapes.ttf")).unwrap();
    let at = locked.windows(4).position(|tag| tag == b"OS/2").unwrap();
    let place = u32::from_be_bytes(locked[at + 8..at + 12].try_into().unwrap()) as usize;
    locked[place + 9] = 2;
    std::fs::write(folder.join("a.TTF"), &locked).unwrap();
    check("a.TTF may not be put into documents");
}
