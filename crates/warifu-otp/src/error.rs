use core::error::Error;
use core::fmt;

use warifu_core::CodeError;

/// Parameters that no one-time password may be made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidParameters {
    /// The secret has fewer than 16 bytes.
    ShortSecret,
    /// Fewer than 6 or more than 10 digits.
    Digits,
    /// A time step of 0 or of more than 3600 seconds.
    Step,
    /// Fewer digits than the policy was made for.
    FewerThanPolicy,
}

impl fmt::Display for InvalidParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ShortSecret => "the secret is shorter than 128 bits",
            Self::Digits => "a one-time password has 6 to 10 digits",
            Self::Step => "the time step is not 1 to 3600 seconds",
            Self::FewerThanPolicy => "the code has fewer digits than the policy was made for",
        })
    }
}

impl Error for InvalidParameters {}

/// A moment before T0, for which there is no time step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfRange;

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the time is before T0")
    }
}

impl Error for OutOfRange {}

/// Why a typed code was not accepted.
///
/// # Security
///
/// The reason is for the audit log. Whoever typed the code must see one and the same answer for all of them: telling
/// `Used` from `Wrong` confirms to a thief that a code was genuine, and for which token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The text is not a code of the token's length; nothing was computed.
    Malformed(CodeError),
    /// The text is no code of the window.
    Wrong,
    /// The text is the code of a time step at or before the last one that was accepted.
    Used,
    /// The token has borne too many wrong codes and is suspended; nothing was computed.
    Suspended,
    /// So soon after a wrong code, the next one is not looked at; nothing was computed.
    TooSoon,
    /// There is no moving factor to verify with: the time is before T0, or the expected counter is 2^64 − 1, after
    /// which none could be stored.
    OutOfRange,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed(_) => "the code is malformed",
            Self::Wrong => "the code is wrong",
            Self::Used => "the code has been used",
            Self::Suspended => "the token is suspended",
            Self::TooSoon => "the code comes too soon after a wrong one",
            Self::OutOfRange => "the moving factor is out of range",
        })
    }
}

impl Error for Refusal {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Malformed(reason) => Some(reason),
            Self::Wrong | Self::Used | Self::Suspended | Self::TooSoon | Self::OutOfRange => None,
        }
    }
}

impl From<CodeError> for Refusal {
    fn from(reason: CodeError) -> Self {
        Self::Malformed(reason)
    }
}

impl From<OutOfRange> for Refusal {
    fn from(OutOfRange: OutOfRange) -> Self {
        Self::OutOfRange
    }
}
