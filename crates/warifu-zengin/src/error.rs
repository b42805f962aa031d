use core::fmt;

use thiserror::Error;

use crate::RECORD_LENGTH;

/// Why a batch, a record of it, a text for its columns or a selection of its rows was refused, and where.
///
/// It never carries what was found there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{kind}{place}")]
pub struct BatchError {
    kind: BatchErrorKind,
    place: BatchPlace,
}

impl BatchError {
    /// An error at a column of a record that is read or written alone.
    pub(crate) const fn new(kind: BatchErrorKind, column: usize) -> Self {
        Self { kind, place: BatchPlace::Column(column) }
    }

    /// An error of the rows as a whole.
    pub(crate) const fn without_place(kind: BatchErrorKind) -> Self {
        Self { kind, place: BatchPlace::Nowhere }
    }

    /// The error of a text, in a record that has the text from column `start` on.
    #[expect(clippy::arithmetic_side_effects, reason = "both are columns of a record")]
    pub(crate) const fn after(self, start: usize) -> Self {
        match self.place {
            BatchPlace::Column(column) => Self::new(self.kind, start + column),
            BatchPlace::Nowhere | BatchPlace::Record { .. } => self,
        }
    }

    /// The error of a record that is this one of a file, counted from 1.
    pub(crate) const fn in_record(self, record: u32) -> Self {
        match self.place {
            BatchPlace::Column(column) => {
                Self { kind: self.kind, place: BatchPlace::Record { record, column } }
            }
            BatchPlace::Nowhere | BatchPlace::Record { .. } => self,
        }
    }

    /// What was wrong.
    pub const fn kind(&self) -> BatchErrorKind {
        self.kind
    }

    /// Which record of the file, counted from 1, which is the header. None where a record or a text was looked at alone.
    pub const fn record(&self) -> Option<u32> {
        match self.place {
            BatchPlace::Record { record, .. } => Some(record),
            BatchPlace::Nowhere | BatchPlace::Column(_) => None,
        }
    }

    /// The byte offset in the record, 0 to 119, or the character of a text alone, counted from 0.
    ///
    /// 120, behind the record's last column, for what follows a record: [`BatchErrorKind::LineEnd`] and
    /// [`BatchErrorKind::Trailing`]. None only for [`BatchErrorKind::OtherRows`].
    pub const fn column(&self) -> Option<usize> {
        match self.place {
            BatchPlace::Record { column, .. } | BatchPlace::Column(column) => Some(column),
            BatchPlace::Nowhere => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BatchPlace {
    Nowhere,
    Column(usize),
    Record { record: u32, column: usize },
}

impl fmt::Display for BatchPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nowhere => Ok(()),
            Self::Column(column) => write!(f, " at column {column}"),
            Self::Record { record, column: column @ ..RECORD_LENGTH } => {
                write!(f, " at record {record}, column {column}")
            }
            // The record itself is right.
            Self::Record { record, column: RECORD_LENGTH.. } => {
                write!(f, ", after record {record}")
            }
        }
    }
}

/// What was wrong with a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BatchErrorKind {
    /// The line is shorter than a record.
    #[error("the record does not have 120 bytes")]
    Length,
    /// A record is followed by another line end than the first one.
    #[error("the line ends are not the same throughout")]
    LineEnd,
    /// A record of another kind belongs here.
    #[error("a record of another kind belongs here")]
    RecordKind,
    /// A second header follows the first trailer.
    #[error("the file has a second batch")]
    SecondBatch,
    /// The file ends before its end record.
    #[error("the file ends before its end record")]
    Unfinished,
    /// Bytes follow the end record.
    #[error("bytes follow the end record")]
    Trailing,
    /// Another kind of transfer than 11, 12, 21, 71 and 72.
    #[error("unknown kind of transfer")]
    TransferKind,
    /// The file says that its characters are not JIS.
    #[error("the character code is not JIS")]
    CharacterCode,
    /// Another character in the place of a digit.
    #[error("not a digit")]
    Digit,
    /// A number has more digits than its columns.
    #[error("the number has too many digits")]
    OutOfRange,
    /// A character that is not bank kana.
    #[error("the character is not bank kana")]
    Character,
    /// A space at the start of a text, at its end, or after another space. Of several before one character, the last: where a
    /// character strays into the blanks behind a text, the column is the one in front of it.
    #[error("the space would not be seen")]
    Space,
    /// The payee's name is blank.
    #[error("the payee has no name")]
    NoName,
    /// Columns that the record does not use are not blank.
    #[error("unused columns are not blank")]
    Filler,
    /// Such a batch does not pay from, or to, accounts of this kind.
    #[error("an account of this kind does not belong here")]
    AccountKind,
    /// The header's month and day are not a day of the caller's year.
    #[error("not a day of the year")]
    ValueDate,
    /// An amount of zero yen.
    #[error("the amount is zero")]
    NoAmount,
    /// A one-letter code that the format does not define.
    #[error("unknown code")]
    Code,
    /// A row of a payroll in a batch of transfers, or the other way round.
    #[error("the row is of another kind than the batch")]
    Layout,
    /// A batch has at least one row.
    #[error("the batch has no rows")]
    NoRows,
    /// More rows than [`MAX_ROWS`](crate::MAX_ROWS).
    #[error("the batch has more than 999,999 rows")]
    TooManyRows,
    /// A sum of more than twelve digits.
    #[error("the total has more than 12 digits")]
    TotalTooLarge,
    /// The trailer's count is not the number of rows.
    #[error("the trailer counts other rows than there are")]
    CountDiffers,
    /// The trailer's total is not the sum of the rows.
    #[error("the trailer's total is not the sum of the rows")]
    TotalDiffers,
    /// A selection was made from other rows than those of the batch.
    #[error("the rows are not those of the batch")]
    OtherRows,
}
