use std::collections::HashSet;

use sha2::{Digest, Sha256};

/// Which values occurred before, at 16 bytes for each, however long they are.
///
/// A million identifiers of a kilobyte each would not fit into the memory that reading a file may take. Two of them
/// that share a mark would be taken for one, and the file refused; to make two takes 2^64 trials.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashSet<[u8; MARK]>);

impl Seen {
    /// Whether `value` is new; from now on it is not.
    pub(crate) fn insert(&mut self, value: &[u8]) -> bool {
        let digest = Sha256::digest(value);
        let mut mark = [0; MARK];
        for (byte, digested) in mark.iter_mut().zip(digest) {
            *byte = digested;
        }
        self.0.insert(mark)
    }
}

/// In bytes.
const MARK: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_is_new_once() {
        let mut seen = Seen::default();
        for value in [&b""[..], b"a", b"b", &[0; 1024]] {
            assert!(seen.insert(value));
            assert!(!seen.insert(value));
        }
    }
}
