use crate::ValueError;
use crate::codec::{Decode, DecodeError, DecodeErrorKind, Encode, EncodeError, Reader, Writer};

/// The first byte of every message: the format version in the high four bits, the kind in the low four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Header {
    version: Version,
    kind: Kind,
}

/// What a message from a bank to a device is for. Every message is one picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Opens a registration; in clear, since the bank does not know the device yet.
    Registration,
    /// Names the instance that a registration makes; sealed with the activation key.
    Activation,
    /// Asks a person to approve what the device shows; sealed with the message key.
    Transaction,
}

impl Header {
    /// The header of a message of this kind, in the version that this release writes.
    pub const fn new(kind: Kind) -> Self {
        Self { version: Version::ONE, kind }
    }

    /// The header that a byte encodes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::UnknownVersion`] or [`DecodeErrorKind::UnknownKind`].
    pub const fn from_byte(byte: u8) -> Result<Self, DecodeErrorKind> {
        // A version that this release does not know is never read as if it were one that it knows.
        if byte >> VERSION_SHIFT != Version::ONE.0 {
            return Err(DecodeErrorKind::UnknownVersion);
        }
        match byte & KIND_BITS {
            1 => Ok(Self::new(Kind::Registration)),
            2 => Ok(Self::new(Kind::Activation)),
            3 => Ok(Self::new(Kind::Transaction)),
            _ => Err(DecodeErrorKind::UnknownKind),
        }
    }

    /// The first byte of the message.
    pub const fn byte(self) -> u8 {
        let kind = match self.kind {
            Kind::Registration => 1,
            Kind::Activation => 2,
            Kind::Transaction => 3,
        };
        (self.version.0 << VERSION_SHIFT) | kind
    }

    /// The version of the message format.
    pub const fn version(self) -> Version {
        self.version
    }

    /// What the message is for.
    pub const fn kind(self) -> Kind {
        self.kind
    }
}

/// A version of the message format: 1 to 15, the high four bits of a message's first byte.
///
/// Bank and device keep one for each instance. It rises with an activation and never falls: see `docs/wire.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u8);

impl Version {
    /// The version of this release, and the first.
    pub const ONE: Self = Self(1);

    /// A version, known to this release or not.
    ///
    /// # Errors
    ///
    /// [`ValueError::Version`] outside 1 to 15.
    pub const fn new(number: u8) -> Result<Self, ValueError> {
        if number == 0 || number > KIND_BITS { Err(ValueError::Version) } else { Ok(Self(number)) }
    }

    /// The number, 1 to 15.
    pub const fn value(self) -> u8 {
        self.0
    }
}

impl Encode for Header {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.byte())
    }
}

impl Decode for Header {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.value(|reader| Ok(Self::from_byte(reader.u8()?)?))
    }
}

impl Encode for Version {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.0)
    }
}

/// One byte, refused as [`DecodeErrorKind::OutOfRange`] outside 1 to 15.
impl Decode for Version {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.checked(DecodeErrorKind::OutOfRange, |number| Self::new(number).ok())
    }
}

const VERSION_SHIFT: u32 = 4;
const KIND_BITS: u8 = 0x0f;

#[cfg(test)]
mod tests {
    use std::string::ToString;
    use std::vec::Vec;

    use super::*;

    #[test]
    fn three_bytes_are_headers() {
        let accepted: Vec<u8> = (0..=255).filter(|&byte| Header::from_byte(byte).is_ok()).collect();
        assert_eq!(accepted, [0x11, 0x12, 0x13]);
        for byte in accepted {
            let header = Header::from_byte(byte).unwrap();
            assert_eq!((header.byte(), header.version()), (byte, Version::ONE));
        }
        // 14 is reserved, 23 is a version that nothing defines yet.
        for (byte, kind) in [
            (0x14, DecodeErrorKind::UnknownKind),
            (0x10, DecodeErrorKind::UnknownKind),
            (0x23, DecodeErrorKind::UnknownVersion),
            (0x03, DecodeErrorKind::UnknownVersion),
        ] {
            assert_eq!(Header::from_byte(byte), Err(kind), "{byte:02x}");
        }
    }

    #[test]
    fn versions_are_one_to_fifteen() {
        for number in 0..=255 {
            let read = Version::decode(&mut Reader::new(&[number]));
            assert_eq!(read.is_ok(), (1..=15).contains(&number), "{number}");
            assert_eq!(
                Version::new(number).map(Version::value).ok(),
                read.map(Version::value).ok()
            );
        }
        assert_eq!(ValueError::Version.to_string(), "a format version is 1 to 15");
    }
}
