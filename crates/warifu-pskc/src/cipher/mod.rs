//! The encryption algorithms of RFC 6030 §6.1, under the identifiers of XML Encryption and [RFC 6931].
//!
//! [RFC 6931]: https://www.rfc-editor.org/rfc/rfc6931

mod algorithm;
mod cbc;
mod key_wrap;
mod table;
#[cfg(feature = "legacy-3des")]
mod triple_des;

use table::CIPHERS;

pub(crate) use algorithm::{Cipher, Family, Mode};

impl Cipher {
    /// The algorithm of this URI; `None` for Triple DES without its feature.
    pub(crate) fn from_uri(uri: &str) -> Option<&'static Self> {
        CIPHERS.iter().find(|cipher| cipher.uri == uri || cipher.aliases.contains(&uri))
    }

    /// The algorithm with keys of `key_length` bytes, if there is one.
    pub(crate) fn with_key_length(
        family: Family,
        mode: Mode,
        key_length: usize,
    ) -> Option<&'static Self> {
        CIPHERS.iter().find(|cipher| {
            cipher.family == family && cipher.mode == mode && cipher.takes_key_of(key_length)
        })
    }
}

#[cfg(test)]
mod tests {
    use warifu_core::Secret;

    use super::*;

    /// What is written can be read back, has a length that is possible, and is not read with another key.
    #[test]
    fn every_cipher_and_length() {
        for cipher in CIPHERS {
            let key = vec![7; cipher.key_length()];
            let other = vec![8; cipher.key_length()];
            assert!(cipher.takes_key_of(key.len()) && !cipher.takes_key_of(key.len() + 1));
            let iv = vec![9; cipher.iv_length()];
            for length in 1..=Secret::MAX_LENGTH {
                let plain = vec![5; length];
                let Some(sealed) = cipher.encrypt(&key, &plain, &iv) else { continue };
                assert!(cipher.can_have_length(sealed.len()), "{cipher:?} {length}");
                assert!(!cipher.can_have_length(sealed.len() + 1));
                assert_eq!(*cipher.decrypt(&key, &sealed).unwrap(), plain);
                assert_ne!(cipher.decrypt(&other, &sealed).as_deref(), Some(&plain));
                if cipher.authenticates() {
                    assert_eq!(cipher.decrypt(&other, &sealed), None);
                }
            }
            assert!(!cipher.can_have_length(0) && !cipher.can_have_length(168));
        }
    }

    #[test]
    fn a_uri_and_back() {
        for cipher in CIPHERS {
            for uri in [&[cipher.uri], cipher.aliases].concat() {
                assert_eq!(Cipher::from_uri(uri), Some(cipher));
            }
        }
        for uri in [
            "",
            "aes128-cbc",
            "http://www.w3.org/2001/04/xmlenc#aes128-CBC",
            "http://www.w3.org/2001/04/xmlenc#camellia128-cbc",
            "http://www.w3.org/2001/04/xmldsig-more#aes128-cbc",
            "http://www.w3.org/2009/xmlenc11#aes128-ccm",
            "http://www.w3.org/2001/04/xmlenc#arcfour",
        ] {
            assert_eq!(Cipher::from_uri(uri), None, "{uri}");
        }
        let row = |family, mode, length| Cipher::with_key_length(family, mode, length);
        let padded = Cipher::from_uri("http://www.w3.org/2009/xmlenc11#kw-aes-192-pad");
        assert_eq!(padded, row(Family::Aes, Mode::KeyWrap, 24));
        let of_the_rfc = Cipher::from_uri("http://www.w3.org/2001/04/xmldsig-more#camellia256");
        assert_eq!(of_the_rfc, row(Family::Camellia, Mode::Cbc, 32));
        assert_eq!(row(Family::Aes, Mode::Cbc, 20), None);
    }

    #[test]
    fn no_row_is_there_twice() {
        let mut uris: Vec<_> =
            CIPHERS.iter().flat_map(|cipher| [&[cipher.uri], cipher.aliases].concat()).collect();
        let all = uris.len();
        uris.sort_unstable();
        uris.dedup();
        assert_eq!(uris.len(), all);
    }

    #[test]
    fn triple_des_needs_its_feature() {
        for name in ["tripledes-cbc", "kw-tripledes"] {
            let known = Cipher::from_uri(&format!("http://www.w3.org/2001/04/xmlenc#{name}"));
            assert_eq!(known.is_some(), cfg!(feature = "legacy-3des"));
            if let Some(cipher) = known {
                assert!(cipher.takes_key_of(16) && cipher.takes_key_of(24));
                assert_eq!(cipher.encrypt(&[1; 24], &[2; 24], &[3; 8]), None);
            }
        }
    }
}
