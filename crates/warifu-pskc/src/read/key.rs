use std::str::FromStr;

use warifu_core::{Counter, Digits, Seconds};

use super::policy::policy;
use super::protection::Protection;
use crate::package::{ChallengeFormat, Encoding, Hash, KeyAlgorithm, KeyDescription};
use crate::seal::{Protected, secret};
use crate::xml::{Children, Element, Foreign, PSKC, base64};
use crate::{ImportError, ImportErrorKind};

/// What a `Key` holds.
pub(super) struct Key {
    pub(super) description: KeyDescription,
    pub(super) secret: Protected,
    /// Where the secret stands.
    pub(super) line: usize,
}

/// `Key` (RFC 6030 §4.1).
pub(super) fn key(element: Element<'_>, protection: &mut Protection) -> Result<Key, ImportError> {
    let id = element.required_attribute("Id")?.to_owned();
    let uri = element.required_attribute("Algorithm")?;
    let mut parts = element.children()?;
    for name in ["KeyReference", "KeyProfileId"] {
        if let Some(reference) = parts.optional(PSKC, name)? {
            return Err(reference.error(ImportErrorKind::KeyReferenceUnsupported));
        }
    }
    let parameters = match parts.optional(PSKC, "AlgorithmParameters")? {
        Some(parameters) => Parameters::read(parameters)?,
        None => Parameters::default(),
    };
    let algorithm = KeyAlgorithm::of_uri(uri, parameters.suite.as_deref())
        .ok_or_else(|| element.error(ImportErrorKind::Missing("Suite")))?;
    let hash = hash(element, &algorithm, parameters.suite.as_deref())?;
    let policy = match parts.optional(PSKC, "Policy")? {
        Some(element) => policy(element, &algorithm)?,
        None => crate::Policy::default(),
    };

    let data_element = parts.required(PSKC, "Data")?;
    let mut data = data_element.children()?;
    let secret_element = data.required(PSKC, "Secret")?;
    let description = KeyDescription {
        id,
        algorithm,
        hash,
        digits: parameters.digits,
        challenge: parameters.challenge,
        issuer: parts.optional_text("Issuer")?,
        friendly_name: parts.optional_text("FriendlyName")?,
        user_id: parts.optional_text("UserId")?,
        counter: number::<u64>(&mut data, "Counter")?.map(Counter::new),
        time_step: time_step(&mut data)?,
        time: number(&mut data, "Time")?,
        time_drift: number(&mut data, "TimeDrift")?,
        policy,
    };
    data.finish(Foreign::PassedOver)?;
    parts.finish(Foreign::Refused)?;
    let secret = protected(secret_element, protection)?;
    Ok(Key { description, secret, line: secret_element.line() })
}

/// `AlgorithmParameters` (RFC 6030 §4.3.4).
#[derive(Default)]
struct Parameters {
    suite: Option<String>,
    challenge: Option<ChallengeFormat>,
    digits: Option<Digits>,
}

impl Parameters {
    fn read(element: Element<'_>) -> Result<Self, ImportError> {
        let mut parts = element.children()?;
        let suite = parts.optional_text("Suite")?;
        let challenge =
            parts.optional(PSKC, "ChallengeFormat")?.map(challenge_format).transpose()?;
        let digits = parts.optional(PSKC, "ResponseFormat")?.map(response_digits).transpose()?;
        parts.finish(Foreign::Refused)?;
        Ok(Self { suite, challenge, digits })
    }
}

fn challenge_format(element: Element<'_>) -> Result<ChallengeFormat, ImportError> {
    element.children()?.finish(Foreign::Refused)?;
    refuse_check_digit(element)?;
    let encoding = encoding(element)?;
    let min = attribute_number(element, "Min")?;
    let max = attribute_number(element, "Max")?;
    if max < min {
        return Err(element.error(ImportErrorKind::InvalidValue("Max")));
    }
    Ok(ChallengeFormat { encoding, min, max })
}

fn response_digits(element: Element<'_>) -> Result<Digits, ImportError> {
    element.children()?.finish(Foreign::Refused)?;
    refuse_check_digit(element)?;
    if encoding(element)? != Encoding::Decimal {
        return Err(element.error(ImportErrorKind::ResponseEncodingUnsupported));
    }
    let length = attribute_number(element, "Length")?;
    let digits = u8::try_from(length).ok().and_then(|length| Digits::new(length).ok());
    digits.ok_or_else(|| element.error(ImportErrorKind::InvalidValue("Length")))
}

fn encoding(element: Element<'_>) -> Result<Encoding, ImportError> {
    Encoding::of_name(element.required_attribute("Encoding")?)
        .ok_or_else(|| element.error(ImportErrorKind::InvalidValue("Encoding")))
}

/// The text of RFC 6030 says `CheckDigit`, its schema `CheckDigits`; both are looked at.
fn refuse_check_digit(element: Element<'_>) -> Result<(), ImportError> {
    for name in ["CheckDigit", "CheckDigits"] {
        match element.attribute(name) {
            None | Some("false" | "FALSE" | "0") => {}
            Some(_) => return Err(element.error(ImportErrorKind::CheckDigitUnsupported)),
        }
    }
    Ok(())
}

fn hash(
    element: Element<'_>,
    algorithm: &KeyAlgorithm,
    suite: Option<&str>,
) -> Result<Hash, ImportError> {
    match (algorithm, suite) {
        (KeyAlgorithm::Ocra(_), _) | (_, None) => Ok(Hash::default()),
        (_, Some(suite)) => {
            Hash::of_suite(suite).ok_or_else(|| element.error(ImportErrorKind::SuiteUnsupported))
        }
    }
}

fn time_step(data: &mut Children<'_>) -> Result<Option<Seconds>, ImportError> {
    const NAME: &str = "TimeInterval";
    let Some(element) = data.optional(PSKC, NAME)? else { return Ok(None) };
    match plain_number(element, NAME)? {
        0 => Err(element.error(ImportErrorKind::InvalidValue(NAME))),
        seconds => Ok(Some(Seconds::new(seconds))),
    }
}

fn number<N: FromStr>(
    data: &mut Children<'_>,
    name: &'static str,
) -> Result<Option<N>, ImportError> {
    data.optional(PSKC, name)?.map(|element| plain_number(element, name)).transpose()
}

fn plain_number<N: FromStr>(element: Element<'_>, name: &'static str) -> Result<N, ImportError> {
    let mut parts = element.children()?;
    if let Some(encrypted) = parts.optional(PSKC, "EncryptedValue")? {
        return Err(encrypted.error(ImportErrorKind::EncryptedNumberUnsupported));
    }
    let value = parts.required(PSKC, "PlainValue")?;
    refuse_mac(&mut parts)?;
    parts.finish(Foreign::Refused)?;
    let text = value.text()?;
    text.parse().map_err(|_| value.error(ImportErrorKind::InvalidValue(name)))
}

fn attribute_number(element: Element<'_>, name: &'static str) -> Result<u32, ImportError> {
    let text = element.required_attribute(name)?;
    text.parse().map_err(|_| element.error(ImportErrorKind::InvalidValue(name)))
}

/// `Secret`: exactly one of `PlainValue` and `EncryptedValue`, and `ValueMAC` with the latter alone.
fn protected(element: Element<'_>, protection: &mut Protection) -> Result<Protected, ImportError> {
    let mut parts = element.children()?;
    let plain = parts.optional(PSKC, "PlainValue")?;
    let encrypted = parts.optional(PSKC, "EncryptedValue")?;
    let read = match (plain, encrypted) {
        (Some(_), Some(second)) => return Err(second.error(ImportErrorKind::Repeated("the value"))),
        (None, None) => return Err(element.error(ImportErrorKind::Missing("the value"))),
        (Some(plain), None) => {
            refuse_mac(&mut parts)?;
            let bytes = base64(plain.text()?).map_err(|kind| plain.error(kind))?;
            Protected::Plain(secret(&bytes).map_err(|kind| plain.error(kind))?)
        }
        (None, Some(encrypted)) => {
            let mac = parts.optional(PSKC, "ValueMAC")?;
            Protected::Sealed(protection.sealed(encrypted, mac)?)
        }
    };
    parts.finish(Foreign::Refused)?;
    Ok(read)
}

fn refuse_mac(parts: &mut Children<'_>) -> Result<(), ImportError> {
    match parts.optional(PSKC, "ValueMAC")? {
        Some(mac) => Err(mac.error(ImportErrorKind::PlainMacUnsupported)),
        None => Ok(()),
    }
}
