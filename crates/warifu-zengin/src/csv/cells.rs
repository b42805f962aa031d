use core::fmt;

use csv_core::{ReadFieldResult, Reader};

use super::{CsvFault, Encoding};
use crate::InvalidBatchKind;
use crate::column::to_jis;

/// Takes the cells out of one line after the other.
#[derive(Clone)]
pub(super) struct Cells {
    reader: Reader,
    encoding: Encoding,
    bytes: [u8; LONGEST_CELL],
}

/// One cell, and whether it was the line's last.
pub(super) struct Cell {
    pub(super) text: Text,
    pub(super) is_last: bool,
}

impl Cells {
    pub(super) fn new(encoding: Encoding) -> Self {
        let mut reader = Reader::new();
        // An empty line is nothing to a new reader; but behind it, it no longer passes over a byte order mark in whatever
        // encoding.
        reader.read_field(b"\n", &mut [0]);
        Self { reader, encoding, bytes: [0; LONGEST_CELL] }
    }

    /// The next cell of `line`, as text of its encoding in JIS X 0201. `line` becomes what follows.
    pub(super) fn next(&mut self, line: &mut &[u8]) -> Result<Cell, CsvFault> {
        let (length, is_last) = self.unquote(line)?;
        let bytes = self.bytes.get(..length).unwrap_or_default();
        let text = match self.encoding {
            Encoding::ShiftJis => Text::of(bytes.iter().map(|&byte| Some(byte)))?,
            Encoding::Utf8 => {
                let text = str::from_utf8(bytes).map_err(|_| CsvFault::Encoding)?;
                Text::of(text.chars().map(to_jis))?
            }
        };
        Ok(Cell { text, is_last })
    }

    /// Whether the next cell of `line` is `name`, and the line's last if it should be.
    pub(super) fn expect_name(
        &mut self,
        line: &mut &[u8],
        name: &str,
        should_be_last: bool,
    ) -> Result<(), CsvFault> {
        let (length, is_last) = self.unquote(line)?;
        if self.bytes.get(..length) != Some(name.as_bytes()) {
            return Err(CsvFault::Name);
        }
        if is_last == should_be_last { Ok(()) } else { Err(CsvFault::Cells) }
    }

    /// Takes a cell's bytes without its quotation marks: how many, and whether it was the line's last.
    fn unquote(&mut self, line: &mut &[u8]) -> Result<(usize, bool), CsvFault> {
        let (whole, mut length) = (*line, 0_usize);
        loop {
            let is_end = line.is_empty();
            let input = if is_end { b"\n" } else { *line };
            let room = self.bytes.get_mut(length..).unwrap_or_default();
            let (result, read, written) = self.reader.read_field(input, room);
            *line = line.get(read..).unwrap_or_default();
            length = length.saturating_add(written);
            match result {
                ReadFieldResult::Field { record_end } if record_end == is_end => {
                    let read = whole.len().saturating_sub(line.len());
                    let cell = whole.get(..read).unwrap_or_default();
                    let cell = if is_end { Some(cell) } else { cell.strip_suffix(b",") };
                    let plain = cell.is_some_and(|cell| self.is_plainly_spelt(cell, length));
                    return plain.then_some((length, is_end)).ok_or(CsvFault::Quotation);
                }
                ReadFieldResult::Field { .. } => return Err(CsvFault::LineEnd),
                ReadFieldResult::InputEmpty if is_end => return Err(CsvFault::Quotation),
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => return Err(CsvFault::Long),
                ReadFieldResult::End => return Err(CsvFault::Cells),
            }
        }
    }

    /// Whether a cell is its text, or its text between two quotation marks. Other readers of CSV disagree on what stands
    /// behind the second.
    fn is_plainly_spelt(&self, cell: &[u8], length: usize) -> bool {
        let quoted = cell.strip_prefix(b"\"").map(|rest| rest.strip_suffix(b"\""));
        quoted.unwrap_or(Some(cell)) == self.bytes.get(..length)
    }
}

impl fmt::Debug for Cells {
    /// Without what the file says about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cells({:?})", self.encoding)
    }
}

/// A cell's bytes in JIS X 0201, as many as the widest column has.
pub(super) struct Text {
    jis: [u8; WIDEST],
    length: usize,
}

impl Text {
    fn of(characters: impl Iterator<Item = Option<u8>>) -> Result<Self, CsvFault> {
        let mut text = Self { jis: [0; WIDEST], length: 0 };
        for character in characters {
            let place = text.jis.get_mut(text.length).ok_or(CsvFault::Long)?;
            *place = character.ok_or(CsvFault::Value(InvalidBatchKind::Character))?;
            text.length = text.length.saturating_add(1);
        }
        Ok(text)
    }

    pub(super) fn as_jis(&self) -> &[u8] {
        self.jis.get(..self.length).unwrap_or_default()
    }
}

/// The payee's name.
const WIDEST: usize = 30;

/// Half-width katakana have three bytes each in UTF-8. One byte more tells a cell that fits from one that does not.
const LONGEST_CELL: usize = 3 * WIDEST + 1;
