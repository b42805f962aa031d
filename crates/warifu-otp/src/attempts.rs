use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, UnixTime};

use crate::AttemptLimits;

/// Whether a token may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It may be used.
    Active,
    /// 利用停止: too many wrong codes. Staff of the bank have to release it.
    Suspended,
}

/// The wrong codes of one token: how many in a row, and how many on each of the last thirty days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    consecutive: u8,
    /// Days since 1970; the day of the first entry of `daily`.
    today: u32,
    daily: [u8; 30],
}

impl Attempts {
    /// None so far.
    pub const NONE: Self = Self { consecutive: 0, today: 0, daily: [0; 30] };

    /// Length of the encoding, in bytes.
    pub(crate) const ENCODED: usize = 1 + 4 + 30;

    /// One more wrong code. Says whether the token may still be used.
    #[must_use]
    pub fn failed(self, now: UnixTime, limits: &AttemptLimits) -> (Self, Standing) {
        let mut counted = self.on(now);
        // Counts that wrapped would forgive: at the most, they stay.
        counted.consecutive = counted.consecutive.saturating_add(1);
        let [today, ..] = &mut counted.daily;
        *today = today.saturating_add(1);
        (counted, counted.standing(now, limits))
    }

    /// Whether a token with these failures may be used on the day of `now`.
    ///
    /// Failures in a row suspend until someone else releases the token; those of thirty days also wear off.
    pub fn standing(&self, now: UnixTime, limits: &AttemptLimits) -> Standing {
        let exhausted = self.consecutive >= limits.consecutive()
            || self.on(now).in_thirty_days() >= limits.thirty_days();
        if exhausted { Standing::Suspended } else { Standing::Active }
    }

    /// A right code, or a release: the failures in a row begin anew, those of the thirty days stay.
    #[must_use]
    pub const fn succeeded(self) -> Self {
        Self { consecutive: 0, ..self }
    }

    /// Failures since the last right code or release.
    pub const fn consecutive(&self) -> u8 {
        self.consecutive
    }

    /// Failures on the last thirty days that were counted.
    pub fn in_thirty_days(&self) -> u16 {
        self.daily.iter().map(|&count| u16::from(count)).sum()
    }

    /// The same failures, seen from the day of `now`. Days never go back.
    fn on(self, now: UnixTime) -> Self {
        let day = match u32::try_from(now.value() / 86_400) {
            // A clock that is set back must not bring back days that were forgiven, or forgive those to come.
            Ok(day) => day.max(self.today),
            // Eleven million years on, there is one last day.
            Err(_) => u32::MAX,
        };
        let mut daily = [0; 30];
        let now_ago = u64::from(day.abs_diff(self.today))..;
        for (&count, ago) in self.daily.iter().zip(now_ago) {
            let place = usize::try_from(ago).ok().and_then(|ago| daily.get_mut(ago));
            // What is older than thirty days has no place, and wears off.
            if let Some(place) = place {
                *place = count;
            }
        }
        Self { consecutive: self.consecutive, today: day, daily }
    }
}

/// 35 bytes.
impl Encode for Attempts {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.consecutive)?;
        writer.u32(self.today)?;
        self.daily.encode(writer)
    }
}

impl Decode for Attempts {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { consecutive: reader.u8()?, today: reader.u32()?, daily: reader.read()? })
    }
}

/// One byte.
impl Encode for Standing {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(match self {
            Self::Active => 0,
            Self::Suspended => 1,
        })
    }
}

/// Any byte but 0 and 1 is [`DecodeErrorKind::OutOfRange`].
impl Decode for Standing {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.checked(DecodeErrorKind::OutOfRange, |byte: u8| match byte {
            0 => Some(Self::Active),
            1 => Some(Self::Suspended),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::vec::Vec;

    use super::*;

    const DAY: u64 = 86_400;

    fn at(day: u64) -> UnixTime {
        UnixTime::new(day.saturating_mul(DAY))
    }

    #[test]
    fn the_fifth_failure_in_a_row_suspends() {
        let mut attempts = Attempts::NONE;
        for count in 1..=5 {
            let (next, standing) = attempts.failed(at(20_000), &AttemptLimits::DEFAULT);
            assert_eq!(standing == Standing::Suspended, count == 5, "failure {count}");
            attempts = next;
        }
    }

    #[test]
    fn success_resets_the_row_and_not_the_budget() {
        let mut attempts = Attempts::NONE;
        for round in 1..=20 {
            for _ in 0..4 {
                let (next, standing) = attempts.failed(at(20_000), &AttemptLimits::DEFAULT);
                attempts = next;
                assert_eq!(
                    standing == Standing::Suspended,
                    attempts.in_thirty_days() >= 80,
                    "round {round}"
                );
            }
            attempts = attempts.succeeded();
        }
        assert_eq!(attempts.in_thirty_days(), 80);
    }

    #[test]
    fn a_failure_leaves_the_budget_on_the_thirtieth_day_after() {
        let (attempts, _) = Attempts::NONE.failed(at(20_000), &AttemptLimits::DEFAULT);
        assert_eq!(attempts.on(at(20_029)).in_thirty_days(), 1);
        assert_eq!(attempts.on(at(20_030)).in_thirty_days(), 0);
        assert_eq!(
            attempts.on(at(1)).in_thirty_days(),
            1,
            "a clock that goes back forgives nothing"
        );
        assert_eq!(attempts.on(UnixTime::new(u64::MAX)).in_thirty_days(), 0);
    }

    proptest! {
        #[test]
        fn the_budget_is_the_failures_of_the_last_thirty_days(mut days in proptest::collection::vec(19_000_u64..19_090, 0..60)) {
            days.sort_unstable();
            let limits = AttemptLimits::new(10, 100).unwrap();
            let mut attempts = Attempts::NONE;
            let mut before: Vec<u64> = Vec::new();
            for day in days {
                attempts = attempts.succeeded().failed(at(day), &limits).0;
                before.push(day);
                let expected = before.iter().filter(|&&earlier| day.saturating_sub(earlier) < 30).count();
                prop_assert_eq!(usize::from(attempts.in_thirty_days()), expected);
            }
        }
    }
}
