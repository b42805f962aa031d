//! Key files that another program wrote: see `interop/README.md` and `examples/data/README.md`.

#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;

use warifu_core::keys::{DeviceRootKey, IssuerDeviceKey};
use warifu_core::{Counter, Digits, IssuerId, Seconds, Secret, UnixTime};
use warifu_pskc::{
    Container, Encoding, HashAlgorithm, ImportErrorKind, KeyAlgorithm, KeyPackage, KeyUsage,
    TransportKey,
};

/// What python-pskc encrypts with.
const FILES: usize = 24;
const CIPHERS: usize = 14;
const MACS: usize = 7;

/// Every cipher, every MAC and every hash of PBKDF2 that python-pskc has; the names of the files say which.
#[test]
fn encrypted_files_of_python_pskc() {
    let (mut ciphers, mut macs, mut legacy) = (BTreeSet::new(), BTreeSet::new(), 0);
    let files = files();
    assert_eq!(files.len(), FILES);
    for (name, file) in files {
        let Some((cipher, rest)) = name.split_once('.') else { panic!("{name}") };
        ciphers.insert(cipher.to_owned());
        let mac = rest.split('.').find(|part| part.starts_with("hmac-"));
        macs.extend(mac.map(str::to_owned));
        if cipher.contains("tripledes") && !cfg!(feature = "legacy-3des") {
            assert_eq!(Container::parse(&file).unwrap_err().kind(), ImportErrorKind::LegacyCipher);
            legacy += 1;
            continue;
        }
        let is_derived = rest.contains("pbkdf2");
        let container = Container::parse(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(container.needs_password(), is_derived);
        let key_name = if is_derived { "interop password" } else { "interop key" };
        assert_eq!(container.key_names().collect::<Vec<_>>(), [key_name]);
        let packages = container
            .open(&transport_key(cipher, is_derived))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let [hotp, totp] = packages.as_slice() else { panic!("{name}") };
        assert_keys(hotp, totp, cipher == "kw-tripledes");
        // A MAC or a check value tells another key from the right one, and plain keys from none.
        let wrong = TransportKey::PreShared(Secret::new(&vec![1; key_length(cipher)]).unwrap());
        let error = Container::parse(&file).unwrap().open(&wrong).unwrap_err();
        assert_eq!(error.kind(), ImportErrorKind::CannotOpen, "{name}");
        let error = Container::parse(&file).unwrap().open(&TransportKey::None).unwrap_err();
        assert_eq!(error.kind(), ImportErrorKind::TransportKeyNeeded, "{name}");
    }
    assert_eq!((ciphers.len(), macs.len()), (CIPHERS, MACS), "{ciphers:?} {macs:?}");
    assert_eq!(legacy, if cfg!(feature = "legacy-3des") { 0 } else { 3 });
}

/// The encrypted files, by their names: cipher, MAC if there is one, derivation if there is one.
fn files() -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir("tests/interop").unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            let is_encrypted = name.contains("-cbc.") || name.starts_with("kw-");
            is_encrypted.then(|| (name, fs::read(&path).unwrap()))
        })
        .collect()
}

fn key_length(cipher: &str) -> usize {
    let bits: String = cipher.chars().filter(char::is_ascii_digit).collect();
    bits.parse().map_or(24, |bits: usize| bits / 8)
}

fn transport_key(cipher: &str, is_derived: bool) -> TransportKey {
    if is_derived {
        return TransportKey::Password(Secret::new("correct horse 割符".as_bytes()).unwrap());
    }
    let key: Vec<u8> = (0x40..).take(key_length(cipher)).collect();
    TransportKey::PreShared(Secret::new(&key).unwrap())
}

fn assert_keys(hotp: &KeyPackage, totp: &KeyPackage, is_triple_des_wrapped: bool) {
    let (counter, end) =
        if is_triple_des_wrapped { (0x4142_4344_4546_4748, 0x28) } else { (0x20_2122_2324, 0x24) };
    assert_eq!(hotp.serial(), Some("30000000000"));
    assert_eq!(hotp.key.algorithm, KeyAlgorithm::Hotp);
    // Encrypted, where the transport key was agreed on.
    assert_eq!(hotp.key.counter, Some(Counter::new(counter)));
    assert_eq!((hotp.key.hash, hotp.key.digits), (HashAlgorithm::Sha1, Some(Digits::SIX)));
    assert_eq!(hotp.secret.expose(), (0x10..end).collect::<Vec<u8>>());
    assert_eq!(totp.key.algorithm, KeyAlgorithm::Totp);
    assert_eq!(totp.key.hash, HashAlgorithm::Sha256);
    assert_eq!(totp.key.digits, Some(Digits::new(7).unwrap()));
    assert_eq!(totp.key.time_step, Some(Seconds::new(30)));
    assert_eq!((totp.key.time, totp.key.time_drift), (Some(0), Some(-1)));
    assert_eq!(totp.key.policy.expires, Some(UnixTime::new(1_924_959_600)));
    assert_eq!(totp.key.policy.usage, [KeyUsage::Otp]);
    assert_eq!(totp.device.starts, Some(UnixTime::new(1_767_225_600)));
    assert_eq!(totp.key.user_id.as_deref(), Some("UID=user1,DC=example"));
    assert_eq!(totp.secret.expose(), (0x20..0x40).collect::<Vec<u8>>());
}

#[test]
fn plain_file_of_python_pskc() {
    let file = include_bytes!("interop/plain-ocra.pskcxml");
    let packages = Container::parse(file).unwrap().open(&TransportKey::None).unwrap();
    let key = &packages[0].key;
    assert_eq!(key.algorithm, KeyAlgorithm::Ocra("OCRA-1:HOTP-SHA256-8:QH64".to_owned()));
    let challenge = key.challenge.unwrap();
    assert_eq!((challenge.encoding, challenge.min, challenge.max), (Encoding::Hexadecimal, 64, 64));
    assert_eq!(key.policy.usage, [KeyUsage::ChallengeResponse]);
    assert_eq!(key.policy.pin.as_ref().unwrap().max_failed_attempts, Some(5));
    assert_eq!(packages[0].secret.expose(), (0..32).collect::<Vec<u8>>());
}

#[test]
fn the_example_file_opens_with_the_example_key() {
    let read = |name: &str| fs::read(format!("../../examples/data/{name}")).unwrap();
    let key = |name: &str| hex::decode(read(name).trim_ascii_end()).unwrap();
    let transport = TransportKey::PreShared(Secret::new(&key("transport.key")).unwrap());
    let packages = Container::parse(&read("tokens.pskcxml")).unwrap().open(&transport).unwrap();
    let [camera, ring] = packages.as_slice() else { panic!() };

    assert_eq!(camera.manufacturer(), Some("Example Token Works"));
    assert_eq!(camera.serial(), Some("1012345674"));
    assert_eq!(camera.key.id, "1012345674");
    assert_eq!(camera.key.algorithm, KeyAlgorithm::IssuerDeviceKey);
    let root = DeviceRootKey::new(key("device-root.key").try_into().unwrap());
    let delivered = IssuerDeviceKey::from_secret(&camera.secret).unwrap();
    assert_eq!(delivered.expose(), root.issuer_device_key(IssuerId::new(138)).expose());

    assert_eq!(ring.serial(), Some("20123456789"));
    assert_eq!(ring.key.algorithm, KeyAlgorithm::Totp);
    assert_eq!(ring.key.hash, HashAlgorithm::Sha1);
    assert_eq!(ring.key.digits, Some(Digits::SIX));
    assert_eq!(ring.key.time_step, Some(Seconds::minutes(1)));
    assert_eq!(ring.secret.expose().len(), 20);
}
