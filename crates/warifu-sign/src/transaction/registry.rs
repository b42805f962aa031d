use warifu_core::codec::Reader;
use warifu_core::{DecodeError, DecodeErrorKind};

/// The languages that a screen can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Japanese.
    Japanese,
}

/// What a person is asked to approve. The numbers and texts are part of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// 振込: a transfer to one account.
    Transfer,
    /// トークン利用登録: another person starts to use a registered token.
    TokenSharing,
    /// トークン失効: a person is detached from a token.
    TokenRevocation,
}

impl Operation {
    /// Every operation of the registry.
    pub const ALL: [Self; 3] = [Self::Transfer, Self::TokenSharing, Self::TokenRevocation];

    /// The number that stands for it in a message.
    pub const fn number(self) -> u8 {
        match self {
            Self::Transfer => 0x01,
            Self::TokenSharing => 0x41,
            Self::TokenRevocation => 0x42,
        }
    }

    /// Its title on a screen.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Transfer, Language::English) => "Transfer",
            (Self::Transfer, Language::Japanese) => "振込",
            (Self::TokenSharing, Language::English) => "Token registration",
            (Self::TokenSharing, Language::Japanese) => "トークン利用登録",
            (Self::TokenRevocation, Language::English) => "Token revocation",
            (Self::TokenRevocation, Language::Japanese) => "トークン失効",
        }
    }

    /// The fields that it has: each exactly once, in this order.
    pub const fn fields(self) -> &'static [Label] {
        match self {
            Self::Transfer => {
                &[Label::PayeeAccount, Label::PayeeName, Label::Amount, Label::ValueDate]
            }
            Self::TokenSharing => &[],
            Self::TokenRevocation => &[Label::TargetLogin],
        }
    }

    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let unknown = reader.error(DecodeErrorKind::UnknownOperation);
        let number = reader.u8()?;
        Self::ALL.into_iter().find(|operation| operation.number() == number).ok_or(unknown)
    }
}

/// What a field is called. Fields stand in ascending order of their label's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// 対象ログインID.
    TargetLogin,
    /// 振込先口座.
    PayeeAccount,
    /// 受取人名.
    PayeeName,
    /// 金額.
    Amount,
    /// 振込指定日.
    ValueDate,
}

impl Label {
    /// Every label of the registry, ascending.
    pub const ALL: [Self; 5] =
        [Self::TargetLogin, Self::PayeeAccount, Self::PayeeName, Self::Amount, Self::ValueDate];

    /// The number that stands for it in a message.
    pub const fn number(self) -> u8 {
        match self {
            Self::TargetLogin => 0x10,
            Self::PayeeAccount => 0x20,
            Self::PayeeName => 0x21,
            Self::Amount => 0x30,
            Self::ValueDate => 0x40,
        }
    }

    /// Its text on a screen.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::TargetLogin, Language::English) => "For login ID",
            (Self::TargetLogin, Language::Japanese) => "対象ログインID",
            (Self::PayeeAccount, Language::English) => "To account",
            (Self::PayeeAccount, Language::Japanese) => "振込先口座",
            (Self::PayeeName, Language::English) => "Payee",
            (Self::PayeeName, Language::Japanese) => "受取人名",
            (Self::Amount, Language::English) => "Amount",
            (Self::Amount, Language::Japanese) => "金額",
            (Self::ValueDate, Language::English) => "Date",
            (Self::ValueDate, Language::Japanese) => "振込指定日",
        }
    }

    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let unknown = reader.error(DecodeErrorKind::UnknownField);
        let number = reader.u8()?;
        Self::ALL.into_iter().find(|label| label.number() == number).ok_or(unknown)
    }
}

/// What a screen calls the login ID of the person who is asked.
pub(crate) const fn login_text(language: Language) -> &'static str {
    match language {
        Language::English => "Login ID",
        Language::Japanese => "ログインID",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_texts_differ() {
        for pair in Label::ALL.windows(2) {
            assert!(pair[0].number() < pair[1].number());
        }
        for pair in Operation::ALL.windows(2) {
            assert!(pair[0].number() < pair[1].number());
        }
        for language in [Language::English, Language::Japanese] {
            for (index, a) in Label::ALL.iter().enumerate() {
                assert!(
                    Label::ALL[index + 1..].iter().all(|b| a.text(language) != b.text(language))
                );
            }
            for (index, a) in Operation::ALL.iter().enumerate() {
                assert!(
                    Operation::ALL[index + 1..]
                        .iter()
                        .all(|b| a.text(language) != b.text(language))
                );
            }
        }
    }

    #[test]
    fn the_fields_of_an_operation_ascend() {
        for operation in Operation::ALL {
            for pair in operation.fields().windows(2) {
                assert!(pair[0].number() < pair[1].number(), "{operation:?}");
            }
        }
    }
}
