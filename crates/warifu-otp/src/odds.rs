use crate::rules::OneNumber;
use crate::{Bound, GuessBudget, Guessing, Rules};

impl GuessBudget {
    /// For numbers that answer a challenge, such as a transaction authentication number: exactly one of 10^digits is
    /// right, and there is no window.
    ///
    /// The number is made by dynamic truncation, as in RFC 4226 and RFC 6287; more than 10 digits do not make it harder to
    /// guess. What a [`Policy`](crate::Policy) refuses is not refused here: in 0 years, nothing is ever guessed.
    pub fn from_challenges(guessing: &Guessing) -> Self {
        Self::from_rules(&OneNumber, guessing)
    }

    pub(crate) fn from_rules(rules: &impl Rules, guessing: &Guessing) -> Self {
        let Guessing { digits, limits, years, .. } = guessing;
        // Where there are more codes than numbers, no code is made of two.
        let of_snum = u32::try_from(digits.modulus()).map_or(1, |codes| SNUMS.div_ceil(codes));
        let per_code = f64::from(of_snum) / f64::from(SNUMS);
        let of_a_pair = f64::from(rules.most_pairs()) * per_code * per_code;
        let per_window = (f64::from(rules.most_codes()) * per_code).max(of_a_pair).min(1.0);
        let in_a_year = failures(1, limits.thirty_days());
        let in_a_life = failures(*years, limits.thirty_days());
        Self {
            per_window,
            per_lock: (f64::from(limits.consecutive()) * per_window).min(1.0),
            per_year: rules.many_guesses(per_window, in_a_year),
            per_life: rules.many_guesses(per_window, in_a_life),
        }
    }

    pub(crate) fn keeps(&self, bound: Bound) -> bool {
        self.per_lock <= bound.per_lock && self.per_life <= bound.per_life
    }
}

#[expect(
    clippy::arithmetic_side_effects,
    reason = "255 years have 3,111 spans; times 65,535 that fits 32 bits"
)]
fn failures(years: u8, thirty_days: u16) -> u32 {
    let spans = (u32::from(years) * DAYS_IN_A_YEAR).div_ceil(30);
    spans * u32::from(thirty_days)
}

/// How many numbers dynamic truncation yields.
const SNUMS: u32 = 1 << 31;
const DAYS_IN_A_YEAR: u32 = 366;

#[cfg(test)]
mod tests {
    use warifu_core::Digits;

    use super::*;
    use crate::{CounterRules, Policy};

    const fn counting(look_ahead: u8, resynchronisation: u16) -> CounterRules {
        CounterRules { look_ahead, resynchronisation }
    }

    fn close(one: f64, other: f64) -> bool {
        (one / other - 1.0).abs() < 0.005
    }

    #[test]
    fn the_bias_of_truncation() {
        let per_code = |digits| {
            let guessing = Guessing::with_digits(Digits::new(digits).unwrap());
            GuessBudget::from_rules(&counting(0, 0), &guessing).per_window
        };
        assert!(close(per_code(6), 1e-6));
        assert!(close(per_code(8) / 1e-8, 1.0245), "2.4 % at 8 digits");
        assert!(close(per_code(9) / 1e-9, 1.397), "0 to 147,483,647 three times, the others twice");
        assert!(close(per_code(10), 1.0 / 2_147_483_648.0), "no more than 31 bits");
    }

    /// The table at [`Policy`].
    #[test]
    fn the_numbers_of_the_presets() {
        let budget = Policy::TIME_6_DIGITS.budget();
        assert!(close(1.0 / budget.per_window, 111_000.0), "{budget:?}");
        assert!(close(1.0 / budget.per_lock, 22_200.0), "{budget:?}");
        assert!(close(budget.per_year, 0.0093), "{budget:?}");
        assert!(close(budget.per_life, 0.043), "{budget:?}");
        let budget = Policy::TIME_8_DIGITS.budget();
        assert!(close(1.0 / budget.per_window, 4_650_000.0), "{budget:?}");
        assert!(close(1.0 / budget.per_lock, 930_000.0), "{budget:?}");
        assert!(close(budget.per_year, 0.000_224), "{budget:?}");
        assert!(close(budget.per_life, 0.001_05), "{budget:?}");
        let budget = Policy::COUNTER_6_DIGITS.budget();
        assert!(close(1.0 / budget.per_window, 100_000.0), "{budget:?}");
        assert!(close(1.0 / budget.per_lock, 20_000.0), "{budget:?}");
        assert!(close(budget.per_year, 0.0104), "{budget:?}");
        assert!(close(budget.per_life, 0.0488), "{budget:?}");
        let budget = Policy::COUNTER_8_DIGITS.budget();
        assert!(close(1.0 / budget.per_window, 3_905_000.0), "{budget:?}");
        assert!(close(1.0 / budget.per_lock, 781_000.0), "{budget:?}");
        assert!(close(budget.per_year, 0.000_266), "{budget:?}");
        assert!(close(budget.per_life, 0.001_25), "{budget:?}");
    }

    #[test]
    fn a_challenge_has_one_number() {
        let budget = GuessBudget::from_challenges(&Guessing::with_digits(Digits::EIGHT));
        assert!(close(budget.per_window, 1.0245e-8), "{budget:?}");
        assert!(close(1.0 / budget.per_lock, 19_522_000.0), "{budget:?}");
        assert!(close(budget.per_year, 1040.0 * 1.0245e-8), "{budget:?}");
        assert!(close(budget.per_life, 4880.0 * 1.0245e-8), "{budget:?}");
        let longer = GuessBudget::from_challenges(&Guessing::with_digits(Digits::TWELVE));
        assert!(close(longer.per_window, 1.0 / 2_147_483_648.0), "no more than 31 bits");
    }

    #[test]
    fn a_pair_may_be_the_easier_guess() {
        let guessing = Guessing::with_digits(Digits::new(4).unwrap());
        let budget = GuessBudget::from_rules(&counting(0, u16::MAX), &guessing);
        assert!(close(budget.per_window, 65_536.0 * 1e-8), "{budget:?}");
        assert!(close(GuessBudget::from_rules(&counting(0, 9_998), &guessing).per_window, 1e-4));
    }

    #[test]
    fn certainty_is_the_most() {
        let guessing = Guessing::with_digits(Digits::new(4).unwrap());
        let budget =
            GuessBudget::from_rules(&counting(255, 0), &Guessing { years: 255, ..guessing });
        assert!((budget.per_life - 1.0).abs() < f64::EPSILON);
    }
}
