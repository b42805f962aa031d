use super::protection::ProtectionReader;
use super::unopened::EncryptedNumber;
use crate::error::{ImportError, ImportErrorKind};
use crate::number::{DataNumber, number_of_text};
use crate::package::KeyDescription;
use crate::value::{EncryptedValue, FileValue, PlainValue};
use crate::xml::{Children, Element, Foreign, Namespace, base64};

/// `Secret`.
pub(super) fn secret_of(
    element: &Element,
    protection: &mut ProtectionReader,
) -> Result<FileValue, ImportError> {
    Ok(match value(element, protection)? {
        FoundValue::Plain(plain) if protection.has_mac() => {
            FileValue::PlainBesideMac(plain_secret(plain)?)
        }
        FoundValue::Plain(plain) => FileValue::Plain(plain_secret(plain)?),
        FoundValue::Encrypted(encrypted) => FileValue::Encrypted(encrypted),
    })
}

pub(super) fn plain_secret(element: &Element) -> Result<PlainValue, ImportError> {
    let bytes = base64(element.text()?).map_err(|kind| element.error(kind))?;
    PlainValue::new(bytes).map_err(|kind| element.error(kind))
}

/// `Counter`, `Time`, `TimeInterval` and `TimeDrift`: the plain ones go into the description, the others are returned.
pub(super) fn numbers(
    data: &mut Children<'_>,
    protection: &mut ProtectionReader,
    description: &mut KeyDescription,
) -> Result<Vec<EncryptedNumber>, ImportError> {
    let mut encrypted = Vec::new();
    for number in DataNumber::ALL {
        let Some(element) = data.optional(Namespace::Pskc, number.name())? else { continue };
        match value(element, protection)? {
            FoundValue::Plain(plain) => {
                put(plain, number, number_of_text(plain.text()?), description)?;
            }
            FoundValue::Encrypted(value) => {
                encrypted.push(EncryptedNumber { number, value, place: element.place() });
            }
        }
    }
    Ok(encrypted)
}

pub(super) fn put(
    element: &Element,
    number: DataNumber,
    value: Option<i128>,
    description: &mut KeyDescription,
) -> Result<(), ImportError> {
    value
        .ok_or(ImportErrorKind::InvalidValue(number.name()))
        .and_then(|value| number.put(description, value))
        .map_err(|kind| element.error(kind))
}

/// One of the two elements that a value can have.
enum FoundValue<'a> {
    Plain(&'a Element),
    Encrypted(EncryptedValue),
}

/// Exactly one of `PlainValue` and `EncryptedValue`, and `ValueMAC` with the latter alone.
fn value<'a>(
    element: &'a Element,
    protection: &mut ProtectionReader,
) -> Result<FoundValue<'a>, ImportError> {
    let mut parts = element.children()?;
    let plain = parts.optional(Namespace::Pskc, "PlainValue")?;
    let encrypted = parts.optional(Namespace::Pskc, "EncryptedValue")?;
    let mac = parts.optional(Namespace::Pskc, "ValueMAC")?;
    parts.finish(Foreign::Refused)?;
    match (plain, encrypted, mac) {
        (Some(_), Some(second), _) => Err(second.error(ImportErrorKind::Repeated("the value"))),
        (None, None, _) => Err(element.error(ImportErrorKind::Missing("the value"))),
        // RFC 6030 does not say what such a MAC is over, so that it would seem to protect what it does not.
        (Some(_), None, Some(mac)) => Err(mac.error(ImportErrorKind::PlainMacUnsupported)),
        (Some(plain), None, None) => Ok(FoundValue::Plain(plain)),
        (None, Some(encrypted), mac) => {
            protection.encrypted(encrypted, mac).map(FoundValue::Encrypted)
        }
    }
}
