use warifu_core::Secret;
use zeroize::Zeroizing;

use crate::error::ImportErrorKind;
use crate::mac::MacAlgorithm;

/// How a password becomes the transport key: PBKDF2 of [PKCS #5].
///
/// PKCS #5 advises a salt of 64 bits at least. A shorter one is read, since refusing it would protect nothing: an attacker
/// who guesses the password has the file already. None at all is refused.
///
/// [PKCS #5]: https://www.rfc-editor.org/rfc/rfc8018#section-5.2
#[derive(Debug, Clone)]
pub(crate) struct DerivedKey {
    pub(crate) prf: MacAlgorithm,
    pub(crate) salt: Vec<u8>,
    pub(crate) iterations: u32,
    /// In bytes.
    pub(crate) key_length: usize,
}

impl DerivedKey {
    /// Refuses what would be without use or without end.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::InvalidValue`], with the name of the parameter.
    pub(crate) fn check(&self) -> Result<(), ImportErrorKind> {
        if !(1..=LONGEST_SALT).contains(&self.salt.len()) {
            return Err(ImportErrorKind::InvalidValue("Salt"));
        }
        if !(1..=MOST_ITERATIONS).contains(&self.iterations) {
            return Err(ImportErrorKind::InvalidValue("IterationCount"));
        }
        if !KEY_LENGTHS.contains(&self.key_length) {
            return Err(ImportErrorKind::InvalidValue("KeyLength"));
        }
        Ok(())
    }

    /// The key that comes from `password`; costs its iterations.
    pub(crate) fn derive(&self, password: &Secret) -> Zeroizing<Vec<u8>> {
        let mut key = Zeroizing::new(vec![0; self.key_length]);
        self.prf.derive(password.expose(), &self.salt, self.iterations, &mut key);
        key
    }
}

/// Half a minute of work on one processor, at the most.
pub(crate) const MOST_ITERATIONS: u32 = 10_000_000;
const LONGEST_SALT: usize = 128;
/// Of the ciphers: 128, 192 and 256 bits, and Triple DES's 192 with parity.
const KEY_LENGTHS: [usize; 3] = [16, 24, 32];

#[cfg(test)]
mod tests {
    use super::*;

    fn derived(
        prf: MacAlgorithm,
        password: &[u8],
        salt: &[u8],
        iterations: u32,
        key_length: usize,
    ) -> String {
        let derivation = DerivedKey { prf, salt: salt.to_vec(), iterations, key_length };
        hex::encode(derivation.derive(&Secret::new(password).unwrap()))
    }

    #[test]
    fn rfc_6070() {
        let sha1 =
            |iterations| derived(MacAlgorithm::HmacSha1, b"password", b"salt", iterations, 20);
        assert_eq!(sha1(1), "0c60c80f961f0e71f3a9b524af6012062fe037a6");
        assert_eq!(sha1(2), "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
        assert_eq!(sha1(4096), "4b007901b765489abead49d926f721d065a429c1");
        let long = derived(
            MacAlgorithm::HmacSha1,
            b"passwordPASSWORDpassword",
            b"saltSALTsaltSALTsaltSALTsaltSALTsalt",
            4096,
            25,
        );
        assert_eq!(long, "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038");
        let zeros = derived(MacAlgorithm::HmacSha1, b"pass\0word", b"sa\0lt", 4096, 16);
        assert_eq!(zeros, "56fa6aa75548099dcc37d7f03425e0c3");
    }

    /// RFC 7914 §11.
    #[test]
    fn rfc_7914() {
        assert_eq!(
            derived(MacAlgorithm::HmacSha256, b"passwd", b"salt", 1, 64),
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc\
             49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
        );
        assert_eq!(
            derived(MacAlgorithm::HmacSha256, b"Password", b"NaCl", 80_000, 64),
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56\
             a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"
        );
    }

    /// RFC 6030 Figure 7, and Python's hashlib for the hashes that no RFC has vectors for.
    #[test]
    fn other_hashes() {
        let salt = hex::decode("123eff3c4a72129c").unwrap();
        let figure_7 = derived(MacAlgorithm::HmacSha1, b"qwerty", &salt, 1000, 16);
        assert_eq!(figure_7, "651e63cd57008476af1ff6422cd02e41");
        for (prf, expected) in [
            (
                MacAlgorithm::HmacSha224,
                "218c453bf90635bd0a21a75d172703ff6108ef603f65bb821aedade1d6961683",
            ),
            (
                MacAlgorithm::HmacSha384,
                "559726be38db125bc85ed7895f6e3cf574c7a01c080c3447db1e8a76764deb3c",
            ),
            (
                MacAlgorithm::HmacSha512,
                "d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5",
            ),
            (
                MacAlgorithm::HmacRipemd160,
                "99a40d3fe4ee95869791d9faa24864562782762171480b620ca8bed3dafbbcac",
            ),
            (
                MacAlgorithm::HmacMd5,
                "15001f89b9c29ee6998c520d1a0629e893cc3f996a08d27060e4c33305bf0fb2",
            ),
        ] {
            assert_eq!(derived(prf, b"password", b"salt", 4096, 32), expected, "{prf:?}");
        }
    }

    #[test]
    fn bounds() {
        let check = |salt: usize, iterations, key_length| {
            let salt = vec![0; salt];
            DerivedKey { prf: MacAlgorithm::HmacSha1, salt, iterations, key_length }.check()
        };
        let invalid = |name| Err(ImportErrorKind::InvalidValue(name));
        for fine in [(1, 1, 16), (8, 1000, 24), (128, MOST_ITERATIONS, 32)] {
            assert_eq!(check(fine.0, fine.1, fine.2), Ok(()), "{fine:?}");
        }
        assert_eq!(check(0, 1000, 16), invalid("Salt"));
        assert_eq!(check(129, 1000, 16), invalid("Salt"));
        assert_eq!(check(8, 0, 16), invalid("IterationCount"));
        assert_eq!(check(8, MOST_ITERATIONS + 1, 16), invalid("IterationCount"));
        for length in [0, 1, 15, 17, 33, usize::MAX] {
            assert_eq!(check(8, 1000, length), invalid("KeyLength"));
        }
    }
}
