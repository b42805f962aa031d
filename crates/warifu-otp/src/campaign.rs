use crate::GuessBudget;
use crate::probability::at_least_once;

/// A few guesses at each of many customers, within a year: what no limit of a single token sees.
///
/// Five wrong codes suspend a token, so a patient guesser makes fewer and goes on to the next customer. What that achieves
/// is [`GuessBudget::across`]; what notices it is a [`WrongCodeRate`](crate::WrongCodeRate). `docs/guessing.md` has the
/// numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Campaign {
    /// How many customers are tried. Each has a token, and each token has its own key.
    pub customers: u32,
    /// How many guesses are made at each.
    pub guesses_each: u16,
}

impl Campaign {
    /// One guess at each of this many customers.
    pub const fn one_guess_each(customers: u32) -> Self {
        Self { customers, guesses_each: 1 }
    }
}

/// What a guesser achieves at many customers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Successes {
    /// The probability, from 0 to 1, that one guess or more succeeds.
    pub at_least_one: f64,
    /// How many customers' codes are guessed on average.
    pub expected: f64,
}

impl GuessBudget {
    /// The most that the most knowing guesser achieves in a year, who makes as many guesses at each customer as the
    /// campaign says.
    ///
    /// ```text
    /// at one customer = min(guesses each · per window, per year)
    /// at least one    = 1 − (1 − at one customer)^customers
    /// expected        = customers · at one customer
    /// ```
    ///
    /// Keys are independent of each other, so a guess at one customer says nothing about the next. At one customer the
    /// guesses are different ones in one window, which is the best that can be done with them; more guesses than the
    /// limits of a year allow add nothing.
    ///
    /// # Example
    ///
    /// ```
    /// use warifu_core::Digits;
    /// use warifu_otp::{Campaign, GuessBudget, Guessing, Policy};
    ///
    /// let campaign = Campaign::one_guess_each(1_000_000);
    /// // Transaction authentication numbers: one time in a hundred, one guess succeeds.
    /// let numbers = GuessBudget::from_challenges(&Guessing::with_digits(Digits::EIGHT));
    /// assert!((0.0101..0.0103).contains(&numbers.across(campaign).at_least_one));
    /// // One-time passwords of 6 digits, nine of them right at the widest window: nine customers.
    /// assert!((8.9..9.1).contains(&Policy::TIME_6_DIGITS.budget().across(campaign).expected));
    /// ```
    pub fn across(&self, campaign: Campaign) -> Successes {
        let Campaign { customers, guesses_each } = campaign;
        let at_one = (f64::from(guesses_each) * self.per_window).min(self.per_year);
        Successes {
            at_least_one: at_least_once(at_one, customers),
            expected: f64::from(customers) * at_one,
        }
    }
}

#[cfg(test)]
mod tests {
    use warifu_core::Digits;

    use super::*;
    use crate::{Guessing, Policy};

    fn close(one: f64, other: f64) -> bool {
        (one / other - 1.0).abs() < 0.0005
    }

    fn numbers() -> GuessBudget {
        GuessBudget::from_challenges(&Guessing::with_digits(Digits::EIGHT))
    }

    #[test]
    fn one_guess_at_each_of_a_million() {
        let campaign = Campaign::one_guess_each(1_000_000);
        let at_numbers = numbers().across(campaign);
        assert!(close(at_numbers.expected, 1e6 * 1.0245e-8), "{at_numbers:?}");
        assert!(close(at_numbers.at_least_one, 0.010_193), "1 - e^-0.010245: {at_numbers:?}");
        let at_passwords = Policy::TIME_6_DIGITS.budget().across(campaign);
        assert!(close(at_passwords.expected, 9.002), "nine candidates: {at_passwords:?}");
        assert!(close(at_passwords.at_least_one, 0.999_877), "1 - e^-9.002: {at_passwords:?}");
    }

    #[test]
    fn several_guesses_at_each() {
        let budget = Policy::COUNTER_6_DIGITS.budget();
        let four = budget.across(Campaign { customers: 10_000, guesses_each: 4 });
        assert!(close(four.expected, 10_000.0 * 4.0 * budget.per_window), "{four:?}");
        assert!(close(four.at_least_one, 0.329_8), "1 - e^-0.4001: {four:?}");
    }

    /// One customer is the budget of one token.
    #[test]
    fn one_customer() {
        let budget = Policy::TIME_6_DIGITS.budget();
        let at_one = |guesses_each| budget.across(Campaign { customers: 1, guesses_each });
        assert!(close(at_one(1).at_least_one, budget.per_window));
        assert!(close(at_one(5).at_least_one, budget.per_lock));
        assert!(close(at_one(u16::MAX).at_least_one, budget.per_year), "the limits of a year");
        assert!(close(at_one(u16::MAX).expected, budget.per_year));
    }

    #[test]
    fn nothing_and_everything() {
        let nothing = Successes { at_least_one: 0.0, expected: 0.0 };
        let campaigns = [(0, 1), (1_000_000, 0), (0, 0)];
        for (customers, guesses_each) in campaigns {
            assert_eq!(numbers().across(Campaign { customers, guesses_each }), nothing);
        }
        let everybody = Campaign { customers: u32::MAX, guesses_each: u16::MAX };
        let most = Policy::TIME_6_DIGITS.budget().across(everybody);
        assert!((most.at_least_one - 1.0).abs() < f64::EPSILON, "{most:?}");
        assert!(most.expected < f64::from(u32::MAX), "{most:?}");
    }
}
