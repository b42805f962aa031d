use warifu_core::hash::HashAlgorithm;
use warifu_core::{Counter, Digits, Seconds, Secret, UnixTime};

use crate::algorithm::{DEFAULT_HASH, KeyAlgorithm};
use crate::format::{ChallengeFormat, ResponseFormat};
use crate::policy::KeyPolicy;

/// One opened key with everything the file says about it and its device.
///
/// # Security
///
/// A secret may have any length from 1 to 128 bytes: the RFC's own first example has four. Refuse what is too short for
/// its purpose (RFC 4226 §4 asks for 16 bytes at least), and refuse a package that leaves out what the algorithm needs
/// instead of guessing it.
///
/// A key may come with conditions that its reader must honour or refuse: [`KeyDescription::profile`], a check digit in
/// [`KeyDescription::response`] or [`KeyDescription::challenge`], [`KeyPolicy::transactions`], and the mode of
/// [`KeyPolicy::pin`].
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
    /// A key and the device that holds it.
    pub fn new(device: DeviceInfo, key: KeyDescription, secret: Secret) -> Self {
        Self { device, key, secret }
    }

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
    /// The name of its maker.
    pub manufacturer: Option<String>,
    /// Its serial number, unique together with the manufacturer.
    pub serial: Option<String>,
    /// The maker's name for this kind of device.
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

impl DeviceInfo {
    /// A device of this manufacturer and serial number, without anything else.
    pub fn new(manufacturer: &str, serial: &str) -> Self {
        Self {
            manufacturer: Some(manufacturer.to_owned()),
            serial: Some(serial.to_owned()),
            ..Self::default()
        }
    }
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
    pub hash: HashAlgorithm,
    /// How many decimal digits a response has; `None` as well if it is not decimal, or ends in a check digit. See
    /// [`response`](Self::response).
    pub digits: Option<Digits>,
    /// What a response looks like.
    pub response: Option<ResponseFormat>,
    /// What challenges the device takes.
    pub challenge: Option<ChallengeFormat>,
    /// `KeyProfileId`: attributes of the key that sender and receiver agreed on elsewhere. Without the profile, it is not
    /// known how the key is used.
    pub profile: Option<String>,
    /// Who issued the key.
    pub issuer: Option<String>,
    /// What people call the key, in each language that the file has.
    pub friendly_names: Vec<FriendlyName>,
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
    pub policy: KeyPolicy,
}

impl KeyDescription {
    /// A key of this identifier and purpose, without anything else.
    pub fn new(id: &str, algorithm: KeyAlgorithm) -> Self {
        Self {
            id: id.to_owned(),
            algorithm,
            hash: DEFAULT_HASH,
            digits: None,
            response: None,
            challenge: None,
            profile: None,
            issuer: None,
            friendly_names: Vec::new(),
            user_id: None,
            counter: None,
            time_step: None,
            time: None,
            time_drift: None,
            policy: KeyPolicy::default(),
        }
    }

    /// The same key with responses of this format, and with the digits that they have.
    #[must_use]
    pub fn with_response(self, response: ResponseFormat) -> Self {
        Self { digits: response.digits(), response: Some(response), ..self }
    }

    /// What people call the key: in English if the file has that, else in its first language.
    pub fn friendly_name(&self) -> Option<&str> {
        let english = |name: &&FriendlyName| {
            name.language.split('-').next().is_some_and(|first| first.eq_ignore_ascii_case("en"))
        };
        let name = self.friendly_names.iter().find(english).or(self.friendly_names.first())?;
        Some(&name.text)
    }
}

/// `FriendlyName` ([RFC 6030 §4.1]).
///
/// [RFC 6030 §4.1]: https://www.rfc-editor.org/rfc/rfc6030#section-4.1
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FriendlyName {
    /// `xml:lang`; `en` where the file names no language.
    pub language: String,
    /// The name in this language.
    pub text: String,
}

impl FriendlyName {
    /// A name in a language that is called as `xml:lang` calls it: `en`, `ja`.
    pub fn new(language: &str, text: &str) -> Self {
        Self { language: language.to_owned(), text: text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_first() {
        let name = |language: &str| FriendlyName {
            language: language.to_owned(),
            text: format!("in {language}"),
        };
        let mut key = KeyDescription::new("1", KeyAlgorithm::Hotp);
        assert_eq!(key.friendly_name(), None);
        key.friendly_names = vec![name("ja"), name("eng"), name("EN-gb")];
        assert_eq!(key.friendly_name(), Some("in EN-gb"));
        key.friendly_names.truncate(2);
        assert_eq!(key.friendly_name(), Some("in ja"));
    }
}
