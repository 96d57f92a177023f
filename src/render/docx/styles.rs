//! The styles of the file: everything about looks stands here, so that a lawyer can change it in one place in Word.

use super::W;
use super::runs::languages;
use super::xml::Xml;
use crate::doc::model::Document;
use crate::render::style::Style;

/// Ids of styles, used by the parts that refer to them.
pub(super) mod id {
    /// Running text without a number.
    pub(in super::super) const BODY: &str = "BodyText";
    /// Running text with a number.
    pub(in super::super) const NUMBERED: &str = "NumberedParagraph";
    /// Title of the document.
    pub(in super::super) const TITLE: &str = "Title";
    /// Line under the title.
    pub(in super::super) const SUBTITLE: &str = "Subtitle";
    /// Headings by level.
    pub(in super::super) const HEADINGS: [&str; 2] = ["Heading1", "Heading2"];
    /// List items by level.
    pub(in super::super) const ITEMS: [&str; 2] = ["ListNumber", "ListNumber2"];
    /// Head of the first page.
    pub(in super::super) const LETTERHEAD: &str = "Letterhead";
    /// Framed line: urgency.
    pub(in super::super) const URGENT: &str = "BannerUrgent";
    /// Framed line: confidentiality.
    pub(in super::super) const CONFIDENTIAL: &str = "BannerConfidential";
    /// Signature block.
    pub(in super::super) const SIGNATURE: &str = "Signature";
    /// Small print.
    pub(in super::super) const NOTE: &str = "Note";
    /// Text of a table.
    pub(in super::super) const TABLE_TEXT: &str = "TableText";
    /// Head of a table.
    pub(in super::super) const TABLE_HEAD: &str = "TableHead";
    /// Head of a row of a table.
    pub(in super::super) const TABLE_LABEL: &str = "TableLabel";
    /// Line between two tables, which Word would otherwise join.
    pub(in super::super) const SEPARATOR: &str = "Separator";
    /// Head of the page.
    pub(in super::super) const HEADER: &str = "Header";
    /// Foot of the page.
    pub(in super::super) const FOOTER: &str = "Footer";
    /// Words that stand out.
    pub(in super::super) const STRONG: &str = "Strong";
    /// Caution in the head of the page.
    pub(in super::super) const CAUTION: &str = "Caution";
    /// The word for a draft in the head of the page.
    pub(in super::super) const DRAFT: &str = "DraftMark";
    /// Missing value.
    pub(in super::super) const GAP: &str = "Gap";
    /// Text in another language than the paragraph.
    pub(in super::super) const FOREIGN: &str = "ForeignText";
    /// Number or label that is written as text.
    pub(in super::super) const LABEL: &str = "Label";
    /// The two columns of the languages.
    pub(in super::super) const COLUMNS: &str = "LanguageColumns";
    /// Tables of the text.
    pub(in super::super) const TABLE: &str = "RequestTable";
}

/// Font of Latin, Cyrillic and Greek.
pub(super) const LATIN: &str = "Noto Serif";
/// Font of Arabic.
pub(super) const ARABIC: &str = "Amiri";
/// Font of Chinese.
pub(super) const HAN: &str = "Noto Serif SC";
/// Amiri draws smaller letters than Noto Serif at the same size.
const ARABIC_SCALE: f32 = 1.12;

/// Colour of things that must be seen.
pub(super) const ALARM: &str = "9C1C1C";
/// Background of a missing value.
pub(super) const GAP_SHADE: &str = "FFE08A";
/// Background of text in another language than its paragraph.
pub(super) const FOREIGN_SHADE: &str = "DCE8F5";

/// A colour as six hexadecimal digits.
pub(super) fn hex(rgb: [u8; 3]) -> String {
    format!("{:02X}{:02X}{:02X}", rgb[0], rgb[1], rgb[2])
}

/// The colour mixed with white: 0 is the colour itself, 1 is white.
pub(super) fn tint(rgb: [u8; 3], white: f32) -> String {
    hex(rgb.map(|c| (f32::from(c) + (255.0 - f32::from(c)) * white).round() as u8))
}

/// Points as twentieths of a point.
pub(super) fn twips(points: f32) -> i32 {
    (points * 20.0).round() as i32
}

/// Points as the half points in which Word gives sizes.
fn half_points(points: f32) -> i32 {
    (points * 2.0).round() as i32
}

/// What a style changes against the one it is based on.
#[derive(Default)]
struct Look<'a> {
    size: Option<f32>,
    bold: bool,
    color: Option<&'a str>,
    shade: Option<&'a str>,
    before: f32,
    after: f32,
    line: Option<f32>,
    center: bool,
    keep_next: bool,
    keep_lines: bool,
    outline: Option<u8>,
    frame: Option<&'a str>,
}

struct Sheet<'a> {
    x: &'a mut Xml,
    style: &'a Style,
}

/// The part `styles.xml`.
pub(super) fn part(document: &Document, style: &Style) -> String {
    let accent = hex(style.accent);
    let rule = tint(style.accent, 0.55);
    Xml::part("w:styles", &[("xmlns:w", &W)], |x| {
        defaults(x, document, style);
        let mut sheet = Sheet { x, style };
        sheet.built_in();
        let text = Look { after: 5.0, line: Some(style.text_size), ..Look::default() };
        let small = style.small_size;
        let [h1, h2] = style.heading_sizes;
        let heading = |size: f32, before: f32, level: u8| Look {
            size: Some(size),
            bold: true,
            color: Some(&accent),
            before,
            after: 4.0,
            line: Some(size),
            keep_next: true,
            keep_lines: true,
            outline: Some(level),
            ..Look::default()
        };
        sheet.paragraph(id::BODY, "Body Text", "Normal", true, &text);
        sheet.paragraph(id::NUMBERED, "Numbered Paragraph", id::BODY, false, &Look { after: 5.0, ..Look::default() });
        let title = Look {
            size: Some(style.title_size),
            bold: true,
            color: Some(&accent),
            before: 8.0,
            after: 3.0,
            line: Some(style.title_size * 0.88),
            center: true,
            keep_next: true,
            keep_lines: true,
            ..Look::default()
        };
        sheet.paragraph(id::TITLE, "Title", "Normal", true, &title);
        let subtitle = Look { color: Some(&accent), after: 8.0, line: Some(style.text_size), center: true, ..Look::default() };
        sheet.paragraph(id::SUBTITLE, "Subtitle", "Normal", true, &subtitle);
        sheet.paragraph(id::HEADINGS[0], "heading 1", "Normal", true, &heading(h1, 12.0, 0));
        sheet.paragraph(id::HEADINGS[1], "heading 2", "Normal", true, &heading(h2, 7.0, 1));
        let item = || Look { after: 3.0, ..Look::default() };
        sheet.paragraph(id::ITEMS[0], "List Number", id::BODY, true, &item());
        sheet.paragraph(id::ITEMS[1], "List Number 2", id::BODY, true, &item());
        let letterhead = Look { after: 10.0, line: Some(style.text_size), center: true, keep_lines: true, ..Look::default() };
        sheet.paragraph(id::LETTERHEAD, "Letterhead", "Normal", false, &letterhead);
        for (style_id, name, color) in [(id::URGENT, "Banner Urgent", ALARM), (id::CONFIDENTIAL, "Banner Confidential", accent.as_str())] {
            let banner = Look {
                bold: true,
                color: Some(color),
                before: 4.0,
                after: 8.0,
                line: Some(style.text_size),
                center: true,
                keep_lines: true,
                frame: Some(color),
                ..Look::default()
            };
            sheet.paragraph(style_id, name, "Normal", false, &banner);
        }
        let signature = Look { before: 8.0, after: 2.0, line: Some(style.text_size), keep_lines: true, ..Look::default() };
        sheet.paragraph(id::SIGNATURE, "Signature", "Normal", true, &signature);
        let note = Look { size: Some(small), color: Some("595959"), after: 4.0, line: Some(small), ..Look::default() };
        sheet.paragraph(id::NOTE, "Note", "Normal", false, &note);
        let table_text = Look { size: Some(small), before: 1.5, after: 1.5, line: Some(small * 0.96), ..Look::default() };
        sheet.paragraph(id::TABLE_TEXT, "Table Text", "Normal", false, &table_text);
        let table_head = Look { bold: true, color: Some(&accent), before: 1.5, after: 1.5, ..Look::default() };
        sheet.paragraph(id::TABLE_HEAD, "Table Head", id::TABLE_TEXT, false, &table_head);
        let table_label = Look { color: Some(&accent), before: 1.5, after: 1.5, ..Look::default() };
        sheet.paragraph(id::TABLE_LABEL, "Table Label", id::TABLE_TEXT, false, &table_label);
        sheet.separator();
        let running = || Look { size: Some(small), color: Some("404040"), line: Some(small), ..Look::default() };
        sheet.paragraph(id::HEADER, "header", "Normal", true, &running());
        sheet.paragraph(id::FOOTER, "footer", "Normal", true, &running());
        sheet.character(id::STRONG, "Strong", true, &Look { bold: true, ..Look::default() });
        sheet.character(id::CAUTION, "Caution", false, &Look { bold: true, color: Some(&accent), ..Look::default() });
        sheet.character(id::DRAFT, "Draft Mark", false, &Look { bold: true, color: Some(ALARM), ..Look::default() });
        let gap = Look { bold: true, color: Some(ALARM), shade: Some(GAP_SHADE), ..Look::default() };
        sheet.character(id::GAP, "Gap", false, &gap);
        sheet.character(id::FOREIGN, "Foreign Text", false, &Look { shade: Some(FOREIGN_SHADE), ..Look::default() });
        sheet.character(id::LABEL, "Label", false, &Look { color: Some(&accent), ..Look::default() });
        sheet.tables(&rule);
    })
}

fn defaults(x: &mut Xml, document: &Document, style: &Style) {
    let [main, han, rtl] = languages(document);
    x.el("w:docDefaults", &[], |x| {
        x.el("w:rPrDefault", &[], |x| {
            x.el("w:rPr", &[], |x| {
                x.leaf("w:rFonts", &[("w:ascii", &LATIN), ("w:hAnsi", &LATIN), ("w:eastAsia", &HAN), ("w:cs", &ARABIC)]);
                sizes(x, style.text_size);
                x.leaf("w:lang", &[("w:val", &main), ("w:eastAsia", &han), ("w:bidi", &rtl)]);
            });
        });
        x.el("w:pPrDefault", &[], |x| {
            x.el("w:pPr", &[], |x| x.leaf("w:spacing", &[("w:before", &0), ("w:after", &0)]));
        });
    });
}

fn sizes(x: &mut Xml, points: f32) {
    x.val("w:sz", half_points(points));
    x.val("w:szCs", half_points(points * ARABIC_SCALE));
}

fn frame(x: &mut Xml, color: &str) {
    for side in ["w:top", "w:left", "w:bottom", "w:right"] {
        x.leaf(side, &[("w:val", &"single"), ("w:sz", &8), ("w:space", &4), ("w:color", &color)]);
    }
}

impl Sheet<'_> {
    fn built_in(&mut self) {
        self.x.el("w:style", &[("w:type", &"paragraph"), ("w:default", &1), ("w:styleId", &"Normal")], |x| {
            x.val("w:name", "Normal");
            x.leaf("w:qFormat", &[]);
        });
        self.x.el("w:style", &[("w:type", &"character"), ("w:default", &1), ("w:styleId", &"DefaultParagraphFont")], |x| {
            x.val("w:name", "Default Paragraph Font");
            x.val("w:uiPriority", 1);
            x.leaf("w:semiHidden", &[]);
        });
        self.x.el("w:style", &[("w:type", &"numbering"), ("w:default", &1), ("w:styleId", &"NoList")], |x| {
            x.val("w:name", "No List");
            x.val("w:uiPriority", 99);
            x.leaf("w:semiHidden", &[]);
        });
        self.x.el("w:style", &[("w:type", &"table"), ("w:default", &1), ("w:styleId", &"TableNormal")], |x| {
            x.val("w:name", "Normal Table");
            x.val("w:uiPriority", 99);
            x.leaf("w:semiHidden", &[]);
            x.el("w:tblPr", &[], |x| {
                x.leaf("w:tblInd", &[("w:w", &0), ("w:type", &"dxa")]);
                margins(x, 0, 0);
            });
        });
    }

    fn open(
        x: &mut Xml,
        kind: &'static str,
        style_id: &str,
        name: &str,
        based_on: Option<&str>,
        built_in: bool,
        body: impl FnOnce(&mut Xml),
    ) {
        let inner = |x: &mut Xml| {
            x.val("w:name", name);
            if let Some(base) = based_on {
                x.val("w:basedOn", base);
            }
            x.leaf("w:qFormat", &[]);
            body(x);
        };
        if built_in {
            x.el("w:style", &[("w:type", &kind), ("w:styleId", &style_id)], inner);
        } else {
            x.el("w:style", &[("w:type", &kind), ("w:customStyle", &1), ("w:styleId", &style_id)], inner);
        }
    }

    fn paragraph(&mut self, style_id: &str, name: &str, based_on: &str, built_in: bool, look: &Look<'_>) {
        let (line_height, spacing) = (self.style.line_height, self.style.spacing);
        Self::open(self.x, "paragraph", style_id, name, Some(based_on), built_in, |x| {
            x.el("w:pPr", &[], |x| {
                if look.keep_next {
                    x.leaf("w:keepNext", &[]);
                }
                if look.keep_lines {
                    x.leaf("w:keepLines", &[]);
                }
                if let Some(color) = look.frame {
                    x.el("w:pBdr", &[], |x| frame(x, color));
                }
                let (before, after) = (twips(look.before * spacing), twips(look.after * spacing));
                match look.line {
                    Some(size) => x.leaf(
                        "w:spacing",
                        &[("w:before", &before), ("w:after", &after), ("w:line", &twips(size * line_height)), ("w:lineRule", &"atLeast")],
                    ),
                    None => x.leaf("w:spacing", &[("w:before", &before), ("w:after", &after)]),
                }
                if look.frame.is_some() {
                    // The frame stands outside the text; the indent keeps it inside the column.
                    x.leaf("w:ind", &[("w:left", &120), ("w:right", &120)]);
                }
                if look.center {
                    x.val("w:jc", "center");
                }
                if let Some(level) = look.outline {
                    x.val("w:outlineLvl", level);
                }
            });
            run_look(x, look);
        });
    }

    fn character(&mut self, style_id: &str, name: &str, built_in: bool, look: &Look<'_>) {
        Self::open(self.x, "character", style_id, name, Some("DefaultParagraphFont"), built_in, |x| run_look(x, look));
    }

    fn separator(&mut self) {
        Self::open(self.x, "paragraph", id::SEPARATOR, "Separator", Some("Normal"), false, |x| {
            x.el("w:pPr", &[], |x| {
                x.leaf("w:keepNext", &[]);
                x.leaf("w:spacing", &[("w:before", &0), ("w:after", &0), ("w:line", &120), ("w:lineRule", &"exact")]);
            });
            x.el("w:rPr", &[], |x| {
                x.val("w:sz", 4);
                x.val("w:szCs", 4);
            });
        });
    }

    fn tables(&mut self, rule: &str) {
        Self::open(self.x, "table", id::COLUMNS, "Language Columns", Some("TableNormal"), false, |x| {
            x.el("w:tblPr", &[], |x| margins(x, 0, 0));
        });
        Self::open(self.x, "table", id::TABLE, "Request Table", Some("TableNormal"), false, |x| {
            x.el("w:tblPr", &[], |x| {
                x.el("w:tblBorders", &[], |x| {
                    for side in ["w:top", "w:bottom", "w:insideH"] {
                        x.leaf(side, &[("w:val", &"single"), ("w:sz", &4), ("w:space", &0), ("w:color", &rule)]);
                    }
                });
                margins(x, 20, 70);
            });
        });
    }
}

fn run_look(x: &mut Xml, look: &Look<'_>) {
    x.el("w:rPr", &[], |x| {
        if look.bold {
            x.leaf("w:b", &[]);
            x.leaf("w:bCs", &[]);
        }
        if let Some(color) = look.color {
            x.val("w:color", color);
        }
        if let Some(size) = look.size {
            sizes(x, size);
        }
        if let Some(fill) = look.shade {
            x.leaf("w:shd", &[("w:val", &"clear"), ("w:color", &"auto"), ("w:fill", &fill)]);
        }
    });
}

fn margins(x: &mut Xml, vertical: i32, horizontal: i32) {
    x.el("w:tblCellMar", &[], |x| {
        for (side, width) in [("w:top", vertical), ("w:left", horizontal), ("w:bottom", vertical), ("w:right", horizontal)] {
            x.leaf(side, &[("w:w", &width), ("w:type", &"dxa")]);
        }
    });
}

/// The part `fontTable.xml`: what may stand in for fonts that a machine lacks.
pub(super) fn fonts() -> String {
    Xml::part("w:fonts", &[("xmlns:w", &W)], |x| {
        for (name, instead, charset) in [(LATIN, "Times New Roman", "00"), (ARABIC, "Traditional Arabic", "B2"), (HAN, "SimSun", "86")] {
            x.el("w:font", &[("w:name", &name)], |x| {
                x.val("w:altName", instead);
                x.val("w:charset", charset);
                x.val("w:family", "roman");
                x.val("w:pitch", "variable");
            });
        }
    })
}
