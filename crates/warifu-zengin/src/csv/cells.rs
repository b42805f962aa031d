use core::fmt;

use csv_core::{ReadFieldResult, Reader};
use warifu_core::InlineBytes;

use super::CsvErrorKind;
use super::options::TextEncoding;
use crate::BatchErrorKind;
use crate::column::to_jis;

/// Takes the cells out of one line after the other.
#[derive(Clone)]
pub(super) struct Cells {
    reader: Reader,
    encoding: TextEncoding,
    /// The last cell without its quotation marks.
    bytes: [u8; LONGEST_CELL],
}

/// One cell: its text in JIS X 0201, and its place.
pub(super) struct Cell {
    pub(super) text: CellText,
    pub(super) place: CellPlace,
}

/// A cell's bytes in JIS X 0201, as many as the widest column has.
pub(super) type CellText = InlineBytes<WIDEST>;

/// Where in its line a cell is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CellPlace {
    /// Before a comma.
    Inside,
    /// At the end of the line.
    Last,
}

impl Cells {
    pub(super) fn new(encoding: TextEncoding) -> Self {
        let mut reader = Reader::new();
        // An empty line is nothing to a new reader. But after it, the reader no longer passes over a byte order mark, which
        // it would do in any encoding.
        reader.read_field(b"\n", &mut [0]);
        Self { reader, encoding, bytes: [0; LONGEST_CELL] }
    }

    /// The next cell of `line`, which becomes what follows.
    pub(super) fn next(&mut self, line: &mut &[u8]) -> Result<Cell, CsvErrorKind> {
        let encoding = self.encoding;
        let (bytes, place) = self.unquote(line)?;
        let mut text = CellText::EMPTY;
        match encoding {
            TextEncoding::ShiftJis => text.append(bytes).map_err(|_| CsvErrorKind::Long)?,
            TextEncoding::Utf8 => {
                let characters = str::from_utf8(bytes).map_err(|_| CsvErrorKind::Encoding)?;
                for character in characters.chars() {
                    if text.len() == WIDEST {
                        return Err(CsvErrorKind::Long);
                    }
                    let byte = to_jis(character).ok_or(BatchErrorKind::Character)?;
                    text.append(&[byte]).map_err(|_| CsvErrorKind::Long)?;
                }
            }
        }
        Ok(Cell { text, place })
    }

    /// Whether the next cell of `line` is `name`, and at this place.
    pub(super) fn expect_name(
        &mut self,
        line: &mut &[u8],
        name: &str,
        expected: CellPlace,
    ) -> Result<(), CsvErrorKind> {
        let (bytes, place) = self.unquote(line)?;
        if bytes != name.as_bytes() {
            return Err(CsvErrorKind::Name);
        }
        if place == expected { Ok(()) } else { Err(CsvErrorKind::Cells) }
    }

    /// Takes a cell's bytes without its quotation marks.
    fn unquote(&mut self, line: &mut &[u8]) -> Result<(&[u8], CellPlace), CsvErrorKind> {
        let whole = *line;
        let mut length = 0;
        // The reader takes no bytes at all for the end of the file, so the empty cell at the end of a line is not given to it.
        if !whole.is_empty() {
            let (result, read, written) = self.reader.read_field(whole, &mut self.bytes);
            length = written;
            match result {
                ReadFieldResult::Field { record_end: false } => {
                    let (cell, rest) = whole.split_at_checked(read).ok_or(CsvErrorKind::Cells)?;
                    *line = rest;
                    let cell = cell.strip_suffix(b",").ok_or(CsvErrorKind::Quotation)?;
                    return Ok((self.plainly_spelt(cell, length)?, CellPlace::Inside));
                }
                // A CR ends a line for this reader, and not for others.
                ReadFieldResult::Field { record_end: true } => return Err(CsvErrorKind::LineEnd),
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => return Err(CsvErrorKind::Long),
                ReadFieldResult::End => return Err(CsvErrorKind::Cells),
            }
        }
        *line = &[];
        match self.reader.read_field(b"\n", &mut [0]).0 {
            ReadFieldResult::Field { record_end: true } => {
                Ok((self.plainly_spelt(whole, length)?, CellPlace::Last))
            }
            // The quotation goes on: the line end is in it.
            ReadFieldResult::Field { record_end: false }
            | ReadFieldResult::InputEmpty
            | ReadFieldResult::OutputFull => Err(CsvErrorKind::Quotation),
            ReadFieldResult::End => Err(CsvErrorKind::Cells),
        }
    }

    /// The last cell's bytes, if `cell` is spelt as they are, or so between two quotation marks. Other readers of CSV disagree
    /// on what follows the second mark.
    fn plainly_spelt(&self, cell: &[u8], length: usize) -> Result<&[u8], CsvErrorKind> {
        let bytes = self.bytes.get(..length).ok_or(CsvErrorKind::Long)?;
        let spelt = match cell.strip_prefix(b"\"") {
            Some(quoted) => quoted.strip_suffix(b"\""),
            None => Some(cell),
        };
        if spelt == Some(bytes) { Ok(bytes) } else { Err(CsvErrorKind::Quotation) }
    }
}

impl fmt::Debug for Cells {
    /// Without what the file says about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cells({:?})", self.encoding)
    }
}

/// The payee's name.
const WIDEST: usize = 30;

/// Half-width katakana have three bytes each in UTF-8. One byte more tells a cell that fits from one that does not.
const LONGEST_CELL: usize = 3 * WIDEST + 1;
