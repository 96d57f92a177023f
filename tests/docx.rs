//! DOCX and plain text: what a word processor will find in the file, read back without our own writer.

#[path = "docx/sample.rs"]
mod sample;

use mla::render::Writer;
use mla::render::docx::Docx;
use mla::render::style::{Layout, Style};
use sample::{english_french, short};

const LAYOUTS: [(Layout, &str); 3] = [(Layout::SideBySide, "side"), (Layout::Sequence, "sequence"), (Layout::Single, "single")];

fn styled(layout: Layout) -> Style {
    Style { layout, ..Style::default() }
}

/// Writes files for validators and for the eye: `cargo test --test docx -- --ignored samples`.
#[test]
#[ignore = "writes files for programs outside the tests"]
fn samples() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("docx");
    std::fs::create_dir_all(&folder).unwrap();
    for (layout, name) in LAYOUTS {
        let style = styled(layout);
        let write = |file: &str, document| {
            std::fs::write(folder.join(format!("{file}-{name}.docx")), Docx.write(&document, &style).unwrap()).unwrap();
        };
        write("en-fr", english_french(true));
        write("en-fr-final", english_french(false));
        for (first, second) in [("en", "ar"), ("ar", "en"), ("en", "zh"), ("fr", "ru")] {
            write(&format!("{first}-{second}"), short(first, second, true));
        }
    }
}
