use warifu_core::{Counter, Digits, Seconds, Secret, UnixTime};

use crate::Policy;

/// One opened key with everything the file says about it and its device.
///
/// # Security
///
/// A secret may have any length from 1 to 128 bytes: the RFC's own first example has four. Refuse what is too short for
/// its purpose (RFC 4226 §4 asks for 16 bytes at least), and refuse a package that leaves out what the algorithm needs
/// instead of guessing it.
#[derive(Debug)]
#[non_exhaustive]
pub struct KeyPackage {
    /// The device that holds the key.
    pub device: DeviceInfo,
    /// What the key is for and how it is used.
    pub key: KeyDescription,
    /// The key itself.
    pub secret: Secret,
}

impl KeyPackage {
    /// The device's manufacturer.
    pub fn manufacturer(&self) -> Option<&str> {
        self.device.manufacturer.as_deref()
    }

    /// The device's serial number.
    pub fn serial(&self) -> Option<&str> {
        self.device.serial.as_deref()
    }
}

/// `DeviceInfo` and `CryptoModuleInfo` ([RFC 6030 §4.3.1, §4.3.2]): which device holds the key.
///
/// An empty element counts as absent.
///
/// [RFC 6030 §4.3.1, §4.3.2]: https://www.rfc-editor.org/rfc/rfc6030#section-4.3.1
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeviceInfo {
    /// Who made it.
    pub manufacturer: Option<String>,
    /// Its serial number, unique together with the manufacturer.
    pub serial: Option<String>,
    /// Its model.
    pub model: Option<String>,
    /// What tells devices of one serial number apart.
    pub issue_number: Option<String>,
    /// The identifier to which provisioning bound the key.
    pub binding: Option<String>,
    /// Its keys should not be used before this moment.
    pub starts: Option<UnixTime>,
    /// Its keys should not be used after this moment.
    pub expires: Option<UnixTime>,
    /// The distinguished name of the device's user, for information only.
    pub user_id: Option<String>,
    /// Which module of the device holds the key.
    pub crypto_module: Option<String>,
}

/// `Key` ([RFC 6030 §4.1]) without the secret.
///
/// What the file does not say is `None`; nothing is filled in, except that a missing `Suite` means SHA-1.
///
/// [RFC 6030 §4.1]: https://www.rfc-editor.org/rfc/rfc6030#section-4.1
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyDescription {
    /// The key's identifier, unique in the file.
    pub id: String,
    /// What the key is for.
    pub algorithm: KeyAlgorithm,
    /// The hash of HOTP and TOTP.
    pub hash: Hash,
    /// How many decimal digits a response has.
    pub digits: Option<Digits>,
    /// What challenges the device takes.
    pub challenge: Option<ChallengeFormat>,
    /// Who issued the key.
    pub issuer: Option<String>,
    /// What people call the key.
    pub friendly_name: Option<String>,
    /// The distinguished name of the key's user, for information only.
    pub user_id: Option<String>,
    /// HOTP's moving factor.
    pub counter: Option<Counter>,
    /// TOTP's time step.
    pub time_step: Option<Seconds>,
    /// `Time`: time steps since a start that the algorithm defines.
    pub time: Option<u64>,
    /// The last known clock drift of the device, in time steps; negative when the device is slow.
    pub time_drift: Option<i32>,
    /// What the key may be used for, and when.
    pub policy: Policy,
}

/// The algorithm profile of a key ([RFC 6030 §10]).
///
/// [RFC 6030 §10]: https://www.rfc-editor.org/rfc/rfc6030#section-10
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// `urn:ietf:params:xml:ns:keyprov:pskc:hotp`.
    Hotp,
    /// `urn:ietf:params:xml:ns:keyprov:pskc:totp`.
    Totp,
    /// `urn:ietf:params:xml:ns:keyprov:pskc:ocra-1`, with the suite as the file gives it.
    Ocra(String),
    /// `urn:ietf:params:xml:ns:keyprov:pskc:pin`: a PIN that another key's policy names.
    Pin,
    /// `urn:x-warifu:1:issuer-device-key`: the 32-byte key of a camera token at one bank.
    IssuerDeviceKey,
    /// Any other profile, by its URI.
    Other(String),
}

impl KeyAlgorithm {
    /// The profile of this URI; `suite` is the text of `Suite`, which only OCRA needs.
    ///
    /// `None` for OCRA without a suite.
    pub(crate) fn of_uri(uri: &str, suite: Option<&str>) -> Option<Self> {
        Some(match uri {
            HOTP => Self::Hotp,
            TOTP => Self::Totp,
            OCRA => Self::Ocra(suite?.to_owned()),
            PIN => Self::Pin,
            ISSUER_DEVICE_KEY => Self::IssuerDeviceKey,
            other => Self::Other(other.to_owned()),
        })
    }
}

/// The hash function of HOTP and TOTP, as `Suite` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Hash {
    /// `HMAC-SHA1`, and what holds without a `Suite`.
    #[default]
    Sha1,
    /// `HMAC-SHA256`.
    Sha256,
    /// `HMAC-SHA512`.
    Sha512,
}

impl Hash {
    pub(crate) fn of_suite(suite: &str) -> Option<Self> {
        match suite {
            "HMAC-SHA1" => Some(Self::Sha1),
            "HMAC-SHA256" => Some(Self::Sha256),
            "HMAC-SHA512" => Some(Self::Sha512),
            _ => None,
        }
    }
}

/// `ChallengeFormat` ([RFC 6030 §4.3.4]).
///
/// [RFC 6030 §4.3.4]: https://www.rfc-editor.org/rfc/rfc6030#section-4.3.4
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChallengeFormat {
    /// What a challenge is made of.
    pub encoding: Encoding,
    /// The fewest characters, or bytes for [`Encoding::Base64`] and [`Encoding::Binary`].
    pub min: u32,
    /// The most of them.
    pub max: u32,
}

/// What a challenge or a PIN is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Decimal digits.
    Decimal,
    /// Hexadecimal digits.
    Hexadecimal,
    /// Letters and digits; case counts.
    Alphanumeric,
    /// Base64 of bytes.
    Base64,
    /// Bytes.
    Binary,
}

impl Encoding {
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        match name {
            "DECIMAL" => Some(Self::Decimal),
            "HEXADECIMAL" => Some(Self::Hexadecimal),
            "ALPHANUMERIC" => Some(Self::Alphanumeric),
            "BASE64" => Some(Self::Base64),
            "BINARY" => Some(Self::Binary),
            _ => None,
        }
    }
}

const HOTP: &str = "urn:ietf:params:xml:ns:keyprov:pskc:hotp";
const TOTP: &str = "urn:ietf:params:xml:ns:keyprov:pskc:totp";
const OCRA: &str = "urn:ietf:params:xml:ns:keyprov:pskc:ocra-1";
const PIN: &str = "urn:ietf:params:xml:ns:keyprov:pskc:pin";
const ISSUER_DEVICE_KEY: &str = "urn:x-warifu:1:issuer-device-key";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ocra_needs_its_suite() {
        assert_eq!(KeyAlgorithm::of_uri(OCRA, None), None);
        let suite = "OCRA-1:HOTP-SHA256-8:QH64";
        assert_eq!(
            KeyAlgorithm::of_uri(OCRA, Some(suite)),
            Some(KeyAlgorithm::Ocra(suite.to_owned()))
        );
        assert_eq!(KeyAlgorithm::of_uri(HOTP, None), Some(KeyAlgorithm::Hotp));
    }

    #[test]
    fn names_are_exact() {
        assert_eq!(Hash::of_suite("HMAC-SHA256"), Some(Hash::Sha256));
        for name in ["", "hmac-sha256", "HMAC-SHA-256", "HMAC-MD5", "HMAC-SHA256 "] {
            assert_eq!(Hash::of_suite(name), None, "{name}");
        }
        assert_eq!(Encoding::of_name("decimal"), None);
    }
}
