use warifu_core::Secret;
use zeroize::Zeroizing;

use crate::error::ImportErrorKind;

/// A value as the file holds it: RFC 6030's `PlainValue` or `EncryptedValue`.
pub(crate) enum FileValue {
    Plain(PlainValue),
    /// Plain in a file that declares a MAC method, which is for encrypted values.
    PlainBesideMac(PlainValue),
    Encrypted(EncryptedValue),
}

/// A secret that is not encrypted; wiped on drop, and never moved.
pub(crate) struct PlainValue(Zeroizing<Vec<u8>>);

impl PlainValue {
    /// # Errors
    ///
    /// [`ImportErrorKind::EmptySecret`] and [`ImportErrorKind::LongSecret`].
    pub(crate) fn new(bytes: Zeroizing<Vec<u8>>) -> Result<Self, ImportErrorKind> {
        secret(&bytes)?;
        Ok(Self(bytes))
    }

    /// # Errors
    ///
    /// As [`PlainValue::new`], which saw to it that there are none.
    pub(crate) fn secret(&self) -> Result<Secret, ImportErrorKind> {
        secret(&self.0)
    }
}

/// A value that is encrypted, with its MAC if the file has any.
#[derive(Debug, Clone)]
pub(crate) struct EncryptedValue {
    /// What the MAC is over: the initialization vector, if the algorithm has one, and whole blocks.
    pub(crate) cipher_text: Vec<u8>,
    pub(crate) mac: ValueMac,
}

/// `ValueMAC`.
#[derive(Debug, Clone)]
pub(crate) enum ValueMac {
    /// The file has no MACs.
    Absent,
    /// Over the cipher text.
    Rfc(Vec<u8>),
    /// Over the cipher text or over the plain value: the first drafts did not say which.
    #[cfg(feature = "draft-dialects")]
    Draft(Vec<u8>),
}

/// A secret of these bytes.
///
/// # Errors
///
/// [`ImportErrorKind::EmptySecret`] and [`ImportErrorKind::LongSecret`].
pub(crate) fn secret(bytes: &[u8]) -> Result<Secret, ImportErrorKind> {
    if bytes.is_empty() {
        return Err(ImportErrorKind::EmptySecret);
    }
    Secret::new(bytes).map_err(|_| ImportErrorKind::LongSecret)
}
