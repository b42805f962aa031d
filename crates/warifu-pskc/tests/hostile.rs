//! Files that an attacker made: changed bits, wrong keys, bombs, noise.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

mod common;

use base64ct::{Base64, Encoding as _};
use common::{KEY, MAC_KEY, base64_of, mac, padded, sealed};
use proptest::prelude::*;
use warifu_core::Secret;
use warifu_pskc::{
    Authenticity, Container, ImportError, ImportErrorKind, KeyPackage, Report, TransportKey,
};

const FIGURE_6: &str = include_str!("figures/figure-06.xml");
fn with(key: &[u8]) -> TransportKey {
    Secret::new(key).map_or(TransportKey::None, TransportKey::PreShared)
}

fn open(file: &str, key: &[u8]) -> Result<Vec<KeyPackage>, ImportError> {
    Container::parse(file.as_bytes())?.open(&with(key))
}

/// A file with this encrypted MAC key, if any, this cipher text, and this MAC.
fn file(mac_key: Option<&[u8]>, cipher_text: &[u8], mac: &str) -> String {
    let method = "<x:EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/>";
    let encrypted = |bytes: &[u8]| {
        let text = base64_of(bytes);
        format!("{method}<x:CipherData><x:CipherValue>{text}</x:CipherValue></x:CipherData>")
    };
    let mac_key = mac_key.map(|key| format!("<MACKey>{}</MACKey>", encrypted(key)));
    format!(
        "<KeyContainer Version='1.0' xmlns='urn:ietf:params:xml:ns:keyprov:pskc' \
         xmlns:x='http://www.w3.org/2001/04/xmlenc#'>\
         <MACMethod Algorithm='http://www.w3.org/2000/09/xmldsig#hmac-sha1'>{}</MACMethod>\
         <KeyPackage><Key Id='1' Algorithm='urn:example:any'><Data><Secret>\
         <EncryptedValue>{}</EncryptedValue><ValueMAC>{mac}</ValueMAC>\
         </Secret></Data></Key></KeyPackage></KeyContainer>",
        mac_key.unwrap_or_default(),
        encrypted(cipher_text),
    )
}

fn good(secret: &[u8]) -> String {
    let cipher_text = sealed(&padded(secret), 2);
    file(Some(&sealed(&padded(&MAC_KEY), 1)), &cipher_text, &mac(&MAC_KEY, &cipher_text))
}

fn kind(file: &str) -> ImportErrorKind {
    open(file, &KEY).expect_err(file).kind()
}

#[test]
fn arbitrary_padding_bytes_are_padding() {
    for length in [1, 15, 16, 17, 32, 127, 128] {
        let secret = vec![3; length];
        assert_eq!(open(&good(&secret), &KEY).unwrap()[0].secret.expose(), secret);
    }
    assert_eq!(kind(&good(&[])), ImportErrorKind::EmptySecret);
    assert_eq!(kind(&good(&[3; 129])), ImportErrorKind::LongSecret);
    assert_eq!(kind(&good(&[3; 145])), ImportErrorKind::CipherTextLength);
}

#[test]
fn without_a_mac_key_the_encryption_key_is_it() {
    let cipher_text = sealed(&padded(b"secret"), 2);
    let opened = open(&file(None, &cipher_text, &mac(&KEY, &cipher_text)), &KEY).unwrap();
    assert_eq!(opened[0].secret.expose(), b"secret");
    assert_eq!(
        kind(&file(None, &cipher_text, &mac(&MAC_KEY, &cipher_text))),
        ImportErrorKind::CannotOpen
    );
}

#[test]
fn every_changed_bit_is_refused_alike() {
    let [mac_key, value] = [
        "ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX",
        "AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv",
    ];
    let expected = open(FIGURE_6, &[0xff; 16]).unwrap_err();
    assert_eq!(expected.kind(), ImportErrorKind::CannotOpen);
    for text in [mac_key, value, "Su+NvtQfmvfJzF6bmQiJqoLRExc="] {
        let bytes = Base64::decode_vec(text).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            // In the MAC key too: a changed block garbles itself, so that no bit of it goes unseen.
            let error = open(&FIGURE_6.replace(text, &base64_of(&changed)), &KEY).unwrap_err();
            assert_eq!(error, expected, "{text} {bit}");
        }
    }
}

#[test]
fn a_wrong_key_says_nothing_more() {
    let error = open(FIGURE_6, &[0; 16]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the key file cannot be opened with this transport key (line 35, key package 1, serial 987654321)"
    );
    let mut wrong = KEY;
    wrong[15] ^= 1;
    assert_eq!(open(FIGURE_6, &wrong).unwrap_err(), error);
    for length in [1, 15, 17, 24, 32, 128] {
        let error = open(FIGURE_6, &vec![0; length]).unwrap_err();
        assert_eq!(error.kind(), ImportErrorKind::TransportKeyLength);
    }
}

#[test]
fn a_mac_key_that_does_not_decrypt_looks_like_a_wrong_key() {
    let cipher_text = sealed(&padded(b"secret"), 2);
    let value_mac = mac(&MAC_KEY, &cipher_text);
    let mut blocks = padded(&MAC_KEY);
    for last in [0, 17, 255] {
        *blocks.last_mut().unwrap() = last;
        assert_eq!(
            kind(&file(Some(&sealed(&blocks, 1)), &cipher_text, &value_mac)),
            ImportErrorKind::CannotOpen
        );
    }
}

/// An attacker who changes the padding of the MAC key makes it short, and could then guess it.
#[test]
fn a_short_mac_key_is_no_mac_key() {
    let cipher_text = sealed(&padded(b"secret"), 2);
    for length in 0..=16 {
        let short = vec![5; length];
        let made =
            file(Some(&sealed(&padded(&short), 1)), &cipher_text, &mac(&short, &cipher_text));
        assert_eq!(open(&made, &KEY).is_ok(), length == 16, "{length}");
    }
}

/// The MAC comes first: what fails it is never unpadded, and what passes it and is wrongly padded looks the same.
#[test]
fn no_padding_oracle() {
    let mac_key = sealed(&padded(&MAC_KEY), 1);
    for last in [0, 1, 16, 17, 255] {
        let mut blocks = [3; 32];
        blocks[31] = last;
        let cipher_text = sealed(&blocks, 2);
        let wrong_mac = file(Some(&mac_key), &cipher_text, &mac(&[6; 20], &cipher_text));
        assert_eq!(kind(&wrong_mac), ImportErrorKind::CannotOpen);
        let right_mac = file(Some(&mac_key), &cipher_text, &mac(&MAC_KEY, &cipher_text));
        assert_eq!(open(&right_mac, &KEY).is_ok(), (1..=16).contains(&last));
        if !(1..=16).contains(&last) {
            assert_eq!(kind(&right_mac), ImportErrorKind::CannotOpen);
        }
    }
}

#[test]
fn a_plain_secret_is_not_taken_for_a_sealed_one() {
    let plain = include_str!("figures/figure-03.xml");
    assert_eq!(open(plain, &KEY).unwrap_err().kind(), ImportErrorKind::NotEncrypted);
}

#[test]
fn one_bad_package_and_nothing_is_imported() {
    let file = include_str!("interop/aes128-hmac-sha1.pskcxml");
    let key: Vec<u8> = (0x40..0x50).collect();
    assert_eq!(open(file, &key).unwrap().len(), 3);
    let last_mac = file.rfind("<pskc:ValueMAC>").unwrap() + "<pskc:ValueMAC>".len();
    let mut changed = file.as_bytes().to_vec();
    changed[last_mac] = if changed[last_mac] == b'A' { b'B' } else { b'A' };
    let error = open(std::str::from_utf8(&changed).unwrap(), &key).unwrap_err();
    assert_eq!(error.kind(), ImportErrorKind::CannotOpen);
    assert_eq!(error.package().unwrap().number, 3);
}

fn parse(text: &str) -> ImportErrorKind {
    Container::parse(text.as_bytes()).expect_err("a bomb").kind()
}

/// A file that holds this in the place of a key package.
fn container(content: &str) -> String {
    format!(
        "<KeyContainer Version='1.0' xmlns='urn:ietf:params:xml:ns:keyprov:pskc'>{content}</KeyContainer>"
    )
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let laughs = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><l>&b;</l>";
    assert_eq!(parse(laughs), ImportErrorKind::DocumentType);
    let external = "<!DOCTYPE l SYSTEM 'file:///etc/passwd'><l/>";
    assert_eq!(parse(external), ImportErrorKind::DocumentType);
    for unfinished in ["<!DOCTYPE", "<!doctype a [", "\n<!DOCTYPE a>"] {
        assert_eq!(parse(unfinished), ImportErrorKind::DocumentType, "{unfinished}");
    }
    assert_eq!(parse(&container(laughs)), ImportErrorKind::DocumentType);
    assert_eq!(parse(&container(&"<a>".repeat(100_000))), ImportErrorKind::TooComplex);
    let nested = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
    assert_eq!(parse(&container(&nested)), ImportErrorKind::TooComplex);
    let attributes: Vec<_> = (0..1_000_000).map(|i| format!("a{i}='' ")).collect();
    let attributes = attributes.concat();
    assert_eq!(parse(&format!("<a {attributes}/>")), ImportErrorKind::TooComplex);
    assert_eq!(parse(&container(&format!("<a {attributes}/>"))), ImportErrorKind::TooComplex);
    let namespaces: Vec<_> = (0..60_000).map(|i| format!("<a xmlns:n{i}='u'/>")).collect();
    let namespaces = namespaces.concat();
    assert_eq!(parse(&container(&format!("<a>{namespaces}</a>"))), ImportErrorKind::TooComplex);
    assert_eq!(parse(&"<".repeat(16 * 1024 * 1024)), ImportErrorKind::TooComplex);
    assert_eq!(parse(&container("<a>&undefined;</a>")), ImportErrorKind::Malformed);
    assert_eq!(Container::parse(b"\xff<a/>").unwrap_err().kind(), ImportErrorKind::NotUtf8);
}

/// With a byte order mark or without.
#[test]
fn utf_16_is_told_from_what_is_no_xml() {
    let figure = include_str!("figures/figure-03.xml");
    for mark in ["", "\u{feff}"] {
        for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let units = format!("{mark}{figure}").encode_utf16().collect::<Vec<_>>();
            let file: Vec<u8> = units.into_iter().flat_map(to_bytes).collect();
            let error = Container::parse(&file).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (ImportErrorKind::NotUtf8, 0));
        }
    }
}

/// Nothing that has no end is read to its end, or kept.
#[test]
fn a_long_namespace_is_refused() {
    // Each tag would compare the URIs of its attributes.
    let long = format!("<Extensions xmlns:p='urn:{}'/>", "a".repeat(1_024));
    assert_eq!(parse(&container(&long)), ImportErrorKind::TooComplex);
}

#[test]
fn an_xml_declaration_begins_with_its_version() {
    let figure = include_str!("figures/figure-03.xml");
    let (_, document) = figure.split_once("?>").unwrap();
    for declaration in ["version='1.0'", "version=\"1.1\" encoding='UTF-8' standalone='yes'"] {
        let file = format!("<?xml {declaration}?>{document}");
        assert!(Container::parse(file.as_bytes()).is_ok(), "{declaration}");
    }
    for declaration in [
        "encoding='utf-8'",
        "standalone='yes'",
        "encoding='utf-8' version='1.0'",
        "version='1.'",
        "version='1.x'",
        "version='2.0'",
        "version='1.0' version='1.0'",
    ] {
        assert_eq!(
            parse(&format!("<?xml {declaration}?>{document}")),
            ImportErrorKind::Malformed,
            "{declaration}"
        );
    }
}

/// A parameter that loses its namespace is not an extension: the key would be imported without it.
#[test]
fn a_parameter_without_a_namespace_is_refused() {
    let figure = include_str!("figures/figure-03.xml");
    let counter = "<Counter>";
    assert!(figure.contains(counter));
    let absent = figure.replace(counter, "<Counter xmlns=''>");
    let refused = Container::parse(absent.as_bytes()).expect_err("no counter").kind();
    assert_eq!(refused, ImportErrorKind::UnexpectedElement);
    let extension = figure.replace("<Data>", "<Data><x:Other xmlns:x='urn:example'/>");
    assert!(Container::parse(extension.as_bytes()).is_ok());
}

#[test]
fn one_part_of_a_file_is_bounded() {
    const MEGABYTES: usize = 3 * 1024 * 1024;

    let spaces = " ".repeat(MEGABYTES);
    assert_eq!(parse(&spaces), ImportErrorKind::TooComplex);
    let text = "a".repeat(MEGABYTES);
    for endless in [
        format!("<!--{text}-->"),
        format!("<?a {text}?>"),
        format!("<![CDATA[{text}]]>"),
        format!("<a>{text}</a>"),
        format!("<a b='{text}'/>"),
        format!("<{text}/>"),
        format!("<a></{text}>"),
        format!("<a>&{text};</a>"),
        "<a>".to_owned() + &"<a/>".repeat(20_000) + "</a>",
        "<a>".to_owned() + &"&#65;".repeat(MEGABYTES / 4) + "</a>",
    ] {
        let start = endless.get(..20).unwrap();
        assert_eq!(parse(&container(&endless)), ImportErrorKind::TooComplex, "{start}");
    }
}

/// What is kept of a file, some of it twice, stays in proportion to it.
#[test]
fn long_texts_and_many_names_are_refused() {
    let plain = include_str!("figures/figure-03.xml");
    let long = "9".repeat(1_000_000);
    assert_eq!(
        parse(&plain.replace("987654321", &long)),
        ImportErrorKind::InvalidValue("SerialNo")
    );
    let names: Vec<_> =
        (0..65).map(|i| format!("<FriendlyName xml:lang='x-{i}'>a</FriendlyName>")).collect();
    let many = plain.replace("</Issuer>", &format!("</Issuer>{}", names.concat()));
    assert_eq!(parse(&many), ImportErrorKind::Repeated("FriendlyName"));
}

#[test]
fn every_truncation_is_refused() {
    for file in [FIGURE_6, include_str!("figures/figure-10.xml")] {
        for end in 0..file.trim_end().len() {
            assert!(Container::parse(&file.as_bytes()[..end]).is_err(), "{end}");
        }
    }
}

#[test]
fn debug_shows_no_secret() {
    let container = Container::parse(FIGURE_6.as_bytes()).unwrap();
    let text = format!("{container:?}");
    assert!(text.starts_with("Container { id: None, key_names: [\"Pre-shared-key\"], count: 1"));
    assert!(!text.contains("MTIz") && !text.contains("49, 50, 51"), "{text}");
    let password = TransportKey::Password(Secret::new(b"qwerty").unwrap());
    assert_eq!(format!("{password:?}"), "Password(Secret(6 bytes, redacted))");
    let plain = include_bytes!("figures/figure-03.xml");
    let report = Report::parse(plain, &TransportKey::None, Authenticity::Unproven).unwrap();
    let text = format!("{report:?}");
    assert!(
        text.starts_with("Report { dialect: Rfc6030, keys: [ReportedKey { number: 1, line: 14,"),
        "{text}"
    );
    assert!(!text.contains("MTIz") && !text.contains("49, 50, 51"), "{text}");
    let text = format!("{:?} {:?}", open(FIGURE_6, &KEY).unwrap(), with(&KEY));
    assert!(text.contains("secret: Secret(20 bytes, redacted)"), "{text}");
    assert!(text.contains("PreShared(Secret(16 bytes, redacted))"), "{text}");
    assert!(!text.contains("49, 50, 51") && !text.contains("12345678901234567890"), "{text}");
}

proptest! {
    #[test]
    fn noise_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Container::parse(&bytes).is_err());
    }

    #[test]
    fn markup_noise_never_panics(text in "[<>/!?='\"a-c \\n\\-\\[\\]&;:x]{0,200}") {
        prop_assert!(Container::parse(text.as_bytes()).is_err());
    }

    #[test]
    fn a_changed_byte_never_panics(offset in 0..FIGURE_6.len(), byte: u8) {
        let mut file = FIGURE_6.as_bytes().to_vec();
        file[offset] = byte;
        if let Ok(container) = Container::parse(&file)
            && let Ok(opened) = container.open(&with(&KEY))
        {
            prop_assert_eq!(opened[0].secret.expose(), b"12345678901234567890");
        }
    }

    #[test]
    fn a_removed_piece_never_panics(start in 0..FIGURE_6.len(), length in 1..200_usize) {
        let mut file = FIGURE_6.as_bytes().to_vec();
        file.drain(start..(start + length).min(FIGURE_6.len()));
        if let Ok(container) = Container::parse(&file)
            && let Ok(opened) = container.open(&with(&KEY))
        {
            prop_assert_eq!(opened[0].secret.expose(), b"12345678901234567890");
        }
    }
}
