use warifu_core::hash::HashAlgorithm;

/// The algorithm profile of a key ([RFC 6030 §10]).
///
/// [RFC 6030 §10]: https://www.rfc-editor.org/rfc/rfc6030#section-10
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// `urn:ietf:params:xml:ns:keyprov:pskc:hotp`.
    Hotp,
    /// `urn:ietf:params:xml:ns:keyprov:pskc:totp`.
    Totp,
    /// `urn:ietf:params:xml:ns:keyprov:pskc:ocra-1`, with the suite as the file gives it.
    Ocra(String),
    /// `urn:ietf:params:xml:ns:keyprov:pskc:pin`: a PIN that another key's policy names.
    Pin,
    /// `urn:x-warifu:1:issuer-device-key`: the 32-byte key of a camera token at one bank.
    IssuerDeviceKey,
    /// Any other profile, by its URI.
    Other(String),
}

impl KeyAlgorithm {
    /// The URI of the profile.
    pub fn uri(&self) -> &str {
        match self {
            Self::Hotp => HOTP,
            Self::Totp => TOTP,
            Self::Ocra(_) => OCRA,
            Self::Pin => PIN,
            Self::IssuerDeviceKey => ISSUER_DEVICE_KEY,
            Self::Other(uri) => uri,
        }
    }

    /// The profile of this URI; `suite` is the text of `Suite`, which only OCRA needs.
    ///
    /// `None` for OCRA without a suite.
    pub(crate) fn from_uri(uri: &str, suite: Option<&str>) -> Option<Self> {
        Some(match uri {
            HOTP => Self::Hotp,
            TOTP => Self::Totp,
            OCRA => Self::Ocra(suite?.to_owned()),
            PIN => Self::Pin,
            ISSUER_DEVICE_KEY => Self::IssuerDeviceKey,
            other => Self::Other(other.to_owned()),
        })
    }
}

/// The hash function of a `Suite` such as `HMAC-SHA256`.
pub(crate) fn hash_of_suite(suite: &str) -> Option<HashAlgorithm> {
    HashAlgorithm::from_name(suite.strip_prefix(SUITE_PREFIX)?)
}

/// What `Suite` calls the hash function of HOTP and TOTP.
pub(crate) fn suite_of_hash(hash: HashAlgorithm) -> String {
    [SUITE_PREFIX, hash.name()].concat()
}

/// The hash function of HOTP and TOTP without a `Suite`.
pub(crate) const DEFAULT_HASH: HashAlgorithm = HashAlgorithm::Sha1;

const SUITE_PREFIX: &str = "HMAC-";
pub(crate) const HOTP: &str = "urn:ietf:params:xml:ns:keyprov:pskc:hotp";
pub(crate) const TOTP: &str = "urn:ietf:params:xml:ns:keyprov:pskc:totp";
pub(crate) const OCRA: &str = "urn:ietf:params:xml:ns:keyprov:pskc:ocra-1";
pub(crate) const PIN: &str = "urn:ietf:params:xml:ns:keyprov:pskc:pin";
const ISSUER_DEVICE_KEY: &str = "urn:x-warifu:1:issuer-device-key";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ocra_needs_its_suite() {
        assert_eq!(KeyAlgorithm::from_uri(OCRA, None), None);
        let suite = "OCRA-1:HOTP-SHA256-8:QH64";
        assert_eq!(
            KeyAlgorithm::from_uri(OCRA, Some(suite)),
            Some(KeyAlgorithm::Ocra(suite.to_owned()))
        );
        assert_eq!(KeyAlgorithm::from_uri(HOTP, None), Some(KeyAlgorithm::Hotp));
    }

    #[test]
    fn a_uri_and_back() {
        for uri in [HOTP, TOTP, OCRA, PIN, ISSUER_DEVICE_KEY, "urn:x:other"] {
            let suite = (uri == OCRA).then_some("OCRA-1:HOTP-SHA1-6:QN08");
            assert_eq!(KeyAlgorithm::from_uri(uri, suite).unwrap().uri(), uri);
        }
    }

    #[test]
    fn names_are_exact() {
        for hash in HashAlgorithm::ALL {
            assert_eq!(hash_of_suite(&suite_of_hash(hash)), Some(hash));
        }
        assert_eq!(hash_of_suite("HMAC-SHA256"), Some(HashAlgorithm::Sha256));
        for name in ["", "hmac-sha256", "HMAC-SHA-256", "HMAC-MD5", "HMAC-SHA256 ", "SHA256"] {
            assert_eq!(hash_of_suite(name), None, "{name}");
        }
    }
}
