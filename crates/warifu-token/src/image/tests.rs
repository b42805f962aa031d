use proptest::prelude::*;
use std::format;
use std::vec::Vec;

use warifu_core::codec::Encode;
use warifu_core::keys::InstanceKey;
use warifu_core::{DecodeError, DecodeErrorKind, IssuerId, UnixTime, Version};
use warifu_qr::ReplayWindow;
use warifu_sign::KanaText;

use super::*;

fn instance(number: u8, key: u8) -> Instance {
    Instance {
        issuer: IssuerId::new(138),
        token_code: format!("FDT7306594-{number}").parse().unwrap(),
        bank: KanaText::parse("ﾜﾘﾌｷﾞﾝｺｳ").unwrap(),
        key_epoch: 1,
        version: Version::ONE,
        floor: UnixTime::new(1_800_000_000),
        key: InstanceKey::new([key; 32]),
        used: ReplayWindow::starting_at(7),
    }
}

/// Keeps an activation, and gives what was in its place.
fn put(image: &mut Image, instance: Instance) -> Result<Option<Instance>, Refusal> {
    let place = image.place_for(&instance)?;
    let mut change = ImageChange::Instance(place, Some(instance));
    image.exchange(&mut change)?;
    match change {
        ImageChange::Instance(_, before) => Ok(before),
        ImageChange::Activation(_) => panic!("another change"),
    }
}

fn image(count: u8) -> Image {
    let mut image = Image { activation: Counter::new(3), ..Image::new() };
    for number in 1..=count {
        put(&mut image, instance(number, number)).unwrap();
    }
    image
}

fn encoded(image: &Image) -> Vec<u8> {
    image.encoded::<MAX_IMAGE>().unwrap().as_slice().to_vec()
}

fn decoded(bytes: &[u8]) -> Result<Image, DecodeError> {
    let mut image = Image::new();
    image.fill(bytes).map(|()| image)
}

fn refused(bytes: &[u8]) -> DecodeError {
    decoded(bytes).unwrap_err()
}

#[test]
fn the_bytes_are_as_documented() {
    let expected = [
        "01",                         // version
        "0000000000000003",           // activation counter
        "01",                         // activations
        "0000008a",                   // issuer
        "0c464454373330363539342d31", // FDT7306594-1
        "08dcd8ccb7deddbab3",         // bank
        "0001",                       // key epoch
        "01",                         // version
        "6b49d200",                   // floor
        &"01".repeat(32),             // instance key
        "00000007",                   // highest sequence number
        "ffffffffffffffff",           // used ones
    ];
    assert_eq!(hex::encode(encoded(&image(1))), expected.concat());
}

#[test]
fn survives_the_codec_up_to_its_capacity() {
    for count in 0..=8 {
        let bytes = encoded(&image(count));
        let back = decoded(&bytes).unwrap();
        assert_eq!(back.count(), usize::from(count));
        assert_eq!(encoded(&back), bytes);
    }
    let mut largest = Image::new();
    for number in 91..99 {
        let bank = KanaText::parse(&"ｱ".repeat(30)).unwrap();
        put(&mut largest, Instance { bank, ..instance(number, number) }).unwrap();
    }
    assert_eq!(encoded(&largest).len(), MAX_IMAGE);
}

#[test]
fn every_truncation_and_extension_is_refused() {
    let mut bytes = encoded(&image(3));
    for length in 0..bytes.len() {
        assert!(decoded(&bytes[..length]).is_err(), "{length} bytes");
    }
    bytes.push(0);
    assert_eq!(refused(&bytes).kind(), DecodeErrorKind::TrailingBytes);
}

#[test]
fn impossible_images_are_refused() {
    let mut bytes = encoded(&image(1));
    let one = bytes[10..].to_vec();
    bytes[0] = 2;
    let unknown = DecodeError::new(DecodeErrorKind::UnknownVersion, 0);
    assert_eq!(refused(&bytes), unknown);
    bytes[0] = 1;
    bytes[9] = 2;
    bytes.extend_from_slice(&one);
    let repeated = DecodeError::new(DecodeErrorKind::FieldOrder, 10 + one.len());
    assert_eq!(refused(&bytes), repeated, "a token code twice");
    let mut bytes = encoded(&image(1));
    let version = 10 + 4 + 13 + 9 + 2;
    for unknown in [0, 16] {
        bytes[version] = unknown;
        let error = DecodeError::new(DecodeErrorKind::OutOfRange, version);
        assert_eq!(refused(&bytes), error, "version {unknown}");
    }
    let mut bytes = encoded(&image(8));
    bytes[9] = 9;
    let ninth = instance(9, 9).encoded::<{ Instance::MAX_ENCODED }>().unwrap();
    bytes.extend_from_slice(ninth.as_slice());
    assert_eq!(refused(&bytes), DecodeError::new(DecodeErrorKind::OutOfRange, 9));
}

#[test]
fn a_namesake_is_replaced_in_its_place() {
    let mut image = image(8);
    let before = put(&mut image, instance(3, 33)).unwrap().unwrap();
    assert_eq!(before.key.expose(), &[3; 32]);
    let codes: Vec<_> = image.instances().map(|held| held.token_code).collect();
    let expected: Vec<_> = (1..=8).map(|number| instance(number, 0).token_code).collect();
    assert_eq!(codes, expected);
    assert_eq!(image.at(2).unwrap().key.expose(), &[33; 32], "the old key is gone");
    assert_eq!(put(&mut image, instance(9, 9)).unwrap_err(), Refusal::Full);
}

#[test]
fn the_same_code_of_another_bank_is_no_namesake() {
    let mut image = image(1);
    let other = Instance { issuer: IssuerId::new(139), ..instance(1, 9) };
    assert!(put(&mut image, other).unwrap().is_none());
    assert_eq!(image.count(), 2);
}

#[test]
fn a_version_never_falls() {
    let of = |version| Instance { version: Version::new(version).unwrap(), ..instance(1, version) };
    let mut image = image(2);
    for (version, kept) in [(1, true), (3, true), (2, false), (3, true), (1, false), (15, true)] {
        let before = encoded(&image);
        match put(&mut image, of(version)) {
            Ok(_) => assert!(kept, "{version}"),
            Err(why) => {
                assert!(!kept, "{version}");
                assert_eq!((why, encoded(&image)), (Refusal::Unusable, before));
            }
        }
    }
    let back = decoded(&encoded(&image)).unwrap();
    let versions = [0, 1].map(|place| back.at(place).unwrap().version.value());
    assert_eq!(versions, [15, 1], "each instance has its own, and it is kept");
}

#[test]
fn an_exchange_done_twice_is_undone() {
    let mut image = image(3);
    let before = encoded(&image);
    for mut change in [
        ImageChange::Activation(Counter::new(9)),
        ImageChange::Instance(1, Some(instance(2, 22))),
        ImageChange::Instance(3, Some(instance(4, 4))),
    ] {
        image.exchange(&mut change).unwrap();
        assert_ne!(encoded(&image), before);
        image.exchange(&mut change).unwrap();
        assert_eq!(encoded(&image), before);
    }
    assert_eq!(image.exchange(&mut ImageChange::Instance(8, None)), Err(Refusal::Full));
}

#[test]
fn debug_shows_no_key() {
    assert!(!format!("{:?}", image(2)).contains("1, 1"));
}

proptest! {
    #[test]
    fn accepted_images_are_canonical(
        count in 0_u8..3, flips in proptest::collection::vec((0_usize..200, any::<u8>()), 0..4)
    ) {
        let mut bytes = encoded(&image(count));
        for (place, value) in flips {
            if let Some(byte) = bytes.get_mut(place) { *byte = value; }
        }
        if let Ok(image) = decoded(&bytes) {
            prop_assert_eq!(encoded(&image), bytes);
        }
    }
}
