use std::vec;
use std::vec::Vec;

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, Filter};

use super::{DrawError, QUIET_ZONE, Symbol};

/// How many pixels a module's side has in a picture: 1 to 32.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scale(u8);

impl Scale {
    /// Eight pixels: a good size on a screen and in an email.
    pub const SCREEN: Self = Self(8);

    /// A scale of `pixels` pixels for a module.
    ///
    /// # Errors
    ///
    /// [`DrawError::Scale`] outside 1 to 32.
    pub const fn new(pixels: u8) -> Result<Self, DrawError> {
        if pixels < 1 || pixels > 32 { Err(DrawError::Scale) } else { Ok(Self(pixels)) }
    }

    /// Pixels for a module, 1 to 32.
    pub const fn value(self) -> u8 {
        self.0
    }
}

impl Symbol {
    /// The symbol as a PNG file: one bit per pixel, quiet zone included.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "a vector takes every write, and the picture has as many rows as its header says"
    )]
    pub fn to_png(&self, scale: Scale) -> Vec<u8> {
        self.encoded_png(scale).expect("a picture of this size is encodable")
    }

    fn encoded_png(&self, scale: Scale) -> Result<Vec<u8>, EncodingError> {
        let side = self.side(scale);
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, side.into(), side.into());
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(BitDepth::One);
        encoder.set_compression(Compression::Fast);
        // All but the first of the rows of a module row then consist of zeros.
        encoder.set_filter(Filter::Up);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels(usize::from(scale.0), usize::from(side)))?;
        writer.finish()?;
        Ok(file)
    }

    /// Pixels on a side, quiet zone included.
    #[expect(clippy::arithmetic_side_effects, reason = "185 modules of 32 pixels fit 16 bits")]
    fn side(&self, scale: Scale) -> u16 {
        self.framed_size() * u16::from(scale.0)
    }

    /// The rows of `side` pixels, each padded to whole bytes; a set bit is white.
    #[expect(clippy::arithmetic_side_effects, reason = "the largest picture has 4.4 million bytes")]
    fn pixels(&self, scale: usize, side: usize) -> Vec<u8> {
        let width = side.div_ceil(8);
        let margin = vec![0xff; width * scale * usize::from(QUIET_ZONE)];
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
#[expect(clippy::arithmetic_side_effects, reason = "a row has at most 5,920 pixels")]
fn scaled(modules: &[bool], scale: usize, width: usize) -> Vec<u8> {
    let mut row = vec![0xff_u8; width];
    let mut start = usize::from(QUIET_ZONE) * scale;
    for run in modules.chunk_by(PartialEq::eq) {
        let end = start + run.len() * scale;
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
    let from = 0xff_u8 >> (start % 8);
    let until = !(0xff_u8 >> (end % 8));
    for (place, byte) in
        row.iter_mut().enumerate().skip(first).take_while(|(place, _)| *place <= last)
    {
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

    use png::Decoder;

    use super::*;

    #[test]
    fn every_pixel_is_its_module() {
        let symbol = Symbol::from_text(&"Q5".repeat(80)).unwrap();
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
        assert!(Symbol::from_text(&text).unwrap().to_png(Scale::SCREEN).len() < 3000);
    }

    #[test]
    fn scales() {
        assert_eq!(Scale::new(0), Err(DrawError::Scale));
        assert_eq!(Scale::new(33), Err(DrawError::Scale));
        assert_eq!(Scale::new(8), Ok(Scale::SCREEN));
    }
}
