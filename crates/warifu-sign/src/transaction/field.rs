use core::fmt;

use warifu_core::codec::{Reader, Writer};
use warifu_core::{DecodeError, EncodeError, LoginId};

use super::{Account, Amount, Date, KanaText, Label, Language};

/// One labelled value. The label decides the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The person whom an administrative operation is about.
    TargetLogin(LoginId),
    /// Where the money goes.
    PayeeAccount(Account),
    /// Whose account that is.
    PayeeName(KanaText),
    /// How much.
    Amount(Amount),
    /// When.
    ValueDate(Date),
}

impl Field {
    /// What the field is called.
    pub const fn label(&self) -> Label {
        match self {
            Self::TargetLogin(_) => Label::TargetLogin,
            Self::PayeeAccount(_) => Label::PayeeAccount,
            Self::PayeeName(_) => Label::PayeeName,
            Self::Amount(_) => Label::Amount,
            Self::ValueDate(_) => Label::ValueDate,
        }
    }

    /// How a screen shows the value.
    ///
    /// # Errors
    ///
    /// Those of `to`.
    pub fn show(&self, language: Language, to: &mut impl fmt::Write) -> fmt::Result {
        match self {
            Self::TargetLogin(login) => write!(to, "{login}"),
            Self::PayeeAccount(account) => account.show(language, to),
            Self::PayeeName(name) => write!(to, "{name}"),
            Self::Amount(amount) => write!(to, "{amount}"),
            Self::ValueDate(date) => write!(to, "{date}"),
        }
    }

    pub(super) fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.u8(self.label().number())?;
        match self {
            Self::TargetLogin(login) => login.encode(writer),
            Self::PayeeAccount(account) => account.encode(writer),
            Self::PayeeName(name) => name.encode(writer),
            Self::Amount(amount) => amount.encode(writer),
            Self::ValueDate(date) => date.encode(writer),
        }
    }

    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match Label::decode(reader)? {
            Label::TargetLogin => LoginId::decode(reader).map(Self::TargetLogin),
            Label::PayeeAccount => Account::decode(reader).map(Self::PayeeAccount),
            Label::PayeeName => KanaText::decode(reader).map(Self::PayeeName),
            Label::Amount => Amount::decode(reader).map(Self::Amount),
            Label::ValueDate => Date::decode(reader).map(Self::ValueDate),
        }
    }
}
