use crate::record::{Columns, Sheet};
use crate::{InvalidBatchKind, InvalidRecord, MAX_ROWS, Record};

/// What a trailer record says: how many rows, and their sum in yen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trailer {
    /// How many rows.
    pub count: u32,
    /// Their sum in yen.
    pub total: u64,
}

impl Trailer {
    /// Reads a trailer record.
    ///
    /// # Errors
    ///
    /// [`InvalidRecord`] for anything but digits and blanks in their columns.
    pub fn decode(record: &Record) -> Result<Self, InvalidRecord> {
        let mut columns = Columns::of(record, b'8')?;
        let too_long = columns.error(InvalidBatchKind::OutOfRange);
        let count = u32::try_from(columns.number::<6>()?).map_err(|_| too_long)?;
        let total = columns.number::<12>()?;
        columns.finish()?;
        Ok(Self { count, total })
    }

    /// The trailer's record.
    ///
    /// # Errors
    ///
    /// [`InvalidBatchKind::OutOfRange`] for a count of more than six or a total of more than twelve digits.
    pub fn encode(&self) -> Result<Record, InvalidRecord> {
        if self.count > MAX_ROWS {
            return Err(InvalidRecord::new(InvalidBatchKind::OutOfRange, COUNT));
        }
        if self.total > MAX_TOTAL {
            return Err(InvalidRecord::new(InvalidBatchKind::OutOfRange, TOTAL));
        }
        let mut sheet = Sheet::new();
        sheet.bytes(b"8");
        sheet.number::<6>(u64::from(self.count));
        sheet.number::<12>(self.total);
        Ok(sheet.finish())
    }
}

/// What twelve digits can say.
pub(crate) const MAX_TOTAL: u64 = 999_999_999_999;
pub(crate) const COUNT: usize = 1;
pub(crate) const TOTAL: usize = 7;
