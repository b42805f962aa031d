//! CSV files: the same payments are the same batch, and nothing is guessed.

use proptest::prelude::*;
use warifu_zengin::csv::{self, CsvError, CsvErrorKind, CsvOptions, FirstLine, TextEncoding};
use warifu_zengin::{
    Batch, BatchErrorKind, BatchKind, Details, NewCode, Reference, Row, TransferCategory,
    ZenginFile,
};

use crate::{PAYROLL, batch, batch_of, header};

const CSV: &str = include_str!("../../../../examples/data/payroll.csv");
const NAMED: CsvOptions =
    CsvOptions { encoding: TextEncoding::Utf8, first_line: FirstLine::ColumnNames };
const PLAIN: CsvOptions = CsvOptions { first_line: FirstLine::Row, ..NAMED };
const JIS: CsvOptions = CsvOptions { encoding: TextEncoding::ShiftJis, ..PLAIN };

/// A transfer: every cell, in its order.
const CELLS: [&str; 14] =
    ["0138", "ABC", "110", "", "0001", "4", "1234567", "TARO", "1200", "1", "C-1", "", "", "7"];

fn payroll(file: &[u8], options: CsvOptions) -> Result<Batch, CsvError> {
    csv::batch(file, *ZenginFile::open(PAYROLL, 2026).unwrap().header(), options)
}

fn transfer(cells: &[&str]) -> Result<Row, CsvError> {
    let line = cells.join(",");
    csv::CsvRows::new(line.as_bytes(), BatchKind::Transfer, PLAIN).next().unwrap()
}

fn with(column: usize, cell: &str) -> Result<Row, CsvError> {
    let mut cells = CELLS;
    cells[column - 1] = cell;
    transfer(&cells)
}

fn fault_of(column: usize, cell: &str) -> CsvErrorKind {
    let error = with(column, cell).unwrap_err();
    assert_eq!(
        (error.line(), error.cell()),
        (1, u32::try_from(column).unwrap()),
        "{cell:?} {error}"
    );
    error.kind()
}

const fn facts(error: CsvError) -> (CsvErrorKind, u32, u32) {
    (error.kind(), error.line(), error.cell())
}

/// JIS X 0201, by which the single bytes of `Shift_JIS` are spelt.
fn jis(text: &str) -> Vec<u8> {
    let byte = |character| match character {
        '\u{a5}' => 0x5c,
        '\u{ff61}'..='\u{ff9f}' => u8::try_from(u32::from(character) - 0xfec0).unwrap(),
        ascii => u8::try_from(ascii).unwrap(),
    };
    text.chars().map(byte).collect()
}

#[test]
fn the_same_payments_are_the_same_batch() {
    let expected = batch(PAYROLL);
    assert_eq!(payroll(CSV.as_bytes(), NAMED), Ok(expected));
    let bom = format!("\u{feff}{CSV}");
    assert_eq!(payroll(bom.as_bytes(), NAMED), Ok(expected));
    let (_, rows) = CSV.split_once('\n').unwrap();
    assert_eq!(payroll(rows.as_bytes(), PLAIN), Ok(expected));
    assert_eq!(payroll(rows.trim_end().as_bytes(), PLAIN), Ok(expected));
    assert_eq!(payroll(&jis(rows), JIS), Ok(expected));
    let quoted = rows.replace(',', "\",\"").replace('\n', "\"\r\n\"");
    let quoted = format!("\"{}", quoted.strip_suffix('"').unwrap());
    assert_eq!(payroll(quoted.as_bytes(), PLAIN), Ok(expected));
}

#[test]
fn what_the_cells_say() {
    let row = transfer(&CELLS).unwrap();
    assert_eq!(row.payee().clearing_house, Some(1));
    assert_eq!(row.new_code(), Some(NewCode::First));
    let Details::Transfer { reference, category } = *row.details() else { panic!() };
    assert_eq!(category, TransferCategory::Telegraphic);
    let Reference::CustomerCodes(first, second) = reference else { panic!() };
    assert_eq!((first.to_string(), second.is_blank()), ("C-1".to_owned(), true));
    let mut cells = CELLS;
    (cells[9], cells[10], cells[12], cells[13]) = ("", "", "INV 1", "");
    let row = transfer(&cells).unwrap();
    let Details::Transfer { reference, category } = *row.details() else { panic!() };
    assert_eq!((row.new_code(), category), (None, TransferCategory::Blank));
    let Reference::Edi(text) = reference else { panic!() };
    assert_eq!(text.to_string(), "INV 1");
    assert_eq!(with(8, "\"A,B\"").unwrap().payee().name.to_string(), "A,B");
}

#[test]
fn each_cell_is_what_belongs_there() {
    use BatchErrorKind::{AccountKind, Character, Code, Digit, NoName, Space};
    let value = CsvErrorKind::Value;
    for column in [1, 3, 5, 6, 7] {
        assert_eq!(fault_of(column, "12345678"), CsvErrorKind::Width);
        assert!(matches!(fault_of(column, " "), CsvErrorKind::Value(Space)), "{column}");
    }
    for column in [1, 3, 6, 7] {
        assert_eq!(fault_of(column, ""), CsvErrorKind::Width);
    }
    for (column, cell) in [(1, "013A"), (3, "1-0"), (5, "(1,"), (7, "1.23456")] {
        let cell = format!("\"{cell}\"");
        let wrong = fault_of(column, &cell);
        assert!(
            matches!(wrong, CsvErrorKind::Value(Digit) | CsvErrorKind::Width),
            "{cell} {wrong}"
        );
    }
    assert_eq!(fault_of(6, "3"), value(AccountKind));
    assert_eq!(fault_of(6, "A"), value(Digit));
    assert_eq!(fault_of(8, ""), value(NoName));
    assert_eq!(fault_of(8, &"A".repeat(31)), CsvErrorKind::Long);
    assert_eq!(fault_of(2, &"A".repeat(16)), CsvErrorKind::Long);
    assert_eq!(fault_of(11, &"1".repeat(11)), CsvErrorKind::Long);
    assert_eq!(fault_of(10, "3"), value(Code));
    assert_eq!(fault_of(14, "9"), value(Code));
    for cell in ["TARO ", " TARO", "TA  RO"] {
        assert_eq!(fault_of(8, cell), value(Space), "{cell:?}");
    }
    for cell in ["taro", "=TARO", "+TARO", "@SUM", "TA\tRO", "\u{30a2}", "TARO\"", "\u{ff21}"] {
        assert_eq!(fault_of(8, cell), value(Character), "{cell:?}");
    }
}

#[test]
fn amounts_are_spelt_in_one_way() {
    assert_eq!(with(9, "9999999999").unwrap().amount().minor_units, 9_999_999_999);
    for cell in ["0", "01200", "0000001200"] {
        assert_eq!(fault_of(9, cell), CsvErrorKind::LeadingZero, "{cell}");
    }
    for cell in ["", "10000000000"] {
        assert_eq!(fault_of(9, cell), CsvErrorKind::Width, "{cell:?}");
    }
    for cell in ["-1200", "1200.0", "\"1,200\"", "\u{a5}1200", "12 00", "1E3"] {
        assert_eq!(fault_of(9, cell), CsvErrorKind::Value(BatchErrorKind::Digit), "{cell}");
    }
    assert_eq!(fault_of(9, "+1200"), CsvErrorKind::Value(BatchErrorKind::Character));
}

#[test]
fn a_row_has_either_edi_text_or_customer_codes() {
    assert_eq!(fault_of(13, "INV"), CsvErrorKind::Edi);
    let mut cells = CELLS;
    (cells[10], cells[12]) = ("", "A  B");
    let error = transfer(&cells).unwrap_err();
    let space = CsvErrorKind::Value(BatchErrorKind::Space);
    assert_eq!(facts(error), (space, 1, 13));
    let space = fault_of(12, " B");
    assert_eq!(space, CsvErrorKind::Value(BatchErrorKind::Space));
}

#[test]
fn lines_have_the_cells_of_a_row() {
    for length in 1..14 {
        let error = transfer(&CELLS[..length]).unwrap_err();
        let column = u32::try_from(length).unwrap();
        assert_eq!(facts(error), (CsvErrorKind::Cells, 1, column));
    }
    let longer = [&CELLS[..], &[""]].concat();
    let error = transfer(&longer).unwrap_err();
    assert_eq!(facts(error), (CsvErrorKind::Cells, 1, 14));
}

#[test]
fn lines_that_are_none() {
    let line = CELLS.join(",");
    for (file, kind, at) in [
        (format!("{line}\n\n{line}\n"), CsvErrorKind::Cells, (2, 1)),
        (format!("\n{line}\n"), CsvErrorKind::Cells, (1, 1)),
        (format!("{line}\n{line}\r\n"), CsvErrorKind::LineEnd, (2, 1)),
        (format!("{line}\r{line}\n"), CsvErrorKind::LineEnd, (1, 14)),
        (format!("{line}\r"), CsvErrorKind::LineEnd, (1, 14)),
        (line.replace(",7", ",\"7"), CsvErrorKind::Quotation, (1, 14)),
        (line.replace(",7", ",\"7\"\""), CsvErrorKind::Quotation, (1, 14)),
        (line.replace(",7", ",\"\"7"), CsvErrorKind::Quotation, (1, 14)),
        (line.replacen("0138,", "\"01\"38,", 1), CsvErrorKind::Quotation, (1, 1)),
        (String::new(), CsvErrorKind::Value(BatchErrorKind::NoRows), (0, 9)),
        (
            format!("{}{line}", "\u{feff}".repeat(2)),
            CsvErrorKind::Value(BatchErrorKind::Character),
            (1, 1),
        ),
    ] {
        let error = csv::batch(file.as_bytes(), header(), PLAIN).unwrap_err();
        assert_eq!(facts(error), (kind, at.0, at.1), "{file}");
    }
}

#[test]
fn the_encoding_is_the_one_that_was_said() {
    let (_, rows) = CSV.split_once('\n').unwrap();
    let error = payroll(&jis(rows), PLAIN).unwrap_err();
    assert_eq!(facts(error), (CsvErrorKind::Encoding, 1, 2));
    let error = payroll(rows.as_bytes(), JIS).unwrap_err();
    let character = CsvErrorKind::Value(BatchErrorKind::Character);
    assert_eq!(facts(error), (character, 1, 2));
    let bom = [b"\xef\xbb\xbf", &jis(rows)[..]].concat();
    let error = payroll(&bom, JIS).unwrap_err();
    assert_eq!((error.line(), error.cell()), (1, 1));
}

#[test]
fn the_first_line_is_what_was_said() {
    let (_, rows) = CSV.split_once('\n').unwrap();
    let error = payroll(rows.as_bytes(), NAMED).unwrap_err();
    assert_eq!(facts(error), (CsvErrorKind::Name, 1, 1));
    let error = payroll(CSV.as_bytes(), PLAIN).unwrap_err();
    assert_eq!((error.line(), error.cell()), (1, 1));
    let swapped = CSV.replacen("employee,department", "department,employee", 1);
    let error = payroll(swapped.as_bytes(), NAMED).unwrap_err();
    assert_eq!(facts(error), (CsvErrorKind::Name, 1, 11));
    let longer = CSV.replacen("department", "department,edi", 1);
    let error = payroll(longer.as_bytes(), NAMED).unwrap_err();
    assert_eq!(facts(error), (CsvErrorKind::Cells, 1, 12));
    let empty = payroll(b"", NAMED).unwrap_err();
    assert_eq!(facts(empty), (CsvErrorKind::Value(BatchErrorKind::NoRows), 0, 9));
    assert_eq!(csv::CsvRows::new(b"", BatchKind::Payroll, NAMED).next(), Some(Err(empty)));
}

/// No byte of a CSV file changes unnoticed, unless the rows stay what they are.
#[test]
fn changed_bytes_are_refused_or_change_the_rows() {
    let expected: Vec<Row> =
        ZenginFile::open(PAYROLL, 2026).unwrap().rows().map(Result::unwrap).collect();
    let original = batch(PAYROLL);
    let mut file = CSV.as_bytes().to_vec();
    for place in 0..file.len() {
        let byte = file[place];
        for value in [b' ', b',', b'"', b'\n', b'1', b'A', 0xb1, 0] {
            file[place] = value;
            if let Ok(changed) = payroll(&file, NAMED) {
                let rows = csv::CsvRows::new(&file, BatchKind::Payroll, NAMED).map(Result::unwrap);
                let is_same = rows.eq(expected.iter().copied());
                assert_eq!(changed.digest() == original.digest(), is_same, "{place} {value:#x}");
                assert_eq!(is_same, value == byte, "{place} {value:#x}");
            }
        }
        file[place] = byte;
    }
}

proptest! {
    /// Any bytes give rows that are their records, or one error and no more.
    #[test]
    fn any_bytes(
        bytes in proptest::collection::vec(prop_oneof![
            prop::sample::select(b"0,\"\n\r A1\xb1".to_vec()), any::<u8>()
        ], 0..200),
        spelt: bool,
    ) {
        let encoding = if spelt { TextEncoding::Utf8 } else { TextEncoding::ShiftJis };
        let options = CsvOptions { encoding, ..PLAIN };
        let mut file = CELLS.join(",").into_bytes();
        file.push(b'\n');
        file.extend(bytes);
        let mut rows = csv::CsvRows::new(&file, BatchKind::Transfer, options);
        let mut read = Vec::new();
        while let Some(Ok(row)) = rows.next() {
            prop_assert_eq!(Row::from_record(&row.to_record(), BatchKind::Transfer), Ok(row));
            read.push(row);
        }
        prop_assert!(rows.next().is_none());
        if let Ok(batch) = csv::batch(&file, header(), options) {
            prop_assert_eq!(batch, batch_of(&read));
        }
    }
}
