//! Mutual authentication (RFC 6287 §7.2): two computations, two questions, and a server that goes first.
#![cfg(test)]

mod common;

use common::{Ascending, NOW, ocra, spelt};
use warifu_core::codec::{Decode, Encode, Reader};
use warifu_core::{Seconds, SecretBuf, UnixTime};
use warifu_ocra::{
    Answer, ChallengeError, InputError, Inputs, MutualChallenge, Pair, PinHash, Question,
    RefusalReason, ResponseError, ToClient, Tolerance,
};
use warifu_otp::HashAlgorithm;

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

#[test]
fn a_mutual_challenge_lives_for_a_second_or_more() {
    let (server, client) =
        (ocra("OCRA-1:HOTP-SHA256-8:QA08", 32), ocra("OCRA-1:HOTP-SHA256-8:QA08", 31));
    let pair = Pair::new(&server, &client).unwrap();
    let none = Seconds::new(0);
    let about = pair.answer_about("CLI22220", "SRV11110", &Inputs::NONE, NOW, none);
    assert_eq!(about.unwrap_err(), ChallengeError::NoLifetime);
    let random = pair.answer("CLI22220", &Inputs::NONE, &mut Ascending(0), NOW, none);
    assert_eq!(random.unwrap_err(), ChallengeError::NoLifetime);
}

#[test]
fn the_longest_encoding() {
    let (server, client) =
        (ocra("OCRA-1:HOTP-SHA256-8:QN64", 32), ocra("OCRA-1:HOTP-SHA256-8:QN64", 31));
    let pair = Pair::new(&server, &client).unwrap();
    let longest = "7".repeat(64);
    let minutes = Seconds::minutes(5);
    let answered = pair.answer_about(&longest, &longest, &Inputs::NONE, NOW, minutes).unwrap();
    let stored = answered.challenge.encoded::<{ MutualChallenge::MAX_ENCODED }>().unwrap();
    assert_eq!(stored.as_slice().len(), MutualChallenge::MAX_ENCODED);
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
