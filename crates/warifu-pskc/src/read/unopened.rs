use crate::decrypt::Decryption;
use crate::error::{FilePlace, ImportError, ImportErrorKind};
use crate::number::{DataNumber, number_of_bytes};
use crate::package::{DeviceInfo, KeyDescription, KeyPackage};
use crate::reported::ReportedKey;
use crate::rules;
use crate::value::{EncryptedValue, FileValue};

/// One key before its secret is opened.
pub(crate) struct UnopenedKey {
    pub(crate) reported: ReportedKey,
    /// `None` if the report tells why not.
    pub(crate) package: Option<UnopenedPackage>,
}

/// What a `KeyPackage` holds.
pub(crate) struct UnopenedPackage {
    pub(crate) device: DeviceInfo,
    pub(crate) key: KeyDescription,
    pub(crate) secret: FileValue,
    /// Of the secret.
    pub(crate) place: FilePlace,
    pub(crate) numbers: Vec<EncryptedNumber>,
}

/// A number that is encrypted.
pub(crate) struct EncryptedNumber {
    pub(crate) number: DataNumber,
    pub(crate) value: EncryptedValue,
    pub(crate) place: FilePlace,
}

impl UnopenedPackage {
    /// Verifies and decrypts each value.
    ///
    /// # Errors
    ///
    /// The kinds of [`Decryption`], and those about the length of a secret and the range of a number. The error does not
    /// name the package.
    pub(crate) fn open(self, decryption: &Decryption<'_>) -> Result<KeyPackage, ImportError> {
        let Self { device, mut key, secret, place, numbers } = self;
        let refused = |kind| ImportError::new(kind, place);
        let is_beside_mac = matches!(secret, FileValue::PlainBesideMac(_));
        let secret = decryption.secret(&secret).map_err(refused)?;
        rules::secret(&secret, &key.algorithm).map_err(|broken| refused(broken.into()))?;
        for encrypted in &numbers {
            let refused = |kind| ImportError::new(kind, encrypted.place);
            let number = encrypted.decrypt(decryption).map_err(refused)?;
            encrypted.number.put(&mut key, number).map_err(refused)?;
        }
        // RFC 6030 §6.1.1: a MAC is over an encrypted value. The sender meant to protect this key, and it is not.
        if is_beside_mac {
            return Err(refused(ImportErrorKind::MacWithoutEncryption));
        }
        Ok(KeyPackage::new(device, key, secret))
    }
}

impl EncryptedNumber {
    fn decrypt(&self, decryption: &Decryption<'_>) -> Result<i128, ImportErrorKind> {
        let invalid = ImportErrorKind::InvalidValue(self.number.name());
        let is_length =
            |kind| matches!(kind, ImportErrorKind::EmptySecret | ImportErrorKind::LongSecret);
        let decrypted = decryption.encrypted(&self.value);
        // A number is no secret, and has another length.
        let bytes = decrypted.map_err(|kind| if is_length(kind) { invalid } else { kind })?;
        number_of_bytes(bytes.expose()).ok_or(invalid)
    }
}
