use core::fmt;

use crate::{
    Batch, BatchBuilder, Header, InvalidBatch, InvalidBatchKind, InvalidRecord, Record, Row,
    Trailer,
};

/// A file in the Zengin format: one header, data records, a trailer, an end record.
///
/// Each record is followed by nothing, by LF or by CR LF, the same throughout; behind the last one the line end may be
/// missing, and a byte 1A may close the file. None of these belongs to a record, so none of them changes the digest.
#[derive(Debug, Clone)]
pub struct ZenginFile<'a> {
    header: Header,
    rest: Records<'a>,
}

impl<'a> ZenginFile<'a> {
    /// Reads the header. The file names a month and a day; the caller says the year.
    ///
    /// # Errors
    ///
    /// [`InvalidBatch`] at record 1.
    pub fn open(bytes: &'a [u8], year: u16) -> Result<Self, InvalidBatch> {
        let mut rest = Records::of(bytes);
        let record = rest.next()?;
        let header = Header::decode(record, year).map_err(|error| rest.blame(record, error))?;
        Ok(Self { header, rest })
    }

    /// The header.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The rows as far as the trailer, or as the first error.
    ///
    /// # Security
    ///
    /// Whoever stops before the end has not seen whether count and total are right: [`ZenginFile::batch`] has.
    pub fn rows(&self) -> Rows<'a> {
        Rows { header: self.header, rest: Some(self.rest.clone()) }
    }

    /// Reads the file to its end.
    ///
    /// # Errors
    ///
    /// [`InvalidBatch`] with the first record that does not belong.
    pub fn batch(&self) -> Result<Batch, InvalidBatch> {
        let mut records = self.rest.clone();
        let mut builder = BatchBuilder::new(self.header);
        let trailer = loop {
            let record = records.next()?;
            match next_part(record, &self.header).map_err(|error| records.blame(record, error))? {
                Part::Row(row) => builder.push(&row)?,
                Part::Trailer(trailer) => break trailer,
            }
        };
        let batch = builder.finish(trailer)?;
        records.end()?;
        Ok(batch)
    }
}

/// The rows of a file. It ends behind an error.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    header: Header,
    rest: Option<Records<'a>>,
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, InvalidBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut records = self.rest.take()?;
        let part = records.next().and_then(|record| {
            next_part(record, &self.header).map_err(|error| records.blame(record, error))
        });
        match part {
            Ok(Part::Row(row)) => {
                self.rest = Some(records);
                Some(Ok(row))
            }
            Ok(Part::Trailer(_)) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

/// What may follow a header or a row.
enum Part {
    Row(Row),
    Trailer(Trailer),
}

fn next_part(record: &Record, header: &Header) -> Result<Part, InvalidRecord> {
    match record {
        [b'8', ..] => Trailer::decode(record).map(Part::Trailer),
        _ => Row::decode(record, header.kind()).map(Part::Row),
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
    fn of(bytes: &'a [u8]) -> Self {
        let line_end: &[u8] = match bytes.get(super::RECORD_LENGTH..).unwrap_or_default() {
            [b'\r', b'\n', ..] => b"\r\n",
            [b'\n', ..] => b"\n",
            _ => b"",
        };
        Self { rest: bytes, line_end, record: 0 }
    }

    fn next(&mut self) -> Result<&'a Record, InvalidBatch> {
        self.record = self.record.saturating_add(1);
        let Some((record, rest)) = self.rest.split_first_chunk() else {
            return Err(self.cut_off());
        };
        self.rest = match rest.strip_prefix(self.line_end) {
            Some(next) if !matches!(next, [b'\r' | b'\n', ..]) => next,
            None if matches!(rest, [] | [END_OF_FILE]) => rest,
            _ => {
                let error = InvalidRecord::new(InvalidBatchKind::LineEnd, super::RECORD_LENGTH);
                return Err(self.blame(record, error));
            }
        };
        Ok(record)
    }

    fn end(mut self) -> Result<(), InvalidBatch> {
        let record = self.next()?;
        match record {
            [b'9', blanks @ ..] => {
                if let Some(index) = blanks.iter().position(|&byte| byte != b' ') {
                    let column = index.saturating_add(1);
                    let error = InvalidRecord::new(InvalidBatchKind::Filler, column);
                    return Err(self.blame(record, error));
                }
            }
            [b'1', ..] => return Err(self.error(InvalidBatchKind::SecondBatch, 0)),
            _ => return Err(self.error(InvalidBatchKind::RecordKind, 0)),
        }
        match self.rest {
            [] | [END_OF_FILE] => Ok(()),
            _ => Err(self.error(InvalidBatchKind::Trailing, super::RECORD_LENGTH)),
        }
    }

    fn error(&self, kind: InvalidBatchKind, column: usize) -> InvalidBatch {
        InvalidRecord::new(kind, column).in_record(self.record)
    }

    /// No whole record is left.
    fn cut_off(&self) -> InvalidBatch {
        match self.rest {
            [] | [END_OF_FILE] if self.record > 1 => self.error(InvalidBatchKind::Unfinished, 0),
            rest => {
                let length = line_end(rest).unwrap_or(rest.len());
                self.error(InvalidBatchKind::Length, length)
            }
        }
    }

    /// The error of a record, unless a line end in its midst explains it: an editor that takes blanks off the ends of lines is
    /// the most frequent cause.
    fn blame(&self, record: &Record, error: InvalidRecord) -> InvalidBatch {
        match line_end(record) {
            Some(column) => self.error(InvalidBatchKind::Length, column),
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

fn line_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'))
}

/// Ctrl-Z, with which MS-DOS closed its text files.
const END_OF_FILE: u8 = 0x1a;
