//! One case from its file to the bytes of its documents, the same for `render` and for `batch`.

use super::folder::{Folder, Seen};
use crate::case::{CaseFile, Node};
use crate::check::find::diagnostic;
use crate::check::{Matter, Outcome, Surroundings, check};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::doc::{ComposeError, Library, compose};
use crate::files::sha256_hex;
use crate::forms::FormSet;
use crate::kind::{CaseDate, Lexicon as _};
use crate::lang::Lang;
use crate::render::docx::Docx;
use crate::render::house::dress;
use crate::render::html::Html;
use crate::render::pdf::Pdf;
use crate::render::style::Style;
use crate::render::text::Text;
use crate::render::{RenderError, Writer};
use crate::source::{MAX_BYTES, ReadError, SourceFile, Span};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Name and version of the program, as it stands in documents and manifests.
pub const TOOL: &str = concat!("mla ", env!("CARGO_PKG_VERSION"));

/// Hexadecimal digits of a hash that tell two versions of a form apart.
const HASH_PREFIX: usize = 12;

/// A format of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// PDF.
    Pdf,
    /// Word document.
    Docx,
    /// Web page.
    Html,
    /// Plain text.
    Txt,
}

impl Format {
    /// The id that is typed, which is also the suffix of its files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Txt => "txt",
        }
    }

    /// Whether its bytes are no text.
    #[must_use]
    pub const fn is_binary(self) -> bool {
        !matches!(self, Self::Html | Self::Txt)
    }

    fn writer(self) -> &'static dyn Writer {
        match self {
            Self::Pdf => &Pdf,
            Self::Docx => &Docx,
            Self::Html => &Html,
            Self::Txt => &Text,
        }
    }
}

/// What all cases of a run share.
pub struct Press<'a> {
    /// Forms.
    pub forms: &'a FormSet,
    /// Skeleton and wording.
    pub library: &'a Library,
    /// Look, with the layout of the run.
    pub style: Style,
    /// Formats, each once.
    pub formats: Vec<Format>,
    /// Language of findings.
    pub lang: Lang,
    /// The day of the check.
    pub today: Option<CaseDate>,
    /// Whether cases with errors are made into drafts.
    pub draft: bool,
}

/// A case file as read.
#[derive(Debug)]
pub struct CaseText {
    /// Its text.
    pub source: SourceFile,
    /// SHA-256 of its bytes, byte order mark included.
    pub sha256: String,
}

/// What became of a case.
#[derive(Debug)]
pub struct Made {
    /// The findings, those of rendering included.
    pub report: Report,
    /// The documents, in the order of the formats; none where the case was not made.
    pub outputs: Vec<(Format, Vec<u8>)>,
    /// Whether there are documents, or after [`Press::check`] whether the check stands against them.
    pub fit: bool,
    /// Whether the case has errors, and its documents are drafts.
    pub draft: bool,
    /// Base and type forms that the case rests on (`bases/uncac`), with the beginning of their hashes.
    pub forms: BTreeMap<String, String>,
    /// The files beside the case that the check looked at.
    pub seen: Seen,
    /// A mistake of ours that stopped it, for a bug report; without text of the case.
    pub bug: Option<String>,
}

/// Reads a case file with its hash.
///
/// # Errors
/// See [`ReadError`].
pub fn read(path: &Path) -> Result<CaseText, ReadError> {
    let meta = std::fs::metadata(path)?;
    if meta.is_dir() {
        return Err(ReadError::Directory);
    }
    if meta.is_file() && meta.len() > MAX_BYTES {
        return Err(ReadError::TooLarge(meta.len()));
    }
    read_from(&path.display().to_string(), std::fs::File::open(path)?)
}

/// Reads a case from a stream that is shown under a name.
///
/// # Errors
/// See [`ReadError`].
pub fn read_from(name: &str, stream: impl Read) -> Result<CaseText, ReadError> {
    let mut bytes = Vec::new();
    stream.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    let sha256 = sha256_hex(&bytes);
    Ok(CaseText { source: SourceFile::from_bytes(name, bytes)?, sha256 })
}

/// The code under which it is reported that a file cannot be read.
#[must_use]
pub const fn code_of(error: &ReadError) -> &'static str {
    match error {
        ReadError::NotUtf8(_) => "MLA002",
        ReadError::Directory => "MLA003",
        ReadError::TooLarge(_) => "MLA004",
        ReadError::Io(_) => "MLA006",
    }
}

/// The finding that a file cannot be read, on an empty source of its name.
#[must_use]
pub fn unreadable(forms: &FormSet, lang: Lang, name: &str, error: &ReadError) -> (SourceFile, Report) {
    let code = code_of(error);
    let value = match error {
        ReadError::NotUtf8(at) => at.to_string(),
        ReadError::Directory => String::new(),
        ReadError::TooLarge(bytes) => (bytes / 1024 / 1024).to_string(),
        ReadError::Io(error) => error.to_string(),
    };
    let limit = (MAX_BYTES / 1024 / 1024).to_string();
    let args = [("value", value.as_str()), ("path", name), ("known", limit.as_str())];
    let found = diagnostic(forms, lang, code, Span::default(), None, &args);
    (SourceFile::new(name, ""), Report::new(vec![found]))
}

impl Press<'_> {
    /// Checks a case and makes its documents. Nothing is written to disk.
    #[must_use]
    pub fn make(&self, case: &CaseText, folder: &Path) -> Made {
        let (mut made, outcome) = self.examine(case, folder);
        if !made.fit {
            return made;
        }
        match self.write(case, &outcome, &made.forms) {
            Ok(outputs) => made.outputs = outputs,
            Err(Refused::Findings(found)) => {
                made.fit = false;
                made.report = Report::new(made.report.diagnostics().iter().cloned().chain(found).collect());
            }
            Err(Refused::Bug(what)) => {
                made.fit = false;
                made.bug = Some(what);
            }
        }
        made
    }

    /// Checks a case as [`Press::make`] does, and makes nothing.
    #[must_use]
    pub fn check(&self, case: &CaseText, folder: &Path) -> Made {
        self.examine(case, folder).0
    }

    fn examine(&self, case: &CaseText, folder: &Path) -> (Made, Outcome) {
        let files = Folder::new(folder);
        let file = CaseFile::parse(&case.source);
        let checked = check(&file, self.forms, &Surroundings { lang: self.lang, today: self.today, files: &files });
        let draft = matches!(checked.outcome, Outcome::Draft(_));
        let forms = self.forms_of(checked.outcome.matter());
        let fit = !draft || self.draft;
        (Made { report: checked.report, outputs: Vec::new(), fit, draft, forms, seen: files.seen(), bug: None }, checked.outcome)
    }

    fn write(&self, case: &CaseText, outcome: &Outcome, forms: &BTreeMap<String, String>) -> Result<Vec<(Format, Vec<u8>)>, Refused> {
        let mut document = compose(outcome, self.forms, self.library).map_err(|e| self.not_composed(case, &e))?;
        document.meta.provenance = provenance(case, forms);
        dress(&mut document, &self.style);
        self.formats
            .iter()
            .map(|format| match format.writer().write(&document, &self.style) {
                Ok(bytes) => Ok((*format, bytes)),
                Err(error) => Err(self.not_written(case, error)),
            })
            .collect()
    }

    /// The forms of the bases and types of a case.
    fn forms_of(&self, matter: &Matter) -> BTreeMap<String, String> {
        let bases = matter.header().bases.iter().map(|id| format!("bases/{id}"));
        let variant = |n: &Node| n.record().and_then(|r| r.variant.as_ref()).map(|id| format!("assistance/{id}"));
        let types = matter.tree().items("assistance").iter().filter_map(variant);
        bases
            .chain(types)
            .filter_map(|id| {
                let file = self.forms.data.get(&format!("forms/{id}.toml"))?;
                let hash = sha256_hex(file.source.text().as_bytes());
                Some((id, hash[..HASH_PREFIX].to_owned()))
            })
            .collect()
    }

    fn not_composed(&self, case: &CaseText, error: &ComposeError) -> Refused {
        let head = case.source.line_span(1);
        let found = match error {
            ComposeError::NoWording(lang) => {
                let tag = lang.to_string();
                let known: Vec<String> = self.forms.words.languages().iter().map(ToString::to_string).collect();
                let near = crate::suggest::nearest(&tag, known.iter().map(String::as_str)).unwrap_or("");
                let path = "request.languages";
                diagnostic(self.forms, self.lang, "MLA604", head, Some(path), &[("value", &tag), ("other", near), ("path", path)])
            }
            ComposeError::Template { block, lang, message } => {
                let args = [("value", block.as_str()), ("other", lang.as_str()), ("label", message.as_str()), ("path", block.as_str())];
                diagnostic(self.forms, self.lang, "MLA603", head, None, &args)
            }
        };
        Refused::Findings(vec![fatal(found)])
    }

    fn not_written(&self, case: &CaseText, error: RenderError) -> Refused {
        match error {
            RenderError::MissingGlyphs(glyphs) => {
                Refused::Findings(glyphs.into_iter().map(|(c, row)| self.missing_glyph(case, c, &row)).collect())
            }
            RenderError::DoesNotFit(what) => {
                let args = [("value", what.as_str()), ("path", what.as_str())];
                Refused::Findings(vec![fatal(diagnostic(self.forms, self.lang, "MLA602", case.source.line_span(1), None, &args))])
            }
            RenderError::Internal(what) => Refused::Bug(what),
        }
    }

    fn missing_glyph(&self, case: &CaseText, c: char, row: &str) -> Diagnostic {
        let text = case.source.text();
        // A character that the wording brought along is nowhere in the file.
        let span = text.find(c).map_or_else(|| case.source.line_span(1), |at| Span::new(at, at + c.len_utf8()));
        let (shown, number) = (c.to_string(), format!("U+{:04X}", u32::from(c)));
        let times = text.matches(c).count().max(1).to_string();
        let args = [("value", number.as_str()), ("label", shown.as_str()), ("other", times.as_str()), ("path", row)];
        fatal(diagnostic(self.forms, self.lang, "MLA601", span, None, &args))
    }
}

/// A finding because of which there is no document weighs as an error, whatever it weighs elsewhere.
fn fatal(mut found: Diagnostic) -> Diagnostic {
    found.severity = Severity::Error;
    found
}

/// What a document was made from.
fn provenance(case: &CaseText, forms: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let own = [("case-sha256".to_owned(), case.sha256.clone()), ("tool".to_owned(), TOOL.to_owned())];
    own.into_iter().chain(forms.iter().map(|(id, hash)| (format!("form {id}"), hash.clone()))).collect()
}

/// Why no document came of a case that passed the check.
enum Refused {
    Findings(Vec<Diagnostic>),
    Bug(String),
}

/// How often each code was raised.
#[must_use]
pub fn codes(report: &Report) -> BTreeMap<Code, usize> {
    let mut codes = BTreeMap::new();
    for found in report.diagnostics() {
        *codes.entry(found.code.clone()).or_default() += 1;
    }
    codes
}
