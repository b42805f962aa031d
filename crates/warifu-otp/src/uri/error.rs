use core::fmt;

use thiserror::Error;

/// Why a text is not a URI that a token could be made from, why none can be built, or why an export cannot be imported;
/// and where, as far as there is a place.
///
/// No byte of the secret is in it. Of an export that is refused, no key was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{kind}{place}")]
pub struct UriError {
    kind: UriErrorKind,
    place: UriPlace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct UriPlace {
    offset: Option<usize>,
    key: Option<usize>,
}

impl UriError {
    pub(super) const fn new(kind: UriErrorKind) -> Self {
        Self { kind, place: UriPlace { offset: None, key: None } }
    }

    pub(super) const fn at(kind: UriErrorKind, offset: usize) -> Self {
        Self { kind, place: UriPlace { offset: Some(offset), key: None } }
    }

    /// The same error, in the key of an export that comes after `before` others.
    pub(super) const fn in_key(self, before: usize) -> Self {
        let place = UriPlace { offset: self.place.offset, key: before.checked_add(1) };
        Self { kind: self.kind, place }
    }

    /// What was wrong.
    pub const fn kind(&self) -> UriErrorKind {
        self.kind
    }

    /// Where: the byte offset in the text that was read, or, for [`UriErrorKind::MalformedExport`], in the decoded data.
    pub const fn offset(&self) -> Option<usize> {
        self.place.offset
    }

    /// The key of an export in which it was wrong, counted from 1; `None` for the export as a whole.
    pub const fn key(&self) -> Option<usize> {
        self.place.key
    }
}

impl fmt::Display for UriPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(offset) = self.offset {
            write!(f, " at offset {offset}")?;
        }
        if let Some(key) = self.key {
            write!(f, " (key {key})")?;
        }
        Ok(())
    }
}

/// What was wrong with a URI or an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UriErrorKind {
    /// A URI of more than 2048 bytes.
    #[error("the URI is longer than 2048 bytes")]
    TooLong,
    /// Another scheme than `otpauth`.
    #[error("the scheme is not otpauth")]
    Scheme,
    /// `otpauth-migration`: an export of several keys, which [`Migration`](super::Migration) reads.
    #[error("an otpauth-migration export, not the URI of one key")]
    Export,
    /// Another type than `totp` and `hotp`.
    #[error("the type is neither totp nor hotp")]
    Type,
    /// A character that has to be escaped, or must not be there at all.
    #[error("a character that has to be escaped")]
    Character,
    /// A `%` without two hexadecimal digits.
    #[error("a percent sign without two hexadecimal digits")]
    Escape,
    /// Escaped bytes that are not UTF-8.
    #[error("an escaped text is not UTF-8")]
    NotUtf8,
    /// A parameter without `=`.
    #[error("a parameter without a value")]
    NoValue,
    /// This parameter or field, or the account name, is missing.
    #[error("the {0} is missing")]
    Missing(&'static str),
    /// This parameter is given twice, maybe in another case.
    #[error("the {0} is given twice")]
    Repeated(&'static str),
    /// A parameter that is not known is given twice.
    #[error("a parameter is given twice")]
    RepeatedUnknown,
    /// This parameter or field does not have a value that is allowed.
    #[error("the value of {0} is not valid")]
    Invalid(&'static str),
    /// This parameter does not belong to the type.
    #[error("the {0} does not belong to this type")]
    Misplaced(&'static str),
    /// The label names another issuer than the parameter.
    #[error("the label and the issuer parameter name different issuers")]
    IssuerMismatch,
    /// The secret is not base32 as it should be.
    #[error("the secret is not strict base32")]
    Base32,
    /// The secret is empty or longer than 128 bytes.
    #[error("the secret is not 1 to 128 bytes long")]
    SecretLength,
    /// An empty account name or issuer.
    #[error("the account name or the issuer is empty")]
    EmptyName,
    /// An account name or issuer of more than 192 bytes, with a control character or one that turns the direction of text
    /// in it, or with a space at either end.
    #[error(
        "the account name or the issuer is longer than 192 bytes, or holds what cannot be shown"
    )]
    Name,
    /// A colon in an account name without an issuer: it would be read as what ends the issuer.
    #[error("an account name with a colon needs an issuer")]
    Colon,
    /// Fewer than 4 or more than 10 digits.
    #[error("a one-time password has 4 to 10 digits")]
    Digits,
    /// A time step of 0 or of more than 3600 seconds.
    #[error("the time step is not 1 to 3600 seconds")]
    Step,
    /// A T0 other than 0, for which the format has no parameter.
    #[error("a URI cannot express a T0 other than 0")]
    T0,
    /// An export of more than 64 KiB of text.
    #[error("the export is longer than 64 KiB")]
    LongExport,
    /// Not `otpauth-migration://offline?data=…` and nothing else.
    #[error("not an otpauth-migration export")]
    NotAnExport,
    /// The data of an export is not base64, escaped where it has to be.
    #[error("the data of the export is not base64")]
    Base64,
    /// The data of an export is not a protocol buffer message, from the error's offset on.
    #[error("the data of the export is malformed")]
    MalformedExport,
    /// An export without keys.
    #[error("the export holds no keys")]
    NoKeys,
    /// An export of more than 100 keys: one picture holds about ten.
    #[error("the export holds more than 100 keys")]
    TooManyKeys,
}
