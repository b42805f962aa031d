use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{Code, Digits, Seconds, Secret, UnixTime};
use warifu_otp::{
    HashAlgorithm, Policy, RecordedCounter, RecordedState, Totp, TotpParameters, TotpVerifier,
    VerifyError,
};

/// A recorded state, a moment, and what was typed: states have one encoding, and a verifier keeps its promises
/// from any of them.
pub(crate) fn check_state(input: &[u8]) {
    let mut reader = Reader::new(input);
    if let Ok(state) = RecordedCounter::decode(&mut reader) {
        let mut bytes = [0; 51];
        assert_eq!(state.encode(&mut Writer::new(&mut bytes)), Ok(()));
        assert!(input.starts_with(&bytes), "one encoding of each counter");
    }
    let mut reader = Reader::new(input);
    let Ok(state) = RecordedState::decode(&mut reader) else { return };
    let mut bytes = [0; 56];
    assert_eq!(state.encode(&mut Writer::new(&mut bytes)), Ok(()));
    assert!(input.starts_with(&bytes), "one encoding of each state");

    let Ok(now) = reader.u64().map(UnixTime::new) else { return };
    let Some(token) = token() else { return };
    let shown = token.generate(now);
    let right = shown.as_ref().ok().map(Code::expose);
    for typed in [str::from_utf8(reader.rest()).ok(), right].into_iter().flatten() {
        keeps_its_promises(&token, state, now, typed);
    }
}

fn keeps_its_promises(token: &Totp, state: RecordedState, now: UnixTime, typed: &str) {
    #[expect(clippy::expect_used, reason = "a fixed token and a fixed policy")]
    let verifier = TotpVerifier::new(token, &Policy::TIME_6_DIGITS).expect("six digits suffice");
    let verdict = verifier.verify(state, now, typed);
    let (before, after) = (state.failures.attempts, verdict.state.failures.attempts);
    match verdict.outcome {
        Ok(accepted) => {
            assert!(state.last.is_none_or(|last| accepted.step() > last), "a step counts once");
            assert_eq!(verdict.state.last, Some(accepted.step()));
            assert!(verdict.state.drift.unsigned_abs() <= 60, "the drift is bounded");
            assert_eq!(after.consecutive(), 0);
            let again = verifier.verify(verdict.state, now, typed).outcome;
            assert!(
                matches!(again, Err(VerifyError::Used | VerifyError::Wrong)),
                "a code counts once: {again:?}"
            );
        }
        Err(VerifyError::Wrong | VerifyError::Used) => {
            assert_eq!((verdict.state.last, verdict.state.drift), (state.last, state.drift));
            assert_eq!(after.consecutive(), before.consecutive().saturating_add(1));
        }
        Err(_) => assert_eq!(verdict.state, state, "what was not looked at changes nothing"),
    }
}

fn token() -> Option<Totp> {
    let secret = Secret::new(b"12345678901234567890").ok()?;
    let parameters = TotpParameters {
        algorithm: HashAlgorithm::Sha1,
        digits: Digits::SIX,
        step: Seconds::new(60),
        t0: UnixTime::new(0),
    };
    Totp::new(&secret, parameters).ok()
}
