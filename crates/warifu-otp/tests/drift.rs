//! Five years of honest users whose clocks drift, who leave their tokens idle, type slowly and press buttons for fun.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]
#![expect(clippy::disallowed_macros, reason = "the numbers, for `-- --nocapture`")]

mod common;

use common::Draw;
use warifu_core::{Counter, Secret, UnixTime};
use warifu_otp::{
    HashAlgorithm, Hotp, HotpVerifier, Policy, RecordedCounter, RecordedState, TimeRules, Totp,
    TotpParameters, TotpVerifier, Verdict, VerifyError, Window,
};

const DAY: f64 = 86_400.0;
const FIVE_YEARS: f64 = 5.0 * 365.25 * DAY;
const EPOCH: f64 = 1_800_000_000.0;

/// From 0 to 1.
fn unit(draw: &mut Draw) -> f64 {
    let bits = u32::try_from(draw.number() >> 32).unwrap();
    f64::from(bits) / f64::from(u32::MAX)
}

fn between(draw: &mut Draw, low: f64, high: f64) -> f64 {
    low + unit(draw) * (high - low)
}

/// A token whose clock runs off by up to 20 millionths, and by some seconds with the seasons.
struct Clock {
    rate: f64,
    offset: f64,
}

impl Clock {
    fn new(draw: &mut Draw) -> Self {
        Self { rate: between(draw, -20e-6, 20e-6), offset: between(draw, -2.0, 2.0) }
    }

    /// What the token's clock shows `elapsed` seconds after it was registered.
    fn shows(&self, elapsed: f64) -> f64 {
        let season = 3.0 * (elapsed / (365.25 * DAY) * core::f64::consts::TAU).sin();
        elapsed * (1.0 + self.rate) + self.offset + season
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a moment within the five years"
)]
fn moment(elapsed: f64) -> UnixTime {
    UnixTime::new((EPOCH + elapsed) as u64)
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    accepted: u32,
    refused: u32,
    locked_out: u32,
    /// The codes that would have been right, of all attempts together.
    right_codes: u32,
}

impl Told {
    /// How many codes were right at a time, in hundredths.
    fn mean_window(&self) -> u32 {
        self.right_codes * 100 / (self.accepted + self.refused)
    }
}

/// Five years of one user, who tries again within a minute or so when a code is refused, until the token is suspended.
fn five_years(
    draw: &mut Draw,
    token: &Totp,
    idle_at_most: f64,
    mut verify: impl FnMut(UnixTime, &str) -> Result<(), VerifyError>,
    told: &mut Told,
) {
    let clock = Clock::new(draw);
    let habit = between(draw, (DAY / 4.0).ln(), idle_at_most.ln()).exp();
    let (mut elapsed, mut in_a_row) = (0.0, 0);
    while elapsed < FIVE_YEARS {
        let shown = token.generate(moment(clock.shows(elapsed))).unwrap();
        let typed_at = elapsed + between(draw, 3.0, 75.0);
        if verify(moment(typed_at), shown.expose()).is_ok() {
            told.accepted += 1;
            in_a_row = 0;
            let idle = -unit(draw).max(1e-9).ln() * habit;
            elapsed = typed_at + 61.0 + idle.min(idle_at_most);
            continue;
        }
        told.refused += 1;
        in_a_row += 1;
        if in_a_row >= 5 {
            told.locked_out += 1;
            return;
        }
        elapsed = typed_at + between(draw, 20.0, 70.0);
    }
}

fn token(draw: &mut Draw, parameters: TotpParameters) -> Totp {
    let key: Vec<u8> = (0..20).map(|_| u8::try_from(draw.below(256)).unwrap()).collect();
    Totp::new(&Secret::new(&key).unwrap(), parameters).unwrap()
}

fn by_policy(policy: &Policy<TimeRules>, idle_at_most: f64, users: u32) -> Told {
    let (mut draw, mut told) = (Draw(6238), Told::default());
    let digits = policy.guessing().digits;
    for _ in 0..users {
        let token = token(&mut draw, TotpParameters { digits, ..TotpParameters::default() });
        let verifier = TotpVerifier::new(&token, policy).unwrap();
        let (mut state, mut right_codes) = (RecordedState::NEW, 0);
        let verify = |now, typed: &str| {
            let clock = token.step_at(now).unwrap();
            right_codes += policy.rules().window_at(state.last, state.drift, clock).codes();
            let Verdict { state: next, outcome } = verifier.verify(state, now, typed);
            state = next;
            outcome.map(drop)
        };
        five_years(&mut draw, &token, idle_at_most, verify, &mut told);
        told.right_codes += right_codes;
    }
    told
}

/// One step either way of the verifier's clock, whatever was measured: what most libraries offer.
fn by_a_fixed_window(idle_at_most: f64, users: u32) -> Told {
    let (mut draw, mut told) = (Draw(6238), Told::default());
    for _ in 0..users {
        let token = token(&mut draw, TotpParameters::default());
        let mut last = None;
        let verify = |now, typed: &str| {
            let accepted = token.verify(typed, now, Window::ONE_EACH_WAY, 0, last)?;
            last = Some(accepted.step());
            Ok(())
        };
        five_years(&mut draw, &token, idle_at_most, verify, &mut told);
    }
    told.right_codes = 3 * (told.accepted + told.refused);
    told
}

#[test]
fn no_honest_user_of_a_time_based_token_is_locked_out() {
    for (name, policy, idle, users) in [
        ("6 digits, idle up to 75 days", Policy::TIME_6_DIGITS, 75.0 * DAY, 150),
        ("8 digits, idle up to 300 days", Policy::TIME_8_DIGITS, 300.0 * DAY, 150),
    ] {
        let ours = by_policy(&policy, idle, users);
        let fixed = by_a_fixed_window(idle, users);
        println!("{name}: {ours:?}; a fixed window of 3: {fixed:?}");
        println!("{name}: {} codes in 100 windows", ours.mean_window());
        assert_eq!(ours.locked_out, 0, "{name}");
        assert!(ours.refused * 10_000 < ours.accepted, "{name}: and then the next code is right");
        assert!(fixed.locked_out > users / 2, "{name}: drift is what this simulates");
        assert!(ours.accepted > 2 * fixed.accepted, "{name}");
        assert!(ours.mean_window() < 600, "{name}: less than one code more than the plain window");
    }
}

/// Beyond the widest window a customer needs the way back, and finds it.
#[test]
fn a_token_that_lay_idle_for_years_is_resynchronised() {
    let mut draw = Draw(1);
    let parameters = TotpParameters::default();
    let token = token(&mut draw, parameters);
    let verifier = TotpVerifier::new(&token, &Policy::TIME_6_DIGITS).unwrap();
    let slow = Clock { rate: -20e-6, offset: 0.0 };
    let code = |elapsed: f64| token.generate(moment(slow.shows(elapsed))).unwrap();

    let first = verifier.verify(RecordedState::NEW, moment(20.0), code(0.0).expose());
    assert!(first.outcome.is_ok());
    let later = FIVE_YEARS;
    let refused = verifier.verify(first.state, moment(later), code(later).expose());
    assert_eq!(refused.outcome, Err(VerifyError::Wrong));
    let (one, two) = (code(later), code(later + 60.0));
    let consecutive = [one.expose(), two.expose()];
    let back = verifier.resynchronise(refused.state, moment(later + 80.0), consecutive);
    assert!(back.outcome.unwrap().drift() < -50);
    assert_eq!(back.state.failures.attempts.consecutive(), 0);
    let again = verifier.verify(back.state, moment(later + 200.0), code(later + 190.0).expose());
    assert!(again.outcome.is_ok());
}

#[test]
fn no_honest_user_of_a_counter_based_token_is_locked_out() {
    let (mut draw, mut pressed_for_fun, mut resynchronised) = (Draw(4226), 0_u64, 0);
    for user in 0..100 {
        let key: Vec<u8> = (0..20).map(|_| u8::try_from(draw.below(256)).unwrap()).collect();
        let secret = Secret::new(&key).unwrap();
        let digits = Policy::COUNTER_6_DIGITS.guessing().digits;
        let token = Hotp::new(&secret, HashAlgorithm::Sha1, digits).unwrap();
        let verifier = HotpVerifier::new(&token, &Policy::COUNTER_6_DIGITS).unwrap();
        let (mut counter, mut state) = (0, RecordedCounter::new(Counter::new(0)));
        let mut press = || {
            counter += 1;
            token.generate(Counter::new(counter - 1))
        };
        // One in a hundred of the users has a child.
        let fun = if user % 100 == 7 { 60 } else { 3 };
        for login in 0..250_u64 {
            let now = UnixTime::new(1_800_000_000 + login * 604_800);
            for _ in 0..draw.below(fun) {
                press();
                pressed_for_fun += 1;
            }
            let verdict = verifier.verify(state, now, press().expose());
            state = verdict.state;
            if verdict.outcome.is_err() {
                let (one, two) = (press(), press());
                let back = verifier.resynchronise(state, now, [one.expose(), two.expose()]);
                assert!(back.outcome.is_ok(), "user {user} is locked out");
                state = back.state;
                resynchronised += 1;
            }
        }
    }
    println!("{pressed_for_fun} presses for fun, {resynchronised} resynchronisations");
    assert!(resynchronised > 0, "some users need the way back");
}
