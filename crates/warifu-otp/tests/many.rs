//! Many codes at once, and long ranges: the same answers as one by one, with and without vector units.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use proptest::prelude::*;
use warifu_core::{Counter, Digits, Seconds, Secret, UnixTime};
use warifu_otp::{
    CodeCheck, HashAlgorithm, Hotp, TimeStep, Totp, TotpParameters, Window, verify_many,
};

const NOW: u64 = 1_800_000_000;

fn token(key: u8, hash: usize, checksum: u8) -> Totp {
    let parameters = TotpParameters {
        algorithm: HashAlgorithm::ALL[hash % HashAlgorithm::ALL.len()],
        step: Seconds::new(30 + u32::from(key % 2) * 30),
        // The last T0 lies in the future: no window at all.
        t0: UnixTime::new(if key == 255 { NOW + 1 } else { u64::from(key) }),
        ..TotpParameters::default()
    };
    let token = Totp::new(&Secret::new(&[key; 20]).unwrap(), parameters).unwrap();
    if checksum == 0 { token.with_checksum() } else { token }
}

proptest! {
    #[test]
    fn many_are_verified_as_one(
        tokens in proptest::collection::vec((any::<u8>(), 0..9_usize, 0..9_u8, -4..4_i64, 0..6_u8, 0..9_u8), 0..40),
        same_hash: bool,
    ) {
        let now = UnixTime::new(NOW);
        let made: Vec<_> = tokens
            .iter()
            .map(|&(key, hash, checksum, away, past, spoil)| {
                let token = token(key, if same_hash { 0 } else { hash }, checksum);
                let typed_at = UnixTime::new(NOW.saturating_add_signed(away * 30));
                let mut typed = token.generate(typed_at).map_or("000000".into(), |code| code.expose().to_owned());
                match spoil {
                    0 => typed.push('x'),
                    1 => typed = "123456".into(),
                    _ => {}
                }
                let last = (spoil == 2).then(|| token.step_at(typed_at).ok()).flatten();
                (token, typed, Window { past, future: spoil }, i32::from(key % 3), last)
            })
            .collect();
        let entries: Vec<CodeCheck<'_>> = made
            .iter()
            .map(|(token, typed, window, drift, last)| CodeCheck {
                token, typed, window: *window, drift: *drift, last: *last,
            })
            .collect();
        let mut answers = Vec::new();
        verify_many(&entries, now, |place, answer| answers.push((place, answer)));
        let one_by_one: Vec<_> = entries
            .iter()
            .enumerate()
            .map(|(place, entry)| {
                let CodeCheck { token, typed, window, drift, last } = *entry;
                (place, token.verify(typed, now, window, drift, last))
            })
            .collect();
        prop_assert_eq!(answers, one_by_one);
    }

    #[test]
    fn a_search_finds_the_first(hash in 0..2_usize, from in 0..u64::MAX - 200, at in 0..150_u64, count in 0..120_u32) {
        let algorithm = [HashAlgorithm::Sha1, HashAlgorithm::Sha256][hash];
        let secret = Secret::new(&[9; 20]).unwrap();
        let token = Hotp::danger_legacy(&secret, algorithm, Digits::new(4).unwrap()).unwrap();
        let typed = token.generate(Counter::new(from + at));
        let first = (from..from + u64::from(count))
            .find(|&counter| token.generate(Counter::new(counter)).expose() == typed.expose());
        let found = token.search(typed.expose(), Counter::new(from), count).unwrap();
        prop_assert_eq!(found.map(Counter::value), first);
    }
}

#[test]
fn a_search_ends_before_the_last_counter() {
    let secret = Secret::new(&[9; 20]).unwrap();
    let token = Hotp::new(&secret, HashAlgorithm::Sha1, Digits::EIGHT).unwrap();
    let last = token.generate(Counter::new(u64::MAX));
    let before = token.generate(Counter::new(u64::MAX - 1));
    let from = Counter::new(u64::MAX - 40);
    assert_eq!(token.search(last.expose(), from, u32::MAX).unwrap(), None);
    let found = token.search(before.expose(), from, u32::MAX).unwrap();
    assert_eq!(found, Some(Counter::new(u64::MAX - 1)));
    assert!(token.search("1234567", from, 1).is_err());
}

#[test]
fn every_place_of_every_lane_is_found() {
    let secret = Secret::new(&[5; 20]).unwrap();
    for algorithm in HashAlgorithm::ALL {
        let token = Hotp::new(&secret, algorithm, Digits::new(10).unwrap()).unwrap();
        for at in 0..70 {
            let typed = token.generate(Counter::new(1000 + at));
            let found = token.search(typed.expose(), Counter::new(1000), 70).unwrap();
            assert_eq!(found, Some(Counter::new(1000 + at)), "{algorithm:?} {at}");
        }
    }
}

/// RFC 4226 Appendix C by its own text, on the codes of Appendix D.
#[test]
fn check_digits_of_appendix_c() {
    let secret = Secret::new(b"12345678901234567890").unwrap();
    let token = Hotp::new(&secret, HashAlgorithm::Sha1, Digits::SIX).unwrap().with_checksum();
    let codes = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
    ];
    for (counter, code) in (0..).zip(codes) {
        let double = |digit: u32| [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][usize::try_from(digit).unwrap()];
        let digits = code.chars().rev().map(|digit| digit.to_digit(10).unwrap());
        let total: u32 = digits
            .zip([true, false].into_iter().cycle())
            .map(|(digit, doubled)| if doubled { double(digit) } else { digit })
            .sum();
        let expected = format!("{code}{}", (10 - total % 10) % 10);
        assert_eq!(token.generate(Counter::new(counter)).expose(), expected);
        assert!(token.verify(&expected, Counter::new(counter), 0).is_ok());
        let wrong = format!("{code}{}", (11 - total % 10) % 10);
        assert!(token.verify(&wrong, Counter::new(counter), 0).is_err());
        assert!(token.verify(code, Counter::new(counter), 0).is_err(), "the digit is not optional");
    }
}

#[test]
fn one_used_step_is_used_for_all_entries() {
    let token = token(1, 0, 1);
    let now = UnixTime::new(NOW);
    let code = token.generate(now).unwrap();
    let last = Some(TimeStep::new(u64::MAX));
    let entry =
        CodeCheck { token: &token, typed: code.expose(), window: Window::EXACT, drift: 0, last };
    let mut refused = 0;
    verify_many(&[entry; 33], now, |_, answer| refused += usize::from(answer.is_err()));
    assert_eq!(refused, 33);
}
