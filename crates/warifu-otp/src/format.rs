use warifu_core::{Code, CodeError, Digits};

use crate::ParametersError;

/// How Snum becomes what a person types: step 3 of RFC 4226 §5.3, and Appendix C where it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Format {
    digits: Digits,
    checksum: Checksum,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Checksum {
    Absent,
    Appended,
}

impl Format {
    /// # Errors
    ///
    /// [`ParametersError::Digits`] for fewer than `fewest` digits or more than 10.
    pub(crate) fn new(digits: Digits, fewest: u8) -> Result<Self, ParametersError> {
        if (fewest..=MAX_DIGITS).contains(&digits.value()) {
            Ok(Self { digits, checksum: Checksum::Absent })
        } else {
            Err(ParametersError::Digits { fewest })
        }
    }

    pub(crate) const fn with_checksum(self) -> Self {
        Self { checksum: Checksum::Appended, ..self }
    }

    /// The digits that are taken from Snum; the check digit comes on top.
    pub(crate) const fn digits(self) -> Digits {
        self.digits
    }

    /// The number that a typed code spells.
    pub(crate) fn parse(self, typed: &str) -> Result<u64, CodeError> {
        Ok(Code::parse(typed, self.length())?.number())
    }

    pub(crate) fn code(self, snum: u32) -> Code {
        Code::from_number(self.number(snum), self.length())
    }

    /// The number that the code of `snum` spells, without a branch or a division that would depend on it.
    pub(crate) fn number(self, snum: u32) -> u64 {
        // "Return D = Snum mod 10^Digit": by constants, which compilers turn into multiplications.
        let reduced = match self.digits.value() {
            4 => snum % 10_000,
            5 => snum % 100_000,
            6 => snum % 1_000_000,
            7 => snum % 10_000_000,
            8 => snum % 100_000_000,
            9 => snum % 1_000_000_000,
            _ => snum,
        };
        let number = u64::from(reduced);
        match self.checksum {
            Checksum::Absent => number,
            Checksum::Appended => {
                number.wrapping_mul(10).wrapping_add(check_digit(number, self.digits.value()))
            }
        }
    }

    #[expect(clippy::arithmetic_side_effects, reason = "a code has at most 10 digits")]
    const fn length(self) -> Digits {
        match self.checksum {
            Checksum::Absent => self.digits,
            Checksum::Appended => match Digits::new(self.digits.value() + 1) {
                Ok(length) => length,
                Err(_) => unreachable!(),
            },
        }
    }
}

/// `calcChecksum` of RFC 4226 Appendix C: "the Luhn checksum", over the digits from the last to the first.
fn check_digit(number: u64, digits: u8) -> u64 {
    let (mut rest, mut total) = (number, 0_u64);
    for place in 0..digits {
        let digit = rest % 10;
        rest /= 10;
        // "the digit doubled, its own digits added": nine less where that has two.
        let doubled = digit.wrapping_mul(2).wrapping_sub(u64::from(digit > 4).wrapping_mul(9));
        total = total.wrapping_add(if place % 2 == 0 { doubled } else { digit });
    }
    10_u64.wrapping_sub(total % 10) % 10
}

/// "Implementations MUST extract a 6-digit code at a minimum" (RFC 4226 §5.3).
pub(crate) const MIN_DIGITS: u8 = 6;
/// What some old tokens show.
pub(crate) const MIN_LEGACY_DIGITS: u8 = 4;
/// 2^31 has 10 digits: a longer code would only gain leading zeros.
pub(crate) const MAX_DIGITS: u8 = 10;

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn format(digits: u8) -> Format {
        Format::new(Digits::new(digits).unwrap(), MIN_LEGACY_DIGITS).unwrap()
    }

    /// The codes of RFC 4226 Appendix D with the digits that its Appendix C appends, worked out by hand for the first.
    #[test]
    fn check_digits() {
        // 755224: 4·2=8, 2, 2·2=4, 5, 5·2→1, 7 are 27 in all.
        assert_eq!(check_digit(755_224, 6), 3);
        // The usual example of Luhn's: 7992739871 and its 3.
        assert_eq!(check_digit(7_992_739_871, 10), 3);
        assert_eq!(check_digit(0, 6), 0);
    }

    #[test]
    fn ten_digits_and_a_check_digit_fit() {
        let format = format(10).with_checksum();
        let code = format.code(0x7fff_ffff);
        assert_eq!(code.expose().len(), 11);
        assert!(code.expose().starts_with("2147483647"));
        assert_eq!(format.parse(code.expose()).unwrap(), format.number(0x7fff_ffff));
    }

    proptest! {
        #[test]
        fn the_number_is_the_remainder(snum in 0..=0x7fff_ffff_u32, digits in 4..=10_u8) {
            prop_assert_eq!(format(digits).number(snum), u64::from(snum).rem_euclid(10_u64.pow(digits.into())));
            let code = format(digits).code(snum);
            prop_assert_eq!(format(digits).parse(code.expose()).unwrap(), format(digits).number(snum));
        }

        #[test]
        fn one_wrong_digit_is_noticed(snum in 0..=0x7fff_ffff_u32, place in 0..7_usize, other in 1..10_u64) {
            let typed: u64 = format(6).with_checksum().code(snum).expose().parse().unwrap();
            let weight = 10_u64.pow(u32::try_from(place).unwrap());
            let digit = typed / weight % 10;
            let typed = typed - digit * weight + (digit + other).rem_euclid(10) * weight;
            prop_assert_ne!(check_digit(typed / 10, 6), typed % 10);
        }
    }
}
