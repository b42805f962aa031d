//! What is refused, and with which words.

use warifu_core::{Counter, Digits, Entropy, EntropyError, Seconds, UnixTime};
use warifu_pskc::ExportErrorKind::{self, *};
use warifu_pskc::{
    ChallengeFormat, CheckDigit, Derivation, DeviceInfo, Encoding, Encryption, Export, ExportError,
    ExportProtection, FriendlyName, HashAlgorithm, KeyAlgorithm, KeyDescription, KeyPackage,
    KeySize, KeyUsage, MacAlgorithm, PinMode, PinPolicy, ResponseFormat,
};

use super::{Seeded, key_of, secret, simple};

fn refused(change: impl FnOnce(&mut KeyPackage)) -> ExportErrorKind {
    let mut package = simple();
    change(&mut package);
    let mut first = simple();
    first.key.id = "another".to_owned();
    let error = Export::new(ExportProtection::DangerPlain)
        .write(&[first, package], &mut Seeded(1))
        .unwrap_err();
    assert_eq!(error.package(), Some(2));
    error.kind()
}

#[test]
fn texts() {
    assert_eq!(refused(|p| p.key.id.clear()), EmptyText("Id"));
    assert_eq!(refused(|p| p.device.manufacturer = Some(String::new())), EmptyText("Manufacturer"));
    assert_eq!(refused(|p| p.device.serial = Some("1 ".into())), SpaceAround("SerialNo"));
    assert_eq!(refused(|p| p.device.model = Some("\u{7}".into())), UnwritableText("Model"));
    assert_eq!(refused(|p| p.device.issue_number = Some("\0".into())), UnwritableText("IssueNo"));
    assert_eq!(refused(|p| p.device.binding = Some(String::new())), EmptyText("DeviceBinding"));
    assert_eq!(refused(|p| p.device.user_id = Some(" ".into())), SpaceAround("UserId"));
    assert_eq!(refused(|p| p.device.crypto_module = Some(String::new())), EmptyText("Id"));
    assert_eq!(refused(|p| p.key.issuer = Some("x".repeat(1025))), LongText("Issuer"));
    assert_eq!(refused(|p| p.key.profile = Some(String::new())), EmptyText("KeyProfileId"));
    assert_eq!(refused(|p| p.key.user_id = Some("\u{fffe}".into())), UnwritableText("UserId"));
    assert_eq!(
        refused(|p| p.key.algorithm = KeyAlgorithm::Ocra(String::new())),
        EmptyText("Suite")
    );
    let pin = |id: &str| {
        let mut pin = PinPolicy::new(PinMode::Local);
        pin.key_id = Some(id.to_owned());
        Some(pin)
    };
    assert_eq!(refused(|p| p.key.policy.pin = pin("")), EmptyText("PINKeyId"));
    let no_length = refused(|p| {
        let mut pin = PinPolicy::new(PinMode::Local);
        (pin.min_length, pin.max_length) = (Some(5), Some(4));
        p.key.policy.pin = Some(pin);
    });
    assert_eq!(no_length, InvalidValue("MaxLength"));
    let names = |names: &[(&str, &str)]| {
        names.iter().map(|(language, text)| FriendlyName::new(language, text)).collect()
    };
    assert_eq!(refused(|p| p.key.friendly_names = names(&[("en", "")])), EmptyText("FriendlyName"));
    assert_eq!(refused(|p| p.key.friendly_names = names(&[("", "a")])), EmptyText("xml:lang"));
    assert_eq!(
        refused(|p| p.key.friendly_names = names(&[("en", "a"), ("en", "b")])),
        RepeatedLanguage
    );
    assert_eq!(
        refused(|p| p.key.friendly_names = names(&[("en-GB", "a"), ("EN-gb", "b")])),
        RepeatedLanguage
    );
    assert_eq!(refused(|p| p.key.friendly_names = names(&[("a", "b"); 65])), TooManyNames);
}

#[test]
fn values() {
    let max = UnixTime::new(253_402_300_799);
    let after = UnixTime::new(253_402_300_800);
    assert_eq!(refused(|p| p.device.starts = Some(after)), InvalidValue("StartDate"));
    assert_eq!(refused(|p| p.key.policy.expires = Some(after)), InvalidValue("ExpiryDate"));
    let backwards = refused(|p| {
        (p.key.policy.starts, p.key.policy.expires) = (Some(max), Some(UnixTime::new(0)));
    });
    assert_eq!(backwards, ExpiresBeforeStart);
    let backwards = refused(|p| {
        (p.device.starts, p.device.expires) = (Some(max), Some(UnixTime::new(0)));
    });
    assert_eq!(backwards, ExpiresBeforeStart);
    for step in [0, 1 << 31, u32::MAX] {
        let refused = refused(|p| p.key.time_step = Some(Seconds::new(step)));
        assert_eq!(refused, InvalidValue("TimeInterval"), "{step}");
    }
    for time in [1 << 31, u64::MAX] {
        assert_eq!(refused(|p| p.key.time = Some(time)), InvalidValue("Time"), "{time}");
    }
    for counter in [1 << 63, u64::MAX] {
        let refused = refused(|p| p.key.counter = Some(Counter::new(counter)));
        assert_eq!(refused, InvalidValue("Counter"), "{counter}");
    }
    let challenge = ChallengeFormat::new(Encoding::Decimal, 8, 7);
    assert_eq!(refused(|p| p.key.challenge = Some(challenge)), InvalidValue("Max"));
    let mut challenge = ChallengeFormat::new(Encoding::Hexadecimal, 8, 8);
    challenge.check_digit = CheckDigit::Luhn;
    assert_eq!(refused(|p| p.key.challenge = Some(challenge)), InvalidValue("CheckDigits"));
    let mut response = ResponseFormat::new(Encoding::Base64, 8);
    response.check_digit = CheckDigit::Luhn;
    let hex = refused(|p| (p.key.response, p.key.digits) = (Some(response), None));
    assert_eq!(hex, InvalidValue("CheckDigits"));
    let long = ResponseFormat::new(Encoding::Decimal, 30);
    let long = refused(|p| (p.key.response, p.key.digits) = (Some(long), None));
    assert_eq!(long, InvalidValue("Length"));
    assert_eq!(refused(|p| p.key.digits = Some(Digits::new(8).unwrap())), DigitsOfResponse);
    assert_eq!(refused(|p| p.key.digits = None), DigitsOfResponse);
    assert_eq!(refused(|p| p.key.response = None), DigitsOfResponse);
}

#[test]
fn keys() {
    assert_eq!(refused(|p| p.key.id = "another".to_owned()), RepeatedKeyId);
    let short = |p: &mut KeyPackage| p.key.algorithm = KeyAlgorithm::IssuerDeviceKey;
    assert_eq!(refused(short), IssuerDeviceKeyLength);
    let sign = |p: &mut KeyPackage| p.key.policy.usage = vec![KeyUsage::Encrypt];
    assert_eq!(refused(sign), UsageNotPermitted);
    let ocra = refused(|p| {
        p.key.algorithm = KeyAlgorithm::Ocra("OCRA-1:HOTP-SHA256-8:QH64".to_owned());
        p.key.hash = HashAlgorithm::Sha256;
    });
    assert_eq!(ocra, HashOfOcra);
    for uri in [
        "hotp",
        "TOTP",
        "a b",
        "urn:ietf:params:xml:ns:keyprov:pskc:hotp",
        "urn:ietf:params:xml:ns:keyprov:pskc#totp",
        "urn:ietf:params:xml:ns:keyprov:pskc:1.0#pin",
        "http://www.ietf.org/keyprov/pskc#hotp",
        "http://www.openauthentication.org/OATH/2006/10/PSKC#hotp",
        "OCRA-1:HOTP-SHA1-6:QN08",
        "urn:x-warifu:1:issuer-device-key",
    ] {
        let other = |p: &mut KeyPackage| p.key.algorithm = KeyAlgorithm::Other(uri.to_owned());
        assert_eq!(refused(other), AlgorithmName, "{uri}");
    }
}

fn write(protection: ExportProtection<'_>, entropy: &mut impl Entropy) -> Result<(), ExportError> {
    Export::new(protection).write(&[simple()], entropy).map(|_| ())
}

#[test]
fn protections() {
    let encryption = Encryption::AesCbc(MacAlgorithm::HmacSha256);
    for length in [1, 15, 17, 31, 33, 128] {
        let key = secret(&vec![1; length]);
        let protection = ExportProtection::PreShared { key: &key, name: "n", encryption };
        let error = write(protection, &mut Seeded(1)).unwrap_err();
        assert_eq!((error.kind(), error.package()), (TransportKeyLength, None));
    }
    let key = key_of(KeySize::Bits128);
    let protection = ExportProtection::PreShared { key: &key, name: "", encryption };
    assert_eq!(write(protection, &mut Seeded(1)).unwrap_err().kind(), EmptyText("KeyName"));
    for iterations in [0, 1, 999, 10_000_001, u32::MAX] {
        let derivation = Derivation { iterations, ..Derivation::default() };
        let protection =
            ExportProtection::Password { password: &key, name: None, derivation, encryption };
        assert_eq!(write(protection, &mut Seeded(1)).unwrap_err().kind(), Iterations);
    }
    let named = Export::new(ExportProtection::DangerPlain).with_id("");
    assert_eq!(named.write(&[simple()], &mut Seeded(1)).unwrap_err().kind(), EmptyText("Id"));
    let empty = Export::new(ExportProtection::DangerPlain).write(&[], &mut Seeded(1));
    assert_eq!(empty.unwrap_err().kind(), NoPackages);
}

/// Fails, or gives the same bytes again and again.
struct Broken(Result<(), EntropyError>);

impl Entropy for Broken {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        destination.fill(7);
        self.0
    }
}

#[test]
fn bad_randomness() {
    let key = key_of(KeySize::Bits128);
    for encryption in [
        Encryption::AesCbc(MacAlgorithm::HmacSha256),
        Encryption::CamelliaCbc(MacAlgorithm::HmacSha1),
    ] {
        let protection = ExportProtection::PreShared { key: &key, name: "n", encryption };
        let error = write(protection, &mut Broken(Err(EntropyError))).unwrap_err();
        assert_eq!(error.kind(), Entropy);
        let error = write(protection, &mut Broken(Ok(()))).unwrap_err();
        assert_eq!(error.kind(), RepeatedRandomness);
    }
    // What needs none does not ask for any.
    assert!(write(ExportProtection::DangerPlain, &mut Broken(Ok(()))).is_ok());
}

#[test]
fn hmac_md5() {
    let (key, hash) = (key_of(KeySize::Bits128), MacAlgorithm::HmacMd5);
    let encryption = Encryption::AesCbc(hash);
    let protection = ExportProtection::PreShared { key: &key, name: "n", encryption };
    assert_eq!(write(protection, &mut Seeded(1)).unwrap_err().kind(), WeakMac);
    let derivation = Derivation { hash, iterations: 1000, ..Derivation::default() };
    let encryption = Encryption::AesKeyWrap;
    let protection =
        ExportProtection::Password { password: &key, name: None, derivation, encryption };
    assert_eq!(write(protection, &mut Seeded(1)).unwrap_err().kind(), WeakMac);
}

/// Gives random bytes and notes how many at a time.
struct Noted(Seeded, Vec<usize>);

impl Entropy for Noted {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        self.1.push(destination.len());
        self.0.fill(destination)
    }
}

#[test]
fn salt_mac_key_and_vectors_are_drawn() {
    let drawn = |protection| {
        let mut entropy = Noted(Seeded(1), Vec::new());
        write(protection, &mut entropy).unwrap();
        entropy.1.retain(|&length| length > 0);
        entropy.1
    };
    let key = key_of(KeySize::Bits192);
    let password = |encryption| {
        let derivation = Derivation { iterations: 1000, ..Derivation::default() };
        ExportProtection::Password { password: &key, name: None, derivation, encryption }
    };
    let pre_shared = |encryption| ExportProtection::PreShared { key: &key, name: "n", encryption };
    let cbc = Encryption::AesCbc(MacAlgorithm::HmacSha512);
    assert_eq!(drawn(password(cbc)), [16, 64, 16, 16], "salt, MAC key, its vector, the vector");
    assert_eq!(drawn(password(Encryption::CamelliaKeyWrap)), [16]);
    assert_eq!(drawn(pre_shared(cbc)), [64, 16, 16]);
    assert_eq!(drawn(pre_shared(Encryption::AesKeyWrap)), []);
    assert_eq!(drawn(ExportProtection::DangerPlain), []);
}

fn write_all(packages: &[KeyPackage]) -> Result<(), ExportError> {
    Export::new(ExportProtection::DangerPlain).write(packages, &mut Seeded(1)).map(drop)
}

/// The largest package that can be written: every text as long as can be, and each character of it escaped.
#[test]
fn the_largest_package_is_read() {
    let text = "&".repeat(1024);
    let mut key = KeyDescription::new(&text, KeyAlgorithm::Other(format!("urn:{}", &text[4..])));
    key.friendly_names = (0..64)
        .map(|number| FriendlyName::new(&format!("{number:02}{}", &text[2..]), &text))
        .collect();
    let mut device = DeviceInfo::new(&text, &text);
    for place in [
        &mut device.model,
        &mut device.issue_number,
        &mut device.binding,
        &mut device.user_id,
        &mut device.crypto_module,
        &mut key.profile,
        &mut key.issuer,
        &mut key.user_id,
    ] {
        *place = Some(text.clone());
    }
    let package = KeyPackage::new(device, key, secret(&[1; 16]));
    let export = Export::new(ExportProtection::DangerPlain);
    let largest = export.write(&[package], &mut Seeded(1)).unwrap();
    assert!(largest.len() > 700_000, "{}", largest.len());
    assert_eq!(warifu_pskc::Container::parse(largest.as_bytes()).unwrap().count(), 1);
}

#[test]
fn every_kind_has_its_text() {
    for (kind, text) in TEXTS {
        assert_eq!(kind.to_string(), text);
        assert!(!text.ends_with('.'), "{text}");
    }
    let mut texts: Vec<_> = TEXTS.iter().map(|(_, text)| text).collect();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), TEXTS.len());
    let source = include_str!("../../src/write/error.rs");
    // The other is that of the error around the kind.
    assert_eq!(source.matches("#[error(").count(), TEXTS.len() + 1);
    let error = ExportError::from(Entropy);
    assert_eq!(error.to_string(), "the source of randomness failed");
    let error = write_all(&[simple(), simple()]).unwrap_err();
    assert_eq!(error.to_string(), "the key identifier was used before (key package 2)");
}

const TEXTS: [(ExportErrorKind, &str); 22] = [
    (NoPackages, "there is no key package to write"),
    (EmptyText("Model"), "Model is empty"),
    (LongText("Model"), "Model is longer than 1024 bytes"),
    (SpaceAround("Model"), "Model begins or ends with white space"),
    (UnwritableText("Model"), "Model holds a character that XML does not have"),
    (InvalidValue("Max"), "Max does not have a value that can be written"),
    (RepeatedKeyId, "the key identifier was used before"),
    (RepeatedLanguage, "two friendly names have one language"),
    (TooManyNames, "the key has more than 64 friendly names"),
    (AlgorithmName, "the algorithm would be read as another one"),
    (HashOfOcra, "the hash of OCRA belongs into its suite"),
    (DigitsOfResponse, "the number of digits is not what the response format says"),
    (IssuerDeviceKeyLength, "an issuer device key has 32 bytes"),
    (ExpiresBeforeStart, "the expiry date lies before the start date"),
    (UsageNotPermitted, "the policy of the key does not permit its use for this algorithm"),
    (TransportKeyLength, "the transport key does not have 16, 24 or 32 bytes"),
    (Iterations, "the number of iterations does not lie between 1000 and 10000000"),
    (Entropy, "the source of randomness failed"),
    (WeakMac, "HMAC-MD5 is not written"),
    (RepeatedRandomness, "the source of randomness repeated itself"),
    (TooLarge, "the key file would be larger than 1 GiB or have more than a million keys"),
    (Cipher, "the cipher does not take this key or value"),
];

#[test]
fn debug_shows_no_secret() {
    let key = secret(b"ABCDEFGHIJKLMNOP");
    let encryption = Encryption::AesKeyWrap;
    let protection = ExportProtection::PreShared { key: &key, name: "n", encryption };
    let shown = format!("{:?} {:?}", Export::new(protection), simple());
    assert!(shown.contains("Secret(16 bytes, redacted)"), "{shown}");
    assert!(shown.contains("Secret(20 bytes, redacted)"), "{shown}");
    assert!(!shown.contains("ABCDEF") && !shown.contains("65, 66") && !shown.contains("49, 50"));
}
