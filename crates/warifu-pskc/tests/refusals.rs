//! One change to a good file, and the refusal that it must meet.

#![cfg(test)]

use warifu_pskc::ImportErrorKind::{self, *};
use warifu_pskc::{Container, ImportError, TransportKey};

const PLAIN: &str = r#"<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">
<KeyPackage>
<DeviceInfo><SerialNo>9</SerialNo></DeviceInfo>
<Key Id="a" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp">
<AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters>
<Data>
<Secret><PlainValue>MTIzNA==</PlainValue></Secret>
<TimeInterval><PlainValue>60</PlainValue></TimeInterval>
</Data>
<Policy><KeyUsage>OTP</KeyUsage></Policy>
</Key>
</KeyPackage>
</KeyContainer>
"#;

const SEALED: &str = include_str!("interop/aes128-hmac-sha1.pskcxml");

fn open(file: &str) -> Result<(), ImportError> {
    Container::parse(file.as_bytes())?.open(&TransportKey::None).map(drop)
}

fn refuse(good: &str, changes: &[(&str, &str, ImportErrorKind)]) {
    for (from, to, kind) in changes {
        assert!(good.contains(from), "{from}");
        let refused = open(&good.replacen(from, to, 1)).map_err(|error| error.kind());
        assert_eq!(refused, Err(*kind), "{from} -> {to}");
    }
}

#[test]
fn the_good_file_is_good() {
    assert_eq!(open(PLAIN), Ok(()));
    assert_eq!(open(&format!("\u{feff}{PLAIN}")), Ok(()));
    assert_eq!(open(&PLAIN.replace('\n', "\r\n")), Ok(()));
    assert_eq!(open(&PLAIN.replace("<Data>", "<!-- a comment --><?and more?><Data>")), Ok(()));
    let extended = "<Extensions><x xmlns='urn:x'/></Extensions></Key>";
    assert_eq!(open(&PLAIN.replace("</Key>", extended)), Ok(()));
    assert_eq!(open(&PLAIN.replace("<Data>", "<Data><x xmlns='urn:x'/>")), Ok(()));
}

#[test]
fn containers() {
    refuse(
        PLAIN,
        &[
            ("Version=\"1.0\"", "", UnknownVersion),
            ("Version=\"1.0\"", "Version='2.0'", UnknownVersion),
            ("keyprov:pskc\">", "keyprov:pskc:2.0\">", NotAKeyContainer),
            (" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\"", " xmlns='urn:x'", NotAKeyContainer),
            ("<KeyPackage>", "<Signature/><KeyPackage>", SignatureUnverified),
            (
                "<KeyPackage>",
                "<s:Signature xmlns:s='http://www.w3.org/2000/09/xmldsig#'/><KeyPackage>",
                SignatureUnverified,
            ),
            ("<KeyPackage>", "<Signature/><Signature/><KeyPackage>", Repeated("Signature")),
            ("<KeyPackage>", "<Keypackage/><KeyPackage>", UnexpectedElement),
            ("<KeyPackage>", "<x xmlns='urn:x'/><KeyPackage>", UnexpectedElement),
            ("<KeyPackage>", "stray<KeyPackage>", UnexpectedText),
            ("<KeyContainer", "<!DOCTYPE KeyContainer><KeyContainer", DocumentType),
            ("<KeyContainer", "<?xml version='1.0' encoding='UTF-16'?><KeyContainer", NotUtf8),
            ("Id=\"a\"", "Id=\"a\" Id=\"a\"", Malformed),
            ("</Key>", "", Malformed),
        ],
    );
    let without = PLAIN.split("<KeyPackage>").next().unwrap().to_owned() + "</KeyContainer>";
    assert_eq!(open(&without).unwrap_err().kind(), Missing("KeyPackage"));
    let key_package = &PLAIN[PLAIN.find("<KeyPackage>").unwrap()..PLAIN.find("</KeyC").unwrap()];
    let twice = PLAIN.replace("</KeyContainer>", &format!("{key_package}</KeyContainer>"));
    assert_eq!(open(&twice).unwrap_err().kind(), RepeatedKeyId);
}

#[test]
fn keys() {
    let data = &PLAIN[PLAIN.find("<Data>").unwrap()..PLAIN.find("<Policy>").unwrap()];
    refuse(
        PLAIN,
        &[
            (" Id=\"a\"", "", Missing("Id")),
            (" Id=\"a\"", " Id=\"\"", Missing("Id")),
            ("Id=\"a\"", &format!("Id='{}'", "a".repeat(1025)), InvalidValue("Id")),
            (" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:totp\"", "", Missing("Algorithm")),
            ("<Data>", "<KeyReference>label</KeyReference><Data>", KeyReferenceUnsupported),
            (
                "<Data>",
                "<KeyProfileId>1</KeyProfileId><KeyProfileId/><Data>",
                Repeated("KeyProfileId"),
            ),
            (
                "<Data>",
                "<FriendlyName>a</FriendlyName><FriendlyName>b</FriendlyName><Data>",
                Repeated("FriendlyName"),
            ),
            (
                "<Data>",
                &format!("<Issuer>{}</Issuer><Data>", "a".repeat(1025)),
                InvalidValue("Issuer"),
            ),
            ("</Key>\n", "</Key><Key/>", Repeated("Key")),
            ("<Data>", "<Issuer>a</Issuer><Issuer>b</Issuer><Data>", Repeated("Issuer")),
            ("<Data>", "<Vendor/><Data>", UnexpectedElement),
            ("<Data>", "<Issuer>a<!-- -->b</Issuer><Data>", InterruptedText),
            ("<Data>", "<Issuer>a<b/></Issuer><Data>", InterruptedText),
            ("<Data>", &format!("{data}<Data>"), Repeated("Data")),
            (data, "", Missing("Data")),
            ("</DeviceInfo>", "</DeviceInfo><DeviceInfo/>", Repeated("DeviceInfo")),
            ("<SerialNo>9</SerialNo>", "<Color>red</Color>", UnexpectedElement),
            (
                "</SerialNo>",
                "</SerialNo><StartDate>2026-01-01</StartDate>",
                InvalidValue("StartDate"),
            ),
            ("pskc:totp", "pskc:ocra-1", Missing("Suite")),
            ("<ResponseF", "<Suite>HMAC-MD5</Suite><ResponseF", SuiteUnsupported),
            ("DECIMAL", "decimal", InvalidValue("Encoding")),
            (" Encoding=\"DECIMAL\"", "", Missing("Encoding")),
            (" Length=\"6\"", "", Missing("Length")),
            ("\"6\"", "\"3\"", InvalidValue("Length")),
            ("\"6\"", "\"13\"", InvalidValue("Length")),
            ("\"6\"", "\"262\"", InvalidValue("Length")),
            ("\"6\"", "\"six\"", InvalidValue("Length")),
            ("\"6\"", "\"6\" CheckDigit='yes'", InvalidValue("CheckDigits")),
            ("\"6\"", "\"6\" CheckDigits='1' CheckDigit='1'", Repeated("CheckDigits")),
            (
                "\"6\" Encoding=\"DECIMAL\"",
                "\"6\" Encoding='BASE64' CheckDigits='1'",
                InvalidValue("CheckDigits"),
            ),
            (
                "<ResponseF",
                "<ChallengeFormat Encoding='DECIMAL' Min='8' Max='7'/><ResponseF",
                InvalidValue("Max"),
            ),
        ],
    );
}

#[test]
fn values() {
    let secret = "<Secret><PlainValue>MTIzNA==</PlainValue></Secret>";
    let long = format!("<PlainValue>{}</PlainValue>", "AAAA".repeat(43));
    let fits = PLAIN.replace("MTIzNA==", &("AAAA".repeat(42) + "AAA="));
    assert_eq!(open(&fits), Ok(()));
    refuse(
        PLAIN,
        &[
            (secret, "", Missing("Secret")),
            (secret, &secret.repeat(2), Repeated("Secret")),
            (secret, &secret.replace("<Secret>", "<Secret xmlns='urn:x'>"), Missing("Secret")),
            (secret, "<Secret></Secret>", Missing("the value")),
            ("<PlainValue>MTIzNA==</PlainValue>", &long, LongSecret),
            ("MTIzNA==", "", EmptySecret),
            ("MTIzNA==", " \n ", EmptySecret),
            ("MTIzNA==", "MTIzNB==", InvalidBase64),
            ("MTIzNA==", "MTIzNA", InvalidBase64),
            ("MTIzNA==", "MTI!NA==", InvalidBase64),
            ("MTIzNA==", "MTIz<!-- -->NA==", InterruptedText),
            ("MTIzNA==</PlainValue>", "MTIzNA==</PlainValue><PlainValue/>", Repeated("PlainValue")),
            (
                "MTIzNA==</PlainValue>",
                "MTIzNA==</PlainValue><EncryptedValue/>",
                Repeated("the value"),
            ),
            (
                "MTIzNA==</PlainValue>",
                "MTIzNA==</PlainValue><ValueMAC>AAAA</ValueMAC>",
                PlainMacUnsupported,
            ),
            ("MTIzNA==</PlainValue>", "MTIzNA==</PlainValue><Other/>", UnexpectedElement),
            (">60<", ">0<", InvalidValue("TimeInterval")),
            (">60<", ">-60<", InvalidValue("TimeInterval")),
            (">60<", ">PT60S<", InvalidValue("TimeInterval")),
            (">60<", "><", InvalidValue("TimeInterval")),
            ("<PlainValue>60</PlainValue>", "<EncryptedValue/>", Missing("EncryptionMethod")),
            ("<PlainValue>60</PlainValue>", "", Missing("the value")),
            (
                "<PlainValue>60</PlainValue>",
                "<PlainValue>60</PlainValue><ValueMAC>AAAA</ValueMAC>",
                PlainMacUnsupported,
            ),
            (">60<", ">9999999999<", InvalidValue("TimeInterval")),
            (
                "</Data>",
                "<Counter><PlainValue>-1</PlainValue></Counter></Data>",
                InvalidValue("Counter"),
            ),
            (
                "</Data>",
                "<TimeDrift><PlainValue>9999999999</PlainValue></TimeDrift></Data>",
                InvalidValue("TimeDrift"),
            ),
            (
                "</Data>",
                "<Password><PlainValue>1</PlainValue></Password></Data>",
                UnexpectedElement,
            ),
        ],
    );
    let short = PLAIN
        .replace("urn:ietf:params:xml:ns:keyprov:pskc:totp", "urn:x-warifu:1:issuer-device-key");
    let short = short.replace("<KeyUsage>OTP</KeyUsage>", "");
    assert_eq!(open(&short).unwrap_err().kind(), IssuerDeviceKeyLength);
}

#[test]
fn policies_that_are_not_understood_forbid() {
    let pin = |attributes: &str| format!("<PINPolicy {attributes}/><KeyUsage>OTP");
    refuse(
        PLAIN,
        &[
            ("<KeyUsage>", "<Vendor/><KeyUsage>", PolicyNotUnderstood),
            ("<KeyUsage>", "<x xmlns='urn:x'/><KeyUsage>", PolicyNotUnderstood),
            ("<KeyUsage>", "<Extensions/><KeyUsage>", PolicyNotUnderstood),
            ("<Policy>", "<Policy only='sometimes'>", PolicyNotUnderstood),
            ("<KeyUsage>", "<KeyUsage strictly='yes'>", PolicyNotUnderstood),
            (">OTP<", ">OTPS<", PolicyNotUnderstood),
            (">OTP<", "><", PolicyNotUnderstood),
            (">OTP<", ">CR<", UsageNotPermitted),
            (">OTP<", ">Derive</KeyUsage><KeyUsage>Verify<", UsageNotPermitted),
            (
                "<KeyUsage>",
                "<NumberOfTransactions>few</NumberOfTransactions><KeyUsage>",
                PolicyNotUnderstood,
            ),
            (
                "<KeyUsage>",
                "<NumberOfTransactions per='day'>5</NumberOfTransactions><KeyUsage>",
                PolicyNotUnderstood,
            ),
            ("<KeyUsage>", "<StartDate>yesterday</StartDate><KeyUsage>", InvalidValue("StartDate")),
            (
                "<KeyUsage>",
                "<StartDate>2026-01-02T00:00:00Z</StartDate><ExpiryDate>2026-01-01T00:00:00Z</ExpiryDate><KeyUsage>",
                ExpiresBeforeStart,
            ),
            ("</Policy>", "</Policy><Policy/>", Repeated("Policy")),
            ("<KeyUsage>OTP", &pin(""), PolicyNotUnderstood),
            ("<KeyUsage>OTP", &pin("PINUsageMode='Sometimes'"), PolicyNotUnderstood),
            ("<KeyUsage>OTP", &pin("PINUsageMode='Local' Retries='3'"), PolicyNotUnderstood),
            ("<KeyUsage>OTP", &pin("PINUsageMode='Local' MinLength='four'"), PolicyNotUnderstood),
            (
                "<KeyUsage>OTP",
                &pin("PINUsageMode='Local' MinLength='5' MaxLength='4'"),
                InvalidValue("MaxLength"),
            ),
            (
                "<KeyUsage>OTP",
                &pin("PINUsageMode='Local' PINEncoding='Decimal'"),
                PolicyNotUnderstood,
            ),
        ],
    );
    let both = PLAIN.replace(">OTP<", ">CR</KeyUsage><KeyUsage>OTP<");
    assert_eq!(open(&both), Ok(()));
}

#[test]
fn protections() {
    let mac_method =
        &SEALED[SEALED.find("<pskc:MACMethod").unwrap()..SEALED.find("<pskc:KeyPackage>").unwrap()];
    let value_mac = &SEALED
        [SEALED.find("<pskc:ValueMAC>").unwrap()..SEALED.find("\n    </pskc:Secret>").unwrap()];
    refuse(
        SEALED,
        &[
            (mac_method, "", NoMac),
            // python-pskc writes such a method, around ciphers that need none.
            (" Algorithm=\"http://www.w3.org/2000/09/xmldsig#hmac-sha1\"", "", NoMac),
            (value_mac, "", Missing("ValueMAC")),
            (value_mac, "<pskc:ValueMAC/>", InvalidValue("ValueMAC")),
            (value_mac, "<pskc:ValueMAC>AAAA</pskc:ValueMAC>", InvalidValue("ValueMAC")),
            (value_mac, &value_mac.repeat(2), Repeated("ValueMAC")),
            ("xmldsig#hmac-sha1", "xmldsig-more#hmac-md4", MacUnsupported),
            (
                "<pskc:MACKey>",
                "<pskc:MACKeyReference>k</pskc:MACKeyReference><pskc:MACKey>",
                MacKeyReferenceUnsupported,
            ),
            (
                "<pskc:MACKey>",
                "<ds:HMACOutputLength>8</ds:HMACOutputLength><pskc:MACKey>",
                UnexpectedElement,
            ),
            ("2001/04/xmlenc#aes128-cbc", "2009/xmlenc11#aes128-gcm", CipherUnsupported),
            ("aes128-cbc", "rsa_1_5", AsymmetricUnsupported),
            ("aes128-cbc", "aes256-cbc", MixedCiphers),
            (
                "xmlenc#aes128-cbc\"/>",
                "xmlenc#aes128-cbc\"><x/></xenc:EncryptionMethod>",
                UnexpectedElement,
            ),
            (
                "<xenc:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#aes128-cbc\"/>",
                "",
                Missing("EncryptionMethod"),
            ),
            ("<xenc:CipherValue>", "<xenc:CipherValue>AAAA", CipherTextLength),
            ("<xenc:CipherData>", "<ds:KeyInfo/><xenc:CipherData>", UnexpectedElement),
            ("<ds:KeyName>", "<ds:KeyValue/><ds:KeyName>", AsymmetricUnsupported),
            ("<ds:KeyName>", "<xenc:EncryptedKey/><ds:KeyName>", AsymmetricUnsupported),
            ("<ds:KeyName>", "<ds:RetrievalMethod/><ds:KeyName>", UnexpectedElement),
        ],
    );
    assert_eq!(open(SEALED).unwrap_err().kind(), TransportKeyNeeded);
    let first = SEALED.find("<pskc:KeyPackage>").unwrap();
    let second = first + 1 + SEALED[first + 1..].find("<pskc:KeyPackage>").unwrap();
    let repeated = SEALED[..second].to_owned()
        + &SEALED[first..second].replace("key-0", "other")
        + &SEALED[second..];
    let error = open(&repeated).unwrap_err();
    assert_eq!(error.kind(), RepeatedIv);
    assert_eq!(error.package().unwrap().number, 2);
}

#[test]
fn derived_keys() {
    let figure = include_str!("figures/figure-07.xml");
    let salt = "Ej7/PEpyEpw=";
    let long = "AAAA".repeat(43);
    refuse(
        figure,
        &[
            ("pkcs-5v2-0#pbkdf2\"", "pkcs-5v2-0#pbkdf1\"", KeyDerivationUnsupported),
            ("<PRF/>", "<PRF Algorithm='urn:x'/>", KeyDerivationUnsupported),
            ("<PRF/>", "<PRF>urn:x</PRF>", KeyDerivationUnsupported),
            ("<PRF/>", "<PRF Algorithm='hmac-sha1'>hmac-sha256</PRF>", InvalidValue("PRF")),
            (">1000<", ">0<", InvalidValue("IterationCount")),
            (">1000<", ">10000001<", InvalidValue("IterationCount")),
            (">1000<", ">99999999999999999999<", InvalidValue("IterationCount")),
            (">16<", ">17<", InvalidValue("KeyLength")),
            (salt, "", InvalidValue("Salt")),
            (salt, &long, InvalidValue("Salt")),
            (salt, "Ej7/PEpyEpw", InvalidBase64),
            ("<Specified>", "<OtherSource/><!-- <Specified>", Truncated),
            ("<KeyLength>16</KeyLength>", "", Missing("KeyLength")),
            ("<KeyLength>16</KeyLength>", "<KeyLength>16</KeyLength><x/>", UnexpectedElement),
        ],
    );
}

/// A MAC covers encrypted values alone: in a plain file, one would seem to protect what it does not.
#[test]
fn a_mac_method_in_a_plain_file() {
    let sealed_key = &SEALED
        [SEALED.find("<pskc:MACKey>").unwrap()..SEALED.find("</pskc:MACMethod>").unwrap()]
        .replace("pskc:", "");
    let uri = "http://www.w3.org/2000/09/xmldsig#hmac-sha1";
    let xenc = "xmlns:xenc='http://www.w3.org/2001/04/xmlenc#'";
    for (method, kind) in [
        (format!("<MACMethod Algorithm='{uri}'/>"), Some(MacWithoutEncryption)),
        (
            format!("<MACMethod Algorithm='{uri}' {xenc}>{sealed_key}</MACMethod>"),
            Some(MacWithoutEncryption),
        ),
        // python-pskc writes such a method, which is none.
        ("<MACMethod/>".to_owned(), None),
    ] {
        let file = PLAIN.replace("<KeyPackage>", &format!("{method}<KeyPackage>"));
        let refused = open(&file).err();
        assert_eq!(refused.as_ref().map(ImportError::kind), kind, "{method}");
        if let Some(refused) = refused {
            let secret = file.lines().position(|line| line.starts_with("<Secret>")).unwrap();
            assert_eq!(refused.line(), u64::try_from(secret).unwrap().saturating_add(1));
        }
    }
}

/// Key wraps need no MAC; a MAC that nothing explains is refused all the same.
#[test]
fn key_wraps() {
    let wrapped = SEALED.replace("aes128-cbc", "kw-aes128");
    let mac_method = &wrapped
        [wrapped.find("<pskc:MACMethod").unwrap()..wrapped.find("<pskc:KeyPackage>").unwrap()];
    let unexplained = wrapped.replace(mac_method, "");
    assert_eq!(open(&unexplained).unwrap_err().kind(), Missing("MACMethod"));
    let without = unexplained.replace("<pskc:ValueMAC>", "<!--").replace("</pskc:ValueMAC>", "-->");
    assert_eq!(open(&without).unwrap_err().kind(), TransportKeyNeeded);
    let announced = wrapped.replace("<pskc:ValueMAC>", "<!--").replace("</pskc:ValueMAC>", "-->");
    assert_eq!(open(&announced).unwrap_err().kind(), Missing("ValueMAC"));
}

#[test]
fn an_error_names_line_and_package() {
    let error = open(&PLAIN.replace("MTIzNA==", "")).unwrap_err();
    assert_eq!(error.to_string(), "the secret is empty (line 7, key package 1, serial 9)");
    let error = open(&PLAIN.replace(">9<", ">\u{202e}9<").replace("MTIzNA==", "")).unwrap_err();
    assert_eq!(error.to_string(), "the secret is empty (line 7, key package 1)");
    let error = open(&PLAIN.replace("1.0", "3.0")).unwrap_err();
    assert_eq!(error.to_string(), "the version of the key container is not 1.0 (line 1)");
}
