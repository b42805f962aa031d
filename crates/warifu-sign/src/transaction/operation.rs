use warifu_core::codec::Reader;
use warifu_core::{DecodeError, DecodeErrorKind};

use super::Label;
use super::registry::registry;

/// The registry of operations, and the fields of each. Its text is the title of its pages.
macro_rules! operations {
    ($($(#[$about:meta])+ $name:ident = $number:literal, $english:literal, $japanese:literal, [$($field:ident),*];)+) => {
        registry! {
            /// What a person is asked to approve. The numbers and texts are part of the specification.
            pub enum Operation;
            $($(#[$about])+ $name = $number, $english, $japanese;)+
        }

        impl Operation {
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
    /// 外国送金(IBAN): a transfer abroad, to an account with an IBAN.
    ForeignTransferIban = 0x05, "Foreign transfer IBAN", "外国送金(IBAN)",
        [Beneficiary, BeneficiaryBank, Iban, Amount, ValueDate, Reference];
    /// 定額自動送金: the same transfer again and again, until a last one.
    StandingOrder = 0x06, "Standing order", "定額自動送金",
        [PayeeAccount, PayeeName, Amount, FirstDate, LastDate, Frequency];
    /// 定額自動送金(期限なし): the same transfer again and again, until it is ended.
    OpenStandingOrder = 0x07, "Standing order, open", "定額自動送金(期限なし)",
        [PayeeAccount, PayeeName, Amount, FirstDate, Frequency];
    /// 総合振込: a batch of transfers.
    BulkTransfer = 0x08, "Bulk transfer", "総合振込",
        [PayerAccount, Total, Count, LargestPayment, LargestNewPayment, DrawnPayment1, DrawnPayment2, NewAccounts, ValueDate, BatchDigest];
    /// 給与振込: a batch of salaries.
    Payroll = 0x09, "Payroll", "給与振込",
        [PayerAccount, Total, Count, LargestPayment, LargestNewPayment, DrawnPayment1, DrawnPayment2, NewAccounts, ValueDate, BatchDigest];
    /// 賞与振込: a batch of bonuses.
    BonusPayment = 0x0a, "Bonus payment", "賞与振込",
        [PayerAccount, Total, Count, LargestPayment, LargestNewPayment, DrawnPayment1, DrawnPayment2, NewAccounts, ValueDate, BatchDigest];
    /// 税金・各種料金払込: a tax or fee.
    TaxPayment = 0x10, "Tax or fee payment", "税金･各種料金払込",
        [PayerAccount, Collector, CollectorNumber, PaymentNumber, Amount];
    /// 総合振込: a batch of transfers, one payment drawn.
    BulkTransferOneDrawn = 0x18, "Bulk transfer", "総合振込",
        [PayerAccount, Total, Count, LargestPayment, LargestNewPayment, DrawnPayment1, NewAccounts, ValueDate, BatchDigest];
    /// 給与振込: a batch of salaries, one payment drawn.
    PayrollOneDrawn = 0x19, "Payroll", "給与振込",
        [PayerAccount, Total, Count, LargestPayment, LargestNewPayment, DrawnPayment1, NewAccounts, ValueDate, BatchDigest];
    /// 賞与振込: a batch of bonuses, one payment drawn.
    BonusPaymentOneDrawn = 0x1a, "Bonus payment", "賞与振込",
        [PayerAccount, Total, Count, LargestPayment, LargestNewPayment, DrawnPayment1, NewAccounts, ValueDate, BatchDigest];
    /// 振込先登録: an account that transfers may go to from now on.
    PayeeRegistration = 0x20, "Payee registration", "振込先登録",
        [PayeeAccount, PayeeName];
    /// 振込先変更: another account for a registered payee.
    PayeeChange = 0x21, "Payee change", "振込先変更",
        [PreviousAccount, PayeeAccount, PayeeName];
    /// 振込先削除: a registered payee is removed.
    PayeeDeletion = 0x22, "Payee deletion", "振込先削除",
        [PayeeAccount, PayeeName];
    /// 総合振込: a batch of transfers, none drawn.
    BulkTransferNoneDrawn = 0x28, "Bulk transfer", "総合振込",
        [PayerAccount, Total, Count, LargestPayment, LargestNewPayment, NewAccounts, ValueDate, BatchDigest];
    /// 給与振込: a batch of salaries, none drawn.
    PayrollNoneDrawn = 0x29, "Payroll", "給与振込",
        [PayerAccount, Total, Count, LargestPayment, LargestNewPayment, NewAccounts, ValueDate, BatchDigest];
    /// 賞与振込: a batch of bonuses, none drawn.
    BonusPaymentNoneDrawn = 0x2a, "Bonus payment", "賞与振込",
        [PayerAccount, Total, Count, LargestPayment, LargestNewPayment, NewAccounts, ValueDate, BatchDigest];
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
    /// トークン失効: people are detached from a token.
    TokenRevocation = 0x42, "Token revocation", "トークン失効",
        [TargetLogins];
    /// 総合振込: a batch of transfers without another payment to a new account.
    BulkTransferNoNew = 0x48, "Bulk transfer", "総合振込",
        [PayerAccount, Total, Count, LargestPayment, DrawnPayment1, DrawnPayment2, NewAccounts, ValueDate, BatchDigest];
    /// 給与振込: a batch of salaries without another payment to a new account.
    PayrollNoNew = 0x49, "Payroll", "給与振込",
        [PayerAccount, Total, Count, LargestPayment, DrawnPayment1, DrawnPayment2, NewAccounts, ValueDate, BatchDigest];
    /// 賞与振込: a batch of bonuses without another payment to a new account.
    BonusPaymentNoNew = 0x4a, "Bonus payment", "賞与振込",
        [PayerAccount, Total, Count, LargestPayment, DrawnPayment1, DrawnPayment2, NewAccounts, ValueDate, BatchDigest];
    /// ログイン承認: the person logs in, on the page that shows the same reference.
    LogIn = 0x50, "Log-in", "ログイン承認",
        [Reference, Place, Device];
    /// 総合振込: a batch of transfers without another payment to a new account, one payment drawn.
    BulkTransferNoNewOneDrawn = 0x58, "Bulk transfer", "総合振込",
        [PayerAccount, Total, Count, LargestPayment, DrawnPayment1, NewAccounts, ValueDate, BatchDigest];
    /// 給与振込: a batch of salaries without another payment to a new account, one payment drawn.
    PayrollNoNewOneDrawn = 0x59, "Payroll", "給与振込",
        [PayerAccount, Total, Count, LargestPayment, DrawnPayment1, NewAccounts, ValueDate, BatchDigest];
    /// 賞与振込: a batch of bonuses without another payment to a new account, one payment drawn.
    BonusPaymentNoNewOneDrawn = 0x5a, "Bonus payment", "賞与振込",
        [PayerAccount, Total, Count, LargestPayment, DrawnPayment1, NewAccounts, ValueDate, BatchDigest];
    /// 総合振込: a batch of transfers of one payment.
    BulkTransferNoNewNoneDrawn = 0x68, "Bulk transfer", "総合振込",
        [PayerAccount, Total, Count, LargestPayment, NewAccounts, ValueDate, BatchDigest];
    /// 給与振込: a batch of salaries of one payment.
    PayrollNoNewNoneDrawn = 0x69, "Payroll", "給与振込",
        [PayerAccount, Total, Count, LargestPayment, NewAccounts, ValueDate, BatchDigest];
    /// 賞与振込: a batch of bonuses of one payment.
    BonusPaymentNoNewNoneDrawn = 0x6a, "Bonus payment", "賞与振込",
        [PayerAccount, Total, Count, LargestPayment, NewAccounts, ValueDate, BatchDigest];
    /// 振込(注意): a transfer that the bank warns of.
    CautionedTransfer = 0x81, "Transfer: caution", "振込(注意)",
        [Cautions, PayeeAccount, PayeeName, Amount, ValueDate];
    /// 振込(照会番号付･注意): such a transfer that the payee can match with an invoice.
    CautionedTransferWithReference = 0x82, "Transfer+ref: caution", "振込(照会番号付･注意)",
        [Cautions, PayeeAccount, PayeeName, Amount, ValueDate, Reference];
}

impl Operation {
    /// The operation that a person is asked for without a warning: itself, where there is none.
    pub(crate) const fn without_cautions(self) -> Self {
        if matches!(self, Self::CautionedTransfer) {
            Self::Transfer
        } else if matches!(self, Self::CautionedTransferWithReference) {
            Self::TransferWithReference
        } else {
            self
        }
    }

    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.checked(DecodeErrorKind::UnknownOperation, Self::from_number)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;

    /// The variants of a batch share a title: their labels tell them apart.
    #[test]
    fn numbers_ascend_and_titles_differ() {
        let mut shared = 0;
        for (index, one) in Operation::ALL.iter().enumerate() {
            for other in &Operation::ALL[index + 1..] {
                assert!(one.number() < other.number());
                let same_fields = one.fields() == other.fields();
                let both_batches = is_batch(*one) && is_batch(*other);
                let variants = both_batches && one.number() & 0x0f == other.number() & 0x0f;
                shared += usize::from(variants);
                assert!(!(variants && same_fields), "{one:?} {other:?}");
                for language in [Language::English, Language::Japanese] {
                    let same_title = one.text(language) == other.text(language);
                    assert_eq!(same_title, variants, "{one:?} {other:?}");
                }
            }
        }
        assert_eq!(shared, 3 * 15, "pairs of six variants, of three kinds");
    }

    fn is_batch(operation: Operation) -> bool {
        operation.fields().contains(&Label::BatchDigest)
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
