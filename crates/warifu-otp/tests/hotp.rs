//! What an HOTP verifier accepts: the codes of its look-ahead range.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "a test may panic where its sums overflow")]

use proptest::prelude::*;
use warifu_core::{CodeError, Counter, Digits, Secret};
use warifu_otp::{AcceptedCounter, HashAlgorithm, Hotp, ParametersError, VerifyError};

fn token(key: &[u8]) -> Hotp {
    Hotp::new(&Secret::new(key).unwrap(), HashAlgorithm::Sha1, Digits::SIX).unwrap()
}

fn code(token: &Hotp, counter: u64) -> String {
    token.generate(Counter::new(counter)).expose().to_owned()
}

fn outcome(result: Result<AcceptedCounter, VerifyError>) -> Result<u64, VerifyError> {
    result.map(|accepted| accepted.next().value())
}

#[test]
fn parameters() {
    let made = |bytes: usize, digits: u8| {
        let secret = Secret::new(&vec![1; bytes]).unwrap();
        Hotp::new(&secret, HashAlgorithm::Sha512, Digits::new(digits).unwrap()).map(|_| ())
    };
    assert_eq!(made(15, 6), Err(ParametersError::ShortSecret));
    assert_eq!(made(16, 6), Ok(()));
    assert_eq!(made(Secret::MAX_LENGTH, 10), Ok(()));
    for digits in [4, 5, 11, 12] {
        let expected = Err(ParametersError::Digits { fewest: 6 });
        assert_eq!(made(16, digits), expected, "{digits}");
    }
    let old = |digits: u8| {
        let secret = Secret::new(&[1]).unwrap();
        Hotp::danger_legacy(&secret, HashAlgorithm::Sha1, Digits::new(digits).unwrap()).map(|_| ())
    };
    for digits in [4, 5, 10] {
        assert_eq!(old(digits), Ok(()), "{digits}");
    }
    for digits in [11, 12] {
        assert_eq!(old(digits), Err(ParametersError::Digits { fewest: 4 }), "{digits}");
    }
}

#[test]
fn the_expected_counter_and_those_after_it() {
    let token = token(&[7; 20]);
    let verify = |typed, look_ahead| {
        outcome(token.verify(&code(&token, typed), Counter::new(10), look_ahead))
    };
    assert_eq!(verify(10, 0), Ok(11));
    assert_eq!(verify(11, 0), Err(VerifyError::Wrong));
    assert_eq!(verify(9, 5), Err(VerifyError::Wrong), "it was used, or skipped");
    assert_eq!(verify(15, 5), Ok(16));
    assert_eq!(verify(16, 5), Err(VerifyError::Wrong));
    assert_eq!(verify(265, 255), Ok(266));
}

/// Under the key 000000a5 four times, the counters 5 and 20 have the code 269431.
#[test]
fn counters_that_share_a_code_are_used_together() {
    let token = token(&[0, 0, 0, 0xa5].repeat(4));
    let shared = code(&token, 5);
    assert_eq!(shared, code(&token, 20));
    let verify =
        |expected, look_ahead| outcome(token.verify(&shared, Counter::new(expected), look_ahead));
    assert_eq!(verify(5, 14), Ok(6));
    assert_eq!(verify(5, 15), Ok(21), "else the same text would be accepted again");
    assert_eq!(verify(21, 15), Err(VerifyError::Wrong));
}

#[test]
fn the_last_counter_is_refused_not_wrapped() {
    let token = token(&[7; 20]);
    let verify = |typed, expected, look_ahead| {
        outcome(token.verify(&code(&token, typed), Counter::new(expected), look_ahead))
    };
    assert_eq!(verify(u64::MAX, u64::MAX, 255), Err(VerifyError::OutOfRange));
    assert_eq!(verify(u64::MAX, u64::MAX - 1, 255), Err(VerifyError::Wrong));
    assert_eq!(verify(0, u64::MAX - 1, 255), Err(VerifyError::Wrong));
    assert_eq!(verify(u64::MAX - 1, u64::MAX - 1, 255), Ok(u64::MAX));
}

#[test]
fn malformed_before_anything_else() {
    let token = token(&[7; 20]);
    let verify = |typed| token.verify(typed, Counter::new(u64::MAX), 0);
    for typed in ["", "1", "12345", "1234567", "0123456"] {
        assert_eq!(verify(typed), Err(VerifyError::Malformed(CodeError::WrongLength)), "{typed:?}");
    }
    let reason = CodeError::NotADigit { offset: 2 };
    assert_eq!(verify("12-456"), Err(VerifyError::Malformed(reason)));
    assert_eq!(verify("123456"), Err(VerifyError::OutOfRange));
}

proptest! {
    /// Against the definition, spelled out over integers that cannot overflow.
    #[test]
    fn accepts_exactly_the_codes_of_its_range(
        key: [u8; 20],
        expected in prop_oneof![any::<u64>(), 0_u64..9, u64::MAX - 9..=u64::MAX],
        look_ahead in 0_u8..9,
        typed_from in -4_i128..=12,
    ) {
        let token = token(&key);
        let typed = i128::from(expected) + typed_from;
        let typed = code(&token, u64::try_from(typed.clamp(0, u64::MAX.into())).unwrap());
        let last = (i128::from(expected) + i128::from(look_ahead)).min(i128::from(u64::MAX) - 1);
        let mut range = (i128::from(expected)..=last).filter_map(|counter| u64::try_from(counter).ok());
        let matched = range.rfind(|&counter| code(&token, counter) == typed);
        let wanted = match matched {
            _ if expected == u64::MAX => Err(VerifyError::OutOfRange),
            Some(counter) => Ok(counter + 1),
            None => Err(VerifyError::Wrong),
        };
        let got = token.verify(&typed, Counter::new(expected), look_ahead);
        prop_assert_eq!(outcome(got), wanted);
    }

    #[test]
    fn the_next_counter_refuses_the_same_text(key: [u8; 20], counter in 0_u64..1 << 60, look_ahead: u8) {
        let token = token(&key);
        let typed = code(&token, counter);
        let next = token.verify(&typed, Counter::new(counter), look_ahead).unwrap().next();
        prop_assert!(next > Counter::new(counter));
        // The range moves on with `next`, so it is cut to the counters that were looked at before.
        let rest = counter + u64::from(look_ahead) + 1 - next.value();
        if let Some(rest) = u8::try_from(rest).unwrap().checked_sub(1) {
            prop_assert_eq!(outcome(token.verify(&typed, next, rest)), Err(VerifyError::Wrong));
        }
    }
}
