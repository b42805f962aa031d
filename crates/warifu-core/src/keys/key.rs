use core::fmt;
use core::marker::PhantomData;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::derive::derive;
use crate::{Secret, ValueError};

/// A 32-byte key for one purpose, `P`. Wiped on drop, redacted in `Debug`, not `Clone`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Key<P> {
    bytes: [u8; 32],
    #[zeroize(skip)]
    purpose: PhantomData<P>,
}

/// Made at manufacture; only the vendor and the device know it.
pub type DeviceRootKey = Key<purpose::DeviceRoot>;
/// One device's key at one bank; delivered to the bank in a key container.
pub type IssuerDeviceKey = Key<purpose::IssuerDevice>;
/// Makes 12-digit token authentication codes.
pub type RegistrationKey = Key<purpose::Registration>;
/// One activation of a device; the parent of its message and signing keys.
pub type InstanceKey = Key<purpose::Instance>;
/// Makes 8-digit numbers.
pub type SigningKey = Key<purpose::Signing>;
/// Chooses the wrong digits that are shown next to the right ones when a person picks.
pub type PickKey = Key<purpose::Pick>;
/// Makes the bank's nonces. A device never derives one.
pub type NonceKey = Key<purpose::Nonce>;

/// What the typed keys are for. Uninhabited: these are names, not values.
pub mod purpose {
    /// See [`DeviceRootKey`](super::DeviceRootKey).
    #[derive(Debug)]
    pub enum DeviceRoot {}
    /// See [`IssuerDeviceKey`](super::IssuerDeviceKey).
    #[derive(Debug)]
    pub enum IssuerDevice {}
    /// See [`RegistrationKey`](super::RegistrationKey).
    #[derive(Debug)]
    pub enum Registration {}
    /// See [`InstanceKey`](super::InstanceKey).
    #[derive(Debug)]
    pub enum Instance {}
    /// See [`SigningKey`](super::SigningKey).
    #[derive(Debug)]
    pub enum Signing {}
    /// See [`PickKey`](super::PickKey).
    #[derive(Debug)]
    pub enum Pick {}
    /// See [`NonceKey`](super::NonceKey).
    #[derive(Debug)]
    pub enum Nonce {}
}

impl<P> Key<P> {
    /// A key from 32 bytes that were delivered or stored.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self { bytes, purpose: PhantomData }
    }

    /// A key from a delivered secret.
    ///
    /// # Errors
    ///
    /// [`ValueError::SecretLength`] unless it has 32 bytes.
    pub fn from_secret(secret: &Secret) -> Result<Self, ValueError> {
        let bytes: &[u8; 32] = secret.expose().try_into().map_err(|_| ValueError::SecretLength)?;
        // Filled in place, like a derived key.
        let mut made = Self::new([0; 32]);
        made.bytes.copy_from_slice(bytes);
        Ok(made)
    }

    /// The 32 key bytes.
    pub const fn expose(&self) -> &[u8; 32] {
        &self.bytes
    }

    pub(super) fn derive_key<Q>(&self, label: &str, contexts: &[&[u8]]) -> Key<Q> {
        let mut made = Key::new([0; 32]);
        self.derive(label, contexts, &mut [&mut made.bytes]);
        made
    }

    /// Fills the blocks of `output` with what is derived from this key.
    pub(super) fn derive(&self, label: &str, contexts: &[&[u8]], output: &mut [&mut [u8; 32]]) {
        derive(&self.bytes, label, contexts, output);
    }
}

impl<P> fmt::Debug for Key<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(redacted)")
    }
}
