use crate::algorithm::KeyAlgorithm;
use crate::dialect::draft_algorithm;
use crate::reported::ReportedKey;
use crate::rules::LONGEST_TEXT;
use crate::xml::Element;

/// What can be told of a key at a glance, however wrong the rest of its package is.
pub(super) fn summary(
    number: u64,
    package: &Element,
    serial: Option<String>,
    key: Option<&Element>,
) -> ReportedKey {
    let attribute = |names: &[&str]| {
        let found = names.iter().find_map(|name| key?.attribute(name));
        found.filter(|value| (1..=LONGEST_TEXT).contains(&value.len()))
    };
    let text = |name: &str| text(key?, name);
    let uri = attribute(&["Algorithm", "KeyAlgorithm", "SecretAlgorithm"]);
    ReportedKey {
        number,
        line: match key {
            Some(key) => key.place().line,
            None => package.place().line,
        },
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
pub(super) fn serial(package: &Element) -> Option<String> {
    text(package.glance(&["DeviceInfo", "DeviceId"])?, "SerialNo")
}

fn algorithm(uri: &str, key: &Element) -> Option<KeyAlgorithm> {
    let suite = key.glance(&["AlgorithmParameters"]).and_then(|found| text(found, "Suite"));
    let (uri, named) = match draft_algorithm(uri) {
        Some(known) => known,
        None => (uri, None),
    };
    KeyAlgorithm::from_uri(uri, named.or(suite.as_deref()))
}

fn text(element: &Element, name: &str) -> Option<String> {
    let text = element.glance(&[name])?.text().ok()?;
    (1..=LONGEST_TEXT).contains(&text.len()).then(|| text.to_owned())
}
