use core::fmt;

use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, LoginId};

use super::registry::registry;
use super::show::Show;
use super::speech::Speak;
use super::{
    Account, AccountText, Amount, AsciiText, BatchDigest, Cautions, Count, Date, DigitText,
    Frequency, Iban, JapaneseText, KanaText, Language, LoginIds, Payment, SessionText,
};

/// The registry of fields: that of their labels, and the type of each one's value.
macro_rules! fields {
    ($($(#[$about:meta])+ $name:ident($value:ty) = $number:literal, $english:literal, $japanese:literal;)+) => {
        registry! {
            /// What a field is called. Fields come in ascending order of their label's number.
            pub enum Label;
            $($(#[$about])+ $name = $number, $english, $japanese;)+
        }

        /// One labelled value. The label decides the type.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Field {
            $($(#[$about])+ $name($value),)+
        }

        impl Field {
            /// What the field is called.
            pub const fn label(&self) -> Label {
                match self {
                    $(Self::$name(_) => Label::$name,)+
                }
            }

            /// Writes the value as a screen shows it, lines separated by `\n`: at most 192 bytes of UTF-8.
            ///
            /// # Errors
            ///
            /// Those of `to`.
            pub fn show(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
                match self {
                    $(Self::$name(value) => value.show(language, to),)+
                }
            }

            /// Writes the value as a speech engine is to read it.
            pub(crate) fn speak(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
                match self {
                    $(Self::$name(value) => value.speak(language, to),)+
                }
            }

            pub(super) fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
                writer.u8(self.label().number())?;
                match self {
                    $(Self::$name(value) => value.encode(writer),)+
                }
            }

            pub(super) fn decode_value(
                label: Label,
                reader: &mut Reader<'_>,
            ) -> Result<Self, DecodeError> {
                match label {
                    $(Label::$name => <$value>::decode(reader).map(Self::$name),)+
                }
            }
        }
    };
}

fields! {
    /// ご注意: what the bank warns of before anything else is read.
    Cautions(Cautions) = 0x08, "Caution", "ご注意";
    /// 対象ログインID: the person whom an administrative operation is about.
    TargetLogin(LoginId) = 0x10, "For login ID", "対象ログインID";
    /// 利用者名: that person's name.
    UserName(JapaneseText) = 0x11, "User name", "利用者名";
    /// 対象ログインID(複数): the people whom an administrative operation is about.
    TargetLogins(LoginIds) = 0x12, "For login IDs", "対象ログインID(複数)";
    /// 振込元口座: where the money comes from.
    PayerAccount(Account) = 0x18, "From account", "振込元口座";
    /// 変更前口座: the account that another one replaces.
    PreviousAccount(Account) = 0x19, "Instead of account", "変更前口座";
    /// 振込先口座: where the money goes.
    PayeeAccount(Account) = 0x20, "To account", "振込先口座";
    /// 受取人名: whose account that is.
    PayeeName(KanaText) = 0x21, "Payee", "受取人名";
    /// 受取人: who receives money abroad.
    Beneficiary(AsciiText) = 0x22, "Beneficiary", "受取人";
    /// 受取人口座番号: the beneficiary's account number where there are no IBANs.
    BeneficiaryAccount(AccountText) = 0x23, "Beneficiary account", "受取人口座番号";
    /// 受取銀行: the BIC of the beneficiary's bank.
    BeneficiaryBank(AsciiText) = 0x24, "Beneficiary bank", "受取銀行";
    /// IBAN: the beneficiary's account number where there are IBANs.
    Iban(Iban) = 0x25, "IBAN", "IBAN";
    /// 収納機関: to whom a tax or fee is paid.
    Collector(JapaneseText) = 0x28, "Paid to", "収納機関";
    /// 収納機関番号: the collector's number.
    CollectorNumber(DigitText) = 0x29, "Collector number", "収納機関番号";
    /// 納付番号: what is paid.
    PaymentNumber(DigitText) = 0x2a, "Payment number", "納付番号";
    /// 金額: how much.
    Amount(Amount) = 0x30, "Amount", "金額";
    /// 合計金額: how much all payments of a batch come to.
    Total(Amount) = 0x31, "Total", "合計金額";
    /// 件数: how many payments a batch has.
    Count(Count) = 0x32, "Payments", "件数";
    /// 1日の限度額: how much may leave in a day.
    DailyLimit(Amount) = 0x33, "Daily limit", "1日の限度額";
    /// 最高額の振込: the largest payment of a batch.
    LargestPayment(Payment) = 0x38, "Largest payment", "最高額の振込";
    /// 新規先の最高額: of the other payments, the largest to an account that was never paid before.
    LargestNewPayment(Payment) = 0x39, "Largest, new account", "新規先の最高額";
    /// 抽出した振込1: a payment drawn from those that are not shown already.
    DrawnPayment1(Payment) = 0x3a, "Drawn payment 1", "抽出した振込1";
    /// 抽出した振込2: another one.
    DrawnPayment2(Payment) = 0x3b, "Drawn payment 2", "抽出した振込2";
    /// 新規先の件数: how many payments go to accounts that were never paid before.
    NewAccounts(Count) = 0x3c, "To new accounts", "新規先の件数";
    /// 指定日: when.
    ValueDate(Date) = 0x40, "Date", "指定日";
    /// 初回日: when a standing order pays for the first time.
    FirstDate(Date) = 0x41, "First date", "初回日";
    /// 最終日: when it pays for the last time.
    LastDate(Date) = 0x42, "Last date", "最終日";
    /// 頻度: how often it pays.
    Frequency(Frequency) = 0x43, "Every", "頻度";
    /// 照会番号: what the person finds on the page or invoice in front of them.
    Reference(AsciiText) = 0x50, "Reference", "照会番号";
    /// 場所: where the session was opened that the person logs in to.
    Place(SessionText) = 0x51, "Place", "場所";
    /// 端末: with what.
    Device(SessionText) = 0x52, "Device", "端末";
    /// 照合値: the digest of a batch.
    BatchDigest(BatchDigest) = 0x60, "Check value", "照合値";
}

impl Label {
    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.checked(DecodeErrorKind::UnknownField, Self::from_number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_and_texts_differ() {
        for (index, one) in Label::ALL.iter().enumerate() {
            for other in &Label::ALL[index + 1..] {
                assert!(one.number() < other.number());
                for language in [Language::English, Language::Japanese] {
                    assert_ne!(one.text(language), other.text(language));
                }
            }
        }
    }
}
