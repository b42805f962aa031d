use std::fmt;

use crate::{
    Authenticity, Container, Dialect, ImportError, KeyAlgorithm, KeyPackage, TransportKey,
};

/// What became of each key of a file.
///
/// An import is the whole file or nothing: [`Report::into_packages`]. Whoever wants the good keys of a bad file asks
/// for that by name.
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
/// let report = Report::of(file.as_bytes(), &TransportKey::None, Authenticity::Unproven)?;
/// let [good, bad] = report.entries() else { panic!() };
/// assert_eq!((good.key_id.as_deref(), good.refusal.as_ref()), (Some("a"), None));
/// assert_eq!(bad.refusal.as_ref().unwrap().kind, ImportErrorKind::EmptySecret);
/// assert_eq!(
///     report.into_packages().unwrap_err().to_string(),
///     "the secret is empty (line 5, key package 2)"
/// );
/// # Ok::<(), warifu_pskc::ImportError>(())
/// ```
pub struct Report {
    pub(crate) dialect: Dialect,
    pub(crate) entries: Vec<Entry>,
    /// Of the entries that were accepted, in their order.
    pub(crate) packages: Vec<KeyPackage>,
}

impl Report {
    /// Reads a key file of up to 16 MiB and opens every key of it.
    ///
    /// # Errors
    ///
    /// [`ImportError`] when the file is not a key container at all. What is wrong with a key, or with how all of them
    /// are protected, is in the entries.
    pub fn of(
        xml: &[u8],
        key: &TransportKey,
        authenticity: Authenticity,
    ) -> Result<Self, ImportError> {
        Ok(Container::read(xml)?.report(key, authenticity))
    }

    /// Every key of the file, in its order; at least one.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether every key was accepted.
    pub fn is_complete(&self) -> bool {
        self.refusals().next().is_none()
    }

    /// Why keys were refused, one reason for each.
    pub fn refusals(&self) -> impl Iterator<Item = &ImportError> {
        self.entries.iter().filter_map(|entry| entry.refusal.as_ref())
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

    /// The keys that were accepted, in the order of their entries, whatever became of the others.
    ///
    /// # Security
    ///
    /// A file with a key that was refused is not the file that its maker tested. It may be cut short, altered, or meant
    /// for another reader; what was accepted then is what somebody wanted to be accepted.
    pub fn danger_into_accepted_only(self) -> Vec<KeyPackage> {
        self.packages
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("dialect", &self.dialect)
            .field("entries", &self.entries)
            .finish_non_exhaustive()
    }
}

/// One key of a file, as far as it could be read: without its secret, and with the reason if it was refused.
///
/// The texts are the file's own, of up to 1024 bytes, and may hold anything that XML can: escape them before they are
/// shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The key's place in the file, from 1.
    pub number: usize,
    /// The line at which the key begins, or its package if that has none.
    pub line: usize,
    /// The serial number of the device.
    pub serial: Option<String>,
    /// The key's identifier.
    pub key_id: Option<String>,
    /// What the key is for.
    pub algorithm: Option<KeyAlgorithm>,
    /// What people call the key.
    pub friendly_name: Option<String>,
    /// `KeyProfileId`: the name of attributes that are not in the file.
    pub key_profile: Option<String>,
    /// `KeyReference`: the name of a key that is not in the file.
    pub key_reference: Option<String>,
    /// Why the key was refused; `None` if it was accepted.
    ///
    /// If it names no key package, the file was refused as a whole, and with it each key.
    pub refusal: Option<ImportError>,
}

impl Entry {
    /// Whether the key was accepted.
    pub fn is_accepted(&self) -> bool {
        self.refusal.is_none()
    }
}
