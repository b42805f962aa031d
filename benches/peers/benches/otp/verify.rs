use std::hint::black_box;

use criterion::Criterion;
use ootp::hmacsha::ShaTypes;
use warifu_core::UnixTime;
use warifu_otp::{HashAlgorithm, Window};

use crate::compare::{Subject, in_turns};
use crate::{BASE32_KEY, KEY, NOW, STEP, TEXT_KEY, totp, totp_rs};

/// Three steps or, for those who have no window of steps, three counters. A wrong code takes everybody through all.
pub(crate) fn a_wrong_code(criterion: &mut Criterion) {
    let ours = totp(HashAlgorithm::Sha1);
    let totp_rs = totp_rs(totp_rs::Algorithm::SHA1);
    let otpauth = otpauth::HOTP::from_bytes(KEY);
    let ootp = ootp::hotp::Hotp::new(TEXT_KEY);
    let google = google_authenticator::GoogleAuthenticator::new();
    let libreauth = libreauth::oath::HOTPBuilder::new()
        .key(KEY)
        .counter(STEP - 1)
        .look_ahead(2)
        .finalize()
        .unwrap();
    let mut slauth = slauth::oath::hotp::HOTPBuilder::new()
        .secret(KEY)
        .counter(STEP - 1)
        .re_sync_parameter(3)
        .build();
    let number: u32 = WRONG.parse().unwrap();
    let around = || ootp::hotp::CheckOption::Full {
        counter: black_box(STEP),
        breadth: 1,
        algorithm: &ShaTypes::Sha1,
    };

    let now = UnixTime::new(NOW);
    assert!(ours.verify(WRONG, now, Window::ONE_EACH_WAY, 0, None).is_err());
    assert_eq!(totp_rs.check(WRONG, NOW), None);
    assert!(!otpauth.verify(number, STEP - 2, 3));
    assert!(!ootp.check(WRONG, around()));
    assert!(!google.verify_code(BASE32_KEY, WRONG, 1, STEP));
    assert!(!libreauth.is_valid(WRONG));
    assert!(!slauth.verify(WRONG));

    let subjects = [
        Subject::new("warifu", || {
            let (token, now) = (black_box(&ours), black_box(now));
            token.verify(black_box(WRONG), now, Window::ONE_EACH_WAY, 0, None)
        }),
        Subject::new("totp-rs 6", || black_box(&totp_rs).check(black_box(WRONG), black_box(NOW))),
        Subject::new("otpauth 0.5", || {
            black_box(&otpauth).verify(black_box(number), black_box(STEP - 2), 3)
        }),
        Subject::new("ootp 0.1", || black_box(&ootp).check(black_box(WRONG), around())),
        Subject::new("google-authenticator 0.4", || {
            google.verify_code(black_box(BASE32_KEY), black_box(WRONG), 1, black_box(STEP))
        }),
        Subject::new("libreauth 0.18", || black_box(&libreauth).is_valid(black_box(WRONG))),
        Subject::new("slauth 0.7", || black_box(&mut slauth).verify(black_box(WRONG))),
    ];
    in_turns(criterion, "peers/refuse a wrong code in 3 steps, SHA-1", subjects);
}

const WRONG: &str = "000000";
