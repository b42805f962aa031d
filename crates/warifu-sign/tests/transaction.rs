//! The canonical form: one encoding for each transaction, and nothing else accepted.
#![cfg(test)]

mod common;

use common::random::{Random, transaction};
use proptest::prelude::*;
use warifu_core::codec::{Decode, Encode};
use warifu_core::{DecodeError, DecodeErrorKind, MAX_PLAINTEXT};
use warifu_sign::{
    Amount, Body, DisplayProfile, Draft, Field, Label, Operation, Transaction, TransactionError,
};

fn encoded(transaction: &Transaction) -> Vec<u8> {
    transaction.encoded::<MAX_PLAINTEXT>().unwrap().as_slice().to_vec()
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
    let mut random = Random(1);
    for _ in 0..200 {
        let bytes = encoded(&transaction(&mut random));
        for length in 0..bytes.len() {
            assert!(Transaction::decode_whole(&bytes[..length]).is_err(), "cut at {length}");
        }
        for extra in 0..=255 {
            let mut long = bytes.clone();
            long.push(extra);
            let offset = bytes.len();
            assert_eq!(
                Transaction::decode_whole(&long),
                Err(DecodeError::new(DecodeErrorKind::TrailingBytes, offset))
            );
        }
    }
}

#[test]
fn a_flipped_bit_is_refused_or_another_transaction() {
    let mut random = Random(2);
    for _ in 0..500 {
        let one = transaction(&mut random);
        let bytes = encoded(&one);
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            if let Ok(other) = Transaction::decode_whole(&flipped) {
                assert_ne!(other, one, "bit {bit}");
                assert_eq!(encoded(&other), flipped, "bit {bit}");
            }
        }
    }
}

/// Two transactions encode alike only if they are equal.
#[test]
fn encodings_are_told_apart() {
    let mut random = Random(3);
    let mut drawn: Vec<_> = (0..20_000).map(|_| transaction(&mut random)).collect();
    drawn.sort_by_cached_key(encoded);
    for pair in drawn.windows(2) {
        assert_eq!(pair[0] == pair[1], encoded(&pair[0]) == encoded(&pair[1]));
    }
    for operation in Operation::ALL {
        assert!(drawn.iter().any(|one| one.operation() == operation), "{operation:?}");
    }
}

#[test]
fn fields_are_those_of_the_operation() {
    let login = "a1".parse().unwrap();
    let amount = Field::Amount(Amount::yen(1));
    let target = Field::TargetLogin("b2".parse().unwrap());
    let made = |operation, fields: &[Field]| Transaction::new(login, operation, fields).map(|_| ());
    let missing = Err(TransactionError::Missing(Label::TargetLogin));
    let foreign = |label| Err(TransactionError::Foreign(label));
    assert_eq!(made(Operation::UserDeletion, &[]), missing);
    assert_eq!(made(Operation::UserDeletion, &[amount]), foreign(Label::Amount));
    assert_eq!(made(Operation::TokenSharing, &[target]), foreign(Label::TargetLogin));
    assert_eq!(
        made(Operation::UserDeletion, &[target, target]),
        Err(TransactionError::Repeated(Label::TargetLogin))
    );
    assert_eq!(made(Operation::UserDeletion, &[target]), Ok(()));
}

/// Fields come in any order; what is encoded has the registry's.
#[test]
fn the_order_of_fields_is_the_registrys() {
    let mut random = Random(4);
    for _ in 0..2_000 {
        let one = transaction(&mut random);
        let backwards: Vec<_> = one.fields().copied().collect();
        let draft = Draft::new(*one.login(), one.operation());
        let other = backwards.iter().rev().try_fold(draft, |draft, field| draft.with(*field));
        assert_eq!(other.unwrap().finish(), Ok(one));
        for place in 0..backwards.len() {
            let mut fields = backwards.clone();
            let missing = fields.remove(place).label();
            let made = Transaction::new(*one.login(), one.operation(), &fields);
            assert_eq!(made, Err(TransactionError::Missing(missing)));
        }
    }
}

#[test]
fn wrong_fields_are_refused_where_they_stand() {
    let refused = |hex: &str| {
        Transaction::decode_whole(&hex::decode(hex.replace(' ', "")).unwrap()).unwrap_err()
    };
    let at = |kind, offset| DecodeError::new(kind, offset);
    assert_eq!(refused("ff026131"), at(DecodeErrorKind::UnknownOperation, 0));
    assert_eq!(refused("32026131"), at(DecodeErrorKind::Truncated, 4));
    assert_eq!(refused("3202613199"), at(DecodeErrorKind::UnknownField, 4));
    assert_eq!(refused("32026131300188 0101"), at(DecodeErrorKind::FieldOrder, 4));
    assert_eq!(refused("3202613110026232 10026232"), at(DecodeErrorKind::TrailingBytes, 8));
    assert_eq!(refused("32026120"), at(DecodeErrorKind::Character, 1));
}

/// The largest transaction that can be built still fits the largest message.
#[test]
fn every_transaction_fits_a_message() {
    let mut random = Random(5);
    let longest = (0..50_000).map(|_| encoded(&transaction(&mut random)).len()).max().unwrap();
    assert!(longest > 100, "{longest}");
    assert!(longest + 10 <= MAX_PLAINTEXT, "{longest}");
}

/// Each label with the longest value that it has: every operation fits a message, and every value a line of a screen.
#[test]
fn the_longest_of_everything_fits() {
    let login = "WWWWWWWWWWWW".parse().unwrap();
    let longest = Operation::ALL.map(|operation| {
        let fields: Vec<_> =
            operation.fields().iter().map(|label| common::fields::longest(*label)).collect();
        let transaction = Transaction::new(login, operation, &fields).unwrap();
        let wide = DisplayProfile { columns: 255, rows: 255, ..DisplayProfile::CAMERA_TOKEN };
        assert_eq!(wide.pages_of(&transaction).map(|pages| pages > 0), Ok(true), "{operation:?}");
        encoded(&transaction).len() + 10
    });
    let longest = longest.into_iter().max().unwrap();
    assert_eq!(longest, 292, "of {MAX_PLAINTEXT}");
    assert!(longest <= MAX_PLAINTEXT);
}

proptest! {
    #[test]
    fn encoded_and_decoded_agree(seed: u64) {
        let one = transaction(&mut Random(seed));
        let bytes = encoded(&one);
        prop_assert_eq!(Transaction::decode_whole(&bytes), Ok(one));
        let body = Body::decode(&bytes).unwrap();
        prop_assert_eq!((body.operation(), body.login()), (one.operation(), one.login()));
        prop_assert!(body.fields().eq(one.fields().copied()));
    }

    #[test]
    fn accepted_bytes_are_canonical(seed: u64, place: prop::sample::Index, value: u8) {
        let mut bytes = encoded(&transaction(&mut Random(seed)));
        let place = place.index(bytes.len());
        bytes[place] = value;
        let body = Body::decode(&bytes).map(|body| body.fields().count());
        prop_assert_eq!(body, Transaction::decode_whole(&bytes).map(|accepted| accepted.fields().count()));
        if let Ok(accepted) = Transaction::decode_whole(&bytes) {
            prop_assert_eq!(encoded(&accepted), bytes);
        }
    }

    #[test]
    fn spliced_bytes_are_canonical_or_refused(one: u64, other: u64, cut: prop::sample::Index, tail: prop::sample::Index) {
        let (one, other) = (encoded(&transaction(&mut Random(one))), encoded(&transaction(&mut Random(other))));
        let bytes = [&one[..cut.index(one.len())], &other[tail.index(other.len())..]].concat();
        if let Ok(accepted) = Transaction::decode_whole(&bytes) {
            prop_assert_eq!(encoded(&accepted), bytes);
        }
    }

    #[test]
    fn arbitrary_bytes_are_canonical_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(accepted) = Transaction::decode_whole(&bytes) {
            prop_assert_eq!(encoded(&accepted), bytes);
        }
    }
}
