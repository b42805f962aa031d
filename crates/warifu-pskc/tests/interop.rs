//! Key files that another program wrote: see `interop/README.md` and `examples/data/README.md`.

use std::fs;

use warifu_core::keys::{DeviceRootKey, IssuerDeviceKey};
use warifu_core::{Counter, Digits, IssuerId, Seconds, Secret, UnixTime};
use warifu_pskc::{Container, Encoding, Hash, KeyAlgorithm, KeyUsage, TransportKey};

#[test]
fn encrypted_files_of_python_pskc() {
    let mut read = 0;
    for entry in fs::read_dir("tests/interop").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let length = match name.get(..6) {
            Some("aes128") => 16,
            Some("aes192") => 24,
            Some("aes256") => 32,
            _ => continue,
        };
        let key: Vec<u8> = (0x40_u8..).take(length).collect();
        let key = TransportKey::PreShared(Secret::new(&key).unwrap());
        let packages = Container::parse(&fs::read(&path).unwrap()).unwrap().open(&key).unwrap();
        let [hotp, totp, long] = packages.as_slice() else { panic!("{name}") };
        assert_eq!(hotp.key.algorithm, KeyAlgorithm::Hotp);
        assert_eq!(hotp.key.counter, Some(Counter::new(41)));
        assert_eq!(hotp.key.hash, Hash::Sha1);
        assert_eq!(hotp.secret.expose(), (0x10..0x20).collect::<Vec<u8>>());
        assert_eq!(totp.key.algorithm, KeyAlgorithm::Totp);
        assert_eq!(totp.key.hash, Hash::Sha256);
        assert_eq!(totp.key.digits, Some(Digits::new(7).unwrap()));
        assert_eq!(totp.key.time_step, Some(Seconds::new(30)));
        assert_eq!((totp.key.time, totp.key.time_drift), (Some(0), Some(-1)));
        assert_eq!(totp.key.policy.expires, Some(UnixTime::new(1_924_959_600)));
        assert_eq!(totp.device.starts, Some(UnixTime::new(1_767_225_600)));
        assert_eq!(totp.key.user_id.as_deref(), Some("UID=user1,DC=example"));
        assert_eq!(long.secret.expose().len(), 48);
        read += 1;
    }
    assert_eq!(read, 3);
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
    assert_eq!(ring.key.hash, Hash::Sha1);
    assert_eq!(ring.key.digits, Some(Digits::SIX));
    assert_eq!(ring.key.time_step, Some(Seconds::minutes(1)));
    assert_eq!(ring.secret.expose().len(), 20);
}
