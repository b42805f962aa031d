use warifu_core::Digits;

use crate::format::{MAX_DIGITS, MIN_LEGACY_DIGITS};
use crate::{Bound, CounterRules, GuessBudget, Guessing, ParametersError, Rules, TimeRules};

/// How a verifier treats the codes of one kind of token: what it accepts ([`TimeRules`] or [`CounterRules`]), how many
/// wrong ones suspend the token, and so how likely it is that a guess succeeds.
///
/// A policy that exists keeps the bound it was made with. The presets keep [`Bound::DEFAULT`], a lifetime of five years
/// and the default limits (5 in a row, 80 in thirty days). What a guesser achieves at most, if the token is
/// released each time it is suspended (the right codes are those that are accepted at one moment, from the usual window to
/// the widest):
///
/// | preset | right codes | one guess | until the lock | in a year | in five years |
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

impl<R: Rules> Policy<R> {
    /// A policy that keeps `bound`.
    ///
    /// # Errors
    ///
    /// [`ParametersError::Digits`] for digits that no token's code has, not even that of an old one: outside 4 to 10.
    /// [`ParametersError::NoLifetime`] for 0 years, and [`ParametersError::Bound`] for a bound outside 0 to 1.
    /// [`ParametersError::TooEasyToGuess`] tells the budget that would have been granted.
    pub fn new(rules: R, guessing: Guessing, bound: Bound) -> Result<Self, ParametersError> {
        if !(MIN_LEGACY_DIGITS..=MAX_DIGITS).contains(&guessing.digits.value()) {
            return Err(ParametersError::Digits { fewest: MIN_LEGACY_DIGITS });
        }
        // In 0 years there is no guess, so that the bound of a life would allow any number of them.
        if guessing.years == 0 {
            return Err(ParametersError::NoLifetime);
        }
        // A bound above 1 looks like a limit and is none.
        if [bound.per_lock, bound.per_life].iter().any(|most| !(0.0..=1.0).contains(most)) {
            return Err(ParametersError::Bound);
        }
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

    /// The facts from which the odds of a guess are computed.
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_bound_is_a_probability() {
        let made = |per_lock, per_life| {
            let guessing = Guessing::with_digits(Digits::EIGHT);
            Policy::new(TimeRules::DEFAULT, guessing, Bound { per_lock, per_life }).map(drop)
        };
        assert_eq!(made(1.0, 1.0), Ok(()));
        for none in [1.0 + f64::EPSILON, 2.0, f64::INFINITY, -1.0, f64::NEG_INFINITY, f64::NAN] {
            assert_eq!(made(none, 1.0), Err(ParametersError::Bound), "{none}");
            assert_eq!(made(1.0, none), Err(ParametersError::Bound), "{none}");
        }
        assert!(matches!(made(0.0, 0.0), Err(ParametersError::TooEasyToGuess { .. })));
    }

    #[test]
    fn no_token_lives_for_no_years_or_has_12_digits() {
        let anything = Bound { per_lock: 1.0, per_life: 1.0 };
        let made = |digits, years| {
            let digits = Digits::new(digits).unwrap();
            let guessing = Guessing { years, ..Guessing::with_digits(digits) };
            Policy::new(TimeRules::DEFAULT, guessing, anything).map(drop)
        };
        assert_eq!(made(8, 0), Err(ParametersError::NoLifetime));
        for years in [1, 255] {
            assert_eq!(made(8, years), Ok(()), "{years}");
        }
        for digits in 4..=12 {
            let expected =
                if digits <= 10 { Ok(()) } else { Err(ParametersError::Digits { fewest: 4 }) };
            assert_eq!(made(digits, 5), expected, "{digits}");
        }
    }
}
