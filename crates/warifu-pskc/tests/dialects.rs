//! Files in the words of drafts and makers. Each says in its first lines which dialect it is in and what opens it; all
//! of them hold the secret of RFC 4226 and made-up serial numbers.

#![cfg(test)]

use std::fs;
use std::path::Path;

#[cfg(feature = "draft-dialects")]
use warifu_core::{Counter, Digits, UnixTime};
use warifu_core::{Seconds, Secret};
#[cfg(feature = "draft-dialects")]
use warifu_pskc::KeyUsage;
use warifu_pskc::{
    Container, Dialect, Encoding, HashAlgorithm, ImportError, ImportErrorKind, KeyAlgorithm,
    KeyPackage, TransportKey,
};

const SECRET: &[u8] = b"12345678901234567890";

fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The value of a `<!-- name: value -->`.
fn stated<'a>(file: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = file.split_once(&format!("<!-- {name}: "))?;
    rest.split_once(" -->").map(|(value, _)| value)
}

fn transport(file: &str) -> TransportKey {
    let secret = |bytes: &[u8]| Secret::new(bytes).unwrap();
    match (stated(file, "key"), stated(file, "password")) {
        (Some(key), None) => TransportKey::PreShared(secret(&hex::decode(key).unwrap())),
        (None, Some(password)) => TransportKey::Password(secret(password.as_bytes())),
        (None, None) => TransportKey::None,
        (Some(_), Some(_)) => panic!("two transport keys"),
    }
}

/// Whether the drafts are read.
const DRAFTS: bool = cfg!(feature = "draft-dialects");

fn is_draft(file: &str) -> bool {
    stated(file, "dialect").unwrap().starts_with("draft of")
}

fn open(file: &str) -> Result<Vec<KeyPackage>, ImportError> {
    Container::parse(file.as_bytes())?.open(&transport(file))
}

#[test]
fn every_file_opens_in_the_dialect_that_it_states() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            continue;
        }
        let name = entry.file_name().into_string().unwrap();
        let text = file(&name);
        seen += 1;
        if is_draft(&text) && !DRAFTS {
            assert_eq!(open(&text).unwrap_err().kind(), ImportErrorKind::DraftDialect, "{name}");
            continue;
        }
        let container = Container::parse(text.as_bytes()).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(Some(container.dialect().to_string().as_str()), stated(&text, "dialect"));
        let packages = open(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        for package in packages {
            assert_eq!(package.secret.expose(), SECRET, "{name}");
            assert!(package.serial().is_some(), "{name}");
        }
    }
    assert_eq!(seen, 13);
}

#[test]
fn every_dialect_has_its_text() {
    let texts = [
        (Dialect::Rfc6030, "RFC 6030"),
        (Dialect::AlgorithmNames, "RFC 6030 with a draft's algorithm names"),
        (Dialect::NoNamespace, "RFC 6030 without a namespace"),
        (Dialect::DraftNamespace, "RFC 6030 in a draft's namespace"),
        (Dialect::Draft2008, "draft of 2008"),
        (Dialect::Draft2007, "draft of 2007"),
        (Dialect::Draft2006, "draft of 2006"),
    ];
    for (dialect, text) in texts {
        assert_eq!(dialect.to_string(), text);
    }
}

#[cfg(feature = "draft-dialects")]
#[test]
fn the_draft_of_2006() {
    let packages = open(&file("draft-2006-plain.xml")).unwrap();
    let [package] = packages.as_slice() else { panic!() };
    assert_eq!(package.key.id, "60000001-1");
    assert_eq!(package.key.algorithm, KeyAlgorithm::Hotp);
    assert_eq!(package.key.friendly_name(), Some("An early token"));
    assert_eq!(package.key.digits, Some(Digits::SIX));
    assert_eq!(package.key.counter, Some(Counter::new(42)));
    assert_eq!(package.device.expires, Some(UnixTime::new(2_145_830_400)));
    let packages = open(&file("draft-2006-password.xml")).unwrap();
    assert_eq!(packages[0].key.counter, Some(Counter::new(7)));
    assert!(open(&file("draft-2006-plain.xml").replace("31/12/2037", "03/04/2037")).is_err());
}

/// The example of the draft itself is encrypted so.
#[test]
fn triple_des_has_two_keys_or_three_and_a_feature() {
    for name in ["legacy/draft-2006-3des112.xml", "legacy/draft-2006-3des168.xml"] {
        let opened = open(&file(name));
        if !DRAFTS {
            assert_eq!(opened.unwrap_err().kind(), ImportErrorKind::DraftDialect, "{name}");
        } else if cfg!(feature = "legacy-3des") {
            assert_eq!(opened.unwrap()[0].secret.expose(), SECRET, "{name}");
        } else {
            assert_eq!(opened.unwrap_err().kind(), ImportErrorKind::LegacyCipher, "{name}");
        }
    }
}

#[cfg(feature = "draft-dialects")]
#[test]
fn actividentity() {
    let text = file("actividentity.xml");
    let packages = open(&text).unwrap();
    assert_eq!(packages.len(), 2);
    assert_eq!(packages[0].serial(), Some("0990000001"));
    assert_eq!(packages[0].key.policy.usage, [KeyUsage::Otp]);
    assert_eq!(packages[0].key.digits, Some(Digits::EIGHT));
    assert_eq!(packages[0].key.counter, Some(Counter::new(0x31f0_4603)));

    let kind = |text: &str| open(text).unwrap_err().kind();
    let digest = "<ValueDigest>";
    let (before, after) = text.split_once(digest).unwrap();
    let other = if after.starts_with('A') { "B" } else { "A" };
    let changed = format!("{before}{digest}{other}{}", &after[1..]);
    assert_eq!(kind(&changed), ImportErrorKind::CannotOpen);
    let other_key = text.replace("101112131415161718191a1b1c1d1e1f", &"00".repeat(16));
    assert_eq!(kind(&other_key), ImportErrorKind::CannotOpen);
    let end = text.find("</ValueDigest>").unwrap() + "</ValueDigest>".len();
    let without = text[..text.find(digest).unwrap()].to_owned() + &text[end..];
    assert_eq!(kind(&without), ImportErrorKind::NoMac, "never taken for plain");
    assert_eq!(
        kind(&text.replacen("OTP=\"true\"", "Sign=\"true\"", 1)),
        ImportErrorKind::PolicyNotUnderstood
    );
    assert_eq!(
        kind(&text.replacen("OTP=\"true\"", "CR=\"true\"", 1)),
        ImportErrorKind::UsageNotPermitted
    );
    assert_eq!(
        kind(&text.replacen("Name=\"COUNTER\"", "Name=\"SECRET\"", 1)),
        ImportErrorKind::Repeated("Data")
    );
    assert_eq!(
        kind(&text.replacen("Name=\"COUNTER\"", "Name=\"COLOUR\"", 1)),
        ImportErrorKind::InvalidValue("Name")
    );
}

#[cfg(feature = "draft-dialects")]
#[test]
fn the_draft_of_2008() {
    let text = file("draft-2008-key.xml");
    let container = Container::parse(text.as_bytes()).unwrap();
    assert_eq!((container.id(), container.count()), (Some("container-1"), 2));
    let packages = container.open(&transport(&text)).unwrap();
    let serials: Vec<_> = packages.iter().filter_map(KeyPackage::serial).collect();
    assert_eq!(serials, ["80000001", "80000001"], "a device may have several keys");
    assert_eq!(packages[0].key.policy.starts, Some(UnixTime::new(1_767_225_600)));

    let packages = open(&file("draft-2008-profiles.xml")).unwrap();
    let [ocra, totp, other] = packages.as_slice() else { panic!() };
    assert_eq!(ocra.key.algorithm, KeyAlgorithm::Ocra("OCRA-1:HOTP-SHA512-8:C-QN08".to_owned()));
    assert_eq!(ocra.key.policy.usage, [KeyUsage::ChallengeResponse]);
    assert_eq!((ocra.key.challenge.unwrap().min, ocra.key.challenge.unwrap().max), (8, 8));
    assert_eq!(totp.key.algorithm, KeyAlgorithm::Totp);
    assert_eq!(totp.key.time_step, Some(Seconds::new(30)));
    assert_eq!(totp.key.time_drift, Some(-4));
    assert_eq!(totp.key.policy.starts, Some(UnixTime::new(1_776_124_800)));
    assert!(
        matches!(&other.key.algorithm, KeyAlgorithm::Other(uri) if uri.ends_with("AES128-Counter"))
    );
}

#[test]
fn makers() {
    let packages = open(&file("nagraid.xml")).unwrap();
    let suite = "OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1".to_owned();
    assert_eq!(packages[0].key.algorithm, KeyAlgorithm::Ocra(suite));
    let packages = open(&file("feitian.xml")).unwrap();
    assert_eq!(packages[0].key.time_step, Some(Seconds::new(60)));
    let packages = open(&file("multiotp.xml")).unwrap();
    assert_eq!(packages[0].key.hash, HashAlgorithm::Sha256);
    let packages = open(&file("yubico.xml")).unwrap();
    let key = &packages[0].key;
    let response = key.response.unwrap();
    assert_eq!((response.encoding, response.length), (Encoding::Alphanumeric, 44));
    assert_eq!(key.digits, None, "not decimal");
    assert_eq!(key.algorithm.uri(), "http://www.yubico.com/#yubikey-aes");
    assert_eq!(packages[0].device.crypto_module.as_deref(), Some("1"));
}

#[test]
fn dialects_do_not_mix() {
    let kind = |text: &str| Container::parse(text.as_bytes()).unwrap_err().kind();
    let rfc = file("feitian.xml");
    assert_eq!(kind(&rfc.replace("<Key Id", "<Key KeyId")), ImportErrorKind::Missing("Id"));
    assert_eq!(kind(&rfc.replace("Encoding=", "Format=")), ImportErrorKind::Missing("Encoding"));
    assert_eq!(
        kind(&rfc.replace("</KeyContainer>", "<Device/></KeyContainer>")),
        ImportErrorKind::UnexpectedElement
    );
}

#[cfg(feature = "draft-dialects")]
#[test]
fn drafts_do_not_mix_with_the_rfc() {
    let kind = |text: &str| Container::parse(text.as_bytes()).unwrap_err().kind();
    let draft = file("draft-2008-profiles.xml");
    assert_eq!(kind(&draft.replace("Device>", "KeyPackage>")), ImportErrorKind::Repeated("Key"));
    assert_eq!(kind(&draft.replace("pskc:1.0", "pskc:2.0")), ImportErrorKind::NotAKeyContainer);
    assert_eq!(
        kind(&draft.replace("Version=\"1.0\"", "Version=\"2.0\"")),
        ImportErrorKind::UnknownVersion
    );
    let keys = draft.find("<Key ").unwrap()..draft.rfind("</Key>").unwrap() + "</Key>".len();
    let many = draft.replace(&draft[keys.clone()], &draft[keys].repeat(22));
    assert_eq!(kind(&many), ImportErrorKind::TooComplex);
}
