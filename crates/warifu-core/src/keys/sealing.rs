use core::fmt;

use hmac::Mac;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::derive::{finished, keyed};
use super::key::{Key, NonceKey};
use crate::{Nonce, codec_as};

/// An AES-256-GCM key, and the key that names it in each message. Wiped on drop, redacted in `Debug`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SealingKey {
    key: [u8; 32],
    id_key: [u8; 32],
}

impl SealingKey {
    /// The first 32 bytes that are derived are the AES-256-GCM key, the last 32 its id key.
    pub(super) fn derive<P>(from: &Key<P>, label: &str, contexts: &[&[u8]]) -> Self {
        let mut made = Self { key: [0; 32], id_key: [0; 32] };
        from.derive(label, contexts, &mut [&mut made.key, &mut made.id_key]);
        made
    }

    /// The identifier that the message with this nonce carries in clear: the first 4 bytes of HMAC-SHA-256 over the nonce.
    ///
    /// It differs from message to message, so that others cannot see which messages go to the same token.
    pub fn key_id(&self, nonce: Nonce) -> KeyId {
        let mut mac = keyed(&self.id_key);
        mac.update(&nonce.0);
        let [first, second, third, fourth, ..] = *finished(mac);
        KeyId([first, second, third, fourth])
    }

    /// The AES-256-GCM key's bytes.
    pub const fn expose(&self) -> &[u8; 32] {
        &self.key
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey(redacted)")
    }
}

/// The two keys that a bank seals with: the sealing key, and the key that makes the nonces. A device has no nonce key.
#[derive(Debug)]
pub struct SealingKeys {
    sealing_key: SealingKey,
    nonce_key: NonceKey,
}

impl SealingKeys {
    pub(super) const fn new(sealing_key: SealingKey, nonce_key: NonceKey) -> Self {
        Self { sealing_key, nonce_key }
    }

    /// The key that encrypts and authenticates the message.
    pub const fn sealing_key(&self) -> &SealingKey {
        &self.sealing_key
    }

    /// The nonce of a message: the first 12 bytes of HMAC-SHA-256 over random bytes, sequence number and plaintext.
    ///
    /// # Security
    ///
    /// Fresh random bytes would be enough ([SP 800-38D §8.2.2]). With the key, the sequence number and the plaintext in it, a
    /// nonce repeats only if the source of randomness fails *and* the same message is sealed twice, which reveals nothing.
    ///
    /// [SP 800-38D §8.2.2]: https://doi.org/10.6028/NIST.SP.800-38D
    pub fn nonce(&self, random: &RandomBytes, sequence: u32, plaintext: &[u8]) -> Nonce {
        let mut mac = keyed(self.nonce_key.expose());
        mac.update(&random.0);
        mac.update(&sequence.to_be_bytes());
        mac.update(plaintext);
        let tag = finished(mac);
        let mut nonce = Nonce([0; 12]);
        for (place, byte) in nonce.0.iter_mut().zip(tag.iter()) {
            *place = *byte;
        }
        nonce
    }
}

/// 16 bytes from the bank's source of randomness, for one message. Redacted in `Debug`.
pub struct RandomBytes(pub [u8; 16]);

impl fmt::Debug for RandomBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RandomBytes(redacted)")
    }
}

/// Names the key of one message: [`SealingKey::key_id`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; 4]);

codec_as!(KeyId: [u8; 4]);

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;
    use crate::keys::InstanceKey;

    #[test]
    fn pictures_of_one_key_are_not_linked() {
        let key = InstanceKey::new([1; 32]).message_key();
        let ids = [0_u8, 1, 2].map(|byte| key.key_id(Nonce([byte; 12])));
        assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
        assert_eq!(key.key_id(Nonce([1; 12])), ids[1]);
        let other = InstanceKey::new([2; 32]).message_key();
        assert_ne!(other.key_id(Nonce([1; 12])), ids[1]);
    }

    #[test]
    fn every_input_changes_the_nonce() {
        let keys = InstanceKey::new([1; 32]).message_keys();
        let nonce =
            |random, sequence, plaintext| keys.nonce(&RandomBytes(random), sequence, plaintext);
        let base = nonce([0; 16], 1, b"pay");
        assert_eq!(base, nonce([0; 16], 1, b"pay"));
        assert_ne!(base, nonce([1; 16], 1, b"pay"));
        assert_ne!(base, nonce([0; 16], 2, b"pay"), "though the source of randomness is stuck");
        assert_ne!(base, nonce([0; 16], 1, b"payx"), "though the sequence number came twice");
        let other = InstanceKey::new([2; 32]).message_keys();
        assert_ne!(base, other.nonce(&RandomBytes([0; 16]), 1, b"pay"));
    }

    #[test]
    fn debug_shows_no_key() {
        let keys = InstanceKey::new([1; 32]).message_keys();
        let text = format!("{keys:?} {:?}", RandomBytes([0xab; 16]));
        assert_eq!(
            text,
            "SealingKeys { sealing_key: SealingKey(redacted), nonce_key: Key(redacted) } RandomBytes(redacted)"
        );
    }
}
