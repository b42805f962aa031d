//! One-time passwords beside every other crate that computes them and builds today.
//!
//! All subjects of a group do the same: one key of 20 bytes, 6 digits, steps of 30 seconds, the time or the counter as an
//! argument, the answer kept. Only warifu keeps what HMAC made of the key: all others take it anew for each code,
//! as their interfaces have no place to keep more. `google-authenticator` takes the key as base32. The answer of `otp`,
//! `otpauth` and `totp-rs` is a number; the others write its digits, most of them into a new `String`.

// The subjects take turns as in the workspace's own bench.
#[expect(dead_code, reason = "nobody here measures itself")]
#[path = "../../../src/lib.rs"]
mod compare;
mod generate;
mod verify;

use std::time::{Duration, SystemTime};

use criterion::{criterion_group, criterion_main};
use warifu_core::{Digits, Seconds, Secret};
use warifu_otp::{HashAlgorithm, Hotp, Totp, TotpParameters};

fn totp(algorithm: HashAlgorithm) -> Totp {
    let step = Seconds::new(30);
    let parameters = TotpParameters { algorithm, step, ..TotpParameters::default() };
    Totp::new(&Secret::new(KEY).unwrap(), parameters).unwrap()
}

fn hotp() -> Hotp {
    Hotp::new(&Secret::new(KEY).unwrap(), HashAlgorithm::Sha1, Digits::SIX).unwrap()
}

fn totp_rs(algorithm: totp_rs::Algorithm) -> totp_rs::Totp {
    totp_rs::Builder::new().with_algorithm(algorithm).with_secret(*KEY).build().unwrap()
}

fn system_time() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
}

criterion_group! {
    name = benches;
    config = compare::short_measurements();
    targets =
        generate::from_a_time,
        generate::from_a_time_with_sha256,
        generate::from_a_counter,
        verify::a_wrong_code
}
criterion_main!(benches);

const TEXT_KEY: &str = "12345678901234567890";
const KEY: &[u8; 20] = b"12345678901234567890";
const BASE32_KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const NOW: u64 = 1_796_083_200;
const STEP: u64 = NOW / 30;
