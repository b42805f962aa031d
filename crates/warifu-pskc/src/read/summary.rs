use super::dialect::draft_algorithm;
use crate::xml::{Element, LONGEST_TEXT};
use crate::{Entry, KeyAlgorithm};

/// What can be told of a key at a glance, however wrong the rest of its package is.
pub(super) fn summary(
    number: usize,
    package: Element<'_>,
    serial: Option<String>,
    key: Option<Element<'_>>,
) -> Entry {
    let attribute = |names: &[&str]| {
        let found = names.iter().find_map(|name| key?.attribute(name));
        found.filter(|value| (1..=LONGEST_TEXT).contains(&value.len()))
    };
    let text = |name: &str| text(key?, name);
    let uri = attribute(&["Algorithm", "KeyAlgorithm", "SecretAlgorithm"]);
    Entry {
        number,
        line: key.unwrap_or(package).line(),
        serial,
        key_id: attribute(&["Id", "KeyId", "SecretId"]).map(str::to_owned),
        algorithm: uri.and_then(|uri| algorithm(uri, key?)),
        friendly_name: text("FriendlyName"),
        key_profile: text("KeyProfileId"),
        key_reference: text("KeyReference"),
        refusal: None,
    }
}

/// The serial number of a package's device.
pub(super) fn serial(package: Element<'_>) -> Option<String> {
    text(package.glance(&["DeviceInfo", "DeviceId"])?, "SerialNo")
}

fn algorithm(uri: &str, key: Element<'_>) -> Option<KeyAlgorithm> {
    let suite = key.glance(&["AlgorithmParameters"]).and_then(|found| text(found, "Suite"));
    let (uri, named) = draft_algorithm(uri).unwrap_or((uri, None));
    KeyAlgorithm::of_uri(uri, named.or(suite.as_deref()))
}

fn text(element: Element<'_>, name: &str) -> Option<String> {
    let text = element.glance(&[name])?.text().ok()?;
    (1..=LONGEST_TEXT).contains(&text.len()).then(|| text.to_owned())
}
