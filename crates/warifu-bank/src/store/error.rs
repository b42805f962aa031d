use std::path::PathBuf;

use thiserror::Error;

/// Why the store did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StoreError {
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
