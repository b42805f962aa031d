use core::fmt;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::decimal::write_grouped;

/// How many payments a batch has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub u32);

impl Encode for Count {
    /// Writes a minimal integer.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.minimal_uint(u64::from(self.0))
    }
}

impl Decode for Count {
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], [`DecodeErrorKind::NotMinimal`], or [`DecodeErrorKind::OutOfRange`] above 32 bits.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.value(|reader| {
            let count = u32::try_from(reader.minimal_uint()?);
            Ok(Self(count.map_err(|_| DecodeErrorKind::OutOfRange)?))
        })
    }
}

impl fmt::Display for Count {
    /// Digits in groups of three: `1,234`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_grouped(f, u64::from(self.0))
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn digits_are_in_groups() {
        assert_eq!(Count(0).to_string(), "0");
        assert_eq!(Count(u32::MAX).to_string(), "4,294,967,295");
    }

    #[test]
    fn more_than_32_bits_are_refused() {
        let error = Count::decode(&mut Reader::new(&[5, 1, 0, 0, 0, 0])).unwrap_err();
        assert_eq!(error, DecodeError::new(DecodeErrorKind::OutOfRange, 0));
        assert_eq!(Count::decode(&mut Reader::new(&[4, 1, 0, 0, 0])), Ok(Count(1 << 24)));
    }
}
