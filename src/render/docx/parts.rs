//! The small parts of the file: properties, settings and the theme that Word expects.

use super::W;
use super::runs::languages;
use super::styles::hex;
use super::xml::Xml;
use crate::doc::model::Document;
use crate::render::style::Style;

const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const VT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes";

/// Title, author and date of the document.
pub(super) fn core(document: &Document) -> String {
    let meta = &document.meta;
    let attrs: super::xml::Attrs<'_> = &[
        ("xmlns:cp", &"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", &"http://purl.org/dc/terms/"),
        ("xmlns:xsi", &"http://www.w3.org/2001/XMLSchema-instance"),
    ];
    Xml::part("cp:coreProperties", attrs, |x| {
        x.text_el("dc:title", &[], &meta.title);
        x.text_el("dc:subject", &[], &meta.subject);
        x.text_el("dc:creator", &[], &meta.author);
        let languages: Vec<_> = document.languages.iter().map(crate::lang::Lang::as_str).collect();
        x.text_el("dc:language", &[], &languages.join(", "));
        if is_date(&meta.date) {
            for name in ["dcterms:created", "dcterms:modified"] {
                x.text_el(name, &[("xsi:type", &"dcterms:W3CDTF")], &format!("{}T00:00:00Z", meta.date));
            }
        }
    })
}

/// The program that wrote the file.
pub(super) fn app() -> String {
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    Xml::part("Properties", &[("xmlns", &namespace)], |x| x.text_el("Application", &[], env!("CARGO_PKG_NAME")))
}

/// What the document was made from.
pub(super) fn custom(document: &Document) -> String {
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties";
    Xml::part("Properties", &[("xmlns", &namespace), ("xmlns:vt", &VT)], |x| {
        let mut seen: Vec<&str> = Vec::new();
        for (name, value) in &document.meta.provenance {
            if name.is_empty() || seen.contains(&name.as_str()) {
                continue;
            }
            // Number 1 is reserved.
            let pid = seen.len() + 2;
            seen.push(name);
            x.el("property", &[("fmtid", &"{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"), ("pid", &pid), ("name", name)], |x| {
                x.text_el("vt:lpwstr", &[], value);
            });
        }
    })
}

/// Behaviour of the file in Word.
pub(super) fn settings(document: &Document) -> String {
    Xml::part("w:settings", &[("xmlns:w", &W)], |x| {
        x.leaf("w:zoom", &[("w:percent", &100)]);
        x.val("w:defaultTabStop", 284);
        x.val("w:characterSpacingControl", "doNotCompress");
        x.el("w:compat", &[], |x| {
            x.leaf(
                "w:compatSetting",
                &[
                    ("w:name", &"compatibilityMode"),
                    ("w:uri", &"http://schemas.microsoft.com/office/word"),
                    // The layout rules of Word 2013 and later.
                    ("w:val", &15),
                ],
            );
        });
        let [main, han, rtl] = languages(document);
        x.leaf("w:themeFontLang", &[("w:val", &main), ("w:eastAsia", &han), ("w:bidi", &rtl)]);
        x.val("w:decimalSymbol", ".");
        x.val("w:listSeparator", ",");
    })
}

/// Colours and fonts of the theme. Styles name theirs outright; the theme is what the menus of Word offer.
pub(super) fn theme(style: &Style) -> String {
    let accent = hex(style.accent);
    Xml::part("a:theme", &[("xmlns:a", &A), ("name", &"Request")], |x| {
        x.el("a:themeElements", &[], |x| {
            x.el("a:clrScheme", &[("name", &"Request")], |x| {
                let colours: [(&'static str, &str); 12] = [
                    ("a:dk1", "000000"),
                    ("a:lt1", "FFFFFF"),
                    ("a:dk2", &accent),
                    ("a:lt2", "EEEEEE"),
                    ("a:accent1", &accent),
                    ("a:accent2", "9C1C1C"),
                    ("a:accent3", "6B6B6B"),
                    ("a:accent4", "B8860B"),
                    ("a:accent5", "3F6F5F"),
                    ("a:accent6", "5B4A7A"),
                    ("a:hlink", &accent),
                    ("a:folHlink", "5B4A7A"),
                ];
                for (name, colour) in colours {
                    x.el(name, &[], |x| x.leaf("a:srgbClr", &[("val", &colour)]));
                }
            });
            x.el("a:fontScheme", &[("name", &"Request")], |x| {
                for name in ["a:majorFont", "a:minorFont"] {
                    x.el(name, &[], |x| {
                        x.leaf("a:latin", &[("typeface", &"Noto Serif")]);
                        x.leaf("a:ea", &[("typeface", &"Noto Serif SC")]);
                        x.leaf("a:cs", &[("typeface", &"Amiri")]);
                    });
                }
            });
            x.el("a:fmtScheme", &[("name", &"Request")], formats);
        });
    })
}

/// Fills, lines and effects, three of each as the schema demands.
fn formats(x: &mut Xml) {
    let fill = |x: &mut Xml| x.el("a:solidFill", &[], |x| x.leaf("a:schemeClr", &[("val", &"phClr")]));
    x.el("a:fillStyleLst", &[], |x| (0..3).for_each(|_| fill(x)));
    x.el("a:lnStyleLst", &[], |x| {
        for width in [6350, 12700, 19050] {
            x.el("a:ln", &[("w", &width)], fill);
        }
    });
    x.el("a:effectStyleLst", &[], |x| {
        for _ in 0..3 {
            x.el("a:effectStyle", &[], |x| x.leaf("a:effectLst", &[]));
        }
    });
    x.el("a:bgFillStyleLst", &[], |x| (0..3).for_each(|_| fill(x)));
}

/// Whether the text is a date that the properties of a file can hold.
fn is_date(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == text)
}
