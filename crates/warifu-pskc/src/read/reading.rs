use super::protection::ProtectionReader;
use crate::dialect::Dialect;
use crate::seen::Seen;

/// What is known while the keys of a file are read.
pub(crate) struct Reading {
    pub(crate) dialect: Dialect,
    pub(super) protection: ProtectionReader,
    key_ids: Seen,
}

impl Reading {
    pub(super) fn new(dialect: Dialect, protection: ProtectionReader) -> Self {
        Self { dialect, protection, key_ids: Seen::default() }
    }

    /// Whether no key of the file had this identifier before.
    pub(super) fn is_new_id(&mut self, id: &str) -> bool {
        self.key_ids.insert(id.as_bytes())
    }

    pub(super) fn found_draft_name(&mut self) {
        if self.dialect == Dialect::Rfc6030 {
            self.dialect = Dialect::AlgorithmNames;
        }
    }
}
