//! A shipment of 100,000 keys in one file is imported in the memory that a small one takes.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

mod common;

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

use common::{NOW, bank};
use warifu_core::{Digits, Entropy, EntropyError, Seconds, Secret};
use warifu_pskc::{
    Authenticity, ContainerReader, DeviceInfo, Encryption, Export, ExportProtection, KeyAlgorithm,
    KeyDescription, KeyPackage, MacAlgorithm, ResponseFormat, TransportKey,
};

/// Of the whole process, the test's own code among it.
const MOST_MEMORY: u64 = 64 * 1024 * 1024;
const KEYS: u64 = 100_000;
/// Each commit is synchronised to the disk, so that the whole shipment would take a minute or more: see
/// `the_whole_shipment`.
const IMPORTED: u64 = 2_000;

#[test]
fn a_shipment_is_examined_and_imported_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shipment.pskcxml");
    write_shipment(&file, KEYS);
    let length = fs::metadata(&file).unwrap().len();
    assert!(length > 64 * 1024 * 1024, "{length}");
    let bank = bank(&folder.path().join("bank.sqlite"));

    let (key, mut calls, mut read) = (transport_key(), 0, 0);
    let examined = {
        let packages = container(&file).open(&key, Authenticity::Unproven).unwrap();
        let packages = packages.with_progress(|progress| {
            calls += 1;
            read = progress.bytes;
        });
        bank.examine(packages, NOW).unwrap()
    };
    assert_eq!((examined.added, examined.known), (KEYS, 0));
    assert_eq!(calls, KEYS);
    assert!(length - read < 100, "{read} of {length}");

    let part = folder.path().join("part.pskcxml");
    write_shipment(&part, IMPORTED);
    import(&part, &folder.path().join("another.sqlite"), IMPORTED);
    assert_peak();
}

/// `cargo test --release -p warifu-bank --test shipment -- --ignored --nocapture`
#[test]
#[ignore = "synchronises 100,000 commits to the disk"]
fn the_whole_shipment() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shipment.pskcxml");
    write_shipment(&file, KEYS);
    import(&file, &folder.path().join("bank.sqlite"), KEYS);
    assert_peak();
}

/// Twice, since an import that was cut short is repeated.
fn import(file: &Path, database: &Path, keys: u64) {
    let (key, mut bank) = (transport_key(), bank(database));
    for expected in [(keys, 0), (0, keys)] {
        let packages = container(file).open(&key, Authenticity::Unproven).unwrap();
        let report = bank.import(packages, NOW).unwrap();
        assert_eq!((report.added, report.known), expected);
    }
}

fn container(file: &Path) -> ContainerReader<BufReader<File>> {
    ContainerReader::new(BufReader::new(File::open(file).unwrap())).unwrap()
}

fn transport_key() -> TransportKey {
    TransportKey::PreShared(Secret::new(&TRANSPORT_KEY).unwrap())
}

const TRANSPORT_KEY: [u8; 32] = [7; 32];

/// Writes each package as a file, and what of it is the package into one file: more than a writer that has all keys in
/// memory could write in this process.
fn write_shipment(path: &Path, keys: u64) {
    let transport_key = Secret::new(&TRANSPORT_KEY).unwrap();
    let encryption = Encryption::AesCbc(MacAlgorithm::HmacSha256);
    let protection = ExportProtection::PreShared { key: &transport_key, name: "n", encryption };
    let export = Export::new(protection);
    let mut out = BufWriter::new(File::create(path).unwrap());
    for number in 1..=keys {
        let file = export.write(&[package(number)], &mut Counting { number, calls: 0 }).unwrap();
        let (header, rest) = file.split_once("  <pskc:KeyPackage>").unwrap();
        let (package, end) = rest.split_once("</pskc:KeyPackage>").unwrap();
        if number == 1 {
            out.write_all(header.as_bytes()).unwrap();
        }
        write!(out, "  <pskc:KeyPackage>{package}</pskc:KeyPackage>").unwrap();
        let end = if number == keys { end } else { "\n" };
        out.write_all(end.as_bytes()).unwrap();
    }
    out.flush().unwrap();
}

fn package(number: u64) -> KeyPackage {
    let mut key = KeyDescription::new(&format!("key-{number}"), KeyAlgorithm::Totp)
        .with_response(ResponseFormat::decimal(Digits::SIX));
    key.time_step = Some(Seconds::new(30));
    let secret: Vec<u8> = number.to_be_bytes().repeat(3)[..20].to_vec();
    let device = DeviceInfo::new("Example Tokens", &serial(number));
    KeyPackage::new(device, key, Secret::new(&secret).unwrap())
}

/// Of 11 digits, as those of one-time password tokens.
fn serial(number: u64) -> String {
    format!("20{number:09}")
}

/// The same MAC key in each file, and another initialization vector for each value.
struct Counting {
    number: u64,
    calls: u8,
}

impl Entropy for Counting {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        self.calls += 1;
        destination.fill(self.calls);
        if self.calls == 3 {
            destination[..8].copy_from_slice(&self.number.to_be_bytes());
        }
        Ok(())
    }
}

/// The most memory that this process ever had, where the system tells.
fn assert_peak() {
    let Ok(status) = fs::read_to_string("/proc/self/status") else { return };
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kibibytes: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    writeln!(io::stderr(), "peak: {kibibytes} KiB").unwrap();
    assert!(kibibytes * 1024 < MOST_MEMORY, "{kibibytes} KiB");
}
