use core::fmt;

use thiserror::Error;

use crate::BatchErrorKind;

/// Why a CSV file was refused, and where in it. It never carries what was found there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{kind}{}", CsvPlace(self))]
pub struct CsvError {
    kind: CsvErrorKind,
    line: u32,
    cell: u32,
}

impl CsvError {
    pub(super) const fn new(kind: CsvErrorKind, line: u32, cell: u32) -> Self {
        Self { kind, line, cell }
    }

    /// What was wrong.
    pub const fn kind(&self) -> CsvErrorKind {
        self.kind
    }

    /// Which line of the file, counted from 1; 0 for a file without lines, which has no rows.
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// Which cell of the line, counted from 1; 1 if the whole line is refused.
    pub const fn cell(&self) -> u32 {
        self.cell
    }
}

/// Where the error is; nothing for a file without rows, of which no line is wrong.
struct CsvPlace<'a>(&'a CsvError);

impl fmt::Display for CsvPlace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CsvError { kind, line, cell } = self.0;
        if *kind == CsvErrorKind::Value(BatchErrorKind::NoRows) {
            return Ok(());
        }
        write!(f, " at line {line}, cell {cell}")
    }
}

/// What was wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CsvErrorKind {
    /// Its value, as it would be in the row's record.
    #[error(transparent)]
    Value(#[from] BatchErrorKind),
    /// Another number of digits than its column has, or nothing.
    #[error("the cell does not have the digits of its column")]
    Width,
    /// More characters than its column has.
    #[error("the cell has more characters than its column")]
    Long,
    /// A number with leading zeros in a column of any length.
    #[error("the number has leading zeros")]
    LeadingZero,
    /// A row has either EDI text or customer codes.
    #[error("customer codes stand beside EDI text")]
    Edi,
    /// More or fewer cells than a row has.
    #[error("the line does not have the cells of a row")]
    Cells,
    /// Another name than the column has.
    #[error("the column has another name")]
    Name,
    /// A quotation that is not the whole cell, has a quotation mark inside, or does not end on its line.
    #[error("the quotation is not the whole cell")]
    Quotation,
    /// Bytes that are not text in the encoding that the caller named.
    #[error("the cell is not text in this encoding")]
    Encoding,
    /// Another line end than the first one, or one inside a line.
    #[error("the line ends are not the same throughout")]
    LineEnd,
}
