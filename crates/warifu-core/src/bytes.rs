use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::codec::{EncodeError, Writer};

/// Up to `N` bytes kept inline: what firmware without a heap uses in place of a vector. Wiped on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Bytes<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Bytes<N> {
    /// No bytes.
    pub const fn empty() -> Self {
        Self { bytes: [0; N], length: 0 }
    }

    /// A copy of `bytes`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] for more than `N` bytes.
    pub fn copy_of(bytes: &[u8]) -> Result<Self, EncodeError> {
        Self::written(|writer| writer.bytes(bytes))
    }

    /// What `write` writes.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when that is more than `N` bytes, and whatever `write` itself refuses.
    pub fn written(
        write: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
    ) -> Result<Self, EncodeError> {
        let mut made = Self::empty();
        let mut writer = Writer::new(&mut made.bytes);
        write(&mut writer)?;
        made.length = writer.length();
        Ok(made)
    }

    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// Puts a copy of `bytes` in the place of what was there, which is wiped.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] for more than `N` bytes, with nothing changed.
    pub fn fill_from(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        if bytes.len() > N {
            return Err(EncodeError::NoRoom);
        }
        self.bytes.zeroize();
        self.length = bytes.len();
        self.as_mut_slice().copy_from_slice(bytes);
        Ok(())
    }

    /// Keeps the first `length` bytes, and wipes what follows. Longer than the bytes are, it changes nothing.
    pub fn truncate(&mut self, length: usize) {
        if let Some(dropped) = self.as_mut_slice().get_mut(length..) {
            dropped.zeroize();
            self.length = length;
        }
    }

    /// The bytes, to be changed in place.
    pub fn as_mut_slice(&mut self) -> &mut [u8] {
        self.bytes.get_mut(..self.length).unwrap_or_default()
    }
}

impl<const N: usize> AsRef<[u8]> for Bytes<N> {
    fn as_ref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl<const N: usize> PartialEq for Bytes<N> {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<const N: usize> Eq for Bytes<N> {}

impl<const N: usize> fmt::Debug for Bytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({} of {N})", self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_up_to_its_capacity() {
        assert_eq!(Bytes::<3>::copy_of(b"abc").unwrap().as_slice(), b"abc");
        assert_eq!(Bytes::<3>::copy_of(b"abcd").unwrap_err(), EncodeError::NoRoom);
        assert_eq!(Bytes::<3>::empty().as_slice(), b"");
    }

    #[test]
    fn what_was_there_is_wiped() {
        let mut bytes = Bytes::<4>::copy_of(b"abcd").unwrap();
        assert_eq!(bytes.fill_from(b"12345"), Err(EncodeError::NoRoom));
        assert_eq!(bytes.as_slice(), b"abcd");
        bytes.fill_from(b"12").unwrap();
        assert_eq!((bytes.as_slice(), bytes.bytes), (&b"12"[..], *b"12\0\0"));
    }

    #[test]
    fn what_is_cut_off_is_wiped() {
        let mut bytes = Bytes::<4>::copy_of(b"abcd").unwrap();
        bytes.truncate(9);
        assert_eq!(bytes.as_slice(), b"abcd");
        bytes.truncate(1);
        assert_eq!((bytes.as_slice(), bytes.bytes), (&b"a"[..], *b"a\0\0\0"));
    }
}
