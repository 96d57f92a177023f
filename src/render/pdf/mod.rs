//! PDF: tagged, archivable (PDF/A-2a) and accessible (PDF/UA-1), the same bytes for the same document.
//!
//! A document passes through [`text`] (faces, directions, words), [`breaking`] and [`lines`], [`layout`] (rows to pages),
//! [`content`] (pages to operators and structure), [`embed`] (printpdf: fonts and page objects) and [`finish`] (structure,
//! metadata, output intent). Nothing before [`embed`] knows the file format, nothing after [`layout`] knows what a row is.

mod breaking;
mod colour;
mod content;
mod embed;
mod finish;
mod layout;
mod lines;
mod metadata;
mod shape;
mod structure;
mod text;

pub use layout::Placement;

use super::style::Style;
use super::{RenderError, Writer};
use crate::doc::model::Document;

/// Writes PDF.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pdf;

/// Where everything stands, without a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Number of pages.
    pub pages: usize,
    /// Rows, or parts of rows divided between pages, in the order of reading.
    pub placements: Vec<Placement>,
}

impl Pdf {
    /// Lays the document out and says where its rows stand.
    ///
    /// # Errors
    /// Those of [`Writer::write`].
    pub fn report(document: &Document, style: &Style) -> Result<Report, RenderError> {
        let laid = layout::lay_out(document, style)?;
        Ok(Report { pages: laid.pages.len(), placements: laid.placements })
    }
}

impl Writer for Pdf {
    /// # Errors
    /// [`RenderError::MissingGlyphs`] for characters that no embedded face has, [`RenderError::DoesNotFit`] where the style leaves no
    /// room for a line.
    fn write(&self, document: &Document, style: &Style) -> Result<Vec<u8>, RenderError> {
        let mut laid = layout::lay_out(document, style)?;
        let mut shaper = shape::Shaper::new(&style.fonts);
        let mut painter = content::Painter::new(style, &mut laid.tree, &mut shaper);
        let contents = laid.pages.iter().map(|page| painter.page(page)).collect::<Result<Vec<_>, _>>()?;
        let (used, owners) = (painter.used, painter.owners);
        let mut raw = embed::embed(contents, &used, &style.fonts, style.paper)?;
        if let Some(picture) = &style.picture {
            embed::picture(&mut raw, picture)?;
        }
        finish::finish(raw, document, &laid.tree, &owners, &laid.outline, style.paper[1])
    }
}
