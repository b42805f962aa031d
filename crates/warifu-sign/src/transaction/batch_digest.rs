use core::fmt::{self, Write};

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError};

/// The digest of a batch, 32 bytes, in which every byte of its header and of each payment counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchDigest(pub [u8; 32]);

impl BatchDigest {
    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Encode for BatchDigest {
    /// Writes the 32 bytes.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(&self.0)
    }
}

impl Decode for BatchDigest {
    /// # Errors
    ///
    /// [`Truncated`](warifu_core::DecodeErrorKind::Truncated).
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array().map(Self)
    }
}

impl fmt::Display for BatchDigest {
    /// All 64 hexadecimal digits in groups of four: what is signed is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            f.write_str(if index > 0 && index.is_multiple_of(2) { " " } else { "" })?;
            for half in [byte >> 4, byte & 0x0f] {
                let digit = char::from_digit(u32::from(half), 16).ok_or(fmt::Error)?;
                f.write_char(digit.to_ascii_uppercase())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn all_of_it_is_shown() {
        let mut bytes = [0; 32];
        for (index, byte) in (0..).zip(bytes.iter_mut()) {
            *byte = index;
        }
        assert_eq!(
            BatchDigest(bytes).to_string(),
            "0001 0203 0405 0607 0809 0A0B 0C0D 0E0F 1011 1213 1415 1617 1819 1A1B 1C1D 1E1F"
        );
    }
}
