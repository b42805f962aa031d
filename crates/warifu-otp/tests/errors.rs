//! Every error text, and what `Debug` tells of a token.
#![cfg(test)]

use std::error::Error;

use warifu_core::{CodeError, Digits, Secret, UnixTime};
use warifu_otp::{
    AttemptLimits, Bound, CodeCheck, CounterRules, Guessing, HashAlgorithm, Hotp, HotpVerifier,
    ParametersError, Policy, RecordedState, Totp, TotpParameters, TotpVerifier, VerifyError,
    Window,
};

#[test]
fn texts() {
    let nothing = Bound { per_lock: 0.0, per_life: 0.0 };
    let rules = CounterRules { look_ahead: 0, resynchronisation: 0 };
    let too_easy = Policy::new(rules, Guessing::with_digits(Digits::SIX), nothing).unwrap_err();
    let invalid_limits = AttemptLimits::new(0, 0).unwrap_err();
    assert_eq!(invalid_limits, ParametersError::Limits);
    let texts: [(&dyn Error, &str); 19] = [
        (&ParametersError::ShortSecret, "the secret is shorter than 128 bits"),
        (&ParametersError::Digits { fewest: 6 }, "a one-time password has 6 to 10 digits"),
        (&ParametersError::Digits { fewest: 4 }, "a one-time password has 4 to 10 digits"),
        (&ParametersError::NoLifetime, "a token lives for at least a year"),
        (&ParametersError::Bound, "a bound is a probability from 0 to 1"),
        (&ParametersError::Step, "the time step is not 1 to 3600 seconds"),
        (
            &ParametersError::FewerThanPolicy,
            "the code has fewer digits than the policy was made for",
        ),
        (
            &too_easy,
            "guessing succeeds with a probability of 5.0e-6 until the token is suspended and of 4.9e-3 in its life: more than the bound allows",
        ),
        (
            &invalid_limits,
            "the limit is 1 to 10 failures in a row, and at least as many but at most 100 in thirty days",
        ),
        (&ParametersError::BeforeT0, "the time is before T0"),
        (&VerifyError::Malformed(CodeError::WrongLength), "the code is malformed"),
        (&VerifyError::Wrong, "the code is wrong"),
        (&VerifyError::Used, "the code has been used"),
        (&VerifyError::Suspended, "the token is suspended"),
        (&VerifyError::TooSoon, "the code comes too soon after a wrong one"),
        (&VerifyError::OutOfRange, "the moving factor is out of range"),
        (&ParametersError::ImpossibleErrors, "no customers have such typing errors"),
        (
            &ParametersError::LowBound { least: 86 },
            "typing errors alone would exceed the bound: it is at least 86",
        ),
        (&ParametersError::NeverExceeded, "all customers together would not exceed the bound"),
    ];
    for (error, text) in texts {
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn a_malformed_code_has_a_source() {
    let reason = CodeError::NotADigit { offset: 3 };
    let source = VerifyError::Malformed(reason).source().map(ToString::to_string);
    assert_eq!(source, Some(reason.to_string()));
    let others = [
        VerifyError::Wrong,
        VerifyError::Used,
        VerifyError::Suspended,
        VerifyError::TooSoon,
        VerifyError::OutOfRange,
    ];
    assert!(others.iter().all(|refusal| refusal.source().is_none()));
}

#[test]
fn debug_shows_no_key_and_no_code() {
    let secret = Secret::new(b"12345678901234567890").unwrap();
    let hotp = Hotp::new(&secret, HashAlgorithm::Sha1, Digits::SIX).unwrap();
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

#[test]
fn debug_of_what_holds_a_token_or_a_state() {
    let secret = Secret::new(b"12345678901234567890").unwrap();
    let totp = Totp::new(&secret, TotpParameters::default()).unwrap();
    let hotp = Hotp::new(&secret, HashAlgorithm::Sha512, Digits::EIGHT).unwrap().with_checksum();
    let now = UnixTime::new(1_800_000_000);
    let code = totp.generate(now).unwrap();
    let typed = code.expose();
    let entry = CodeCheck { token: &totp, typed, window: Window::EXACT, drift: 0, last: None };
    let verifier = TotpVerifier::new(&totp, &Policy::TIME_6_DIGITS).unwrap();
    let counting = HotpVerifier::new(&hotp, &Policy::COUNTER_8_DIGITS).unwrap();
    let verdict = verifier.verify(RecordedState::NEW, now, typed);
    let shown =
        format!("{entry:?} {verifier:?} {counting:?} {verdict:?} {code:?} {totp:?} {hotp:?}");
    assert_eq!(shown.matches("redacted").count(), 6, "{shown}");
    for secret in [typed, "3132333435", "49, 50, 51", "0x31", "GEZDGNBV", "1234567890"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}
