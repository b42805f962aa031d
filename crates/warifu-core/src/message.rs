use core::fmt;

use crate::codec::{DecodeError, DecodeErrorKind, EncodeError, Reader, Writer};
use crate::{Bytes, KeyId, Seconds, UnixTime};

/// What a bank says to a device. Every message is one picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Opens a registration; in clear, since the bank does not know the device yet.
    Registration,
    /// Names the instance that a registration makes; sealed with the activation key.
    Activation,
    /// Asks a person to approve what the device shows; sealed with the message key.
    Transaction,
    /// Tells a device to delete an instance; sealed with the message key.
    Deactivation,
}

impl Kind {
    /// The kind that a header byte announces.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::UnknownVersion`] or [`DecodeErrorKind::UnknownKind`], at offset 0.
    pub const fn of_header(byte: u8) -> Result<Self, DecodeError> {
        if byte >> 4 != VERSION {
            return Err(DecodeError { kind: DecodeErrorKind::UnknownVersion, offset: 0 });
        }
        match byte & 0x0f {
            1 => Ok(Self::Registration),
            2 => Ok(Self::Activation),
            3 => Ok(Self::Transaction),
            4 => Ok(Self::Deactivation),
            _ => Err(DecodeError { kind: DecodeErrorKind::UnknownKind, offset: 0 }),
        }
    }
}

/// The first byte of every message: the format version in the high four bits, the kind in the low four.
pub const fn header_byte(kind: Kind) -> u8 {
    let number = match kind {
        Kind::Registration => 1,
        Kind::Activation => 2,
        Kind::Transaction => 3,
        Kind::Deactivation => 4,
    };
    (VERSION << 4) | number
}

/// The 96 random bits of a sealed message: AES-GCM's nonce, and the name of the challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nonce(pub [u8; 12]);

/// When a message counts, and its place among the messages of its instance. The first ten bytes of every sealed
/// plaintext.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    sequence: u32,
    issued: UnixTime,
    lifetime: Seconds,
}

impl Validity {
    /// A message with this sequence number, issued at `issued` and dead `lifetime` later.
    ///
    /// The sequence number's high 12 bits are the server epoch, the low 20 the running number.
    ///
    /// # Errors
    ///
    /// [`EncodeError::OutOfRange`] for a moment past 2106 or a lifetime that is not 1 to 65,535 seconds.
    pub fn new(sequence: u32, issued: UnixTime, lifetime: Seconds) -> Result<Self, EncodeError> {
        let expressible = u32::try_from(issued.value()).is_ok()
            && u16::try_from(lifetime.value()).is_ok()
            && lifetime.value() > 0;
        if expressible {
            Ok(Self { sequence, issued, lifetime })
        } else {
            Err(EncodeError::OutOfRange)
        }
    }

    /// The place among the messages of the instance.
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// When the bank made the message.
    pub const fn issued(&self) -> UnixTime {
        self.issued
    }

    /// The first moment at which the message no longer counts.
    pub fn expires(&self) -> UnixTime {
        self.issued.checked_add(self.lifetime).unwrap_or(self.issued)
    }

    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u32(self.sequence)?;
        writer.u32(u32::try_from(self.issued.value()).map_err(|_| EncodeError::OutOfRange)?)?;
        writer.u16(u16::try_from(self.lifetime.value()).map_err(|_| EncodeError::OutOfRange)?)
    }

    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let sequence = reader.u32()?;
        let issued = UnixTime::new(u64::from(reader.u32()?));
        let out_of_range = reader.error(DecodeErrorKind::OutOfRange);
        let lifetime = Seconds::new(u32::from(reader.u16()?));
        Self::new(sequence, issued, lifetime).map_err(|_| out_of_range)
    }
}

/// One sealed message in clear: what the bank composes before sealing it, and what a device holds after opening it.
///
/// Both sides compute a number over the same parts of it, so the bytes are kept as they were made or came; nothing is
/// encoded again in order to be checked. Wiped on drop.
pub struct Message {
    kind: Kind,
    key_id: KeyId,
    nonce: Nonce,
    bound: Bytes<MAX_BOUND>,
    validity: Validity,
    plaintext: Bytes<MAX_PLAINTEXT>,
}

impl Message {
    /// The bank's message: `body` writes what follows the validity.
    ///
    /// `bound` is what the message is bound to beyond its own header: the registration message for an activation,
    /// nothing for the others.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`] when the body or `bound` is too long, and whatever `body` refuses.
    pub fn compose(
        kind: Kind,
        key_id: KeyId,
        nonce: Nonce,
        bound: &[u8],
        validity: Validity,
        body: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
    ) -> Result<Self, EncodeError> {
        let plaintext = Bytes::written(|writer| {
            validity.encode(writer)?;
            body(writer)
        })?;
        Ok(Self { kind, key_id, nonce, bound: Bytes::copy_of(bound)?, validity, plaintext })
    }

    /// A message from an opened plaintext.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] when the plaintext does not start with a well-formed validity, or `bound` is too long.
    pub fn decode(
        kind: Kind,
        key_id: KeyId,
        nonce: Nonce,
        bound: &[u8],
        plaintext: Bytes<MAX_PLAINTEXT>,
    ) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(plaintext.as_slice());
        let validity = Validity::decode(&mut reader)?;
        let bound =
            Bytes::copy_of(bound).map_err(|_| reader.error(DecodeErrorKind::WrongLength))?;
        Ok(Self { kind, key_id, nonce, bound, validity, plaintext })
    }

    /// The kind.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Which key seals it.
    pub const fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// Its nonce, which also names the challenge.
    pub const fn nonce(&self) -> Nonce {
        self.nonce
    }

    /// When it counts.
    pub const fn validity(&self) -> &Validity {
        &self.validity
    }

    /// The additional authenticated bytes: header byte, key id, and what the message is bound to.
    pub fn aad(&self) -> Bytes<{ SEALED_HEADER + MAX_BOUND }> {
        self.authenticated()
    }

    #[expect(clippy::expect_used, reason = "the sum of its parts' lengths is the capacity")]
    fn authenticated(&self) -> Bytes<{ SEALED_HEADER + MAX_BOUND }> {
        Bytes::written(|writer| {
            writer.u8(header_byte(self.kind))?;
            self.key_id.encode(writer)?;
            writer.bytes(self.bound.as_slice())
        })
        .expect("header, key id and bound bytes fit")
    }

    /// Validity and body: the bytes that are sealed.
    pub fn plaintext(&self) -> &[u8] {
        self.plaintext.as_slice()
    }

    /// What follows the validity.
    pub fn body(&self) -> &[u8] {
        self.plaintext().get(VALIDITY..).unwrap_or_default()
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("kind", &self.kind)
            .field("key_id", &self.key_id)
            .field("plaintext", &self.plaintext)
            .finish_non_exhaustive()
    }
}

/// A message whose tag was verified: the proof that a device asks for before it looks inside.
#[derive(Debug)]
pub struct Opened(Message);

impl Opened {
    /// Vouches that `message` was authenticated.
    ///
    /// # Security
    ///
    /// For the code that has just verified the tag, and for tests. Vouching for anything else lets a stranger put words
    /// on the device's screen.
    pub const fn danger_assume_authenticated(message: Message) -> Self {
        Self(message)
    }

    /// The message.
    pub const fn message(&self) -> &Message {
        &self.0
    }
}

/// Length of header byte and key id, in bytes.
pub const SEALED_HEADER: usize = 5;

/// The longest plaintext that the largest picture can carry, in bytes.
pub const MAX_PLAINTEXT: usize = 341;

/// The longest value that a message can be bound to, in bytes.
pub const MAX_BOUND: usize = 32;

const VERSION: u8 = 1;
const VALIDITY: usize = 10;

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    fn validity() -> Validity {
        Validity::new(0x0010_0007, UnixTime::new(1_800_000_000), Seconds::minutes(5)).unwrap()
    }

    fn message(bound: &[u8]) -> Message {
        Message::compose(
            Kind::Transaction,
            KeyId([1, 2, 3, 4]),
            Nonce([9; 12]),
            bound,
            validity(),
            |writer| writer.bytes(b"body"),
        )
        .unwrap()
    }

    #[test]
    fn headers() {
        for kind in [Kind::Registration, Kind::Activation, Kind::Transaction, Kind::Deactivation] {
            assert_eq!(Kind::of_header(header_byte(kind)), Ok(kind));
        }
        let accepted = (0..=255_u8).filter(|&byte| Kind::of_header(byte).is_ok()).count();
        assert_eq!(accepted, 4);
        assert_eq!(Kind::of_header(0x23).unwrap_err().kind, DecodeErrorKind::UnknownVersion);
        assert_eq!(Kind::of_header(0x15).unwrap_err().kind, DecodeErrorKind::UnknownKind);
    }

    #[test]
    fn composed_and_decoded_agree() {
        let made = message(b"bound");
        assert_eq!(hex::encode(made.plaintext()), "001000076b49d200012c626f6479");
        assert_eq!(hex::encode(made.aad().as_slice()), "1301020304626f756e64");
        assert_eq!(made.body(), b"body");
        let plaintext = Bytes::copy_of(made.plaintext()).unwrap();
        let back =
            Message::decode(made.kind(), made.key_id(), made.nonce(), b"bound", plaintext).unwrap();
        assert_eq!(back.validity(), &validity());
        assert_eq!(back.aad(), made.aad());
        assert_eq!(back.body(), b"body");
        assert_eq!(back.validity().expires(), UnixTime::new(1_800_000_300));
    }

    #[test]
    fn a_plaintext_without_a_validity_is_refused() {
        let decode = |bytes: &[u8]| {
            let plaintext = Bytes::copy_of(bytes).unwrap();
            Message::decode(Kind::Transaction, KeyId::default(), Nonce([0; 12]), &[], plaintext)
        };
        for length in 0..VALIDITY {
            assert!(decode(&[1; 10][..length]).is_err());
        }
        assert_eq!(
            decode(&[1, 1, 1, 1, 1, 1, 1, 1, 0, 0]).unwrap_err(),
            DecodeError { kind: DecodeErrorKind::OutOfRange, offset: 8 }
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
