//! The seventy test values of RFC 6287, Appendix C.
#![cfg(test)]

mod common;

use common::{ocra, spelt};
use warifu_core::{Counter, UnixTime};
use warifu_ocra::{Inputs, PinHash, Question, Tolerance};
use warifu_otp::HashAlgorithm;

#[test]
fn the_seventy_values_of_the_rfc() {
    let pin = PinHash::from_pin(b"1234", HashAlgorithm::Sha1);
    let mut values = 0;
    for row in include_str!("rfc6287.txt").lines().filter(|line| !line.starts_with('#')) {
        let [suite, length, counter, question, time, expected] =
            row.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let ocra = ocra(suite, length.parse().unwrap());
        let minutes = u64::from_str_radix(time, 16).ok();
        let inputs = Inputs {
            counter: counter.parse().ok().map(Counter::new),
            pin: ocra.suite().pin().map(|_| &pin),
            session: None,
            time: minutes.map(|minutes| UnixTime::new(minutes * 60 + 30)),
        };
        let longest = usize::from(ocra.suite().question().longest);
        let question = match question.split_at_checked(longest) {
            Some((theirs, ours)) if !ours.is_empty() => Question::Both { theirs, ours },
            _ => Question::One(question),
        };
        assert_eq!(spelt(&ocra.respond(&question, &inputs).unwrap()), expected, "{row}");
        ocra.verify(&question, &inputs, Tolerance::NONE, expected).unwrap();
        values += 1;
    }
    assert_eq!(values, 70);
}
