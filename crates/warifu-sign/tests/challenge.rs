//! Both halves of the tally: what the device computes is what the bank expects, for this order and no other.
#![cfg(test)]

mod common;

use common::{NOW, issued, key, opened, transfer, transfer_of, validity};
use warifu_core::codec::Reader;
use warifu_core::keys::SigningKey;
use warifu_core::{Bytes, KeyId, Kind, Message, Nonce, Opened, Seconds, UnixTime, Validity};
use warifu_sign::{
    Approved, Authenticated, Checked, DisplayProfile, Mismatch, NotAnActivation, Pending, Reason,
    Viewing, activation_number,
};

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

fn answered() -> (Pending, String) {
    let issued = issued(&transfer());
    (issued.pending, number(opened(issued.message), &key()))
}

fn approve(pending: Pending, typed: &str) -> Approved {
    match pending.check(typed, &key(), NOW) {
        Checked::Approved(approved) => approved,
        refused @ (Checked::Open(..) | Checked::Void(_)) => panic!("{refused:?}"),
    }
}

#[test]
fn the_number_approves_this_order_and_no_other() {
    let (pending, number) = answered();
    let approved = approve(pending, &number);
    assert_eq!(approved.authorises(&transfer()), Ok(()));
    assert_eq!(
        approved.authorises(&transfer_of("ｶ)ﾜﾘﾌｼﾖｳｼﾞ ﾄｳｷﾖｳﾎﾝﾃﾝ", 999_999_999_998)),
        Err(Mismatch)
    );
    assert_eq!(approved.authorises(&transfer_of("ﾍﾞﾂﾉﾋﾄ", 999_999_999_999)), Err(Mismatch));
}

#[test]
fn whatever_changes_in_the_message_changes_the_number() {
    let compose =
        |kind, key_id, nonce, bound: &[u8], validity, transaction: &warifu_sign::Transaction| {
            Message::compose(kind, key_id, nonce, bound, validity, |writer| {
                transaction.encode(writer)
            })
            .unwrap()
        };
    let (pending, right) = answered();
    let later = Validity::new(7, NOW, Seconds::minutes(6)).unwrap();
    let next = Validity::new(8, NOW, Seconds::minutes(5)).unwrap();
    let kind = Kind::Transaction;
    let base = compose(kind, KeyId([1; 4]), Nonce([9; 12]), &[], validity(), &transfer());
    assert_eq!(issued(&transfer()).pending, pending);
    assert_eq!(number(opened(base), &key()), right);
    let changed = [
        compose(kind, KeyId([2; 4]), Nonce([9; 12]), &[], validity(), &transfer()),
        compose(kind, KeyId([1; 4]), Nonce([8; 12]), &[], validity(), &transfer()),
        compose(kind, KeyId([1; 4]), Nonce([9; 12]), &[0], validity(), &transfer()),
        compose(kind, KeyId([1; 4]), Nonce([9; 12]), &[], later, &transfer()),
        compose(kind, KeyId([1; 4]), Nonce([9; 12]), &[], next, &transfer()),
        compose(kind, KeyId([1; 4]), Nonce([9; 12]), &[], validity(), &transfer_of("ｱ", 1)),
    ];
    for (index, message) in changed.into_iter().enumerate() {
        assert_ne!(number(opened(message), &key()), right, "change {index}");
    }
    let other_key = number(opened(issued(&transfer()).message), &SigningKey::new([0x5b; 32]));
    assert_ne!(other_key, right);
}

/// One bytes string, two purposes: the numbers differ, and neither kind passes for the other.
#[test]
fn a_number_serves_one_purpose() {
    let compose = |kind| {
        Message::compose(kind, KeyId([1; 4]), Nonce([9; 12]), &[], validity(), |writer| {
            transfer().encode(writer)
        })
        .unwrap()
    };
    let transaction = number(opened(compose(Kind::Transaction)), &key());
    let activation = activation_number(&opened(compose(Kind::Activation)), &key()).unwrap();
    assert_ne!(transaction, activation.expose());
    assert_eq!(
        activation_number(&opened(compose(Kind::Transaction)), &key()).unwrap_err(),
        NotAnActivation
    );
    assert!(Authenticated::decode(opened(compose(Kind::Activation))).is_err());
    assert!(Authenticated::decode(opened(compose(Kind::Deactivation))).is_err());
    assert_eq!(Pending::of_activation(&compose(Kind::Transaction)), Err(NotAnActivation));
    let pending = Pending::of_activation(&compose(Kind::Activation)).unwrap();
    assert_eq!(approve(pending, activation.expose()).authorises(&transfer()), Err(Mismatch));
}

#[test]
fn the_third_wrong_number_voids_the_challenge() {
    let (pending, right) = answered();
    let wrong = if right == "00000000" { "00000001" } else { "00000000" };
    let Checked::Open(pending, Reason::Wrong) = pending.check(wrong, &key(), NOW) else { panic!() };
    let Checked::Open(pending, Reason::Wrong) = pending.check(wrong, &key(), NOW) else { panic!() };
    assert_eq!(pending.check(wrong, &key(), NOW), Checked::Void(Reason::Wrong));
}

#[test]
fn the_second_wrong_number_does_not() {
    let (mut pending, right) = answered();
    let wrong = if right == "00000000" { "00000001" } else { "00000000" };
    for _ in 0..2 {
        let Checked::Open(open, _) = pending.check(wrong, &key(), NOW) else { panic!() };
        pending = open;
    }
    assert_eq!(approve(pending, &right).authorises(&transfer()), Ok(()));
}

#[test]
fn text_that_is_no_number_costs_nothing() {
    let (mut pending, right) = answered();
    for typed in ["", "1", "1234567", "123456789", "1234 678", "abcdefgh"] {
        let Checked::Open(open, Reason::Malformed(_)) = pending.check(typed, &key(), NOW) else {
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
    assert!(matches!(pending.check(&right, &key(), last), Checked::Approved(_)));
    let (pending, right) = answered();
    let late = pending.expires();
    assert_eq!(late, UnixTime::new(NOW.value() + 300));
    assert_eq!(pending.check(&right, &key(), late), Checked::Void(Reason::Expired));
}

#[test]
fn a_stored_challenge_is_the_same_challenge() {
    let (pending, right) = answered();
    let stored = Bytes::<128>::written(|writer| pending.encode(writer)).unwrap();
    let mut reader = Reader::new(stored.as_slice());
    let loaded = Pending::decode(&mut reader).unwrap();
    reader.finish().unwrap();
    assert_eq!(loaded, pending);
    approve(loaded, &right);
    for length in 0..stored.as_slice().len() {
        assert!(Pending::decode(&mut Reader::new(&stored.as_slice()[..length])).is_err());
    }
}

/// A challenge that three wrong numbers have voided does not come back from a store.
#[test]
fn a_void_challenge_is_not_loaded() {
    let (pending, _) = answered();
    let mut stored = Bytes::<128>::written(|writer| pending.encode(writer)).unwrap();
    let last = stored.as_slice().len() - 1;
    for (wrong, loads) in [(0, true), (2, true), (3, false), (255, false)] {
        stored.as_mut_slice()[last] = wrong;
        assert_eq!(Pending::decode(&mut Reader::new(stored.as_slice())).is_ok(), loads, "{wrong}");
    }
}

#[test]
fn debug_of_the_path_says_nothing_about_the_order() {
    let authenticated = Authenticated::decode(opened(issued(&transfer()).message)).unwrap();
    assert_eq!(format!("{authenticated:?}"), "Authenticated");
    assert!(!format!("{:?}", transfer()).contains("999"));
}
