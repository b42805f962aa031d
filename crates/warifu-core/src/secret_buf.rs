use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::InlineBytes;
use crate::codec::{EncodeError, Writer};

/// Up to `N` bytes kept inline that may be secret: wiped on drop, not shown by `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretBuf<const N: usize> {
    bytes: InlineBytes<N>,
}

impl<const N: usize> SecretBuf<N> {
    /// No bytes.
    pub const EMPTY: Self = Self { bytes: InlineBytes::EMPTY };

    /// A copy of `bytes`.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] for more than `N` bytes.
    pub fn copy_of(bytes: &[u8]) -> Result<Self, EncodeError> {
        // Filled in place: an `InlineBytes` on the way would not be wiped.
        let mut made = Self::EMPTY;
        made.bytes.append(bytes)?;
        Ok(made)
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
        made.bytes.write(write)?;
        Ok(made)
    }

    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        self.bytes.as_slice()
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
        self.bytes.append(bytes)
    }

    /// Keeps the first `length` bytes and wipes the rest. Changes nothing when there are no more than `length` bytes.
    pub fn truncate(&mut self, length: usize) {
        self.bytes.truncate(length);
    }

    /// The bytes, to be changed in place.
    pub fn as_mut_slice(&mut self) -> &mut [u8] {
        self.bytes.as_mut_slice()
    }
}

impl<const N: usize> AsRef<[u8]> for SecretBuf<N> {
    fn as_ref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl<const N: usize> PartialEq for SecretBuf<N> {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<const N: usize> Eq for SecretBuf<N> {}

impl<const N: usize> fmt::Debug for SecretBuf<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretBuf({} of {N} bytes, redacted)", self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_up_to_its_capacity() {
        assert_eq!(SecretBuf::<3>::copy_of(b"abc").unwrap().as_slice(), b"abc");
        assert_eq!(SecretBuf::<3>::copy_of(b"abcd").unwrap_err(), EncodeError::NoRoom);
        assert_eq!(SecretBuf::<3>::EMPTY.as_slice(), b"");
    }

    #[test]
    fn what_was_there_is_wiped() {
        let mut bytes = SecretBuf::<4>::copy_of(b"abcd").unwrap();
        assert_eq!(bytes.fill_from(b"12345"), Err(EncodeError::NoRoom));
        assert_eq!(bytes.as_slice(), b"abcd");
        bytes.fill_from(b"12").unwrap();
        assert_eq!((bytes.as_slice(), bytes.bytes.whole()), (&b"12"[..], *b"12\0\0"));
    }

    #[test]
    fn what_is_cut_off_is_wiped() {
        let mut bytes = SecretBuf::<4>::copy_of(b"abcd").unwrap();
        bytes.truncate(9);
        assert_eq!(bytes.as_slice(), b"abcd");
        bytes.truncate(1);
        assert_eq!((bytes.as_slice(), bytes.bytes.whole()), (&b"a"[..], *b"a\0\0\0"));
    }
}
