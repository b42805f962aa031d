use std::collections::HashSet;

use warifu_core::{Counter, Seconds, UnixTime};

use super::text::{check as text, date_time};
use super::{ExportError, ExportErrorKind};
use crate::{
    CheckDigit, DeviceInfo, Encoding, FriendlyName, Hash, KeyAlgorithm, KeyDescription, KeyPackage,
    Policy,
};

/// Whether every package can be written so that it reads back as it is.
///
/// # Errors
///
/// The first thing that cannot, and the number of its package.
pub(super) fn packages(packages: &[KeyPackage]) -> Result<(), ExportError> {
    if packages.is_empty() {
        return Err(ExportErrorKind::NoPackages.into());
    }
    let mut key_ids = HashSet::new();
    for (package, number) in packages.iter().zip(1..) {
        let of_package = |kind: ExportErrorKind| kind.of_package(number);
        device(&package.device).map_err(of_package)?;
        key(&package.key).map_err(of_package)?;
        let is_device_key = package.key.algorithm == KeyAlgorithm::IssuerDeviceKey;
        if is_device_key && package.secret.expose().len() != ISSUER_DEVICE_KEY {
            return Err(of_package(ExportErrorKind::IssuerDeviceKeyLength));
        }
        if !key_ids.insert(package.key.id.as_str()) {
            return Err(of_package(ExportErrorKind::RepeatedKeyId));
        }
    }
    Ok(())
}

fn device(device: &DeviceInfo) -> Result<(), ExportErrorKind> {
    optional_texts(&[
        ("Manufacturer", &device.manufacturer),
        ("SerialNo", &device.serial),
        ("Model", &device.model),
        ("IssueNo", &device.issue_number),
        ("DeviceBinding", &device.binding),
        ("UserId", &device.user_id),
        ("Id", &device.crypto_module),
    ])?;
    dates(device.starts, device.expires)
}

fn key(key: &KeyDescription) -> Result<(), ExportErrorKind> {
    text("Id", &key.id)?;
    optional_texts(&[
        ("KeyProfileId", &key.profile),
        ("Issuer", &key.issuer),
        ("UserId", &key.user_id),
    ])?;
    algorithm(key)?;
    formats(key)?;
    friendly_names(&key.friendly_names)?;
    numbers(key)?;
    policy(&key.policy)?;
    if key.policy.permits(&key.algorithm) {
        Ok(())
    } else {
        Err(ExportErrorKind::UsageNotPermitted)
    }
}

/// RFC 6030 §11 gives `Counter` the type `xs:long`, and `Time`, `TimeInterval` and `TimeDrift` the type `xs:int`. Larger
/// ones are read, since such files exist; a validating reader would refuse them.
fn numbers(key: &KeyDescription) -> Result<(), ExportErrorKind> {
    let is_long = |counter: Counter| i64::try_from(counter.value()).is_ok();
    let is_int = |time: u64| i32::try_from(time).is_ok();
    let is_interval = |step: Seconds| step.value() != 0 && is_int(step.value().into());
    for (name, fits) in [
        ("Counter", key.counter.is_none_or(is_long)),
        ("Time", key.time.is_none_or(is_int)),
        ("TimeInterval", key.time_step.is_none_or(is_interval)),
    ] {
        if !fits {
            return Err(ExportErrorKind::InvalidValue(name));
        }
    }
    Ok(())
}

fn algorithm(key: &KeyDescription) -> Result<(), ExportErrorKind> {
    match &key.algorithm {
        KeyAlgorithm::Ocra(_) if key.hash != Hash::default() => Err(ExportErrorKind::HashOfOcra),
        KeyAlgorithm::Ocra(suite) => text("Suite", suite),
        KeyAlgorithm::Other(uri) => {
            text("Algorithm", uri)?;
            if is_reserved(uri) { Err(ExportErrorKind::AlgorithmName) } else { Ok(()) }
        }
        KeyAlgorithm::Hotp
        | KeyAlgorithm::Totp
        | KeyAlgorithm::Pin
        | KeyAlgorithm::IssuerDeviceKey => Ok(()),
    }
}

/// Whether a URI is, or in a draft was, the name of a profile that has one of its own here. The RFC's own namespaces are
/// taken as a whole.
fn is_reserved(uri: &str) -> bool {
    let is_known =
        KeyAlgorithm::of_uri(uri, Some(uri)) != Some(KeyAlgorithm::Other(uri.to_owned()));
    is_known || !uri.contains(':') || RESERVED.iter().any(|prefix| uri.starts_with(prefix))
}

fn formats(key: &KeyDescription) -> Result<(), ExportErrorKind> {
    let invalid = ExportErrorKind::InvalidValue;
    let is_luhn_of =
        |check_digit, encoding| check_digit == CheckDigit::Luhn && encoding != Encoding::Decimal;
    if let Some(challenge) = key.challenge {
        if challenge.max < challenge.min {
            return Err(invalid("Max"));
        }
        if is_luhn_of(challenge.check_digit, challenge.encoding) {
            return Err(invalid("CheckDigits"));
        }
    }
    let Some(response) = key.response else {
        return if key.digits.is_none() { Ok(()) } else { Err(ExportErrorKind::DigitsOfResponse) };
    };
    if is_luhn_of(response.check_digit, response.encoding) {
        return Err(invalid("CheckDigits"));
    }
    if response.digits() != key.digits {
        return Err(ExportErrorKind::DigitsOfResponse);
    }
    let is_plain =
        response.encoding == Encoding::Decimal && response.check_digit == CheckDigit::Absent;
    match (key.digits, &key.algorithm) {
        (None, KeyAlgorithm::Other(_)) | (Some(_), _) => Ok(()),
        (None, _) if is_plain => Err(invalid("Length")),
        (None, _) => Ok(()),
    }
}

fn friendly_names(names: &[FriendlyName]) -> Result<(), ExportErrorKind> {
    if names.len() > MOST_NAMES {
        return Err(ExportErrorKind::TooManyNames);
    }
    let mut languages = HashSet::new();
    for name in names {
        text("FriendlyName", &name.text)?;
        text("xml:lang", &name.language)?;
        if !languages.insert(name.language.as_str()) {
            return Err(ExportErrorKind::RepeatedLanguage);
        }
    }
    Ok(())
}

fn policy(policy: &Policy) -> Result<(), ExportErrorKind> {
    dates(policy.starts, policy.expires)?;
    let key_id = policy.pin.as_ref().and_then(|pin| pin.key_id.as_deref());
    key_id.map_or(Ok(()), |id| text("PINKeyId", id))
}

fn dates(starts: Option<UnixTime>, expires: Option<UnixTime>) -> Result<(), ExportErrorKind> {
    for (name, moment) in [("StartDate", starts), ("ExpiryDate", expires)] {
        if moment.is_some_and(|moment| date_time(moment).is_none()) {
            return Err(ExportErrorKind::InvalidValue(name));
        }
    }
    match (starts, expires) {
        (Some(starts), Some(expires)) if expires < starts => {
            Err(ExportErrorKind::ExpiresBeforeStart)
        }
        _ => Ok(()),
    }
}

fn optional_texts(texts: &[(&'static str, &Option<String>)]) -> Result<(), ExportErrorKind> {
    texts
        .iter()
        .try_for_each(|(name, value)| value.as_deref().map_or(Ok(()), |value| text(name, value)))
}

const ISSUER_DEVICE_KEY: usize = 32;
/// More than one for each language is not read, and no more languages than these.
const MOST_NAMES: usize = 64;
const RESERVED: [&str; 4] = [
    "urn:ietf:params:xml:ns:keyprov:pskc",
    "http://www.ietf.org/keyprov/pskc#",
    "http://www.openauthentication.org/OATH/",
    "OCRA-1:",
];
