//! Batches: files, rows, digests, proofs.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

#[cfg(feature = "csv")]
mod csv;
mod errors;
mod file;
mod inclusion;
mod random;
mod rows;
mod screens;
mod selection;
mod structure;

use warifu_sign::transaction::AccountKind;
use warifu_sign::{Account, Date, KanaText};
use warifu_zengin::{
    Batch, BatchBuilder, BatchHeader, BatchKind, Details, KanaColumn, Payee, Payer, Reference, Row,
    TransferCategory, ZenginFile,
};

/// Twelve rows of wages, lines that end in CR LF, and a byte 1A.
const PAYROLL: &[u8] = include_bytes!("../../../../examples/data/payroll.zengin");

/// Each record of the payroll without its line end.
fn records() -> Vec<[u8; 120]> {
    PAYROLL.chunks_exact(122).map(|line| line[..120].try_into().unwrap()).collect()
}

fn joined(records: &[[u8; 120]], line_end: &[u8]) -> Vec<u8> {
    records.iter().flat_map(|record| [record, line_end].concat()).collect()
}

fn batch(file: &[u8]) -> Batch {
    ZenginFile::open(file, 2026).unwrap().batch().unwrap()
}

fn header() -> BatchHeader {
    let payer = Payer {
        code: 12_345,
        name: KanaColumn::parse("EXAMPLE").unwrap(),
        account: Account::new(138, 110, AccountKind::Ordinary, 7_654_321).unwrap(),
        bank_name: KanaColumn::BLANK,
        branch_name: KanaColumn::BLANK,
    };
    BatchHeader::new(BatchKind::Transfer, payer, Date::new(2026, 12, 1).unwrap()).unwrap()
}

/// A transfer of `yen` yen to the account with the number `yen`.
fn row(yen: u32) -> Row {
    let payee = Payee {
        account: Account::new(138, 110, AccountKind::Ordinary, yen).unwrap(),
        name: KanaText::parse("YAMADA TARO").unwrap(),
        bank_name: KanaColumn::BLANK,
        branch_name: KanaColumn::BLANK,
        clearing_house: None,
    };
    let reference = Reference::CustomerCodes(KanaColumn::BLANK, KanaColumn::BLANK);
    let details = Details::Transfer { reference, category: TransferCategory::Telegraphic };
    Row::new(payee, yen.into(), None, details).unwrap()
}

fn batch_of(rows: &[Row]) -> Batch {
    let mut builder = BatchBuilder::new(header());
    for row in rows {
        builder.push(row).unwrap();
    }
    let trailer = builder.trailer();
    builder.finish(trailer).unwrap()
}
