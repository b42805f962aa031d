//! The figures of RFC 6030, as they are in it.

#![cfg(test)]

use warifu_core::{Counter, Digits, Secret, UnixTime};
use warifu_pskc::{
    Authenticity, Container, Dialect, Encoding, ImportError, ImportErrorKind, KeyAlgorithm,
    KeyPackage, KeyUsage, PinMode, Report, TransportKey,
};

const RFC_SECRET: &[u8] = b"12345678901234567890";

fn plain(figure: &str) -> Result<Vec<KeyPackage>, ImportError> {
    Container::parse(figure.as_bytes())?.open(&TransportKey::None)
}

#[test]
fn figure_2_is_the_least_there_can_be() {
    let packages = plain(include_str!("figures/figure-02.xml")).unwrap();
    let [package] = packages.as_slice() else { panic!() };
    assert_eq!(package.key.id, "12345678");
    assert_eq!(package.key.algorithm, KeyAlgorithm::Hotp);
    assert_eq!(package.key.issuer.as_deref(), Some("Issuer-A"));
    assert_eq!((package.serial(), package.manufacturer()), (None, None));
    assert_eq!((package.key.digits, package.key.counter), (None, None));
    assert_eq!(package.secret.expose(), b"1234");
}

#[test]
fn figure_3_has_supplementary_data() {
    let container = Container::parse(include_bytes!("figures/figure-03.xml")).unwrap();
    assert_eq!(container.id(), Some("exampleID1"));
    assert_eq!(container.count(), 1);
    let packages = container.open(&TransportKey::None).unwrap();
    let package = &packages[0];
    assert_eq!(package.manufacturer(), Some("Manufacturer"));
    assert_eq!(package.serial(), Some("987654321"));
    assert_eq!(package.device.user_id.as_deref(), Some("DC=example-bank,DC=net"));
    assert_eq!(package.device.crypto_module.as_deref(), Some("CM_ID_001"));
    assert_eq!(package.key.user_id.as_deref(), Some("UID=jsmith,DC=example-bank,DC=net"));
    assert_eq!(package.key.digits, Some(Digits::EIGHT));
    assert_eq!(package.key.counter, Some(Counter::new(0)));
    assert_eq!(package.secret.expose(), RFC_SECRET);
}

#[test]
fn figure_5_has_a_pin_that_the_device_checks() {
    let packages = plain(include_str!("figures/figure-05.xml")).unwrap();
    let [token, pin] = packages.as_slice() else { panic!() };
    assert_eq!(token.key.policy.usage, [KeyUsage::Otp]);
    let policy = token.key.policy.pin.as_ref().unwrap();
    assert_eq!(policy.key_id.as_deref(), Some(pin.key.id.as_str()));
    assert_eq!(policy.mode, PinMode::Local);
    assert_eq!((policy.min_length, policy.max_length), (Some(4), Some(4)));
    assert_eq!(policy.encoding, Some(Encoding::Decimal));
    assert_eq!(pin.key.algorithm, KeyAlgorithm::Pin);
    assert_eq!(pin.key.digits, Some(Digits::new(4).unwrap()));
    assert_eq!(pin.secret.expose(), b"1234");
}

#[test]
fn figure_6_is_encrypted() {
    let container = Container::parse(include_bytes!("figures/figure-06.xml")).unwrap();
    assert_eq!(container.key_names().collect::<Vec<_>>(), ["Pre-shared-key"]);
    let key = hex::decode("12345678901234567890123456789012").unwrap();
    let packages = container.open(&TransportKey::PreShared(Secret::new(&key).unwrap())).unwrap();
    assert_eq!(packages[0].serial(), Some("987654321"));
    assert_eq!(packages[0].secret.expose(), RFC_SECRET);
}

#[test]
fn figure_7_is_encrypted_under_a_password() {
    let container = Container::parse(include_bytes!("figures/figure-07.xml")).unwrap();
    assert!(container.needs_password());
    assert_eq!(container.key_names().collect::<Vec<_>>(), ["My Password 1"]);
    let password = TransportKey::Password(Secret::new(b"qwerty").unwrap());
    let packages = container.open(&password).unwrap();
    assert_eq!(packages[0].serial(), Some("987654321"));
    assert_eq!(packages[0].secret.expose(), RFC_SECRET);

    let derived = hex::decode("651e63cd57008476af1ff6422cd02e41").unwrap();
    let derived = TransportKey::PreShared(Secret::new(&derived).unwrap());
    let container = Container::parse(include_bytes!("figures/figure-07.xml")).unwrap();
    assert_eq!(container.open(&derived).unwrap()[0].secret.expose(), RFC_SECRET);

    let wrong = TransportKey::Password(Secret::new(b"qwertz").unwrap());
    let container = Container::parse(include_bytes!("figures/figure-07.xml")).unwrap();
    assert_eq!(container.open(&wrong).unwrap_err().kind(), ImportErrorKind::CannotOpen);
}

#[test]
fn figure_9_is_signed_and_opens_over_a_trusted_transport_alone() {
    let figure = include_bytes!("figures/figure-09.xml");
    let container = Container::parse(figure).unwrap();
    assert!(container.is_signed());
    let error = container.open(&TransportKey::None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the key file is signed, and its signature is not verified (line 30)"
    );
    let trusted =
        Report::parse(figure, &TransportKey::None, Authenticity::TransportIsTrusted).unwrap();
    assert!(trusted.is_complete());
    let packages = trusted.into_packages().unwrap();
    assert_eq!(packages[0].serial(), Some("0755225266"));
    assert_eq!(packages[0].secret.expose(), RFC_SECRET);
}

#[test]
fn figure_10_has_four_packages() {
    let packages = plain(include_str!("figures/figure-10.xml")).unwrap();
    let serials: Vec<_> = packages.iter().filter_map(KeyPackage::serial).collect();
    assert_eq!(serials, ["654321", "123456", "9999999", "9999999"]);
    assert!(packages.iter().all(|package| package.secret.expose() == RFC_SECRET));
    assert_eq!(packages[0].key.policy.starts, Some(UnixTime::new(1_146_441_600)));
    assert_eq!(packages[0].key.policy.expires, Some(UnixTime::new(1_149_033_600)));
}

#[test]
fn figures_4_and_8_hold_no_key_that_could_be_opened() {
    let report = |figure: &str| {
        let key = TransportKey::PreShared(Secret::new(&[1; 16]).unwrap());
        Report::parse(figure.as_bytes(), &key, Authenticity::TransportIsTrusted).unwrap()
    };
    let four = report(include_str!("figures/figure-04.xml"));
    let [entry] = four.keys() else { panic!() };
    let refusal = entry.refusal.as_ref().unwrap();
    assert_eq!((refusal.kind(), refusal.line()), (ImportErrorKind::KeyReferenceUnsupported, 19));
    assert_eq!(entry.key_reference.as_deref(), Some("MasterKeyLabel"));
    assert_eq!(entry.key_profile.as_deref(), Some("keyProfile1"));
    assert_eq!(entry.serial.as_deref(), Some("987654321"));

    let eight = report(include_str!("figures/figure-08.xml"));
    let [entry] = eight.keys() else { panic!() };
    let refusal = entry.refusal.as_ref().unwrap();
    assert_eq!((refusal.kind(), refusal.line()), (ImportErrorKind::AsymmetricUnsupported, 9));
    assert_eq!(refusal.package(), None, "the whole file is refused");
    assert_eq!(entry.key_id.as_deref(), Some("MBK000000001"));
    assert_eq!(entry.algorithm, Some(KeyAlgorithm::Hotp));
    assert!(Container::parse(include_bytes!("figures/figure-08.xml")).is_err());
}

#[test]
fn every_figure_is_in_rfc_6030() {
    for figure in [
        include_str!("figures/figure-02.xml"),
        include_str!("figures/figure-03.xml"),
        include_str!("figures/figure-04.xml"),
        include_str!("figures/figure-05.xml"),
        include_str!("figures/figure-06.xml"),
        include_str!("figures/figure-07.xml"),
        include_str!("figures/figure-08.xml"),
        include_str!("figures/figure-09.xml"),
        include_str!("figures/figure-10.xml"),
    ] {
        let report =
            Report::parse(figure.as_bytes(), &TransportKey::None, Authenticity::default()).unwrap();
        assert_eq!(report.dialect(), Dialect::Rfc6030);
    }
}
