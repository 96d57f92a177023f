//! The picture of the style as a paragraph of its own.

use super::R;
use super::paragraph::{Keep, paragraph};
use super::styles::id;
use super::xml::Xml;
use crate::doc::model::Document;
use crate::render::picture::Picture;
use crate::render::style::Style;

const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// English Metric Units in a point.
const EMU: f32 = 12_700.0;

/// A paragraph in the middle of the page with the picture that the relationship `target` leads to.
pub(super) fn paragraph_of(x: &mut Xml, document: &Document, style: &Style, picture: &Picture, target: &str) {
    let room = style.paper[0] - style.margins[1] - style.margins[3];
    let [wide, high] = picture.size(style.logo_height, room).map(|length| (length * EMU).round() as i64);
    let (_, alt) = style.alt(&document.languages);
    paragraph(x, id::LETTERHEAD, None, Keep { next: true, lines: true }, |x| {
        x.el("w:r", &[], |x| {
            x.el("w:drawing", &[], |x| {
                x.el("wp:inline", &[("distT", &0), ("distB", &0), ("distL", &0), ("distR", &0)], |x| {
                    x.leaf("wp:extent", &[("cx", &wide), ("cy", &high)]);
                    x.leaf("wp:docPr", &[("id", &1), ("name", &"Logo"), ("descr", &alt)]);
                    x.el("wp:cNvGraphicFramePr", &[], |x| x.leaf("a:graphicFrameLocks", &[("xmlns:a", &A), ("noChangeAspect", &1)]));
                    x.el("a:graphic", &[("xmlns:a", &A)], |x| {
                        x.el("a:graphicData", &[("uri", &PIC)], |x| graphic(x, target, [wide, high]));
                    });
                });
            });
        });
    });
}

fn graphic(x: &mut Xml, target: &str, [wide, high]: [i64; 2]) {
    x.el("pic:pic", &[("xmlns:pic", &PIC)], |x| {
        x.el("pic:nvPicPr", &[], |x| {
            x.leaf("pic:cNvPr", &[("id", &1), ("name", &"logo.png")]);
            x.leaf("pic:cNvPicPr", &[]);
        });
        x.el("pic:blipFill", &[], |x| {
            x.leaf("a:blip", &[("xmlns:r", &R), ("r:embed", &target)]);
            x.el("a:stretch", &[], |x| x.leaf("a:fillRect", &[]));
        });
        x.el("pic:spPr", &[], |x| {
            x.el("a:xfrm", &[], |x| {
                x.leaf("a:off", &[("x", &0), ("y", &0)]);
                x.leaf("a:ext", &[("cx", &wide), ("cy", &high)]);
            });
            x.el("a:prstGeom", &[("prst", &"rect")], |x| x.leaf("a:avLst", &[]));
        });
    });
}
