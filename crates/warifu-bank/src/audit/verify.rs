use thiserror::Error;

use super::entry::AuditEntry;
use crate::KeyEncryption;
use crate::store::{Head, START, Store, StoreError, Subject};

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
    let mut chains = entries.chunk_by(|a, b| a.subject == b.subject);
    // Both are ordered by subject. So where a record has lost its whole chain, the chain of another subject takes its place.
    for (subject, head) in &store.heads()? {
        let chain = chains.next().ok_or_else(|| broken(subject, 1))?;
        let (end, next) = end_of(subject, chain, keys)?;
        // The head is what the record says: entries that were cut off at the end are missing here.
        if *head != end {
            return Err(broken(subject, next));
        }
    }
    // What is left are entries without a record.
    match chains.next().and_then(<[AuditEntry]>::first) {
        Some(orphan) => Err(broken(&orphan.subject, orphan.sequence)),
        None => Ok(entries.len()),
    }
}

/// The head that the subject's record has after these entries, and the number of the next one.
fn end_of(
    subject: &Subject,
    chain: &[AuditEntry],
    keys: &impl KeyEncryption,
) -> Result<(Head, u64), AuditError> {
    let (mut end, mut next) = (START, 1);
    for (entry, (sequence, following)) in chain.iter().zip((1..).zip(2..)) {
        let fits = entry.subject == *subject
            && entry.sequence == sequence
            && entry.link == entry.expected_link(&end.link, keys);
        if !fits {
            return Err(broken(subject, sequence));
        }
        (end, next) = (Head { version: sequence, link: entry.link }, following);
    }
    Ok((end, next))
}

fn broken(subject: &Subject, sequence: u64) -> AuditError {
    AuditError::Broken { subject: subject.to_string(), sequence }
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
