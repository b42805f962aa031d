use thiserror::Error;

/// Where random bytes come from. The one way in which randomness enters these crates.
///
/// # Security
///
/// Implementations must fill every byte from a cryptographically secure source, and must fail rather than fill with
/// anything weaker: a repeated nonce under one key gives away AES-GCM's authentication key.
pub trait Entropy {
    /// Fills `destination` with random bytes.
    ///
    /// # Errors
    ///
    /// [`EntropyError`] when the source cannot deliver.
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError>;
}

impl<E: Entropy + ?Sized> Entropy for &mut E {
    fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
        (**self).fill(destination)
    }
}

/// The source of randomness did not deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the source of randomness failed")]
pub struct EntropyError;
