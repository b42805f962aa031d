use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::registry::registry;

registry! {
    /// How often a standing order pays, below the label "Every".
    pub enum Frequency;

    /// Every week.
    Week = 1, "week", "毎週";
    /// Every month.
    Month = 2, "month", "毎月";
    /// Every two months.
    TwoMonths = 3, "2 months", "2か月ごと";
    /// Every three months.
    Quarter = 4, "3 months", "3か月ごと";
    /// Every six months.
    HalfYear = 5, "6 months", "6か月ごと";
    /// Every year.
    Year = 6, "year", "毎年";
}

impl Encode for Frequency {
    /// Writes the number.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.number())
    }
}

impl Decode for Frequency {
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], or [`DecodeErrorKind::OutOfRange`] for a number that is not in the registry.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.checked(DecodeErrorKind::OutOfRange, Self::from_number)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;

    #[test]
    fn one_byte_each() {
        let known = (0..=u8::MAX).filter(|&number| {
            let read = Frequency::decode(&mut Reader::new(&[number]));
            let unknown = DecodeError::new(DecodeErrorKind::OutOfRange, 0);
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
