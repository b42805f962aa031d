//! Delays, limits, and what counts as a failure.

use warifu_core::{CodeError, Counter, UnixTime};
use warifu_otp::{
    HashAlgorithm, Hotp, HotpVerifier, ParametersError, Policy, RecordedCounter, RecordedState,
    Standing, TimeRules, Totp, TotpParameters, TotpVerifier, VerifyError, Window,
};

use crate::oracle::{
    DAY, EVERY_SECOND, NOW, code, code_at, digits, guessing, hotp, time_policy, totp, wrong_at,
};

/// "the delay can be T * A seconds": 5 s, 10 s, 15 s, 20 s, and then the lock.
#[test]
fn the_delay_grows_with_each_failure_in_a_row() {
    let token = totp(&[7; 20], EVERY_SECOND);
    let policy = time_policy(TimeRules::DEFAULT, guessing(6, 5, 80, 5));
    let verifier = TotpVerifier::new(&token, &policy).unwrap();
    let wrong = wrong_at(&token, NOW);
    let (mut state, mut now) = (RecordedState::NEW, NOW);
    for failure in 1..=5_u8 {
        let verdict = verifier.verify(state, UnixTime::new(now), &wrong);
        assert_eq!(verdict.outcome, Err(VerifyError::Wrong), "failure {failure}");
        state = verdict.state;
        assert_eq!(state.failures.attempts.consecutive(), failure);
        let until = now + 5 * u64::from(failure);
        assert_eq!(state.failures.wait_until, UnixTime::new(until), "failure {failure}");
        if failure < 5 {
            for early in [now, until - 1] {
                for typed in [code_at(&token, early), wrong.clone(), "x".to_owned()] {
                    let verdict = verifier.verify(state, UnixTime::new(early), &typed);
                    assert_eq!(verdict.outcome, Err(VerifyError::TooSoon), "{early}");
                    assert_eq!(verdict.state, state, "waiting costs nothing");
                }
                let pair = [code_at(&token, early), code_at(&token, early + 1)];
                let pair = pair.each_ref().map(String::as_str);
                let verdict = verifier.resynchronise(state, UnixTime::new(early), pair);
                assert_eq!(verdict.outcome, Err(VerifyError::TooSoon), "nor with two codes");
            }
            let verdict = verifier.verify(state, UnixTime::new(until), &code_at(&token, until));
            assert!(verdict.outcome.is_ok(), "at the moment itself");
            assert_eq!(verdict.state.failures.wait_until, UnixTime::new(0));
            assert_eq!(verdict.state.failures.attempts.consecutive(), 0);
        }
        now = until;
    }
    for later in [now, now + 365 * DAY] {
        let verdict = verifier.verify(state, UnixTime::new(later), &code_at(&token, later));
        assert_eq!((verdict.outcome, verdict.state), (Err(VerifyError::Suspended), state));
    }
    let released = RecordedState { failures: state.failures.released(), ..state };
    assert_eq!(released.failures.wait_until, UnixTime::new(0), "nor is there anything to wait for");
    assert!(verifier.verify(released, UnixTime::new(now), &code_at(&token, now)).outcome.is_ok());
}

#[test]
fn a_delay_at_the_end_of_time() {
    let token = totp(&[7; 20], EVERY_SECOND);
    let policy = time_policy(TimeRules::DEFAULT, guessing(6, 5, 80, u32::MAX));
    let verifier = TotpVerifier::new(&token, &policy).unwrap();
    let last = UnixTime::new(u64::MAX);
    let wrong = wrong_at(&token, u64::MAX - 400);
    let verdict = verifier.verify(RecordedState::NEW, UnixTime::new(u64::MAX - 1), &wrong);
    assert_eq!(verdict.state.failures.wait_until, last);
    let second = verifier.verify(verdict.state, last, &wrong);
    assert_eq!(second.outcome, Err(VerifyError::Wrong));
    // T · A itself does not wrap round to a short wait.
    let verdict = verifier.verify(RecordedState::NEW, UnixTime::new(NOW), &wrong_at(&token, NOW));
    let at = verdict.state.failures.wait_until;
    let second = verifier.verify(verdict.state, at, &wrong_at(&token, at.value()));
    let wait = second.state.failures.wait_until.value() - at.value();
    assert!(wait >= u64::from(u32::MAX), "{wait}");
}

#[test]
fn five_in_a_row_and_eighty_in_thirty_days() {
    let token = totp(&[7; 20], EVERY_SECOND);
    let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
    let (mut state, mut now) = (RecordedState::NEW, NOW - NOW % DAY);
    let start = now;
    let limits = Policy::TIME_6_DIGITS.guessing().limits;
    // Twenty times four wrong ones and a right one, on one day.
    for failure in 1..=80_u16 {
        assert_eq!(state.failures.attempts.standing(UnixTime::new(now), &limits), Standing::Active);
        let verdict = verifier.verify(state, UnixTime::new(now), &wrong_at(&token, now));
        assert_eq!(verdict.outcome, Err(VerifyError::Wrong), "failure {failure}");
        state = verdict.state;
        assert_eq!(state.failures.attempts.in_thirty_days(), failure);
        now += 100;
        if failure % 4 == 0 && failure < 80 {
            let verdict = verifier.verify(state, UnixTime::new(now), &code_at(&token, now));
            assert!(verdict.outcome.is_ok());
            state = verdict.state;
        }
    }
    assert!(now < start + DAY);
    assert_eq!(state.failures.attempts.consecutive(), 4);
    for released in [state.failures, state.failures.released()] {
        let state = RecordedState { failures: released, ..state };
        for later in [now, start + 30 * DAY - 1] {
            let verdict = verifier.verify(state, UnixTime::new(later), &code_at(&token, later));
            assert_eq!(verdict.outcome, Err(VerifyError::Suspended), "also after a release");
            assert_eq!(verdict.state, state);
        }
        let later = start + 30 * DAY;
        let verdict = verifier.verify(state, UnixTime::new(later), &code_at(&token, later));
        assert!(verdict.outcome.is_ok(), "they wore off");
    }
    // Failures in a row do not.
    let mut state = RecordedState::NEW;
    for _ in 0..5 {
        state = verifier.verify(state, UnixTime::new(now), &wrong_at(&token, now)).state;
    }
    let later = now + 3650 * DAY;
    let verdict = verifier.verify(state, UnixTime::new(later), &code_at(&token, later));
    assert_eq!(verdict.outcome, Err(VerifyError::Suspended));
}

/// Both kinds of verifier, both ways in: what cannot be right costs nothing, a used code or pair costs as much as a
/// wrong one.
#[test]
fn what_counts_as_a_failure() {
    let token = totp(&[7; 20], EVERY_SECOND);
    let policy = time_policy(TimeRules::DEFAULT, guessing(6, 5, 80, 5));
    let verifier = TotpVerifier::new(&token, &policy).unwrap();
    let now = UnixTime::new(NOW);
    let [code, next] = [NOW, NOW + 1].map(|at| code_at(&token, at));
    let accepted = verifier.verify(RecordedState::NEW, now, &code).state;
    let cost = |state: RecordedState, before: RecordedState| {
        assert_eq!((state.last, state.drift), (before.last, before.drift));
        let waits = state.failures.wait_until > before.failures.wait_until;
        let counted =
            state.failures.attempts.consecutive() - before.failures.attempts.consecutive();
        assert_eq!(waits, counted == 1);
        assert_eq!(state == before, counted == 0);
        counted
    };
    for typed in ["", "12345", "1234567", "12345x", "\u{ff11}2345", "abcdef", " 12345"] {
        let verdict = verifier.verify(accepted, now, typed);
        assert!(matches!(verdict.outcome, Err(VerifyError::Malformed(_))), "{typed:?}");
        assert_eq!(cost(verdict.state, accepted), 0, "{typed:?}");
        for pair in [[typed, &next], [&next, typed]] {
            let verdict = verifier.resynchronise(accepted, now, pair);
            assert!(matches!(verdict.outcome, Err(VerifyError::Malformed(_))), "{pair:?}");
            assert_eq!(cost(verdict.state, accepted), 0, "{pair:?}");
        }
    }
    let used = verifier.verify(accepted, now, &code);
    assert_eq!((&used.outcome, cost(used.state, accepted)), (&Err(VerifyError::Used), 1));
    let used = verifier.resynchronise(accepted, now, [&code, &next]);
    assert_eq!((&used.outcome, cost(used.state, accepted)), (&Err(VerifyError::Used), 1));
    let wrong = verifier.resynchronise(accepted, now, [&next, &next]);
    assert_eq!((&wrong.outcome, cost(wrong.state, accepted)), (&Err(VerifyError::Wrong), 1));

    let token = hotp(&[7; 20], HashAlgorithm::Sha1, 6);
    let verifier = HotpVerifier::new(&token, &Policy::COUNTER_6_DIGITS).unwrap();
    let new = RecordedCounter::new(Counter::new(0));
    let code = self::code(&token, 0);
    for typed in ["", "12345", "1234567", "12345x"] {
        for verdict in
            [verifier.verify(new, now, typed), verifier.resynchronise(new, now, [&code, typed])]
        {
            assert!(matches!(verdict.outcome, Err(VerifyError::Malformed(_))), "{typed:?}");
            assert_eq!(verdict.state, new);
        }
    }
    let accepted = verifier.verify(new, now, &code).state;
    let replayed = verifier.verify(accepted, now, &code);
    assert_eq!(replayed.outcome, Err(VerifyError::Wrong));
    assert_eq!(replayed.state.failures.attempts.consecutive(), 1);
    assert_eq!(replayed.state.next, accepted.next);
    let wrong = verifier.resynchronise(accepted, now, [&code, &code]);
    assert_eq!(wrong.state.failures.attempts.consecutive(), 1, "a pair is one attempt");

    let end = RecordedCounter::new(Counter::new(u64::MAX));
    let verdict = verifier.verify(end, now, &code);
    assert_eq!((verdict.outcome, verdict.state), (Err(VerifyError::OutOfRange), end));
}

/// "else as `Totp::verify`": the text is looked at before the time.
#[test]
fn before_t0_nothing_counts() {
    let future = TotpParameters { t0: UnixTime::new(NOW + 1), ..EVERY_SECOND };
    let token = totp(&[7; 20], future);
    let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
    let now = UnixTime::new(NOW);
    let state = RecordedState { drift: 3, ..RecordedState::NEW };
    let verdict = verifier.verify(state, now, "123456");
    assert_eq!((verdict.outcome, verdict.state), (Err(VerifyError::OutOfRange), state));
    let verdict = verifier.resynchronise(state, now, ["123456", "123457"]);
    assert_eq!((verdict.outcome, verdict.state), (Err(VerifyError::OutOfRange), state));
    let malformed = VerifyError::Malformed(CodeError::WrongLength);
    let verdict = verifier.resynchronise(state, now, ["123456", "12345"]);
    assert_eq!((verdict.outcome, verdict.state), (Err(malformed), state));
    let alone = token.verify("12345", now, Window::EXACT, 0, None);
    assert_eq!(alone, Err(malformed));
    let verdict = verifier.verify(state, now, "12345");
    assert_eq!((verdict.outcome, verdict.state), (Err(malformed), state));
}

#[test]
fn suspended_before_anything_else() {
    let token = totp(&[7; 20], EVERY_SECOND);
    let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
    let now = UnixTime::new(NOW);
    let mut state = RecordedState::NEW;
    for _ in 0..5 {
        state = verifier.verify(state, now, &wrong_at(&token, NOW)).state;
    }
    let right = code_at(&token, NOW);
    for typed in [right.as_str(), "000000", "", "x"] {
        let verdict = verifier.verify(state, now, typed);
        assert_eq!(
            (verdict.outcome, verdict.state),
            (Err(VerifyError::Suspended), state),
            "{typed:?}"
        );
        let verdict = verifier.resynchronise(state, now, [typed, typed]);
        assert_eq!(
            (verdict.outcome, verdict.state),
            (Err(VerifyError::Suspended), state),
            "{typed:?}"
        );
    }
}

#[test]
fn no_token_with_fewer_digits_than_the_policy() {
    for count in 6..=10 {
        let token = totp(&[7; 20], TotpParameters { digits: digits(count), ..EVERY_SECOND });
        let expected = if count < 8 { Err(ParametersError::FewerThanPolicy) } else { Ok(()) };
        let made = |token: &Totp| TotpVerifier::new(token, &Policy::TIME_8_DIGITS).map(drop);
        assert_eq!(made(&token), expected, "{count}");
        assert_eq!(made(&token.with_checksum()), expected, "a check digit is no help");
        let token = hotp(&[7; 20], HashAlgorithm::Sha1, count);
        let made = |token: &Hotp| HotpVerifier::new(token, &Policy::COUNTER_8_DIGITS).map(drop);
        assert_eq!(made(&token), expected, "{count}");
        assert_eq!(made(&token.with_checksum()), expected, "a check digit is no help");
    }
}
