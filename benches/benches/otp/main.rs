//! One-time passwords beside totp-rs 6, which has the same job and a comparable interface.
#![expect(clippy::unwrap_used, reason = "fixed inputs")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use warifu_core::{Seconds, Secret, UnixTime};
use warifu_otp::{Algorithm, Totp, TotpParameters, Window};

const NOW: u64 = 1_796_083_200;
const KEY: &[u8; 20] = b"12345678901234567890";

fn generate_and_verify(criterion: &mut Criterion) {
    for (name, algorithm, peers) in [
        ("SHA-1", Algorithm::Sha1, totp_rs::Algorithm::SHA1),
        ("SHA-256", Algorithm::Sha256, totp_rs::Algorithm::SHA256),
    ] {
        let parameters =
            TotpParameters { algorithm, step: Seconds::new(30), ..TotpParameters::default() };
        let ours = Totp::new(&Secret::new(KEY).unwrap(), parameters).unwrap();
        let peer = totp_rs::Builder::new()
            .with_algorithm(peers)
            .with_secret(*KEY)
            .with_skew(1)
            .build()
            .unwrap();
        let shown = ours.generate(UnixTime::new(NOW)).unwrap();
        assert_eq!(shown.expose(), peer.generate(NOW).to_string(), "the two agree");
        assert!(ours.verify("000000", UnixTime::new(NOW), Window::ONE_EACH_WAY, 0, None).is_err());
        assert!(peer.check("000000", NOW).is_none());

        let mut group = criterion.benchmark_group(format!("otp/generate {name}"));
        group.bench_function("warifu", |bencher| {
            bencher.iter(|| ours.generate(black_box(UnixTime::new(NOW))));
        });
        group.bench_function("totp-rs 6", |bencher| bencher.iter(|| peer.generate(black_box(NOW))));
        group.finish();

        let mut group =
            criterion.benchmark_group(format!("otp/refuse a wrong code in a window of 3, {name}"));
        group.bench_function("warifu", |bencher| {
            bencher.iter(|| {
                ours.verify(black_box("000000"), UnixTime::new(NOW), Window::ONE_EACH_WAY, 0, None)
            });
        });
        group.bench_function("totp-rs 6", |bencher| {
            bencher.iter(|| peer.check(black_box("000000"), NOW));
        });
        group.finish();
    }
}

criterion_group!(benches, generate_and_verify);
criterion_main!(benches);
