use core::fmt;

use zeroize::Zeroize;

use crate::codec::{EncodeError, Writer};

/// Up to `N` bytes kept inline, which are no secret. For secrets there is [`SecretBuf`](crate::SecretBuf).
///
/// The bytes behind the last one are zero, so that values compare and order by their bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InlineBytes<const N: usize> {
    bytes: [u8; N],
    /// At most `N`.
    length: usize,
}

impl<const N: usize> InlineBytes<N> {
    /// No bytes.
    pub const EMPTY: Self = Self { bytes: [0; N], length: 0 };

    /// A copy of `bytes`, or `None` for more than `N` bytes.
    #[expect(clippy::inline_always, reason = "smaller firmware: the length is often known")]
    #[inline(always)]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let mut made = Self { bytes: [0; N], length: bytes.len() };
        made.bytes.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Some(made)
    }

    /// What `write` writes.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when that is more than `N` bytes, and what `write` itself refuses.
    pub fn written(
        write: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
    ) -> Result<Self, EncodeError> {
        let mut made = Self::EMPTY;
        made.write(write)?;
        Ok(made)
    }

    /// Adds a copy of `bytes` at the end.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when there are more than `N` bytes then, with nothing changed.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        let end = self.length.checked_add(bytes.len()).ok_or(EncodeError::NoRoom)?;
        let room = self.bytes.get_mut(self.length..end).ok_or(EncodeError::NoRoom)?;
        room.copy_from_slice(bytes);
        self.length = end;
        Ok(())
    }

    /// The bytes.
    #[expect(clippy::inline_always, reason = "smaller firmware: the length is often known")]
    #[inline(always)]
    pub fn as_slice(&self) -> &[u8] {
        // Nothing moves the end past N.
        self.bytes.split_at(self.length).0
    }

    /// The bytes, to be changed in place.
    pub fn as_mut_slice(&mut self) -> &mut [u8] {
        // As in `as_slice`.
        self.bytes.split_at_mut(self.length).0
    }

    /// How many bytes there are.
    pub const fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Fills an empty value with what `write` writes.
    pub(crate) fn write(
        &mut self,
        write: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        debug_assert!(self.is_empty(), "the bytes behind the end are zero");
        let mut writer = Writer::new(&mut self.bytes);
        let written = write(&mut writer);
        match written {
            Ok(()) => self.length = writer.length(),
            Err(_) => self.bytes.zeroize(),
        }
        written
    }

    /// All the room, for tests of what is wiped.
    #[cfg(test)]
    pub(crate) const fn whole(&self) -> [u8; N] {
        self.bytes
    }

    /// Keeps the first `length` bytes, and sets to zero what follows. Longer than the bytes are, it changes nothing.
    pub(crate) fn truncate(&mut self, length: usize) {
        if let Some(dropped) = self.as_mut_slice().get_mut(length..) {
            dropped.zeroize();
            self.length = length;
        }
    }
}

impl<const N: usize> AsRef<[u8]> for InlineBytes<N> {
    fn as_ref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl<const N: usize> Zeroize for InlineBytes<N> {
    fn zeroize(&mut self) {
        self.bytes.zeroize();
        self.length = 0;
    }
}

impl<const N: usize> fmt::Debug for InlineBytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_up_to_its_capacity() {
        let mut bytes = InlineBytes::<4>::new(b"ab").unwrap();
        assert_eq!(bytes.append(b"cde"), Err(EncodeError::NoRoom));
        assert_eq!(bytes.as_slice(), b"ab", "nothing was added");
        bytes.append(b"cd").unwrap();
        assert_eq!((bytes.as_slice(), bytes.len()), (&b"abcd"[..], 4));
        assert_eq!(InlineBytes::<4>::new(b"abcde"), None);
        assert!(InlineBytes::<4>::EMPTY.is_empty() && !bytes.is_empty());
        let written = InlineBytes::<4>::written(|writer| writer.u16(0x6162)).unwrap();
        assert_eq!(written.as_slice(), b"ab");
        let long = InlineBytes::<4>::written(|writer| writer.u64(1));
        assert_eq!(long, Err(EncodeError::NoRoom));
    }

    #[test]
    fn values_order_by_their_bytes() {
        let texts: [&[u8]; 6] = [b"", b"\0", b"a", b"a\0", b"ab", b"b"];
        for (one, other) in texts.iter().flat_map(|one| texts.map(|other| (*one, other))) {
            let of = |bytes| InlineBytes::<3>::new(bytes).unwrap();
            assert_eq!(of(one).cmp(&of(other)), one.cmp(other), "{one:?} {other:?}");
        }
    }
}
