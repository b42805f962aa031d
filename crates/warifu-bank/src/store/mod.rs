//! Where records live. One idea: load a record with its version, swap it for the next one together with its audit
//! entry, or be told that somebody else came first.

mod sqlite;

use core::fmt;
use core::str::FromStr;
use std::path::PathBuf;

use thiserror::Error;
use warifu_core::{LoginId, Serial, TokenCode};

use crate::audit::{Entry, Link};

pub use sqlite::SqliteStore;

/// A place for records.
///
/// # Contract
///
/// [`Store::swap`] is atomic and durable: when it answers [`Swap::Done`] the record, its audit entry and its index stand
/// on disk together; when it answers anything else nothing was changed. A false `Done` lets a code be used twice; a
/// false `Lost` costs a retry.
pub trait Store {
    /// A record and its version.
    ///
    /// # Errors
    ///
    /// [`StoreFailure`].
    fn load(&self, subject: &Subject) -> Result<Option<Stored>, StoreFailure>;

    /// Replaces a record that still has the expected version, or adds one that must not exist.
    ///
    /// # Errors
    ///
    /// [`StoreFailure`]; whether the change was made is then unknown.
    fn swap(&mut self, change: &Change<'_>) -> Result<Swap, StoreFailure>;

    /// The token of this kind that a person uses.
    ///
    /// # Errors
    ///
    /// [`StoreFailure`].
    fn token_of(&self, login: &LoginId, kind: TokenKind) -> Result<Option<Serial>, StoreFailure>;

    /// Every audit entry, by subject and sequence.
    ///
    /// # Errors
    ///
    /// [`StoreFailure`].
    fn audit(&self) -> Result<Vec<Entry>, StoreFailure>;

    /// Every record's subject, by name, with its version and the link of its last audit entry.
    ///
    /// # Errors
    ///
    /// [`StoreFailure`].
    fn heads(&self) -> Result<Vec<(Subject, Head)>, StoreFailure>;
}

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A token, by its serial number.
    Token(Serial),
    /// A person's open camera registration, before the bank knows which token it is.
    Registration(LoginId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(serial) => write!(f, "token:{serial}"),
            Self::Registration(login) => write!(f, "registration:{login}"),
        }
    }
}

impl FromStr for Subject {
    type Err = StoreFailure;

    fn from_str(text: &str) -> Result<Self, StoreFailure> {
        let unreadable = || StoreFailure::Unreadable;
        match text.split_once(':').ok_or_else(unreadable)? {
            ("token", serial) => serial.parse().map(Self::Token).map_err(|_| unreadable()),
            ("registration", login) => {
                login.parse().map(Self::Registration).map_err(|_| unreadable())
            }
            _ => Err(unreadable()),
        }
    }
}

/// The kinds of token. A person has at most one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A camera token, which signs transactions.
    Camera,
    /// A hardware OTP token, which shows one-time passwords.
    HardwareOtp,
}

impl TokenKind {
    /// Its name in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::HardwareOtp => "hardware-otp",
        }
    }
}

/// A record as it was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Where the record's chain stands.
    pub head: Head,
    /// The record.
    pub body: Vec<u8>,
}

/// A record's version, which is the number of its audit entries, and the link of the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// From 1.
    pub version: u64,
    /// See [`Entry::link`].
    pub link: Link,
}

/// A record's next state.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// Its audit entry, which also names the subject and the new version.
    pub entry: &'a Entry,
    /// The record.
    pub body: &'a [u8],
    /// Who uses the token, for [`Store::token_of`]. `None` for what is no token.
    pub users: Option<(TokenKind, &'a [LoginId])>,
    /// The token code that no other record may have.
    pub token_code: Option<TokenCode>,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swap {
    /// It stands on disk.
    Done,
    /// Somebody else came first. Nothing was changed.
    Lost,
    /// A user has another token of this kind, or the token code is another token's. Nothing was changed.
    Taken,
}

/// The store failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreFailure {
    /// The file belongs to something else.
    #[error("{} is not a warifu bank database", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be opened, created or written.
    #[error("{}: {reason}", path.display())]
    Unavailable {
        /// The file.
        path: PathBuf,
        /// What the operating system or the engine says.
        reason: String,
    },
    /// The engine failed.
    #[error("the database failed: {0}")]
    Engine(String),
    /// A row is not what this release writes.
    #[error("the database has a row that this release cannot read")]
    Unreadable,
}
