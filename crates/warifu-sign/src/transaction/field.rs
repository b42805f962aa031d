use core::fmt;

use warifu_core::codec::{Reader, Writer};
use warifu_core::{DecodeError, DecodeErrorKind, EncodeError, LoginId};

use super::language::Words;
use super::show::Show;
use super::{
    Account, Amount, AsciiText, BatchDigest, Count, Date, DigitText, JapaneseText, KanaText,
    Language,
};

/// The registry of fields: what each is called, the type of its value, the number that stands for it in a message, and its
/// text on a screen. Ascending.
macro_rules! fields {
    ($($(#[$about:meta])+ $name:ident($value:ty) = $number:literal, $english:literal, $japanese:literal;)+) => {
        /// What a field is called. Fields stand in ascending order of their label's number.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Label {
            $($(#[$about])+ $name,)+
        }

        impl Label {
            /// Every label of the registry, ascending.
            pub const ALL: [Self; [$($number),+].len()] = [$(Self::$name),+];

            /// The number that stands for it in a message.
            pub const fn number(self) -> u8 {
                match self {
                    $(Self::$name => $number,)+
                }
            }

            /// Its text on a screen.
            pub const fn text(self, language: Language) -> &'static str {
                let words = match self {
                    $(Self::$name => Words { english: $english, japanese: $japanese },)+
                };
                words.text(language)
            }
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

            /// Writes the value as it stands on a screen, in one line: at most 96 bytes of UTF-8.
            ///
            /// # Errors
            ///
            /// Those of `to`.
            pub fn show(&self, language: Language, to: &mut dyn fmt::Write) -> fmt::Result {
                match self {
                    $(Self::$name(value) => value.show(language, to),)+
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
    /// 対象ログインID: the person whom an administrative operation is about.
    TargetLogin(LoginId) = 0x10, "For login ID", "対象ログインID";
    /// 利用者名: that person's name.
    UserName(JapaneseText) = 0x11, "User name", "利用者名";
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
    /// 受取人口座番号: the beneficiary's account number or IBAN.
    BeneficiaryAccount(AsciiText) = 0x23, "Beneficiary account", "受取人口座番号";
    /// 受取銀行: the BIC of the beneficiary's bank.
    BeneficiaryBank(AsciiText) = 0x24, "Beneficiary bank", "受取銀行";
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
    /// 最高額の振込先: where the largest payment of a batch goes.
    LargestAccount(Account) = 0x38, "Largest, to account", "最高額の振込先口座";
    /// 最高額の受取人: whose account that is.
    LargestName(KanaText) = 0x39, "Largest, payee", "最高額の受取人";
    /// 最高額: how much it is.
    LargestAmount(Amount) = 0x3a, "Largest, amount", "最高額";
    /// 指定日: when.
    ValueDate(Date) = 0x40, "Date", "指定日";
    /// 照会番号: what the person finds on the page or invoice in front of them.
    Reference(AsciiText) = 0x50, "Reference", "照会番号";
    /// 照合値: the digest of a batch.
    BatchDigest(BatchDigest) = 0x60, "Check value", "照合値";
}

impl Label {
    pub(super) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let unknown = reader.error(DecodeErrorKind::UnknownField);
        let number = reader.u8()?;
        Self::ALL.into_iter().find(|label| label.number() == number).ok_or(unknown)
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
