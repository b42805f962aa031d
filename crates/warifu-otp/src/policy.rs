use warifu_core::{Digits, Seconds};

use crate::budget::at_least_once;
use crate::{AttemptLimits, GuessBudget, ParametersError, TimeStep, Window};

/// How a verifier treats the codes of one kind of token: what it accepts ([`TimeRules`] or [`CounterRules`]), how many
/// wrong ones it bears, and so how likely it is that a guess succeeds.
///
/// A policy that exists keeps the bound it was made with. The presets keep [`Bound::DEFAULT`], a lifetime of five years
/// and the default limits (5 in a row, 80 in thirty days). What a guesser achieves at most, if the token is
/// released each time it is suspended:
///
/// | preset | codes | one guess | until the lock | in a year | in five years |
/// |---|---|---|---|---|---|
/// | [`Policy::TIME_6_DIGITS`] | 5 to 9 | 1 in 110,000 | 1 in 22,000 | 0.9 % | 4.3 % |
/// | [`Policy::TIME_8_DIGITS`] | 5 to 21 | 1 in 4,600,000 | 1 in 930,000 | 0.02 % | 0.1 % |
/// | [`Policy::COUNTER_6_DIGITS`] | 10 | 1 in 100,000 | 1 in 20,000 | 1 % | 4.9 % |
/// | [`Policy::COUNTER_8_DIGITS`] | 25 | 1 in 3,900,000 | 1 in 780,000 | 0.03 % | 0.1 % |
///
/// That is one token. What a guesser achieves at many of them is [`GuessBudget::across`] a [`Campaign`](crate::Campaign).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy<R> {
    rules: R,
    guessing: Guessing,
}

/// What decides, together with the rules, how likely a guess is to succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guessing {
    /// The fewest digits that a token's code has.
    pub digits: Digits,
    /// The wrong codes that a token bears.
    pub limits: AttemptLimits,
    /// T of [RFC 4226 §7.3](https://www.rfc-editor.org/rfc/rfc4226#section-7.3): after the A-th failure in a row the
    /// next code is looked at T · A seconds later. 0 for no delay. The budget does not count on it.
    pub delay: Seconds,
    /// How long a token lives, in years.
    pub years: u8,
}

impl Guessing {
    /// This many digits, the default limits, no delay, five years.
    pub const fn with_digits(digits: Digits) -> Self {
        Self { digits, limits: AttemptLimits::DEFAULT, delay: Seconds::new(0), years: 5 }
    }
}

impl<R: Rules> Policy<R> {
    /// A policy that keeps `bound`.
    ///
    /// # Errors
    ///
    /// [`ParametersError::TooEasyToGuess`] tells the budget that would have been granted.
    pub fn new(rules: R, guessing: Guessing, bound: Bound) -> Result<Self, ParametersError> {
        let policy = Self { rules, guessing };
        let budget = policy.budget();
        if budget.keeps(bound) {
            Ok(policy)
        } else {
            Err(ParametersError::TooEasyToGuess { budget })
        }
    }

    /// How likely a guess is to succeed under this policy, at the widest that its window gets.
    pub fn budget(&self) -> GuessBudget {
        GuessBudget::from_rules(&self.rules, &self.guessing)
    }
}

impl<R> Policy<R> {
    /// What is accepted.
    pub const fn rules(&self) -> &R {
        &self.rules
    }

    /// What decides how likely a guess is to succeed.
    pub const fn guessing(&self) -> &Guessing {
        &self.guessing
    }
}

impl Policy<TimeRules> {
    /// For tokens of 6 digits, used every other month or more often.
    pub const TIME_6_DIGITS: Self = Self {
        rules: TimeRules { most_widening: 2, ..TimeRules::DEFAULT },
        guessing: Guessing::with_digits(Digits::SIX),
    };

    /// For tokens of 8 digits, used every ten months or more often.
    pub const TIME_8_DIGITS: Self = Self {
        rules: TimeRules { most_widening: 8, ..TimeRules::DEFAULT },
        guessing: Guessing::with_digits(Digits::EIGHT),
    };
}

impl Policy<CounterRules> {
    /// For tokens of 6 digits.
    pub const COUNTER_6_DIGITS: Self = Self {
        rules: CounterRules { look_ahead: 9, resynchronisation: 200 },
        guessing: Guessing::with_digits(Digits::SIX),
    };

    /// For tokens of 8 digits.
    pub const COUNTER_8_DIGITS: Self = Self {
        rules: CounterRules { look_ahead: 24, resynchronisation: 1000 },
        guessing: Guessing::with_digits(Digits::EIGHT),
    };
}

/// What a policy accepts: implemented by [`TimeRules`] and [`CounterRules`] alone.
pub trait Rules: sealed::Sealed {
    /// The most codes that are right at one time.
    fn most_codes(&self) -> u32;

    /// The pairs of consecutive codes that resynchronisation takes.
    fn most_pairs(&self) -> u32;

    /// How likely this many guesses are to succeed, if one is with this probability.
    fn many_guesses(&self, one: f64, guesses: u32) -> f64;
}

pub(crate) mod sealed {
    pub trait Sealed {}

    impl Sealed for super::TimeRules {}
    impl Sealed for super::CounterRules {}
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
        (one * f64::from(guesses)).min(1.0)
    }
}

/// The most that a policy may grant a guesser, as probabilities from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// Until the failures in a row suspend the token.
    pub per_lock: f64,
    /// In the token's life, if it is released whenever it is suspended.
    pub per_life: f64,
}

impl Bound {
    /// 1 in 10,000 until the lock, what a 4-digit PIN with one attempt grants; 5 % in a life under attack.
    pub const DEFAULT: Self = Self { per_lock: 1e-4, per_life: 0.05 };
}

const A_MILLION: u128 = 1_000_000;
const HALF_A_MILLION: u128 = 500_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_widens_with_idle_time() {
        const DAY: u64 = 24 * 60;
        let rules = Policy::TIME_8_DIGITS.rules;
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
    fn the_presets_keep_the_default_bound() {
        let time = [Policy::TIME_6_DIGITS, Policy::TIME_8_DIGITS];
        for policy in time {
            assert_eq!(Policy::new(policy.rules, policy.guessing, Bound::DEFAULT), Ok(policy));
        }
        let counter = [Policy::COUNTER_6_DIGITS, Policy::COUNTER_8_DIGITS];
        for policy in counter {
            assert_eq!(Policy::new(policy.rules, policy.guessing, Bound::DEFAULT), Ok(policy));
        }
    }

    #[test]
    fn what_is_too_easy_is_refused() {
        let wide = TimeRules { most_widening: 10, ..TimeRules::DEFAULT };
        let guessing = Guessing::with_digits(Digits::SIX);
        let refused = Policy::new(wide, guessing, Bound::DEFAULT).unwrap_err();
        let ParametersError::TooEasyToGuess { budget } = refused else { panic!("{refused}") };
        assert!(budget.per_lock > Bound::DEFAULT.per_lock);
        assert!(Policy::new(wide, Guessing::with_digits(Digits::EIGHT), Bound::DEFAULT).is_ok());
        let for_ever = Guessing { years: 255, ..guessing };
        assert!(Policy::new(TimeRules::DEFAULT, for_ever, Bound::DEFAULT).is_err());
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
