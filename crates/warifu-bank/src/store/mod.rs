//! Where records live. One idea: load a record with its version, swap it for the next one together with its audit
//! entry, or be told that another request came first.

mod error;
mod sqlite;

use warifu_core::{LoginId, Serial, TokenCode};

use crate::audit::{AuditEntry, Link, ORIGIN};

pub use crate::subject::{Subject, TokenKind};
pub use error::StoreError;
pub use sqlite::SqliteStore;

/// A place for records.
///
/// # Contract
///
/// [`Store::commit`] is atomic and durable: when it answers [`CommitOutcome::Committed`], the record, its audit entry and
/// its index are on disk together; when it answers anything else, nothing was changed. A false `Committed` lets a code be
/// used twice; a false `Conflict` costs a retry.
pub trait Store {
    /// A record and its version.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn load(&self, subject: &Subject) -> Result<Option<StoredRecord>, StoreError>;

    /// Replaces a record that still has the expected version, or adds one that must not exist.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; whether the change was made is then unknown.
    fn commit(&mut self, change: &RecordChange<'_>) -> Result<CommitOutcome, StoreError>;

    /// The token of this kind that a person uses.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn token_of(&self, login: &LoginId, kind: TokenKind) -> Result<Option<Serial>, StoreError>;

    /// Every audit entry, by subject and sequence.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn audit(&self) -> Result<Vec<AuditEntry>, StoreError>;

    /// Every record's subject, by name, with its version and the link of its last audit entry.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    fn heads(&self) -> Result<Vec<(Subject, Head)>, StoreError>;
}

/// A record as it was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRecord {
    /// The end of the record's chain of audit entries.
    pub head: Head,
    /// The record.
    pub body: Vec<u8>,
}

/// A record's version, which is the number of its audit entries, and the link of the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// From 1.
    pub version: u64,
    /// See [`AuditEntry::link`].
    pub link: Link,
}

/// The head of a subject that has no record yet.
pub(crate) const START: Head = Head { version: 0, link: ORIGIN };

/// A record's next state.
#[derive(Debug, Clone, Copy)]
pub struct RecordChange<'a> {
    /// Its audit entry, which also names the subject and the new version.
    pub entry: &'a AuditEntry,
    /// The record.
    pub body: &'a [u8],
    /// Who uses the token, for [`Store::token_of`]. `None` for what is no token.
    pub users: Option<(TokenKind, &'a [LoginId])>,
    /// The token code that no other record may have.
    pub token_code: Option<TokenCode>,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitOutcome {
    /// It is on disk.
    Committed,
    /// Another request changed the record first. Nothing was changed.
    Conflict,
    /// A user has another token of this kind, or the token code is another token's. Nothing was changed.
    Duplicate,
}
