use core::fmt;

use subtle::{Choice, ConstantTimeEq};
use thiserror::Error;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::ValueError;
use crate::codec::{Decode, DecodeError, DecodeErrorKind, Encode, EncodeError, Reader, Writer};
use crate::inline;

/// How many decimal digits a code has: 4 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits(u8);

impl Digits {
    /// The usual length of a one-time password.
    pub const SIX: Self = Self(6);
    /// The length of a transaction authentication number, and the recommended one for new one-time password tokens.
    pub const EIGHT: Self = Self(8);
    /// The length of a token authentication code.
    pub const TWELVE: Self = Self(12);

    /// A code length.
    ///
    /// # Errors
    ///
    /// [`ValueError::Digits`] outside 4 to 12.
    pub const fn new(count: u8) -> Result<Self, ValueError> {
        if count < 4 || count > 12 { Err(ValueError::Digits) } else { Ok(Self(count)) }
    }

    /// The number of digits, 4 to 12.
    pub const fn value(self) -> u8 {
        self.0
    }

    /// How many different codes there are: 10 to the number of digits.
    #[expect(clippy::as_conversions, reason = "u8 to u32 is lossless; `From` is not const")]
    pub const fn modulus(self) -> u64 {
        // 10^12 fits 64 bits.
        10_u64.pow(self.0 as u32)
    }
}

impl Encode for Digits {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.0)
    }
}

impl Decode for Digits {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.checked(DecodeErrorKind::OutOfRange, |count| Self::new(count).ok())
    }
}

/// The decimal digits that a person reads from a token and types: ASCII, leading zeros kept, wiped on drop.
///
/// # Security
///
/// `Debug` is redacted and there is no `Display`: a code leaves through [`Code::expose`]. There is no `PartialEq`
/// either; [`Code::ct_matches`] compares without a data-dependent branch.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Code {
    text: [u8; Code::MAX_DIGITS],
    #[zeroize(skip)]
    digits: Digits,
}

impl Code {
    const MAX_DIGITS: usize = 12;

    /// Reads what a person typed. Exactly `digits` ASCII digits; nothing is trimmed, folded or completed.
    ///
    /// The length is the token's, never the input's: a one-digit guess is refused before anything is computed.
    ///
    /// # Errors
    ///
    /// [`CodeError`] says whether the length or a character was wrong.
    pub fn parse(text: &str, digits: Digits) -> Result<Self, CodeError> {
        if text.len() != usize::from(digits.value()) {
            return Err(CodeError::WrongLength);
        }
        if let Some(offset) = text.bytes().position(|byte| !byte.is_ascii_digit()) {
            return Err(CodeError::NotADigit { offset });
        }
        let mut code = Self { text: [b'0'; Self::MAX_DIGITS], digits };
        for (place, byte) in code.text.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        Ok(code)
    }

    /// The code for `number` modulo 10^digits, leading zeros included.
    pub fn from_number(number: u64, digits: Digits) -> Self {
        let mut code = Self { text: [b'0'; Self::MAX_DIGITS], digits };
        let mut rest = number;
        for place in code.text.iter_mut().take(usize::from(digits.value())).rev() {
            let [.., digit] = (rest % 10).to_be_bytes();
            *place = b'0' | digit;
            rest /= 10;
        }
        code
    }

    /// The digits as text, for a screen.
    pub fn expose(&self) -> &str {
        // Both constructors write only ASCII digits.
        inline::text(self.ascii())
    }

    fn ascii(&self) -> &[u8] {
        // `Digits` are at most 12.
        self.text.split_at(usize::from(self.digits.value())).0
    }

    /// The number that the digits spell, without its leading zeros.
    ///
    /// # Security
    ///
    /// As secret as the code.
    #[expect(clippy::arithmetic_side_effects, reason = "twelve decimal digits fit 64 bits")]
    pub fn number(&self) -> u64 {
        self.ascii().iter().fold(0, |number, byte| number * 10 + u64::from(byte & 0x0f))
    }

    /// How many digits the code has: a length is no secret.
    pub const fn digits(&self) -> Digits {
        self.digits
    }

    /// Whether two codes are the same, in time that depends only on their lengths.
    pub fn ct_matches(&self, other: &Self) -> Choice {
        self.ascii().ct_eq(other.ascii())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({} digits, redacted)", self.digits.value())
    }
}

/// Typed text that is not a code of the expected length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Not as many characters as the token shows.
    #[error("the code does not have the expected number of digits")]
    WrongLength,
    /// A character other than `0` to `9`, at this byte offset.
    #[error("the code has a character other than 0 to 9 at offset {offset}")]
    NotADigit {
        /// Byte offset in the text.
        offset: usize,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::format;

    use super::*;

    #[test]
    fn refuses_what_is_not_exactly_the_digits() {
        let wrong = [
            "",
            "1",
            "1234567",
            "123456789",
            "1234567a",
            " 1234567",
            "1234567 ",
            "+1234567",
            "\u{ff11}23456",
        ];
        for text in wrong {
            assert!(Code::parse(text, Digits::EIGHT).is_err(), "{text:?}");
        }
        assert_eq!(
            Code::parse("12x45678", Digits::EIGHT).unwrap_err(),
            CodeError::NotADigit { offset: 2 }
        );
    }

    #[test]
    fn debug_shows_no_digit() {
        assert_eq!(format!("{:?}", Code::from_number(7, Digits::SIX)), "Code(6 digits, redacted)");
    }

    #[test]
    fn limits_of_the_length() {
        assert!(Digits::new(3).is_err());
        assert!(Digits::new(13).is_err());
        assert_eq!(Digits::new(12).unwrap().modulus(), 1_000_000_000_000);
    }

    proptest! {
        #[test]
        fn a_number_keeps_its_leading_zeros(number: u64, count in 4_u8..=12) {
            let digits = Digits::new(count).unwrap();
            let code = Code::from_number(number, digits);
            let width = usize::from(count);
            prop_assert_eq!(code.expose(), format!("{:0width$}", number.rem_euclid(digits.modulus())));
            let typed = Code::parse(code.expose(), digits).unwrap();
            prop_assert!(bool::from(code.ct_matches(&typed)));
        }

        #[test]
        fn different_numbers_do_not_match(a in 0_u64..100_000_000, b in 0_u64..100_000_000) {
            let same = Code::from_number(a, Digits::EIGHT).ct_matches(&Code::from_number(b, Digits::EIGHT));
            prop_assert_eq!(bool::from(same), a == b);
        }
    }
}
