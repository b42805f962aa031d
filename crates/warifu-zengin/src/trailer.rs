use crate::record::{Columns, Sheet};
use crate::tree::MAX_ROWS;
use crate::{BatchError, BatchErrorKind, Record};

/// What a trailer record says of the rows before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trailer {
    /// The number of rows, up to six digits.
    pub count: u32,
    /// The sum of their amounts in yen, up to twelve digits.
    pub total: u64,
}

impl Trailer {
    /// Reads a trailer record.
    ///
    /// # Errors
    ///
    /// [`BatchErrorKind::RecordKind`] for a record of another kind, [`BatchErrorKind::Digit`] for anything but digits in the
    /// two numbers, [`BatchErrorKind::Filler`] for anything but blanks behind them.
    pub fn from_record(record: &Record) -> Result<Self, BatchError> {
        let mut columns = Columns::new(record, b'8')?;
        let count = columns.number::<u32, 6>()?;
        let total = columns.number::<u64, 12>()?;
        columns.finish()?;
        Ok(Self { count, total })
    }

    /// The trailer's record.
    ///
    /// # Errors
    ///
    /// [`BatchErrorKind::OutOfRange`] for a count of more than six or a total of more than twelve digits.
    pub fn to_record(&self) -> Result<Record, BatchError> {
        if self.count > MAX_ROWS {
            return Err(BatchError::new(BatchErrorKind::OutOfRange, COUNT));
        }
        if self.total > MAX_TOTAL {
            return Err(BatchError::new(BatchErrorKind::OutOfRange, TOTAL));
        }
        let mut sheet = Sheet::new();
        sheet.bytes(b"8");
        sheet.number::<6>(self.count);
        sheet.number::<12>(self.total);
        Ok(sheet.finish())
    }
}

/// The largest number of twelve digits.
pub(crate) const MAX_TOTAL: u64 = 999_999_999_999;
pub(crate) const COUNT: usize = 1;
pub(crate) const TOTAL: usize = 7;
