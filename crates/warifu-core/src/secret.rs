use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Key bytes of 1 to 128 bytes, kept inline and wiped on drop.
///
/// Not `Clone`, `Copy`, `PartialEq` or serialisable, and redacted in `Debug`: a secret leaves only through
/// [`Secret::expose`], which can be searched for.
///
/// # Security
///
/// Moving a `Secret` copies its bytes, as every move in Rust may; the old place is then overwritten by whatever comes
/// next on the stack, not by this type. Keep secrets where they were made and pass references.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secret {
    bytes: [u8; Secret::MAX_LENGTH],
    length: usize,
}

impl Secret {
    /// The longest secret, in bytes: one block of SHA-512, beyond which HMAC hashes a key down anyway.
    pub const MAX_LENGTH: usize = 128;

    /// Copies `bytes` into a secret of its own. The caller's copy stays the caller's to wipe.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] for no bytes at all or more than [`Secret::MAX_LENGTH`].
    pub fn new(bytes: &[u8]) -> Result<Self, InvalidSecret> {
        if bytes.is_empty() {
            return Err(InvalidSecret::Empty);
        }
        let mut secret = Self { bytes: [0; Self::MAX_LENGTH], length: bytes.len() };
        let room = secret.bytes.get_mut(..bytes.len()).ok_or(InvalidSecret::TooLong)?;
        room.copy_from_slice(bytes);
        Ok(secret)
    }

    /// The key bytes themselves.
    pub fn expose(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes, redacted)", self.length)
    }
}

/// Bytes that cannot be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidSecret {
    /// No bytes.
    Empty,
    /// More than [`Secret::MAX_LENGTH`] bytes.
    TooLong,
    /// Not the length that the key's purpose asks for.
    WrongLength,
}

impl fmt::Display for InvalidSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the secret is empty",
            Self::TooLong => "the secret is longer than 128 bytes",
            Self::WrongLength => "the secret does not have the length that its purpose asks for",
        })
    }
}

impl core::error::Error for InvalidSecret {}

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
        assert_eq!(Secret::new(&[]).unwrap_err(), InvalidSecret::Empty);
        assert_eq!(Secret::new(&[0; 129]).unwrap_err(), InvalidSecret::TooLong);
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
        assert!(secret.bytes.iter().all(|&byte| byte == 0));
    }
}
