//! A reader of tagged PDF: what each structure element says, by the codes of its glyphs.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A file and what its pages say.
pub(crate) struct Reader {
    pub(crate) file: Document,
    pub(crate) pages: Vec<ObjectId>,
    /// Text of each marked content, by page and MCID.
    pub(crate) said: BTreeMap<(usize, i64), String>,
    /// Text of artifacts, by page, with their subtype.
    pub(crate) artifacts: Vec<(usize, String, String)>,
    /// Text outside marked content; there must be none.
    pub(crate) stray: String,
    /// Marked content inside marked content; there must be none.
    pub(crate) nested: usize,
}

impl Reader {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let file = Document::load_mem(bytes).unwrap();
        let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
        let mut reader = Self { file, pages, said: BTreeMap::new(), artifacts: Vec::new(), stray: String::new(), nested: 0 };
        for page in 0..reader.pages.len() {
            reader.read_page(page);
        }
        reader
    }

    pub(crate) fn catalog(&self) -> &Dictionary {
        self.file.catalog().unwrap()
    }

    /// The object, or what it refers to.
    pub(crate) fn get<'a>(&'a self, object: &'a Object) -> &'a Object {
        match object {
            Object::Reference(id) => self.file.get_object(*id).unwrap(),
            other => other,
        }
    }

    pub(crate) fn dict<'a>(&'a self, dict: &'a Dictionary, key: &str) -> &'a Dictionary {
        self.get(dict.get(key.as_bytes()).unwrap()).as_dict().unwrap()
    }

    /// The fonts of a page: codes with their text and widths.
    pub(crate) fn fonts(&self, page: usize) -> BTreeMap<Vec<u8>, BTreeMap<u16, String>> {
        let page = self.file.get_dictionary(self.pages[page]).unwrap();
        let fonts = self.dict(self.dict(page, "Resources"), "Font");
        fonts
            .iter()
            .map(|(name, font)| {
                let font = self.get(font).as_dict().unwrap();
                let stream = self.get(font.get(b"ToUnicode").unwrap()).as_stream().unwrap();
                (name.clone(), unicode(&String::from_utf8(stream.decompressed_content().unwrap()).unwrap()))
            })
            .collect()
    }

    fn read_page(&mut self, page: usize) {
        let fonts = self.fonts(page);
        let content = Content::decode(&self.file.get_page_content(self.pages[page])).unwrap();
        let mut open: Option<(Option<i64>, String, Option<String>)> = None;
        let mut text = String::new();
        let mut font = Vec::new();
        for Operation { operator, operands } in &content.operations {
            match operator.as_str() {
                "BDC" => {
                    self.nested += usize::from(open.is_some());
                    let properties = operands[1].as_dict().unwrap();
                    let mcid = properties.get(b"MCID").and_then(Object::as_i64).ok();
                    let subtype = properties.get(b"Subtype").or(properties.get(b"Type")).and_then(Object::as_name).unwrap_or_default();
                    let actual = properties.get(b"ActualText").and_then(Object::as_str).ok().map(utf16);
                    open = Some((mcid, String::from_utf8_lossy(subtype).into_owned(), actual));
                    text.clear();
                }
                "EMC" => match open.take().unwrap() {
                    (Some(mcid), _, actual) => {
                        let said = actual.unwrap_or_else(|| text.clone());
                        assert!(self.said.insert((page, mcid), said).is_none(), "an MCID is used once on a page");
                    }
                    (None, subtype, _) => self.artifacts.push((page, subtype, text.clone())),
                },
                "Tf" => font = operands[0].as_name().unwrap().to_vec(),
                "TJ" => {
                    for part in operands[0].as_array().unwrap() {
                        let Ok(codes) = part.as_str() else { continue };
                        for code in codes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])) {
                            assert_ne!(code, 0, "never the glyph for a missing character");
                            text.push_str(&fonts[&font][&code]);
                        }
                    }
                    if open.is_none() {
                        self.stray.push_str(&text);
                    }
                }
                _ => {}
            }
        }
    }

    /// The structure elements in reading order: type, language, depth, and the text that is directly theirs.
    pub(crate) fn elements(&self) -> Vec<(String, Option<String>, usize, String)> {
        let root = self.dict(self.catalog(), "StructTreeRoot");
        let mut out = Vec::new();
        for kid in self.get(root.get(b"K").unwrap()).as_array().unwrap() {
            self.walk(self.get(kid).as_dict().unwrap(), 0, &mut out);
        }
        out
    }

    fn walk(&self, element: &Dictionary, depth: usize, out: &mut Vec<(String, Option<String>, usize, String)>) {
        let tag = String::from_utf8_lossy(element.get(b"S").unwrap().as_name().unwrap()).into_owned();
        let lang = element.get(b"Lang").and_then(Object::as_str).ok().map(|lang| String::from_utf8_lossy(lang).into_owned());
        let own = out.len();
        out.push((tag, lang, depth, String::new()));
        let page = |dict: &Dictionary| self.pages.iter().position(|id| Some(*id) == dict.get(b"Pg").and_then(Object::as_reference).ok());
        let kids = match element.get(b"K").map(|kids| self.get(kids)) {
            Ok(Object::Array(kids)) => kids.clone(),
            Ok(other) => vec![other.clone()],
            Err(_) => Vec::new(),
        };
        for kid in &kids {
            match self.get(kid) {
                Object::Integer(mcid) => {
                    let said = &self.said[&(page(element).unwrap(), *mcid)];
                    out[own].3.push_str(said);
                }
                Object::Dictionary(dict) if dict.has(b"MCID") => {
                    let said = &self.said[&(page(dict).unwrap(), dict.get(b"MCID").unwrap().as_i64().unwrap())];
                    out[own].3.push_str(said);
                }
                Object::Dictionary(dict) => self.walk(dict, depth + 1, out),
                other => panic!("no kid: {other:?}"),
            }
        }
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).skip(1).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).unwrap()
}

/// The `bfchar` and `bfrange` lines of a ToUnicode map.
fn unicode(map: &str) -> BTreeMap<u16, String> {
    let hex = |text: &str| -> Vec<u16> {
        let digits = text.trim_matches(['<', '>']);
        (0..digits.len() / 4).map(|at| u16::from_str_radix(&digits[at * 4..at * 4 + 4], 16).unwrap()).collect()
    };
    let mut out = BTreeMap::new();
    let mut mode = "";
    for line in map.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [_, "beginbfchar"] => mode = "char",
            [_, "beginbfrange"] => mode = "range",
            ["endbfchar" | "endbfrange"] => mode = "",
            [code, text] if mode == "char" => {
                out.insert(hex(code)[0], String::from_utf16(&hex(text)).unwrap());
            }
            [first, last, text] if mode == "range" => {
                let units = hex(text);
                for (step, code) in (hex(first)[0]..=hex(last)[0]).enumerate() {
                    let mut units = units.clone();
                    *units.last_mut().unwrap() += step as u16;
                    out.insert(code, String::from_utf16(&units).unwrap());
                }
            }
            _ => {}
        }
    }
    out
}
