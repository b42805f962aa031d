use embedded_storage::nor_flash::{NorFlashError, NorFlashErrorKind};
use thiserror::Error;

/// Why a [`TwoSlotFlash`](super::TwoSlotFlash) does not open or did not store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TwoSlotError {
    /// Half of the part does not hold the longest image.
    #[error("the flash part is too small for two slots")]
    TooSmall,
    /// An image was stored once, and none can be read whole now; or the part was not blank at first. Nothing was erased.
    #[error("the stored image is damaged")]
    Damaged,
    /// The image is empty, or longer than a slot. Nothing was changed.
    #[error("an image of this length cannot be stored")]
    Length,
    /// 4,294,967,296 images were stored. Nothing was changed.
    #[error("the sequence numbers of the stored images are used up")]
    Exhausted,
    /// The part does not give back what was written to it, or is not blank after erasing.
    #[error("the flash part did not keep what was written")]
    NotKept,
    /// The part's driver reported an error.
    #[error("the flash part failed: {0:?}")]
    Part(NorFlashErrorKind),
}

impl TwoSlotError {
    /// Every error type of a driver tells its kind.
    pub(super) fn from_part(error: &impl NorFlashError) -> Self {
        Self::Part(error.kind())
    }
}
