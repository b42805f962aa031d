//! Every text that the crate's errors have.

use std::error::Error;

use warifu_core::EntropyError;
use warifu_core::codec::{DecodeError, DecodeErrorKind};
use warifu_qr::{OpenError, SealError, SequenceError};

fn check<E: Error>(errors: &[(E, &str)]) {
    for (error, text) in errors {
        assert_eq!(error.to_string(), *text);
        let first = text.chars().next();
        assert!(first.is_some_and(char::is_lowercase) && !text.ends_with('.'), "{text}");
    }
}

#[test]
fn messages_that_are_not_sealed() {
    check(&[
        (SealError::OtherKey, "the message names another key"),
        (SealError::TooLong, "the message is too long to be sealed"),
        (
            SealError::InstanceExhausted,
            "the token's activation has had its last message; register the token again",
        ),
        (SealError::Epoch, "a server epoch is 0 to 4095"),
        (SealError::EpochExhausted, "the server epoch has no sequence number left"),
        (SealError::EpochWentBack, "the token has had messages of a later server epoch"),
        (SealError::Entropy(EntropyError), "the source of randomness failed"),
        (SealError::StuckEntropy, "the source of randomness repeats itself"),
    ]);
}

#[test]
fn pictures_that_are_not_taken() {
    check(&[(OpenError, "the picture cannot be used on this device")]);
    check(&[
        (SequenceError::Used, "the message was used before, or is too old to tell"),
        (SequenceError::OutOfReach, "the message is too far ahead of the last one that was used"),
    ]);
    // One answer, and nothing behind it that would tell the reason.
    let truncated = DecodeError::new(DecodeErrorKind::Truncated, 3);
    assert_eq!(OpenError::from(truncated), OpenError::from(SequenceError::Used));
    assert!(OpenError::from(truncated).source().is_none());
}

#[cfg(feature = "draw")]
#[test]
fn texts_that_are_not_drawn() {
    use warifu_qr::draw::DrawError;

    check(&[
        (DrawError::Empty, "there is no text to draw"),
        (DrawError::TooLong, "the text is longer than 600 characters"),
        (
            DrawError::Character { offset: 3 },
            "the text has a character other than A to Z and 2 to 7 at offset 3",
        ),
        (DrawError::Scale, "a module has 1 to 32 pixels"),
    ]);
}
