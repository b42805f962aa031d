//! The check digit of RFC 4226 Appendix C, against its Java text written out again.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use proptest::prelude::*;
use warifu_core::{CodeError, Counter, Digits, Seconds, Secret, UnixTime};
use warifu_otp::{HashAlgorithm, Hotp, Totp, TotpParameters, VerifyError, Window};

/// "These are used to calculate the check-sum digits."
const DOUBLE_DIGITS: [u64; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

/// `calcChecksum`, line by line.
fn calc_checksum(mut num: u64, digits: u8) -> u64 {
    let mut double_digit = true;
    let mut total = 0;
    for _ in 0..digits {
        let mut digit = num % 10;
        num /= 10;
        if double_digit {
            digit = DOUBLE_DIGITS[usize::try_from(digit).unwrap()];
        }
        total += digit;
        double_digit = !double_digit;
    }
    let result = total % 10;
    if result > 0 { 10 - result } else { result }
}

fn plain(key: &[u8], digits: u8) -> Hotp {
    let digits = Digits::new(digits).unwrap();
    Hotp::danger_legacy(&Secret::new(key).unwrap(), HashAlgorithm::Sha1, digits).unwrap()
}

fn code(token: &Hotp, counter: u64) -> String {
    token.generate(Counter::new(counter)).expose().to_owned()
}

/// What the Java text makes of a code without a check digit.
fn completed(code: &str) -> String {
    let digits = u8::try_from(code.len()).unwrap();
    format!("{code}{}", calc_checksum(code.parse().unwrap(), digits))
}

/// The codes of RFC 4226 Appendix D; the check digits were worked out by hand.
#[test]
fn the_codes_of_appendix_d() {
    let token = plain(b"12345678901234567890", 6).with_checksum();
    let wanted = [
        "7552243", "2870822", "3591526", "9694290", "3383148", "2546760", "2879229", "1625839",
        "3998713", "5204896",
    ];
    for (counter, wanted) in (0..).zip(wanted) {
        assert_eq!(code(&token, counter), wanted, "counter {counter}");
        assert_eq!(completed(&wanted[..6]), wanted, "counter {counter}");
    }
}

#[test]
fn a_wrong_check_digit_is_refused() {
    let token = plain(&[7; 20], 6).with_checksum();
    let verify = |typed: &str| token.verify(typed, Counter::new(5), 3).map(drop);
    let right = code(&token, 6);
    assert_eq!(verify(&right), Ok(()));
    let (number, check) = right.split_at(6);
    for other in (0..10).map(|digit| digit.to_string()).filter(|digit| digit != check) {
        assert_eq!(verify(&format!("{number}{other}")), Err(VerifyError::Wrong), "{other}");
    }
    assert_eq!(verify(number), Err(VerifyError::Malformed(CodeError::WrongLength)));
    assert_eq!(verify(&format!("{right}0")), Err(VerifyError::Malformed(CodeError::WrongLength)));
}

/// Both codes of a pair carry theirs, and so does a code that is searched for.
#[test]
fn in_pairs_and_in_searches() {
    let token = plain(&[7; 20], 8).with_checksum();
    let (one, two) = (code(&token, 30), code(&token, 31));
    let pair = token.resynchronise([&one, &two], Counter::new(0), 40);
    assert_eq!(pair.unwrap().next(), Counter::new(32));
    assert_eq!(token.search(&two, Counter::new(0), 40), Ok(Some(Counter::new(31))));
    let spoilt = |code: &str| {
        let (number, check) = code.split_at(8);
        format!("{number}{}", (check.parse::<u8>().unwrap() + 1) % 10)
    };
    for pair in [[&spoilt(&one), &two], [&one, &spoilt(&two)]] {
        let pair = pair.map(String::as_str);
        assert_eq!(token.resynchronise(pair, Counter::new(0), 40), Err(VerifyError::Wrong));
    }
    assert_eq!(token.search(&spoilt(&two), Counter::new(0), 40), Ok(None));
}

proptest! {
    #[test]
    fn one_digit_more_and_the_right_one(key: [u8; 20], counter: u64, digits in 4_u8..=10) {
        let without = code(&plain(&key, digits), counter);
        let with = code(&plain(&key, digits).with_checksum(), counter);
        prop_assert_eq!(with.len(), usize::from(digits) + 1);
        prop_assert_eq!(with, completed(&without));
    }

    #[test]
    fn time_based_tokens_too(
        key: [u8; 20],
        now in 0_u64..1 << 40,
        digits in 6_u8..=10,
        algorithm in proptest::sample::select(&HashAlgorithm::ALL),
        slip in 1_u8..10,
        place in 0_usize..7,
    ) {
        let digits = Digits::new(digits).unwrap();
        let (step, t0) = (Seconds::new(30), UnixTime::new(0));
        let parameters = TotpParameters { algorithm, digits, step, t0 };
        let made = || Totp::new(&Secret::new(&key).unwrap(), parameters).unwrap();
        let (without, with) = (made(), made().with_checksum());
        let now = UnixTime::new(now);
        let code = with.generate(now).unwrap().expose().to_owned();
        prop_assert_eq!(&code, &completed(without.generate(now).unwrap().expose()));
        prop_assert!(with.verify(&code, now, Window::EXACT, 0, None).is_ok());

        let mut slipped = code.into_bytes();
        slipped[place] = b'0' + (slipped[place] - b'0' + slip) % 10;
        let slipped = String::from_utf8(slipped).unwrap();
        prop_assert_eq!(with.verify(&slipped, now, Window::EXACT, 0, None), Err(VerifyError::Wrong));
    }
}
