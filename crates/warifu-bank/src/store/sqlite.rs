use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, TransactionBehavior, params};
use warifu_core::{LoginId, Serial, UnixTime};

use super::{
    CommitOutcome, Head, RecordChange, Store, StoreError, StoredRecord, Subject, TokenKind,
};
use crate::audit::AuditEntry;

/// One SQLite file: write-ahead log, synchronised on every commit.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
}

impl SqliteStore {
    /// Opens a bank's file, or makes a new one where there is none.
    ///
    /// A file that is not a bank's is recognised by its first 100 bytes, and not touched.
    ///
    /// # Errors
    ///
    /// [`StoreError::Foreign`], [`StoreError::Unavailable`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        match first_bytes(path)?.as_slice() {
            [] => create(path)?,
            header if is_ours(header) => {}
            _ => return Err(StoreError::Foreign { path: path.to_owned() }),
        }
        Self::opened(path).map_err(|error| StoreError::Unavailable {
            path: path.to_owned(),
            reason: error.to_string(),
        })
    }

    fn opened(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch("PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL;")?;
        // Asked of SQLite, which has by then rolled back what a killed process left half written: the first bytes alone may
        // be those of an unfinished database.
        let id: u32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        // In one transaction, and before there is a write-ahead log: a log that is not copied back yet would hide the id from
        // the next one who opens the file.
        if id != APPLICATION_ID {
            connection.execute_batch(&format!(
                "BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION_ID}; {SCHEMA} COMMIT;"
            ))?;
        }
        write_ahead(&connection)?;
        Ok(Self { connection })
    }

    fn rows<T>(
        &self,
        sql: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(engine)?;
        let rows = statement.query_map([], |row| read(row)).map_err(engine)?;
        rows.collect::<Result<_, _>>().map_err(engine)
    }
}

impl Store for SqliteStore {
    fn load(&self, subject: &Subject) -> Result<Option<StoredRecord>, StoreError> {
        self.connection
            .prepare_cached("SELECT version, link, body FROM record WHERE subject = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row([subject.to_string()], |row| {
                        Ok(StoredRecord { head: head(row, 0, 1)?, body: row.get(2)? })
                    })
                    .optional()
            })
            .map_err(engine)
    }

    fn commit(&mut self, change: &RecordChange<'_>) -> Result<CommitOutcome, StoreError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(engine)?;
        match write(&transaction, change) {
            Ok(CommitOutcome::Committed) => {
                transaction.commit().map(|()| CommitOutcome::Committed).map_err(engine)
            }
            Ok(other) => Ok(other),
            Err(error) if is_taken(&error) => Ok(CommitOutcome::Duplicate),
            Err(error) => Err(engine(error)),
        }
    }

    fn token_of(&self, login: &LoginId, kind: TokenKind) -> Result<Option<Serial>, StoreError> {
        let serial: Option<String> = self
            .connection
            .prepare_cached("SELECT serial FROM token_user WHERE login = ?1 AND kind = ?2")
            .and_then(|mut statement| {
                statement
                    .query_row(params![login.as_str(), kind.name()], |row| row.get(0))
                    .optional()
            })
            .map_err(engine)?;
        serial.map(|serial| serial.parse().map_err(|_| StoreError::Unreadable)).transpose()
    }

    fn audit(&self) -> Result<Vec<AuditEntry>, StoreError> {
        self.rows(
            "SELECT subject, sequence, time, actor, event, reason, link FROM audit ORDER BY subject, sequence",
            |row| {
                Ok(AuditEntry {
                    subject: subject(row, 0)?,
                    sequence: unsigned(row, 1)?,
                    time: UnixTime::new(unsigned(row, 2)?),
                    actor: row.get(3)?,
                    event: row.get(4)?,
                    reason: row.get(5)?,
                    link: row.get(6)?,
                })
            },
        )
    }

    fn heads(&self) -> Result<Vec<(Subject, Head)>, StoreError> {
        self.rows("SELECT subject, version, link FROM record ORDER BY subject", |row| {
            Ok((subject(row, 0)?, head(row, 1, 2)?))
        })
    }
}

/// Record, audit entry and index of one subject.
fn write(
    transaction: &rusqlite::Transaction<'_>,
    change: &RecordChange<'_>,
) -> rusqlite::Result<CommitOutcome> {
    let AuditEntry { subject, sequence, time, actor, event, reason, link } = change.entry;
    let name = subject.to_string();
    // Only over the version that the request has read, so that of two requests at a time one has to read again.
    let written = if *sequence == 1 {
        transaction.execute(
            "INSERT INTO record (subject, version, link, body) VALUES (?1, 1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![name, link, change.body],
        )?
    } else {
        transaction.execute(
            "UPDATE record SET version = ?2, link = ?3, body = ?4 WHERE subject = ?1 AND version = ?2 - 1",
            params![name, signed(*sequence)?, link, change.body],
        )?
    };
    if written != 1 {
        return Ok(CommitOutcome::Conflict);
    }
    transaction.execute(
        "INSERT INTO audit (subject, sequence, time, actor, event, reason, link) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![name, signed(*sequence)?, signed(time.value())?, actor, event, reason, link],
    )?;
    match subject {
        Subject::Token(serial) => write_index(transaction, serial, change),
        Subject::Registration(_) => Ok(CommitOutcome::Committed),
    }
}

/// Who uses the token, and the code that is its alone.
fn write_index(
    transaction: &rusqlite::Transaction<'_>,
    serial: &Serial,
    change: &RecordChange<'_>,
) -> rusqlite::Result<CommitOutcome> {
    let serial = serial.as_str();
    if let Some((kind, users)) = change.users {
        // A login ID that has another token of this kind violates the primary key, and the whole transaction fails.
        transaction.execute("DELETE FROM token_user WHERE serial = ?1", [serial])?;
        for login in users {
            transaction.execute(
                "INSERT INTO token_user (login, kind, serial) VALUES (?1, ?2, ?3)",
                params![login.as_str(), kind.name(), serial],
            )?;
        }
    }
    let Some(code) = change.token_code else { return Ok(CommitOutcome::Committed) };
    transaction.execute(
        "INSERT INTO token_code (code, serial) VALUES (?1, ?2) ON CONFLICT (code) DO NOTHING",
        params![code.as_str(), serial],
    )?;
    // A code that this token has already stays; a code of another token is not taken from it.
    let owner: String = transaction.query_row(
        "SELECT serial FROM token_code WHERE code = ?1",
        [code.as_str()],
        |row| row.get(0),
    )?;
    Ok(if owner == serial { CommitOutcome::Committed } else { CommitOutcome::Duplicate })
}

/// Turns the write-ahead log on. SQLite's busy timeout does not cover this change of mode, so that it is tried again here
/// while others open the file.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    for _ in 0..WRITE_AHEAD_TRIES {
        match connection.execute_batch("PRAGMA journal_mode = WAL;") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                thread::sleep(BETWEEN_TRIES);
            }
            outcome => return outcome,
        }
    }
    connection.execute_batch("PRAGMA journal_mode = WAL;")
}

fn is_taken(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn engine(error: rusqlite::Error) -> StoreError {
    StoreError::Engine(error.to_string())
}

fn head(row: &Row<'_>, version: usize, link: usize) -> rusqlite::Result<Head> {
    Ok(Head { version: unsigned(row, version)?, link: row.get(link)? })
}

fn subject(row: &Row<'_>, index: usize) -> rusqlite::Result<Subject> {
    let text: String = row.get(index)?;
    text.parse().map_err(|_| rusqlite::Error::InvalidColumnName(format!("subject {text:?}")))
}

fn unsigned(row: &Row<'_>, index: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(index)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(index, value))
}

fn signed(value: u64) -> rusqlite::Result<i64> {
    i64::try_from(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// An empty file, so that a place where none can be is said in the operating system's words.
fn create(path: &Path) -> Result<(), StoreError> {
    let file = File::options().append(true).create(true).open(path);
    let unavailable = |error: std::io::Error| StoreError::Unavailable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    file.map(drop).map_err(unavailable)
}

/// At most the 100 bytes of SQLite's header; none for a file that does not exist or is empty.
fn first_bytes(path: &Path) -> Result<Vec<u8>, StoreError> {
    let unavailable = |error: std::io::Error| StoreError::Unavailable {
        path: PathBuf::from(path),
        reason: error.to_string(),
    };
    let mut header = Vec::new();
    match File::open(path) {
        Ok(file) => file.take(100).read_to_end(&mut header).map_err(unavailable)?,
        Err(error) if error.kind() == ErrorKind::NotFound => 0,
        Err(error) => return Err(unavailable(error)),
    };
    Ok(header)
}

/// SQLite's file format, §1.3: the magic string at offset 0, the application id at offset 68.
fn is_ours(header: &[u8]) -> bool {
    header.starts_with(b"SQLite format 3\0")
        && header.get(68..72) == Some(&APPLICATION_ID.to_be_bytes())
}

/// Five seconds, as long as SQLite waits elsewhere.
const WRITE_AHEAD_TRIES: u8 = 250;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// `wrfc`.
const APPLICATION_ID: u32 = 0x7772_6663;

/// Portable SQL: one-row conditional updates and unique constraints. Made in one transaction with the application id, by
/// whichever process is first.
const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS record (subject TEXT PRIMARY KEY, version BIGINT NOT NULL, link BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS audit (subject TEXT NOT NULL, sequence BIGINT NOT NULL, time BIGINT NOT NULL, actor TEXT NOT NULL,
    event TEXT NOT NULL, reason TEXT NOT NULL, link BLOB NOT NULL, PRIMARY KEY (subject, sequence));
CREATE TABLE IF NOT EXISTS token_user (login TEXT NOT NULL, kind TEXT NOT NULL, serial TEXT NOT NULL, PRIMARY KEY (login, kind));
CREATE INDEX IF NOT EXISTS token_user_by_serial ON token_user (serial);
CREATE TABLE IF NOT EXISTS token_code (code TEXT PRIMARY KEY, serial TEXT NOT NULL);
";
