use warifu_core::Digits;

use crate::{Bound, CounterRules, GuessBudget, Guessing, ParametersError, Rules, TimeRules};

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
}
