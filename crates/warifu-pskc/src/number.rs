use warifu_core::{Counter, Seconds};

use crate::error::ImportErrorKind;
use crate::package::KeyDescription;

/// The numbers of `Data` ([RFC 6030 §4.1]), each of which may be encrypted.
///
/// [RFC 6030 §4.1]: https://www.rfc-editor.org/rfc/rfc6030#section-4.1
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DataNumber {
    Counter,
    Time,
    TimeInterval,
    TimeDrift,
}

impl DataNumber {
    pub(crate) const ALL: [Self; 4] =
        [Self::Counter, Self::Time, Self::TimeInterval, Self::TimeDrift];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Counter => "Counter",
            Self::Time => "Time",
            Self::TimeInterval => "TimeInterval",
            Self::TimeDrift => "TimeDrift",
        }
    }

    /// Puts a number in its place.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::InvalidValue`] for a number that is out of range.
    pub(crate) fn put(
        self,
        description: &mut KeyDescription,
        number: i128,
    ) -> Result<(), ImportErrorKind> {
        let invalid = |_| ImportErrorKind::InvalidValue(self.name());
        match self {
            Self::Counter => {
                description.counter = Some(Counter::new(u64::try_from(number).map_err(invalid)?));
            }
            Self::Time => description.time = Some(u64::try_from(number).map_err(invalid)?),
            Self::TimeInterval => match u32::try_from(number).map_err(invalid)? {
                0 => return Err(ImportErrorKind::InvalidValue(self.name())),
                seconds => description.time_step = Some(Seconds::new(seconds)),
            },
            Self::TimeDrift => {
                description.time_drift = Some(i32::try_from(number).map_err(invalid)?);
            }
        }
        Ok(())
    }
}

/// The number that an encrypted value holds.
///
/// RFC 6030 gives `PlainValue` the type `xs:long`, whose bytes are its digits, and does not say what is encrypted.
/// There are files with the digits, and files with the big-endian bytes of the number (python-pskc writes these, in as
/// few bytes as it can, and reads both). Bytes that are all digits are taken for digits, as it takes them.
pub(crate) fn number_of_bytes(bytes: &[u8]) -> Option<i128> {
    let digits = match bytes.strip_prefix(b"-") {
        Some(digits) => digits,
        None => bytes,
    };
    if digits.iter().all(u8::is_ascii_digit) && !digits.is_empty() {
        return number_of_text(std::str::from_utf8(bytes).ok()?);
    }
    if !(1..=LONGEST).contains(&bytes.len()) {
        return None;
    }
    bytes.iter().try_fold(0_i128, |number, &byte| number.checked_mul(256)?.checked_add(byte.into()))
}

/// The number of an `xs:long`, and of what is too large for one. As in XML Schema, a plus sign and leading zeros may be
/// in front, as in every other plain number of a file. In an encrypted one, `+5` is two bytes.
pub(crate) fn number_of_text(text: &str) -> Option<i128> {
    text.parse().ok()
}

/// An `xs:long` has eight bytes.
const LONGEST: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_big_endian_bytes() {
        let cases: [(&[u8], Option<i128>); 14] = [
            (b"298507", Some(298_507)),
            (b"-3", Some(-3)),
            (&[0x0e, 0xab, 0x70], Some(961_392)),
            (&[0, 0, 0, 0, 0, 0, 0, 42], Some(42)),
            (&[0], Some(0)),
            (&[0xff; 8], Some(0xffff_ffff_ffff_ffff)),
            // Ambiguous, and read as the digits.
            (b"0", Some(0)),
            (b"007", Some(7)),
            // A number that is written in digits has no plus sign.
            (b"+5", Some(0x2b35)),
            (b"", None),
            (b"-", Some(45)),
            (&[0; 9], None),
            (b" 12", Some(0x20_3132)),
            (b"9999999999999999999999999999999999999999999", None),
        ];
        for (bytes, number) in cases {
            assert_eq!(number_of_bytes(bytes), number, "{bytes:?}");
        }
    }
}
