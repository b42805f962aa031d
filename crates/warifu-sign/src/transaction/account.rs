use core::fmt;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError};

use super::decimal::Decimal;
use super::{FieldError, Language};

/// A domestic account: bank (4 digits), branch (3), kind, number (7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    bank: u16,
    branch: u16,
    kind: AccountKind,
    number: u32,
}

impl Account {
    /// An account.
    ///
    /// # Errors
    ///
    /// [`FieldError::Account`] for a bank above 9999, a branch above 999 or a number above 9,999,999.
    pub const fn new(
        bank: u16,
        branch: u16,
        kind: AccountKind,
        number: u32,
    ) -> Result<Self, FieldError> {
        if bank > 9_999 || branch > 999 || number > 9_999_999 {
            return Err(FieldError::Account);
        }
        Ok(Self { bank, branch, kind, number })
    }

    /// The bank's code, 0 to 9,999.
    pub const fn bank(&self) -> u16 {
        self.bank
    }

    /// The branch's code, 0 to 999.
    pub const fn branch(&self) -> u16 {
        self.branch
    }

    /// The kind.
    pub const fn kind(&self) -> AccountKind {
        self.kind
    }

    /// The number, 0 to 9,999,999.
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// How a screen shows it, such as `0138-110 普通 1234567`.
    pub(super) fn write(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        let (bank, branch) = (Decimal::new(self.bank, 9_999), Decimal::new(self.branch, 999));
        write!(to, "{bank}-{branch} ")?;
        to.write_str(self.kind.text(language))?;
        write!(to, " {}", Decimal::new(self.number, 9_999_999))
    }
}

impl Encode for Account {
    /// Writes the 15 decimal digits bank, branch, kind, number as one integer of seven bytes.
    #[expect(clippy::arithmetic_side_effects, reason = "15 digits: `new` bounds each part")]
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let bank_and_branch = u64::from(self.bank) * 1_000 + u64::from(self.branch);
        let with_kind = bank_and_branch * 10 + u64::from(self.kind.number());
        let digits = with_kind * 10_000_000 + u64::from(self.number);
        let [_, seven @ ..] = digits.to_be_bytes();
        writer.bytes(&seven)
    }
}

impl Decode for Account {
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`], or [`DecodeErrorKind::OutOfRange`] for more than 15 digits or an unknown kind.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.checked(DecodeErrorKind::OutOfRange, |[a, b, c, d, e, f, g]: [u8; 7]| {
            let digits = u64::from_be_bytes([0, a, b, c, d, e, f, g]);
            let number = u32::try_from(digits % 10_000_000).ok()?;
            let kind = AccountKind::from_number(u8::try_from(digits / 10_000_000 % 10).ok()?)?;
            let branch = u16::try_from(digits / 100_000_000 % 1_000).ok()?;
            let bank = u16::try_from(digits / 100_000_000_000).ok()?;
            Self::new(bank, branch, kind, number).ok()
        })
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(Language::English, f)
    }
}

/// The kinds of account that a transfer can go to, numbered as in the Zengin format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKind {
    /// 普通預金, 1.
    Ordinary,
    /// 当座預金, 2.
    Current,
    /// 貯蓄預金, 4.
    Savings,
    /// その他, 9.
    Other,
}

impl AccountKind {
    /// Its number.
    pub const fn number(self) -> u8 {
        match self {
            Self::Ordinary => 1,
            Self::Current => 2,
            Self::Savings => 4,
            Self::Other => 9,
        }
    }

    /// The kind with this number.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Ordinary),
            2 => Some(Self::Current),
            4 => Some(Self::Savings),
            9 => Some(Self::Other),
            _ => None,
        }
    }

    const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Ordinary, Language::English) => "ordinary",
            (Self::Ordinary, Language::Japanese) => "普通",
            (Self::Current, Language::English) => "current",
            (Self::Current, Language::Japanese) => "当座",
            (Self::Savings, Language::English) => "savings",
            (Self::Savings, Language::Japanese) => "貯蓄",
            (Self::Other, Language::English) => "other",
            (Self::Other, Language::Japanese) => "その他",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::String;

    #[test]
    fn the_digits_are_in_their_places() {
        let account = Account::new(138, 110, AccountKind::Ordinary, 1_234_567).unwrap();
        let mut room = [0; 7];
        account.encode(&mut Writer::new(&mut room)).unwrap();
        assert_eq!(room, 13_811_011_234_567_u64.to_be_bytes()[1..]);
        assert_eq!(Account::decode(&mut Reader::new(&room)), Ok(account));
        let mut text = String::new();
        account.write(Language::Japanese, &mut text).unwrap();
        assert_eq!(text, "0138-110 普通 1234567");
    }

    #[test]
    fn too_many_digits() {
        assert_eq!(Account::new(10_000, 0, AccountKind::Other, 0), Err(FieldError::Account));
        assert_eq!(Account::new(0, 1_000, AccountKind::Other, 0), Err(FieldError::Account));
        assert_eq!(Account::new(0, 0, AccountKind::Other, 10_000_000), Err(FieldError::Account));
    }

    #[test]
    fn unknown_kinds_and_sixteen_digits_are_refused() {
        for digits in [13_811_031_234_567_u64, 1_000_000_011_234_567, (1 << 56) - 1] {
            let bytes = digits.to_be_bytes();
            assert!(Account::decode(&mut Reader::new(&bytes[1..])).is_err(), "{digits}");
        }
    }
}
