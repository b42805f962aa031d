use core::fmt;

use thiserror::Error;
use warifu_core::codec::{Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::Language;
use super::language::Words;

/// The registry of cautions: the number that stands for each in a message, and its text on a screen. Ascending.
macro_rules! cautions {
    ($($(#[$about:meta])+ $name:ident = $number:literal, $english:literal, $japanese:literal;)+) => {
        /// What the bank warns of before a person approves. The numbers and texts are part of the specification.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Caution {
            $($(#[$about])+ $name,)+
        }

        impl Caution {
            /// Every caution of the registry, ascending.
            pub const ALL: [Self; [$($number),+].len()] = [$(Self::$name),+];

            /// The number that stands for it in a message.
            pub const fn number(self) -> u8 {
                match self {
                    $(Self::$name => $number,)+
                }
            }

            /// Its text on a screen, at most 32 columns.
            pub const fn text(self, language: Language) -> &'static str {
                let words = match self {
                    $(Self::$name => Words { english: $english, japanese: $japanese },)+
                };
                words.text(language)
            }
        }
    };
}

cautions! {
    /// The payer has never paid this account. The device then asks for the account once more.
    FirstTimePayee = 0x01, "First-time payee", "初めての振込先です";
    /// The token was registered not long ago.
    RecentToken = 0x02, "Recently added token", "登録間もないトークンです";
    /// The account's holder is named like the payee.
    NameMatches = 0x10, "Payee name matches", "口座名義は一致しています";
    /// The account's holder is named nearly like the payee.
    NameSimilar = 0x11, "Payee name is similar", "口座名義が少し異なります";
    /// The account's holder has another name.
    NameDiffers = 0x12, "Payee name differs", "口座名義が一致しません";
    /// Nobody compared the names.
    NameUnchecked = 0x13, "Payee name unchecked", "口座名義は未確認です";
    /// More than the payer usually sends.
    LargerThanUsual = 0x20, "Larger than usual", "普段より高額です";
    /// Who asks for this by telephone is not the bank.
    NeverAsked = 0x30, "Bank staff never ask for this", "銀行員が頼むことはありません";
}

impl Caution {
    /// Of those that say how the names compare, only one can be true.
    const fn compares_names(self) -> bool {
        matches!(self.number(), 0x10..=0x13)
    }

    /// Its bit in a set.
    const fn bit(self) -> u16 {
        match self {
            Self::FirstTimePayee => 1,
            Self::RecentToken => 1 << 1,
            Self::NameMatches => 1 << 2,
            Self::NameSimilar => 1 << 3,
            Self::NameDiffers => 1 << 4,
            Self::NameUnchecked => 1 << 5,
            Self::LargerThanUsual => 1 << 6,
            Self::NeverAsked => 1 << 7,
        }
    }
}

/// One to five cautions, of which at most one says how the payee's name compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cautions(u16);

impl Cautions {
    /// The most that there can be.
    pub const MAX_COUNT: usize = 5;

    /// A set of cautions, in whatever order they come.
    ///
    /// # Errors
    ///
    /// [`InvalidCautionsError`].
    pub fn from_cautions(cautions: &[Caution]) -> Result<Self, InvalidCautionsError> {
        let mut made = Self(0);
        for &caution in cautions {
            if made.contains(caution) {
                return Err(InvalidCautionsError::Repeated(caution));
            }
            made = made.with(caution).ok_or(InvalidCautionsError::Contradiction(caution))?;
        }
        if made.0 == 0 { Err(InvalidCautionsError::Empty) } else { Ok(made) }
    }

    /// Whether `caution` is among them.
    pub const fn contains(self, caution: Caution) -> bool {
        self.0 & caution.bit() != 0
    }

    /// The cautions, ascending by their number, as they are shown and encoded.
    pub fn iter(self) -> impl Iterator<Item = Caution> {
        Caution::ALL.into_iter().filter(move |caution| self.contains(*caution))
    }

    /// Writes a byte with their number, and one byte for each, ascending.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let count = u8::try_from(self.iter().count()).map_err(|_| EncodeError::OutOfRange)?;
        writer.u8(count)?;
        self.iter().try_for_each(|caution| writer.u8(caution.number()))
    }

    /// Reads what [`Cautions::encode`] writes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`]; [`DecodeErrorKind::OutOfRange`] for no cautions or more than five, an unknown one, or
    /// a second one about the name; [`DecodeErrorKind::FieldOrder`] for one that does not follow the one before it.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let out_of_range = reader.error(DecodeErrorKind::OutOfRange);
        let count = reader.u8()?;
        if count == 0 || usize::from(count) > Self::MAX_COUNT {
            return Err(out_of_range);
        }
        let (mut made, mut before) = (Self(0), 0);
        for _ in 0..count {
            let unknown = reader.error(DecodeErrorKind::OutOfRange);
            let number = reader.u8()?;
            let caution = Caution::ALL.into_iter().find(|caution| caution.number() == number);
            let caution = caution.ok_or(unknown)?;
            if number <= before {
                return Err(DecodeError { kind: DecodeErrorKind::FieldOrder, ..unknown });
            }
            made = made.with(caution).ok_or(unknown)?;
            before = number;
        }
        Ok(made)
    }

    /// One a line.
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

/// Cautions that no transaction has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidCautionsError {
    /// None.
    #[error("there is no caution")]
    Empty,
    /// One twice.
    #[error("the caution {0:?} is there twice")]
    Repeated(Caution),
    /// One about the payee's name beside another one.
    #[error("the caution {0:?} contradicts another one about the name")]
    Contradiction(Caution),
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use super::*;

    fn refused(bytes: &[u8]) -> (DecodeErrorKind, usize) {
        let error = Cautions::decode(&mut Reader::new(bytes)).unwrap_err();
        (error.kind, error.offset)
    }

    #[test]
    fn numbers_ascend_texts_differ_and_fit() {
        for (index, one) in Caution::ALL.iter().enumerate() {
            assert_eq!(one.bit(), 1 << index);
            for other in &Caution::ALL[index + 1..] {
                assert!(one.number() < other.number());
                assert_ne!(one.text(Language::English), other.text(Language::English));
                assert_ne!(one.text(Language::Japanese), other.text(Language::Japanese));
            }
            assert!(one.text(Language::Japanese).chars().count() <= 16);
            assert!(one.text(Language::English).len() <= 32);
        }
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
        let set = [Caution::NeverAsked, Caution::NameDiffers, Caution::FirstTimePayee];
        let made = Cautions::from_cautions(&set).unwrap();
        let mut text = String::new();
        made.write(Language::Japanese, &mut text).unwrap();
        assert_eq!(
            text,
            "初めての振込先です\n口座名義が一致しません\n銀行員が頼むことはありません"
        );
        let twice = Cautions::from_cautions(&[Caution::NeverAsked; 2]);
        assert_eq!(twice, Err(InvalidCautionsError::Repeated(Caution::NeverAsked)));
        assert_eq!(Cautions::from_cautions(&[]), Err(InvalidCautionsError::Empty));
        let both = Cautions::from_cautions(&[Caution::NameMatches, Caution::NameUnchecked]);
        assert_eq!(both, Err(InvalidCautionsError::Contradiction(Caution::NameUnchecked)));
    }
}
