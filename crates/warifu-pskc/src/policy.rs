use warifu_core::UnixTime;

use crate::{Encoding, KeyAlgorithm};

/// `Policy` ([RFC 6030 §5]): what the key may be used for, and when.
///
/// A policy with anything in it that is not held here was refused with its file: the recipient "MUST assume that key
/// usage is not permitted".
///
/// # Security
///
/// All of it binds: whoever uses the key must refuse to before `starts` and after `expires`, both inclusive, must count
/// its uses where `transactions` limits them, and must check a PIN whose mode leaves that to him.
///
/// [RFC 6030 §5]: https://www.rfc-editor.org/rfc/rfc6030#section-5
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// The first moment at which the key may be used.
    pub starts: Option<UnixTime>,
    /// The last moment at which the key may be used.
    pub expires: Option<UnixTime>,
    /// What the key may be used for; everything, if none is named.
    pub usage: Vec<KeyUsage>,
    /// How often the key may be used, from its receipt on; without limit, if none is named.
    pub transactions: Option<u64>,
    /// The PIN that protects the key.
    pub pin: Option<PinPolicy>,
}

impl Policy {
    /// Whether the usages named, if any, include what `algorithm` is for.
    pub fn permits(&self, algorithm: &KeyAlgorithm) -> bool {
        let needed = match algorithm {
            KeyAlgorithm::Hotp | KeyAlgorithm::Totp => KeyUsage::Otp,
            KeyAlgorithm::Ocra(_) => KeyUsage::ChallengeResponse,
            KeyAlgorithm::IssuerDeviceKey => KeyUsage::Derive,
            // What these are for is known to the caller alone, who is given the usages.
            KeyAlgorithm::Pin | KeyAlgorithm::Other(_) => return true,
        };
        self.usage.is_empty() || self.usage.contains(&needed)
    }
}

/// `KeyUsage`: the tokens that RFC 6030 registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyUsage {
    /// One-time passwords.
    Otp,
    /// Challenge and response.
    ChallengeResponse,
    /// Encrypting.
    Encrypt,
    /// Making a keyed digest.
    Integrity,
    /// Verifying a keyed digest.
    Verify,
    /// Unlocking a device by challenge and response.
    Unlock,
    /// Decrypting.
    Decrypt,
    /// Wrapping keys.
    KeyWrap,
    /// Unwrapping keys.
    Unwrap,
    /// Deriving keys.
    Derive,
    /// Making a new key from the old one and a random number.
    Generate,
}

impl KeyUsage {
    pub(crate) fn of_token(token: &str) -> Option<Self> {
        Some(match token {
            "OTP" => Self::Otp,
            "CR" => Self::ChallengeResponse,
            "Encrypt" => Self::Encrypt,
            "Integrity" => Self::Integrity,
            "Verify" => Self::Verify,
            "Unlock" => Self::Unlock,
            "Decrypt" => Self::Decrypt,
            "KeyWrap" => Self::KeyWrap,
            "Unwrap" => Self::Unwrap,
            "Derive" => Self::Derive,
            "Generate" => Self::Generate,
            _ => return None,
        })
    }
}

/// `PINPolicy` ([RFC 6030 §5]).
///
/// [RFC 6030 §5]: https://www.rfc-editor.org/rfc/rfc6030#section-5
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PinPolicy {
    /// Who checks the PIN, and where it enters.
    pub mode: PinMode,
    /// The identifier of the key package that holds the PIN.
    pub key_id: Option<String>,
    /// After so many wrong PINs the device locks the key.
    pub max_failed_attempts: Option<u32>,
    /// The shortest PIN.
    pub min_length: Option<u32>,
    /// The longest PIN.
    pub max_length: Option<u32>,
    /// What the PIN is made of.
    pub encoding: Option<Encoding>,
}

/// `PINUsageMode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PinMode {
    /// The device checks the PIN before it uses the key. The bank never sees it.
    Local,
    /// The user puts the PIN before the response, and the bank checks it.
    Prepend,
    /// The user puts the PIN behind the response, and the bank checks it.
    Append,
    /// The PIN enters the computation of the response.
    Algorithmic,
}

impl PinMode {
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        match name {
            "Local" => Some(Self::Local),
            "Prepend" => Some(Self::Prepend),
            "Append" => Some(Self::Append),
            "Algorithmic" => Some(Self::Algorithmic),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usages_exclude_what_they_do_not_name() {
        let only = |usage| Policy { usage: vec![usage], ..Policy::default() };
        assert!(Policy::default().permits(&KeyAlgorithm::Hotp));
        assert!(only(KeyUsage::Otp).permits(&KeyAlgorithm::Totp));
        assert!(!only(KeyUsage::ChallengeResponse).permits(&KeyAlgorithm::Hotp));
        assert!(!only(KeyUsage::Otp).permits(&KeyAlgorithm::Ocra(String::new())));
        assert!(only(KeyUsage::Derive).permits(&KeyAlgorithm::IssuerDeviceKey));
        assert!(!only(KeyUsage::Otp).permits(&KeyAlgorithm::IssuerDeviceKey));
    }

    #[test]
    fn tokens_are_exact() {
        assert_eq!(KeyUsage::of_token("CR"), Some(KeyUsage::ChallengeResponse));
        for token in ["", "otp", "OTP,CR", "Sign"] {
            assert_eq!(KeyUsage::of_token(token), None);
        }
    }
}
