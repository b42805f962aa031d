use core::fmt;
use core::num::NonZeroU64;

use warifu_core::codec::{Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

/// An amount of money in minor units. Its text is made from the integer and from nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// How many of the currency's smallest unit.
    pub minor_units: u64,
    /// The currency.
    pub currency: Currency,
}

impl Amount {
    /// So many yen.
    pub const fn yen(yen: u64) -> Self {
        Self { minor_units: yen, currency: Currency::Jpy }
    }

    /// Writes the ISO 4217 number in two bytes and the amount as a minimal integer.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u16(self.currency.row().0)?;
        writer.minimal_uint(self.minor_units)
    }

    /// Reads what [`Amount::encode`] writes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], [`DecodeErrorKind::NotMinimal`], or [`DecodeErrorKind::OutOfRange`] for a currency
    /// that is not in the registry.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let unknown = reader.error(DecodeErrorKind::OutOfRange);
        let number = reader.u16()?;
        let currency =
            Currency::ALL.into_iter().find(|currency| currency.row().0 == number).ok_or(unknown)?;
        Ok(Self { minor_units: reader.minimal_uint()?, currency })
    }
}

impl fmt::Display for Amount {
    /// Code, grouped major units, and as many decimals as the currency has: `JPY 125,000`, `USD 1,250.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, code, decimals) = self.currency.row();
        let scale = TEN.saturating_pow(decimals);
        let (major, minor) = (self.minor_units / scale, self.minor_units % scale);
        write!(f, "{code} ")?;
        write_grouped(f, major)?;
        if decimals > 0 {
            let width = usize::try_from(decimals).unwrap_or_default();
            write!(f, ".{minor:0width$}")?;
        }
        Ok(())
    }
}

/// The currencies of ISO 4217 that the registry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Currency {
    /// Yen.
    Jpy,
    /// US dollar.
    Usd,
    /// Euro.
    Eur,
    /// Pound sterling.
    Gbp,
    /// Yuan.
    Cny,
    /// Won.
    Krw,
    /// Australian dollar.
    Aud,
    /// Bahraini dinar, with three decimals.
    Bhd,
}

impl Currency {
    const ALL: [Self; 8] =
        [Self::Jpy, Self::Usd, Self::Eur, Self::Gbp, Self::Cny, Self::Krw, Self::Aud, Self::Bhd];

    /// ISO 4217 number, code, and decimals.
    const fn row(self) -> (u16, &'static str, u32) {
        match self {
            Self::Jpy => (392, "JPY", 0),
            Self::Usd => (840, "USD", 2),
            Self::Eur => (978, "EUR", 2),
            Self::Gbp => (826, "GBP", 2),
            Self::Cny => (156, "CNY", 2),
            Self::Krw => (410, "KRW", 0),
            Self::Aud => (36, "AUD", 2),
            Self::Bhd => (48, "BHD", 3),
        }
    }
}

const TEN: NonZeroU64 = NonZeroU64::new(10).unwrap();

/// Digits in groups of three.
fn write_grouped(f: &mut fmt::Formatter<'_>, number: u64) -> fmt::Result {
    if number < 1_000 {
        return write!(f, "{number}");
    }
    write_grouped(f, number / 1_000)?;
    write!(f, ",{:03}", number % 1_000)
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn the_text_comes_from_the_integer() {
        let text = |minor_units, currency| Amount { minor_units, currency }.to_string();
        assert_eq!(text(0, Currency::Jpy), "JPY 0");
        assert_eq!(text(999, Currency::Jpy), "JPY 999");
        assert_eq!(text(125_000, Currency::Jpy), "JPY 125,000");
        assert_eq!(text(1_000_000, Currency::Jpy), "JPY 1,000,000");
        assert_eq!(text(125_000, Currency::Usd), "USD 1,250.00");
        assert_eq!(text(5, Currency::Eur), "EUR 0.05");
        assert_eq!(text(1_005, Currency::Bhd), "BHD 1.005");
        assert_eq!(text(u64::MAX, Currency::Jpy), "JPY 18,446,744,073,709,551,615");
    }

    #[test]
    fn currencies_are_told_apart() {
        for (index, a) in Currency::ALL.iter().enumerate() {
            for b in Currency::ALL.iter().skip(index + 1) {
                assert_ne!(a.row().0, b.row().0);
                assert_ne!(a.row().1, b.row().1);
            }
        }
    }

    #[test]
    fn unknown_currencies_are_refused() {
        let error = Amount::decode(&mut Reader::new(&[0, 1, 1, 5])).unwrap_err();
        assert_eq!(error, DecodeError { kind: DecodeErrorKind::OutOfRange, offset: 0 });
    }
}
