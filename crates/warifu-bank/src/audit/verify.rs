use thiserror::Error;

use super::entry::{AuditEntry, ORIGIN};
use crate::KeyEncryption;
use crate::store::{Store, StoreError};

/// Checks every chain against the keys and against the records that it ends in.
///
/// It finds any entry that was edited, inserted, removed or moved, and a chain that was cut. What it cannot find is a
/// store that was put back whole to an earlier state: for that, keep a copy of the heads elsewhere.
///
/// # Errors
///
/// [`AuditError::Broken`] names the first entry that does not fit.
pub fn verify(store: &impl Store, keys: &impl KeyEncryption) -> Result<usize, AuditError> {
    let entries = store.audit()?;
    let heads = store.heads()?;
    let mut chains = entries.chunk_by(|a, b| a.subject == b.subject);
    for (subject, head) in &heads {
        // A record without any entry is found below: its version is not that of an empty chain.
        let chain = chains.next().unwrap_or_default();
        let (mut previous, mut length, mut next) = (ORIGIN, 0, 1);
        for (entry, (sequence, following)) in chain.iter().zip((1..).zip(2..)) {
            (length, next) = (sequence, following);
            let fits = entry.subject == *subject
                && entry.sequence == sequence
                && entry.link == entry.expected_link(&previous, keys);
            if !fits {
                return Err(AuditError::Broken { subject: subject.to_string(), sequence });
            }
            previous = entry.link;
        }
        // The head is what the record says: entries that were cut off at the end are missing here.
        if head.version != length || head.link != previous {
            return Err(AuditError::Broken { subject: subject.to_string(), sequence: next });
        }
    }
    match chains.next().and_then(<[AuditEntry]>::first) {
        Some(orphan) => Err(AuditError::Broken {
            subject: orphan.subject.to_string(),
            sequence: orphan.sequence,
        }),
        None => Ok(entries.len()),
    }
}

/// The audit log is not what was written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AuditError {
    /// An entry was changed, added, removed or moved.
    #[error("the audit log of {subject} is broken at entry {sequence}")]
    Broken {
        /// The token or registration that the chain is about.
        subject: String,
        /// The first entry that does not fit.
        sequence: u64,
    },
    /// The log cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}
