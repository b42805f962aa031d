//! Every error text of the crate.
#![cfg(test)]

use warifu_core::EncodeError;
use warifu_sign::transaction::{
    Fault, InvalidAccount, InvalidDate, InvalidDigitText, InvalidText, Repertoire, UnknownCurrency,
};
use warifu_sign::{
    DoesNotFit, InvalidTransaction, IssueError, Label, MismatchError, NotAnActivationError, Part,
    ReviewError, UnknownDeviceError, WrongPickError,
};

#[test]
fn texts() {
    let texts = [
        (DoesNotFit::Width(Part::Title).to_string(), "the title is wider than the device's screen"),
        (
            DoesNotFit::Height(Part::Login).to_string(),
            "the login ID has more rows than the device's screen",
        ),
        (
            DoesNotFit::Repertoire(Part::Field(Label::UserName)).to_string(),
            "the device's screen does not have a character of the field UserName",
        ),
        (DoesNotFit::Pages.to_string(), "the transaction has more pages than the device shows"),
        (
            IssueError::DoesNotFit(DoesNotFit::Width(Part::Field(Label::Amount))).to_string(),
            "the field Amount is wider than the device's screen",
        ),
        (IssueError::Encode(EncodeError::NoRoom).to_string(), "the message does not fit"),
        (MismatchError.to_string(), "the order is not the one that was approved"),
        (NotAnActivationError.to_string(), "the message is not an activation"),
        (
            UnknownDeviceError.to_string(),
            "the token authentication code does not fit this registration",
        ),
        (WrongPickError.to_string(), "the digits that were picked are not those of the account"),
        (ReviewError::DoesNotFit(DoesNotFit::Pages).to_string(), &DoesNotFit::Pages.to_string()),
        (
            InvalidAccount.to_string(),
            "an account has 4 digits of bank, 3 of branch and 7 of number",
        ),
        (InvalidDate.to_string(), "not a day from 2000-01-01 to 2127-12-31"),
        (InvalidDigitText.to_string(), "not 1 to 20 digits"),
        (UnknownCurrency.to_string(), "not the code of a national currency of ISO 4217"),
        (InvalidTransaction::Missing(Label::Amount).to_string(), "the field Amount is missing"),
        (
            InvalidTransaction::Repeated(Label::Amount).to_string(),
            "the field Amount is there twice",
        ),
        (
            InvalidTransaction::Foreign(Label::Amount).to_string(),
            "the operation has no field Amount",
        ),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}

#[test]
fn texts_about_texts() {
    let of = |repertoire, fault| InvalidText { repertoire, fault }.to_string();
    let texts = [
        (of(Repertoire::BankKana, Fault::Length), "bank kana has 1 to 30 characters"),
        (of(Repertoire::Ascii, Fault::Length), "payment ASCII has 1 to 35 characters"),
        (of(Repertoire::Japanese, Fault::Length), "Japanese text has 1 to 16 characters"),
        (of(Repertoire::BankKana, Fault::Character { index: 3 }), "character 3 is not bank kana"),
        (of(Repertoire::Ascii, Fault::Character { index: 0 }), "character 0 is not payment ASCII"),
        (
            of(Repertoire::Japanese, Fault::Space { index: 0 }),
            "the space at character 0 would not be seen",
        ),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}
