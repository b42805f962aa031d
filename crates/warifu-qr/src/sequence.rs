use core::fmt;

use warifu_core::codec::{DecodeError, DecodeErrorKind, EncodeError, Reader, Writer};
use warifu_core::{Entropy, EntropyFailure, Nonce};

/// Which life of the bank's database a message comes from: 0 to 4095, the high 12 bits of its sequence number.
///
/// A bank raises it after every restore and failover. Otherwise its sequence numbers would be those that devices have
/// seen already, and its messages refused for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ServerEpoch(u16);

impl ServerEpoch {
    /// The first life.
    pub const FIRST: Self = Self(0);

    /// An epoch.
    ///
    /// # Errors
    ///
    /// [`InvalidServerEpoch`] above 4095.
    pub const fn new(value: u16) -> Result<Self, InvalidServerEpoch> {
        if value > LAST_EPOCH { Err(InvalidServerEpoch) } else { Ok(Self(value)) }
    }

    /// The epoch that a sequence number tells.
    pub const fn of_sequence(sequence: u32) -> Self {
        let [_, _, high, low] = (sequence >> RUNNING_BITS).to_be_bytes();
        Self(u16::from_be_bytes([high, low]))
    }

    /// 0 to 4095.
    pub const fn value(self) -> u16 {
        self.0
    }

    fn first_sequence(self) -> u32 {
        u32::from(self.0) << RUNNING_BITS
    }
}

/// An epoch above 4095.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidServerEpoch;

impl fmt::Display for InvalidServerEpoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a server epoch is 0 to 4095")
    }
}

impl core::error::Error for InvalidServerEpoch {}

/// What one message is sealed with, and never a second one.
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
/// Sequence numbers rise for as long as the token lives. One key seals at most 2^20 messages ([`MessageCounter::CAP`]),
/// and one server epoch has as many.
///
/// # Security
///
/// Keep the counter durably before the message leaves. Nonces are drawn and not counted, since a database that was
/// restored would count some of them twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageCounter {
    sequence: u32,
    sealed: u32,
    /// Of the last message under the present key; zeros before the first.
    nonce: [u8; 12],
}

impl MessageCounter {
    /// A token for which nothing was sealed yet.
    pub const fn new() -> Self {
        Self { sequence: 0, sealed: 0, nonce: [0; 12] }
    }

    /// The sequence number of the last message; 0 before the first.
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// How many messages the present key has sealed.
    pub const fn sealed(&self) -> u32 {
        self.sealed
    }

    /// The token has a new key, which has sealed nothing yet. Its sequence numbers go on.
    pub const fn rekeyed(&mut self) {
        (self.sealed, self.nonce) = (0, [0; 12]);
    }

    /// Sequence number and nonce for the next message.
    ///
    /// # Errors
    ///
    /// [`NotStamped`], with the counter unchanged.
    pub fn stamp(
        &mut self,
        epoch: ServerEpoch,
        entropy: &mut impl Entropy,
    ) -> Result<Stamp, NotStamped> {
        if self.sealed >= Self::CAP {
            return Err(NotStamped::KeyExhausted);
        }
        let next = self.sequence.checked_add(1).ok_or(NotStamped::EpochExhausted)?;
        let sequence = next.max(epoch.first_sequence());
        if ServerEpoch::of_sequence(self.sequence) > epoch {
            return Err(NotStamped::EpochWentBack);
        }
        if ServerEpoch::of_sequence(sequence) > epoch {
            return Err(NotStamped::EpochExhausted);
        }
        let mut nonce = [0; 12];
        entropy.fill(&mut nonce)?;
        // Zeros are what the buffer held before, and what the counter holds before the first message.
        if nonce == self.nonce || nonce == [0; 12] {
            return Err(NotStamped::StuckEntropy);
        }
        *self = Self { sequence, sealed: self.sealed.saturating_add(1), nonce };
        Ok(Stamp { sequence, nonce: Nonce(nonce) })
    }

    /// Writes sequence number (4 bytes), how many were sealed (4) and the last nonce (12).
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u32(self.sequence)?;
        writer.u32(self.sealed)?;
        writer.bytes(&self.nonce)
    }

    /// Reads what [`MessageCounter::encode`] wrote.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], or [`DecodeErrorKind::OutOfRange`] for more messages than the cap or than there
    /// are sequence numbers.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let sequence = reader.u32()?;
        let out_of_range = reader.error(DecodeErrorKind::OutOfRange);
        let sealed = reader.u32()?;
        let nonce = reader.array()?;
        let possible = sealed <= Self::CAP && sealed <= sequence;
        if possible { Ok(Self { sequence, sealed, nonce }) } else { Err(out_of_range) }
    }

    /// How many messages one key seals at most: 2^20.
    ///
    /// In five years that is 574 a day. SP 800-38D §8.3 would allow 2^32; at 2^20 two nonces of 96 random bits are the same
    /// with a probability of 2^-57.
    pub const CAP: u32 = 1 << RUNNING_BITS;

    /// Length of the encoding, in bytes.
    pub const ENCODED: usize = 20;
}

/// Why a message got no sequence number and no nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotStamped {
    /// The key has sealed its last message: the token needs a new one.
    KeyExhausted,
    /// The server epoch has no sequence number left: it has to be raised.
    EpochExhausted,
    /// The token has had messages of a later server epoch.
    EpochWentBack,
    /// The source of randomness gave nothing.
    Entropy(EntropyFailure),
    /// The source of randomness gave the same bytes again, or none at all.
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

const LAST_EPOCH: u16 = 4095;
/// The low bits of a sequence number, which run within an epoch.
const RUNNING_BITS: u32 = 20;

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

    fn encoded(counter: &MessageCounter) -> [u8; MessageCounter::ENCODED] {
        let mut bytes = [0; MessageCounter::ENCODED];
        counter.encode(&mut Writer::new(&mut bytes)).unwrap();
        bytes
    }

    fn decoded(sequence: u32, sealed: u32) -> Result<MessageCounter, DecodeError> {
        let mut bytes = [7; MessageCounter::ENCODED];
        bytes[..4].copy_from_slice(&sequence.to_be_bytes());
        bytes[4..8].copy_from_slice(&sealed.to_be_bytes());
        MessageCounter::decode(&mut Reader::new(&bytes))
    }

    #[test]
    fn numbers_rise_and_an_epoch_skips_ahead() {
        let (mut counter, mut entropy) = (MessageCounter::new(), Counting(0));
        let mut next = |counter: &mut MessageCounter, value| {
            counter.stamp(epoch(value), &mut entropy).map(|stamp| stamp.sequence)
        };
        assert_eq!(next(&mut counter, 0), Ok(1));
        assert_eq!(next(&mut counter, 0), Ok(2));
        assert_eq!(next(&mut counter, 3), Ok(0x0030_0000));
        assert_eq!(next(&mut counter, 3), Ok(0x0030_0001));
        assert_eq!(next(&mut counter, 2), Err(NotStamped::EpochWentBack));
        counter.rekeyed();
        assert_eq!((counter.sequence(), counter.sealed()), (0x0030_0001, 0));
        assert_eq!(next(&mut counter, 3), Ok(0x0030_0002));
        assert_eq!(counter.sealed(), 1);
    }

    #[test]
    fn a_key_seals_no_more_than_its_cap() {
        let mut entropy = Counting(0);
        let mut counter = decoded(0x0010_0000, MessageCounter::CAP - 1).unwrap();
        assert!(counter.stamp(epoch(1), &mut entropy).is_ok());
        let full = counter.clone();
        for value in [1, 2, 4095] {
            let refused = counter.stamp(epoch(value), &mut entropy);
            assert_eq!(refused, Err(NotStamped::KeyExhausted));
        }
        assert_eq!(counter, full);
        counter.rekeyed();
        assert!(counter.stamp(epoch(1), &mut entropy).is_ok());
    }

    #[test]
    fn an_epoch_ends_with_its_numbers() {
        let mut entropy = Counting(0);
        let mut counter = decoded(0x001f_fffe, 5).unwrap();
        assert_eq!(counter.stamp(epoch(1), &mut entropy).unwrap().sequence, 0x001f_ffff);
        assert_eq!(counter.stamp(epoch(1), &mut entropy), Err(NotStamped::EpochExhausted));
        assert_eq!(counter.stamp(epoch(2), &mut entropy).unwrap().sequence, 0x0020_0000);
        let mut last = decoded(u32::MAX, 5).unwrap();
        assert_eq!(last.stamp(epoch(4095), &mut entropy), Err(NotStamped::EpochExhausted));
    }

    #[test]
    fn a_source_that_repeats_itself_is_noticed() {
        let mut counter = MessageCounter::new();
        assert_eq!(counter.stamp(epoch(0), &mut Stuck(Some(0))), Err(NotStamped::StuckEntropy));
        let failed = Err(NotStamped::Entropy(EntropyFailure));
        assert_eq!(counter.stamp(epoch(0), &mut Stuck(None)), failed);
        assert_eq!(counter, MessageCounter::new());
        assert!(counter.stamp(epoch(0), &mut Stuck(Some(7))).is_ok());
        // Also after the bank was started again.
        let mut counter = MessageCounter::decode(&mut Reader::new(&encoded(&counter))).unwrap();
        assert_eq!(counter.stamp(epoch(0), &mut Stuck(Some(7))), Err(NotStamped::StuckEntropy));
        assert!(counter.stamp(epoch(0), &mut Stuck(Some(8))).is_ok());
    }

    #[test]
    fn impossible_counters_are_refused() {
        let refused = Err(DecodeError { kind: DecodeErrorKind::OutOfRange, offset: 4 });
        assert_eq!(decoded(4, 5), refused);
        assert_eq!(decoded(u32::MAX, MessageCounter::CAP + 1), refused);
        assert!(decoded(u32::MAX, MessageCounter::CAP).is_ok());
        assert!(MessageCounter::decode(&mut Reader::new(&[0; 19])).is_err());
        assert_eq!(encoded(&decoded(9, 5).unwrap())[..8], [0, 0, 0, 9, 0, 0, 0, 5]);
    }

    #[test]
    fn epochs() {
        assert_eq!(ServerEpoch::new(4096), Err(InvalidServerEpoch));
        assert_eq!(ServerEpoch::of_sequence(u32::MAX), epoch(4095));
        assert_eq!(ServerEpoch::of_sequence(0x000f_ffff), ServerEpoch::FIRST);
        assert_eq!(ServerEpoch::of_sequence(0x0010_0000).value(), 1);
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
            (InvalidServerEpoch.to_string(), "a server epoch is 0 to 4095"),
        ];
        for (text, expected) in texts {
            assert_eq!(text, expected);
        }
    }

    proptest! {
        /// Whatever happens to the epoch and the key: numbers rise, and none counts under the wrong epoch.
        #[test]
        fn sequence_numbers_always_rise(
            steps in proptest::collection::vec((0_u16..6, any::<bool>()), 1..80)
        ) {
            let (mut counter, mut entropy) = (MessageCounter::new(), Counting(0));
            let mut highest = 0;
            for (value, rekeyed) in steps {
                if rekeyed {
                    counter.rekeyed();
                }
                let before = counter.clone();
                match counter.stamp(epoch(value), &mut entropy) {
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
