//! Two consecutive codes: the way back for a token that was lost.

use proptest::prelude::*;
use warifu_core::{Counter, UnixTime};
use warifu_otp::{
    HashAlgorithm, HotpVerifier, Policy, RecordedCounter, RecordedState, TimeRules, TimeStep,
    TotpParameters, TotpVerifier, VerifyError,
};

use crate::oracle::{
    EVERY_SECOND, NOW, a_moment, code, code_at, counted, counter_policy, digits, guessing, hotp,
    judged, matching, stepped, time_policy, totp, whole,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn two_consecutive_codes_in_reach(
        key: [u8; 20],
        algorithm in proptest::sample::select(&HashAlgorithm::ALL),
        count in 4_u8..=8,
        clock in a_moment(),
        reach in prop_oneof![0_u16..8, 0_u16..70],
        first_from in -10_i128..=10,
        second_from in prop_oneof![3 => Just(1_i128), 1 => Just(0), 1 => Just(-1), 1 => -4_i128..=4],
        scaled in any::<bool>(),
        last_from in proptest::option::of(-12_i128..=12),
    ) {
        let parameters = TotpParameters { algorithm, digits: digits(count), ..EVERY_SECOND };
        let token = totp(&key, parameters);
        let rules = TimeRules { most_drift: reach, ..TimeRules::DEFAULT };
        let policy = time_policy(rules, guessing(4, 5, 80, 0));
        let verifier = TotpVerifier::new(&token, &policy).unwrap();
        // Around the clock, or around the edge of the reach.
        let edge = if scaled { i128::from(reach) * first_from.signum() } else { 0 };
        let first = i128::from(clock) + edge + first_from;
        let typed = [first, first + second_from]
            .map(|step| code_at(&token, whole(step.clamp(0, u64::MAX.into())).unwrap()));
        let last = last_from.and_then(|from| whole(first + from));

        let begins = i128::from(clock) - i128::from(reach)..=i128::from(clock) + i128::from(reach);
        let pairs = begins
            .filter_map(|step| Some((whole(step)?, whole(step + 1)?)))
            .filter(|&(one, two)| code_at(&token, one) == typed[0] && code_at(&token, two) == typed[1]);
        let ends = matching(pairs.map(|(_, two)| i128::from(two)), clock, |_| true);
        let expected = judged(&ends, |second| last.is_some_and(|last| second - 1 <= last));

        let state = RecordedState { last: last.map(TimeStep::new), ..RecordedState::NEW };
        let pair = typed.each_ref().map(String::as_str);
        let verdict = verifier.resynchronise(state, UnixTime::new(clock), pair);
        prop_assert_eq!(stepped(verdict.outcome), expected);
        if let Ok((step, drift)) = expected {
            prop_assert_eq!(verdict.state.last, Some(TimeStep::new(step)));
            prop_assert_eq!(verdict.state.drift, drift.min(reach.into()));
        } else {
            prop_assert_eq!((verdict.state.last, verdict.state.drift), (state.last, 0));
        }
    }

    #[test]
    fn two_consecutive_counters_in_reach(
        key: [u8; 20],
        algorithm in proptest::sample::select(&HashAlgorithm::ALL),
        count in 4_u8..=8,
        expected in a_moment(),
        reach in prop_oneof![0_u16..8, 0_u16..70],
        first_from in -3_i128..=10,
        second_from in prop_oneof![3 => Just(1_i128), 1 => Just(0), 1 => Just(-1), 1 => -4_i128..=4],
        at_the_end in any::<bool>(),
    ) {
        let token = hotp(&key, algorithm, count);
        let policy = counter_policy(0, reach);
        let verifier = HotpVerifier::new(&token, &policy).unwrap();
        let edge = if at_the_end { i128::from(reach) - 4 } else { 0 };
        let first = i128::from(expected) + edge + first_from;
        let typed = [first, first + second_from]
            .map(|counter| code(&token, whole(counter.clamp(0, u64::MAX.into())).unwrap()));

        let storable = i128::from(u64::MAX) - 1;
        let begins = i128::from(expected)..=i128::from(expected) + i128::from(reach);
        let mut pairs = begins.filter(|&first| first < storable).filter_map(|first| whole(first + 1));
        let matched = pairs
            .rfind(|&two| code(&token, two - 1) == typed[0] && code(&token, two) == typed[1]);
        let wanted = match matched {
            _ if expected == u64::MAX => Err(VerifyError::OutOfRange),
            Some(second) => Ok(second + 1),
            None => Err(VerifyError::Wrong),
        };
        let state = RecordedCounter::new(Counter::new(expected));
        let pair = typed.each_ref().map(String::as_str);
        let verdict = verifier.resynchronise(state, UnixTime::new(NOW), pair);
        prop_assert_eq!(counted(verdict.outcome), wanted);
        prop_assert_eq!(verdict.state.next.value(), wanted.unwrap_or(expected));
    }
}

#[test]
fn swapped_repeated_and_used_pairs() {
    let token = totp(&[7; 20], EVERY_SECOND);
    let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
    let resynchronise = |steps: [u64; 2], last: Option<u64>| {
        let typed = steps.map(|step| code_at(&token, step));
        let state = RecordedState { last: last.map(TimeStep::new), ..RecordedState::NEW };
        let pair = typed.each_ref().map(String::as_str);
        stepped(verifier.resynchronise(state, UnixTime::new(NOW), pair).outcome)
    };
    let (first, second) = (NOW + 40, NOW + 41);
    assert_eq!(resynchronise([first, second], None), Ok((second, 41)));
    assert_eq!(resynchronise([second, first], None), Err(VerifyError::Wrong));
    assert_eq!(resynchronise([first, first], None), Err(VerifyError::Wrong));
    assert_eq!(resynchronise([first, first + 2], None), Err(VerifyError::Wrong));
    assert_eq!(resynchronise([first, second], Some(first - 1)), Ok((second, 41)));
    assert_eq!(resynchronise([first, second], Some(first)), Err(VerifyError::Used), "half of it");
    assert_eq!(resynchronise([first, second], Some(second)), Err(VerifyError::Used));
    assert_eq!(resynchronise([first, second], Some(second + 9)), Err(VerifyError::Used));
    // The reach is that of the first code.
    assert_eq!(resynchronise([NOW - 60, NOW - 59], None), Ok((NOW - 59, -59)));
    assert_eq!(resynchronise([NOW - 61, NOW - 60], None), Err(VerifyError::Wrong));
    assert_eq!(resynchronise([NOW + 60, NOW + 61], None), Ok((NOW + 61, 61)));
    assert_eq!(resynchronise([NOW + 61, NOW + 62], None), Err(VerifyError::Wrong));

    let token = hotp(&[7; 20], HashAlgorithm::Sha1, 6);
    let verifier = HotpVerifier::new(&token, &Policy::COUNTER_6_DIGITS).unwrap();
    let resynchronise = |counters: [u64; 2]| {
        let typed = counters.map(|counter| code(&token, counter));
        let pair = typed.each_ref().map(String::as_str);
        let state = RecordedCounter::new(Counter::new(1000));
        counted(verifier.resynchronise(state, UnixTime::new(NOW), pair).outcome)
    };
    assert_eq!(resynchronise([1000, 1001]), Ok(1002));
    assert_eq!(resynchronise([1200, 1201]), Ok(1202));
    for refused in [[1201, 1202], [1101, 1100], [1100, 1100], [1100, 1102], [999, 1000], [998, 999]]
    {
        assert_eq!(resynchronise(refused), Err(VerifyError::Wrong), "{refused:?}");
    }
}
