use core::fmt;
use core::ops::RangeInclusive;

use super::{Decode, DecodeError, DecodeErrorKind, ValueRefused};

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

    /// The next value of a type.
    ///
    /// # Errors
    ///
    /// Those of the type. The compiler mostly knows it from the place where the value goes: `issuer: reader.read()?`.
    pub fn read<T: Decode>(&mut self) -> Result<T, DecodeError> {
        T::decode(self)
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
        read: impl FnOnce(&mut Self) -> Result<T, ValueRefused>,
    ) -> Result<T, DecodeError> {
        let start = self.position();
        read(self).map_err(|refused| match refused {
            ValueRefused::AtStart(kind) => DecodeError::new(kind, start),
            ValueRefused::Inside(error) => error,
        })
    }

    /// A value that is made from another one: `make` gives none for what is refused.
    ///
    /// ```
    /// # use warifu_core::codec::{DecodeError, DecodeErrorKind, Reader};
    /// # use warifu_core::Digits;
    /// let digits = |byte| {
    ///     Reader::new(&[byte]).checked(DecodeErrorKind::OutOfRange, |count| Digits::new(count).ok())
    /// };
    /// assert_eq!(digits(8), Ok(Digits::EIGHT));
    /// assert_eq!(digits(3), Err(DecodeError::new(DecodeErrorKind::OutOfRange, 0)));
    /// ```
    ///
    /// # Errors
    ///
    /// `kind` at the first byte of a value that `make` refuses, and those of the other type.
    pub fn checked<V: Decode, T>(
        &mut self,
        kind: DecodeErrorKind,
        make: impl FnOnce(V) -> Option<T>,
    ) -> Result<T, DecodeError> {
        self.value(|reader| Ok(make(reader.read()?).ok_or(kind)?))
    }

    /// One byte that can only be `expected`.
    ///
    /// # Errors
    ///
    /// `kind` for another byte, [`DecodeErrorKind::Truncated`].
    pub fn constant(&mut self, expected: u8, kind: DecodeErrorKind) -> Result<(), DecodeError> {
        self.checked(kind, |byte: u8| (byte == expected).then_some(()))
    }

    /// A byte with the number of items, and the items. `take` is given each one, and says what is wrong with it.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::OutOfRange`] at the first byte for another number of items than `counts`; what `take` refuses, at
    /// the first byte of that item; and those of the item's type.
    pub fn list<T: Decode>(
        &mut self,
        counts: RangeInclusive<u8>,
        mut take: impl FnMut(T) -> Result<(), DecodeErrorKind>,
    ) -> Result<(), DecodeError> {
        let count: u8 = self.checked(DecodeErrorKind::OutOfRange, |count| {
            counts.contains(&count).then_some(count)
        })?;
        (0..count).try_for_each(|_| self.value(|reader| Ok(take(reader.read()?)?)))
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
        let (taken, rest) =
            self.rest.split_first_chunk().ok_or(self.error(DecodeErrorKind::Truncated))?;
        self.rest = rest;
        Ok(*taken)
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
