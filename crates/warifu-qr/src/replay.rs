use core::fmt;

use warifu_core::codec::{DecodeError, DecodeErrorKind, EncodeError, Reader, Writer};

/// Which sequence numbers an instance has already acted on: the highest, and which of the 63 below it.
///
/// People who share a device scan out of order, so a transaction may be up to 63 numbers late. Whatever is older counts
/// as used. A command must be newer than everything.
///
/// # Security
///
/// Accept a number only after its message was opened and its validity checked, and keep the window durably before
/// acting on the message; otherwise a stranger can move the window, or a power cut can undo it.
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
    /// [`Replayed`] if the number was used or is too old to tell.
    pub fn check(&self, sequence: u32) -> Result<(), Replayed> {
        match self.highest.checked_sub(sequence) {
            Some(age) if self.is_used(age) => Err(Replayed),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether a command with this sequence number may still be acted on: only above everything used.
    ///
    /// # Errors
    ///
    /// [`Replayed`] at or below the highest number used.
    pub const fn check_command(&self, sequence: u32) -> Result<(), Replayed> {
        if sequence > self.highest { Ok(()) } else { Err(Replayed) }
    }

    /// Marks a sequence number as used.
    ///
    /// # Errors
    ///
    /// [`Replayed`], with the window unchanged, as for [`ReplayWindow::check`].
    pub fn accept(&mut self, sequence: u32) -> Result<(), Replayed> {
        self.check(sequence)?;
        if let Some(age) = self.highest.checked_sub(sequence) {
            self.used |= bit(age);
        } else {
            let ahead = sequence.saturating_sub(self.highest);
            self.used = self.used.checked_shl(ahead).unwrap_or(0) | bit(0);
            self.highest = sequence;
        }
        Ok(())
    }

    /// Writes the highest number (4 bytes) and the bits (8 bytes).
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let mut whole = [0; Self::ENCODED];
        let mut inner = Writer::new(&mut whole);
        inner.u32(self.highest)?;
        inner.u64(self.used)?;
        writer.bytes(&whole)
    }

    /// Reads what [`ReplayWindow::encode`] wrote.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], or [`DecodeErrorKind::OutOfRange`] for bits that no window can have: the highest
    /// number, the number 0 and numbers that do not exist always count as used.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let highest = reader.u32()?;
        let out_of_range = reader.error(DecodeErrorKind::OutOfRange);
        let used = reader.u64()?;
        let always = u64::MAX.checked_shl(highest).unwrap_or(0) | bit(0);
        if used & always == always { Ok(Self { highest, used }) } else { Err(out_of_range) }
    }

    const fn is_used(&self, age: u32) -> bool {
        age >= Self::WIDTH || self.used & bit(age) != 0
    }

    /// Length of the encoding, in bytes.
    pub const ENCODED: usize = 12;

    const WIDTH: u32 = 64;
}

/// The bit of the number `age` below the highest; no bit beyond the window.
const fn bit(age: u32) -> u64 {
    match 1_u64.checked_shl(age) {
        Some(bit) => bit,
        None => 0,
    }
}

/// The sequence number was used before, or is too old to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replayed;

impl fmt::Display for Replayed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the message was used before, or is too old to tell")
    }
}

impl core::error::Error for Replayed {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::string::ToString;
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    /// The same rule said naively: a set of used numbers.
    struct Model {
        highest: u32,
        used: BTreeSet<u32>,
        start: u32,
    }

    impl Model {
        fn check(&self, sequence: u32) -> Result<(), Replayed> {
            let too_old = self.highest.checked_sub(sequence).is_some_and(|age| age >= 64);
            let used = sequence <= self.start || self.used.contains(&sequence);
            if too_old || used { Err(Replayed) } else { Ok(()) }
        }

        fn accept(&mut self, sequence: u32) -> Result<(), Replayed> {
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
            let command = if number > model.highest { Ok(()) } else { Err(Replayed) };
            assert_eq!(window.check_command(number), command);
            assert_eq!(window.accept(number), model.accept(number));
            assert_eq!(window.highest(), model.highest);
            assert_eq!(window.check(number), Err(Replayed), "{number} is used now");
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
        assert_eq!(window.check(100), Err(Replayed));
        window.accept(200).unwrap();
        assert_eq!(window.check(136), Err(Replayed), "64 below");
        window.accept(137).unwrap();
        assert_eq!(window.accept(137), Err(Replayed));
        assert_eq!(window.check_command(199), Err(Replayed));
        assert_eq!(window.check_command(201), Ok(()));
        window.accept(u32::MAX).unwrap();
        assert_eq!(window.accept(u32::MAX), Err(Replayed));
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
        let refused = Err(DecodeError { kind: DecodeErrorKind::OutOfRange, offset: 4 });
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

    #[test]
    fn the_text() {
        assert_eq!(Replayed.to_string(), "the message was used before, or is too old to tell");
    }

    proptest! {
        #[test]
        fn agrees_with_the_model(
            start in 0_u32..200, numbers in proptest::collection::vec(0_u32..400, 0..60)
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
