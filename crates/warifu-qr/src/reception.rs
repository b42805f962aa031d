use warifu_core::{Kind, Opened, SealingKey, UnixTime};

use crate::{Envelope, Refused, ReplayWindow, Replayed};

/// What a device holds for the key that an envelope names.
#[derive(Debug)]
pub enum Recipient<'a> {
    /// An instance: for transactions and commands.
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

impl Envelope {
    /// Everything that a device asks of a sealed message before it looks inside: made with this key and unchanged, of a
    /// kind that the key is for, not expired, not used before; a command moreover newer than everything used.
    ///
    /// Nothing is marked as used. A device does that, durably, before it acts: [`ReplayWindow::accept`].
    ///
    /// # Errors
    ///
    /// [`Refused`], whatever the reason. Errors of decoding turn into it with `?`, so that a device has one answer to
    /// every picture that it does not take.
    ///
    /// # Security
    ///
    /// Look the recipient up by [`Envelope::key_id`]. Trying several keys would let somebody make an envelope that opens
    /// under more than one: AES-GCM does not commit to its key.
    pub fn receive(&self, recipient: &Recipient<'_>, now: UnixTime) -> Result<Opened, Refused> {
        let received = match recipient {
            Recipient::Instance { key, .. } => self.open(key, &[]),
            Recipient::Registration { key, message } => self.open(key, message),
        };
        // By reference: a move would have the message on the stack of firmware twice.
        let validity = received.as_ref().map_err(|&refused| refused)?.message().validity();
        match (recipient, self.kind()) {
            (Recipient::Instance { used, .. }, Kind::Transaction) => {
                used.check(validity.sequence())?;
            }
            (Recipient::Instance { used, .. }, Kind::Deactivation) => {
                used.check_command(validity.sequence())?;
            }
            (Recipient::Registration { .. }, Kind::Activation) => {}
            _ => return Err(Refused),
        }
        if validity.expires() <= now {
            return Err(Refused);
        }
        received
    }
}

impl From<Replayed> for Refused {
    fn from(_: Replayed) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use warifu_core::codec::{DecodeError, DecodeErrorKind};

    use super::*;
    use crate::fixtures::{bound_message, message, message_key, other_key};

    /// Issued at this moment, for five minutes, with the sequence number `0x0010_0007`.
    const ISSUED: u64 = 1_800_000_000;
    const NUMBER: u32 = 0x0010_0007;

    fn received(kind: Kind, used: &ReplayWindow, now: u64) -> Result<Vec<u8>, Refused> {
        let envelope = Envelope::seal(&message(kind, 3), &message_key()).unwrap();
        let instance = Recipient::Instance { key: &message_key(), used };
        let opened = envelope.receive(&instance, UnixTime::new(now))?;
        Ok(opened.message().body().to_vec())
    }

    #[test]
    fn a_transaction_may_be_late_and_a_command_may_not() {
        let body = Ok(std::vec![0xb0; 3]);
        let fresh = ReplayWindow::starting_at(NUMBER - 1);
        let mut newer = fresh.clone();
        newer.accept(NUMBER + 1).unwrap();
        let (mut old, mut used) = (fresh.clone(), fresh.clone());
        old.accept(NUMBER + 64).unwrap();
        used.accept(NUMBER).unwrap();
        let cases = [
            (&fresh, true, true),
            (&newer, true, false),
            (&old, false, false),
            (&used, false, false),
        ];
        for (window, transaction, command) in cases {
            let expected = |taken| if taken { body.clone() } else { Err(Refused) };
            assert_eq!(received(Kind::Transaction, window, ISSUED), expected(transaction));
            assert_eq!(received(Kind::Deactivation, window, ISSUED), expected(command));
            assert_eq!(received(Kind::Activation, window, ISSUED), Err(Refused));
        }
        assert!(
            received(Kind::Transaction, &fresh, ISSUED - 1).is_ok(),
            "a device's clock is behind"
        );
        assert!(received(Kind::Transaction, &fresh, ISSUED + 299).is_ok());
        assert_eq!(received(Kind::Transaction, &fresh, ISSUED + 300), Err(Refused));
        assert_eq!(received(Kind::Deactivation, &fresh, ISSUED + 300), Err(Refused));
    }

    #[test]
    fn an_activation_answers_its_registration() {
        let key = message_key();
        let envelope = Envelope::seal(&bound_message(b"registration"), &key).unwrap();
        let open = |key, message: &[u8], now| {
            let registration = Recipient::Registration { key, message };
            envelope.receive(&registration, UnixTime::new(now)).map(|_| ())
        };
        assert_eq!(open(&key, b"registration", ISSUED), Ok(()));
        assert_eq!(open(&key, b"registration", ISSUED + 300), Err(Refused));
        assert_eq!(open(&key, b"another", ISSUED), Err(Refused));
        assert_eq!(open(&other_key(), b"registration", ISSUED), Err(Refused));
        for kind in [Kind::Transaction, Kind::Deactivation] {
            let envelope = Envelope::seal(&message(kind, 3), &key).unwrap();
            let registration = Recipient::Registration { key: &key, message: &[] };
            assert!(envelope.receive(&registration, UnixTime::new(ISSUED)).is_err());
        }
    }

    #[test]
    fn whatever_was_wrong_becomes_the_same() {
        let error = DecodeError { kind: DecodeErrorKind::Truncated, offset: 3 };
        assert_eq!(Refused::from(error), Refused::from(Replayed));
    }
}
