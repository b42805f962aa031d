//! The audit log: one chain of entries for each subject, authenticated with a key that the store does not hold.

use thiserror::Error;
use warifu_core::UnixTime;

use crate::KeyEncryption;
use crate::store::{Store, StoreFailure, Subject};

/// One decision. Never a code, never a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is about.
    pub subject: Subject,
    /// Its place in the subject's chain, from 1: the version of the record that it made.
    pub sequence: u64,
    /// When.
    pub time: UnixTime,
    /// Whose request it was.
    pub actor: String,
    /// What happened.
    pub event: String,
    /// Why, where the outside was told less.
    pub reason: String,
    /// Authenticates this entry and, through the entry before it, all before.
    pub link: Link,
}

/// HMAC-SHA-256 over an entry and the link of the entry before it.
pub type Link = [u8; 32];

/// The link before the first entry.
pub const ORIGIN: Link = [0; 32];

/// What is to be written about one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) actor: String,
    pub(crate) event: &'static str,
    pub(crate) reason: &'static str,
}

impl Entry {
    /// The entry that follows `previous` in the subject's chain.
    pub(crate) fn following(
        previous: &Link,
        subject: Subject,
        sequence: u64,
        time: UnixTime,
        note: Note,
        keys: &impl KeyEncryption,
    ) -> Self {
        let (event, reason) = (note.event.to_owned(), note.reason.to_owned());
        let mut entry =
            Self { subject, sequence, time, actor: note.actor, event, reason, link: ORIGIN };
        entry.link = entry.expected_link(previous, keys);
        entry
    }

    fn expected_link(&self, previous: &Link, keys: &impl KeyEncryption) -> Link {
        let mut message = previous.to_vec();
        message.extend(self.sequence.to_be_bytes());
        message.extend(self.time.value().to_be_bytes());
        for text in [self.subject.to_string().as_str(), &self.actor, &self.event, &self.reason] {
            message.extend(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            message.extend(text.as_bytes());
        }
        keys.authenticate(&message)
    }
}

/// Checks every chain against the keys and against the records that it ends in.
///
/// It finds any entry that was edited, inserted, removed or moved, and a chain that was cut. What it cannot find is a
/// store that was put back whole to an earlier state: for that, keep a copy of the heads elsewhere.
///
/// # Errors
///
/// [`AuditFailure::Broken`] names the first entry that does not fit.
pub fn verify(store: &impl Store, keys: &impl KeyEncryption) -> Result<usize, AuditFailure> {
    let entries = store.audit()?;
    let heads = store.heads()?;
    let mut chains = entries.chunk_by(|a, b| a.subject == b.subject);
    for (subject, head) in &heads {
        let chain = chains.next().unwrap_or_default();
        let mut previous = ORIGIN;
        for (entry, sequence) in chain.iter().zip(1..) {
            let fits = entry.subject == *subject
                && entry.sequence == sequence
                && entry.link == entry.expected_link(&previous, keys);
            if !fits {
                return Err(AuditFailure::Broken { subject: subject.to_string(), sequence });
            }
            previous = entry.link;
        }
        let length = u64::try_from(chain.len()).unwrap_or(u64::MAX);
        if head.version != length || head.link != previous {
            return Err(AuditFailure::Broken {
                subject: subject.to_string(),
                sequence: length.saturating_add(1),
            });
        }
    }
    match chains.next().and_then(<[Entry]>::first) {
        Some(orphan) => Err(AuditFailure::Broken {
            subject: orphan.subject.to_string(),
            sequence: orphan.sequence,
        }),
        None => Ok(entries.len()),
    }
}

/// The audit log is not what was written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AuditFailure {
    /// An entry was changed, added, removed or moved.
    #[error("the audit log of {subject} is broken at entry {sequence}")]
    Broken {
        /// Whose chain.
        subject: String,
        /// The first entry that does not fit.
        sequence: u64,
    },
    /// The log cannot be read.
    #[error(transparent)]
    Store(#[from] StoreFailure),
}
