//! Files that are wrong on purpose, to see that each checker complains.

use lopdf::{Document, Object};
use std::io::{Cursor, Read as _, Write as _};

/// A bad file, and what must be said about it.
pub struct Bad {
    pub file: &'static str,
    pub script: &'static str,
    pub bytes: Vec<u8>,
    /// What a line that complains holds, and what every line of that tool holds.
    pub complaints: &'static [(&'static str, &'static str)],
}

/// All bad files, made from good ones.
pub fn all(pdf: &[u8], docx: &[u8]) -> Vec<Bad> {
    vec![
        Bad {
            file: "bad-torn.pdf",
            script: "pdf.sh",
            bytes: pdf[..pdf.len() * 2 / 3].to_vec(),
            complaints: &[("qpdf", "qpdf"), ("MuPDF", "MuPDF"), ("pdf.js", "pdf.js"), ("pdfium", "pdfium"), ("veraPDF 2a", "veraPDF 2a")],
        },
        Bad {
            file: "bad-silent.pdf",
            script: "pdf.sh",
            bytes: silent(pdf),
            complaints: &[
                ("tagged", "tagged"),
                ("title", "has a title"),
                ("without ToUnicode", "ToUnicode"),
                ("none", "language of the file"),
                ("nothing", "in the structure"),
                ("no", "instead of the file name"),
                ("structure on 0", "pdf.js"),
                ("rule", "veraPDF 2a"),
                ("rule", "veraPDF ua1"),
            ],
        },
        Bad {
            file: "bad-torn.docx",
            script: "docx.sh",
            bytes: docx[..docx.len() * 2 / 3].to_vec(),
            complaints: &[
                ("Open XML SDK", "Open XML SDK"),
                ("openxml-audit", "openxml-audit"),
                ("cannot be read", "zip"),
                ("LibreOffice", "LibreOffice"),
            ],
        },
        Bad {
            file: "bad-words.docx",
            script: "docx.sh",
            bytes: mixed_up(docx),
            complaints: &[
                ("Open XML SDK", "Open XML SDK"),
                ("openxml-audit", "openxml-audit"),
                ("style nowhere is not defined", "style"),
                ("a time of its own", "time"),
                ("a run from right to left", "run from"),
                ("not found where it belongs", "LibreOffice"),
            ],
        },
    ]
}

/// A PDF that is whole and says nothing about itself.
fn silent(pdf: &[u8]) -> Vec<u8> {
    let mut file = Document::load_mem(pdf).unwrap();
    let catalog = file.catalog_mut().unwrap();
    for key in ["Lang", "MarkInfo", "ViewerPreferences", "StructTreeRoot", "Metadata"] {
        catalog.remove(key.as_bytes());
    }
    file.trailer.remove(b"Info");
    for object in file.objects.values_mut() {
        if let Object::Dictionary(dict) = object {
            dict.remove(b"ToUnicode");
        }
    }
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}

/// A DOCX with an unknown style, an unknown element, a word for a program that does not exist, and a run that does not say its direction.
fn mixed_up(docx: &[u8]) -> Vec<u8> {
    let strange = concat!(
        r#"<w:body><w:p><w:pPr><w:pStyle w:val="nowhere"/></w:pPr><w:r><w:t>عربي</w:t></w:r>"#,
        r#"<w:colour/><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x="urn:x">"#,
        r#"<mc:Choice Requires="x"><w:r><w:t>nobody-sees-this</w:t></w:r></mc:Choice></mc:AlternateContent></w:p>"#
    );
    let mut from = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let late = zip::DateTime::from_date_and_time(2026, 1, 1, 0, 0, 0).unwrap();
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            bytes = String::from_utf8(bytes).unwrap().replacen("<w:body>", strange, 1).into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default().last_modified_time(late)).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}
