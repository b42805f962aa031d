//! Every text that the crate's errors have.

use std::error::Error;

use warifu_core::codec::ReadValueError;
use warifu_core::{CodeError, DecodeError, DecodeErrorKind, EncodeError, EntropyError, ValueError};

fn check<E: Error>(errors: &[(E, &str)]) {
    for (error, text) in errors {
        assert_eq!(error.to_string(), *text);
        let first = text.chars().next();
        assert!(first.is_some_and(char::is_lowercase) && !text.ends_with('.'), "{text}");
    }
}

#[test]
fn bytes_that_are_refused() {
    use DecodeErrorKind as Kind;
    let kinds = [
        (Kind::Truncated, "the input is too short"),
        (Kind::TrailingBytes, "bytes follow the end"),
        (Kind::WrongLength, "no message has this length"),
        (Kind::UnknownVersion, "unknown format version"),
        (Kind::UnknownKind, "unknown or unexpected message kind"),
        (Kind::UnknownOperation, "unknown operation"),
        (Kind::UnknownField, "a field that the operation does not have"),
        (Kind::FieldOrder, "a field is missing, repeated or out of order"),
        (Kind::NotMinimal, "the encoding is not the shortest one"),
        (Kind::OutOfRange, "the value is out of range"),
        (Kind::Character, "a character outside the repertoire"),
        (Kind::Padding, "the padding is not the prescribed one"),
    ];
    check(&kinds);
    for (kind, text) in kinds {
        let error = DecodeError::new(kind, 7);
        assert_eq!((error.kind(), error.offset()), (kind, 7));
        assert_eq!(error.to_string(), format!("{text} at offset 7"));
        assert_eq!(ReadValueError::from(kind).to_string(), text);
        assert_eq!(ReadValueError::from(error).to_string(), error.to_string());
    }
}

#[test]
fn values_that_are_refused() {
    check(&[
        (EncodeError::NoRoom, "the encoded value does not fit"),
        (EncodeError::TooLong, "a value is too long"),
        (EncodeError::OutOfRange, "a value is out of range"),
    ]);
    check(&[
        (
            ValueError::Serial,
            "a serial number has 1 to 32 printable ASCII characters, spaces single and inside",
        ),
        (
            ValueError::TokenCode,
            "a token code is 3 capital letters, 7 digits, a hyphen and a number from 1 to 99",
        ),
        (ValueError::LoginId, "a login ID has 1 to 12 ASCII letters and digits"),
        (ValueError::Digits, "a code has 4 to 12 digits"),
        (ValueError::EmptySecret, "the secret is empty"),
        (ValueError::LongSecret, "the secret is longer than 128 bytes"),
        (ValueError::SecretLength, "the secret does not have the length that its purpose asks for"),
        (ValueError::Time, "the time is out of range"),
        (ValueError::Version, "a format version is 1 to 15"),
        (ValueError::Counter, "the counter is exhausted"),
    ]);
}

#[test]
fn codes_and_randomness() {
    check(&[
        (CodeError::WrongLength, "the code does not have the expected number of digits"),
        (
            CodeError::NotADigit { offset: 2 },
            "the code has a character other than 0 to 9 at offset 2",
        ),
    ]);
    check(&[(EntropyError, "the source of randomness failed")]);
}
