use core::fmt;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::iban_countries::length_in;
use super::{AsciiText, FieldError};

/// An account number of a country without IBANs: payment ASCII that does not begin like an IBAN.
///
/// An IBAN has its own field, where the check digits are checked: as free text it would escape the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountText(AsciiText);

impl AccountText {
    /// The text with the characters of `text`.
    ///
    /// # Errors
    ///
    /// [`FieldError::AccountLikeIban`], and those of [`AsciiText`](super::FieldText::parse).
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = AsciiText::parse(text)?;
        if begins_like_iban(&text) { Err(FieldError::AccountLikeIban) } else { Ok(Self(text)) }
    }

    /// The text.
    pub const fn value(&self) -> &AsciiText {
        &self.0
    }
}

impl Encode for AccountText {
    /// Writes the text.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.0.encode(writer)
    }
}

impl Decode for AccountText {
    /// # Errors
    ///
    /// Those of [`AsciiText`](super::FieldText::decode), or [`DecodeErrorKind::OutOfRange`] for text that begins like an IBAN.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let ordinary = |text: AsciiText| (!begins_like_iban(&text)).then_some(Self(text));
        reader.checked(DecodeErrorKind::OutOfRange, ordinary)
    }
}

/// Whether the text's letters and digits begin with a country that has IBANs, and two digits; other characters between them
/// are ignored. So is the word `IBAN` before them, which invoices print.
fn begins_like_iban(text: &AsciiText) -> bool {
    let alone = || text.chars().filter(char::is_ascii_alphanumeric);
    let word = if alone().take(4).eq("IBAN".chars()) { 4 } else { 0 };
    let mut front = alone().skip(word).map(u8::try_from);
    let mut next = || front.next().and_then(Result::ok);
    let (Some(first), Some(second), Some(third), Some(fourth)) = (next(), next(), next(), next())
    else {
        return false;
    };
    length_in([first, second]).is_some() && third.is_ascii_digit() && fourth.is_ascii_digit()
}

impl fmt::Display for AccountText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transaction::Repertoire;

    #[test]
    fn an_iban_has_its_own_field() {
        let begins = [
            "DE89370400440532013000",
            "DE89 3704 0044 0532 0130 00",
            "D E 8 9",
            "DE-89",
            "(DE)00",
            "'D.E'1/2 WHATEVER",
            "GB29NWBK",
            "XK05",
            "IBAN DE89 3704",
            "IBAN: (GB) 29",
        ];
        for text in begins {
            assert_eq!(AccountText::parse(text), Err(FieldError::AccountLikeIban), "{text}");
            let mut bytes = std::vec![0, u8::try_from(text.len()).unwrap()];
            bytes.extend(text.bytes());
            let mut reader = Reader::new(&bytes);
            reader.u8().unwrap();
            let error = DecodeError::new(DecodeErrorKind::OutOfRange, 1);
            assert_eq!(AccountText::decode(&mut reader), Err(error), "{text}");
        }
        for text in [
            "123456789",
            "DE",
            "DE8",
            "DEX89",
            "DE8X9",
            "US89370400",
            "JP12",
            "1DE89",
            "IBANK 12",
            "IBAN 1234",
        ] {
            assert_eq!(std::string::ToString::to_string(&AccountText::parse(text).unwrap()), text);
        }
    }

    #[test]
    fn other_text_is_refused() {
        let error = AccountText::parse("a").unwrap_err();
        let repertoire = Repertoire::Ascii;
        assert_eq!(error, FieldError::TextCharacter { repertoire, index: 0 });
    }
}
