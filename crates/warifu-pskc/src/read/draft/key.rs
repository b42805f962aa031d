use super::value;
use crate::container::Package;
use crate::package::DeviceInfo;
use crate::policy::{KeyUsage, Policy};
use crate::read::Reading;
use crate::read::device::{date, in_order};
use crate::read::key::{algorithm, described, permitting};
use crate::read::parameters::{Parameters, Words, only};
use crate::read::policy::policy;
use crate::xml::{Children, Element, Foreign, LONGEST_TEXT, PSKC};
use crate::{ImportError, ImportErrorKind};

/// `Key` of a draft, or `Secret` of the first.
pub(in crate::read) fn key(
    element: Element<'_>,
    device: DeviceInfo,
    reading: &mut Reading,
) -> Result<Package, ImportError> {
    let id = required(element, &["KeyId", "SecretId", "Id"], "KeyId")?;
    let uri = required(element, &["KeyAlgorithm", "SecretAlgorithm", "Algorithm"], "KeyAlgorithm")?;
    let mut parts = element.children()?;
    if let Some(reference) = parts.optional(PSKC, "KeyReference")? {
        return Err(reference.error(ImportErrorKind::KeyReferenceUnsupported));
    }
    let usage = parts.optional(PSKC, "Usage")?;
    let parameters = match usage {
        Some(usage) => {
            let mut formats = usage.children()?;
            let parameters = Parameters::formats(&mut formats, &Words::DRAFTS)?;
            formats.finish(Foreign::Refused)?;
            parameters
        }
        None => Parameters::default(),
    };
    let algorithm = algorithm(element, uri, None, reading)?;
    let policy = permitting(element, whole_policy(element, usage, &mut parts)?, &algorithm)?;
    let mut description = described(element, id, algorithm, policy, &parameters, &mut parts)?;
    let data = parts.all(PSKC, "Data");
    parts.finish(Foreign::Refused)?;
    let values = value::values(element, &data, reading, &mut description)?;
    Ok(Package {
        device,
        key: description,
        secret: values.secret,
        line: values.line,
        numbers: values.numbers,
    })
}

/// `Policy`, and what stood beside it before there was one: the dates, and the attributes of `Usage`.
fn whole_policy(
    key: Element<'_>,
    usage: Option<Element<'_>>,
    parts: &mut Children<'_>,
) -> Result<Policy, ImportError> {
    let mut whole = match parts.optional(PSKC, "Policy")? {
        Some(element) => policy(element)?,
        None => Policy::default(),
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

fn usages(element: Element<'_>, named: &mut Vec<KeyUsage>) -> Result<(), ImportError> {
    if !element.has_only_attributes(&USAGES) {
        return Err(element.error(ImportErrorKind::PolicyNotUnderstood));
    }
    for token in USAGES {
        match (element.attribute(token), KeyUsage::of_token(token)) {
            (Some("true" | "TRUE" | "1"), Some(usage)) => named.push(usage),
            (None | Some("false" | "FALSE" | "0"), _) => {}
            (Some(_), _) => return Err(element.error(ImportErrorKind::PolicyNotUnderstood)),
        }
    }
    Ok(())
}

fn required<'a>(
    element: Element<'a>,
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
