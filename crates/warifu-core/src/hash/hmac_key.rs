use core::fmt;

use hmac::{Hmac, Mac};

use super::{Compression, HashAlgorithm, HashOutput, KeyState, Keyed, KeyedVisitor, hmac_keyed};

/// An HMAC that has absorbed its key, under a hash function that was chosen at run time. Wiped on drop.
pub struct HmacKey(Keyed<Absorbed>);

impl HmacKey {
    /// Absorbs `key`, of any length.
    pub fn new(algorithm: HashAlgorithm, key: &[u8]) -> Self {
        Self(Keyed::new(algorithm, key))
    }

    /// The hash function.
    pub const fn algorithm(&self) -> HashAlgorithm {
        self.0.algorithm()
    }

    /// The HMAC of the parts that `write` hands over one after another, never truncated.
    pub fn mac(&self, write: impl FnOnce(&mut dyn FnMut(&[u8]))) -> HashOutput {
        self.0.visit(Finish(write))
    }
}

impl fmt::Debug for HmacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HmacKey({:?}, redacted)", self.algorithm())
    }
}

struct Absorbed;

impl KeyState for Absorbed {
    type Under<H: Compression> = Hmac<H>;

    fn absorb<H: Compression>(key: &[u8]) -> Hmac<H> {
        hmac_keyed(key)
    }
}

struct Finish<F>(F);

impl<F: FnOnce(&mut dyn FnMut(&[u8]))> KeyedVisitor<Absorbed> for Finish<F> {
    type Output = HashOutput;

    fn visit<H: Compression>(self, absorbed: &Hmac<H>) -> HashOutput {
        let mut mac = absorbed.clone();
        (self.0)(&mut |part| mac.update(part));
        HashOutput::from_array(&mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;
    use crate::hash::HashRegistry;

    /// RFC 2202 and RFC 4231, test case 2 of each.
    const CASES: [(HashAlgorithm, &str); 3] = [
        (HashAlgorithm::Sha1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (HashAlgorithm::Sha256, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (
            HashAlgorithm::Sha512,
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        ),
    ];

    #[test]
    fn the_vectors_of_the_rfcs() {
        for (algorithm, expected) in CASES {
            let expected = hex::decode(expected).unwrap();
            let key = HmacKey::new(algorithm, KEY);
            assert_eq!(key.algorithm(), algorithm);
            let (one, other) = MESSAGE.split_at(5);
            for _ in 0..2 {
                let mac = key.mac(|part| [one, other].into_iter().for_each(part));
                assert_eq!(mac.expose(), expected);
            }
            assert_eq!(algorithm.mac(KEY, MESSAGE).expose(), expected);
            assert_eq!(algorithm.output_length(), expected.len());
        }
    }

    #[test]
    fn only_the_whole_mac_is_right() {
        for algorithm in HashAlgorithm::ALL {
            let mac = algorithm.mac(KEY, MESSAGE);
            let whole = mac.expose();
            assert!(algorithm.verify(KEY, MESSAGE, whole));
            assert!(!algorithm.verify(KEY, MESSAGE, &whole[..whole.len() - 1]));
            assert!(!algorithm.verify(KEY, MESSAGE, &[]));
            let mut wrong = whole.to_vec();
            wrong[0] ^= 1;
            assert!(!algorithm.verify(KEY, MESSAGE, &wrong));
        }
    }

    #[test]
    fn debug_shows_no_byte() {
        let key = HmacKey::new(HashAlgorithm::Sha1, KEY);
        assert_eq!(format!("{key:?}"), "HmacKey(Sha1, redacted)");
        assert_eq!(format!("{:?}", key.mac(|_| ())), "HashOutput(20 bytes, redacted)");
    }

    const KEY: &[u8] = b"Jefe";
    const MESSAGE: &[u8] = b"what do ya want for nothing?";
}
