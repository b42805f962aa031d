//! The key derivation function of [SP 800-108r1 §4.1]: counter mode with HMAC-SHA-256.
//!
//! ```text
//! T(i)   = HMAC-SHA-256(key, u32 i ‖ label ‖ 00 ‖ contexts ‖ u32 length in bits)
//! output = T(1) ‖ T(2) ‖ …
//! ```
//!
//! Counter, label, separator, context and length in the order of the recommendation, so that a hardware module makes the
//! same keys (`CKM_SP800_108_COUNTER_KDF` of PKCS#11). Our keys are uniform: nothing has to be extracted first.
//!
//! [SP 800-108r1 §4.1]: https://doi.org/10.6028/NIST.SP.800-108r1-upd1

use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::SecretBuf;
use crate::hash::hmac_keyed;

/// `N` bytes derived from `key`; `N` is a whole number of blocks.
pub(super) fn derive<const N: usize>(
    key: &[u8; 32],
    label: &str,
    contexts: &[&[u8]],
) -> Zeroizing<[u8; N]> {
    const { assert!(N.is_multiple_of(BLOCK)) };
    let contexts = joined(contexts);
    let mut output = Zeroizing::new([0; N]);
    for (counter, block) in (1_u32..).zip(output.chunks_exact_mut(BLOCK)) {
        let mut mac = keyed(key);
        mac.update(&counter.to_be_bytes());
        mac.update(label.as_bytes());
        mac.update(&[SEPARATOR]);
        mac.update(contexts.as_slice());
        mac.update(&const { bits(N) }.to_be_bytes());
        block.copy_from_slice(finished(mac).as_slice());
    }
    output
}

/// HMAC-SHA-256 under a 32-byte key.
pub(super) fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    hmac_keyed(key)
}

/// The whole tag, wiped on drop.
pub(super) fn finished(mac: Hmac<Sha256>) -> Zeroizing<[u8; BLOCK]> {
    Zeroizing::new(mac.finalize().into_bytes().into())
}

/// Each value behind a length byte, so that no byte can move from one to the next.
#[expect(
    clippy::expect_used,
    reason = "the longest are those of the instance key, at most 48 bytes; its test would fail first"
)]
fn joined(contexts: &[&[u8]]) -> SecretBuf<64> {
    SecretBuf::written(|writer| contexts.iter().try_for_each(|value| writer.short_bytes(value)))
        .expect("every context fits")
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::arithmetic_side_effects,
    reason = "at most two blocks; `try_from` is not const"
)]
const fn bits(length: usize) -> u32 {
    (length * 8) as u32
}

/// Between label and context: "an all-zero octet". No label contains one.
const SEPARATOR: u8 = 0;

/// What one HMAC-SHA-256 gives, in bytes.
const BLOCK: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by Python's `hmac` from the formula above, and by the `cryptography` package's `KBKDFHMAC`.
    #[test]
    fn other_implementations_agree() {
        let key = core::array::from_fn(|index| u8::try_from(index).unwrap());
        let one = derive::<32>(&key, "warifu/1 test", &[]);
        assert_eq!(hex::encode(*one), GOLDEN[0]);
        let two = derive::<64>(&key, "warifu/1 test", &[b"ab", b"c"]);
        assert_eq!(hex::encode(*two), GOLDEN[1]);
    }

    #[test]
    fn every_part_counts() {
        let derived = |label, contexts: &[&[u8]]| *derive::<32>(&[7; 32], label, contexts);
        let base = derived("one", &[b"ab", b"c"]);
        assert_ne!(base, derived("two", &[b"ab", b"c"]));
        assert_ne!(base, derived("one", &[b"a", b"bc"]), "a byte moved across a boundary");
        assert_ne!(base, derived("one", &[b"ab"]));
        assert_ne!(base, derive::<64>(&[7; 32], "one", &[b"ab", b"c"])[..32], "the length counts");
    }

    const GOLDEN: [&str; 2] = [
        "7b692fd3e890132421a3801fc81dca735e3f3bd87519fe08725a4a83837624e1",
        "4d1714a2d9c7359825c9ba75aede08dc109caefe76ab68384826f48d2220fe67\
         b11d89f18bcc0743c7be07fa3c872a87a8ec935f04b7c40f8c23b3c0b4ce2553",
    ];
}
