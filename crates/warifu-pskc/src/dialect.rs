use std::fmt;

use crate::algorithm::{HOTP, OCRA, PIN, TOTP};

/// Which words a key file is written in.
///
/// RFC 6030 came after four years of drafts, and makers still deliver files in the words of the draft that they once
/// implemented. What such a file says is read as if RFC 6030 said it; what it says in no dialect's words is refused as
/// ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// RFC 6030.
    Rfc6030,
    /// RFC 6030, except that an algorithm is named as in a draft: `…:pskc#totp`, `…:pskc:ocra`.
    AlgorithmNames,
    /// RFC 6030 without its namespace.
    NoNamespace,
    /// RFC 6030 in the namespace of a draft, `…:pskc:1.0`.
    DraftNamespace,
    /// draft-ietf-keyprov-pskc-02 and draft-hoyer-keyprov-pskc-algorithm-profiles-01: `Device`, `KeyId`, `Usage`.
    Draft2008,
    /// draft-hoyer-keyprov-portable-symmetric-key-container-01, and files of `ActivIdentity`:
    /// `…:keyprov:container`, `<Data Name="SECRET">`.
    Draft2007,
    /// draft-hoyer-keyprov-portable-symmetric-key-container-00 and the OATH schema before it: `SecretContainer`.
    Draft2006,
}

impl Dialect {
    /// The dialect of a container that is called `name` in `namespace`, as far as that tells.
    pub(crate) fn from_root(namespace: &str, name: &str) -> Option<Self> {
        match (namespace, name) {
            (PSKC, "KeyContainer") => Some(Self::Rfc6030),
            (PSKC_1_0, "KeyContainer") => Some(Self::DraftNamespace),
            (NO_NAMESPACE, "KeyContainer") => Some(Self::NoNamespace),
            (CONTAINER | CONTAINER_1_0, "KeyContainer") => Some(Self::Draft2007),
            (OATH_08 | OATH_10, "SecretContainer") => Some(Self::Draft2006),
            _ => None,
        }
    }

    /// The dialect, now that its first key package is known to be called `name`: the draft of 2008 has the root of RFC 6030.
    pub(crate) fn with_package(self, name: &str) -> Self {
        if self.has_rfc_elements() && name == Self::Draft2008.package_name() {
            Self::Draft2008
        } else {
            self
        }
    }

    /// What a key package is called.
    pub(crate) const fn package_name(self) -> &'static str {
        if self.has_rfc_elements() { "KeyPackage" } else { "Device" }
    }

    /// Whether the elements are those of RFC 6030.
    pub(crate) const fn has_rfc_elements(self) -> bool {
        match self {
            Self::Rfc6030 | Self::AlgorithmNames | Self::NoNamespace | Self::DraftNamespace => true,
            Self::Draft2008 | Self::Draft2007 | Self::Draft2006 => false,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rfc6030 => "RFC 6030",
            Self::AlgorithmNames => "RFC 6030 with a draft's algorithm names",
            Self::NoNamespace => "RFC 6030 without a namespace",
            Self::DraftNamespace => "RFC 6030 in a draft's namespace",
            Self::Draft2008 => "draft of 2008",
            Self::Draft2007 => "draft of 2007",
            Self::Draft2006 => "draft of 2006",
        })
    }
}

/// The RFC's URI for the algorithm that a draft or a maker calls `uri`, with the suite if that is part of the name, as
/// it was for OCRA. `None` if no draft knows it.
pub(crate) fn draft_algorithm(uri: &str) -> Option<(&'static str, Option<&str>)> {
    let name = match DRAFT_PREFIXES.iter().find_map(|prefix| uri.strip_prefix(prefix)) {
        Some(name) => name,
        None => uri,
    };
    if name.starts_with("OCRA-1:") {
        return Some((OCRA, Some(name)));
    }
    let uri = match name.to_ascii_lowercase().as_str() {
        "hotp" => HOTP,
        "totp" => TOTP,
        "pin" => PIN,
        "ocra" | "ocra-1" => OCRA,
        _ => return None,
    };
    Some((uri, None))
}

const NO_NAMESPACE: &str = "";
const PSKC: &str = "urn:ietf:params:xml:ns:keyprov:pskc";
const PSKC_1_0: &str = "urn:ietf:params:xml:ns:keyprov:pskc:1.0";
const CONTAINER: &str = "urn:ietf:params:xml:ns:keyprov:container";
const CONTAINER_1_0: &str = "urn:ietf:params:xml:ns:keyprov:container:1.0";
const OATH_08: &str = "http://www.openauthentication.org/OATH/2006/08/PSKC";
const OATH_10: &str = "http://www.openauthentication.org/OATH/2006/10/PSKC";

const DRAFT_PREFIXES: [&str; 5] = [
    "urn:ietf:params:xml:ns:keyprov:pskc#",
    "urn:ietf:params:xml:ns:keyprov:pskc:1.0#",
    "urn:ietf:params:xml:ns:keyprov:pskc:",
    "http://www.ietf.org/keyprov/pskc#",
    "http://www.openauthentication.org/OATH/2006/10/PSKC#",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots() {
        let root = |namespace, name, package| {
            Dialect::from_root(namespace, name).map(|dialect| dialect.with_package(package))
        };
        assert_eq!(root(PSKC, "KeyContainer", "KeyPackage"), Some(Dialect::Rfc6030));
        assert_eq!(root(PSKC, "KeyContainer", "Device"), Some(Dialect::Draft2008));
        assert_eq!(root(CONTAINER, "KeyContainer", "Device"), Some(Dialect::Draft2007));
        assert_eq!(root(OATH_10, "SecretContainer", "Device"), Some(Dialect::Draft2006));
        for (namespace, name) in [
            (PSKC, "SecretContainer"),
            (OATH_10, "KeyContainer"),
            ("urn:x", "KeyContainer"),
            ("urn:ietf:params:xml:ns:keyprov:pskc:2.0", "KeyContainer"),
            (PSKC, "keycontainer"),
        ] {
            assert_eq!(root(namespace, name, "Device"), None, "{namespace} {name}");
        }
    }

    #[test]
    fn algorithms_of_drafts() {
        for uri in [
            "HOTP",
            "hotp",
            "urn:ietf:params:xml:ns:keyprov:pskc#hotp",
            "urn:ietf:params:xml:ns:keyprov:pskc:1.0#hotp",
            "http://www.ietf.org/keyprov/pskc#hotp",
            "urn:ietf:params:xml:ns:keyprov:pskc:HOTP",
        ] {
            assert_eq!(draft_algorithm(uri), Some((HOTP, None)), "{uri}");
        }
        for uri in ["", "urn:x#hotp", "http://www.example.com/hotp", "hotps", "#hotp"] {
            assert_eq!(draft_algorithm(uri), None, "{uri}");
        }
    }

    #[test]
    fn ocra_with_its_suite_in_the_name() {
        let suite = "OCRA-1:HOTP-SHA512-8:C-QN08";
        let uri = format!("urn:ietf:params:xml:ns:keyprov:pskc#{suite}");
        assert_eq!(draft_algorithm(&uri), Some((OCRA, Some(suite))));
        let uri = "urn:ietf:params:xml:ns:keyprov:pskc:ocra";
        assert_eq!(draft_algorithm(uri), Some((OCRA, None)));
    }
}
