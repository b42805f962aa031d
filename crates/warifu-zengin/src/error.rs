use core::fmt;

/// Why a batch was refused, and where in it.
///
/// It never carries what stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidBatch {
    /// What was wrong.
    pub kind: InvalidBatchKind,
    /// Which record of the file, counted from 1: the header.
    pub record: u32,
    /// The byte offset in the record, counted from 0.
    pub column: usize,
}

/// Why one record was refused, and at which byte of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidRecord {
    /// What was wrong.
    pub kind: InvalidBatchKind,
    /// The byte offset in the record, counted from 0.
    pub column: usize,
}

impl InvalidRecord {
    pub(crate) const fn new(kind: InvalidBatchKind, column: usize) -> Self {
        Self { kind, column }
    }

    pub(crate) const fn in_record(self, record: u32) -> InvalidBatch {
        InvalidBatch { kind: self.kind, record, column: self.column }
    }
}

/// What was wrong with a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidBatchKind {
    /// The line is shorter than a record.
    Length,
    /// A record is followed by another line end than the first one.
    LineEnd,
    /// A record of another kind belongs here.
    RecordKind,
    /// A second header follows the first trailer.
    SecondBatch,
    /// The file ends before its end record.
    Unfinished,
    /// Bytes follow the end record.
    Trailing,
    /// Another kind of transfer than 11, 12, 21, 71 and 72.
    TransferKind,
    /// The file says that its characters are not JIS.
    CharacterCode,
    /// Something else where a digit belongs.
    Digit,
    /// A number has more digits than its columns.
    OutOfRange,
    /// A character that is not bank kana.
    Character,
    /// A space at the start of a text or after another space.
    Space,
    /// The payee has no name.
    NoName,
    /// Unused columns are not blank.
    Filler,
    /// An account of a kind that such a transfer does not have there.
    AccountKind,
    /// The header's month and day are not a day of the caller's year.
    ValueDate,
    /// An amount of zero.
    NoAmount,
    /// A code that the format does not have.
    Code,
    /// A row of a payroll in a batch of transfers, or the other way round.
    Layout,
    /// No rows.
    NoRows,
    /// More rows than [`MAX_ROWS`](super::MAX_ROWS).
    TooManyRows,
    /// A sum of more than twelve digits.
    TotalTooLarge,
    /// The trailer counts other rows than there are.
    CountDiffers,
    /// The trailer's total is not the sum of the rows.
    TotalDiffers,
}

impl fmt::Display for InvalidBatchKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "the record does not have 120 bytes",
            Self::LineEnd => "the line ends are not the same throughout",
            Self::RecordKind => "a record of another kind belongs here",
            Self::SecondBatch => "the file has a second batch",
            Self::Unfinished => "the file ends before its end record",
            Self::Trailing => "bytes follow the end record",
            Self::TransferKind => "unknown kind of transfer",
            Self::CharacterCode => "the character code is not JIS",
            Self::Digit => "not a digit",
            Self::OutOfRange => "the number has too many digits",
            Self::Character => "the character is not bank kana",
            Self::Space => "the space would not be seen",
            Self::NoName => "the payee has no name",
            Self::Filler => "unused columns are not blank",
            Self::AccountKind => "an account of this kind does not belong here",
            Self::ValueDate => "not a day of the year",
            Self::NoAmount => "the amount is zero",
            Self::Code => "unknown code",
            Self::Layout => "the row is of another kind than the batch",
            Self::NoRows => "the batch has no rows",
            Self::TooManyRows => "the batch has more than 999,999 rows",
            Self::TotalTooLarge => "the total has more than 12 digits",
            Self::CountDiffers => "the trailer counts other rows than there are",
            Self::TotalDiffers => "the trailer's total is not the sum of the rows",
        })
    }
}

impl fmt::Display for InvalidBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at record {}, column {}", self.kind, self.record, self.column)
    }
}

impl fmt::Display for InvalidRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at column {}", self.kind, self.column)
    }
}

impl core::error::Error for InvalidBatch {}
impl core::error::Error for InvalidRecord {}
