use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use warifu_core::{Counter, Secret};

/// The hash function under HMAC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// HMAC-SHA-1: the only one of [RFC 4226], and what deployed OATH tokens compute.
    ///
    /// [RFC 4226]: https://www.rfc-editor.org/rfc/rfc4226
    Sha1,
    /// HMAC-SHA-256, of [RFC 6238 §1.2].
    ///
    /// [RFC 6238 §1.2]: https://www.rfc-editor.org/rfc/rfc6238#section-1.2
    Sha256,
    /// HMAC-SHA-512, of [RFC 6238 §1.2].
    ///
    /// [RFC 6238 §1.2]: https://www.rfc-editor.org/rfc/rfc6238#section-1.2
    Sha512,
}

/// HMAC with its key already absorbed: cloned for each code, so that the key is hashed once.
///
/// `Hmac` is not `ZeroizeOnDrop` itself, but all that it holds is: with the feature `zeroize` the two hash states and
/// the block buffer wipe themselves on drop, and so does the finished MAC.
pub(crate) enum Keyed {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
    Sha512(Hmac<Sha512>),
}

impl Keyed {
    pub(crate) fn new(secret: &Secret, algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Sha1 => Self::Sha1(keyed(secret)),
            Algorithm::Sha256 => Self::Sha256(keyed(secret)),
            Algorithm::Sha512 => Self::Sha512(keyed(secret)),
        }
    }

    pub(crate) const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Sha1(_) => Algorithm::Sha1,
            Self::Sha256(_) => Algorithm::Sha256,
            Self::Sha512(_) => Algorithm::Sha512,
        }
    }

    /// Steps 1 and 2 of RFC 4226 §5.3: the 31-bit number Snum.
    pub(crate) fn truncated(&self, counter: Counter) -> u32 {
        match self {
            Self::Sha1(hmac) => truncated(hmac.clone(), counter),
            Self::Sha256(hmac) => truncated(hmac.clone(), counter),
            Self::Sha512(hmac) => truncated(hmac.clone(), counter),
        }
    }
}

#[expect(clippy::expect_used, reason = "RFC 2104 §3: the key for HMAC can be of any length")]
fn keyed<M: KeyInit>(secret: &Secret) -> M {
    M::new_from_slice(secret.expose()).expect("HMAC takes keys of any length")
}

/// "HS = HMAC-SHA-1(K,C)", then "Sbits = DT(HS)".
fn truncated<M: Mac>(hmac: M, counter: Counter) -> u32 {
    // RFC 4226 §5.1: "8-byte counter value, the moving factor"; §5.2: "hashed high-order byte first".
    let mac = hmac.chain_update(counter.value().to_be_bytes()).finalize();
    dynamic_truncation(mac.as_bytes())
}

/// DT of [RFC 4226 §5.3]: the 31-bit number in `mac`, at the place that its last byte names.
///
/// Over the last byte of whatever length the hash has, as RFC 6238 Appendix A does. Every OATH code is this number
/// modulo a power of ten, those of OCRA (RFC 6287 §5.1) included.
///
/// [RFC 4226 §5.3]: https://www.rfc-editor.org/rfc/rfc4226#section-5.3
pub fn dynamic_truncation(mac: &[u8]) -> u32 {
    let offset = mac.last().map_or(0, |last| usize::from(last & OFFSET_BITS));
    let p = mac.iter().skip(offset).take(4).fold(0, |p: u32, byte| (p << 8) | u32::from(*byte));
    p & LAST_31_BITS
}

/// "Let `OffsetBits` be the low-order 4 bits of `String[19]`" (RFC 4226 §5.3).
const OFFSET_BITS: u8 = 0x0f;
/// "Return the Last 31 bits of P" (RFC 4226 §5.3).
const LAST_31_BITS: u32 = 0x7fff_ffff;

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4226 §5.4.
    #[test]
    fn the_example_of_the_rfc() {
        let mac = hex::decode("1f8698690e02ca16618550ef7f19da8e945b555a").unwrap();
        assert_eq!(dynamic_truncation(&mac), 0x50ef_7f19);
    }

    #[test]
    fn every_offset_and_the_masked_bit() {
        for offset in 0..=15_u8 {
            let mut mac = [0_u8; 20];
            mac[19] = 0xf0 | offset;
            let start = usize::from(offset);
            mac[start] = 0xff;
            if start + 3 < 19 {
                mac[start + 3] = 0x01;
                assert_eq!(dynamic_truncation(&mac), 0x7f00_0001, "offset {offset}");
            } else {
                assert_eq!(dynamic_truncation(&mac) & 0x7fff_ff00, 0x7f00_0000, "offset {offset}");
            }
        }
    }
}
