use std::fmt;

use roxmltree::{Document, ParsingOptions};
use warifu_core::Secret;

use crate::cipher::Cipher;
use crate::package::{DeviceInfo, KeyDescription};
use crate::read;
use crate::seal::{MacMethod, Opener, Protected};
use crate::xml::{Element, Lines, check_limits};
use crate::{ImportError, ImportErrorKind, KeyAlgorithm, KeyPackage, PackageName};

/// A key file whose structure was read and whose keys have not been opened.
///
/// # Security
///
/// The MACs of RFC 6030 cover the encrypted secrets and nothing else: serial numbers, counters and policies can be
/// changed, and secrets swapped between packages, by whoever can change the file. Its MAC key is protected by the
/// transport key alone, so that somebody who knows one encrypted value of the transport key (the holder of one token)
/// can make another pass. A key file needs a channel that protects it whole.
pub struct Container {
    pub(crate) id: Option<String>,
    pub(crate) key_names: Vec<String>,
    pub(crate) cipher: Option<Cipher>,
    pub(crate) mac: Option<MacMethod>,
    pub(crate) packages: Vec<Package>,
}

/// One key package before its secret is opened.
pub(crate) struct Package {
    pub(crate) name: PackageName,
    pub(crate) device: DeviceInfo,
    pub(crate) key: KeyDescription,
    pub(crate) secret: Protected,
    /// Where the secret stands.
    pub(crate) line: usize,
}

impl Container {
    /// Reads the structure of a key file of up to 16 MiB; decrypts nothing.
    ///
    /// Everything that this crate does not support, and everything that it does not understand, is refused here.
    ///
    /// # Errors
    ///
    /// [`ImportError`] with the line, and the key package, of the first thing that was wrong.
    ///
    /// # Security
    ///
    /// `xml` stays the caller's to wipe if it holds plain secrets.
    pub fn parse(xml: &[u8]) -> Result<Self, ImportError> {
        let lines = Lines::new(xml);
        if xml.len() > MAX_BYTES {
            return Err(lines.error(ImportErrorKind::TooLarge, 0));
        }
        let text = std::str::from_utf8(xml)
            .map_err(|error| lines.error(ImportErrorKind::NotUtf8, error.valid_up_to()))?;
        if !declares_utf8(text) {
            return Err(lines.error(ImportErrorKind::NotUtf8, 0));
        }
        check_limits(text).map_err(|(kind, offset)| lines.error(kind, offset))?;
        let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
        let document =
            Document::parse_with_options(text, options).map_err(|error| not_xml(&error))?;
        read::container(Element::new(document.root_element(), &lines))
    }

    /// The file's own identifier.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The names that the file gives to its transport key.
    pub fn key_names(&self) -> impl Iterator<Item = &str> {
        self.key_names.iter().map(String::as_str)
    }

    /// How many key packages there are; at least one.
    pub fn count(&self) -> usize {
        self.packages.len()
    }

    /// Verifies and decrypts every secret: all of them or none.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::CannotOpen`] when a MAC does not fit: another key, or changed bytes.
    /// [`ImportErrorKind::TransportKeyNeeded`], [`ImportErrorKind::NotEncrypted`] and
    /// [`ImportErrorKind::TransportKeyLength`] when key and file are of different kinds. The kinds about a secret's
    /// length.
    pub fn open(self, key: &TransportKey) -> Result<Vec<KeyPackage>, ImportError> {
        let opener = self.opener(key)?;
        // Of its final size, so that no secret is moved, and left behind, by growth.
        let mut packages = Vec::with_capacity(self.packages.len());
        for package in self.packages {
            let Package { name, device, key: description, secret, line } = package;
            let secret = match (secret, key, &opener) {
                (Protected::Plain(secret), TransportKey::None, _) => Ok(secret),
                (Protected::Plain(_), TransportKey::PreShared(_), _) => {
                    Err(ImportErrorKind::NotEncrypted)
                }
                (Protected::Sealed(sealed), _, Some(opener)) => opener.open(&sealed),
                (Protected::Sealed(_), _, None) => Err(ImportErrorKind::TransportKeyNeeded),
            };
            match secret.and_then(|secret| fits_algorithm(secret, &description.algorithm)) {
                Ok(secret) => packages.push(KeyPackage { device, key: description, secret }),
                Err(kind) => return Err(ImportError { kind, line, package: Some(name) }),
            }
        }
        Ok(packages)
    }

    fn opener<'a>(&self, key: &'a TransportKey) -> Result<Option<Opener<'a>>, ImportError> {
        let (TransportKey::PreShared(key), Some(cipher), Some(method)) =
            (key, self.cipher, &self.mac)
        else {
            return Ok(None);
        };
        Opener::new(cipher, method, key).map(Some).map_err(|kind| ImportError {
            kind,
            line: method.line,
            package: None,
        })
    }
}

impl fmt::Debug for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Container")
            .field("id", &self.id)
            .field("key_names", &self.key_names)
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}

/// What a key file was protected with on its way.
#[derive(Debug)]
pub enum TransportKey {
    /// Nothing: the secrets are plain. An encrypted file is refused.
    None,
    /// A key that sender and receiver agreed on: 16, 24 or 32 bytes. A file with a plain secret is refused, because
    /// somebody without the key could have put it there.
    PreShared(Secret),
}

fn fits_algorithm(secret: Secret, algorithm: &KeyAlgorithm) -> Result<Secret, ImportErrorKind> {
    let issuer_device_key = matches!(algorithm, KeyAlgorithm::IssuerDeviceKey);
    if issuer_device_key && secret.expose().len() != ISSUER_DEVICE_KEY {
        return Err(ImportErrorKind::IssuerDeviceKeyLength);
    }
    Ok(secret)
}

/// Whether the XML declaration, if there is one, names an encoding that is UTF-8 or part of it.
fn declares_utf8(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let declaration = text.strip_prefix("<?xml ").and_then(|rest| rest.split("?>").next());
    let Some((_, value)) = declaration.and_then(|rest| rest.split_once("encoding")) else {
        return true;
    };
    let value = value.split(['"', '\'']).nth(1).unwrap_or_default();
    ["UTF-8", "US-ASCII"].iter().any(|known| value.eq_ignore_ascii_case(known))
}

fn not_xml(error: &roxmltree::Error) -> ImportError {
    use roxmltree::Error::{
        AttributesLimitReached, DtdDetected, NamespacesLimitReached, NodesLimitReached,
    };

    let kind = if matches!(error, DtdDetected) {
        ImportErrorKind::DocumentType
    } else if matches!(error, NodesLimitReached | AttributesLimitReached | NamespacesLimitReached) {
        ImportErrorKind::TooComplex
    } else {
        ImportErrorKind::Malformed
    };
    let line = usize::try_from(error.pos().row).unwrap_or(1);
    ImportError { kind, line, package: None }
}

const ISSUER_DEVICE_KEY: usize = 32;

const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Twice the number of `<` that [`check_limits`] lets pass: an element and the text behind it.
const MAX_NODES: u32 = 2_000_001;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_encodings() {
        for text in [
            "",
            "<a/>",
            "<?xml version='1.0'?>",
            "<?xml version='1.0' encoding='utf-8'?>",
            "\u{feff}<?xml version=\"1.0\" encoding = \"UTF-8\" standalone='yes'?>",
        ] {
            assert!(declares_utf8(text), "{text}");
        }
        for text in ["<?xml version='1.0' encoding='Shift_JIS'?>", "<?xml version='1.0' encoding?>"]
        {
            assert!(!declares_utf8(text), "{text}");
        }
    }
}
