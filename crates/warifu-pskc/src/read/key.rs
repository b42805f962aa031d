use super::Reading;
use super::dialect::draft_algorithm;
use super::parameters::Parameters;
use super::policy::policy;
use super::value;
use crate::container::Package;
use crate::package::{DeviceInfo, FriendlyName, KeyDescription};
use crate::xml::{Children, Element, Foreign, LONGEST_TEXT, PSKC};
use crate::{ImportError, ImportErrorKind, KeyAlgorithm, Policy};

/// `Key` (RFC 6030 §4.1).
pub(super) fn key(
    element: Element<'_>,
    device: DeviceInfo,
    reading: &mut Reading,
) -> Result<Package, ImportError> {
    let id = element.required_attribute("Id")?;
    let uri = element.required_attribute("Algorithm")?;
    let mut parts = element.children()?;
    if let Some(reference) = parts.optional(PSKC, "KeyReference")? {
        return Err(reference.error(ImportErrorKind::KeyReferenceUnsupported));
    }
    let parameters = match parts.optional(PSKC, "AlgorithmParameters")? {
        Some(parameters) => Parameters::read(parameters)?,
        None => Parameters::default(),
    };
    let algorithm = algorithm(element, uri, parameters.suite.as_deref(), reading)?;
    let policy = match parts.optional(PSKC, "Policy")? {
        Some(element) => permitting(element, policy(element)?, &algorithm)?,
        None => Policy::default(),
    };
    let mut description = described(element, id, algorithm, policy, &parameters, &mut parts)?;

    let mut data = parts.required(PSKC, "Data")?.children()?;
    parts.finish(Foreign::Refused)?;
    let secret = data.required(PSKC, "Secret")?;
    let numbers = value::numbers(&mut data, &mut reading.protection, &mut description)?;
    data.finish(Foreign::PassedOver)?;
    Ok(Package {
        device,
        key: description,
        secret: value::secret_of(secret, &mut reading.protection)?,
        line: secret.line(),
        numbers,
    })
}

/// What a key says of itself outside its data.
pub(super) fn described(
    element: Element<'_>,
    id: &str,
    algorithm: KeyAlgorithm,
    policy: Policy,
    parameters: &Parameters,
    parts: &mut Children<'_>,
) -> Result<KeyDescription, ImportError> {
    Ok(KeyDescription {
        hash: parameters.hash(element, &algorithm)?,
        digits: parameters.digits(&algorithm)?,
        response: parameters.response,
        challenge: parameters.challenge,
        profile: parts.optional_text("KeyProfileId")?,
        issuer: parts.optional_text("Issuer")?,
        friendly_names: friendly_names(parts)?,
        user_id: parts.optional_text("UserId")?,
        policy,
        ..KeyDescription::new(id, algorithm)
    })
}

/// The algorithm of this URI and suite, under its name in the RFC or in a draft.
pub(super) fn algorithm(
    element: Element<'_>,
    uri: &str,
    suite: Option<&str>,
    reading: &mut Reading,
) -> Result<KeyAlgorithm, ImportError> {
    let missing = || element.error(ImportErrorKind::Missing("Suite"));
    let (known, named) = match draft_algorithm(uri) {
        Some(known) => known,
        None => (uri, None),
    };
    if known != uri {
        reading.found_draft_name();
    }
    if named.is_some() && suite.is_some() && named != suite {
        return Err(element.error(ImportErrorKind::InvalidValue("Suite")));
    }
    KeyAlgorithm::of_uri(known, named.or(suite)).ok_or_else(missing)
}

/// A policy that permits what the key is for.
pub(super) fn permitting(
    element: Element<'_>,
    policy: Policy,
    algorithm: &KeyAlgorithm,
) -> Result<Policy, ImportError> {
    if policy.permits(algorithm) {
        Ok(policy)
    } else {
        Err(element.error(ImportErrorKind::UsageNotPermitted))
    }
}

/// "If no xml:lang attribute is present, implementations MUST assume the language to be English" (RFC 6030 §4.1). The
/// schema has one name; a language-dependent name needs more, so one for each language is taken.
fn friendly_names(parts: &mut Children<'_>) -> Result<Vec<FriendlyName>, ImportError> {
    let mut names: Vec<FriendlyName> = Vec::new();
    for element in parts.all(PSKC, "FriendlyName") {
        let text = element.text()?.to_owned();
        let language = element.language().unwrap_or("en").to_owned();
        if names.len() == MOST_NAMES || names.iter().any(|name| name.language == language) {
            return Err(element.error(ImportErrorKind::Repeated("FriendlyName")));
        }
        if text.len() > LONGEST_TEXT {
            return Err(element.error(ImportErrorKind::InvalidValue("FriendlyName")));
        }
        if !text.is_empty() {
            names.push(FriendlyName { language, text });
        }
    }
    Ok(names)
}

/// More languages than any maker writes.
const MOST_NAMES: usize = 64;
