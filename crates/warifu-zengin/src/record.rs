use warifu_core::codec::{Decode, Reader};

use crate::{BatchError, BatchErrorKind, KanaColumn, RECORD_LENGTH};
use warifu_sign::transaction::{Account, AccountKind, KanaText};

/// The bytes of one record.
pub type Record = [u8; RECORD_LENGTH];

/// Reads a record from the left to the right.
#[derive(Clone)]
pub(crate) struct Columns<'a> {
    /// The columns that were not read yet.
    rest: &'a [u8],
}

impl<'a> Columns<'a> {
    /// Behind the first byte, which says what the record is.
    pub(crate) fn new(record: &'a Record, kind: u8) -> Result<Self, BatchError> {
        match record {
            [first, rest @ ..] if *first == kind => Ok(Self { rest }),
            _ => Err(BatchError::new(BatchErrorKind::RecordKind, 0)),
        }
    }

    /// What `read` makes of the next columns; where it makes nothing of them, an error of `kind` at the first of them.
    pub(crate) fn checked<T>(
        &mut self,
        kind: BatchErrorKind,
        read: impl FnOnce(&mut Self) -> Result<Option<T>, BatchError>,
    ) -> Result<T, BatchError> {
        let column = self.column();
        read(self)?.ok_or(BatchError::new(kind, column))
    }

    /// `N` bytes as they are.
    pub(crate) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], BatchError> {
        let too_short = BatchError::new(BatchErrorKind::Length, self.column());
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(too_short)?;
        self.rest = rest;
        Ok(*bytes)
    }

    /// `N` digits.
    pub(crate) fn number<T: TryFrom<u64>, const N: usize>(&mut self) -> Result<T, BatchError> {
        let start = self.column();
        self.checked(BatchErrorKind::OutOfRange, |columns| {
            let digits = columns.bytes::<N>()?;
            if let Some(index) = digits.iter().position(|digit| !digit.is_ascii_digit()) {
                return Err(BatchError::new(BatchErrorKind::Digit, index).after(start));
            }
            Ok(T::try_from(value(&digits)).ok())
        })
    }

    /// `N` digits or as many spaces.
    pub(crate) fn optional_number<T: TryFrom<u64>, const N: usize>(
        &mut self,
    ) -> Result<Option<T>, BatchError> {
        if let Some(rest) = self.rest.strip_prefix(&[b' '; N]) {
            self.rest = rest;
            return Ok(None);
        }
        self.number::<T, N>().map(Some)
    }

    /// Text in `N` bytes, or nothing.
    pub(crate) fn kana<const N: usize>(&mut self) -> Result<KanaColumn<N>, BatchError> {
        let start = self.column();
        KanaColumn::from_jis(self.bytes()?).map_err(|error| error.after(start))
    }

    /// A payee's name, which has to be there, and its column.
    pub(crate) fn name(&mut self) -> Result<(KanaText, NameColumn), BatchError> {
        self.checked(BatchErrorKind::NoName, |columns| {
            let column: NameColumn = columns.kana()?;
            Ok(name(&column).map(|name| (name, column)))
        })
    }

    /// The kind and number of an account of this bank and branch.
    pub(crate) fn account(&mut self, bank: u16, branch: u16) -> Result<Account, BatchError> {
        self.checked(BatchErrorKind::AccountKind, |columns| {
            let kind = AccountKind::from_number(columns.number::<u8, 1>()?);
            let number = columns.number::<u32, 7>()?;
            Ok(kind.and_then(|kind| Account::new(bank, branch, kind, number).ok()))
        })
    }

    /// Blanks to the end of the record.
    pub(crate) fn finish(self) -> Result<(), BatchError> {
        // Each byte of a record either means something or is refused: none can be changed unnoticed.
        match self.rest.iter().position(|&byte| byte != b' ') {
            None => Ok(()),
            Some(index) => Err(BatchError::new(BatchErrorKind::Filler, index).after(self.column())),
        }
    }

    /// The next column, counted from 0.
    #[expect(clippy::arithmetic_side_effects, reason = "the rest is a part of the record")]
    const fn column(&self) -> usize {
        RECORD_LENGTH - self.rest.len()
    }
}

/// The name of a payee as a record has it.
pub(crate) type NameColumn = KanaColumn<{ KanaText::MAX_LENGTH }>;

#[expect(clippy::arithmetic_side_effects, reason = "no column has more than 12 digits")]
fn value<const N: usize>(digits: &[u8; N]) -> u64 {
    const { assert!(N <= 12) };
    digits.iter().fold(0, |value, digit| 10 * value + u64::from(digit & 0x0f))
}

/// The text of a column, unless it is blank.
fn name(column: &NameColumn) -> Option<KanaText> {
    let text = column.text_as_jis();
    let mut encoded = [0; KanaText::MAX_LENGTH + 1];
    let (length, room) = encoded.split_first_mut()?;
    *length = u8::try_from(text.len()).ok()?;
    room.get_mut(..text.len())?.copy_from_slice(text);
    KanaText::decode(&mut Reader::new(&encoded)).ok()
}

/// Writes a record from the left to the right; what is not written stays blank.
pub(crate) struct Sheet {
    record: Record,
    column: usize,
}

impl Sheet {
    pub(crate) const fn new() -> Self {
        Self { record: [b' '; RECORD_LENGTH], column: 0 }
    }

    #[expect(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        reason = "each record has a fixed number of columns: 120, as a test of each shows"
    )]
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let end = self.column + bytes.len();
        self.record[self.column..end].copy_from_slice(bytes);
        self.column = end;
    }

    /// A number of at most `N` digits.
    pub(crate) fn number<const N: usize>(&mut self, number: impl Into<u64>) {
        let mut digits = [b'0'; N];
        let mut rest = number.into();
        for digit in digits.iter_mut().rev() {
            let [.., low] = (rest % 10).to_be_bytes();
            *digit |= low;
            rest /= 10;
        }
        debug_assert!(rest == 0, "headers, rows and trailers check their numbers");
        self.bytes(&digits);
    }

    pub(crate) fn optional_number<const N: usize>(&mut self, number: Option<impl Into<u64>>) {
        match number {
            Some(number) => self.number::<N>(number),
            None => self.bytes(&[b' '; N]),
        }
    }

    pub(crate) fn kana<const N: usize>(&mut self, text: &KanaColumn<N>) {
        self.bytes(text.as_jis());
    }

    pub(crate) const fn finish(self) -> Record {
        self.record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_as_it_was_read() {
        let mut record = [b' '; RECORD_LENGTH];
        record[0] = b'2';
        record[1..5].copy_from_slice(b"A B.");
        let mut columns = Columns::new(&record, b'2').unwrap();
        let (name, column) = columns.name().unwrap();
        assert_eq!(columns.column(), 31);
        assert!(name.chars().eq("A B.".chars()));
        let mut sheet = Sheet::new();
        sheet.bytes(b"2");
        sheet.kana(&column);
        assert_eq!(sheet.finish(), record);
    }

    #[test]
    fn names_that_are_refused() {
        use BatchErrorKind::{Character, NoName, Space};

        let refused = |text: &[u8]| {
            let mut record = [b' '; RECORD_LENGTH];
            record[0] = b'2';
            record[1..=text.len()].copy_from_slice(text);
            Columns::new(&record, b'2').unwrap().name().unwrap_err()
        };
        assert_eq!(refused(b""), BatchError::new(NoName, 1));
        assert_eq!(refused(b"AB  C"), BatchError::new(Space, 4));
        assert_eq!(refused(b" AB"), BatchError::new(Space, 1));
        assert_eq!(refused(b"AB\tC"), BatchError::new(Character, 3));
        assert_eq!(refused(b"AB\xa6C"), BatchError::new(Character, 3));
        assert_eq!(refused(b"AB\t"), BatchError::new(Character, 3));
        assert_eq!(refused(b"AB                           \t"), BatchError::new(Space, 29));
    }

    #[test]
    fn columns_that_are_not_there() {
        let record = [b'8'; RECORD_LENGTH];
        let mut columns = Columns::new(&record, b'8').unwrap();
        assert_eq!(columns.bytes::<119>(), Ok([b'8'; 119]));
        assert_eq!(columns.bytes::<1>(), Err(BatchError::new(BatchErrorKind::Length, 120)));
    }
}
