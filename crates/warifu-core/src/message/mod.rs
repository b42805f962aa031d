//! Messages in clear: what is composed before sealing, and what is held after opening.

mod aad;
mod header;
pub mod kind;
mod nonce;
mod validity;

use core::fmt;
use core::marker::PhantomData;

use crate::codec::{Decode, DecodeError, DecodeErrorKind, Encode, EncodeError, Reader, Writer};
use crate::keys::{RandomBytes, SealingKeys};
use crate::{KeyId, SealingKey, SecretBuf};

pub use aad::{Aad, MAX_BOUND, SEALED_HEADER};
pub use header::{Header, Kind, Version};
pub use kind::MessageKind;
pub use nonce::Nonce;
pub use validity::Validity;

/// One sealed message in clear: what the bank composes before sealing it, and what a device holds after opening it.
///
/// Both sides compute a number over the same parts of it, so the bytes are kept as they were made or came; nothing is
/// encoded again in order to be checked. Wiped on drop.
pub struct Message<K> {
    parts: AnyMessage,
    kind: PhantomData<K>,
}

/// A message of either kind. What is done with it is compiled once.
struct AnyMessage {
    header: Header,
    key_id: KeyId,
    nonce: Nonce,
    aad: Aad,
    validity: Validity,
    plaintext: SecretBuf<MAX_PADDED>,
}

impl<K: MessageKind> Message<K> {
    /// The bank's message: `body` writes what follows the validity. Nonce and key id are made here.
    ///
    /// `bound` is what the message is bound to beyond its own header: the registration message for an activation,
    /// nothing for a transaction.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when the body or `bound` is too long, and what `body` itself refuses.
    pub fn compose(
        keys: &SealingKeys,
        random: &RandomBytes,
        bound: &[u8],
        validity: Validity,
        body: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
    ) -> Result<Self, EncodeError> {
        let plaintext = plaintext(&validity, body)?;
        let nonce = keys.nonce(random, validity.sequence(), plaintext.as_slice());
        Self::new(keys.sealing_key(), nonce, bound, validity, plaintext)
    }

    /// As [`Message::compose`], with a nonce that is given: for test vectors.
    ///
    /// # Errors
    ///
    /// Those of [`Message::compose`].
    ///
    /// # Security
    ///
    /// Two messages under one key and nonce show the difference of their plaintexts, and allow others to forge messages.
    pub fn danger_compose_with_nonce(
        key: &SealingKey,
        nonce: Nonce,
        bound: &[u8],
        validity: Validity,
        body: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
    ) -> Result<Self, EncodeError> {
        let plaintext = plaintext(&validity, body)?;
        Self::new(key, nonce, bound, validity, plaintext)
    }

    fn new(
        key: &SealingKey,
        nonce: Nonce,
        bound: &[u8],
        validity: Validity,
        plaintext: SecretBuf<MAX_PADDED>,
    ) -> Result<Self, EncodeError> {
        // The buffer is one byte longer than a message may be: a received plaintext has padding.
        if plaintext.as_slice().len() > MAX_PLAINTEXT {
            return Err(EncodeError::NoRoom);
        }
        let (header, key_id) = (Header::new(K::KIND), key.key_id(nonce));
        let aad = Aad::new(header, key_id, bound)?;
        let parts = AnyMessage { header, key_id, nonce, aad, validity, plaintext };
        Ok(Self { parts, kind: PhantomData })
    }

    /// A message from an opened plaintext, which is copied.
    ///
    /// # Errors
    ///
    /// - [`DecodeErrorKind::UnknownKind`] for the header of another kind, at offset 0: the header is the first byte of the
    ///   message;
    /// - [`DecodeErrorKind::WrongLength`] when `bound` is longer than [`MAX_BOUND`];
    /// - those of a plaintext that does not start with a well-formed validity, at their offset in the plaintext.
    pub fn decode(
        header: Header,
        key_id: KeyId,
        nonce: Nonce,
        bound: &[u8],
        plaintext: &SecretBuf<MAX_PADDED>,
    ) -> Result<Self, DecodeError> {
        AnyMessage::decode(K::KIND, header, key_id, nonce, bound, plaintext)
            .map(|parts| Self { parts, kind: PhantomData })
    }

    /// Format version and kind, which is `K`.
    pub const fn header(&self) -> Header {
        self.parts.header
    }

    /// The name of the key that seals the message.
    pub const fn key_id(&self) -> KeyId {
        self.parts.key_id
    }

    /// The nonce, which is also the name of the challenge.
    pub const fn nonce(&self) -> Nonce {
        self.parts.nonce
    }

    /// From when until when the message counts, and its sequence number.
    pub const fn validity(&self) -> &Validity {
        &self.parts.validity
    }

    /// What the tag covers in addition to the plaintext.
    pub const fn aad(&self) -> &Aad {
        &self.parts.aad
    }

    /// Validity and body: the bytes that are sealed.
    pub fn plaintext(&self) -> &[u8] {
        self.parts.plaintext.as_slice()
    }

    /// The bytes that follow the validity: what the message says.
    pub fn body(&self) -> &[u8] {
        self.parts.body()
    }
}

impl AnyMessage {
    fn decode(
        kind: Kind,
        header: Header,
        key_id: KeyId,
        nonce: Nonce,
        bound: &[u8],
        plaintext: &SecretBuf<MAX_PADDED>,
    ) -> Result<Self, DecodeError> {
        // The one place where bytes become a message of a kind: from here on the type says which.
        if header.kind() != kind {
            return Err(DecodeError::new(DecodeErrorKind::UnknownKind, 0));
        }
        let mut reader = Reader::new(plaintext.as_slice());
        let validity = Validity::decode(&mut reader)?;
        let aad = Aad::new(header, key_id, bound)
            .map_err(|_| reader.error(DecodeErrorKind::WrongLength))?;
        Ok(Self { header, key_id, nonce, aad, validity, plaintext: plaintext.clone() })
    }

    #[expect(clippy::expect_used, reason = "both constructors put a validity first")]
    fn body(&self) -> &[u8] {
        let plaintext = self.plaintext.as_slice();
        plaintext.get(Validity::ENCODED..).expect("a message begins with its validity")
    }
}

/// Validity and body, without padding.
fn plaintext(
    validity: &Validity,
    body: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
) -> Result<SecretBuf<MAX_PADDED>, EncodeError> {
    SecretBuf::written(|writer| {
        validity.encode(writer)?;
        body(writer)
    })
}

impl<K> fmt::Debug for Message<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("kind", &self.parts.header.kind())
            .field("key_id", &self.parts.key_id)
            .field("plaintext", &self.parts.plaintext)
            .finish_non_exhaustive()
    }
}

/// A message whose tag was verified: the proof that a device asks for before it looks inside.
#[derive(Debug)]
pub struct AuthenticatedMessage<K>(Message<K>);

impl<K: MessageKind> AuthenticatedMessage<K> {
    /// Declares that `message` was authenticated.
    ///
    /// # Security
    ///
    /// For the code that has just verified the tag, and for tests. Any other use lets a stranger choose the words on the
    /// device's screen.
    pub const fn danger_assume_authenticated(message: Message<K>) -> Self {
        Self(message)
    }

    /// The message whose tag was verified.
    pub const fn message(&self) -> &Message<K> {
        &self.0
    }
}

/// The longest plaintext that the largest picture can carry, in bytes.
pub const MAX_PLAINTEXT: usize = 341;

/// That plaintext with its padding, in bytes: what the largest picture's ciphertext has.
pub const MAX_PADDED: usize = MAX_PLAINTEXT + 1;

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;
    use crate::keys::InstanceKey;
    use crate::{Seconds, UnixTime};

    fn validity() -> Validity {
        Validity::new(0x0010_0007, UnixTime::new(1_800_000_000), Seconds::minutes(5)).unwrap()
    }

    fn key() -> SealingKey {
        InstanceKey::new([1; 32]).message_key()
    }

    fn with_body(bound: &[u8], body: &[u8]) -> Result<Message<kind::Transaction>, EncodeError> {
        let nonce = Nonce([9; 12]);
        Message::danger_compose_with_nonce(&key(), nonce, bound, validity(), |writer| {
            writer.bytes(body)
        })
    }

    fn message(bound: &[u8]) -> Message<kind::Transaction> {
        with_body(bound, b"body").unwrap()
    }

    #[test]
    fn the_nonce_is_made_of_everything() {
        let keys = InstanceKey::new([1; 32]).message_keys();
        let composed = |random: u8, body: &[u8]| {
            let random = RandomBytes([random; 16]);
            let made =
                Message::<kind::Transaction>::compose(&keys, &random, &[], validity(), |to| {
                    to.bytes(body)
                });
            made.unwrap()
        };
        let made = composed(1, b"body");
        let expected = keys.nonce(&RandomBytes([1; 16]), 0x0010_0007, made.plaintext());
        assert_eq!(made.nonce(), expected);
        assert_eq!(made.key_id(), key().key_id(expected));
        assert_ne!(made.nonce(), composed(2, b"body").nonce());
        assert_ne!(made.nonce(), composed(1, b"bodx").nonce());
    }

    #[test]
    fn the_longest_plaintext() {
        assert!(with_body(&[0; 32], &[0; 331]).is_ok());
        assert_eq!(with_body(&[0; 32], &[0; 332]).unwrap_err(), EncodeError::NoRoom);
        assert_eq!(with_body(&[0; 33], b"").unwrap_err(), EncodeError::NoRoom);
    }

    #[test]
    fn composed_and_decoded_agree() {
        let made = message(b"bound");
        assert_eq!(hex::encode(made.plaintext()), "001000076b49d200012c626f6479");
        let expected =
            ["13".into(), hex::encode(key().key_id(Nonce([9; 12])).0), hex::encode("bound")];
        assert_eq!(hex::encode(made.aad().as_slice()), expected.concat());
        assert_eq!(made.body(), b"body");
        let plaintext = SecretBuf::copy_of(made.plaintext()).unwrap();
        let decoded = |header, plaintext| {
            Message::<kind::Transaction>::decode(
                header,
                made.key_id(),
                made.nonce(),
                b"bound",
                plaintext,
            )
        };
        let back = decoded(made.header(), &plaintext).unwrap();
        assert_eq!(back.validity(), &validity());
        assert_eq!(back.aad(), made.aad());
        assert_eq!(back.body(), b"body");
        assert_eq!(back.validity().expires(), UnixTime::new(1_800_000_300));
        for other in [Kind::Activation, Kind::Registration] {
            let refused = decoded(Header::new(other), &plaintext).unwrap_err();
            assert_eq!(refused, DecodeError::new(DecodeErrorKind::UnknownKind, 0));
        }
    }

    #[test]
    fn a_plaintext_without_a_validity_is_refused() {
        let decode = |bytes: &[u8]| {
            let plaintext = SecretBuf::copy_of(bytes).unwrap();
            Message::<kind::Transaction>::decode(
                Header::new(Kind::Transaction),
                KeyId([0; 4]),
                Nonce([0; 12]),
                &[],
                &plaintext,
            )
        };
        for length in 0..Validity::ENCODED {
            assert!(decode(&[1; 10][..length]).is_err());
        }
        assert_eq!(
            decode(&[1, 1, 1, 1, 1, 1, 1, 1, 0, 0]).unwrap_err(),
            DecodeError::new(DecodeErrorKind::OutOfRange, 8)
        );
    }

    #[test]
    fn times_that_do_not_fit_are_refused() {
        let late = UnixTime::new(u64::from(u32::MAX) + 1);
        assert_eq!(Validity::new(0, late, Seconds::new(1)), Err(EncodeError::OutOfRange));
        for lifetime in [0, 65_536] {
            let made = Validity::new(0, UnixTime::new(1), Seconds::new(lifetime));
            assert_eq!(made, Err(EncodeError::OutOfRange));
        }
    }

    #[test]
    fn debug_shows_no_plaintext() {
        assert!(!format!("{:?}", message(&[])).contains("body"));
    }
}
