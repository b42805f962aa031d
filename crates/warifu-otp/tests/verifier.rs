//! The verifiers against definitions written out again: windows, pairs, drift, delays, limits, and racing requests.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use std::sync::{Barrier, Mutex};
use std::thread;

use proptest::collection::vec;
use proptest::prelude::*;
use warifu_core::{CodeError, Counter, Digits, Seconds, Secret, UnixTime};
use warifu_otp::{
    Accepted, AcceptedCounter, AttemptLimits, Bound, CounterRules, Failures, Guessing,
    HashAlgorithm, Hotp, HotpVerifier, ParametersError, Policy, RecordedCounter, RecordedState,
    Standing, TimeRules, TimeStep, Totp, TotpParameters, TotpVerifier, VerifyError, Window,
};

const ALGORITHMS: [HashAlgorithm; 3] =
    [HashAlgorithm::Sha1, HashAlgorithm::Sha256, HashAlgorithm::Sha512];
const NOW: u64 = 1_800_000_000;
const DAY: u64 = 86_400;
const ANYTHING: Bound = Bound { per_lock: 1.0, per_life: 1.0 };

/// A step of one second from 0 on, so that moments and steps are the same numbers.
const EVERY_SECOND: TotpParameters = TotpParameters {
    algorithm: HashAlgorithm::Sha1,
    digits: Digits::SIX,
    step: Seconds::new(1),
    t0: UnixTime::new(0),
};

fn digits(count: u8) -> Digits {
    Digits::new(count).unwrap()
}

fn totp(key: &[u8], parameters: TotpParameters) -> Totp {
    Totp::danger_legacy(&Secret::new(key).unwrap(), parameters).unwrap()
}

fn hotp(key: &[u8], algorithm: HashAlgorithm, count: u8) -> Hotp {
    Hotp::danger_legacy(&Secret::new(key).unwrap(), algorithm, digits(count)).unwrap()
}

fn guessing(count: u8, consecutive: u8, thirty_days: u16, delay: u32) -> Guessing {
    let limits = AttemptLimits::new(consecutive, thirty_days).unwrap();
    Guessing { limits, delay: Seconds::new(delay), ..Guessing::with_digits(digits(count)) }
}

fn time_policy(rules: TimeRules, guessing: Guessing) -> Policy<TimeRules> {
    Policy::new(rules, guessing, ANYTHING).unwrap()
}

fn counter_policy(look_ahead: u8, resynchronisation: u16) -> Policy<CounterRules> {
    let rules = CounterRules { look_ahead, resynchronisation };
    Policy::new(rules, guessing(4, 5, 80, 0), ANYTHING).unwrap()
}

fn code(token: &Hotp, counter: u64) -> String {
    token.generate(Counter::new(counter)).expose().to_owned()
}

fn code_at(token: &Totp, now: u64) -> String {
    token.generate(UnixTime::new(now)).unwrap().expose().to_owned()
}

/// Some six-digit code of none of these moments.
fn wrong_at(token: &Totp, near: u64) -> String {
    let right: Vec<String> =
        (near.saturating_sub(400)..near + 400).map(|at| code_at(token, at)).collect();
    (0..10_000).map(|code| format!("{code:06}")).find(|code| !right.contains(code)).unwrap()
}

fn stepped(outcome: Result<Accepted, VerifyError>) -> Result<(u64, i32), VerifyError> {
    outcome.map(|accepted| (accepted.step().value(), accepted.drift()))
}

fn counted(outcome: Result<AcceptedCounter, VerifyError>) -> Result<u64, VerifyError> {
    outcome.map(|accepted| accepted.next().value())
}

/// A number from 0 to 2^64 − 1, or nothing.
fn whole(number: i128) -> Option<u64> {
    u64::try_from(number).ok()
}

/// What may be typed for a step: the same secret with T0 = 0 and steps of a second says all of them.
fn code_of_step(key: &[u8], parameters: TotpParameters, step: u64) -> String {
    code_at(
        &totp(key, TotpParameters { step: Seconds::new(1), t0: UnixTime::new(0), ..parameters }),
        step,
    )
}

/// The window's definition over integers that cannot overflow: which steps have this code, from the earliest on.
fn matching(
    steps: impl Iterator<Item = i128>,
    clock: u64,
    has: impl Fn(u64) -> bool,
) -> Vec<(u64, i32)> {
    let near = steps
        .filter_map(|step| Some((whole(step)?, i32::try_from(step - i128::from(clock)).ok()?)));
    near.filter(|&(step, _)| has(step)).collect()
}

fn judged(matching: &[(u64, i32)], used: impl Fn(u64) -> bool) -> Result<(u64, i32), VerifyError> {
    match matching.last() {
        None => Err(VerifyError::Wrong),
        Some(_) if matching.iter().any(|&(step, _)| used(step)) => Err(VerifyError::Used),
        Some(&latest) => Ok(latest),
    }
}

/// The formula at `TimeRules::window_at`, in whole numbers that cannot overflow.
fn widening(rules: TimeRules, last: Option<u64>, drift: i32, clock: u64) -> u8 {
    let Some(last) = last else { return 0 };
    let measured = (i128::from(last) - i128::from(drift)).clamp(0, u64::MAX.into());
    let idle = (i128::from(clock) - measured).max(0);
    let growth = (idle * i128::from(rules.tolerance) + 500_000) / 1_000_000;
    u8::try_from(growth.min(rules.most_widening.into())).unwrap()
}

fn a_window(at_most: u8) -> impl Strategy<Value = Window> {
    (0..=at_most, 0..=at_most).prop_map(|(past, future)| Window { past, future })
}

fn rules() -> impl Strategy<Value = TimeRules> {
    let tolerance = prop_oneof![0_u16..100, any::<u16>()];
    (a_window(4), tolerance, 0_u8..6, 0_u16..40).prop_map(
        |(window, tolerance, most_widening, most_drift)| TimeRules {
            window,
            tolerance,
            most_widening,
            most_drift,
        },
    )
}

fn a_moment() -> impl Strategy<Value = u64> {
    prop_oneof![
        0_u64..200,
        Just(NOW),
        1 << 40..1_u64 << 41,
        u64::MAX - 200..=u64::MAX,
        any::<u64>()
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// Random T0, step, hash function, length, window, drift, last step; codes near the window's edges.
    #[test]
    fn the_codes_of_the_window_and_no_others(
        key in vec(any::<u8>(), 1..=64),
        algorithm in proptest::sample::select(&ALGORITHMS),
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
        algorithm in proptest::sample::select(&ALGORITHMS),
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

    #[test]
    fn two_consecutive_codes_in_reach(
        key: [u8; 20],
        algorithm in proptest::sample::select(&ALGORITHMS),
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
        algorithm in proptest::sample::select(&ALGORITHMS),
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

    #[test]
    fn the_window_widens_by_the_formula(
        rules in rules(),
        most_widening: u8,
        last in proptest::option::of(a_moment()),
        drift in prop_oneof![-60_i32..=60, any::<i32>()],
        idle in prop_oneof![0_u64..100_000, any::<u64>()],
    ) {
        let rules = TimeRules { most_widening, ..rules };
        let clock = last.unwrap_or(NOW).saturating_add(idle);
        for clock in [clock, last.unwrap_or(0).saturating_sub(idle % 50)] {
            let wider = widening(rules, last, drift, clock);
            let got = rules.window_at(last.map(TimeStep::new), drift, TimeStep::new(clock));
            prop_assert_eq!(got.past, rules.window.past.saturating_add(wider));
            prop_assert_eq!(got.future, rules.window.future.saturating_add(wider));
        }
    }

    /// No code is looked at that the budget did not count.
    #[test]
    fn never_more_codes_than_the_budget_counts(
        rules in rules(),
        window in a_window(255),
        most_widening: u8,
        idle: u64,
    ) {
        let rules = TimeRules { window, most_widening, ..rules };
        let policy = time_policy(rules, guessing(8, 5, 80, 0));
        let widest = rules.window_at(Some(TimeStep::new(0)), 0, TimeStep::new(idle)).codes();
        let per_code = 22.0 / 2_147_483_648.0;
        prop_assert!(f64::from(widest) * per_code <= policy.budget().per_window * (1.0 + 1e-12));
        let always = TimeRules { tolerance: u16::MAX, ..rules };
        let widest = always.window_at(Some(TimeStep::new(0)), 0, TimeStep::new(u64::MAX)).codes();
        prop_assert!((f64::from(widest) * per_code - policy.budget().per_window).abs() < 1e-15);
    }

    /// The same state, moment and text say the same, and the state that went in is still what it was.
    #[test]
    fn state_in_state_out(typed in "[0-9]{5,7}", drift in -70_i32..70, last: Option<u64>, now in 0..2 * NOW) {
        let token = totp(&[7; 20], TotpParameters::default());
        let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
        let state = RecordedState { last: last.map(TimeStep::new), drift, ..RecordedState::NEW };
        let kept = state;
        let one = verifier.verify(state, UnixTime::new(now), &typed);
        let _elsewhere = verifier.verify(one.state, UnixTime::new(now / 2), "000000");
        let two = verifier.verify(state, UnixTime::new(now), &typed);
        prop_assert_eq!(one, two);
        prop_assert_eq!(state, kept);
    }
}

/// At 20 millionths half a step is 25,000 steps of idleness, and it is rounded up.
#[test]
fn the_window_widens_at_the_very_step() {
    let rules = TimeRules { most_widening: 200, ..TimeRules::DEFAULT };
    let wider = |idle: u64, drift: i32| {
        let last = 1_000_000;
        let clock = (last + idle).checked_add_signed(-i64::from(drift)).unwrap();
        let window = rules.window_at(Some(TimeStep::new(last)), drift, TimeStep::new(clock));
        assert_eq!(window.past, window.future);
        window.past - 2
    };
    for drift in [-60, 0, 60] {
        for (idle, steps) in [(24_999, 0), (25_000, 1), (74_999, 1), (75_000, 2), (9_975_000, 200)]
        {
            assert_eq!(wider(idle, drift), steps, "{idle} at {drift}");
        }
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

/// Two measurements a day apart, ever further off: what is remembered stays within bounds, and is looked for.
#[test]
fn the_remembered_drift_is_bounded() {
    let token = totp(&[7; 20], EVERY_SECOND);
    let rules = TimeRules { most_drift: 10, most_widening: 0, ..TimeRules::DEFAULT };
    let policy = time_policy(rules, guessing(6, 5, 80, 0));
    let verifier = TotpVerifier::new(&token, &policy).unwrap();
    for direction in [-1_i64, 1] {
        let (mut state, mut now, mut off) = (RecordedState::NEW, NOW, 0);
        loop {
            off += 2 * direction;
            now += DAY;
            let typed = code_at(&token, now.saturating_add_signed(off));
            let verdict = verifier.verify(state, UnixTime::new(now), &typed);
            state = verdict.state;
            assert!(state.drift.abs() <= 10, "{}", state.drift);
            let Ok((_, drift)) = stepped(verdict.outcome) else { break };
            assert_eq!(i64::from(drift), off, "the proof carries what was measured");
            assert_eq!(state.drift, drift.clamp(-10, 10));
        }
        assert_eq!(off, 14 * direction, "the window around the furthest that is remembered");
        // A state that says more, as after a change of policy, is read as the bound.
        let beyond =
            RecordedState { drift: i32::try_from(direction * 30).unwrap(), ..RecordedState::NEW };
        let inside = code_at(&token, now.saturating_add_signed(direction * 12));
        assert!(verifier.verify(beyond, UnixTime::new(now), &inside).outcome.is_ok());
        let outside = code_at(&token, now.saturating_add_signed(direction * 28));
        assert!(verifier.verify(beyond, UnixTime::new(now), &outside).outcome.is_err());
    }
}

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
            assert_eq!(verdict.outcome, Err(VerifyError::Suspended), "whoever releases it");
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

/// A store that swaps a state for the next one if it is still the one that was read.
struct Store<S>(Mutex<S>);

impl<S: Copy + PartialEq> Store<S> {
    fn load(&self) -> S {
        *self.0.lock().unwrap()
    }

    fn swap(&self, read: S, next: S) -> bool {
        let mut stored = self.0.lock().unwrap();
        let first = *stored == read;
        if first {
            *stored = next;
        }
        first
    }

    /// What leaves, after the state of it was stored.
    fn answered<A>(
        &self,
        verify: impl Fn(S) -> (S, Result<A, VerifyError>),
    ) -> Result<A, VerifyError> {
        loop {
            let read = self.load();
            let (next, outcome) = verify(read);
            // Somebody else comes first as often as possible.
            thread::yield_now();
            if self.swap(read, next) {
                return outcome;
            }
        }
    }
}

/// All of them at once; what each was answered.
fn race<S: Copy + PartialEq + Send, A: Send>(
    store: &Store<S>,
    typed: &[String],
    verify: impl Fn(S, &str) -> (S, Result<A, VerifyError>) + Sync,
) -> Vec<Result<A, VerifyError>> {
    let barrier = Barrier::new(typed.len());
    thread::scope(|scope| {
        let requests: Vec<_> = typed
            .iter()
            .map(|typed| {
                let (barrier, verify) = (&barrier, &verify);
                scope.spawn(move || {
                    barrier.wait();
                    store.answered(|state| verify(state, typed))
                })
            })
            .collect();
        requests.into_iter().map(|request| request.join().unwrap()).collect()
    })
}

#[test]
fn racing_requests_spend_a_code_once() {
    let token = totp(&[7; 20], EVERY_SECOND);
    let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
    let counter = hotp(&[7; 20], HashAlgorithm::Sha1, 6);
    let of_counter = HotpVerifier::new(&counter, &Policy::COUNTER_6_DIGITS).unwrap();
    for round in 0..20 {
        let now = UnixTime::new(NOW + round * 10);
        let store = Store(Mutex::new(RecordedState::NEW));
        let typed = vec![code_at(&token, now.value()); 8];
        let answers = race(&store, &typed, |state, typed| {
            let verdict = verifier.verify(state, now, typed);
            (verdict.state, verdict.outcome)
        });
        let accepted = answers.iter().filter(|answer| answer.is_ok()).count();
        let used = answers.iter().filter(|answer| **answer == Err(VerifyError::Used)).count();
        let suspended =
            answers.iter().filter(|answer| **answer == Err(VerifyError::Suspended)).count();
        assert_eq!((accepted, used, suspended), (1, 5, 2));

        let store = Store(Mutex::new(RecordedCounter::new(Counter::new(round))));
        let typed = vec![code(&counter, round + 3); 8];
        let answers = race(&store, &typed, |state, typed| {
            let verdict = of_counter.verify(state, now, typed);
            (verdict.state, verdict.outcome)
        });
        let accepted = answers.iter().filter(|answer| answer.is_ok()).count();
        let wrong = answers.iter().filter(|answer| **answer == Err(VerifyError::Wrong)).count();
        let suspended =
            answers.iter().filter(|answer| **answer == Err(VerifyError::Suspended)).count();
        assert_eq!((accepted, wrong, suspended), (1, 5, 2));
        assert_eq!(store.load().next, Counter::new(round + 4));
    }
}

#[test]
fn racing_guesses_are_all_counted() {
    let token = totp(&[7; 20], EVERY_SECOND);
    let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
    let right: Vec<String> = (NOW - 400..NOW + 400).map(|at| code_at(&token, at)).collect();
    let guesses: Vec<String> = (0..)
        .map(|guess| format!("{guess:06}"))
        .filter(|guess| !right.contains(guess))
        .take(12)
        .collect();
    let now = UnixTime::new(NOW);
    let store = Store(Mutex::new(RecordedState::NEW));
    // Released whenever the row is full, until the thirty days are.
    let mut looked_at = 0;
    for row in 1..=20 {
        let answers = race(&store, &guesses, |state, typed| {
            let verdict = verifier.verify(state, now, typed);
            (verdict.state, verdict.outcome)
        });
        looked_at += answers.iter().filter(|answer| **answer == Err(VerifyError::Wrong)).count();
        assert!(answers.iter().all(Result::is_err));
        assert_eq!(looked_at, (5 * row).min(80), "row {row}");
        let suspended = store.load();
        let failures: Failures = suspended.failures.released();
        assert!(store.swap(suspended, RecordedState { failures, ..suspended }));
    }
}

/// One thing that happens to a token, and how long after the one before.
#[derive(Debug, Clone)]
enum Event {
    /// The code that the token shows, whose clock may run off.
    Right,
    /// A code of a window from long ago.
    Old,
    /// The text that was accepted last.
    Replayed,
    Wrong,
    Malformed,
    Pair,
    SwappedPair,
    Release,
}

fn event() -> impl Strategy<Value = (u64, i64, Event)> {
    let pause = prop_oneof![3 => 0_u64..5, 3 => 5_u64..100, 2 => 0..2 * DAY, 1 => 0..40 * DAY];
    let off = prop_oneof![2 => Just(0_i64), 2 => -3_i64..=3, 1 => -12_i64..=12];
    let event = prop_oneof![
        4 => Just(Event::Right),
        1 => Just(Event::Old),
        2 => Just(Event::Replayed),
        5 => Just(Event::Wrong),
        1 => Just(Event::Malformed),
        1 => Just(Event::Pair),
        1 => Just(Event::SwappedPair),
        2 => Just(Event::Release),
    ];
    (pause, off, event)
}

/// What a verifier has to remember, kept the long way round: every failure with its day.
#[derive(Default)]
struct Model {
    last: Option<u64>,
    drift: i32,
    in_a_row: u64,
    days: Vec<u64>,
    wait_until: u64,
}

impl Model {
    fn stops(&self, now: u64, guessing: &Guessing) -> Option<VerifyError> {
        let recent = self.days.iter().filter(|&&day| now / DAY - day < 30).count();
        if self.in_a_row >= guessing.limits.consecutive().into()
            || recent >= guessing.limits.thirty_days().into()
        {
            Some(VerifyError::Suspended)
        } else {
            (now < self.wait_until).then_some(VerifyError::TooSoon)
        }
    }

    fn learns(
        &mut self,
        outcome: Result<(u64, i32), VerifyError>,
        now: u64,
        policy: &Policy<TimeRules>,
    ) {
        match outcome {
            Ok((step, drift)) => {
                let most = i32::from(policy.rules().most_drift);
                self.last = Some(step);
                self.drift = drift.clamp(-most, most);
                self.release();
            }
            Err(VerifyError::Wrong | VerifyError::Used) => {
                self.in_a_row += 1;
                self.days.push(now / DAY);
                self.wait_until = now + u64::from(policy.guessing().delay.value()) * self.in_a_row;
            }
            Err(_) => {}
        }
    }

    fn release(&mut self) {
        (self.in_a_row, self.wait_until) = (0, 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_token_s_life(
        key: [u8; 20],
        events in vec(event(), 1..60),
        (consecutive, thirty_days) in (1_u8..=5, 5_u16..=14),
        delay in 0_u32..4,
        tolerance in prop_oneof![Just(20_u16), Just(2000)],
    ) {
        let parameters = EVERY_SECOND;
        let token = totp(&key, parameters);
        let rules = TimeRules { tolerance, most_widening: 3, most_drift: 8, ..TimeRules::DEFAULT };
        let policy = time_policy(rules, guessing(6, consecutive, thirty_days, delay));
        let verifier = TotpVerifier::new(&token, &policy).unwrap();
        let (mut model, mut state, mut now) = (Model::default(), RecordedState::NEW, NOW);
        let (mut accepted_texts, mut replayed) = (Vec::new(), None);
        for (pause, off, event) in events {
            now += pause;
            let shown = |away: i64| code_at(&token, now.saturating_add_signed(away));
            let (drift, last) = (i128::from(model.drift), model.last);
            let pair = match event {
                Event::Release => {
                    model.release();
                    state.failures = state.failures.released();
                    continue;
                }
                Event::Pair => Some([shown(off), shown(off + 1)]),
                Event::SwappedPair => Some([shown(off + 1), shown(off)]),
                Event::Right | Event::Old | Event::Replayed | Event::Wrong | Event::Malformed => None,
            };
            let is_used = |step: u64| Some(step) <= last;
            let (wanted, verdict, text) = if let Some(pair) = pair {
                let centre = i128::from(now);
                let ends = matching(centre - 7..=centre + 9, now, |second| {
                    code_at(&token, second - 1) == pair[0] && code_at(&token, second) == pair[1]
                });
                let wanted = judged(&ends, |second| is_used(second - 1));
                let typed = pair.each_ref().map(String::as_str);
                (wanted, verifier.resynchronise(state, UnixTime::new(now), typed), pair[1].clone())
            } else {
                let typed = match event {
                    Event::Old => shown(-50),
                    Event::Wrong => "271828".to_owned(),
                    Event::Malformed => "31415".to_owned(),
                    Event::Replayed => replayed.clone().unwrap_or_else(|| shown(0)),
                    Event::Right | Event::Pair | Event::SwappedPair | Event::Release => shown(off),
                };
                let wider = widening(rules, last, model.drift, now);
                let centre = i128::from(now) + drift;
                let half = i128::from(2 + wider);
                let steps = matching(centre - half..=centre + half, now, |step| code_at(&token, step) == typed);
                let wanted = if typed.len() == 6 {
                    judged(&steps, is_used)
                } else {
                    Err(VerifyError::Malformed(CodeError::WrongLength))
                };
                (wanted, verifier.verify(state, UnixTime::new(now), &typed), typed)
            };
            let wanted = model.stops(now, policy.guessing()).map_or(wanted, Err);
            let got = stepped(verdict.outcome);
            prop_assert_eq!(got, wanted, "{:?} at {}", event, now);
            if let Ok((step, _)) = got {
                prop_assert!(!accepted_texts.contains(&(step, text.clone())), "accepted twice");
                accepted_texts.push((step, text.clone()));
                replayed = Some(text);
            }
            model.learns(got, now, &policy);
            state = verdict.state;
            prop_assert_eq!(state.last, model.last.map(TimeStep::new));
            prop_assert_eq!(state.drift, model.drift);
            prop_assert_eq!(u64::from(state.failures.attempts.consecutive()), model.in_a_row);
            prop_assert_eq!(state.failures.wait_until, UnixTime::new(model.wait_until));
        }
        let mut steps: Vec<u64> = accepted_texts.iter().map(|(step, _)| *step).collect();
        let in_order = steps.clone();
        steps.sort_unstable();
        steps.dedup();
        prop_assert_eq!(steps, in_order, "each step once, in ascending order");
    }

    /// The same for a counter: presses that nobody types, codes from before, replays, pairs.
    #[test]
    fn a_counter_s_life(
        key: [u8; 20],
        presses in vec((0_u64..14, 0_u8..7, 0_u64..40), 1..60),
        look_ahead in 0_u8..10,
        delay in 0_u32..4,
    ) {
        let token = hotp(&key, HashAlgorithm::Sha1, 6);
        let rules = CounterRules { look_ahead, resynchronisation: 20 };
        let policy = Policy::new(rules, guessing(6, 3, 12, delay), ANYTHING).unwrap();
        let verifier = HotpVerifier::new(&token, &policy).unwrap();
        let (mut state, mut next, mut model) = (RecordedCounter::new(Counter::new(0)), 0_u64, Model::default());
        let (mut stands_at, mut now) = (0_u64, NOW);
        for (idle, kind, pause) in presses {
            stands_at += idle;
            now += pause;
            let time = UnixTime::new(now);
            let find = |reach: u64, is: &dyn Fn(u64) -> bool| {
                (next..=next + reach).filter(|&counter| is(counter)).last()
            };
            let (matched, verdict) = match kind {
                0 => {
                    state.failures = state.failures.released();
                    model.release();
                    continue;
                }
                1 => {
                    let pair = [code(&token, stands_at), code(&token, stands_at + 1)];
                    stands_at += 2;
                    let at = find(20, &|first| {
                        code(&token, first) == pair[0] && code(&token, first + 1) == pair[1]
                    });
                    let typed = pair.each_ref().map(String::as_str);
                    (at.map(|first| first + 1), verifier.resynchronise(state, time, typed))
                }
                _ => {
                    let typed = match kind {
                        2 => "271828".to_owned(),
                        3 => code(&token, next.saturating_sub(1)),
                        _ => {
                            stands_at += 1;
                            code(&token, stands_at - 1)
                        }
                    };
                    let at = find(look_ahead.into(), &|counter| code(&token, counter) == typed);
                    (at, verifier.verify(state, time, &typed))
                }
            };
            let wanted = matched.map_or(Err(VerifyError::Wrong), |counter| Ok(counter + 1));
            let wanted = model.stops(now, policy.guessing()).map_or(wanted, Err);
            prop_assert_eq!(counted(verdict.outcome), wanted);
            match wanted {
                Ok(counter) => {
                    next = counter;
                    model.release();
                }
                Err(VerifyError::Wrong) => {
                    model.in_a_row += 1;
                    model.days.push(now / DAY);
                    model.wait_until = now + u64::from(delay) * model.in_a_row;
                }
                Err(_) => {}
            }
            state = verdict.state;
            prop_assert_eq!(state.next, Counter::new(next));
            prop_assert_eq!(u64::from(state.failures.attempts.consecutive()), model.in_a_row);
            prop_assert_eq!(state.failures.wait_until, UnixTime::new(model.wait_until));
        }
    }
}
