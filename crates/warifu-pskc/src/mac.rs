use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

/// The MAC algorithms of [RFC 6030 §6.1.1].
///
/// [RFC 6030 §6.1.1]: https://www.rfc-editor.org/rfc/rfc6030#section-6.1.1
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MacAlgorithm {
    HmacSha1,
    HmacSha224,
    HmacSha256,
    HmacSha384,
    HmacSha512,
}

impl MacAlgorithm {
    pub(crate) fn of_uri(uri: &str) -> Option<Self> {
        match uri {
            "http://www.w3.org/2000/09/xmldsig#hmac-sha1" => Some(Self::HmacSha1),
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha224" => Some(Self::HmacSha224),
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256" => Some(Self::HmacSha256),
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha384" => Some(Self::HmacSha384),
            "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512" => Some(Self::HmacSha512),
            _ => None,
        }
    }

    /// Length of a MAC, in bytes. None is ever truncated.
    pub(crate) const fn length(self) -> usize {
        match self {
            Self::HmacSha1 => 20,
            Self::HmacSha224 => 28,
            Self::HmacSha256 => 32,
            Self::HmacSha384 => 48,
            Self::HmacSha512 => 64,
        }
    }

    /// Whether `mac` is the MAC of `message`; compared in constant time.
    pub(crate) fn fits(self, key: &[u8], message: &[u8], mac: &[u8]) -> bool {
        match self {
            Self::HmacSha1 => fits::<Hmac<Sha1>>(key, message, mac),
            Self::HmacSha224 => fits::<Hmac<Sha224>>(key, message, mac),
            Self::HmacSha256 => fits::<Hmac<Sha256>>(key, message, mac),
            Self::HmacSha384 => fits::<Hmac<Sha384>>(key, message, mac),
            Self::HmacSha512 => fits::<Hmac<Sha512>>(key, message, mac),
        }
    }
}

fn fits<M: Mac + KeyInit>(key: &[u8], message: &[u8], mac: &[u8]) -> bool {
    <M as KeyInit>::new_from_slice(key)
        .is_ok_and(|keyed| keyed.chain_update(message).verify_slice(mac).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 2202 and RFC 4231, test case 2.
    #[test]
    fn known_answers() {
        let answers = [
            (MacAlgorithm::HmacSha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            (MacAlgorithm::HmacSha224, "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"),
            (
                MacAlgorithm::HmacSha256,
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                MacAlgorithm::HmacSha384,
                "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
            ),
            (
                MacAlgorithm::HmacSha512,
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            ),
        ];
        for (algorithm, answer) in answers {
            let mut mac = hex::decode(answer).unwrap();
            assert_eq!(mac.len(), algorithm.length());
            let message = b"what do ya want for nothing?";
            assert!(algorithm.fits(b"Jefe", message, &mac));
            assert!(!algorithm.fits(b"Jefe", message, &mac[1..]));
            mac[0] ^= 1;
            assert!(!algorithm.fits(b"Jefe", message, &mac));
        }
    }
}
