use base64ct::{Base64, Encoding as _};
use warifu_core::Entropy;
use zeroize::Zeroizing;

use super::document::{Document, Value};
use super::sealer::Sealer;
use super::xml::Measure;
use super::{ExportError, ExportErrorKind, Protection, check, text};
use crate::KeyPackage;
use crate::seal::Sealed;

/// Writes key files that [`Container`](crate::Container) reads back as they were, and others do too.
///
/// Only secrets are encrypted. Counters, times and all else stand in the file as they are: RFC 6030 does not say whether the
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
///     MacAlgorithm, Protection, ResponseFormat, TransportKey,
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
/// let protection = Protection::PreShared { key: &transport_key, name: "2026-11", encryption };
/// let file = Export::new(protection).write(&packages, &mut entropy)?;
///
/// let read = Container::parse(file.as_bytes())?.open(&TransportKey::PreShared(transport_key))?;
/// assert_eq!(read[0].serial(), Some("20123456789"));
/// assert_eq!(read[0].secret.expose(), b"12345678901234567890");
///
/// // What cannot be written so that it reads back is refused.
/// let unnamed = KeyDescription::new("", KeyAlgorithm::Hotp);
/// let packages = [KeyPackage::new(DeviceInfo::default(), unnamed, Secret::new(b"1234")?)];
/// let error = Export::new(Protection::DangerPlain).write(&packages, &mut entropy).unwrap_err();
/// assert_eq!(error.to_string(), "Id is empty (key package 1)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Export<'a> {
    protection: Protection<'a>,
    id: Option<&'a str>,
}

impl<'a> Export<'a> {
    /// Files that are protected like this.
    pub const fn new(protection: Protection<'a>) -> Self {
        Self { protection, id: None }
    }

    /// The same, with an identifier of the file's own. The schema asks that it begin with a letter and hold neither
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
    /// growth. Where it is copied to is the caller's to wipe.
    pub fn write(
        &self,
        packages: &[KeyPackage],
        entropy: &mut impl Entropy,
    ) -> Result<Zeroizing<String>, ExportError> {
        check::packages(packages)?;
        for (name, text) in [("Id", self.id), ("KeyName", self.key_name())] {
            text.map_or(Ok(()), |text| text::check(name, text))?;
        }
        let mut sealer = Sealer::new(&self.protection, entropy)?;
        let mut values = Vec::with_capacity(packages.len());
        for package in packages {
            values.push(value(package, sealer.as_mut(), entropy)?);
        }
        let document = Document { id: self.id, sealer, packages, values };
        let mut measure = Measure::default();
        document.render(&mut measure);
        if measure.length > MAX_BYTES || measure.tags.max(measure.equals_signs) > MAX_SIGNS {
            return Err(ExportErrorKind::TooLarge.into());
        }
        let mut out = Zeroizing::new(String::with_capacity(measure.length));
        document.render(&mut *out);
        Ok(out)
    }

    const fn key_name(&self) -> Option<&'a str> {
        match self.protection {
            Protection::DangerPlain => None,
            Protection::PreShared { name, .. } => Some(name),
            Protection::Password { name, .. } => name,
        }
    }
}

fn value(
    package: &KeyPackage,
    sealer: Option<&mut Sealer<'_>>,
    entropy: &mut impl Entropy,
) -> Result<Value, ExportErrorKind> {
    let secret = package.secret.expose();
    let Some(sealer) = sealer else {
        return Ok(Value { base64: Zeroizing::new(Base64::encode_string(secret)), mac: None });
    };
    let Sealed { cipher_text, mac } = sealer.seal(secret, entropy)?;
    Ok(Value {
        base64: Zeroizing::new(Base64::encode_string(&cipher_text)),
        mac: mac.map(|mac| Base64::encode_string(&mac)),
    })
}

/// What a reader takes: see the limits in this crate's own.
const MAX_BYTES: usize = 16 * 1024 * 1024;
const MAX_SIGNS: usize = 1_000_000;
