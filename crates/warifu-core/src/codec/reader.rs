use core::fmt;

use super::{DecodeError, DecodeErrorKind, ReadValueError};

/// Reads values from the front of a byte string and keeps count of the bytes that were read.
///
/// An error's offset is where the refused value begins, or where the part of it begins that is missing. A reader that has
/// refused something has no further use: its position may lie inside that value.
#[derive(Clone)]
pub struct Reader<'a> {
    /// The end of the input: what was not read yet.
    rest: &'a [u8],
    /// The length of the whole input.
    length: usize,
}

impl fmt::Debug for Reader<'_> {
    /// Without the bytes: they may be what a bank asks a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader(at {} of {} bytes)", self.position(), self.length)
    }
}

impl<'a> Reader<'a> {
    /// A reader at the start of `input`.
    pub const fn new(input: &'a [u8]) -> Self {
        Self { rest: input, length: input.len() }
    }

    /// The offset of the next byte.
    #[expect(clippy::arithmetic_side_effects, reason = "the rest is a part of the input")]
    pub const fn position(&self) -> usize {
        self.length - self.rest.len()
    }

    /// Everything not yet read.
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// A value that is read in several steps. What `read` refuses without a place is refused at the value's first byte.
    ///
    /// ```
    /// # use warifu_core::codec::{DecodeError, DecodeErrorKind, Reader};
    /// let mut reader = Reader::new(&[9, 5, 4]);
    /// let range = |reader: &mut Reader<'_>| {
    ///     reader.value(|reader| {
    ///         let (low, high) = (reader.u8()?, reader.u8()?);
    ///         if low <= high { Ok(low..=high) } else { Err(DecodeErrorKind::OutOfRange.into()) }
    ///     })
    /// };
    /// reader.u8()?;
    /// assert_eq!(range(&mut reader), Err(DecodeError::new(DecodeErrorKind::OutOfRange, 1)));
    /// # Ok::<(), DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What `read` refuses.
    pub fn value<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ReadValueError>,
    ) -> Result<T, DecodeError> {
        let start = self.position();
        read(self).map_err(|refused| match refused {
            ReadValueError::AtStart(kind) => DecodeError::new(kind, start),
            ReadValueError::Inside(error) => error,
        })
    }

    /// An error of `kind` at the present position.
    pub const fn error(&self, kind: DecodeErrorKind) -> DecodeError {
        DecodeError::new(kind, self.position())
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`] when there are fewer.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) =
            self.rest.split_at_checked(count).ok_or(self.error(DecodeErrorKind::Truncated))?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next `N` bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`] when there are fewer.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let mut array = [0; N];
        self.fill(&mut array)?;
        Ok(array)
    }

    /// One function for arrays of all lengths, for the flash of firmware.
    #[inline(never)]
    fn fill(&mut self, array: &mut [u8]) -> Result<(), DecodeError> {
        let taken = self.bytes(array.len())?;
        array.iter_mut().zip(taken).for_each(|(place, byte)| *place = *byte);
        Ok(())
    }

    /// One byte.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`] at the end of the input.
    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        self.array().map(|[byte]| byte)
    }

    /// Two bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`] when there are fewer.
    pub fn u16(&mut self) -> Result<u16, DecodeError> {
        self.array().map(u16::from_be_bytes)
    }

    /// Four bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`] when there are fewer.
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        self.array().map(u32::from_be_bytes)
    }

    /// Eight bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`] when there are fewer.
    pub fn u64(&mut self) -> Result<u64, DecodeError> {
        self.array().map(u64::from_be_bytes)
    }

    /// Four bytes, big-endian, in two's complement.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`] when there are fewer.
    pub fn i32(&mut self) -> Result<i32, DecodeError> {
        self.array().map(i32::from_be_bytes)
    }

    /// A length byte and that many bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`] when there are fewer, at the first of them.
    pub fn short_bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = usize::from(self.u8()?);
        self.bytes(length)
    }

    /// A length byte of 0 to 8 and a big-endian integer without leading zero bytes; zero has no bytes at all.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`] when bytes are missing, [`DecodeErrorKind::OutOfRange`] above eight bytes, or
    /// [`DecodeErrorKind::NotMinimal`] for a leading zero.
    pub fn minimal_uint(&mut self) -> Result<u64, DecodeError> {
        self.value(|reader| {
            let length = usize::from(reader.u8()?);
            if length > 8 {
                return Err(DecodeErrorKind::OutOfRange.into());
            }
            let bytes = reader.bytes(length)?;
            // A leading zero would be a second encoding of the same number.
            if bytes.first() == Some(&0) {
                return Err(DecodeErrorKind::NotMinimal.into());
            }
            Ok(bytes.iter().fold(0, |value, &byte| (value << 8) | u64::from(byte)))
        })
    }

    /// Ends the reading.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::TrailingBytes`] unless everything was read.
    pub fn finish(self) -> Result<(), DecodeError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.error(DecodeErrorKind::TrailingBytes)) }
    }
}
