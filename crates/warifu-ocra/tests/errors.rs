//! Every text that the crate's errors have.
#![cfg(test)]

use warifu_core::EntropyError;
use warifu_ocra::{AnswerError, ChallengeError, Input, InputError, ResponseError, Suite};

#[test]
fn error_texts() {
    let suite = |text: &str| text.parse::<Suite>().unwrap_err().to_string();
    let texts = [
        (suite("OCRA-2"), "not an OCRA suite: expected OCRA-1: at byte 0"),
        (suite("OCRA-1:TOTP"), "not an OCRA suite: expected HOTP- at byte 7"),
        (
            suite("OCRA-1:HOTP-MD5"),
            "not an OCRA suite: expected the name of a hash function, such as SHA256, at byte 12",
        ),
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
        (
            InputError::PinHashLength.to_string(),
            "the PIN's hash does not have the output length of its hash function",
        ),
        (InputError::SessionLength.to_string(), "the session is longer than the suite allows"),
        (InputError::ShortKey.to_string(), "the key has fewer than 128 bits"),
        (
            InputError::SameComputation.to_string(),
            "server and client have the same suite and the same key",
        ),
        (ResponseError::Wrong.to_string(), "the response is not the right one"),
        (
            ResponseError::Malformed(AnswerError::Input(InputError::SessionLength)).to_string(),
            "the session is longer than the suite allows",
        ),
        (ChallengeError::ShortQuestion.to_string(), "the question is shorter than the response"),
        (ChallengeError::Lifetime.to_string(), "the challenge would never end"),
        (ChallengeError::NoLifetime.to_string(), "the challenge would end at once"),
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
