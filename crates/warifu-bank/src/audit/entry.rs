use warifu_core::UnixTime;

use crate::KeyEncryption;
use crate::subject::Subject;

/// One decision. Never a code, never a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// The token or registration that it is about.
    pub subject: Subject,
    /// Its place in the subject's chain, from 1: the version of the record that it made.
    pub sequence: u64,
    /// The time of the request, by the bank's clock.
    pub time: UnixTime,
    /// The login ID of the person whose request it was, or the bank's own name for its import.
    pub actor: String,
    /// What happened, such as `challenge issued`.
    pub event: String,
    /// Why, where the caller was told less; otherwise empty.
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
pub(crate) struct AuditNote {
    pub(crate) actor: String,
    pub(crate) event: &'static str,
    pub(crate) reason: &'static str,
}

impl AuditEntry {
    /// The entry that follows `previous` in the subject's chain.
    pub(crate) fn following(
        previous: &Link,
        subject: Subject,
        sequence: u64,
        time: UnixTime,
        note: AuditNote,
        keys: &impl KeyEncryption,
    ) -> Self {
        let (event, reason) = (note.event.to_owned(), note.reason.to_owned());
        let mut entry =
            Self { subject, sequence, time, actor: note.actor, event, reason, link: ORIGIN };
        entry.link = entry.expected_link(previous, keys);
        entry
    }

    /// The link that an entry with these contents has after `previous`.
    pub(crate) fn expected_link(&self, previous: &Link, keys: &impl KeyEncryption) -> Link {
        let mut message = previous.to_vec();
        message.extend(self.sequence.to_be_bytes());
        message.extend(self.time.value().to_be_bytes());
        for text in [self.subject.to_string().as_str(), &self.actor, &self.event, &self.reason] {
            // A length before each text, so that no two entries are authenticated alike.
            message.extend(length_of(text).to_be_bytes());
            message.extend(text.as_bytes());
        }
        keys.authenticate(&message)
    }
}

#[expect(clippy::expect_used, reason = "a text in memory is shorter than 2^64 bytes")]
fn length_of(text: &str) -> u64 {
    u64::try_from(text.len()).expect("a length is below 2^64")
}
