use core::fmt;
use std::vec::Vec;

use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::ec::construct_codewords;
use qrcode::types::{Mode, QrResult};
use qrcode::{Color, EcLevel, Version};

use super::{CorrectionLevel, DrawError, QUIET_ZONE};

/// A QR symbol: a square of dark and light modules.
#[derive(Clone, PartialEq, Eq)]
pub struct Symbol {
    version: u8,
    /// At most 177, in version 40.
    size: u8,
    /// Row by row from the top, `size` modules in each.
    dark: Vec<bool>,
}

impl Symbol {
    /// The smallest symbol that holds `text` at error correction level M, in alphanumeric mode.
    ///
    /// The mode is fixed: an encoder that chooses may use modes that some readers damage. The mask is fixed too: a
    /// sealed message looks random under each of the eight, and comparing them takes most of an encoder's time.
    ///
    /// # Errors
    ///
    /// [`DrawError`] unless `text` has 1 to 600 characters, all of them `A` to `Z` or `2` to `7`.
    pub fn from_text(text: &str) -> Result<Self, DrawError> {
        Self::with_level(text, CorrectionLevel::M)
    }

    /// The smallest symbol that holds `text` at this error correction level.
    ///
    /// # Errors
    ///
    /// As for [`Symbol::from_text`].
    pub fn with_level(text: &str, level: CorrectionLevel) -> Result<Self, DrawError> {
        if text.is_empty() {
            return Err(DrawError::Empty);
        }
        if let Some(offset) = text.chars().position(|c| !matches!(c, 'A'..='Z' | '2'..='7')) {
            return Err(DrawError::Character { offset });
        }
        if text.len() > MAX_TEXT {
            return Err(DrawError::TooLong);
        }
        let level = EcLevel::from(level);
        let version = smallest_version(text.len(), level).ok_or(DrawError::TooLong)?;
        let colors = drawn(text, Version::Normal(version.into()), level)
            .map_err(|_| DrawError::TooLong)?
            .into_colors();
        let dark = colors.into_iter().map(|color| color == Color::Dark).collect();
        Ok(Self { version, size: size_of(version), dark })
    }

    /// The QR version: 1 to 15 at level M, up to 22 at level H.
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// How many modules a side has, quiet zone not counted: 17 and four for each version.
    pub fn size(&self) -> usize {
        usize::from(self.size)
    }

    /// Whether the module in column `x` and row `y`, counted from the top left corner, is dark. Outside the symbol
    /// everything is light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        self.rows().nth(y).is_some_and(|row| row.get(x) == Some(&true))
    }

    /// The rows from the top, each with its modules from the left; a dark one is `true`. Without the quiet zone.
    ///
    /// For a program that drives a display itself. [`Symbol::to_bitmap`] has the same, eight modules in a byte.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[bool]> {
        self.dark.chunks_exact(self.size())
    }

    /// One bit for each module, a dark one set, the left one highest; each row padded to whole bytes with zeros.
    /// Without the quiet zone.
    ///
    /// The form that monochrome displays and label printers take.
    pub fn to_bitmap(&self) -> Vec<u8> {
        self.rows().flat_map(|row| row.chunks(8).map(packed)).collect()
    }

    /// How many modules a side has with the quiet zone on both ends.
    #[expect(clippy::arithmetic_side_effects, reason = "177 modules and eight fit 16 bits")]
    pub(super) fn framed_size(&self) -> u16 {
        u16::from(self.size) + 2 * u16::from(QUIET_ZONE)
    }

    /// [`Symbol::is_dark`], counted from the top left corner of the quiet zone.
    pub(super) fn is_framed_dark(&self, x: u16, y: u16) -> bool {
        let inside = |place: u16| place.checked_sub(QUIET_ZONE.into()).map(usize::from);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => self.is_dark(x, y),
            _ => false,
        }
    }
}

/// How many modules a side of this version has (ISO/IEC 18004 §5.3.1).
#[expect(clippy::arithmetic_side_effects, reason = "the largest of the 40 versions has 177")]
const fn size_of(version: u8) -> u8 {
    17 + 4 * version
}

/// Up to eight modules as the high bits of a byte.
fn packed(modules: &[bool]) -> u8 {
    modules
        .iter()
        .zip([0x80, 0x40, 0x20, 0x10, 8, 4, 2, 1])
        .fold(0, |byte, (&dark, bit)| if dark { byte | bit } else { byte })
}

#[expect(clippy::arithmetic_side_effects, reason = "600 characters are less than 2^12 bits")]
fn smallest_version(length: usize, level: EcLevel) -> Option<u8> {
    let mode = Mode::Alphanumeric;
    (1..=40).find(|&number| {
        let version = Version::Normal(number.into());
        let header = version.mode_bits_count() + mode.length_bits_count(version);
        let needed = header + mode.data_bits_count(length);
        Bits::new(version).max_len(level).is_ok_and(|room| needed <= room)
    })
}

fn drawn(text: &str, version: Version, level: EcLevel) -> QrResult<Canvas> {
    let mut bits = Bits::new(version);
    bits.push_alphanumeric_data(text.as_bytes())?;
    bits.push_terminator(level)?;
    let (words, correction) = construct_codewords(&bits.into_bytes(), version, level)?;
    let mut canvas = Canvas::new(version, level);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&words, &correction);
    canvas.apply_mask(MASK);
    Ok(canvas)
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Symbol").field("version", &self.version).finish_non_exhaustive()
    }
}

/// The text of the largest envelope, in characters: what version 15 holds at level M.
const MAX_TEXT: usize = 600;
/// The fixed mask, as `docs/design.md` (D13) explains with numbers.
const MASK: MaskPattern = MaskPattern::Diamonds;

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    #[test]
    fn the_buckets_fill_versions_7_10_and_15() {
        for (length, version) in [(1, 1), (160, 7), (304, 10), (600, 15)] {
            let symbol = Symbol::from_text(&"W".repeat(length)).unwrap();
            assert_eq!(symbol.version(), version, "{length} characters");
            assert_eq!(symbol.size(), 17 + 4 * usize::from(version));
        }
    }

    #[test]
    fn the_smallest_version_is_taken() {
        // ISO/IEC 18004, table 7: characters in alphanumeric mode at level M.
        let capacity = [20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600];
        for (version, most) in (1..).zip(capacity) {
            assert_eq!(Symbol::from_text(&"A".repeat(most)).unwrap().version(), version);
            if most < 600 {
                assert_eq!(
                    Symbol::from_text(&"A".repeat(most + 1)).unwrap().version(),
                    version + 1
                );
            }
        }
    }

    #[test]
    fn a_higher_level_needs_a_larger_symbol() {
        // ISO/IEC 18004, table 7, for 160, 304 and 600 characters.
        let versions = [
            (CorrectionLevel::L, [6, 9, 13]),
            (CorrectionLevel::M, [7, 10, 15]),
            (CorrectionLevel::Q, [9, 13, 19]),
            (CorrectionLevel::H, [10, 15, 22]),
        ];
        for (level, expected) in versions {
            let drawn = [160, 304, 600]
                .map(|length| Symbol::with_level(&"W".repeat(length), level).unwrap().version());
            assert_eq!(drawn, expected, "{level:?}");
        }
        assert_eq!(CorrectionLevel::default(), CorrectionLevel::M);
    }

    #[test]
    fn rows_and_bitmap_are_the_modules() {
        let symbol = Symbol::from_text(&"Q5".repeat(80)).unwrap();
        let (bitmap, across) = (symbol.to_bitmap(), symbol.size().div_ceil(8));
        assert_eq!(symbol.rows().len(), symbol.size());
        assert_eq!(bitmap.len(), across * symbol.size());
        for (y, row) in symbol.rows().enumerate() {
            assert_eq!(row.len(), symbol.size());
            for x in 0..across * 8 {
                let bit = bitmap[y * across + x / 8] & (0x80 >> (x % 8)) != 0;
                assert_eq!(bit, symbol.is_dark(x, y), "column {x}, row {y}");
                assert_eq!(bit, row.get(x) == Some(&true), "column {x}, row {y}");
            }
        }
    }

    /// The format information beside the finder pattern says level M and mask 6 (ISO/IEC 18004, annex C).
    #[test]
    fn the_mask_is_fixed() {
        for text in ["WARIFU", &"A".repeat(160), &"Q5".repeat(300)] {
            let symbol = Symbol::from_text(text).unwrap();
            let bits: Vec<bool> = (0..5).map(|x| symbol.is_dark(x, 8)).collect();
            // 00 for M and 110 for the mask, under the mask 10101 of the format information itself.
            assert_eq!(bits, [true, false, false, true, true]);
        }
    }

    #[test]
    fn finder_patterns_stand_in_three_corners() {
        let symbol = Symbol::from_text("WARIFU").unwrap();
        let last = symbol.size() - 1;
        for (x, y) in [(0, 0), (last - 6, 0), (0, last - 6)] {
            let row = |row: usize| -> Vec<bool> {
                (0..7).map(|column| symbol.is_dark(x + column, y + row)).collect()
            };
            assert_eq!(row(0), [true; 7]);
            assert_eq!(row(1), [true, false, false, false, false, false, true]);
            assert_eq!(row(3), [true, false, true, true, true, false, true]);
        }
        assert!(!symbol.is_dark(last + 1, 0));
        assert!(!symbol.is_dark(0, usize::MAX));
    }

    #[test]
    fn debug_shows_the_version() {
        let symbol = Symbol::from_text("WARIFU").unwrap();
        assert_eq!(format!("{symbol:?}"), "Symbol { version: 1, .. }");
    }

    #[test]
    fn other_texts_are_refused() {
        let cases = [
            ("", DrawError::Empty),
            ("abc", DrawError::Character { offset: 0 }),
            ("AB C", DrawError::Character { offset: 2 }),
            ("AB1", DrawError::Character { offset: 2 }),
            ("A\u{632f}", DrawError::Character { offset: 1 }),
        ];
        for (text, expected) in cases {
            assert_eq!(Symbol::from_text(text), Err(expected), "{text:?}");
        }
        assert_eq!(Symbol::from_text(&"A".repeat(601)), Err(DrawError::TooLong));
    }
}
