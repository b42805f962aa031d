//! Every error text of the crate.

use warifu_core::{DecodeError, DecodeErrorKind};
use warifu_token::{FlashFailure, StartError};

#[test]
fn texts() {
    let damaged = DecodeError { kind: DecodeErrorKind::Truncated, offset: 9 };
    let texts = [
        (FlashFailure.to_string(), "the flash failed"),
        (StartError::Flash(FlashFailure).to_string(), "the flash failed"),
        (
            StartError::Image(damaged).to_string(),
            "the stored image is damaged: the input is too short at offset 9",
        ),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}
