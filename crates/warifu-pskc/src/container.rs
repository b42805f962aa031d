use std::fmt;
use std::io::BufRead;

use crate::decrypt::Decryption;
use crate::dialect::Dialect;
use crate::error::{FilePlace, ImportError};
use crate::package::KeyPackage;
use crate::protection::Protection;
use crate::read::{FileHeader, FileReader, UnopenedKey};
use crate::report::Report;
use crate::transport::{Authenticity, TransportKey};

/// A key file that was read as a whole, before its keys are opened: all of them or none.
///
/// Its keys are in memory together. [`ContainerReader`](crate::ContainerReader) reads the same files package by package.
///
/// # Security
///
/// The MACs of RFC 6030 cover the encrypted values and nothing else. An attacker who can change the file can change serial
/// numbers, plain counters and policies, and swap secrets between packages. The MAC key is protected by the transport key
/// alone: the holder of one token knows one encrypted value, and with that can make another pass. A key file needs a
/// channel that protects it whole.
pub struct Container {
    header: FileHeader,
    dialect: Dialect,
    protection: Protection,
    /// Of an error about a transport key that does not go with the file.
    place: FilePlace,
    keys: Vec<UnopenedKey>,
}

impl Container {
    /// Reads the structure of a key file of up to 1 GiB; decrypts nothing.
    ///
    /// Everything that this crate does not support, and everything that it does not understand, is refused here.
    ///
    /// # Errors
    ///
    /// [`ImportError`] with the line, and the key package, of the first thing that was wrong. [`Report::parse`] tells all
    /// of them.
    ///
    /// # Security
    ///
    /// `xml` stays the caller's to wipe if it holds plain secrets.
    pub fn parse(xml: &[u8]) -> Result<Self, ImportError> {
        let container = Self::read(xml)?;
        let first = container.keys.iter().find_map(|key| key.reported.refusal.as_ref());
        match container.header.refusal.as_ref().or(first) {
            Some(refusal) => Err(refusal.clone()),
            None => Ok(container),
        }
    }

    /// Reads a key file, the keys that are refused among the others.
    pub(crate) fn read(source: impl BufRead) -> Result<Self, ImportError> {
        let mut file = FileReader::new(source)?;
        let mut keys = Vec::new();
        while let Some(key) = file.next()? {
            keys.push(key);
        }
        let (header, dialect, protection, place) = file.into_parts();
        Ok(Self { header, dialect, protection, place, keys })
    }

    /// The file's own identifier.
    pub fn id(&self) -> Option<&str> {
        self.header.id.as_deref()
    }

    /// The words that the file is written in.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether the file carries a signature. Nothing has verified it.
    pub fn is_signed(&self) -> bool {
        self.header.signature.is_some()
    }

    /// Whether the transport key comes from a password.
    pub fn needs_password(&self) -> bool {
        self.protection.derived.is_some()
    }

    /// The names that the file gives to its transport key or password.
    pub fn key_names(&self) -> impl Iterator<Item = &str> {
        self.protection.key_names.iter().map(String::as_str)
    }

    /// How many keys there are; at least one.
    pub fn count(&self) -> usize {
        self.keys.len()
    }

    /// Verifies and decrypts every secret: all of them or none. A signed file is refused.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::CannotOpen`](crate::ImportErrorKind::CannotOpen) when a MAC does not fit: another key, or changed bytes.
    /// [`ImportErrorKind::TransportKeyNeeded`](crate::ImportErrorKind::TransportKeyNeeded), [`ImportErrorKind::NotEncrypted`](crate::ImportErrorKind::NotEncrypted),
    /// [`ImportErrorKind::TransportKeyLength`](crate::ImportErrorKind::TransportKeyLength) and [`ImportErrorKind::NoKeyDerivation`](crate::ImportErrorKind::NoKeyDerivation) when key and file are of
    /// different kinds. [`ImportErrorKind::MacWithoutEncryption`](crate::ImportErrorKind::MacWithoutEncryption) and
    /// [`ImportErrorKind::SignatureUnverified`](crate::ImportErrorKind::SignatureUnverified). The kinds about the length of a secret or the value of
    /// a number.
    pub fn open(self, key: &TransportKey) -> Result<Vec<KeyPackage>, ImportError> {
        self.report(key, Authenticity::Unproven).into_packages()
    }

    /// Verifies and decrypts every secret, and tells what became of each.
    pub fn report(self, key: &TransportKey, authenticity: Authenticity) -> Report {
        let Self { header, dialect, protection, place, keys } = self;
        let mut decryption = Decryption::new(key);
        let refusal = header.refusal.or(match authenticity {
            // RFC 6030 §7: a signature that is not verified says nothing, and a changed file would have one too.
            Authenticity::Unproven => header.signature,
            Authenticity::TransportIsTrusted => None,
        });
        let prepared = match refusal {
            Some(refusal) => Err(refusal),
            None => decryption.prepare(&protection).map_err(|kind| ImportError::new(kind, place)),
        };
        let mut reported = Vec::with_capacity(keys.len());
        // Of its final size, so that no secret is moved, and left behind, by growth.
        let mut packages = Vec::with_capacity(keys.len());
        for UnopenedKey { reported: mut key, package } in keys {
            match (package, &prepared) {
                (Some(package), Ok(())) => match package.open(&decryption) {
                    Ok(package) => packages.push(package),
                    Err(error) => key.refusal = Some(error.in_package(key.name())),
                },
                (Some(_), Err(refusal)) => key.refusal = Some(refusal.clone()),
                (None, _) => {}
            }
            reported.push(key);
        }
        Report::new(dialect, reported, packages)
    }
}

impl Report {
    /// Reads a key file of up to 1 GiB and opens every key of it.
    ///
    /// # Errors
    ///
    /// [`ImportError`] when the file is not a key container at all. What is wrong with a key, or with how all of them
    /// are protected, is in [`Report::keys`].
    pub fn parse(
        xml: &[u8],
        key: &TransportKey,
        authenticity: Authenticity,
    ) -> Result<Self, ImportError> {
        Self::read(xml, key, authenticity)
    }

    /// As [`Report::parse`], without the whole text of the file in memory.
    ///
    /// # Errors
    ///
    /// As [`Report::parse`], and [`ImportErrorKind::Unreadable`](crate::ImportErrorKind::Unreadable) when the source fails.
    pub fn read(
        source: impl BufRead,
        key: &TransportKey,
        authenticity: Authenticity,
    ) -> Result<Self, ImportError> {
        Ok(Container::read(source)?.report(key, authenticity))
    }
}

impl fmt::Debug for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Container")
            .field("id", &self.header.id)
            .field("key_names", &self.protection.key_names)
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}
