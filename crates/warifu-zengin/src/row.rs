use crate::record::{AccountDigits, Columns, Sheet};
use crate::{
    BatchKind, Details, InvalidBatchKind, InvalidRecord, KanaColumn, Leaf, NewCode, Record,
};
use warifu_sign::transaction::{Account, Amount, KanaText};

/// Who is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payee {
    /// The account that the money goes to. Wages go to ordinary and current accounts.
    pub account: Account,
    /// The name of its holder (受取人名).
    pub name: KanaText,
    /// The bank's name, perhaps blank. The bank's number decides.
    pub bank_name: KanaColumn<15>,
    /// The branch's name, perhaps blank. The branch's number decides.
    pub branch_name: KanaColumn<15>,
    /// 手形交換所番号, four digits, no longer used.
    pub clearing_house: Option<u16>,
}

/// One payment. It is its record: there is one encoding of each row, and no record that is not a row's encoding is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    payee: Payee,
    yen: u64,
    new_code: Option<NewCode>,
    details: Details,
}

impl Row {
    /// A payment of `yen`, 1 to 9,999,999,999.
    ///
    /// # Errors
    ///
    /// [`InvalidBatchKind::NoAmount`], [`InvalidBatchKind::OutOfRange`], [`InvalidBatchKind::AccountKind`] for wages to a
    /// savings or other account, or [`InvalidBatchKind::Character`] for a `ｦ` in the payee's name, which files do not have,
    /// with the column where it would stand.
    pub fn new(
        payee: Payee,
        yen: u64,
        new_code: Option<NewCode>,
        details: Details,
    ) -> Result<Self, InvalidRecord> {
        if payee.clearing_house.is_some_and(|number| number > 9_999) {
            return Err(InvalidRecord::new(InvalidBatchKind::OutOfRange, CLEARING_HOUSE));
        }
        let kind = AccountDigits::of(&payee.account).kind;
        if matches!(details, Details::Payroll { .. }) && !matches!(kind, 1 | 2) {
            return Err(InvalidRecord::new(InvalidBatchKind::AccountKind, ACCOUNT_KIND));
        }
        if let Some(index) = payee.name.chars().position(|character| character == 'ｦ') {
            #[expect(clippy::arithmetic_side_effects, reason = "both are columns of a record")]
            return Err(InvalidRecord::new(InvalidBatchKind::Character, NAME + index));
        }
        match yen {
            0 => Err(InvalidRecord::new(InvalidBatchKind::NoAmount, AMOUNT)),
            1..=9_999_999_999 => Ok(Self { payee, yen, new_code, details }),
            _ => Err(InvalidRecord::new(InvalidBatchKind::OutOfRange, AMOUNT)),
        }
    }

    /// Reads a data record of a batch of this kind.
    ///
    /// # Errors
    ///
    /// [`InvalidRecord`] for anything that [`Row::encode`] would not write.
    pub fn decode(record: &Record, kind: BatchKind) -> Result<Self, InvalidRecord> {
        let mut columns = Columns::of(record, b'2')?;
        let payee = payee(&mut columns)?;
        let yen = columns.number::<10>()?;
        let new_code = NewCode::read(&mut columns)?;
        let details = Details::read(&mut columns, kind)?;
        columns.finish()?;
        Self::new(payee, yen, new_code, details)
    }

    /// The row's record.
    pub fn encode(&self) -> Record {
        let mut sheet = Sheet::new();
        let account = AccountDigits::of(&self.payee.account);
        sheet.bytes(b"2");
        sheet.number::<4>(account.bank);
        sheet.kana(&self.payee.bank_name);
        sheet.number::<3>(account.branch);
        sheet.kana(&self.payee.branch_name);
        sheet.optional_number::<4>(self.payee.clearing_house.map(u64::from));
        sheet.number::<1>(account.kind);
        sheet.number::<7>(account.number);
        sheet.name(&self.payee.name);
        sheet.number::<10>(self.yen);
        sheet.bytes(&[self.new_code.map_or(b' ', NewCode::byte)]);
        self.details.write(&mut sheet);
        sheet.finish()
    }

    /// Its hash as a leaf of the batch's tree.
    pub fn leaf(&self) -> Leaf {
        Leaf::of(&self.encode())
    }

    /// Who is paid.
    pub const fn payee(&self) -> &Payee {
        &self.payee
    }

    /// How much.
    pub const fn amount(&self) -> Amount {
        Amount::yen(self.yen)
    }

    /// Whether the payee was paid before; `None` where the columns are blank.
    pub const fn new_code(&self) -> Option<NewCode> {
        self.new_code
    }

    /// What it says beyond that.
    pub const fn details(&self) -> &Details {
        &self.details
    }

    pub(crate) const fn yen(&self) -> u64 {
        self.yen
    }
}

fn payee(columns: &mut Columns<'_>) -> Result<Payee, InvalidRecord> {
    let bank = columns.number::<4>()?;
    let bank_name = columns.kana()?;
    let branch = columns.number::<3>()?;
    let branch_name = columns.kana()?;
    let number = columns.optional_number::<4>()?;
    let clearing_house = number.and_then(|number| u16::try_from(number).ok());
    let unfit = columns.error(InvalidBatchKind::AccountKind);
    let kind = columns.number::<1>()?;
    let number = columns.number::<7>()?;
    let account = AccountDigits { bank, branch, kind, number }.account().ok_or(unfit)?;
    let name = columns.name()?;
    Ok(Payee { account, name, bank_name, branch_name, clearing_house })
}

const CLEARING_HOUSE: usize = 38;
const ACCOUNT_KIND: usize = 42;
const NAME: usize = 50;
const AMOUNT: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reference, TransferCategory};
    use warifu_sign::transaction::AccountKind;

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
    fn each_field_stands_in_its_columns() {
        let row = Row::new(payee(AccountKind::Savings), 250_000, None, transfer()).unwrap();
        let front =
            "20138EXAMPLE        110MAIN           000741234567YAMADA TARO                   ";
        let expected = std::format!("{front}0000250000 INV-2026/11         7Y       ");
        assert_eq!(core::str::from_utf8(&row.encode()), Ok(&*expected));
        assert_eq!(Row::decode(&row.encode(), BatchKind::Transfer), Ok(row));

        let first = Some(NewCode::First);
        let row = Row::new(payee(AccountKind::Ordinary), 1, first, wages()).unwrap();
        let record = row.encode();
        assert_eq!(&record[80..], b"000000000110000000042A1                 ");
        assert_eq!(Row::decode(&record, BatchKind::PublicBonus), Ok(row));
    }

    /// It is bank kana, and yet not of the characters that files have.
    #[test]
    fn no_name_has_the_kana_wo() {
        use InvalidBatchKind::Character;

        let named =
            Payee { name: KanaText::parse("ｶｦ").unwrap(), ..payee(AccountKind::Ordinary) };
        let error = Row::new(named, 1, None, transfer()).unwrap_err();
        assert_eq!(error, InvalidRecord::new(Character, 51));
        let mut record =
            Row::new(payee(AccountKind::Ordinary), 1, None, transfer()).unwrap().encode();
        record[50..52].copy_from_slice(b"\xb6\xa6");
        let error = Row::decode(&record, BatchKind::Transfer).unwrap_err();
        assert_eq!(error, InvalidRecord::new(Character, 51));
        assert_eq!(KanaColumn::<5>::parse("ｦ"), Err(Character));
    }

    #[test]
    fn what_a_row_cannot_say() {
        use InvalidBatchKind::{AccountKind as Unfit, NoAmount, OutOfRange};

        let refused = |payee, yen, details| Row::new(payee, yen, None, details).unwrap_err();
        let ordinary = payee(AccountKind::Ordinary);
        assert_eq!(refused(ordinary, 0, transfer()), InvalidRecord::new(NoAmount, 80));
        let large = refused(ordinary, 10_000_000_000, transfer());
        assert_eq!(large, InvalidRecord::new(OutOfRange, 80));
        let cleared = Payee { clearing_house: Some(10_000), ..ordinary };
        assert_eq!(refused(cleared, 1, transfer()), InvalidRecord::new(OutOfRange, 38));
        for kind in [AccountKind::Savings, AccountKind::Other] {
            assert_eq!(refused(payee(kind), 1, wages()), InvalidRecord::new(Unfit, 42));
            assert!(Row::new(payee(kind), 1, None, transfer()).is_ok());
        }
    }
}
