//! Every error text of the crate.
#![cfg(test)]

use warifu_core::EncodeError;
use warifu_sign::transaction::{AccountText, Caution, Repertoire, SessionText};
use warifu_sign::{
    AsciiText, DisplayError, DisplayPart, FieldError, IssueError, JapaneseText, KanaText, Label,
    MismatchError, ReviewError, TransactionError, UnknownDeviceError, WrongPickError,
};

#[test]
fn texts() {
    let texts = [
        (
            DisplayError::Width(DisplayPart::Title).to_string(),
            "the title is wider than the device's screen",
        ),
        (
            DisplayError::Height(DisplayPart::Login).to_string(),
            "the login ID has more rows than the device's screen",
        ),
        (
            DisplayError::Repertoire(DisplayPart::Field(Label::UserName)).to_string(),
            "the device's screen does not have a character of the field UserName",
        ),
        (
            DisplayError::Height(DisplayPart::Bank).to_string(),
            "the bank's name has more rows than the device's screen",
        ),
        (
            DisplayError::Width(DisplayPart::TokenCode).to_string(),
            "the token code is wider than the device's screen",
        ),
        (DisplayError::Pages.to_string(), "there are more pages than the device shows"),
        (
            IssueError::DoesNotFit(DisplayError::Width(DisplayPart::Field(Label::Amount)))
                .to_string(),
            "the field Amount is wider than the device's screen",
        ),
        (IssueError::Encode(EncodeError::NoRoom).to_string(), "the encoded value does not fit"),
        (MismatchError.to_string(), "the order is not the one that was approved"),
        (
            UnknownDeviceError.to_string(),
            "the token authentication code does not fit this registration",
        ),
        (WrongPickError.to_string(), "the digits that were picked are not those of the account"),
        (
            ReviewError::DoesNotFit(DisplayError::Pages).to_string(),
            &DisplayError::Pages.to_string(),
        ),
        (
            FieldError::Account.to_string(),
            "an account has 4 digits of bank, 3 of branch and 7 of number",
        ),
        (FieldError::Date.to_string(), "not a day from 2000-01-01 to 2127-12-31"),
        (FieldError::Digits.to_string(), "not 1 to 20 digits"),
        (FieldError::Currency.to_string(), "not the code of a national currency of ISO 4217"),
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
    let kana = KanaText::parse("").unwrap_err();
    let ascii = AsciiText::parse("").unwrap_err();
    let japanese = JapaneseText::parse("").unwrap_err();
    let character = |repertoire, index| FieldError::TextCharacter { repertoire, index }.to_string();
    let texts = [
        (kana.to_string(), "bank kana has 1 to 30 characters"),
        (ascii.to_string(), "payment ASCII has 1 to 35 characters"),
        (japanese.to_string(), "Japanese text has 1 to 16 characters"),
        (character(Repertoire::BankKana, 3), "character 3 is not bank kana"),
        (character(Repertoire::Ascii, 0), "character 0 is not payment ASCII"),
        (character(Repertoire::Japanese, 15), "character 15 is not Japanese text"),
        (
            FieldError::TextSpace { index: 0 }.to_string(),
            "the space at character 0 would not be seen",
        ),
        (AccountText::parse("").unwrap_err().to_string(), "payment ASCII has 1 to 35 characters"),
        (SessionText::parse("").unwrap_err().to_string(), "payment ASCII has 1 to 35 characters"),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}

#[test]
fn texts_about_values() {
    let texts = [
        (FieldError::NoCaution.to_string(), "there is no caution"),
        (
            FieldError::RepeatedCaution(Caution::StaffNeverAsk).to_string(),
            "the caution StaffNeverAsk is there twice",
        ),
        (
            FieldError::ContradictingCaution(Caution::NameDiffers).to_string(),
            "the caution NameDiffers contradicts another one about the name",
        ),
        (FieldError::LoginIdCount.to_string(), "there are 1 to 8 login IDs"),
        (
            FieldError::RepeatedLoginId("a1".parse().unwrap()).to_string(),
            "the login ID a1 is there twice",
        ),
        (FieldError::IbanCharacter { index: 4 }.to_string(), "byte 4 does not belong in an IBAN"),
        (FieldError::IbanCountry.to_string(), "the country has no IBANs"),
        (FieldError::IbanLength.to_string(), "the IBANs of the country have another length"),
        (FieldError::IbanCheckDigits.to_string(), "the check digits of the IBAN are wrong"),
        (
            FieldError::AccountLikeIban.to_string(),
            "an account number that begins like an IBAN belongs in the field for IBANs",
        ),
        (
            FieldError::SessionWord { index: 7 }.to_string(),
            "the word at character 7 has more than 21 characters",
        ),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}
