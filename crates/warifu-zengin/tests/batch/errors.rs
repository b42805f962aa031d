//! Every error text.

use warifu_zengin::{
    BatchErrorKind, BatchKind, DrawSeed, InclusionError, KanaColumn, PayeeHistory, PaymentSelector,
    Row, ZenginFile,
};

use super::{PAYROLL, batch_of, header, joined, records, row};

#[test]
fn texts() {
    use BatchErrorKind as Kind;
    let kinds = [
        (Kind::Length, "the record does not have 120 bytes"),
        (Kind::LineEnd, "the line ends are not the same throughout"),
        (Kind::RecordKind, "a record of another kind belongs here"),
        (Kind::SecondBatch, "the file has a second batch"),
        (Kind::Unfinished, "the file ends before its end record"),
        (Kind::Trailing, "bytes follow the end record"),
        (Kind::TransferKind, "unknown kind of transfer"),
        (Kind::CharacterCode, "the character code is not JIS"),
        (Kind::Digit, "not a digit"),
        (Kind::OutOfRange, "the number has too many digits"),
        (Kind::Character, "the character is not bank kana"),
        (Kind::Space, "the space would not be seen"),
        (Kind::NoName, "the payee has no name"),
        (Kind::Filler, "unused columns are not blank"),
        (Kind::AccountKind, "an account of this kind does not belong here"),
        (Kind::ValueDate, "not a day of the year"),
        (Kind::NoAmount, "the amount is zero"),
        (Kind::Code, "unknown code"),
        (Kind::Layout, "the row is of another kind than the batch"),
        (Kind::NoRows, "the batch has no rows"),
        (Kind::TooManyRows, "the batch has more than 999,999 rows"),
        (Kind::TotalTooLarge, "the total has more than 12 digits"),
        (Kind::CountDiffers, "the trailer counts other rows than there are"),
        (Kind::TotalDiffers, "the trailer's total is not the sum of the rows"),
        (Kind::OtherRows, "the rows are not those of the batch"),
    ];
    for (kind, text) in kinds {
        assert_eq!(kind.to_string(), text);
    }
    let mut record = row(1).to_record();
    record[83] = b'x';
    let error = Row::from_record(&record, BatchKind::Transfer).unwrap_err();
    assert_eq!(error.to_string(), "not a digit at column 83");
    let file = [&header().to_record()[..], &record].concat();
    let error = ZenginFile::open(&file, 2026).unwrap().batch().unwrap_err();
    assert_eq!(error.to_string(), "not a digit at record 2, column 83");
    let twice = [PAYROLL, PAYROLL].concat();
    let with_empty_line = [&joined(&records()[..3], b"\n"), &b"\n"[..]].concat();
    for (file, text) in [
        (twice, "bytes follow the end record, after record 15"),
        (with_empty_line, "the line ends are not the same throughout, after record 3"),
    ] {
        let error = ZenginFile::open(&file, 2026).unwrap().batch().unwrap_err();
        assert_eq!(error.to_string(), text);
    }
    let error = KanaColumn::<10>::parse("INV 1 ").unwrap_err();
    assert_eq!(error.to_string(), "the space would not be seen at column 5");
    assert_eq!((error.record(), error.column()), (None, Some(5)));
    let texts = [
        (InclusionError::Count.to_string(), "a batch has 1 to 999,999 rows"),
        (InclusionError::Index.to_string(), "the batch has no row at this index"),
        (
            InclusionError::Rows.to_string(),
            "the number of rows is not the count that the prover was given",
        ),
        (InclusionError::NotIncluded.to_string(), "the row is not at this place of the batch"),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}

#[cfg(feature = "csv")]
#[test]
fn texts_of_csv() {
    use warifu_zengin::csv::{self, CsvErrorKind, CsvOptions, FirstLine, TextEncoding};
    let faults = [
        (CsvErrorKind::Value(BatchErrorKind::Code), "unknown code"),
        (CsvErrorKind::Width, "the cell does not have the digits of its column"),
        (CsvErrorKind::Long, "the cell has more characters than its column"),
        (CsvErrorKind::LeadingZero, "the number has leading zeros"),
        (CsvErrorKind::Edi, "customer codes stand beside EDI text"),
        (CsvErrorKind::Cells, "the line does not have the cells of a row"),
        (CsvErrorKind::Name, "the column has another name"),
        (CsvErrorKind::Quotation, "the quotation is not the whole cell"),
        (CsvErrorKind::Encoding, "the cell is not text in this encoding"),
        (CsvErrorKind::LineEnd, "the line ends are not the same throughout"),
    ];
    for (fault, text) in faults {
        assert_eq!(fault.to_string(), text);
    }
    let options = CsvOptions { encoding: TextEncoding::Utf8, first_line: FirstLine::Row };
    let error = csv::batch(b"138", header(), options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the cell does not have the digits of its column at line 1, cell 1"
    );
    let with_names = CsvOptions { first_line: FirstLine::ColumnNames, ..options };
    let first_line = "bank,bank_name,branch,branch_name,clearing_house,account_kind,account_number,payee,amount,\
        new_code,customer_code_1,customer_code_2,edi,transfer_category\n";
    for (file, options) in [("", options), ("", with_names), (first_line, with_names)] {
        let error = csv::batch(file.as_bytes(), header(), options).unwrap_err();
        assert_eq!(error.to_string(), "the batch has no rows");
    }
}

/// It is an error of no record, and says so.
#[test]
fn other_rows() {
    let batch = batch_of(&[row(1)]);
    let mut selector = PaymentSelector::new(&batch, DrawSeed::from_bytes([0; 32]));
    selector.push(&row(2), PayeeHistory::Known).unwrap();
    let error = selector.finish().unwrap_err();
    assert_eq!(error.to_string(), "the rows are not those of the batch");
    assert_eq!((error.record(), error.column()), (None, None));
}
