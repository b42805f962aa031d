use std::fmt;

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
    /// How many of the known tokens the file describes differently ([`ImportOutcome::Differing`]).
    /// [`Bank::import_package`](crate::Bank::import_package) tells which they are.
    pub differing: u64,
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
    /// The bank held it before, with the same key, and the package gives that key other parameters, or a condition that the
    /// bank does not keep. The token stays as it is.
    ///
    /// The hash function, the number of digits and the time step are compared. The dates and the drift of a token are not:
    /// the bank does not keep the dates, and has a newer drift.
    Differing,
}

impl ImportReport {
    /// Counts one token more.
    #[expect(clippy::arithmetic_side_effects, reason = "a file has a million keys at most")]
    pub(super) const fn count(&mut self, outcome: ImportOutcome) {
        match outcome {
            ImportOutcome::Added => self.added += 1,
            ImportOutcome::Known => self.known += 1,
            ImportOutcome::Differing => {
                self.known += 1;
                self.differing += 1;
            }
        }
    }
}

/// An import that ended before its file was complete. The tokens up to that point are in the inventory.
///
/// The text does not say why: the [cause](Self::cause) is the [source](std::error::Error::source) of the error.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the import was cut short: {}", Tally(.report))]
pub struct InterruptedImportError {
    report: ImportReport,
    #[source]
    cause: Box<BankError>,
}

impl InterruptedImportError {
    pub(super) fn new(report: ImportReport, cause: BankError) -> Self {
        Self { report, cause: Box::new(cause) }
    }

    /// What was imported until then.
    pub const fn report(&self) -> ImportReport {
        self.report
    }

    /// What was wrong.
    pub fn cause(&self) -> &BankError {
        &self.cause
    }
}

/// A report in words.
struct Tally<'a>(&'a ImportReport);

impl fmt::Display for Tally<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ImportReport { added, known, differing } = self.0;
        match added {
            1 => f.write_str("1 token was new")?,
            added => write!(f, "{added} tokens were new")?,
        }
        write!(f, " and {known} known before that")?;
        match differing {
            0 => Ok(()),
            differing => write!(f, ", {differing} of them described differently"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn the_text_counts_tokens_and_leaves_the_cause_to_the_source() {
        for (report, text) in [
            (ImportReport::default(), "0 tokens were new and 0 known before that"),
            (
                ImportReport { added: 1, known: 2, differing: 0 },
                "1 token was new and 2 known before that",
            ),
            (
                ImportReport { added: 2, known: 1, differing: 1 },
                "2 tokens were new and 1 known before that, 1 of them described differently",
            ),
        ] {
            let error = InterruptedImportError::new(report, BankError::Busy);
            assert_eq!(error.to_string(), format!("the import was cut short: {text}"));
            assert_eq!(error.source().unwrap().to_string(), BankError::Busy.to_string());
        }
    }
}
