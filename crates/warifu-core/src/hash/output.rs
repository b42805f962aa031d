use core::fmt;

use sha2::digest::array::{Array, ArraySize};
use subtle::{Choice, ConstantTimeEq};

use crate::SecretBuf;

/// The whole output of a hash function, or of HMAC under it: up to 64 bytes, wiped on drop and redacted in `Debug`.
pub struct HashOutput(SecretBuf<{ HashOutput::MAX_LENGTH }>);

impl HashOutput {
    /// The longest output, in bytes: that of SHA-512.
    pub const MAX_LENGTH: usize = 64;

    /// An output that was kept or received. `None` for more than [`HashOutput::MAX_LENGTH`] bytes.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        SecretBuf::copy_of(bytes).ok().map(Self)
    }

    /// The bytes themselves.
    pub fn expose(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// Whether two outputs are the same, in time that depends on their lengths alone.
    pub fn ct_matches(&self, other: &Self) -> Choice {
        self.expose().ct_eq(other.expose())
    }

    #[expect(clippy::expect_used, reason = "the length is asserted when the hash is compiled in")]
    pub(super) fn from_array<N: ArraySize>(bytes: &Array<u8, N>) -> Self {
        const { assert!(N::USIZE <= Self::MAX_LENGTH) };
        Self::new(bytes).expect("no hash function has a longer output")
    }
}

impl fmt::Debug for HashOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HashOutput({} bytes, redacted)", self.expose().len())
    }
}
