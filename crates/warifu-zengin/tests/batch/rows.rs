//! Rows and headers: one encoding of each, and every byte of it means something.

use proptest::prelude::*;
use warifu_sign::transaction::AccountKind;
use warifu_sign::{Account, Amount, Date, KanaText};
use warifu_zengin::{
    BatchErrorKind, BatchHeader, BatchKind, Details, KanaColumn, NewCode, Payee, Payer, Reference,
    Row, TransferCategory,
};

use crate::row;

const TEXT: &str =
    "([A-Z0-9(),./\u{a5}\u{ff62}\u{ff63}\u{ff71}-\u{ff9f}-]( ?[A-Z\u{ff71}-\u{ff9f}])";

fn kana<const N: usize>() -> impl Strategy<Value = KanaColumn<N>> {
    let text = format!("({TEXT}{{0,{}}}))?", N / 2 - 1);
    text_of(&text).prop_map(|text| KanaColumn::parse(&text).unwrap())
}

fn name() -> impl Strategy<Value = KanaText> {
    text_of(&format!("{TEXT}{{0,14}})")).prop_map(|text| KanaText::parse(&text).unwrap())
}

fn text_of(pattern: &str) -> impl Strategy<Value = String> + use<> {
    proptest::string::string_regex(pattern).unwrap()
}

fn account(kinds: &'static [AccountKind]) -> impl Strategy<Value = Account> {
    (0_u16..10_000, 0_u16..1_000, prop::sample::select(kinds), 0_u32..10_000_000)
        .prop_map(|(bank, branch, kind, number)| Account::new(bank, branch, kind, number).unwrap())
}

fn payee(kinds: &'static [AccountKind]) -> impl Strategy<Value = Payee> {
    let clearing_house = proptest::option::of(0_u16..10_000);
    (account(kinds), name(), kana(), kana(), clearing_house).prop_map(
        |(account, name, bank_name, branch_name, clearing_house)| Payee {
            account,
            name,
            bank_name,
            branch_name,
            clearing_house,
        },
    )
}

fn new_code() -> impl Strategy<Value = Option<NewCode>> {
    let codes = [NewCode::Other, NewCode::First, NewCode::Changed];
    proptest::option::of(prop::sample::select(codes.to_vec()))
}

fn transfer() -> impl Strategy<Value = Details> {
    let codes = (kana(), kana()).prop_map(|(a, b)| Reference::CustomerCodes(a, b));
    let reference = prop_oneof![codes, kana().prop_map(Reference::Edi)];
    let categories = [
        TransferCategory::Blank,
        TransferCategory::Unused,
        TransferCategory::Telegraphic,
        TransferCategory::Document,
    ];
    (reference, prop::sample::select(categories.to_vec()))
        .prop_map(|(reference, category)| Details::Transfer { reference, category })
}

fn wages() -> impl Strategy<Value = Details> {
    (kana(), kana()).prop_map(|(employee, department)| Details::Payroll { employee, department })
}

fn rows() -> impl Strategy<Value = (BatchKind, Row)> {
    const ALL: [AccountKind; 4] =
        [AccountKind::Ordinary, AccountKind::Current, AccountKind::Savings, AccountKind::Other];
    const WAGES: [AccountKind; 2] = [AccountKind::Ordinary, AccountKind::Current];
    let transfers = (Just(BatchKind::Transfer), payee(&ALL), transfer());
    let payrolls =
        [BatchKind::Payroll, BatchKind::Bonus, BatchKind::PublicPayroll, BatchKind::PublicBonus];
    let payrolls = (prop::sample::select(payrolls.to_vec()), payee(&WAGES), wages());
    let amount = 1_u64..10_000_000_000;
    (prop_oneof![transfers.boxed(), payrolls.boxed()], amount, new_code()).prop_map(
        |((kind, payee, details), yen, new_code)| {
            (kind, Row::new(payee, yen, new_code, details).unwrap())
        },
    )
}

fn headers() -> impl Strategy<Value = BatchHeader> {
    const KINDS: [AccountKind; 3] =
        [AccountKind::Ordinary, AccountKind::Current, AccountKind::Other];
    let kind =
        prop::sample::select(vec![BatchKind::Transfer, BatchKind::Payroll, BatchKind::Bonus]);
    let payer = (0_u64..10_000_000_000, kana(), account(&KINDS), kana(), kana()).prop_map(
        |(code, name, account, bank_name, branch_name)| Payer {
            code,
            name,
            account,
            bank_name,
            branch_name,
        },
    );
    (kind, payer, 1_u8..13, 1_u8..29).prop_map(|(kind, payer, month, day)| {
        BatchHeader::new(kind, payer, Date::new(2026, month, day).unwrap()).unwrap()
    })
}

proptest! {
    #[test]
    fn rows_survive_their_records((kind, row) in rows()) {
        prop_assert_eq!(Row::from_record(&row.to_record(), kind), Ok(row));
    }

    #[test]
    fn headers_survive_their_records(header in headers()) {
        prop_assert_eq!(BatchHeader::from_record(&header.to_record(), 2026), Ok(header));
    }

    /// Bytes changed at random, most often to ones that records may have.
    #[test]
    fn accepted_rows_are_canonical(
        (kind, row) in rows(),
        changes in proptest::collection::vec((0_usize..120, prop_oneof![
            prop::sample::select(b" 0127489AY(\xb1\xde\x5c".to_vec()), any::<u8>()
        ]), 1..4),
    ) {
        let mut record = row.to_record();
        for (column, byte) in changes {
            record[column] = byte;
        }
        for kind in [kind, BatchKind::Transfer, BatchKind::Payroll] {
            match Row::from_record(&record, kind) {
                Ok(accepted) => prop_assert_eq!(accepted.to_record(), record),
                Err(error) => prop_assert!(error.column().is_some_and(|column| column < 120)),
            }
        }
    }

    #[test]
    fn accepted_headers_are_canonical(
        header in headers(), column in 0_usize..120, byte: u8, year in 1_990_u16..2_140
    ) {
        let mut record = header.to_record();
        record[column] = byte;
        match BatchHeader::from_record(&record, year) {
            Ok(accepted) => prop_assert_eq!(accepted.to_record(), record),
            Err(error) => prop_assert!(error.column().is_some_and(|column| column < 120)),
        }
    }
}

/// What each column takes, byte by byte: every other byte is refused at this column.
#[test]
fn each_column_takes_its_bytes() {
    let letters = |byte: u8| {
        b"(),-./\x5c\xa2\xa3".contains(&byte)
            || byte.is_ascii_digit()
            || byte.is_ascii_uppercase()
            || (0xb1..=0xdf).contains(&byte)
    };
    let mut filled = row(7_654_321).to_record();
    filled[5..20].fill(b'A');
    filled[23..42].fill(b'1');
    filled[50..80].fill(b'B');
    filled[80..91].fill(b'1');
    filled[91..111].fill(b'C');
    for column in 0..120 {
        for byte in 0..=u8::MAX {
            let mut record = filled;
            record[column] = byte;
            let belongs = match column {
                0 => byte == b'2',
                1..=4 | 20..=22 | 38..=41 | 43..=49 | 80..=89 => byte.is_ascii_digit(),
                42 => b"1249".contains(&byte),
                90 => b" 012".contains(&byte),
                111 => b" 078".contains(&byte),
                112 => b" Y".contains(&byte),
                113.. => byte == b' ',
                // The first of a text that goes on cannot be blank; nor can one that would make no difference be told.
                5 | 23 | 50 | 91 | 101 => letters(byte),
                _ => letters(byte) || byte == b' ',
            };
            let read = Row::from_record(&record, BatchKind::Transfer);
            assert_eq!(read.is_ok(), belongs, "column {column}, byte {byte:#x}");
            match read {
                Ok(read) => assert_eq!(read.to_record(), record),
                Err(error) => assert_eq!(error.column(), Some(column), "byte {byte:#x}: {error}"),
            }
        }
    }
}

#[test]
fn an_amount_is_not_zero() {
    let mut record = row(5).to_record();
    record[89] = b'0';
    let error = Row::from_record(&record, BatchKind::Transfer).unwrap_err();
    assert_eq!((error.kind(), error.column()), (BatchErrorKind::NoAmount, Some(80)));
    record[80] = b'1';
    let row = Row::from_record(&record, BatchKind::Transfer).unwrap();
    assert_eq!(row.amount(), Amount::yen(1_000_000_000));
}
