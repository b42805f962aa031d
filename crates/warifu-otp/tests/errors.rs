//! Every error text, and what `Debug` tells of a token.

use std::error::Error;

use warifu_core::{Digits, InvalidCode, Secret, UnixTime};
use warifu_otp::{
    Algorithm, Hotp, InvalidParameters, OutOfRange, Refusal, Totp, TotpParameters, Window,
};

#[test]
fn texts() {
    let texts: [(&dyn Error, &str); 8] = [
        (&InvalidParameters::ShortSecret, "the secret is shorter than 128 bits"),
        (&InvalidParameters::Digits, "a one-time password has 6 to 10 digits"),
        (&InvalidParameters::Step, "the time step is not 1 to 3600 seconds"),
        (&OutOfRange, "the time is before T0"),
        (&Refusal::Malformed(InvalidCode::WrongLength), "the code is malformed"),
        (&Refusal::Wrong, "the code is wrong"),
        (&Refusal::Used, "the code has been used"),
        (&Refusal::OutOfRange, "the moving factor is out of range"),
    ];
    for (error, text) in texts {
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn a_malformed_code_has_a_source() {
    let reason = InvalidCode::NotADigit { offset: 3 };
    let source = Refusal::Malformed(reason).source().map(ToString::to_string);
    assert_eq!(source, Some(reason.to_string()));
    assert!(Refusal::Wrong.source().is_none());
    assert!(Refusal::Used.source().is_none());
    assert!(Refusal::OutOfRange.source().is_none());
}

#[test]
fn debug_shows_no_key_and_no_code() {
    let secret = Secret::new(b"12345678901234567890").unwrap();
    let hotp = Hotp::new(&secret, Algorithm::Sha1, Digits::SIX).unwrap();
    assert_eq!(format!("{hotp:?}"), "Hotp(Sha1, 6 digits, redacted)");
    let totp = Totp::new(&secret, TotpParameters::RECOMMENDED).unwrap();
    assert_eq!(format!("{totp:?}"), "Totp(Sha256, 8 digits, 60 s from 0, redacted)");

    let now = UnixTime::new(1_800_000_000);
    let code = totp.generate(now).unwrap();
    let accepted = totp.verify(code.expose(), now, Window::EXACT, 0, None).unwrap();
    assert_eq!(format!("{accepted:?}"), "Accepted { step: TimeStep(30000000), drift: 0 }");
    let refused = totp.verify(code.expose(), now, Window::EXACT, 0, Some(accepted.step()));
    assert_eq!(format!("{:?}", refused.unwrap_err()), "Used");
    let malformed = totp.verify("1234567x", now, Window::EXACT, 0, None).unwrap_err();
    assert_eq!(format!("{malformed:?}"), "Malformed(NotADigit { offset: 7 })");
}
