use warifu_core::codec::Reader;
use warifu_core::{DecodeError, DecodeErrorKind};

use super::language::Words;
use super::{Label, Language};

/// The registry of operations: the number that stands for each in a message, its title on a screen, and its fields.
macro_rules! operations {
    ($($(#[$about:meta])+ $name:ident = $number:literal, $english:literal, $japanese:literal, [$($field:ident),*];)+) => {
        /// What a person is asked to approve. The numbers and texts are part of the specification.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Operation {
            $($(#[$about])+ $name,)+
        }

        impl Operation {
            /// Every operation of the registry, ascending.
            pub const ALL: [Self; [$($number),+].len()] = [$(Self::$name),+];

            /// The number that stands for it in a message.
            pub const fn number(self) -> u8 {
                match self {
                    $(Self::$name => $number,)+
                }
            }

            /// Its title on a screen.
            pub const fn text(self, language: Language) -> &'static str {
                let words = match self {
                    $(Self::$name => Words { english: $english, japanese: $japanese },)+
                };
                words.text(language)
            }

            /// The fields that it has: each exactly once, in this order.
            pub const fn fields(self) -> &'static [Label] {
                match self {
                    $(Self::$name => &[$(Label::$field),*],)+
                }
            }
        }
    };
}

operations! {
    /// 振込: a transfer to one account.
    Transfer = 0x01, "Transfer", "振込",
        [PayeeAccount, PayeeName, Amount, ValueDate];
    /// 振込（照会番号付）: a transfer that the payee can match with an invoice.
    TransferWithReference = 0x02, "Transfer + reference", "振込(照会番号付)",
        [PayeeAccount, PayeeName, Amount, ValueDate, Reference];
    /// 振替: a transfer between accounts of the same customer.
    OwnTransfer = 0x03, "Own-account transfer", "振替",
        [PayerAccount, PayeeAccount, Amount, ValueDate];
    /// 外国送金: a transfer abroad.
    ForeignTransfer = 0x04, "Foreign transfer", "外国送金",
        [Beneficiary, BeneficiaryAccount, BeneficiaryBank, Amount, ValueDate, Reference];
    /// 総合振込: a batch of transfers.
    BulkTransfer = 0x08, "Bulk transfer", "総合振込",
        [PayerAccount, Total, Count, LargestAccount, LargestName, LargestAmount, ValueDate, BatchDigest];
    /// 給与振込: a batch of salaries.
    Payroll = 0x09, "Payroll", "給与振込",
        [PayerAccount, Total, Count, LargestAccount, LargestName, LargestAmount, ValueDate, BatchDigest];
    /// 賞与振込: a batch of bonuses.
    BonusPayment = 0x0a, "Bonus payment", "賞与振込",
        [PayerAccount, Total, Count, LargestAccount, LargestName, LargestAmount, ValueDate, BatchDigest];
    /// 税金・各種料金払込: a tax or fee.
    TaxPayment = 0x10, "Tax or fee payment", "税金･各種料金払込",
        [PayerAccount, Collector, CollectorNumber, PaymentNumber, Amount];
    /// 振込先登録: an account that transfers may go to from now on.
    PayeeRegistration = 0x20, "Payee registration", "振込先登録",
        [PayeeAccount, PayeeName];
    /// 振込先変更: another account for a registered payee.
    PayeeChange = 0x21, "Payee change", "振込先変更",
        [PreviousAccount, PayeeAccount, PayeeName];
    /// 振込先削除: a registered payee is removed.
    PayeeDeletion = 0x22, "Payee deletion", "振込先削除",
        [PayeeAccount, PayeeName];
    /// 利用者登録: another person may use the service.
    UserRegistration = 0x30, "User registration", "利用者登録",
        [TargetLogin, UserName];
    /// 利用者変更: a person's record is changed.
    UserChange = 0x31, "User change", "利用者変更",
        [TargetLogin, UserName];
    /// 利用者削除: a person may no longer use the service.
    UserDeletion = 0x32, "User deletion", "利用者削除",
        [TargetLogin];
    /// 限度額変更: how much may leave in a day.
    LimitChange = 0x33, "Limit change", "限度額変更",
        [DailyLimit];
    /// トークン利用登録: another person starts to use a registered token.
    TokenSharing = 0x41, "Token registration", "トークン利用登録",
        [];
    /// トークン失効: a person is detached from a token.
    TokenRevocation = 0x42, "Token revocation", "トークン失効",
        [TargetLogin];
    /// ログイン承認: the person logs in, on the page that shows the same reference.
    LogIn = 0x50, "Log-in", "ログイン承認",
        [Reference];
}

impl Operation {
    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let unknown = reader.error(DecodeErrorKind::UnknownOperation);
        let number = reader.u8()?;
        Self::ALL.into_iter().find(|operation| operation.number() == number).ok_or(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_titles_differ() {
        for (index, one) in Operation::ALL.iter().enumerate() {
            for other in &Operation::ALL[index + 1..] {
                assert!(one.number() < other.number());
                for language in [Language::English, Language::Japanese] {
                    assert_ne!(one.text(language), other.text(language));
                }
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
