use core::fmt;

use warifu_core::DecodeError;

use crate::FlashFailure;

/// Why a token does not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartError {
    /// The flash did not deliver its image.
    Flash(FlashFailure),
    /// What it delivered is not an image of this release.
    Image(DecodeError),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flash(failure) => failure.fmt(f),
            Self::Image(error) => write!(f, "the stored image is damaged: {error}"),
        }
    }
}

impl core::error::Error for StartError {}
