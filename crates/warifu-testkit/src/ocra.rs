use warifu_core::{Counter, Secret, UnixTime};
use warifu_ocra::{Inputs, Ocra, PinHash, Question, Suite, Tolerance};

/// The first line is a suite or refused at a place within it, and the rest is a question that it answers or refuses.
/// What is answered verifies.
pub(crate) fn check(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    let (suite, question) = text.split_once('\n').unwrap_or((text, ""));
    match suite.parse::<Suite>() {
        Ok(parsed) => {
            assert_eq!(parsed.as_str(), suite);
            check_question(parsed, question);
        }
        Err(invalid) => assert!(invalid.offset() <= suite.len(), "offset {}", invalid.offset()),
    }
}

fn check_question(suite: Suite, text: &str) {
    let Ok(key) = Secret::new(&[7; 32]) else { return };
    let Ok(ocra) = Ocra::new(suite, &key) else { return };
    let pin = suite.pin().map(|hash| PinHash::from_pin(b"1234", hash));
    let inputs = Inputs {
        counter: suite.has_counter().then_some(Counter::new(5)),
        pin: pin.as_ref(),
        session: suite.session().map(|_| [1].as_slice()),
        time: suite.step().map(|_| UnixTime::new(1_796_083_200)),
    };
    let question = match text.split_once('\n') {
        Some((theirs, ours)) => Question::Both { theirs, ours },
        None => Question::One(text),
    };
    if ocra.respond(&question, &inputs).is_ok() {
        assert!(ocra.verify(&question, &inputs, Tolerance::NONE, "").is_err());
    }
}
