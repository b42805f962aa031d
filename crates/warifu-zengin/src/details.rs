use crate::record::{Columns, Sheet};
use crate::{BatchKind, InvalidBatchKind, InvalidRecord, KanaColumn};

/// Whether the payee was paid before (新規コード).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewCode {
    /// その他, 0.
    Other,
    /// 第1回振込分, the first payment, 1.
    First,
    /// 変更分, the account is another one than before, 2.
    Changed,
}

/// What a row says beyond payee and amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Details {
    /// A row of a 総合振込.
    Transfer {
        /// What the payee recognises the payment by.
        reference: Reference,
        /// How it is sent.
        category: TransferCategory,
    },
    /// A row of wages or bonuses.
    Payroll {
        /// 社員番号.
        employee: KanaColumn<10>,
        /// 所属コード.
        department: KanaColumn<10>,
    },
}

/// What the payee recognises a payment by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// 顧客コード1 and 2.
    CustomerCodes(KanaColumn<10>, KanaColumn<10>),
    /// EDI情報, marked by a `Y` (識別表示).
    Edi(KanaColumn<20>),
}

/// How a transfer is sent (振込指定区分).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferCategory {
    /// Not said.
    Blank,
    /// 0, which some banks write where they use no category.
    Unused,
    /// テレ振込, 7.
    Telegraphic,
    /// 文書振込, 8.
    Document,
}

impl Details {
    pub(crate) const fn is_payroll(&self) -> bool {
        match self {
            Self::Payroll { .. } => true,
            Self::Transfer { .. } => false,
        }
    }

    pub(crate) fn read(columns: &mut Columns<'_>, kind: BatchKind) -> Result<Self, InvalidRecord> {
        if kind.is_payroll() {
            return Ok(Self::Payroll { employee: columns.kana()?, department: columns.kana()? });
        }
        let reference = Reference::read(columns)?;
        let unknown = columns.error(InvalidBatchKind::Code);
        let [category, _] = columns.bytes();
        let category = TransferCategory::of_byte(category).ok_or(unknown)?;
        Ok(Self::Transfer { reference, category })
    }

    pub(crate) fn write(&self, sheet: &mut Sheet) {
        match self {
            Self::Payroll { employee, department } => {
                sheet.kana(employee);
                sheet.kana(department);
            }
            Self::Transfer { reference, category } => {
                let mark = reference.write(sheet);
                sheet.bytes(&[category.byte(), mark]);
            }
        }
    }
}

impl Reference {
    /// The mark behind the reference and the category says how the reference is read.
    fn read(columns: &mut Columns<'_>) -> Result<Self, InvalidRecord> {
        let mut ahead = columns.clone();
        let _: [u8; 21] = ahead.bytes();
        let unknown = ahead.error(InvalidBatchKind::Code);
        match ahead.bytes() {
            [b' '] => Ok(Self::CustomerCodes(columns.kana()?, columns.kana()?)),
            [EDI] => columns.kana().map(Self::Edi),
            _ => Err(unknown),
        }
    }

    /// Writes 20 columns, and says what stands in 識別表示.
    fn write(&self, sheet: &mut Sheet) -> u8 {
        match self {
            Self::CustomerCodes(first, second) => {
                sheet.kana(first);
                sheet.kana(second);
                b' '
            }
            Self::Edi(text) => {
                sheet.kana(text);
                EDI
            }
        }
    }
}

impl NewCode {
    pub(crate) fn read(columns: &mut Columns<'_>) -> Result<Option<Self>, InvalidRecord> {
        let unknown = columns.error(InvalidBatchKind::Code);
        match columns.bytes() {
            [b' '] => Ok(None),
            [b'0'] => Ok(Some(Self::Other)),
            [b'1'] => Ok(Some(Self::First)),
            [b'2'] => Ok(Some(Self::Changed)),
            _ => Err(unknown),
        }
    }

    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Other => b'0',
            Self::First => b'1',
            Self::Changed => b'2',
        }
    }
}

impl TransferCategory {
    const fn byte(self) -> u8 {
        match self {
            Self::Blank => b' ',
            Self::Unused => b'0',
            Self::Telegraphic => b'7',
            Self::Document => b'8',
        }
    }

    const fn of_byte(byte: u8) -> Option<Self> {
        match byte {
            b' ' => Some(Self::Blank),
            b'0' => Some(Self::Unused),
            b'7' => Some(Self::Telegraphic),
            b'8' => Some(Self::Document),
            _ => None,
        }
    }
}

/// 識別表示 of EDI情報.
const EDI: u8 = b'Y';
