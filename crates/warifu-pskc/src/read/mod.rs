//! The elements of RFC 6030, each read in one function that refuses what it does not know.

mod derived;
mod device;
mod dialect;
mod draft;
mod key;
mod parameters;
mod policy;
mod protection;
mod summary;
mod value;

use std::collections::HashSet;

use crate::container::{Container, Package, Unopened};
use crate::package::DeviceInfo;
use crate::xml::{DS, Element, Foreign, PSKC};
use crate::{ImportError, ImportErrorKind, PackageName};
use summary::{serial, summary};

pub use dialect::Dialect;
pub(crate) use protection::Protection;

/// `KeyContainer`.
///
/// # Errors
///
/// What is wrong with the container as a whole. What is wrong with a key is in its entry.
pub(crate) fn container(root: Element<'_>, dialect: Dialect) -> Result<Container, ImportError> {
    let mut children = root.children()?;
    let signature = children.optional_of(&[PSKC, DS], &["Signature"], "Signature")?;
    let (package_name, protection) = if dialect.has_rfc_elements() {
        if !root.attribute("Version").is_some_and(is_version_1) {
            return Err(root.error(ImportErrorKind::UnknownVersion));
        }
        ("KeyPackage", Protection::read(&mut children))
    } else {
        draft::check_version(root)?;
        ("Device", draft::protection(&mut children))
    };
    let packages = children.all(PSKC, package_name);
    children.finish(Foreign::Refused)?;
    if packages.is_empty() {
        return Err(root.error(ImportErrorKind::Missing(package_name)));
    }
    let (protection, refusal) = match protection {
        Ok(protection) => (protection, None),
        Err(error) => (Protection::default(), Some(error)),
    };
    let reading =
        Reading { dialect, protection, refusal, key_ids: HashSet::new(), keys: Vec::new() };
    let Reading { dialect, protection, refusal, keys, .. } = reading.packages(&packages);
    let id = ["Id", "id", "ID"].iter().find_map(|name| root.attribute(name)).map(str::to_owned);
    let signature = signature.map(|element| element.error(ImportErrorKind::SignatureUnverified));
    Ok(Container { id, dialect, signature, protection, refusal, keys })
}

/// What is known while the keys of a file are read.
struct Reading {
    dialect: Dialect,
    protection: Protection,
    /// Why no key can be read. Without the protection, every value would seem wrong.
    refusal: Option<ImportError>,
    key_ids: HashSet<String>,
    keys: Vec<Unopened>,
}

impl Reading {
    fn packages(mut self, packages: &[Element<'_>]) -> Self {
        // Of its final size, as a rule, so that no plain secret is moved, and left behind, by growth.
        self.keys.reserve(packages.len());
        for &package in packages {
            if self.dialect.has_rfc_elements() {
                self.key_package(package);
            } else {
                self.device(package);
            }
        }
        self
    }

    /// `KeyPackage`.
    fn key_package(&mut self, package: Element<'_>) {
        let key = package.glance(&["Key"]);
        self.push(package, serial(package), key, |reading| {
            let mut children = package.children()?;
            let device = device::device(&mut children)?;
            let key = children.required(PSKC, "Key")?;
            children.finish(Foreign::Refused)?;
            key::key(key, device, reading)
        });
    }

    /// `Device` of a draft, which may have several keys.
    fn device(&mut self, package: Element<'_>) {
        let serial = serial(package);
        match draft::device(package) {
            Ok((device, keys)) if (1..=MOST_KEYS).contains(&keys.len()) => {
                for key in keys {
                    let device: DeviceInfo = device.clone();
                    self.push(package, serial.clone(), Some(key), |reading| {
                        draft::key(key, device, reading)
                    });
                }
            }
            read => {
                let error = match read {
                    Err(error) => error,
                    Ok((_, keys)) if keys.is_empty() => {
                        package.error(ImportErrorKind::Missing("Key"))
                    }
                    Ok(_) => package.error(ImportErrorKind::TooComplex),
                };
                let key = package.glance(&draft::KEY_NAMES);
                self.push(package, serial, key, |_| Err(error));
            }
        }
    }

    fn push(
        &mut self,
        package: Element<'_>,
        serial: Option<String>,
        key: Option<Element<'_>>,
        read: impl FnOnce(&mut Self) -> Result<Package, ImportError>,
    ) {
        let number = self.keys.len().saturating_add(1);
        let read = match &self.refusal {
            Some(refusal) => Err(refusal.clone()),
            None => read(self).and_then(|read| self.with_new_id(package, read)).map_err(|error| {
                let name = PackageName::new(number, serial.as_deref());
                ImportError { package: Some(name), ..error }
            }),
        };
        let mut entry = summary(number, package, serial, key);
        let package = match read {
            Ok(package) => Some(package),
            Err(error) => {
                entry.refusal = Some(error);
                None
            }
        };
        self.keys.push(Unopened { entry, package });
    }

    fn with_new_id(
        &mut self,
        element: Element<'_>,
        package: Package,
    ) -> Result<Package, ImportError> {
        if self.key_ids.insert(package.key.id.clone()) {
            Ok(package)
        } else {
            Err(element.error(ImportErrorKind::RepeatedKeyId))
        }
    }

    fn found_draft_name(&mut self) {
        if self.dialect == Dialect::Rfc6030 {
            self.dialect = Dialect::AlgorithmNames;
        }
    }
}

/// RFC 6030 §1.2: major and minor number are integers; leading zeros and the minor number are ignored.
fn is_version_1(version: &str) -> bool {
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    version.split_once('.').is_some_and(|(major, minor)| {
        digits(major, 2) && digits(minor, 3) && major.trim_start_matches('0') == "1"
    })
}

/// Of one device. Each gets a copy of what is known of the device, and no file may grow by that.
const MOST_KEYS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        for version in ["1.0", "01.00", "1.9", "1.999"] {
            assert!(is_version_1(version), "{version}");
        }
        for version in
            ["", "1", "2.0", "0.1", "10.0", "1.0.0", "1.", ".0", "1.0000", "001.0", "+1.0", " 1.0"]
        {
            assert!(!is_version_1(version), "{version}");
        }
    }
}
