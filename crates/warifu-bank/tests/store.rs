//! Key files in, and what was changed behind the bank's back.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

mod common;

use std::fs;
use std::path::Path;

use common::{
    KEY_FILE, NOW, bank, later, packages, person, registered, stocked, transport_key, with_file,
};
use rusqlite::Connection;
use warifu_bank::audit::{AuditEntry, AuditError};
use warifu_bank::store::{CommitOutcome, RecordChange, SqliteStore, Store, Subject};
use warifu_bank::{
    Bank, BankError, ImportOutcome, ImportReport, KeyPackageError, LocalKeyEncryption, Settings,
    SystemEntropy,
};
use warifu_core::{Digits, Seconds, Secret, UnixTime};
use warifu_pskc::{
    Encryption, Export, ExportProtection, HashAlgorithm, KeyAlgorithm, KeyPackage, PinMode,
    PinPolicy, TransportKey,
};
use warifu_sign::KanaText;
use zeroize::Zeroizing;

/// A file of these packages, under the example key.
fn file_of(packages: &[KeyPackage]) -> Zeroizing<String> {
    let TransportKey::PreShared(key) = transport_key() else { panic!("a pre-shared key") };
    let encryption = Encryption::AesKeyWrap;
    let protection = ExportProtection::PreShared { key: &key, name: "example", encryption };
    Export::new(protection).write(packages, &mut SystemEntropy).unwrap()
}

fn report(added: u64, known: u64) -> ImportReport {
    let mut report = ImportReport::default();
    (report.added, report.known) = (added, known);
    report
}

#[test]
fn an_import_can_be_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = bank(&folder.path().join("bank.sqlite"));
    let whole = with_file(KEY_FILE, |packages| bank.import(packages, NOW)).unwrap();
    assert_eq!(whole, report(2, 0));
    let again = with_file(KEY_FILE, |packages| bank.import(packages, NOW)).unwrap();
    assert_eq!(again, report(0, 2));
    assert_eq!(bank.audit().unwrap().len(), 2, "and changes nothing");

    let mut other = packages();
    other[0].secret = Secret::new(&[7; 32]).unwrap();
    let error =
        with_file(file_of(&other).as_bytes(), |packages| bank.import(packages, NOW)).unwrap_err();
    assert!(
        matches!(error.cause(), BankError::KeyPackage { reason: KeyPackageError::Known, .. }),
        "{error}"
    );
    assert_eq!(bank.audit().unwrap().len(), 2);
}

/// Since the first import, keys expire and policies change.
#[test]
fn a_file_of_expired_keys_can_be_imported_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = bank(&folder.path().join("bank.sqlite"));
    let mut dated = packages();
    dated[0].device.expires = Some(later(10));
    dated[1].key.policy.expires = Some(later(10));
    let file = file_of(&dated);
    let import = |bank: &mut common::TestBank, now| {
        with_file(file.as_bytes(), |packages| bank.import(packages, now))
    };
    let error = import(&mut bank, later(10)).unwrap_err();
    assert!(matches!(error.cause(), BankError::KeyPackage { reason: KeyPackageError::Dates, .. }));
    assert_eq!(import(&mut bank, NOW), Ok(report(2, 0)));
    assert_eq!(import(&mut bank, later(10)), Ok(report(0, 2)));
    let examined = with_file(file.as_bytes(), |packages| bank.examine(packages, later(10)));
    assert_eq!(examined, Ok(report(0, 2)));
    assert_eq!(bank.audit().unwrap().len(), 2, "and changes nothing");
}

type Change = fn(&mut KeyPackage);

/// What a file says of a key that the bank holds is compared with what the bank does with it, and changes nothing.
#[test]
fn other_parameters_of_a_held_key_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bank.sqlite");
    drop(stocked(&path));
    let bodies = || {
        let store = SqliteStore::open(&path).unwrap();
        ["token:1012345674", "token:20123456789"]
            .map(|subject| store.load(&subject.parse().unwrap()).unwrap().unwrap().body)
    };
    let before = bodies();
    let mut bank = bank(&path);
    let outcome = |bank: &mut common::TestBank, index: usize, change: Change| {
        let mut package = packages().swap_remove(index);
        change(&mut package);
        bank.import_package(&package, NOW).map(|token| token.outcome)
    };
    let differing: [(usize, Change); 8] = [
        (1, |package| package.key.time_step = Some(Seconds::new(30))),
        (1, |package| package.key.time_step = None),
        (1, |package| package.key.digits = Some(Digits::EIGHT)),
        (1, |package| package.key.digits = None),
        (1, |package| package.key.hash = HashAlgorithm::Sha256),
        (1, |package| package.key.profile = Some("agreed".to_owned())),
        (0, |package| package.key.policy.transactions = Some(5)),
        (0, |package| package.key.policy.pin = Some(PinPolicy::new(PinMode::Prepend))),
    ];
    for (index, change) in differing {
        assert_eq!(outcome(&mut bank, index, change), Ok(ImportOutcome::Differing));
    }
    // The bank keeps no dates, and has a newer drift.
    let same: [(usize, Change); 4] = [
        (1, |package| package.key.time_drift = Some(1)),
        (1, |package| package.key.policy.expires = Some(NOW)),
        (0, |package| package.device.starts = Some(later(1))),
        (0, |package| package.key.time_step = Some(Seconds::new(30))),
    ];
    for (index, change) in same {
        assert_eq!(outcome(&mut bank, index, change), Ok(ImportOutcome::Known));
    }
    // Not the key that the bank holds.
    let refused: [(Change, KeyPackageError); 3] = [
        (|package| package.secret = Secret::new(&[7; 20]).unwrap(), KeyPackageError::Known),
        (|package| package.key.algorithm = KeyAlgorithm::IssuerDeviceKey, KeyPackageError::Known),
        (|package| package.key.algorithm = KeyAlgorithm::Hotp, KeyPackageError::Algorithm),
    ];
    for (change, expected) in refused {
        match outcome(&mut bank, 1, change) {
            Err(BankError::KeyPackage { reason, .. }) => assert_eq!(reason, expected),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(bank.audit().unwrap().len(), 2);
    drop(bank);
    assert_eq!(bodies(), before, "nothing was changed");
}

#[test]
fn a_report_counts_other_parameters() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = stocked(&folder.path().join("bank.sqlite"));
    let mut changed = packages();
    changed[1].key.time_step = Some(Seconds::new(30));
    let file = file_of(&changed);
    let mut expected = report(0, 2);
    expected.differing = 1;
    let examined = with_file(file.as_bytes(), |packages| bank.examine(packages, NOW));
    assert_eq!(examined, Ok(expected));
    let imported = with_file(file.as_bytes(), |packages| bank.import(packages, NOW));
    assert_eq!(imported, Ok(expected));
}

/// A file with a fault leaves what came before it; who wants all or nothing examines it first.
#[test]
fn a_fault_says_what_was_imported() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = bank(&folder.path().join("bank.sqlite"));
    let mut third = packages().swap_remove(0);
    third.device.serial = Some("1012345675".to_owned());
    third.key.id = "third".to_owned();
    let whole = packages().into_iter().chain([third]).collect::<Vec<_>>();
    let text = file_of(&whole);
    let (before, after) = text.rsplit_once("<xenc:CipherValue>").unwrap();
    let changed = format!("{before}<xenc:CipherValue>AAAA{}", &after[4..]);
    let cut = text.trim_end().strip_suffix("</pskc:KeyContainer>").unwrap();
    for (faulty, read, said) in [
        (changed.as_str(), 2, "the key file cannot be opened with this transport key"),
        (cut, 3, "the key file ends early"),
    ] {
        let file = faulty.as_bytes();
        let examined = with_file(file, |packages| bank.examine(packages, NOW)).unwrap_err();
        assert!(bank.audit().unwrap().is_empty() || read == 3, "nothing was stored");
        let BankError::KeyFile(fault) = examined.cause() else { panic!("{examined}") };
        assert_eq!(fault.handed_out(), read);
        assert!(fault.to_string().starts_with(said), "{fault}");
        let error = with_file(file, |packages| bank.import(packages, NOW)).unwrap_err();
        assert_eq!(error.report().added + error.report().known, read);
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.starts_with(said) && !error.to_string().contains(said), "{error}");
    }
    assert_eq!(bank.audit().unwrap().len(), 3);
    let complete = with_file(text.as_bytes(), |packages| bank.import(packages, NOW)).unwrap();
    assert_eq!(complete, report(0, 3));
}

/// A serial number that is refused is shown without what a terminal or a log would obey.
#[test]
fn a_strange_serial_number_is_escaped() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = bank(&folder.path().join("bank.sqlite"));
    let mut package = packages().swap_remove(0);
    package.device.serial = Some("9\u{9b}31m\n2026 forged line\u{202e}".to_owned());
    let said = bank.import_package(&package, NOW).unwrap_err().to_string();
    assert!(said.contains("9\\u{9b}31m\\n2026 forged line\\u{202e}"), "{said}");
    assert!(!said.contains(char::is_control), "{said:?}");
}

/// For a bank that examines the file first.
#[test]
fn an_import_is_whole_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = bank(&folder.path().join("bank.sqlite"));
    let mut other = packages();
    other[1].key.algorithm = KeyAlgorithm::Hotp;
    let file = file_of(&other);
    let error = with_file(file.as_bytes(), |packages| bank.examine(packages, NOW)).unwrap_err();
    assert!(
        matches!(error.cause(), BankError::KeyPackage { reason: KeyPackageError::Algorithm, .. }),
        "{error}"
    );
    assert_eq!(error.report(), report(1, 0));
    assert_eq!(with_file(KEY_FILE, |packages| bank.examine(packages, NOW)), Ok(report(2, 0)));
    assert!(bank.audit().unwrap().is_empty(), "nothing was stored");
    assert_eq!(with_file(KEY_FILE, |packages| bank.import(packages, NOW)), Ok(report(2, 0)));
    assert_eq!(with_file(KEY_FILE, |packages| bank.examine(packages, NOW)), Ok(report(0, 2)));
    assert_eq!(bank.audit().unwrap().len(), 2);
}

#[test]
fn a_serial_number_twice_in_a_file_ends_the_import() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = bank(&folder.path().join("bank.sqlite"));
    let mut doubled = packages();
    doubled.extend(packages());
    doubled[2].key.id = "another".to_owned();
    doubled[3].key.id = "a third".to_owned();
    let file = file_of(&doubled);
    let error = with_file(file.as_bytes(), |packages| bank.import(packages, NOW)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the import was cut short: 2 tokens were new and 0 known before that"
    );
    assert_eq!(
        error.cause().to_string(),
        "the key package of 1012345674: its serial number is in the file twice"
    );
    assert_eq!(error.report(), report(2, 0));
    assert_eq!(bank.audit().unwrap().len(), 2);
}

#[test]
fn a_package_that_is_no_token_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = bank(&folder.path().join("bank.sqlite"));
    let refused = |bank: &mut common::TestBank, change: &dyn Fn(&mut KeyPackage)| {
        let mut packages = packages();
        change(&mut packages[1]);
        match bank.import_package(&packages[1], NOW) {
            Err(BankError::KeyPackage { reason, .. }) => reason,
            other => panic!("{other:?}"),
        }
    };
    let late = Some(UnixTime::new(NOW.value() + 1));
    assert_eq!(
        refused(&mut bank, &|package| package.device.serial = None),
        KeyPackageError::Serial
    );
    assert_eq!(
        refused(&mut bank, &|package| package.device.serial = Some("A1\n".into())),
        KeyPackageError::Serial
    );
    assert_eq!(
        refused(&mut bank, &|package| package.key.algorithm = KeyAlgorithm::Hotp),
        KeyPackageError::Algorithm
    );
    assert_eq!(
        refused(&mut bank, &|package| package.key.digits = None),
        KeyPackageError::Parameters
    );
    assert_eq!(
        refused(&mut bank, &|package| package.key.time_step = None),
        KeyPackageError::Parameters
    );
    assert_eq!(
        refused(&mut bank, &|package| package.key.digits = Digits::new(4).ok()),
        KeyPackageError::Parameters
    );
    assert_eq!(
        refused(&mut bank, &|package| package.secret = Secret::new(&[1; 15]).unwrap()),
        KeyPackageError::Secret
    );
    assert_eq!(
        refused(&mut bank, &|package| package.key.policy.starts = late),
        KeyPackageError::Dates
    );
    assert_eq!(
        refused(&mut bank, &|package| package.device.expires = Some(NOW)),
        KeyPackageError::Dates
    );
    assert!(bank.audit().unwrap().is_empty(), "nothing was stored");
}

#[test]
fn no_secret_stands_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    let mut bank = stocked(&file);
    registered(&mut bank, "I7000156KANR");
    drop(bank);
    let stored: Vec<u8> = fs::read_dir(folder.path())
        .unwrap()
        .flat_map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect();
    for package in packages() {
        let secret = package.secret.expose();
        assert!(!stored.windows(secret.len()).any(|window| window == secret));
    }
    assert!(
        stored.windows(12).any(|window| window == b"I7000156KANR"),
        "the search does find what is there"
    );
}

#[test]
fn another_key_encryption_key_reads_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    stocked(&file);
    let settings = Settings::new(common::ISSUER, KanaText::parse("ﾜﾘﾌ").unwrap()).unwrap();
    let store = SqliteStore::open(&file).unwrap();
    let mut other = Bank::new(store, LocalKeyEncryption::new(&[9; 32]), SystemEntropy, settings);
    let typed = other.register_hardware_otp(
        &person("user01"),
        &common::serial(common::HARDWARE_OTP),
        "123456",
        NOW,
    );
    assert!(matches!(typed, Err(BankError::Key(_))));
    assert!(other.verify_audit().is_err());
}

fn tampered(file: &Path, sql: &str) -> Result<usize, AuditError> {
    let copy = file.with_extension("copy");
    Connection::open(file).unwrap().execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    let connection = Connection::open(&copy).unwrap();
    connection.pragma_update(None, "application_id", 0x7772_6663).unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    let verified = bank(&copy).verify_audit();
    fs::remove_file(&copy).unwrap();
    verified
}

#[test]
fn every_change_to_the_audit_log_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    let mut bank = stocked(&file);
    registered(&mut bank, "I7000156KANR");
    let entries = bank.audit().unwrap().len();
    drop(bank);
    assert_eq!(tampered(&file, "SELECT 1;").unwrap(), entries, "unchanged");
    let changes = [
        "UPDATE audit SET event = 'released' WHERE subject = 'token:1012345674' AND sequence = 2;",
        "UPDATE audit SET reason = 'x' WHERE subject = 'token:1012345674' AND sequence = 1;",
        "UPDATE audit SET actor = 'x' WHERE subject = 'token:1012345674' AND sequence = 3;",
        "UPDATE audit SET time = time + 1 WHERE subject = 'token:20123456789';",
        "UPDATE audit SET actor = 'impor', event = 'timported' WHERE subject = 'token:20123456789';",
        "DELETE FROM audit WHERE subject = 'token:1012345674' AND sequence = 2;",
        "DELETE FROM audit WHERE subject = 'token:1012345674' AND sequence = 3;",
        "DELETE FROM audit WHERE subject = 'token:20123456789';",
        "DELETE FROM audit WHERE sequence = 3; UPDATE record SET version = 2 WHERE subject = 'token:1012345674';",
        "INSERT INTO audit SELECT subject, 4, time, actor, event, reason, link FROM audit WHERE subject = 'token:1012345674' AND sequence = 3;",
        "INSERT INTO audit SELECT 'token:99999999', sequence, time, actor, event, reason, link FROM audit WHERE subject = 'token:20123456789';",
        "UPDATE audit SET sequence = 9 WHERE subject = 'token:1012345674' AND sequence = 2; UPDATE audit SET sequence = 2 WHERE subject = 'token:1012345674' AND sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 9;",
        "DELETE FROM record WHERE subject = 'token:20123456789';",
        "UPDATE audit SET subject = 'token:88888888' WHERE subject = 'token:20123456789'; UPDATE record SET subject = 'token:88888888' WHERE subject = 'token:20123456789';",
    ];
    for change in changes {
        assert!(matches!(tampered(&file, change), Err(AuditError::Broken { .. })), "{change}");
    }
}

#[test]
fn a_damaged_record_is_an_error_and_not_a_grant() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    stocked(&file);
    let connection = Connection::open(&file).unwrap();
    connection
        .execute(
            "UPDATE record SET body = substr(body, 1, 40) WHERE subject = 'token:1012345674'",
            [],
        )
        .unwrap();
    drop(connection);
    let mut bank = bank(&file);
    bank.start_registration(&person("user01"), NOW).unwrap();
    let typed = bank.recognise_device(
        &person("user01"),
        &common::serial(common::CAMERA),
        "123456789012",
        common::token_code(),
        NOW,
    );
    assert!(typed.is_err());
}

/// Two processes that have seen the same version: one of them is told that the other came first.
#[test]
fn a_stale_version_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    stocked(&file);
    let subject: Subject = "token:20123456789".parse().unwrap();
    let mut stores = [SqliteStore::open(&file).unwrap(), SqliteStore::open(&file).unwrap()];
    let before = stores[0].load(&subject).unwrap().unwrap();
    let entry = |sequence| AuditEntry {
        subject,
        sequence,
        time: NOW,
        actor: "test".to_owned(),
        event: "changed".to_owned(),
        reason: String::new(),
        link: [1; 32],
    };
    let swap = |store: &mut SqliteStore, sequence| {
        let entry = entry(sequence);
        store
            .commit(&RecordChange { entry: &entry, body: b"next", users: None, token_code: None })
            .unwrap()
    };
    assert_eq!(before.head.version, 1);
    assert_eq!(swap(&mut stores[0], 1), CommitOutcome::Conflict, "it exists");
    assert_eq!(swap(&mut stores[0], 3), CommitOutcome::Conflict, "a version was left out");
    assert_eq!(stores[1].load(&subject).unwrap().unwrap(), before, "nothing was changed");
    assert_eq!(swap(&mut stores[0], 2), CommitOutcome::Committed);
    assert_eq!(swap(&mut stores[1], 2), CommitOutcome::Conflict);
    assert_eq!(stores[1].load(&subject).unwrap().unwrap().body, b"next");
}

/// An entry that was genuine in another past of the same bank does not fit into this one.
#[test]
fn an_entry_of_another_history_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let (here, there) = (folder.path().join("here.sqlite"), folder.path().join("there.sqlite"));
    drop(stocked(&here));
    fs::copy(&here, &there).unwrap();
    let (user, serial) = (person("user01"), common::serial(common::HARDWARE_OTP));
    let right = common::hardware_otp().generate(NOW).unwrap();
    bank(&there).register_hardware_otp(&user, &serial, right.expose(), NOW).unwrap();
    let mut bank_here = bank(&here);
    assert!(
        bank_here
            .register_hardware_otp(&user, &serial, &common::wrong(right.expose()), NOW)
            .is_err()
    );
    bank_here.register_hardware_otp(&user, &serial, right.expose(), NOW).unwrap();
    assert!(bank_here.verify_audit().is_ok());
    drop(bank_here);
    let spliced = format!(
        "ATTACH '{}' AS there; UPDATE audit SET (event, reason, link) = (SELECT event, reason, link FROM there.audit AS other
         WHERE other.subject = audit.subject AND other.sequence = 2)
         WHERE subject = 'token:20123456789' AND sequence = 2;",
        there.display()
    );
    assert!(matches!(tampered(&here, &spliced), Err(AuditError::Broken { sequence: 3, .. })));
}
