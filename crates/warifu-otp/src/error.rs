use thiserror::Error;
use warifu_core::CodeError;

use crate::GuessBudget;

/// What no token, policy or limit can be made with.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum ParametersError {
    /// The secret has fewer than 16 bytes.
    #[error("the secret is shorter than 128 bits")]
    ShortSecret,
    /// A number of digits that no code has: see [`Hotp::new`](crate::Hotp::new) and
    /// [`Hotp::danger_legacy`](crate::Hotp::danger_legacy).
    #[error("a one-time password has {fewest} to 10 digits")]
    Digits {
        /// The fewest that would have been taken: 6, or 4 where old tokens are taken too.
        fewest: u8,
    },
    /// A time step of 0 or of more than 3600 seconds.
    #[error("the time step is not 1 to 3600 seconds")]
    Step,
    /// A moment before T0, for which there is no time step.
    #[error("the time is before T0")]
    BeforeT0,
    /// Fewer digits than the policy was made for.
    #[error("the code has fewer digits than the policy was made for")]
    FewerThanPolicy,
    /// Attempt limits that are too wide, or contradict each other.
    #[error(
        "the limit is 1 to 10 failures in a row, and at least as many but at most 100 in thirty days"
    )]
    Limits,
    /// A policy for tokens that live for 0 years, in which there would be no guess to bound.
    #[error("a token lives for at least a year")]
    NoLifetime,
    /// A bound that is below 0, above 1, or not a number.
    #[error("a bound is a probability from 0 to 1")]
    Bound,
    /// A policy under which guessing would succeed too often.
    #[error(
        "guessing succeeds with a probability of {:.1e} until the token is suspended and of {:.1e} in its life: more than the bound allows",
        .budget.per_lock, .budget.per_life
    )]
    TooEasyToGuess {
        /// What the policy would have granted.
        budget: GuessBudget,
    },
    /// No customers, more than a thousand wrong codes in a thousand, or a busiest minute that is below the average.
    #[error("no customers have such typing errors")]
    ImpossibleErrors,
    /// Honest customers would exceed the bound of wrong codes once a year or more.
    #[error("typing errors alone would exceed the bound: it is at least {least}")]
    LowBound {
        /// The least bound for these customers, in tokens with a wrong code per minute.
        least: u32,
    },
    /// A bound of wrong codes that is the number of customers or more, so that no attack could exceed it; or a bank with so
    /// few customers that every lower bound would be exceeded by typing errors alone.
    #[error("all customers together would not exceed the bound")]
    NeverExceeded,
}

/// Why a typed code was not accepted.
///
/// # Security
///
/// The reason is for the audit log. The person who typed the code must see one and the same answer for all of them:
/// telling `Used` from `Wrong` confirms to a thief that a code was genuine, and for which token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
// Not `non_exhaustive`: a caller that counts attempts must decide on every reason.
pub enum VerifyError {
    /// The text is not a code of the token's length; nothing was computed.
    #[error("the code is malformed")]
    Malformed(#[from] CodeError),
    /// The text is no code of the window.
    #[error("the code is wrong")]
    Wrong,
    /// The text is the code of a time step at or before the last one that was accepted.
    #[error("the code has been used")]
    Used,
    /// The token has had too many wrong codes and is suspended; nothing was computed.
    #[error("the token is suspended")]
    Suspended,
    /// So soon after a wrong code, the next one is not looked at; nothing was computed.
    #[error("the code comes too soon after a wrong one")]
    TooSoon,
    /// There is no moving factor to verify with: the time is before T0, or the expected counter is 2^64 − 1, after
    /// which none could be stored.
    #[error("the moving factor is out of range")]
    OutOfRange,
}
