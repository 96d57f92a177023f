//! Pages, fonts and resources of the file, as printpdf writes them, with our content streams put in.

use std::collections::BTreeMap;

use flate2::Compression;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use printpdf::{
    Codepoint, FontId, FontMetrics, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfFontMetricsStub, PdfPage, PdfSaveOptions,
    Pt, TextItem,
};
use sha2::{Digest, Sha256};

use super::content::{PICTURE, Used, subset};
use crate::render::RenderError;
use crate::render::fonts::{Fonts, Metrics};
use crate::render::picture::Picture;

/// A file with pages and fonts, still without structure and metadata.
pub(super) struct Raw {
    /// The objects.
    pub(super) file: lopdf::Document,
    /// The pages in order.
    pub(super) pages: Vec<ObjectId>,
}

/// Makes the file of content streams and the glyphs that they use.
///
/// # Errors
/// [`RenderError::Internal`] if a library refuses what it is given.
pub(super) fn embed(contents: Vec<Vec<u8>>, used: &[Used], fonts: &Fonts, paper: [f32; 2]) -> Result<Raw, RenderError> {
    let mut document = PdfDocument::new("");
    let mut ops = Vec::new();
    let mut capitals = BTreeMap::new();
    for (face, glyphs) in fonts.faces().zip(used).filter(|(_, glyphs)| !glyphs.text.is_empty()) {
        let metrics = fonts.metrics(face).ok_or_else(|| internal("a face without figures"))?;
        let data = subset(fonts, face, glyphs)?;
        let name = format!("{}+{}", tag(&data), metrics.name);
        capitals.insert(name.clone().into_bytes(), metrics.cap_height);
        // A list of the glyphs is all that printpdf needs to write the font; it never reaches the page.
        let id = FontId(format!("F{}", face.index()));
        document.resources.fonts.map.insert(id.clone(), PdfFont::new(parsed(name, data, &metrics, glyphs)));
        let glyphs = glyphs.text.iter().map(|(code, (text, _))| Codepoint::with_cid(*code, 0.0, text.clone())).collect();
        ops.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(1.0) });
        ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
    }
    let size = |length: f32| Mm::from(Pt(length));
    for _ in &contents {
        document.pages.push(PdfPage::new(size(paper[0]), size(paper[1]), std::mem::take(&mut ops)));
    }
    let mut file = document.to_lopdf_document(&PdfSaveOptions { optimize: false, ..PdfSaveOptions::default() }, &mut Vec::new());

    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    if pages.len() != contents.len() {
        return Err(RenderError::Internal("a page was lost".to_owned()));
    }
    let sheet: Object = vec![0.into(), 0.into(), Object::Real(paper[0]), Object::Real(paper[1])].into();
    for (id, content) in pages.iter().zip(contents) {
        let page = dictionary_mut(&mut file, *id)?;
        for key in ["MediaBox", "CropBox", "TrimBox"] {
            page.set(key, sheet.clone());
        }
        page.remove(b"Annots");
        let stream = page.get(b"Contents").and_then(Object::as_reference).map_err(internal)?;
        file.objects.insert(stream, Object::Stream(deflated(Dictionary::new(), &content)?));
    }
    complete(&mut file, &capitals)?;
    Ok(Raw { file, pages })
}

fn parsed(name: String, data: Vec<u8>, metrics: &Metrics<'_>, used: &Used) -> ParsedFont {
    let widths: BTreeMap<u16, u16> = used.text.iter().map(|(code, (_, width))| (*code, u16::try_from(*width).unwrap_or(0))).collect();
    let heights = FontMetrics { ascent: metrics.ascent, descent: metrics.descent };
    let mut font = ParsedFont::with_glyph_data(data, 0, Some(name), BTreeMap::new(), widths, 1000, heights);
    let [x_min, y_min, x_max, y_max] = metrics.bbox;
    font.pdf_font_metrics =
        PdfFontMetricsStub { units_per_em: 1000, x_min, y_min, x_max, y_max, us_weight_class: metrics.weight, ..font.pdf_font_metrics };
    font
}

/// Six capitals that name a subset, made from its bytes.
fn tag(data: &[u8]) -> String {
    Sha256::digest(data).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// What printpdf cannot know of the fonts (heights of capitals by name), and the deflating of their files.
fn complete(file: &mut lopdf::Document, capitals: &BTreeMap<Vec<u8>, i16>) -> Result<(), RenderError> {
    for object in file.objects.values_mut() {
        match object {
            Object::Dictionary(dict) if dict.has_type(b"FontDescriptor") => {
                let height = dict.get(b"FontName").and_then(Object::as_name).ok().and_then(|name| capitals.get(name)).copied();
                // Symbolic, with serifs: the codes are those of glyphs, not of a Latin alphabet.
                dict.set("Flags", 6);
                if let Some(height) = height {
                    dict.set("CapHeight", i64::from(height));
                }
            }
            Object::Stream(stream) if !stream.dict.has(b"Filter") => {
                let (dict, content) = (stream.dict.clone(), std::mem::take(&mut stream.content));
                *stream = deflated(dict, &content)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Puts the picture among the resources of the first page.
///
/// # Errors
/// [`RenderError::Internal`] if the file has no such page.
pub(super) fn picture(raw: &mut Raw, picture: &Picture) -> Result<(), RenderError> {
    let image = |space: &str, mask: Option<ObjectId>| {
        let mut dict = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(picture.width),
            "Height" => i64::from(picture.height),
            "ColorSpace" => space,
            "BitsPerComponent" => 8,
            "Filter" => "FlateDecode",
        };
        if let Some(mask) = mask {
            dict.set("SMask", mask);
        }
        dict
    };
    let file = &mut raw.file;
    let mask = picture.opacity.as_ref().map(|bytes| file.add_object(Stream::new(image("DeviceGray", None), bytes.clone())));
    let id = file.add_object(Stream::new(image("DeviceRGB", mask), picture.colours.clone()));
    let first = *raw.pages.first().ok_or_else(|| internal("there is no page"))?;
    let resources = file.get_dictionary(first).and_then(|page| page.get(b"Resources")).map_err(internal)?;
    let mut resources = file.dereference(resources).and_then(|(_, object)| object.as_dict()).map_err(internal)?.clone();
    resources.set("XObject", dictionary! { PICTURE => id });
    let page = dictionary_mut(file, first)?;
    page.set("Resources", resources);
    if mask.is_some() {
        // The space in which what shows through is mixed; without it that is left to the reader.
        page.set("Group", dictionary! { "S" => "Transparency", "CS" => "DeviceRGB" });
    }
    Ok(())
}

/// A stream, deflated.
pub(super) fn deflated(mut dict: Dictionary, content: &[u8]) -> Result<Stream, RenderError> {
    let bytes = crate::render::deflated(content, Compression::new(4)).map_err(internal)?;
    dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
    Ok(Stream::new(dict, bytes))
}

/// The dictionary of an object.
pub(super) fn dictionary_mut(file: &mut lopdf::Document, id: ObjectId) -> Result<&mut Dictionary, RenderError> {
    file.get_object_mut(id).and_then(Object::as_dict_mut).map_err(internal)
}

/// A library's refusal as our mistake.
pub(super) fn internal(error: impl std::fmt::Display) -> RenderError {
    RenderError::Internal(error.to_string())
}

/// Marked content of a page, as the structure points at it.
pub(super) fn reference(page: ObjectId, mcid: usize) -> Object {
    Object::Dictionary(dictionary! { "Type" => "MCR", "Pg" => page, "MCID" => mcid as i64 })
}
