use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{InlineBytes, ValueError};

/// A key of 1 to 128 bytes, kept inline and wiped on drop.
///
/// Not `Clone`, `Copy`, `PartialEq` or serialisable, and redacted in `Debug`: the bytes are only read through
/// [`Secret::expose`], a name that can be searched for.
///
/// # Security
///
/// Moving a `Secret` copies its bytes, as every move in Rust may. This type does not wipe the old place. Keep secrets where
/// they were made, and pass references.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secret {
    bytes: InlineBytes<{ Secret::MAX_LENGTH }>,
}

impl Secret {
    /// The longest secret, in bytes: one block of SHA-512, beyond which HMAC hashes a key down anyway.
    pub const MAX_LENGTH: usize = 128;

    /// A copy of `bytes`. The caller wipes its own copy.
    ///
    /// # Errors
    ///
    /// [`ValueError::EmptySecret`] for no bytes at all, [`ValueError::LongSecret`] above [`Secret::MAX_LENGTH`].
    #[expect(clippy::inline_always, reason = "smaller firmware: the length is often known")]
    #[inline(always)]
    pub fn new(bytes: &[u8]) -> Result<Self, ValueError> {
        // An empty key would make every code predictable.
        if bytes.is_empty() {
            return Err(ValueError::EmptySecret);
        }
        // Filled in place: an `InlineBytes` on the way would not be wiped.
        let mut made = Self { bytes: InlineBytes::EMPTY };
        made.bytes.append(bytes).map_err(|_| ValueError::LongSecret)?;
        Ok(made)
    }

    /// The key bytes themselves, 1 to [`Secret::MAX_LENGTH`].
    #[expect(clippy::inline_always, reason = "smaller firmware: the length is often known")]
    #[inline(always)]
    pub fn expose(&self) -> &[u8] {
        self.bytes.as_slice()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes, redacted)", self.expose().len())
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    #[test]
    fn keeps_the_bytes_it_was_given() {
        for length in 1..=Secret::MAX_LENGTH {
            let bytes = std::vec![0xa5_u8; length];
            assert_eq!(Secret::new(&bytes).unwrap().expose(), bytes);
        }
    }

    #[test]
    fn refuses_nothing_and_too_much() {
        assert_eq!(Secret::new(&[]).unwrap_err(), ValueError::EmptySecret);
        assert_eq!(Secret::new(&[0; 129]).unwrap_err(), ValueError::LongSecret);
    }

    #[test]
    fn debug_shows_no_byte() {
        let secret = Secret::new(&[0xab; 20]).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(20 bytes, redacted)");
    }

    #[test]
    fn wiping_leaves_nothing() {
        let mut secret = Secret::new(&[0xab; 20]).unwrap();
        secret.zeroize();
        assert_eq!(secret.bytes.whole(), [0; Secret::MAX_LENGTH]);
    }
}
