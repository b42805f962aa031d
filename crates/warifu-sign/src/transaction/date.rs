use core::fmt;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::FieldError;
use super::decimal::Decimal;

/// A day of the Gregorian calendar, 2000-01-01 to 2127-12-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day that exists.
    ///
    /// # Errors
    ///
    /// [`FieldError::Date`] for one that does not, or outside 2000 to 2127.
    pub const fn new(year: u16, month: u8, day: u8) -> Result<Self, FieldError> {
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if year.is_multiple_of(4) && year != 2100 => 29,
            2 => 28,
            _ => return Err(FieldError::Date),
        };
        if year < FIRST_YEAR || year > LAST_YEAR || day == 0 || day > length {
            return Err(FieldError::Date);
        }
        Ok(Self { year, month, day })
    }

    /// The year, 2000 to 2127.
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(&self) -> u8 {
        self.month
    }

    /// The day, 1 to 31.
    pub const fn day(&self) -> u8 {
        self.day
    }
}

impl Encode for Date {
    /// Writes 7 bits of year from 2000, 4 of month, 5 of day: two bytes.
    #[expect(clippy::arithmetic_side_effects, reason = "`new` takes no earlier year")]
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let year = self.year - FIRST_YEAR;
        writer.u16((year << 9) | (u16::from(self.month) << 5) | u16::from(self.day))
    }
}

impl Decode for Date {
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], or [`DecodeErrorKind::OutOfRange`] for a day that does not exist.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.checked(DecodeErrorKind::OutOfRange, |[high, low]: [u8; 2]| {
            let month = ((high & 1) << 3) | (low >> 5);
            let year = u16::from(high >> 1).checked_add(FIRST_YEAR)?;
            Self::new(year, month, low & 0x1f).ok()
        })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (month, day) = (Decimal::new(self.month, 99), Decimal::new(self.day, 99));
        write!(f, "{}-{month}-{day}", Decimal::new(self.year, 9_999))
    }
}

const FIRST_YEAR: u16 = 2000;
const LAST_YEAR: u16 = 2127;

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn every_two_bytes_are_one_day_or_none() {
        let mut days = 0;
        for packed in 0..=u16::MAX {
            let bytes = packed.to_be_bytes();
            if let Ok(date) = Date::decode(&mut Reader::new(&bytes)) {
                let mut room = [0; 2];
                date.encode(&mut Writer::new(&mut room)).unwrap();
                assert_eq!(room, bytes);
                days += 1;
            }
        }
        assert_eq!(days, 128 * 365 + 31, "128 years with 31 leap days: 2100 has none");
    }

    #[test]
    fn days_that_do_not_exist() {
        for (year, month, day) in [
            (1999, 12, 31),
            (2128, 1, 1),
            (2026, 13, 1),
            (2026, 0, 1),
            (2026, 2, 29),
            (2100, 2, 29),
            (2026, 4, 31),
            (2026, 4, 0),
        ] {
            assert_eq!(Date::new(year, month, day), Err(FieldError::Date));
        }
        assert_eq!(Date::new(2028, 2, 29).unwrap().to_string(), "2028-02-29");
    }
}
