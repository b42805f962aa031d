use crate::record::{Columns, Sheet};
use crate::{BatchError, BatchErrorKind, KanaColumn, Record};
use warifu_sign::transaction::{Account, AccountKind, Date};

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
    /// The kind with this number, if there is one.
    pub const fn from_number(number: u8) -> Option<Self> {
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

    /// Whether its rows have employee and department, as those of wages and bonuses do.
    pub const fn is_payroll(self) -> bool {
        match self {
            Self::Payroll | Self::Bonus | Self::PublicPayroll | Self::PublicBonus => true,
            Self::Transfer => false,
        }
    }
}

/// The one who pays, as the header says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payer {
    /// The number that the bank gave the payer (振込依頼人コード), up to ten digits.
    pub code: u64,
    /// The payer's name (振込依頼人名).
    pub name: KanaColumn<40>,
    /// The account that pays: ordinary, current or other.
    pub account: Account,
    /// The bank's name; may be blank.
    pub bank_name: KanaColumn<15>,
    /// The branch's name; may be blank.
    pub branch_name: KanaColumn<15>,
}

/// The header of a batch: the kind of transfers, who pays them, and on which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchHeader {
    kind: BatchKind,
    payer: Payer,
    value_date: Date,
}

impl BatchHeader {
    /// A header of these fields.
    ///
    /// # Errors
    ///
    /// [`BatchErrorKind::OutOfRange`] for a code of more than ten digits, [`BatchErrorKind::AccountKind`] for an account
    /// that cannot pay, with the column that it would have.
    pub fn new(kind: BatchKind, payer: Payer, value_date: Date) -> Result<Self, BatchError> {
        if payer.code > MAX_CODE {
            return Err(BatchError::new(BatchErrorKind::OutOfRange, CODE));
        }
        match payer.account.kind() {
            AccountKind::Ordinary | AccountKind::Current | AccountKind::Other => {
                Ok(Self { kind, payer, value_date })
            }
            AccountKind::Savings => Err(BatchError::new(BatchErrorKind::AccountKind, ACCOUNT_KIND)),
        }
    }

    /// Reads a header record. It has month and day; the caller gives the year.
    ///
    /// # Errors
    ///
    /// With the first column of what was refused, for anything that [`BatchHeader::to_record`] would not write:
    /// [`BatchErrorKind::RecordKind`], [`BatchErrorKind::TransferKind`], [`BatchErrorKind::CharacterCode`],
    /// [`BatchErrorKind::Digit`], [`BatchErrorKind::Character`], [`BatchErrorKind::Space`], [`BatchErrorKind::ValueDate`],
    /// [`BatchErrorKind::AccountKind`] or [`BatchErrorKind::Filler`].
    ///
    /// # Security
    ///
    /// The year is not part of the record, and so not of the digest: it is signed as part of the value date that the screen
    /// shows.
    pub fn from_record(record: &Record, year: u16) -> Result<Self, BatchError> {
        let mut columns = Columns::new(record, b'1')?;
        let kind = batch_kind(&mut columns)?;
        let code = columns.number::<u64, 10>()?;
        let name = columns.kana()?;
        let value_date = value_date(&mut columns, year)?;
        let bank = columns.number::<u16, 4>()?;
        let bank_name = columns.kana()?;
        let branch = columns.number::<u16, 3>()?;
        let branch_name = columns.kana()?;
        let account = columns.account(bank, branch)?;
        columns.finish()?;
        Self::new(kind, Payer { code, name, account, bank_name, branch_name }, value_date)
    }

    /// The header's record.
    pub fn to_record(&self) -> Record {
        let mut sheet = Sheet::new();
        let Payer { code, name, account, bank_name, branch_name } = &self.payer;
        sheet.bytes(b"1");
        sheet.number::<2>(self.kind.number());
        sheet.bytes(&[JIS]);
        sheet.number::<10>(*code);
        sheet.kana(name);
        sheet.number::<2>(self.value_date.month());
        sheet.number::<2>(self.value_date.day());
        sheet.number::<4>(account.bank());
        sheet.kana(bank_name);
        sheet.number::<3>(account.branch());
        sheet.kana(branch_name);
        sheet.number::<1>(account.kind().number());
        sheet.number::<7>(account.number());
        sheet.finish()
    }

    /// The kind of transfers, which decides what a row says.
    pub const fn kind(&self) -> BatchKind {
        self.kind
    }

    /// The one who pays.
    pub const fn payer(&self) -> &Payer {
        &self.payer
    }

    /// The day on which the payments are made (取組日).
    pub const fn value_date(&self) -> Date {
        self.value_date
    }
}

fn batch_kind(columns: &mut Columns<'_>) -> Result<BatchKind, BatchError> {
    let kind = columns.checked(BatchErrorKind::TransferKind, |columns| {
        columns.number::<u8, 2>().map(BatchKind::from_number)
    })?;
    // The same bytes would be other characters in EBCDIC, the other code that a file may have.
    columns.checked(BatchErrorKind::CharacterCode, |columns| {
        Ok((columns.bytes()? == [JIS]).then_some(kind))
    })
}

fn value_date(columns: &mut Columns<'_>, year: u16) -> Result<Date, BatchError> {
    columns.checked(BatchErrorKind::ValueDate, |columns| {
        let (month, day) = (columns.number::<u8, 2>()?, columns.number::<u8, 2>()?);
        Ok(Date::new(year, month, day).ok())
    })
}

/// コード区分 of JIS.
const JIS: u8 = b'0';
const MAX_CODE: u64 = 9_999_999_999;
const CODE: usize = 4;
const ACCOUNT_KIND: usize = 95;

#[cfg(test)]
mod tests {
    use super::*;

    fn payer() -> Payer {
        Payer {
            code: 1_234_567_890,
            name: KanaColumn::parse("ABC CO.,LTD").unwrap(),
            account: Account::new(138, 110, AccountKind::Current, 7_654_321).unwrap(),
            bank_name: KanaColumn::parse("EXAMPLE").unwrap(),
            branch_name: KanaColumn::BLANK,
        }
    }

    fn header() -> BatchHeader {
        let date = Date::new(2026, 12, 1).unwrap();
        BatchHeader::new(BatchKind::Transfer, payer(), date).unwrap()
    }

    #[test]
    fn each_field_is_in_its_columns() {
        let expected = concat!(
            "1210123456",
            "7890ABC CO.,LTD                             ",
            "12010138EXAMPLE        110               27654321                 "
        );
        assert_eq!(core::str::from_utf8(&header().to_record()), Ok(expected));
        assert_eq!(BatchHeader::from_record(&header().to_record(), 2026), Ok(header()));
    }

    #[test]
    fn what_a_header_cannot_say() {
        let date = Date::new(2026, 12, 1).unwrap();
        let refused = |payer| BatchHeader::new(BatchKind::Transfer, payer, date).unwrap_err();
        let long = refused(Payer { code: 10_000_000_000, ..payer() });
        assert_eq!(long, BatchError::new(BatchErrorKind::OutOfRange, 4));
        let savings = Account::new(138, 110, AccountKind::Savings, 1).unwrap();
        let unfit = refused(Payer { account: savings, ..payer() });
        assert_eq!(unfit, BatchError::new(BatchErrorKind::AccountKind, 95));
    }

    #[test]
    fn the_day_exists_in_the_year() {
        let mut record = header().to_record();
        record[54..58].copy_from_slice(b"0229");
        let error = BatchHeader::from_record(&record, 2026).unwrap_err();
        assert_eq!(error, BatchError::new(BatchErrorKind::ValueDate, 54));
        let leap = BatchHeader::from_record(&record, 2028).unwrap();
        assert_eq!(leap.value_date(), Date::new(2028, 2, 29).unwrap());
        assert_eq!(leap.to_record(), record);
    }

    #[test]
    fn every_kind_has_its_number() {
        let known = (0..=u8::MAX).filter_map(|number| {
            BatchKind::from_number(number).inspect(|kind| assert_eq!(kind.number(), number))
        });
        assert_eq!(known.count(), 5);
    }
}
