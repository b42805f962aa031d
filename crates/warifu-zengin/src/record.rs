use warifu_core::codec::{Reader, Writer};

use crate::column::{first_fault, without_blanks};
use crate::{InvalidBatchKind, InvalidRecord, KanaColumn};
use warifu_sign::transaction::{Account, KanaText};

/// The bytes of one record.
pub type Record = [u8; RECORD_LENGTH];

/// How many bytes a record has.
pub const RECORD_LENGTH: usize = 120;

/// Reads a record from the left to the right.
#[derive(Clone)]
pub(crate) struct Columns<'a> {
    record: &'a Record,
    column: usize,
}

impl<'a> Columns<'a> {
    /// Behind the first byte, which says what the record is.
    pub(crate) fn of(record: &'a Record, kind: u8) -> Result<Self, InvalidRecord> {
        let [first, ..] = record;
        if *first != kind {
            return Err(InvalidRecord::new(InvalidBatchKind::RecordKind, 0));
        }
        Ok(Self { record, column: 1 })
    }

    /// An error of `kind` at the next column.
    pub(crate) const fn error(&self, kind: InvalidBatchKind) -> InvalidRecord {
        InvalidRecord::new(kind, self.column)
    }

    /// `N` bytes as they are.
    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let rest = self.record.get(self.column..).unwrap_or_default();
        self.column = self.column.saturating_add(N);
        rest.first_chunk().copied().unwrap_or([0; N])
    }

    /// `N` digits.
    pub(crate) fn number<const N: usize>(&mut self) -> Result<u64, InvalidRecord> {
        let start = self.column;
        let digits = self.bytes::<N>();
        if let Some(index) = digits.iter().position(|digit| !digit.is_ascii_digit()) {
            let column = start.saturating_add(index);
            return Err(InvalidRecord::new(InvalidBatchKind::Digit, column));
        }
        let append = |number: u64, digit| number.saturating_mul(10).saturating_add(digit);
        Ok(digits.iter().map(|digit| u64::from(digit & 0x0f)).fold(0, append))
    }

    /// `N` digits or as many spaces.
    pub(crate) fn optional_number<const N: usize>(&mut self) -> Result<Option<u64>, InvalidRecord> {
        let rest = self.record.get(self.column..).unwrap_or_default();
        if rest.starts_with(&[b' '; N]) {
            self.column = self.column.saturating_add(N);
            return Ok(None);
        }
        self.number::<N>().map(Some)
    }

    /// Text in `N` bytes, or nothing.
    pub(crate) fn kana<const N: usize>(&mut self) -> Result<KanaColumn<N>, InvalidRecord> {
        let start = self.column;
        KanaColumn::of_jis(self.bytes())
            .map_err(|(kind, index)| InvalidRecord::new(kind, start.saturating_add(index)))
    }

    /// A payee's name. Files have fewer characters than [`KanaText`].
    pub(crate) fn name(&mut self) -> Result<KanaText, InvalidRecord> {
        let start = self.column;
        let bytes = self.bytes::<{ KanaText::MAX_LENGTH }>();
        let text = without_blanks(&bytes);
        let mut short = [0; KanaText::MAX_LENGTH + 1];
        let mut writer = Writer::new(&mut short);
        let belongs = first_fault(&bytes).is_none() && writer.short_bytes(text).is_ok();
        let read = belongs.then(|| KanaText::decode(&mut Reader::new(&short)));
        read.and_then(Result::ok).ok_or_else(|| {
            let (kind, index) = first_fault(&bytes).unwrap_or((InvalidBatchKind::NoName, 0));
            InvalidRecord::new(kind, start.saturating_add(index))
        })
    }

    /// Blanks to the end of the record.
    pub(crate) fn finish(self) -> Result<(), InvalidRecord> {
        let rest = self.record.get(self.column..).unwrap_or_default();
        match rest.iter().position(|&byte| byte != b' ') {
            None => Ok(()),
            Some(index) => {
                let column = self.column.saturating_add(index);
                Err(InvalidRecord::new(InvalidBatchKind::Filler, column))
            }
        }
    }
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

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let end = self.column.saturating_add(bytes.len());
        if let Some(place) = self.record.get_mut(self.column..end) {
            place.copy_from_slice(bytes);
        }
        self.column = end;
    }

    /// The last `N` digits of `number`.
    pub(crate) fn number<const N: usize>(&mut self, number: u64) {
        let mut digits = [b'0'; N];
        let mut rest = number;
        for digit in digits.iter_mut().rev() {
            *digit |= u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        self.bytes(&digits);
    }

    pub(crate) fn optional_number<const N: usize>(&mut self, number: Option<u64>) {
        match number {
            Some(number) => self.number::<N>(number),
            None => self.bytes(&[b' '; N]),
        }
    }

    pub(crate) fn kana<const N: usize>(&mut self, text: &KanaColumn<N>) {
        self.bytes(text.as_jis());
    }

    pub(crate) fn name(&mut self, name: &KanaText) {
        let mut padded = [b' '; KanaText::MAX_LENGTH + 1];
        // A length byte and at most 30 more: there is room.
        let written = name.encode(&mut Writer::new(&mut padded));
        let [_, text @ ..] = padded;
        self.bytes(written.map_or(&[b' '; KanaText::MAX_LENGTH], |()| &text));
    }

    pub(crate) const fn finish(self) -> Record {
        self.record
    }
}

/// The digits of an account, which stand apart in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AccountDigits {
    pub(crate) bank: u64,
    pub(crate) branch: u64,
    pub(crate) kind: u64,
    pub(crate) number: u64,
}

impl AccountDigits {
    /// From the 15 digits that [`Account::encode`] writes.
    pub(crate) fn of(account: &Account) -> Self {
        let mut bytes = [0; 8];
        let [_, seven @ ..] = &mut bytes;
        // Seven bytes have room for an account.
        let written = account.encode(&mut Writer::new(seven));
        let digits = written.map_or(0, |()| u64::from_be_bytes(bytes));
        Self {
            bank: digits / 100_000_000_000,
            branch: digits / 100_000_000 % 1_000,
            kind: digits / 10_000_000 % 10,
            number: digits % 10_000_000,
        }
    }

    /// The account, unless no account is of this kind.
    pub(crate) fn account(self) -> Option<Account> {
        let digits = self
            .bank
            .saturating_mul(100_000_000_000)
            .saturating_add(self.branch.saturating_mul(100_000_000))
            .saturating_add(self.kind.saturating_mul(10_000_000))
            .saturating_add(self.number);
        let [_, seven @ ..] = digits.to_be_bytes();
        Account::decode(&mut Reader::new(&seven)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use warifu_sign::transaction::AccountKind;

    #[test]
    fn accounts_come_apart_and_together() {
        let account = Account::new(138, 110, AccountKind::Savings, 1_234_567).unwrap();
        let digits = AccountDigits::of(&account);
        let expected = AccountDigits { bank: 138, branch: 110, kind: 4, number: 1_234_567 };
        assert_eq!(digits, expected);
        assert_eq!(digits.account(), Some(account));
        assert_eq!(AccountDigits { kind: 3, ..digits }.account(), None);
    }

    #[test]
    fn a_name_is_written_as_it_was_read() {
        let mut record = [b' '; RECORD_LENGTH];
        record[0] = b'2';
        record[1..5].copy_from_slice(b"A B.");
        let mut columns = Columns::of(&record, b'2').unwrap();
        let name = columns.name().unwrap();
        assert_eq!(columns.column, 31);
        let mut sheet = Sheet::new();
        sheet.bytes(b"2");
        sheet.name(&name);
        assert_eq!(sheet.finish(), record);
    }

    #[test]
    fn names_that_are_refused() {
        use InvalidBatchKind::{Character, NoName, Space};

        let refused = |text: &[u8]| {
            let mut record = [b' '; RECORD_LENGTH];
            record[0] = b'2';
            record[1..=text.len()].copy_from_slice(text);
            Columns::of(&record, b'2').unwrap().name().unwrap_err()
        };
        assert_eq!(refused(b""), InvalidRecord::new(NoName, 1));
        assert_eq!(refused(b"AB  C"), InvalidRecord::new(Space, 4));
        assert_eq!(refused(b" AB"), InvalidRecord::new(Space, 1));
        assert_eq!(refused(b"AB\tC"), InvalidRecord::new(Character, 3));
        assert_eq!(refused(b"AB\xa6C"), InvalidRecord::new(Character, 3));
        assert_eq!(refused(b"AB\t"), InvalidRecord::new(Character, 3));
        assert_eq!(refused(b"AB                           \t"), InvalidRecord::new(Space, 29));
    }
}
