use std::hint::black_box;
use std::time::Duration;

use criterion::Criterion;
use ootp::hmacsha::ShaTypes;
use warifu_core::{Counter, UnixTime};
use warifu_otp::HashAlgorithm;

use crate::compare::{Subject, in_turns};
use crate::{BASE32_KEY, KEY, NOW, STEP, TEXT_KEY, hotp, system_time, totp, totp_rs};

pub(crate) fn from_a_time(criterion: &mut Criterion) {
    let ours = totp(HashAlgorithm::Sha1);
    let totp_rs = totp_rs(totp_rs::Algorithm::SHA1);
    let otpauth = otpauth::TOTP::from_bytes(KEY);
    let ootp = ootp::totp::Totp::secret(TEXT_KEY, ootp::totp::CreateOption::Default);
    let google = google_authenticator::GoogleAuthenticator::new();
    let rust_otp = rust_otp::TOTP::new(KEY.to_vec(), rust_otp::Algorithm::SHA1, 6, 30);
    let rfc6238 = totp_rfc6238::TotpGenerator::new().build();
    let now = system_time();

    let code = ours.generate(UnixTime::new(NOW)).unwrap();
    let number: u32 = code.expose().parse().unwrap();
    assert_eq!(totp_rs.generate(NOW).to_string(), code.expose());
    assert_eq!(totp_lite::totp_custom::<totp_lite::Sha1>(30, 6, KEY, NOW), code.expose());
    assert_eq!(otpauth.generate(30, NOW), number);
    assert_eq!(otp::totp(KEY, now, Duration::from_secs(30)) % 1_000_000, number);
    assert_eq!(ootp.make_time(NOW), code.expose());
    assert_eq!(google.get_code(BASE32_KEY, STEP).unwrap(), code.expose());
    assert_eq!(rust_otp.generate_formatted_at(NOW), code.expose());
    assert_eq!(rfc6238.get_code_with(KEY, || NOW), code.expose());

    let subjects = [
        Subject::new("warifu", || black_box(&ours).generate(black_box(UnixTime::new(NOW)))),
        Subject::new("totp-rs 6", || black_box(&totp_rs).generate(black_box(NOW))),
        Subject::new("totp-lite 2", || {
            totp_lite::totp_custom::<totp_lite::Sha1>(30, 6, black_box(KEY), black_box(NOW))
        }),
        Subject::new("otpauth 0.5", || black_box(&otpauth).generate(30, black_box(NOW))),
        Subject::new("otp 0.2", || {
            otp::totp(black_box(KEY), black_box(now), Duration::from_secs(30)) % 1_000_000
        }),
        Subject::new("ootp 0.1", || black_box(&ootp).make_time(black_box(NOW))),
        Subject::new("google-authenticator 0.4", || {
            google.get_code(black_box(BASE32_KEY), black_box(STEP))
        }),
        Subject::new("rust-otp 3", || black_box(&rust_otp).generate_formatted_at(black_box(NOW))),
        Subject::new("totp_rfc6238 0.7", || {
            black_box(&rfc6238).get_code_with(black_box(KEY), || black_box(NOW))
        }),
    ];
    in_turns(criterion, "peers/generate from a time, SHA-1", subjects);
}

pub(crate) fn from_a_time_with_sha256(criterion: &mut Criterion) {
    let ours = totp(HashAlgorithm::Sha256);
    let totp_rs = totp_rs(totp_rs::Algorithm::SHA256);
    let options = ootp::totp::CreateOption::Algorithm(&ShaTypes::Sha2_256);
    let ootp = ootp::totp::Totp::secret(TEXT_KEY, options);
    let rust_otp = rust_otp::TOTP::new(KEY.to_vec(), rust_otp::Algorithm::SHA256, 6, 30);
    let rfc6238 = totp_rfc6238::TotpGenerator::new()
        .set_hash_algorithm(totp_rfc6238::HashAlgorithm::SHA256)
        .build();

    let code = ours.generate(UnixTime::new(NOW)).unwrap();
    assert_eq!(totp_rs.generate(NOW).to_string(), code.expose());
    assert_eq!(totp_lite::totp_custom::<totp_lite::Sha256>(30, 6, KEY, NOW), code.expose());
    assert_eq!(ootp.make_time(NOW), code.expose());
    assert_eq!(rust_otp.generate_formatted_at(NOW), code.expose());
    assert_eq!(rfc6238.get_code_with(KEY, || NOW), code.expose());

    let subjects = [
        Subject::new("warifu", || black_box(&ours).generate(black_box(UnixTime::new(NOW)))),
        Subject::new("totp-rs 6", || black_box(&totp_rs).generate(black_box(NOW))),
        Subject::new("totp-lite 2", || {
            totp_lite::totp_custom::<totp_lite::Sha256>(30, 6, black_box(KEY), black_box(NOW))
        }),
        Subject::new("ootp 0.1", || black_box(&ootp).make_time(black_box(NOW))),
        Subject::new("rust-otp 3", || black_box(&rust_otp).generate_formatted_at(black_box(NOW))),
        Subject::new("totp_rfc6238 0.7", || {
            black_box(&rfc6238).get_code_with(black_box(KEY), || black_box(NOW))
        }),
    ];
    in_turns(criterion, "peers/generate from a time, SHA-256", subjects);
}

/// Here are those, too, whose time-based passwords read the clock themselves. Some keep the counter.
#[expect(deprecated, reason = "`boringauth` advises against SHA-1, which this group measures")]
pub(crate) fn from_a_counter(criterion: &mut Criterion) {
    let ours = hotp();
    let otpauth = otpauth::HOTP::from_bytes(KEY);
    let ootp = ootp::hotp::Hotp::new(TEXT_KEY);
    let rust_otp = rust_otp::HOTP::new(KEY.to_vec(), rust_otp::Algorithm::SHA1, 6);
    let libreauth = libreauth::oath::HOTPBuilder::new().key(KEY).counter(STEP).finalize().unwrap();
    let boringauth = boringauth::oath::HOTPBuilder::new()
        .key(KEY)
        .counter(STEP)
        .hash_function(boringauth::oath::HashFunction::Sha1)
        .finalize()
        .unwrap_or_else(|_| unreachable!("the parameters are right"));
    let slauth = slauth::oath::hotp::HOTPBuilder::new().secret(KEY).counter(STEP).build();

    let code = ours.generate(Counter::new(STEP));
    let number: u32 = code.expose().parse().unwrap();
    assert_eq!(otpauth.generate(STEP), number);
    assert_eq!(otp::hotp(KEY, STEP) % 1_000_000, number);
    assert_eq!(ootp.make(ootp::hotp::MakeOption::Counter(STEP)), code.expose());
    assert_eq!(rust_otp.generate_formatted(STEP), code.expose());
    assert_eq!(libreauth.generate(), code.expose());
    assert_eq!(boringauth.generate(), code.expose());
    assert_eq!(slauth.r#gen(), code.expose());

    let subjects = [
        Subject::new("warifu", || black_box(&ours).generate(black_box(Counter::new(STEP)))),
        Subject::new("otpauth 0.5", || black_box(&otpauth).generate(black_box(STEP))),
        Subject::new("otp 0.2", || otp::hotp(black_box(KEY), black_box(STEP)) % 1_000_000),
        Subject::new("ootp 0.1", || {
            black_box(&ootp).make(ootp::hotp::MakeOption::Counter(black_box(STEP)))
        }),
        Subject::new("rust-otp 3", || black_box(&rust_otp).generate_formatted(black_box(STEP))),
        Subject::new("libreauth 0.18", || black_box(&libreauth).generate()),
        Subject::new("boringauth 0.9", || black_box(&boringauth).generate()),
        Subject::new("slauth 0.7", || black_box(&slauth).r#gen()),
    ];
    in_turns(criterion, "peers/generate from a counter, SHA-1", subjects);
}
