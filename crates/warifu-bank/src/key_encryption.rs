use core::fmt;

use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Tag};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use thiserror::Error;
use warifu_core::{Entropy, EntropyError, Secret};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Keeps the keys in the store secret and the audit log authentic: the store alone is not enough to read or to forge.
///
/// The default holds its key in memory; a hardware security module is another implementation.
pub trait KeyEncryption {
    /// Encrypts a key. `context` says whose it is, and has to be the same when it is decrypted.
    ///
    /// # Errors
    ///
    /// [`EntropyError`] when there is no nonce for it.
    fn wrap(
        &self,
        secret: &Secret,
        context: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, EntropyError>;

    /// Decrypts a key.
    ///
    /// # Errors
    ///
    /// [`KeyError`] when it was wrapped by another key, for another context, or was changed.
    fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Result<Secret, KeyError>;

    /// Authenticates an audit entry.
    fn authenticate(&self, message: &[u8]) -> [u8; 32];
}

/// A key that the bank stored cannot be decrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a key in the store cannot be decrypted: another key-encryption key, or a changed record")]
pub struct KeyError;

/// AES-256-GCM and HMAC-SHA-256 under keys derived from one key-encryption key in memory.
///
/// Wrapped form: 96-bit random nonce, ciphertext, 128-bit tag.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct LocalKeyEncryption {
    wrapping: [u8; 32],
    audit: [u8; 32],
}

impl LocalKeyEncryption {
    /// Derives both keys from the key-encryption key, 32 random bytes that the host keeps apart from the store.
    pub fn new(key_encryption_key: &[u8; 32]) -> Self {
        let mut made = Self { wrapping: [0; 32], audit: [0; 32] };
        let derivation = Hkdf::<Sha256>::new(None, key_encryption_key);
        for (key, label) in [(&mut made.wrapping, WRAPPING), (&mut made.audit, AUDIT)] {
            #[expect(
                clippy::expect_used,
                reason = "RFC 5869 §2.3 refuses only more than 255 × 32 bytes"
            )]
            #[expect(clippy::missing_panics_doc, reason = "it does not panic")]
            derivation
                .expand(label.as_bytes(), key)
                .expect("a key is shorter than 255 hash outputs");
        }
        made
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&self.wrapping.into())
    }
}

impl KeyEncryption for LocalKeyEncryption {
    fn wrap(
        &self,
        secret: &Secret,
        context: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, EntropyError> {
        let mut nonce = [0; NONCE];
        entropy.fill(&mut nonce)?;
        let mut ciphertext = Zeroizing::new(secret.expose().to_vec());
        #[expect(clippy::expect_used, reason = "SP 800-38D allows 2^36 − 31 bytes")]
        let tag = self
            .cipher()
            .encrypt_inout_detached(&nonce.into(), context, ciphertext.as_mut_slice().into())
            .expect("a secret is shorter than AES-GCM's limit");
        Ok([&nonce, ciphertext.as_slice(), tag.as_slice()].concat())
    }

    fn unwrap(&self, wrapped: &[u8], context: &[u8]) -> Result<Secret, KeyError> {
        let (nonce, rest) = wrapped.split_first_chunk::<NONCE>().ok_or(KeyError)?;
        let (ciphertext, tag) = rest.split_last_chunk::<TAG>().ok_or(KeyError)?;
        let mut secret = Zeroizing::new(ciphertext.to_vec());
        self.cipher()
            .decrypt_inout_detached(
                &(*nonce).into(),
                context,
                secret.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .map_err(|_| KeyError)?;
        Secret::new(&secret).map_err(|_| KeyError)
    }

    #[expect(clippy::expect_used, reason = "RFC 2104 §3: the key for HMAC can be of any length")]
    fn authenticate(&self, message: &[u8]) -> [u8; 32] {
        let mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(&self.audit).expect("HMAC takes every key");
        mac.chain_update(message).finalize().into_bytes().into()
    }
}

impl fmt::Debug for LocalKeyEncryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LocalKeyEncryption(redacted)")
    }
}

const NONCE: usize = 12;
const TAG: usize = 16;
const WRAPPING: &str = "warifu/1 key wrapping";
const AUDIT: &str = "warifu/1 audit";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    #[test]
    fn a_wrapped_key_is_read_by_its_owner_for_its_context_only() {
        let local = LocalKeyEncryption::new(&[1; 32]);
        let secret = Secret::new(&[7; 20]).unwrap();
        let wrapped = local.wrap(&secret, b"token:1", &mut SystemEntropy).unwrap();
        assert_eq!(local.unwrap(&wrapped, b"token:1").unwrap().expose(), secret.expose());
        assert!(local.unwrap(&wrapped, b"token:2").is_err(), "rows cannot be swapped");
        assert!(LocalKeyEncryption::new(&[2; 32]).unwrap(&wrapped, b"token:1").is_err());
        for bit in 0..wrapped.len() * 8 {
            let mut flipped = wrapped.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(local.unwrap(&flipped, b"token:1").is_err(), "bit {bit}");
        }
        for length in 0..wrapped.len() {
            assert!(local.unwrap(&wrapped[..length], b"token:1").is_err());
        }
    }

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(
            format!("{:?}", LocalKeyEncryption::new(&[1; 32])),
            "LocalKeyEncryption(redacted)"
        );
    }
}
