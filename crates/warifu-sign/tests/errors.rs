//! Every error text of the crate.

use warifu_core::EncodeError;
use warifu_sign::transaction::{InvalidAccount, InvalidDate, InvalidKana};
use warifu_sign::{
    DoesNotFit, InvalidTransaction, IssueError, Label, Mismatch, NotAnActivation, UnknownDevice,
};

#[test]
fn texts() {
    let texts = [
        (DoesNotFit::Width.to_string(), "a value is wider than the device's screen"),
        (DoesNotFit::Height.to_string(), "the transaction has more pages than the device shows"),
        (
            IssueError::DoesNotFit(DoesNotFit::Width).to_string(),
            "a value is wider than the device's screen",
        ),
        (IssueError::Encode(EncodeError::NoRoom).to_string(), "the message does not fit"),
        (Mismatch.to_string(), "the order is not the one that was approved"),
        (NotAnActivation.to_string(), "the message is not an activation"),
        (UnknownDevice.to_string(), "the token authentication code does not fit this registration"),
        (
            InvalidAccount.to_string(),
            "an account has 4 digits of bank, 3 of branch and 7 of number",
        ),
        (InvalidDate.to_string(), "not a day from 2000-01-01 to 2127-12-31"),
        (InvalidKana::Length.to_string(), "bank kana has 1 to 30 characters"),
        (InvalidKana::Character { index: 3 }.to_string(), "character 3 is not bank kana"),
        (InvalidKana::Space { index: 0 }.to_string(), "the space at character 0 would not be seen"),
        (InvalidTransaction::Missing(Label::Amount).to_string(), "the field Amount is missing"),
        (
            InvalidTransaction::Extra(Label::Amount).to_string(),
            "the operation has no further field Amount",
        ),
        (
            InvalidTransaction::Expected { expected: Label::PayeeName, found: Label::Amount }
                .to_string(),
            "the field Amount stands where PayeeName belongs",
        ),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}
