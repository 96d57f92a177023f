//! Paper, margins, sizes and layout, as read from `templates/styles/`.

use serde::Deserialize;

/// How two languages share the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Two columns, row by row.
    #[default]
    SideBySide,
    /// The whole text in the first language, then in the second, with the same numbers.
    Sequence,
    /// The first language alone.
    Single,
}

/// Look of a document. All lengths are in points (1/72 inch).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Style {
    /// Version of the file format.
    pub schema: u32,
    /// Paper width and height.
    pub paper: [f32; 2],
    /// Margins: top, right, bottom, left.
    pub margins: [f32; 4],
    /// Space between the two columns.
    pub gutter: f32,
    /// Size of running text.
    pub text_size: f32,
    /// Size of small print, headers, footers and table text.
    pub small_size: f32,
    /// Sizes of headings, levels 1 and 2.
    pub heading_sizes: [f32; 2],
    /// Size of the title.
    pub title_size: f32,
    /// Line height as a multiple of the size.
    pub line_height: f32,
    /// White space between paragraphs, headings and tables, as a multiple of the usual.
    pub spacing: f32,
    /// Layout, where the caller chooses none.
    pub layout: Layout,
    /// Colour of rules and labels, sRGB.
    pub accent: [u8; 3],
}

impl Default for Style {
    fn default() -> Self {
        Self {
            schema: 1,
            paper: [595.28, 841.89],
            margins: [50.0, 42.0, 46.0, 42.0],
            gutter: 16.0,
            text_size: 8.7,
            small_size: 7.8,
            heading_sizes: [10.4, 9.2],
            title_size: 14.0,
            line_height: 1.25,
            spacing: 0.6,
            layout: Layout::SideBySide,
            accent: [38, 58, 92],
        }
    }
}
