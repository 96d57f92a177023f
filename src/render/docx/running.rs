//! Head and foot of the pages, and the draft mark across them.

use super::bidi;
use super::runs::{Look, field, runs};
use super::styles::{ARABIC, HAN, LATIN, hex, id, tint, twips};
use super::tables::{cell_margins, grid, table_properties, text_width};
use super::xml::Xml;
use crate::doc::model::Document;
use crate::lang::{Direction, Script, script_of};
use crate::render::style::Style;

/// Names of the parts that VML needs, beside the main one.
const VML: [(&str, &str); 4] = [
    ("xmlns:r", super::R),
    ("xmlns:v", "urn:schemas-microsoft-com:vml"),
    ("xmlns:o", "urn:schemas-microsoft-com:office:office"),
    ("xmlns:w10", "urn:schemas-microsoft-com:office:word"),
];

/// Which languages a section speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// Both, side by side.
    Both,
    /// The one with this number.
    One(usize),
}

/// Head of the page. The first page has no short title: the letterhead stands there.
pub(super) fn header(document: &Document, style: &Style, voice: Voice, first: bool, number: usize) -> String {
    let running = &document.running;
    let of = |texts: &[String], at: usize| texts.get(at).cloned().unwrap_or_default();
    part(style, "w:hdr", |x| {
        let title = |x: &mut Xml, at: usize| {
            let Some(lang) = document.languages.get(at) else { return };
            // On the first page the letterhead stands for the short title.
            let text = if first { of(&running.head_text, at) } else { running.head(at) };
            runs(x, &text, Look::of(*lang));
        };
        let marks = |x: &mut Xml, at: usize| {
            let Some(lang) = document.languages.get(at) else { return };
            let look = Look::of(*lang);
            let draft = if document.draft { of(&running.draft, at) } else { String::new() };
            let pieces = [(of(&running.caution, at), look.styled(id::CAUTION)), (draft, look.styled(id::DRAFT))];
            for (n, (text, styled)) in pieces.into_iter().filter(|(text, _)| !text.is_empty()).enumerate() {
                if n > 0 {
                    runs(x, " · ", look);
                }
                runs(x, &text, styled);
            }
        };
        // Lines that are empty in every language are left out, but one stays to hold the rule.
        let marked = document.draft || running.caution.iter().any(|text| !text.is_empty());
        let titled = !first || running.head_text.iter().any(|text| !text.is_empty());
        let lines: &[Line<'_>] = match (titled, marked) {
            (false, _) => &[&marks],
            (true, true) => &[&title, &marks],
            (true, false) => &[&title],
        };
        match voice {
            Voice::Both => {
                let cells = [Cell { at: 0, percent: 50, align: None, lines }, Cell { at: 1, percent: 50, align: None, lines }];
                table(x, document, style, id::HEADER, "w:bottom", &cells);
            }
            Voice::One(at) => table(x, document, style, id::HEADER, "w:bottom", &[Cell { at, percent: 100, align: None, lines }]),
        }
        x.el("w:p", &[], |x| {
            x.el("w:pPr", &[], |x| x.val("w:pStyle", id::SEPARATOR));
            if document.draft {
                watermark(x, document, voice, number);
            }
        });
    })
}

/// Foot of the page: page count in each language, and the reference.
pub(super) fn footer(document: &Document, style: &Style, voice: Voice) -> String {
    let reference = |x: &mut Xml, at: usize| {
        if let Some(lang) = document.languages.get(at) {
            // A reference reads from left to right in every language.
            runs(x, &document.running.reference, Look { base: Direction::Ltr, ..Look::of(*lang) });
        }
    };
    part(style, "w:ftr", |x| {
        let count = |x: &mut Xml, at: usize| page(x, document, at);
        let house = |x: &mut Xml, at: usize| {
            if let Some((lang, text)) = document.languages.get(at).zip(document.running.foot_text.get(at)) {
                runs(x, text, Look::of(*lang));
            }
        };
        // Beside the count there is room for little, so the text of the house has a line of its own.
        let count: &[Line<'_>] = if document.running.foot_text.iter().any(|text| !text.is_empty()) { &[&count, &house] } else { &[&count] };
        let (pages, reference): (&[Line<'_>], &[Line<'_>]) = (count, &[&reference]);
        let cells = match voice {
            Voice::Both => vec![
                Cell { at: 0, percent: 30, align: None, lines: pages },
                Cell { at: 0, percent: 40, align: Some("center"), lines: reference },
                Cell { at: 1, percent: 30, align: Some("far"), lines: pages },
            ],
            Voice::One(at) => {
                vec![Cell { at, percent: 65, align: None, lines: reference }, Cell { at, percent: 35, align: Some("far"), lines: pages }]
            }
        };
        table(x, document, style, id::FOOTER, "w:top", &cells);
        x.el("w:p", &[], |x| x.el("w:pPr", &[], |x| x.val("w:pStyle", id::SEPARATOR)));
    })
}

/// Writes one line in the language with the given number.
type Line<'a> = &'a dyn Fn(&mut Xml, usize);

/// A cell of the head or foot.
struct Cell<'a> {
    /// Number of its language.
    at: usize,
    /// Width in percent of the page.
    percent: i32,
    /// Alignment: `center`, or `far` for the outer edge of the page.
    align: Option<&'static str>,
    lines: &'a [Line<'a>],
}

fn part(style: &Style, root: &'static str, body: impl FnOnce(&mut Xml)) -> String {
    let [r, v, o, w10] = VML;
    Xml::part_with(&style.fonts, root, &[("xmlns:w", &super::W), (r.0, &r.1), (v.0, &v.1), (o.0, &o.1), (w10.0, &w10.1)], body)
}

fn table(x: &mut Xml, document: &Document, style: &Style, look: &'static str, edge: &'static str, cells: &[Cell<'_>]) {
    let width = text_width(style);
    // The table runs as its first language does.
    let base = cells.first().and_then(|cell| document.languages.get(cell.at)).map_or(Direction::Ltr, crate::lang::Lang::direction);
    let mut widths: Vec<i32> = cells.iter().map(|cell| width * cell.percent / 100).collect();
    if let Some(last) = widths.last_mut() {
        *last += width - width * cells.iter().map(|cell| cell.percent).sum::<i32>() / 100;
    }
    let rule = tint(style.accent, 0.55);
    // Two cells stand over the two columns of the text.
    let gutter = if edge == "w:bottom" && base == Direction::Ltr { twips(style.gutter) / 2 } else { 0 };
    x.el("w:tbl", &[], |x| {
        table_properties(x, id::COLUMNS, base == Direction::Rtl, width);
        grid(x, &widths);
        x.el("w:tr", &[], |x| {
            for (n, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                x.el("w:tc", &[], |x| {
                    x.el("w:tcPr", &[], |x| {
                        x.leaf("w:tcW", &[("w:w", width), ("w:type", &"dxa")]);
                        x.el("w:tcBorders", &[], |x| {
                            x.leaf(edge, &[("w:val", &"single"), ("w:sz", &4), ("w:space", &0), ("w:color", &rule)]);
                        });
                        cell_margins(x, gutter, n);
                    });
                    let own = document.languages.get(cell.at).map_or(Direction::Ltr, crate::lang::Lang::direction);
                    let align = match cell.align {
                        // The outer edge of the page: the end of the line only if the paragraph runs as the table does.
                        Some("far") => (own == base).then_some("right"),
                        other => other,
                    };
                    for line in cell.lines {
                        paragraph(x, document, look, cell.at, align, |x| line(x, cell.at));
                    }
                });
            }
        });
    });
}

fn paragraph(x: &mut Xml, document: &Document, style: &str, at: usize, align: Option<&str>, body: impl FnOnce(&mut Xml)) {
    let rtl = document.languages.get(at).is_some_and(|lang| lang.direction() == Direction::Rtl);
    x.el("w:p", &[], |x| {
        x.el("w:pPr", &[], |x| {
            x.val("w:pStyle", style);
            if rtl {
                x.leaf("w:bidi", &[]);
            }
            if let Some(align) = align {
                x.val("w:jc", align);
            }
        });
        body(x);
    });
}

fn page(x: &mut Xml, document: &Document, at: usize) {
    let (Some(lang), Some(text)) = (document.languages.get(at), document.running.page.get(at)) else { return };
    let look = Look::of(*lang);
    let mut rest = text.as_str();
    while let Some((start, mark, name)) = [("{page}", "PAGE"), ("{pages}", "NUMPAGES")]
        .into_iter()
        .filter_map(|(mark, name)| rest.find(mark).map(|start| (start, mark, name)))
        .min()
    {
        runs(x, &rest[..start], look);
        field(x, name, look);
        rest = &rest[start + mark.len()..];
    }
    runs(x, rest, look);
}

/// The draft word across the page, the way Word writes its own watermarks, so that its command for removing them finds it.
fn watermark(x: &mut Xml, document: &Document, voice: Voice, number: usize) {
    let words = &document.running.draft;
    let text = match voice {
        Voice::One(at) => words.get(at).cloned().unwrap_or_default(),
        Voice::Both if words.windows(2).all(|pair| pair[0] == pair[1]) => words.first().cloned().unwrap_or_default(),
        Voice::Both => words.join(" · "),
    };
    let text = if text.is_empty() { words.join(" · ") } else { text };
    let font = match (bidi::has_rtl(&text), text.chars().any(|c| script_of(c.encode_utf8(&mut [0; 4])) == Script::Han)) {
        (true, _) => ARABIC,
        (false, true) => HAN,
        (false, false) => LATIN,
    };
    let width = (text.chars().count() as f32 * 52.0).clamp(240.0, 520.0);
    let height = if text.chars().count() > 9 { 62.0 } else { 96.0 };
    let shape = format!(
        "position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;z-index:-251658752;\
         mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
         mso-position-vertical:center;mso-position-vertical-relative:margin"
    );
    x.el("w:r", &[], |x| {
        x.el("w:rPr", &[], |x| x.leaf("w:noProof", &[]));
        x.el("w:pict", &[], |x| {
            shape_type(x);
            let (id, spid) = (format!("PowerPlusWaterMarkObject{number}"), format!("_x0000_s{}", 2048 + number));
            x.el(
                "v:shape",
                &[
                    ("id", &id),
                    ("o:spid", &spid),
                    ("type", &"#_x0000_t136"),
                    ("alt", &text),
                    ("style", &shape),
                    ("o:allowincell", &"f"),
                    ("fillcolor", &format_args!("#{}", hex([0xB8, 0xB8, 0xB8]))),
                    ("stroked", &"f"),
                ],
                |x| {
                    x.leaf("v:fill", &[("opacity", &".4")]);
                    x.leaf("v:textpath", &[("style", &format_args!("font-family:\"{font}\";font-size:1pt")), ("string", &text)]);
                },
            );
        });
    });
}

/// The shape type of text along a line, number 136 of the VML presets.
fn shape_type(x: &mut Xml) {
    const FORMULAS: [&str; 14] = [
        "sum #0 0 10800",
        "prod #0 2 1",
        "sum 21600 0 @1",
        "sum 0 0 @2",
        "sum 21600 0 @3",
        "if @0 @3 0",
        "if @0 21600 @1",
        "if @0 0 @2",
        "if @0 @4 21600",
        "mid @5 @6",
        "mid @8 @5",
        "mid @7 @8",
        "mid @6 @7",
        "sum @6 0 @5",
    ];
    let attrs: super::xml::Attrs<'_> = &[
        ("id", &"_x0000_t136"),
        ("coordsize", &"21600,21600"),
        ("o:spt", &136),
        ("adj", &10800),
        ("path", &"m@7,l@8,m@5,21600l@6,21600e"),
    ];
    x.el("v:shapetype", attrs, |x| {
        x.el("v:formulas", &[], |x| {
            for formula in FORMULAS {
                x.leaf("v:f", &[("eqn", &formula)]);
            }
        });
        x.leaf(
            "v:path",
            &[
                ("textpathok", &"t"),
                ("o:connecttype", &"custom"),
                ("o:connectlocs", &"@9,0;@10,10800;@11,21600;@12,10800"),
                ("o:connectangles", &"270,180,90,0"),
            ],
        );
        x.leaf("v:textpath", &[("on", &"t"), ("fitshape", &"t")]);
        x.el("v:handles", &[], |x| x.leaf("v:h", &[("position", &"#0,bottomRight"), ("xrange", &"6629,14971")]));
        x.leaf("o:lock", &[("v:ext", &"edit"), ("text", &"t"), ("shapetype", &"t")]);
    });
}
