use std::fmt;

use crate::dialect::Dialect;
use crate::error::ImportError;
use crate::package::KeyPackage;
use crate::reported::ReportedKey;

/// What became of each key of a file.
///
/// An import is the whole file or nothing: [`Report::into_packages`]. The good keys of a bad file have to be asked for by
/// name.
///
/// # Example
///
/// ```
/// use warifu_pskc::{Authenticity, ImportErrorKind, Report, TransportKey};
///
/// let file = r#"<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">
/// <KeyPackage><Key Id="a" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
/// <Data><Secret><PlainValue>MTIzNA==</PlainValue></Secret></Data></Key></KeyPackage>
/// <KeyPackage><Key Id="b" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
/// <Data><Secret><PlainValue></PlainValue></Secret></Data></Key></KeyPackage>
/// </KeyContainer>"#;
///
/// let report = Report::parse(file.as_bytes(), &TransportKey::None, Authenticity::Unproven)?;
/// let [good, bad] = report.keys() else { panic!() };
/// assert_eq!((good.key_id.as_deref(), good.refusal.as_ref()), (Some("a"), None));
/// assert_eq!(bad.refusal.as_ref().unwrap().kind(), ImportErrorKind::EmptySecret);
/// assert_eq!(
///     report.into_packages().unwrap_err().to_string(),
///     "the secret is empty (line 5, key package 2)"
/// );
/// # Ok::<(), warifu_pskc::ImportError>(())
/// ```
pub struct Report {
    dialect: Dialect,
    keys: Vec<ReportedKey>,
    /// Of the keys that were accepted, in their order.
    packages: Vec<KeyPackage>,
}

impl Report {
    pub(crate) const fn new(
        dialect: Dialect,
        keys: Vec<ReportedKey>,
        packages: Vec<KeyPackage>,
    ) -> Self {
        Self { dialect, keys, packages }
    }

    /// Every key of the file, in its order; at least one.
    pub fn keys(&self) -> &[ReportedKey] {
        &self.keys
    }

    /// Whether every key was accepted.
    pub fn is_complete(&self) -> bool {
        self.refusals().next().is_none()
    }

    /// Why keys were refused, one reason for each.
    pub fn refusals(&self) -> impl Iterator<Item = &ImportError> {
        self.keys.iter().filter_map(|entry| entry.refusal.as_ref())
    }

    /// The words that the file is written in.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The keys, if every one was accepted.
    ///
    /// # Errors
    ///
    /// The first refusal.
    pub fn into_packages(self) -> Result<Vec<KeyPackage>, ImportError> {
        let first = self.refusals().next().cloned();
        first.map_or(Ok(self.packages), Err)
    }

    /// The keys that were accepted, in the order of their keys, even if others were refused.
    ///
    /// # Security
    ///
    /// A file with a key that was refused is not the file that its maker tested. It may be cut short, altered, or meant
    /// for another reader; what was accepted then may be what an attacker wanted to be accepted.
    pub fn danger_into_accepted_only(self) -> Vec<KeyPackage> {
        self.packages
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("dialect", &self.dialect)
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}
