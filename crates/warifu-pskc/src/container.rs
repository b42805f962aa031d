use std::fmt;

use roxmltree::{Document, ParsingOptions};
use warifu_core::Secret;

use crate::number::SealedNumber;
use crate::opening::{Held, Opening};
use crate::package::{DeviceInfo, KeyDescription};
use crate::read::{self, Dialect, Protection};
use crate::xml::{Element, Lines, NONE, Source, check_limits};
use crate::{Entry, ImportError, ImportErrorKind, KeyPackage, PackageName, Report};

/// A key file whose structure was read and whose keys have not been opened.
///
/// # Security
///
/// The MACs of RFC 6030 cover the encrypted values and nothing else: serial numbers, plain counters and policies can be
/// changed, and secrets swapped between packages, by whoever can change the file. Its MAC key is protected by the
/// transport key alone, so that somebody who knows one encrypted value of the transport key (the holder of one token)
/// can make another pass. A key file needs a channel that protects it whole.
pub struct Container {
    pub(crate) id: Option<String>,
    pub(crate) dialect: Dialect,
    /// The error of a signature that is not verified.
    pub(crate) signature: Option<ImportError>,
    pub(crate) protection: Protection,
    /// Why no key of the file can be opened.
    pub(crate) refusal: Option<ImportError>,
    pub(crate) keys: Vec<Unopened>,
}

/// One key before its secret is opened.
pub(crate) struct Unopened {
    pub(crate) entry: Entry,
    /// Unless the entry tells why not.
    pub(crate) package: Option<Package>,
}

/// What a `KeyPackage` holds.
pub(crate) struct Package {
    pub(crate) device: DeviceInfo,
    pub(crate) key: KeyDescription,
    pub(crate) secret: Held,
    /// Where the secret stands.
    pub(crate) line: usize,
    pub(crate) numbers: Vec<SealedNumber>,
}

impl Container {
    /// Reads the structure of a key file of up to 16 MiB; decrypts nothing.
    ///
    /// Everything that this crate does not support, and everything that it does not understand, is refused here.
    ///
    /// # Errors
    ///
    /// [`ImportError`] with the line, and the key package, of the first thing that was wrong. [`Report::of`] tells all
    /// of them.
    ///
    /// # Security
    ///
    /// `xml` stays the caller's to wipe if it holds plain secrets.
    pub fn parse(xml: &[u8]) -> Result<Self, ImportError> {
        let container = Self::read(xml)?;
        let first = container.keys.iter().find_map(|key| key.entry.refusal.clone());
        match container.refusal.clone().or(first) {
            Some(refusal) => Err(refusal),
            None => Ok(container),
        }
    }

    /// Reads a key file, the keys that are refused among the others.
    pub(crate) fn read(xml: &[u8]) -> Result<Self, ImportError> {
        if xml.len() > MAX_BYTES {
            return Err(ImportError { kind: ImportErrorKind::TooLarge, line: 1, package: None });
        }
        let lines = Lines::new(xml);
        let text = std::str::from_utf8(xml)
            .map_err(|error| lines.error(ImportErrorKind::NotUtf8, error.valid_up_to()))?;
        if !declares_utf8(text) {
            return Err(lines.error(ImportErrorKind::NotUtf8, 0));
        }
        check_limits(text).map_err(|(kind, offset)| lines.error(kind, offset))?;
        let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
        let document =
            Document::parse_with_options(text, options).map_err(|error| not_xml(&error))?;
        let root = document.root_element();
        let (tag, line) = (root.tag_name(), root.range().start);
        let namespace = tag.namespace().unwrap_or(NONE);
        let source = Source { lines, pskc: namespace.to_owned() };
        let element = Element::new(root, &source);
        let has_devices = element.glance(&["Device"]).is_some();
        let dialect = Dialect::of_root(namespace, tag.name(), has_devices)
            .ok_or_else(|| source.lines.error(ImportErrorKind::NotAKeyContainer, line))?;
        read::container(element, dialect)
    }

    /// The file's own identifier.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The words that the file is written in.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether the file carries a signature. Nothing has verified it.
    pub fn is_signed(&self) -> bool {
        self.signature.is_some()
    }

    /// Whether the transport key comes from a password.
    pub fn needs_password(&self) -> bool {
        self.protection.derived.is_some()
    }

    /// The names that the file gives to its transport key or password.
    pub fn key_names(&self) -> impl Iterator<Item = &str> {
        self.protection.key_names.iter().map(String::as_str)
    }

    /// How many keys there are; at least one.
    pub fn count(&self) -> usize {
        self.keys.len()
    }

    /// Verifies and decrypts every secret: all of them or none. A signed file is refused.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::CannotOpen`] when a MAC does not fit: another key, or changed bytes.
    /// [`ImportErrorKind::TransportKeyNeeded`], [`ImportErrorKind::NotEncrypted`],
    /// [`ImportErrorKind::TransportKeyLength`] and [`ImportErrorKind::NoKeyDerivation`] when key and file are of
    /// different kinds. [`ImportErrorKind::SignatureUnverified`]. The kinds about the length of a secret or the value of
    /// a number.
    pub fn open(self, key: &TransportKey) -> Result<Vec<KeyPackage>, ImportError> {
        self.report(key, Authenticity::Unproven).into_packages()
    }

    /// Verifies and decrypts every secret, and tells what became of each.
    pub fn report(self, key: &TransportKey, authenticity: Authenticity) -> Report {
        let Self { dialect, signature, protection, refusal, keys, .. } = self;
        let signature = signature.filter(|_| authenticity == Authenticity::Unproven);
        let opening = match refusal.or(signature) {
            Some(refusal) => Err(refusal),
            None => Opening::new(&protection, key),
        };
        let mut entries = Vec::with_capacity(keys.len());
        // Of its final size, so that no secret is moved, and left behind, by growth.
        let mut packages = Vec::with_capacity(keys.len());
        for Unopened { mut entry, package } in keys {
            match (package, &opening) {
                (Some(package), Ok(opening)) => match opening.package(package) {
                    Ok(package) => packages.push(package),
                    Err(error) => {
                        let name = PackageName::new(entry.number, entry.serial.as_deref());
                        entry.refusal = Some(ImportError { package: Some(name), ..error });
                    }
                },
                (Some(_), Err(refusal)) => entry.refusal = Some(refusal.clone()),
                (None, _) => {}
            }
            entries.push(entry);
        }
        Report { dialect, entries, packages }
    }
}

impl fmt::Debug for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Container")
            .field("id", &self.id)
            .field("key_names", &self.protection.key_names)
            .field("count", &self.count())
            .finish_non_exhaustive()
    }
}

/// What a key file was protected with on its way.
#[derive(Debug)]
pub enum TransportKey {
    /// Nothing: the secrets are plain. An encrypted file is refused.
    None,
    /// A key that sender and receiver agreed on: 16, 24 or 32 bytes, as the cipher asks. A file with a plain secret is
    /// refused, because somebody without the key could have put it there.
    ///
    /// Opens a file with a password too, if it is the key that comes from it.
    PreShared(Secret),
    /// A password that sender and receiver agreed on, of 1 to 128 bytes. The file says how the key comes from it; a
    /// file that does not is refused, and so is one with a plain secret.
    Password(Secret),
}

/// What is known of how a key file came.
///
/// RFC 6030 §7 lets the sender sign the container. This crate does not verify XML signatures: see the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Authenticity {
    /// Nothing: a signature, if the file carries one, would have to be verified. A signed file is refused.
    #[default]
    Unproven,
    /// The file came, whole and unchanged, from its sender over a channel that made sure of both, or its signature was
    /// verified by other means. The signature is passed over.
    TransportIsTrusted,
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
