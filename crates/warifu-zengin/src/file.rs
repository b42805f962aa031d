use core::fmt;

use crate::{
    Batch, BatchBuilder, BatchError, BatchErrorKind, BatchHeader, RECORD_LENGTH, Record, Row,
    Trailer,
};

/// A file in the Zengin format: one header, data records, a trailer, an end record.
///
/// Each record is followed by nothing, by LF or by CR LF, the same throughout; after the last one the line end may be
/// missing, and a byte 1A may close the file. None of these belongs to a record, so none of them changes the digest.
#[derive(Debug, Clone)]
pub struct ZenginFile<'a> {
    header: BatchHeader,
    rest: Records<'a>,
}

impl<'a> ZenginFile<'a> {
    /// Reads the header. The record has month and day; the caller gives the year.
    ///
    /// # Errors
    ///
    /// At record 1, what [`BatchHeader::from_record`] refuses, [`BatchErrorKind::Length`] for a file or first line that is
    /// too short, or [`BatchErrorKind::LineEnd`].
    pub fn open(bytes: &'a [u8], year: u16) -> Result<Self, BatchError> {
        let mut rest = Records::new(bytes);
        let record = rest.next()?;
        let header = BatchHeader::from_record(record, year);
        Ok(Self { header: header.map_err(|error| rest.blame(record, error))?, rest })
    }

    /// The header.
    pub const fn header(&self) -> &BatchHeader {
        &self.header
    }

    /// The rows as far as the trailer, or as the first error.
    ///
    /// # Security
    ///
    /// Rows alone do not show whether count and total are right, or the file complete: [`ZenginFile::batch`] checks that.
    pub fn rows(&self) -> ZenginRows<'a> {
        ZenginRows { header: self.header, rest: Some(self.rest.clone()) }
    }

    /// Reads the file to its end.
    ///
    /// # Errors
    ///
    /// At the first record that does not belong: what [`Row::from_record`], [`BatchBuilder::push`],
    /// [`Trailer::from_record`] and [`BatchBuilder::finish`] refuse; [`BatchErrorKind::Length`],
    /// [`BatchErrorKind::LineEnd`], [`BatchErrorKind::Unfinished`], [`BatchErrorKind::SecondBatch`] or
    /// [`BatchErrorKind::Trailing`].
    pub fn batch(&self) -> Result<Batch, BatchError> {
        let mut records = self.rest.clone();
        let mut builder = BatchBuilder::new(self.header);
        let trailer = loop {
            match records.next_part(&self.header)? {
                FilePart::Row(row) => builder.push(&row)?,
                FilePart::Trailer(trailer) => break trailer,
            }
        };
        let batch = builder.finish(trailer)?;
        // What follows the trailer would be paid without being part of what was approved.
        records.end()?;
        Ok(batch)
    }
}

/// The rows of a file. Nothing follows an error.
#[derive(Debug, Clone)]
pub struct ZenginRows<'a> {
    header: BatchHeader,
    rest: Option<Records<'a>>,
}

impl Iterator for ZenginRows<'_> {
    type Item = Result<Row, BatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut records = self.rest.take()?;
        match records.next_part(&self.header) {
            Ok(FilePart::Row(row)) => {
                self.rest = Some(records);
                Some(Ok(row))
            }
            Ok(FilePart::Trailer(_)) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

/// What may follow a header or a row.
enum FilePart {
    Row(Row),
    Trailer(Trailer),
}

impl FilePart {
    fn from_record(record: &Record, header: &BatchHeader) -> Result<Self, BatchError> {
        match record {
            [b'8', ..] => Trailer::from_record(record).map(Self::Trailer),
            _ => Row::from_record(record, header.kind()).map(Self::Row),
        }
    }
}

/// Cuts a file into records.
#[derive(Clone)]
struct Records<'a> {
    rest: &'a [u8],
    line_end: &'static [u8],
    /// Which record was read last, counted from 1.
    record: u32,
}

impl<'a> Records<'a> {
    /// What follows the first record follows each of them.
    fn new(bytes: &'a [u8]) -> Self {
        let line_end: &[u8] = match bytes.split_first_chunk::<RECORD_LENGTH>() {
            Some((_, [b'\r', b'\n', ..])) => b"\r\n",
            Some((_, [b'\n', ..])) => b"\n",
            Some(_) | None => b"",
        };
        Self { rest: bytes, line_end, record: 0 }
    }

    fn next(&mut self) -> Result<&'a Record, BatchError> {
        let too_many = self.error(BatchErrorKind::TooManyRows, 0);
        self.record = self.record.checked_add(1).ok_or(too_many)?;
        let Some((record, rest)) = self.rest.split_first_chunk() else {
            return Err(self.cut_off());
        };
        self.rest = match rest.strip_prefix(self.line_end) {
            // A second line end would be an empty line, which another reader may take for the end.
            Some(next) if !matches!(next, [b'\r' | b'\n', ..]) => next,
            None if matches!(rest, [] | [END_OF_FILE]) => rest,
            _ => {
                let error = BatchError::new(BatchErrorKind::LineEnd, RECORD_LENGTH);
                return Err(self.blame(record, error));
            }
        };
        Ok(record)
    }

    fn next_part(&mut self, header: &BatchHeader) -> Result<FilePart, BatchError> {
        let record = self.next()?;
        FilePart::from_record(record, header).map_err(|error| self.blame(record, error))
    }

    fn end(mut self) -> Result<(), BatchError> {
        let record = self.next()?;
        match record {
            [b'9', ..] => {}
            [b'1', ..] => return Err(self.error(BatchErrorKind::SecondBatch, 0)),
            _ => return Err(self.error(BatchErrorKind::RecordKind, 0)),
        }
        let is_used = |(_, byte): &(usize, &u8)| **byte != b' ';
        if let Some((column, _)) = record.iter().enumerate().skip(1).find(is_used) {
            let error = BatchError::new(BatchErrorKind::Filler, column);
            return Err(self.blame(record, error));
        }
        match self.rest {
            [] | [END_OF_FILE] => Ok(()),
            _ => Err(self.error(BatchErrorKind::Trailing, RECORD_LENGTH)),
        }
    }

    fn error(&self, kind: BatchErrorKind, column: usize) -> BatchError {
        BatchError::new(kind, column).in_record(self.record)
    }

    /// No whole record is left.
    fn cut_off(&self) -> BatchError {
        match self.rest {
            [] | [END_OF_FILE] if self.record > 1 => self.error(BatchErrorKind::Unfinished, 0),
            rest => {
                let length = rest.iter().take_while(|&&byte| !is_line_end(byte)).count();
                self.error(BatchErrorKind::Length, length)
            }
        }
    }

    /// The error of a record, unless a line end inside it explains it: an editor that takes blanks off the ends of lines is
    /// the most frequent cause.
    fn blame(&self, record: &Record, error: BatchError) -> BatchError {
        match record.iter().position(|&byte| is_line_end(byte)) {
            Some(column) => self.error(BatchErrorKind::Length, column),
            None => error.in_record(self.record),
        }
    }
}

impl fmt::Debug for Records<'_> {
    /// Without what the file says about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Records(after {})", self.record)
    }
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// Ctrl-Z, with which MS-DOS closed its text files.
const END_OF_FILE: u8 = 0x1a;
