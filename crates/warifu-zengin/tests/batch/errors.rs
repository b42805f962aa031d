//! Every error text.

use warifu_zengin::{
    InvalidBatch, InvalidBatchKind, InvalidInclusion, InvalidRecord, NotIncluded, OtherRowsError,
};

#[test]
fn texts() {
    use InvalidBatchKind as Kind;
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
    ];
    for (kind, text) in kinds {
        assert_eq!(kind.to_string(), text);
    }
    let error = InvalidBatch { kind: Kind::Digit, record: 7, column: 83 };
    assert_eq!(error.to_string(), "not a digit at record 7, column 83");
    let error = InvalidRecord { kind: Kind::Space, column: 5 };
    assert_eq!(error.to_string(), "the space would not be seen at column 5");
    let texts = [
        (InvalidInclusion::Count.to_string(), "a batch has 1 to 999,999 rows"),
        (InvalidInclusion::Index.to_string(), "the batch has no row at this index"),
        (InvalidInclusion::Rows.to_string(), "the rows are not as many as was said"),
        (NotIncluded.to_string(), "the row does not stand at this place of the batch"),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}

#[cfg(feature = "csv")]
#[test]
fn texts_of_csv() {
    use warifu_zengin::csv::{CsvFault, InvalidCsv};
    let faults = [
        (CsvFault::Value(InvalidBatchKind::Code), "unknown code"),
        (CsvFault::Width, "the cell does not have the digits of its column"),
        (CsvFault::Long, "the cell has more characters than its column"),
        (CsvFault::LeadingZero, "the number has leading zeros"),
        (CsvFault::Edi, "customer codes stand beside EDI text"),
        (CsvFault::Cells, "the line does not have the cells of a row"),
        (CsvFault::Name, "the column has another name"),
        (CsvFault::Quotation, "the quotation is not the whole cell"),
        (CsvFault::Encoding, "the cell is not text in this encoding"),
        (CsvFault::LineEnd, "the line ends are not the same throughout"),
    ];
    for (fault, text) in faults {
        assert_eq!(fault.to_string(), text);
    }
    let error = InvalidCsv { fault: CsvFault::Width, line: 3, column: 1 };
    assert_eq!(
        error.to_string(),
        "the cell does not have the digits of its column at line 3, cell 1"
    );
}

#[test]
fn other_rows() {
    assert_eq!(OtherRowsError.to_string(), "the rows are not those of the batch");
}
