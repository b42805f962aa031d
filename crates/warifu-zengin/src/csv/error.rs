use core::fmt;

use crate::InvalidBatchKind;

/// Why a CSV file was refused, and where in it. It never carries what stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidCsv {
    /// What was wrong.
    pub fault: CsvFault,
    /// Which line, counted from 1.
    pub line: u32,
    /// Which cell of the line, counted from 1.
    pub column: u32,
}

/// What was wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvFault {
    /// Its value, as it would be in the row's record.
    Value(InvalidBatchKind),
    /// Other digits than its column has, or nothing.
    Width,
    /// More characters than its column has.
    Long,
    /// A number with leading zeros where the length is free.
    LeadingZero,
    /// EDI text beside customer codes.
    Edi,
    /// More or fewer cells than the row has.
    Cells,
    /// Another name than the column has.
    Name,
    /// A quotation that is not the whole cell, has a quotation mark inside, or does not end on its line.
    Quotation,
    /// Bytes that are not text in the encoding that was said.
    Encoding,
    /// Another line end than the first one, or one in the midst of a line.
    LineEnd,
}

impl fmt::Display for CsvFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Value(kind) => return kind.fmt(f),
            Self::Width => "the cell does not have the digits of its column",
            Self::Long => "the cell has more characters than its column",
            Self::LeadingZero => "the number has leading zeros",
            Self::Edi => "customer codes stand beside EDI text",
            Self::Cells => "the line does not have the cells of a row",
            Self::Name => "the column has another name",
            Self::Quotation => "the quotation is not the whole cell",
            Self::Encoding => "the cell is not text in this encoding",
            Self::LineEnd => "the line ends are not the same throughout",
        })
    }
}

impl fmt::Display for InvalidCsv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {}, cell {}", self.fault, self.line, self.column)
    }
}

impl core::error::Error for InvalidCsv {}
