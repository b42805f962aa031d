use sha2::{Digest, Sha256};
use warifu_core::Message;

use crate::length_byte::length_byte;
use crate::reviewed::Reviewed;

/// SHA-256 over purpose, additional authenticated bytes, nonce and plaintext, the first two behind a length byte.
pub(crate) fn question<K: Reviewed>(message: &Message<K>) -> [u8; 32] {
    let (aad, nonce) = (message.aad(), message.nonce());
    digest(K::NUMBER, aad.as_slice(), &nonce.0, message.plaintext())
}

/// Compiled once for all kinds.
fn digest(purpose: &str, aad: &[u8], nonce: &[u8; 12], plaintext: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [purpose.as_bytes(), aad] {
        hash.update([length_byte(part)]);
        hash.update(part);
    }
    hash.update(nonce);
    hash.update(plaintext);
    hash.finalize().into()
}
