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

use crate::hash::hmac_keyed;

/// Fills `output`, one block after the other, with what is derived from `key`. In place: an array that is returned
/// would be copied from one stack frame to the next. One function for one block and for two saves flash of firmware.
pub(super) fn derive(
    key: &[u8; 32],
    label: &str,
    contexts: &[&[u8]],
    output: &mut [&mut [u8; BLOCK]],
) {
    let length = bits(output.len());
    for (counter, block) in (1_u32..).zip(output) {
        let mut mac = keyed(key);
        mac.update(&counter.to_be_bytes());
        mac.update(label.as_bytes());
        mac.update(&[SEPARATOR]);
        for context in contexts {
            // Each behind a length byte, so that no byte can move from one to the next.
            mac.update(&[length_byte(context)]);
            mac.update(context);
        }
        mac.update(&length.to_be_bytes());
        block.copy_from_slice(finished(mac).as_slice());
    }
}

/// HMAC-SHA-256 under a 32-byte key.
pub(super) fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    hmac_keyed(key)
}

/// The whole tag, wiped on drop.
pub(super) fn finished(mac: Hmac<Sha256>) -> Zeroizing<[u8; BLOCK]> {
    Zeroizing::new(mac.finalize().into_bytes().into())
}

#[expect(clippy::expect_used, reason = "the longest are the 16 bytes of a registration's nonce")]
fn length_byte(context: &[u8]) -> u8 {
    u8::try_from(context.len()).expect("every context is short")
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::arithmetic_side_effects,
    reason = "at most two blocks"
)]
const fn bits(blocks: usize) -> u32 {
    (blocks * BLOCK * 8) as u32
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
        let [one] = derived(&key, "warifu/1 test", &[]);
        assert_eq!(hex::encode(one), GOLDEN[0]);
        let two: [_; 2] = derived(&key, "warifu/1 test", &[b"ab", b"c"]);
        assert_eq!(hex::encode(two.concat()), GOLDEN[1]);
    }

    #[test]
    fn every_part_counts() {
        let one_block = |label, contexts: &[&[u8]]| {
            let [block] = derived(&[7; 32], label, contexts);
            block
        };
        let base = one_block("one", &[b"ab", b"c"]);
        assert_ne!(base, one_block("two", &[b"ab", b"c"]));
        assert_ne!(base, one_block("one", &[b"a", b"bc"]), "a byte moved across a boundary");
        assert_ne!(base, one_block("one", &[b"ab"]));
        let [first, _] = derived(&[7; 32], "one", &[b"ab", b"c"]);
        assert_ne!(base, first, "the length counts");
    }

    fn derived<const N: usize>(key: &[u8; 32], label: &str, contexts: &[&[u8]]) -> [[u8; 32]; N] {
        let mut output = [[0; 32]; N];
        derive(key, label, contexts, &mut output.each_mut());
        output
    }

    const GOLDEN: [&str; 2] = [
        "7b692fd3e890132421a3801fc81dca735e3f3bd87519fe08725a4a83837624e1",
        "4d1714a2d9c7359825c9ba75aede08dc109caefe76ab68384826f48d2220fe67\
         b11d89f18bcc0743c7be07fa3c872a87a8ec935f04b7c40f8c23b3c0b4ce2553",
    ];
}
