//! The figures of RFC 6030, as they stand in it.

use warifu_core::{Counter, Digits, Secret, UnixTime};
use warifu_pskc::{
    Container, Encoding, ImportError, ImportErrorKind, KeyAlgorithm, KeyPackage, KeyUsage,
    TransportKey,
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
fn figure_10_has_four_packages() {
    let packages = plain(include_str!("figures/figure-10.xml")).unwrap();
    let serials: Vec<_> = packages.iter().filter_map(KeyPackage::serial).collect();
    assert_eq!(serials, ["654321", "123456", "9999999", "9999999"]);
    assert!(packages.iter().all(|package| package.secret.expose() == RFC_SECRET));
    assert_eq!(packages[0].key.policy.starts, Some(UnixTime::new(1_146_441_600)));
    assert_eq!(packages[0].key.policy.expires, Some(UnixTime::new(1_149_033_600)));
}

#[test]
fn the_other_figures_are_refused_for_what_they_are() {
    let refused = [
        (include_str!("figures/figure-04.xml"), ImportErrorKind::KeyReferenceUnsupported, 19),
        (include_str!("figures/figure-07.xml"), ImportErrorKind::PassphraseUnsupported, 9),
        (include_str!("figures/figure-08.xml"), ImportErrorKind::AsymmetricUnsupported, 9),
        (include_str!("figures/figure-09.xml"), ImportErrorKind::SignatureUnsupported, 30),
    ];
    for (figure, kind, line) in refused {
        let error = plain(figure).unwrap_err();
        assert_eq!((error.kind, error.line), (kind, line));
    }
}
