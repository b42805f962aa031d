//! Both halves of the tally: what the device computes is what the bank expects, for this order and no other.
#![cfg(test)]

mod common;

use common::{
    ISSUER, NOW, authenticated, confirmed, issued, issued_by, key, sealing_keys, transfer,
    transfer_of, validity,
};
use warifu_core::codec::{Decode, Encode, Reader};
use warifu_core::keys::{InstanceKey, RandomBytes, SealingKeys, SigningKey};
use warifu_core::{
    DecodeError, DecodeErrorKind, IssuerId, Message, Seconds, SecretBuf, UnixTime, Validity, kind,
};
use warifu_sign::{
    ActivationMessage, Answer, Approved, DisplayProfile, KanaText, Language, MismatchError,
    OrderDigest, PendingChallenge, RefusalReason, Review, Reviewed, Transaction,
};

fn number(message: Message<kind::Transaction>, key: &SigningKey) -> String {
    confirmed(message).sign(key).expose().to_owned()
}

type Pending = PendingChallenge<kind::Transaction>;

fn answered() -> (Pending, String) {
    let issued = issued(&transfer());
    (issued.pending, number(issued.message, &key()))
}

fn approve<K: Reviewed>(pending: PendingChallenge<K>, typed: &str) -> Approved<K> {
    match pending.check(typed, &key(), NOW) {
        Answer::Accepted(approved) => approved,
        refused @ (Answer::Open(..) | Answer::Void(_)) => panic!("{refused:?}"),
    }
}

#[test]
fn the_number_approves_this_order_and_no_other() {
    let (pending, number) = answered();
    let approved = approve(pending, &number);
    assert_eq!(approved.authorises(&transfer()), Ok(()));
    assert_eq!(
        approved.authorises(&transfer_of("ｶ)ﾜﾘﾌｼﾖｳｼﾞ ﾄｳｷﾖｳﾎﾝﾃﾝ", 999_999_999_998)),
        Err(MismatchError)
    );
    assert_eq!(approved.authorises(&transfer_of("ﾍﾞﾂﾉﾋﾄ", 999_999_999_999)), Err(MismatchError));
}

/// The order is what two persons approve, each with a number of their own.
#[test]
fn who_is_asked_does_not_change_the_order() {
    let fields: Vec<_> = transfer().fields().copied().collect();
    let other = Transaction::new("other1".parse().unwrap(), transfer().operation(), &fields);
    let other = other.unwrap();
    assert_eq!(
        OrderDigest::from_order(ISSUER, &transfer()),
        OrderDigest::from_order(ISSUER, &other)
    );
    let (pending, right) = answered();
    let approved = approve(pending, &right);
    assert_eq!(approved.authorises(&other), Ok(()));
    assert_ne!(number(issued(&other).message, &key()), right, "their numbers differ");
}

/// What one person is warned of is not part of what both approve.
#[test]
fn cautions_do_not_change_the_order() {
    use warifu_sign::transaction::{Caution, Cautions};
    use warifu_sign::{Field, Operation};

    let cautioned = |caution| {
        let mut fields: Vec<_> = transfer().fields().copied().collect();
        fields.push(Field::Cautions(Cautions::from_cautions(&[caution]).unwrap()));
        let login = "other1".parse().unwrap();
        Transaction::new(login, Operation::CautionedTransfer, &fields).unwrap()
    };
    let plain = OrderDigest::from_order(ISSUER, &transfer());
    for caution in [Caution::RecentToken, Caution::LargerThanUsual, Caution::FirstTimePayee] {
        assert_eq!(OrderDigest::from_order(ISSUER, &cautioned(caution)), plain);
    }
    let issued = issued(&cautioned(Caution::LargerThanUsual));
    let right = number(issued.message, &key());
    assert_eq!(approve(issued.pending, &right).authorises(&transfer()), Ok(()));
}

/// The same order at another bank is another one.
#[test]
fn an_order_belongs_to_its_bank() {
    let other = IssuerId::new(139);
    assert_ne!(
        OrderDigest::from_order(ISSUER, &transfer()),
        OrderDigest::from_order(other, &transfer())
    );
    let issued = issued_by(other, &transfer());
    let right = number(issued.message, &key());
    assert_eq!(approve(issued.pending, &right).authorises(&transfer()), Ok(()));
}

#[test]
fn whatever_changes_in_the_message_changes_the_number() {
    let compose = |keys: &SealingKeys, random, bound: &[u8], validity, order: &Transaction| {
        let random = RandomBytes([random; 16]);
        Message::compose(keys, &random, bound, validity, |to| order.encode(to)).unwrap()
    };
    let (pending, right) = answered();
    let later = Validity::new(7, NOW, Seconds::minutes(6)).unwrap();
    let next = Validity::new(8, NOW, Seconds::minutes(5)).unwrap();
    let (keys, others) = (sealing_keys(), InstanceKey::new([2; 32]).message_keys());
    assert_eq!(issued(&transfer()).pending, pending);
    assert_eq!(number(compose(&keys, 9, &[], validity(), &transfer()), &key()), right);
    let changed = [
        compose(&others, 9, &[], validity(), &transfer()),
        compose(&keys, 8, &[], validity(), &transfer()),
        compose(&keys, 9, &[0], validity(), &transfer()),
        compose(&keys, 9, &[], later, &transfer()),
        compose(&keys, 9, &[], next, &transfer()),
        compose(&keys, 9, &[], validity(), &transfer_of("ｱ", 1)),
    ];
    for (index, message) in changed.into_iter().enumerate() {
        assert_ne!(number(message, &key()), right, "change {index}");
    }
    let other_key = number(issued(&transfer()).message, &SigningKey::new([0x5b; 32]));
    assert_ne!(other_key, right);
}

/// Neither kind of number passes for the other.
#[test]
fn a_number_serves_one_purpose() {
    let body = ActivationMessage {
        token_code: "FDT7306594-1".parse().unwrap(),
        login: "I7000156KANR".parse().unwrap(),
        bank: KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap(),
        key_epoch: 1,
    };
    let (keys, random) = (sealing_keys(), RandomBytes([9; 16]));
    let message: Message<kind::Activation> =
        Message::compose(&keys, &random, &[], validity(), |to| body.encode(to)).unwrap();
    let order = issued(&transfer());
    let pending = PendingChallenge::from_activation(&message);
    let stored = pending.encoded::<{ PendingChallenge::<kind::Activation>::ENCODED }>().unwrap();
    assert_eq!(stored.as_slice().len(), PendingChallenge::<kind::Activation>::ENCODED);
    let challenge = pending.challenge();
    let review = Review::begin(authenticated(message), DisplayProfile::CAMERA_TOKEN).unwrap();
    let Review::LastPage(page) = review else { panic!("one page") };
    let confirmed = page.confirm();
    assert_eq!(confirmed.activation(), body);
    let number = confirmed.sign(&key());
    assert_eq!(approve(pending, number.expose()).challenge(), challenge);
    assert!(!matches!(order.pending.check(number.expose(), &key(), NOW), Answer::Accepted(_)));
}

#[test]
fn the_third_wrong_number_voids_the_challenge() {
    let (pending, right) = answered();
    let wrong = if right == "00000000" { "00000001" } else { "00000000" };
    let Answer::Open(pending, RefusalReason::Wrong) = pending.check(wrong, &key(), NOW) else {
        panic!()
    };
    let Answer::Open(pending, RefusalReason::Wrong) = pending.check(wrong, &key(), NOW) else {
        panic!()
    };
    assert_eq!(pending.check(wrong, &key(), NOW), Answer::Void(RefusalReason::Wrong));
}

#[test]
fn the_second_wrong_number_does_not() {
    let (mut pending, right) = answered();
    let wrong = if right == "00000000" { "00000001" } else { "00000000" };
    for _ in 0..2 {
        let Answer::Open(open, _) = pending.check(wrong, &key(), NOW) else { panic!() };
        pending = open;
    }
    assert_eq!(approve(pending, &right).authorises(&transfer()), Ok(()));
}

#[test]
fn text_that_is_no_number_costs_nothing() {
    let (mut pending, right) = answered();
    for typed in ["", "1", "1234567", "123456789", "1234 678", "abcdefgh"] {
        let Answer::Open(open, RefusalReason::Malformed(_)) = pending.check(typed, &key(), NOW)
        else {
            panic!("{typed:?}")
        };
        pending = open;
    }
    approve(pending, &right);
}

#[test]
fn a_number_after_expiry_is_refused() {
    let last = UnixTime::new(NOW.value() + 299);
    let (pending, right) = answered();
    assert!(matches!(pending.check(&right, &key(), last), Answer::Accepted(_)));
    let (pending, right) = answered();
    let late = pending.expires();
    assert_eq!(late, UnixTime::new(NOW.value() + 300));
    assert_eq!(pending.check(&right, &key(), late), Answer::Void(RefusalReason::Expired));
}

#[test]
fn a_stored_challenge_is_the_same_challenge() {
    let (pending, right) = answered();
    let stored = pending.encoded::<{ Pending::ENCODED }>().unwrap();
    assert_eq!(stored.as_slice().len(), Pending::ENCODED);
    let mut reader = Reader::new(stored.as_slice());
    let loaded = Pending::decode(&mut reader).unwrap();
    reader.finish().unwrap();
    assert_eq!(loaded, pending);
    approve(loaded, &right);
    for length in 0..stored.as_slice().len() {
        assert!(Pending::decode(&mut Reader::new(&stored.as_slice()[..length])).is_err());
    }
    let other = PendingChallenge::<kind::Activation>::decode(&mut Reader::new(stored.as_slice()));
    assert_eq!(other, Err(DecodeError::new(DecodeErrorKind::UnknownKind, 0)));
}

/// A challenge that three wrong numbers have voided does not come back from a store.
#[test]
fn a_void_challenge_is_not_loaded() {
    let (pending, _) = answered();
    let mut stored = SecretBuf::<128>::written(|writer| pending.encode(writer)).unwrap();
    let last = stored.as_slice().len() - 1;
    for (wrong, loads) in [(0, true), (2, true), (3, false), (255, false)] {
        stored.as_mut_slice()[last] = wrong;
        assert_eq!(Pending::decode(&mut Reader::new(stored.as_slice())).is_ok(), loads, "{wrong}");
    }
}

#[test]
fn debug_of_the_path_says_nothing_about_the_order() {
    assert_eq!(format!("{:?}", confirmed(issued(&transfer()).message)), "Confirmed");
    assert!(!format!("{:?}", transfer()).contains("999"));
    let shown = common::pages(&transfer(), DisplayProfile::CAMERA_TOKEN, |page| {
        let entries: Vec<_> = page.entries(Language::English).collect();
        assert!(entries.iter().any(|entry| !entry.value().is_empty()));
        format!("{page:?} {entries:?}")
    });
    let shown = shown.unwrap().concat();
    for word in ["999", "I7000156KANR", "ｶ", "57"] {
        assert!(!shown.contains(word), "{shown}");
    }
}
