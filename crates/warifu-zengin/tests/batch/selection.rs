//! Which payments of a batch a person sees, chosen a second time by sorting all of them.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use warifu_sign::Transaction;
use warifu_sign::transaction::{Count, Field, Label, Operation, Payment};
use warifu_zengin::{
    Batch, BatchBuilder, BatchErrorKind, BatchHeader, BatchKind, DrawSeed, PayeeHistory,
    PaymentSelector, Row, ShownPayments,
};

use super::random::Random;
use super::{batch_of, header, row};

fn select(batch: &Batch, rows: &[(Row, PayeeHistory)], seed: &DrawSeed) -> ShownPayments {
    let mut selector = PaymentSelector::new(batch, seed.clone());
    for (row, history) in rows {
        selector.push(row, *history).unwrap();
    }
    selector.finish().unwrap()
}

/// The indices of the largest, the largest new other one, and those drawn.
fn expected(rows: &[(Row, PayeeHistory)], seed: [u8; 32]) -> (usize, Option<usize>, Vec<usize>) {
    let yen = |index: &usize| rows[*index].0.amount().minor_units;
    let mut by_amount: Vec<usize> = (0..rows.len()).collect();
    by_amount.sort_by_key(|index| (u64::MAX - yen(index), *index));
    let largest = by_amount[0];
    let is_new = |index: &usize| rows[*index].1 == PayeeHistory::New;
    let new = by_amount.iter().copied().find(|index| *index != largest && is_new(index));
    let mut drawn: Vec<usize> =
        (0..rows.len()).filter(|index| *index != largest && Some(*index) != new).collect();
    drawn.sort_by_key(|index| {
        let index = u32::try_from(*index).unwrap().to_be_bytes();
        let digest = Sha256::digest([b"\x0dwarifu/1 draw", &seed[..], &index].concat());
        (<[u8; 8]>::try_from(&digest[..8]).unwrap(), index)
    });
    drawn.truncate(2);
    (largest, new, drawn)
}

/// The number of the operation: its high four bits say what is shown.
fn operation(kind: u8, has_new: bool, drawn: usize) -> u8 {
    let base = [[0x60, 0x50, 0x40], [0x20, 0x10, 0x00]][usize::from(has_new)][drawn];
    base | kind
}

#[test]
fn the_payments_are_those_that_sorting_finds() {
    let mut random = Random(77);
    let mut reached = BTreeMap::new();
    for round in 0..30_000_u32 {
        let kinds =
            [(BatchKind::Transfer, 8), (BatchKind::PublicPayroll, 9), (BatchKind::Bonus, 10)];
        let (kind, low) = random.one_of(&kinds);
        let rows: Vec<(Row, PayeeHistory)> = (0..=random.below(12))
            .map(|_| {
                let yen = 1 + u32::try_from(random.below(5)).unwrap();
                let history = random.one_of(&[PayeeHistory::Known, PayeeHistory::New]);
                (row_of(kind, yen, u32::try_from(random.below(3)).unwrap()), history)
            })
            .collect();
        let batch = batch_of_kind(kind, &rows);
        let mut seed = [0; 32];
        seed[..4].copy_from_slice(&round.to_be_bytes());
        let shown = select(&batch, &rows, &DrawSeed::from_bytes(seed));
        let order = batch.transaction("a1".parse().unwrap(), &shown).unwrap();

        let (largest, new, drawn) = expected(&rows, seed);
        let payment = |index: usize| rows[index].0.payment();
        let mut fields = vec![
            Field::PayerAccount(batch.payer_account()),
            Field::Total(batch.total()),
            Field::Count(Count(u32::try_from(rows.len()).unwrap())),
            Field::LargestPayment(payment(largest)),
        ];
        fields.extend(new.map(|new| Field::LargestNewPayment(payment(new))));
        let labels: [fn(Payment) -> Field; 2] = [Field::DrawnPayment1, Field::DrawnPayment2];
        fields.extend(drawn.iter().zip(labels).map(|(index, label)| label(payment(*index))));
        let count = rows.iter().filter(|(_, history)| *history == PayeeHistory::New).count();
        fields.push(Field::NewAccounts(Count(u32::try_from(count).unwrap())));
        fields.push(Field::ValueDate(batch.value_date()));
        fields.push(Field::BatchDigest(batch.digest()));
        let found: Vec<Field> = order.fields().copied().collect();
        assert_eq!(found, fields, "{rows:?}");
        assert_eq!(order.operation().number(), operation(low, new.is_some(), drawn.len()));
        *reached.entry(order.operation().number()).or_insert(0_u32) += 1;
    }
    let batches = Operation::ALL.iter().filter(|one| one.fields().contains(&Label::BatchDigest));
    assert_eq!(reached.keys().copied().collect::<Vec<_>>(), {
        let mut numbers: Vec<u8> = batches.map(|one| one.number()).collect();
        numbers.sort_unstable();
        numbers
    });
    assert!(reached.values().all(|&times| times > 50), "{reached:?}");
}

/// A payment of a kind of batch: amounts and payees that are often the same.
fn row_of(kind: BatchKind, yen: u32, payee: u32) -> Row {
    let mut record = row(yen).to_record();
    record[43..50].copy_from_slice(format!("{payee:07}").as_bytes());
    if kind != BatchKind::Transfer {
        record[91..120].fill(b' ');
    }
    Row::from_record(&record, kind).unwrap()
}

fn batch_of_kind(kind: BatchKind, rows: &[(Row, PayeeHistory)]) -> Batch {
    let header = BatchHeader::new(kind, *header().payer(), header().value_date()).unwrap();
    let mut builder = BatchBuilder::new(header);
    for (row, _) in rows {
        builder.push(row).unwrap();
    }
    let trailer = builder.trailer();
    builder.finish(trailer).unwrap()
}

pub(crate) fn order(yen: &[u32], seed: u8) -> Transaction {
    let rows: Vec<_> = yen.iter().map(|&yen| (row(yen), history(yen))).collect();
    let batch = batch_of_kind(BatchKind::Transfer, &rows);
    let shown = select(&batch, &rows, &DrawSeed::from_bytes([seed; 32]));
    batch.transaction("I7000156KANR".parse().unwrap(), &shown).unwrap()
}

/// Odd amounts go to new accounts.
fn history(yen: u32) -> PayeeHistory {
    if yen.is_multiple_of(2) { PayeeHistory::Known } else { PayeeHistory::New }
}

/// Made again at execution, with the seed that was kept, it is the same; an exchanged row is never approved.
#[test]
fn an_exchanged_row_changes_the_transaction() {
    let rows = [1_000, 91, 200, 300, 400, 500, 71];
    let before = order(&rows, 1);
    assert_eq!(order(&rows, 1), before);
    for place in 0..rows.len() {
        for yen in [rows[place] + 2, rows[place] + 1] {
            let mut changed = rows;
            changed[place] = yen;
            let fields = |order: &Transaction| -> Vec<Field> { order.fields().copied().collect() };
            let after = order(&changed, 1);
            let shown = |field: &&Field| !matches!(field, Field::BatchDigest(_) | Field::Total(_));
            let seen = |order: &Transaction| -> Vec<Field> {
                fields(order).iter().filter(shown).copied().collect()
            };
            assert_ne!(after, before);
            let was_shown = fields(&before).iter().any(|field| pays(field, rows[place]));
            let is_shown = fields(&after).iter().any(|field| pays(field, yen));
            if was_shown || is_shown {
                assert_ne!(seen(&after), seen(&before), "row {place}");
            }
        }
    }
}

fn pays(field: &Field, yen: u32) -> bool {
    let (Field::LargestPayment(payment)
    | Field::LargestNewPayment(payment)
    | Field::DrawnPayment1(payment)
    | Field::DrawnPayment2(payment)) = field
    else {
        return false;
    };
    payment.amount.minor_units == u64::from(yen)
}

#[test]
fn other_rows_are_refused() {
    let rows = [row(5), row(4), row(3)];
    let (batch, known) = (batch_of(&rows), PayeeHistory::Known);
    let seed = DrawSeed::from_bytes([0; 32]);
    let finish = |rows: &[Row]| {
        let mut selector = PaymentSelector::new(&batch, seed.clone());
        for row in rows {
            selector.push(row, known).unwrap();
        }
        selector.finish()
    };
    assert!(finish(&rows).is_ok());
    for others in [
        &[][..],
        &rows[..2],
        &[rows[0], rows[1], row(2)],
        &[rows[1], rows[0], rows[2]],
        &[rows[0], rows[0], rows[2]],
    ] {
        assert_eq!(finish(others).unwrap_err().kind(), BatchErrorKind::OtherRows);
    }
    let mut selector = PaymentSelector::new(&batch, seed.clone());
    for row in &rows {
        selector.push(row, known).unwrap();
    }
    assert_eq!(selector.push(&row(9), known).unwrap_err().kind(), BatchErrorKind::OtherRows);
    assert_eq!(selector.finish(), finish(&rows), "a row that was refused does not count");

    let other = batch_of(&rows[..2]);
    let refused = other.transaction("a".parse().unwrap(), &finish(&rows).unwrap());
    assert_eq!(refused.unwrap_err().kind(), BatchErrorKind::OtherRows);
}

/// Of twelve rows two are shown for their amounts; each of the other ten is drawn by two seeds in ten.
#[test]
fn each_row_is_drawn_equally_often() {
    let rows: Vec<_> = (1..=12).map(|yen| (row(yen), history(yen))).collect();
    let batch = batch_of_kind(BatchKind::Transfer, &rows);
    let (mut first, mut second) = (BTreeMap::new(), BTreeMap::new());
    for round in 0..20_000_u64 {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&round.to_le_bytes());
        let shown = select(&batch, &rows, &DrawSeed::from_bytes(seed));
        let warifu_zengin::DrawnPayments::Two(one, other) = *shown.drawn() else {
            panic!("{shown:?}")
        };
        *first.entry(one.amount.minor_units).or_insert(0_i32) += 1;
        *second.entry(other.amount.minor_units).or_insert(0_i32) += 1;
        assert_ne!(one, other);
    }
    // 2,000 each: the standard deviation is 42.
    for drawn in [first, second] {
        assert_eq!(drawn.keys().copied().collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
        assert!(drawn.values().all(|times| (times - 2_000).abs() < 210), "{drawn:?}");
    }
}
