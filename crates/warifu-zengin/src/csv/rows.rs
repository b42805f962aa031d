use super::cells::Cells;
use super::columns::{BLANK_ROW, Column, columns};
use super::lines::Lines;
use super::{CsvFault, Encoding, FirstLine, InvalidCsv, Options};
use crate::{BatchKind, Row};

/// The rows of a CSV file. It ends behind an error.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    lines: Lines<'a>,
    cells: Cells,
    kind: BatchKind,
    line: u32,
    awaits: Awaits,
}

impl<'a> Rows<'a> {
    /// The rows of a batch of this kind.
    pub fn new(file: &'a [u8], kind: BatchKind, options: Options) -> Self {
        let text = match options.encoding {
            Encoding::Utf8 => file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(file),
            Encoding::ShiftJis => file,
        };
        let awaits = match options.first_line {
            FirstLine::ColumnNames => Awaits::Names,
            FirstLine::Row => Awaits::Row,
        };
        Self { lines: Lines::of(text), cells: Cells::new(options.encoding), kind, line: 0, awaits }
    }

    /// The line of the last row or error, counted from 1; 0 before the first.
    pub const fn line(&self) -> u32 {
        self.line
    }

    fn next_line(&mut self) -> Option<Result<&'a [u8], InvalidCsv>> {
        let line = self.lines.next()?;
        self.line = self.line.saturating_add(1);
        Some(match line {
            Ok([]) => Err(self.error(CsvFault::Cells, 0)),
            other => other.map_err(|fault| self.error(fault, 0)),
        })
    }

    fn names(&mut self) -> Result<(), InvalidCsv> {
        let mut line = match self.next_line() {
            Some(line) => line?,
            None => return Err(self.error(CsvFault::Cells, 0)),
        };
        let columns = columns(self.kind);
        for (index, column) in columns.iter().enumerate() {
            let is_last = columns.len().saturating_sub(1) == index;
            let named = self.cells.expect_name(&mut line, column.name, is_last);
            named.map_err(|fault| self.error(fault, index))?;
        }
        Ok(())
    }

    fn row(&mut self, mut line: &[u8]) -> Result<Row, InvalidCsv> {
        let columns = columns(self.kind);
        let mut record = BLANK_ROW;
        for (index, column) in columns.iter().enumerate() {
            let is_last = columns.len().saturating_sub(1) == index;
            let cell = self.cells.next(&mut line).map_err(|fault| self.error(fault, index))?;
            column.place(&cell.text, &mut record).map_err(|fault| self.error(fault, index))?;
            if cell.is_last != is_last {
                return Err(self.error(CsvFault::Cells, index));
            }
        }
        Row::decode(&record, self.kind).map_err(|error| {
            let holds = |column: &Column| column.holds(error.column, &record);
            let index = columns.iter().rposition(holds).unwrap_or_default();
            self.error(CsvFault::Value(error.kind), index)
        })
    }

    /// An error in the cell of this index.
    fn error(&self, fault: CsvFault, index: usize) -> InvalidCsv {
        let column = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1);
        InvalidCsv { fault, line: self.line, column }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, InvalidCsv>;

    fn next(&mut self) -> Option<Self::Item> {
        let awaited = core::mem::replace(&mut self.awaits, Awaits::Nothing);
        let named = match awaited {
            Awaits::Names => self.names(),
            Awaits::Row => Ok(()),
            Awaits::Nothing => return None,
        };
        let line = match named {
            Ok(()) => self.next_line()?,
            Err(error) => Err(error),
        };
        let row = line.and_then(|line| self.row(line));
        if row.is_ok() {
            self.awaits = Awaits::Row;
        }
        Some(row)
    }
}

/// What the next line has to be.
#[derive(Debug, Clone, Copy)]
enum Awaits {
    Names,
    Row,
    Nothing,
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
