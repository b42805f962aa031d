use core::fmt;

use super::{DecodeError, DecodeErrorKind};

/// Reads values from the front of a byte string and remembers where it stands.
///
/// An error's offset is where the refused value begins, or where the part of it begins that is missing. A reader that has
/// refused something has no further use: its position may lie inside that value.
#[derive(Clone)]
pub struct Reader<'a> {
    input: &'a [u8],
    position: usize,
}

impl fmt::Debug for Reader<'_> {
    /// Without the bytes: they may be what a bank asks a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader(at {} of {} bytes)", self.position, self.input.len())
    }
}

impl<'a> Reader<'a> {
    /// A reader at the start of `input`.
    pub const fn new(input: &'a [u8]) -> Self {
        Self { input, position: 0 }
    }

    /// The offset of the next byte.
    pub const fn position(&self) -> usize {
        self.position
    }

    /// Everything not yet read.
    pub fn rest(&self) -> &'a [u8] {
        self.input.get(self.position..).unwrap_or_default()
    }

    /// An error of `kind` at the present position.
    pub const fn error(&self, kind: DecodeErrorKind) -> DecodeError {
        DecodeError { kind, offset: self.position }
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`].
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let end = self.position.saturating_add(count);
        let taken =
            self.input.get(self.position..end).ok_or(self.error(DecodeErrorKind::Truncated))?;
        self.position = end;
        Ok(taken)
    }

    /// The next `N` bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`].
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (taken, _) =
            self.rest().split_first_chunk().ok_or(self.error(DecodeErrorKind::Truncated))?;
        self.position = self.position.saturating_add(N);
        Ok(*taken)
    }

    /// One byte.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`].
    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        self.array().map(|[byte]| byte)
    }

    /// Two bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`].
    pub fn u16(&mut self) -> Result<u16, DecodeError> {
        self.array().map(u16::from_be_bytes)
    }

    /// Four bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`].
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        self.array().map(u32::from_be_bytes)
    }

    /// Eight bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`].
    pub fn u64(&mut self) -> Result<u64, DecodeError> {
        self.array().map(u64::from_be_bytes)
    }

    /// A length byte and that many bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`].
    pub fn short_bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let start = self.position;
        let length = usize::from(self.u8()?);
        self.bytes(length).inspect_err(|_| self.position = start)
    }

    /// A length byte of 0 to 8 and a big-endian integer without leading zero bytes; zero has no bytes at all.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], [`DecodeErrorKind::OutOfRange`] above eight bytes, or
    /// [`DecodeErrorKind::NotMinimal`] for a leading zero.
    pub fn minimal_uint(&mut self) -> Result<u64, DecodeError> {
        let start = self.error(DecodeErrorKind::NotMinimal);
        let length = usize::from(self.u8()?);
        if length > 8 {
            return Err(DecodeError { kind: DecodeErrorKind::OutOfRange, ..start });
        }
        let bytes = self.bytes(length)?;
        if bytes.first() == Some(&0) {
            return Err(start);
        }
        Ok(bytes.iter().fold(0, |value, &byte| (value << 8) | u64::from(byte)))
    }

    /// Ends the reading.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::TrailingBytes`] unless everything was read.
    pub fn finish(self) -> Result<(), DecodeError> {
        if self.rest().is_empty() {
            Ok(())
        } else {
            Err(self.error(DecodeErrorKind::TrailingBytes))
        }
    }
}
