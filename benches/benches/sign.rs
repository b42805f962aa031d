//! A typical transfer: issuing the challenge and checking the number, each beside its stages, and the device's way between.

#![expect(clippy::unwrap_used, reason = "fixed inputs")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use warifu_benches::{Subject, in_turns, short_measurements};
use warifu_core::codec::Encode;
use warifu_core::keys::{
    InstanceKey, RandomBytes, RegistrationKey, RegistrationNonce, SealingKeys, SigningKey,
};
use warifu_core::{
    AuthenticatedMessage, Counter, IssuerId, Message, Seconds, UnixTime, Validity, kind,
};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{
    ACTIVATION_WINDOW, Account, Amount, Answer, Confirmation, Date, DisplayProfile, Field,
    IssuedChallenge, KanaText, Operation, OrderDigest, PendingChallenge, RegistrationMessage,
    Review, Transaction, device_code, issue, verify_device_code,
};

const NOW: UnixTime = UnixTime::new(1_796_083_200);
const BANK: IssuerId = IssuerId::new(138);
const RANDOM: RandomBytes = RandomBytes([9; 16]);
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

fn issued(transaction: &Transaction, keys: &SealingKeys) -> IssuedChallenge {
    issue(BANK, transaction, keys, &RANDOM, validity(), PROFILE).unwrap()
}

fn composed(transaction: &Transaction, keys: &SealingKeys) -> Message<kind::Transaction> {
    Message::compose(keys, &RANDOM, &[], validity(), |writer| transaction.encode(writer)).unwrap()
}

fn number(message: AuthenticatedMessage<kind::Transaction>, key: &SigningKey) -> String {
    let mut review = Review::begin(message, PROFILE).unwrap();
    loop {
        match review {
            Review::Page(page) => review = page.turn(),
            Review::LastPage(last) => match last.confirm() {
                Confirmation::Confirmed(confirmed) => {
                    return confirmed.sign(key).expose().to_owned();
                }
                Confirmation::Pick(_) => unreachable!("no first payment"),
            },
        }
    }
}

/// The whole is `warifu`, so that the ratios are one over each stage's share.
fn issuing(criterion: &mut Criterion) {
    let (transaction, keys) = (transfer(), InstanceKey::new([7; 32]).message_keys());
    let message = composed(&transaction, &keys);
    let body = || black_box(&transaction).encoded::<64>().unwrap();
    in_turns(
        criterion,
        "sign/issue",
        [
            Subject::new("warifu", || issued(black_box(&transaction), &keys)),
            Subject::new("does it fit the screen", || PROFILE.pages_of(black_box(&transaction))),
            Subject::new("the canonical bytes", body),
            Subject::new("the message", || composed(black_box(&transaction), &keys)),
            Subject::new("question and order digest", || {
                (
                    Sha256::digest(black_box(message.plaintext())),
                    OrderDigest::from_order(BANK, black_box(&transaction)),
                )
            }),
        ],
    );
}

fn checking(criterion: &mut Criterion) {
    let (transaction, instance) = (transfer(), InstanceKey::new([7; 32]));
    let (keys, key) = (instance.message_keys(), instance.signing_key());
    let opened =
        || AuthenticatedMessage::danger_assume_authenticated(composed(&transaction, &keys));
    let right = number(opened(), &key);
    let pending = || issued(&transaction, &keys).pending;
    assert!(matches!(pending().check(&right, &key, NOW), Answer::Accepted(_)));

    criterion.bench_function("sign/show, confirm, number", |bencher| {
        bencher.iter_batched(opened, |opened| number(opened, &key), BatchSize::SmallInput);
    });
    criterion.bench_function("sign/check", |bencher| {
        let check = |pending: PendingChallenge<kind::Transaction>| {
            pending.check(black_box(&right), &key, NOW)
        };
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

/// All counters of the window, wherever the right one is.
fn recognising(criterion: &mut Criterion) {
    let (key, serial) = (RegistrationKey::new([7; 32]), "1012345674".parse().unwrap());
    let nonce = RegistrationNonce([9; 16]);
    let message = RegistrationMessage { issuer: BANK, nonce, issued: NOW };
    for (place, counter) in [("first", 1), ("last", ACTIVATION_WINDOW)] {
        let code = device_code(&key, &message, &serial, Counter::new(counter)).unwrap();
        let last = Counter::new(0);
        let verify = || verify_device_code(&key, &message, &serial, last, black_box(code.expose()));
        assert_eq!(verify().unwrap().activation(), Counter::new(counter));
        let name = format!("sign/device code among {ACTIVATION_WINDOW}, the {place}");
        criterion.bench_function(&name, |bencher| bencher.iter(verify));
    }
}

criterion_group! {
    name = benches;
    config = short_measurements();
    targets = issuing, checking, recognising
}
criterion_main!(benches);
