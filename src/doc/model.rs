//! The finished document, before paper: rows of blocks in one or two languages.
//!
//! A row is the unit of alignment: its cells say the same thing, one in each language of the document, and layouts never separate
//! them further than they must. Nothing here knows law or fields; writers in [`crate::render`] know nothing else.

use crate::lang::Lang;
use serde::Deserialize;

/// A document ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Languages in printing order: the original first. One or two; every row has one cell for each.
    pub languages: Vec<Lang>,
    /// The rows from first to last.
    pub rows: Vec<Row>,
    /// What stands on every page.
    pub running: Running,
    /// Properties of the file.
    pub meta: Meta,
    /// Whether this is a draft with gaps: every page is marked.
    pub draft: bool,
}

/// Text on every page, one entry for each language of the document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Running {
    /// Head of the page: short title of the document.
    pub header: Vec<String>,
    /// The reference of the request, the same in every language; shown on every page.
    pub reference: String,
    /// Caution such as "Confidential", empty where there is none.
    pub caution: Vec<String>,
    /// Page count with the placeholders `{page}` and `{pages}`.
    pub page: Vec<String>,
    /// The word for a draft, used where [`Document::draft`] is set.
    pub draft: Vec<String>,
    /// Text of the house beside the short title; without an entry there is none.
    pub head_text: Vec<String>,
    /// Text of the house beside the page count.
    pub foot_text: Vec<String>,
}

impl Running {
    /// The short title in a language with the text of the house beside it.
    #[must_use]
    pub fn head(&self, at: usize) -> String {
        beside(&self.header, &self.head_text, at)
    }

    /// The page count in a language, its placeholders as they are, with the text of the house beside it.
    #[must_use]
    pub fn foot(&self, at: usize) -> String {
        beside(&self.page, &self.foot_text, at)
    }
}

fn beside(own: &[String], house: &[String], at: usize) -> String {
    let parts = [own, house].map(|texts| texts.get(at).map_or("", String::as_str));
    let parts: Vec<&str> = parts.into_iter().filter(|text| !text.is_empty()).collect();
    parts.join(" · ")
}

/// How headings are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// "IV.", and below it "IV.2".
    #[default]
    Roman,
    /// "4.", and below it "4.2".
    Decimal,
}

/// Properties of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meta {
    /// Title in the first language.
    pub title: String,
    /// Authority that makes the request.
    pub author: String,
    /// Subject line.
    pub subject: String,
    /// Date of the request, `YYYY-MM-DD`; the only date in the file.
    pub date: String,
    /// What it was made from: hashes of the case, forms, and the version of the tool.
    pub provenance: Vec<(String, String)>,
}

/// The same piece of the document in each language.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Stable id: block id, then the id of the item it was repeated for (`facts.para/f3`).
    pub id: String,
    /// What kind of piece.
    pub kind: RowKind,
    /// One block for each language, in the order of [`Document::languages`].
    pub cells: Vec<Block>,
}

/// What kind of piece a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// Centred block at the head of the first page.
    Letterhead,
    /// Title of the document.
    Title,
    /// Line under the title.
    Subtitle,
    /// Numbered heading, level 1 or 2; never the last thing on a page.
    Heading {
        /// 1 or 2.
        level: u8,
    },
    /// Paragraph; its label, if any, is its number.
    Paragraph,
    /// List item with its label, level 1 or 2.
    Item {
        /// 1 or 2.
        level: u8,
    },
    /// Framed line that must not be overlooked.
    Banner(Tone),
    /// One row of a table; rows of one table follow one another and share [`Table::id`].
    Table(Table),
    /// Signature block, kept on one page.
    Signature,
    /// Small print.
    Note,
}

/// Why a banner is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The request is urgent.
    Urgent,
    /// The request is to be kept confidential.
    Confidential,
}

/// The place of a row in its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Stable id of the table.
    pub id: String,
    /// Whether the row is the head, repeated on every page that the table reaches.
    pub head: bool,
    /// Whether the first column heads its row (tables of label and value).
    pub row_heads: bool,
    /// Columns; their widths add up to 100.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Width in percent of the table.
    pub width: u8,
    /// Whether its text stands at the end of the line (amounts).
    pub end: bool,
}

/// A row's content in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Language of the text.
    pub lang: Lang,
    /// Number or list label as it is shown ("3.", "(a)"), without the space after it.
    pub label: Option<String>,
    /// The text.
    pub content: Content,
}

/// Text of a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Running text. [`Inline::Break`] only in letterhead, banner and signature.
    Text(Vec<Inline>),
    /// The cells of a table row, one for each column; a cell may hold breaks.
    Cells(Vec<Vec<Inline>>),
    /// Nothing in this language.
    Empty,
}

/// A run of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Wording.
    Text(String),
    /// Wording that stands out.
    Strong(String),
    /// The name of a field in front of its value.
    Label(String),
    /// A value of the case, with the path of its field.
    Value {
        /// Path of the field (`accounts[0].iban`).
        path: String,
        /// The value as shown in the language of the block.
        text: String,
        /// Identifiers, dates and amounts, which never break across lines and keep their own direction.
        solid: bool,
    },
    /// A value of the case in another language than the block's, because its translation is missing; marked where it stands.
    Foreign {
        /// Path of the field.
        path: String,
        /// Language of the text.
        lang: Lang,
        /// The text.
        text: String,
    },
    /// A required value that the draft lacks, with a name for it.
    Gap {
        /// Path of the field.
        path: String,
        /// What is missing, with its brackets, as it is shown.
        text: String,
    },
    /// Line break.
    Break,
}

impl Inline {
    /// The text of the run as it is read.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(t) | Self::Strong(t) | Self::Label(t) => t,
            Self::Value { text, .. } | Self::Foreign { text, .. } | Self::Gap { text, .. } => text,
            Self::Break => "\n",
        }
    }
}
