//! What makes pages a document: structure, outline, metadata, output intent, identity (PDF/A-2a and PDF/UA-1).

use lopdf::{Dictionary, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::colour::srgb_profile;
use super::embed::{Raw, deflated, dictionary_mut, internal, reference};
use super::layout::Heading;
use super::metadata::{Stamp, keywords, packet};
use super::structure::{Kid, NodeId, Tree};
use crate::doc::model::Document;
use crate::render::RenderError;

/// Adds everything but pages and fonts, and writes the file.
///
/// # Errors
/// [`RenderError::Internal`] if a library refuses what it is given.
pub(super) fn finish(
    raw: Raw,
    document: &Document,
    tree: &Tree,
    owners: &[Vec<NodeId>],
    outline: &[Heading],
    height: f32,
) -> Result<Vec<u8>, RenderError> {
    let Raw { mut file, pages } = raw;
    "1.7".clone_into(&mut file.version);
    let root = structure(&mut file, &pages, tree, owners, height)?;
    for (number, page) in pages.iter().enumerate() {
        let page = dictionary_mut(&mut file, *page)?;
        page.set("StructParents", number as i64);
        page.set("Tabs", name("S"));
    }

    let identity = identity(&file, document);
    let stamp = Stamp::read(&document.meta.date);
    let mut dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    dict.set("Length", 0);
    let metadata = file.add_object(Stream::new(dict, packet(document, stamp.as_ref(), &identity).into_bytes()).with_compression(false));
    let profile = file.add_object(deflated(dictionary! { "N" => 3 }, &srgb_profile())?);
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text("sRGB"),
        "Info" => text("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    let outlines = outlines(&mut file, &pages, outline, height);
    let catalog = file.trailer.get(b"Root").and_then(Object::as_reference).map_err(internal)?;
    let catalog = dictionary_mut(&mut file, catalog)?;
    let lang = document.languages.first().map_or("en", |lang| lang.as_str());
    catalog.set("Lang", text(lang));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", root);
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("PageLabels", dictionary! { "Nums" => vec![0.into(), dictionary! { "S" => "D" }.into()] });
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.remove(b"PageLayout");
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", name("UseOutlines"));
    }

    let info = file.trailer.get(b"Info").and_then(Object::as_reference).map_err(internal)?;
    file.objects.insert(info, Object::Dictionary(information(document, stamp.as_ref())));
    let id = Object::String(identity.to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);

    let mut out = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(6).build();
    file.save_with_options(&mut out, options).map_err(internal)?;
    Ok(out)
}

fn structure(
    file: &mut lopdf::Document,
    pages: &[ObjectId],
    tree: &Tree,
    owners: &[Vec<NodeId>],
    height: f32,
) -> Result<ObjectId, RenderError> {
    let root = file.new_object_id();
    let ids: Vec<Option<ObjectId>> = (0..tree.nodes.len()).map(|node| tree.is_attached(node).then(|| file.new_object_id())).collect();
    let id_of =
        |node: NodeId| ids.get(node).copied().flatten().ok_or_else(|| RenderError::Internal("an element is not attached".to_owned()));
    for (number, node) in tree.nodes.iter().enumerate() {
        let Some(id) = ids[number] else { continue };
        let first = node.kids.iter().find_map(|kid| if let Kid::Content { page, .. } = kid { Some(*page) } else { None });
        let mut kids = Vec::with_capacity(node.kids.len());
        for kid in &node.kids {
            kids.push(match kid {
                Kid::Node(child) => id_of(*child)?.into(),
                Kid::Content { page, mcid } if Some(*page) == first => Object::from(*mcid as i64),
                Kid::Content { page, mcid } => reference(pages[*page], *mcid),
            });
        }
        let parent = node.parent.map_or(Ok(root), id_of)?;
        let mut dict = dictionary! { "Type" => "StructElem", "S" => name(node.tag), "P" => parent };
        match kids.len() {
            0 => {}
            1 => dict.set("K", kids.remove(0)),
            _ => dict.set("K", kids),
        }
        if let Some(page) = first {
            dict.set("Pg", pages[page]);
        }
        if let Some(lang) = node.lang {
            dict.set("Lang", text(lang.as_str()));
        }
        if let Some(value) = node.attribute {
            let (owner, key) = if node.tag == "L" { ("List", "ListNumbering") } else { ("Table", "Scope") };
            dict.set("A", dictionary! { "O" => owner, key => name(value) });
        }
        if let Some((alt, [left, top, right, bottom])) = &node.figure {
            dict.set("Alt", text(alt));
            let edges: Vec<Object> = [*left, height - bottom, *right, height - top].into_iter().map(Object::Real).collect();
            dict.set("A", dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => edges });
        }
        file.objects.insert(id, Object::Dictionary(dict));
    }
    let mut nums = Vec::with_capacity(pages.len() * 2);
    for (page, nodes) in owners.iter().enumerate() {
        let elements = nodes.iter().map(|node| id_of(*node).map(Object::from)).collect::<Result<Vec<_>, _>>()?;
        nums.push(Object::from(page as i64));
        nums.push(file.add_object(Object::Array(elements)).into());
    }
    let parents = file.add_object(dictionary! { "Nums" => nums });
    let tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => vec![id_of(Tree::ROOT)?.into()],
        "ParentTree" => parents,
        "ParentTreeNextKey" => owners.len() as i64,
    };
    file.objects.insert(root, Object::Dictionary(tree));
    Ok(root)
}

/// The outline, nested by level; `None` without headings.
fn outlines(file: &mut lopdf::Document, pages: &[ObjectId], headings: &[Heading], height: f32) -> Option<ObjectId> {
    if headings.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = headings.iter().map(|_| file.new_object_id()).collect();
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(headings.len());
    for (at, heading) in headings.iter().enumerate() {
        let above = headings[..at].iter().rposition(|other| other.level < heading.level);
        parents.push(above);
    }
    let children = |parent: Option<usize>| (0..headings.len()).filter(|at| parents[*at] == parent).collect::<Vec<_>>();
    for (at, heading) in headings.iter().enumerate() {
        let siblings = children(parents[at]);
        let place = siblings.iter().position(|other| *other == at).unwrap_or(0);
        let top = Object::Real(height - heading.top + 6.0);
        let mut dict = dictionary! {
            "Title" => text(&heading.title),
            "Parent" => parents[at].map_or(root, |parent| ids[parent]),
            "Dest" => vec![pages[heading.page].into(), name("XYZ"), Object::Null, top, Object::Null],
        };
        if place > 0 {
            dict.set("Prev", ids[siblings[place - 1]]);
        }
        if let Some(next) = siblings.get(place + 1) {
            dict.set("Next", ids[*next]);
        }
        let below = children(Some(at));
        if let (Some(first), Some(last)) = (below.first(), below.last()) {
            dict.set("First", ids[*first]);
            dict.set("Last", ids[*last]);
            dict.set("Count", below.len() as i64);
        }
        file.objects.insert(ids[at], Object::Dictionary(dict));
    }
    let top = children(None);
    let mut dict = dictionary! { "Type" => "Outlines", "Count" => headings.len() as i64 };
    if let (Some(first), Some(last)) = (top.first(), top.last()) {
        dict.set("First", ids[*first]);
        dict.set("Last", ids[*last]);
    }
    file.objects.insert(root, Object::Dictionary(dict));
    Some(root)
}

fn information(document: &Document, stamp: Option<&Stamp>) -> Dictionary {
    let meta = &document.meta;
    let mut dict = Dictionary::new();
    let fields = [("Title", &meta.title), ("Author", &meta.author), ("Subject", &meta.subject), ("Keywords", &keywords(document))];
    for (key, value) in fields {
        if !value.is_empty() {
            dict.set(key, text(value));
        }
    }
    dict.set("Producer", text(super::metadata::PRODUCER));
    if let Some(stamp) = stamp {
        dict.set("CreationDate", text(&stamp.pdf()));
        dict.set("ModDate", text(&stamp.pdf()));
    }
    dict
}

/// A name for the file, made from what it says.
fn identity(file: &lopdf::Document, document: &Document) -> [u8; 16] {
    let mut hash = Sha256::new();
    for object in file.objects.values() {
        if let Object::Stream(stream) = object {
            hash.update((stream.content.len() as u64).to_le_bytes());
            hash.update(&stream.content);
        }
    }
    let meta = &document.meta;
    let plain = [&meta.title, &meta.author, &meta.subject, &meta.date];
    for part in plain.into_iter().chain(meta.provenance.iter().flat_map(|(key, value)| [key, value])) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let mut out = [0; 16];
    out.copy_from_slice(&hash.finalize()[..16]);
    out
}

/// A text string: ASCII as it is, all else in UTF-16.
fn text(value: &str) -> Object {
    if value.is_ascii() {
        return Object::String(value.as_bytes().to_vec(), StringFormat::Literal);
    }
    let bytes = [0xFE, 0xFF].into_iter().chain(value.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn name(value: &str) -> Object {
    Object::Name(value.as_bytes().to_vec())
}
