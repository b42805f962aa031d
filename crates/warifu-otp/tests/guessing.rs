//! Guessers against real verifiers: they succeed as often as the policy computes. On 4-digit codes, so that it happens.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]
#![expect(clippy::disallowed_macros, reason = "the numbers, for `-- --nocapture`")]

mod common;

use common::Draw;
use warifu_core::{Counter, Digits, Secret, UnixTime};
use warifu_otp::{
    AttemptLimits, Bound, Campaign, CounterRules, GuessBudget, Guessing, HashAlgorithm, Hotp,
    HotpVerifier, Policy, RecordedCounter, RecordedState, TimeRules, TimeStep, Totp,
    TotpParameters, TotpVerifier, VerifyError, Window,
};

const NOW: u64 = 1_800_000_000;
const ANYTHING: Bound = Bound { per_lock: 1.0, per_life: 1.0 };

fn guessing() -> Guessing {
    Guessing::with_digits(Digits::new(4).unwrap())
}

fn policy() -> Policy<TimeRules> {
    let rules = TimeRules { window: Window::ONE_EACH_WAY, most_widening: 0, ..TimeRules::DEFAULT };
    Policy::new(rules, guessing(), ANYTHING).unwrap()
}

fn secret(draw: &mut Draw) -> Secret {
    let mut key = [0; 20];
    for byte in &mut key {
        *byte = u8::try_from(draw.below(256)).unwrap();
    }
    Secret::new(&key).unwrap()
}

fn token(draw: &mut Draw) -> Totp {
    let digits = Digits::new(4).unwrap();
    let parameters = TotpParameters { digits, ..TotpParameters::default() };
    Totp::danger_legacy(&secret(draw), parameters).unwrap()
}

/// Whether `successes` of `trials` agree with `probability` within three standard deviations.
fn agrees(successes: u32, trials: u32, probability: f64) {
    let (successes, trials) = (f64::from(successes), f64::from(trials));
    let expected = trials * probability;
    let sigma = (expected * (1.0 - probability)).sqrt();
    println!("{successes} of {trials}, {expected:.1} ± {sigma:.1} expected");
    assert!((successes - expected).abs() <= 3.0 * sigma, "{successes}, not {expected} ± {sigma}");
}

#[test]
fn one_guess_in_a_window() {
    let (mut draw, policy, mut successes) = (Draw(1), policy(), 0);
    let trials = 120_000;
    for _ in 0..trials {
        let token = token(&mut draw);
        let verifier = TotpVerifier::new(&token, &policy).unwrap();
        let guess = format!("{:04}", draw.below(10_000));
        let verdict = verifier.verify(RecordedState::NEW, UnixTime::new(NOW), &guess);
        successes += u32::from(verdict.outcome.is_ok());
    }
    agrees(successes, trials, policy.budget().per_window);
}

/// Different guesses, until the token is suspended.
#[test]
fn guesses_until_the_lock() {
    let (mut draw, policy, mut successes) = (Draw(2), policy(), 0);
    let trials = 40_000;
    for _ in 0..trials {
        let token = token(&mut draw);
        let verifier = TotpVerifier::new(&token, &policy).unwrap();
        let (mut state, mut guess) = (RecordedState::NEW, draw.below(10_000));
        loop {
            guess = (guess + 1) % 10_000;
            let verdict = verifier.verify(state, UnixTime::new(NOW), &format!("{guess:04}"));
            state = verdict.state;
            match verdict.outcome {
                Ok(_) => {
                    successes += 1;
                    break;
                }
                Err(VerifyError::Suspended) => {
                    assert_eq!(state.failures.attempts.consecutive(), 5);
                    break;
                }
                Err(_) => {}
            }
        }
    }
    agrees(successes, trials, policy.budget().per_lock);
}

/// A year of guesses, with somebody who releases the token each time it is suspended.
#[test]
fn guesses_of_a_year() {
    let limits = AttemptLimits::new(5, 40).unwrap();
    let rules = TimeRules { window: Window::ONE_EACH_WAY, most_widening: 0, ..TimeRules::DEFAULT };
    let policy = Policy::new(rules, Guessing { limits, ..guessing() }, ANYTHING).unwrap();
    let (mut draw, mut successes, mut most) = (Draw(3), 0, 0);
    let trials = 1_500;
    for _ in 0..trials {
        let token = token(&mut draw);
        let verifier = TotpVerifier::new(&token, &policy).unwrap();
        let (mut state, mut guesses) = (RecordedState::NEW, 0);
        // Thirteen begun months of thirty days, as the budget counts them.
        'year: for day in 0..390 {
            let mut now = NOW + day * 86_400;
            loop {
                let guess = format!("{:04}", draw.below(10_000));
                let verdict = verifier.verify(state, UnixTime::new(now), &guess);
                state = verdict.state;
                now += 120;
                match verdict.outcome {
                    Ok(_) => {
                        successes += 1;
                        break 'year;
                    }
                    Err(VerifyError::Suspended) if state.failures.attempts.consecutive() >= 5 => {
                        state.failures = state.failures.released();
                    }
                    // The limit of thirty days: nobody's release helps before the next day.
                    Err(VerifyError::Suspended) => break,
                    Err(_) => guesses += 1,
                }
            }
        }
        most = guesses.max(most);
    }
    assert!(most <= 13 * 40, "{most}: no more guesses than were computed with");
    agrees(successes, trials, policy.budget().per_year);
}

#[test]
fn one_guess_at_a_look_ahead() {
    let rules = CounterRules { look_ahead: 9, resynchronisation: 0 };
    let policy = Policy::new(rules, guessing(), ANYTHING).unwrap();
    let (mut draw, mut successes) = (Draw(4), 0);
    let trials = 40_000;
    for _ in 0..trials {
        let digits = Digits::new(4).unwrap();
        let token = Hotp::danger_legacy(&secret(&mut draw), HashAlgorithm::Sha1, digits).unwrap();
        let verifier = HotpVerifier::new(&token, &policy).unwrap();
        let guess = format!("{:04}", draw.below(10_000));
        let state = RecordedCounter::new(Counter::new(draw.number() >> 1));
        let verdict = verifier.verify(state, UnixTime::new(NOW), &guess);
        successes += u32::from(verdict.outcome.is_ok());
    }
    agrees(successes, trials, policy.budget().per_window);
}

/// An idle token has the widest window, and the budget was computed with that.
#[test]
fn one_guess_at_the_widest_window() {
    let rules = TimeRules { most_widening: 8, ..TimeRules::DEFAULT };
    let policy = Policy::new(rules, guessing(), ANYTHING).unwrap();
    let (mut draw, mut successes) = (Draw(5), 0);
    let trials = 25_000;
    for _ in 0..trials {
        let token = token(&mut draw);
        let verifier = TotpVerifier::new(&token, &policy).unwrap();
        let guess = format!("{:04}", draw.below(10_000));
        let idle = RecordedState { last: Some(TimeStep::new(1)), ..RecordedState::NEW };
        let verdict = verifier.verify(idle, UnixTime::new(NOW), &guess);
        successes += u32::from(verdict.outcome.is_ok());
    }
    agrees(successes, trials, policy.budget().per_window);
}

/// A few guesses at each of many customers: at how many it succeeds, and in how many campaigns at one or more.
fn campaigns(trials: u32, campaign: Campaign, mut at_one: impl FnMut() -> bool) -> (u32, u32) {
    let (mut at_least_one, mut all) = (0, 0);
    for _ in 0..trials {
        let mut successes = 0;
        for _ in 0..campaign.customers {
            successes += u32::from(at_one());
        }
        at_least_one += u32::from(successes > 0);
        all += successes;
    }
    (at_least_one, all)
}

fn campaigns_agree(
    campaign: Campaign,
    budget: &GuessBudget,
    trials: u32,
    at_one: impl FnMut() -> bool,
) {
    let (at_least_one, all) = campaigns(trials, campaign, at_one);
    let computed = budget.across(campaign);
    agrees(at_least_one, trials, computed.at_least_one);
    let guessed_at = trials * campaign.customers;
    agrees(all, guessed_at, computed.expected / f64::from(campaign.customers));
}

/// Three different guesses each at passwords of which nine are right, the widest window of `Policy::TIME_6_DIGITS`.
#[test]
fn a_campaign_against_passwords() {
    let policy = Policy::new(*Policy::TIME_6_DIGITS.rules(), guessing(), ANYTHING).unwrap();
    let campaign = Campaign { customers: 200, guesses_each: 3 };
    let mut draw = Draw(6);
    campaigns_agree(campaign, &policy.budget(), 500, || {
        let token = token(&mut draw);
        let verifier = TotpVerifier::new(&token, &policy).unwrap();
        let first = draw.below(10_000);
        let mut state = RecordedState { last: Some(TimeStep::new(1)), ..RecordedState::NEW };
        (0..campaign.guesses_each).any(|guess| {
            let guess = format!("{:04}", (first + u64::from(guess)) % 10_000);
            let verdict = verifier.verify(state, UnixTime::new(NOW), &guess);
            state = verdict.state;
            verdict.outcome.is_ok()
        })
    });
}

/// One guess each at numbers of which one is right. A challenge is a moving factor that does not move.
#[test]
fn a_campaign_against_challenges() {
    let budget = GuessBudget::from_challenges(&guessing());
    let digits = Digits::new(4).unwrap();
    let mut draw = Draw(7);
    campaigns_agree(Campaign::one_guess_each(1_000), &budget, 400, || {
        let token = Hotp::danger_legacy(&secret(&mut draw), HashAlgorithm::Sha256, digits).unwrap();
        let challenge = Counter::new(draw.number());
        let guess = format!("{:04}", draw.below(10_000));
        token.generate(challenge).expose() == guess
    });
}
