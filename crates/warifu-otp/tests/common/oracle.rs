//! The verifiers' rules written out again, over whole numbers that cannot overflow, and the tokens to try them with.

use proptest::prelude::*;
use warifu_core::{Counter, Digits, Seconds, Secret, UnixTime};
use warifu_otp::{
    Accepted, AcceptedCounter, AttemptLimits, Bound, CounterRules, Guessing, HashAlgorithm, Hotp,
    Policy, TimeRules, Totp, TotpParameters, VerifyError, Window,
};

pub(crate) const NOW: u64 = 1_800_000_000;
pub(crate) const DAY: u64 = 86_400;
pub(crate) const ANYTHING: Bound = Bound { per_lock: 1.0, per_life: 1.0 };

/// A step of one second from 0 on, so that moments and steps are the same numbers.
pub(crate) const EVERY_SECOND: TotpParameters = TotpParameters {
    algorithm: HashAlgorithm::Sha1,
    digits: Digits::SIX,
    step: Seconds::new(1),
    t0: UnixTime::new(0),
};

pub(crate) fn digits(count: u8) -> Digits {
    Digits::new(count).unwrap()
}

pub(crate) fn totp(key: &[u8], parameters: TotpParameters) -> Totp {
    Totp::danger_legacy(&Secret::new(key).unwrap(), parameters).unwrap()
}

pub(crate) fn hotp(key: &[u8], algorithm: HashAlgorithm, count: u8) -> Hotp {
    Hotp::danger_legacy(&Secret::new(key).unwrap(), algorithm, digits(count)).unwrap()
}

pub(crate) fn guessing(count: u8, consecutive: u8, thirty_days: u16, delay: u32) -> Guessing {
    let limits = AttemptLimits::new(consecutive, thirty_days).unwrap();
    Guessing { limits, delay: Seconds::new(delay), ..Guessing::with_digits(digits(count)) }
}

pub(crate) fn time_policy(rules: TimeRules, guessing: Guessing) -> Policy<TimeRules> {
    Policy::new(rules, guessing, ANYTHING).unwrap()
}

pub(crate) fn counter_policy(look_ahead: u8, resynchronisation: u16) -> Policy<CounterRules> {
    let rules = CounterRules { look_ahead, resynchronisation };
    Policy::new(rules, guessing(4, 5, 80, 0), ANYTHING).unwrap()
}

pub(crate) fn code(token: &Hotp, counter: u64) -> String {
    token.generate(Counter::new(counter)).expose().to_owned()
}

pub(crate) fn code_at(token: &Totp, now: u64) -> String {
    token.generate(UnixTime::new(now)).unwrap().expose().to_owned()
}

/// Some six-digit code of none of these moments.
pub(crate) fn wrong_at(token: &Totp, near: u64) -> String {
    let right: Vec<String> =
        (near.saturating_sub(400)..near + 400).map(|at| code_at(token, at)).collect();
    (0..10_000).map(|code| format!("{code:06}")).find(|code| !right.contains(code)).unwrap()
}

pub(crate) fn stepped(outcome: Result<Accepted, VerifyError>) -> Result<(u64, i32), VerifyError> {
    outcome.map(|accepted| (accepted.step().value(), accepted.drift()))
}

pub(crate) fn counted(outcome: Result<AcceptedCounter, VerifyError>) -> Result<u64, VerifyError> {
    outcome.map(|accepted| accepted.next().value())
}

/// A number from 0 to 2^64 − 1, or nothing.
pub(crate) fn whole(number: i128) -> Option<u64> {
    u64::try_from(number).ok()
}

/// What may be typed for a step: the same secret with T0 = 0 and steps of a second says all of them.
pub(crate) fn code_of_step(key: &[u8], parameters: TotpParameters, step: u64) -> String {
    code_at(
        &totp(key, TotpParameters { step: Seconds::new(1), t0: UnixTime::new(0), ..parameters }),
        step,
    )
}

/// The window's definition over integers that cannot overflow: which steps have this code, from the earliest on.
pub(crate) fn matching(
    steps: impl Iterator<Item = i128>,
    clock: u64,
    has: impl Fn(u64) -> bool,
) -> Vec<(u64, i32)> {
    let near = steps
        .filter_map(|step| Some((whole(step)?, i32::try_from(step - i128::from(clock)).ok()?)));
    near.filter(|&(step, _)| has(step)).collect()
}

pub(crate) fn judged(
    matching: &[(u64, i32)],
    used: impl Fn(u64) -> bool,
) -> Result<(u64, i32), VerifyError> {
    match matching.last() {
        None => Err(VerifyError::Wrong),
        Some(_) if matching.iter().any(|&(step, _)| used(step)) => Err(VerifyError::Used),
        Some(&latest) => Ok(latest),
    }
}

/// The formula at `TimeRules::window_at`, in whole numbers that cannot overflow.
pub(crate) fn widening(rules: TimeRules, last: Option<u64>, drift: i32, clock: u64) -> u8 {
    let Some(last) = last else { return 0 };
    let measured = (i128::from(last) - i128::from(drift)).clamp(0, u64::MAX.into());
    let idle = (i128::from(clock) - measured).max(0);
    let growth = (idle * i128::from(rules.tolerance) + 500_000) / 1_000_000;
    u8::try_from(growth.min(rules.most_widening.into())).unwrap()
}

pub(crate) fn a_window(at_most: u8) -> impl Strategy<Value = Window> {
    (0..=at_most, 0..=at_most).prop_map(|(past, future)| Window { past, future })
}

pub(crate) fn rules() -> impl Strategy<Value = TimeRules> {
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

pub(crate) fn a_moment() -> impl Strategy<Value = u64> {
    prop_oneof![
        0_u64..200,
        Just(NOW),
        1 << 40..1_u64 << 41,
        u64::MAX - 200..=u64::MAX,
        any::<u64>()
    ]
}
