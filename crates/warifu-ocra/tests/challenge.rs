//! The verifier's challenges: what is asked, how often it may be answered, how it is stored.
#![cfg(test)]

mod common;

use common::{Ascending, NOW, ocra, suite};
use warifu_core::codec::{Decode, Encode, Reader};
use warifu_core::{Entropy, EntropyError, Seconds, SecretBuf, UnixTime};
use warifu_ocra::{
    Answer, AnswerError, Challenge, ChallengeError, Input, InputError, Inputs, RefusalReason,
    Suite, Tolerance,
};

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

/// Gives the same byte again and again, or nothing at all.
struct Broken(Option<u8>);

impl Entropy for Broken {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        destination.fill(self.0.ok_or(EntropyError)?);
        Ok(())
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
fn a_challenge_lives_for_a_second_or_more() {
    let suite = suite("OCRA-1:HOTP-SHA1-6:QN08");
    let [none, one] = [0, 1].map(Seconds::new);
    let issued = |lifetime| Challenge::issue(&suite, &mut Broken(Some(1)), NOW, lifetime);
    let about = |lifetime| Challenge::about("11111111", &suite, NOW, lifetime);
    assert_eq!(issued(none).unwrap_err(), ChallengeError::NoLifetime);
    assert_eq!(about(none).unwrap_err(), ChallengeError::NoLifetime);
    assert!(issued(one).is_ok() && about(one).is_ok());
}

#[test]
fn the_longest_encoding() {
    let longest = Challenge::about(
        &"7".repeat(64),
        &suite("OCRA-1:HOTP-SHA1-6:QN64"),
        NOW,
        Seconds::minutes(5),
    )
    .unwrap();
    let stored = longest.encoded::<{ Challenge::MAX_ENCODED }>().unwrap();
    assert_eq!(stored.as_slice().len(), Challenge::MAX_ENCODED);
    assert_eq!(Challenge::decode_whole(stored.as_slice()), Ok(longest));
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
