use core::fmt;

use sha2::{Digest, Sha256};
use warifu_core::codec::{Reader, Writer};
use warifu_core::keys::SigningKey;
use warifu_core::{
    Bytes, Code, DecodeError, DecodeErrorKind, Digits, EncodeError, InvalidCode, KeyId, Kind,
    MAX_PLAINTEXT, Message, Nonce, UnixTime, Validity, header_byte,
};

use crate::display::{DisplayProfile, DoesNotFit};
use crate::number::{NotAnActivation, question};
use crate::ocra;
use crate::transaction::Transaction;

/// Makes a challenge of a transaction: the message to seal, and what the bank keeps until the answer comes.
///
/// # Errors
///
/// [`IssueError::DoesNotFit`] when the device could not show all of it, [`IssueError::Encode`] when no picture could
/// carry it.
pub fn issue(
    transaction: &Transaction,
    key_id: KeyId,
    nonce: Nonce,
    validity: Validity,
    profile: DisplayProfile,
) -> Result<Issued, IssueError> {
    profile.pages_of(transaction).map_err(IssueError::DoesNotFit)?;
    let message = Message::compose(Kind::Transaction, key_id, nonce, &[], validity, |writer| {
        transaction.encode(writer)
    })
    .map_err(IssueError::Encode)?;
    let pending = Pending::of(&message);
    Ok(Issued { message, pending })
}

/// A challenge on its way out.
#[derive(Debug)]
#[must_use = "the message is to be sealed, the challenge to be stored"]
pub struct Issued {
    /// To be sealed and drawn.
    pub message: Message,
    /// To be stored before the picture leaves.
    pub pending: Pending,
}

/// What the bank keeps of a challenge: enough to recompute the number, never the number itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Pending {
    kind: Kind,
    challenge: Nonce,
    question: [u8; 32],
    order: OrderDigest,
    expires: UnixTime,
    wrong: u8,
}

impl Pending {
    /// The challenge that an activation poses: its number ends the registration.
    ///
    /// # Errors
    ///
    /// [`NotAnActivation`] for any other kind of message. A transaction is challenged by [`issue`] alone, which knows what the
    /// device can show.
    pub fn of_activation(message: &Message) -> Result<Self, NotAnActivation> {
        if message.kind() == Kind::Activation {
            Ok(Self::of(message))
        } else {
            Err(NotAnActivation)
        }
    }

    fn of(message: &Message) -> Self {
        Self {
            kind: message.kind(),
            challenge: message.nonce(),
            question: question(message),
            order: OrderDigest::of_body(message.body()),
            expires: message.validity().expires(),
            wrong: 0,
        }
    }

    /// The challenge's name: the nonce of its message.
    pub const fn challenge(&self) -> Nonce {
        self.challenge
    }

    /// The kind of message that posed it.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The first moment at which no answer counts any more.
    pub const fn expires(&self) -> UnixTime {
        self.expires
    }

    /// Compares what was typed with the number for this challenge, in constant time.
    ///
    /// Text that is not 8 digits costs no attempt: it tells nothing. The third wrong number voids the challenge.
    ///
    /// # Security
    ///
    /// Store the returned state before anyone learns the outcome.
    pub fn check(self, typed: &str, key: &SigningKey, now: UnixTime) -> Checked {
        if now >= self.expires {
            return Checked::Void(Reason::Expired);
        }
        let typed = match Code::parse(typed, Digits::EIGHT) {
            Ok(typed) => typed,
            Err(invalid) => return Checked::Open(self, Reason::Malformed(invalid)),
        };
        if bool::from(ocra::respond(key, &self.question).ct_matches(&typed)) {
            return Checked::Approved(Approved {
                kind: self.kind,
                challenge: self.challenge,
                order: self.order,
            });
        }
        let wrong = self.wrong.saturating_add(1);
        if wrong >= MAX_WRONG {
            Checked::Void(Reason::Wrong)
        } else {
            Checked::Open(Self { wrong, ..self }, Reason::Wrong)
        }
    }

    /// Writes the state for storage: header byte, nonce, question, order digest, expiry, wrong answers so far.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(header_byte(self.kind))?;
        writer.bytes(&self.challenge.0)?;
        writer.bytes(&self.question)?;
        writer.bytes(&self.order.0)?;
        writer.u64(self.expires.value())?;
        writer.u8(self.wrong)
    }

    /// Reads what [`Pending::encode`] writes.
    ///
    /// # Errors
    ///
    /// [`DecodeError`], also for a state that was void.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let kind = Kind::of_header(reader.u8()?)?;
        let challenge = Nonce(reader.array()?);
        let question = reader.array()?;
        let order = OrderDigest(reader.array()?);
        let expires = UnixTime::new(reader.u64()?);
        let out_of_range = reader.error(DecodeErrorKind::OutOfRange);
        let wrong = reader.u8()?;
        if wrong >= MAX_WRONG {
            return Err(out_of_range);
        }
        Ok(Self { kind, challenge, question, order, expires, wrong })
    }
}

/// What an answer did to its challenge.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "the counted attempt is in it: store it"]
pub enum Checked {
    /// The number is right. The challenge is spent.
    Approved(Approved),
    /// It is not, and the challenge stays open.
    Open(Pending, Reason),
    /// It is not, and the challenge is void.
    Void(Reason),
}

/// Why a number was refused. For the audit log; the outside learns only that it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Not 8 digits.
    Malformed(InvalidCode),
    /// Another number.
    Wrong,
    /// Too late.
    Expired,
}

/// Proof that a person confirmed exactly one order on a device. Only [`Pending::check`] makes one.
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::*;
/// fn forged(order: OrderDigest) -> Approved {
///     Approved { kind: Kind::Transaction, challenge: Nonce([0; 12]), order }
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Approved {
    kind: Kind,
    challenge: Nonce,
    order: OrderDigest,
}

impl Approved {
    /// The kind of message that was answered.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The challenge that was answered.
    pub const fn challenge(&self) -> Nonce {
        self.challenge
    }

    /// Asked once more when the order is executed: is this the order that was approved?
    ///
    /// # Security
    ///
    /// It says what was approved, not how often it was executed: an order that is sent a second time is the same order. That each approval is
    /// executed once is the host's to keep.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] when it is another, or when something else than a transaction was approved.
    pub fn authorises(&self, transaction: &Transaction) -> Result<(), Mismatch> {
        let same = self.kind == Kind::Transaction && self.order == OrderDigest::of(transaction);
        if same { Ok(()) } else { Err(Mismatch) }
    }
}

/// The order is not the one that was approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the order is not the one that was approved")
    }
}

impl core::error::Error for Mismatch {}

/// SHA-256 of an order's canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderDigest([u8; 32]);

impl OrderDigest {
    /// The digest of a transaction.
    pub fn of(transaction: &Transaction) -> Self {
        Self::of_body(canonical(transaction).as_slice())
    }

    fn of_body(body: &[u8]) -> Self {
        Self(Sha256::digest(body).into())
    }
}

#[expect(clippy::expect_used, reason = "all bounded values of one operation together fit")]
fn canonical(transaction: &Transaction) -> Bytes<MAX_PLAINTEXT> {
    Bytes::written(|writer| transaction.encode(writer)).expect("a transaction fits a plaintext")
}

/// Why no challenge was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueError {
    /// The device could not show all of it.
    DoesNotFit(DoesNotFit),
    /// No picture could carry it.
    Encode(EncodeError),
}

impl fmt::Display for IssueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DoesNotFit(error) => error.fmt(f),
            Self::Encode(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for IssueError {}

/// Wrong numbers that void a challenge.
const MAX_WRONG: u8 = 3;
