//! Opening the file: what is foreign is not touched, what is new is a bank from its first moment.
#![cfg(test)]

use std::fs;
use std::thread;

use rusqlite::Connection;
use warifu_bank::store::{SqliteStore, Store, StoreError};

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

/// Its write-ahead log is copied back neither while it is open, nor when the process is killed.
#[test]
fn a_bank_that_was_just_made_is_a_bank() {
    let folder = tempfile::tempdir().unwrap();
    let [made, copied] = ["made.sqlite", "copied.sqlite"].map(|name| folder.path().join(name));
    let first = SqliteStore::open(&made).unwrap();
    assert!(SqliteStore::open(&made).unwrap().heads().unwrap().is_empty());
    fs::copy(&made, &copied).unwrap();
    assert!(SqliteStore::open(&copied).unwrap().heads().unwrap().is_empty());
    drop(first);
}

#[test]
fn a_bank_is_made_once_by_many_at_a_time() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bank.sqlite");
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| SqliteStore::open(&path).unwrap().heads().unwrap());
            }
        });
    }
}

/// SQLite takes an unfinished database back to an empty file. Its first bytes were those of a bank.
#[test]
fn a_bank_whose_making_was_cut_short_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bank.sqlite");
    drop(SqliteStore::open(&path).unwrap());
    // SQLite's file format, §3: a journal of an empty database in sectors of 512 bytes and pages of 4,096.
    let mut journal = vec![0; 512];
    journal[..8].copy_from_slice(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7");
    journal[20..24].copy_from_slice(&512_u32.to_be_bytes());
    journal[24..28].copy_from_slice(&4_096_u32.to_be_bytes());
    fs::write(folder.path().join("bank.sqlite-journal"), journal).unwrap();
    for _ in 0..2 {
        assert!(SqliteStore::open(&path).unwrap().heads().unwrap().is_empty());
    }
}
