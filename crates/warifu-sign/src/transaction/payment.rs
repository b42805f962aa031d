use core::fmt;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError};

use super::{Account, Amount, KanaText, Language};

/// One payment of a batch: the account that the money goes to, whose it is, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    /// Where the money goes.
    pub account: Account,
    /// Whose account that is.
    pub payee: KanaText,
    /// How much.
    pub amount: Amount,
}

impl Payment {
    /// In three lines.
    pub(super) fn write(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
        self.account.write(language, to)?;
        write!(to, "\n{}\n{}", self.payee, self.amount)
    }
}

impl Encode for Payment {
    /// Writes account, payee and amount.
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.account.encode(writer)?;
        self.payee.encode(writer)?;
        self.amount.encode(writer)
    }
}

impl Decode for Payment {
    /// # Errors
    ///
    /// Those of [`Account::decode`], [`KanaText`](super::FieldText::decode) and [`Amount::decode`].
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let account = Account::decode(reader)?;
        let payee = KanaText::decode(reader)?;
        Ok(Self { account, payee, amount: Amount::decode(reader)? })
    }
}

#[cfg(test)]
mod tests {
    use std::string::String;

    use warifu_core::DecodeErrorKind;

    use super::*;
    use crate::transaction::AccountKind;

    #[test]
    fn three_values_in_three_lines() {
        let payment = Payment {
            account: Account::new(138, 110, AccountKind::Current, 1).unwrap(),
            payee: KanaText::parse("ﾜﾘﾌ ﾀﾛｳ").unwrap(),
            amount: Amount::yen(1_000),
        };
        let mut room = [0; 32];
        let mut writer = Writer::new(&mut room);
        payment.encode(&mut writer).unwrap();
        let length = writer.length();
        assert_eq!(length, 7 + 8 + 5);
        assert_eq!(Payment::decode(&mut Reader::new(&room[..length])), Ok(payment));
        let mut text = String::new();
        payment.write(Language::Japanese, &mut text).unwrap();
        assert_eq!(text, "0138-110 当座 0000001\nﾜﾘﾌ ﾀﾛｳ\nJPY 1,000");
        room[8] = b'a';
        let error = Payment::decode(&mut Reader::new(&room[..length])).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (DecodeErrorKind::Character, 8));
    }
}
