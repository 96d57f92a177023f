//! From content streams to a file: printpdf writes fonts, resources and pages; then structure, outlines, metadata and identifiers are
//! put in, which it has no calls for, and the streams are deflated.

use super::draw::Used;
use super::fonts::faces;
use super::icc;
use super::tags::{Kid, Tags};
use crate::doc::model::Document;
use crate::files::sha256_hex;
use crate::render::RenderError;
use crate::render::style::Style;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use printpdf::{
    Codepoint, FontId, FontMetrics, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem,
};
use std::collections::BTreeMap;
use std::io::Write as _;

/// An entry of the outline.
pub(super) struct Entry {
    pub level: u8,
    pub title: String,
    pub page: usize,
    pub y: f32,
}

fn internal(error: impl std::fmt::Display) -> RenderError {
    RenderError::Internal(error.to_string())
}

/// Makes the file.
pub(super) fn finish(
    document: &Document,
    style: &Style,
    used: &BTreeMap<usize, Used>,
    tags: &Tags,
    streams: Vec<Vec<u8>>,
    outline: &[Entry],
) -> Result<Vec<u8>, RenderError> {
    let mut doc = skeleton(style, used, streams.len())?;
    doc.version = "1.7".to_owned();
    let pages: Vec<ObjectId> = doc.get_pages().into_values().collect();
    let hash = content_hash(document, &streams);
    for (page, stream) in pages.iter().zip(streams) {
        let id = doc.add_object(deflated(stream)?);
        let dict = doc.get_object_mut(*page).and_then(Object::as_dict_mut).map_err(internal)?;
        dict.set("Contents", Object::Reference(id));
    }
    font_descriptors(&mut doc, used)?;
    let tree = structure(&mut doc, tags, &pages)?;
    let outlines = outlines(&mut doc, outline, &pages);
    catalog(&mut doc, document, tree, outlines, &hash)?;
    for object in doc.objects.values_mut() {
        if let Object::Stream(stream) = object {
            let plain = !stream.dict.has(b"Filter") && stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"XML");
            if plain {
                *stream = deflate_into(std::mem::take(&mut stream.dict), std::mem::take(&mut stream.content))?;
            }
        }
    }
    doc.prune_objects();
    doc.renumber_objects();
    let id = Object::String(hash.as_bytes()[..16].to_vec(), StringFormat::Hexadecimal);
    doc.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    let mut out = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    doc.save_with_options(&mut out, options).map_err(internal)?;
    Ok(out)
}

/// Fonts, resources and empty pages, as printpdf writes them.
fn skeleton(style: &Style, used: &BTreeMap<usize, Used>, pages: usize) -> Result<lopdf::Document, RenderError> {
    let mut pdf = PdfDocument::new("");
    let mut show = vec![Op::StartTextSection];
    for (face, used) in used {
        let Some(font) = faces().get(*face) else { continue };
        let subset = subsetter::subset(font.data, 0, &used.remapper).map_err(internal)?;
        let widths = used.glyphs.iter().map(|(gid, (width, _))| (*gid, u16::try_from(*width).unwrap_or(0))).collect();
        let metrics = FontMetrics { ascent: font.ascent, descent: font.descent };
        let name = format!("{}+{}", subset_tag(*face), font.name);
        let parsed = ParsedFont::with_glyph_data(subset, 0, Some(name), BTreeMap::new(), widths, 1000, metrics);
        let id = FontId(format!("F{face}"));
        pdf.resources.fonts.map.insert(id.clone(), PdfFont::new(parsed));
        let glyphs = used.glyphs.iter().map(|(gid, (_, text))| {
            let text = if text.is_empty() { "\u{200b}".to_owned() } else { text.clone() };
            Codepoint { gid: *gid, offset: 0.0, cid: Some(text) }
        });
        show.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(10.0) });
        show.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs.collect())] });
    }
    show.push(Op::EndTextSection);
    let [width, height] = style.paper;
    let (width, height) = (Mm::from(Pt(width)), Mm::from(Pt(height)));
    for n in 0..pages.max(1) {
        let ops = if n == 0 { std::mem::take(&mut show) } else { Vec::new() };
        pdf.pages.push(PdfPage::new(width, height, ops));
    }
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    Ok(pdf.to_lopdf_document(&options, &mut Vec::new()))
}

/// Six capitals that tell subsets of one face apart within a file.
fn subset_tag(face: usize) -> String {
    (0..6).map(|n| char::from(b'A' + u8::try_from((face + n * 7) % 26).unwrap_or(0))).collect()
}

fn content_hash(document: &Document, streams: &[Vec<u8>]) -> String {
    let mut all: Vec<u8> = Vec::new();
    all.extend(document.meta.title.as_bytes());
    all.extend(document.meta.date.as_bytes());
    for (key, value) in &document.meta.provenance {
        all.extend(key.as_bytes());
        all.extend(value.as_bytes());
    }
    streams.iter().for_each(|s| all.extend(s));
    sha256_hex(&all)
}

fn deflated(content: Vec<u8>) -> Result<Stream, RenderError> {
    deflate_into(Dictionary::new(), content)
}

fn deflate_into(mut dict: Dictionary, content: Vec<u8>) -> Result<Stream, RenderError> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(content.len() / 2), Compression::new(6));
    encoder.write_all(&content).map_err(internal)?;
    let bytes = encoder.finish().map_err(internal)?;
    dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
    let mut stream = Stream::new(dict, bytes);
    stream.allows_compression = false;
    Ok(stream)
}

/// printpdf fills these with defaults; the true values are those of the faces.
fn font_descriptors(doc: &mut lopdf::Document, used: &BTreeMap<usize, Used>) -> Result<(), RenderError> {
    let names: Vec<(String, usize)> = used.keys().filter_map(|f| faces().get(*f).map(|face| (face.name.to_owned(), *f))).collect();
    for object in doc.objects.values_mut() {
        let Ok(dict) = object.as_dict_mut() else { continue };
        descriptor(dict, &names);
        let nested: Vec<Vec<u8>> =
            dict.iter().filter(|(_, v)| matches!(v, Object::Dictionary(_) | Object::Array(_))).map(|(k, _)| k.clone()).collect();
        for key in nested {
            match dict.get_mut(&key) {
                Ok(Object::Dictionary(inner)) => descriptor(inner, &names),
                Ok(Object::Array(items)) => {
                    for item in items.iter_mut() {
                        if let Object::Dictionary(inner) = item {
                            descriptor(inner, &names);
                            if let Ok(Object::Dictionary(deeper)) = inner.get_mut(b"FontDescriptor") {
                                descriptor(deeper, &names);
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn descriptor(dict: &mut Dictionary, names: &[(String, usize)]) {
    if dict.get(b"Type").and_then(Object::as_name).ok() != Some(b"FontDescriptor") {
        return;
    }
    let name = dict.get(b"FontName").and_then(Object::as_name).map(|n| String::from_utf8_lossy(n).into_owned()).unwrap_or_default();
    let Some((_, face)) = names.iter().find(|(n, _)| name.contains(n.as_str())) else { return };
    let Some(font) = faces().get(*face) else { return };
    dict.set("Flags", Object::Integer(4 + 2));
    dict.set("CapHeight", Object::Integer(i64::from(font.cap_height)));
    dict.set("StemV", Object::Integer(if font.bold { 140 } else { 80 }));
}

/// The structure tree and its parent tree; the id of its root.
fn structure(doc: &mut lopdf::Document, tags: &Tags, pages: &[ObjectId]) -> Result<ObjectId, RenderError> {
    let root = doc.new_object_id();
    let ids: Vec<ObjectId> = tags.elems.iter().map(|_| doc.new_object_id()).collect();
    // Elements that say nothing would be noise to a listener, but cells keep their place in a row.
    let mut alive = vec![false; tags.elems.len()];
    for (at, elem) in tags.elems.iter().enumerate().rev() {
        let content = elem.kids.iter().any(|k| match k {
            Kid::Content(..) => true,
            Kid::Elem(id) => alive[*id],
        });
        alive[at] = content || matches!(elem.kind, "TD" | "TH" | "Document");
        if elem.kind == "TR" || elem.kind == "Table" {
            alive[at] = elem.kids.iter().any(|k| matches!(k, Kid::Elem(id) if has_content(tags, *id)));
        }
    }
    for (at, elem) in tags.elems.iter().enumerate().filter(|(at, _)| alive[*at]) {
        let first_page = elem.kids.iter().find_map(|k| match k {
            Kid::Content(page, _) => Some(*page),
            Kid::Elem(_) => None,
        });
        let kids: Vec<Object> = elem
            .kids
            .iter()
            .filter_map(|kid| match kid {
                Kid::Elem(id) if alive[*id] => Some(Object::Reference(ids[*id])),
                Kid::Elem(_) => None,
                Kid::Content(page, number) if Some(*page) == first_page => Some(Object::Integer(as_int(*number))),
                Kid::Content(page, number) => Some(Object::Dictionary(dictionary! {
                    "Type" => "MCR", "Pg" => pages[*page], "MCID" => as_int(*number),
                })),
            })
            .collect();
        let parent = elem.parent.map_or(root, |p| ids[p]);
        let mut dict = dictionary! { "Type" => "StructElem", "S" => elem.kind, "P" => parent, "K" => kids };
        if let Some(page) = first_page {
            dict.set("Pg", Object::Reference(pages[page]));
        }
        if let Some(lang) = elem.lang {
            dict.set("Lang", Object::string_literal(lang.as_str()));
        }
        if let Some(scope) = elem.scope {
            dict.set("A", dictionary! { "O" => "Table", "Scope" => scope });
        }
        if elem.kind == "L" {
            dict.set("A", dictionary! { "O" => "List", "ListNumbering" => "LowerAlpha" });
        }
        doc.set_object(ids[at], dict);
    }
    let mut nums = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let refs: Vec<Object> = tags.pages.get(number).into_iter().flatten().map(|e| Object::Reference(ids[*e])).collect();
        nums.push(Object::Integer(as_int(number)));
        nums.push(Object::Array(refs));
        let dict = doc.get_object_mut(*page).and_then(Object::as_dict_mut).map_err(internal)?;
        dict.set("StructParents", Object::Integer(as_int(number)));
        dict.set("Tabs", Object::Name(b"S".to_vec()));
    }
    let parents = doc.add_object(dictionary! { "Nums" => nums });
    let top = ids.first().copied().ok_or_else(|| internal("no structure"))?;
    doc.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => vec![Object::Reference(top)],
            "ParentTree" => parents,
            "ParentTreeNextKey" => as_int(pages.len()),
        },
    );
    Ok(root)
}

fn has_content(tags: &Tags, id: usize) -> bool {
    tags.elems[id].kids.iter().any(|k| match k {
        Kid::Content(..) => true,
        Kid::Elem(id) => has_content(tags, *id),
    })
}

fn as_int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Text for dictionaries: UTF-16 with its mark.
fn text_string(text: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// The outline: headings, those of level 2 under those of level 1.
fn outlines(doc: &mut lopdf::Document, entries: &[Entry], pages: &[ObjectId]) -> Option<ObjectId> {
    if entries.is_empty() {
        return None;
    }
    let root = doc.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| doc.new_object_id()).collect();
    let mut parents: Vec<Option<usize>> = Vec::new();
    let mut top: Option<usize> = None;
    for (at, entry) in entries.iter().enumerate() {
        if entry.level <= 1 {
            top = Some(at);
            parents.push(None);
        } else {
            parents.push(top);
        }
    }
    let children = |parent: Option<usize>| -> Vec<usize> { (0..entries.len()).filter(|i| parents[*i] == parent).collect() };
    for (at, entry) in entries.iter().enumerate() {
        let siblings = children(parents[at]);
        let place = siblings.iter().position(|s| *s == at).unwrap_or(0);
        let dest =
            vec![Object::Reference(pages[entry.page]), Object::Name(b"XYZ".to_vec()), Object::Null, Object::Real(entry.y), Object::Null];
        let mut dict =
            dictionary! { "Title" => text_string(&entry.title), "Parent" => parents[at].map_or(root, |p| ids[p]), "Dest" => dest };
        if let Some(previous) = place.checked_sub(1).and_then(|p| siblings.get(p)) {
            dict.set("Prev", Object::Reference(ids[*previous]));
        }
        if let Some(next) = siblings.get(place + 1) {
            dict.set("Next", Object::Reference(ids[*next]));
        }
        let below = children(Some(at));
        if let (Some(first), Some(last)) = (below.first(), below.last()) {
            dict.set("First", Object::Reference(ids[*first]));
            dict.set("Last", Object::Reference(ids[*last]));
            dict.set("Count", Object::Integer(-as_int(below.len())));
        }
        doc.set_object(ids[at], dict);
    }
    let tops = children(None);
    let (first, last) = (tops.first()?, tops.last()?);
    doc.set_object(root, dictionary! { "Type" => "Outlines", "First" => ids[*first], "Last" => ids[*last], "Count" => as_int(tops.len()) });
    Some(root)
}

fn catalog(
    doc: &mut lopdf::Document,
    document: &Document,
    tree: ObjectId,
    outlines: Option<ObjectId>,
    hash: &str,
) -> Result<(), RenderError> {
    let mut profile = deflated(icc::srgb())?;
    profile.dict.set("N", Object::Integer(3));
    let profile = doc.add_object(profile);
    let intent = doc.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB"),
        "DestOutputProfile" => profile,
    });
    let (info, metadata) = info_and_metadata(document, hash);
    let mut xmp = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, metadata.into_bytes());
    xmp.allows_compression = false;
    let xmp = doc.add_object(xmp);
    let info = doc.add_object(info);
    doc.trailer.set("Info", Object::Reference(info));
    let lang = document.languages.first().map_or_else(|| "en".to_owned(), ToString::to_string);
    let catalog = doc.catalog_mut().map_err(internal)?;
    for key in ["OutputIntents", "Metadata", "PageLayout", "PageMode", "Outlines", "Names"] {
        catalog.remove(key.as_bytes());
    }
    catalog.set("Lang", Object::string_literal(lang));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", Object::Reference(tree));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("Metadata", Object::Reference(xmp));
    catalog.set("OutputIntents", Object::Array(vec![Object::Reference(intent)]));
    catalog.set("PageLabels", dictionary! { "Nums" => vec![Object::Integer(0), Object::Dictionary(dictionary! { "S" => "D" })] });
    if let Some(outlines) = outlines {
        catalog.set("Outlines", Object::Reference(outlines));
        catalog.set("PageMode", Object::Name(b"UseOutlines".to_vec()));
    }
    Ok(())
}

const PRODUCER: &str = concat!("mla ", env!("CARGO_PKG_VERSION"));

/// Document information and XMP, which must agree.
fn info_and_metadata(document: &Document, hash: &str) -> (Dictionary, String) {
    let meta = &document.meta;
    let title = if meta.title.is_empty() { "mla" } else { &meta.title };
    let date = meta.date.split('-').map(|p| p.parse::<u16>().unwrap_or(1)).collect::<Vec<_>>();
    let (year, month, day) = match date[..] {
        [y, m, d] => (y, u8::try_from(m).unwrap_or(1), u8::try_from(d).unwrap_or(1)),
        _ => (1970, 1, 1),
    };
    let stamp = Object::string_literal(format!("D:{year:04}{month:02}{day:02}000000Z"));
    let mut info = dictionary! {
        "Title" => text_string(title), "Producer" => text_string(PRODUCER), "CreationDate" => stamp.clone(), "ModDate" => stamp,
    };
    let moment = xmp_writer::DateTime {
        year,
        month: Some(month),
        day: Some(day),
        hour: Some(0),
        minute: Some(0),
        second: Some(0),
        timezone: Some(xmp_writer::Timezone::Utc),
    };
    let mut xmp = xmp_writer::XmpWriter::new();
    xmp.pdfa_part(2).pdfa_conformance("A").pdfua_part(1);
    xmp.title([(None, title)]);
    xmp.producer(PRODUCER).create_date(moment).modify_date(moment);
    if !meta.author.is_empty() {
        info.set("Author", text_string(&meta.author));
        xmp.creator([meta.author.as_str()]);
    }
    if !meta.subject.is_empty() {
        info.set("Subject", text_string(&meta.subject));
        xmp.description([(None, meta.subject.as_str())]);
    }
    let langs: Vec<xmp_writer::LangId<'_>> = document.languages.iter().map(|l| xmp_writer::LangId(l.as_str())).collect();
    xmp.language(langs);
    xmp.document_id(hash).instance_id(hash);
    xmp.extension_schemas().pdfua_id().properties().describe_part();
    (info, xmp.finish(None))
}
