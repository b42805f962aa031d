//! `otpauth-migration` exports, spelt byte by byte.
#![cfg(test)]
#![cfg(feature = "uri")]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use proptest::prelude::*;
use warifu_core::{Counter, Digits, Seconds};
use warifu_otp::HashAlgorithm;
use warifu_otp::uri::{Migration, MovingFactor, UriErrorKind};

const SECRET: &[u8] = b"12345678901234567890";

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(u8::try_from(value & 0x7f).unwrap() | 0x80);
        value >>= 7;
    }
    bytes.push(u8::try_from(value).unwrap());
    bytes
}

fn number(field: u8, value: u64) -> Vec<u8> {
    [vec![field << 3], varint(value)].concat()
}

fn bytes(field: u8, value: &[u8]) -> Vec<u8> {
    [vec![(field << 3) | 2], varint(value.len().try_into().unwrap()), value.to_vec()].concat()
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0; 4];
        group[1..=chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes(group);
        for place in 0..4 {
            let index = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap();
            text.push(if place <= chunk.len() { char::from(ALPHABET[index]) } else { '=' });
        }
    }
    text
}

/// As Google Authenticator escapes it.
fn export(message: &[u8]) -> String {
    let data = base64(message).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    format!("otpauth-migration://offline?data={data}")
}

fn key(fields: &[Vec<u8>]) -> Vec<u8> {
    bytes(1, &fields.concat())
}

fn refused(message: &[u8]) -> (UriErrorKind, Option<usize>) {
    let error = Migration::parse(&export(message)).unwrap_err();
    (error.kind(), error.key())
}

/// One key with these fields behind a secret, a name and a type.
fn with(fields: Vec<u8>) -> Vec<u8> {
    key(&[bytes(1, SECRET), bytes(2, b"alice"), number(6, 2), fields])
}

#[test]
fn a_batch_of_two() {
    let message = [
        key(&[
            bytes(1, SECRET),
            bytes(2, "あお銀行:太郎".as_bytes()),
            bytes(3, "あお銀行".as_bytes()),
            number(4, 1),
            number(5, 1),
            number(6, 2),
        ]),
        key(&[
            bytes(1, &[0xab; 32]),
            bytes(2, b"token 7"),
            number(4, 3),
            number(5, 2),
            number(6, 1),
            number(7, 300),
            bytes(9, b"a field of a later version"),
        ]),
        number(2, 1),
        number(3, 2),
        number(4, 1),
        number(5, u64::MAX),
    ]
    .concat();
    let read = Migration::parse(&export(&message)).unwrap();
    assert_eq!((read.version, read.batch_size, read.batch_index), (1, 2, 1));
    assert_eq!(read.batch_id, u64::MAX);
    assert_eq!(read.keys.capacity(), 2, "no secret is left behind by growth");
    let [first, second] = read.keys.as_slice() else { panic!("{read:?}") };
    assert_eq!((first.issuer(), first.account()), (Some("あお銀行"), "太郎"));
    assert_eq!(first.secret().expose(), SECRET);
    assert_eq!(first.moving_factor(), MovingFactor::Time(Seconds::new(30)));
    assert_eq!((first.algorithm(), first.digits()), (HashAlgorithm::Sha1, Digits::SIX));
    assert_eq!((second.issuer(), second.account()), (None, "token 7"));
    assert_eq!(second.moving_factor(), MovingFactor::Counter(Counter::new(300)));
    assert_eq!((second.algorithm(), second.digits()), (HashAlgorithm::Sha512, Digits::EIGHT));
    let shown = format!("{read:?}");
    assert!(!shown.contains("49, 50") && !shown.contains("171, 171"), "{shown}");
}

/// The payload of a real export's form, with the padding unescaped and left out.
#[test]
fn padding_may_be_escaped_or_missing() {
    let message = with(number(4, 2));
    let text = export(&message);
    for text in
        [text.replace("%3D", "="), text.replace("%3D", ""), text.replace("offline", "OFFLINE")]
    {
        let read = Migration::parse(&text).unwrap();
        assert_eq!(read.keys[0].algorithm(), HashAlgorithm::Sha256);
    }
}

#[test]
fn names() {
    let cases: [(&str, &str, Option<&str>, &str); 6] = [
        ("alice", "", None, "alice"),
        ("Bank:alice", "", Some("Bank"), "alice"),
        ("Bank: alice", "Bank", Some("Bank"), "alice"),
        ("alice", "Bank", Some("Bank"), "alice"),
        ("Other:alice", "Bank", Some("Bank"), "Other:alice"),
        (" alice ", " Bank ", Some("Bank"), "alice"),
    ];
    for (name, issuer, expected_issuer, expected) in cases {
        let fields = [
            bytes(1, SECRET),
            bytes(2, name.as_bytes()),
            bytes(3, issuer.as_bytes()),
            number(6, 2),
        ];
        let read = Migration::parse(&export(&key(&fields))).unwrap();
        assert_eq!((read.keys[0].issuer(), read.keys[0].account()), (expected_issuer, expected));
    }
}

#[test]
fn what_is_refused() {
    use UriErrorKind as Kind;
    let good = with(Vec::new());
    let second = |fields: &[Vec<u8>]| [good.clone(), key(fields)].concat();
    let cases = [
        (second(&[bytes(2, b"a"), number(6, 2)]), Kind::Missing("secret"), Some(2)),
        (second(&[bytes(1, b""), bytes(2, b"a"), number(6, 2)]), Kind::SecretLength, Some(2)),
        (second(&[bytes(1, &[1; 129]), bytes(2, b"a"), number(6, 2)]), Kind::SecretLength, Some(2)),
        (second(&[bytes(1, b"x"), bytes(1, b"y"), number(6, 2)]), Kind::Invalid("secret"), Some(2)),
        (second(&[number(1, 7), bytes(2, b"a")]), Kind::Invalid("secret"), Some(2)),
        (with(number(2, 1)), Kind::Invalid("name"), Some(1)),
        (with(number(3, 1)), Kind::Invalid("issuer"), Some(1)),
        (with(bytes(4, b"\x01")), Kind::Invalid("algorithm"), Some(1)),
        (with(bytes(5, b"\x01")), Kind::Invalid("digits"), Some(1)),
        (with(bytes(6, b"\x01")), Kind::Invalid("type"), Some(1)),
        (with(bytes(7, b"\x01")), Kind::Invalid("counter"), Some(1)),
        (with([number(6, 1), number(7, u64::MAX)].concat()), Kind::Invalid("counter"), Some(1)),
        ([good.clone(), number(1, 1)].concat(), Kind::Invalid("otp_parameters"), Some(2)),
        ([good.clone(), bytes(2, b"1")].concat(), Kind::Invalid("version"), None),
        ([good.clone(), bytes(3, b"1")].concat(), Kind::Invalid("batch_size"), None),
        ([good.clone(), bytes(4, b"1")].concat(), Kind::Invalid("batch_index"), None),
        ([good.clone(), bytes(5, b"1")].concat(), Kind::Invalid("batch_id"), None),
        (good.repeat(101), Kind::TooManyKeys, None),
        (second(&[bytes(1, SECRET), bytes(2, b"\xff")]), Kind::Invalid("name"), Some(2)),
        (second(&[bytes(1, SECRET), bytes(3, b"\xff")]), Kind::Invalid("issuer"), Some(2)),
        (second(&[bytes(1, SECRET), number(6, 2)]), Kind::EmptyName, Some(2)),
        (second(&[bytes(1, SECRET), bytes(2, b"a\n"), number(6, 2)]), Kind::Name, Some(2)),
        (key(&[bytes(1, SECRET), bytes(2, b"a")]), Kind::Invalid("type"), Some(1)),
        (with(number(6, 3)), Kind::Invalid("type"), Some(1)),
        (with(number(4, 4)), Kind::Invalid("algorithm"), Some(1)),
        (with(number(5, 3)), Kind::Invalid("digits"), Some(1)),
        ([good.clone(), number(3, 2), number(4, 2)].concat(), Kind::Invalid("batch_index"), None),
        (Vec::new(), Kind::NoKeys, None),
        (number(2, 1), Kind::NoKeys, None),
        ([good.clone(), vec![8]].concat(), Kind::MalformedExport, None),
        (second(&[vec![0x0a, 9, 1]]), Kind::MalformedExport, Some(2)),
    ];
    assert_eq!(Migration::parse(&export(&good.repeat(100))).unwrap().keys.len(), 100);
    for (message, kind, key) in cases {
        assert_eq!(refused(&message), (kind, key), "{message:?}");
    }
    let of = |text: &str| Migration::parse(text).unwrap_err().kind();
    assert_eq!(of("otpauth://totp/a?secret=AA"), Kind::NotAnExport);
    assert_eq!(of("otpauth-migration://offline?data=AA&x=1"), Kind::NotAnExport);
    assert_eq!(of("otpauth-migration://offline?data=*"), Kind::Base64);
    assert_eq!(of("otpauth-migration://offline?data=%4"), Kind::Base64);
    assert_eq!(of(&"o".repeat(65_537)), Kind::LongExport);
}

#[test]
fn texts() {
    use UriErrorKind as Kind;
    let texts = [
        (Kind::LongExport, "the export is longer than 64 KiB"),
        (Kind::NotAnExport, "not an otpauth-migration export"),
        (Kind::Base64, "the data of the export is not base64"),
        (Kind::MalformedExport, "the data of the export is malformed"),
        (Kind::NoKeys, "the export holds no keys"),
        (Kind::TooManyKeys, "the export holds more than 100 keys"),
        (Kind::Missing("secret"), "the secret is missing"),
        (Kind::Invalid("type"), "the value of type is not valid"),
        (Kind::SecretLength, "the secret is not 1 to 128 bytes long"),
        (Kind::EmptyName, "the account name or the issuer is empty"),
    ];
    for (kind, text) in texts {
        assert_eq!(kind.to_string(), text);
    }
    let error = Migration::parse(&export(&with(number(6, 3)))).unwrap_err();
    assert_eq!(error.to_string(), "the value of type is not valid (key 1)");
    let good = with(number(4, 1));
    let error = Migration::parse(&export(&[good.clone(), vec![8]].concat())).unwrap_err();
    assert_eq!(error.offset(), Some(good.len()));
    let malformed = Migration::parse(&export(&[8])).unwrap_err();
    assert_eq!(malformed.to_string(), "the data of the export is malformed at offset 0");
    let error = Migration::parse(&export(&key(&[vec![8]]))).unwrap_err();
    assert_eq!(error.to_string(), "the data of the export is malformed at offset 2 (key 1)");
}

proptest! {
    #[test]
    fn any_message_is_handled(message in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _ = Migration::parse(&export(&message));
    }

    #[test]
    fn every_truncation_is_handled(end in 0..40_usize) {
        let whole = with(number(4, 1));
        let cut = &whole[..end.min(whole.len())];
        let read = Migration::parse(&export(cut));
        prop_assert_eq!(read.is_ok(), cut.len() == whole.len());
    }
}
