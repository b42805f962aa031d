//! The file itself: what is foreign is not touched, what was changed behind the bank's back is noticed.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

mod common;

use std::fs;
use std::path::Path;

use common::{NOW, bank, packages, person, registered, stocked};
use rusqlite::Connection;
use warifu_bank::audit::{AuditEntry, AuditError};
use warifu_bank::store::{CommitOutcome, RecordChange, SqliteStore, Store, StoreError, Subject};
use warifu_bank::{Bank, BankError, KeyPackageError, LocalKeyEncryption, Settings, SystemEntropy};
use warifu_core::{Digits, Secret, UnixTime};
use warifu_pskc::{KeyAlgorithm, KeyPackage};
use warifu_sign::KanaText;

#[test]
fn a_foreign_file_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.sqlite");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE stock (item TEXT); INSERT INTO stock VALUES ('x');")
        .unwrap();
    let text = folder.path().join("notes.txt");
    fs::write(&text, "not a database").unwrap();
    for path in [&other, &text] {
        let before = fs::read(path).unwrap();
        let failure = SqliteStore::open(path).unwrap_err();
        assert_eq!(failure, StoreError::Foreign { path: path.clone() });
        assert!(failure.to_string().ends_with("is not a warifu bank database"), "{failure}");
        assert_eq!(fs::read(path).unwrap(), before);
    }
    let left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no file was left beside them: {left:?}");
}

#[test]
fn a_place_where_no_file_can_be_is_said() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("missing").join("bank.sqlite")] {
        let failure = SqliteStore::open(&path).unwrap_err();
        assert!(matches!(failure, StoreError::Unavailable { .. }), "{failure:?}");
        assert!(failure.to_string().contains(&path.display().to_string()));
    }
}

#[test]
fn an_import_is_whole_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bank.sqlite");
    let mut bank = bank(&file);
    let mut doubled = packages();
    doubled.extend(packages());
    let error = bank.import(&doubled, NOW).unwrap_err();
    assert!(
        matches!(error, BankError::KeyPackage { reason: KeyPackageError::Twice, .. }),
        "{error}"
    );
    assert!(bank.audit().unwrap().is_empty());
    assert_eq!(bank.import(&packages(), NOW).unwrap().added.len(), 2);
    let again = bank.import(&packages(), NOW).unwrap();
    assert_eq!(
        (again.added.len(), again.held.len()),
        (0, 2),
        "an import that was cut short can be repeated"
    );
    let mut other = packages();
    other[0].secret = Secret::new(&[7; 32]).unwrap();
    let error = bank.import(&other, NOW).unwrap_err();
    assert!(
        matches!(error, BankError::KeyPackage { reason: KeyPackageError::Known, .. }),
        "{error}"
    );
    assert_eq!(bank.audit().unwrap().len(), 2);
}

#[test]
fn a_package_that_is_no_token_stops_the_import() {
    let folder = tempfile::tempdir().unwrap();
    let mut bank = bank(&folder.path().join("bank.sqlite"));
    let refused = |bank: &mut common::TestBank, change: &dyn Fn(&mut KeyPackage)| {
        let mut packages = packages();
        change(&mut packages[1]);
        match bank.import(&packages, NOW) {
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
    connection.pragma_update(None, "application_id", 0x7772_6662).unwrap();
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
