use core::fmt;

use warifu_core::codec::{
    Decode, DecodeError, DecodeErrorKind, Encode, EncodeError, Reader, Writer,
};
use warifu_core::keys::RandomBytes;
use warifu_core::{Entropy, SecretBuf};

use crate::{SealError, ServerEpoch};

/// What one message is sealed with, in addition to its key. For that message only.
#[derive(Debug)]
pub struct SealParameters {
    /// The sequence number: above those of all earlier messages of the instance.
    pub sequence: u32,
    /// Makes the nonce, together with sequence number and plaintext ([`Message::compose`](warifu_core::Message::compose)).
    pub random: RandomBytes,
}

/// What a bank remembers of the messages that it sealed for one instance: the counterpart of the device's
/// [`ReplayWindow`](crate::ReplayWindow).
///
/// It belongs to one activation, by key epoch and activation counter: the next activation has new keys and a new counter.
/// The activation's own message is the first. An instance has at most [`MessageCounter::CAP`] messages; registering the
/// device again gives it another instance.
///
/// # Security
///
/// Keep the counter durably before the message leaves. Nonces are made of random bytes and not only counted: a database that
/// was restored would count some of them twice.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct MessageCounter {
    sequence: u32,
    sealed: u32,
    /// Of the last message; zeros before the first.
    random: [u8; 16],
}

impl fmt::Debug for MessageCounter {
    /// Without the random bytes, of which nonces are made.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sequence, sealed, random: _ } = self;
        write!(f, "MessageCounter({sealed} sealed, the last as {sequence})")
    }
}

impl MessageCounter {
    /// An instance for which nothing was sealed yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The sequence number of the last message; 0 before the first.
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// How many messages were sealed for the instance, 0 to [`MessageCounter::CAP`].
    pub const fn sealed(&self) -> u32 {
        self.sealed
    }

    /// Sequence number and random bytes for the next message.
    ///
    /// # Errors
    ///
    /// With the counter unchanged: [`SealError::InstanceExhausted`] after [`MessageCounter::CAP`] messages;
    /// [`SealError::EpochWentBack`] or [`SealError::EpochExhausted`] for a server epoch that has no further number;
    /// [`SealError::Entropy`] or [`SealError::StuckEntropy`] for a source that gives nothing or repeats itself.
    pub fn next(
        &mut self,
        epoch: ServerEpoch,
        entropy: &mut impl Entropy,
    ) -> Result<SealParameters, SealError> {
        // Each further message makes it likelier that two nonces of 96 bits are the same.
        let sealed = match self.sealed.checked_add(1) {
            Some(sealed) if sealed <= Self::CAP => sealed,
            _ => return Err(SealError::InstanceExhausted),
        };
        let sequence = self.next_sequence(epoch)?;
        let mut random = [0; 16];
        entropy.fill(&mut random)?;
        // A source that gives the same bytes again, or leaves the buffer as it was, gives no randomness at all.
        if random == self.random || random == [0; 16] {
            return Err(SealError::StuckEntropy);
        }
        *self = Self { sequence, sealed, random };
        Ok(SealParameters { sequence, random: RandomBytes(random) })
    }

    fn next_sequence(&self, epoch: ServerEpoch) -> Result<u32, SealError> {
        // The device has seen numbers of the later epoch, and refuses everything below them.
        if ServerEpoch::from_sequence(self.sequence) > epoch {
            return Err(SealError::EpochWentBack);
        }
        let next = self.sequence.checked_add(1).ok_or(SealError::EpochExhausted)?;
        let next = next.max(epoch.first_sequence());
        // A number of the next epoch would be used a second time after a restore.
        if ServerEpoch::from_sequence(next) > epoch {
            Err(SealError::EpochExhausted)
        } else {
            Ok(next)
        }
    }

    /// The most messages that one instance has: 2^20.
    ///
    /// In five years that is 574 a day. SP 800-38D §8.3 would allow 2^32; at 2^20 two nonces of 96 random bits are the same
    /// with a probability of 2^-57.
    pub const CAP: u32 = 1 << 20;

    /// Length of the encoding, in bytes.
    pub const ENCODED: usize = 24;
}

/// Sequence number (4 bytes), how many were sealed (4) and the last random bytes (16): all of them or, without room, none.
impl Encode for MessageCounter {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let whole = SecretBuf::<{ Self::ENCODED }>::written(|writer| {
            writer.u32(self.sequence)?;
            writer.u32(self.sealed)?;
            writer.bytes(&self.random)
        })?;
        writer.bytes(whole.as_slice())
    }
}

/// What no counter can be is refused as [`DecodeErrorKind::OutOfRange`].
impl Decode for MessageCounter {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.value(|reader| {
            let (sequence, sealed, random) = (reader.u32()?, reader.u32()?, reader.read()?);
            let read = Self { sequence, sealed, random };
            // Each message has a number of its own, and no instance has more than the cap.
            let fits = sealed <= Self::CAP && sealed <= sequence;
            // Without the last random bytes a source that repeats itself would not be noticed.
            let counts = sealed > 0 && fits && random != [0; 16];
            if counts || read == Self::new() {
                Ok(read)
            } else {
                Err(DecodeErrorKind::OutOfRange.into())
            }
        })
    }
}

#[cfg(test)]
mod tests {

    use proptest::prelude::*;

    use warifu_core::EntropyError;

    use super::*;

    /// Counts up, so that no two draws are the same.
    struct Counting(u64);

    impl Entropy for Counting {
        fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
            self.0 = self.0.wrapping_add(1);
            destination.fill(0xee);
            destination[..8].copy_from_slice(&self.0.to_be_bytes());
            Ok(())
        }
    }

    /// Gives the same again and again, or nothing at all.
    struct Stuck(Option<u8>);

    impl Entropy for Stuck {
        fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
            destination.fill(self.0.ok_or(EntropyError)?);
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

    fn decoded(
        sequence: u32,
        sealed: u32,
        random: [u8; 16],
    ) -> Result<MessageCounter, DecodeError> {
        let counter = MessageCounter { sequence, sealed, random };
        MessageCounter::decode(&mut Reader::new(&encoded(&counter)))
    }

    #[test]
    fn numbers_rise_and_an_epoch_skips_ahead() {
        let (mut counter, mut entropy) = (MessageCounter::new(), Counting(0));
        let mut next = |counter: &mut MessageCounter, value| {
            counter.next(epoch(value), &mut entropy).map(|parameters| parameters.sequence)
        };
        assert_eq!(next(&mut counter, 0), Ok(1));
        assert_eq!(next(&mut counter, 0), Ok(2));
        assert_eq!(next(&mut counter, 3), Ok(0x0030_0000));
        assert_eq!(next(&mut counter, 3), Ok(0x0030_0001));
        assert_eq!(next(&mut counter, 2), Err(SealError::EpochWentBack));
        assert_eq!((counter.sequence(), counter.sealed()), (0x0030_0001, 4));
    }

    #[test]
    fn random_bytes_are_drawn_whole() {
        let parameters = MessageCounter::new().next(epoch(0), &mut Stuck(Some(0xee))).unwrap();
        assert_eq!((parameters.sequence, parameters.random.0), (1, [0xee; 16]));
    }

    #[test]
    fn an_instance_has_no_more_messages_than_the_cap() {
        assert_eq!(MessageCounter::CAP, 1_048_576);
        let mut entropy = Counting(0);
        let mut counter = decoded(0x0010_0000, MessageCounter::CAP - 1, [7; 16]).unwrap();
        assert!(counter.next(epoch(2), &mut entropy).is_ok(), "whatever the epoch");
        assert_eq!(counter.sealed(), MessageCounter::CAP);
        let full = counter.clone();
        for value in [2, 3, 4095] {
            let refused = counter.next(epoch(value), &mut entropy).unwrap_err();
            assert_eq!(refused, SealError::InstanceExhausted);
        }
        assert_eq!(counter, full);
    }

    #[test]
    fn an_epoch_ends_with_its_numbers() {
        let mut entropy = Counting(0);
        let mut next = |counter: &mut MessageCounter, value| {
            counter.next(epoch(value), &mut entropy).map(|parameters| parameters.sequence)
        };
        let mut counter = decoded(0x001f_fffe, 5, [7; 16]).unwrap();
        assert_eq!(next(&mut counter, 1), Ok(0x001f_ffff));
        assert_eq!(next(&mut counter, 1), Err(SealError::EpochExhausted));
        assert_eq!(next(&mut counter, 2), Ok(0x0020_0000));
        let mut last = decoded(u32::MAX, 5, [7; 16]).unwrap();
        assert_eq!(next(&mut last, 4095), Err(SealError::EpochExhausted));
        assert_eq!(next(&mut last, 3), Err(SealError::EpochWentBack));
    }

    #[test]
    fn a_source_that_repeats_itself_is_noticed() {
        let mut counter = MessageCounter::new();
        let next = |counter: &mut MessageCounter, byte| {
            counter.next(epoch(0), &mut Stuck(byte)).map(|parameters| parameters.sequence)
        };
        assert_eq!(next(&mut counter, Some(0)), Err(SealError::StuckEntropy));
        let failed = Err(SealError::Entropy(EntropyError));
        assert_eq!(next(&mut counter, None), failed);
        assert_eq!(counter, MessageCounter::new());
        assert_eq!(next(&mut counter, Some(7)), Ok(1));
        // Also after the bank was started again.
        let mut counter = MessageCounter::decode(&mut Reader::new(&encoded(&counter))).unwrap();
        for byte in [0, 7] {
            assert_eq!(next(&mut counter, Some(byte)), Err(SealError::StuckEntropy));
        }
        assert_eq!(next(&mut counter, Some(8)), Ok(2));
    }

    #[test]
    fn impossible_counters_are_refused() {
        let refused = Err(DecodeError::new(DecodeErrorKind::OutOfRange, 0));
        assert_eq!(decoded(4, 5, [7; 16]), refused);
        assert_eq!(decoded(u32::MAX, MessageCounter::CAP + 1, [7; 16]), refused);
        assert_eq!(decoded(4, 4, [0; 16]), refused, "messages without random bytes");
        assert_eq!(decoded(4, 0, [7; 16]), refused, "random bytes without messages");
        assert_eq!(decoded(4, 0, [0; 16]), refused);
        assert!(decoded(u32::MAX, MessageCounter::CAP, [7; 16]).is_ok());
        let fresh = encoded(&MessageCounter::new());
        assert_eq!(MessageCounter::decode(&mut Reader::new(&fresh)), Ok(MessageCounter::new()));
        assert!(MessageCounter::decode(&mut Reader::new(&fresh[..23])).is_err());
        let mut short = [0xaa; 23];
        let counter = decoded(9, 5, [7; 16]).unwrap();
        assert_eq!(counter.encode(&mut Writer::new(&mut short)), Err(EncodeError::NoRoom));
        assert_eq!(short, [0xaa; 23], "nothing is written by halves");
    }

    proptest! {
        /// Whatever happens to the epoch: numbers rise, and none counts under the wrong epoch.
        #[test]
        fn sequence_numbers_always_rise(steps in proptest::collection::vec(0_u16..6, 1..80)) {
            let (mut counter, mut entropy) = (MessageCounter::new(), Counting(0));
            let mut highest = 0;
            for value in steps {
                let before = counter.clone();
                match counter.next(epoch(value), &mut entropy) {
                    Ok(SealParameters { sequence, .. }) => {
                        prop_assert!(sequence > highest);
                        prop_assert_eq!(ServerEpoch::from_sequence(sequence), epoch(value));
                        highest = sequence;
                    }
                    Err(refused) => {
                        prop_assert_eq!(refused, SealError::EpochWentBack);
                        prop_assert!(ServerEpoch::from_sequence(highest) > epoch(value));
                        prop_assert_eq!(&counter, &before);
                    }
                }
                let bytes = encoded(&counter);
                prop_assert_eq!(MessageCounter::decode(&mut Reader::new(&bytes)), Ok(counter.clone()));
            }
        }
    }
}
