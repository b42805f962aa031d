//! What a TOTP verifier accepts: the codes of its window, each once.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "a test may panic where its sums overflow")]

use proptest::prelude::*;
use warifu_core::{Code, CodeError, Digits, Seconds, Secret, UnixTime};
use warifu_otp::{
    Accepted, HashAlgorithm, ParametersError, TimeStep, Totp, TotpParameters, VerifyError, Window,
};

/// A step of one second, so that moments and time steps are the same numbers.
const EVERY_SECOND: TotpParameters = TotpParameters {
    algorithm: HashAlgorithm::Sha1,
    digits: Digits::SIX,
    step: Seconds::new(1),
    t0: UnixTime::new(0),
};

fn token(key: &[u8], parameters: TotpParameters) -> Totp {
    Totp::new(&Secret::new(key).unwrap(), parameters).unwrap()
}

fn code(token: &Totp, now: u64) -> String {
    token.generate(UnixTime::new(now)).unwrap().expose().to_owned()
}

fn outcome(result: Result<Accepted, VerifyError>) -> Result<(u64, i32), VerifyError> {
    result.map(|accepted| (accepted.step().value(), accepted.drift()))
}

#[test]
fn parameters() {
    let made =
        |key: &[u8], parameters| Totp::new(&Secret::new(key).unwrap(), parameters).map(|_| ());
    let with_step = |step| TotpParameters { step: Seconds::new(step), ..EVERY_SECOND };
    let with_digits =
        |digits| TotpParameters { digits: Digits::new(digits).unwrap(), ..EVERY_SECOND };
    assert_eq!(made(&[1; 16], TotpParameters::default()), Ok(()));
    assert_eq!(made(&[1; 15], TotpParameters::default()), Err(ParametersError::ShortSecret));
    for step in [1, 30, 60, 3600] {
        assert_eq!(made(&[1; 16], with_step(step)), Ok(()), "{step}");
    }
    for step in [0, 3601, u32::MAX] {
        assert_eq!(made(&[1; 16], with_step(step)), Err(ParametersError::Step), "{step}");
    }
    for digits in 6..=10 {
        assert_eq!(made(&[1; 16], with_digits(digits)), Ok(()), "{digits}");
    }
    for digits in [4, 5, 11, 12] {
        let expected = Err(ParametersError::Digits { fewest: 6 });
        assert_eq!(made(&[1; 16], with_digits(digits)), expected, "{digits}");
    }
}

#[test]
fn presets() {
    let deployed = TotpParameters::default();
    assert_eq!((deployed.algorithm, deployed.digits), (HashAlgorithm::Sha1, Digits::SIX));
    assert_eq!((deployed.step, deployed.t0), (Seconds::new(60), UnixTime::new(0)));
    let new = TotpParameters::RECOMMENDED;
    assert_eq!((new.algorithm, new.digits), (HashAlgorithm::Sha256, Digits::EIGHT));
    assert_eq!((new.step, new.t0), (Seconds::new(60), UnixTime::new(0)));
}

#[test]
fn steps_are_counted_from_t0_and_rounded_down() {
    let token = token(&[7; 20], TotpParameters { t0: UnixTime::new(1000), ..Default::default() });
    for (now, step) in [(1000, 0), (1059, 0), (1060, 1), (1000 + 60 * (1 << 40), 1 << 40)] {
        assert_eq!(token.step_at(UnixTime::new(now)), Ok(TimeStep::new(step)), "{now}");
    }
    let early = UnixTime::new(999);
    assert_eq!(token.step_at(early), Err(ParametersError::BeforeT0));
    assert_eq!(token.generate(early).unwrap_err(), ParametersError::BeforeT0);
    let refused = token.verify("000000", early, Window::ONE_EACH_WAY, 1, None);
    assert_eq!(refused, Err(VerifyError::OutOfRange));
}

#[test]
fn a_code_is_accepted_once_and_no_older_one_after_it() {
    let token = token(&[7; 20], EVERY_SECOND);
    let now = UnixTime::new(1_800_000_000);
    let verify =
        |step, last| outcome(token.verify(&code(&token, step), now, Window::ONE_EACH_WAY, 0, last));
    assert_eq!(verify(1_800_000_000, None), Ok((1_800_000_000, 0)));
    let last = Some(TimeStep::new(1_800_000_000));
    assert_eq!(verify(1_800_000_000, last), Err(VerifyError::Used));
    assert_eq!(verify(1_799_999_999, last), Err(VerifyError::Used));
    assert_eq!(verify(1_800_000_001, last), Ok((1_800_000_001, 1)));
    assert_eq!(verify(1_800_000_002, last), Err(VerifyError::Wrong));
}

/// Under the key 000000a5 four times, the steps 5 and 20 have the code 269431.
#[test]
fn steps_that_share_a_code_are_used_together() {
    let token = token(&[0, 0, 0, 0xa5].repeat(4), EVERY_SECOND);
    let shared = code(&token, 5);
    assert_eq!(shared, code(&token, 20));
    let wide = Window { past: 10, future: 10 };
    let verify = |now, window, last: Option<u64>| {
        outcome(token.verify(&shared, UnixTime::new(now), window, 0, last.map(TimeStep::new)))
    };
    assert_eq!(verify(10, wide, None), Ok((20, 10)), "the latest of them is accepted");
    assert_eq!(verify(10, wide, Some(4)), Ok((20, 10)));
    assert_eq!(verify(10, wide, Some(5)), Err(VerifyError::Used), "the other one was used");
    assert_eq!(verify(10, wide, Some(20)), Err(VerifyError::Used));
    assert_eq!(verify(5, Window::EXACT, None), Ok((5, 0)));
    assert_eq!(verify(20, Window::EXACT, Some(5)), Ok((20, 0)), "only the window is looked at");
}

#[test]
fn malformed_before_anything_else() {
    let token = token(&[7; 20], TotpParameters { t0: UnixTime::new(9), ..EVERY_SECOND });
    let verify = |typed| token.verify(typed, UnixTime::new(0), Window::EXACT, 0, None);
    for typed in ["", "1", "12345", "1234567", "00123456"] {
        assert_eq!(verify(typed), Err(VerifyError::Malformed(CodeError::WrongLength)), "{typed:?}");
    }
    for (typed, offset) in [(" 12345", 0), ("12345 ", 5), ("+12345", 0), ("1234\u{e9}", 4)] {
        let reason = CodeError::NotADigit { offset };
        assert_eq!(verify(typed), Err(VerifyError::Malformed(reason)), "{typed:?}");
    }
    assert_eq!(verify("123456"), Err(VerifyError::OutOfRange));
}

/// At both ends of time and of drift there are fewer steps, never another one.
#[test]
fn ends_of_the_range() {
    let token =
        token(&[7; 20], TotpParameters { digits: Digits::new(10).unwrap(), ..EVERY_SECOND });
    let wide = Window { past: 255, future: 255 };
    for now in [0, 1, u64::MAX - 1, u64::MAX] {
        for drift in [i32::MIN, -1, 0, 1, i32::MAX] {
            for typed in [0, 1, 255, u64::MAX - 255, u64::MAX - 1, u64::MAX] {
                let distance = i128::from(typed) - i128::from(now);
                let inside = (distance - i128::from(drift)).abs() <= 255;
                let got = token.verify(&code(&token, typed), UnixTime::new(now), wide, drift, None);
                let expected = if inside {
                    Ok((typed, i32::try_from(distance).unwrap()))
                } else {
                    Err(VerifyError::Wrong)
                };
                assert_eq!(outcome(got), expected, "{typed} at {now} with drift {drift}");
            }
        }
    }
}

fn moment() -> impl Strategy<Value = u64> {
    prop_oneof![any::<u64>(), 0_u64..20, u64::MAX - 20..=u64::MAX, Just(1_800_000_000)]
}

fn drift() -> impl Strategy<Value = i32> {
    prop_oneof![
        4 => -6_i32..=6,
        1 => any::<i32>(),
        1 => i32::MAX - 3..=i32::MAX,
        1 => i32::MIN..=i32::MIN + 3
    ]
}

proptest! {
    /// Against the definition, spelled out over integers that cannot overflow.
    #[test]
    fn accepts_exactly_the_unused_codes_of_its_window(
        key: [u8; 20],
        algorithm in proptest::sample::select(&HashAlgorithm::ALL),
        now in moment(),
        (past, future) in (0_u8..6, 0_u8..6),
        drift in drift(),
        typed_from in -9_i128..=9,
        last_from in proptest::option::of(-9_i128..=9),
    ) {
        let token = token(&key, TotpParameters { algorithm, ..EVERY_SECOND });
        let centre = i128::from(now) + i128::from(drift);
        let near = |offset: i128| u64::try_from((centre + offset).clamp(0, u64::MAX.into())).unwrap();
        let typed = code(&token, near(typed_from));
        let last = last_from.map(near);

        let steps = (centre - i128::from(past)..=centre + i128::from(future))
            .filter(|step| i32::try_from(step - i128::from(now)).is_ok())
            .filter_map(|step| u64::try_from(step).ok());
        let matching: Vec<u64> = steps.filter(|&step| code(&token, step) == typed).collect();
        let expected = match matching.last() {
            None => Err(VerifyError::Wrong),
            Some(_) if matching.iter().any(|&step| Some(step) <= last) => Err(VerifyError::Used),
            Some(&step) => {
                Ok((step, i32::try_from(i128::from(step) - i128::from(now)).unwrap()))
            }
        };
        let window = Window { past, future };
        let got = token.verify(&typed, UnixTime::new(now), window, drift, last.map(TimeStep::new));
        prop_assert_eq!(outcome(got), expected);
    }

    #[test]
    fn never_a_step_at_or_before_the_last(
        key: [u8; 20],
        now in 100_u64..1 << 40,
        typed in 0_u64..100,
        last in 0_u64..100,
    ) {
        let token = token(&key, EVERY_SECOND);
        let window = Window { past: 100, future: 100 };
        let text = code(&token, now + typed - 50);
        let last = TimeStep::new(now + last - 50);
        match token.verify(&text, UnixTime::new(now), window, 0, Some(last)) {
            Ok(accepted) => prop_assert!(accepted.step() > last),
            Err(refusal) => prop_assert_eq!(refusal, VerifyError::Used),
        }
    }

    #[test]
    fn storing_what_was_accepted_refuses_the_same_text(
        key: [u8; 20],
        number: u64,
        now: u64,
        window in (any::<u8>(), any::<u8>()).prop_map(|(past, future)| Window { past, future }),
    ) {
        let token = token(&key, EVERY_SECOND);
        let now = UnixTime::new(now);
        let guess = Code::from_number(number, Digits::SIX).expose().to_owned();
        for typed in [guess, code(&token, now.value())] {
            if let Ok(accepted) = token.verify(&typed, now, window, 0, None) {
                let again = token.verify(&typed, now, window, 0, Some(accepted.step()));
                prop_assert_eq!(again, Err(VerifyError::Used));
            }
        }
    }

    #[test]
    fn any_text_is_answered(text: String, now: u64, drift: i32, past: u8, future: u8, last: Option<u64>) {
        let token = token(&[7; 20], TotpParameters::default());
        let window = Window { past: past % 4, future: future % 4 };
        let last = last.map(TimeStep::new);
        let got = token.verify(&text, UnixTime::new(now), window, drift, last);
        let well_formed = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        prop_assert_eq!(matches!(got, Err(VerifyError::Malformed(_))), !well_formed);
    }
}
