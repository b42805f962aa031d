//! Which records follow which, what a trailer has to say, and what changes a digest.

use std::collections::HashSet;

use proptest::prelude::*;
use warifu_sign::{Amount, Date};
use warifu_zengin::{
    BatchBuilder, BatchError, BatchErrorKind, BatchHeader, BatchKind, Row, Trailer, ZenginFile,
};

use crate::{PAYROLL, batch, batch_of, header, joined, records, row};

fn refused(records: &[[u8; 120]]) -> Facts {
    let file = joined(records, b"\n");
    facts(ZenginFile::open(&file, 2026).and_then(|file| file.batch()).unwrap_err())
}

/// What was wrong, in which record, at which column.
type Facts = (BatchErrorKind, Option<u32>, Option<usize>);

const fn facts(error: BatchError) -> Facts {
    (error.kind(), error.record(), error.column())
}

fn invalid(kind: BatchErrorKind, record: u32, column: usize) -> Facts {
    (kind, Some(record), Some(column))
}

#[test]
fn records_in_another_order() {
    use BatchErrorKind::{RecordKind, SecondBatch, Unfinished};
    let all = records();
    assert_eq!(refused(&all[1..]), invalid(RecordKind, 1, 0));
    assert_eq!(refused(&[&all[..1], &all[..]].concat()), invalid(RecordKind, 2, 0));
    assert_eq!(refused(&[&all[..13], &all[14..]].concat()), invalid(RecordKind, 14, 0));
    assert_eq!(refused(&all[..14]), invalid(Unfinished, 15, 0));
    assert_eq!(refused(&all[..13]), invalid(Unfinished, 14, 0));
    assert_eq!(refused(&[&all[..14], &all[..]].concat()), invalid(SecondBatch, 15, 0));
    assert_eq!(refused(&[&all[..14], &all[13..]].concat()), invalid(RecordKind, 15, 0));
}

#[test]
fn what_follows_the_end() {
    let mut file = PAYROLL.to_vec();
    for (added, record, kind) in [
        (&b"\x1a"[..], 15, BatchErrorKind::Trailing),
        (b" ", 15, BatchErrorKind::Trailing),
        (&records()[14], 15, BatchErrorKind::Trailing),
    ] {
        file.extend(added);
        let error = ZenginFile::open(&file, 2026).unwrap().batch().unwrap_err();
        assert_eq!(facts(error), invalid(kind, record, 120));
        file.truncate(PAYROLL.len());
    }
}

#[test]
fn the_trailer_tells_the_truth() {
    use BatchErrorKind::{CountDiffers, NoRows, TotalDiffers};
    let mut all = records();
    all[13][6] = b'3';
    assert_eq!(refused(&all), invalid(CountDiffers, 14, 1));
    let mut all = records();
    all[13][18] = b'1';
    assert_eq!(refused(&all), invalid(TotalDiffers, 14, 7));
    all[13][7..19].fill(b'0');
    assert_eq!(refused(&all), invalid(TotalDiffers, 14, 7));
    let empty = Trailer { count: 0, total: 0 }.to_record().unwrap();
    assert_eq!(refused(&[records()[0], empty, records()[14]]), invalid(NoRows, 2, 0));
}

#[test]
fn lines_that_lost_their_blanks() {
    let line = |record: &[u8; 120]| [record.trim_ascii_end(), b"\n"].concat();
    let file: Vec<u8> = records().iter().flat_map(line).collect();
    let error = ZenginFile::open(&file, 2026).unwrap_err();
    assert_eq!(facts(error), invalid(BatchErrorKind::Length, 1, 103));

    let all = records();
    let mut file = joined(&all[..5], b"\n");
    file.extend(line(&all[5]));
    file.extend(joined(&all[6..], b"\n"));
    let error = ZenginFile::open(&file, 2026).unwrap().batch().unwrap_err();
    assert_eq!(facts(error), invalid(BatchErrorKind::Length, 6, 106));

    let mut file = joined(&all[..14], b"\r\n");
    file.extend(b"9\r\n");
    let error = ZenginFile::open(&file, 2026).unwrap().batch().unwrap_err();
    assert_eq!(facts(error), invalid(BatchErrorKind::Length, 15, 1));
}

#[test]
fn mixed_line_ends() {
    let mut file = joined(&records()[..3], b"\n");
    file.extend(joined(&records()[3..], b"\r\n"));
    let error = ZenginFile::open(&file, 2026).unwrap().batch().unwrap_err();
    assert_eq!(facts(error), invalid(BatchErrorKind::LineEnd, 4, 120));
    for (line_end, added) in [(&b"\n"[..], &b"\n"[..]), (b"", b"\n"), (b"\r\n", b"\r\n")] {
        let mut file = joined(&records()[..3], line_end);
        file.extend([added, &joined(&records()[3..], line_end)].concat());
        let error = ZenginFile::open(&file, 2026).unwrap().batch().unwrap_err();
        assert_eq!(facts(error), invalid(BatchErrorKind::LineEnd, 3, 120));
    }
}

#[test]
fn rows_of_another_layout() {
    let wages = ZenginFile::open(PAYROLL, 2026).unwrap().rows().next().unwrap().unwrap();
    let error = BatchBuilder::new(header()).push(&wages).unwrap_err();
    assert_eq!(facts(error), invalid(BatchErrorKind::Layout, 2, 91));
}

#[test]
fn totals_end_at_twelve_digits() {
    let mut record = row(1).to_record();
    record[80..90].copy_from_slice(b"9999999999");
    let large = Row::from_record(&record, BatchKind::Transfer).unwrap();
    let mut builder = BatchBuilder::new(header());
    for _ in 0..100 {
        builder.push(&large).unwrap();
    }
    let error = builder.push(&large).unwrap_err();
    assert_eq!(facts(error), invalid(BatchErrorKind::TotalTooLarge, 102, 80));
    builder.push(&row(99)).unwrap();
    assert_eq!(builder.trailer(), Trailer { count: 101, total: 999_999_999_999 });
    assert!(builder.push(&row(1)).is_err());
    let trailer = builder.trailer();
    assert_eq!(builder.finish(trailer).unwrap().total(), Amount::yen(999_999_999_999));
}

#[test]
fn trailers_keep_to_their_columns() {
    let trailer = Trailer { count: 999_999, total: 999_999_999_999 };
    let record = trailer.to_record().unwrap();
    assert_eq!(Trailer::from_record(&record), Ok(trailer));
    let error = Trailer { count: 1_000_000, ..trailer }.to_record().unwrap_err();
    assert_eq!(facts(error), (BatchErrorKind::OutOfRange, None, Some(1)));
    let error = Trailer { total: 1_000_000_000_000, ..trailer }.to_record().unwrap_err();
    assert_eq!(facts(error), (BatchErrorKind::OutOfRange, None, Some(7)));
    for column in 0..120 {
        let mut changed = record;
        changed[column] = b'x';
        assert_eq!(Trailer::from_record(&changed).unwrap_err().column(), Some(column));
    }
}

#[test]
fn of_two_largest_rows_the_first_counts() {
    let batch = batch_of(&[row(1), row(5), row(3), row(5)]);
    assert_eq!(*batch.largest(), row(5));
    let mut named = row(5).to_record();
    named[50..54].copy_from_slice(b"ITOH");
    let second = Row::from_record(&named, BatchKind::Transfer).unwrap();
    assert_eq!(*batch_of(&[row(1), row(5), second]).largest(), row(5));
    assert_eq!(*batch_of(&[row(1), second, row(5)]).largest(), second);
}

/// A header differs in a field, the rows are the same: another digest.
#[test]
fn the_header_is_bound() {
    let rows = [row(1), row(2)];
    let mut digests = HashSet::from([batch_of(&rows).digest().to_string()]);
    let payer = *header().payer();
    let date = Date::new(2026, 12, 1).unwrap();
    let other_code = warifu_zengin::Payer { code: 1, ..payer };
    for header in [
        BatchHeader::new(BatchKind::Transfer, other_code, date).unwrap(),
        BatchHeader::new(BatchKind::Transfer, payer, Date::new(2026, 12, 2).unwrap()).unwrap(),
    ] {
        let mut builder = BatchBuilder::new(header);
        for row in &rows {
            builder.push(row).unwrap();
        }
        let trailer = builder.trailer();
        assert!(digests.insert(builder.finish(trailer).unwrap().digest().to_string()));
    }
    let kinds = ["11", "12", "71", "72"].map(|kind| {
        let mut all = records();
        all[0][1..3].copy_from_slice(kind.as_bytes());
        batch(&joined(&all, b"")).digest().to_string()
    });
    assert_eq!(HashSet::from(kinds).len(), 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Rows added, removed, swapped, duplicated or edited, with the trailer made to fit: another digest.
    #[test]
    fn every_edit_gives_another_digest(
        amounts in proptest::collection::vec(1_u32..1_000, 2..40),
        first: prop::sample::Index, second: prop::sample::Index, amount in 1_000_u32..2_000,
    ) {
        let rows: Vec<Row> = amounts.iter().map(|&yen| row(yen)).collect();
        let (first, second) = (first.index(rows.len()), second.index(rows.len()));
        let expected = batch_of(&rows).digest();
        let edited = |edit: &dyn Fn(&mut Vec<Row>)| {
            let mut edited = rows.clone();
            edit(&mut edited);
            batch_of(&edited).digest()
        };
        prop_assert_ne!(edited(&|rows| rows.insert(first, row(amount))), expected);
        prop_assert_ne!(edited(&|rows| { rows.remove(first); }), expected);
        prop_assert_ne!(edited(&|rows| rows.insert(first, rows[second])), expected);
        prop_assert_ne!(edited(&|rows| rows[first] = row(amount)), expected);
        let swapped = edited(&|rows| rows.swap(first, second));
        prop_assert_eq!(swapped == expected, amounts[first] == amounts[second]);
        prop_assert_eq!(edited(&|_| ()), expected);
    }
}
