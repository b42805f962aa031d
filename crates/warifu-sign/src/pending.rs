use thiserror::Error;
use warifu_core::codec::{Decode, Reader, Writer};
use warifu_core::keys::{RandomBytes, SealingKeys, SigningKey};
use warifu_core::{
    Code, CodeError, DecodeError, DecodeErrorKind, Digits, EncodeError, Header, IssuerId, Kind,
    Message, Nonce, UnixTime, Validity,
};

use crate::display::{DisplayProfile, DoesNotFit};
use crate::number::question;
use crate::order_digest::OrderDigest;
use crate::suite;
use crate::transaction::Transaction;

/// Makes a challenge of a transaction: the message to seal, and what the bank keeps until the answer comes.
///
/// `random` goes into the nonce, which is made here: fresh for each message.
///
/// # Errors
///
/// [`IssueError::DoesNotFit`] when the device could not show all of it, [`IssueError::Encode`] when no picture could
/// carry it.
pub fn issue(
    issuer: IssuerId,
    transaction: &Transaction,
    keys: &SealingKeys,
    random: &RandomBytes,
    validity: Validity,
    profile: DisplayProfile,
) -> Result<IssuedChallenge, IssueError> {
    profile.pages_of(transaction)?;
    let kind = Kind::Transaction;
    let message =
        Message::compose(kind, keys, random, &[], validity, |writer| transaction.encode(writer))?;
    let digest = OrderDigest::from_order(issuer, transaction);
    let pending = Pending::new(&message, Subject::Order { issuer, digest });
    Ok(IssuedChallenge { message, pending })
}

/// A challenge on its way out.
#[derive(Debug)]
#[must_use = "the message is to be sealed, the challenge to be stored"]
pub struct IssuedChallenge {
    /// To be sealed and drawn.
    pub message: Message,
    /// To be stored before the picture leaves.
    pub pending: Pending,
}

/// What the bank keeps of a challenge: enough to recompute the number, never the number itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Pending {
    subject: Subject,
    challenge: Nonce,
    question: [u8; 32],
    expires: UnixTime,
    wrong: u8,
}

/// What a number approves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// The end of a registration.
    Activation,
    /// One order at one bank.
    Order { issuer: IssuerId, digest: OrderDigest },
}

impl Subject {
    const fn kind(&self) -> Kind {
        match self {
            Self::Activation => Kind::Activation,
            Self::Order { .. } => Kind::Transaction,
        }
    }
}

impl Pending {
    /// The challenge that an activation poses: its number ends the registration.
    ///
    /// # Errors
    ///
    /// [`NotAnActivationError`] for any other kind of message. A transaction is challenged by [`issue`] alone, which knows what the
    /// device can show.
    pub fn from_activation(message: &Message) -> Result<Self, NotAnActivationError> {
        if message.kind() == Kind::Activation {
            Ok(Self::new(message, Subject::Activation))
        } else {
            Err(NotAnActivationError)
        }
    }

    fn new(message: &Message, subject: Subject) -> Self {
        Self {
            subject,
            challenge: message.nonce(),
            question: question(message),
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
        self.subject.kind()
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
        // Before the number is looked at: the device may have no clock, so this is the check that counts.
        if now >= self.expires {
            return Checked::Void(Reason::Expired);
        }
        let typed = match Code::parse(typed, Digits::EIGHT) {
            Ok(typed) => typed,
            Err(invalid) => return Checked::Open(self, Reason::Malformed(invalid)),
        };
        if bool::from(suite::respond(key, &self.question).ct_matches(&typed)) {
            return Checked::Approved(Approved {
                subject: self.subject,
                challenge: self.challenge,
            });
        }
        // Three guesses at one number, and no more: a fresh challenge is needed for the next.
        match self.wrong.checked_add(1) {
            Some(wrong) if wrong < MAX_WRONG => {
                Checked::Open(Self { wrong, ..self }, Reason::Wrong)
            }
            _ => Checked::Void(Reason::Wrong),
        }
    }

    /// Writes the state for storage: header byte, nonce, question; issuer and order digest of a transaction; expiry, wrong
    /// answers so far.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(Header::new(self.kind()).byte())?;
        writer.bytes(&self.challenge.0)?;
        writer.bytes(&self.question)?;
        if let Subject::Order { issuer, digest } = &self.subject {
            writer.u32(issuer.value())?;
            writer.bytes(&digest.0)?;
        }
        writer.u64(self.expires.value())?;
        writer.u8(self.wrong)
    }

    /// Reads what [`Pending::encode`] writes.
    ///
    /// # Errors
    ///
    /// [`DecodeError`], also for a state that was void.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let unknown_kind = reader.error(DecodeErrorKind::UnknownKind);
        let kind = Header::decode(reader)?.kind();
        let challenge = Nonce(reader.array()?);
        let question = reader.array()?;
        let subject = match kind {
            Kind::Activation => Subject::Activation,
            Kind::Transaction => Subject::Order {
                issuer: IssuerId::new(reader.u32()?),
                digest: OrderDigest(reader.array()?),
            },
            Kind::Registration => return Err(unknown_kind),
        };
        let expires = UnixTime::new(reader.u64()?);
        let out_of_range = reader.error(DecodeErrorKind::OutOfRange);
        let wrong = reader.u8()?;
        if wrong >= MAX_WRONG {
            return Err(out_of_range);
        }
        Ok(Self { subject, challenge, question, expires, wrong })
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
    Malformed(CodeError),
    /// Another number.
    Wrong,
    /// Too late.
    Expired,
}

/// Proof that a person confirmed exactly one order on a device. Only [`Pending::check`] makes one.
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::*;
/// fn forged(approved: Approved) -> Approved {
///     Approved { challenge: Nonce([0; 12]), ..approved }
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Approved {
    subject: Subject,
    challenge: Nonce,
}

impl Approved {
    /// The kind of message that was answered.
    pub const fn kind(&self) -> Kind {
        self.subject.kind()
    }

    /// The challenge that was answered.
    pub const fn challenge(&self) -> Nonce {
        self.challenge
    }

    /// Asked once more when the order is executed: is this the order that was approved?
    ///
    /// Operation and fields are compared, not who was asked: two persons who approve one order approve the same one.
    ///
    /// # Security
    ///
    /// It says what was approved, not how often it was executed: an order that is sent a second time is the same order. The
    /// host has to see that each approval is executed once.
    ///
    /// Nor does it say who approved, or what they were warned of. Who was asked is with the challenge at the host: where the
    /// person matters, as in a log-in or a token registration, compare that, too.
    ///
    /// # Errors
    ///
    /// [`MismatchError`] when it is another, or when something else than a transaction was approved.
    pub fn authorises(&self, transaction: &Transaction) -> Result<(), MismatchError> {
        match self.subject {
            Subject::Order { issuer, digest }
                if digest == OrderDigest::from_order(issuer, transaction) =>
            {
                Ok(())
            }
            // The end of a registration approves no order at all.
            Subject::Order { .. } | Subject::Activation => Err(MismatchError),
        }
    }
}

/// The order is not the one that was approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the order is not the one that was approved")]
pub struct MismatchError;

/// A message of another kind was given where an activation belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the message is not an activation")]
pub struct NotAnActivationError;

/// Why no challenge was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IssueError {
    /// The device could not show all of it.
    #[error(transparent)]
    DoesNotFit(#[from] DoesNotFit),
    /// No picture could carry it.
    #[error(transparent)]
    Encode(#[from] EncodeError),
}

/// Wrong numbers that void a challenge.
const MAX_WRONG: u8 = 3;
