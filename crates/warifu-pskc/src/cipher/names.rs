use super::{BlockCipher, Cipher};

impl Cipher {
    /// The algorithm of this URI.
    ///
    /// `None` for Triple DES without its feature. RFC 6030 §6.1 and RFC 6931 §2.6.2 give Camellia in CBC mode two names.
    pub(crate) fn of_uri(uri: &str) -> Option<Self> {
        use BlockCipher::{Aes128, Aes192, Aes256, Camellia128, Camellia192, Camellia256};

        if let Some(name) = uri.strip_prefix(XENC) {
            return Some(match name {
                "aes128-cbc" => Self::Cbc(Aes128),
                "aes192-cbc" => Self::Cbc(Aes192),
                "aes256-cbc" => Self::Cbc(Aes256),
                "kw-aes128" => Self::KeyWrap(Aes128),
                "kw-aes192" => Self::KeyWrap(Aes192),
                "kw-aes256" => Self::KeyWrap(Aes256),
                #[cfg(feature = "legacy-3des")]
                "tripledes-cbc" => Self::TripleDesCbc,
                #[cfg(feature = "legacy-3des")]
                "kw-tripledes" => Self::TripleDesKeyWrap,
                _ => return None,
            });
        }
        if let Some(name) = uri.strip_prefix(XENC_11) {
            return Some(match name {
                "kw-aes-128-pad" => Self::KeyWrap(Aes128),
                "kw-aes-192-pad" => Self::KeyWrap(Aes192),
                "kw-aes-256-pad" => Self::KeyWrap(Aes256),
                _ => return None,
            });
        }
        Some(match uri.strip_prefix(DSIG_MORE)? {
            "camellia128" | "camellia128-cbc" => Self::Cbc(Camellia128),
            "camellia192" | "camellia192-cbc" => Self::Cbc(Camellia192),
            "camellia256" | "camellia256-cbc" => Self::Cbc(Camellia256),
            "kw-camellia128" => Self::KeyWrap(Camellia128),
            "kw-camellia192" => Self::KeyWrap(Camellia192),
            "kw-camellia256" => Self::KeyWrap(Camellia256),
            _ => return None,
        })
    }

    /// The name under which it is written.
    pub(crate) const fn uri(self) -> &'static str {
        use BlockCipher as B;
        match self {
            Self::Cbc(B::Aes128) => "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
            Self::Cbc(B::Aes192) => "http://www.w3.org/2001/04/xmlenc#aes192-cbc",
            Self::Cbc(B::Aes256) => "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
            Self::Cbc(B::Camellia128) => "http://www.w3.org/2001/04/xmldsig-more#camellia128-cbc",
            Self::Cbc(B::Camellia192) => "http://www.w3.org/2001/04/xmldsig-more#camellia192-cbc",
            Self::Cbc(B::Camellia256) => "http://www.w3.org/2001/04/xmldsig-more#camellia256-cbc",
            Self::KeyWrap(B::Aes128) => "http://www.w3.org/2001/04/xmlenc#kw-aes128",
            Self::KeyWrap(B::Aes192) => "http://www.w3.org/2001/04/xmlenc#kw-aes192",
            Self::KeyWrap(B::Aes256) => "http://www.w3.org/2001/04/xmlenc#kw-aes256",
            Self::KeyWrap(B::Camellia128) => {
                "http://www.w3.org/2001/04/xmldsig-more#kw-camellia128"
            }
            Self::KeyWrap(B::Camellia192) => {
                "http://www.w3.org/2001/04/xmldsig-more#kw-camellia192"
            }
            Self::KeyWrap(B::Camellia256) => {
                "http://www.w3.org/2001/04/xmldsig-more#kw-camellia256"
            }
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesCbc => "http://www.w3.org/2001/04/xmlenc#tripledes-cbc",
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesKeyWrap => "http://www.w3.org/2001/04/xmlenc#kw-tripledes",
        }
    }
}

const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
const XENC_11: &str = "http://www.w3.org/2009/xmlenc11#";
const DSIG_MORE: &str = "http://www.w3.org/2001/04/xmldsig-more#";

#[cfg(test)]
mod tests {
    use super::super::tests::ciphers;
    use super::*;

    #[test]
    fn a_uri_and_back() {
        for cipher in ciphers() {
            assert_eq!(Cipher::of_uri(cipher.uri()), Some(cipher));
        }
        for uri in [
            "",
            "aes128-cbc",
            "http://www.w3.org/2001/04/xmlenc#aes128-CBC",
            "http://www.w3.org/2001/04/xmlenc#camellia128-cbc",
            "http://www.w3.org/2001/04/xmldsig-more#aes128-cbc",
            "http://www.w3.org/2009/xmlenc11#aes128-gcm",
            "http://www.w3.org/2001/04/xmlenc#arcfour",
        ] {
            assert_eq!(Cipher::of_uri(uri), None, "{uri}");
        }
        let padded = Cipher::of_uri("http://www.w3.org/2009/xmlenc11#kw-aes-192-pad");
        assert_eq!(padded, Some(Cipher::KeyWrap(BlockCipher::Aes192)));
        let of_the_rfc = Cipher::of_uri("http://www.w3.org/2001/04/xmldsig-more#camellia256");
        assert_eq!(of_the_rfc, Some(Cipher::Cbc(BlockCipher::Camellia256)));
    }

    #[test]
    fn triple_des_needs_its_feature() {
        for name in ["tripledes-cbc", "kw-tripledes"] {
            let known = Cipher::of_uri(&format!("http://www.w3.org/2001/04/xmlenc#{name}"));
            assert_eq!(known.is_some(), cfg!(feature = "legacy-3des"));
            if let Some(cipher) = known {
                assert!(cipher.takes_key_of(16) && cipher.takes_key_of(24));
                assert_eq!(cipher.encrypt(&[1; 24], &[2; 24], &[3; 8]), None);
            }
        }
    }
}
