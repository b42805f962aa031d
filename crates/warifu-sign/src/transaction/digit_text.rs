use core::fmt;
use core::str::FromStr;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::FieldError;
use super::decimal::Decimal;

/// 1 to 20 decimal digits with their leading zeros: a number that is a name, such as that of a tax notice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DigitText {
    digits: [u8; DigitText::MAX_LENGTH],
    length: usize,
}

impl DigitText {
    /// The longest text, in digits.
    pub const MAX_LENGTH: usize = 20;

    #[expect(clippy::expect_used, reason = "only `decode` and `from_str` set the length")]
    fn digits(&self) -> &[u8] {
        self.digits.get(..self.length).expect("there are at most 20 digits")
    }
}

impl Encode for DigitText {
    /// Writes a byte with the number of digits, and two digits in a byte, the earlier one in its high four bits. The last four
    /// bits of an odd number of digits are zero.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(u8::try_from(self.length).map_err(|_| EncodeError::OutOfRange)?)?;
        self.digits().chunks(2).try_for_each(|pair| {
            writer.u8(match pair {
                [high, low] => (high << 4) | low,
                last => last.iter().fold(0, |_, high| high << 4),
            })
        })
    }
}

impl Decode for DigitText {
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], [`DecodeErrorKind::OutOfRange`] for a length that is not 1 to 20,
    /// [`DecodeErrorKind::Character`] for four bits that are no digit, or [`DecodeErrorKind::Padding`].
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let length = reader.checked(DecodeErrorKind::OutOfRange, |length: u8| {
            let length = usize::from(length);
            (1..=Self::MAX_LENGTH).contains(&length).then_some(length)
        })?;
        let mut made = Self { digits: [0; Self::MAX_LENGTH], length };
        for (pair, rest) in made.digits.chunks_mut(2).zip((1..=length).rev().step_by(2)) {
            reader.value(|reader| {
                let byte = reader.u8()?;
                let digits = [byte >> 4, byte & 0x0f];
                if digits.iter().any(|&digit| digit >= 10) {
                    return Err(DecodeErrorKind::Character.into());
                }
                // Bits behind the last digit would be a second encoding of the same digits.
                if rest == 1 && byte & 0x0f != 0 {
                    return Err(DecodeErrorKind::Padding.into());
                }
                pair.copy_from_slice(&digits);
                Ok(())
            })?;
        }
        Ok(made)
    }
}

impl FromStr for DigitText {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let mut made = Self { digits: [0; Self::MAX_LENGTH], length: text.len() };
        let places = made.digits.get_mut(..text.len()).ok_or(FieldError::Digits)?;
        for (place, byte) in places.iter_mut().zip(text.bytes()) {
            *place =
                byte.checked_sub(b'0').filter(|&digit| digit < 10).ok_or(FieldError::Digits)?;
        }
        if text.is_empty() { Err(FieldError::Digits) } else { Ok(made) }
    }
}

impl fmt::Display for DigitText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.digits().iter().try_for_each(|digit| Decimal::new(*digit, 0).fmt(f))
    }
}

impl fmt::Debug for DigitText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DigitText({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::string::{String, ToString};

    use super::*;

    #[test]
    fn zeros_count_and_nothing_else_does() {
        for good in ["0", "007", "01234567890123456789"] {
            assert_eq!(good.parse::<DigitText>().unwrap().to_string(), good);
        }
        for bad in ["", "012345678901234567890", "1 2", "-1", "1a", "\u{ff11}", "\u{661}"] {
            assert_eq!(bad.parse::<DigitText>(), Err(FieldError::Digits), "{bad:?}");
        }
    }

    #[test]
    fn refused_bytes() {
        let refused = |bytes: &[u8]| DigitText::decode(&mut Reader::new(bytes)).unwrap_err();
        let at = |kind, offset| DecodeError::new(kind, offset);
        assert_eq!(refused(&[0]), at(DecodeErrorKind::OutOfRange, 0));
        assert_eq!(refused(&[21, 0]), at(DecodeErrorKind::OutOfRange, 0));
        assert_eq!(refused(&[3, 0x12]), at(DecodeErrorKind::Truncated, 2));
        assert_eq!(refused(&[3, 0x12, 0xa0]), at(DecodeErrorKind::Character, 2));
        assert_eq!(refused(&[3, 0x12, 0x31]), at(DecodeErrorKind::Padding, 2));
        assert_eq!(refused(&[3, 0x12, 0x3f]), at(DecodeErrorKind::Character, 2));
    }

    proptest! {
        #[test]
        fn accepted_bytes_are_canonical(input in proptest::collection::vec(any::<u8>(), 0..13)) {
            let mut reader = Reader::new(&input);
            if let Ok(text) = DigitText::decode(&mut reader) {
                let mut room = [0_u8; 11];
                let mut writer = Writer::new(&mut room);
                text.encode(&mut writer).unwrap();
                let length = writer.length();
                prop_assert_eq!(&room[..length], &input[..reader.position()]);
            }
        }

        #[test]
        fn digits_survive_the_codec(text in "[0-9]{1,20}") {
            let made: DigitText = text.parse().unwrap();
            let mut room = [0_u8; 11];
            made.encode(&mut Writer::new(&mut room)).unwrap();
            let read: String = DigitText::decode(&mut Reader::new(&room)).unwrap().to_string();
            prop_assert_eq!(read, text);
        }
    }
}
