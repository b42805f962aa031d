use core::fmt;

use warifu_core::codec::{DecodeError, DecodeErrorKind, EncodeError, Reader, Writer};
use warifu_core::{Entropy, EntropyFailure, KeyId, Nonce};

use crate::ServerEpoch;

/// What one message is sealed with. For that one message: a nonce that comes twice under one key gives the key away.
#[derive(Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The sequence number: above those of all earlier messages of the token.
    pub sequence: u32,
    /// The nonce: 96 bits, freshly drawn ([NIST SP 800-38D §8.2.2]).
    ///
    /// [NIST SP 800-38D §8.2.2]: https://doi.org/10.6028/NIST.SP.800-38D
    pub nonce: Nonce,
}

/// What a bank remembers of the messages that it sealed for one token: the counterpart of the device's
/// [`ReplayWindow`](crate::ReplayWindow).
///
/// Sequence numbers rise for as long as the token lives, whatever key seals. One key seals at most [`MessageCounter::CAP`]
/// messages.
///
/// # Security
///
/// Keep the counter durably before the message leaves. Nonces are drawn and not counted, since a database that was
/// restored would count some of them twice. The counter remembers one key: never seal with an earlier one again, or it is
/// counted anew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageCounter {
    sequence: u32,
    /// What sealed the last message, and how many it has sealed.
    key: KeyId,
    sealed: u32,
    /// Of the last message; zeros before the first.
    nonce: [u8; 12],
}

impl MessageCounter {
    /// A token for which nothing was sealed yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The sequence number of the last message; 0 before the first.
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// How many messages the key of the last message has sealed.
    pub const fn sealed(&self) -> u32 {
        self.sealed
    }

    /// Sequence number and nonce for the next message.
    ///
    /// # Errors
    ///
    /// [`NotStamped`], with the counter unchanged.
    pub fn stamp(
        &mut self,
        key: KeyId,
        epoch: ServerEpoch,
        entropy: &mut impl Entropy,
    ) -> Result<Stamp, NotStamped> {
        let sealed = if key == self.key { self.sealed } else { 0 };
        if sealed >= Self::CAP {
            return Err(NotStamped::KeyExhausted);
        }
        let sequence = self.next_sequence(epoch)?;
        let mut nonce = [0; 12];
        entropy.fill(&mut nonce)?;
        // Zeros are what the buffer held before.
        if nonce == self.nonce || nonce == [0; 12] {
            return Err(NotStamped::StuckEntropy);
        }
        *self = Self { sequence, key, sealed: sealed.saturating_add(1), nonce };
        Ok(Stamp { sequence, nonce: Nonce(nonce) })
    }

    fn next_sequence(&self, epoch: ServerEpoch) -> Result<u32, NotStamped> {
        if ServerEpoch::of_sequence(self.sequence) > epoch {
            return Err(NotStamped::EpochWentBack);
        }
        let next = self.sequence.checked_add(1).ok_or(NotStamped::EpochExhausted)?;
        let next = next.max(epoch.first_sequence());
        if ServerEpoch::of_sequence(next) > epoch {
            Err(NotStamped::EpochExhausted)
        } else {
            Ok(next)
        }
    }

    /// Writes sequence number (4 bytes), key id (4), how many were sealed (4) and the last nonce (12).
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`], with nothing written.
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let mut whole = [0; Self::ENCODED];
        let mut inner = Writer::new(&mut whole);
        inner.u32(self.sequence)?;
        self.key.encode(&mut inner)?;
        inner.u32(self.sealed)?;
        inner.bytes(&self.nonce)?;
        writer.bytes(&whole)
    }

    /// Reads what [`MessageCounter::encode`] wrote.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], or [`DecodeErrorKind::OutOfRange`] for what no counter can be: more messages than
    /// the cap or than there are sequence numbers, and messages without a nonce.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let out_of_range = reader.error(DecodeErrorKind::OutOfRange);
        let sequence = reader.u32()?;
        let key = KeyId::decode(reader)?;
        let (sealed, nonce) = (reader.u32()?, reader.array()?);
        let read = Self { sequence, key, sealed, nonce };
        let counts = (1..=Self::CAP.min(sequence)).contains(&sealed) && nonce != [0; 12];
        if counts || read == Self::new() { Ok(read) } else { Err(out_of_range) }
    }

    /// How many messages one key seals at most: 2^20.
    ///
    /// In five years that is 574 a day. SP 800-38D §8.3 would allow 2^32; at 2^20 two nonces of 96 random bits are the same
    /// with a probability of 2^-57.
    pub const CAP: u32 = 1 << 20;

    /// Length of the encoding, in bytes.
    pub const ENCODED: usize = 24;
}

/// Why a message got no sequence number and no nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotStamped {
    /// The key has sealed its last message.
    KeyExhausted,
    /// The server epoch has no sequence number left.
    EpochExhausted,
    /// The token has had messages of a later server epoch.
    EpochWentBack,
    /// The source of randomness gave nothing.
    Entropy(EntropyFailure),
    /// The source of randomness gave the bytes of the token's last message again, or zeros.
    StuckEntropy,
}

impl fmt::Display for NotStamped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeyExhausted => f.write_str("the token's key has sealed its last message"),
            Self::EpochExhausted => f.write_str("the server epoch has no sequence number left"),
            Self::EpochWentBack => {
                f.write_str("the token has had messages of a later server epoch")
            }
            Self::Entropy(failure) => failure.fmt(f),
            Self::StuckEntropy => f.write_str("the source of randomness repeats itself"),
        }
    }
}

impl core::error::Error for NotStamped {}

impl From<EntropyFailure> for NotStamped {
    fn from(failure: EntropyFailure) -> Self {
        Self::Entropy(failure)
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use proptest::prelude::*;

    use super::*;

    /// Counts up, so that no two draws are the same.
    struct Counting(u64);

    impl Entropy for Counting {
        fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyFailure> {
            self.0 = self.0.wrapping_add(1);
            destination.fill(0xee);
            destination[..8].copy_from_slice(&self.0.to_be_bytes());
            Ok(())
        }
    }

    /// Gives the same again and again, or nothing at all.
    struct Stuck(Option<u8>);

    impl Entropy for Stuck {
        fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyFailure> {
            destination.fill(self.0.ok_or(EntropyFailure)?);
            Ok(())
        }
    }

    fn epoch(value: u16) -> ServerEpoch {
        ServerEpoch::new(value).unwrap()
    }

    const KEY: KeyId = KeyId([1; 4]);
    const NEXT_KEY: KeyId = KeyId([2; 4]);

    fn encoded(counter: &MessageCounter) -> [u8; MessageCounter::ENCODED] {
        let mut bytes = [0; MessageCounter::ENCODED];
        counter.encode(&mut Writer::new(&mut bytes)).unwrap();
        bytes
    }

    fn decoded(sequence: u32, sealed: u32, nonce: [u8; 12]) -> Result<MessageCounter, DecodeError> {
        let counter = MessageCounter { sequence, key: KEY, sealed, nonce };
        MessageCounter::decode(&mut Reader::new(&encoded(&counter)))
    }

    #[test]
    fn numbers_rise_and_an_epoch_skips_ahead() {
        let (mut counter, mut entropy) = (MessageCounter::new(), Counting(0));
        let mut next = |counter: &mut MessageCounter, key, value| {
            counter.stamp(key, epoch(value), &mut entropy).map(|stamp| stamp.sequence)
        };
        assert_eq!(next(&mut counter, KEY, 0), Ok(1));
        assert_eq!(next(&mut counter, KEY, 0), Ok(2));
        assert_eq!(next(&mut counter, KEY, 3), Ok(0x0030_0000));
        assert_eq!(next(&mut counter, KEY, 3), Ok(0x0030_0001));
        assert_eq!(next(&mut counter, KEY, 2), Err(NotStamped::EpochWentBack));
        assert_eq!((counter.sequence(), counter.sealed()), (0x0030_0001, 4));
        assert_eq!(next(&mut counter, NEXT_KEY, 3), Ok(0x0030_0002));
        assert_eq!(counter.sealed(), 1);
    }

    #[test]
    fn a_nonce_is_drawn_whole() {
        let stamp = MessageCounter::new().stamp(KEY, epoch(0), &mut Stuck(Some(0xee)));
        assert_eq!(stamp, Ok(Stamp { sequence: 1, nonce: Nonce([0xee; 12]) }));
    }

    #[test]
    fn a_key_seals_no_more_than_its_cap() {
        assert_eq!(MessageCounter::CAP, 1_048_576);
        let mut entropy = Counting(0);
        let mut counter = decoded(0x0010_0000, MessageCounter::CAP - 1, [7; 12]).unwrap();
        assert!(counter.stamp(KEY, epoch(2), &mut entropy).is_ok(), "whatever the epoch");
        assert_eq!(counter.sealed(), MessageCounter::CAP);
        let full = counter.clone();
        for value in [2, 3, 4095] {
            let refused = counter.stamp(KEY, epoch(value), &mut entropy);
            assert_eq!(refused, Err(NotStamped::KeyExhausted));
        }
        assert_eq!(counter, full);
        assert!(counter.stamp(NEXT_KEY, epoch(2), &mut entropy).is_ok());
    }

    #[test]
    fn an_epoch_ends_with_its_numbers() {
        let mut entropy = Counting(0);
        let mut counter = decoded(0x001f_fffe, 5, [7; 12]).unwrap();
        assert_eq!(counter.stamp(KEY, epoch(1), &mut entropy).unwrap().sequence, 0x001f_ffff);
        assert_eq!(counter.stamp(KEY, epoch(1), &mut entropy), Err(NotStamped::EpochExhausted));
        assert_eq!(counter.stamp(KEY, epoch(2), &mut entropy).unwrap().sequence, 0x0020_0000);
        let mut last = decoded(u32::MAX, 5, [7; 12]).unwrap();
        assert_eq!(last.stamp(KEY, epoch(4095), &mut entropy), Err(NotStamped::EpochExhausted));
        assert_eq!(last.stamp(KEY, epoch(3), &mut entropy), Err(NotStamped::EpochWentBack));
    }

    #[test]
    fn a_source_that_repeats_itself_is_noticed() {
        let mut counter = MessageCounter::new();
        let stamp = |counter: &mut MessageCounter, key, byte| {
            counter.stamp(key, epoch(0), &mut Stuck(byte)).map(|stamp| stamp.sequence)
        };
        assert_eq!(stamp(&mut counter, KEY, Some(0)), Err(NotStamped::StuckEntropy));
        let failed = Err(NotStamped::Entropy(EntropyFailure));
        assert_eq!(stamp(&mut counter, KEY, None), failed);
        assert_eq!(counter, MessageCounter::new());
        assert_eq!(stamp(&mut counter, KEY, Some(7)), Ok(1));
        // Also after the bank was started again, and under another key.
        let mut counter = MessageCounter::decode(&mut Reader::new(&encoded(&counter))).unwrap();
        for byte in [0, 7] {
            for key in [KEY, NEXT_KEY] {
                assert_eq!(stamp(&mut counter, key, Some(byte)), Err(NotStamped::StuckEntropy));
            }
        }
        assert_eq!(stamp(&mut counter, KEY, Some(8)), Ok(2));
    }

    #[test]
    fn impossible_counters_are_refused() {
        let refused = Err(DecodeError { kind: DecodeErrorKind::OutOfRange, offset: 0 });
        assert_eq!(decoded(4, 5, [7; 12]), refused);
        assert_eq!(decoded(u32::MAX, MessageCounter::CAP + 1, [7; 12]), refused);
        assert_eq!(decoded(4, 4, [0; 12]), refused, "messages without a nonce");
        assert_eq!(decoded(4, 0, [7; 12]), refused, "a nonce without messages");
        assert_eq!(decoded(4, 0, [0; 12]), refused);
        assert!(decoded(u32::MAX, MessageCounter::CAP, [7; 12]).is_ok());
        let fresh = encoded(&MessageCounter::new());
        assert_eq!(MessageCounter::decode(&mut Reader::new(&fresh)), Ok(MessageCounter::new()));
        assert!(MessageCounter::decode(&mut Reader::new(&fresh[..23])).is_err());
        let mut short = [0xaa; 23];
        let counter = decoded(9, 5, [7; 12]).unwrap();
        assert_eq!(counter.encode(&mut Writer::new(&mut short)), Err(EncodeError::NoRoom));
        assert_eq!(short, [0xaa; 23], "nothing is written by halves");
    }

    #[test]
    fn texts() {
        let texts = [
            (NotStamped::KeyExhausted.to_string(), "the token's key has sealed its last message"),
            (
                NotStamped::EpochExhausted.to_string(),
                "the server epoch has no sequence number left",
            ),
            (
                NotStamped::EpochWentBack.to_string(),
                "the token has had messages of a later server epoch",
            ),
            (NotStamped::Entropy(EntropyFailure).to_string(), "the source of randomness failed"),
            (NotStamped::StuckEntropy.to_string(), "the source of randomness repeats itself"),
        ];
        for (text, expected) in texts {
            assert_eq!(text, expected);
        }
    }

    proptest! {
        /// Whatever happens to the epoch and the key: numbers rise, and none counts under the wrong epoch.
        #[test]
        fn sequence_numbers_always_rise(
            steps in proptest::collection::vec((0_u16..6, 0_u8..3), 1..80)
        ) {
            let (mut counter, mut entropy) = (MessageCounter::new(), Counting(0));
            let mut highest = 0;
            for (value, key) in steps {
                let before = counter.clone();
                match counter.stamp(KeyId([key; 4]), epoch(value), &mut entropy) {
                    Ok(stamp) => {
                        prop_assert!(stamp.sequence > highest);
                        prop_assert_eq!(ServerEpoch::of_sequence(stamp.sequence), epoch(value));
                        highest = stamp.sequence;
                    }
                    Err(refused) => {
                        prop_assert_eq!(refused, NotStamped::EpochWentBack);
                        prop_assert!(ServerEpoch::of_sequence(highest) > epoch(value));
                        prop_assert_eq!(&counter, &before);
                    }
                }
                let bytes = encoded(&counter);
                prop_assert_eq!(MessageCounter::decode(&mut Reader::new(&bytes)), Ok(counter.clone()));
            }
        }
    }
}
