use thiserror::Error;
use warifu_core::{Nonce, kind};

use crate::order_digest::OrderDigest;
use crate::reviewed::Reviewed;
use crate::transaction::Transaction;

/// Proof that a person confirmed one message on a device: an activation, or exactly one order. Only
/// [`PendingChallenge::check`](crate::PendingChallenge::check) makes one.
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::{Nonce, kind};
/// fn forged(approved: Approved<kind::Transaction>) -> Approved<kind::Transaction> {
///     Approved { challenge: Nonce([0; 12]), ..approved }
/// }
/// ```
///
/// The end of a registration approves no order at all:
///
/// ```compile_fail
/// # use warifu_sign::*; use warifu_core::kind;
/// fn executed(approved: &Approved<kind::Activation>, order: &Transaction) -> bool {
///     approved.authorises(order).is_ok()
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Approved<K: Reviewed> {
    subject: K::Subject,
    challenge: Nonce,
}

impl<K: Reviewed> Approved<K> {
    pub(crate) const fn new(subject: K::Subject, challenge: Nonce) -> Self {
        Self { subject, challenge }
    }

    /// The challenge that was answered.
    pub const fn challenge(&self) -> Nonce {
        self.challenge
    }
}

impl Approved<kind::Transaction> {
    /// Asked once more when the order is executed: is this the order that was approved?
    ///
    /// Operation and fields are compared, not who was asked: two persons who approve one order approve the same one.
    ///
    /// # Security
    ///
    /// It says what was approved, not how often it was executed: an order that is sent a second time is the same order. The
    /// host has to see that each approval is executed once.
    ///
    /// Nor does it say who approved, or what they were warned of. The host stores with the challenge who was asked: where the
    /// person matters, as in a log-in or a token registration, compare that, too.
    ///
    /// # Errors
    ///
    /// [`MismatchError`] when it is another one.
    pub fn authorises(&self, transaction: &Transaction) -> Result<(), MismatchError> {
        // The order may have come here by another way than to the device: the digest ties the two together.
        if self.subject.digest == OrderDigest::from_order(self.subject.issuer, transaction) {
            Ok(())
        } else {
            Err(MismatchError)
        }
    }
}

/// The order is not the one that was approved. Its own type: code that executes orders handles this refusal and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the order is not the one that was approved")]
pub struct MismatchError;
