//! No `Debug` shows a secret, what HMAC made of it, or a code.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use core::fmt::Debug;

use warifu_core::{Counter, Digits, Secret, UnixTime};
use warifu_otp::{
    CodeCheck, HashAlgorithm, Hotp, HotpVerifier, Policy, RecordedCounter, RecordedState, Totp,
    TotpParameters, TotpVerifier, Window,
};

const KEY: [u8; 20] =
    *b"\xf3\x9a\xc7\xe1\xd5\xb8\xfe\xa9\xc4\xdb\x91\xe6\xbd\xcf\xf8\xad\x97\xec\xb2\xda";
const NOW: UnixTime = UnixTime::new(1_800_000_000);

/// The bits of the bytes in groups of `bits`, the last of them filled up with zeros.
fn groups(bytes: &[u8], bits: usize) -> Vec<usize> {
    let all: Vec<u8> =
        bytes.iter().flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1)).collect();
    let value = |group: &[u8]| group.iter().fold(0, |value, &bit| value * 2 + usize::from(bit));
    all.chunks(bits).map(|group| value(group) << (bits - group.len())).collect()
}

fn spelt(bytes: &[u8], alphabet: &str, bits: usize) -> String {
    groups(bytes, bits).into_iter().map(|value| char::from(alphabet.as_bytes()[value])).collect()
}

fn base32(bytes: &[u8]) -> String {
    spelt(bytes, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5)
}

fn base64(bytes: &[u8]) -> String {
    spelt(bytes, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6)
}

/// How these bytes might be printed, in pieces of three: a part is as bad as the whole.
fn spellings(bytes: &[u8]) -> Vec<String> {
    let mut all = Vec::new();
    for piece in bytes.windows(3) {
        all.push(hex::encode(piece));
        all.push(hex::encode_upper(piece));
        let [one, two, three] = piece else { unreachable!() };
        for separator in [", ", ",", " ", ":", ",\n        "] {
            all.push(format!("{one}{separator}{two}{separator}{three}"));
            all.push(format!("{one:x}{separator}{two:x}{separator}{three:x}"));
            all.push(format!("0x{one:02x}{separator}0x{two:02x}{separator}0x{three:02x}"));
        }
        all.push(format!("\\x{one:02x}\\x{two:02x}\\x{three:02x}"));
    }
    // Eight characters from every place at which a byte starts a group.
    for start in 0..5 {
        let text = base32(&bytes[start..]);
        all.extend(
            text.as_bytes().windows(8).map(|piece| String::from_utf8(piece.to_vec()).unwrap()),
        );
        let text = base64(&bytes[start..]);
        all.extend(
            text.as_bytes().windows(8).map(|piece| String::from_utf8(piece.to_vec()).unwrap()),
        );
    }
    all
}

/// SHA-1's chaining values behind the two padded keys: they are enough to compute every code of the token.
fn midstates() -> Vec<u32> {
    [0x36, 0x5c]
        .into_iter()
        .flat_map(|pad| {
            let mut block = [pad; 64];
            for (place, byte) in block.iter_mut().zip(KEY) {
                *place ^= byte;
            }
            let mut state = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
            sha1::block_api::compress(&mut state, &[block]);
            state
        })
        .collect()
}

fn shows_nothing(what: &str, shown: &dyn Debug, codes: &[&str]) {
    for text in [format!("{shown:?}"), format!("{shown:#?}")] {
        for spelling in spellings(&KEY) {
            assert!(!text.contains(&spelling), "{what} shows a part of the key: {text}");
        }
        for word in midstates() {
            for spelling in [format!("{word}"), format!("{word:x}"), format!("{word:08X}")] {
                assert!(!text.contains(&spelling), "{what} shows a keyed state: {text}");
            }
        }
        for code in codes {
            assert!(!text.contains(code), "{what} shows a code: {text}");
            let without_zeros = code.trim_start_matches('0');
            assert!(!text.contains(without_zeros), "{what} shows a code: {text}");
        }
    }
}

/// The search would find what it is to find.
#[test]
#[should_panic(expected = "a part of the key")]
fn bytes_would_be_noticed() {
    shows_nothing("the key", &KEY, &[]);
}

#[test]
#[should_panic(expected = "a keyed state")]
fn words_would_be_noticed() {
    shows_nothing("the state", &midstates(), &[]);
}

#[test]
#[should_panic(expected = "shows a code")]
fn codes_would_be_noticed() {
    shows_nothing("a code", &"012345", &["012345"]);
}

#[test]
fn spellings_are_those_of_the_rfcs() {
    assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
    assert_eq!(base64(b"foobar"), "Zm9vYmFy");
}

#[test]
fn of_everything_time_based() {
    for algorithm in HashAlgorithm::ALL {
        let parameters = TotpParameters { algorithm, ..TotpParameters::RECOMMENDED };
        let secret = Secret::new(&KEY).unwrap();
        let token = Totp::new(&secret, parameters).unwrap();
        let code = token.generate(NOW).unwrap();
        let after = token.generate(UnixTime::new(NOW.value() + 60)).unwrap();
        let (typed, next) = (code.expose(), after.expose());
        let shows_nothing =
            |what: &str, shown: &dyn Debug| shows_nothing(what, shown, &[typed, next]);

        shows_nothing("Secret", &secret);
        shows_nothing("Totp", &token);
        shows_nothing("TotpParameters", &parameters);
        shows_nothing("Code", &code);
        let verifier = TotpVerifier::new(&token, &Policy::TIME_8_DIGITS).unwrap();
        shows_nothing("TotpVerifier", &verifier);
        let (window, drift, last) = (Window::EXACT, 0, None);
        let entry = CodeCheck { token: &token, typed, window, drift, last };
        shows_nothing("CodeCheck", &entry);
        shows_nothing("entries", &[entry, entry]);

        let accepted = verifier.verify(RecordedState::NEW, NOW, typed);
        shows_nothing("Verdict", &accepted);
        shows_nothing("RecordedState", &accepted.state);
        shows_nothing("Accepted", accepted.outcome.as_ref().unwrap());
        shows_nothing("a used code", &verifier.verify(accepted.state, NOW, typed));
        let malformed = format!("{}x", &typed[..7]);
        shows_nothing("a malformed code", &verifier.verify(accepted.state, NOW, &malformed));
        let swapped = verifier.resynchronise(RecordedState::NEW, NOW, [next, typed]);
        shows_nothing("a wrong pair", &swapped);
        let pair = verifier.resynchronise(RecordedState::NEW, NOW, [typed, next]);
        assert!(pair.outcome.is_ok());
        shows_nothing("a pair", &pair);
        let with_checksum = token.with_checksum();
        shows_nothing("with a check digit", &with_checksum);
    }
}

#[test]
fn of_everything_counter_based() {
    for algorithm in HashAlgorithm::ALL {
        let secret = Secret::new(&KEY).unwrap();
        let token = Hotp::new(&secret, algorithm, Digits::EIGHT).unwrap();
        let [code, after] = [7, 8].map(|counter| token.generate(Counter::new(counter)));
        let (typed, next) = (code.expose(), after.expose());
        let shows_nothing =
            |what: &str, shown: &dyn Debug| shows_nothing(what, shown, &[typed, next]);

        shows_nothing("Hotp", &token);
        let verifier = HotpVerifier::new(&token, &Policy::COUNTER_8_DIGITS).unwrap();
        shows_nothing("HotpVerifier", &verifier);
        let state = RecordedCounter::new(Counter::new(7));
        let accepted = verifier.verify(state, NOW, typed);
        shows_nothing("Verdict", &accepted);
        shows_nothing("RecordedCounter", &accepted.state);
        shows_nothing("AcceptedCounter", accepted.outcome.as_ref().unwrap());
        shows_nothing("a used code", &verifier.verify(accepted.state, NOW, typed));
        let pair = verifier.resynchronise(state, NOW, [typed, next]);
        assert!(pair.outcome.is_ok());
        shows_nothing("a pair", &pair);
        shows_nothing("a search", &token.search(typed, Counter::new(0), 20));
        let with_checksum = token.with_checksum();
        shows_nothing("with a check digit", &with_checksum);
    }
}
