//! A batch with all its payments on the pages of a camera token.

use warifu_core::codec::Encode;
use warifu_core::keys::{InstanceKey, RandomBytes};
use warifu_core::{AuthenticatedMessage, Message, Seconds, UnixTime, Validity, kind};
use warifu_sign::transaction::{
    Account, AccountKind, Amount, BatchDigest, Count, Currency, Date, Field, Label, Operation,
    Payment,
};
use warifu_sign::{DisplayProfile, KanaText, Language, Page, Review, Transaction};

use super::selection::order;

/// Login ID, payer's account, total and count; two payments; two more; new accounts, date and digest: eight rows below each
/// title, on four pages.
#[test]
fn a_full_batch_fills_the_camera_token() {
    let order = order(&[100, 9, 20, 30, 40, 50, 7], 1);
    assert_eq!(order.operation(), Operation::BulkTransfer);
    let profile = DisplayProfile::CAMERA_TOKEN;
    for language in [Language::English, Language::Japanese] {
        assert_eq!(heights(&order, profile, language), [9; 4]);
    }
    let longest: Vec<_> = order.operation().fields().iter().map(|&label| longest(label)).collect();
    let longest = Transaction::new(*order.login(), order.operation(), &longest).unwrap();
    assert_eq!(profile.pages_of(&longest), Ok(4), "with any values");
    for lower in [DisplayProfile { rows: 8, ..profile }, DisplayProfile { pages: 3, ..profile }] {
        assert!(lower.pages_of(&order).is_err());
    }
}

/// The number of rows on each page, as a device shows one after another.
fn heights(order: &Transaction, profile: DisplayProfile, language: Language) -> Vec<usize> {
    let keys = InstanceKey::new([1; 32]).message_keys();
    let validity = Validity::new(7, UnixTime::new(1_800_000_000), Seconds::minutes(5)).unwrap();
    let random = RandomBytes([9; 16]);
    let message =
        Message::<kind::Transaction>::compose(&keys, &random, &[], validity, |to| order.encode(to));
    let opened = AuthenticatedMessage::danger_assume_authenticated(message.unwrap());
    let mut review = Review::begin(opened, profile).unwrap();
    let mut heights = Vec::new();
    loop {
        heights.push(height(review.page(), language));
        match review {
            Review::Page(page) => review = page.turn(),
            Review::LastPage(_) => return heights,
        }
    }
}

/// A title, and for each entry its label and its rows.
fn height(page: Page<'_>, language: Language) -> usize {
    1 + page.entries(language).map(|entry| 1 + entry.rows().count()).sum::<usize>()
}

/// The longest value of each label of a batch.
#[expect(clippy::wildcard_enum_match_arm, reason = "another label is a failure")]
fn longest(label: Label) -> Field {
    match label {
        Label::PayerAccount => Field::PayerAccount(account()),
        Label::Total => Field::Total(AMOUNT),
        Label::Count => Field::Count(Count(u32::MAX)),
        Label::LargestPayment => Field::LargestPayment(payment()),
        Label::LargestNewPayment => Field::LargestNewPayment(payment()),
        Label::DrawnPayment1 => Field::DrawnPayment1(payment()),
        Label::DrawnPayment2 => Field::DrawnPayment2(payment()),
        Label::NewAccounts => Field::NewAccounts(Count(u32::MAX)),
        Label::ValueDate => Field::ValueDate(Date::new(2127, 12, 31).unwrap()),
        Label::BatchDigest => Field::BatchDigest(BatchDigest([0xff; 32])),
        other => panic!("{other:?} is no label of a batch"),
    }
}

fn payment() -> Payment {
    let payee = KanaText::parse(&"ｱ".repeat(KanaText::MAX_LENGTH)).unwrap();
    Payment { account: account(), payee, amount: AMOUNT }
}

/// "Other", その他, is the longest kind in both languages.
fn account() -> Account {
    Account::new(9_999, 999, AccountKind::Other, 9_999_999).unwrap()
}

const AMOUNT: Amount = Amount { minor_units: u64::MAX, currency: Currency::JPY };
