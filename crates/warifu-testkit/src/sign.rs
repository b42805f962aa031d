use warifu_core::{Bytes, DecodeError, EncodeError, MAX_PLAINTEXT, codec::Writer};
use warifu_sign::{ActivationMessage, DisplayProfile, RegistrationMessage, Transaction};

/// Every accepted message is the one encoding of its meaning, and every transaction fits a screen or is refused.
pub(crate) fn check(input: &[u8]) {
    if let Some(message) = accepted(RegistrationMessage::decode(input), input) {
        assert_eq!(message.encode().as_ref().map(<[u8; 25]>::as_slice), Ok(input));
    }
    if let Some(message) = accepted(ActivationMessage::decode(input), input) {
        assert_canonical(input, |writer| message.encode(writer));
    }
    if let Some(transaction) = accepted(Transaction::decode(input), input) {
        assert_canonical(input, |writer| transaction.encode(writer));
        for profile in PROFILES {
            let fits = profile.pages_of(&transaction);
            assert!(fits.is_err() || fits.is_ok_and(|pages| (1..=profile.pages).contains(&pages)));
        }
    }
}

/// What was decoded; a refusal says where in the input.
fn accepted<T>(decoded: Result<T, DecodeError>, input: &[u8]) -> Option<T> {
    decoded
        .inspect_err(|error| assert!(error.offset <= input.len(), "offset {}", error.offset))
        .ok()
}

fn assert_canonical(input: &[u8], encode: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>) {
    let again = Bytes::<MAX_PLAINTEXT>::written(encode);
    assert_eq!(again.as_ref().map(Bytes::as_slice), Ok(input));
}

const PROFILES: [DisplayProfile; 3] =
    [DisplayProfile::SMALL_MONOCHROME, DisplayProfile::CAMERA_TOKEN, DisplayProfile::PHONE];
