use core::fmt;

/// Why a message could not be sealed. Always the caller's own doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealError {
    /// The message names another key than the one given.
    OtherKey,
    /// A registration travels in clear: the bank has no key for the device yet.
    NeverSealed,
    /// The message does not fit the largest bucket.
    TooLong,
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherKey => "the message names another key",
            Self::NeverSealed => "a registration message is never sealed",
            Self::TooLong => "the message is too long to be sealed",
        })
    }
}

impl core::error::Error for SealError {}

/// The message was not made for this key, or was changed.
///
/// There is one such error on purpose: which of the two it was, and what was wrong, would help nobody but an attacker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unopened;

impl fmt::Display for Unopened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the message was not made for this key, or was changed")
    }
}

impl core::error::Error for Unopened {}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn texts() {
        let texts = [
            (SealError::OtherKey.to_string(), "the message names another key"),
            (SealError::NeverSealed.to_string(), "a registration message is never sealed"),
            (SealError::TooLong.to_string(), "the message is too long to be sealed"),
            (Unopened.to_string(), "the message was not made for this key, or was changed"),
        ];
        for (text, expected) in texts {
            assert_eq!(text, expected);
        }
    }
}
