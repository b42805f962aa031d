//! Which codes of a window or a look-ahead are accepted.

use proptest::collection::vec;
use proptest::prelude::*;
use warifu_core::{Counter, Seconds, UnixTime};
use warifu_otp::{
    HashAlgorithm, HotpVerifier, Policy, RecordedCounter, RecordedState, TimeRules, TimeStep,
    TotpParameters, TotpVerifier, VerifyError,
};

use crate::oracle::{
    EVERY_SECOND, NOW, a_moment, a_window, code, code_at, code_of_step, counted, counter_policy,
    digits, guessing, hotp, judged, matching, rules, stepped, time_policy, totp, whole, widening,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// Random T0, step, hash function, length, window, drift, last step; codes near the window's edges.
    #[test]
    fn the_codes_of_the_window_and_no_others(
        key in vec(any::<u8>(), 1..=64),
        algorithm in proptest::sample::select(&HashAlgorithm::ALL),
        (count, step) in (4_u8..=10, 1_u32..=3600),
        (t0, elapsed) in (prop_oneof![Just(0_u64), any::<u32>().prop_map(u64::from)], a_moment()),
        rules in rules(),
        drift in -45_i32..=45,
        last_from in proptest::option::of(prop_oneof![-12_i128..=12, -100_000_i128..=12]),
        typed_from in -12_i128..=12,
    ) {
        let parameters = TotpParameters {
            algorithm,
            digits: digits(count),
            step: Seconds::new(step),
            t0: UnixTime::new(t0),
        };
        let token = totp(&key, parameters);
        let policy = time_policy(rules, guessing(4, 5, 80, 0));
        let verifier = TotpVerifier::new(&token, &policy).unwrap();
        let now = t0.saturating_add(elapsed);
        let clock = (now - t0) / u64::from(step);
        let centre = i128::from(clock) + i128::from(drift.clamp(-i32::from(rules.most_drift), rules.most_drift.into()));
        let near = |offset: i128| whole((centre + offset).clamp(0, u64::MAX.into())).unwrap();
        let typed = code_of_step(&key, parameters, near(typed_from));
        let last = last_from.map(near);

        let wider = widening(rules, last, drift, clock);
        let past = i128::from(rules.window.past + wider);
        let future = i128::from(rules.window.future + wider);
        let steps = matching(centre - past..=centre + future, clock, |step| {
            code_of_step(&key, parameters, step) == typed
        });
        let expected = judged(&steps, |step| Some(step) <= last);

        let state = RecordedState { last: last.map(TimeStep::new), drift, ..RecordedState::NEW };
        let verdict = verifier.verify(state, UnixTime::new(now), &typed);
        let got = stepped(verdict.outcome);
        prop_assert_eq!(got, expected);
        if let Ok((step, drift)) = got {
            prop_assert_eq!(verdict.state.last, Some(TimeStep::new(step)));
            prop_assert_eq!(i128::from(step), i128::from(clock) + i128::from(drift));
            let most = i32::from(rules.most_drift);
            prop_assert_eq!(verdict.state.drift, drift.clamp(-most, most));
            prop_assert!(Some(step) > last);
        } else {
            prop_assert_eq!((verdict.state.last, verdict.state.drift), (state.last, state.drift));
            prop_assert_eq!(verdict.state.failures.attempts.consecutive(), 1);
        }
    }

    /// Windows of hundreds of four-digit codes, where steps share codes all the time.
    #[test]
    fn shared_codes_are_used_together(
        key: [u8; 8],
        window in a_window(255),
        guess in 0_u32..10_000,
        last_from in -255_i64..=255,
    ) {
        let token = totp(&key, TotpParameters { digits: digits(4), ..EVERY_SECOND });
        let policy = time_policy(
            TimeRules { window, most_widening: 0, ..TimeRules::DEFAULT },
            guessing(4, 5, 80, 0),
        );
        let verifier = TotpVerifier::new(&token, &policy).unwrap();
        let codes: Vec<(u64, String)> = (NOW - u64::from(window.past)..=NOW + u64::from(window.future))
            .map(|step| (step, code_at(&token, step)))
            .collect();
        let last = NOW.saturating_add_signed(last_from);
        let state = RecordedState { last: Some(TimeStep::new(last)), ..RecordedState::NEW };
        for typed in [format!("{guess:04}"), codes[codes.len() / 2].1.clone(), codes[0].1.clone()] {
            let away = |step: u64| i32::try_from(i128::from(step) - i128::from(NOW)).unwrap();
            let steps: Vec<(u64, i32)> =
                codes.iter().filter(|(_, code)| *code == typed).map(|&(step, _)| (step, away(step))).collect();
            let verdict = verifier.verify(state, UnixTime::new(NOW), &typed);
            let accepted = stepped(verdict.outcome);
            prop_assert_eq!(accepted, judged(&steps, |step| step <= last));
            if accepted.is_ok() {
                let again = verifier.verify(verdict.state, UnixTime::new(NOW), &typed);
                prop_assert_eq!(again.outcome, Err(VerifyError::Used));
            }
        }
    }

    /// The same for counters: the last one that has the code.
    #[test]
    fn counters_that_share_a_code_too(key: [u8; 8], expected in 0_u64..1 << 40, from_end in 0_usize..256) {
        let token = hotp(&key, HashAlgorithm::Sha1, 4);
        let policy = counter_policy(255, 0);
        let verifier = HotpVerifier::new(&token, &policy).unwrap();
        let codes: Vec<String> = (expected..=expected + 255).map(|counter| code(&token, counter)).collect();
        let shared = (0..256).find(|&first| codes[first + 1..].contains(&codes[first]));
        for typed in [&codes[from_end], &codes[shared.unwrap_or(0)]] {
            let at = u64::try_from(codes.iter().rposition(|code| code == typed).unwrap()).unwrap();
            let state = RecordedCounter::new(Counter::new(expected));
            let verdict = verifier.verify(state, UnixTime::new(NOW), typed);
            prop_assert_eq!(counted(verdict.outcome), Ok(expected + at + 1));
        }
    }

    #[test]
    fn the_codes_of_the_look_ahead_and_no_others(
        key in vec(any::<u8>(), 1..=64),
        algorithm in proptest::sample::select(&HashAlgorithm::ALL),
        count in 4_u8..=10,
        expected in a_moment(),
        look_ahead in prop_oneof![3 => 0_u8..12, 1 => any::<u8>()],
        typed_from in -4_i128..=14,
    ) {
        let token = hotp(&key, algorithm, count);
        let policy = counter_policy(look_ahead, 0);
        let verifier = HotpVerifier::new(&token, &policy).unwrap();
        let from = i128::from(expected);
        let typed = code(&token, whole((from + typed_from).clamp(0, u64::MAX.into())).unwrap());
        let end = (from + i128::from(look_ahead)).min(i128::from(u64::MAX) - 1);
        let matched = (from..=end).filter_map(whole).rfind(|&counter| code(&token, counter) == typed);
        let wanted = match matched {
            _ if expected == u64::MAX => Err(VerifyError::OutOfRange),
            Some(counter) => Ok(counter + 1),
            None => Err(VerifyError::Wrong),
        };
        let state = RecordedCounter::new(Counter::new(expected));
        let verdict = verifier.verify(state, UnixTime::new(NOW), &typed);
        let got = counted(verdict.outcome);
        prop_assert_eq!(got, wanted);
        prop_assert_eq!(verdict.state.next.value(), wanted.unwrap_or(expected));
        let counts = u8::from(got == Err(VerifyError::Wrong));
        prop_assert_eq!(verdict.state.failures.attempts.consecutive(), counts);
    }
}

#[test]
fn counter_zero_and_step_zero() {
    let counter = hotp(&[7; 20], HashAlgorithm::Sha1, 6);
    let verifier = HotpVerifier::new(&counter, &Policy::COUNTER_6_DIGITS).unwrap();
    let new = RecordedCounter::new(Counter::new(0));
    let verdict = verifier.verify(new, UnixTime::new(0), &code(&counter, 0));
    assert_eq!(counted(verdict.outcome), Ok(1));
    assert_eq!(verdict.state, RecordedCounter::new(Counter::new(1)));
    let pair = [code(&counter, 0), code(&counter, 1)];
    let pair = pair.each_ref().map(String::as_str);
    assert_eq!(counted(verifier.resynchronise(new, UnixTime::new(0), pair).outcome), Ok(2));
    assert_eq!(
        verifier.resynchronise(verdict.state, UnixTime::new(0), pair).outcome,
        Err(VerifyError::Wrong),
        "the first of the pair was used"
    );

    let token = totp(&[7; 20], EVERY_SECOND);
    let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
    let verdict = verifier.verify(RecordedState::NEW, UnixTime::new(0), &code_at(&token, 0));
    assert_eq!(stepped(verdict.outcome), Ok((0, 0)));
    let again = verifier.verify(verdict.state, UnixTime::new(0), &code_at(&token, 0));
    assert_eq!(again.outcome, Err(VerifyError::Used), "step 0 is a step like any other");
}
