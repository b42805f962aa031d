//! The vectors of batches: files, rows, proofs, CSV.

use warifu_core::MAX_PLAINTEXT;
use warifu_core::codec::{Decode, Encode};
use warifu_zengin::csv::{self, CsvOptions, FirstLine, TextEncoding};
use warifu_zengin::{
    Batch, BatchError, BatchHeader, BatchKind, DrawSeed, Inclusion, PayeeHistory, PaymentSelector,
    Record, Root, Row, ZenginFile,
};

use crate::Case;

/// Reads `case` and compares what comes of it with what it says.
pub(crate) fn check(form: &str, expect_accepted: bool, case: &Case) {
    match form {
        "batch-zengin" => check_zengin(expect_accepted, case),
        "batch-csv" => check_csv(expect_accepted, case),
        "batch-row" => check_row(expect_accepted, case),
        "batch-inclusion" => check_inclusion(expect_accepted, case),
        "batch-transaction" => check_transaction(case),
        _ => panic!("no such form: {form}"),
    }
}

fn check_zengin(expect_accepted: bool, case: &Case) {
    let file = case.hex("file");
    let read = ZenginFile::open(&file, number(case, "year")).and_then(|file| file.batch());
    assert_eq!(read.is_ok(), expect_accepted, "{read:?}");
    match read {
        Ok(batch) => assert_batch(&batch, case),
        Err(error) => {
            assert_place(case, error.record().unwrap(), error.column().unwrap());
            assert_text(case, &error.kind().to_string());
        }
    }
}

/// The transaction that a person approves when they approve the file.
fn check_transaction(case: &Case) {
    let file = case.hex("file");
    let file = ZenginFile::open(&file, number(case, "year")).unwrap();
    let batch = file.batch().unwrap();
    let mut selector = PaymentSelector::new(&batch, DrawSeed::from_bytes(case.array("seed")));
    for (index, row) in file.rows().enumerate() {
        let is_new = case.all("new").contains(&index.to_string().as_str());
        let history = if is_new { PayeeHistory::New } else { PayeeHistory::Known };
        selector.push(&row.unwrap(), history).unwrap();
    }
    let shown = selector.finish().unwrap();
    let order = batch.transaction(case.text("login").parse().unwrap(), &shown).unwrap();
    let body = order.encoded::<MAX_PLAINTEXT>().unwrap();
    case.says("body", &hex::encode(body.as_slice()));
}

fn check_csv(expect_accepted: bool, case: &Case) {
    let header = BatchHeader::from_record(&record(case, "header"), number(case, "year")).unwrap();
    let options = CsvOptions {
        encoding: match case.text("encoding") {
            "utf-8" => TextEncoding::Utf8,
            "shift_jis" => TextEncoding::ShiftJis,
            other => panic!("no such encoding: {other}"),
        },
        first_line: match case.text("column-names") {
            "present" => FirstLine::ColumnNames,
            "absent" => FirstLine::Row,
            other => panic!("present or absent, not {other}"),
        },
    };
    let read = csv::batch(&case.hex("file"), header, options);
    assert_eq!(read.is_ok(), expect_accepted, "{read:?}");
    match read {
        Ok(batch) => assert_batch(&batch, case),
        Err(error) => {
            assert_place(case, error.line(), usize::try_from(error.cell()).unwrap());
            assert_text(case, &error.kind().to_string());
        }
    }
}

fn check_row(expect_accepted: bool, case: &Case) {
    let record = record(case, "row");
    let read = row(case);
    assert_eq!(read.is_ok(), expect_accepted, "{read:?}");
    match read {
        Ok(row) => {
            assert_eq!(row.to_record(), record);
            assert_eq!(row.amount().minor_units, number::<u64>(case, "total"));
        }
        Err(error) => {
            assert_eq!(error.column(), Some(number::<usize>(case, "column")), "column");
            assert_text(case, &error.kind().to_string());
        }
    }
}

fn check_inclusion(expect_accepted: bool, case: &Case) {
    let proof = case.hex("proof");
    let root = Root::new(number(case, "count"), case.hex("root").try_into().unwrap());
    let row = row(case).unwrap();
    let decoded = Inclusion::decode_whole(&proof);
    let offset = decoded.err().map(|error| error.offset().to_string());
    assert_eq!(offset.as_deref(), case.optional("column"), "where the proof is refused");
    let included = decoded.is_ok_and(|inclusion| match inclusion.verify(&row, &root) {
        Ok(included) => included.index() == number::<u32>(case, "index"),
        Err(_) => false,
    });
    assert_eq!(included, expect_accepted);
}

fn assert_batch(batch: &Batch, case: &Case) {
    assert_eq!(batch.count(), number::<u32>(case, "count"));
    assert_eq!(batch.total().minor_units, number::<u64>(case, "total"));
    assert_eq!(batch.root().as_bytes()[..], case.hex("root"));
    assert_eq!(batch.digest().as_bytes()[..], case.hex("digest"));
    if let Some(name) = case.optional("largest") {
        assert_eq!(batch.largest().payee().name.to_string(), name);
    }
}

fn assert_place(case: &Case, record: u32, column: usize) {
    assert_eq!(record, number::<u32>(case, "record"), "record");
    assert_eq!(column, number::<usize>(case, "column"), "column");
}

fn assert_text(case: &Case, text: &str) {
    assert_eq!(case.optional("error").unwrap_or(text), text);
}

fn row(case: &Case) -> Result<Row, BatchError> {
    Row::from_record(&record(case, "row"), BatchKind::from_number(number(case, "kind")).unwrap())
}

fn record(case: &Case, key: &str) -> Record {
    case.hex(key).try_into().unwrap()
}

fn number<T: std::str::FromStr>(case: &Case, key: &str) -> T {
    case.text(key).parse().unwrap_or_else(|_| panic!("{key} is not such a number"))
}
