use warifu_core::hash::{HashFunction, HashRegistry, HashVisitor};

warifu_core::hash_registry! {
    /// The MAC algorithms of [RFC 6030 §6.1.1] and [RFC 6931 §2.2]: HMAC, and what PBKDF2 iterates.
    ///
    /// [RFC 6030 §6.1.1]: https://www.rfc-editor.org/rfc/rfc6030#section-6.1.1
    /// [RFC 6931 §2.2]: https://www.rfc-editor.org/rfc/rfc6931#section-2.2
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum MacAlgorithm {
        /// HMAC-SHA-1, which RFC 6030 recommends to implement.
        HmacSha1 = sha1::Sha1,
        /// HMAC-SHA-224.
        HmacSha224 = sha2::Sha224,
        /// HMAC-SHA-256.
        HmacSha256 = sha2::Sha256,
        /// HMAC-SHA-384.
        HmacSha384 = sha2::Sha384,
        /// HMAC-SHA-512.
        HmacSha512 = sha2::Sha512,
        /// HMAC-RIPEMD-160.
        HmacRipemd160 = ripemd::Ripemd160,
        /// HMAC-MD5: read, and never written. What breaks MD5 does not break HMAC with it ([RFC 6151 §2.3]), but nothing
        /// new should begin with it.
        ///
        /// [RFC 6151 §2.3]: https://www.rfc-editor.org/rfc/rfc6151#section-2.3
        HmacMd5 = md5::Md5,
    }
}

/// What an algorithm is called.
struct Names {
    /// In RFC 6030 and RFC 6931.
    uri: &'static str,
    /// The bare and the hyphenated name that python-pskc takes for the URI, with and without its prefix.
    short: &'static [&'static str],
}

impl MacAlgorithm {
    /// Each that is written.
    pub const WRITTEN: [Self; 6] = [
        Self::HmacSha1,
        Self::HmacSha224,
        Self::HmacSha256,
        Self::HmacSha384,
        Self::HmacSha512,
        Self::HmacRipemd160,
    ];

    /// The algorithm of this URI, or of the bare or hyphenated name that python-pskc takes for it.
    pub(crate) fn from_uri(uri: &str) -> Option<Self> {
        let short = match PREFIXES.iter().find_map(|prefix| uri.strip_prefix(prefix)) {
            Some(short) => short,
            None => uri,
        };
        Self::ALL.into_iter().find(|algorithm| algorithm.names().short.contains(&short))
    }

    /// The URI that RFC 6030 and RFC 6931 give it.
    pub const fn uri(self) -> &'static str {
        self.names().uri
    }

    /// Length of a MAC, in bytes. None is ever truncated.
    pub(crate) fn length(self) -> usize {
        self.output_length()
    }

    /// Fills `key` with PBKDF2 of `password`; costs its iterations.
    pub(crate) fn derive(self, password: &[u8], salt: &[u8], iterations: u32, key: &mut [u8]) {
        self.visit(Derive { password, salt, iterations, key });
    }

    const fn names(self) -> &'static Names {
        match self {
            Self::HmacSha1 => &Names {
                uri: "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
                short: &["hmac-sha1", "hmac-sha-1"],
            },
            Self::HmacSha224 => &Names {
                uri: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha224",
                short: &["hmac-sha224", "hmac-sha-224"],
            },
            Self::HmacSha256 => &Names {
                uri: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
                short: &["hmac-sha256", "hmac-sha-256"],
            },
            Self::HmacSha384 => &Names {
                uri: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha384",
                short: &["hmac-sha384", "hmac-sha-384"],
            },
            Self::HmacSha512 => &Names {
                uri: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha512",
                short: &["hmac-sha512", "hmac-sha-512"],
            },
            Self::HmacRipemd160 => &Names {
                uri: "http://www.w3.org/2001/04/xmldsig-more#hmac-ripemd160",
                short: &["hmac-ripemd160", "hmac-ripemd-160"],
            },
            Self::HmacMd5 => &Names {
                uri: "http://www.w3.org/2001/04/xmldsig-more#hmac-md5",
                short: &["hmac-md5"],
            },
        }
    }
}

struct Derive<'a> {
    password: &'a [u8],
    salt: &'a [u8],
    iterations: u32,
    key: &'a mut [u8],
}

impl HashVisitor for Derive<'_> {
    type Output = ();

    fn visit<H: HashFunction>(self) {
        pbkdf2::pbkdf2_hmac::<H>(self.password, self.salt, self.iterations, self.key);
    }
}

const PREFIXES: [&str; 2] =
    ["http://www.w3.org/2000/09/xmldsig#", "http://www.w3.org/2001/04/xmldsig-more#"];

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 2202 and RFC 2286, test cases 1 to 4 and 6, for the hashes of 160 bits; RFC 4231 for those of SHA-2.
    const CASES: [(&[u8], &[u8]); 6] = [
        (&[0x0b; 20], b"Hi There"),
        (b"Jefe", b"what do ya want for nothing?"),
        (&[0xaa; 20], &[0xdd; 50]),
        (
            &[
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
                24, 25,
            ],
            &[0xcd; 50],
        ),
        (&[0xaa; 80], b"Test Using Larger Than Block-Size Key - Hash Key First"),
        (&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First"),
    ];

    fn check(algorithm: MacAlgorithm, answers: [&str; 5]) {
        let with_long_key = if algorithm.length() == 20 { 4 } else { 5 };
        let cases = CASES[..4].iter().chain([&CASES[with_long_key]]);
        for (&(key, message), answer) in cases.zip(answers) {
            let mut mac = hex::decode(answer).unwrap();
            assert_eq!(algorithm.mac(key, message).expose(), mac, "{algorithm:?}");
            assert_eq!(mac.len(), algorithm.length());
            assert!(algorithm.verify(key, message, &mac));
            assert!(!algorithm.verify(key, message, &mac[1..]));
            assert!(!algorithm.verify(key, message, &[]));
            mac[0] ^= 1;
            assert!(!algorithm.verify(key, message, &mac));
        }
    }

    #[test]
    fn rfc_2202() {
        check(
            MacAlgorithm::HmacSha1,
            [
                "b617318655057264e28bc0b6fb378c8ef146be00",
                "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
                "125d7342b9ac11cd91a39af48aa17b4f63f175d3",
                "4c9007f4026250c6bc8414f9bf50c86c2d7235da",
                "aa4ae5e15272d00e95705637ce8a3b55ed402112",
            ],
        );
    }

    #[test]
    fn rfc_2286() {
        check(
            MacAlgorithm::HmacRipemd160,
            [
                "24cb4bd67d20fc1a5d2ed7732dcc39377f0a5668",
                "dda6c0213a485a9e24f4742064a7f033b43c4069",
                "b0b105360de759960ab4f35298e116e295d8e7c1",
                "d5ca862f4d21d5e610e18b4cf1beb97a4365ecf4",
                "6466ca07ac5eac29e1bd523e5ada7605b791fd8b",
            ],
        );
    }

    #[test]
    fn rfc_4231() {
        check(
            MacAlgorithm::HmacSha224,
            [
                "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22",
                "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44",
                "7fb3cb3588c6c1f6ffa9694d7d6ad2649365b0c1f65d69d1ec8333ea",
                "6c11506874013cac6a2abc1bb382627cec6a90d86efc012de7afec5a",
                "95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e",
            ],
        );
        check(
            MacAlgorithm::HmacSha256,
            [
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ],
        );
        check(
            MacAlgorithm::HmacSha384,
            [
                "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
                "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
                "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc13814b94e3ab6e101a34f27",
                "3e8a69b7783c25851933ab6290af6ca77a9981480850009cc5577c6e1f573b4e6801dd23c4a7d679ccf8a386c674cffb",
                "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952",
            ],
        );
        check(
            MacAlgorithm::HmacSha512,
            [
                "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
                "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb",
                "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3dba91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd",
                "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598",
            ],
        );
    }

    /// RFC 2202 §2, test case 2.
    #[test]
    fn hmac_md5() {
        let (key, message) = (b"Jefe", b"what do ya want for nothing?");
        let mac = hex::decode("750c783e6ab0b503eaa86e310a5db738").unwrap();
        assert!(MacAlgorithm::HmacMd5.verify(key, message, &mac));
        assert!(!MacAlgorithm::HmacMd5.verify(key, message, &mac[1..]));
        assert_eq!(
            MacAlgorithm::from_uri(MacAlgorithm::HmacMd5.uri()),
            Some(MacAlgorithm::HmacMd5)
        );
        assert_eq!(MacAlgorithm::HmacMd5.length(), 16);
    }

    #[test]
    fn a_uri_and_back() {
        for algorithm in MacAlgorithm::ALL {
            assert_eq!(MacAlgorithm::from_uri(algorithm.uri()), Some(algorithm));
            let (_, name) = algorithm.uri().split_once('#').unwrap();
            assert_eq!(MacAlgorithm::from_uri(name), Some(algorithm));
        }
        for uri in [
            "",
            "http://www.w3.org/2001/04/xmldsig-more#sha256",
            "http://www.w3.org/2001/04/xmlenc#hmac-sha256",
            "hmac-sha3-256",
        ] {
            assert_eq!(MacAlgorithm::from_uri(uri), None, "{uri}");
        }
    }
}
