#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::arithmetic_side_effects,
    reason = "each test file uses its share"
)]

pub(crate) mod changes;
pub(crate) mod longest;
pub(crate) mod random;
pub(crate) mod values;

use warifu_core::{KeyId, Kind, Nonce, Opened, Seconds, UnixTime, Validity};
use warifu_core::{Message, keys::SigningKey};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    Account, Amount, Authenticated, Date, DisplayProfile, DoesNotFit, Field, Issued, KanaText,
    Language, Operation, Page, Transaction, Viewing, issue,
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

/// What `read` makes of each page, as a device shows them one after another.
pub(crate) fn pages<T>(
    transaction: &Transaction,
    profile: DisplayProfile,
    read: impl Fn(Page<'_>) -> T,
) -> Result<Vec<T>, DoesNotFit> {
    let (kind, validity) = (Kind::Transaction, validity());
    let message = Message::compose(kind, KeyId([1; 4]), Nonce([9; 12]), &[], validity, |writer| {
        transaction.encode(writer)
    })
    .unwrap();
    let mut viewing = Authenticated::decode(opened(message)).unwrap().show(profile)?;
    let mut pages = Vec::new();
    loop {
        let page = viewing.page();
        let of = usize::from(page.pages());
        assert_eq!(usize::from(page.number()), pages.len() + 1);
        pages.push(read(page));
        match viewing {
            Viewing::More(showing) => viewing = showing.turn(),
            Viewing::Last(_) => {
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
