//! Whole lives of tokens, against a model that remembers every failure with its day.

use proptest::collection::vec;
use proptest::prelude::*;
use warifu_core::{CodeError, Counter, UnixTime};
use warifu_otp::{
    CounterRules, Guessing, HashAlgorithm, HotpVerifier, Policy, RecordedCounter, RecordedState,
    TimeRules, TimeStep, TotpVerifier, VerifyError,
};

use crate::oracle::{
    ANYTHING, DAY, EVERY_SECOND, NOW, code, code_at, counted, guessing, hotp, judged, matching,
    stepped, time_policy, totp, widening,
};

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

    /// The same for a counter: presses without a code typed, codes from before, replays, pairs.
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
