//! Proofs that a row is in a batch, compared with the tree of RFC 9162 as it is defined.

use proptest::prelude::*;
use sha2::{Digest, Sha256};
use warifu_core::codec::{Decode, Encode, Writer};
use warifu_core::{DecodeErrorKind, EncodeError};
use warifu_zengin::{Inclusion, InclusionError, Prover, Root, Row};

use crate::{batch_of, header, row};

/// RFC 9162 §2.1.1, word for word.
pub(crate) fn recursive_root(records: &[[u8; 120]]) -> [u8; 32] {
    let hashed = if let [record] = records {
        [&[0][..], record].concat()
    } else {
        let (left, right) = records.split_at(records.len().next_power_of_two() / 2);
        [&[1][..], &recursive_root(left), &recursive_root(right)].concat()
    };
    Sha256::digest(hashed).into()
}

fn rows(count: u32) -> Vec<Row> {
    (1..=count).map(row).collect()
}

fn proof(rows: &[Row], index: u32) -> Inclusion {
    let mut prover = Prover::new(index, u32::try_from(rows.len()).unwrap()).unwrap();
    for row in rows {
        prover.push(row.leaf());
    }
    prover.finish().unwrap()
}

fn encoded(inclusion: &Inclusion) -> Vec<u8> {
    inclusion.encoded::<{ Inclusion::MAX_LENGTH }>().unwrap().as_slice().to_vec()
}

#[test]
fn the_tree_is_the_defined_one() {
    let rows = rows(300);
    let records: Vec<_> = rows.iter().map(Row::to_record).collect();
    for count in 1..=300 {
        let root = batch_of(&rows[..count]).root();
        assert_eq!(*root.as_bytes(), recursive_root(&records[..count]), "{count} rows");
    }
}

/// Every proof of every batch of 1 to 70 rows verifies, for its row, its root and its count alone.
#[test]
fn a_proof_is_of_one_row_of_one_batch() {
    let all = rows(70);
    let roots: Vec<Root> = (1..=70).map(|count| batch_of(&all[..count]).root()).collect();
    for count in 1..=70_u32 {
        let rows = &all[..usize::try_from(count).unwrap()];
        for (index, row) in (0..).zip(rows) {
            let proof = proof(rows, index);
            assert_eq!((proof.index(), proof.count()), (index, count));
            for (other, root) in (1..).zip(&roots) {
                let verdict = proof.verify(row, root).map(|included| included.index());
                let expected =
                    if other == count { Ok(index) } else { Err(InclusionError::NotIncluded) };
                assert_eq!(verdict, expected, "row {index} of {count}, root of {other}");
                let same_hash = Root::new(other, *roots[rows.len() - 1].as_bytes());
                assert_eq!(proof.verify(row, &same_hash).is_ok(), other == count);
            }
            for (other, row) in (0..).zip(rows) {
                let verdict = proof.verify(row, &roots[rows.len() - 1]);
                assert_eq!(verdict.is_ok(), other == index, "proof of {index}, row {other}");
            }
        }
    }
}

/// A proof that is changed in any bit, or says another index or count, is refused.
#[test]
fn a_changed_proof_is_refused() {
    for count in [1, 2, 3, 7, 8, 13, 22] {
        let rows = rows(count);
        let root = batch_of(&rows).root();
        for (index, row) in (0..).zip(&rows) {
            let bytes = encoded(&proof(&rows, index));
            for bit in 0..bytes.len() * 8 {
                let mut changed = bytes.clone();
                changed[bit / 8] ^= 1 << (bit % 8);
                let verdict = Inclusion::decode_whole(&changed)
                    .is_ok_and(|proof| proof.verify(row, &root).is_ok());
                assert!(!verdict, "row {index} of {count}, bit {bit}");
            }
        }
    }
}

#[test]
fn proofs_have_one_encoding() {
    for count in 1..=70 {
        let rows = rows(count);
        for index in 0..count {
            let proof = proof(&rows, index);
            let bytes = encoded(&proof);
            assert_eq!(bytes[..8], (u64::from(index) << 32 | u64::from(count)).to_be_bytes());
            assert_eq!(Inclusion::decode_whole(&bytes), Ok(proof));
            for length in 0..bytes.len() {
                let error = Inclusion::decode_whole(&bytes[..length]).unwrap_err();
                assert_eq!(error.kind(), DecodeErrorKind::Truncated);
            }
            let longer = [&bytes[..], &[0; 32]].concat();
            let error = Inclusion::decode_whole(&longer).unwrap_err();
            assert_eq!(error.kind(), DecodeErrorKind::TrailingBytes);
            assert_eq!(error.offset(), bytes.len());
        }
    }
}

#[test]
fn numbers_that_no_proof_has() {
    let decoded = |index: u32, count: u32| {
        let bytes = [&index.to_be_bytes()[..], &count.to_be_bytes(), &[7; 32 * 40]].concat();
        Inclusion::decode_whole(&bytes).unwrap_err()
    };
    for (index, count) in [(0, 0), (1, 1), (5, 5), (0, 1_000_000), (0, u32::MAX), (u32::MAX, 9)] {
        let error = decoded(index, count);
        assert_eq!((error.kind(), error.offset()), (DecodeErrorKind::OutOfRange, 0));
    }
    assert_eq!(decoded(0, 999_999).kind(), DecodeErrorKind::TrailingBytes);
    assert_eq!(decoded(0, 999_999).offset(), Inclusion::MAX_LENGTH);
    let short = proof(&rows(9), 8).encode(&mut Writer::new(&mut [0; 39]));
    assert_eq!(short, Err(EncodeError::NoRoom));
}

#[test]
fn a_prover_wants_the_rows_that_it_was_told_of() {
    assert_eq!(Prover::new(0, 0).unwrap_err(), InclusionError::Count);
    assert_eq!(Prover::new(0, 1_000_000).unwrap_err(), InclusionError::Count);
    assert_eq!(Prover::new(3, 3).unwrap_err(), InclusionError::Index);
    for pushed in [0, 1, 2, 4, 5] {
        let mut prover = Prover::new(1, 3).unwrap();
        for row in &rows(pushed) {
            prover.push(row.leaf());
        }
        assert_eq!(prover.finish().unwrap_err(), InclusionError::Rows);
    }
}

/// Header, total and root give the digest that was signed, without the other rows.
#[test]
fn the_root_leads_to_the_digest() {
    let batch = batch_of(&rows(9));
    let root = Root::new(9, *batch.root().as_bytes());
    let total = (1..=9).sum();
    assert_eq!(header().batch_digest(total, &root), batch.digest());
    assert_ne!(header().batch_digest(total + 1, &root), batch.digest());
    let other = Root::new(10, *root.as_bytes());
    assert_ne!(header().batch_digest(total, &other), batch.digest());
}

proptest! {
    #[test]
    fn accepted_proofs_are_canonical(
        index in 0_u32..80, count in 0_u32..80, siblings in proptest::collection::vec(any::<[u8; 32]>(), 0..9)
    ) {
        let bytes = [&index.to_be_bytes()[..], &count.to_be_bytes(), &siblings.concat()].concat();
        if let Ok(proof) = Inclusion::decode_whole(&bytes) {
            prop_assert_eq!(encoded(&proof), bytes);
            prop_assert_eq!(proof.verify(&row(1), &Root::new(count, [0; 32])), Err(InclusionError::NotIncluded));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn proofs_of_larger_batches(count in 71_u32..1_000, place: prop::sample::Index) {
        let rows = rows(count);
        let index = place.index(rows.len());
        let proof = proof(&rows, u32::try_from(index).unwrap());
        prop_assert!(proof.verify(&rows[index], &batch_of(&rows).root()).is_ok());
    }
}
