use warifu_core::codec::{
    Decode, DecodeError, DecodeErrorKind, Encode, EncodeError, Reader, Writer,
};

use crate::{SequenceError, ServerEpoch};

/// Which sequence numbers an instance has already acted on: the highest, and which of the 63 below it.
///
/// People who share a device scan out of order, so a transaction may be up to 63 numbers late. Older ones count as
/// used.
///
/// # Security
///
/// Accept a number only after its message was opened and its validity checked, and store the window durably before
/// acting on the message. Otherwise a stranger can move the window, or a power cut can undo the step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayWindow {
    highest: u32,
    /// Bit `n` stands for the number `highest − n`; numbers that do not exist count as used.
    used: u64,
}

impl ReplayWindow {
    /// A window in which `sequence` and everything below it are used.
    pub const fn starting_at(sequence: u32) -> Self {
        Self { highest: sequence, used: u64::MAX }
    }

    /// The highest sequence number used so far.
    pub const fn highest(&self) -> u32 {
        self.highest
    }

    /// Whether a transaction with this sequence number may still be acted on.
    ///
    /// # Errors
    ///
    /// [`SequenceError::Used`] if the number was used or is too old to tell, [`SequenceError::OutOfReach`] if its
    /// server epoch is more than [`ServerEpoch::MAX_JUMP`] above that of the highest number used.
    pub fn check(&self, sequence: u32) -> Result<(), SequenceError> {
        let (highest, next) =
            (ServerEpoch::from_sequence(self.highest), ServerEpoch::from_sequence(sequence));
        match self.highest.checked_sub(sequence) {
            // A picture that was confirmed is not shown again, and one that is too old to tell could have been.
            Some(age) if self.is_used(age) => Err(SequenceError::Used),
            // The number of one picture must not use up all that could follow.
            None if highest.is_out_of_reach(next) => Err(SequenceError::OutOfReach),
            Some(_) | None => Ok(()),
        }
    }

    /// Marks a sequence number as used.
    ///
    /// # Errors
    ///
    /// Those of [`ReplayWindow::check`], with the window unchanged.
    pub fn accept(&mut self, sequence: u32) -> Result<(), SequenceError> {
        self.check(sequence)?;
        match sequence.checked_sub(self.highest) {
            Some(ahead) => {
                self.used = shifted(self.used, ahead) | bit(0);
                self.highest = sequence;
            }
            None => self.used |= bit(self.highest.abs_diff(sequence)),
        }
        Ok(())
    }

    const fn is_used(&self, age: u32) -> bool {
        age >= Self::WIDTH || self.used & bit(age) != 0
    }

    /// Length of the encoding, in bytes.
    pub const ENCODED: usize = 12;

    const WIDTH: u32 = 64;
}

/// The highest number (4 bytes) and the bits (8 bytes). If they do not all fit, nothing is written.
impl Encode for ReplayWindow {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let mut whole = [0; Self::ENCODED];
        let mut inner = Writer::new(&mut whole);
        inner.u32(self.highest)?;
        inner.u64(self.used)?;
        writer.bytes(&whole)
    }
}

/// Bits that no window can have are refused as [`DecodeErrorKind::OutOfRange`]: the highest number, the number 0 and
/// numbers that do not exist always count as used.
impl Decode for ReplayWindow {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let highest = reader.u32()?;
        let always = shifted(u64::MAX, highest) | bit(0);
        reader.checked(DecodeErrorKind::OutOfRange, |used: u64| {
            (used & always == always).then_some(Self { highest, used })
        })
    }
}

/// The bit of the number `age` below the highest; no bit beyond the window.
const fn bit(age: u32) -> u64 {
    shifted(1, age)
}

/// `bits` moved up by `places`; all of them are gone beyond the window.
const fn shifted(bits: u64, places: u32) -> u64 {
    match bits.checked_shl(places) {
        Some(bits) => bits,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    /// The same rule, written naively: a set of used numbers.
    struct Model {
        highest: u32,
        used: BTreeSet<u32>,
        start: u32,
    }

    impl Model {
        fn check(&self, sequence: u32) -> Result<(), SequenceError> {
            let too_old = self.highest.checked_sub(sequence).is_some_and(|age| age >= 64);
            let used = sequence <= self.start || self.used.contains(&sequence);
            if too_old || used {
                Err(SequenceError::Used)
            } else if (sequence >> 20).saturating_sub(self.highest >> 20) > 1_024 {
                Err(SequenceError::OutOfReach)
            } else {
                Ok(())
            }
        }

        fn accept(&mut self, sequence: u32) -> Result<(), SequenceError> {
            self.check(sequence)?;
            self.used.insert(sequence);
            self.highest = self.highest.max(sequence);
            Ok(())
        }
    }

    fn encoded(window: &ReplayWindow) -> [u8; 12] {
        let mut bytes = [0; 12];
        window.encode(&mut Writer::new(&mut bytes)).unwrap();
        bytes
    }

    fn run(start: u32, numbers: &[u32]) {
        let mut window = ReplayWindow::starting_at(start);
        let mut model = Model { highest: start, used: BTreeSet::new(), start };
        for &number in numbers {
            assert_eq!(window.check(number), model.check(number));
            let accepted = model.accept(number);
            assert_eq!(window.accept(number), accepted);
            assert_eq!(window.highest(), model.highest);
            let now = accepted.and(Err(SequenceError::Used));
            assert_eq!(window.check(number), now, "{number} is used now, or out of reach");
            let back = ReplayWindow::decode(&mut Reader::new(&encoded(&window))).unwrap();
            assert_eq!(back, window);
        }
    }

    #[test]
    fn every_order_of_five_numbers_agrees_with_the_model() {
        let numbers = [1_u32, 2, 63, 64, 65, 128];
        for order in 0..6_usize.pow(5) {
            let picked: Vec<u32> =
                (0..5).map(|place| numbers[order / 6_usize.pow(place) % 6]).collect();
            for start in [0, 1, 60] {
                run(start, &picked);
            }
        }
    }

    #[test]
    fn the_edges_of_the_window() {
        let mut window = ReplayWindow::starting_at(100);
        assert_eq!(window.check(100), Err(SequenceError::Used));
        window.accept(200).unwrap();
        assert_eq!(window.check(136), Err(SequenceError::Used), "64 below");
        window.accept(137).unwrap();
        assert_eq!(window.accept(137), Err(SequenceError::Used));
        let mut window = ReplayWindow::starting_at(u32::MAX - 1);
        window.accept(u32::MAX).unwrap();
        assert_eq!(window.accept(u32::MAX), Err(SequenceError::Used));
        let mut window = ReplayWindow::starting_at(u32::MAX - 70);
        window.accept(u32::MAX).unwrap();
        window.accept(u32::MAX - 63).unwrap();
    }

    #[test]
    fn impossible_windows_are_refused() {
        let decode = |highest: u32, used: u64| {
            let mut bytes = [0; 12];
            let mut writer = Writer::new(&mut bytes);
            writer.u32(highest).unwrap();
            writer.u64(used).unwrap();
            ReplayWindow::decode(&mut Reader::new(&bytes)).map(|_| ())
        };
        let refused = Err(DecodeError::new(DecodeErrorKind::OutOfRange, 4));
        assert_eq!(decode(64, 1), Ok(()));
        assert_eq!(decode(64, 2), refused, "the highest is unused");
        assert_eq!(decode(63, 1), refused, "zero is unused");
        assert_eq!(decode(63, 1 | 1 << 63), Ok(()));
        assert_eq!(decode(2, u64::MAX << 2 | 1), Ok(()));
        assert_eq!(decode(2, u64::MAX << 3 | 1), refused);
        assert_eq!(decode(0, u64::MAX - 1), refused);
        assert!(ReplayWindow::decode(&mut Reader::new(&[0; 11])).is_err());
        let mut short = [0; 11];
        let window = ReplayWindow::starting_at(1);
        assert_eq!(window.encode(&mut Writer::new(&mut short)), Err(EncodeError::NoRoom));
    }

    /// One picture with the number `ffffffff` used to end an instance.
    #[test]
    fn an_epoch_may_jump_by_1024_and_no_further() {
        let mut window = ReplayWindow::starting_at(0x0030_0005);
        let first_of = |epoch: u32| epoch << 20;
        assert_eq!(window.accept(u32::MAX), Err(SequenceError::OutOfReach));
        assert_eq!(window.check(first_of(3 + 1_025)), Err(SequenceError::OutOfReach));
        assert_eq!(window.check(first_of(3 + 1_025) - 1), Ok(()), "the last number of epoch 1,027");
        assert_eq!(window.highest(), 0x0030_0005, "nothing was used");
        window.accept(first_of(3 + 1_024)).unwrap();
        window.accept(first_of(3 + 2_048) + 7).unwrap();
        assert_eq!(ServerEpoch::MAX_JUMP, 1_024);
    }

    proptest! {
        #[test]
        fn agrees_with_the_model(
            start in 0_u32..200, numbers in proptest::collection::vec(0_u32..400, 0..60)
        ) {
            run(start, &numbers);
        }

        #[test]
        fn agrees_with_the_model_across_epochs(
            start: u32, numbers in proptest::collection::vec(any::<u32>(), 0..60)
        ) {
            run(start, &numbers);
        }

        #[test]
        fn agrees_with_the_model_at_the_top(
            numbers in proptest::collection::vec(u32::MAX - 200..=u32::MAX, 0..60)
        ) {
            run(u32::MAX - 150, &numbers);
        }

        #[test]
        fn an_accepted_encoding_was_the_only_one(bytes: [u8; 12], low in 0_u8..70) {
            let mut bytes = bytes;
            bytes[..4].copy_from_slice(&[0, 0, 0, low]);
            if let Ok(window) = ReplayWindow::decode(&mut Reader::new(&bytes)) {
                prop_assert_eq!(encoded(&window), bytes);
            }
        }
    }
}
