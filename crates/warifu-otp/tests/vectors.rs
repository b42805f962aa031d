//! The published values of RFC 4226 and RFC 6238, read from `tests/vectors`.

#![cfg(test)]

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use warifu_core::{Counter, Digits, Seconds, Secret, UnixTime};
use warifu_otp::{HashAlgorithm, Hotp, Totp, TotpParameters, Window};

/// The fields of each line that is neither a comment nor a secret.
fn rows<const N: usize>(file: &str) -> Vec<[&str; N]> {
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.starts_with("secret "));
    lines.map(|line| fields(line).try_into().expect(line)).collect()
}

/// The last field of the line that starts with these.
fn secret(file: &str, start: &[&str]) -> Vec<u8> {
    let line = file.lines().find(|line| fields(line).starts_with(start)).expect("a secret line");
    hex::decode(fields(line)[start.len()]).expect("a secret in hexadecimal")
}

fn fields(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

#[test]
fn rfc4226_appendix_d() {
    let file = include_str!("vectors/rfc4226_appendix_d.txt");
    let key = secret(file, &["secret"]);
    let kept = Secret::new(&key).unwrap();
    let six = Hotp::new(&kept, HashAlgorithm::Sha1, Digits::SIX).unwrap();
    // All 31 bits fit into 10 digits, so that such a code is the truncated value itself.
    let ten = Hotp::new(&kept, HashAlgorithm::Sha1, Digits::new(10).unwrap()).unwrap();
    let rows = rows::<5>(file);
    assert_eq!(rows.len(), 10);
    for (index, [count, mac, hexadecimal, decimal, hotp]) in rows.into_iter().enumerate() {
        let value: u64 = count.parse().unwrap();
        assert_eq!(value, u64::try_from(index).unwrap());
        let counter = Counter::new(value);

        let computed = Hmac::<Sha1>::new_from_slice(&key).unwrap();
        let computed = computed.chain_update(value.to_be_bytes()).finalize().into_bytes();
        assert_eq!(hex::encode(computed), mac, "count {count}");

        let truncated: u64 = ten.generate(counter).expose().parse().unwrap();
        assert_eq!(truncated.to_string(), decimal, "count {count}");
        assert_eq!(format!("{truncated:08x}"), hexadecimal, "count {count}");
        assert_eq!(six.generate(counter).expose(), hotp, "count {count}");
        assert_eq!(six.verify(hotp, counter, 0).unwrap().next(), counter.next().unwrap());
    }
}

#[test]
fn rfc6238_appendix_b() {
    let file = include_str!("vectors/rfc6238_appendix_b.txt");
    let rows = rows::<5>(file);
    assert_eq!(rows.len(), 18);
    for (mode, algorithm, length) in [
        ("SHA1", HashAlgorithm::Sha1, 20),
        ("SHA256", HashAlgorithm::Sha256, 32),
        ("SHA512", HashAlgorithm::Sha512, 64),
    ] {
        let key = secret(file, &["secret", mode]);
        assert_eq!(key.len(), length, "{mode}");
        let parameters = TotpParameters {
            algorithm,
            digits: Digits::EIGHT,
            step: Seconds::new(30),
            t0: UnixTime::new(0),
        };
        let token = Totp::new(&Secret::new(&key).unwrap(), parameters).unwrap();
        let of_mode = rows.iter().filter(|row| row[4] == mode);
        assert_eq!(of_mode.clone().count(), 6, "{mode}");
        for [time, _, t, totp, _] in of_mode {
            let now = UnixTime::new(time.parse().unwrap());
            let step = token.step_at(now).unwrap();
            assert_eq!(format!("{:016X}", step.value()), *t, "{mode} at {time}");
            assert_eq!(token.generate(now).unwrap().expose(), *totp, "{mode} at {time}");
            let accepted = token.verify(totp, now, Window::EXACT, 0, None).unwrap();
            assert_eq!((accepted.step(), accepted.drift()), (step, 0), "{mode} at {time}");
        }
    }
}
