use super::parameters::AlgorithmParameters;
use super::policy::policy;
use super::reading::Reading;
use super::unopened::UnopenedPackage;
use super::value;
use crate::algorithm::KeyAlgorithm;
use crate::dialect::draft_algorithm;
use crate::error::{ImportError, ImportErrorKind};
use crate::package::{DeviceInfo, FriendlyName, KeyDescription};
use crate::policy::KeyPolicy;
use crate::rules::{self, LONGEST_TEXT, MOST_NAMES};
use crate::xml::{Children, Element, Foreign, Namespace};

/// `Key` (RFC 6030 §4.1).
pub(super) fn key(
    element: &Element,
    device: DeviceInfo,
    reading: &mut Reading,
) -> Result<UnopenedPackage, ImportError> {
    let id = element.required_attribute("Id")?;
    let uri = element.required_attribute("Algorithm")?;
    let mut parts = element.children()?;
    if let Some(reference) = parts.optional(Namespace::Pskc, "KeyReference")? {
        return Err(reference.error(ImportErrorKind::KeyReferenceUnsupported));
    }
    let parameters = match parts.optional(Namespace::Pskc, "AlgorithmParameters")? {
        Some(parameters) => AlgorithmParameters::read(parameters)?,
        None => AlgorithmParameters::default(),
    };
    let algorithm = algorithm(element, uri, parameters.suite.as_deref(), reading)?;
    let policy = match parts.optional(Namespace::Pskc, "Policy")? {
        Some(element) => permitting(element, policy(element)?, &algorithm)?,
        None => KeyPolicy::default(),
    };
    let mut description = described(element, id, algorithm, policy, &parameters, &mut parts)?;

    let mut data = parts.required(Namespace::Pskc, "Data")?.children()?;
    parts.finish(Foreign::Refused)?;
    let secret = data.required(Namespace::Pskc, "Secret")?;
    let numbers = value::numbers(&mut data, &mut reading.protection, &mut description)?;
    data.finish(Foreign::PassedOver)?;
    Ok(UnopenedPackage {
        device,
        key: description,
        secret: value::secret_of(secret, &mut reading.protection)?,
        place: secret.place(),
        numbers,
    })
}

/// What a key says of itself outside its data.
pub(super) fn described(
    element: &Element,
    id: &str,
    algorithm: KeyAlgorithm,
    policy: KeyPolicy,
    parameters: &AlgorithmParameters,
    parts: &mut Children<'_>,
) -> Result<KeyDescription, ImportError> {
    Ok(KeyDescription {
        hash: parameters.hash(element, &algorithm)?,
        digits: parameters.digits(element, &algorithm)?,
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
    element: &Element,
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
    KeyAlgorithm::from_uri(known, named.or(suite)).ok_or_else(missing)
}

/// A policy that permits what the key is for.
pub(super) fn permitting(
    element: &Element,
    policy: KeyPolicy,
    algorithm: &KeyAlgorithm,
) -> Result<KeyPolicy, ImportError> {
    match rules::usage(&policy, algorithm) {
        Ok(()) => Ok(policy),
        // RFC 6030 §5: the key must not be used for what its policy does not name.
        Err(broken) => Err(element.error(broken.into())),
    }
}

/// "If no xml:lang attribute is present, implementations MUST assume the language to be English" (RFC 6030 §4.1). The
/// schema has one name; a language-dependent name needs more, so one for each language is taken.
fn friendly_names(parts: &mut Children<'_>) -> Result<Vec<FriendlyName>, ImportError> {
    let mut names: Vec<FriendlyName> = Vec::new();
    for element in parts.all(Namespace::Pskc, "FriendlyName") {
        let text = element.text()?.to_owned();
        let language = match element.language() {
            Some(language) => language.to_owned(),
            None => "en".to_owned(),
        };
        let is_named = |name: &FriendlyName| rules::is_same_language(&name.language, &language);
        if names.len() == MOST_NAMES || names.iter().any(is_named) {
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
