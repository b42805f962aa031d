use super::value;
use crate::error::{ImportError, ImportErrorKind};
use crate::package::DeviceInfo;
use crate::policy::{KeyPolicy, KeyUsage};
use crate::read::device::{date, in_order};
use crate::read::key::{algorithm, described, permitting};
use crate::read::parameters::{AlgorithmParameters, FormatWords, only};
use crate::read::policy::policy;
use crate::read::reading::Reading;
use crate::read::unopened::UnopenedPackage;
use crate::rules::LONGEST_TEXT;
use crate::xml::{Children, Element, Foreign, Namespace};

/// `Key` of a draft, or `Secret` of the first.
pub(in crate::read) fn key(
    element: &Element,
    device: DeviceInfo,
    reading: &mut Reading,
) -> Result<UnopenedPackage, ImportError> {
    let id = required(element, &["KeyId", "SecretId", "Id"], "KeyId")?;
    let uri = required(element, &["KeyAlgorithm", "SecretAlgorithm", "Algorithm"], "KeyAlgorithm")?;
    let mut parts = element.children()?;
    if let Some(reference) = parts.optional(Namespace::Pskc, "KeyReference")? {
        return Err(reference.error(ImportErrorKind::KeyReferenceUnsupported));
    }
    let usage = parts.optional(Namespace::Pskc, "Usage")?;
    let parameters = match usage {
        Some(usage) => {
            let mut formats = usage.children()?;
            let parameters = AlgorithmParameters::formats(&mut formats, &FormatWords::DRAFTS)?;
            formats.finish(Foreign::Refused)?;
            parameters
        }
        None => AlgorithmParameters::default(),
    };
    let algorithm = algorithm(element, uri, None, reading)?;
    let policy = permitting(element, whole_policy(element, usage, &mut parts)?, &algorithm)?;
    let mut description = described(element, id, algorithm, policy, &parameters, &mut parts)?;
    let data = parts.all(Namespace::Pskc, "Data");
    parts.finish(Foreign::Refused)?;
    let values = value::values(element, &data, reading, &mut description)?;
    Ok(UnopenedPackage {
        device,
        key: description,
        secret: values.secret,
        place: values.place,
        numbers: values.numbers,
    })
}

/// `Policy`, and what was next to it before there was one: the dates, and the attributes of `Usage`.
fn whole_policy(
    key: &Element,
    usage: Option<&Element>,
    parts: &mut Children<'_>,
) -> Result<KeyPolicy, ImportError> {
    let mut whole = match parts.optional(Namespace::Pskc, "Policy")? {
        Some(element) => policy(element)?,
        None => KeyPolicy::default(),
    };
    for (name, said) in [("StartDate", &mut whole.starts), ("ExpiryDate", &mut whole.expires)] {
        match (date(parts, name)?, &said) {
            (Some(_), Some(_)) => return Err(key.error(ImportErrorKind::Repeated(name))),
            (Some(moment), None) => *said = Some(moment),
            (None, _) => {}
        }
    }
    in_order(key, whole.starts, whole.expires)?;
    if let Some(usage) = usage {
        usages(usage, &mut whole.usage)?;
    }
    Ok(whole)
}

fn usages(element: &Element, named: &mut Vec<KeyUsage>) -> Result<(), ImportError> {
    if !element.has_only_attributes(&USAGES) {
        return Err(element.error(ImportErrorKind::PolicyNotUnderstood));
    }
    for token in USAGES {
        match (element.attribute(token), KeyUsage::from_token(token)) {
            (Some("true" | "TRUE" | "1"), Some(usage)) => named.push(usage),
            (None | Some("false" | "FALSE" | "0"), _) => {}
            (Some(_), _) => return Err(element.error(ImportErrorKind::PolicyNotUnderstood)),
        }
    }
    Ok(())
}

fn required<'a>(
    element: &'a Element,
    names: &[&str],
    name: &'static str,
) -> Result<&'a str, ImportError> {
    match only(element, names, name)? {
        None | Some("") => Err(element.error(ImportErrorKind::Missing(name))),
        Some(value) if value.len() > LONGEST_TEXT => {
            Err(element.error(ImportErrorKind::InvalidValue(name)))
        }
        Some(value) => Ok(value),
    }
}

const USAGES: [&str; 5] = ["OTP", "CR", "Integrity", "Encrypt", "Unlock"];
