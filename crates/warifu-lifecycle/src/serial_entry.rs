use core::fmt::Write;

use thiserror::Error;
use warifu_core::{InlineStr, Serial, ValueError};

/// A camera token's serial number as it is typed: three boxes of 2, 7 and 1 digits.
pub type SerialBoxes<'a> = [&'a str; 3];

/// The serial number of a camera token, typed twice.
///
/// # Errors
///
/// [`SerialError::Box`] for the first box of `first` that does not have its number of ASCII digits, and
/// [`SerialError::Different`] when the two differ.
pub fn camera_serial(
    first: SerialBoxes<'_>,
    second: SerialBoxes<'_>,
) -> Result<Serial, SerialError> {
    for (number, (text, length)) in (1..).zip(first.iter().zip(BOXES)) {
        if text.len() != length || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SerialError::Box { number });
        }
    }
    // Typed twice, so that a slip of a finger does not register another person's token.
    if first != second {
        return Err(SerialError::Different);
    }
    let [issuer, token, check] = first;
    let mut digits = InlineStr::<10>::EMPTY;
    write!(digits, "{issuer}{token}{check}").map_err(|_| ValueError::Serial)?;
    Ok(digits.as_str().parse()?)
}

/// A serial number that was not typed well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SerialError {
    /// A box does not have its 2, 7 or 1 digits.
    #[error("box {number} of the serial number does not have its 2, 7 or 1 digits")]
    Box {
        /// Which box it is, from 1.
        number: u8,
    },
    /// The two entries differ.
    #[error("the two entries of the serial number differ")]
    Different,
    /// The digits are no serial number.
    #[error(transparent)]
    Value(#[from] ValueError),
}

/// How many digits each box takes.
const BOXES: [usize; 3] = [2, 7, 1];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_twice_in_three_boxes() {
        let good = ["10", "1234567", "4"];
        assert_eq!(camera_serial(good, good).unwrap().as_str(), "1012345674");
        let different = camera_serial(good, ["10", "1234567", "5"]);
        assert_eq!(different, Err(SerialError::Different));
        for (bad, number) in [
            (["1", "01234567", "4"], 1),
            (["10", "123456", "4"], 2),
            (["10", "12345678", "4"], 2),
            (["10", "1234567", ""], 3),
            (["1a", "1234567", "4"], 1),
            (["10", "1234567", "44"], 3),
        ] {
            assert_eq!(camera_serial(bad, bad), Err(SerialError::Box { number }));
        }
    }
}
