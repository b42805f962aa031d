//! The digest of a batch, from a file in memory, compared with SHA-256 over the same bytes. `ratios.py` prints the results.
//!
//! Each row costs five compressions in the tree, three for the leaf and two for a node; SHA-256 over the whole file costs
//! two for each row, over each record alone three. `the tree's hashes` are those five alone: the floor.
#![expect(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "fixed inputs")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use sha2::{Digest, Sha256};
use warifu_sign::transaction::AccountKind;
use warifu_sign::{Account, Date, KanaText};
use warifu_zengin::csv::{self, CsvOptions, FirstLine, TextEncoding};
use warifu_zengin::{
    Batch, BatchBuilder, BatchHeader, BatchKind, Details, DrawSeed, KanaColumn, MAX_ROWS, Payee,
    PayeeHistory, Payer, PaymentSelector, Prover, Row, ZenginFile,
};

fn header() -> BatchHeader {
    let payer = Payer {
        code: 12_345_678,
        name: KanaColumn::parse("ｶ)ﾜﾘﾌｼﾖｳｼﾞ").unwrap(),
        account: Account::new(138, 110, AccountKind::Current, 98_765).unwrap(),
        bank_name: KanaColumn::parse("ﾖｺﾊﾏ").unwrap(),
        branch_name: KanaColumn::parse("ﾄﾂｶ").unwrap(),
    };
    BatchHeader::new(BatchKind::Payroll, payer, Date::new(2026, 12, 25).unwrap()).unwrap()
}

fn row(index: u32) -> Row {
    let payee = Payee {
        account: Account::new(138, 110, AccountKind::Ordinary, index).unwrap(),
        name: KanaText::parse("ﾔﾏﾀﾞ ﾀﾛｳ").unwrap(),
        bank_name: KanaColumn::parse("ﾖｺﾊﾏ").unwrap(),
        branch_name: KanaColumn::parse("ﾄﾂｶ").unwrap(),
        clearing_house: Some(0),
    };
    let employee = KanaColumn::parse(&format!("{index:010}")).unwrap();
    let details = Details::Payroll { employee, department: KanaColumn::parse("SOUMU").unwrap() };
    Row::new(payee, u64::from(index % 500_000 + 1), None, details).unwrap()
}

/// A file in the Zengin format, and the same rows as CSV in `Shift_JIS`.
fn files(count: u32) -> (Vec<u8>, Vec<u8>) {
    let (mut zengin, mut csv) = (header().to_record().to_vec(), Vec::new());
    let mut builder = BatchBuilder::new(header());
    for row in (0..count).map(row) {
        builder.push(&row).unwrap();
        let record = row.to_record();
        zengin.extend(record);
        let name = record[50..80].trim_ascii_end();
        let amount = row.amount().minor_units.to_string();
        csv.extend([b"0138,", &record[5..9], b",110,", &record[23..26], b",0000,1,"].concat());
        csv.extend([&record[43..50], b",", name, b",", amount.as_bytes(), b",,"].concat());
        csv.extend([&record[91..101], b",SOUMU\n"].concat());
    }
    zengin.extend(builder.trailer().to_record().unwrap());
    zengin.push(b'9');
    zengin.resize(zengin.len().next_multiple_of(120), b' ');
    (zengin, csv)
}

fn zengin_batch(file: &[u8]) -> Batch {
    ZenginFile::open(file, 2026).unwrap().batch().unwrap()
}

fn csv_batch(file: &[u8]) -> Batch {
    let options = CsvOptions { encoding: TextEncoding::ShiftJis, first_line: FirstLine::Row };
    csv::batch(file, header(), options).unwrap()
}

fn proof(file: &[u8], count: u32) {
    let mut prover = Prover::new(count / 3, count).unwrap();
    let rows = ZenginFile::open(file, 2026).unwrap().rows();
    for row in rows {
        prover.push(row.unwrap().leaf());
    }
    keep(prover.finish().unwrap());
}

/// The second pass alone: the tree again, and one hash more for each row, half of them to new accounts.
fn selection(file: &[u8], batch: &Batch) {
    let mut selector = PaymentSelector::new(batch, DrawSeed::from_bytes([7; 32]));
    let histories = [PayeeHistory::Known, PayeeHistory::New].into_iter().cycle();
    for (row, history) in ZenginFile::open(file, 2026).unwrap().rows().zip(histories) {
        selector.push(&row.unwrap(), history).unwrap();
    }
    keep(selector.finish().unwrap());
}

/// A hash of each record, of 120 bytes.
fn hash_each_record(file: &[u8]) {
    for record in file.chunks(120) {
        keep(Sha256::digest(record));
    }
}

/// For each record a leaf of 121 bytes and a node of 65.
fn tree_hashes(file: &[u8]) {
    for record in file.chunks(120) {
        let leaf = Sha256::new_with_prefix([0]).chain_update(record).finalize();
        let mut node = [1; 65];
        node[1..33].copy_from_slice(&leaf);
        keep(Sha256::digest(node));
    }
}

/// Keeps the compiler from leaving out what nothing else uses.
fn keep<T>(result: T) {
    black_box(result);
}

fn digests(criterion: &mut Criterion) {
    for count in [100, 1_000, 10_000, 100_000, MAX_ROWS] {
        let (zengin, csv) = files(count);
        let batch = zengin_batch(&zengin);
        assert_eq!(csv_batch(&csv), batch);
        let subjects: [(&str, &str, &dyn Fn()); 11] = [
            ("zengin", "warifu", &|| keep(zengin_batch(&zengin))),
            ("zengin", "SHA-256 of the file", &|| keep(Sha256::digest(&zengin))),
            ("zengin", "SHA-256 of each record", &|| hash_each_record(&zengin)),
            ("zengin", "the tree's hashes", &|| tree_hashes(&zengin)),
            ("csv", "warifu", &|| keep(csv_batch(&csv))),
            ("csv", "SHA-256 of the file", &|| keep(Sha256::digest(&csv))),
            ("csv", "the tree's hashes", &|| tree_hashes(&zengin)),
            ("proof", "warifu", &|| proof(&zengin, count)),
            ("proof", "the tree's hashes", &|| tree_hashes(&zengin)),
            ("selection", "warifu", &|| selection(&zengin, &batch)),
            ("selection", "the tree's hashes", &|| tree_hashes(&zengin)),
        ];
        for name in ["zengin", "csv", "proof", "selection"] {
            let mut group = criterion.benchmark_group(format!("batch/{name}, {count} rows"));
            group.sampling_mode(SamplingMode::Flat);
            group.throughput(Throughput::Elements(count.into()));
            // In turns, so that a busy machine slows all of them down alike.
            for round in 1..=ROUNDS {
                for (_, subject, work) in subjects.iter().filter(|(of, ..)| *of == name) {
                    group.bench_function(BenchmarkId::new(*subject, round), |bencher| {
                        bencher.iter(work);
                    });
                }
            }
            group.finish();
        }
    }
}

const ROUNDS: u8 = 3;

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(50))
        .measurement_time(Duration::from_millis(200))
        .sample_size(10)
        .nresamples(1000)
        .without_plots();
    targets = digests
}
criterion_main!(benches);
