use warifu_core::Secret;

use crate::container::Package;
use crate::number::{SealedNumber, number_of_bytes};
use crate::read::Protection;
use crate::seal::{Opener, Sealed};
use crate::{ImportError, ImportErrorKind, KeyAlgorithm, KeyPackage, TransportKey};

/// A secret as the file holds it.
pub(crate) enum Held {
    Plain(Secret),
    Locked(Locked),
}

/// An encrypted value with its MAC.
pub(crate) enum Locked {
    Rfc(Sealed),
    Draft(DraftSealed),
}

/// An encrypted value of the first drafts, whose MAC is over the cipher text or over the plain value.
pub(crate) struct DraftSealed {
    /// Initialization vector and whole blocks.
    pub(crate) cipher_text: Vec<u8>,
    pub(crate) mac: Vec<u8>,
}

/// What a file's values are opened with.
pub(crate) enum Opening {
    /// No transport key was given: only plain secrets can be opened.
    Plain,
    /// A transport key was given, and the file has nothing that is encrypted.
    NothingSealed,
    /// A transport key was given.
    With(Opener),
}

impl Opening {
    /// # Errors
    ///
    /// The kinds about a transport key that does not go with the file.
    pub(crate) fn new(protection: &Protection, key: &TransportKey) -> Result<Self, ImportError> {
        if matches!(key, TransportKey::None) {
            return Ok(Self::Plain);
        }
        let Some(cipher) = protection.cipher else { return Ok(Self::NothingSealed) };
        Opener::new(cipher, protection.mac.as_ref(), protection.derived.as_ref(), key)
            .map(Self::With)
            .map_err(|kind| {
                let line = protection.mac.as_ref().map_or(protection.line, |method| method.line);
                ImportError { kind, line, package: None }
            })
    }

    pub(crate) fn package(&self, package: Package) -> Result<KeyPackage, ImportError> {
        let Package { device, mut key, secret, line, numbers } = package;
        let secret = self
            .held(secret)
            .and_then(|secret| fits_algorithm(secret, &key.algorithm))
            .map_err(|kind| ImportError { kind, line, package: None })?;
        for SealedNumber { field, sealed, line } in numbers {
            let invalid = ImportErrorKind::InvalidValue(field.name());
            let is_length =
                |kind| matches!(kind, ImportErrorKind::EmptySecret | ImportErrorKind::LongSecret);
            let opened = self.locked(&sealed);
            let opened = opened.map_err(|kind| if is_length(kind) { invalid } else { kind });
            opened
                .and_then(|bytes| number_of_bytes(bytes.expose()).ok_or(invalid))
                .and_then(|number| field.put(&mut key, number))
                .map_err(|kind| ImportError { kind, line, package: None })?;
        }
        Ok(KeyPackage { device, key, secret })
    }

    fn held(&self, held: Held) -> Result<Secret, ImportErrorKind> {
        match (held, self) {
            (Held::Plain(secret), Self::Plain) => Ok(secret),
            (Held::Plain(_), Self::NothingSealed | Self::With(_)) => {
                Err(ImportErrorKind::NotEncrypted)
            }
            (Held::Locked(locked), _) => self.locked(&locked),
        }
    }

    fn locked(&self, locked: &Locked) -> Result<Secret, ImportErrorKind> {
        match (self, locked) {
            (Self::Plain | Self::NothingSealed, _) => Err(ImportErrorKind::TransportKeyNeeded),
            (Self::With(opener), Locked::Rfc(sealed)) => opener.open(sealed),
            (Self::With(opener), Locked::Draft(sealed)) => opener.open_draft(sealed),
        }
    }
}

fn fits_algorithm(secret: Secret, algorithm: &KeyAlgorithm) -> Result<Secret, ImportErrorKind> {
    let issuer_device_key = matches!(algorithm, KeyAlgorithm::IssuerDeviceKey);
    if issuer_device_key && secret.expose().len() != ISSUER_DEVICE_KEY {
        return Err(ImportErrorKind::IssuerDeviceKeyLength);
    }
    Ok(secret)
}

const ISSUER_DEVICE_KEY: usize = 32;
