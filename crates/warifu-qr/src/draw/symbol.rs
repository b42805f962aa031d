use core::fmt;
use std::vec::Vec;

use qrcode::bits::Bits;
use qrcode::types::QrResult;
use qrcode::{Color, EcLevel, QrCode, Version};

use super::QUIET_ZONE;

/// A QR symbol: a square of dark and light modules.
#[derive(Clone, PartialEq, Eq)]
pub struct Symbol {
    version: u8,
    size: usize,
    dark: Vec<bool>,
}

impl Symbol {
    /// The smallest symbol that holds `text` at error correction level M, in alphanumeric mode.
    ///
    /// The mode is forced: an encoder that chooses for itself turns some texts into modes that readers garble.
    ///
    /// # Errors
    ///
    /// [`DrawError`] unless `text` has 1 to 600 characters, all of them `A` to `Z` or `2` to `7`.
    pub fn of_text(text: &str) -> Result<Self, DrawError> {
        if text.is_empty() {
            return Err(DrawError::Empty);
        }
        if text.len() > MAX_TEXT {
            return Err(DrawError::TooLong);
        }
        if let Some(offset) = text.chars().position(|c| !matches!(c, 'A'..='Z' | '2'..='7')) {
            return Err(DrawError::Character { offset });
        }
        let smallest = (1..=LARGEST_VERSION)
            .find_map(|version| Some((version, with_version(text, version).ok()?)));
        let (version, code) = smallest.ok_or(DrawError::TooLong)?;
        let size = code.width();
        let dark = code.into_colors().into_iter().map(|color| color == Color::Dark).collect();
        Ok(Self { version, size, dark })
    }

    /// The QR version, 1 to 15.
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// How many modules a side has, quiet zone not counted: 17 and four for each version.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Whether the module in column `x` and row `y`, counted from the top left corner, is dark. Outside the symbol
    /// everything is light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let within = x < self.size && y < self.size;
        let place = y.saturating_mul(self.size).saturating_add(x);
        within && self.dark.get(place).copied().unwrap_or(false)
    }

    /// How many modules a side has with the quiet zone on both ends.
    pub(super) const fn framed_size(&self) -> usize {
        self.size.saturating_add(QUIET_ZONE.saturating_mul(2))
    }

    /// [`Symbol::is_dark`], counted from the top left corner of the quiet zone.
    pub(super) fn is_framed_dark(&self, x: usize, y: usize) -> bool {
        match (x.checked_sub(QUIET_ZONE), y.checked_sub(QUIET_ZONE)) {
            (Some(x), Some(y)) => self.is_dark(x, y),
            _ => false,
        }
    }
}

fn with_version(text: &str, version: u8) -> QrResult<QrCode> {
    let mut bits = Bits::new(Version::Normal(version.into()));
    bits.push_alphanumeric_data(text.as_bytes())?;
    bits.push_terminator(EcLevel::M)?;
    QrCode::with_bits(bits, EcLevel::M)
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Symbol").field("version", &self.version).finish_non_exhaustive()
    }
}

/// Why a text was not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawError {
    /// There is no text.
    Empty,
    /// More than 600 characters.
    TooLong,
    /// A character other than `A` to `Z` and `2` to `7`.
    Character {
        /// Which, counted in characters from 0.
        offset: usize,
    },
}

impl fmt::Display for DrawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no text to draw"),
            Self::TooLong => f.write_str("the text is longer than 600 characters"),
            Self::Character { offset } => {
                write!(
                    f,
                    "the text has a character other than A to Z and 2 to 7 at offset {offset}"
                )
            }
        }
    }
}

impl core::error::Error for DrawError {}

/// A version beyond this has modules too fine for a device's camera.
const LARGEST_VERSION: u8 = 15;
/// What that version holds in alphanumeric mode at level M, in characters.
const MAX_TEXT: usize = 600;

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::ToString;

    use super::*;

    #[test]
    fn the_buckets_fill_versions_7_10_and_15() {
        for (length, version) in [(1, 1), (160, 7), (304, 10), (600, 15)] {
            let symbol = Symbol::of_text(&"W".repeat(length)).unwrap();
            assert_eq!(symbol.version(), version, "{length} characters");
            assert_eq!(symbol.size(), 17 + 4 * usize::from(version));
        }
    }

    #[test]
    fn the_smallest_version_is_taken() {
        // ISO/IEC 18004, table 7: characters in alphanumeric mode at level M.
        let capacity = [20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600];
        for (version, most) in (1..).zip(capacity) {
            assert_eq!(Symbol::of_text(&"A".repeat(most)).unwrap().version(), version);
            if most < 600 {
                assert_eq!(Symbol::of_text(&"A".repeat(most + 1)).unwrap().version(), version + 1);
            }
        }
    }

    #[test]
    fn finder_patterns_stand_in_three_corners() {
        let symbol = Symbol::of_text("WARIFU").unwrap();
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
    fn other_texts_are_refused() {
        let cases = [
            ("", DrawError::Empty),
            ("abc", DrawError::Character { offset: 0 }),
            ("AB C", DrawError::Character { offset: 2 }),
            ("AB1", DrawError::Character { offset: 2 }),
            ("A\u{632f}", DrawError::Character { offset: 1 }),
        ];
        for (text, expected) in cases {
            assert_eq!(Symbol::of_text(text), Err(expected), "{text:?}");
        }
        assert_eq!(Symbol::of_text(&"A".repeat(601)), Err(DrawError::TooLong));
    }

    #[test]
    fn texts() {
        let texts = [
            (DrawError::Empty, "there is no text to draw"),
            (DrawError::TooLong, "the text is longer than 600 characters"),
            (
                DrawError::Character { offset: 3 },
                "the text has a character other than A to Z and 2 to 7 at offset 3",
            ),
        ];
        for (error, text) in texts {
            assert_eq!(error.to_string(), text);
        }
        let symbol = Symbol::of_text("WARIFU").unwrap();
        assert_eq!(format!("{symbol:?}"), "Symbol { version: 1, .. }");
    }
}
