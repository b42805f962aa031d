use core::fmt;

use sha2::{Digest, Sha256};

/// Decides which payments are drawn: 32 random bytes, new for each order and unknown to the author of the rows.
///
/// The host keeps it with the order, to make the same transaction again when the order is executed.
#[derive(Clone, PartialEq, Eq)]
pub struct DrawSeed([u8; 32]);

impl DrawSeed {
    /// A seed of these bytes.
    ///
    /// # Security
    ///
    /// They come from the host's source of randomness after the rows are fixed. An attacker who knows them while the rows can
    /// still be changed chooses which rows are not drawn.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The priority of a row: of all rows that may be drawn, that with the lowest is drawn first.
    pub(crate) fn priority(&self, index: u32) -> u64 {
        let hash = Sha256::new()
            .chain_update([PURPOSE_LENGTH])
            .chain_update(PURPOSE)
            .chain_update(self.0)
            .chain_update(index.to_be_bytes())
            .finalize();
        hash.iter().take(8).fold(0, |priority, &byte| (priority << 8) | u64::from(byte))
    }
}

impl fmt::Debug for DrawSeed {
    /// Not its bytes: they are secret until the order is signed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DrawSeed")
    }
}

const PURPOSE: &[u8; 13] = b"warifu/1 draw";
const PURPOSE_LENGTH: u8 = 13;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_are_as_documented() {
        let seed = DrawSeed::from_bytes([0x42; 32]);
        let input = [&b"\x0dwarifu/1 draw"[..], &[0x42; 32], &[0, 0, 1, 2]].concat();
        let expected = Sha256::digest(input);
        assert_eq!(seed.priority(258).to_be_bytes(), expected[..8]);
        assert_eq!(std::format!("{seed:?}"), "DrawSeed");
    }
}
