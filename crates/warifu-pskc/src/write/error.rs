use std::fmt;

use thiserror::Error;

use crate::rules::Violation;

/// Why a key file was not written.
///
/// What RFC 6030 cannot express, or this crate would not read back as it was, is refused and never left out. No key byte
/// is in an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{kind}{position}")]
pub struct ExportError {
    kind: ExportErrorKind,
    position: ExportPosition,
}

impl ExportError {
    /// What was wrong.
    pub const fn kind(&self) -> ExportErrorKind {
        self.kind
    }

    /// The place of the key package among those given, from 1, where the fault lies inside one.
    pub const fn package(&self) -> Option<usize> {
        self.position.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ExportPosition(Option<usize>);

impl fmt::Display for ExportPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(number) => write!(f, " (key package {number})"),
            None => Ok(()),
        }
    }
}

/// What was wrong with the keys that were to be written, or with how they were to be protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ExportErrorKind {
    /// RFC 6030 §4 asks for one at least.
    #[error("there is no key package to write")]
    NoPackages,
    /// An empty text, of the element or attribute named here, reads back as none.
    #[error("{0} is empty")]
    EmptyText(&'static str),
    /// A text, of the element or attribute named here, that would not be read.
    #[error("{0} is longer than 1024 bytes")]
    LongText(&'static str),
    /// A text, of the element or attribute named here, that readers would trim.
    #[error("{0} begins or ends with white space")]
    SpaceAround(&'static str),
    /// XML has no way to write most control characters.
    #[error("{0} holds a character that XML does not have")]
    UnwritableText(&'static str),
    /// A value, of the element or attribute named here, that the format does not allow.
    #[error("{0} does not have a value that can be written")]
    InvalidValue(&'static str),
    /// Two keys with one identifier.
    #[error("the key identifier was used before")]
    RepeatedKeyId,
    /// Two names in one language.
    #[error("two friendly names have one language")]
    RepeatedLanguage,
    /// More names than are read.
    #[error("the key has more than 64 friendly names")]
    TooManyNames,
    /// [`KeyAlgorithm::Other`](crate::KeyAlgorithm::Other) with a URI that means one of the others, in the RFC or in one
    /// of its drafts.
    #[error("the algorithm would be read as another one")]
    AlgorithmName,
    /// OCRA's suite names its hash, and nothing else may.
    #[error("the hash of OCRA belongs into its suite")]
    HashOfOcra,
    /// [`KeyDescription::digits`](crate::KeyDescription::digits) is what
    /// [`KeyDescription::response`](crate::KeyDescription::response) says, and is not written itself.
    #[error("the number of digits is not what the response format says")]
    DigitsOfResponse,
    /// An issuer device key of another length.
    #[error("an issuer device key has 32 bytes")]
    IssuerDeviceKeyLength,
    /// A key or device that ends before it starts.
    #[error("the expiry date lies before the start date")]
    ExpiresBeforeStart,
    /// A policy that does not permit what the algorithm is for.
    #[error("the policy of the key does not permit its use for this algorithm")]
    UsageNotPermitted,
    /// A pre-shared key that no cipher takes.
    #[error("the transport key does not have 16, 24 or 32 bytes")]
    TransportKeyLength,
    /// HMAC-MD5, which is read and never written.
    #[error("HMAC-MD5 is not written")]
    WeakMac,
    /// Too few iterations to slow down a guesser (RFC 8018 §4.2), or more than are read.
    #[error("the number of iterations does not lie between 1000 and 10000000")]
    Iterations,
    /// No randomness, and so no file.
    #[error("the source of randomness failed")]
    Entropy,
    /// Two values would have one initialization vector: the source is not random.
    #[error("the source of randomness repeated itself")]
    RepeatedRandomness,
    /// More keys than one file may hold. Write several.
    #[error("the key file would be larger than 1 GiB or have more than a million keys")]
    TooLarge,
    /// A cipher that does not take what this crate gives it: a defect of this crate.
    #[error("the cipher does not take this key or value")]
    Cipher,
}

impl ExportErrorKind {
    pub(super) const fn in_package(self, number: usize) -> ExportError {
        ExportError { kind: self, position: ExportPosition(Some(number)) }
    }
}

impl From<ExportErrorKind> for ExportError {
    fn from(kind: ExportErrorKind) -> Self {
        Self { kind, position: ExportPosition(None) }
    }
}

impl From<Violation> for ExportErrorKind {
    fn from(violation: Violation) -> Self {
        match violation {
            Violation::InvalidValue(name) => Self::InvalidValue(name),
            Violation::ExpiresBeforeStart => Self::ExpiresBeforeStart,
            Violation::UsageNotPermitted => Self::UsageNotPermitted,
            Violation::IssuerDeviceKeyLength => Self::IssuerDeviceKeyLength,
        }
    }
}
