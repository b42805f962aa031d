//! The window that widens with idle time, and the drift that is remembered.

use proptest::prelude::*;
use warifu_core::UnixTime;
use warifu_otp::{Policy, RecordedState, TimeRules, TimeStep, TotpParameters, TotpVerifier};

use crate::oracle::{
    DAY, EVERY_SECOND, NOW, a_moment, a_window, code_at, guessing, rules, stepped, time_policy,
    totp, widening,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

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
