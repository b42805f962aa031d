//! The key hierarchy: HKDF-SHA-256 ([RFC 5869]) from the device root key down, one key for one purpose.
//!
//! ```text
//! DeviceRootKey ─ issuer ─► IssuerDeviceKey ─┬─────────────────────────────► RegistrationKey   12-digit code
//!                                            ├─ registration ──────────────► SealingKey        activation message
//!                                            └─ registration, token code … ► InstanceKey ─┬─► SealingKey   transactions
//!                                                                                          └─► SigningKey   8-digit number
//! ```
//!
//! The `info` of every derivation is a length byte and the label, then a length byte and the bytes of each context
//! value. Labels start with `warifu/1 `. No two purposes share a label, and the label is inside the derivation, so a
//! key of one purpose is useless for another.
//!
//! [RFC 5869]: https://www.rfc-editor.org/rfc/rfc5869

use core::fmt;
use core::marker::PhantomData;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::codec::{DecodeError, EncodeError, Reader, Writer};
use crate::{Bytes, Counter, InvalidSecret, IssuerId, Secret, TokenCode};

/// A 32-byte key that serves the purpose `P` alone. Wiped on drop, redacted in `Debug`, not `Clone`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Key<P> {
    bytes: [u8; 32],
    #[zeroize(skip)]
    purpose: PhantomData<P>,
}

/// Known to the vendor and the device alone; made at manufacture.
pub type DeviceRootKey = Key<purpose::DeviceRoot>;
/// One device's key at one bank; delivered to the bank in a key container.
pub type IssuerDeviceKey = Key<purpose::IssuerDevice>;
/// Makes 12-digit token authentication codes.
pub type RegistrationKey = Key<purpose::Registration>;
/// One activation of a device; the parent of its message and signing keys.
pub type InstanceKey = Key<purpose::Instance>;
/// Makes 8-digit numbers.
pub type SigningKey = Key<purpose::Signing>;

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
    /// [`InvalidSecret::WrongLength`] unless it has 32 bytes.
    pub fn from_secret(secret: &Secret) -> Result<Self, InvalidSecret> {
        let bytes = secret.expose().try_into().map_err(|_| InvalidSecret::WrongLength)?;
        Ok(Self::new(bytes))
    }

    /// The key bytes.
    pub const fn expose(&self) -> &[u8; 32] {
        &self.bytes
    }

    #[expect(clippy::expect_used, reason = "RFC 5869 §2.3 refuses only more than 255 × 32 bytes")]
    fn derive<const N: usize>(
        &self,
        label: &str,
        salt: &[u8],
        context: &[&[u8]],
    ) -> Zeroizing<[u8; N]> {
        let mut output = Zeroizing::new([0; N]);
        Hkdf::<Sha256>::new(Some(salt), &self.bytes)
            .expand(info(label, context).as_slice(), output.as_mut_slice())
            .expect("a key is shorter than 255 hash outputs");
        output
    }

    fn derive_key<Q>(&self, label: &str, salt: &[u8], context: &[&[u8]]) -> Key<Q> {
        Key::new(*self.derive(label, salt, context))
    }

    fn derive_sealing_key(&self, label: &str, salt: &[u8], context: &[&[u8]]) -> SealingKey {
        let derived = self.derive::<36>(label, salt, context);
        let mut made = SealingKey { id: KeyId::default(), key: [0; 32] };
        let (key, id) = derived.split_at(32);
        made.key.copy_from_slice(key);
        made.id.0.copy_from_slice(id);
        made
    }
}

impl<P> fmt::Debug for Key<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(redacted)")
    }
}

impl DeviceRootKey {
    /// This device's key at one bank.
    pub fn issuer_device_key(&self, issuer: IssuerId) -> IssuerDeviceKey {
        self.derive_key(ISSUER_DEVICE, &[], &[&issuer.value().to_be_bytes()])
    }
}

impl IssuerDeviceKey {
    /// The key of 12-digit token authentication codes.
    pub fn registration_key(&self) -> RegistrationKey {
        self.derive_key(REGISTRATION, &[], &[])
    }

    /// The key of the activation message that answers one registration message.
    pub fn activation_key(
        &self,
        registration: &RegistrationNonce,
        activation: Counter,
    ) -> SealingKey {
        let context: [&[u8]; 2] = [&registration.0, &activation.value().to_be_bytes()];
        self.derive_sealing_key(ACTIVATION, &[], &context)
    }

    /// The key of the instance that one activation makes.
    pub fn instance_key(&self, activation: &Activation) -> InstanceKey {
        let context: [&[u8]; 4] = [
            &activation.issuer.value().to_be_bytes(),
            activation.token_code.as_str().as_bytes(),
            &activation.key_epoch.to_be_bytes(),
            &activation.counter.value().to_be_bytes(),
        ];
        self.derive_key(INSTANCE, &activation.registration.0, &context)
    }
}

impl InstanceKey {
    /// The key of the messages that the bank seals for this instance.
    pub fn message_key(&self) -> SealingKey {
        self.derive_sealing_key(MESSAGE, &[], &[])
    }

    /// The key of this instance's 8-digit numbers.
    pub fn signing_key(&self) -> SigningKey {
        self.derive_key(SIGNING, &[], &[])
    }
}

/// Everything that one activation of a device is made from, and that its instance key depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activation {
    /// The bank.
    pub issuer: IssuerId,
    /// The nonce of the registration message that the device answered.
    pub registration: RegistrationNonce,
    /// The device's activation counter when it answered.
    pub counter: Counter,
    /// The name that the bank gave to the instance.
    pub token_code: TokenCode,
    /// Raised by the bank with each activation message of a token.
    pub key_epoch: u16,
}

/// The 16 random bytes of a registration message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RegistrationNonce(pub [u8; 16]);

/// An AES-256-GCM key together with the identifier by which a device picks it. Wiped on drop, redacted in `Debug`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SealingKey {
    #[zeroize(skip)]
    id: KeyId,
    key: [u8; 32],
}

impl SealingKey {
    /// The public identifier, carried in clear by every message sealed with the key.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The key bytes.
    pub const fn expose(&self) -> &[u8; 32] {
        &self.key
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({:?}, redacted)", self.id)
    }
}

/// Names a sealing key without telling anything about it: 4 bytes of the derivation's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct KeyId(pub [u8; 4]);

impl KeyId {
    /// Writes the four bytes.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(&self.0)
    }

    /// Reads the four bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`](crate::DecodeErrorKind::Truncated).
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array().map(Self)
    }
}

/// What HKDF's `info` is made of: a length byte and the label, then a length byte and the bytes of each value.
#[expect(
    clippy::expect_used,
    reason = "the longest is the instance key's, 16 + 1 + 31 bytes; its test would fail first"
)]
fn info(label: &str, context: &[&[u8]]) -> Bytes<64> {
    Bytes::written(|writer| {
        writer.short_bytes(label.as_bytes())?;
        context.iter().try_for_each(|value| writer.short_bytes(value))
    })
    .expect("every label and context fits")
}

const ISSUER_DEVICE: &str = "warifu/1 issuer device";
const REGISTRATION: &str = "warifu/1 registration";
const ACTIVATION: &str = "warifu/1 activation";
const INSTANCE: &str = "warifu/1 instance";
const MESSAGE: &str = "warifu/1 message";
const SIGNING: &str = "warifu/1 signing";

#[cfg(test)]
mod tests {
    use std::format;
    use std::vec::Vec;

    use super::*;

    fn activation() -> Activation {
        Activation {
            issuer: IssuerId::new(138),
            registration: RegistrationNonce([7; 16]),
            counter: Counter::new(1),
            token_code: "FDT7306594-99".parse().unwrap(),
            key_epoch: 1,
        }
    }

    fn issuer_device_key() -> IssuerDeviceKey {
        DeviceRootKey::new([0x42; 32]).issuer_device_key(IssuerId::new(138))
    }

    /// Golden values, computed by another HKDF (Python's `hmac`) from the derivation as documented.
    #[test]
    fn the_hierarchy_is_fixed() {
        let device = issuer_device_key();
        let instance = device.instance_key(&activation());
        let sealing = device.activation_key(&RegistrationNonce([7; 16]), Counter::new(1));
        let got = [
            hex::encode(device.expose()),
            hex::encode(device.registration_key().expose()),
            hex::encode(sealing.expose()),
            hex::encode(sealing.id().0),
            hex::encode(instance.expose()),
            hex::encode(instance.message_key().expose()),
            hex::encode(instance.message_key().id().0),
            hex::encode(instance.signing_key().expose()),
        ];
        assert_eq!(got, GOLDEN);
    }

    #[test]
    fn every_context_value_changes_the_instance_key() {
        let base = activation();
        let variants = [
            base,
            Activation { issuer: IssuerId::new(139), ..base },
            Activation { registration: RegistrationNonce([8; 16]), ..base },
            Activation { counter: Counter::new(2), ..base },
            Activation { token_code: "FDT7306594-9".parse().unwrap(), ..base },
            Activation { key_epoch: 2, ..base },
        ];
        let keys: Vec<_> = variants
            .iter()
            .map(|variant| *issuer_device_key().instance_key(variant).expose())
            .collect();
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key), "variant {index} repeats a key");
        }
    }

    #[test]
    fn banks_get_different_keys() {
        let root = DeviceRootKey::new([0x42; 32]);
        assert_ne!(
            root.issuer_device_key(IssuerId::new(1)).expose(),
            root.issuer_device_key(IssuerId::new(2)).expose()
        );
    }

    #[test]
    fn debug_shows_no_key() {
        let text = format!("{:?} {:?}", issuer_device_key(), activation());
        assert!(text.starts_with("Key(redacted)"), "{text}");
        let sealing =
            issuer_device_key().activation_key(&RegistrationNonce([7; 16]), Counter::new(1));
        assert!(!format!("{sealing:?}").contains(&hex::encode(sealing.expose())[..8]));
    }

    #[test]
    fn a_key_has_32_bytes() {
        let short = Secret::new(&[1; 31]).unwrap();
        assert_eq!(IssuerDeviceKey::from_secret(&short).unwrap_err(), InvalidSecret::WrongLength);
    }

    const GOLDEN: [&str; 8] = [
        "65c6393ad7ee9a1deea51d4e72f07d262e892b348df7d36954ab1b2995599021",
        "6186c319b1576dd0b07c84990a997c7bbeed0403ccbc452d365940483f0bd2c4",
        "31bd55fce55e946a756ce30108fd4c752ae93031a286757987970f64092d064f",
        "c96e728e",
        "b3fce2a077ff034d858f29918a59ec15a7656939feea91a853158d36524694fb",
        "2a8b01b5b2dfcf0c660dea46985d0065c41dda0659f1f21b3b3e6e7030a9b9d1",
        "5452084e",
        "a50431f937372c7f559f6d2e0982e45966d5aa9478cd79c1a7d9fb5a6b46a298",
    ];
}
