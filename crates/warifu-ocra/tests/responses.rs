//! Responses as text: digits or a whole MAC, and nothing else.
#![cfg(test)]

mod common;

use common::{ocra, spelt};
use warifu_ocra::{AnswerError, InputError, Inputs, PinHash, Question, ResponseError, Tolerance};
use warifu_otp::HashAlgorithm;

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
    let own_mistake = AnswerError::Input(InputError::QuestionCharacter { index: 1 });
    assert_eq!(
        ocra.verify(&Question::One("1x"), &Inputs::NONE, Tolerance::NONE, "243178"),
        Err(ResponseError::Malformed(own_mistake))
    );
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
