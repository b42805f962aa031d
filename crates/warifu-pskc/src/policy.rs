use warifu_core::UnixTime;

use crate::algorithm::KeyAlgorithm;
use crate::format::Encoding;

/// `Policy` ([RFC 6030 §5]): what the key may be used for, and when.
///
/// A policy with anything in it that is not held here was refused with its file: the recipient "MUST assume that key
/// usage is not permitted".
///
/// # Security
///
/// All of it binds. The program that uses the key must refuse to before `starts` and after `expires`, both inclusive. It
/// must count the uses where `transactions` limits them, and check the PIN where the mode leaves that to it.
///
/// [RFC 6030 §5]: https://www.rfc-editor.org/rfc/rfc6030#section-5
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyPolicy {
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

impl KeyPolicy {
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
    const ALL: [Self; 11] = [
        Self::Otp,
        Self::ChallengeResponse,
        Self::Encrypt,
        Self::Integrity,
        Self::Verify,
        Self::Unlock,
        Self::Decrypt,
        Self::KeyWrap,
        Self::Unwrap,
        Self::Derive,
        Self::Generate,
    ];

    pub(crate) fn from_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|usage| usage.token() == token)
    }

    /// What RFC 6030 §5 calls it.
    pub(crate) const fn token(self) -> &'static str {
        match self {
            Self::Otp => "OTP",
            Self::ChallengeResponse => "CR",
            Self::Encrypt => "Encrypt",
            Self::Integrity => "Integrity",
            Self::Verify => "Verify",
            Self::Unlock => "Unlock",
            Self::Decrypt => "Decrypt",
            Self::KeyWrap => "KeyWrap",
            Self::Unwrap => "Unwrap",
            Self::Derive => "Derive",
            Self::Generate => "Generate",
        }
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
    /// The number of wrong PINs after which the device locks the key.
    pub max_failed_attempts: Option<u32>,
    /// The shortest PIN.
    pub min_length: Option<u32>,
    /// The longest PIN.
    pub max_length: Option<u32>,
    /// What the PIN is made of.
    pub encoding: Option<Encoding>,
}

impl PinPolicy {
    /// A PIN of which nothing else is said.
    pub const fn new(mode: PinMode) -> Self {
        Self {
            mode,
            key_id: None,
            max_failed_attempts: None,
            min_length: None,
            max_length: None,
            encoding: None,
        }
    }
}

/// `PINUsageMode`: where a PIN is checked.
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
    const ALL: [Self; 4] = [Self::Local, Self::Prepend, Self::Append, Self::Algorithmic];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }

    /// What the schema calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Local => "Local",
            Self::Prepend => "Prepend",
            Self::Append => "Append",
            Self::Algorithmic => "Algorithmic",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usages_exclude_what_they_do_not_name() {
        let only = |usage| KeyPolicy { usage: vec![usage], ..KeyPolicy::default() };
        assert!(KeyPolicy::default().permits(&KeyAlgorithm::Hotp));
        assert!(only(KeyUsage::Otp).permits(&KeyAlgorithm::Totp));
        assert!(!only(KeyUsage::ChallengeResponse).permits(&KeyAlgorithm::Hotp));
        assert!(!only(KeyUsage::Otp).permits(&KeyAlgorithm::Ocra(String::new())));
        assert!(only(KeyUsage::Derive).permits(&KeyAlgorithm::IssuerDeviceKey));
        assert!(!only(KeyUsage::Otp).permits(&KeyAlgorithm::IssuerDeviceKey));
    }

    #[test]
    fn tokens_are_exact() {
        assert_eq!(KeyUsage::from_token("CR"), Some(KeyUsage::ChallengeResponse));
        for token in ["", "otp", "OTP,CR", "Sign"] {
            assert_eq!(KeyUsage::from_token(token), None);
        }
    }
}
