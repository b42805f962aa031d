use crate::record::{Columns, Sheet};
use crate::{BatchError, BatchErrorKind, BatchKind, KanaColumn};

/// What the file says of earlier payments to the payee (新規コード).
///
/// It is as the author of the file wrote it. What the bank knows itself is [`PayeeHistory`](crate::PayeeHistory).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewCode {
    /// その他, neither of the others, 0.
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
        /// The employee's number in the company (社員番号).
        employee: KanaColumn<10>,
        /// The department's code in the company (所属コード).
        department: KanaColumn<10>,
    },
}

/// What the payee recognises a payment by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// Two codes that payer and payee agreed on (顧客コード1, 顧客コード2).
    CustomerCodes(KanaColumn<10>, KanaColumn<10>),
    /// Text for the payee (EDI情報), marked by a `Y` in the column 識別表示.
    Edi(KanaColumn<20>),
}

/// How a transfer is sent (振込指定区分).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferCategory {
    /// The column is blank: the bank decides.
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

    pub(crate) fn read(columns: &mut Columns<'_>, kind: BatchKind) -> Result<Self, BatchError> {
        if kind.is_payroll() {
            return Ok(Self::Payroll { employee: columns.kana()?, department: columns.kana()? });
        }
        let reference = Reference::read(columns)?;
        let category = columns.checked(BatchErrorKind::Code, |columns| {
            let [category, _mark] = columns.bytes()?;
            Ok(TransferCategory::from_byte(category))
        })?;
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
    fn read(columns: &mut Columns<'_>) -> Result<Self, BatchError> {
        let mut ahead = columns.clone();
        let _reference_and_category: [u8; 21] = ahead.bytes()?;
        let is_edi = ahead.checked(BatchErrorKind::Code, |ahead| {
            Ok(match ahead.bytes()? {
                [b' '] => Some(false),
                [EDI] => Some(true),
                _ => None,
            })
        })?;
        if is_edi {
            columns.kana().map(Self::Edi)
        } else {
            Ok(Self::CustomerCodes(columns.kana()?, columns.kana()?))
        }
    }

    /// Writes 20 columns, and returns the mark for 識別表示.
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
    pub(crate) fn read(columns: &mut Columns<'_>) -> Result<Option<Self>, BatchError> {
        columns.checked(BatchErrorKind::Code, |columns| {
            Ok(match columns.bytes()? {
                [b' '] => Some(None),
                [b'0'] => Some(Some(Self::Other)),
                [b'1'] => Some(Some(Self::First)),
                [b'2'] => Some(Some(Self::Changed)),
                _ => None,
            })
        })
    }

    pub(crate) const fn byte(code: Option<Self>) -> u8 {
        match code {
            None => b' ',
            Some(Self::Other) => b'0',
            Some(Self::First) => b'1',
            Some(Self::Changed) => b'2',
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

    const fn from_byte(byte: u8) -> Option<Self> {
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
