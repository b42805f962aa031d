//! What verifiers accept, count and remember, beside implementations that are too simple to be wrong.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use std::sync::{Arc, Mutex};
use std::thread;

use proptest::prelude::*;
use warifu_core::{Counter, Digits, Seconds, Secret, UnixTime};
use warifu_otp::{
    Algorithm, AttemptLimits, Bound, CounterRules, Guessing, Hotp, HotpVerifier, InvalidParameters,
    Policy, RecordedCounter, RecordedState, Refusal, TimeRules, TimeStep, Totp, TotpParameters,
    TotpVerifier, Window,
};

const KEY: &[u8] = b"12345678901234567890";
const NOW: UnixTime = UnixTime::new(1_800_000_000);
const ANYTHING: Bound = Bound { per_lock: 1.0, per_life: 1.0 };

fn totp(parameters: TotpParameters) -> Totp {
    Totp::danger_legacy(&Secret::new(KEY).unwrap(), parameters).unwrap()
}

fn hotp(digits: u8) -> Hotp {
    let digits = Digits::new(digits).unwrap();
    Hotp::danger_legacy(&Secret::new(KEY).unwrap(), Algorithm::Sha1, digits).unwrap()
}

fn code_of(token: &Totp, parameters: &TotpParameters, step: u64) -> Option<String> {
    let moment = step.checked_mul(parameters.step.value().into())?;
    let moment = UnixTime::new(moment.checked_add(parameters.t0.value())?);
    Some(token.generate(moment).unwrap().expose().to_owned())
}

proptest! {
    /// With 4 digits, so that codes of different steps are often the same.
    #[test]
    fn verify_accepts_exactly_the_window(
        (past, future, drift) in (0..12_u8, 0..12_u8, -20..20_i32),
        (t0, step, elapsed) in (0..100_000_u64, 1..=3600_u32, 0..100_000_u64),
        last in proptest::option::of(0..40_u64),
        typed in 0..40_u64,
        hash in 0..3_usize,
    ) {
        let parameters = TotpParameters {
            algorithm: [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512][hash],
            digits: Digits::new(4).unwrap(),
            step: Seconds::new(step),
            t0: UnixTime::new(t0),
        };
        let token = totp(parameters);
        let now = UnixTime::new(t0 + elapsed);
        let clock = i64::try_from(elapsed / u64::from(step)).unwrap();
        let first = clock + i64::from(drift) - i64::from(past);
        // A code near the window, on either side of it.
        let near = u64::try_from(first - 8).unwrap_or(0) + typed;
        let typed = code_of(&token, &parameters, near).unwrap();
        let last = last.map(|ahead| u64::try_from(first - 8).unwrap_or(0) + ahead);

        let window = first..=clock + i64::from(drift) + i64::from(future);
        let same: Vec<u64> = window
            .filter_map(|step| u64::try_from(step).ok())
            .filter(|&step| code_of(&token, &parameters, step).as_ref() == Some(&typed))
            .collect();
        let used = same.iter().any(|&step| last.is_some_and(|last| step <= last));
        let outcome = token.verify(
            &typed, now, Window { past, future }, drift, last.map(TimeStep::new),
        );
        match (outcome, same.last()) {
            (Ok(accepted), Some(&step)) => {
                prop_assert!(!used);
                prop_assert_eq!(accepted.step().value(), step);
                prop_assert_eq!(i64::from(accepted.drift()), i64::try_from(step).unwrap() - clock);
            }
            (Err(Refusal::Used), Some(_)) => prop_assert!(used),
            (Err(Refusal::Wrong), None) => {}
            (outcome, same) => prop_assert!(false, "{outcome:?} {same:?}"),
        }
    }

    #[test]
    fn look_ahead_accepts_exactly_its_counters(expected in 0..50_u64, look_ahead in 0..20_u8, at in 0..80_u64) {
        let token = hotp(4);
        let typed = token.generate(Counter::new(at));
        let same: Vec<u64> = (expected..=expected + u64::from(look_ahead))
            .filter(|&counter| token.generate(Counter::new(counter)).expose() == typed.expose())
            .collect();
        match (token.verify(typed.expose(), Counter::new(expected), look_ahead), same.last()) {
            (Ok(accepted), Some(counter)) => prop_assert_eq!(accepted.next().value(), counter + 1),
            (Err(Refusal::Wrong), None) => {}
            (outcome, same) => prop_assert!(false, "{outcome:?} {same:?}"),
        }
    }

    #[test]
    fn counters_are_resynchronised_by_consecutive_codes_alone(
        expected in 0..50_u64, look_ahead in 0..60_u16, at in 0..120_u64, gap in -1..3_i64,
    ) {
        let token = hotp(6);
        let code = |counter: u64| token.generate(Counter::new(counter)).expose().to_owned();
        let second = u64::try_from(i64::try_from(at).unwrap() + gap).unwrap_or(0);
        let outcome = token.resynchronise([&code(at), &code(second)], Counter::new(expected), look_ahead);
        let within = (expected..=expected + u64::from(look_ahead)).contains(&at);
        if within && second == at + 1 {
            prop_assert_eq!(outcome.unwrap().next().value(), second + 1);
        } else {
            prop_assert_eq!(outcome, Err(Refusal::Wrong));
        }
    }

    #[test]
    fn clocks_are_resynchronised_by_consecutive_codes_alone(
        reach in 0..60_u16, away in -80..80_i64, gap in -1..3_i64, last in proptest::option::of(-80..80_i64),
    ) {
        let parameters = TotpParameters::default();
        let token = totp(parameters);
        let clock = 30_000_000_i64;
        let at = |away: i64| u64::try_from(clock + away).unwrap();
        let code = |step| code_of(&token, &parameters, step).unwrap();
        let outcome = token.resynchronise(
            [&code(at(away)), &code(at(away + gap))], NOW, reach, last.map(|last| TimeStep::new(at(last))),
        );
        if away.abs() > i64::from(reach) || gap != 1 {
            prop_assert_eq!(outcome, Err(Refusal::Wrong));
        } else if last.is_some_and(|last| away <= last) {
            prop_assert_eq!(outcome, Err(Refusal::Used));
        } else {
            let accepted = outcome.unwrap();
            prop_assert_eq!(accepted.step().value(), at(away + 1));
            prop_assert_eq!(i64::from(accepted.drift()), away + 1);
        }
    }

    /// A year of right, wrong, old and replayed codes against a model of a few lines.
    #[test]
    fn a_history_against_a_model(events in proptest::collection::vec((0..4_u8, 0..200_000_u64), 1..60)) {
        let parameters = TotpParameters::default();
        let token = totp(parameters);
        let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
        let (mut state, mut now) = (RecordedState::NEW, NOW.value());
        let mut model = Model::default();
        let mut previous = "000000".to_owned();
        for (kind, pause) in events {
            now += pause;
            let step = now / 60;
            let typed = match kind {
                0 | 1 => code_of(&token, &parameters, step).unwrap(),
                2 => previous.clone(),
                _ => "12345".to_owned(),
            };
            let verdict = verifier.verify(state, UnixTime::new(now), &typed);
            let right = (step - 4..=step + 4)
                .filter(|&near| code_of(&token, &parameters, near).as_ref() == Some(&typed));
            let expected = model.expects(now, &typed, right.collect());
            prop_assert_eq!(verdict.outcome.is_ok(), expected, "{:?} {:?}", verdict, model);
            prop_assert_eq!(verdict.state.last.map(TimeStep::value), model.last);
            prop_assert_eq!(verdict.state.failures.attempts.consecutive(), model.in_a_row);
            state = verdict.state;
            previous = typed;
        }
    }
}

/// Single use and two limits, for a token without drift.
#[derive(Debug, Default)]
struct Model {
    last: Option<u64>,
    in_a_row: u8,
    failures: Vec<u64>,
}

impl Model {
    /// `right` are the steps of the widest window whose code was typed.
    fn expects(&mut self, now: u64, typed: &str, right: Vec<u64>) -> bool {
        let today = now / 86_400;
        let recent = self.failures.iter().filter(|&&day| today - day < 30).count();
        if self.in_a_row >= 5 || recent >= 80 || typed.len() != 6 {
            return false;
        }
        let widening = self.last.map_or(0, |last| {
            let idle = (now / 60).saturating_sub(last);
            ((idle * 20 + 500_000) / 1_000_000).min(2)
        });
        let clock = now / 60;
        let near: Vec<_> =
            right.into_iter().filter(|step| step.abs_diff(clock) <= 2 + widening).collect();
        let fresh = near.iter().all(|&step| self.last.is_none_or(|last| step > last));
        match near.last() {
            Some(&step) if fresh => {
                self.last = Some(step);
                self.in_a_row = 0;
                true
            }
            _ => {
                self.in_a_row += 1;
                self.failures.push(today);
                false
            }
        }
    }
}

#[test]
fn the_initial_counter_works() {
    let token = hotp(6);
    let verifier = HotpVerifier::new(&token, &Policy::COUNTER_6_DIGITS).unwrap();
    let first = token.generate(Counter::new(0));
    let verdict = verifier.verify(RecordedCounter::new(Counter::new(0)), NOW, first.expose());
    assert_eq!(verdict.outcome.unwrap().next(), Counter::new(1));
    let again = verifier.verify(verdict.state, NOW, first.expose());
    assert_eq!(again.outcome, Err(Refusal::Wrong));
    assert_eq!(again.state.next, Counter::new(1));
}

#[test]
fn a_delay_grows_with_each_failure() {
    let delay = Seconds::new(5);
    let guessing = Guessing { delay, ..Guessing::with_digits(Digits::SIX) };
    let rules = CounterRules { look_ahead: 3, resynchronisation: 100 };
    let policy = Policy::new(rules, guessing, ANYTHING).unwrap();
    let token = hotp(6);
    let verifier = HotpVerifier::new(&token, &policy).unwrap();
    let right = token.generate(Counter::new(7));
    let mut state = RecordedCounter::new(Counter::new(7));
    let mut now = NOW.value();
    for failures in 1..=3 {
        let verdict = verifier.verify(state, UnixTime::new(now), "000000");
        assert_eq!(verdict.outcome, Err(Refusal::Wrong));
        state = verdict.state;
        let wait = 5 * failures;
        assert_eq!(state.failures.wait_until, UnixTime::new(now + wait));
        let early = verifier.verify(state, UnixTime::new(now + wait - 1), right.expose());
        assert_eq!((early.outcome, early.state), (Err(Refusal::TooSoon), state));
        let early = verifier.resynchronise(state, UnixTime::new(now), ["000000", "000000"]);
        assert_eq!(early.outcome, Err(Refusal::TooSoon));
        now += wait;
    }
    let verdict = verifier.verify(state, UnixTime::new(now), right.expose());
    assert!(verdict.outcome.is_ok());
    assert_eq!(verdict.state.failures.wait_until, UnixTime::new(0));
}

#[test]
fn five_failures_suspend_until_somebody_releases() {
    let token = totp(TotpParameters::default());
    let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
    let right = token.generate(NOW).unwrap();
    let mut state = RecordedState { last: Some(TimeStep::new(29_999_990)), ..RecordedState::NEW };
    for _ in 0..5 {
        let malformed = verifier.verify(state, NOW, "00000");
        assert!(matches!(malformed.outcome, Err(Refusal::Malformed(_))));
        assert_eq!(malformed.state, state, "what could not be right costs nothing");
        let verdict = verifier.verify(state, NOW, "000000");
        assert_eq!(verdict.outcome, Err(Refusal::Wrong));
        assert_eq!((verdict.state.last, verdict.state.drift), (state.last, state.drift));
        state = verdict.state;
    }
    let verdict = verifier.verify(state, NOW, right.expose());
    assert_eq!((verdict.outcome, verdict.state), (Err(Refusal::Suspended), state));
    let much_later = UnixTime::new(NOW.value() + 40 * 86_400);
    let verdict = verifier.verify(state, much_later, right.expose());
    assert_eq!(verdict.outcome, Err(Refusal::Suspended), "time alone does not release");

    let released = RecordedState { failures: state.failures.released(), ..state };
    assert_eq!(released.failures.attempts.in_thirty_days(), 5);
    assert!(verifier.verify(released, NOW, right.expose()).outcome.is_ok());
}

#[test]
fn the_limit_of_thirty_days_is_not_released_but_wears_off() {
    let token = totp(TotpParameters::default());
    let limits = AttemptLimits::new(5, 10).unwrap();
    let guessing = Guessing { limits, ..Guessing::with_digits(Digits::SIX) };
    let policy = Policy::new(TimeRules::DEFAULT, guessing, ANYTHING).unwrap();
    let verifier = TotpVerifier::new(&token, &policy).unwrap();
    let mut state = RecordedState::NEW;
    for failure in 0..10 {
        if failure % 4 == 3 {
            state.failures = state.failures.released();
        }
        let verdict = verifier.verify(state, NOW, "000000");
        assert_eq!(verdict.outcome, Err(Refusal::Wrong), "failure {failure}");
        state = verdict.state;
    }
    state.failures = state.failures.released();
    let right = token.generate(NOW).unwrap();
    assert_eq!(verifier.verify(state, NOW, right.expose()).outcome, Err(Refusal::Suspended));
    let later = UnixTime::new(NOW.value() + 30 * 86_400);
    let right = token.generate(later).unwrap();
    assert!(verifier.verify(state, later, right.expose()).outcome.is_ok());
}

#[test]
fn a_token_easier_to_guess_than_the_policy_has_no_verifier() {
    let six = totp(TotpParameters::default());
    let refused = TotpVerifier::new(&six, &Policy::TIME_8_DIGITS).map(drop);
    assert_eq!(refused, Err(InvalidParameters::FewerThanPolicy));
    assert!(TotpVerifier::new(&totp(TotpParameters::RECOMMENDED), &Policy::TIME_6_DIGITS).is_ok());
    let refused = HotpVerifier::new(&hotp(5), &Policy::COUNTER_6_DIGITS).map(drop);
    assert_eq!(refused, Err(InvalidParameters::FewerThanPolicy));
    // A check digit makes a code longer, not harder to guess.
    let refused = HotpVerifier::new(&hotp(5).with_checksum(), &Policy::COUNTER_6_DIGITS).map(drop);
    assert_eq!(refused, Err(InvalidParameters::FewerThanPolicy));
}

#[test]
fn the_remembered_drift_is_bounded() {
    let token = totp(TotpParameters::default());
    let rules = TimeRules { most_drift: 3, ..TimeRules::DEFAULT };
    let policy = Policy::new(rules, Guessing::with_digits(Digits::SIX), ANYTHING).unwrap();
    let verifier = TotpVerifier::new(&token, &policy).unwrap();
    let ahead = |steps: u64| token.generate(UnixTime::new(NOW.value() + 60 * steps)).unwrap();
    let state = RecordedState { drift: 3, ..RecordedState::NEW };
    let verdict = verifier.verify(state, NOW, ahead(5).expose());
    assert_eq!(verdict.outcome.unwrap().drift(), 5, "what was measured");
    assert_eq!(verdict.state.drift, 3, "what is remembered");
    // A state from elsewhere, whose drift is beyond the bound, does not carry the window further.
    let state = RecordedState { drift: 1000, ..RecordedState::NEW };
    assert_eq!(verifier.verify(state, NOW, ahead(1000).expose()).outcome, Err(Refusal::Wrong));
    assert!(verifier.verify(state, NOW, ahead(4).expose()).outcome.is_ok());
}

/// A store in the shape of a compare-and-swap, and threads that race for it.
#[test]
fn one_code_gets_one_of_many_racers_in() {
    let token = Arc::new(totp(TotpParameters::default()));
    let right = token.generate(NOW).unwrap().expose().to_owned();
    let stored = Arc::new(Mutex::new((0_u64, RecordedState::NEW)));
    let race = |typed: String| {
        let (token, stored) = (Arc::clone(&token), Arc::clone(&stored));
        thread::spawn(move || {
            let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
            loop {
                let (version, state) = *stored.lock().unwrap();
                let verdict = verifier.verify(state, NOW, &typed);
                let mut current = stored.lock().unwrap();
                if current.0 == version {
                    *current = (version + 1, verdict.state);
                    return verdict.outcome.is_ok();
                }
            }
        })
    };
    let racers: Vec<_> = (0..8).map(|_| race(right.clone())).collect();
    let accepted: Vec<bool> = racers.into_iter().map(|racer| racer.join().unwrap()).collect();
    assert_eq!(accepted.iter().filter(|&&accepted| accepted).count(), 1);

    // Eight used codes are five failures: the others were not looked at.
    let (_, state) = *stored.lock().unwrap();
    assert_eq!(state.failures.attempts.consecutive(), 5);
}
