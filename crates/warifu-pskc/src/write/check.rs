use std::collections::HashSet;

use warifu_core::{Counter, Seconds, UnixTime};

use super::error::{ExportError, ExportErrorKind};
use super::text::{check as text, date_time};
use crate::algorithm::{DEFAULT_HASH, KeyAlgorithm};
use crate::package::{DeviceInfo, FriendlyName, KeyDescription, KeyPackage};
use crate::policy::KeyPolicy;
use crate::rules::{self, MOST_KEYS, MOST_NAMES};
use crate::seen::Seen;

/// Whether every package can be written so that it reads back as it is.
///
/// # Errors
///
/// The first thing that cannot, and the number of its package.
pub(super) fn packages(packages: &[KeyPackage]) -> Result<(), ExportError> {
    if packages.is_empty() {
        return Err(ExportErrorKind::NoPackages.into());
    }
    let mut key_ids = Seen::default();
    for (package, number) in packages.iter().zip(1..) {
        self::package(package).map_err(|kind| kind.in_package(number))?;
        // RFC 6030 §4.1: an identifier names one key of the file.
        if !key_ids.insert(package.key.id.as_bytes()) {
            return Err(ExportErrorKind::RepeatedKeyId.in_package(number));
        }
        // As many as are read.
        if u64::try_from(number).is_ok_and(|number| number > MOST_KEYS) {
            return Err(ExportErrorKind::TooLarge.into());
        }
    }
    Ok(())
}

fn package(package: &KeyPackage) -> Result<(), ExportErrorKind> {
    device(&package.device)?;
    key(&package.key)?;
    Ok(rules::secret(&package.secret, &package.key.algorithm)?)
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
    Ok(rules::usage(&key.policy, &key.algorithm)?)
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
        KeyAlgorithm::Ocra(_) if key.hash != DEFAULT_HASH => Err(ExportErrorKind::HashOfOcra),
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

/// Whether a URI is, or in a draft was, the name of a profile that has a variant here. The RFC's own namespaces are
/// taken as a whole.
fn is_reserved(uri: &str) -> bool {
    let is_known =
        KeyAlgorithm::from_uri(uri, Some(uri)) != Some(KeyAlgorithm::Other(uri.to_owned()));
    is_known || !uri.contains(':') || RESERVED.iter().any(|prefix| uri.starts_with(prefix))
}

fn formats(key: &KeyDescription) -> Result<(), ExportErrorKind> {
    if let Some(challenge) = key.challenge {
        rules::challenge(challenge)?;
    }
    if let Some(response) = key.response {
        rules::response(response)?;
    }
    // Not written itself: the reader takes it from the response format.
    if rules::digits(key.response, &key.algorithm)? == key.digits {
        Ok(())
    } else {
        Err(ExportErrorKind::DigitsOfResponse)
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
        if !languages.insert(name.language.to_ascii_lowercase()) {
            return Err(ExportErrorKind::RepeatedLanguage);
        }
    }
    Ok(())
}

fn policy(policy: &KeyPolicy) -> Result<(), ExportErrorKind> {
    dates(policy.starts, policy.expires)?;
    let Some(pin) = &policy.pin else { return Ok(()) };
    rules::pin(pin)?;
    match &pin.key_id {
        Some(id) => text("PINKeyId", id),
        None => Ok(()),
    }
}

fn dates(starts: Option<UnixTime>, expires: Option<UnixTime>) -> Result<(), ExportErrorKind> {
    for (name, moment) in [("StartDate", starts), ("ExpiryDate", expires)] {
        if moment.is_some_and(|moment| date_time(moment).is_none()) {
            return Err(ExportErrorKind::InvalidValue(name));
        }
    }
    Ok(rules::period(starts, expires)?)
}

fn optional_texts(texts: &[(&'static str, &Option<String>)]) -> Result<(), ExportErrorKind> {
    for (name, value) in texts {
        if let Some(value) = value {
            text(name, value)?;
        }
    }
    Ok(())
}

const RESERVED: [&str; 4] = [
    "urn:ietf:params:xml:ns:keyprov:pskc",
    "http://www.ietf.org/keyprov/pskc#",
    "http://www.openauthentication.org/OATH/",
    "OCRA-1:",
];
