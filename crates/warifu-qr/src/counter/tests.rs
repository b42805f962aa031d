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

fn decoded(sequence: u32, sealed: u32, random: [u8; 16]) -> Result<MessageCounter, DecodeError> {
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
    assert!(counter.next(epoch(2), &mut entropy).is_ok(), "in any epoch");
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
    /// However the epoch changes: numbers rise, and none counts under the wrong epoch.
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
