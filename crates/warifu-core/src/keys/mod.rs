//! The key hierarchy: [SP 800-108r1] in counter mode with HMAC-SHA-256, from the device root key down, one key for one
//! purpose.
//!
//! ```text
//! DeviceRootKey ─ issuer ─► IssuerDeviceKey ─┬─────────────────────────────► RegistrationKey   12-digit code
//!                                            ├─ registration ──────────────► SealingKey        activation message
//!                                            └─ registration, token code … ► InstanceKey ─┬─► SealingKey   transactions
//!                                                                                          ├─► SigningKey   8-digit number
//!                                                                                          └─► PickKey      which digits to pick
//! ```
//!
//! Labels start with `warifu/1 `. No two purposes share a label, and the label is inside the derivation, so a key of one
//! purpose is useless for another. Each context value has a length byte before it. There is no salt: the keys are uniform.
//!
//! [SP 800-108r1]: https://doi.org/10.6028/NIST.SP.800-108r1-upd1

mod derive;
mod key;
mod sealing;

use crate::{Counter, IssuerId, TokenCode, codec_as};

pub use key::{
    DeviceRootKey, InstanceKey, IssuerDeviceKey, Key, NonceKey, PickKey, RegistrationKey,
    SigningKey, purpose,
};
pub use sealing::{KeyId, RandomBytes, SealingKey, SealingKeys};

impl DeviceRootKey {
    /// This device's key at one bank.
    pub fn issuer_device_key(&self, issuer: IssuerId) -> IssuerDeviceKey {
        self.derive_key(ISSUER_DEVICE, &[&issuer.value().to_be_bytes()])
    }
}

impl IssuerDeviceKey {
    /// The key of 12-digit token authentication codes.
    pub fn registration_key(&self) -> RegistrationKey {
        self.derive_key(REGISTRATION, &[])
    }

    /// The key of the activation message that answers one registration message.
    pub fn activation_key(
        &self,
        registration: &RegistrationNonce,
        activation: Counter,
    ) -> SealingKey {
        let contexts: [&[u8]; 2] = [&registration.0, &activation.value().to_be_bytes()];
        SealingKey::derive(self, ACTIVATION, &contexts)
    }

    /// What the bank seals that message with.
    pub fn activation_keys(
        &self,
        registration: &RegistrationNonce,
        activation: Counter,
    ) -> SealingKeys {
        let contexts: [&[u8]; 2] = [&registration.0, &activation.value().to_be_bytes()];
        let nonce_key = self.derive_key(ACTIVATION_NONCE, &contexts);
        SealingKeys::new(self.activation_key(registration, activation), nonce_key)
    }

    /// The key of the instance that one activation makes.
    pub fn instance_key(&self, activation: &Activation) -> InstanceKey {
        let contexts: [&[u8]; 5] = [
            &activation.issuer.value().to_be_bytes(),
            &activation.registration.0,
            activation.token_code.as_str().as_bytes(),
            &activation.key_epoch.to_be_bytes(),
            &activation.counter.value().to_be_bytes(),
        ];
        self.derive_key(INSTANCE, &contexts)
    }
}

impl InstanceKey {
    /// The key of the messages that the bank seals for this instance.
    pub fn message_key(&self) -> SealingKey {
        SealingKey::derive(self, MESSAGE, &[])
    }

    /// What the bank seals them with.
    pub fn message_keys(&self) -> SealingKeys {
        SealingKeys::new(self.message_key(), self.derive_key(MESSAGE_NONCE, &[]))
    }

    /// The key of this instance's 8-digit numbers.
    pub fn signing_key(&self) -> SigningKey {
        self.derive_key(SIGNING, &[])
    }

    /// The key that says which digits a person is asked to pick from.
    pub fn pick_key(&self) -> PickKey {
        self.derive_key(PICK, &[])
    }
}

/// Everything that one activation of a device is made from, and that its instance key depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activation {
    /// The bank that activates the device.
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

codec_as!(RegistrationNonce: [u8; 16]);

const ISSUER_DEVICE: &str = "warifu/1 issuer device";
const REGISTRATION: &str = "warifu/1 registration";
const ACTIVATION: &str = "warifu/1 activation";
const ACTIVATION_NONCE: &str = "warifu/1 activation nonce";
const INSTANCE: &str = "warifu/1 instance";
const MESSAGE: &str = "warifu/1 message";
const MESSAGE_NONCE: &str = "warifu/1 message nonce";
const SIGNING: &str = "warifu/1 signing";
const PICK: &str = "warifu/1 pick";

#[cfg(test)]
mod tests {
    use std::format;
    use std::vec::Vec;

    use super::*;
    use crate::{Nonce, Secret, ValueError};

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

    /// Golden values, computed by Python's `hmac` from the derivation as documented.
    #[test]
    fn the_hierarchy_is_fixed() {
        let device = issuer_device_key();
        let instance = device.instance_key(&activation());
        let sealing = device.activation_key(&RegistrationNonce([7; 16]), Counter::new(1));
        let nonce = Nonce([9; 12]);
        let got = [
            hex::encode(device.expose()),
            hex::encode(device.registration_key().expose()),
            hex::encode(sealing.expose()),
            hex::encode(sealing.key_id(nonce).0),
            hex::encode(instance.expose()),
            hex::encode(instance.message_key().expose()),
            hex::encode(instance.message_key().key_id(nonce).0),
            hex::encode(instance.signing_key().expose()),
            hex::encode(instance.pick_key().expose()),
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
        assert_eq!(IssuerDeviceKey::from_secret(&short).unwrap_err(), ValueError::SecretLength);
    }

    const GOLDEN: [&str; 9] = [
        "b1b1d8fcdc314935fdf49b5e4c719c3a1ddd1055505cbfc79dc130ea26a1e341",
        "bdefa3730460d8f4c56d72c5378bfff80d1b0a7d0a094b791d6c621a8b2ede53",
        "af4fb9f199ef84161ee76519478996aafef9fded9c09457885edebd06a437aca",
        "5987ea14",
        "4019a3743c1301fe78fee6fef8df87a5b6bc17f22b571373c6aaf04a765d060b",
        "ca939635ba5abab4bb4840dd821c3a308e4168b26fbf3e4da1070ff0b254417f",
        "2d606dd4",
        "168a63ca07911aa29d156133924cd9cbef7fe8d57ee0b3251d76d6c89d0f523e",
        "47520ba03718cf899bac2cbfc7a06e667502b75ecde7fe952a8bc93806a986a9",
    ];
}
