//! A typical transfer: issuing the challenge, the device's way to the number, checking it.
#![expect(clippy::unwrap_used, reason = "fixed inputs")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use warifu_core::keys::SigningKey;
use warifu_core::{KeyId, Nonce, Opened, Seconds, UnixTime, Validity};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    Account, Amount, Authenticated, Checked, Date, DisplayProfile, Field, Issued, KanaText,
    Operation, Transaction, Viewing, issue,
};

const NOW: UnixTime = UnixTime::new(1_796_083_200);

fn transfer() -> Transaction {
    let fields = [
        Field::PayeeAccount(Account::new(138, 110, AccountKind::Ordinary, 1_234_567).unwrap()),
        Field::PayeeName(KanaText::parse("ｶ)ﾜﾘﾌｼﾖｳｼﾞ ﾄｳｷﾖｳﾎﾝﾃﾝ").unwrap()),
        Field::Amount(Amount::yen(999_999_999_999)),
        Field::ValueDate(Date::new(2026, 12, 1).unwrap()),
    ];
    Transaction::new("I7000156KANR".parse().unwrap(), Operation::Transfer, &fields).unwrap()
}

fn issued(transaction: &Transaction) -> Issued {
    let validity = Validity::new(1, NOW, Seconds::minutes(5)).unwrap();
    issue(transaction, KeyId([1; 4]), Nonce([9; 12]), validity, DisplayProfile::CAMERA_TOKEN)
        .unwrap()
}

fn number(opened: Opened, key: &SigningKey) -> String {
    let mut viewing =
        Authenticated::decode(opened).unwrap().show(DisplayProfile::CAMERA_TOKEN).unwrap();
    loop {
        match viewing {
            Viewing::More(showing) => viewing = showing.turn(),
            Viewing::Last(shown) => return shown.confirm().sign(key).expose().to_owned(),
        }
    }
}

fn challenge(criterion: &mut Criterion) {
    let (transaction, key) = (transfer(), SigningKey::new([7; 32]));
    let opened = || Opened::danger_assume_authenticated(issued(&transaction).message);
    let right = number(opened(), &key);
    assert!(matches!(issued(&transaction).pending.check(&right, &key, NOW), Checked::Approved(_)));

    criterion
        .bench_function("sign/issue", |bencher| bencher.iter(|| issued(black_box(&transaction))));
    criterion.bench_function("sign/show, confirm, number", |bencher| {
        bencher.iter_batched(opened, |opened| number(opened, &key), BatchSize::SmallInput);
    });
    criterion.bench_function("sign/check", |bencher| {
        bencher.iter_batched(
            || issued(&transaction).pending,
            |pending| pending.check(black_box(&right), &key, NOW),
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, challenge);
criterion_main!(benches);
