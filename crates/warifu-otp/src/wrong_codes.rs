use core::num::NonZeroU32;

use crate::{Campaign, GuessBudget, HonestErrors, ParametersError, Successes};

/// How many tokens of a bank may have a wrong code within one minute before there is an alarm. It notices a [`Campaign`]:
/// a few guesses at each customer, below the limits of every single token.
///
/// What is counted is distinct tokens: a customer who types five wrong codes in a minute counts once. More than the bound
/// is an alarm. The bound is so high that honest customers exceed it less than once a year (see [`WrongCodeRate::new`]), and
/// lower than the number of customers.
///
/// A campaign that keeps to the bound is not noticed; it takes longer, as [`WrongCodeRate::unnoticed`] tells. The table in
/// `docs/guessing.md` has the figures for banks of several sizes.
///
/// # Security
///
/// An alarm may lengthen the delay of the tokens that had a wrong code in that minute, and of no others. Otherwise a
/// stranger with enough login IDs could make every customer wait.
///
/// # Example
///
/// ```
/// use warifu_core::Digits;
/// use warifu_otp::{Campaign, GuessBudget, Guessing, HonestErrors, WrongCodeRate};
///
/// let honest = HonestErrors { customers: 1_000_000, codes_a_year: 120, wrong_in_a_thousand: 20, busiest: 10 };
/// let rate = WrongCodeRate::from_honest(honest)?;
/// assert!(!rate.is_exceeded_by(rate.bound()) && rate.is_exceeded_by(rate.bound() + 1));
///
/// // One guess at each customer, too slowly for an alarm, takes more than a week.
/// let numbers = GuessBudget::from_challenges(&Guessing::with_digits(Digits::EIGHT));
/// let unnoticed = rate.unnoticed(&numbers, Campaign::one_guess_each(1_000_000));
/// assert!(unnoticed.minutes > 7 * 24 * 60 && unnoticed.successes.at_least_one < 0.0103);
///
/// // Half of it would be exceeded by honest customers.
/// assert!(WrongCodeRate::new(honest, rate.bound() / 2).is_err());
/// # Ok::<(), warifu_otp::ParametersError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongCodeRate {
    honest: HonestErrors,
    bound: NonZeroU32,
}

impl WrongCodeRate {
    /// A bound of one's own, in tokens with a wrong code per minute.
    ///
    /// Honest errors are independent of each other, so those of a minute have a Poisson distribution. By Bernstein's
    /// inequality they exceed the bound with a probability of at most exp(−margin² / (2 · (mean + margin / 3))), where margin
    /// = bound + 1 − mean. With the mean of the busiest minute that is less than one in the minutes of a year.
    ///
    /// # Errors
    ///
    /// [`ParametersError::ImpossibleErrors`] for errors that no customers make, [`ParametersError::LowBound`] for a bound
    /// that honest customers would exceed once a year or more, [`ParametersError::NeverExceeded`] for one that all customers
    /// together would not exceed.
    pub fn new(honest: HonestErrors, bound: u32) -> Result<Self, ParametersError> {
        honest.check()?;
        let least = honest.least_bound();
        // A bound that no attack exceeds is none; where even the least is one, the bank is too small for this.
        if bound.max(least) >= honest.customers {
            return Err(ParametersError::NeverExceeded);
        }
        // A bound that honest customers exceed is an alarm that people learn to ignore.
        match NonZeroU32::new(bound).filter(|bound| bound.get() >= least) {
            Some(bound) => Ok(Self { honest, bound }),
            None => Err(ParametersError::LowBound { least }),
        }
    }

    /// The least bound that these honest errors keep: the one that leaves a campaign the least room.
    ///
    /// # Errors
    ///
    /// [`ParametersError::ImpossibleErrors`], and [`ParametersError::NeverExceeded`] for a bank that is too small.
    pub fn from_honest(honest: HonestErrors) -> Result<Self, ParametersError> {
        honest.check()?;
        Self::new(honest, honest.least_bound())
    }

    /// The most tokens with a wrong code in a minute that are no alarm.
    pub const fn bound(&self) -> u32 {
        self.bound.get()
    }

    /// The honest errors that it was made for.
    pub const fn honest(&self) -> &HonestErrors {
        &self.honest
    }

    /// Whether this many distinct tokens with a wrong code, in one minute, are an alarm.
    pub const fn is_exceeded_by(&self, tokens: u32) -> bool {
        tokens > self.bound.get()
    }

    /// How a campaign fares that keeps to the bound in every minute.
    ///
    /// The guesser has all of the bound, as if no honest customer mistyped. Guesses at one token in the same minute count
    /// once, so several at each customer take no longer than one; a [delay](crate::Guessing::delay) of a minute or more
    /// changes that.
    pub fn unnoticed(&self, budget: &GuessBudget, campaign: Campaign) -> Unnoticed {
        let tokens = if campaign.guesses_each == 0 { 0 } else { campaign.customers };
        Unnoticed { minutes: tokens.div_ceil(self.bound.get()), successes: budget.across(campaign) }
    }
}

/// What a campaign achieves that keeps to a [`WrongCodeRate`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unnoticed {
    /// The fewest minutes that it takes.
    pub minutes: u32,
    /// The most that it achieves.
    pub successes: Successes,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    const fn honest(customers: u32, busiest: u16) -> HonestErrors {
        HonestErrors { customers, codes_a_year: 120, wrong_in_a_thousand: 20, busiest }
    }

    #[test]
    fn the_bound_lies_between_honest_errors_and_all_customers() {
        let honest = honest(1_000_000, 10);
        let least = WrongCodeRate::from_honest(honest).unwrap().bound();
        let too_low = Err(ParametersError::LowBound { least });
        for bound in [0, 1, least - 1] {
            assert_eq!(WrongCodeRate::new(honest, bound), too_low, "{bound}");
        }
        for bound in [least, least + 1, 999_999] {
            assert_eq!(WrongCodeRate::new(honest, bound).map(|rate| rate.bound()), Ok(bound));
        }
        for bound in [1_000_000, u32::MAX] {
            let refused = WrongCodeRate::new(honest, bound);
            assert_eq!(refused, Err(ParametersError::NeverExceeded), "{bound}");
        }
    }

    #[test]
    fn a_bank_that_is_too_small() {
        let least = |customers| WrongCodeRate::from_honest(honest(customers, 1));
        assert_eq!(least(9).map(|rate| rate.bound()), Ok(8));
        for customers in 1..=8 {
            assert_eq!(least(customers), Err(ParametersError::NeverExceeded), "{customers}");
            let own = WrongCodeRate::new(honest(customers, 1), 0);
            assert_eq!(own, Err(ParametersError::NeverExceeded), "{customers}: no lower one");
        }
        let always_wrong =
            HonestErrors { codes_a_year: u16::MAX, busiest: u16::MAX, ..honest(u32::MAX, 1) };
        let refused = WrongCodeRate::from_honest(always_wrong);
        assert_eq!(refused, Err(ParametersError::NeverExceeded));
    }

    #[test]
    fn impossible_errors() {
        let possible = HonestErrors { wrong_in_a_thousand: 1_000, ..honest(1_000, 1) };
        assert!(WrongCodeRate::from_honest(possible).is_ok());
        let impossible = [
            HonestErrors { customers: 0, ..possible },
            HonestErrors { wrong_in_a_thousand: 1_001, ..possible },
            HonestErrors { busiest: 0, ..possible },
        ];
        for honest in impossible {
            let refused = Err(ParametersError::ImpossibleErrors);
            assert_eq!(WrongCodeRate::from_honest(honest), refused, "{honest:?}");
            assert_eq!(WrongCodeRate::new(honest, 500), refused, "{honest:?}");
        }
    }

    #[test]
    fn a_campaign_that_keeps_to_the_bound() {
        let rate = WrongCodeRate::new(honest(1_000_000, 10), 100).unwrap();
        let budget = Policy::TIME_6_DIGITS.budget();
        let minutes = |customers, guesses_each| {
            rate.unnoticed(&budget, Campaign { customers, guesses_each }).minutes
        };
        assert_eq!(minutes(1_000_000, 1), 10_000);
        assert_eq!(minutes(1_000_001, 1), 10_001, "the last one waits for the next minute");
        assert_eq!(minutes(1_000_000, 4), 10_000, "four in a minute count once");
        assert_eq!([minutes(0, 1), minutes(1, 0), minutes(100, 1)], [0, 0, 1]);
        let campaign = Campaign::one_guess_each(1_000_000);
        assert_eq!(rate.unnoticed(&budget, campaign).successes, budget.across(campaign));
        assert_eq!([100, 101].map(|tokens| rate.is_exceeded_by(tokens)), [false, true]);
        assert_eq!(rate.honest(), &honest(1_000_000, 10));
    }
}
