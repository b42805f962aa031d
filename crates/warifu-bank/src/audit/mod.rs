//! The audit log: one chain of entries for each subject, authenticated with a key that the store does not hold.

mod entry;
mod verify;

pub(crate) use entry::AuditNote;
pub use entry::{AuditEntry, Link, ORIGIN};
pub use verify::{AuditError, verify};
