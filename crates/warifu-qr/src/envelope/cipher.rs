//! AES-256-GCM in place, with the tag apart. The only file that knows which crate does it.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use warifu_core::{Nonce, SealingKey};

use super::TAG;

/// Encrypts `text` in place and returns its tag; nothing if the text is longer than the cipher can take.
pub(super) fn encrypt(
    key: &SealingKey,
    nonce: Nonce,
    aad: &[u8],
    text: &mut [u8],
) -> Option<[u8; TAG]> {
    cipher(key).encrypt_inout_detached(&nonce.0.into(), aad, text.into()).ok().map(Into::into)
}

/// Verifies the tag and only then decrypts `text` in place; nothing, with `text` untouched, if the tag is wrong.
pub(super) fn decrypt(
    key: &SealingKey,
    nonce: Nonce,
    aad: &[u8],
    text: &mut [u8],
    tag: [u8; TAG],
) -> Option<()> {
    cipher(key).decrypt_inout_detached(&nonce.0.into(), aad, text.into(), &tag.into()).ok()
}

fn cipher(key: &SealingKey) -> Aes256Gcm {
    Aes256Gcm::new(key.expose().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::message_key;

    #[test]
    fn a_wrong_tag_releases_nothing() {
        let (key, nonce) = (message_key(), Nonce([1; 12]));
        let mut text = *b"plaintext";
        let tag = encrypt(&key, nonce, b"aad", &mut text).unwrap();
        let ciphertext = text;
        for bit in 0..128 {
            let mut wrong = tag;
            wrong[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(decrypt(&key, nonce, b"aad", &mut text, wrong), None);
            assert_eq!(text, ciphertext);
        }
        assert_eq!(decrypt(&key, nonce, b"aad", &mut text, tag), Some(()));
        assert_eq!(&text, b"plaintext");
    }
}
