//! Opening the example key file: AES-256-CBC with HMAC-SHA-256, two packages.
#![expect(clippy::unwrap_used, reason = "fixed inputs")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use warifu_core::Secret;
use warifu_pskc::{Container, KeyPackage, TransportKey};

fn open(xml: &[u8], key: &TransportKey) -> Vec<KeyPackage> {
    Container::parse(xml).unwrap().open(key).unwrap()
}

fn key_file(criterion: &mut Criterion) {
    let xml = include_bytes!("../../examples/data/tokens.pskcxml");
    let key = hex::decode(include_str!("../../examples/data/transport.key").trim()).unwrap();
    let key = TransportKey::PreShared(Secret::new(&key).unwrap());
    assert_eq!(open(xml, &key).len(), 2);
    criterion.bench_function("pskc/parse and open two packages", |bencher| {
        bencher.iter(|| open(black_box(xml), &key));
    });
}

criterion_group!(benches, key_file);
criterion_main!(benches);
