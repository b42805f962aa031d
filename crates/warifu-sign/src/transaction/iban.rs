use core::fmt::{self, Write};
use core::str::FromStr;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::FieldError;
use super::iban_countries::{COUNTRIES, length_in};

/// An account number of ISO 13616: the country, two check digits that are right, and as many more letters and digits as
/// the country's IBANs have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Iban {
    text: [u8; Iban::MAX_LENGTH],
    length: usize,
}

impl Iban {
    /// The longest IBAN that the standard allows, in characters.
    pub const MAX_LENGTH: usize = 34;

    /// The countries of the registry, ascending, and how many characters an IBAN has in each.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "a test goes through the table"
    )]
    pub fn countries() -> impl Iterator<Item = (&'static str, usize)> {
        COUNTRIES.iter().map(|entry| {
            let [first, second, ..] = *entry;
            let (letters, _) = entry.split_at(2);
            let country = core::str::from_utf8(letters).expect("the table is ASCII");
            (country, length_in([first, second]).expect("the table has its own countries"))
        })
    }

    /// Its characters without spaces.
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "`checked` has seen that they are ASCII"
    )]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.written()).expect("an IBAN is ASCII")
    }

    fn checked(text: &[u8]) -> Result<Self, FieldError> {
        let [first, second, digits @ ..] = text else { return Err(FieldError::IbanLength) };
        for (index, byte) in text.iter().enumerate() {
            let belongs = match index {
                0 | 1 => byte.is_ascii_uppercase(),
                2 | 3 => byte.is_ascii_digit(),
                _ => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            };
            if !belongs {
                return Err(FieldError::IbanCharacter { index });
            }
        }
        let length = length_in([*first, *second]).ok_or(FieldError::IbanCountry)?;
        if text.len() != length {
            return Err(FieldError::IbanLength);
        }
        // 00, 01 and 99 have the remainder of 97, 98 and 02: two texts of one account.
        let canonical = !matches!(digits, [b'0', b'0' | b'1', ..] | [b'9', b'9', ..]);
        if !canonical || remainder(text) != 1 {
            return Err(FieldError::IbanCheckDigits);
        }
        let mut made = Self { text: [0; Self::MAX_LENGTH], length };
        made.text.get_mut(..length).ok_or(FieldError::IbanLength)?.copy_from_slice(text);
        Ok(made)
    }

    #[expect(
        clippy::expect_used,
        reason = "only `checked` sets the length, and copies as many bytes"
    )]
    fn written(&self) -> &[u8] {
        self.text.get(..self.length).expect("an IBAN has at most 34 characters")
    }
}

impl Encode for Iban {
    /// Writes a length byte and its characters.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.short_bytes(self.written())
    }
}

impl Decode for Iban {
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], [`DecodeErrorKind::Character`], or [`DecodeErrorKind::OutOfRange`] for a country that is
    /// not in the registry, a length that is not the country's, or wrong check digits.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "the text is behind, and the index within it"
    )]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.value(|reader| {
            let text = reader.short_bytes()?;
            let end = reader.position();
            Self::checked(text).map_err(|refused| {
                let FieldError::IbanCharacter { index } = refused else {
                    return DecodeErrorKind::OutOfRange.into();
                };
                DecodeError::new(DecodeErrorKind::Character, end - text.len() + index).into()
            })
        })
    }
}

/// ISO 7064 MOD 97-10: the first four characters behind the others, letters as 10 to 35, all of it as one number.
fn remainder(text: &[u8]) -> u32 {
    text.iter().cycle().skip(4).take(text.len()).fold(0, |whole, &byte| {
        let (shift, value) = match byte {
            b'0'..=b'9' => (10, u32::from(byte & 0x0f)),
            _ => (100, u32::from(byte.wrapping_sub(b'A')).wrapping_add(10)),
        };
        // Below 97 times 100, and a letter.
        u32::wrapping_add(u32::wrapping_mul(whole, shift), value) % 97
    })
}

impl FromStr for Iban {
    type Err = FieldError;

    /// From its characters, without spaces and in capitals: nothing is trimmed or folded.
    fn from_str(text: &str) -> Result<Self, FieldError> {
        Self::checked(text.as_bytes())
    }
}

impl fmt::Display for Iban {
    /// In groups of four with spaces between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().char_indices().try_for_each(|(index, character)| {
            f.write_str(if index > 0 && index.is_multiple_of(4) { " " } else { "" })?;
            f.write_char(character)
        })
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iban({self})")
    }
}

#[cfg(test)]
mod tests;
