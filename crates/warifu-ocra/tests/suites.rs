//! Which texts are suites, and what a suite says (RFC 6287 §6).
#![cfg(test)]

mod common;

use common::key;
use proptest::prelude::*;
use warifu_core::Seconds;
use warifu_ocra::{Expected, Ocra, Suite};
use warifu_otp::HashAlgorithm;

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
