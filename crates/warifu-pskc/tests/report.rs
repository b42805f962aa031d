//! The report accounts for every key, and an import is still the whole file or nothing.

#![cfg(test)]

use warifu_core::Secret;
use warifu_pskc::ImportErrorKind::*;
use warifu_pskc::{
    Authenticity, Container, ImportError, ImportErrorKind, KeyAlgorithm, Report, ReportedKey,
    TransportKey,
};

fn package(serial: &str, id: &str, secret: &str, extra: &str) -> String {
    format!(
        "<KeyPackage>\n<DeviceInfo><SerialNo>{serial}</SerialNo></DeviceInfo>\n\
         <Key Id='{id}' Algorithm='urn:ietf:params:xml:ns:keyprov:pskc:hotp'>\n\
         <FriendlyName>Token {serial}</FriendlyName>\n\
         <Data><Secret><PlainValue>{secret}</PlainValue></Secret></Data>{extra}\n\
         </Key></KeyPackage>\n"
    )
}

fn container(packages: &[String]) -> String {
    format!(
        "<KeyContainer Version='1.0' xmlns='urn:ietf:params:xml:ns:keyprov:pskc'>\n{}</KeyContainer>",
        packages.concat()
    )
}

fn report(file: &str) -> Report {
    Report::parse(file.as_bytes(), &TransportKey::None, Authenticity::Unproven).unwrap()
}

fn kinds(report: &Report) -> Vec<Option<ImportErrorKind>> {
    report.keys().iter().map(|entry| entry.refusal.as_ref().map(ImportError::kind)).collect()
}

#[test]
fn every_bad_package_is_listed_with_its_line() {
    let file = container(&[
        package("1", "a", "MTIzNA==", ""),
        package("2", "b", "MTIzNA", ""),
        package("3", "c", "MTIzNA==", "<Policy><Vendor/></Policy>"),
        package("4", "a", "MTIzNA==", ""),
        "<KeyPackage/>".to_owned(),
        package("5", "d", "MTIzNDU=", ""),
    ]);
    let report = report(&file);
    assert!(!report.is_complete());
    assert_eq!(
        kinds(&report),
        [
            None,
            Some(InvalidBase64),
            Some(PolicyNotUnderstood),
            Some(RepeatedKeyId),
            Some(Missing("Key")),
            None
        ]
    );
    assert_eq!(report.refusals().count(), 4);
    let texts: Vec<_> = report.refusals().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "a value is not strict base64 (line 12, key package 2, serial 2)",
            "the policy of the key is not understood, so its use is not permitted \
             (line 18, key package 3, serial 3)",
            "the key identifier was used before in the file (line 20, key package 4, serial 4)",
            "Key is missing (line 26, key package 5)",
        ]
    );
    let ReportedKey { number, line, serial, key_id, algorithm, friendly_name, .. } =
        report.keys()[1].clone();
    assert_eq!((number, line), (2, 10));
    assert_eq!((serial.as_deref(), key_id.as_deref()), (Some("2"), Some("b")));
    assert_eq!(algorithm, Some(KeyAlgorithm::Hotp));
    assert_eq!(friendly_name.as_deref(), Some("Token 2"));
    let bare = &report.keys()[4];
    assert_eq!((bare.number, bare.line, bare.serial.as_deref()), (5, 26, None));
    assert!(!bare.is_accepted());

    let first = report.into_packages().unwrap_err();
    assert_eq!(Container::parse(file.as_bytes()).unwrap_err(), first);
}

/// An identifier is taken by the first key that has it, even if that key is refused.
#[test]
fn the_identifier_of_a_refused_key_is_taken() {
    let file = container(&[
        package("1", "a", "", ""),
        package("2", "a", "MTIzNA==", ""),
        package("3", "a", "", ""),
        package("4", "b", "MTIzNA==", ""),
    ]);
    let report = report(&file);
    assert_eq!(
        kinds(&report),
        [Some(EmptySecret), Some(RepeatedKeyId), Some(EmptySecret), None],
        "a key keeps its own reason"
    );
}

#[test]
fn the_good_ones_alone_have_to_be_asked_for_by_name() {
    let file = container(&[
        package("1", "a", "MTIzNA==", ""),
        package("2", "b", "", ""),
        package("3", "c", "MTIzNDU=", ""),
    ]);
    let report = report(&file);
    let accepted: Vec<_> =
        report.keys().iter().filter(|entry| entry.is_accepted()).cloned().collect();
    let packages = report.danger_into_accepted_only();
    assert_eq!(packages.len(), 2);
    for (entry, package) in accepted.iter().zip(&packages) {
        assert_eq!(entry.serial.as_deref(), package.serial());
    }
}

#[test]
fn a_complete_report_gives_what_opening_gives() {
    let file = container(&[package("1", "a", "MTIzNA==", ""), package("2", "b", "MTIzNDU=", "")]);
    let report = report(&file);
    assert!(report.is_complete() && report.refusals().next().is_none());
    let reported = report.into_packages().unwrap();
    let opened = Container::parse(file.as_bytes()).unwrap().open(&TransportKey::None).unwrap();
    for (one, other) in reported.iter().zip(&opened) {
        assert_eq!((one.serial(), &one.key), (other.serial(), &other.key));
        assert_eq!(one.secret.expose(), other.secret.expose());
    }
    assert_eq!(reported.len(), opened.len());
}

#[test]
fn what_is_wrong_with_opening_is_reported_for_each_key() {
    let file = include_str!("interop/aes128-hmac-sha1.pskcxml");
    let with = |key: TransportKey| {
        let report = Report::parse(file.as_bytes(), &key, Authenticity::Unproven).unwrap();
        let numbers: Vec<_> = report.keys().iter().map(|entry| entry.number).collect();
        assert_eq!(numbers, [1, 2, 3]);
        kinds(&report)
    };
    let secret = |bytes: &[u8]| Secret::new(bytes).unwrap();
    assert_eq!(with(TransportKey::None), [Some(TransportKeyNeeded); 3]);
    assert_eq!(with(TransportKey::PreShared(secret(&[0; 16]))), [Some(CannotOpen); 3]);
    assert_eq!(with(TransportKey::PreShared(secret(&[0; 24]))), [Some(TransportKeyLength); 3]);
    assert_eq!(with(TransportKey::Password(secret(b"qwerty"))), [Some(NoKeyDerivation); 3]);
}

#[test]
fn a_file_refused_as_a_whole_still_lists_its_keys() {
    let plain = container(&[package("1", "a", "MTIzNA==", ""), package("2", "b", "MTIzNA", "")]);
    let start = "<KeyPackage>";
    let with = |element: &str| {
        let file = plain.replacen(start, &format!("{element}{start}"), 1);
        let report = report(&file);
        let serials: Vec<_> =
            report.keys().iter().filter_map(|entry| entry.serial.as_deref()).collect();
        assert_eq!(serials, ["1", "2"]);
        assert_eq!(
            Container::parse(file.as_bytes())
                .and_then(|file| file.open(&TransportKey::None))
                .unwrap_err()
                .kind(),
            report.refusals().next().unwrap().kind()
        );
        kinds(&report)
    };
    assert_eq!(with("<MACMethod Algorithm='urn:x'/>"), [Some(MacUnsupported); 2]);
    assert_eq!(with("<EncryptionKey><x/></EncryptionKey>"), [Some(UnexpectedElement); 2]);
    let both = "<EncryptionKey><x/></EncryptionKey><MACMethod Algorithm='urn:x'/>";
    assert_eq!(with(both), [Some(UnexpectedElement); 2]);
    // A signature says nothing against reading: a package that cannot be read keeps its own reason.
    let signed = container(&[
        "<Signature/>".to_owned(),
        package("1", "a", "MTIzNA==", ""),
        package("2", "b", "MTIzNA", ""),
    ]);
    assert_eq!(kinds(&report(&signed)), [Some(SignatureUnverified), Some(InvalidBase64)]);
}

#[test]
fn what_is_no_container_has_no_report() {
    let error = |file: &str| {
        Report::parse(file.as_bytes(), &TransportKey::None, Authenticity::Unproven)
            .unwrap_err()
            .kind()
    };
    assert_eq!(error("<a/>"), NotAKeyContainer);
    assert_eq!(error(""), Empty);
    assert_eq!(error(container(&[]).trim_end_matches("</KeyContainer>")), Truncated);
    assert_eq!(error("<!DOCTYPE a><a/>"), DocumentType);
    assert_eq!(error(&container(&[])), Missing("KeyPackage"));
    assert_eq!(error(&container(&["<Other/>".to_owned()])), UnexpectedElement);
}
