use core::fmt;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::{Caution, FieldError, Language};

/// One to five cautions, of which at most one says how the payee's name compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cautions(u16);

impl Cautions {
    /// The most cautions in a set.
    pub const MAX_COUNT: u8 = 5;

    /// A set of cautions, given in any order.
    ///
    /// # Errors
    ///
    /// [`FieldError::NoCaution`], [`FieldError::RepeatedCaution`] or [`FieldError::ContradictingCaution`].
    pub fn from_cautions(cautions: &[Caution]) -> Result<Self, FieldError> {
        let mut made = Self(0);
        for &caution in cautions {
            if made.contains(caution) {
                return Err(FieldError::RepeatedCaution(caution));
            }
            made = made.with(caution).ok_or(FieldError::ContradictingCaution(caution))?;
        }
        if made.0 == 0 { Err(FieldError::NoCaution) } else { Ok(made) }
    }

    /// Whether `caution` is among them.
    pub const fn contains(self, caution: Caution) -> bool {
        self.0 & caution.bit() != 0
    }

    /// The cautions, ascending by their number, as they are shown and encoded.
    pub fn iter(self) -> impl Iterator<Item = Caution> {
        Caution::ALL.into_iter().filter(move |caution| self.contains(*caution))
    }

    /// One per line.
    pub(super) fn write(self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        self.iter().enumerate().try_for_each(|(index, caution)| {
            to.write_str(if index > 0 { "\n" } else { "" })?;
            to.write_str(caution.text(language))
        })
    }

    /// None if it would contradict one that is there.
    fn with(self, caution: Caution) -> Option<Self> {
        let contradicts = caution.compares_names() && self.iter().any(Caution::compares_names);
        (!contradicts).then_some(Self(self.0 | caution.bit()))
    }
}

impl Encode for Cautions {
    /// Writes a byte with their number, and one byte for each, ascending.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let count = u8::try_from(self.iter().count()).map_err(|_| EncodeError::OutOfRange)?;
        writer.u8(count)?;
        self.iter().try_for_each(|caution| writer.u8(caution.number()))
    }
}

impl Decode for Cautions {
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`]; [`DecodeErrorKind::OutOfRange`] for no cautions or more than five, an unknown one, or
    /// a second one about the name; [`DecodeErrorKind::FieldOrder`] for one that does not follow the one before it.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (mut made, mut before) = (Self(0), 0);
        reader.list(1..=Self::MAX_COUNT, |number: u8| {
            let caution = Caution::from_number(number).ok_or(DecodeErrorKind::OutOfRange)?;
            // One order, so that a set has one encoding.
            if number <= before {
                return Err(DecodeErrorKind::FieldOrder);
            }
            made = made.with(caution).ok_or(DecodeErrorKind::OutOfRange)?;
            before = number;
            Ok(())
        })?;
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use super::*;

    fn refused(bytes: &[u8]) -> (DecodeErrorKind, usize) {
        let error = Cautions::decode(&mut Reader::new(bytes)).unwrap_err();
        (error.kind(), error.offset())
    }

    /// Every set of the registry's cautions: accepted exactly if it has some and one verdict on the name at most, and then
    /// one encoding.
    #[test]
    fn every_set() {
        let mut accepted = 0;
        for bits in 0..1_u16 << Caution::ALL.len() {
            let set: Vec<_> =
                Caution::ALL.into_iter().filter(|caution| bits & caution.bit() != 0).collect();
            let names = set.iter().filter(|caution| (0x10..0x14).contains(&caution.number()));
            let valid = !set.is_empty() && names.count() <= 1;
            let made = Cautions::from_cautions(&set);
            assert_eq!(made.is_ok(), valid, "{set:?}");
            let numbers: Vec<u8> = set.iter().map(|caution| caution.number()).collect();
            let bytes = [&[u8::try_from(set.len()).unwrap()], numbers.as_slice()].concat();
            assert_eq!(Cautions::decode(&mut Reader::new(&bytes)).ok(), made.ok());
            let Ok(made) = made else { continue };
            accepted += 1;
            let mut room = [0; 6];
            let mut writer = Writer::new(&mut room);
            made.encode(&mut writer).unwrap();
            let length = writer.length();
            assert_eq!(room[..length], bytes);
            assert_eq!(made.iter().collect::<Vec<_>>(), set);
        }
        assert_eq!(accepted, 16 * 5 - 1);
    }

    #[test]
    fn refused_bytes() {
        use DecodeErrorKind::{FieldOrder, OutOfRange, Truncated};
        assert_eq!(refused(&[]), (Truncated, 0));
        assert_eq!(refused(&[0]), (OutOfRange, 0));
        assert_eq!(refused(&[6, 1, 2, 0x10, 0x20, 0x30, 0x31]), (OutOfRange, 0));
        assert_eq!(refused(&[2, 1]), (Truncated, 2));
        assert_eq!(refused(&[2, 1, 3]), (OutOfRange, 2));
        assert_eq!(refused(&[2, 1, 1]), (FieldOrder, 2));
        assert_eq!(refused(&[3, 1, 0x20, 2]), (FieldOrder, 3));
        assert_eq!(refused(&[2, 0x10, 0x12]), (OutOfRange, 2));
    }

    #[test]
    fn a_set_is_made_in_any_order() {
        let set = [Caution::StaffNeverAsk, Caution::NameDiffers, Caution::FirstTimePayee];
        let made = Cautions::from_cautions(&set).unwrap();
        let mut text = String::new();
        made.write(Language::Japanese, &mut text).unwrap();
        assert_eq!(
            text,
            "初めての振込先です\n口座名義が一致しません\n銀行員が頼むことはありません"
        );
        let twice = Cautions::from_cautions(&[Caution::StaffNeverAsk; 2]);
        assert_eq!(twice, Err(FieldError::RepeatedCaution(Caution::StaffNeverAsk)));
        assert_eq!(Cautions::from_cautions(&[]), Err(FieldError::NoCaution));
        let both = Cautions::from_cautions(&[Caution::NameMatches, Caution::NameUnchecked]);
        assert_eq!(both, Err(FieldError::ContradictingCaution(Caution::NameUnchecked)));
    }
}
