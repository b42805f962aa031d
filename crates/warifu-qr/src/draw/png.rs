use core::fmt;
use std::vec;
use std::vec::Vec;

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, Filter};

use super::{QUIET_ZONE, Symbol};

/// How many pixels a module's side has in a picture: 1 to 32.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scale(u8);

impl Scale {
    /// Eight pixels: comfortable on a screen and in a mail.
    pub const SCREEN: Self = Self(8);

    /// A scale.
    ///
    /// # Errors
    ///
    /// [`InvalidScale`] outside 1 to 32.
    pub const fn new(pixels: u8) -> Result<Self, InvalidScale> {
        if pixels < 1 || pixels > 32 { Err(InvalidScale) } else { Ok(Self(pixels)) }
    }

    /// Pixels per module.
    pub const fn pixels(self) -> u8 {
        self.0
    }
}

/// A scale outside 1 to 32 pixels per module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidScale;

impl fmt::Display for InvalidScale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a module has 1 to 32 pixels")
    }
}

impl core::error::Error for InvalidScale {}

impl Symbol {
    /// The symbol as a PNG file: one bit per pixel, quiet zone included.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "a vector takes every write, and the picture has as many rows as its header says"
    )]
    pub fn to_png(&self, scale: Scale) -> Vec<u8> {
        self.encoded_png(usize::from(scale.pixels())).expect("a picture of this size is encodable")
    }

    fn encoded_png(&self, scale: usize) -> Result<Vec<u8>, EncodingError> {
        let side = self.framed_size().saturating_mul(scale);
        let pixels = u32::try_from(side).unwrap_or(u32::MAX);
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, pixels, pixels);
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(BitDepth::One);
        encoder.set_compression(Compression::Fast);
        // All but the first of the rows of a module row then consist of zeros.
        encoder.set_filter(Filter::Up);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels(scale, side))?;
        writer.finish()?;
        Ok(file)
    }

    /// The rows of `side` pixels, each padded to whole bytes; a set bit is white.
    fn pixels(&self, scale: usize, side: usize) -> Vec<u8> {
        let width = side.div_ceil(8);
        let margin = vec![0xff; width.saturating_mul(scale).saturating_mul(QUIET_ZONE)];
        let mut pixels = margin.clone();
        for row in self.rows() {
            let row = scaled(row, scale, width);
            (0..scale).for_each(|_| pixels.extend_from_slice(&row));
        }
        pixels.extend(margin);
        pixels
    }
}

/// One row of pixels, `width` bytes long.
fn scaled(modules: &[bool], scale: usize, width: usize) -> Vec<u8> {
    let mut row = vec![0xff_u8; width];
    let mut start = QUIET_ZONE.saturating_mul(scale);
    for run in modules.chunk_by(PartialEq::eq) {
        let end = start.saturating_add(run.len().saturating_mul(scale));
        if run.first() == Some(&true) {
            blacken(&mut row, start, end);
        }
        start = end;
    }
    row
}

/// Clears the bits from `start` up to `end`, counted from the highest of the first byte.
fn blacken(row: &mut [u8], start: usize, end: usize) {
    let (first, last) = (start / 8, end / 8);
    let from =
        0xff_u8.checked_shr(u32::try_from(start % 8).unwrap_or_default()).unwrap_or_default();
    let until =
        !0xff_u8.checked_shr(u32::try_from(end % 8).unwrap_or_default()).unwrap_or_default();
    for (place, byte) in row.iter_mut().enumerate().take(last.saturating_add(1)).skip(first) {
        let mut ink = 0xff;
        if place == first {
            ink &= from;
        }
        if place == last {
            ink &= until;
        }
        *byte &= !ink;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::string::ToString;

    use png::Decoder;

    use super::*;

    #[test]
    fn every_pixel_is_its_module() {
        let symbol = Symbol::of_text(&"Q5".repeat(80)).unwrap();
        for scale in [1, 3, 8, 32] {
            let file = symbol.to_png(Scale::new(scale).unwrap());
            let mut reader = Decoder::new(Cursor::new(&file)).read_info().unwrap();
            let mut image = vec![0; reader.output_buffer_size().unwrap()];
            let frame = reader.next_frame(&mut image).unwrap();
            assert_eq!((frame.color_type, frame.bit_depth), (ColorType::Grayscale, BitDepth::One));
            let scale = usize::from(scale);
            let side = (symbol.size() + 8) * scale;
            let pixels = u32::try_from(side).unwrap();
            assert_eq!((frame.width, frame.height), (pixels, pixels));
            for y in 0..side {
                for x in 0..side {
                    let byte = image[y * frame.line_size + x / 8];
                    let dark = byte & (0x80 >> (x % 8)) == 0;
                    let (column, row) = (x / scale, y / scale);
                    let expected = column >= 4 && row >= 4 && symbol.is_dark(column - 4, row - 4);
                    assert_eq!(dark, expected, "pixel {x}, {y} at scale {scale}");
                }
            }
        }
    }

    #[test]
    fn a_file_is_small() {
        let text = crate::text::encode(&[0x35; 100]);
        assert!(Symbol::of_text(&text).unwrap().to_png(Scale::SCREEN).len() < 3000);
    }

    #[test]
    fn scales() {
        assert_eq!(Scale::new(0), Err(InvalidScale));
        assert_eq!(Scale::new(33), Err(InvalidScale));
        assert_eq!(Scale::new(8), Ok(Scale::SCREEN));
        assert_eq!(InvalidScale.to_string(), "a module has 1 to 32 pixels");
    }
}
