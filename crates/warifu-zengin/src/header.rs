use warifu_core::codec::Writer;

use crate::record::{AccountDigits, Columns, Sheet};
use crate::{InvalidBatchKind, InvalidRecord, KanaColumn, Record};
use warifu_sign::transaction::{Account, Date};

/// What kind of transfers a file holds, numbered as in the Zengin format (種別コード).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchKind {
    /// 給与振込, wages of a company, 11.
    Payroll,
    /// 賞与振込, bonuses of a company, 12.
    Bonus,
    /// 総合振込, transfers of any kind, 21.
    Transfer,
    /// 給与振込 of public servants, 71.
    PublicPayroll,
    /// 賞与振込 of public servants, 72.
    PublicBonus,
}

impl BatchKind {
    /// The kind with this number.
    pub const fn of_number(number: u8) -> Option<Self> {
        match number {
            11 => Some(Self::Payroll),
            12 => Some(Self::Bonus),
            21 => Some(Self::Transfer),
            71 => Some(Self::PublicPayroll),
            72 => Some(Self::PublicBonus),
            _ => None,
        }
    }

    /// Its number in a header.
    pub const fn number(self) -> u8 {
        match self {
            Self::Payroll => 11,
            Self::Bonus => 12,
            Self::Transfer => 21,
            Self::PublicPayroll => 71,
            Self::PublicBonus => 72,
        }
    }

    /// Whether its rows are those of employees.
    pub const fn is_payroll(self) -> bool {
        match self {
            Self::Payroll | Self::Bonus | Self::PublicPayroll | Self::PublicBonus => true,
            Self::Transfer => false,
        }
    }
}

/// Who pays, as the header says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payer {
    /// The number that the bank gave the payer (振込依頼人コード), up to ten digits.
    pub code: u64,
    /// The payer's name (振込依頼人名).
    pub name: KanaColumn<40>,
    /// The account that pays: ordinary, current or other.
    pub account: Account,
    /// The bank's name, perhaps blank.
    pub bank_name: KanaColumn<15>,
    /// The branch's name, perhaps blank.
    pub branch_name: KanaColumn<15>,
}

/// The header of a batch: what it is, who pays, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    kind: BatchKind,
    payer: Payer,
    value_date: Date,
}

impl Header {
    /// A header.
    ///
    /// # Errors
    ///
    /// [`InvalidBatchKind::OutOfRange`] for a code of more than ten digits, [`InvalidBatchKind::AccountKind`] for an account
    /// that cannot pay, with the column where it would stand.
    pub fn new(kind: BatchKind, payer: Payer, value_date: Date) -> Result<Self, InvalidRecord> {
        if payer.code > 9_999_999_999 {
            return Err(InvalidRecord::new(InvalidBatchKind::OutOfRange, CODE));
        }
        if !matches!(AccountDigits::of(&payer.account).kind, 1 | 2 | 9) {
            return Err(InvalidRecord::new(InvalidBatchKind::AccountKind, ACCOUNT_KIND));
        }
        Ok(Self { kind, payer, value_date })
    }

    /// Reads a header record. It names a month and a day; the caller says the year.
    ///
    /// # Errors
    ///
    /// [`InvalidRecord`] for anything that [`Header::encode`] would not write.
    ///
    /// # Security
    ///
    /// The year is not part of the record, and so not of the digest: it is signed as part of the value date that the screen
    /// shows.
    pub fn decode(record: &Record, year: u16) -> Result<Self, InvalidRecord> {
        let mut columns = Columns::of(record, b'1')?;
        let kind = batch_kind(&mut columns)?;
        let code = columns.number::<10>()?;
        let name = columns.kana()?;
        let value_date = value_date(&mut columns, year)?;
        let bank = columns.number::<4>()?;
        let bank_name = columns.kana()?;
        let branch = columns.number::<3>()?;
        let branch_name = columns.kana()?;
        let unfit = columns.error(InvalidBatchKind::AccountKind);
        let kind_of_account = columns.number::<1>()?;
        let number = columns.number::<7>()?;
        let digits = AccountDigits { bank, branch, kind: kind_of_account, number };
        let account = digits.account().ok_or(unfit)?;
        columns.finish()?;
        Self::new(kind, Payer { code, name, account, bank_name, branch_name }, value_date)
    }

    /// The header's record.
    pub fn encode(&self) -> Record {
        let mut sheet = Sheet::new();
        let account = AccountDigits::of(&self.payer.account);
        sheet.bytes(b"1");
        sheet.number::<2>(u64::from(self.kind.number()));
        sheet.bytes(&[JIS]);
        sheet.number::<10>(self.payer.code);
        sheet.kana(&self.payer.name);
        sheet.number::<4>(month_and_day(self.value_date));
        sheet.number::<4>(account.bank);
        sheet.kana(&self.payer.bank_name);
        sheet.number::<3>(account.branch);
        sheet.kana(&self.payer.branch_name);
        sheet.number::<1>(account.kind);
        sheet.number::<7>(account.number);
        sheet.finish()
    }

    /// What kind of transfers.
    pub const fn kind(&self) -> BatchKind {
        self.kind
    }

    /// Who pays.
    pub const fn payer(&self) -> &Payer {
        &self.payer
    }

    /// When.
    pub const fn value_date(&self) -> Date {
        self.value_date
    }
}

fn batch_kind(columns: &mut Columns<'_>) -> Result<BatchKind, InvalidRecord> {
    let unknown = columns.error(InvalidBatchKind::TransferKind);
    let number = columns.number::<2>()?;
    let kind = u8::try_from(number).ok().and_then(BatchKind::of_number).ok_or(unknown)?;
    let other = columns.error(InvalidBatchKind::CharacterCode);
    if columns.bytes() == [JIS] { Ok(kind) } else { Err(other) }
}

fn value_date(columns: &mut Columns<'_>, year: u16) -> Result<Date, InvalidRecord> {
    let no_day = columns.error(InvalidBatchKind::ValueDate);
    let (month, day) = (columns.number::<2>()?, columns.number::<2>()?);
    let date = || Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok();
    date().ok_or(no_day)
}

/// Four digits, from the two bytes that [`Date::encode`] writes.
fn month_and_day(date: Date) -> u64 {
    let mut bytes = [0; 2];
    // Two bytes have room for a date.
    let written = date.encode(&mut Writer::new(&mut bytes));
    let packed = written.map_or(0, |()| u64::from(u16::from_be_bytes(bytes)));
    ((packed >> 5) & 0x0f).saturating_mul(100).saturating_add(packed & 0x1f)
}

/// コード区分 of JIS; the other one is EBCDIC.
const JIS: u8 = b'0';
const CODE: usize = 4;
const ACCOUNT_KIND: usize = 95;

#[cfg(test)]
mod tests {
    use super::*;
    use warifu_sign::transaction::AccountKind;

    fn payer() -> Payer {
        Payer {
            code: 1_234_567_890,
            name: KanaColumn::parse("ABC CO.,LTD").unwrap(),
            account: Account::new(138, 110, AccountKind::Current, 7_654_321).unwrap(),
            bank_name: KanaColumn::parse("EXAMPLE").unwrap(),
            branch_name: KanaColumn::BLANK,
        }
    }

    fn header() -> Header {
        let date = Date::new(2026, 12, 1).unwrap();
        Header::new(BatchKind::Transfer, payer(), date).unwrap()
    }

    #[test]
    fn each_field_stands_in_its_columns() {
        let expected = concat!(
            "1210123456",
            "7890ABC CO.,LTD                             ",
            "12010138EXAMPLE        110               27654321                 "
        );
        assert_eq!(core::str::from_utf8(&header().encode()), Ok(expected));
        assert_eq!(Header::decode(&header().encode(), 2026), Ok(header()));
    }

    #[test]
    fn what_a_header_cannot_say() {
        let date = Date::new(2026, 12, 1).unwrap();
        let refused = |payer| Header::new(BatchKind::Transfer, payer, date).unwrap_err();
        let long = refused(Payer { code: 10_000_000_000, ..payer() });
        assert_eq!(long, InvalidRecord::new(InvalidBatchKind::OutOfRange, 4));
        let savings = Account::new(138, 110, AccountKind::Savings, 1).unwrap();
        let unfit = refused(Payer { account: savings, ..payer() });
        assert_eq!(unfit, InvalidRecord::new(InvalidBatchKind::AccountKind, 95));
    }

    #[test]
    fn the_day_exists_in_the_year() {
        let mut record = header().encode();
        record[54..58].copy_from_slice(b"0229");
        let error = Header::decode(&record, 2026).unwrap_err();
        assert_eq!(error, InvalidRecord::new(InvalidBatchKind::ValueDate, 54));
        let leap = Header::decode(&record, 2028).unwrap();
        assert_eq!(leap.value_date(), Date::new(2028, 2, 29).unwrap());
        assert_eq!(leap.encode(), record);
    }

    #[test]
    fn every_kind_has_its_number() {
        let known = (0..=u8::MAX).filter_map(|number| {
            BatchKind::of_number(number).inspect(|kind| assert_eq!(kind.number(), number))
        });
        assert_eq!(known.count(), 5);
    }
}
