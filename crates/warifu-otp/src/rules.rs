use crate::probability::{at_least_once, summed};
use crate::{TimeStep, Window};

/// What a policy accepts: implemented by [`TimeRules`] and [`CounterRules`] alone.
pub trait Rules: sealed::Sealed {
    /// The most codes that are right at one time.
    fn most_codes(&self) -> u32;

    /// The pairs of consecutive codes that resynchronisation takes.
    fn most_pairs(&self) -> u32;

    /// How likely it is that one or more of this many guesses succeed, where a single guess succeeds with the probability
    /// `one`.
    fn many_guesses(&self, one: f64, guesses: u32) -> f64;
}

/// Which time steps a verifier accepts.
///
/// The window lies around the clock's step plus the remembered drift. The drift is the step of the last accepted code
/// minus the clock's, so it is off by up to one step either way, and by one more towards the past for a code that was
/// typed late: two measurements differ by two although no clock moved. That is why the default window has two steps on
/// either side of the drift, not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeRules {
    /// The window around the remembered drift right after a code was accepted.
    pub window: Window,
    /// How far the token's clock may run from the verifier's, in millionths. 20 is an ordinary quartz: a minute in 35
    /// days.
    pub tolerance: u16,
    /// By how many steps either way the window widens at most while the token lies idle.
    pub most_widening: u8,
    /// The drift that is remembered, and that resynchronisation looks for, at most, in steps. The window lies around the
    /// remembered drift, so a token may be off by half a window more.
    pub most_drift: u16,
}

impl TimeRules {
    /// Two steps either way, 20 millionths, 5 steps of widening, 60 of drift: five years of 20 millionths are 53
    /// minutes.
    pub const DEFAULT: Self = Self {
        window: Window { past: 2, future: 2 },
        tolerance: 20,
        most_widening: 5,
        most_drift: 60,
    };

    /// The window at the clock's step `clock`, for a token that last had a code accepted in the step `last` with this
    /// drift.
    ///
    /// It widens on both sides by the steps that the clocks can have run apart since, rounded to the nearest:
    ///
    /// ```text
    /// idle = max(0, clock − (last − drift))
    /// widening = min(most_widening, (idle · tolerance + 500,000) / 1,000,000)
    /// ```
    ///
    /// A token that was never accepted has the plain window: what its clock had run apart in the box, registering it
    /// with two codes ([`Totp::resynchronise`](crate::Totp::resynchronise)) finds out.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "an i32 has a negative in 64 bits; a u64 times a u16, and half a million, fit 128"
    )]
    pub fn window_at(&self, last: Option<TimeStep>, drift: i32, clock: TimeStep) -> Window {
        let Some(last) = last else { return self.window };
        // The clock's step when the code was accepted; at the ends of the range, the end.
        let measured = last.value().saturating_add_signed(-i64::from(drift));
        // A clock that went back has not been idle: it must not widen the window.
        let idle = clock.value().saturating_sub(measured);
        let apart = (u128::from(idle) * u128::from(self.tolerance) + HALF_A_MILLION) / A_MILLION;
        let widening = match u8::try_from(apart) {
            Ok(steps) => steps.min(self.most_widening),
            // However long a token lies in a drawer, a guess must not become likelier than the policy's budget says.
            Err(_) => self.most_widening,
        };
        self.window.widened(widening)
    }

    /// The drift that is remembered of a measured one.
    #[expect(clippy::arithmetic_side_effects, reason = "a u16 has a negative in 32 bits")]
    pub fn remembered(&self, drift: i32) -> i32 {
        let most = i32::from(self.most_drift);
        drift.clamp(-most, most)
    }
}

impl Default for TimeRules {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Rules for TimeRules {
    fn most_codes(&self) -> u32 {
        self.window.widened(self.most_widening).codes()
    }

    #[expect(clippy::arithmetic_side_effects, reason = "twice a u16 and 1 fit 32 bits")]
    fn most_pairs(&self) -> u32 {
        u32::from(self.most_drift) * 2 + 1
    }

    /// The codes change between most guesses: each is as likely as the one before.
    fn many_guesses(&self, one: f64, guesses: u32) -> f64 {
        at_least_once(one, guesses)
    }
}

/// Which counters a verifier accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CounterRules {
    /// s of [RFC 4226 §7.4](https://www.rfc-editor.org/rfc/rfc4226#section-7.4): the counters after the expected one
    /// that are accepted too.
    pub look_ahead: u8,
    /// The counters after the expected one among which two consecutive codes are looked for.
    pub resynchronisation: u16,
}

impl Rules for CounterRules {
    fn most_codes(&self) -> u32 {
        u32::from(self.look_ahead) + 1
    }

    fn most_pairs(&self) -> u32 {
        u32::from(self.resynchronisation) + 1
    }

    /// A token that lies in a drawer has the same codes for years: no guess need be made twice.
    fn many_guesses(&self, one: f64, guesses: u32) -> f64 {
        summed(one, guesses)
    }
}

/// The one number that answers a challenge.
pub(crate) struct OneNumber;

impl Rules for OneNumber {
    fn most_codes(&self) -> u32 {
        1
    }

    fn most_pairs(&self) -> u32 {
        0
    }

    /// Different guesses at one challenge exclude each other, and guesses at several do not: the sum is never less.
    fn many_guesses(&self, one: f64, guesses: u32) -> f64 {
        summed(one, guesses)
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::TimeRules {}
    impl Sealed for super::CounterRules {}
    impl Sealed for super::OneNumber {}
}

const A_MILLION: u128 = 1_000_000;
const HALF_A_MILLION: u128 = 500_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    #[test]
    fn the_window_widens_with_idle_time() {
        const DAY: u64 = 24 * 60;
        let rules = Policy::TIME_8_DIGITS.rules();
        let last = Some(TimeStep::new(1_000_000));
        let half = |days: u64| {
            let window = rules.window_at(last, 3, TimeStep::new(1_000_000 - 3 + days * DAY));
            assert_eq!(window.past, window.future);
            window.past - 2
        };
        let widening = [0, 17, 18, 52, 53, 86, 87, 190, 365, 3650].map(half);
        assert_eq!(widening, [0, 0, 1, 1, 2, 2, 3, 5, 8, 8]);
        assert_eq!(rules.window_at(last, 3, TimeStep::new(0)), rules.window, "a clock gone back");
        assert_eq!(rules.window_at(None, 0, TimeStep::new(u64::MAX)), rules.window);
        assert_eq!(rules.window_at(last, i32::MIN, TimeStep::new(u64::MAX)).past, 10);
    }

    #[test]
    fn drift_is_bounded() {
        let rules = TimeRules::DEFAULT;
        assert_eq!(
            [-61, -60, 0, 60, i32::MAX].map(|drift| rules.remembered(drift)),
            [-60, -60, 0, 60, 60]
        );
    }
}
