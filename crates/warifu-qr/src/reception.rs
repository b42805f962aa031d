use warifu_core::{
    AuthenticatedMessage, MAX_PADDED, MessageKind, SealingKey, SecretBuf, UnixTime, Validity, kind,
};

use crate::{Envelope, OpenError, ReplayWindow};

impl Envelope<'_> {
    /// Opens a transaction, after all that a device checks before it looks inside: the transaction was made with this
    /// instance's message key, is unchanged, has not expired, and was not used before.
    ///
    /// `wall` is the date and time, if the device knows it. Without it nothing expires on the device, and only the bank
    /// checks the time. `used` are the sequence numbers that the instance has acted on.
    ///
    /// Nothing is marked as used. The device does that, durably, before it acts: [`ReplayWindow::accept`].
    ///
    /// # Errors
    ///
    /// [`OpenError`] when one of these checks fails, and for an activation. It does not say which. Errors of decoding
    /// become the same error with `?`, so that a device has one answer to every picture that it refuses.
    ///
    /// # Security
    ///
    /// Look the instance up by [`Envelope::key_id`]. Trying several keys would let a sender make an envelope that opens
    /// under more than one: AES-GCM does not commit to its key.
    pub fn receive_transaction(
        &self,
        key: &SealingKey,
        used: &ReplayWindow,
        wall: Option<UnixTime>,
    ) -> Result<AuthenticatedMessage<kind::Transaction>, OpenError> {
        // A sequence number counts once: a picture that was confirmed is not shown again.
        self.receive(key, &[], |validity| {
            used.check(validity.sequence())?;
            unexpired(validity, wall)
        })
    }

    /// As [`Envelope::receive_transaction`], for the activation that answers a registration.
    ///
    /// `key` is the activation key, `registration` the bytes of the registration message that was answered.
    ///
    /// # Errors
    ///
    /// [`OpenError`] when one of these checks fails, and for a transaction.
    pub fn receive_activation(
        &self,
        key: &SealingKey,
        registration: &[u8],
        wall: Option<UnixTime>,
    ) -> Result<AuthenticatedMessage<kind::Activation>, OpenError> {
        // The activation sets the start of the sequence, so there is nothing to compare its number with.
        self.receive(key, registration, |validity| unexpired(validity, wall))
    }

    fn receive<K: MessageKind>(
        &self,
        key: &SealingKey,
        bound: &[u8],
        check: impl FnOnce(&Validity) -> Result<(), OpenError>,
    ) -> Result<AuthenticatedMessage<K>, OpenError> {
        // Wiped when it is dropped, on every path out of here.
        let mut text = SecretBuf::<MAX_PADDED>::EMPTY;
        self.decrypt(key, bound, &mut text)?;
        let received = self.authenticated(bound, &text);
        // By reference: a move would have the message on the stack of firmware twice.
        check(received.as_ref().map_err(|&refused| refused)?.message().validity())?;
        received
    }
}

/// The bank no longer accepts an answer to an expired order, so it is not shown. Without a date and time nothing
/// expires on the device.
fn unexpired(validity: &Validity, wall: Option<UnixTime>) -> Result<(), OpenError> {
    if wall.is_some_and(|now| validity.expires() <= now) { Err(OpenError) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use warifu_core::codec::{DecodeError, DecodeErrorKind};

    use super::*;
    use crate::SequenceError;
    use crate::fixtures::{bound_message, message, message_key, other_key, sealed};

    /// Issued at this moment, for five minutes, with the sequence number `0x0010_0007`.
    const ISSUED: u64 = 1_800_000_000;
    const NUMBER: u32 = 0x0010_0007;

    fn received<K: MessageKind>(
        used: &ReplayWindow,
        wall: Option<u64>,
    ) -> Result<Vec<u8>, OpenError> {
        let sealed = sealed(&message::<K>(3));
        let envelope = Envelope::decode(sealed.as_bytes()).unwrap();
        let wall = wall.map(UnixTime::new);
        let opened = envelope.receive_transaction(&message_key(), used, wall)?;
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
            assert_eq!(received::<kind::Transaction>(window, Some(ISSUED)), expected);
            assert_eq!(received::<kind::Transaction>(window, None), expected, "without a clock");
            assert_eq!(received::<kind::Activation>(window, Some(ISSUED)), Err(OpenError));
        }
        let at = |seconds| received::<kind::Transaction>(&fresh, Some(seconds));
        assert!(at(ISSUED - 1).is_ok(), "a device's clock is behind");
        assert!(at(ISSUED + 299).is_ok());
        assert_eq!(at(ISSUED + 300), Err(OpenError));
    }

    #[test]
    fn an_activation_answers_its_registration() {
        let key = message_key();
        let bound = sealed(&bound_message(b"registration"));
        let open = |key, message: &[u8], wall: Option<u64>| {
            let envelope = Envelope::decode(bound.as_bytes()).unwrap();
            envelope.receive_activation(key, message, wall.map(UnixTime::new)).map(|_| ())
        };
        assert_eq!(open(&key, b"registration", Some(ISSUED)), Ok(()));
        assert_eq!(open(&key, b"registration", Some(ISSUED + 300)), Err(OpenError));
        assert_eq!(open(&key, b"registration", None), Ok(()), "without a clock");
        assert_eq!(open(&key, b"another", Some(ISSUED)), Err(OpenError));
        assert_eq!(open(&other_key(), b"registration", Some(ISSUED)), Err(OpenError));
        let sealed = sealed(&message::<kind::Transaction>(3));
        let envelope = Envelope::decode(sealed.as_bytes()).unwrap();
        assert!(envelope.receive_activation(&key, &[], None).is_err());
    }

    #[test]
    fn whatever_was_wrong_becomes_the_same() {
        let error = DecodeError::new(DecodeErrorKind::Truncated, 3);
        assert_eq!(OpenError::from(error), OpenError::from(SequenceError::Used));
    }
}
