//! Which counters and time steps a verifier accepts.
#![cfg(test)]

mod common;

use common::{ocra, spelt};
use warifu_core::{Counter, UnixTime};
use warifu_ocra::{Inputs, Question, ResponseError, Tolerance};
use warifu_otp::Window;

/// Of a suite with a counter alone or the time alone, the other tolerance does not matter.
#[test]
fn windows_of_one_input() {
    let question = Question::One("12345678");
    let tolerance = Tolerance { counters: 2, steps: Window { past: 1, future: 3 } };
    let counted = ocra("OCRA-1:HOTP-SHA1-8:C-QN08", 20);
    let at = |counter| Inputs { counter: Some(Counter::new(counter)), ..Inputs::NONE };
    for counter in 7..=14 {
        let typed = spelt(&counted.respond(&question, &at(counter)).unwrap());
        let verified = counted.verify(&question, &at(10), tolerance, &typed);
        assert_eq!(verified.is_ok(), (10..=12).contains(&counter), "counter {counter}");
    }
    let timed = ocra("OCRA-1:HOTP-SHA1-8:QN08-T1M", 20);
    let at = |minutes: u64| Inputs { time: Some(UnixTime::new(minutes * 60)), ..Inputs::NONE };
    for minutes in 97..=105 {
        let typed = spelt(&timed.respond(&question, &at(minutes)).unwrap());
        let verified = timed.verify(&question, &at(100), tolerance, &typed);
        assert_eq!(verified.is_ok(), (99..=103).contains(&minutes), "minute {minutes}");
    }
}

/// Exactly the counters and steps of the tolerance, each reported as itself.
#[test]
fn a_window_is_exact() {
    let ocra = ocra("OCRA-1:HOTP-SHA512-8:C-QN08-T1M", 64);
    let question = Question::One("12345678");
    let at = |counter, minutes| Inputs {
        counter: Some(Counter::new(counter)),
        time: Some(UnixTime::new(minutes * 60)),
        ..Inputs::NONE
    };
    let tolerance = Tolerance { counters: 3, steps: Window { past: 2, future: 1 } };
    for counter in 8..=16 {
        for minutes in 96..=104 {
            let typed = spelt(&ocra.respond(&question, &at(counter, minutes)).unwrap());
            let inside = (10..=13).contains(&counter) && (98..=101).contains(&minutes);
            match ocra.verify(&question, &at(10, 100), tolerance, &typed) {
                Ok(answered) => {
                    assert!(inside, "{counter} {minutes}");
                    assert_eq!(answered.counter(), Some(Counter::new(counter)));
                    assert_eq!(answered.step(), Some(minutes));
                }
                Err(refused) => {
                    assert!(!inside && refused == ResponseError::Wrong, "{counter} {minutes}");
                }
            }
        }
    }
    let last = spelt(&ocra.respond(&question, &at(u64::MAX, 0)).unwrap());
    let answered = ocra.verify(&question, &at(u64::MAX - 1, 0), tolerance, &last).unwrap();
    assert_eq!(answered.counter(), Some(Counter::new(u64::MAX)));
}

/// A window that would begin before the first step, or end after the last one, is shorter.
#[test]
fn a_window_ends_with_the_steps() {
    let ocra = ocra("OCRA-1:HOTP-SHA1-8:QN08-T1S", 20);
    let question = Question::One("12345678");
    let at = |second| Inputs { time: Some(UnixTime::new(second)), ..Inputs::NONE };
    let tolerance = Tolerance { counters: 0, steps: Window { past: 3, future: 3 } };
    let accepts = |now, step| {
        let typed = spelt(&ocra.respond(&question, &at(step)).unwrap());
        ocra.verify(&question, &at(now), tolerance, &typed).is_ok()
    };
    assert!(accepts(1, 0) && accepts(1, 4));
    assert!(!accepts(1, 5) && !accepts(1, u64::MAX));
    let last = u64::MAX;
    assert!(accepts(last - 1, last) && accepts(last - 1, last - 4));
    assert!(!accepts(last - 1, last - 5) && !accepts(last - 1, 0));
}
