use super::device::{date, in_order};
use crate::error::{ImportError, ImportErrorKind};
use crate::format::Encoding;
use crate::policy::{KeyPolicy, KeyUsage, PinMode, PinPolicy};
use crate::rules;
use crate::xml::{Children, Element, Namespace};

/// `Policy` (RFC 6030 §5): "If the `<Policy>` element contains child elements or values within elements/attributes that
/// are not understood by the recipient of the PSKC document, then the recipient MUST assume that key usage is not
/// permitted."
pub(super) fn policy(element: &Element) -> Result<KeyPolicy, ImportError> {
    understand(element, &[])?;
    let mut parts = element.children()?;
    let policy = KeyPolicy {
        starts: date(&mut parts, "StartDate")?,
        expires: date(&mut parts, "ExpiryDate")?,
        usage: usages(&mut parts)?,
        transactions: parts
            .optional(Namespace::Pskc, "NumberOfTransactions")?
            .map(transactions)
            .transpose()?,
        pin: parts.optional(Namespace::Pskc, "PINPolicy")?.map(pin_policy).transpose()?,
    };
    // RFC 6030 §5, as above. An extension may forbid what the known elements permit.
    if let Some(unknown) = parts.next() {
        return Err(unknown.error(ImportErrorKind::PolicyNotUnderstood));
    }
    in_order(element, policy.starts, policy.expires)?;
    Ok(policy)
}

fn usages(parts: &mut Children<'_>) -> Result<Vec<KeyUsage>, ImportError> {
    let read = |element: &Element| {
        understand(element, &[])?;
        KeyUsage::from_token(element.text()?)
            .ok_or_else(|| element.error(ImportErrorKind::PolicyNotUnderstood))
    };
    parts.all(Namespace::Pskc, "KeyUsage").into_iter().map(read).collect()
}

fn transactions(element: &Element) -> Result<u64, ImportError> {
    understand(element, &[])?;
    let text = element.text()?;
    text.parse().map_err(|_| element.error(ImportErrorKind::PolicyNotUnderstood))
}

fn pin_policy(element: &Element) -> Result<PinPolicy, ImportError> {
    understand(element, &PIN_ATTRIBUTES)?;
    let not_understood = || element.error(ImportErrorKind::PolicyNotUnderstood);
    if element.children()?.next().is_some() {
        return Err(not_understood());
    }
    let mode = element.attribute("PINUsageMode").and_then(PinMode::from_name);
    let number = |name: &str| {
        element.attribute(name).map(|text| text.parse().map_err(|_| not_understood())).transpose()
    };
    let encoding = |name| Encoding::from_name(name).ok_or_else(not_understood);
    let policy = PinPolicy {
        mode: mode.ok_or_else(not_understood)?,
        key_id: element.attribute("PINKeyId").map(str::to_owned),
        max_failed_attempts: number("MaxFailedAttempts")?,
        min_length: number("MinLength")?,
        max_length: number("MaxLength")?,
        encoding: element.attribute("PINEncoding").map(encoding).transpose()?,
    };
    rules::pin(&policy).map_err(|broken| element.error(broken.into()))?;
    Ok(policy)
}

fn understand(element: &Element, attributes: &[&str]) -> Result<(), ImportError> {
    if element.has_only_attributes(attributes) {
        Ok(())
    } else {
        Err(element.error(ImportErrorKind::PolicyNotUnderstood))
    }
}

const PIN_ATTRIBUTES: [&str; 6] =
    ["PINKeyId", "PINUsageMode", "MaxFailedAttempts", "MinLength", "MaxLength", "PINEncoding"];
