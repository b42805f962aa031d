use crate::number::{Field, SealedNumber, number_of_bytes, number_of_text};
use crate::opening::{DraftSealed, Held, Locked};
use crate::package::KeyDescription;
use crate::read::Reading;
use crate::read::value::{numbers, plain_secret, put, secret_of};
use crate::xml::{Element, Foreign, PSKC, base64};
use crate::{ImportError, ImportErrorKind};

/// What the `Data` of a key holds.
pub(super) struct Values {
    pub(super) secret: Held,
    pub(super) numbers: Vec<SealedNumber>,
    /// Where the secret stands.
    pub(super) line: usize,
}

/// One `Data` as in RFC 6030, or one for each value that says in `Name` which it is.
pub(super) fn values(
    key: Element<'_>,
    data: &[Element<'_>],
    reading: &mut Reading,
    description: &mut KeyDescription,
) -> Result<Values, ImportError> {
    match data {
        [] => Err(key.error(ImportErrorKind::Missing("Data"))),
        [one] if one.attribute("Name").is_none() => structured(*one, reading, description),
        several => named(key, several, reading, description),
    }
}

fn structured(
    data: Element<'_>,
    reading: &mut Reading,
    description: &mut KeyDescription,
) -> Result<Values, ImportError> {
    let mut parts = data.children()?;
    let secret = parts.required(PSKC, "Secret")?;
    let numbers = numbers(&mut parts, &mut reading.protection, description)?;
    parts.finish(Foreign::PassedOver)?;
    let line = secret.line();
    Ok(Values { secret: secret_of(secret, &mut reading.protection)?, numbers, line })
}

fn named(
    key: Element<'_>,
    data: &[Element<'_>],
    reading: &mut Reading,
    description: &mut KeyDescription,
) -> Result<Values, ImportError> {
    let (mut secret, mut seen, mut numbers) = (None, Vec::new(), Vec::new());
    for &element in data {
        let name = element.required_attribute("Name")?.to_ascii_lowercase();
        let what = match name.as_str() {
            "secret" => None,
            "counter" => Some(Field::Counter),
            "time" => Some(Field::Time),
            "time_interval" => Some(Field::TimeInterval),
            "time_drift" => Some(Field::TimeDrift),
            _ => return Err(element.error(ImportErrorKind::InvalidValue("Name"))),
        };
        if seen.contains(&what) {
            return Err(element.error(ImportErrorKind::Repeated("Data")));
        }
        seen.push(what);
        match (what, value(element, reading)?) {
            (None, Value::Plain(_)) if reading.protection.cipher.is_some() => {
                return Err(element.error(ImportErrorKind::NoMac));
            }
            (None, Value::Plain(plain)) => {
                secret = Some((Held::Plain(plain_secret(plain)?), element.line()));
            }
            (None, Value::Sealed(sealed)) => {
                secret = Some((Held::Locked(Locked::Draft(sealed)), element.line()));
            }
            (Some(field), Value::Plain(plain)) => put(plain, field, number(plain)?, description)?,
            (Some(field), Value::Sealed(sealed)) => numbers.push(SealedNumber {
                field,
                sealed: Locked::Draft(sealed),
                line: element.line(),
            }),
        }
    }
    let (secret, line) = secret.ok_or_else(|| key.error(ImportErrorKind::Missing("Secret")))?;
    Ok(Values { secret, numbers, line })
}

enum Value<'a> {
    Plain(Element<'a>),
    Sealed(DraftSealed),
}

/// `Value` with its `ValueDigest`.
///
/// In an encrypted file, a value without a digest is not encrypted. In a plain file, a digest is under a key that the
/// file says nothing about, and is passed over: nothing there is protected, with it or without.
fn value<'a>(element: Element<'a>, reading: &mut Reading) -> Result<Value<'a>, ImportError> {
    let mut parts = element.children()?;
    let value = parts.required(PSKC, "Value")?;
    let digest = parts.optional_of(&[PSKC], &["ValueDigest", "ValueMAC"], "ValueDigest")?;
    parts.finish(Foreign::Refused)?;
    match digest {
        Some(digest) if reading.protection.cipher.is_some() => {
            reading.protection.draft_sealed(value, digest).map(Value::Sealed)
        }
        Some(_) | None => Ok(Value::Plain(value)),
    }
}

/// The digits of the number, or the base64 of what an encrypted number would hold.
fn number(element: Element<'_>) -> Result<Option<i128>, ImportError> {
    let text = element.text()?;
    if let Some(number) = number_of_text(text) {
        return Ok(Some(number));
    }
    let bytes = base64(text).map_err(|kind| element.error(kind))?;
    Ok(number_of_bytes(&bytes))
}
