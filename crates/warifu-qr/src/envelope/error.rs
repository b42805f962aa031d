use core::fmt;

use warifu_core::codec::DecodeError;

/// Why a message could not be sealed. Always the caller's own doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealError {
    /// The message names another key than the one given.
    OtherKey,
    /// The message does not fit the largest bucket. No message of `warifu-core` is as long.
    TooLong,
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherKey => "the message names another key",
            Self::TooLong => "the message is too long to be sealed",
        })
    }
}

impl core::error::Error for SealError {}

/// The device does not take this picture.
///
/// There is one such error on purpose: which of its reasons it was helps only a person who tries pictures on a device that is
/// not theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the picture cannot be used on this device")
    }
}

impl core::error::Error for Refused {}

impl From<DecodeError> for Refused {
    fn from(_: DecodeError) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn texts() {
        let texts = [
            (SealError::OtherKey.to_string(), "the message names another key"),
            (SealError::TooLong.to_string(), "the message is too long to be sealed"),
        ];
        for (text, expected) in texts {
            assert_eq!(text, expected);
        }
    }
}
