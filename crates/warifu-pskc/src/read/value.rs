use super::protection::Protection;
use crate::number::{Field, SealedNumber, number_of_text};
use crate::opening::{Held, Locked};
use crate::package::KeyDescription;
use crate::seal::{Sealed, secret};
use crate::xml::{Children, Element, Foreign, PSKC, base64};
use crate::{ImportError, ImportErrorKind};

/// `Secret`.
pub(super) fn secret_of(
    element: Element<'_>,
    protection: &mut Protection,
) -> Result<Held, ImportError> {
    match value(element, protection)? {
        Value::Plain(plain) => plain_secret(plain).map(Held::Plain),
        Value::Sealed(sealed) => Ok(Held::Locked(Locked::Rfc(sealed))),
    }
}

pub(super) fn plain_secret(element: Element<'_>) -> Result<warifu_core::Secret, ImportError> {
    let bytes = base64(element.text()?).map_err(|kind| element.error(kind))?;
    secret(&bytes).map_err(|kind| element.error(kind))
}

/// `Counter`, `Time`, `TimeInterval` and `TimeDrift`: the plain ones go into the description, the others are returned.
pub(super) fn numbers(
    data: &mut Children<'_>,
    protection: &mut Protection,
    description: &mut KeyDescription,
) -> Result<Vec<SealedNumber>, ImportError> {
    let mut sealed_numbers = Vec::new();
    for field in Field::ALL {
        let Some(element) = data.optional(PSKC, field.name())? else { continue };
        match value(element, protection)? {
            Value::Plain(plain) => put(plain, field, number_of_text(plain.text()?), description)?,
            Value::Sealed(sealed) => {
                let (sealed, line) = (Locked::Rfc(sealed), element.line());
                sealed_numbers.push(SealedNumber { field, sealed, line });
            }
        }
    }
    Ok(sealed_numbers)
}

pub(super) fn put(
    element: Element<'_>,
    field: Field,
    number: Option<i128>,
    description: &mut KeyDescription,
) -> Result<(), ImportError> {
    number
        .ok_or(ImportErrorKind::InvalidValue(field.name()))
        .and_then(|number| field.put(description, number))
        .map_err(|kind| element.error(kind))
}

/// A value as the file holds it.
enum Value<'a> {
    Plain(Element<'a>),
    Sealed(Sealed),
}

/// Exactly one of `PlainValue` and `EncryptedValue`, and `ValueMAC` with the latter alone.
fn value<'a>(element: Element<'a>, protection: &mut Protection) -> Result<Value<'a>, ImportError> {
    let mut parts = element.children()?;
    let plain = parts.optional(PSKC, "PlainValue")?;
    let encrypted = parts.optional(PSKC, "EncryptedValue")?;
    let mac = parts.optional(PSKC, "ValueMAC")?;
    parts.finish(Foreign::Refused)?;
    match (plain, encrypted, mac) {
        (Some(_), Some(second), _) => Err(second.error(ImportErrorKind::Repeated("the value"))),
        (None, None, _) => Err(element.error(ImportErrorKind::Missing("the value"))),
        (Some(_), None, Some(mac)) => Err(mac.error(ImportErrorKind::PlainMacUnsupported)),
        (Some(plain), None, None) => Ok(Value::Plain(plain)),
        (None, Some(encrypted), mac) => protection.sealed(encrypted, mac).map(Value::Sealed),
    }
}
