use warifu_core::{Code, Counter, Digits, Seconds, Secret, UnixTime};
use warifu_otp::{HashAlgorithm, Hotp, Totp, TotpParameters};

use crate::Case;

pub(crate) fn check(form: &str, accepted: bool, case: &Case) {
    let code = code(form, case);
    if accepted {
        case.says("code", code.unwrap_or_else(|| panic!("{:?}", case.lines())).expose());
    } else {
        assert!(code.is_none(), "{:?}", case.lines());
    }
}

fn code(form: &str, case: &Case) -> Option<Code> {
    let name = case.text("algorithm").to_uppercase();
    let algorithm =
        HashAlgorithm::from_name(&name).unwrap_or_else(|| panic!("no algorithm {name}"));
    let secret = Secret::new(&case.hex("key")).ok()?;
    let digits = Digits::new(case.number("digits")).ok()?;
    if form == "hotp" {
        let token = Hotp::new(&secret, algorithm, digits).ok()?;
        return Some(token.generate(Counter::new(case.number("counter"))));
    }
    let (step, t0) = (Seconds::new(case.number("step")), UnixTime::new(case.number("t0")));
    let token = Totp::new(&secret, TotpParameters { algorithm, digits, step, t0 }).ok()?;
    token.generate(UnixTime::new(case.number("time"))).ok()
}
