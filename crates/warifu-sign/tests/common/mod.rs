#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::arithmetic_side_effects,
    reason = "each test file uses its share"
)]

pub(crate) mod random;

use warifu_core::{KeyId, Nonce, Opened, Seconds, UnixTime, Validity};
use warifu_core::{Message, keys::SigningKey};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    Account, Amount, Date, DisplayProfile, Field, Issued, KanaText, Operation, Transaction, issue,
};

/// The transfer of the size budget: 12-character login ID, 20-kana payee, 12-digit amount.
pub(crate) fn transfer() -> Transaction {
    transfer_of("ｶ)ﾜﾘﾌｼﾖｳｼﾞ ﾄｳｷﾖｳﾎﾝﾃﾝ", 999_999_999_999)
}

pub(crate) fn transfer_of(payee: &str, yen: u64) -> Transaction {
    let fields = [
        Field::PayeeAccount(Account::new(138, 110, AccountKind::Ordinary, 1_234_567).unwrap()),
        Field::PayeeName(KanaText::parse(payee).unwrap()),
        Field::Amount(Amount::yen(yen)),
        Field::ValueDate(Date::new(2026, 12, 1).unwrap()),
    ];
    Transaction::new("I7000156KANR".parse().unwrap(), Operation::Transfer, &fields).unwrap()
}

pub(crate) fn validity() -> Validity {
    Validity::new(7, NOW, Seconds::minutes(5)).unwrap()
}

pub(crate) fn issued(transaction: &Transaction) -> Issued {
    let profile = DisplayProfile::CAMERA_TOKEN;
    issue(transaction, KeyId([1; 4]), Nonce([9; 12]), validity(), profile).unwrap()
}

/// What a device holds after it opened `message`.
pub(crate) fn opened(message: Message) -> Opened {
    Opened::danger_assume_authenticated(message)
}

pub(crate) fn key() -> SigningKey {
    SigningKey::new([0x5a; 32])
}

pub(crate) const NOW: UnixTime = UnixTime::new(1_800_000_000);
