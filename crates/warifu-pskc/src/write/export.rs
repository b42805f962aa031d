use base64ct::{Base64, Encoding as _};
use warifu_core::Entropy;
use zeroize::Zeroizing;

use super::document::{Document, WrittenSecret};
use super::encrypt::Encryptor;
use super::error::{ExportError, ExportErrorKind};
use super::protection::ExportProtection;
use super::xml::Measure;
use super::{check, text};
use crate::package::KeyPackage;
use crate::rules::LONGEST_FILE;
use crate::value::{EncryptedValue, ValueMac};

/// Writes key files that [`Container`](crate::Container) reads back as they were, and others do too.
///
/// Only secrets are encrypted. Counters, times and all else are in the file as they are: RFC 6030 does not say whether the
/// digits or the bytes of a number are encrypted, and readers differ.
///
/// # Example
///
/// ```
/// # use warifu_core::{Digits, Entropy, EntropyError, Secret};
/// # struct Counting(u8);
/// # impl Entropy for Counting {
/// #     fn fill(&mut self, destination: &mut [u8]) -> Result<(), EntropyError> {
/// #         destination.fill_with(|| { self.0 = self.0.wrapping_add(1); self.0 });
/// #         Ok(())
/// #     }
/// # }
/// # let mut entropy = Counting(0);
/// use warifu_pskc::{
///     Container, DeviceInfo, Encryption, Export, KeyAlgorithm, KeyDescription, KeyPackage,
///     MacAlgorithm, ExportProtection, ResponseFormat, TransportKey,
/// };
///
/// let device = DeviceInfo::new("Maker", "20123456789");
/// let key = KeyDescription::new("1", KeyAlgorithm::Hotp)
///     .with_response(ResponseFormat::decimal(Digits::SIX));
/// let secret = Secret::new(b"12345678901234567890")?;
/// let packages = [KeyPackage::new(device, key, secret)];
///
/// let transport_key = Secret::new(&[7; 32])?;
/// let encryption = Encryption::AesCbc(MacAlgorithm::HmacSha256);
/// let protection = ExportProtection::PreShared { key: &transport_key, name: "2026-11", encryption };
/// let file = Export::new(protection).write(&packages, &mut entropy)?;
///
/// let read = Container::parse(file.as_bytes())?.open(&TransportKey::PreShared(transport_key))?;
/// assert_eq!(read[0].serial(), Some("20123456789"));
/// assert_eq!(read[0].secret.expose(), b"12345678901234567890");
///
/// // What cannot be written so that it reads back is refused.
/// let unnamed = KeyDescription::new("", KeyAlgorithm::Hotp);
/// let packages = [KeyPackage::new(DeviceInfo::default(), unnamed, Secret::new(b"1234")?)];
/// let error = Export::new(ExportProtection::DangerPlain).write(&packages, &mut entropy).unwrap_err();
/// assert_eq!(error.to_string(), "Id is empty (key package 1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Export<'a> {
    protection: ExportProtection<'a>,
    id: Option<&'a str>,
}

impl<'a> Export<'a> {
    /// Files that are protected like this.
    pub const fn new(protection: ExportProtection<'a>) -> Self {
        Self { protection, id: None }
    }

    /// The same, with an identifier for the file. The schema asks that it begin with a letter and hold neither
    /// blanks nor colons.
    #[must_use]
    pub const fn with_id(self, id: &'a str) -> Self {
        Self { id: Some(id), ..self }
    }

    /// Writes a key file that holds these packages.
    ///
    /// `entropy` gives the initialization vectors, the MAC key and the salt.
    ///
    /// # Errors
    ///
    /// [`ExportError`] with the first thing that cannot be written, before anything is.
    ///
    /// # Security
    ///
    /// The text is wiped on drop, and was made of its final size, so that no part of a plain file is left behind by
    /// growth. The caller wipes what it is copied to.
    pub fn write(
        &self,
        packages: &[KeyPackage],
        entropy: &mut impl Entropy,
    ) -> Result<Zeroizing<String>, ExportError> {
        check::packages(packages)?;
        for (name, text) in [("Id", self.id), ("KeyName", self.key_name())] {
            if let Some(text) = text {
                text::check(name, text)?;
            }
        }
        let mut encryptor = Encryptor::new(&self.protection, entropy)?;
        let mut secrets = Vec::with_capacity(packages.len());
        for package in packages {
            secrets.push(secret(package, encryptor.as_mut(), entropy)?);
        }
        let protection = encryptor.map(Encryptor::into_protection);
        let document = Document { id: self.id, protection, packages, secrets };
        let mut measure = Measure::default();
        document.render(&mut measure);
        let length = measure.length().filter(|&length| length <= LONGEST_FILE);
        // More than memory can hold is more than is read, too.
        let length = length.and_then(|length| usize::try_from(length).ok());
        let mut out =
            Zeroizing::new(String::with_capacity(length.ok_or(ExportErrorKind::TooLarge)?));
        document.render(&mut *out);
        Ok(out)
    }

    const fn key_name(&self) -> Option<&'a str> {
        match self.protection {
            ExportProtection::DangerPlain => None,
            ExportProtection::PreShared { name, .. } => Some(name),
            ExportProtection::Password { name, .. } => name,
        }
    }
}

fn secret(
    package: &KeyPackage,
    encryptor: Option<&mut Encryptor>,
    entropy: &mut impl Entropy,
) -> Result<WrittenSecret, ExportErrorKind> {
    let secret = package.secret.expose();
    let Some(encryptor) = encryptor else {
        return Ok(WrittenSecret {
            base64: Zeroizing::new(Base64::encode_string(secret)),
            mac: None,
        });
    };
    let EncryptedValue { cipher_text, mac } = encryptor.value(secret, entropy)?;
    let mac = match mac {
        ValueMac::Absent => None,
        ValueMac::Rfc(mac) => Some(Base64::encode_string(&mac)),
        // Read and never written.
        #[cfg(feature = "draft-dialects")]
        ValueMac::Draft(_) => return Err(ExportErrorKind::Cipher),
    };
    Ok(WrittenSecret { base64: Zeroizing::new(Base64::encode_string(&cipher_text)), mac })
}
