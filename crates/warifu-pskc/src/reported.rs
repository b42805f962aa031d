use crate::algorithm::KeyAlgorithm;
use crate::error::{ImportError, PackageName};

/// One key of a file, as far as it could be read: without its secret, and with the reason if it was refused.
///
/// The texts are the file's own, of up to 1024 bytes, and may hold anything that XML can: escape them before they are
/// shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportedKey {
    /// The key's place in the file, from 1.
    pub number: u64,
    /// The line at which the key begins, or its package if that has none.
    pub line: u64,
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

impl ReportedKey {
    /// What an error about this key calls it.
    pub(crate) fn name(&self) -> PackageName {
        PackageName::new(self.number, self.serial.as_deref(), self.key_id.as_deref())
    }

    /// Whether the key was accepted.
    pub fn is_accepted(&self) -> bool {
        self.refusal.is_none()
    }
}
