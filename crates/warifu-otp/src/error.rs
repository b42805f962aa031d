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
    /// Fewer than 6 or more than 10 digits.
    #[error("a one-time password has 6 to 10 digits")]
    Digits,
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
        "a token bears 1 to 10 failures in a row, and at least as many but at most 100 in thirty days"
    )]
    Limits,
    /// A policy under which guessing would succeed too often.
    #[error("a guess would succeed more often than the bound allows")]
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
    /// The bound of wrong codes, or the least one that honest customers keep, is not below the number of customers.
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
    /// The token has borne too many wrong codes and is suspended; nothing was computed.
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
