//! Every error text of the crate.

use std::error::Error;

use embedded_storage::nor_flash::NorFlashErrorKind;
use warifu_core::{DecodeError, DecodeErrorKind};
use warifu_token::{FlashError, StartError, TwoSlotError};

#[test]
fn texts() {
    let damaged = DecodeError::new(DecodeErrorKind::Truncated, 9);
    let texts = [
        (FlashError.to_string(), "the flash failed"),
        (StartError::Flash(FlashError).to_string(), "the flash failed"),
        (StartError::Image(damaged).to_string(), "the stored image is damaged"),
        (TwoSlotError::TooSmall.to_string(), "the flash part is too small for two slots"),
        (TwoSlotError::Damaged.to_string(), "the stored image is damaged"),
        (TwoSlotError::Length.to_string(), "an image of this length cannot be stored"),
        (
            TwoSlotError::Exhausted.to_string(),
            "the sequence numbers of the stored images are used up",
        ),
        (TwoSlotError::NotKept.to_string(), "the flash part did not keep what was written"),
        (
            TwoSlotError::Part(NorFlashErrorKind::NotAligned).to_string(),
            "the flash part failed: NotAligned",
        ),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}

#[test]
fn a_token_that_does_not_start_names_the_cause() {
    let damaged = DecodeError::new(DecodeErrorKind::Truncated, 9);
    let error = StartError::from(damaged);
    let source = error.source().and_then(|source| source.downcast_ref());
    assert_eq!(source, Some(&damaged), "where the image is damaged");
}
