//! What a key file can say of a key next to its secret, and where that is to be found.

#![cfg(test)]

mod common;

use common::{KEY, MAC_KEY, base64_of, mac, padded, sealed};
use warifu_core::{Counter, Digits, Seconds, Secret};
use warifu_pskc::{
    CheckDigit, Container, Encoding, ImportError, ImportErrorKind, KeyPackage, PinMode,
    TransportKey,
};

const PLAIN: &str = r#"<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">
<KeyPackage>
<DeviceInfo><SerialNo>9</SerialNo></DeviceInfo>
<Key Id="a" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp">
<AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters>
<Data><Secret><PlainValue>MTIzNA==</PlainValue></Secret></Data>
<Policy><KeyUsage>OTP</KeyUsage></Policy>
</Key>
</KeyPackage>
</KeyContainer>
"#;

fn open(from: &str, to: &str) -> KeyPackage {
    assert!(PLAIN.contains(from), "{from}");
    let file = PLAIN.replacen(from, to, 1);
    let container =
        Container::parse(file.as_bytes()).unwrap_or_else(|error| panic!("{error}: {to}"));
    container.open(&TransportKey::None).unwrap().remove(0)
}

#[test]
fn a_response_that_is_more_than_digits_leaves_no_number_of_digits() {
    let response = |attributes: &str| {
        let key = open("Length=\"6\" Encoding=\"DECIMAL\"", attributes).key;
        let response = key.response.unwrap();
        (response.encoding, response.length, response.check_digit, key.digits)
    };
    let six = Some(Digits::SIX);
    for no in ["", "CheckDigits='false'", "CheckDigits='0'", "CheckDigit='FALSE'"] {
        let attributes = format!("Length='6' Encoding='DECIMAL' {no}");
        assert_eq!(response(&attributes), (Encoding::Decimal, 6, CheckDigit::Absent, six), "{no}");
    }
    for yes in ["CheckDigits='true'", "CheckDigits='1'", "CheckDigit='TRUE'"] {
        let attributes = format!("Length='6' Encoding='DECIMAL' {yes}");
        assert_eq!(response(&attributes), (Encoding::Decimal, 6, CheckDigit::Luhn, None), "{yes}");
    }
    assert_eq!(
        response("Length='44' Encoding='HEXADECIMAL'"),
        (Encoding::Hexadecimal, 44, CheckDigit::Absent, None)
    );
}

#[test]
fn challenges_may_have_check_digits_too() {
    let parameters = "<AlgorithmParameters>";
    let format = format!(
        "{parameters}<ChallengeFormat Encoding='DECIMAL' Min='4' Max='9' CheckDigits='1'/>"
    );
    let challenge = open(parameters, &format).key.challenge.unwrap();
    assert_eq!((challenge.min, challenge.max, challenge.check_digit), (4, 9, CheckDigit::Luhn));
}

#[test]
fn policies_are_carried_whole() {
    let usage = "<KeyUsage>";
    let policy = |element: &str| open(usage, &format!("{element}{usage}")).key.policy;
    assert_eq!(policy("").transactions, None);
    assert_eq!(policy("<NumberOfTransactions>5</NumberOfTransactions>").transactions, Some(5));
    assert_eq!(policy("<NumberOfTransactions>0</NumberOfTransactions>").transactions, Some(0));
    for (name, mode) in [
        ("Local", PinMode::Local),
        ("Prepend", PinMode::Prepend),
        ("Append", PinMode::Append),
        ("Algorithmic", PinMode::Algorithmic),
    ] {
        let pin = policy(&format!("<PINPolicy PINUsageMode='{name}' MaxFailedAttempts='3'/>"))
            .pin
            .unwrap();
        assert_eq!((pin.mode, pin.max_failed_attempts), (mode, Some(3)));
    }
}

#[test]
fn names_in_several_languages() {
    let data = "<Data>";
    let names = "<FriendlyName xml:lang='ja'>割符</FriendlyName><FriendlyName>tally</FriendlyName>";
    let key = open(data, &format!("{names}{data}")).key;
    let read: Vec<_> = key
        .friendly_names
        .iter()
        .map(|name| (name.language.as_str(), name.text.as_str()))
        .collect();
    assert_eq!(read, [("ja", "割符"), ("en", "tally")]);
    assert_eq!(key.friendly_name(), Some("tally"));
    for twice in ["EN", "en", "En"] {
        let names = names.replace("'ja'", &format!("'{twice}'"));
        let file = PLAIN.replace(data, &format!("{names}{data}"));
        let kind = Container::parse(file.as_bytes()).unwrap_err().kind();
        assert_eq!(kind, ImportErrorKind::Repeated("FriendlyName"), "{twice}");
    }
}

/// XML Schema 1.1 lets an integer have a plus sign and leading zeros, and nothing else.
#[test]
fn numbers_are_integers_of_xml_schema() {
    let with = |value: &str| {
        let file = PLAIN
            .replace("Length=\"6\"", &format!("Length='{value}'"))
            .replace(
                "</Secret>",
                &format!(
                    "</Secret><Counter><PlainValue>{value}</PlainValue></Counter>\
                     <TimeDrift><PlainValue>{value}</PlainValue></TimeDrift>"
                ),
            )
            .replace(
                "<KeyUsage>",
                &format!(
                    "<PINPolicy PINUsageMode='Local' MinLength='{value}' MaxLength='{value}'/>\
                     <NumberOfTransactions>{value}</NumberOfTransactions><KeyUsage>"
                ),
            );
        Container::parse(file.as_bytes()).and_then(|file| file.open(&TransportKey::None))
    };
    for value in ["6", "+6", "06", "+0000000006"] {
        let KeyPackage { key, .. } = with(value).unwrap().remove(0);
        let pin = key.policy.pin.unwrap();
        assert_eq!((key.counter, key.time_drift), (Some(Counter::new(6)), Some(6)), "{value}");
        assert_eq!((key.digits, key.policy.transactions), (Some(Digits::SIX), Some(6)));
        assert_eq!((pin.min_length, pin.max_length), (Some(6), Some(6)));
    }
    for value in ["", "+", "-6", "++6", "+-6", "6.0", "6e0", "0x6", "６", "6 6"] {
        assert!(with(value).is_err(), "{value}");
    }
}

#[test]
fn a_profile_agreed_elsewhere_is_named() {
    assert_eq!(open("", "").key.profile, None);
    let key = open("<Data>", "<KeyProfileId>cap-1</KeyProfileId><Data>").key;
    assert_eq!(key.profile.as_deref(), Some("cap-1"));
}

/// A value under an initialization vector of one repeated byte.
fn encrypted(name: &str, value: &[u8], iv: u8) -> String {
    let cipher_text = sealed(&padded(value), iv);
    format!(
        "<{name}><EncryptedValue>\
         <x:EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/>\
         <x:CipherData><x:CipherValue>{}</x:CipherValue></x:CipherData></EncryptedValue>\
         <ValueMAC>{}</ValueMAC></{name}>",
        base64_of(&cipher_text),
        mac(&KEY, &cipher_text)
    )
}

fn sealed_file(numbers: &str) -> String {
    let secret = encrypted("Secret", &MAC_KEY, 1);
    PLAIN
        .replace(
            "<Secret><PlainValue>MTIzNA==</PlainValue></Secret>",
            &format!("{secret}{numbers}"),
        )
        .replace("<KeyContainer ", "<KeyContainer xmlns:x='http://www.w3.org/2001/04/xmlenc#' ")
        .replacen(
            "<KeyPackage>",
            "<MACMethod Algorithm='http://www.w3.org/2000/09/xmldsig#hmac-sha1'/><KeyPackage>",
            1,
        )
}

fn open_sealed(numbers: &str) -> Result<KeyPackage, ImportError> {
    let key = TransportKey::PreShared(Secret::new(&KEY).unwrap());
    let container = Container::parse(sealed_file(numbers).as_bytes())?;
    container.open(&key).map(|mut packages| packages.remove(0))
}

#[test]
fn numbers_may_be_encrypted() {
    let numbers = [
        encrypted("Counter", b"298507", 2),
        encrypted("Time", &[0x0e, 0xab, 0x70], 3),
        encrypted("TimeInterval", &[60], 4),
        encrypted("TimeDrift", b"-3", 5),
    ];
    let key = open_sealed(&numbers.concat()).unwrap().key;
    assert_eq!(key.counter, Some(Counter::new(298_507)));
    assert_eq!(key.time, Some(961_392));
    assert_eq!(key.time_step, Some(Seconds::new(60)));
    assert_eq!(key.time_drift, Some(-3));
}

#[test]
fn encrypted_numbers_are_held_to_the_same_ranges() {
    let kind = |numbers: &str| open_sealed(numbers).unwrap_err().kind();
    let invalid = ImportErrorKind::InvalidValue;
    assert_eq!(kind(&encrypted("TimeInterval", b"0", 2)), invalid("TimeInterval"));
    assert_eq!(kind(&encrypted("TimeInterval", &[0xff; 5], 2)), invalid("TimeInterval"));
    assert_eq!(kind(&encrypted("TimeDrift", &[0xff; 4], 2)), invalid("TimeDrift"));
    assert_eq!(kind(&encrypted("Counter", b"-1", 2)), invalid("Counter"));
    assert_eq!(kind(&encrypted("Counter", &[0; 9], 2)), invalid("Counter"));
    assert_eq!(kind(&encrypted("Counter", &[], 2)), invalid("Counter"));
    let changed = encrypted("Counter", b"1", 2).replace("<ValueMAC>", "<ValueMAC>AAAA");
    assert_eq!(kind(&changed), invalid("ValueMAC"));
    assert_eq!(kind(&encrypted("Counter", b"1", 1)), ImportErrorKind::RepeatedIv);
    let error = open_sealed(&encrypted("Counter", b"-1", 2)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Counter does not have a valid value (line 6, key package 1, serial 9)"
    );
    let without_key = Container::parse(sealed_file("").as_bytes()).unwrap();
    let error = without_key.open(&TransportKey::None).unwrap_err();
    assert_eq!(error.kind(), ImportErrorKind::TransportKeyNeeded);
}

/// Without a transport key nothing encrypted can be read, even where the secret is plain.
#[test]
fn an_encrypted_number_beside_a_plain_secret() {
    let plain = "<Secret><PlainValue>MTIzNA==</PlainValue></Secret>";
    let sealed = encrypted("Secret", &MAC_KEY, 1);
    let file = sealed_file(&encrypted("Counter", b"1", 2)).replace(&sealed, plain);
    let open = |key: &TransportKey| {
        Container::parse(file.as_bytes()).unwrap().open(key).unwrap_err().kind()
    };
    assert_eq!(open(&TransportKey::None), ImportErrorKind::TransportKeyNeeded);
    let key = TransportKey::PreShared(Secret::new(&KEY).unwrap());
    assert_eq!(open(&key), ImportErrorKind::NotEncrypted);
}
