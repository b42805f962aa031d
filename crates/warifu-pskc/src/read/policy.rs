use super::{date, in_order};
use crate::policy::{KeyUsage, PinPolicy, Policy};
use crate::xml::{Children, Element, PSKC};
use crate::{Encoding, ImportError, ImportErrorKind, KeyAlgorithm};

/// `Policy` (RFC 6030 §5): "If the <Policy> element contains child elements or values within elements/attributes that
/// are not understood by the recipient of the PSKC document, then the recipient MUST assume that key usage is not
/// permitted."
pub(super) fn policy(
    element: Element<'_>,
    algorithm: &KeyAlgorithm,
) -> Result<Policy, ImportError> {
    understand(element, &[])?;
    let mut parts = element.children()?;
    if let Some(limit) = parts.optional(PSKC, "NumberOfTransactions")? {
        return Err(limit.error(ImportErrorKind::UseLimitUnsupported));
    }
    let policy = Policy {
        starts: date(&mut parts, "StartDate")?,
        expires: date(&mut parts, "ExpiryDate")?,
        usage: usages(&mut parts)?,
        pin: parts.optional(PSKC, "PINPolicy")?.map(pin_policy).transpose()?,
    };
    if let Some(unknown) = parts.next() {
        return Err(unknown.error(ImportErrorKind::PolicyNotUnderstood));
    }
    in_order(element, policy.starts, policy.expires)?;
    if policy.permits(algorithm) {
        Ok(policy)
    } else {
        Err(element.error(ImportErrorKind::UsageNotPermitted))
    }
}

fn usages(parts: &mut Children<'_>) -> Result<Vec<KeyUsage>, ImportError> {
    let read = |element: Element<'_>| {
        understand(element, &[])?;
        KeyUsage::of_token(element.text()?)
            .ok_or_else(|| element.error(ImportErrorKind::PolicyNotUnderstood))
    };
    parts.all(PSKC, "KeyUsage").into_iter().map(read).collect()
}

fn pin_policy(element: Element<'_>) -> Result<PinPolicy, ImportError> {
    understand(element, &PIN_ATTRIBUTES)?;
    let not_understood = || element.error(ImportErrorKind::PolicyNotUnderstood);
    if element.children()?.next().is_some() {
        return Err(not_understood());
    }
    match element.attribute("PINUsageMode") {
        Some("Local") => {}
        Some("Prepend" | "Append" | "Algorithmic") => {
            return Err(element.error(ImportErrorKind::PinUnsupported));
        }
        Some(_) | None => return Err(not_understood()),
    }
    let number = |name: &str| {
        element.attribute(name).map(|text| text.parse().map_err(|_| not_understood())).transpose()
    };
    let encoding = |name| Encoding::of_name(name).ok_or_else(not_understood);
    Ok(PinPolicy {
        key_id: element.attribute("PINKeyId").map(str::to_owned),
        max_failed_attempts: number("MaxFailedAttempts")?,
        min_length: number("MinLength")?,
        max_length: number("MaxLength")?,
        encoding: element.attribute("PINEncoding").map(encoding).transpose()?,
    })
}

fn understand(element: Element<'_>, attributes: &[&str]) -> Result<(), ImportError> {
    if element.has_only_attributes(attributes) {
        Ok(())
    } else {
        Err(element.error(ImportErrorKind::PolicyNotUnderstood))
    }
}

const PIN_ATTRIBUTES: [&str; 6] =
    ["PINKeyId", "PINUsageMode", "MaxFailedAttempts", "MinLength", "MaxLength", "PINEncoding"];
