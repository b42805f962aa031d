use core::ops::Range;

use super::CsvErrorKind;
use super::cells::CellText;
use crate::{BatchErrorKind, BatchKind, RECORD_LENGTH, Record};

/// A column of the CSV file, and the columns of the record that its cells go to.
pub(super) struct Column {
    pub(super) name: &'static str,
    /// Inside a record.
    range: Range<usize>,
    form: Form,
}

/// How a cell is put into its columns.
#[derive(PartialEq)]
enum Form {
    /// As many digits as there are columns.
    Digits,
    /// As many, or nothing.
    DigitsOrNothing,
    /// On the right, zeros before it.
    Amount,
    /// On the left, blanks behind it.
    Text,
    /// Likewise, over the customer codes' columns, with a mark.
    Edi,
}

impl Column {
    const fn new(name: &'static str, start: usize, width: usize, form: Form) -> Self {
        #[expect(clippy::arithmetic_side_effects, reason = "of constants, below")]
        let end = start + width;
        assert!(end <= RECORD_LENGTH, "a record has 120 columns");
        Self { name, range: start..end, form }
    }

    /// Puts a cell's text into its columns.
    pub(super) fn place(&self, text: &CellText, record: &mut Record) -> Result<(), CsvErrorKind> {
        let text = text.as_slice();
        // Blanks fill the column: the space at the end would be lost, and two files would be one batch.
        if text.ends_with(b" ") {
            return Err(CsvErrorKind::Value(BatchErrorKind::Space));
        }
        #[expect(clippy::indexing_slicing, reason = "`new` has compared it with a record's length")]
        let place = &mut record[self.range.clone()];
        match self.form {
            Form::DigitsOrNothing | Form::Edi if text.is_empty() => return Ok(()),
            Form::Digits | Form::DigitsOrNothing if text.len() != place.len() => {
                return Err(CsvErrorKind::Width);
            }
            Form::Amount => return place_amount(text, place),
            // The text would overwrite the customer codes, which have the same columns.
            Form::Edi if place.iter().any(|&byte| byte != b' ') => return Err(CsvErrorKind::Edi),
            Form::Digits | Form::DigitsOrNothing | Form::Text | Form::Edi => {}
        }
        place.get_mut(..text.len()).ok_or(CsvErrorKind::Long)?.copy_from_slice(text);
        if self.form == Form::Edi {
            record[EDI_MARK] = b'Y';
        }
        Ok(())
    }

    /// Whether its cell is in a column of the record.
    pub(super) fn holds(&self, column: usize, record: &Record) -> bool {
        let is_used = self.form != Form::Edi || record[EDI_MARK] == b'Y';
        is_used && self.range.contains(&column)
    }
}

fn place_amount(text: &[u8], place: &mut [u8]) -> Result<(), CsvErrorKind> {
    match text {
        [] => return Err(CsvErrorKind::Width),
        [b'0', ..] => return Err(CsvErrorKind::LeadingZero),
        _ => {}
    }
    let zeros = place.len().checked_sub(text.len()).ok_or(CsvErrorKind::Width)?;
    let (zeros, digits) = place.split_at_mut(zeros);
    zeros.fill(b'0');
    digits.copy_from_slice(text);
    Ok(())
}

/// The columns of a file of this kind, from the left.
pub(super) fn columns(kind: BatchKind) -> &'static [Column] {
    if kind.is_payroll() { &PAYROLL } else { &TRANSFER }
}

static TRANSFER: [Column; 14] = [
    BANK,
    BANK_NAME,
    BRANCH,
    BRANCH_NAME,
    CLEARING_HOUSE,
    ACCOUNT_KIND,
    ACCOUNT_NUMBER,
    PAYEE,
    AMOUNT,
    NEW_CODE,
    Column::new("customer_code_1", 91, 10, Form::Text),
    Column::new("customer_code_2", 101, 10, Form::Text),
    Column::new("edi", 91, 20, Form::Edi),
    Column::new("transfer_category", 111, 1, Form::DigitsOrNothing),
];

static PAYROLL: [Column; 12] = [
    BANK,
    BANK_NAME,
    BRANCH,
    BRANCH_NAME,
    CLEARING_HOUSE,
    ACCOUNT_KIND,
    ACCOUNT_NUMBER,
    PAYEE,
    AMOUNT,
    NEW_CODE,
    Column::new("employee", 91, 10, Form::Text),
    Column::new("department", 101, 10, Form::Text),
];

const BANK: Column = Column::new("bank", 1, 4, Form::Digits);
const BANK_NAME: Column = Column::new("bank_name", 5, 15, Form::Text);
const BRANCH: Column = Column::new("branch", 20, 3, Form::Digits);
const BRANCH_NAME: Column = Column::new("branch_name", 23, 15, Form::Text);
const CLEARING_HOUSE: Column = Column::new("clearing_house", 38, 4, Form::DigitsOrNothing);
const ACCOUNT_KIND: Column = Column::new("account_kind", 42, 1, Form::Digits);
const ACCOUNT_NUMBER: Column = Column::new("account_number", 43, 7, Form::Digits);
const PAYEE: Column = Column::new("payee", 50, 30, Form::Text);
const AMOUNT: Column = Column::new("amount", 80, 10, Form::Amount);
const NEW_CODE: Column = Column::new("new_code", 90, 1, Form::DigitsOrNothing);

/// The number of the amount's cell, counted from 1.
pub(super) const AMOUNT_CELL: u32 = 9;

/// 識別表示, which tells EDI text from customer codes.
const EDI_MARK: usize = 112;

/// A data record before the cells are put into it.
pub(super) const BLANK_ROW: Record = {
    let mut record = [b' '; RECORD_LENGTH];
    let (kind, _) = record.split_at_mut(1);
    kind.copy_from_slice(b"2");
    record
};
