//! What goes into a response: the key, the question, and exactly the inputs that the suite names.
#![cfg(test)]

mod common;

use common::{NOW, key, ocra, spelt, suite};
use warifu_core::{Counter, Secret, UnixTime};
use warifu_ocra::{Input, InputError, Inputs, Ocra, PinHash, Question};
use warifu_otp::HashAlgorithm;

const FULL: &str = "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1-S064-T1M";

fn full(pin: &PinHash) -> Inputs<'_> {
    Inputs {
        counter: Some(Counter::new(5)),
        pin: Some(pin),
        session: Some(b"session"),
        time: Some(NOW),
    }
}

#[test]
fn inputs_are_those_of_the_suite() {
    let (pin, other) = (
        PinHash::from_pin(b"1234", HashAlgorithm::Sha1),
        PinHash::from_pin(b"1234", HashAlgorithm::Sha256),
    );
    let (ocra, question) = (ocra(FULL, 32), Question::One("12345678"));
    let of = |inputs: Inputs<'_>| ocra.respond(&question, &inputs).map(|_| ());
    let inputs = full(&pin);
    assert_eq!(of(inputs), Ok(()));
    assert_eq!(of(Inputs { counter: None, ..inputs }), Err(InputError::Missing(Input::Counter)));
    assert_eq!(of(Inputs { pin: None, ..inputs }), Err(InputError::Missing(Input::Pin)));
    assert_eq!(of(Inputs { session: None, ..inputs }), Err(InputError::Missing(Input::Session)));
    assert_eq!(of(Inputs { time: None, ..inputs }), Err(InputError::Missing(Input::Time)));
    assert_eq!(of(Inputs { pin: Some(&other), ..inputs }), Err(InputError::PinHashLength));
    assert_eq!(of(Inputs { session: Some(&[0; 65]), ..inputs }), Err(InputError::SessionLength));
    assert_eq!(of(Inputs { session: Some(&[0; 64]), ..inputs }), Ok(()));
    assert_eq!(of(Inputs { session: Some(&[]), ..inputs }), Ok(()));
    assert_eq!(PinHash::new(&[0; 21]).unwrap_err(), InputError::PinHashLength);

    let plain = Ocra::new("OCRA-1:HOTP-SHA256-8:QN08".parse().unwrap(), &key(32)).unwrap();
    let of = |inputs: Inputs<'_>| plain.respond(&question, &inputs).map(|_| ());
    let foreign = [
        (Inputs { counter: inputs.counter, ..Inputs::NONE }, Input::Counter),
        (Inputs { pin: inputs.pin, ..Inputs::NONE }, Input::Pin),
        (Inputs { session: inputs.session, ..Inputs::NONE }, Input::Session),
        (Inputs { time: inputs.time, ..Inputs::NONE }, Input::Time),
    ];
    for (inputs, input) in foreign {
        assert_eq!(of(inputs), Err(InputError::Foreign(input)));
    }
}

/// Each input changes the response, and a shorter session is one with zeros before it.
#[test]
fn every_input_counts() {
    let (pin, other) = (
        PinHash::from_pin(b"1234", HashAlgorithm::Sha1),
        PinHash::from_pin(b"1235", HashAlgorithm::Sha1),
    );
    let (ocra, inputs) = (ocra(FULL, 32), full(&pin));
    let of = |question, inputs: Inputs<'_>| {
        spelt(&ocra.respond(&Question::One(question), &inputs).unwrap())
    };
    let first = of("12345678", inputs);
    for changed in [
        of("12345679", inputs),
        of("12345678", Inputs { counter: Some(Counter::new(6)), ..inputs }),
        of("12345678", Inputs { pin: Some(&other), ..inputs }),
        of("12345678", Inputs { session: Some(b"sessiom"), ..inputs }),
        of("12345678", Inputs { time: Some(UnixTime::new(NOW.value() + 60)), ..inputs }),
    ] {
        assert_ne!(changed, first);
    }
    let padded = [vec![0; 57], b"session".to_vec()].concat();
    assert_eq!(of("12345678", Inputs { session: Some(&padded), ..inputs }), first);
    assert_eq!(
        of("12345678", Inputs { time: Some(UnixTime::new(NOW.value() + 59)), ..inputs }),
        first
    );
}

/// The RFC fills a number up on the right: 12 % of the questions of eight digits have a twin.
#[test]
fn numeric_questions_are_ambiguous() {
    let ocra = ocra("OCRA-1:HOTP-SHA256-8:QN08", 32);
    let of =
        |question: &str| spelt(&ocra.respond(&Question::One(question), &Inputs::NONE).unwrap());
    assert_eq!(of("00012345"), of("00197520"));
    assert_eq!(of("00012345"), of("12345"), "leading zeros do not count either");

    let hashed = |number: u32| {
        let digits = format!("{number:x}");
        let even = digits.len() + digits.len() % 2;
        format!("{digits:0<even$}").trim_end_matches("00").to_owned()
    };
    let twin = |number: u32| {
        let same = hashed(number);
        let others = (0..8)
            .flat_map(|shift| [number.checked_mul(1 << (4 * shift)), Some(number >> (4 * shift))]);
        let others = others.flatten().filter(|other| *other != number && *other < 100_000_000);
        others.into_iter().any(|other| hashed(other) == same)
    };
    let sample = (0..100_000_u32).map(|index| index.wrapping_mul(2_654_435_761) % 100_000_000);
    let (mut seen, mut twins) = (0, 0);
    for number in sample {
        seen += 1;
        twins += u32::from(twin(number));
    }
    assert!((11_000..13_500).contains(&twins), "{twins} of {seen}");
}

#[test]
fn short_keys_need_their_own_constructor() {
    let suite = suite("OCRA-1:HOTP-SHA1-6:QN08");
    let short = Secret::new(&[7; 15]).unwrap();
    assert_eq!(Ocra::new(suite, &short).unwrap_err(), InputError::ShortKey);
    let long = Secret::new(&[7; 16]).unwrap();
    assert!(Ocra::new(suite, &long).is_ok());
    let ocra = Ocra::danger_short_key(suite, &short);
    assert!(ocra.respond(&Question::One("1"), &Inputs::NONE).is_ok());
}
