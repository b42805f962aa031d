use warifu_core::UnixTime;

use crate::error::{ImportError, ImportErrorKind};
use crate::package::DeviceInfo;
use crate::rules;
use crate::xml::{Children, Element, Foreign, Namespace, date_time};

/// `DeviceInfo` and `CryptoModuleInfo`, among the children of a key package.
pub(super) fn device(children: &mut Children<'_>) -> Result<DeviceInfo, ImportError> {
    let mut device = match children.optional(Namespace::Pskc, "DeviceInfo")? {
        Some(element) => {
            let mut parts = element.children()?;
            let device = device_info(element, &mut parts)?;
            parts.finish(Foreign::Refused)?;
            device
        }
        None => DeviceInfo::default(),
    };
    device.crypto_module = crypto_module(children)?;
    Ok(device)
}

/// The content of `DeviceInfo`.
pub(super) fn device_info(
    element: &Element,
    parts: &mut Children<'_>,
) -> Result<DeviceInfo, ImportError> {
    let device = DeviceInfo {
        manufacturer: parts.optional_text("Manufacturer")?,
        serial: parts.optional_text("SerialNo")?,
        model: parts.optional_text("Model")?,
        issue_number: parts.optional_text("IssueNo")?,
        binding: parts.optional_text("DeviceBinding")?,
        starts: date(parts, "StartDate")?,
        expires: date(parts, "ExpiryDate")?,
        user_id: parts.optional_text("UserId")?,
        crypto_module: None,
    };
    in_order(element, device.starts, device.expires)?;
    Ok(device)
}

pub(super) fn crypto_module(children: &mut Children<'_>) -> Result<Option<String>, ImportError> {
    let Some(module) = children.optional(Namespace::Pskc, "CryptoModuleInfo")? else {
        return Ok(None);
    };
    let mut parts = module.children()?;
    let id = parts.optional_text("Id")?;
    parts.finish(Foreign::Refused)?;
    Ok(id)
}

pub(super) fn date(
    parts: &mut Children<'_>,
    name: &'static str,
) -> Result<Option<UnixTime>, ImportError> {
    let Some(element) = parts.optional(Namespace::Pskc, name)? else { return Ok(None) };
    match date_time(element.text()?) {
        Some(moment) => Ok(Some(moment)),
        None => Err(element.error(ImportErrorKind::InvalidValue(name))),
    }
}

pub(super) fn in_order(
    element: &Element,
    starts: Option<UnixTime>,
    expires: Option<UnixTime>,
) -> Result<(), ImportError> {
    rules::period(starts, expires).map_err(|broken| element.error(broken.into()))
}
