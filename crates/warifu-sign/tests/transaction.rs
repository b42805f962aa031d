//! The canonical form: one encoding for each transaction, and nothing else accepted.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::fmt::Write as _;

use proptest::prelude::*;
use warifu_core::{Bytes, DecodeError, DecodeErrorKind};
use warifu_sign::transaction::{AccountKind, Currency};
use warifu_sign::{
    Account, Amount, Date, DisplayProfile, DoesNotFit, Field, InvalidTransaction, KanaText, Label,
    Language, Operation, Transaction,
};

fn encoded(transaction: &Transaction) -> Vec<u8> {
    Bytes::<341>::written(|writer| transaction.encode(writer)).unwrap().as_slice().to_vec()
}

#[test]
fn the_bytes_are_as_documented() {
    let expected = [
        "01",                                                                // transfer
        "0c 49 37 30 30 30 31 35 36 4b 41 4e 52",                            // I7000156KANR
        "20 00 0c 8f a0 6b 2b 07",                                           // to account
        "21 14 b6 29 dc d8 cc bc d6 b3 bc de 20 c4 b3 b7 d6 b3 ce dd c3 dd", // payee
        "30 01 88 05 e8 d4 a5 0f ff",                                        // amount
        "40 35 81",                                                          // date
    ];
    let bytes = encoded(&common::transfer());
    assert_eq!(hex::encode(&bytes), expected.concat().replace(' ', ""));
    assert_eq!(
        bytes.len(),
        56,
        "with ten bytes of validity: the 66 that the smallest bucket holds"
    );
}

#[test]
fn every_truncation_and_extension_is_refused() {
    let bytes = encoded(&common::transfer());
    for length in 0..bytes.len() {
        assert!(Transaction::decode(&bytes[..length]).is_err(), "cut at {length}");
    }
    for extra in 0..=255 {
        let mut long = bytes.clone();
        long.push(extra);
        let offset = bytes.len();
        assert_eq!(
            Transaction::decode(&long),
            Err(DecodeError { kind: DecodeErrorKind::TrailingBytes, offset })
        );
    }
}

#[test]
fn a_flipped_bit_is_refused_or_another_transaction() {
    let transaction = common::transfer();
    let bytes = encoded(&transaction);
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(other) = Transaction::decode(&flipped) {
            assert_ne!(other, transaction, "bit {bit}");
            assert_eq!(encoded(&other), flipped, "bit {bit}");
        }
    }
}

#[test]
fn fields_are_those_of_the_operation() {
    let login = "a1".parse().unwrap();
    let amount = Field::Amount(Amount::yen(1));
    let target = Field::TargetLogin("b2".parse().unwrap());
    let made = |operation, fields: &[Field]| Transaction::new(login, operation, fields).map(|_| ());
    assert_eq!(
        made(Operation::TokenRevocation, &[]),
        Err(InvalidTransaction::Missing(Label::TargetLogin))
    );
    assert_eq!(
        made(Operation::TokenRevocation, &[amount]),
        Err(InvalidTransaction::Expected { expected: Label::TargetLogin, found: Label::Amount })
    );
    assert_eq!(
        made(Operation::TokenSharing, &[target]),
        Err(InvalidTransaction::Extra(Label::TargetLogin))
    );
    assert_eq!(made(Operation::TokenRevocation, &[target]), Ok(()));
}

#[test]
fn wrong_fields_are_refused_where_they_stand() {
    let refused =
        |hex: &str| Transaction::decode(&hex::decode(hex.replace(' ', "")).unwrap()).unwrap_err();
    let at = |kind, offset| DecodeError { kind, offset };
    assert_eq!(refused("ff026131"), at(DecodeErrorKind::UnknownOperation, 0));
    assert_eq!(refused("42026131"), at(DecodeErrorKind::Truncated, 4));
    assert_eq!(refused("4202613199"), at(DecodeErrorKind::UnknownField, 4));
    assert_eq!(refused("42026131300188 0101"), at(DecodeErrorKind::FieldOrder, 4));
    assert_eq!(refused("4202613110026232 10026232"), at(DecodeErrorKind::TrailingBytes, 8));
    assert_eq!(refused("42026120"), at(DecodeErrorKind::Character, 1));
}

#[test]
fn what_does_not_fit_the_screen_is_not_issued() {
    let profile = DisplayProfile::CAMERA_TOKEN;
    assert_eq!(profile.pages_of(&common::transfer()), Ok(2));
    let narrow = DisplayProfile { columns: 20, ..profile };
    assert_eq!(narrow.pages_of(&common::transfer()), Err(DoesNotFit::Width));
    let short = DisplayProfile { rows: 3, ..profile };
    assert_eq!(short.pages_of(&common::transfer()), Err(DoesNotFit::Height));
    let none = DisplayProfile { rows: 2, ..profile };
    assert_eq!(none.pages_of(&common::transfer()), Err(DoesNotFit::Height));
}

fn fields() -> impl Strategy<Value = [Field; 4]> {
    let kind = prop_oneof![
        Just(AccountKind::Ordinary),
        Just(AccountKind::Current),
        Just(AccountKind::Savings),
        Just(AccountKind::Other)
    ];
    let account = (0_u16..=9_999, 0_u16..=999, kind, 0_u32..=9_999_999)
        .prop_map(|(bank, branch, kind, number)| Account::new(bank, branch, kind, number).unwrap());
    let currency = prop_oneof![Just(Currency::Jpy), Just(Currency::Usd), Just(Currency::Bhd)];
    let amount = (any::<u64>(), currency)
        .prop_map(|(minor_units, currency)| Amount { minor_units, currency });
    let name = "[A-Z0-9ｱ-ﾝﾞﾟ().,/¥-]{1,30}".prop_map(|text| KanaText::parse(&text).unwrap());
    let date =
        (2000_u16..=2127, 1_u8..=12, 1_u8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap());
    (account, name, amount, date).prop_map(|(account, name, amount, date)| {
        [
            Field::PayeeAccount(account),
            Field::PayeeName(name),
            Field::Amount(amount),
            Field::ValueDate(date),
        ]
    })
}

fn transfers() -> impl Strategy<Value = Transaction> {
    ("[A-Za-z0-9]{1,12}", fields()).prop_map(|(login, fields)| {
        Transaction::new(login.parse().unwrap(), Operation::Transfer, &fields).unwrap()
    })
}

/// Every page of a transaction as one text.
fn screens(transaction: &Transaction, language: Language) -> String {
    let profile = DisplayProfile::CAMERA_TOKEN;
    let opened = common::opened(common::issued(transaction).message);
    let mut viewing = warifu_sign::Authenticated::decode(opened).unwrap().show(profile).unwrap();
    let mut text = String::new();
    loop {
        let page = match &viewing {
            warifu_sign::Viewing::More(showing) => showing.page(),
            warifu_sign::Viewing::Last(shown) => shown.page(),
        };
        text.push_str(page.title(language));
        for entry in page.entries(language) {
            write!(text, "\n{}\n{}", entry.label, entry.value()).unwrap();
        }
        match viewing {
            warifu_sign::Viewing::More(showing) => viewing = showing.turn(),
            warifu_sign::Viewing::Last(_) => return text,
        }
    }
}

proptest! {
    #[test]
    fn encoded_and_decoded_agree(transaction in transfers()) {
        prop_assert_eq!(Transaction::decode(&encoded(&transaction)), Ok(transaction));
    }

    #[test]
    fn accepted_bytes_are_canonical(transaction in transfers(), place: prop::sample::Index, value: u8) {
        let mut bytes = encoded(&transaction);
        let place = place.index(bytes.len());
        bytes[place] = value;
        if let Ok(accepted) = Transaction::decode(&bytes) {
            prop_assert_eq!(encoded(&accepted), bytes);
        }
    }

    #[test]
    fn arbitrary_bytes_are_canonical_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(accepted) = Transaction::decode(&bytes) {
            prop_assert_eq!(encoded(&accepted), bytes);
        }
    }

    #[test]
    fn bytes_differ_exactly_when_screens_differ(a in transfers(), b in transfers()) {
        for language in [Language::English, Language::Japanese] {
            prop_assert_eq!(encoded(&a) == encoded(&b), screens(&a, language) == screens(&b, language));
            prop_assert_eq!(screens(&a, language), screens(&Transaction::decode(&encoded(&a)).unwrap(), language));
        }
    }
}
