use core::fmt;

use warifu_core::Serial;

/// A camera token's serial number as it is typed: three boxes of 2, 7 and 1 digits.
pub type SerialBoxes<'a> = [&'a str; 3];

/// The serial number of a camera token, typed twice.
///
/// # Errors
///
/// [`InvalidSerialEntry`] when the two differ, or a box does not have its number of ASCII digits.
pub fn camera_serial(
    first: SerialBoxes<'_>,
    second: SerialBoxes<'_>,
) -> Result<Serial, InvalidSerialEntry> {
    for (index, (text, length)) in first.iter().zip(BOXES).enumerate() {
        if text.len() != length || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidSerialEntry::Box { number: index.saturating_add(1) });
        }
    }
    if first != second {
        return Err(InvalidSerialEntry::Different);
    }
    let mut digits = [0; 10];
    for (place, byte) in digits.iter_mut().zip(first.iter().flat_map(|text| text.bytes())) {
        *place = byte;
    }
    let text = core::str::from_utf8(&digits).map_err(|_| InvalidSerialEntry::Different)?;
    text.parse().map_err(|_| InvalidSerialEntry::Different)
}

/// A serial number that was not typed well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidSerialEntry {
    /// A box does not have its 2, 7 or 1 digits.
    Box {
        /// Which one, from 1.
        number: usize,
    },
    /// The two entries differ.
    Different,
}

impl fmt::Display for InvalidSerialEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Box { number } => {
                write!(f, "box {number} of the serial number does not have its 2, 7 or 1 digits")
            }
            Self::Different => f.write_str("the two entries of the serial number differ"),
        }
    }
}

impl core::error::Error for InvalidSerialEntry {}

const BOXES: [usize; 3] = [2, 7, 1];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_twice_in_three_boxes() {
        let good = ["10", "1234567", "4"];
        assert_eq!(camera_serial(good, good).unwrap().as_str(), "1012345674");
        let different = camera_serial(good, ["10", "1234567", "5"]);
        assert_eq!(different, Err(InvalidSerialEntry::Different));
        for (bad, number) in [
            (["1", "01234567", "4"], 1),
            (["10", "123456", "4"], 2),
            (["10", "12345678", "4"], 2),
            (["10", "1234567", ""], 3),
            (["1a", "1234567", "4"], 1),
            (["10", "1234567", "44"], 3),
        ] {
            assert_eq!(camera_serial(bad, bad), Err(InvalidSerialEntry::Box { number }));
        }
    }
}
