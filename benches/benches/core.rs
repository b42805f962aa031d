//! The key hierarchy.
#![expect(clippy::unwrap_used, reason = "fixed inputs")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use warifu_core::keys::{Activation, DeviceRootKey, RegistrationNonce};
use warifu_core::{Counter, IssuerId};

fn keys(criterion: &mut Criterion) {
    let device = DeviceRootKey::new([0x42; 32]).issuer_device_key(IssuerId::new(138));
    let activation = Activation {
        issuer: IssuerId::new(138),
        registration: RegistrationNonce([7; 16]),
        counter: Counter::new(1),
        token_code: "FDT7306594-1".parse().unwrap(),
        key_epoch: 1,
    };
    criterion.bench_function("core/instance, message, signing and pick key", |bencher| {
        bencher.iter(|| {
            let instance = device.instance_key(black_box(&activation));
            (instance.message_key(), instance.signing_key(), instance.pick_key())
        });
    });
}

criterion_group!(benches, keys);
criterion_main!(benches);
