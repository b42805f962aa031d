use thiserror::Error;
use warifu_core::Serial;

use crate::BankError;
use crate::store::TokenKind;

/// What became of the packages of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportReport {
    /// The number of tokens that are new.
    pub added: u64,
    /// The number of tokens that the bank held before, with the same key; they stay as they are. So an import that was cut
    /// short can be repeated.
    pub known: u64,
}

/// What became of one package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportedToken {
    /// The token's serial number.
    pub serial: Serial,
    /// The kind of token that the package describes.
    pub kind: TokenKind,
    /// Whether the bank held it before.
    pub outcome: ImportOutcome,
}

/// Whether a token is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportOutcome {
    /// It was added to the inventory.
    Added,
    /// The bank held it before, with the same key. It stays as it is.
    Known,
}

impl ImportReport {
    #[expect(clippy::arithmetic_side_effects, reason = "a file has fewer keys than 2^64")]
    pub(super) const fn count(&mut self, outcome: ImportOutcome) {
        match outcome {
            ImportOutcome::Added => self.added += 1,
            ImportOutcome::Known => self.known += 1,
        }
    }
}

/// Why an import ended before the end of its file. What came before is in the inventory.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{cause}; {} tokens were new and {} known before that", report.added, report.known)]
pub struct InterruptedImportError {
    report: ImportReport,
    #[source]
    cause: Box<BankError>,
}

impl InterruptedImportError {
    pub(super) fn new(report: ImportReport, cause: BankError) -> Self {
        Self { report, cause: Box::new(cause) }
    }

    /// What was imported.
    pub const fn report(&self) -> ImportReport {
        self.report
    }

    /// What ended the import.
    pub fn cause(&self) -> &BankError {
        &self.cause
    }
}
