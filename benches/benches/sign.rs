//! A typical transfer: issuing the challenge and checking the number, each beside its stages, and the device's way between.

#![expect(clippy::unwrap_used, reason = "fixed inputs")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use warifu_benches::{Subject, in_turns, short_measurements};
use warifu_core::keys::SigningKey;
use warifu_core::{Bytes, KeyId, Kind, Message, Nonce, Opened, Seconds, UnixTime, Validity};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    Account, Amount, Authenticated, Checked, Date, DisplayProfile, Field, Issued, KanaText,
    Operation, Pending, Transaction, Viewing, issue,
};

const NOW: UnixTime = UnixTime::new(1_796_083_200);
const PROFILE: DisplayProfile = DisplayProfile::CAMERA_TOKEN;

fn transfer() -> Transaction {
    let fields = [
        Field::PayeeAccount(Account::new(138, 110, AccountKind::Ordinary, 1_234_567).unwrap()),
        Field::PayeeName(KanaText::parse("ｶ)ﾜﾘﾌｼﾖｳｼﾞ ﾄｳｷﾖｳﾎﾝﾃﾝ").unwrap()),
        Field::Amount(Amount::yen(999_999_999_999)),
        Field::ValueDate(Date::new(2026, 12, 1).unwrap()),
    ];
    Transaction::new("I7000156KANR".parse().unwrap(), Operation::Transfer, &fields).unwrap()
}

fn validity() -> Validity {
    Validity::new(1, NOW, Seconds::minutes(5)).unwrap()
}

fn issued(transaction: &Transaction) -> Issued {
    issue(transaction, KeyId([1; 4]), Nonce([9; 12]), validity(), PROFILE).unwrap()
}

fn composed(transaction: &Transaction) -> Message {
    let (kind, nonce) = (Kind::Transaction, Nonce([9; 12]));
    Message::compose(kind, KeyId([1; 4]), nonce, &[], validity(), |writer| {
        transaction.encode(writer)
    })
    .unwrap()
}

fn number(opened: Opened, key: &SigningKey) -> String {
    let mut viewing = Authenticated::decode(opened).unwrap().show(PROFILE).unwrap();
    loop {
        match viewing {
            Viewing::More(showing) => viewing = showing.turn(),
            Viewing::Last(shown) => return shown.confirm().sign(key).expose().to_owned(),
        }
    }
}

/// The whole is `warifu`, so that the ratios are one over each stage's share.
fn issuing(criterion: &mut Criterion) {
    let transaction = transfer();
    let message = composed(&transaction);
    let body = || Bytes::<64>::written(|writer| black_box(&transaction).encode(writer)).unwrap();
    in_turns(
        criterion,
        "sign/issue",
        [
            Subject::new("warifu", || issued(black_box(&transaction))),
            Subject::new("does it fit the screen", || PROFILE.pages_of(black_box(&transaction))),
            Subject::new("the canonical bytes", body),
            Subject::new("the message", || composed(black_box(&transaction))),
            Subject::new("question and order digest", || {
                (Sha256::digest(black_box(message.plaintext())), Sha256::digest(message.body()))
            }),
        ],
    );
}

fn checking(criterion: &mut Criterion) {
    let (transaction, key) = (transfer(), SigningKey::new([7; 32]));
    let right = number(Opened::danger_assume_authenticated(composed(&transaction)), &key);
    assert!(matches!(issued(&transaction).pending.check(&right, &key, NOW), Checked::Approved(_)));

    let pending = || issued(&transaction).pending;
    criterion.bench_function("sign/show, confirm, number", |bencher| {
        let opened = || Opened::danger_assume_authenticated(composed(&transaction));
        bencher.iter_batched(opened, |opened| number(opened, &key), BatchSize::SmallInput);
    });
    criterion.bench_function("sign/check", |bencher| {
        let check = |pending: Pending| pending.check(black_box(&right), &key, NOW);
        bencher.iter_batched(pending, check, BatchSize::SmallInput);
    });
    criterion.bench_function("sign/check, its HMAC alone", |bencher| {
        let suite = [b"OCRA-1:HOTP-SHA256-8:QH64\0".as_slice(), &[9; 128]].concat();
        bencher.iter(|| {
            let mut mac = Hmac::<Sha256>::new_from_slice(black_box(key.expose())).unwrap();
            mac.update(black_box(&suite));
            mac.finalize().into_bytes()
        });
    });
}

criterion_group! {
    name = benches;
    config = short_measurements();
    targets = issuing, checking
}
criterion_main!(benches);
