use warifu_core::{
    Bytes, KeyId, Kind, MAX_BOUND, Message, Opened, SEALED_HEADER, SealingKey, header_byte,
};

use super::{Envelope, LARGEST, PREFIX, Refused, SealError, TAG, cipher, padding};

impl Envelope {
    /// Seals what the bank has composed.
    ///
    /// # Errors
    ///
    /// [`SealError::OtherKey`] when the message names another key than `key`, [`SealError::NeverSealed`] for a
    /// registration, [`SealError::TooLong`].
    ///
    /// # Security
    ///
    /// The message brings its nonce. It must be freshly drawn for every message: two messages under one key and nonce
    /// show the difference of their plaintexts and let anybody forge further ones.
    pub fn seal(message: &Message, key: &SealingKey) -> Result<Self, SealError> {
        if message.kind() == Kind::Registration {
            return Err(SealError::NeverSealed);
        }
        if message.key_id() != key.id() {
            return Err(SealError::OtherKey);
        }
        let bytes = sealed(message, key).ok_or(SealError::TooLong)?;
        Ok(Self { kind: message.kind(), key_id: message.key_id(), nonce: message.nonce(), bytes })
    }

    /// Verifies the envelope with the key that its key id names, and only then reads it.
    ///
    /// `bound` is what the message must be bound to: the registration message for an activation, nothing for the
    /// others.
    ///
    /// # Errors
    ///
    /// [`Refused`], whatever the reason.
    ///
    /// # Security
    ///
    /// This says who made the message, and not whether it still counts: [`Envelope::receive`] asks for kind, expiry and
    /// replay, too.
    pub fn open(&self, key: &SealingKey, bound: &[u8]) -> Result<Opened, Refused> {
        if self.key_id != key.id() {
            return Err(Refused);
        }
        let aad = aad(self.kind, self.key_id, bound).ok_or(Refused)?;
        let (_, sealed) = self.as_bytes().split_at_checked(PREFIX).ok_or(Refused)?;
        let (ciphertext, tag) = sealed.split_last_chunk::<TAG>().ok_or(Refused)?;
        // Wiped when it is dropped, on every path out of here.
        let mut text = Bytes::<LARGEST>::copy_of(ciphertext).map_err(|_| Refused)?;
        cipher::decrypt(key.expose(), self.nonce, aad.as_slice(), text.as_mut_slice(), *tag)
            .ok_or(Refused)?;
        self.opened(padding::unpad(text.as_slice()).ok_or(Refused)?, bound)
    }

    /// The message of an authentic plaintext.
    #[inline(never)] // for the stack of firmware
    fn opened(&self, plaintext: &[u8], bound: &[u8]) -> Result<Opened, Refused> {
        let plaintext = Bytes::copy_of(plaintext).map_err(|_| Refused)?;
        Message::decode(self.kind, self.key_id, self.nonce, bound, plaintext)
            .map(Opened::danger_assume_authenticated)
            .map_err(|_| Refused)
    }
}

/// The whole envelope. The plaintext is written where it will be encrypted, so that no copy of it stays behind.
fn sealed(message: &Message, key: &SealingKey) -> Option<Bytes<LARGEST>> {
    let bucket = padding::bucket_for(message.plaintext().len())?;
    let mut whole = Bytes::<LARGEST>::written(|writer| {
        writer.u8(header_byte(message.kind()))?;
        message.key_id().encode(writer)?;
        writer.bytes(&message.nonce().0)?;
        writer.bytes([0; LARGEST].get(PREFIX..bucket).unwrap_or_default())
    })
    .ok()?;
    let (_, sealed) = whole.as_mut_slice().split_at_mut_checked(PREFIX)?;
    let (text, tag) = sealed.split_last_chunk_mut::<TAG>()?;
    padding::pad(message.plaintext(), text)?;
    *tag = cipher::encrypt(key.expose(), message.nonce(), message.aad().as_slice(), text)?;
    Some(whole)
}

/// What [`Message::aad`] gives for a message of these parts; needed before there is a message.
fn aad(kind: Kind, key_id: KeyId, bound: &[u8]) -> Option<Bytes<{ SEALED_HEADER + MAX_BOUND }>> {
    Bytes::written(|writer| {
        writer.u8(header_byte(kind))?;
        key_id.encode(writer)?;
        writer.bytes(bound)
    })
    .ok()
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use proptest::prelude::*;
    use warifu_core::Nonce;

    use super::*;
    use crate::BUCKETS;
    use crate::fixtures::{
        VALIDITY, bound_message, message, message_key, other_key, registration, sealed_by_hand,
    };

    const SEALED_KINDS: [Kind; 3] = [Kind::Activation, Kind::Transaction, Kind::Deactivation];

    #[test]
    fn every_length_of_every_kind_comes_back() {
        let key = message_key();
        for kind in SEALED_KINDS {
            for length in 0..=331 {
                let sent = message(kind, length);
                let envelope = Envelope::seal(&sent, &key).unwrap();
                assert!(BUCKETS.contains(&envelope.as_bytes().len()));
                let received = Envelope::decode(envelope.as_bytes()).unwrap();
                assert_eq!(received, envelope);
                assert_eq!((received.kind(), received.key_id()), (kind, key.id()));
                let opened = received.open(&key, &[]).unwrap();
                assert_eq!(opened.message().plaintext(), sent.plaintext());
                assert_eq!(opened.message().nonce(), sent.nonce());
                assert_eq!(opened.message().aad(), sent.aad());
            }
        }
    }

    #[test]
    fn the_length_tells_the_bucket_alone() {
        let length = |body| {
            let envelope = Envelope::seal(&message(Kind::Transaction, body), &message_key());
            envelope.unwrap().as_bytes().len()
        };
        let got: Vec<_> = [0, 56, 57, 146, 147, 331].map(length).into();
        assert_eq!(got, [100, 100, 190, 190, 375, 375]);
    }

    #[test]
    fn every_changed_bit_is_refused() {
        let key = message_key();
        for body in [20, 120, 300] {
            let envelope = Envelope::seal(&message(Kind::Transaction, body), &key).unwrap();
            for bit in 0..envelope.as_bytes().len() * 8 {
                let mut bytes = envelope.as_bytes().to_vec();
                bytes[bit / 8] ^= 1 << (bit % 8);
                // A changed header may already be no header; whatever decodes must not open.
                if let Ok(changed) = Envelope::decode(&bytes) {
                    assert_eq!(changed.open(&key, &[]).unwrap_err(), Refused, "bit {bit}");
                }
            }
        }
    }

    #[test]
    fn every_other_length_is_refused() {
        let key = message_key();
        for body in [20, 120, 300] {
            let envelope = Envelope::seal(&message(Kind::Transaction, body), &key).unwrap();
            let whole = envelope.as_bytes();
            let mut longer = whole.to_vec();
            longer.resize(400, 0);
            for length in (0..longer.len()).filter(|&length| length != whole.len()) {
                if let Ok(changed) = Envelope::decode(&longer[..length]) {
                    assert_eq!(changed.open(&key, &[]).unwrap_err(), Refused, "{length} bytes");
                }
            }
        }
    }

    #[test]
    fn another_key_is_refused_even_under_the_same_name() {
        let (key, other) = (message_key(), other_key());
        let envelope = Envelope::seal(&message(Kind::Transaction, 20), &key).unwrap();
        assert_eq!(envelope.open(&other, &[]).unwrap_err(), Refused);
        let mut renamed = envelope.as_bytes().to_vec();
        renamed[1..5].copy_from_slice(&other.id().0);
        let renamed = Envelope::decode(&renamed).unwrap();
        assert_eq!(renamed.open(&other, &[]).unwrap_err(), Refused);
        assert_eq!(renamed.open(&key, &[]).unwrap_err(), Refused);
    }

    #[test]
    fn a_message_stays_bound_to_what_it_was_bound_to() {
        let key = message_key();
        let envelope = Envelope::seal(&bound_message(b"registration"), &key).unwrap();
        assert!(envelope.open(&key, b"registration").is_ok());
        for bound in [&b""[..], b"registratioN", b"registration\0", b"egistration", &[7; 33]] {
            assert_eq!(envelope.open(&key, bound).unwrap_err(), Refused);
        }
    }

    #[test]
    fn what_cannot_be_sealed_is_said() {
        let transaction = message(Kind::Transaction, 4);
        assert_eq!(Envelope::seal(&transaction, &other_key()), Err(SealError::OtherKey));
        assert_eq!(Envelope::seal(&registration(), &message_key()), Err(SealError::NeverSealed));
    }

    /// The tag is right, only the name is not: a device must not find out by trying.
    #[test]
    fn a_key_does_not_open_what_names_another() {
        let (key, other) = (message_key(), other_key());
        let mut text = [0; 67];
        padding::pad(&VALIDITY, &mut text).unwrap();
        assert!(sealed_by_hand(key.id(), &key, &text).open(&key, &[]).is_ok());
        let misnamed = sealed_by_hand(other.id(), &key, &text);
        assert_eq!(misnamed.open(&key, &[]).unwrap_err(), Refused);
        assert_eq!(misnamed.open(&other, &[]).unwrap_err(), Refused);
    }

    /// A bank whose encoder is wrong but whose key is right gets no further than a stranger.
    #[test]
    fn authentic_but_malformed_plaintexts_are_refused() {
        let key = message_key();
        let text = |length: usize, change: &dyn Fn(&mut [u8])| {
            let mut text = Vec::from(VALIDITY);
            text.push(0x80);
            text.resize(length, 0);
            change(&mut text);
            sealed_by_hand(key.id(), &key, &text).open(&key, &[]).map(|_| ())
        };
        assert_eq!(text(67, &|_| ()), Ok(()));
        assert_eq!(text(67, &|text| text[66] = 1), Err(Refused), "padding not zero");
        assert_eq!(text(67, &|text| text[10] = 0x81), Err(Refused), "no mark");
        assert_eq!(text(157, &|_| ()), Err(Refused), "padding not minimal");
        assert_eq!(text(67, &|text| text[8..10].fill(0)), Err(Refused), "lifetime of zero");
        assert_eq!(text(67, &|text| text[9..11].copy_from_slice(&[0x80, 0])), Err(Refused));
        assert_eq!(text(67, &|text| text.fill(0)), Err(Refused));
    }

    /// The golden envelope; its ciphertext and tag were computed with another implementation (Python's `cryptography`
    /// over OpenSSL) from the form as documented.
    #[test]
    fn the_form_is_fixed() {
        let sent = Message::compose(
            Kind::Transaction,
            message_key().id(),
            Nonce([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
            &[],
            *message(Kind::Transaction, 0).validity(),
            |writer| writer.bytes(b"body"),
        )
        .unwrap();
        let envelope = Envelope::seal(&sent, &message_key()).unwrap();
        assert_eq!(hex::encode(envelope.as_bytes()), GOLDEN);
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused(header in 0x12_u8..=0x14, bucket in 0..3_usize, fill: [u8; 32]) {
            let mut bytes: Vec<u8> = fill.iter().copied().cycle().take(BUCKETS[bucket]).collect();
            bytes[0] = header;
            bytes[1..5].copy_from_slice(&message_key().id().0);
            let envelope = Envelope::decode(&bytes).unwrap();
            prop_assert_eq!(envelope.open(&message_key(), &[]).unwrap_err(), Refused);
        }
    }

    const GOLDEN: &str = "135452084e000102030405060708090a0bcc7a08923b7f92bff1b2b722801036bf8d9eea6d0de2ded19b1990\
        d6d0bca13142e45d08328df6734c46996a2e4e0ef98fca8dc0823488c31267f16491e566c111b400bfe4f7fa\
        5d3ed62f761b22dfe1fe48b0";
}
