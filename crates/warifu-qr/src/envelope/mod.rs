//! The sealed form of a message, as it travels.

mod cipher;
mod open;
mod padding;
mod seal;

use core::fmt;

use warifu_core::codec::{DecodeError, DecodeErrorKind, Reader};
use warifu_core::{Header, KeyId, Kind, MAX_PADDED, Nonce, SEALED_HEADER};

pub use seal::SealedMessage;

/// A sealed message as it was received: 100, 190 or 375 bytes that anyone may carry and only the holder of the key can
/// read.
///
/// ```text
/// header (1) ‖ key id (4) ‖ nonce (12) ‖ ciphertext ‖ tag (16)
/// ```
///
/// Before it is encrypted, the plaintext gets one byte `80` and as many zero bytes as the next of the [`BUCKETS`] needs
/// (the padding of ISO/IEC 7816-4), so that the length tells only the bucket. The cipher is AES-256-GCM
/// ([NIST SP 800-38D]) with a 96-bit nonce and a 128-bit tag; header, key id and what the message is bound to are its
/// additional authenticated data ([`Aad`](warifu_core::Aad)).
///
/// It borrows the bytes, since firmware has no room for a second copy. [`SealedMessage`] is what a bank makes.
///
/// [NIST SP 800-38D]: https://doi.org/10.6028/NIST.SP.800-38D
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Envelope<'a> {
    header: Header,
    key_id: KeyId,
    nonce: Nonce,
    bytes: &'a [u8],
}

impl<'a> Envelope<'a> {
    /// Reads the parts that travel in the clear. Nothing is authenticated yet.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`] for no bytes at all, [`DecodeErrorKind::UnknownVersion`],
    /// [`DecodeErrorKind::UnknownKind`] (also for a registration, which is never
    /// sealed), [`DecodeErrorKind::WrongLength`] unless the length is one of the [`BUCKETS`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        // A registration is never sealed: this header would make one out of bytes that only claim a tag.
        let header = reader.checked(DecodeErrorKind::UnknownKind, |header: Header| {
            (header.kind() != Kind::Registration).then_some(header)
        })?;
        // Another length could only be a message that was cut or extended.
        if !BUCKETS.contains(&bytes.len()) {
            return Err(DecodeError::new(DecodeErrorKind::WrongLength, bytes.len()));
        }
        Ok(Self { header, key_id: reader.read()?, nonce: reader.read()?, bytes })
    }

    /// What the sender says the message is. Authentic once the envelope has been opened.
    pub const fn header(&self) -> Header {
        self.header
    }

    /// The kind of the message, as the sender says: a part of [`Envelope::header`].
    pub const fn kind(&self) -> Kind {
        self.header.kind()
    }

    /// The name of the key that opens the envelope. A device looks its key up by this ([`SealingKey::key_id`]), and
    /// never tries several.
    ///
    /// [`SealingKey::key_id`]: warifu_core::SealingKey::key_id
    pub const fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// The nonce, which is also the name of the challenge.
    pub const fn nonce(&self) -> Nonce {
        self.nonce
    }

    /// All the bytes, as they travel.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }
}

impl fmt::Debug for Envelope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("kind", &self.kind())
            .field("key_id", &self.key_id)
            .field("length", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// The lengths that an envelope can have, in bytes.
///
/// As base32 text they have 160, 304 and 600 characters, none of them partly used, and in alphanumeric mode at error
/// correction level M they need QR versions 7, 10 and 15.
pub const BUCKETS: [usize; 3] = [100, 190, LARGEST];

/// The longest envelope, in bytes.
pub const LARGEST: usize = 375;

const NONCE: usize = 12;
const TAG: usize = 16;
/// What precedes the ciphertext, in bytes.
const PREFIX: usize = SEALED_HEADER + NONCE;
/// What an envelope adds to its padded plaintext, in bytes.
const OVERHEAD: usize = PREFIX + TAG;

const _: () = assert!(MAX_PADDED == LARGEST - OVERHEAD, "core and envelope agree");

#[cfg(test)]
mod tests {
    use std::format;

    use warifu_core::kind;

    use super::*;
    use crate::fixtures::{message, sealed};

    fn refused(bytes: &[u8]) -> DecodeError {
        Envelope::decode(bytes).unwrap_err()
    }

    #[test]
    fn only_whole_buckets_decode() {
        let mut bytes = [0x13_u8; 400];
        for length in 1..=bytes.len() {
            let decoded = Envelope::decode(&bytes[..length]);
            assert_eq!(decoded.is_ok(), BUCKETS.contains(&length), "{length} bytes");
        }
        assert_eq!(refused(&[]), DecodeError::new(DecodeErrorKind::Truncated, 0));
        let wrong = DecodeError::new(DecodeErrorKind::WrongLength, 99);
        assert_eq!(refused(&bytes[..99]), wrong);
        bytes[0] = 0x23;
        assert_eq!(refused(&bytes[..100]).kind(), DecodeErrorKind::UnknownVersion);
    }

    #[test]
    fn every_header_but_two_is_refused() {
        let mut bytes = [0_u8; 100];
        for header in 0..=255_u8 {
            bytes[0] = header;
            let expected = matches!(header, 0x12 | 0x13);
            assert_eq!(Envelope::decode(&bytes).is_ok(), expected, "{header:#04x}");
        }
        bytes[0] = 0x11;
        let registration = DecodeError::new(DecodeErrorKind::UnknownKind, 0);
        assert_eq!(refused(&bytes), registration);
    }

    #[test]
    fn an_accepted_envelope_encodes_to_what_was_decoded() {
        for &length in &BUCKETS {
            let mut bytes = [0x5a_u8; LARGEST];
            bytes[0] = 0x13;
            let envelope = Envelope::decode(&bytes[..length]).unwrap();
            assert_eq!(envelope.as_bytes(), &bytes[..length]);
            assert_eq!(envelope.key_id(), KeyId([0x5a; 4]));
            assert_eq!(envelope.nonce(), Nonce([0x5a; NONCE]));
        }
    }

    #[test]
    fn debug_shows_neither_key_nor_content() {
        let sealed = sealed(&message::<kind::Transaction>(4));
        let text = format!("{:?}", Envelope::decode(sealed.as_bytes()).unwrap());
        assert_eq!(
            text,
            "Envelope { kind: Transaction, key_id: KeyId([45, 96, 109, 212]), length: 100, .. }"
        );
        assert_eq!(format!("{sealed:?}"), "SealedMessage(100 bytes)");
    }
}
