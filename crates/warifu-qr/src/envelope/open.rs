use warifu_core::{
    Aad, AuthenticatedMessage, MAX_PADDED, Message, MessageKind, SealingKey, SecretBuf,
};

use super::{Envelope, PREFIX, TAG, cipher, padding};
use crate::OpenError;

impl Envelope<'_> {
    /// Verifies the envelope with the key that its key id names, and only then reads it.
    ///
    /// `bound` is what the message must be bound to: the registration message for an activation, nothing for a
    /// transaction.
    ///
    /// # Errors
    ///
    /// [`OpenError`] when the key is another one, the message is not of the kind `K`, or anything was changed. It does
    /// not say which.
    ///
    /// # Security
    ///
    /// This proves who made the message, and not that the message still counts: [`Envelope::receive_transaction`] and
    /// [`Envelope::receive_activation`] also check expiry and replay.
    pub fn open<K: MessageKind>(
        &self,
        key: &SealingKey,
        bound: &[u8],
    ) -> Result<AuthenticatedMessage<K>, OpenError> {
        // Wiped when it is dropped, on every path out of here.
        let mut text = SecretBuf::<MAX_PADDED>::EMPTY;
        self.decrypt(key, bound, &mut text)?;
        self.authenticated(bound, &text)
    }

    /// The message of a plaintext that [`Envelope::decrypt`] has given.
    ///
    /// It is a copy, and made when the cipher has left the stack: otherwise both would be on it at the same time.
    #[inline(never)] // for the stack of firmware
    pub(crate) fn authenticated<K: MessageKind>(
        &self,
        bound: &[u8],
        text: &SecretBuf<MAX_PADDED>,
    ) -> Result<AuthenticatedMessage<K>, OpenError> {
        Message::decode(self.header, self.key_id, self.nonce, bound, text)
            .map(AuthenticatedMessage::danger_assume_authenticated)
            .map_err(|_| OpenError)
    }

    /// The plaintext without its padding, in `text`.
    #[inline(never)] // for the stack of firmware
    pub(crate) fn decrypt(
        &self,
        key: &SealingKey,
        bound: &[u8],
        text: &mut SecretBuf<MAX_PADDED>,
    ) -> Result<(), OpenError> {
        // AES-GCM does not commit to its key: what names another key is not tried.
        if self.key_id != key.key_id(self.nonce) {
            return Err(OpenError);
        }
        let aad = Aad::new(self.header, self.key_id, bound).map_err(|_| OpenError)?;
        let (_, sealed) = self.bytes.split_at_checked(PREFIX).ok_or(OpenError)?;
        let (ciphertext, tag) = sealed.split_last_chunk::<TAG>().ok_or(OpenError)?;
        text.fill_from(ciphertext).map_err(|_| OpenError)?;
        // Nothing of the plaintext is looked at before the tag was verified.
        cipher::decrypt(key.expose(), self.nonce, aad.as_slice(), text.as_mut_slice(), *tag)
            .ok_or(OpenError)?;
        let length = padding::unpad(text.as_slice()).ok_or(OpenError)?.len();
        text.truncate(length);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use proptest::prelude::*;
    use warifu_core::{Nonce, kind};

    use super::*;
    use crate::BUCKETS;
    use crate::fixtures::{
        VALIDITY, bound_message, message, message_key, other_key, sealed, sealed_by_hand,
    };

    fn opened(
        envelope: &Envelope<'_>,
        key: &SealingKey,
        bound: &[u8],
    ) -> Result<AuthenticatedMessage<kind::Transaction>, OpenError> {
        envelope.open(key, bound)
    }

    #[test]
    fn every_length_of_every_kind_comes_back() {
        every_length_comes_back::<kind::Activation, kind::Transaction>();
        every_length_comes_back::<kind::Transaction, kind::Activation>();
    }

    fn every_length_comes_back<K: MessageKind, Other: MessageKind>() {
        let key = message_key();
        for length in 0..=331 {
            let sent = message::<K>(length);
            let envelope = sealed(&sent);
            assert!(BUCKETS.contains(&envelope.as_bytes().len()));
            let received = Envelope::decode(envelope.as_bytes()).unwrap();
            assert_eq!(received.as_bytes(), envelope.as_bytes());
            assert_eq!((received.kind(), received.key_id()), (K::KIND, sent.key_id()));
            let opened = received.open::<K>(&key, &[]).unwrap();
            assert_eq!(opened.message().plaintext(), sent.plaintext());
            assert_eq!(opened.message().nonce(), sent.nonce());
            assert_eq!(opened.message().aad(), sent.aad());
            assert_eq!(received.open::<Other>(&key, &[]).unwrap_err(), OpenError, "of one kind");
        }
    }

    #[test]
    fn every_changed_bit_is_refused() {
        let key = message_key();
        for body in [20, 120, 300] {
            let envelope = sealed(&message::<kind::Transaction>(body));
            for bit in 0..envelope.as_bytes().len() * 8 {
                let mut bytes = envelope.as_bytes().to_vec();
                bytes[bit / 8] ^= 1 << (bit % 8);
                // A changed header may already be no header; if it still is one, it must not open.
                if let Ok(changed) = Envelope::decode(&bytes) {
                    assert_eq!(opened(&changed, &key, &[]).unwrap_err(), OpenError, "bit {bit}");
                }
            }
        }
    }

    #[test]
    fn every_other_length_is_refused() {
        let key = message_key();
        for body in [20, 120, 300] {
            let envelope = sealed(&message::<kind::Transaction>(body));
            let whole = envelope.as_bytes();
            let mut longer = whole.to_vec();
            longer.resize(400, 0);
            for length in (0..longer.len()).filter(|&length| length != whole.len()) {
                if let Ok(changed) = Envelope::decode(&longer[..length]) {
                    assert_eq!(
                        opened(&changed, &key, &[]).unwrap_err(),
                        OpenError,
                        "{length} bytes"
                    );
                }
            }
        }
    }

    #[test]
    fn another_key_is_refused_even_under_the_same_name() {
        let (key, other) = (message_key(), other_key());
        let sent = message::<kind::Transaction>(20);
        let whole = sealed(&sent);
        let envelope = Envelope::decode(whole.as_bytes()).unwrap();
        assert_eq!(opened(&envelope, &other, &[]).unwrap_err(), OpenError);
        let mut renamed = envelope.as_bytes().to_vec();
        renamed[1..5].copy_from_slice(&other.key_id(sent.nonce()).0);
        let renamed = Envelope::decode(&renamed).unwrap();
        assert_eq!(opened(&renamed, &other, &[]).unwrap_err(), OpenError);
        assert_eq!(opened(&renamed, &key, &[]).unwrap_err(), OpenError);
    }

    #[test]
    fn a_message_stays_bound_to_what_it_was_bound_to() {
        let key = message_key();
        let whole = sealed(&bound_message(b"registration"));
        let envelope = Envelope::decode(whole.as_bytes()).unwrap();
        assert!(envelope.open::<kind::Activation>(&key, b"registration").is_ok());
        for bound in [&b""[..], b"registratioN", b"registration\0", b"egistration", &[7; 33]] {
            let opened = envelope.open::<kind::Activation>(&key, bound);
            assert_eq!(opened.unwrap_err(), OpenError);
        }
    }

    /// The tag is right, only the name is not: a device must not find out by trying.
    #[test]
    fn a_key_does_not_open_what_names_another() {
        let (key, other) = (message_key(), other_key());
        let mut text = [0; 67];
        padding::pad(&VALIDITY, &mut text).unwrap();
        let opened = |named: &SealingKey, key: &SealingKey, with: &SealingKey| {
            let bytes = sealed_by_hand(named, key, &text);
            opened(&Envelope::decode(&bytes).unwrap(), with, &[]).map(|_| ())
        };
        assert_eq!(opened(&key, &key, &key), Ok(()));
        assert_eq!(opened(&other, &key, &key), Err(OpenError));
        assert_eq!(opened(&other, &key, &other), Err(OpenError));
    }

    /// A bank with the right key and a wrong encoder gets no further than a stranger.
    #[test]
    fn authentic_but_malformed_plaintexts_are_refused() {
        let key = message_key();
        let text = |length: usize, change: &dyn Fn(&mut [u8])| {
            let mut text = Vec::from(VALIDITY);
            text.push(0x80);
            text.resize(length, 0);
            change(&mut text);
            let bytes = sealed_by_hand(&key, &key, &text);
            opened(&Envelope::decode(&bytes).unwrap(), &key, &[]).map(|_| ())
        };
        assert_eq!(text(67, &|_| ()), Ok(()));
        assert_eq!(text(67, &|text| text[66] = 1), Err(OpenError), "padding not zero");
        assert_eq!(text(67, &|text| text[10] = 0x81), Err(OpenError), "no mark");
        assert_eq!(text(157, &|_| ()), Err(OpenError), "padding not minimal");
        assert_eq!(text(67, &|text| text[8..10].fill(0)), Err(OpenError), "lifetime of zero");
        assert_eq!(text(67, &|text| text[9..11].copy_from_slice(&[0x80, 0])), Err(OpenError));
        assert_eq!(text(67, &|text| text.fill(0)), Err(OpenError));
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused(header in 0x12_u8..=0x13, bucket in 0..3_usize, fill: [u8; 32]) {
            let mut bytes: Vec<u8> = fill.iter().copied().cycle().take(BUCKETS[bucket]).collect();
            bytes[0] = header;
            let nonce = Nonce(bytes[5..17].try_into().unwrap());
            bytes[1..5].copy_from_slice(&message_key().key_id(nonce).0);
            let envelope = Envelope::decode(&bytes).unwrap();
            prop_assert_eq!(opened(&envelope, &message_key(), &[]).unwrap_err(), OpenError);
        }
    }
}
