//! What is written reads back as it was, under every protection; and what would not is refused.

#![cfg(test)]

mod generate;
mod peers;
mod refusals;

use base64ct::{Base64, Encoding as _};
use proptest::prelude::*;
use warifu_core::{Counter, Digits, Entropy, EntropyError, Seconds, Secret, UnixTime};
use warifu_pskc::{
    Container, Derivation, DeviceInfo, Dialect, Encryption, Export, ExportProtection, KeyAlgorithm,
    KeyDescription, KeyPackage, KeySize, MacAlgorithm, ResponseFormat, TransportKey,
};

use generate::packages;

/// `SplitMix64`: as random as a test needs.
pub(crate) struct Seeded(pub(crate) u64);

impl Entropy for Seeded {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        for byte in destination {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = mixed.to_be_bytes()[0];
        }
        Ok(())
    }
}

pub(crate) fn secret(bytes: &[u8]) -> Secret {
    Secret::new(bytes).unwrap()
}

pub(crate) fn simple() -> KeyPackage {
    let key = KeyDescription::new("key-1", KeyAlgorithm::Hotp)
        .with_response(ResponseFormat::decimal(Digits::SIX));
    KeyPackage::new(DeviceInfo::new("Maker", "20123456789"), key, secret(b"12345678901234567890"))
}

/// Every encryption under every size of key.
pub(crate) fn encryptions() -> Vec<(Encryption, KeySize)> {
    let mut all = Vec::new();
    for size in [KeySize::Bits128, KeySize::Bits192, KeySize::Bits256] {
        all.extend([(Encryption::AesKeyWrap, size), (Encryption::CamelliaKeyWrap, size)]);
        for mac in MacAlgorithm::WRITTEN {
            all.extend([(Encryption::AesCbc(mac), size), (Encryption::CamelliaCbc(mac), size)]);
        }
    }
    all
}

pub(crate) fn key_of(size: KeySize) -> Secret {
    let length = match size {
        KeySize::Bits128 => 16,
        KeySize::Bits192 => 24,
        KeySize::Bits256 => 32,
    };
    secret(&(0x60..).take(length).collect::<Vec<u8>>())
}

fn assert_same(written: &[KeyPackage], read: &[KeyPackage]) {
    assert_eq!(written.len(), read.len());
    for (written, read) in written.iter().zip(read) {
        assert_eq!(written.device, read.device);
        assert_eq!(written.key, read.key);
        assert_eq!(written.secret.expose(), read.secret.expose());
    }
}

/// Writes, reads and compares; and sees that neither another key nor none opens the file.
fn round_trip(
    protection: ExportProtection<'_>,
    opens: &TransportKey,
    packages: &[KeyPackage],
    seed: u64,
) {
    let export = Export::new(protection).with_id("file-1");
    let file = export.write(packages, &mut Seeded(seed)).unwrap();
    assert_eq!(file.len(), file.capacity(), "the text was measured and did not grow");
    let parse = || Container::parse(file.as_bytes()).unwrap();
    assert_eq!((parse().id(), parse().dialect()), (Some("file-1"), Dialect::Rfc6030));
    assert_same(packages, &parse().open(opens).unwrap());
    if !matches!(protection, ExportProtection::DangerPlain) {
        for package in packages {
            let plain = Base64::encode_string(package.secret.expose());
            assert!(!file.contains(&format!(">{plain}<")));
        }
        assert!(parse().open(&TransportKey::None).is_err());
        for length in [16, 24, 32] {
            let other = TransportKey::PreShared(secret(&vec![1; length]));
            assert!(parse().open(&other).is_err());
        }
        assert!(parse().open(&TransportKey::Password(secret(b"another"))).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn plain_files_read_back(packages in packages(), seed: u64) {
        round_trip(ExportProtection::DangerPlain, &TransportKey::None, &packages, seed);
    }

    #[test]
    fn files_under_a_key_read_back(
        packages in packages(),
        (encryption, size) in proptest::sample::select(encryptions()),
        seed: u64,
    ) {
        let key = key_of(size);
        let protection = ExportProtection::PreShared { key: &key, name: "a & b", encryption };
        let opens = TransportKey::PreShared(key_of(size));
        round_trip(protection, &opens, &packages, seed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn files_under_a_password_read_back(
        packages in packages(),
        (encryption, key_size) in proptest::sample::select(encryptions()),
        hash in proptest::sample::select(MacAlgorithm::WRITTEN.to_vec()),
        seed: u64,
    ) {
        let password = secret("合言葉 <1>".as_bytes());
        let derivation = Derivation { hash, iterations: 1000, key_size };
        let name = (seed % 2 == 0).then_some("the usual one");
        let protection =
            ExportProtection::Password { password: &password, name, derivation, encryption };
        let opens = TransportKey::Password(secret(password.expose()));
        round_trip(protection, &opens, &packages, seed);
    }
}

#[test]
fn every_encryption_reads_back() {
    for (encryption, size) in encryptions() {
        let key = key_of(size);
        let protection = ExportProtection::PreShared { key: &key, name: "n", encryption };
        let opens = TransportKey::PreShared(key_of(size));
        round_trip(protection, &opens, &[simple()], 1);
    }
}

/// A file says what it is encrypted with, and it is that: our own reader would take any other too.
#[test]
fn every_encryption_has_its_name() {
    for (encryption, size) in encryptions() {
        let key = key_of(size);
        let bits = 8 * key.expose().len();
        let name = match encryption {
            Encryption::AesCbc(_) => format!("2001/04/xmlenc#aes{bits}-cbc"),
            Encryption::AesKeyWrap => format!("2001/04/xmlenc#kw-aes{bits}"),
            Encryption::CamelliaCbc(_) => format!("2001/04/xmldsig-more#camellia{bits}-cbc"),
            Encryption::CamelliaKeyWrap => format!("2001/04/xmldsig-more#kw-camellia{bits}"),
        };
        let protection = ExportProtection::PreShared { key: &key, name: "n", encryption };
        let file = Export::new(protection).write(&[simple()], &mut Seeded(1)).unwrap();
        let method = format!("<xenc:EncryptionMethod Algorithm=\"http://www.w3.org/{name}\"/>");
        let methods = file.matches("EncryptionMethod ").count();
        assert_eq!(file.matches(&method).count(), methods, "{encryption:?}");
        match encryption {
            Encryption::AesCbc(mac) | Encryption::CamelliaCbc(mac) => {
                assert_eq!(methods, 2);
                let method = format!("<pskc:MACMethod Algorithm=\"{}\">", mac.uri());
                assert!(file.contains(&method), "{encryption:?}");
            }
            Encryption::AesKeyWrap | Encryption::CamelliaKeyWrap => assert_eq!(methods, 1),
        }
    }
}

#[test]
fn secrets_of_every_length_read_back() {
    let packages: Vec<_> = (1..=Secret::MAX_LENGTH)
        .map(|length| {
            let key = KeyDescription::new(&length.to_string(), KeyAlgorithm::Hotp);
            KeyPackage::new(DeviceInfo::default(), key, secret(&vec![0xa5; length]))
        })
        .collect();
    let key = key_of(KeySize::Bits256);
    for encryption in [Encryption::AesKeyWrap, Encryption::CamelliaCbc(MacAlgorithm::HmacSha1)] {
        let protection = ExportProtection::PreShared { key: &key, name: "n", encryption };
        let opens = TransportKey::PreShared(key_of(KeySize::Bits256));
        round_trip(protection, &opens, &packages, 2);
    }
    round_trip(ExportProtection::DangerPlain, &TransportKey::None, &packages, 3);
}

#[test]
fn the_largest_numbers_read_back() {
    let mut package = simple();
    package.key.counter = Some(Counter::new(u64::MAX >> 1));
    package.key.time = Some(u64::from(u32::MAX >> 1));
    package.key.time_step = Some(Seconds::new(u32::MAX >> 1));
    package.key.time_drift = Some(i32::MIN);
    package.key.policy.transactions = Some(u64::MAX);
    package.key.policy.expires = Some(UnixTime::new(253_402_300_799));
    round_trip(ExportProtection::DangerPlain, &TransportKey::None, &[package], 1);
}

/// One changed bit anywhere in what is encrypted, or in its MAC, and the file does not open.
#[test]
fn changed_files_do_not_open() {
    for encryption in [Encryption::AesCbc(MacAlgorithm::HmacSha256), Encryption::AesKeyWrap] {
        let key = key_of(KeySize::Bits128);
        let protection = ExportProtection::PreShared { key: &key, name: "n", encryption };
        let file = Export::new(protection).write(&[simple()], &mut Seeded(4)).unwrap();
        let opens = TransportKey::PreShared(key_of(KeySize::Bits128));
        let mut changed = 0;
        for tag in ["CipherValue>", "ValueMAC>"] {
            for (at, _) in file.match_indices(&format!(":{tag}")) {
                let start = at + 1 + tag.len();
                let text = &file[start..start + file[start..].find('<').unwrap()];
                let mut bytes = Base64::decode_vec(text).unwrap_or_default();
                for index in 0..bytes.len() {
                    bytes[index] ^= 0x20;
                    let other = Base64::encode_string(&bytes);
                    let file = file.replacen(text, &other, 1);
                    let opened = Container::parse(file.as_bytes()).unwrap().open(&opens);
                    assert!(opened.is_err(), "{encryption:?} {tag} {index}");
                    bytes[index] ^= 0x20;
                    changed += 1;
                }
            }
        }
        assert!(changed >= 32, "{changed}");
    }
}

/// What is in a file and in which order is for others to read: kept as it is on purpose.
#[test]
fn the_text_of_a_file() {
    let key = key_of(KeySize::Bits128);
    let encryption = Encryption::AesCbc(MacAlgorithm::HmacSha256);
    let protection = ExportProtection::PreShared { key: &key, name: "key <1>", encryption };
    let file = Export::new(protection).write(&[simple()], &mut Seeded(5)).unwrap();
    assert_eq!(*file, include_str!("aes128-cbc.pskcxml"));
}
