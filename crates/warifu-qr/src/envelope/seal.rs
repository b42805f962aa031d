use core::fmt;

use warifu_core::codec::Encode;
use warifu_core::{Message, MessageKind, SealingKey, SecretBuf};

use super::{LARGEST, PREFIX, TAG, cipher, padding};
use crate::SealError;

/// A message that was sealed, ready to be shown as a picture.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedMessage {
    bytes: SecretBuf<LARGEST>,
}

impl SealedMessage {
    /// Seals what the bank has composed.
    ///
    /// # Errors
    ///
    /// [`SealError::OtherKey`] when the message names another key than `key`, [`SealError::TooLong`] when the message
    /// does not fit the largest bucket.
    ///
    /// # Security
    ///
    /// The nonce comes with the message: [`Message::compose`] makes it. Two messages under one key and nonce reveal the
    /// difference of their plaintexts and allow others to forge messages.
    pub fn seal<K: MessageKind>(message: &Message<K>, key: &SealingKey) -> Result<Self, SealError> {
        // The device would look for the key by this name and not find this one.
        if message.key_id() != key.key_id(message.nonce()) {
            return Err(SealError::OtherKey);
        }
        whole_envelope(message, key).map(|bytes| Self { bytes }).ok_or(SealError::TooLong)
    }

    /// All the bytes, as they travel: 100, 190 or 375.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }
}

impl fmt::Debug for SealedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedMessage({} bytes)", self.as_bytes().len())
    }
}

/// All bytes of the envelope. The plaintext is written where it will be encrypted, so that no copy of it stays behind.
fn whole_envelope<K: MessageKind>(
    message: &Message<K>,
    key: &SealingKey,
) -> Option<SecretBuf<LARGEST>> {
    let bucket = padding::bucket_for(message.plaintext().len())?;
    let padded = bucket.checked_sub(PREFIX)?;
    let mut whole = SecretBuf::<LARGEST>::written(|writer| {
        message.header().encode(writer)?;
        message.key_id().encode(writer)?;
        message.nonce().encode(writer)?;
        writer.zeros(padded)
    })
    .ok()?;
    let (_, sealed) = whole.as_mut_slice().split_at_mut_checked(PREFIX)?;
    let (text, tag) = sealed.split_last_chunk_mut::<TAG>()?;
    padding::pad(message.plaintext(), text)?;
    *tag = cipher::encrypt(key.expose(), message.nonce(), message.aad().as_slice(), text)?;
    Some(whole)
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use warifu_core::{Nonce, kind};

    use super::*;
    use crate::fixtures::{message, message_key, other_key, sealed};

    #[test]
    fn the_length_tells_the_bucket_alone() {
        let length = |body| sealed(&message::<kind::Transaction>(body)).as_bytes().len();
        let got: Vec<_> = [0, 56, 57, 146, 147, 331].map(length).into();
        assert_eq!(got, [100, 100, 190, 190, 375, 375]);
    }

    #[test]
    fn what_cannot_be_sealed_is_said() {
        let transaction = message::<kind::Transaction>(4);
        assert_eq!(SealedMessage::seal(&transaction, &other_key()), Err(SealError::OtherKey));
    }

    /// The golden envelope; its ciphertext and tag were computed with another implementation (Python's `cryptography`
    /// over OpenSSL) from the form as documented.
    #[test]
    fn the_form_is_fixed() {
        let nonce = Nonce([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        let validity = *message::<kind::Transaction>(0).validity();
        let key = message_key();
        let sent = Message::danger_compose_with_nonce(&key, nonce, &[], validity, |writer| {
            writer.bytes(b"body")
        });
        let envelope = sealed::<kind::Transaction>(&sent.unwrap());
        assert_eq!(hex::encode(envelope.as_bytes()), GOLDEN);
    }

    const GOLDEN: &str = "13c9910168000102030405060708090a0ba9cbe3dc32034bd6ddcdb30b94dd7a4619988cbc2aef905cb7\
        49e69c48ee42551125606ffd69c27c2c566ce16913b134d193605545021011b6f39d17a0e339fb373fc3e762\
        ddbf3be56a97d7428c2f17a6b9cf";
}
