use std::fmt;
use std::io::BufRead;

use crate::decrypt::Decryption;
use crate::dialect::Dialect;
use crate::error::ImportError;
use crate::package::KeyPackage;
use crate::read::{FileReader, UnopenedKey};
use crate::transport::{Authenticity, TransportKey};

/// A key file that is read package by package, in memory that does not grow with its keys: the way to import a shipment.
///
/// What says how the keys are protected has to come before the first of them, as RFC 6030's schema has it.
///
/// # Security
///
/// As [`Container`](crate::Container), and: a package is handed out before the rest of the file was seen. See
/// [`PackageReader::next_package`].
///
/// # Example
///
/// ```
/// use warifu_pskc::{Authenticity, ContainerReader, ImportError, NextPackage, TransportKey};
///
/// let file = r#"<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">
/// <KeyPackage><Key Id="a" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
/// <Data><Secret><PlainValue>MTIzNA==</PlainValue></Secret></Data></Key></KeyPackage>
/// </KeyContainer>"#;
///
/// let read = |file: &str| -> Result<u64, ImportError> {
///     let container = ContainerReader::new(file.as_bytes())?;
///     let mut packages = container.open(&TransportKey::None, Authenticity::Unproven)?;
///     loop {
///         match packages.next_package()? {
///             NextPackage::Package(package) => assert_eq!(package.key.id, "a"),
///             NextPackage::Complete(complete) => return Ok(complete.keys()),
///         }
///     }
/// };
/// assert_eq!(read(file)?, 1);
///
/// // A file that was cut short never says that it is complete.
/// let error = read(file.trim_end_matches("</KeyContainer>")).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the key file ends early (line 4, byte 234; 1 key was handed out before)"
/// );
/// # Ok::<(), warifu_pskc::ImportError>(())
/// ```
pub struct ContainerReader<R> {
    file: FileReader<R>,
}

impl<R: BufRead> ContainerReader<R> {
    /// Reads up to the first key package; decrypts nothing. Wrap a file in a [`BufReader`](std::io::BufReader).
    ///
    /// # Errors
    ///
    /// [`ImportError`] when this is not a key container, or when it is protected in a way that is not supported.
    pub fn new(source: R) -> Result<Self, ImportError> {
        let file = FileReader::new(source)?;
        match &file.header().refusal {
            Some(refusal) => Err(refusal.clone()),
            None => Ok(Self { file }),
        }
    }

    /// The file's own identifier.
    pub fn id(&self) -> Option<&str> {
        self.file.header().id.as_deref()
    }

    /// The words that the file is written in, as far as it was read.
    pub fn dialect(&self) -> Dialect {
        self.file.dialect()
    }

    /// Whether the transport key comes from a password.
    pub fn needs_password(&self) -> bool {
        self.file.protection().derived.is_some()
    }

    /// The names that the file gives to its transport key or password.
    pub fn key_names(&self) -> impl Iterator<Item = &str> {
        self.file.protection().key_names.iter().map(String::as_str)
    }

    /// The packages of the file, opened with this key.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::SignatureUnverified`](crate::ImportErrorKind::SignatureUnverified) for a signature in front of the keys, unless the transport is trusted.
    /// The kinds about a transport key that does not go with the file, where the header tells.
    pub fn open(
        self,
        key: &TransportKey,
        authenticity: Authenticity,
    ) -> Result<PackageReader<'_, R>, ImportError> {
        let mut packages = PackageReader {
            file: self.file,
            decryption: Decryption::new(key),
            authenticity,
            handed_out: 0,
            outcome: None,
            progress: None,
        };
        packages.check_signature()?;
        packages.prepare()?;
        Ok(packages)
    }
}

impl<R: BufRead> fmt::Debug for ContainerReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContainerReader")
            .field("id", &self.id())
            .field("dialect", &self.dialect())
            .finish_non_exhaustive()
    }
}

/// The packages of a file, one after another.
pub struct PackageReader<'k, R> {
    file: FileReader<R>,
    decryption: Decryption<'k>,
    authenticity: Authenticity,
    handed_out: u64,
    /// From the end of the file, or the first fault, on.
    outcome: Option<Result<Completion, ImportError>>,
    progress: Option<Box<dyn FnMut(Progress) + Send + 'k>>,
}

/// What follows in a file.
#[derive(Debug)]
pub enum NextPackage {
    /// One more key, each value of which was verified before it was decrypted.
    Package(Box<KeyPackage>),
    /// The well-formed end: every key of the file was handed out.
    Complete(Completion),
}

/// That a file was read to its well-formed end. Nothing else makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completion {
    dialect: Dialect,
    progress: Progress,
}

impl Completion {
    /// The number of keys in the file; at least one.
    pub const fn keys(&self) -> u64 {
        self.progress.keys
    }

    /// The length of the file, in bytes.
    pub const fn bytes(&self) -> u64 {
        self.progress.bytes
    }

    /// The words that the file is written in.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }
}

/// How far a file was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Keys that were handed out.
    pub keys: u64,
    /// Bytes that were read: with the length of the file, how much is left.
    pub bytes: u64,
}

impl<'k, R: BufRead> PackageReader<'k, R> {
    /// The same, which reports to `progress` after each package.
    #[must_use]
    pub fn with_progress(self, progress: impl FnMut(Progress) + Send + 'k) -> Self {
        Self { progress: Some(Box::new(progress)), ..self }
    }

    /// The next package, or the end of the file.
    ///
    /// # Errors
    ///
    /// [`ImportError`] with the first fault: the package it lies in, the line, the byte, and how many keys were handed out
    /// before. From then on each call gives the same error.
    ///
    /// # Security
    ///
    /// Until the file is [complete](NextPackage::Complete), a fault may follow: the rest may be missing, or a signature be
    /// there that refuses the file. Keep what was handed out apart until then, or import so that it can be repeated, as
    /// `warifu_bank` does: the keys that it holds already stay as they are.
    pub fn next_package(&mut self) -> Result<NextPackage, ImportError> {
        if let Some(outcome) = &self.outcome {
            return outcome.clone().map(NextPackage::Complete);
        }
        match self.step() {
            Ok(Some(package)) => {
                self.count();
                let progress = self.progress();
                if let Some(report) = &mut self.progress {
                    report(progress);
                }
                Ok(NextPackage::Package(Box::new(package)))
            }
            Ok(None) => {
                let complete =
                    Completion { dialect: self.file.dialect(), progress: self.progress() };
                self.outcome = Some(Ok(complete));
                Ok(NextPackage::Complete(complete))
            }
            Err(error) => {
                let error = error.after(self.handed_out);
                self.outcome = Some(Err(error.clone()));
                Err(error)
            }
        }
    }

    /// How far the file was read.
    pub fn progress(&self) -> Progress {
        Progress { keys: self.handed_out, bytes: self.file.bytes() }
    }

    fn step(&mut self) -> Result<Option<KeyPackage>, ImportError> {
        let next = self.file.next()?;
        // It may follow the keys, and refuses them all the same.
        self.check_signature()?;
        let Some(UnopenedKey { reported, package }) = next else { return Ok(None) };
        let name = reported.name();
        match (package, reported.refusal) {
            (Some(package), None) => {
                // The cipher may be named by the first value only.
                self.prepare()?;
                let opened = package.open(&self.decryption);
                opened.map(Some).map_err(|error| error.in_package(name))
            }
            (_, Some(refusal)) => Err(refusal),
            (None, None) => Ok(None),
        }
    }

    /// RFC 6030 §7: a signature that is not verified says nothing, and a changed file would have one too.
    fn check_signature(&self) -> Result<(), ImportError> {
        match (&self.file.header().signature, self.authenticity) {
            (Some(unverified), Authenticity::Unproven) => Err(unverified.clone()),
            (Some(_), Authenticity::TransportIsTrusted) | (None, _) => Ok(()),
        }
    }

    fn prepare(&mut self) -> Result<(), ImportError> {
        let place = self.file.protection_place();
        let prepared = self.decryption.prepare(self.file.protection());
        prepared.map_err(|kind| ImportError::new(kind, place))
    }

    #[expect(clippy::arithmetic_side_effects, reason = "a file has fewer keys than 2^64")]
    const fn count(&mut self) {
        self.handed_out += 1;
    }
}

impl<R: BufRead> fmt::Debug for PackageReader<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PackageReader")
            .field("progress", &self.progress())
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}
