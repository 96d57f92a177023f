//! A document as DOCX, for those who go on working on it in a word processor.
//!
//! The parts are written here rather than by a library: none writes runs from right to left, languages of runs, tables that start at
//! the right and repeated table heads. Values of the case stand in content controls named by the path of their field. The same
//! document and style give the same bytes.

mod bidi;
mod body;
mod numbering;
mod paragraph;
mod parts;
mod picture;
mod running;
mod runs;
mod styles;
mod tables;
mod xml;

use std::io::{Cursor, Write as _};

use self::body::Body;
use self::numbering::Plan;
use self::running::Voice;
use self::styles::{hex, twips};
use self::xml::Xml;
use super::style::{Layout, Style};
use super::{RenderError, Writer};
use crate::doc::model::Document;
use crate::lang::Direction;
use zip::write::SimpleFileOptions;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WP: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Writes DOCX (Office Open XML, transitional).
#[derive(Debug, Clone, Copy, Default)]
pub struct Docx;

impl Writer for Docx {
    fn write(&self, document: &Document, style: &Style) -> Result<Vec<u8>, RenderError> {
        if document.draft && document.running.draft.iter().all(String::is_empty) {
            return Err(RenderError::Internal("a draft without a word for it".to_owned()));
        }
        let mut package = Package::default();
        let plan = Plan::new(document, style.text_size, style.heading_sizes);
        package.word("styles", "styles", styles::part(document, style));
        package.word("settings", "settings", parts::settings(document));
        package.word("fontTable", "fontTable", styles::fonts());
        package.word("numbering", "numbering", plan.part(&hex(style.accent)));
        package.add("word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml", parts::theme(style));
        package.relate("theme", "theme/theme1.xml");
        let sections = sections(document, style, &mut package);
        let logo_id = style.picture.as_ref().map(|picture| {
            package.add_bytes("word/media/logo.png", "image/png", picture.png.clone());
            package.relate("image", "media/logo.png")
        });
        let main = main(document, style, &plan, &sections, logo_id.as_deref());
        package.finish(document, main).map_err(|error| RenderError::Internal(error.to_string()))
    }
}

/// A section and the relationships of its running parts.
struct Section {
    voice: Voice,
    header: String,
    first_header: String,
    footer: String,
}

fn sections(document: &Document, style: &Style, package: &mut Package) -> Vec<Section> {
    let voices: &[Voice] = match (style.layout, document.languages.len()) {
        (Layout::SideBySide, 2..) => &[Voice::Both],
        (Layout::Sequence, 2..) => &[Voice::One(0), Voice::One(1)],
        _ => &[Voice::One(0)],
    };
    voices
        .iter()
        .enumerate()
        .map(|(at, voice)| {
            let number = at * 2 + 1;
            let mut header = |first: bool| {
                let number = number + usize::from(first);
                let part = running::header(document, style, *voice, first, number);
                package.word(&format!("header{number}"), "header", part)
            };
            let (header, first_header) = (header(false), header(true));
            let footer = package.word(&format!("footer{}", at + 1), "footer", running::footer(document, style, *voice));
            Section { voice: *voice, header, first_header, footer }
        })
        .collect()
}

fn main(document: &Document, style: &Style, plan: &Plan, sections: &[Section], logo_id: Option<&str>) -> String {
    let logo = style.picture.is_some();
    let attrs: &[(&'static str, &dyn std::fmt::Display)] = &[("xmlns:w", &W), ("xmlns:r", &R), ("xmlns:wp", &WP)];
    Xml::part_with(&style.fonts, "w:document", &attrs[..if logo { 3 } else { 2 }], |x| {
        x.el("w:body", &[], |x| {
            if let Some((picture, id)) = style.picture.as_ref().zip(logo_id) {
                picture::paragraph_of(x, document, style, picture, id);
            }
            let mut body = Body::new(document, style, plan);
            for (at, section) in sections.iter().enumerate() {
                match section.voice {
                    Voice::Both => body.side_by_side(x),
                    Voice::One(lang) => body.one_language(x, lang),
                }
                let rtl = matches!(section.voice, Voice::One(lang) if document.languages.get(lang).is_some_and(|l| l.direction() == Direction::Rtl));
                if at + 1 < sections.len() {
                    // A section ends with the paragraph that holds its properties.
                    x.el("w:p", &[], |x| {
                        x.el("w:pPr", &[], |x| {
                            x.val("w:pStyle", styles::id::SEPARATOR);
                            section_properties(x, style, section, rtl);
                        });
                    });
                } else {
                    section_properties(x, style, section, rtl);
                }
            }
        });
    })
}

fn section_properties(x: &mut Xml, style: &Style, section: &Section, rtl: bool) {
    let [top, right, bottom, left] = style.margins.map(twips);
    x.el("w:sectPr", &[], |x| {
        x.leaf("w:headerReference", &[("w:type", &"default"), ("r:id", &section.header)]);
        x.leaf("w:headerReference", &[("w:type", &"first"), ("r:id", &section.first_header)]);
        x.leaf("w:footerReference", &[("w:type", &"default"), ("r:id", &section.footer)]);
        x.leaf("w:footerReference", &[("w:type", &"first"), ("r:id", &section.footer)]);
        x.val("w:type", "nextPage");
        x.leaf("w:pgSz", &[("w:w", &twips(style.paper[0])), ("w:h", &twips(style.paper[1]))]);
        x.leaf(
            "w:pgMar",
            &[
                ("w:top", &top),
                ("w:right", &right),
                ("w:bottom", &bottom),
                ("w:left", &left),
                ("w:header", &(top * 3 / 8)),
                ("w:footer", &(bottom / 2)),
                ("w:gutter", &0),
            ],
        );
        x.leaf("w:titlePg", &[]);
        if rtl {
            x.leaf("w:bidi", &[]);
        }
    });
}

/// The parts of the file and how they refer to one another.
#[derive(Default)]
struct Package {
    /// Name, content type and bytes of each part.
    parts: Vec<(String, String, Vec<u8>)>,
    /// Kind and target of each relationship of the main part.
    related: Vec<(String, String)>,
}

impl Package {
    fn add(&mut self, name: &str, content_type: &str, text: String) {
        self.add_bytes(name, content_type, text.into_bytes());
    }

    fn add_bytes(&mut self, name: &str, content_type: &str, bytes: Vec<u8>) {
        self.parts.push((name.to_owned(), content_type.to_owned(), bytes));
    }

    /// Relates the main part to `target` and gives the id of the relationship.
    fn relate(&mut self, kind: &str, target: &str) -> String {
        self.related.push((format!("{R}/{kind}"), target.to_owned()));
        format!("rId{}", self.related.len())
    }

    /// Adds `word/<name>.xml` of the given kind, related to the main part.
    fn word(&mut self, name: &str, kind: &str, text: String) -> String {
        self.add(&format!("word/{name}.xml"), &format!("{WORD}.{kind}+xml"), text);
        self.relate(kind, &format!("{name}.xml"))
    }

    fn finish(mut self, document: &Document, main: String) -> zip::result::ZipResult<Vec<u8>> {
        let properties = "application/vnd.openxmlformats-officedocument";
        let relations = relationships(&self.related);
        self.add("word/document.xml", &format!("{WORD}.document.main+xml"), main);
        self.add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", parts::core(document));
        self.add("docProps/app.xml", &format!("{properties}.extended-properties+xml"), parts::app());
        let mut root = vec![
            (format!("{R}/officeDocument"), "word/document.xml".to_owned()),
            (format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml".to_owned()),
            (format!("{R}/extended-properties"), "docProps/app.xml".to_owned()),
        ];
        if !document.meta.provenance.is_empty() {
            self.add("docProps/custom.xml", &format!("{properties}.custom-properties+xml"), parts::custom(document));
            root.push((format!("{R}/custom-properties"), "docProps/custom.xml".to_owned()));
        }
        let types = content_types(&self.parts);
        let root = relationships(&root);

        // The default date of an entry is 1 January 1980, so the bytes do not depend on the day.
        let options = SimpleFileOptions::DEFAULT.last_modified_time(zip::DateTime::DEFAULT).compression_level(Some(4));
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let fixed = [("[Content_Types].xml", &types), ("_rels/.rels", &root), ("word/_rels/document.xml.rels", &relations)];
        let fixed = fixed.map(|(name, text)| (name, text.as_bytes()));
        for (name, bytes) in fixed.into_iter().chain(self.parts.iter().map(|(name, _, bytes)| (name.as_str(), bytes.as_slice()))) {
            zip.start_file(name, options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

fn relationships(list: &[(String, String)]) -> String {
    Xml::part("Relationships", &[("xmlns", &format_args!("{PACKAGE}/relationships"))], |x| {
        for (at, (kind, target)) in list.iter().enumerate() {
            x.leaf("Relationship", &[("Id", &format_args!("rId{}", at + 1)), ("Type", kind), ("Target", target)]);
        }
    })
}

fn content_types(parts: &[(String, String, Vec<u8>)]) -> String {
    Xml::part("Types", &[("xmlns", &format_args!("{PACKAGE}/content-types"))], |x| {
        x.leaf(
            "Default",
            &[("Extension", &"rels"), ("ContentType", &format_args!("application/vnd.openxmlformats-package.relationships+xml"))],
        );
        x.leaf("Default", &[("Extension", &"xml"), ("ContentType", &"application/xml")]);
        for (name, content_type, _) in parts {
            x.leaf("Override", &[("PartName", &format_args!("/{name}")), ("ContentType", content_type)]);
        }
    })
}
