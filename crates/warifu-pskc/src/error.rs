use std::fmt;

use thiserror::Error;

/// Why a key file was refused, and where.
///
/// Nothing of the file was imported. No key byte is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    /// What was wrong.
    pub kind: ImportErrorKind,
    /// The line of the file, from 1.
    pub line: usize,
    /// The key package, where the trouble lies inside one.
    pub package: Option<PackageName>,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {}", self.kind, self.line)?;
        if let Some(package) = &self.package {
            write!(f, ", {package}")?;
        }
        f.write_str(")")
    }
}

impl std::error::Error for ImportError {}

/// Which key package of the file an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageName {
    /// Its place in the file, from 1.
    pub number: usize,
    /// Its device's serial number, unless that is missing or too strange to be printed.
    pub serial: Option<String>,
}

impl PackageName {
    pub(crate) fn new(number: usize, serial: Option<&str>) -> Self {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
        let printable = |text: &&str| text.len() <= LONGEST_SERIAL && text.bytes().all(plain);
        Self { number, serial: serial.filter(printable).map(str::to_owned) }
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
pub enum ImportErrorKind {
    /// More bytes than any key file needs.
    #[error("the key file is larger than 16 MiB")]
    TooLarge,
    /// Bytes that are not UTF-8, or a declaration of another encoding.
    #[error("the key file is not UTF-8 text")]
    NotUtf8,
    /// More elements, attributes, prefixes or levels than any key file needs.
    #[error("the key file has more elements, attributes or levels than a key file needs")]
    TooComplex,
    /// A `<!DOCTYPE …>`: entities are never expanded.
    #[error("the key file declares a document type")]
    DocumentType,
    /// Not XML.
    #[error("the key file is not well-formed XML")]
    Malformed,
    /// The root element has another name or namespace.
    #[error("the root element is not a key container of RFC 6030")]
    NotAKeyContainer,
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
    /// An element, named here, stands twice.
    #[error("{0} stands twice")]
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
    /// `X509Data`, RSA and the like: to open such a file takes a private key, which this crate has no use for.
    #[error("a key file protected by an asymmetric key is not supported")]
    AsymmetricUnsupported,
    /// A signature, and nothing known of how the file came.
    #[error("the key file is signed, and its signature is not verified")]
    SignatureUnverified,
    /// Encryption other than the CBC modes and key wraps of AES and Camellia.
    #[error("the encryption algorithm is not supported")]
    CipherUnsupported,
    /// Triple DES, which is read with the feature `legacy-3des` alone.
    #[error("the encryption algorithm is read only with the feature legacy-3des")]
    LegacyCipher,
    /// A MAC other than HMAC with SHA-1, SHA-2 or RIPEMD-160.
    #[error("the MAC algorithm is not supported")]
    MacUnsupported,
    /// A MAC key that was agreed elsewhere.
    #[error("a MAC key that is only referred to is not supported")]
    MacKeyReferenceUnsupported,
    /// `KeyReference`: the file names a key instead of holding it.
    #[error("the key is not in the file, which only refers to it")]
    KeyReferenceUnsupported,
    /// A MAC beside a plain value: RFC 6030 does not say what it is over.
    #[error("a MAC of a plain value is not supported")]
    PlainMacUnsupported,
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
    /// A transport key and a secret that is not encrypted: somebody may have replaced the file.
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

const LONGEST_SERIAL: usize = 40;
