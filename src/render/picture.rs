//! A picture for the first page: read from PNG, or drawn from SVG, once for all documents of a run.

use flate2::Compression;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, roxmltree};
use std::io::Cursor;

/// Pixels for each inch of a picture that is drawn.
const DENSITY: f32 = 300.0;
/// Most pixels along a side. A small file can unfold into a picture that no memory holds.
pub const MAX_PIXELS: u32 = 4000;

/// A picture as writers need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// As a PNG file.
    pub png: Vec<u8>,
    /// Red, green and blue of each pixel, deflated.
    pub colours: Vec<u8>,
    /// How opaque each pixel is, deflated; `None` where all are.
    pub opacity: Option<Vec<u8>>,
}

/// Why something is no picture that can be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Neither PNG nor SVG, or damaged: what the reader says.
    #[error("not a PNG or SVG picture: {0}")]
    Unknown(String),
    /// An element of the SVG whose look depends on fonts or other files.
    #[error("<{0}> inside the SVG")]
    Depends(String),
    /// More than [`MAX_PIXELS`] along a side.
    #[error("{0} x {1} pixels")]
    Pixels(u32, u32),
}

/// Pixels in four parts: red, green, blue, opacity.
struct Pixels {
    width: u32,
    height: u32,
    data: Vec<u8>,
}

impl Picture {
    /// Reads a PNG or SVG file that will be printed `height` points high.
    ///
    /// # Errors
    /// See [`PictureError`].
    pub fn read(bytes: &[u8], height: f32) -> Result<Self, PictureError> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            let pixels = decoded(bytes)?;
            return Self::new(&pixels, bytes.to_vec());
        }
        let pixels = drawn(bytes, height)?;
        let png = encoded(&pixels).map_err(|e| PictureError::Unknown(e.to_string()))?;
        Self::new(&pixels, png)
    }

    fn new(pixels: &Pixels, png: Vec<u8>) -> Result<Self, PictureError> {
        let colours: Vec<u8> = pixels.data.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let opacity: Vec<u8> = pixels.data.chunks_exact(4).map(|pixel| pixel[3]).collect();
        let opacity = if opacity.iter().all(|part| *part == u8::MAX) { None } else { Some(deflated(&opacity)?) };
        Ok(Self { width: pixels.width, height: pixels.height, png, colours: deflated(&colours)?, opacity })
    }

    /// Width and height in points: as high as wanted, but not wider than there is room.
    #[must_use]
    pub fn size(&self, height: f32, room: f32) -> [f32; 2] {
        let ratio = self.width as f32 / self.height.max(1) as f32;
        let width = (height * ratio).min(room);
        [width, width / ratio]
    }
}

fn deflated(data: &[u8]) -> Result<Vec<u8>, PictureError> {
    super::deflated(data, Compression::best()).map_err(|e| PictureError::Unknown(e.to_string()))
}

fn within(width: u32, height: u32) -> Result<(), PictureError> {
    if width.max(height) > MAX_PIXELS { Err(PictureError::Pixels(width, height)) } else { Ok(()) }
}

fn decoded(bytes: &[u8]) -> Result<Pixels, PictureError> {
    let unknown = |e: png::DecodingError| PictureError::Unknown(e.to_string());
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(unknown)?;
    let (width, height) = (reader.info().width, reader.info().height);
    within(width, height)?;
    let size = reader.output_buffer_size().ok_or(PictureError::Pixels(width, height))?;
    let mut buffer = vec![0; size];
    let frame = reader.next_frame(&mut buffer).map_err(unknown)?;
    buffer.truncate(frame.buffer_size());
    let data = match frame.color_type {
        png::ColorType::Rgba => buffer,
        png::ColorType::Rgb => buffer.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], u8::MAX]).collect(),
        png::ColorType::GrayscaleAlpha => buffer.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect(),
        png::ColorType::Grayscale | png::ColorType::Indexed => buffer.iter().flat_map(|p| [*p, *p, *p, u8::MAX]).collect(),
    };
    Ok(Pixels { width, height, data })
}

fn drawn(bytes: &[u8], height: f32) -> Result<Pixels, PictureError> {
    let unknown = |e: &dyn std::fmt::Display| PictureError::Unknown(e.to_string());
    let text = std::str::from_utf8(bytes).map_err(|e| unknown(&e))?;
    let parsing = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let xml = roxmltree::Document::parse_with_options(text.trim_start_matches('\u{feff}'), parsing).map_err(|e| unknown(&e))?;
    // Text would be set in whatever fonts a computer has, and pictures inside are not read: both would be missing without a word.
    let outside = ["text", "image", "foreignObject"];
    if let Some(node) = xml.descendants().find(|node| node.is_element() && outside.contains(&node.tag_name().name())) {
        return Err(PictureError::Depends(node.tag_name().name().to_owned()));
    }
    let nothing = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let options = Options { image_href_resolver: nothing, ..Options::default() };
    let tree = Tree::from_xmltree(&xml, &options).map_err(|e| unknown(&e))?;
    let (wide, high) = (tree.size().width(), tree.size().height());
    let most = MAX_PIXELS as f32;
    let scale = (height / 72.0 * DENSITY / high).min(most / wide).min(most / high);
    let pixels = |length: f32| ((length * scale).round() as u32).clamp(1, MAX_PIXELS);
    let (width, height) = (pixels(wide), pixels(high));
    let mut map = Pixmap::new(width, height).ok_or(PictureError::Pixels(width, height))?;
    resvg::render(&tree, Transform::from_scale(width as f32 / wide, height as f32 / high), &mut map.as_mut());
    let data = map.pixels().iter().map(|pixel| pixel.demultiply()).flat_map(|c| [c.red(), c.green(), c.blue(), c.alpha()]).collect();
    Ok(Pixels { width, height, data })
}

fn encoded(pixels: &Pixels) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, pixels.width, pixels.height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&pixels.data)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><rect width='10' height='10' fill='#f00'/></svg>";

    fn inflated(bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(bytes), &mut out).unwrap();
        out
    }

    #[test]
    fn a_drawing_becomes_pixels_and_a_file_that_says_the_same() {
        let drawn = Picture::read(SQUARE.as_bytes(), 24.0).unwrap();
        assert_eq!((drawn.width, drawn.height), (200, 100));
        let (colours, opacity) = (inflated(&drawn.colours), inflated(drawn.opacity.as_ref().unwrap()));
        assert_eq!((&colours[..3], opacity[0], opacity[199], opacity.len()), (&[255, 0, 0][..], 255, 0, 20_000));
        let again = Picture::read(&drawn.png, 24.0).unwrap();
        assert_eq!(again, drawn);
        assert_eq!(drawn.size(48.0, 500.0), [96.0, 48.0]);
        assert_eq!(drawn.size(48.0, 50.0), [50.0, 25.0]);
    }

    #[test]
    fn grey_pixels_without_opacity_are_taken_too() {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 1);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.write_header().unwrap().write_image_data(&[7, 250]).unwrap();
        let read = Picture::read(&file, 24.0).unwrap();
        assert_eq!((inflated(&read.colours), read.opacity), (vec![7, 7, 7, 250, 250, 250], None));
    }

    #[test]
    fn what_cannot_be_printed_is_refused() {
        let error = |bytes: &[u8]| Picture::read(bytes, 24.0).unwrap_err();
        for bytes in [&b"GIF89a"[..], b"", b"\x89PNG\r\n\x1a\nno", b"<html/>", b"\xff\xfe<"] {
            assert!(matches!(error(bytes), PictureError::Unknown(_)), "{bytes:?}");
        }
        let text = SQUARE.replace("</svg>", "<g><text>Ministry</text></g></svg>");
        assert_eq!(error(text.as_bytes()), PictureError::Depends("text".to_owned()));
        let mut file = Vec::new();
        png::Encoder::new(&mut file, 5000, 1).write_header().unwrap().write_image_data(&[0; 5000]).unwrap();
        assert_eq!(error(&file), PictureError::Pixels(5000, 1));
    }
}
