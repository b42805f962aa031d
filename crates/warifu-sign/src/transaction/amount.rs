use core::fmt;
use core::num::NonZeroU64;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::Currency;
use super::decimal::{Decimal, write_grouped};

/// An amount of money in minor units. Its text is made from the integer and from nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// How many of the currency's smallest unit.
    pub minor_units: u64,
    /// The currency.
    pub currency: Currency,
}

impl Amount {
    /// An amount in whole yen.
    pub const fn yen(yen: u64) -> Self {
        Self { minor_units: yen, currency: Currency::JPY }
    }
}

impl Encode for Amount {
    /// Writes the ISO 4217 number in two bytes and the amount as a minimal integer.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u16(self.currency.number())?;
        writer.minimal_uint(self.minor_units)
    }
}

impl Decode for Amount {
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], [`DecodeErrorKind::NotMinimal`], or [`DecodeErrorKind::OutOfRange`] for a currency
    /// that is not in the registry.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let currency = reader.checked(DecodeErrorKind::OutOfRange, Currency::from_number)?;
        Ok(Self { minor_units: reader.minimal_uint()?, currency })
    }
}

impl Amount {
    /// Grouped major units, and as many decimals as the currency has: `125,000`, `1,250.00`.
    pub(super) fn write_number(&self, to: &mut dyn fmt::Write) -> fmt::Result {
        let decimals = self.currency.decimals();
        let scale = TEN.checked_pow(u32::from(decimals)).ok_or(fmt::Error)?;
        let (major, minor) = (self.minor_units / scale, self.minor_units % scale);
        write_grouped(to, major)?;
        if decimals > 0 {
            // A hundredth has two digits, as ten has.
            write!(to, ".{}", Decimal::new(minor, scale.get() / 10))?;
        }
        Ok(())
    }
}

impl fmt::Display for Amount {
    /// Code and number: `JPY 125,000`, `USD 1,250.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.currency)?;
        self.write_number(f)
    }
}

const TEN: NonZeroU64 = NonZeroU64::new(10).unwrap();

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn the_text_comes_from_the_integer() {
        let text = |minor_units, currency| Amount { minor_units, currency }.to_string();
        assert_eq!(text(0, Currency::JPY), "JPY 0");
        assert_eq!(text(999, Currency::JPY), "JPY 999");
        assert_eq!(text(125_000, Currency::JPY), "JPY 125,000");
        assert_eq!(text(1_000_000, Currency::JPY), "JPY 1,000,000");
        assert_eq!(text(125_000, Currency::USD), "USD 1,250.00");
        assert_eq!(text(5, Currency::EUR), "EUR 0.05");
        assert_eq!(text(1_005, Currency::BHD), "BHD 1.005");
        assert_eq!(text(u64::MAX, Currency::JPY), "JPY 18,446,744,073,709,551,615");
    }

    #[test]
    fn unknown_currencies_are_refused() {
        let error = Amount::decode(&mut Reader::new(&[0, 1, 1, 5])).unwrap_err();
        assert_eq!(error, DecodeError::new(DecodeErrorKind::OutOfRange, 0));
    }
}
