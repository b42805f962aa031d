use warifu_core::codec::{Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::Language;
use super::language::Words;

/// How often a standing order pays, below the label "Every".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// Every week, 1.
    Week,
    /// Every month, 2.
    Month,
    /// Every two months, 3.
    TwoMonths,
    /// Every three months, 4.
    Quarter,
    /// Every six months, 5.
    HalfYear,
    /// Every year, 6.
    Year,
}

impl Frequency {
    /// Every frequency, ascending.
    pub const ALL: [Self; 6] =
        [Self::Week, Self::Month, Self::TwoMonths, Self::Quarter, Self::HalfYear, Self::Year];

    /// Its number in a message.
    pub const fn number(self) -> u8 {
        match self {
            Self::Week => 1,
            Self::Month => 2,
            Self::TwoMonths => 3,
            Self::Quarter => 4,
            Self::HalfYear => 5,
            Self::Year => 6,
        }
    }

    /// Its text on a screen.
    pub const fn text(self, language: Language) -> &'static str {
        let words = match self {
            Self::Week => Words { english: "week", japanese: "毎週" },
            Self::Month => Words { english: "month", japanese: "毎月" },
            Self::TwoMonths => Words { english: "2 months", japanese: "2か月ごと" },
            Self::Quarter => Words { english: "3 months", japanese: "3か月ごと" },
            Self::HalfYear => Words { english: "6 months", japanese: "6か月ごと" },
            Self::Year => Words { english: "year", japanese: "毎年" },
        };
        words.text(language)
    }

    /// Writes the number.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.number())
    }

    /// Reads what [`Frequency::encode`] writes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], or [`DecodeErrorKind::OutOfRange`] for a number that is not in the registry.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let unknown = reader.error(DecodeErrorKind::OutOfRange);
        let number = reader.u8()?;
        Self::ALL.into_iter().find(|frequency| frequency.number() == number).ok_or(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_each() {
        let known = (0..=u8::MAX).filter(|&number| {
            let read = Frequency::decode(&mut Reader::new(&[number]));
            let unknown = DecodeError { kind: DecodeErrorKind::OutOfRange, offset: 0 };
            assert_eq!(
                read.map(Frequency::number).map_err(|error| error == unknown),
                read.map(|_| number).map_err(|_| true)
            );
            read.is_ok()
        });
        assert_eq!(known.count(), Frequency::ALL.len());
        for (index, one) in Frequency::ALL.iter().enumerate() {
            for other in &Frequency::ALL[index + 1..] {
                assert!(one.number() < other.number());
                assert_ne!(one.text(Language::English), other.text(Language::English));
                assert_ne!(one.text(Language::Japanese), other.text(Language::Japanese));
            }
        }
    }
}
