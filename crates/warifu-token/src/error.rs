use thiserror::Error;
use warifu_core::DecodeError;

use crate::FlashError;

/// Why a token does not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StartError {
    /// The flash did not deliver its image.
    #[error(transparent)]
    Flash(#[from] FlashError),
    /// The flash delivered bytes that are no image of this release.
    #[error("the stored image is damaged")]
    Image(#[from] DecodeError),
}
