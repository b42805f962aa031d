use thiserror::Error;
use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::keys::{RandomBytes, SealingKeys, SigningKey};
use warifu_core::{
    Answer, Code, CodeError, Comparison, DecodeError, DecodeErrorKind, Digits, EncodeError, Header,
    IssuerId, Message, Nonce, OpenChallenge, UnixTime, Validity, kind,
};

use crate::approved::Approved;
use crate::display::{DisplayError, DisplayProfile};
use crate::number::question;
use crate::order::{NoOrder, Order};
use crate::order_digest::OrderDigest;
use crate::reviewed::Reviewed;
use crate::suite;
use crate::transaction::Transaction;

/// Makes a challenge of a transaction: the message to seal, and what the bank keeps until the answer comes.
///
/// `random` goes into the nonce, which is made here: it has to be fresh for each message.
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
    // The device would refuse what it cannot show in full, and the person would have a picture that does nothing.
    profile.pages_of(transaction)?;
    let message =
        Message::compose(keys, random, &[], validity, |writer| transaction.encode(writer))?;
    let digest = OrderDigest::from_order(issuer, transaction);
    let pending = PendingChallenge::new(&message, Order { issuer, digest });
    Ok(IssuedChallenge { message, pending })
}

/// A new challenge of a transaction: the message for the device, and what the bank keeps to check the answer.
#[derive(Debug)]
#[must_use = "the message is to be sealed, the challenge to be stored"]
pub struct IssuedChallenge {
    /// To be sealed and drawn.
    pub message: Message<kind::Transaction>,
    /// To be stored before the picture leaves.
    pub pending: PendingChallenge<kind::Transaction>,
}

/// What the bank keeps of a challenge: enough to recompute the number, never the number itself.
///
/// No activation is answered by an order's number, and no challenge of the one kind is stored as one of the other:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::{Message, kind};
/// fn crossed(order: &Message<kind::Transaction>) -> PendingChallenge<kind::Activation> {
///     PendingChallenge::from_activation(order)
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct PendingChallenge<K: Reviewed>(OpenChallenge<PendingAnswer<K>>);

/// What the number is computed over, and what it approves.
#[derive(Debug, PartialEq, Eq)]
struct PendingAnswer<K: Reviewed> {
    challenge: Nonce,
    question: [u8; 32],
    subject: K::Subject,
}

impl PendingChallenge<kind::Transaction> {
    /// Length of the encoding, in bytes.
    pub const ENCODED: usize = 90;
}

impl PendingChallenge<kind::Activation> {
    /// Length of the encoding, in bytes.
    pub const ENCODED: usize = 54;

    /// The challenge that an activation poses: its number ends the registration.
    ///
    /// A transaction is challenged by [`issue`] alone, which knows what the device can show.
    pub fn from_activation(message: &Message<kind::Activation>) -> Self {
        Self::new(message, NoOrder)
    }
}

impl<K: Reviewed> PendingChallenge<K> {
    fn new(message: &Message<K>, subject: K::Subject) -> Self {
        let (challenge, question) = (message.nonce(), question(message));
        let asked = PendingAnswer { challenge, question, subject };
        Self(OpenChallenge::new(asked, message.validity().expires()))
    }

    /// The challenge's name: the nonce of its message.
    pub const fn challenge(&self) -> Nonce {
        self.0.question().challenge
    }

    /// The first moment at which no answer counts any more.
    pub const fn expires(&self) -> UnixTime {
        self.0.expires()
    }

    /// Compares what was typed with the number for this challenge, in constant time.
    ///
    /// Text that is not 8 digits costs no attempt, as it is no guess. The third wrong number voids the challenge.
    ///
    /// # Security
    ///
    /// Before anyone learns the outcome, store the challenge of [`Answer::Open`] in place of the old one: the counted attempt
    /// is in it. [`Answer::Accepted`] and [`Answer::Void`] carry none: delete the stored challenge, or it takes the same number
    /// again, or more guesses. Do either only if what is stored is still what was read.
    pub fn check(self, typed: &str, key: &SigningKey, now: UnixTime) -> Answer<Approved<K>, Self> {
        self.0.answer(now, |asked| asked.compare(typed, key)).map_open(Self)
    }
}

impl<K: Reviewed> PendingAnswer<K> {
    fn compare(&self, typed: &str, key: &SigningKey) -> Comparison<Approved<K>, CodeError> {
        let typed = match Code::parse(typed, Digits::EIGHT) {
            Ok(typed) => typed,
            Err(why) => return Comparison::Malformed(why),
        };
        if bool::from(suite::respond(key, &self.question).ct_matches(&typed)) {
            Comparison::Right(Approved::new(self.subject, self.challenge))
        } else {
            Comparison::Wrong
        }
    }
}

/// The state for storage: header byte, nonce, question; issuer and order digest of a transaction; expiry, wrong answers so
/// far.
impl<K: Reviewed> Encode for PendingChallenge<K> {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.0.encode(writer)
    }
}

/// A state of the other kind is [`DecodeErrorKind::UnknownKind`], one that was void [`DecodeErrorKind::OutOfRange`].
impl<K: Reviewed> Decode for PendingChallenge<K> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.read().map(Self)
    }
}

impl<K: Reviewed> Encode for PendingAnswer<K> {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        Header::new(K::KIND).encode(writer)?;
        self.challenge.encode(writer)?;
        self.question.encode(writer)?;
        self.subject.encode(writer)
    }
}

impl<K: Reviewed> Decode for PendingAnswer<K> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        // A store that gives back another record than it was asked for must not turn one kind into the other.
        reader.checked(DecodeErrorKind::UnknownKind, |header: Header| {
            (header.kind() == K::KIND).then_some(())
        })?;
        let (challenge, question) = reader.read()?;
        Ok(Self { challenge, question, subject: reader.read()? })
    }
}

/// Why no challenge was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IssueError {
    /// The device could not show all of it.
    #[error(transparent)]
    DoesNotFit(#[from] DisplayError),
    /// No picture could carry it.
    #[error(transparent)]
    Encode(#[from] EncodeError),
}
