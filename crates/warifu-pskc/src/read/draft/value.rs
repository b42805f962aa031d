use crate::error::{FilePlace, ImportError, ImportErrorKind};
use crate::number::{DataNumber, number_of_bytes, number_of_text};
use crate::package::KeyDescription;
use crate::read::reading::Reading;
use crate::read::unopened::EncryptedNumber;
use crate::read::value::{numbers, plain_secret, put, secret_of};
use crate::value::{EncryptedValue, FileValue};
use crate::xml::{Element, Foreign, Namespace, base64};

/// What the `Data` of a key holds.
pub(super) struct DraftValues {
    pub(super) secret: FileValue,
    pub(super) numbers: Vec<EncryptedNumber>,
    /// Of the secret.
    pub(super) place: FilePlace,
}

/// One `Data` as in RFC 6030, or one for each value that says in `Name` which it is.
pub(super) fn values(
    key: &Element,
    data: &[&Element],
    reading: &mut Reading,
    description: &mut KeyDescription,
) -> Result<DraftValues, ImportError> {
    match data {
        [] => Err(key.error(ImportErrorKind::Missing("Data"))),
        [one] if one.attribute("Name").is_none() => structured(one, reading, description),
        several => named(key, several, reading, description),
    }
}

fn structured(
    data: &Element,
    reading: &mut Reading,
    description: &mut KeyDescription,
) -> Result<DraftValues, ImportError> {
    let mut parts = data.children()?;
    let secret = parts.required(Namespace::Pskc, "Secret")?;
    let numbers = numbers(&mut parts, &mut reading.protection, description)?;
    parts.finish(Foreign::PassedOver)?;
    let place = secret.place();
    Ok(DraftValues { secret: secret_of(secret, &mut reading.protection)?, numbers, place })
}

fn named(
    key: &Element,
    data: &[&Element],
    reading: &mut Reading,
    description: &mut KeyDescription,
) -> Result<DraftValues, ImportError> {
    let (mut secret, mut seen, mut numbers) = (None, Vec::new(), Vec::new());
    for &element in data {
        let name = element.required_attribute("Name")?.to_ascii_lowercase();
        let what = match name.as_str() {
            "secret" => None,
            "counter" => Some(DataNumber::Counter),
            "time" => Some(DataNumber::Time),
            "time_interval" => Some(DataNumber::TimeInterval),
            "time_drift" => Some(DataNumber::TimeDrift),
            _ => return Err(element.error(ImportErrorKind::InvalidValue("Name"))),
        };
        if seen.contains(&what) {
            return Err(element.error(ImportErrorKind::Repeated("Data")));
        }
        seen.push(what);
        match (what, value(element, reading)?) {
            // In an encrypted file, an attacker could have taken the encryption off.
            (None, DraftValue::Plain(_)) if reading.protection.cipher().is_some() => {
                return Err(element.error(ImportErrorKind::NoMac));
            }
            (None, DraftValue::Plain(plain)) => {
                secret = Some((FileValue::Plain(plain_secret(plain)?), element.place()));
            }
            (None, DraftValue::Encrypted(encrypted)) => {
                secret = Some((FileValue::Encrypted(encrypted), element.place()));
            }
            (Some(kind), DraftValue::Plain(plain)) => {
                put(plain, kind, number(plain)?, description)?;
            }
            (Some(kind), DraftValue::Encrypted(value)) => {
                numbers.push(EncryptedNumber { number: kind, value, place: element.place() });
            }
        }
    }
    let (secret, place) = secret.ok_or_else(|| key.error(ImportErrorKind::Missing("Secret")))?;
    Ok(DraftValues { secret, numbers, place })
}

enum DraftValue<'a> {
    Plain(&'a Element),
    Encrypted(EncryptedValue),
}

/// `Value` with its `ValueDigest`.
///
/// In an encrypted file, a value without a digest is not encrypted. In a plain file, a digest is under a key that the
/// file says nothing about, and is passed over: nothing there is protected, with it or without.
fn value<'a>(element: &'a Element, reading: &mut Reading) -> Result<DraftValue<'a>, ImportError> {
    let mut parts = element.children()?;
    let value = parts.required(Namespace::Pskc, "Value")?;
    let digest =
        parts.optional_of(&[Namespace::Pskc], &["ValueDigest", "ValueMAC"], "ValueDigest")?;
    parts.finish(Foreign::Refused)?;
    match digest {
        Some(digest) if reading.protection.cipher().is_some() => {
            reading.protection.draft_encrypted(value, digest).map(DraftValue::Encrypted)
        }
        Some(_) | None => Ok(DraftValue::Plain(value)),
    }
}

/// The digits of the number, or the base64 of what an encrypted number would hold.
fn number(element: &Element) -> Result<Option<i128>, ImportError> {
    let text = element.text()?;
    if let Some(number) = number_of_text(text) {
        return Ok(Some(number));
    }
    let bytes = base64(text).map_err(|kind| element.error(kind))?;
    Ok(number_of_bytes(&bytes))
}
