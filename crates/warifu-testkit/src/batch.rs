use warifu_core::SecretBuf;
use warifu_core::codec::{Decode, Encode};
use warifu_zengin::csv::{CsvOptions, CsvRows, FirstLine, TextEncoding};
use warifu_zengin::{
    Batch, BatchError, BatchHeader, BatchKind, Inclusion, Prover, RECORD_LENGTH, Record, Row,
    Trailer, ZenginFile,
};

/// The input is taken for a file in the Zengin format, for one record, for a CSV file of either layout, and for a proof:
/// what is accepted is the one encoding of its meaning, and every row of a batch has its proof.
pub(crate) fn check(input: &[u8]) {
    check_file(input);
    check_inclusion(input);
    if let Some((record, _)) = input.split_first_chunk() {
        check_row(record, BatchKind::Transfer);
        check_row(record, BatchKind::Payroll);
    }
    for encoding in [TextEncoding::Utf8, TextEncoding::ShiftJis] {
        for first_line in [FirstLine::Row, FirstLine::ColumnNames] {
            let options = CsvOptions { encoding, first_line };
            check_csv(input, BatchKind::Transfer, options);
            check_csv(input, BatchKind::Payroll, options);
        }
    }
}

fn check_file(input: &[u8]) {
    let Ok(file) = ZenginFile::open(input, YEAR) else { return };
    let rows: Vec<Row> = file.rows().flatten().collect();
    match file.batch() {
        Ok(batch) => {
            assert_eq!(records(&batch, &rows), without_line_ends(input));
            check_batch(&batch, &rows);
        }
        Err(error) => {
            // A record behind the last one may be missing.
            let most = input.chunks(RECORD_LENGTH).chain([&[][..]]).count();
            let is_of_file = |record| usize::try_from(record).is_ok_and(|record| record <= most);
            assert!(error.record().is_some_and(is_of_file), "{error}");
            assert!(error.column().is_some_and(|column| column <= RECORD_LENGTH), "{error}");
        }
    }
}

/// The file that says the same, without line ends.
fn records(batch: &Batch, rows: &[Row]) -> Vec<u8> {
    let trailer = Trailer { count: batch.count(), total: batch.total().minor_units };
    let mut records = batch.header().to_record().to_vec();
    records.extend(rows.iter().flat_map(Row::to_record));
    records.extend(trailer.to_record().into_iter().flatten());
    records.push(b'9');
    records.resize(records.len().next_multiple_of(RECORD_LENGTH), b' ');
    records
}

/// No record has one of these bytes in it.
fn without_line_ends(input: &[u8]) -> Vec<u8> {
    input.iter().copied().filter(|byte| !b"\r\n\x1a".contains(byte)).collect()
}

fn check_batch(batch: &Batch, rows: &[Row]) {
    assert_eq!(usize::try_from(batch.count()), Ok(rows.len()));
    let largest = rows.iter().map(|row| row.amount().minor_units).max();
    assert_eq!(largest, Some(batch.largest().amount().minor_units));
    for (index, row) in (0..batch.count()).zip(rows).step_by(rows.len().div_ceil(8)) {
        let Ok(mut prover) = Prover::new(index, batch.count()) else { continue };
        for row in rows {
            prover.push(row.leaf());
        }
        let proof = prover.finish();
        let included = proof.ok().and_then(|proof| proof.verify(row, &batch.root()).ok());
        assert_eq!(included.map(|included| included.index()), Some(index));
    }
}

fn check_row(record: &Record, kind: BatchKind) {
    match Row::from_record(record, kind) {
        Ok(row) => assert_eq!(row.to_record(), *record),
        Err(error) => assert_in_record(error),
    }
    match BatchHeader::from_record(record, YEAR) {
        Ok(header) => assert_eq!(header.to_record(), *record),
        Err(error) => assert_in_record(error),
    }
}

fn assert_in_record(error: BatchError) {
    assert!(error.column().is_some_and(|column| column < RECORD_LENGTH), "{error}");
}

fn check_csv(input: &[u8], kind: BatchKind, options: CsvOptions) {
    let mut rows = CsvRows::new(input, kind, options);
    while let Some(row) = rows.next() {
        match row {
            Ok(row) => assert_eq!(Row::from_record(&row.to_record(), kind), Ok(row)),
            Err(error) => {
                let lines = input.split(|&byte| byte == b'\n').count();
                assert!(usize::try_from(error.line()).is_ok_and(|line| line <= lines), "{error}");
                assert!((1..=14).contains(&error.cell()), "{error}");
                assert!(rows.next().is_none(), "an error is the last");
            }
        }
    }
}

fn check_inclusion(input: &[u8]) {
    match Inclusion::decode_whole(input) {
        Ok(inclusion) => {
            let again = inclusion.encoded::<{ Inclusion::MAX_LENGTH }>();
            assert_eq!(again.as_ref().map(SecretBuf::as_slice), Ok(input));
        }
        Err(error) => assert!(error.offset() <= input.len(), "{error}"),
    }
}

const YEAR: u16 = 2026;
