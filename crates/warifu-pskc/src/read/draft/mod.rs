//! The words of the drafts before RFC 6030, for what RFC 6030 says in others.

mod date;
mod key;
mod method;
mod value;

use super::device::{crypto_module, device_info, in_order};
use super::version::is_version_1;
use crate::error::{ImportError, ImportErrorKind};
use crate::package::DeviceInfo;
use crate::xml::{Element, Foreign, Namespace};

pub(super) use key::key;
pub(super) use method::protection;

/// The drafts counted their own versions, and had files without any.
pub(super) fn check_version(root: &Element) -> Result<(), ImportError> {
    match root.attribute("Version").or(root.attribute("version")) {
        None | Some("1") => Ok(()),
        Some(version) if is_version_1(version) => Ok(()),
        Some(_) => Err(root.error(ImportErrorKind::UnknownVersion)),
    }
}

/// `Device` without its keys, of which it may have several.
pub(super) fn device(element: &Element) -> Result<(DeviceInfo, Vec<&Element>), ImportError> {
    let mut children = element.children()?;
    let keys = children.all_of(&[Namespace::Pskc], &KEY_NAMES);
    let found =
        children.optional_of(&[Namespace::Pskc], &["DeviceInfo", "DeviceId"], "DeviceInfo")?;
    let mut device = match found {
        Some(element) => described(element)?,
        None => DeviceInfo::default(),
    };
    device.crypto_module = crypto_module(&mut children)?;
    children.finish(Foreign::Refused)?;
    Ok((device, keys))
}

/// `DeviceInfo`, or `DeviceId` with its `Expiry`.
fn described(element: &Element) -> Result<DeviceInfo, ImportError> {
    let mut parts = element.children()?;
    let mut device = device_info(element, &mut parts)?;
    if let Some(expiry) = parts.optional(Namespace::Pskc, "Expiry")? {
        if device.expires.is_some() {
            return Err(expiry.error(ImportErrorKind::Repeated("ExpiryDate")));
        }
        let moment = date::expiry(expiry.text()?);
        device.expires =
            Some(moment.ok_or_else(|| expiry.error(ImportErrorKind::InvalidValue("Expiry")))?);
    }
    parts.finish(Foreign::Refused)?;
    in_order(element, device.starts, device.expires)?;
    Ok(device)
}

/// What the drafts call a key.
pub(super) const KEY_NAMES: [&str; 2] = ["Key", "Secret"];
