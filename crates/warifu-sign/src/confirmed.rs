use core::fmt;

use warifu_core::codec::Decode;
use warifu_core::keys::SigningKey;
use warifu_core::{AuthenticatedMessage, Code, Validity, kind};

use crate::activation::ActivationMessage;
use crate::number::question;
use crate::reviewed::Reviewed;
use crate::suite;

/// A transaction or activation that a person was shown in full and has confirmed: its number can now be computed.
#[must_use = "a number is computed by `sign`"]
pub struct Confirmed<K> {
    message: AuthenticatedMessage<K>,
}

impl<K: Reviewed> Confirmed<K> {
    /// Only the last step of a review makes one.
    pub(crate) const fn new(message: AuthenticatedMessage<K>) -> Self {
        Self { message }
    }

    /// From when to when the message is valid, and its sequence number. The device stores the sequence number as used before it
    /// shows the number of a transaction.
    pub const fn validity(&self) -> &Validity {
        self.message.message().validity()
    }

    /// The 8-digit number: the transaction authentication number, or the one that ends a registration.
    ///
    /// # Security
    ///
    /// `key` is the signing key of the instance that the message was opened for, or of the instance that the activation
    /// creates. With any other key the number is wrong, and costs the person an attempt.
    pub fn sign(self, key: &SigningKey) -> Code {
        suite::respond(key, &question(self.message.message()))
    }
}

impl Confirmed<kind::Activation> {
    /// What the activation told the device.
    #[expect(clippy::expect_used, reason = "`Review::begin` has read the same bytes")]
    #[expect(clippy::missing_panics_doc, reason = "it does not panic")]
    pub fn activation(&self) -> ActivationMessage {
        ActivationMessage::decode_whole(self.message.message().body())
            .expect("it was read when the review began")
    }
}

impl<K> fmt::Debug for Confirmed<K> {
    /// Without the message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Confirmed")
    }
}
