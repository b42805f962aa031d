use std::fmt;
use std::io;
use std::sync::Arc;

use thiserror::Error;

use crate::rules::Violation;

/// Why a key file was refused, and where.
///
/// No key byte is in it. What was handed out before the fault is told by [`handed_out`](Self::handed_out); reading the
/// whole file with [`Container`](crate::Container) hands out nothing before the file is known to be good.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{kind} ({position})")]
pub struct ImportError {
    kind: ImportErrorKind,
    position: ImportPosition,
    source: Option<KeyFileIoError>,
}

impl ImportError {
    pub(crate) const fn new(kind: ImportErrorKind, place: FilePlace) -> Self {
        Self {
            kind,
            position: ImportPosition { place, package: None, handed_out: 0 },
            source: None,
        }
    }

    /// The file could not be read on.
    pub(crate) fn from_io(failure: Arc<io::Error>, place: FilePlace) -> Self {
        let kind = ImportErrorKind::Unreadable(failure.kind());
        Self { source: Some(KeyFileIoError(failure)), ..Self::new(kind, place) }
    }

    /// The same error, about this key package.
    pub(crate) fn in_package(mut self, package: PackageName) -> Self {
        self.position.package = Some(package);
        self
    }

    /// The same error, after this number of keys were handed out.
    pub(crate) const fn after(mut self, handed_out: u64) -> Self {
        self.position.handed_out = handed_out;
        self
    }

    /// What was wrong.
    pub const fn kind(&self) -> ImportErrorKind {
        self.kind
    }

    /// The line of the file, from 1.
    pub const fn line(&self) -> u64 {
        self.position.place.line
    }

    /// The byte of the file, from 0, at which the faulty element or text begins. A byte order mark counts.
    pub const fn offset(&self) -> u64 {
        self.position.place.offset
    }

    /// The key package, where the fault lies inside one.
    pub const fn package(&self) -> Option<&PackageName> {
        self.position.package.as_ref()
    }

    /// The number of keys that the reader gave to its caller before it met the fault.
    pub const fn handed_out(&self) -> u64 {
        self.position.handed_out
    }
}

/// Where in the file an error lies, and what came before it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ImportPosition {
    place: FilePlace,
    package: Option<PackageName>,
    handed_out: u64,
}

impl fmt::Display for ImportPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.place.line)?;
        // A person finds a line of a short file; a byte of a long one is for a tool.
        if self.handed_out > 0 {
            write!(f, ", byte {}", self.place.offset)?;
        }
        if let Some(package) = &self.package {
            write!(f, ", {package}")?;
            if let (None, Some(id), 1..) = (&package.serial, &package.key_id, self.handed_out) {
                write!(f, ", key {id}")?;
            }
        }
        match self.handed_out {
            0 => Ok(()),
            1 => f.write_str("; 1 key was handed out before"),
            several => write!(f, "; {several} keys were handed out before"),
        }
    }
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FilePlace {
    /// From 1.
    pub(crate) line: u64,
    /// In bytes, from 0.
    pub(crate) offset: u64,
}

impl FilePlace {
    pub(crate) const START: Self = Self { line: 1, offset: 0 };
}

/// The failure of a reader, shared so that an error can be cloned.
#[derive(Debug, Clone, Error)]
#[error(transparent)]
struct KeyFileIoError(Arc<io::Error>);

impl PartialEq for KeyFileIoError {
    fn eq(&self, other: &Self) -> bool {
        self.0.kind() == other.0.kind()
    }
}

impl Eq for KeyFileIoError {}

/// Which key package of the file an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PackageName {
    /// Its place in the file, from 1. A device of a draft counts once for each of its keys.
    pub number: u64,
    /// Its device's serial number, unless that is missing or too strange to be printed.
    pub serial: Option<String>,
    /// Its key's identifier, where it has no serial number, unless that is too strange to be printed.
    pub key_id: Option<String>,
}

impl PackageName {
    pub(crate) fn new(number: u64, serial: Option<&str>, key_id: Option<&str>) -> Self {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
        let printable = |text: &&str| text.len() <= LONGEST_NAME && text.bytes().all(plain);
        let printed = |text: Option<&str>| text.filter(printable).map(str::to_owned);
        Self { number, serial: printed(serial), key_id: printed(key_id) }
    }
}

impl fmt::Display for PackageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "key package {}", self.number)?;
        match &self.serial {
            Some(serial) => write!(f, ", serial {serial}"),
            None => Ok(()),
        }
    }
}

/// What was wrong with a key file, or with the transport key that it was opened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImportErrorKind {
    /// The source of the file failed: [`Error::source`](std::error::Error::source) is its error.
    #[error("the key file cannot be read: {0}")]
    Unreadable(io::ErrorKind),
    /// More bytes than any key file needs.
    #[error("the key file is larger than 1 GiB")]
    TooLarge,
    /// More keys than any key file needs.
    #[error("the key file has more than a million keys")]
    TooManyKeys,
    /// Bytes that are not UTF-8, or a declaration of another encoding.
    #[error("the key file is not UTF-8 text")]
    NotUtf8,
    /// More elements, attributes, prefixes or levels than any key package needs, or more bytes in one of them.
    #[error("a part of the key file is longer or more complex than a key file needs")]
    TooComplex,
    /// A `<!DOCTYPE …>`: entities are never expanded.
    #[error("the key file declares a document type")]
    DocumentType,
    /// No bytes, or a byte order mark alone.
    #[error("the key file is empty")]
    Empty,
    /// The file ends before its root does: it was cut short, or a tag, comment or quotation in it is not closed.
    #[error("the key file ends early")]
    Truncated,
    /// Not XML.
    #[error("the key file is not well-formed XML")]
    Malformed,
    /// The root element has another name or namespace.
    #[error("the root element is not a key container of RFC 6030")]
    NotAKeyContainer,
    /// The words of a draft before RFC 6030, which are read with the feature `draft-dialects` alone.
    #[error(
        "the key file is in the words of a draft, which are read only with the feature draft-dialects"
    )]
    DraftDialect,
    /// A version whose major number is not 1, or none.
    #[error("the version of the key container is not 1.0")]
    UnknownVersion,
    /// An element that the format does not have, or not here.
    #[error("an element that does not belong here")]
    UnexpectedElement,
    /// Text outside the elements that hold text.
    #[error("text that does not belong here")]
    UnexpectedText,
    /// A text that is interrupted by a comment or an element, so that two readers could read two values.
    #[error("a value that is interrupted by a comment or an element")]
    InterruptedText,
    /// A mandatory element or attribute, named here, is missing or empty.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// An element, named here, that says how the keys are protected and follows the first of them. The file is read
    /// once, from its start, and RFC 6030's schema has it in front.
    #[error("{0} comes after the first key package")]
    Misplaced(&'static str),
    /// An element, named here, occurs twice.
    #[error("{0} occurs twice")]
    Repeated(&'static str),
    /// The value of an element or attribute, named here, is not one that the format allows.
    #[error("{0} does not have a valid value")]
    InvalidValue(&'static str),
    /// Not base64, or not the one base64 of the value.
    #[error("a value is not strict base64")]
    InvalidBase64,
    /// Two keys with one identifier.
    #[error("the key identifier was used before in the file")]
    RepeatedKeyId,
    /// A secret of no bytes.
    #[error("the secret is empty")]
    EmptySecret,
    /// A secret of more than 128 bytes.
    #[error("the secret is longer than 128 bytes")]
    LongSecret,
    /// An issuer device key of another length.
    #[error("an issuer device key has 32 bytes")]
    IssuerDeviceKeyLength,
    /// The policy ends before it starts.
    #[error("the expiry date lies before the start date")]
    ExpiresBeforeStart,

    /// A key derivation other than PBKDF2 with one of these HMACs.
    #[error("the key derivation is not supported")]
    KeyDerivationUnsupported,
    /// `X509Data`, RSA and the like: such a file is opened with a private key, which this crate does not take.
    #[error("a key file protected by an asymmetric key is not supported")]
    AsymmetricUnsupported,
    /// A signature, and a channel that is not said to be trusted.
    #[error("the key file is signed, and its signature is not verified")]
    SignatureUnverified,
    /// An encryption algorithm that is not in the table of ciphers; the crate's README lists those that are.
    #[error("the encryption algorithm is not supported")]
    CipherUnsupported,
    /// Triple DES, which is read with the feature `legacy-3des` alone.
    #[error("the encryption algorithm is read only with the feature legacy-3des")]
    LegacyCipher,
    /// A MAC other than HMAC with SHA-1, SHA-2, RIPEMD-160 or MD5: those of [`MacAlgorithm`](crate::MacAlgorithm).
    #[error("the MAC algorithm is not supported")]
    MacUnsupported,
    /// A MAC key that was agreed elsewhere.
    #[error("a MAC key that is only referred to is not supported")]
    MacKeyReferenceUnsupported,
    /// `KeyReference`: the file names a key instead of holding it.
    #[error("the key is not in the file, which only refers to it")]
    KeyReferenceUnsupported,
    /// A MAC next to a plain value: RFC 6030 does not say what it is over.
    #[error("a MAC of a plain value is not supported")]
    PlainMacUnsupported,
    /// A `MACMethod`, and a secret that is not encrypted and so has no MAC: the file does not protect what it seems to.
    #[error("the key file declares a MAC method, but a secret is not encrypted")]
    MacWithoutEncryption,
    /// A suite that names no known hash.
    #[error("the algorithm suite is not supported")]
    SuiteUnsupported,

    /// A policy with something unknown in it: RFC 6030 §5 forbids the use of the key.
    #[error("the policy of the key is not understood, so its use is not permitted")]
    PolicyNotUnderstood,
    /// A policy that does not permit what the algorithm is for.
    #[error("the policy of the key does not permit its use for this algorithm")]
    UsageNotPermitted,

    /// CBC without a `MACMethod`: RFC 6030 §6.1.1 demands one.
    #[error("the key file is encrypted without a MAC")]
    NoMac,
    /// Values under two algorithms, against RFC 6030 §6.
    #[error("the key file uses two encryption algorithms")]
    MixedCiphers,
    /// Two values under one initialization vector, against RFC 6030 §6.
    #[error("an initialization vector was used before in the file")]
    RepeatedIv,
    /// Not as long as any cipher text of the algorithm.
    #[error("an encrypted value does not have a possible length")]
    CipherTextLength,

    /// An encrypted file, or an encrypted value, and no transport key.
    #[error("the key file is encrypted and needs a transport key")]
    TransportKeyNeeded,
    /// A transport key and a secret that is not encrypted: the file may have been replaced.
    #[error("a transport key was given but the secret is not encrypted")]
    NotEncrypted,
    /// A transport key of a length that the algorithm does not take.
    #[error("the transport key does not have the length of the encryption algorithm")]
    TransportKeyLength,
    /// A password, and a file that does not say how a key comes from it.
    #[error("a password was given but the key file derives no key from one")]
    NoKeyDerivation,
    /// A MAC does not fit: the wrong key, or changed bytes. Nothing tells the two apart.
    #[error("the key file cannot be opened with this transport key")]
    CannotOpen,
}

impl From<Violation> for ImportErrorKind {
    fn from(violation: Violation) -> Self {
        match violation {
            Violation::InvalidValue(name) => Self::InvalidValue(name),
            Violation::ExpiresBeforeStart => Self::ExpiresBeforeStart,
            Violation::UsageNotPermitted => Self::UsageNotPermitted,
            Violation::IssuerDeviceKeyLength => Self::IssuerDeviceKeyLength,
        }
    }
}

/// In bytes.
const LONGEST_NAME: usize = 40;

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn place_and_package_follow() {
        let error = |package: Option<PackageName>, handed_out| {
            let place = FilePlace { line: 31, offset: 1204 };
            let error = ImportError::new(ImportErrorKind::NoMac, place).after(handed_out);
            match package {
                Some(package) => error.in_package(package),
                None => error,
            }
        };
        let named = |serial| Some(PackageName::new(2, serial, Some("id")));
        for (error, text) in [
            (error(None, 0), "(line 31)"),
            (error(named(None), 0), "(line 31, key package 2)"),
            (error(named(Some("20-1")), 0), "(line 31, key package 2, serial 20-1)"),
            (error(named(Some("\u{202e}9")), 0), "(line 31, key package 2)"),
            (
                error(named(None), 2),
                "(line 31, byte 1204, key package 2, key id; 2 keys were handed out before)",
            ),
            (error(None, 1), "(line 31, byte 1204; 1 key was handed out before)"),
            (
                error(named(Some("20-1")), 70),
                "(line 31, byte 1204, key package 2, serial 20-1; 70 keys were handed out before)",
            ),
        ] {
            let text = format!("the key file is encrypted without a MAC {text}");
            assert_eq!(error.to_string(), text);
        }
        assert_eq!((error(None, 3).line(), error(None, 3).offset()), (31, 1204));
        assert_eq!(error(None, 3).handed_out(), 3);
    }

    #[test]
    fn a_failure_of_the_reader_is_the_source() {
        let failure = || Arc::new(io::Error::new(io::ErrorKind::TimedOut, "the disk is gone"));
        let error = ImportError::from_io(failure(), FilePlace::START);
        assert_eq!(error.to_string(), "the key file cannot be read: timed out (line 1)");
        assert_eq!(error.source().unwrap().to_string(), "the disk is gone");
        assert_eq!(error, ImportError::from_io(failure(), FilePlace::START));
        assert!(ImportError::new(ImportErrorKind::NoMac, FilePlace::START).source().is_none());
    }
}
