#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "each test file uses its share"
)]

pub(crate) mod random;

use warifu_core::keys::{InstanceKey, RandomBytes, SealingKeys, SigningKey};
use warifu_core::{AuthenticatedMessage, IssuerId, Message, Seconds, UnixTime, Validity};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    Account, Amount, Confirmation, Confirmed, Date, DisplayProfile, Field, IssuedChallenge,
    KanaText, Operation, Review, Transaction, issue,
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

pub(crate) const ISSUER: IssuerId = IssuerId::new(138);

pub(crate) fn issued(transaction: &Transaction) -> IssuedChallenge {
    issued_by(ISSUER, transaction)
}

pub(crate) fn issued_by(issuer: IssuerId, transaction: &Transaction) -> IssuedChallenge {
    let (random, profile) = (RandomBytes([9; 16]), DisplayProfile::CAMERA_TOKEN);
    issue(issuer, transaction, &sealing_keys(), &random, validity(), profile).unwrap()
}

pub(crate) fn sealing_keys() -> SealingKeys {
    InstanceKey::new([1; 32]).message_keys()
}

/// What a device holds after it opened `message`.
pub(crate) fn authenticated(message: Message) -> AuthenticatedMessage {
    AuthenticatedMessage::danger_assume_authenticated(message)
}

/// All pages are turned, and the button pressed.
pub(crate) fn confirmation(message: Message) -> Confirmation {
    let mut review = Review::begin(authenticated(message), DisplayProfile::CAMERA_TOKEN).unwrap();
    loop {
        match review {
            Review::Page(page) => review = page.turn(),
            Review::LastPage(last) => return last.confirm(),
        }
    }
}

pub(crate) fn confirmed(message: Message) -> Confirmed {
    match confirmation(message) {
        Confirmation::Confirmed(confirmed) => confirmed,
        Confirmation::Pick(pick) => panic!("{pick:?}"),
    }
}

pub(crate) fn key() -> SigningKey {
    SigningKey::new([0x5a; 32])
}

pub(crate) const NOW: UnixTime = UnixTime::new(1_800_000_000);
