use core::error::Error;
use core::fmt;

/// Why a text is not a URI that a token could be made from, and where.
///
/// No byte of the secret is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UriError {
    /// What was wrong.
    pub kind: UriErrorKind,
    /// Byte offset in the text.
    pub offset: usize,
}

impl fmt::Display for UriError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at offset {}", self.kind, self.offset)
    }
}

impl Error for UriError {}

/// What was wrong with a URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UriErrorKind {
    /// More than 2048 bytes.
    TooLong,
    /// Another scheme than `otpauth`.
    Scheme,
    /// Another type than `totp` and `hotp`.
    Type,
    /// A character that has to be escaped, or must not be there at all.
    Character,
    /// A `%` without two hexadecimal digits.
    Escape,
    /// Escaped bytes that are not UTF-8.
    NotUtf8,
    /// A parameter without `=`.
    NoValue,
    /// This parameter, or the account name, is missing.
    Missing(&'static str),
    /// This parameter stands twice, maybe in another case.
    Repeated(&'static str),
    /// A parameter that is not known stands twice.
    RepeatedUnknown,
    /// This parameter does not have a value that is allowed.
    Invalid(&'static str),
    /// This parameter does not belong to the type.
    Misplaced(&'static str),
    /// The label names another issuer than the parameter.
    IssuerMismatch,
    /// The secret is not base32 as it should be.
    Base32,
    /// The secret is empty or longer than 128 bytes.
    SecretLength,
}

impl fmt::Display for UriErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the URI is longer than 2048 bytes",
            Self::Scheme => "the scheme is not otpauth",
            Self::Type => "the type is neither totp nor hotp",
            Self::Character => "a character that has to be escaped",
            Self::Escape => "a percent sign without two hexadecimal digits",
            Self::NotUtf8 => "an escaped text is not UTF-8",
            Self::NoValue => "a parameter without a value",
            Self::RepeatedUnknown => "a parameter stands twice",
            Self::IssuerMismatch => "the label and the issuer parameter name different issuers",
            Self::Base32 => "the secret is not strict base32",
            Self::SecretLength => "the secret is not 1 to 128 bytes long",
            Self::Missing(name) => return write!(f, "the {name} is missing"),
            Self::Repeated(name) => return write!(f, "the {name} stands twice"),
            Self::Invalid(name) => return write!(f, "the value of {name} is not valid"),
            Self::Misplaced(name) => return write!(f, "the {name} does not belong to this type"),
        })
    }
}

/// What no URI can be made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidKeyUri {
    /// An empty account name or issuer.
    Empty,
    /// An account name or issuer of more than 192 bytes, with a control character or one that turns the direction of text
    /// in it, or with a space at either end.
    Text,
    /// A colon in an account name without an issuer: it would be read as what ends the issuer.
    Colon,
    /// Fewer than 4 or more than 10 digits.
    Digits,
    /// A time step of 0 or of more than 3600 seconds.
    Step,
    /// A T0 other than 0, for which the format has no parameter.
    T0,
}

impl fmt::Display for InvalidKeyUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the account name or the issuer is empty",
            Self::Text => {
                "the account name or the issuer is longer than 192 bytes, or holds what cannot be shown"
            }
            Self::Colon => "an account name with a colon needs an issuer",
            Self::Digits => "a one-time password has 4 to 10 digits",
            Self::Step => "the time step is not 1 to 3600 seconds",
            Self::T0 => "a URI cannot express a T0 other than 0",
        })
    }
}

impl Error for InvalidKeyUri {}

/// Why an export cannot be imported. Nothing of it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MigrationError {
    /// What was wrong.
    pub kind: MigrationErrorKind,
    /// The key in which it was wrong, from 1; `None` for the export as a whole.
    pub key: Option<usize>,
}

impl fmt::Display for MigrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key {
            Some(key) => write!(f, "{} (key {key})", self.kind),
            None => write!(f, "{}", self.kind),
        }
    }
}

impl Error for MigrationError {}

/// What was wrong with an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MigrationErrorKind {
    /// More than 64 KiB of text.
    TooLong,
    /// Not `otpauth-migration://offline?data=…` and nothing else.
    NotAnExport,
    /// The data is not base64, escaped where it has to be.
    Base64,
    /// The data is not a protocol buffer message, from this byte on.
    Malformed {
        /// Byte offset in the decoded data.
        offset: usize,
    },
    /// No keys.
    NoKeys,
    /// More than 100 keys: one picture holds about ten.
    TooManyKeys,
    /// A field, named here, is missing.
    Missing(&'static str),
    /// A field, named here, has a value that is not known or not allowed.
    Invalid(&'static str),
    /// The secret is empty or longer than 128 bytes.
    SecretLength,
    /// The names cannot be those of a key.
    Name(InvalidKeyUri),
}

impl fmt::Display for MigrationErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the export is longer than 64 KiB",
            Self::NotAnExport => "not an otpauth-migration export",
            Self::Base64 => "the data of the export is not base64",
            Self::NoKeys => "the export holds no keys",
            Self::TooManyKeys => "the export holds more than 100 keys",
            Self::SecretLength => "the secret is not 1 to 128 bytes long",
            Self::Malformed { offset } => {
                return write!(f, "the data of the export is malformed at offset {offset}");
            }
            Self::Missing(name) => return write!(f, "the {name} is missing"),
            Self::Invalid(name) => return write!(f, "the value of {name} is not valid"),
            Self::Name(invalid) => return write!(f, "{invalid}"),
        })
    }
}
