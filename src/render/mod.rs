//! From a document to bytes. A writer is a pure function: the same document and style give the same bytes.

pub mod docx;
pub mod fonts;
pub mod house;
pub mod html;
mod numbers;
pub mod pdf;
pub mod picture;
pub mod style;
pub mod text;

use crate::doc::model::Document;
use style::Style;

/// A format that a document can be written in.
pub trait Writer {
    /// The bytes of the document.
    ///
    /// # Errors
    /// See [`RenderError`]; nothing is written to disk here.
    fn write(&self, document: &Document, style: &Style) -> Result<Vec<u8>, RenderError>;
}

/// Bytes, deflated.
///
/// # Errors
/// Those of the library; none are known.
fn deflated(data: &[u8], level: flate2::Compression) -> std::io::Result<Vec<u8>> {
    use std::io::Write as _;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::with_capacity(data.len() / 2), level);
    encoder.write_all(data)?;
    encoder.finish()
}

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// No font at hand has these characters; where each was first seen (row id).
    #[error("no font has the characters {}", .0.iter().map(|(c, row)| format!("{c:?} (U+{:04X}, in {row})", u32::from(*c))).collect::<Vec<_>>().join(", "))]
    MissingGlyphs(Vec<(char, String)>),
    /// Something does not fit on a page.
    #[error("{0} does not fit on a page")]
    DoesNotFit(String),
    /// A library refused; our mistake.
    #[error("internal error while writing: {0}")]
    Internal(String),
}
