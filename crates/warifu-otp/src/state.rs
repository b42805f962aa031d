use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{Counter, DecodeError, DecodeErrorKind, EncodeError, UnixTime};

use crate::{Attempts, TimeStep};

/// All that a verifier remembers of a time-based token. The key is not in it.
///
/// The caller keeps it, and swaps it for the next one in a single step: only if what is stored is still what was read. Equal
/// states have equal bytes, so the bytes can be compared; the [crate's page](crate#storing-the-state) shows a whole login.
///
/// ```
/// use warifu_core::codec::{Decode, Encode};
/// use warifu_otp::RecordedState;
///
/// let bytes = RecordedState::NEW.encoded::<{ RecordedState::ENCODED }>()?;
/// assert_eq!(RecordedState::decode_whole(bytes.as_slice())?, RecordedState::NEW);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordedState {
    /// The last step whose code was accepted; nothing ever clears it.
    pub last: Option<TimeStep>,
    /// That step minus the step of the verifier's clock when it accepted: by how many steps the token's clock is ahead.
    pub drift: i32,
    /// The wrong codes.
    pub failures: Failures,
}

impl RecordedState {
    /// For a token that was never used.
    pub const NEW: Self = Self { last: None, drift: 0, failures: Failures::NONE };

    /// Length of the encoding, in bytes: 56.
    pub const ENCODED: usize = 1 + 8 + 4 + Failures::ENCODED;
}

/// [`RecordedState::ENCODED`] bytes: a step of 0 where there is none, so that all states have the same length.
impl Encode for RecordedState {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let (tag, step) = match self.last {
            None => (0, 0),
            Some(step) => (1, step.value()),
        };
        writer.u8(tag)?;
        writer.u64(step)?;
        self.drift.encode(writer)?;
        self.failures.encode(writer)
    }
}

impl Decode for RecordedState {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let last = reader.checked(DecodeErrorKind::OutOfRange, |(tag, step): (u8, u64)| {
            match (tag, step) {
                (0, 0) => Some(None),
                (1, step) => Some(Some(TimeStep::new(step))),
                // A step behind the tag for none would be a second encoding of it.
                _ => None,
            }
        })?;
        Ok(Self { last, drift: reader.read()?, failures: reader.read()? })
    }
}

/// All that a verifier remembers of a counter-based token. The key is not in it.
///
/// To be swapped in a single step, like [`RecordedState`].
///
/// ```
/// use warifu_core::Counter;
/// use warifu_core::codec::{Decode, Encode};
/// use warifu_otp::RecordedCounter;
///
/// let state = RecordedCounter::new(Counter::new(0));
/// let bytes = state.encoded::<{ RecordedCounter::ENCODED }>()?;
/// assert_eq!(RecordedCounter::decode_whole(bytes.as_slice())?, state);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordedCounter {
    /// The counter that is expected next; nothing ever lowers it.
    pub next: Counter,
    /// The wrong codes.
    pub failures: Failures,
}

impl RecordedCounter {
    /// Length of the encoding, in bytes: 51.
    pub const ENCODED: usize = 8 + Failures::ENCODED;

    /// For a token that is at `next`: 0, or what the key file says.
    pub const fn new(next: Counter) -> Self {
        Self { next, failures: Failures::NONE }
    }
}

/// [`RecordedCounter::ENCODED`] bytes.
impl Encode for RecordedCounter {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.next.encode(writer)?;
        self.failures.encode(writer)
    }
}

impl Decode for RecordedCounter {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { next: reader.read()?, failures: reader.read()? })
    }
}

/// The wrong codes of a token, and how long it is not listened to because of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How many, in a row and in thirty days.
    pub attempts: Attempts,
    /// Codes are looked at from this moment on; 0 if there is nothing to wait for.
    pub wait_until: UnixTime,
}

impl Failures {
    /// None so far.
    pub const NONE: Self = Self { attempts: Attempts::NONE, wait_until: UnixTime::new(0) };

    /// Length of the encoding, in bytes.
    const ENCODED: usize = Attempts::ENCODED + 8;

    /// 解除: a release by staff of the bank, after the failures in a row were found harmless. Those of thirty days stay,
    /// and wear off.
    #[must_use]
    pub const fn released(self) -> Self {
        Self { attempts: self.attempts.succeeded(), ..Self::NONE }
    }
}

impl Encode for Failures {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.attempts.encode(writer)?;
        self.wait_until.encode(writer)
    }
}

impl Decode for Failures {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { attempts: reader.read()?, wait_until: reader.read()? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::AttemptLimits;

    fn failures(times: u8, wait: u64) -> Failures {
        let attempts = (0..times).fold(Attempts::NONE, |attempts, _| {
            attempts.failed(UnixTime::new(1_800_000_000), &AttemptLimits::DEFAULT).0
        });
        Failures { attempts, wait_until: UnixTime::new(wait) }
    }

    /// What is stored already has these lengths.
    #[test]
    fn lengths() {
        assert_eq!([RecordedState::ENCODED, RecordedCounter::ENCODED], [56, 51]);
    }

    proptest! {
        #[test]
        fn a_state_comes_back(last in proptest::option::of(any::<u64>()), drift: i32, times in 0..9_u8, wait: u64) {
            let state = RecordedState { last: last.map(TimeStep::new), drift, failures: failures(times, wait) };
            let mut bytes = [0; RecordedState::ENCODED];
            let mut writer = Writer::new(&mut bytes);
            state.encode(&mut writer).unwrap();
            prop_assert_eq!(writer.length(), bytes.len());
            prop_assert_eq!(RecordedState::decode(&mut Reader::new(&bytes)), Ok(state));
            for end in 0..bytes.len() {
                prop_assert!(RecordedState::decode(&mut Reader::new(&bytes[..end])).is_err());
            }
        }

        #[test]
        fn a_counter_comes_back(next: u64, times in 0..9_u8, wait: u64) {
            let state = RecordedCounter { next: Counter::new(next), failures: failures(times, wait) };
            let mut bytes = [0; RecordedCounter::ENCODED];
            let mut writer = Writer::new(&mut bytes);
            state.encode(&mut writer).unwrap();
            prop_assert_eq!(writer.length(), bytes.len());
            prop_assert_eq!(RecordedCounter::decode(&mut Reader::new(&bytes)), Ok(state));
        }
    }
}
