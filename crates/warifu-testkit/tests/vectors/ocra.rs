use warifu_core::{Counter, Secret, UnixTime};
use warifu_ocra::{Inputs, Ocra, PinHash, Question, Response, Suite, Tolerance};

use crate::Case;

/// A suite that is its text, or is refused at a byte.
pub(crate) fn check_suite(accepted: bool, case: &Case) {
    match case.text("suite").parse::<Suite>() {
        Ok(suite) if accepted => case.says("suite", suite.as_str()),
        parsed => case.refused_at(parsed.err().map(|invalid| invalid.offset())),
    }
}

/// The response that a device computes, and that a verifier takes; or a question or input that does not belong.
pub(crate) fn check_response(accepted: bool, case: &Case) {
    let key = Secret::new(&case.hex("key")).unwrap();
    let Ok(ocra) = Ocra::new(case.text("suite").parse().unwrap(), &key) else {
        return assert!(!accepted);
    };
    let question = match case.all("question").as_slice() {
        &[one] => Question::One(one),
        &[theirs, ours] => Question::Both { theirs, ours },
        others => panic!("{} questions", others.len()),
    };
    let pin = case.optional("pin-hash").map(|_| PinHash::new(&case.hex("pin-hash")));
    if let Some(Err(_)) = pin {
        return assert!(!accepted);
    }
    let pin = pin.and_then(Result::ok);
    let session = case.optional("session").map(|_| case.hex("session"));
    let inputs = Inputs {
        counter: case.optional("counter").map(|_| Counter::new(case.number("counter"))),
        pin: pin.as_ref(),
        session: session.as_deref(),
        time: case.optional("time").map(|_| UnixTime::new(case.number("time"))),
    };
    let response = ocra.respond(&question, &inputs);
    if !accepted {
        return assert!(response.is_err(), "{:?}", case.lines());
    }
    match response.unwrap() {
        Response::Code(code) => case.says("response", code.expose()),
        Response::Mac(mac) => case.says("response", &hex::encode(mac.expose())),
    }
    ocra.verify(&question, &inputs, Tolerance::NONE, case.text("response")).unwrap();
}
