//! Every error text of the crate.
#![cfg(test)]

use std::error::Error;
use std::path::PathBuf;

use warifu_bank::audit::AuditError;
use warifu_bank::store::StoreError;
use warifu_bank::{BankError, KeyError, KeyPackageError, SettingsError};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, EntropyError};
use warifu_lifecycle::PermissionError;
use warifu_qr::SealError;
use warifu_sign::{DisplayError, IssueError};

#[test]
fn texts() {
    let package = |reason| BankError::KeyPackage { serial: Some("1012345674".to_owned()), reason };
    let unnamed = BankError::KeyPackage { serial: None, reason: KeyPackageError::Serial };
    let corrupt = DecodeError::new(DecodeErrorKind::Truncated, 9);
    let path = PathBuf::from("bank.sqlite");
    let unavailable =
        StoreError::Unavailable { path: path.clone(), reason: "disk full".to_owned() };
    let broken = AuditError::Broken { subject: "token:1".to_owned(), sequence: 2 };
    let texts = [
        (BankError::Refused.to_string(), "refused"),
        (
            BankError::from(PermissionError::Role).to_string(),
            "only a master or administrator may do this to a token",
        ),
        (
            BankError::from(IssueError::DoesNotFit(DisplayError::Pages)).to_string(),
            "there are more pages than the device shows",
        ),
        (BankError::from(SealError::TooLong).to_string(), &SealError::TooLong.to_string()),
        (BankError::from(EncodeError::NoRoom).to_string(), "the encoded value does not fit"),
        (BankError::Record(corrupt).to_string(), "a stored record cannot be read"),
        (BankError::from(EntropyError).to_string(), "the source of randomness failed"),
        (
            BankError::from(KeyError).to_string(),
            "a key in the store cannot be decrypted: another key-encryption key, or a changed record",
        ),
        (BankError::KeyEpochsExhausted.to_string(), "the token has no key epoch left"),
        (BankError::Busy.to_string(), "the record is being changed by others; try again"),
        (
            BankError::from(SealError::InstanceExhausted).to_string(),
            "the token's activation has had its last message; register the token again",
        ),
        (SettingsError::Name(DisplayError::Pages).to_string(), "the bank's name cannot be shown"),
        (
            SettingsError::ChallengeLifetime.to_string(),
            "a challenge can be answered for 1 to 65,535 seconds",
        ),
        (
            package(KeyPackageError::Serial).to_string(),
            "the key package of 1012345674: its serial number is missing or not 1 to 32 printable ASCII characters",
        ),
        (
            unnamed.to_string(),
            "the key package of a device without serial number: its serial number is missing or not 1 to 32 printable ASCII characters",
        ),
        (
            package(KeyPackageError::Algorithm).to_string(),
            "the key package of 1012345674: its algorithm is neither TOTP nor the issuer device key of a camera token",
        ),
        (
            package(KeyPackageError::Secret).to_string(),
            "the key package of 1012345674: its secret does not have the length that the algorithm asks for",
        ),
        (
            package(KeyPackageError::Parameters).to_string(),
            "the key package of 1012345674: its number of digits or time step is missing or out of range",
        ),
        (
            package(KeyPackageError::TooEasyToGuess).to_string(),
            "the key package of 1012345674: its codes are easier to guess than the bank's policy allows",
        ),
        (
            package(KeyPackageError::Condition).to_string(),
            "the key package of 1012345674: its key comes with a condition that this bank does not keep",
        ),
        (
            package(KeyPackageError::Dates).to_string(),
            "the key package of 1012345674: its key may not be used yet, or not any more",
        ),
        (
            package(KeyPackageError::Known).to_string(),
            "the key package of 1012345674: the bank holds another key for this serial number already",
        ),
        (
            package(KeyPackageError::Twice).to_string(),
            "the key package of 1012345674: its serial number is in the file twice",
        ),
        (StoreError::Foreign { path }.to_string(), "bank.sqlite is not a warifu bank database"),
        (unavailable.to_string(), "bank.sqlite: disk full"),
        (StoreError::Engine("busy".to_owned()).to_string(), "the database failed: busy"),
        (
            StoreError::Unreadable.to_string(),
            "the database has a row that this release cannot read",
        ),
        (broken.to_string(), "the audit log of token:1 is broken at entry 2"),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}

#[test]
fn the_cause_is_the_source() {
    let cause = |error: &dyn Error| error.source().map(ToString::to_string);
    let damaged = BankError::Record(DecodeError::new(DecodeErrorKind::Truncated, 9));
    assert_eq!(cause(&damaged).as_deref(), Some("the input is too short at offset 9"));
    let name = SettingsError::Name(DisplayError::Pages);
    assert_eq!(cause(&name).as_deref(), Some("there are more pages than the device shows"));
}
