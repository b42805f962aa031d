//! A file that is read package by package gives what it gives as a whole, and says how far it came.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use std::error::Error as _;
use std::io::{self, BufRead, BufReader, Read};

use warifu_core::Secret;
use warifu_pskc::ImportErrorKind::*;
use warifu_pskc::{
    Authenticity, Completion, Container, ContainerReader, ImportError, ImportErrorKind, KeyPackage,
    NextPackage, TransportKey,
};

const SEALED: &str = include_str!("interop/aes128-hmac-sha1.pskcxml");

fn sealed_key() -> TransportKey {
    TransportKey::PreShared(Secret::new(&(0x40..0x50).collect::<Vec<u8>>()).unwrap())
}

/// The packages up to the end or the first fault.
fn read(
    file: impl BufRead,
    key: &TransportKey,
    authenticity: Authenticity,
) -> (Vec<KeyPackage>, Result<Completion, ImportError>) {
    let mut found = Vec::new();
    let opened = ContainerReader::new(file).and_then(|file| file.open(key, authenticity));
    let mut packages = match opened {
        Ok(packages) => packages,
        Err(error) => return (found, Err(error)),
    };
    loop {
        match packages.next_package() {
            Ok(NextPackage::Package(package)) => found.push(*package),
            Ok(NextPackage::Complete(complete)) => {
                let again = packages.next_package().unwrap();
                assert!(matches!(again, NextPackage::Complete(again) if again == complete));
                return (found, Ok(complete));
            }
            Err(error) => {
                assert_eq!(packages.next_package().unwrap_err(), error, "it stays so");
                return (found, Err(error));
            }
        }
    }
}

fn plain(file: &str) -> (usize, Result<Completion, ImportError>) {
    let (found, outcome) = read(file.as_bytes(), &TransportKey::None, Authenticity::Unproven);
    (found.len(), outcome)
}

fn number(length: usize) -> u64 {
    u64::try_from(length).unwrap()
}

fn package(number: usize, extra: &str) -> String {
    format!(
        "<KeyPackage><DeviceInfo><SerialNo>{number}</SerialNo></DeviceInfo>\n\
         <Key Id='k{number}' Algorithm='urn:ietf:params:xml:ns:keyprov:pskc:hotp'>\n\
         <Data><Secret><PlainValue>MTIzNA==</PlainValue></Secret></Data>{extra}\n\
         </Key></KeyPackage>\n"
    )
}

fn container(content: &str) -> String {
    format!(
        "<KeyContainer Version='1.0' xmlns='urn:ietf:params:xml:ns:keyprov:pskc'>\n{content}</KeyContainer>\n"
    )
}

fn packages(count: usize) -> String {
    (1..=count).map(|number| package(number, "")).collect()
}

/// Gives one byte at a time, so that every border of a buffer falls into every token.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = out.len().min(1);
        self.0.read(&mut out[..length])
    }
}

#[test]
fn it_gives_what_the_whole_file_gives() {
    let whole = Container::parse(SEALED.as_bytes()).unwrap().open(&sealed_key()).unwrap();
    let (at_once, complete) = read(SEALED.as_bytes(), &sealed_key(), Authenticity::Unproven);
    let slow = BufReader::with_capacity(1, Slow(SEALED.as_bytes()));
    let (slowly, slow_complete) = read(slow, &sealed_key(), Authenticity::Unproven);
    for streamed in [at_once, slowly] {
        assert_eq!(streamed.len(), whole.len());
        for (streamed, whole) in streamed.iter().zip(&whole) {
            assert_eq!((&streamed.device, &streamed.key), (&whole.device, &whole.key));
            assert_eq!(streamed.secret.expose(), whole.secret.expose());
        }
    }
    let complete = complete.unwrap();
    assert_eq!((complete.keys(), complete.bytes()), (3, number(SEALED.len())));
    assert_eq!(slow_complete.unwrap(), complete);
}

/// A byte order mark counts in the places of what follows, and may come in several reads.
#[test]
fn a_byte_order_mark_may_come_byte_by_byte() {
    let file = format!("\u{feff}{}", container(&packages(2)));
    let faulty = format!("\u{feff}{}", container(&(package(1, "") + "<Other/>")));
    for at_once in 1..5 {
        let source = |file: &str| {
            let bytes = BufReader::with_capacity(at_once, io::Cursor::new(file.to_owned()));
            read(bytes, &TransportKey::None, Authenticity::Unproven)
        };
        let complete = source(&file).1.unwrap();
        assert_eq!((complete.keys(), complete.bytes()), (2, number(file.len())), "{at_once}");
        let error = source(&faulty).1.unwrap_err();
        assert_eq!(error.offset(), number(faulty.find("<Other/>").unwrap()), "{at_once}");
    }
}

#[test]
fn the_header_is_known_before_the_keys() {
    let container = ContainerReader::new(SEALED.as_bytes()).unwrap();
    assert_eq!(container.key_names().collect::<Vec<_>>(), ["interop key"]);
    assert!(!container.needs_password());
    assert_eq!((container.id(), container.dialect().to_string().as_str()), (None, "RFC 6030"));
    let error = container.open(&TransportKey::None, Authenticity::Unproven);
    let mut packages = error.unwrap();
    assert_eq!(packages.next_package().unwrap_err().kind(), TransportKeyNeeded);
    let refused = |key: &[u8]| {
        let key = TransportKey::PreShared(Secret::new(key).unwrap());
        let container = ContainerReader::new(SEALED.as_bytes()).unwrap();
        container.open(&key, Authenticity::Unproven).err().map(|error| error.kind())
    };
    assert_eq!(refused(&[1; 24]), Some(TransportKeyLength));
    assert_eq!(refused(&[1; 16]), None, "only a MAC can tell");
}

#[test]
fn every_truncation_is_incomplete() {
    let file = container(&packages(3));
    for end in 0..file.trim_end().len() {
        let (found, outcome) = plain(&file[..end]);
        let error = outcome.unwrap_err();
        assert_eq!(error.handed_out(), number(found), "{end}");
        assert!(error.offset() <= number(end));
    }
    assert_eq!(plain(file.trim_end()).0, 3);
    assert_eq!(plain(&file).1.unwrap().keys(), 3);
}

#[test]
fn a_later_fault_names_package_place_and_what_came_before() {
    let policy = "<Policy><Vendor/></Policy>";
    let file = container(&(packages(2) + &package(3, policy) + &package(4, "")));
    let (found, outcome) = plain(&file);
    let error = outcome.unwrap_err();
    assert_eq!((found, error.handed_out(), error.kind()), (2, 2, PolicyNotUnderstood));
    let offset = file.find("<Vendor/>").unwrap();
    assert_eq!((error.line(), error.offset()), (12, number(offset)));
    let package = error.package().unwrap();
    assert_eq!((package.number, package.serial.as_deref()), (3, Some("3")));
    assert_eq!(package.key_id.as_deref(), Some("k3"));
    assert_eq!(
        error.to_string(),
        format!(
            "the policy of the key is not understood, so its use is not permitted \
             (line 12, byte {offset}, key package 3, serial 3; 2 keys were handed out before)"
        )
    );

    // The third MAC is changed: the first two keys are out, and the third is not.
    let last_mac = SEALED.rfind("<pskc:ValueMAC>").unwrap() + "<pskc:ValueMAC>".len();
    let mut changed = SEALED.as_bytes().to_vec();
    changed[last_mac] = if changed[last_mac] == b'A' { b'B' } else { b'A' };
    let (found, outcome) = read(changed.as_slice(), &sealed_key(), Authenticity::Unproven);
    let error = outcome.unwrap_err();
    assert_eq!((found.len(), error.kind(), error.handed_out()), (2, CannotOpen, 2));
    assert_eq!(error.package().unwrap().number, 3);
}

#[test]
fn what_protects_the_keys_comes_before_them() {
    let first = package(1, "");
    let after = |element: &str| plain(&container(&format!("{first}{element}"))).1.unwrap_err();
    let mac_method = "<MACMethod Algorithm='http://www.w3.org/2000/09/xmldsig#hmac-sha1'/>";
    for (element, kind) in [
        ("<EncryptionKey/>", Misplaced("EncryptionKey")),
        (mac_method, Misplaced("MACMethod")),
        ("<Other/>", UnexpectedElement),
        ("<x xmlns='urn:x'/>", UnexpectedElement),
        ("<Device/>", UnexpectedElement),
        ("text", UnexpectedText),
    ] {
        let error = after(element);
        assert_eq!((error.kind(), error.handed_out()), (kind, 1), "{element}");
        let whole = Container::parse(container(&format!("{first}{element}")).as_bytes());
        assert_eq!(whole.unwrap_err().kind(), kind, "{element}");
    }
    let (found, complete) = plain(&container(&format!("{first}<Extensions/>{}", package(2, ""))));
    assert_eq!((found, complete.unwrap().keys()), (2, 2));
}

/// A signature refuses the file wherever it is, unless the transport is trusted.
#[test]
fn a_signature_refuses_the_file() {
    let signature = "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>";
    for (content, handed_out) in [
        (format!("{signature}{}", packages(2)), 0),
        (format!("{}{signature}{}", package(1, ""), package(2, "")), 1),
        (format!("{}{signature}", packages(2)), 2),
    ] {
        let file = container(&content);
        let (found, outcome) = plain(&file);
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.handed_out()), (SignatureUnverified, handed_out));
        assert_eq!(number(found), handed_out);
        let trusted = Authenticity::TransportIsTrusted;
        let (found, complete) = read(file.as_bytes(), &TransportKey::None, trusted);
        assert_eq!((found.len(), complete.unwrap().keys()), (2, 2));
        let twice = container(&format!("{content}{signature}"));
        let (_, outcome) = read(twice.as_bytes(), &TransportKey::None, trusted);
        assert_eq!(outcome.unwrap_err().kind(), Repeated("Signature"));
    }
}

#[test]
fn what_follows_the_end_is_refused() {
    let file = container(&packages(1));
    for fine in ["", "\n\n", "<!-- a comment -->", "<?and more?>\n"] {
        assert_eq!(plain(&format!("{file}{fine}")).1.unwrap().keys(), 1, "{fine}");
    }
    for more in ["<a/>", &file, "text", "</KeyContainer>", "&amp;", "<![CDATA[]]>", "\0"] {
        let error = plain(&format!("{file}{more}")).1.unwrap_err();
        assert_eq!((error.kind(), error.handed_out()), (Malformed, 1), "{more}");
    }
}

#[test]
fn progress_is_told_after_each_package() {
    let file = container(&packages(5));
    let mut told = Vec::new();
    let container = ContainerReader::new(file.as_bytes()).unwrap();
    let packages = container.open(&TransportKey::None, Authenticity::Unproven).unwrap();
    let mut packages = packages.with_progress(|progress| told.push(progress));
    while let NextPackage::Package(_) = packages.next_package().unwrap() {}
    drop(packages);
    let keys: Vec<_> = told.iter().map(|progress| progress.keys).collect();
    assert_eq!(keys, [1, 2, 3, 4, 5]);
    let ends: Vec<_> =
        file.match_indices("</KeyPackage>").map(|(at, end)| at + end.len()).collect();
    let bytes: Vec<_> =
        told.iter().map(|progress| usize::try_from(progress.bytes).unwrap()).collect();
    assert_eq!(bytes, ends);
}

/// A source that ends in an error that it raises itself.
struct Failing<'a>(&'a [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.0.read(out)? {
            0 => Err(io::Error::new(io::ErrorKind::ConnectionReset, "the network is gone")),
            length => Ok(length),
        }
    }
}

#[test]
fn a_source_that_fails_is_not_a_file_that_ends() {
    let file = container(&packages(2));
    for end in [10, file.len() / 2, file.len()] {
        let failing = BufReader::new(Failing(&file.as_bytes()[..end]));
        let (_, outcome) = read(failing, &TransportKey::None, Authenticity::Unproven);
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), Unreadable(io::ErrorKind::ConnectionReset), "{end}");
        assert_eq!(error.source().unwrap().to_string(), "the network is gone");
    }
}

/// Repeats a comment for ever, and remembers how much of it was read.
struct Endless<'a> {
    file: &'a [u8],
    comment: &'a [u8],
    rest: &'a [u8],
    read: u64,
}

impl Read for Endless<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.file.is_empty() && self.rest.is_empty() {
            self.rest = self.comment;
        }
        let from = if self.file.is_empty() { &mut self.rest } else { &mut self.file };
        let length = from.read(out)?;
        self.read += number(length);
        Ok(length)
    }
}

/// A shipment without end is given up at 1 GiB. Each part is small: the whole is too large.
#[test]
fn a_file_is_bounded() {
    let header = "<KeyContainer Version='1.0' xmlns='urn:ietf:params:xml:ns:keyprov:pskc'>";
    let file = format!("{header}{}", package(1, ""));
    let extension = format!("<Extensions><!--{}--></Extensions>", "x".repeat(1024 * 1024));
    let endless =
        Endless { file: file.as_bytes(), comment: extension.as_bytes(), rest: &[], read: 0 };
    let mut source = BufReader::with_capacity(1 << 16, endless);
    let (found, outcome) = read(&mut source, &TransportKey::None, Authenticity::Unproven);
    let error = outcome.unwrap_err();
    assert_eq!((found.len(), error.kind(), error.handed_out()), (1, TooLarge, 1));
    assert!((1 << 30..(1 << 30) + (1 << 17)).contains(&source.get_ref().read));
}

#[test]
fn debug_shows_no_secret() {
    let container = ContainerReader::new(SEALED.as_bytes()).unwrap();
    assert_eq!(format!("{container:?}"), "ContainerReader { id: None, dialect: Rfc6030, .. }");
    let key = sealed_key();
    let mut packages = container.open(&key, Authenticity::Unproven).unwrap();
    let shown = format!("{:?} {packages:?}", packages.next_package().unwrap());
    assert!(shown.contains("redacted") && shown.contains("keys: 1"), "{shown}");
    assert!(!shown.contains("49, 50") && !shown.contains("64, 65"), "{shown}");
}

/// The two ways of reading agree on what is a fault, too.
#[test]
fn the_first_fault_is_that_of_the_whole_file() {
    let kind = |outcome: Result<Completion, ImportError>| outcome.unwrap_err().kind();
    for (content, expected) in [
        (String::new(), Missing("KeyPackage")),
        (package(1, "") + &package(1, ""), RepeatedKeyId),
        ("<MACMethod Algorithm='urn:x'/>".to_owned() + &packages(1), MacUnsupported),
        (package(1, "") + "<KeyPackage/>", Missing("Key")),
    ] {
        let file = container(&content);
        let whole: ImportErrorKind = Container::parse(file.as_bytes()).unwrap_err().kind();
        assert_eq!((whole, kind(plain(&file).1)), (expected, expected), "{content}");
    }
}
