use super::cells::{CellPlace, Cells};
use super::columns::{AMOUNT_CELL, BLANK_ROW, Column, columns};
use super::lines::CsvLines;
use super::options::{CsvOptions, FirstLine, TextEncoding};
use super::{CsvError, CsvErrorKind};
use crate::{BatchError, BatchErrorKind, BatchKind, Record, Row};

/// The rows of a CSV file. Nothing follows an error. A file without the names that it should begin with has no rows, which is
/// [`BatchErrorKind::NoRows`].
#[derive(Debug, Clone)]
pub struct CsvRows<'a> {
    lines: CsvLines<'a>,
    cells: Cells,
    kind: BatchKind,
    line: u32,
    awaits: Awaits,
}

impl<'a> CsvRows<'a> {
    /// The rows of a batch of this kind.
    pub fn new(file: &'a [u8], kind: BatchKind, options: CsvOptions) -> Self {
        let text = match (options.encoding, file) {
            (TextEncoding::Utf8, [0xef, 0xbb, 0xbf, text @ ..])
            | (TextEncoding::Utf8 | TextEncoding::ShiftJis, text) => text,
        };
        let awaits = match options.first_line {
            FirstLine::ColumnNames => Awaits::Names,
            FirstLine::Row => Awaits::Row,
        };
        let (lines, cells) = (CsvLines::new(text), Cells::new(options.encoding));
        Self { lines, cells, kind, line: 0, awaits }
    }

    /// The line of the last row or error, counted from 1; 0 before the first.
    pub const fn line(&self) -> u32 {
        self.line
    }

    fn next_line(&mut self) -> Option<Result<&'a [u8], CsvError>> {
        let line = self.lines.next()?;
        let Some(number) = self.line.checked_add(1) else {
            let too_many = CsvErrorKind::Value(BatchErrorKind::TooManyRows);
            return Some(Err(self.error(too_many, WHOLE_LINE)));
        };
        self.line = number;
        Some(match line {
            Ok([]) => Err(self.error(CsvErrorKind::Cells, WHOLE_LINE)),
            other => other.map_err(|kind| self.error(kind, WHOLE_LINE)),
        })
    }

    fn names(&mut self) -> Result<(), CsvError> {
        let missing = self.error(CsvErrorKind::Value(BatchErrorKind::NoRows), AMOUNT_CELL);
        let mut line = self.next_line().ok_or(missing)??;
        // Columns in another order would put amounts and accounts into each other's places.
        for (column, number, place) in numbered(columns(self.kind)) {
            let named = self.cells.expect_name(&mut line, column.name, place);
            named.map_err(|kind| self.error(kind, number))?;
        }
        Ok(())
    }

    fn row(&mut self, mut line: &[u8]) -> Result<Row, CsvError> {
        let columns = columns(self.kind);
        let mut record = BLANK_ROW;
        for (column, number, place) in numbered(columns) {
            let cell = self.cells.next(&mut line).map_err(|kind| self.error(kind, number))?;
            column.place(&cell.text, &mut record).map_err(|kind| self.error(kind, number))?;
            if cell.place != place {
                return Err(self.error(CsvErrorKind::Cells, number));
            }
        }
        // The record's own rules decide: there is one set of them for both kinds of files.
        Row::from_record(&record, self.kind).map_err(|error| {
            let number = cell_of(columns, &record, error);
            self.error(CsvErrorKind::Value(error.kind()), number)
        })
    }

    /// An error in this cell of the line, counted from 1.
    const fn error(&self, kind: CsvErrorKind, cell: u32) -> CsvError {
        CsvError::new(kind, self.line, cell)
    }
}

impl Iterator for CsvRows<'_> {
    type Item = Result<Row, CsvError>;

    fn next(&mut self) -> Option<Self::Item> {
        // Nothing is read after an error: what follows may be out of step.
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

/// The columns, with the number of their cells, and whether these are the last ones.
fn numbered(columns: &[Column]) -> impl Iterator<Item = (&Column, u32, CellPlace)> {
    let mut rest = columns.iter();
    let columns = core::iter::from_fn(move || {
        let column = rest.next()?;
        Some((column, if rest.len() == 0 { CellPlace::Last } else { CellPlace::Inside }))
    });
    columns.zip(1..).map(|((column, place), number)| (column, number, place))
}

/// The cell with the column of a refused record. What is in no cell is said of the line as a whole.
fn cell_of(columns: &[Column], record: &Record, error: BatchError) -> u32 {
    let holds = |column: &Column| error.column().is_some_and(|at| column.holds(at, record));
    let holding = columns.iter().zip(1..).filter(|(column, _)| holds(column));
    holding.fold(WHOLE_LINE, |_, (_, number)| number)
}

/// What is wrong with a line as a whole is said of its first cell.
const WHOLE_LINE: u32 = 1;
