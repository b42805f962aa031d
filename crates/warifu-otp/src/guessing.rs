use warifu_core::{Digits, Seconds};

use crate::AttemptLimits;

/// Digits, limits, delay and years: the facts about a kind of token from which the odds of a guess are computed, together
/// with the [rules](crate::Rules).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guessing {
    /// The fewest digits that a token's code has: 4 to 10 in a [`Policy`](crate::Policy).
    pub digits: Digits,
    /// How many wrong codes suspend a token.
    pub limits: AttemptLimits,
    /// T of [RFC 4226 §7.3](https://www.rfc-editor.org/rfc/rfc4226#section-7.3): after the A-th failure in a row the
    /// next code is looked at T · A seconds later. 0 for no delay. The budget does not count on it.
    pub delay: Seconds,
    /// How long a token lives, in years: 1 or more in a [`Policy`](crate::Policy).
    pub years: u8,
}

impl Guessing {
    /// This many digits, the default limits, no delay, five years.
    pub const fn with_digits(digits: Digits) -> Self {
        Self { digits, limits: AttemptLimits::DEFAULT, delay: Seconds::new(0), years: 5 }
    }
}

/// The most that a policy may grant a guesser, as probabilities from 0 to 1. 1 allows anything.
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
