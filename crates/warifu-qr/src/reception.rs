use warifu_core::{AuthenticatedMessage, Kind, MAX_PADDED, SealingKey, SecretBuf, UnixTime};

use crate::{Envelope, OpenError, ReplayWindow};

/// What a device holds for the key that an envelope names.
#[derive(Debug)]
pub enum Recipient<'a> {
    /// An instance: for transactions.
    Instance {
        /// Its message key.
        key: &'a SealingKey,
        /// The sequence numbers that it has acted on.
        used: &'a ReplayWindow,
    },
    /// A registration that was answered: for its activation.
    Registration {
        /// The activation key.
        key: &'a SealingKey,
        /// The bytes of the registration message that was answered.
        message: &'a [u8],
    },
}

impl Envelope<'_> {
    /// Everything that a device checks before it looks inside a sealed message: made with this key and unchanged, of the
    /// kind that the key is for, not expired, not used before.
    ///
    /// `wall` is the date and time, if the device knows it. Without it nothing expires on the device; the bank still checks.
    ///
    /// Nothing is marked as used. The device does that, durably, before it acts: [`ReplayWindow::accept`].
    ///
    /// # Errors
    ///
    /// [`OpenError`] when one of these checks fails. It does not say which. Errors of decoding become the same error with
    /// `?`, so that a device has one answer to every picture that it does not take.
    ///
    /// # Security
    ///
    /// Look the recipient up by [`Envelope::key_id`]. A device that tries several keys could be given an envelope that opens
    /// under more than one: AES-GCM does not commit to its key.
    pub fn receive(
        &self,
        recipient: &Recipient<'_>,
        wall: Option<UnixTime>,
    ) -> Result<AuthenticatedMessage, OpenError> {
        let (key, bound) = match recipient {
            Recipient::Instance { key, .. } => (key, &[][..]),
            Recipient::Registration { key, message } => (key, *message),
        };
        // Wiped when it is dropped, on every path out of here.
        let mut text = SecretBuf::<MAX_PADDED>::EMPTY;
        self.decrypt(key, bound, &mut text)?;
        self.checked(recipient, wall, bound, &text)
    }

    #[inline(never)] // for the stack of firmware
    fn checked(
        &self,
        recipient: &Recipient<'_>,
        wall: Option<UnixTime>,
        bound: &[u8],
        text: &SecretBuf<MAX_PADDED>,
    ) -> Result<AuthenticatedMessage, OpenError> {
        let received = self.authenticated(bound, text);
        // By reference: a move would have the message on the stack of firmware twice.
        let validity = received.as_ref().map_err(|&refused| refused)?.message().validity();
        match (recipient, self.kind()) {
            // A sequence number counts once: a picture that was confirmed is not shown again.
            (Recipient::Instance { used, .. }, Kind::Transaction) => {
                used.check(validity.sequence())?;
            }
            // The activation sets the start of the sequence, so there is nothing to compare it with.
            (Recipient::Registration { .. }, Kind::Activation) => {}
            // One key, one kind: the tag alone does not say what the message may do.
            _ => return Err(OpenError),
        }
        // An old picture shows an order that the bank no longer takes an answer to.
        if wall.is_some_and(|now| validity.expires() <= now) {
            return Err(OpenError);
        }
        received
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use warifu_core::codec::{DecodeError, DecodeErrorKind};

    use super::*;
    use crate::fixtures::{bound_message, message, message_key, other_key};
    use crate::{SealedMessage, SequenceError};

    /// Issued at this moment, for five minutes, with the sequence number `0x0010_0007`.
    const ISSUED: u64 = 1_800_000_000;
    const NUMBER: u32 = 0x0010_0007;

    fn received(kind: Kind, used: &ReplayWindow, wall: Option<u64>) -> Result<Vec<u8>, OpenError> {
        let sealed = SealedMessage::seal(&message(kind, 3), &message_key()).unwrap();
        let instance = Recipient::Instance { key: &message_key(), used };
        let envelope = Envelope::decode(sealed.as_bytes()).unwrap();
        let opened = envelope.receive(&instance, wall.map(UnixTime::new))?;
        Ok(opened.message().body().to_vec())
    }

    #[test]
    fn a_transaction_may_be_late_and_is_never_received_twice() {
        let body = Ok(std::vec![0xb0; 3]);
        let fresh = ReplayWindow::starting_at(NUMBER - 1);
        let mut newer = fresh.clone();
        newer.accept(NUMBER + 1).unwrap();
        let (mut old, mut used) = (fresh.clone(), fresh.clone());
        old.accept(NUMBER + 64).unwrap();
        used.accept(NUMBER).unwrap();
        for (window, taken) in [(&fresh, true), (&newer, true), (&old, false), (&used, false)] {
            let expected = if taken { body.clone() } else { Err(OpenError) };
            assert_eq!(received(Kind::Transaction, window, Some(ISSUED)), expected);
            assert_eq!(received(Kind::Transaction, window, None), expected, "without a clock");
            assert_eq!(received(Kind::Activation, window, Some(ISSUED)), Err(OpenError));
        }
        let at = |seconds| received(Kind::Transaction, &fresh, Some(seconds));
        assert!(at(ISSUED - 1).is_ok(), "a device's clock is behind");
        assert!(at(ISSUED + 299).is_ok());
        assert_eq!(at(ISSUED + 300), Err(OpenError));
    }

    #[test]
    fn an_activation_answers_its_registration() {
        let key = message_key();
        let sealed = SealedMessage::seal(&bound_message(b"registration"), &key).unwrap();
        let open = |key, message: &[u8], wall: Option<u64>| {
            let registration = Recipient::Registration { key, message };
            let envelope = Envelope::decode(sealed.as_bytes()).unwrap();
            envelope.receive(&registration, wall.map(UnixTime::new)).map(|_| ())
        };
        assert_eq!(open(&key, b"registration", Some(ISSUED)), Ok(()));
        assert_eq!(open(&key, b"registration", Some(ISSUED + 300)), Err(OpenError));
        assert_eq!(open(&key, b"registration", None), Ok(()), "without a clock");
        assert_eq!(open(&key, b"another", Some(ISSUED)), Err(OpenError));
        assert_eq!(open(&other_key(), b"registration", Some(ISSUED)), Err(OpenError));
        let sealed = SealedMessage::seal(&message(Kind::Transaction, 3), &key).unwrap();
        let registration = Recipient::Registration { key: &key, message: &[] };
        let envelope = Envelope::decode(sealed.as_bytes()).unwrap();
        assert!(envelope.receive(&registration, None).is_err());
    }

    #[test]
    fn whatever_was_wrong_becomes_the_same() {
        let error = DecodeError::new(DecodeErrorKind::Truncated, 3);
        assert_eq!(OpenError::from(error), OpenError::from(SequenceError::Used));
    }
}
