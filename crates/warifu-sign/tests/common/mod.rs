#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "each test file uses its share"
)]

pub(crate) mod changes;
pub(crate) mod fields;
pub(crate) mod longest;
pub(crate) mod random;
pub(crate) mod values;

use warifu_core::codec::Encode;
use warifu_core::keys::{InstanceKey, RandomBytes, SealingKeys, SigningKey};
use warifu_core::{
    AuthenticatedMessage, IssuerId, Message, MessageKind, Seconds, UnixTime, Validity, kind,
};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    Account, Amount, Confirmation, Confirmed, Date, DisplayError, DisplayProfile, Field,
    IssuedChallenge, KanaText, Language, Operation, Page, Review, ReviewError, Transaction, issue,
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
pub(crate) fn authenticated<K: MessageKind>(message: Message<K>) -> AuthenticatedMessage<K> {
    AuthenticatedMessage::danger_assume_authenticated(message)
}

/// All pages are turned, and the button pressed.
pub(crate) fn confirmation(message: Message<kind::Transaction>) -> Confirmation {
    let mut review = Review::begin(authenticated(message), DisplayProfile::CAMERA_TOKEN).unwrap();
    loop {
        match review {
            Review::Page(page) => review = page.turn(),
            Review::LastPage(last) => return last.confirm(),
        }
    }
}

pub(crate) fn confirmed(message: Message<kind::Transaction>) -> Confirmed<kind::Transaction> {
    match confirmation(message) {
        Confirmation::Confirmed(confirmed) => confirmed,
        Confirmation::Pick(pick) => panic!("{pick:?}"),
    }
}

/// What `read` makes of each page, as a device shows them one after another.
pub(crate) fn pages<T>(
    transaction: &Transaction,
    profile: DisplayProfile,
    read: impl Fn(Page<'_>) -> T,
) -> Result<Vec<T>, DisplayError> {
    let random = RandomBytes([9; 16]);
    let message = Message::compose(&sealing_keys(), &random, &[], validity(), |writer| {
        transaction.encode(writer)
    })
    .unwrap();
    let mut review = match Review::<kind::Transaction>::begin(authenticated(message), profile) {
        Ok(review) => review,
        Err(ReviewError::DoesNotFit(does_not_fit)) => return Err(does_not_fit),
        Err(ReviewError::Decode(error)) => panic!("{error}"),
    };
    let mut pages = Vec::new();
    loop {
        let page = review.page();
        let of = usize::from(page.pages());
        assert_eq!(usize::from(page.number()), pages.len() + 1);
        pages.push(read(page));
        match review {
            Review::Page(page) => review = page.turn(),
            Review::LastPage(_) => {
                assert_eq!(pages.len(), of);
                return Ok(pages);
            }
        }
    }
}

/// Every row of a page.
pub(crate) fn rows(page: Page<'_>, language: Language) -> Vec<String> {
    let mut rows = vec![page.title(language).to_owned()];
    for entry in page.entries(language) {
        rows.push(entry.label.to_owned());
        rows.extend(entry.rows().map(str::to_owned));
    }
    rows
}

pub(crate) fn key() -> SigningKey {
    SigningKey::new([0x5a; 32])
}

pub(crate) const NOW: UnixTime = UnixTime::new(1_800_000_000);
