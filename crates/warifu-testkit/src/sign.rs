use warifu_core::codec::{Decode, Encode};
use warifu_core::{DecodeError, MAX_PLAINTEXT, SecretBuf};
use warifu_sign::{ActivationMessage, DisplayProfile, Language, RegistrationMessage, Transaction};

/// Every accepted message is the one encoding of its meaning, and every transaction fits a screen or is refused.
pub(crate) fn check(input: &[u8]) {
    if let Some(message) = accepted(RegistrationMessage::decode_whole(input), input) {
        assert_canonical(input, &message);
    }
    if let Some(message) = accepted(ActivationMessage::decode_whole(input), input) {
        assert_canonical(input, &message);
    }
    if let Some(transaction) = accepted(Transaction::decode_whole(input), input) {
        assert_canonical(input, &transaction);
        for profile in PROFILES {
            let fits = profile.pages_of(&transaction);
            assert!(fits.is_err() || fits.is_ok_and(|pages| (1..=profile.pages).contains(&pages)));
        }
    }
}

/// Two bodies, the first as long as the first byte says: they are the same transaction, and look the same, only if they are
/// the same bytes.
pub(crate) fn check_transactions(input: &[u8]) {
    let Some((&length, bodies)) = input.split_first() else { return };
    let (one, other) = bodies.split_at_checked(usize::from(length)).unwrap_or((bodies, &[]));
    let [first, second] = [one, other].map(|body| accepted(Transaction::decode_whole(body), body));
    for (transaction, body) in [(&first, one), (&second, other)] {
        if let Some(transaction) = transaction {
            assert_canonical(body, transaction);
        }
    }
    if let (Some(first), Some(second)) = (first, second) {
        assert_eq!(first == second, one == other);
        for language in [Language::English, Language::Japanese] {
            assert_eq!(shown(&first, language) == shown(&second, language), one == other);
        }
    }
}

/// Title, login ID and fields as a screen has them.
fn shown(transaction: &Transaction, language: Language) -> String {
    let title = transaction.operation().text(language);
    let mut shown = format!("{title}\n{}", transaction.login());
    for field in transaction.fields() {
        shown.push('\n');
        assert!(field.show(language, &mut shown).is_ok());
    }
    shown
}

/// What was decoded; a refusal says where in the input.
fn accepted<T>(decoded: Result<T, DecodeError>, input: &[u8]) -> Option<T> {
    decoded
        .inspect_err(|error| assert!(error.offset() <= input.len(), "offset {}", error.offset()))
        .ok()
}

fn assert_canonical(input: &[u8], accepted: &impl Encode) {
    let again = accepted.encoded::<MAX_PLAINTEXT>();
    assert_eq!(again.as_ref().map(SecretBuf::as_slice), Ok(input));
}

const PROFILES: [DisplayProfile; 3] =
    [DisplayProfile::SMALL_MONOCHROME, DisplayProfile::CAMERA_TOKEN, DisplayProfile::PHONE];
