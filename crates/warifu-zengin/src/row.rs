use crate::record::{Columns, NameColumn, Sheet};
use crate::{BatchError, BatchErrorKind, BatchKind, Details, KanaColumn, Leaf, NewCode, Record};
use warifu_sign::transaction::{Account, AccountKind, Amount, KanaText};

/// The one who is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payee {
    /// The account that the money goes to. Wages go to ordinary and current accounts.
    pub account: Account,
    /// The name of its holder (受取人名).
    pub name: KanaText,
    /// The bank's name; may be blank. The bank's number decides.
    pub bank_name: KanaColumn<15>,
    /// The branch's name; may be blank. The branch's number decides.
    pub branch_name: KanaColumn<15>,
    /// 手形交換所番号, four digits, no longer used.
    pub clearing_house: Option<u16>,
}

/// One payment. It is its record: there is one encoding of each row, and no record that is not a row's encoding is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    payee: Payee,
    /// The payee's name as the record has it.
    name: NameColumn,
    yen: u64,
    new_code: Option<NewCode>,
    details: Details,
}

impl Row {
    /// A payment of `yen`, 1 to 9,999,999,999.
    ///
    /// # Errors
    ///
    /// With the column that it would have: [`BatchErrorKind::NoAmount`] for 0 yen; [`BatchErrorKind::OutOfRange`] for more
    /// than ten digits, or a clearing house of more than four; [`BatchErrorKind::AccountKind`] for wages to a savings or
    /// other account; [`BatchErrorKind::Character`] for a `ｦ` in the payee's name, which files do not have.
    pub fn new(
        payee: Payee,
        yen: u64,
        new_code: Option<NewCode>,
        details: Details,
    ) -> Result<Self, BatchError> {
        let name = NameColumn::from_characters(payee.name.chars());
        let name = name.map_err(|error| error.after(NAME))?;
        Self { payee, name, yen, new_code, details }.checked()
    }

    /// Reads a data record of a batch of this kind.
    ///
    /// # Errors
    ///
    /// With the first column of what was refused, for anything that [`Row::to_record`] would not write:
    /// [`BatchErrorKind::RecordKind`], [`BatchErrorKind::Digit`], [`BatchErrorKind::Character`],
    /// [`BatchErrorKind::Space`], [`BatchErrorKind::AccountKind`], [`BatchErrorKind::NoName`],
    /// [`BatchErrorKind::NoAmount`], [`BatchErrorKind::Code`] or [`BatchErrorKind::Filler`].
    pub fn from_record(record: &Record, kind: BatchKind) -> Result<Self, BatchError> {
        let mut columns = Columns::new(record, b'2')?;
        let (payee, name) = payee(&mut columns)?;
        let yen = columns.number::<u64, 10>()?;
        let new_code = NewCode::read(&mut columns)?;
        let details = Details::read(&mut columns, kind)?;
        columns.finish()?;
        Self { payee, name, yen, new_code, details }.checked()
    }

    fn checked(self) -> Result<Self, BatchError> {
        if self.payee.clearing_house.is_some_and(|number| number > MAX_CLEARING_HOUSE) {
            return Err(BatchError::new(BatchErrorKind::OutOfRange, CLEARING_HOUSE));
        }
        // The format pays wages to these two kinds of accounts only: a bank would refuse the row after it was approved.
        match (&self.details, self.payee.account.kind()) {
            (Details::Transfer { .. }, _)
            | (Details::Payroll { .. }, AccountKind::Ordinary | AccountKind::Current) => {}
            (Details::Payroll { .. }, AccountKind::Savings | AccountKind::Other) => {
                return Err(BatchError::new(BatchErrorKind::AccountKind, ACCOUNT_KIND));
            }
        }
        match self.yen {
            0 => Err(BatchError::new(BatchErrorKind::NoAmount, AMOUNT)),
            1..=MAX_YEN => Ok(self),
            _ => Err(BatchError::new(BatchErrorKind::OutOfRange, AMOUNT)),
        }
    }

    /// The row's record.
    pub fn to_record(&self) -> Record {
        let mut sheet = Sheet::new();
        let Payee { account, name: _, bank_name, branch_name, clearing_house } = &self.payee;
        sheet.bytes(b"2");
        sheet.number::<4>(account.bank());
        sheet.kana(bank_name);
        sheet.number::<3>(account.branch());
        sheet.kana(branch_name);
        sheet.optional_number::<4>(*clearing_house);
        sheet.number::<1>(account.kind().number());
        sheet.number::<7>(account.number());
        sheet.kana(&self.name);
        sheet.number::<10>(self.yen);
        sheet.bytes(&[NewCode::byte(self.new_code)]);
        self.details.write(&mut sheet);
        sheet.finish()
    }

    /// Its hash as a leaf of the batch's tree.
    pub fn leaf(&self) -> Leaf {
        Leaf::from_record(&self.to_record())
    }

    /// The one who is paid.
    pub const fn payee(&self) -> &Payee {
        &self.payee
    }

    /// How much is paid, 1 to 9,999,999,999 yen.
    pub const fn amount(&self) -> Amount {
        Amount::yen(self.yen)
    }

    /// What the file says of earlier payments to the payee; `None` where the column is blank.
    pub const fn new_code(&self) -> Option<NewCode> {
        self.new_code
    }

    /// What the row says beyond payee and amount.
    pub const fn details(&self) -> &Details {
        &self.details
    }

    pub(crate) const fn yen(&self) -> u64 {
        self.yen
    }
}

fn payee(columns: &mut Columns<'_>) -> Result<(Payee, NameColumn), BatchError> {
    let bank = columns.number::<u16, 4>()?;
    let bank_name = columns.kana()?;
    let branch = columns.number::<u16, 3>()?;
    let branch_name = columns.kana()?;
    let clearing_house = columns.optional_number::<u16, 4>()?;
    let account = columns.account(bank, branch)?;
    let (name, name_column) = columns.name()?;
    Ok((Payee { account, name, bank_name, branch_name, clearing_house }, name_column))
}

const MAX_YEN: u64 = 9_999_999_999;
const MAX_CLEARING_HOUSE: u16 = 9_999;
const CLEARING_HOUSE: usize = 38;
const ACCOUNT_KIND: usize = 42;
const NAME: usize = 50;
const AMOUNT: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reference, TransferCategory};

    fn payee(kind: AccountKind) -> Payee {
        Payee {
            account: Account::new(138, 110, kind, 1_234_567).unwrap(),
            name: KanaText::parse("YAMADA TARO").unwrap(),
            bank_name: KanaColumn::parse("EXAMPLE").unwrap(),
            branch_name: KanaColumn::parse("MAIN").unwrap(),
            clearing_house: Some(7),
        }
    }

    fn transfer() -> Details {
        let reference = Reference::Edi(KanaColumn::parse("INV-2026/11").unwrap());
        Details::Transfer { reference, category: TransferCategory::Telegraphic }
    }

    fn wages() -> Details {
        let (employee, department) = (KanaColumn::parse("0000000042"), KanaColumn::parse("A1"));
        Details::Payroll { employee: employee.unwrap(), department: department.unwrap() }
    }

    #[test]
    fn each_field_is_in_its_columns() {
        let row = Row::new(payee(AccountKind::Savings), 250_000, None, transfer()).unwrap();
        let front =
            "20138EXAMPLE        110MAIN           000741234567YAMADA TARO                   ";
        let expected = std::format!("{front}0000250000 INV-2026/11         7Y       ");
        assert_eq!(core::str::from_utf8(&row.to_record()), Ok(&*expected));
        assert_eq!(Row::from_record(&row.to_record(), BatchKind::Transfer), Ok(row));

        let first = Some(NewCode::First);
        let row = Row::new(payee(AccountKind::Ordinary), 1, first, wages()).unwrap();
        let record = row.to_record();
        assert_eq!(&record[80..], b"000000000110000000042A1                 ");
        assert_eq!(Row::from_record(&record, BatchKind::PublicBonus), Ok(row));
    }

    /// It is bank kana, and yet not of the characters that files have.
    #[test]
    fn no_name_has_the_kana_wo() {
        use BatchErrorKind::Character;

        let named =
            Payee { name: KanaText::parse("ｶｦ").unwrap(), ..payee(AccountKind::Ordinary) };
        let error = Row::new(named, 1, None, transfer()).unwrap_err();
        assert_eq!(error, BatchError::new(Character, 51));
        let mut record =
            Row::new(payee(AccountKind::Ordinary), 1, None, transfer()).unwrap().to_record();
        record[50..52].copy_from_slice(b"\xb6\xa6");
        let error = Row::from_record(&record, BatchKind::Transfer).unwrap_err();
        assert_eq!(error, BatchError::new(Character, 51));
        assert_eq!(KanaColumn::<5>::parse("ｦ"), Err(BatchError::new(Character, 0)));
    }

    #[test]
    fn what_a_row_cannot_say() {
        use BatchErrorKind::{AccountKind as Unfit, NoAmount, OutOfRange};

        let refused = |payee, yen, details| Row::new(payee, yen, None, details).unwrap_err();
        let ordinary = payee(AccountKind::Ordinary);
        assert_eq!(refused(ordinary, 0, transfer()), BatchError::new(NoAmount, 80));
        let large = refused(ordinary, 10_000_000_000, transfer());
        assert_eq!(large, BatchError::new(OutOfRange, 80));
        let cleared = Payee { clearing_house: Some(10_000), ..ordinary };
        assert_eq!(refused(cleared, 1, transfer()), BatchError::new(OutOfRange, 38));
        for kind in [AccountKind::Savings, AccountKind::Other] {
            assert_eq!(refused(payee(kind), 1, wages()), BatchError::new(Unfit, 42));
            assert!(Row::new(payee(kind), 1, None, transfer()).is_ok());
        }
    }
}
