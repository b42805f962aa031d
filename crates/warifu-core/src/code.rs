use core::fmt;

use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop};

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
    /// [`InvalidDigits`] outside 4 to 12.
    pub const fn new(count: u8) -> Result<Self, InvalidDigits> {
        if count < 4 || count > 12 { Err(InvalidDigits) } else { Ok(Self(count)) }
    }

    /// The number of digits.
    pub const fn count(self) -> u8 {
        self.0
    }

    /// How many different codes there are: 10 to the number of digits.
    pub const fn modulus(self) -> u64 {
        10_u64.saturating_pow(Self::widen(self.0))
    }

    #[expect(clippy::as_conversions, reason = "u8 to u32 is lossless; `From` is not const")]
    const fn widen(count: u8) -> u32 {
        count as u32
    }
}

/// A code length outside 4 to 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidDigits;

impl fmt::Display for InvalidDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a code has 4 to 12 digits")
    }
}

impl core::error::Error for InvalidDigits {}

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
    /// [`InvalidCode`] says whether the length or a character was wrong.
    pub fn parse(text: &str, digits: Digits) -> Result<Self, InvalidCode> {
        if text.len() != usize::from(digits.count()) {
            return Err(InvalidCode::WrongLength);
        }
        if let Some(offset) = text.bytes().position(|byte| !byte.is_ascii_digit()) {
            return Err(InvalidCode::NotADigit { offset });
        }
        let mut code = Self { text: [b'0'; Self::MAX_DIGITS], digits };
        for (place, byte) in code.text.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        Ok(code)
    }

    /// The code that stands for `number` modulo 10^digits.
    pub fn of_number(number: u64, digits: Digits) -> Self {
        let mut code = Self { text: [b'0'; Self::MAX_DIGITS], digits };
        let mut rest = number;
        for place in code.text.iter_mut().take(usize::from(digits.count())).rev() {
            let digit = u8::try_from(rest % 10).unwrap_or_default();
            *place = b'0'.saturating_add(digit);
            rest /= 10;
        }
        code
    }

    /// The digits as text, for a screen.
    pub fn expose(&self) -> &str {
        let digits = self.text.get(..usize::from(self.digits.count())).unwrap_or_default();
        core::str::from_utf8(digits).unwrap_or_default()
    }

    /// The number that the digits spell, without its leading zeros.
    ///
    /// # Security
    ///
    /// As secret as the code.
    pub fn number(&self) -> u64 {
        let digits = self.expose().bytes().map(|byte| u64::from(byte.wrapping_sub(b'0')));
        digits.fold(0, |number, digit| number.wrapping_mul(10).wrapping_add(digit))
    }

    /// How many digits the code has.
    pub const fn digits(&self) -> Digits {
        self.digits
    }

    /// Whether two codes are the same, in time that depends on their lengths alone.
    pub fn ct_matches(&self, other: &Self) -> Choice {
        self.expose().as_bytes().ct_eq(other.expose().as_bytes())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({} digits, redacted)", self.digits.count())
    }
}

/// Typed text that is not a code of the expected length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidCode {
    /// Not as many characters as the token shows.
    WrongLength,
    /// A character other than `0` to `9`, at this byte offset.
    NotADigit {
        /// Byte offset in the text.
        offset: usize,
    },
}

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongLength => {
                f.write_str("the code does not have the expected number of digits")
            }
            Self::NotADigit { offset } => {
                write!(f, "the code has a character other than 0 to 9 at offset {offset}")
            }
        }
    }
}

impl core::error::Error for InvalidCode {}

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
            InvalidCode::NotADigit { offset: 2 }
        );
    }

    #[test]
    fn debug_shows_no_digit() {
        assert_eq!(format!("{:?}", Code::of_number(7, Digits::SIX)), "Code(6 digits, redacted)");
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
            let code = Code::of_number(number, digits);
            let width = usize::from(count);
            prop_assert_eq!(code.expose(), format!("{:0width$}", number.rem_euclid(digits.modulus())));
            let typed = Code::parse(code.expose(), digits).unwrap();
            prop_assert!(bool::from(code.ct_matches(&typed)));
        }

        #[test]
        fn different_numbers_do_not_match(a in 0_u64..100_000_000, b in 0_u64..100_000_000) {
            let same = Code::of_number(a, Digits::EIGHT).ct_matches(&Code::of_number(b, Digits::EIGHT));
            prop_assert_eq!(bool::from(same), a == b);
        }
    }
}
