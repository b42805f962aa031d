//! OCRA as RFC 6287 has it: its own values, suites that are none, inputs that do not belong, windows, challenges and modes.
#![cfg(test)]

use proptest::prelude::*;
use warifu_core::codec::{Decode, Encode, Reader};
use warifu_core::{Counter, Entropy, EntropyError, Seconds, Secret, SecretBuf, UnixTime};
use warifu_ocra::{
    Answer, AnswerError, Challenge, ChallengeError, Expected, Input, InputError, Inputs,
    MutualChallenge, Ocra, Pair, PinHash, Question, RefusalReason, Response, ResponseError, Suite,
    ToClient, Tolerance,
};
use warifu_otp::{HashAlgorithm, Window};

const NOW: UnixTime = UnixTime::new(1_796_083_200);

fn key(length: usize) -> Secret {
    let digits: Vec<u8> = b"1234567890".iter().copied().cycle().take(length).collect();
    Secret::new(&digits).unwrap()
}

fn ocra(suite: &str, length: usize) -> Ocra {
    Ocra::new(suite.parse().unwrap(), &key(length)).unwrap()
}

fn spelt(response: &Response) -> String {
    match response {
        Response::Code(code) => code.expose().to_owned(),
        Response::Mac(mac) => hex::encode(mac.expose()),
    }
}

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

#[test]
fn suites_that_are_none() {
    let refused = [
        ("", Expected::Algorithm, 0),
        ("OCRA-2:HOTP-SHA1-6:QN08", Expected::Algorithm, 0),
        ("ocra-1:HOTP-SHA1-6:QN08", Expected::Algorithm, 0),
        (" OCRA-1:HOTP-SHA1-6:QN08", Expected::Algorithm, 0),
        ("OCRA-1:TOTP-SHA1-6:QN08", Expected::CryptoFunction, 7),
        ("OCRA-1:HOTP-SHA224-6:QN08", Expected::Hash, 12),
        ("OCRA-1:HOTP-SHA3-6:QN08", Expected::Hash, 12),
        ("OCRA-1:HOTP-MD5-6:QN08", Expected::Hash, 12),
        ("OCRA-1:HOTP-SHA1:QN08", Expected::Separator, 16),
        ("OCRA-1:HOTP-SHA12-6:QN08", Expected::Hash, 12),
        ("OCRA-1:HOTP-SHA1-:QN08", Expected::Truncation, 17),
        ("OCRA-1:HOTP-SHA1-1:QN08", Expected::Truncation, 17),
        ("OCRA-1:HOTP-SHA1-3:QN08", Expected::Truncation, 17),
        ("OCRA-1:HOTP-SHA1-06:QN08", Expected::Truncation, 17),
        ("OCRA-1:HOTP-SHA1-00:QN08", Expected::Truncation, 17),
        ("OCRA-1:HOTP-SHA1-10:QN08", Expected::Truncation, 17),
        ("OCRA-1:HOTP-SHA1-11:QN08", Expected::Truncation, 17),
        ("OCRA-1:HOTP-SHA1-128:QN08", Expected::Truncation, 17),
        ("OCRA-1:HOTP-SHA1-6", Expected::Separator, 18),
        ("OCRA-1:HOTP-SHA1-6:", Expected::Question, 19),
        ("OCRA-1:HOTP-SHA1-6:C", Expected::Question, 19),
        ("OCRA-1:HOTP-SHA1-6:C-", Expected::Question, 21),
        ("OCRA-1:HOTP-SHA1-6:CQN08", Expected::Question, 19),
        ("OCRA-1:HOTP-SHA1-6:C-C-QN08", Expected::Question, 21),
        ("OCRA-1:HOTP-SHA1-6:Q", Expected::Question, 19),
        ("OCRA-1:HOTP-SHA1-6:QX08", Expected::Question, 19),
        ("OCRA-1:HOTP-SHA1-6:PSHA1-QN08", Expected::Question, 19),
        ("OCRA-1:HOTP-SHA1-6:T1M", Expected::Question, 19),
        ("OCRA-1:HOTP-SHA1-6:QN", Expected::QuestionLength, 21),
        ("OCRA-1:HOTP-SHA1-6:QN3", Expected::QuestionLength, 21),
        ("OCRA-1:HOTP-SHA1-6:QN03", Expected::QuestionLength, 21),
        ("OCRA-1:HOTP-SHA1-6:QN65", Expected::QuestionLength, 21),
        ("OCRA-1:HOTP-SHA1-6:QN008", Expected::QuestionLength, 21),
        ("OCRA-1:HOTP-SHA1-6:QN100", Expected::QuestionLength, 21),
        ("OCRA-1:HOTP-SHA1-6:QN08-", Expected::Input, 24),
        ("OCRA-1:HOTP-SHA1-6:QN08:", Expected::End, 23),
        ("OCRA-1:HOTP-SHA1-6:QN08 ", Expected::End, 23),
        ("OCRA-1:HOTP-SHA1-6:QN08\n", Expected::End, 23),
        ("OCRA-1:HOTP-SHA1-6:QN08-QA08", Expected::Input, 24),
        ("OCRA-1:HOTP-SHA1-6:QN08-C", Expected::Input, 24),
        ("OCRA-1:HOTP-SHA1-6:QN08-P", Expected::Hash, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-PMD5", Expected::Hash, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-PSHA1X", Expected::Hash, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-PSHA1-PSHA1", Expected::Input, 30),
        ("OCRA-1:HOTP-SHA1-6:QN08-S", Expected::SessionLength, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-S64", Expected::SessionLength, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-S000", Expected::SessionLength, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-S513", Expected::SessionLength, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-S0064", Expected::SessionLength, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-S064-PSHA1", Expected::Input, 29),
        ("OCRA-1:HOTP-SHA1-6:QN08-T", Expected::TimeStep, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-T1", Expected::TimeStep, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-TM", Expected::TimeStep, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-T0S", Expected::TimeStep, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-T0H", Expected::TimeStep, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-T01M", Expected::TimeStep, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-T60S", Expected::TimeStep, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-T60M", Expected::TimeStep, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-T49H", Expected::TimeStep, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-T1D", Expected::TimeStep, 25),
        ("OCRA-1:HOTP-SHA1-6:QN08-T1M30S", Expected::End, 27),
        ("OCRA-1:HOTP-SHA1-6:QN08-T1M-S064", Expected::Input, 28),
        ("OCRA-1:HOTP-SHA1-6:Q\u{ff2e}08", Expected::Question, 19),
    ];
    for (text, expected, offset) in refused {
        let error = text.parse::<Suite>().unwrap_err();
        assert_eq!((error.expected(), error.offset()), (expected, offset), "{text:?}");
    }
}

#[test]
fn suites_that_are_some() {
    let longest = "OCRA-1:HOTP-SHA512-9:C-QN64-PSHA512-S512-T59M";
    let suites = [
        longest,
        "OCRA-1:HOTP-SHA1-4:QH8-S512",
        "OCRA-1:HOTP-SHA256-0:QA04-T48H",
        "OCRA-1:HOTP-SHA1-6:C-QN4-S001",
    ];
    for text in suites {
        let suite: Suite = text.parse().unwrap();
        assert_eq!((suite.as_str(), suite.to_string()), (text, text.to_owned()));
    }
    let suite: Suite = longest.parse().unwrap();
    assert_eq!(format!("{suite:?}"), format!("Suite({longest})"));
    assert_eq!(
        (suite.algorithm(), suite.pin()),
        (HashAlgorithm::Sha512, Some(HashAlgorithm::Sha512))
    );
    assert_eq!((suite.session(), suite.step()), (Some(512), Some(Seconds::minutes(59))));
    assert!(suite.has_counter());

    let ten = "OCRA-1:HOTP-SHA512-10:C-QN64-PSHA512-S512-T59M";
    let ocra = Ocra::new(Suite::danger_with_ten_digits(ten).unwrap(), &key(20)).unwrap();
    assert_eq!(ocra.suite().as_str(), ten);
    assert!(Suite::danger_with_ten_digits("OCRA-1:HOTP-SHA1-11:QN08").is_err());
}

fn any_suite() -> impl Strategy<Value = String> {
    let optional = |pattern| prop_oneof![Just(String::new()), pattern];
    (
        "OCRA-1:HOTP-(SHA1|SHA256|SHA512)-[04-9]:(C-)?Q[ANH](0[4-9]|[4-9]|[1-5][0-9]|6[0-4])",
        optional("-PSHA(1|256|512)"),
        optional("-S(00[1-9]|064|128|[1-4][0-9]{2}|51[0-2])"),
        optional("-T([1-9]|[1-5][0-9])[SM]|-T([1-9]|[1-3][0-9]|4[0-8])H"),
    )
        .prop_map(|(start, pin, session, time)| [start, pin, session, time].concat())
}

proptest! {
    #[test]
    fn a_suite_is_its_text(text in any_suite(), place: prop::sample::Index, byte in 0x20_u8..0x7f) {
        let suite: Suite = text.parse().unwrap();
        prop_assert_eq!(suite.as_str(), &text);
        let mut changed = text.into_bytes();
        let place = place.index(changed.len());
        changed[place] = byte;
        let changed = String::from_utf8(changed).unwrap();
        match changed.parse::<Suite>() {
            Ok(other) => prop_assert_eq!(other.as_str(), &changed),
            Err(invalid) => prop_assert!(invalid.offset() <= changed.len()),
        }
    }

    #[test]
    fn any_text_is_a_suite_or_refused(text in "\\PC{0,60}") {
        if let Ok(suite) = text.parse::<Suite>() {
            prop_assert_eq!(suite.as_str(), &text);
        }
    }
}

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
fn a_whole_mac() {
    let ocra = ocra("OCRA-1:HOTP-SHA512-0:QN08", 32);
    let question = Question::One("12345678");
    let response = ocra.respond(&question, &Inputs::NONE).unwrap();
    let text = spelt(&response);
    assert_eq!(text.len(), 128);
    assert_eq!(format!("{response:?}"), "Mac(Mac(64 bytes, redacted))");
    ocra.verify(&question, &Inputs::NONE, Tolerance::NONE, &text).unwrap();
    let verify =
        |text: &str| ocra.verify(&question, &Inputs::NONE, Tolerance::NONE, text).unwrap_err();
    let last = if text.ends_with('0') { "1" } else { "0" };
    assert_eq!(verify(&[&text[..127], last].concat()), ResponseError::Wrong);
    assert!(matches!(verify(&text[..126]), ResponseError::Malformed(_)));
    assert!(matches!(verify(&[&text[..127], "g"].concat()), ResponseError::Malformed(_)));
    assert!(matches!(verify(""), ResponseError::Malformed(_)));
}

/// Every bit of a whole MAC is compared.
#[test]
fn a_changed_digit_of_a_mac_is_seen() {
    let ocra = ocra("OCRA-1:HOTP-SHA512-0:QN08", 32);
    let question = Question::One("12345678");
    let right = spelt(&ocra.respond(&question, &Inputs::NONE).unwrap());
    for place in 0..right.len() {
        let mut typed = right.clone().into_bytes();
        typed[place] = if typed[place] == b'0' { b'1' } else { b'0' };
        let typed = String::from_utf8(typed).unwrap();
        let refused = ocra.verify(&question, &Inputs::NONE, Tolerance::NONE, &typed);
        assert_eq!(refused, Err(ResponseError::Wrong), "{place}");
    }
}

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

#[test]
fn only_the_right_text_verifies() {
    let ocra = ocra("OCRA-1:HOTP-SHA1-6:QN08", 20);
    let verify =
        |typed| ocra.verify(&Question::One("11111111"), &Inputs::NONE, Tolerance::NONE, typed);
    assert!(verify("243178").is_ok());
    for typed in
        ["", "2", "24317", "2431780", " 43178", "243178 ", "24317x", "\u{ff12}43178", "+43178"]
    {
        assert!(matches!(verify(typed), Err(ResponseError::Malformed(_))), "{typed:?}");
    }
    for typed in ["243179", "000000", "143178"] {
        assert_eq!(verify(typed), Err(ResponseError::Wrong));
    }
    assert_eq!(
        ocra.verify(&Question::One("1x"), &Inputs::NONE, Tolerance::NONE, "243178"),
        Err(ResponseError::Input(InputError::QuestionCharacter { index: 1 }))
    );
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

/// Counts up: a source that is anything but random, so that every question is known.
struct Ascending(u8);

impl Entropy for Ascending {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        for byte in destination {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
        Ok(())
    }
}

struct Broken(Option<u8>);

impl Entropy for Broken {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        destination.fill(self.0.ok_or(EntropyError)?);
        Ok(())
    }
}

fn suite(text: &str) -> Suite {
    text.parse().unwrap()
}

#[test]
fn questions_are_drawn_evenly() {
    for (text, alphabet) in [("QN64", 10_usize), ("QA64", 36), ("QH64", 16)] {
        let suite = suite(&format!("OCRA-1:HOTP-SHA1-6:{text}"));
        let mut counts = std::collections::BTreeMap::<char, u32>::new();
        let mut source = Ascending(0);
        for _ in 0..4 * alphabet {
            let challenge =
                Challenge::issue(&suite, &mut source, NOW, Seconds::minutes(5)).unwrap();
            assert_eq!(challenge.question().len(), 64);
            for character in challenge.question().chars() {
                *counts.entry(character).or_default() += 1;
            }
        }
        assert_eq!(counts.len(), alphabet);
        let (least, most) = (counts.values().min().unwrap(), counts.values().max().unwrap());
        assert!(most - least <= 8, "{text}: {least} to {most}");
    }
}

#[test]
fn what_cannot_be_asked() {
    let minutes = Seconds::minutes(5);
    let short = suite("OCRA-1:HOTP-SHA1-8:QN07");
    let asked = |suite: &Suite, source: &mut Broken| {
        Challenge::issue(suite, source, NOW, minutes).unwrap_err()
    };
    assert_eq!(asked(&short, &mut Broken(Some(1))), ChallengeError::ShortQuestion);
    let suite = suite("OCRA-1:HOTP-SHA1-6:QN08");
    assert_eq!(asked(&suite, &mut Broken(None)), ChallengeError::Entropy(EntropyError));
    assert_eq!(
        asked(&suite, &mut Broken(Some(255))),
        ChallengeError::Entropy(EntropyError),
        "a stuck source"
    );
    let about = |question| Challenge::about(question, &suite, NOW, minutes).unwrap_err();
    assert_eq!(about("12345"), ChallengeError::ShortQuestion);
    assert_eq!(about("123456789"), ChallengeError::Question(InputError::QuestionLength));
    assert_eq!(
        about("12345x"),
        ChallengeError::Question(InputError::QuestionCharacter { index: 5 })
    );
    let end = Challenge::about("123456", &suite, UnixTime::new(u64::MAX), minutes);
    assert_eq!(end.unwrap_err(), ChallengeError::Lifetime);
}

#[test]
fn a_challenge_takes_two_wrong_answers() {
    let ocra = ocra("OCRA-1:HOTP-SHA1-6:QN08", 20);
    let challenge =
        || Challenge::about("11111111", ocra.suite(), NOW, Seconds::minutes(5)).unwrap();
    let answer = |challenge: Challenge, typed, now| {
        challenge.answer(&ocra, &Inputs::NONE, Tolerance::NONE, typed, now)
    };
    let Answer::Open(once, RefusalReason::Wrong) = answer(challenge(), "000000", NOW) else {
        panic!()
    };
    let Answer::Open(once, RefusalReason::Malformed(_)) = answer(once, "00000", NOW) else {
        panic!()
    };
    let Answer::Open(twice, RefusalReason::Wrong) = answer(once, "000000", NOW) else { panic!() };
    let stored = SecretBuf::<80>::written(|writer| twice.encode(writer)).unwrap();
    let loaded = Challenge::decode(&mut Reader::new(stored.as_slice())).unwrap();
    assert_eq!(loaded, twice);
    assert!(matches!(answer(loaded, "243178", NOW), Answer::Accepted(_)));
    assert_eq!(answer(twice, "000000", NOW), Answer::Void(RefusalReason::Wrong));

    let last = UnixTime::new(NOW.value() + 299);
    assert!(matches!(answer(challenge(), "243178", last), Answer::Accepted(_)));
    assert_eq!(
        answer(challenge(), "243178", challenge().expires()),
        Answer::Void(RefusalReason::Expired)
    );
    let wrong = challenge().answer(
        &ocra,
        &Inputs { time: Some(NOW), ..Inputs::NONE },
        Tolerance::NONE,
        "243178",
        NOW,
    );
    assert!(matches!(
        wrong,
        Answer::Open(
            _,
            RefusalReason::Malformed(AnswerError::Input(InputError::Foreign(Input::Time)))
        )
    ));
}

#[test]
fn a_stored_challenge_has_one_encoding() {
    let challenge =
        Challenge::about("SIG10000", &suite("OCRA-1:HOTP-SHA1-6:QA08"), NOW, Seconds::minutes(5))
            .unwrap();
    let stored = SecretBuf::<80>::written(|writer| challenge.encode(writer)).unwrap();
    for place in 0..stored.as_slice().len() {
        assert!(Challenge::decode(&mut Reader::new(&stored.as_slice()[..place])).is_err());
        for value in 0..=255 {
            let mut changed = stored.clone();
            changed.as_mut_slice()[place] = value;
            let mut reader = Reader::new(changed.as_slice());
            if let Ok(other) = Challenge::decode(&mut reader) {
                let again = SecretBuf::<80>::written(|writer| other.encode(writer)).unwrap();
                assert_eq!(again.as_slice(), &changed.as_slice()[..reader.position()]);
            }
        }
    }
}

/// RFC 6287 Appendix C.2, from the first question to the last answer, with a PIN on the client's side.
#[test]
fn mutual_authentication() {
    let (server, client) =
        (ocra("OCRA-1:HOTP-SHA512-8:QA08", 64), ocra("OCRA-1:HOTP-SHA512-8:QA08-PSHA1", 64));
    let pair = Pair::new(&server, &client).unwrap();
    let pin = PinHash::from_pin(b"1234", HashAlgorithm::Sha1);
    let with_pin = Inputs { pin: Some(&pin), ..Inputs::NONE };
    let rows = [
        ("CLI22220", "SRV11110", "79496648", "18806276"),
        ("CLI22221", "SRV11111", "76831980", "70020315"),
        ("CLI22222", "SRV11112", "12250499", "01600026"),
        ("CLI22223", "SRV11113", "90856481", "18951020"),
        ("CLI22224", "SRV11114", "12761449", "32528969"),
    ];
    for (client_asks, server_asks, server_says, client_says) in rows {
        let asked = pair.danger_ask(client_asks).unwrap();
        let answered = pair.answer_about(
            asked.question(),
            server_asks,
            &Inputs::NONE,
            NOW,
            Seconds::minutes(5),
        );
        let ToClient { response, challenge } = answered.unwrap();
        assert_eq!(spelt(&response), server_says);
        let stored = SecretBuf::<160>::written(|writer| challenge.encode(writer)).unwrap();
        let loaded = MutualChallenge::decode(&mut Reader::new(stored.as_slice())).unwrap();
        assert_eq!(loaded, challenge);
        let verified = asked
            .verify(challenge.question(), &Inputs::NONE, Tolerance::NONE, server_says)
            .unwrap();
        assert_eq!(spelt(&verified.respond(&with_pin).unwrap()), client_says);
        let wrong = pair.check(loaded, &with_pin, Tolerance::NONE, server_says, NOW);
        let Answer::Open(open, RefusalReason::Wrong) = wrong else {
            panic!("the server's own response came back")
        };
        assert!(matches!(
            pair.check(open, &with_pin, Tolerance::NONE, client_says, NOW),
            Answer::Accepted(_)
        ));
    }
}

/// The response to `CLI2222` and `0SRV1111` would be the one to `CLI22220` and `SRV1111`.
#[test]
fn the_clients_question_has_its_whole_length() {
    let server = ocra("OCRA-1:HOTP-SHA256-8:QA08", 32);
    let client = ocra("OCRA-1:HOTP-SHA256-8:QA08", 31);
    let pair = Pair::new(&server, &client).unwrap();
    let short = ChallengeError::Question(InputError::QuestionLength);
    assert_eq!(pair.danger_ask("CLI2222").unwrap_err(), short);
    let minutes = Seconds::minutes(5);
    for question in ["CLI2222", "CLI222200", ""] {
        let answered = pair.answer_about(question, "0SRV1111", &Inputs::NONE, NOW, minutes);
        assert_eq!(answered.unwrap_err(), short);
    }
}

#[test]
fn a_server_that_does_not_know_the_key_is_left() {
    let (server, client) =
        (ocra("OCRA-1:HOTP-SHA256-8:QA08", 32), ocra("OCRA-1:HOTP-SHA256-8:QA08", 31));
    let asked = Pair::new(&server, &client).unwrap().ask(&mut Ascending(0)).unwrap();
    let refused = asked.verify("SRV11110", &Inputs::NONE, Tolerance::NONE, "28247970");
    assert_eq!(refused.unwrap_err(), ResponseError::Wrong);
}

/// Under one suite and one key, a server that is asked its own next question gives away the answer.
#[test]
fn a_pair_is_two_computations() {
    let (server, same) =
        (ocra("OCRA-1:HOTP-SHA256-8:QA08", 32), ocra("OCRA-1:HOTP-SHA256-8:QA08", 32));
    assert_eq!(Pair::new(&server, &same).unwrap_err(), InputError::SameComputation);
    let other_key = ocra("OCRA-1:HOTP-SHA256-8:QA08", 31);
    let other_suite = ocra("OCRA-1:HOTP-SHA256-8:QA8", 32);
    for client in [other_key, other_suite] {
        let pair = Pair::new(&server, &client).unwrap();
        let minutes = Seconds::minutes(5);
        let reflected = pair.answer_about("PAY00001", "PAY00001", &Inputs::NONE, NOW, minutes);
        let ToClient { response, challenge } = reflected.unwrap();
        let answer = pair.check(challenge, &Inputs::NONE, Tolerance::NONE, &spelt(&response), NOW);
        assert!(matches!(answer, Answer::Open(_, RefusalReason::Wrong)));
    }
}

/// Three wrong answers void it, through a store as well, and it ends in time.
#[test]
fn a_mutual_challenge_takes_two_wrong_answers() {
    let (server, client) =
        (ocra("OCRA-1:HOTP-SHA256-8:QA08", 32), ocra("OCRA-1:HOTP-SHA256-8:QA08", 31));
    let pair = Pair::new(&server, &client).unwrap();
    let fresh = || {
        let minutes = Seconds::minutes(5);
        pair.answer_about("CLI22220", "SRV11110", &Inputs::NONE, NOW, minutes).unwrap().challenge
    };
    let both = Question::Both { theirs: "SRV11110", ours: "CLI22220" };
    let right = spelt(&client.respond(&both, &Inputs::NONE).unwrap());
    let check = |challenge, typed: &str, now| {
        pair.check(challenge, &Inputs::NONE, Tolerance::NONE, typed, now)
    };
    let mut challenge = fresh();
    for _ in 0..2 {
        let Answer::Open(open, RefusalReason::Wrong) = check(challenge, "00000000", NOW) else {
            panic!()
        };
        let stored = SecretBuf::<160>::written(|writer| open.encode(writer)).unwrap();
        challenge = MutualChallenge::decode(&mut Reader::new(stored.as_slice())).unwrap();
    }
    assert_eq!(check(challenge, "00000000", NOW), Answer::Void(RefusalReason::Wrong));
    let end = fresh().expires();
    assert_eq!(end, UnixTime::new(NOW.value() + 300));
    assert_eq!(check(fresh(), &right, end), Answer::Void(RefusalReason::Expired));
    let alone = spelt(&client.respond(&Question::One("SRV11110"), &Inputs::NONE).unwrap());
    assert!(matches!(check(fresh(), &alone, NOW), Answer::Open(_, RefusalReason::Wrong)));
    assert!(matches!(check(fresh(), &right, NOW), Answer::Accepted(_)));
}

#[test]
fn debug_shows_no_secret() {
    let ocra = ocra("OCRA-1:HOTP-SHA1-6:QN08", 20);
    assert_eq!(format!("{ocra:?}"), "Ocra(OCRA-1:HOTP-SHA1-6:QN08, key redacted)");
    let response = ocra.respond(&Question::One("11111111"), &Inputs::NONE).unwrap();
    assert_eq!(format!("{response:?}"), "Code(Code(6 digits, redacted))");
    assert_eq!(
        format!("{:?}", PinHash::from_pin(b"1234", HashAlgorithm::Sha1)),
        "PinHash(20 bytes, redacted)"
    );
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

#[test]
fn error_texts() {
    let suite = |text: &str| text.parse::<Suite>().unwrap_err().to_string();
    let texts = [
        (suite("OCRA-2"), "not an OCRA suite: expected OCRA-1: at byte 0"),
        (suite("OCRA-1:TOTP"), "not an OCRA suite: expected HOTP- at byte 7"),
        (suite("OCRA-1:HOTP-MD5"), "not an OCRA suite: expected SHA1, SHA256 or SHA512 at byte 12"),
        (
            suite("OCRA-1:HOTP-SHA1-3"),
            "not an OCRA suite: expected 0 or a number of digits from 4 to 9 at byte 17",
        ),
        (suite("OCRA-1:HOTP-SHA1-6"), "not an OCRA suite: expected a separator at byte 18"),
        (suite("OCRA-1:HOTP-SHA1-6:T"), "not an OCRA suite: expected QA, QN or QH at byte 19"),
        (
            suite("OCRA-1:HOTP-SHA1-6:QN3"),
            "not an OCRA suite: expected a length from 4 to 64 at byte 21",
        ),
        (
            suite("OCRA-1:HOTP-SHA1-6:QN08-"),
            "not an OCRA suite: expected P, S or T, in this order at byte 24",
        ),
        (
            suite("OCRA-1:HOTP-SHA1-6:QN08-S64"),
            "not an OCRA suite: expected a length from 001 to 512 at byte 25",
        ),
        (
            suite("OCRA-1:HOTP-SHA1-6:QN08-T0S"),
            "not an OCRA suite: expected a step of 1 to 59 S or M, or of 1 to 48 H at byte 25",
        ),
        (
            suite("OCRA-1:HOTP-SHA1-6:QN08:"),
            "not an OCRA suite: expected the end of the suite or another input at byte 23",
        ),
        (
            InputError::Missing(Input::Counter).to_string(),
            "the suite asks for a counter, which is missing",
        ),
        (
            InputError::Missing(Input::Time).to_string(),
            "the suite asks for the time, which is missing",
        ),
        (InputError::Foreign(Input::Pin).to_string(), "the suite does not have a PIN"),
        (InputError::Foreign(Input::Session).to_string(), "the suite does not have a session"),
        (
            InputError::QuestionLength.to_string(),
            "the question is empty or longer than the suite allows",
        ),
        (
            InputError::QuestionCharacter { index: 3 }.to_string(),
            "character 3 of the question is not in the suite's format",
        ),
        (InputError::PinHashLength.to_string(), "the PIN's hash does not have the suite's length"),
        (InputError::SessionLength.to_string(), "the session is longer than the suite allows"),
        (InputError::ShortKey.to_string(), "the key has fewer than 128 bits"),
        (
            InputError::SameComputation.to_string(),
            "server and client have the same suite and the same key",
        ),
        (ResponseError::Wrong.to_string(), "the response is not the right one"),
        (
            ResponseError::Input(InputError::SessionLength).to_string(),
            "the session is longer than the suite allows",
        ),
        (ChallengeError::ShortQuestion.to_string(), "the question is shorter than the response"),
        (ChallengeError::Lifetime.to_string(), "the challenge would never end"),
        (ChallengeError::Entropy(EntropyError).to_string(), "the source of randomness failed"),
        (
            ChallengeError::Question(InputError::QuestionLength).to_string(),
            "the question is empty or longer than the suite allows",
        ),
    ];
    for (text, expected) in texts {
        assert_eq!(text, expected);
    }
}
