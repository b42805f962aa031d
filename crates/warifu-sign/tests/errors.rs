//! Every error text of the crate.
#![cfg(test)]

use warifu_core::EncodeError;
use warifu_sign::transaction::{
    Caution, Fault, InvalidAccount, InvalidAccountTextError, InvalidCautionsError, InvalidDate,
    InvalidDigitText, InvalidIbanError, InvalidLoginIdsError, InvalidSessionTextError, InvalidText,
    Repertoire, UnknownCurrency,
};
use warifu_sign::{
    DisplayPart, DoesNotFit, IssueError, Label, MismatchError, ReviewError, TransactionError,
    UnknownDeviceError, WrongPickError,
};

#[test]
fn texts() {
    let texts = [
        (
            DoesNotFit::Width(DisplayPart::Title).to_string(),
            "the title is wider than the device's screen",
        ),
        (
            DoesNotFit::Height(DisplayPart::Login).to_string(),
            "the login ID has more rows than the device's screen",
        ),
        (
            DoesNotFit::Repertoire(DisplayPart::Field(Label::UserName)).to_string(),
            "the device's screen does not have a character of the field UserName",
        ),
        (
            DoesNotFit::Height(DisplayPart::Bank).to_string(),
            "the bank's name has more rows than the device's screen",
        ),
        (
            DoesNotFit::Width(DisplayPart::TokenCode).to_string(),
            "the token code is wider than the device's screen",
        ),
        (DoesNotFit::Pages.to_string(), "there are more pages than the device shows"),
        (
            IssueError::DoesNotFit(DoesNotFit::Width(DisplayPart::Field(Label::Amount)))
                .to_string(),
            "the field Amount is wider than the device's screen",
        ),
        (IssueError::Encode(EncodeError::NoRoom).to_string(), "the message does not fit"),
        (MismatchError.to_string(), "the order is not the one that was approved"),
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
        (TransactionError::Missing(Label::Amount).to_string(), "the field Amount is missing"),
        (TransactionError::Repeated(Label::Amount).to_string(), "the field Amount is there twice"),
        (TransactionError::Foreign(Label::Amount).to_string(), "the operation has no field Amount"),
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

#[test]
fn texts_about_values() {
    let text = InvalidText { repertoire: Repertoire::Ascii, fault: Fault::Length };
    let texts = [
        (InvalidCautionsError::Empty.to_string(), "there is no caution"),
        (
            InvalidCautionsError::Repeated(Caution::StaffNeverAsk).to_string(),
            "the caution StaffNeverAsk is there twice",
        ),
        (
            InvalidCautionsError::Contradiction(Caution::NameDiffers).to_string(),
            "the caution NameDiffers contradicts another one about the name",
        ),
        (InvalidLoginIdsError::Count.to_string(), "there are 1 to 8 login IDs"),
        (
            InvalidLoginIdsError::Repeated("a1".parse().unwrap()).to_string(),
            "the login ID a1 is there twice",
        ),
        (InvalidIbanError::Character { index: 4 }.to_string(), "byte 4 does not belong in an IBAN"),
        (InvalidIbanError::Country.to_string(), "the country has no IBANs"),
        (InvalidIbanError::Length.to_string(), "the IBANs of the country have another length"),
        (InvalidIbanError::CheckDigits.to_string(), "the check digits of the IBAN are wrong"),
        (InvalidAccountTextError::Text(text).to_string(), "payment ASCII has 1 to 35 characters"),
        (
            InvalidAccountTextError::Iban.to_string(),
            "an account number that begins like an IBAN belongs in the field for IBANs",
        ),
        (InvalidSessionTextError::Text(text).to_string(), "payment ASCII has 1 to 35 characters"),
        (
            InvalidSessionTextError::Word { index: 7 }.to_string(),
            "the word at character 7 has more than 21 characters",
        ),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}
