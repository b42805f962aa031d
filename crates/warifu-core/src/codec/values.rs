//! Values of any type from a reader and to a writer: what [`Reader`] and [`Writer`] do by the traits.

use core::ops::RangeInclusive;

use super::{Decode, DecodeError, DecodeErrorKind, Encode, EncodeError, Reader, Writer};

impl Reader<'_> {
    /// The next value of a type.
    ///
    /// # Errors
    ///
    /// Those of the type. The compiler mostly infers the type from where the value goes: `issuer: reader.read()?`.
    pub fn read<T: Decode>(&mut self) -> Result<T, DecodeError> {
        T::decode(self)
    }

    /// A value that is made from another one: `make` gives `None` for what is refused.
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
        for _ in 0..count {
            let start = self.position();
            take(self.read()?).map_err(|kind| DecodeError::new(kind, start))?;
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// A byte with the number of items, and the items.
    ///
    /// # Errors
    ///
    /// [`EncodeError::TooLong`] above 255 items, and those of the items.
    pub fn list<T: Encode>(
        &mut self,
        items: impl Iterator<Item = T> + Clone,
    ) -> Result<(), EncodeError> {
        self.u8(u8::try_from(items.clone().count()).map_err(|_| EncodeError::TooLong)?)?;
        items.into_iter().try_for_each(|item| item.encode(self))
    }
}
