//! Constructors, for keys that are to be written.

use warifu_core::{Digits, Secret};

use crate::policy::{PinMode, PinPolicy, Policy};
use crate::{
    ChallengeFormat, CheckDigit, DeviceInfo, Encoding, FriendlyName, Hash, KeyAlgorithm,
    KeyDescription, KeyPackage, ResponseFormat,
};

impl KeyPackage {
    /// A key and the device that holds it.
    pub fn new(device: DeviceInfo, key: KeyDescription, secret: Secret) -> Self {
        Self { device, key, secret }
    }
}

impl DeviceInfo {
    /// A device of this manufacturer and serial number, of which nothing else is said.
    pub fn new(manufacturer: &str, serial: &str) -> Self {
        Self {
            manufacturer: Some(manufacturer.to_owned()),
            serial: Some(serial.to_owned()),
            ..Self::default()
        }
    }
}

impl KeyDescription {
    /// A key of this identifier and purpose, of which nothing else is said.
    pub fn new(id: &str, algorithm: KeyAlgorithm) -> Self {
        Self {
            id: id.to_owned(),
            algorithm,
            hash: Hash::default(),
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
            policy: Policy::default(),
        }
    }

    /// The same key with responses of this format, and with the digits that they have.
    #[must_use]
    pub fn with_response(self, response: ResponseFormat) -> Self {
        Self { digits: response.digits(), response: Some(response), ..self }
    }
}

impl ResponseFormat {
    /// Responses of so many characters, or bytes for [`Encoding::Base64`] and [`Encoding::Binary`].
    pub const fn new(encoding: Encoding, length: u32) -> Self {
        Self { encoding, length, check_digit: CheckDigit::Absent }
    }

    /// Responses of so many decimal digits, none of which is a check digit.
    pub fn decimal(digits: Digits) -> Self {
        Self::new(Encoding::Decimal, u32::from(digits.value()))
    }

    /// How many decimal digits a response has, where it is just that.
    pub(super) fn digits(self) -> Option<Digits> {
        let is_plain = self.encoding == Encoding::Decimal && self.check_digit == CheckDigit::Absent;
        let length = u8::try_from(self.length).ok().filter(|_| is_plain)?;
        Digits::new(length).ok()
    }
}

impl ChallengeFormat {
    /// Challenges of `min` to `max` characters, or bytes for [`Encoding::Base64`] and [`Encoding::Binary`].
    pub const fn new(encoding: Encoding, min: u32, max: u32) -> Self {
        Self { encoding, min, max, check_digit: CheckDigit::Absent }
    }
}

impl FriendlyName {
    /// A name in a language that is called as `xml:lang` calls it: `en`, `ja`.
    pub fn new(language: &str, text: &str) -> Self {
        Self { language: language.to_owned(), text: text.to_owned() }
    }
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
