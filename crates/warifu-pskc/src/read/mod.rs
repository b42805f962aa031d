//! The elements of RFC 6030, each read in one function that refuses what it does not know.

mod key;
mod policy;
mod protection;

use std::collections::HashSet;

use crate::container::{Container, Package};
use crate::package::DeviceInfo;
use crate::xml::{Children, DS, Element, Foreign, PSKC, date_time};
use crate::{ImportError, ImportErrorKind, PackageName};
use protection::Protection;
use warifu_core::UnixTime;

/// `KeyContainer`.
pub(crate) fn container(root: Element<'_>) -> Result<Container, ImportError> {
    if !root.is(PSKC, "KeyContainer") {
        return Err(root.error(ImportErrorKind::NotAKeyContainer));
    }
    if !root.attribute("Version").is_some_and(is_version_1) {
        return Err(root.error(ImportErrorKind::UnknownVersion));
    }
    let mut children = root.children()?;
    for namespace in [PSKC, DS] {
        if let Some(signature) = children.all(namespace, "Signature").first() {
            return Err(signature.error(ImportErrorKind::SignatureUnsupported));
        }
    }
    let mut protection = Protection::read(&mut children)?;
    let packages = key_packages(&children.all(PSKC, "KeyPackage"), &mut protection)?;
    children.finish(Foreign::Refused)?;
    if packages.is_empty() {
        return Err(root.error(ImportErrorKind::Missing("KeyPackage")));
    }
    let id = root.attribute("Id").map(str::to_owned);
    let Protection { key_names, cipher, mac, .. } = protection;
    Ok(Container { id, key_names, cipher, mac, packages })
}

fn key_packages(
    elements: &[Element<'_>],
    protection: &mut Protection,
) -> Result<Vec<Package>, ImportError> {
    // Of its final size, so that no plain secret is moved, and left behind, by growth.
    let mut packages = Vec::with_capacity(elements.len());
    let mut key_ids = HashSet::new();
    for (element, number) in elements.iter().zip(1..) {
        let mut serial = None;
        let package = key_package(*element, number, &mut serial, protection).and_then(|package| {
            if key_ids.insert(package.key.id.clone()) {
                Ok(package)
            } else {
                Err(element.error(ImportErrorKind::RepeatedKeyId))
            }
        });
        packages.push(package.map_err(|error| ImportError {
            package: Some(PackageName::new(number, serial.as_deref())),
            ..error
        })?);
    }
    Ok(packages)
}

/// `KeyPackage`; `serial` is filled in as soon as it is known, to name the package in errors.
fn key_package(
    element: Element<'_>,
    number: usize,
    serial: &mut Option<String>,
    protection: &mut Protection,
) -> Result<Package, ImportError> {
    let mut children = element.children()?;
    let mut device = match children.optional(PSKC, "DeviceInfo")? {
        Some(info) => device_info(info)?,
        None => DeviceInfo::default(),
    };
    serial.clone_from(&device.serial);
    if let Some(module) = children.optional(PSKC, "CryptoModuleInfo")? {
        let mut parts = module.children()?;
        device.crypto_module = parts.optional_text("Id")?;
        parts.finish(Foreign::Refused)?;
    }
    let key = key::key(children.required(PSKC, "Key")?, protection)?;
    children.finish(Foreign::Refused)?;
    Ok(Package {
        name: PackageName::new(number, device.serial.as_deref()),
        device,
        key: key.description,
        secret: key.secret,
        line: key.line,
    })
}

/// `DeviceInfo`.
fn device_info(element: Element<'_>) -> Result<DeviceInfo, ImportError> {
    let mut parts = element.children()?;
    let device = DeviceInfo {
        manufacturer: parts.optional_text("Manufacturer")?,
        serial: parts.optional_text("SerialNo")?,
        model: parts.optional_text("Model")?,
        issue_number: parts.optional_text("IssueNo")?,
        binding: parts.optional_text("DeviceBinding")?,
        starts: date(&mut parts, "StartDate")?,
        expires: date(&mut parts, "ExpiryDate")?,
        user_id: parts.optional_text("UserId")?,
        crypto_module: None,
    };
    parts.finish(Foreign::Refused)?;
    in_order(element, device.starts, device.expires)?;
    Ok(device)
}

fn date(parts: &mut Children<'_>, name: &'static str) -> Result<Option<UnixTime>, ImportError> {
    let Some(element) = parts.optional(PSKC, name)? else { return Ok(None) };
    match date_time(element.text()?) {
        Some(moment) => Ok(Some(moment)),
        None => Err(element.error(ImportErrorKind::InvalidValue(name))),
    }
}

fn in_order(
    element: Element<'_>,
    starts: Option<UnixTime>,
    expires: Option<UnixTime>,
) -> Result<(), ImportError> {
    match (starts, expires) {
        (Some(starts), Some(expires)) if expires < starts => {
            Err(element.error(ImportErrorKind::ExpiresBeforeStart))
        }
        _ => Ok(()),
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
