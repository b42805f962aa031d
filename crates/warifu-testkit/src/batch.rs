use warifu_core::SecretBuf;
use warifu_zengin::csv::{self, Encoding, FirstLine, Options};
use warifu_zengin::{
    Batch, BatchKind, Header, Inclusion, Prover, RECORD_LENGTH, Record, Row, Trailer, ZenginFile,
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
    for encoding in [Encoding::Utf8, Encoding::ShiftJis] {
        for first_line in [FirstLine::Row, FirstLine::ColumnNames] {
            let options = Options { encoding, first_line };
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
            let records = input.len().div_ceil(RECORD_LENGTH).saturating_add(1);
            assert!(usize::try_from(error.record).is_ok_and(|record| record <= records), "{error}");
            assert!(error.column <= RECORD_LENGTH, "{error}");
        }
    }
}

/// The file that says the same, without line ends.
fn records(batch: &Batch, rows: &[Row]) -> Vec<u8> {
    let trailer = Trailer { count: batch.count(), total: batch.total().minor_units };
    let mut records = batch.header().encode().to_vec();
    records.extend(rows.iter().flat_map(Row::encode));
    records.extend(trailer.encode().unwrap_or([0; RECORD_LENGTH]));
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
    match Row::decode(record, kind) {
        Ok(row) => assert_eq!(row.encode(), *record),
        Err(error) => assert!(error.column < RECORD_LENGTH, "{error}"),
    }
    match Header::decode(record, YEAR) {
        Ok(header) => assert_eq!(header.encode(), *record),
        Err(error) => assert!(error.column < RECORD_LENGTH, "{error}"),
    }
}

fn check_csv(input: &[u8], kind: BatchKind, options: Options) {
    let mut rows = csv::Rows::new(input, kind, options);
    while let Some(row) = rows.next() {
        match row {
            Ok(row) => assert_eq!(Row::decode(&row.encode(), kind), Ok(row)),
            Err(error) => {
                let lines = input.split(|&byte| byte == b'\n').count();
                assert!(usize::try_from(error.line).is_ok_and(|line| line <= lines), "{error}");
                assert!((1..=14).contains(&error.column), "{error}");
                assert!(rows.next().is_none(), "an error is the last");
            }
        }
    }
}

fn check_inclusion(input: &[u8]) {
    match Inclusion::decode(input) {
        Ok(inclusion) => {
            let again =
                SecretBuf::<{ Inclusion::MAX_LENGTH }>::written(|writer| inclusion.encode(writer));
            assert_eq!(again.as_ref().map(SecretBuf::as_slice), Ok(input));
        }
        Err(error) => assert!(error.offset() <= input.len(), "{error}"),
    }
}

const YEAR: u16 = 2026;
