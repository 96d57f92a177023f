//! A reader of DOCX that owes nothing to the writer: a small tree over quick-xml, and lists counted as Word counts them.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element of a part; text is kept as elements without a name.
#[derive(Debug, Default, Clone)]
pub(crate) struct El {
    pub(crate) name: String,
    pub(crate) attrs: Vec<(String, String)>,
    pub(crate) kids: Vec<El>,
    pub(crate) text: String,
}

impl El {
    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn val(&self) -> &str {
        self.attr("w:val").unwrap_or_default()
    }

    pub(crate) fn child(&self, name: &str) -> Option<&El> {
        self.kids.iter().find(|kid| kid.name == name)
    }

    pub(crate) fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a El> {
        self.kids.iter().filter(move |kid| kid.name == name)
    }

    /// The element at the end of the path of names.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&El> {
        path.iter().try_fold(self, |el, name| el.child(name))
    }

    /// Itself and everything in it, in document order.
    pub(crate) fn walk<'a>(&'a self, out: &mut Vec<&'a El>) {
        out.push(self);
        self.kids.iter().for_each(|kid| kid.walk(out));
    }

    /// All elements with this name, in document order.
    pub(crate) fn all(&self, name: &str) -> Vec<&El> {
        let mut out = Vec::new();
        self.walk(&mut out);
        out.retain(|el| el.name == name);
        out
    }

    /// The text in it, with breaks, without marks of direction.
    pub(crate) fn words(&self) -> String {
        let mut all = Vec::new();
        self.walk(&mut all);
        let text: String = all
            .iter()
            .map(|el| match el.name.as_str() {
                "w:br" => "\n",
                "w:tab" if el.attrs.is_empty() => " ",
                _ => el.text.as_str(),
            })
            .collect();
        text.replace('\u{200e}', "")
    }
}

/// The tree of a part; fails the test where the part is not well-formed.
pub(crate) fn tree(part: &str, xml: &str) -> El {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut open = vec![El::default()];
    let start = |event: &BytesStart<'_>| El {
        name: event.name().into_inner().to_owned(),
        attrs: event
            .attributes()
            .map(|attr| attr.unwrap())
            .map(|attr| (attr.key.into_inner().to_owned(), quick_xml::escape::unescape(&attr.value).unwrap().into_owned()))
            .collect(),
        ..El::default()
    };
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{part}: {error}")) {
            Event::Start(event) => open.push(start(&event)),
            Event::Empty(event) => open.last_mut().unwrap().kids.push(start(&event)),
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().kids.push(done);
            }
            Event::Text(event) => {
                let text = event.xml10_content().into_owned();
                open.last_mut().unwrap().kids.push(El { text, ..El::default() });
            }
            Event::GeneralRef(event) => {
                let entity = format!("&{};", event.xml10_content());
                let text = quick_xml::escape::unescape(&entity).unwrap().into_owned();
                open.last_mut().unwrap().kids.push(El { text, ..El::default() });
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{part}: {other:?} has no place here"),
        }
    }
    assert_eq!(open.len(), 1, "{part}: elements left open");
    let root = open.pop().unwrap();
    root.kids.into_iter().find(|kid| !kid.name.is_empty()).unwrap()
}

/// The parts of a file by name, in order.
pub(crate) struct File {
    pub(crate) names: Vec<String>,
    pub(crate) parts: BTreeMap<String, El>,
}

impl File {
    pub(crate) fn open(bytes: &[u8]) -> Self {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let (mut names, mut parts) = (Vec::new(), BTreeMap::new());
        for at in 0..zip.len() {
            let mut entry = zip.by_index(at).unwrap();
            let name = entry.name().unwrap().to_string();
            let date = entry.last_modified().unwrap();
            assert_eq!((date.year(), date.month(), date.day(), date.hour()), (1980, 1, 1, 0), "{name}");
            assert!(entry.is_file(), "{name}");
            if name.ends_with(".png") {
                names.push(name);
                continue;
            }
            let mut xml = String::new();
            entry.read_to_string(&mut xml).unwrap();
            // The reader is lenient here, a word processor is not.
            assert!(
                xml.chars().all(|c| !matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}'..='\u{ffff}')),
                "{name}"
            );
            parts.insert(name.clone(), tree(&name, &xml));
            names.push(name);
        }
        Self { names, parts }
    }

    pub(crate) fn main(&self) -> &El {
        &self.parts["word/document.xml"]
    }

    /// The parts whose name starts so.
    pub(crate) fn starting<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a El> {
        self.parts.iter().filter(move |(name, _)| name.starts_with(start)).map(|(_, part)| part)
    }
}

/// Counts the lists of a file, paragraph by paragraph.
pub(crate) struct Lists {
    /// By `numId`: id of the definition, first count, format and text of the level.
    levels: HashMap<String, (String, u32, String, String)>,
    counts: HashMap<String, u32>,
}

impl Lists {
    pub(crate) fn of(file: &File) -> Self {
        let numbering = &file.parts["word/numbering.xml"];
        let mut levels = HashMap::new();
        for num in numbering.children("w:num") {
            let id = num.child("w:abstractNumId").unwrap().val();
            let definition = numbering.children("w:abstractNum").find(|one| one.attr("w:abstractNumId") == Some(id)).unwrap();
            let level = definition.child("w:lvl").unwrap();
            let of = |name: &str| level.child(name).unwrap().val().to_owned();
            let level = (id.to_owned(), of("w:start").parse().unwrap(), of("w:numFmt"), of("w:lvlText"));
            levels.insert(num.attr("w:numId").unwrap().to_owned(), level);
        }
        Self { levels, counts: HashMap::new() }
    }

    /// The label that a word processor puts before the paragraph, if a list counts it.
    pub(crate) fn label(&mut self, paragraph: &El) -> Option<String> {
        let number = paragraph.at(&["w:pPr", "w:numPr", "w:numId"])?.val();
        let (definition, start, format, text) = &self.levels[number];
        let count = self.counts.entry(definition.clone()).and_modify(|count| *count += 1).or_insert(*start);
        Some(text.replace("%1", &print(format, *count)))
    }
}

fn print(format: &str, count: u32) -> String {
    const ROMAN: &str = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx";
    const HAN: &str = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十";
    let nth = |list: &str| list.split(' ').nth(count as usize - 1).unwrap().to_owned();
    let letters = || {
        let letter = (b'a' + ((count - 1) % 26) as u8) as char;
        letter.to_string().repeat((count as usize - 1) / 26 + 1)
    };
    match format {
        "decimal" => count.to_string(),
        "lowerLetter" => letters(),
        "upperLetter" => letters().to_uppercase(),
        "lowerRoman" => nth(ROMAN),
        "upperRoman" => nth(ROMAN).to_uppercase(),
        "chineseCounting" => nth(HAN),
        other => panic!("unknown format {other}"),
    }
}
