//! A first payment to a payee: no number before the person has picked the account's last digits.
#![cfg(test)]

mod common;

use std::collections::BTreeMap;

use common::{ISSUER, NOW, confirmation, issued, key, sealing_keys, transfer, validity};
use warifu_core::keys::{InstanceKey, PickKey, RandomBytes};
use warifu_sign::transaction::{AccountKind, Caution, Cautions};
use warifu_sign::{
    Account, AccountPick, Answer, Confirmation, DisplayProfile, Field, Label, LastDigits,
    Operation, PickChoice, Transaction, WrongPickError, issue,
};

fn cautioned(cautions: &[Caution], number: u32) -> Transaction {
    let mut fields: Vec<_> = transfer().fields().copied().collect();
    fields.retain(|field| !matches!(field, Field::PayeeAccount(_)));
    let account = Account::new(138, 110, AccountKind::Ordinary, number).unwrap();
    fields.push(Field::PayeeAccount(account));
    fields.push(Field::Cautions(Cautions::from_cautions(cautions).unwrap()));
    let login = "I7000156KANR".parse().unwrap();
    Transaction::new(login, Operation::CautionedTransfer, &fields).unwrap()
}

fn pick_key() -> PickKey {
    InstanceKey::new([1; 32]).pick_key()
}

/// The pick of a first payment to an account with this number, under a nonce of this random byte.
fn pick(number: u32, random: u8) -> AccountPick {
    let order = cautioned(&[Caution::FirstTimePayee], number);
    let (keys, random, profile) =
        (sealing_keys(), RandomBytes([random; 16]), DisplayProfile::CAMERA_TOKEN);
    let issued = issue(ISSUER, &order, &keys, &random, validity(), profile).unwrap();
    match confirmation(issued.message) {
        Confirmation::Pick(pick) => pick,
        Confirmation::Confirmed(_) => panic!("confirmed without a pick"),
    }
}

#[test]
fn only_the_right_digits_give_a_number() {
    for number in [1_234_567, 0, 9_999_999, 10_000, 1_230_000] {
        let right = format!("{:04}", number % 10_000);
        let choices = pick(number, 9).choices(&pick_key()).map(|digits| digits.to_string());
        assert_eq!(choices.iter().filter(|digits| **digits == right).count(), 1, "{choices:?}");
        assert!(choices[0] != choices[1] && choices[1] != choices[2] && choices[0] != choices[2]);
        for (choice, digits) in PickChoice::ALL.into_iter().zip(choices) {
            let picked = pick(number, 9).pick(&pick_key(), choice);
            assert_eq!(picked.is_ok(), digits == right);
            if let Err(error) = picked {
                assert_eq!(error, WrongPickError);
                assert_eq!(
                    error.to_string(),
                    "the digits that were picked are not those of the account"
                );
            }
        }
    }
}

#[test]
fn the_picked_number_is_the_number_of_the_challenge() {
    let issued =
        issued(&cautioned(&[Caution::FirstTimePayee, Caution::LargerThanUsual], 1_234_567));
    let Confirmation::Pick(pick) = confirmation(issued.message) else { panic!() };
    let choices = pick.choices(&pick_key()).map(LastDigits::value);
    let place = choices.iter().position(|digits| *digits == 4_567).unwrap();
    let number = pick.pick(&pick_key(), PickChoice::ALL[place]).unwrap().sign(&key());
    assert!(matches!(issued.pending.check(number.expose(), &key(), NOW), Answer::Accepted(_)));
}

#[test]
fn other_cautions_ask_for_no_pick() {
    let without = [Caution::RecentToken, Caution::NameDiffers, Caution::LargerThanUsual];
    for order in [transfer(), cautioned(&without, 1)] {
        let issued = issued(&order);
        assert!(matches!(confirmation(issued.message), Confirmation::Confirmed(_)));
    }
}

/// As `docs/wire.md` says it, written a second time.
#[test]
fn the_choices_are_those_of_the_document() {
    use hmac::{Hmac, KeyInit, Mac};

    for random in 0..=255 {
        let order = cautioned(&[Caution::FirstTimePayee], 1_234_567);
        let (keys, bytes, profile) =
            (sealing_keys(), RandomBytes([random; 16]), DisplayProfile::CAMERA_TOKEN);
        let message = issue(ISSUER, &order, &keys, &bytes, validity(), profile).unwrap().message;
        let mac = Hmac::<sha2::Sha256>::new_from_slice(pick_key().expose()).unwrap();
        let tag = mac.chain_update(message.nonce().0).finalize().into_bytes();
        let number = |from: usize| u64::from_be_bytes(tag[from..from + 8].try_into().unwrap());
        let one = 1 + number(0) % 9_999;
        let mut two = 1 + number(8) % 9_998;
        if two >= one {
            two += 1;
        }
        let mut expected = vec![(4_567 + one) % 10_000, (4_567 + two) % 10_000];
        expected.insert(usize::try_from(number(16) % 3).unwrap(), 4_567);
        let choices = pick(1_234_567, random).choices(&pick_key()).map(LastDigits::value);
        assert_eq!(choices.map(u64::from).to_vec(), expected);
    }
}

/// A warning of a first payment always has an account to pick.
#[test]
fn every_operation_with_cautions_has_an_account() {
    let cautioned = Operation::ALL.iter().filter(|it| it.fields().contains(&Label::Cautions));
    let places = cautioned.map(|it| it.fields().contains(&Label::PayeeAccount));
    assert_eq!(places.collect::<Vec<_>>(), [true, true]);
}

/// A page on a PC that says "the second one" is right one time in three.
#[test]
fn the_right_digits_are_at_each_place_alike() {
    let mut places = BTreeMap::<usize, u32>::new();
    let order = cautioned(&[Caution::FirstTimePayee], 1_234_567);
    for instance in 0..30 {
        let instance = InstanceKey::new([instance; 32]);
        for random in 1..=100 {
            let (keys, bytes) = (instance.message_keys(), RandomBytes([random; 16]));
            let profile = DisplayProfile::CAMERA_TOKEN;
            let issued = issue(ISSUER, &order, &keys, &bytes, validity(), profile).unwrap();
            let Confirmation::Pick(pick) = confirmation(issued.message) else { panic!() };
            let choices = pick.choices(&instance.pick_key()).map(LastDigits::value);
            *places
                .entry(choices.iter().position(|digits| *digits == 4_567).unwrap())
                .or_default() += 1;
        }
    }
    // 3,000 draws: 1,000 each, give or take four times 26.
    assert!(places.values().all(|count| (900..=1_100).contains(count)), "{places:?}");
    assert_eq!(places.len(), 3);
}
