//! The same payments from a CSV file: a line for each row, in a fixed order of columns.
//!
//! | column | transfers (21) | wages and bonuses (11, 12, 71, 72) | in the cell |
//! |---|---|---|---|
//! | 1 | `bank` | `bank` | 4 digits |
//! | 2 | `bank_name` | `bank_name` | up to 15 characters, or nothing |
//! | 3 | `branch` | `branch` | 3 digits |
//! | 4 | `branch_name` | `branch_name` | up to 15 characters, or nothing |
//! | 5 | `clearing_house` | `clearing_house` | 4 digits, or nothing |
//! | 6 | `account_kind` | `account_kind` | 1 digit |
//! | 7 | `account_number` | `account_number` | 7 digits |
//! | 8 | `payee` | `payee` | 1 to 30 characters |
//! | 9 | `amount` | `amount` | 1 to 10 digits without a leading zero |
//! | 10 | `new_code` | `new_code` | 1 digit, or nothing |
//! | 11 | `customer_code_1` | `employee` | up to 10 characters, or nothing |
//! | 12 | `customer_code_2` | `department` | up to 10 characters, or nothing |
//! | 13 | `edi` | | up to 20 characters, or nothing; not together with customer codes |
//! | 14 | `transfer_category` | | 1 digit, or nothing |
//!
//! Characters are those of bank kana, half-width. Nothing is trimmed, folded or completed: a cell is either what belongs
//! in its column of the record, or refused. Cells may be quoted. Lines end in LF or CR LF, the same throughout; the last
//! line end may be missing; an empty line is refused.
//!
//! A CSV file has no header and no trailer: the caller gives the header, and compares count and total with the numbers
//! that the customer gave.

mod cells;
mod columns;
mod error;
mod lines;
mod options;
mod rows;

pub use error::{CsvError, CsvErrorKind};
pub use options::{CsvOptions, FirstLine, TextEncoding};
pub use rows::CsvRows;

use crate::{Batch, BatchBuilder, BatchError, BatchHeader};
use columns::AMOUNT_CELL;

/// Reads a whole file.
///
/// # Errors
///
/// At the first line that does not belong: what [`CsvRows`] refuses; at its amount, what
/// [`BatchBuilder::push`] refuses, and a file without rows.
pub fn batch(file: &[u8], header: BatchHeader, options: CsvOptions) -> Result<Batch, CsvError> {
    let mut builder = BatchBuilder::new(header);
    let mut rows = CsvRows::new(file, header.kind(), options);
    while let Some(row) = rows.next() {
        let pushed = builder.push(&row?);
        pushed.map_err(|error| at_amount(error, rows.line()))?;
    }
    let trailer = builder.trailer();
    builder.finish(trailer).map_err(|error| at_amount(error, rows.line()))
}

/// What is wrong with a batch as a whole is said of the amount.
const fn at_amount(error: BatchError, line: u32) -> CsvError {
    CsvError::new(CsvErrorKind::Value(error.kind()), line, AMOUNT_CELL)
}
