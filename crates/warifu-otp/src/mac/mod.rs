//! HMAC over the moving factor, and the number that is taken from it.

#[cfg(feature = "wide")]
mod compress;
mod midstates;
#[cfg(feature = "wide")]
mod wide;

use warifu_core::hash::{HashAlgorithm, Keyed};
use warifu_core::{Counter, Secret};

use midstates::{AsMidstates, Truncate};

/// A secret that HMAC has absorbed: from here a code costs two compressions.
pub(crate) struct Key(Keyed<AsMidstates>);

impl Key {
    pub(crate) fn new(secret: &Secret, algorithm: HashAlgorithm) -> Self {
        Self(Keyed::new(algorithm, secret.expose()))
    }

    pub(crate) const fn algorithm(&self) -> HashAlgorithm {
        self.0.algorithm()
    }

    /// Steps 1 and 2 of RFC 4226 §5.3: the 31-bit number Snum.
    pub(crate) fn truncated(&self, counter: Counter) -> u32 {
        let mut number = 0;
        self.truncated_all(core::iter::once((counter, ())), |(), snum| number = snum);
        number
    }

    /// Shows Snum of each counter, together with what came along with the counter.
    pub(crate) fn truncated_all<T>(
        &self,
        counters: impl Iterator<Item = (Counter, T)>,
        show: impl FnMut(T, u32),
    ) {
        self.0.visit(Truncate { counters, show });
    }
}

/// Snum of several moving factors together, each under its own key; in wide lanes where that is quicker.
pub(crate) fn truncated_each(keys: &[&Key; LANES], counters: &[u64; LANES]) -> [u32; LANES] {
    #[cfg(feature = "wide")]
    if let Some(numbers) = wide::truncated(keys, counters) {
        return numbers;
    }
    let mut numbers = [0; LANES];
    for ((number, key), &counter) in numbers.iter_mut().zip(keys).zip(counters) {
        *number = key.truncated(Counter::new(counter));
    }
    numbers
}

/// How many numbers are computed together: one for each 32-bit lane of AVX-512.
pub(crate) const LANES: usize = 16;

/// DT of [RFC 4226 §5.3]: the 31-bit number in `mac`, at the place that its last byte names.
///
/// By the last byte of the hash, however long it is, as RFC 6238 Appendix A does. Every OATH code is this number
/// modulo a power of ten, those of OCRA (RFC 6287 §5.1) included.
///
/// # Panics
///
/// For fewer than 20 bytes. No hash function of [`HashAlgorithm`] gives fewer.
///
/// [RFC 4226 §5.3]: https://www.rfc-editor.org/rfc/rfc4226#section-5.3
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "the offset is at most 15, and a MAC has 20 bytes or more"
)]
#[inline]
pub fn dynamic_truncation(mac: &[u8]) -> u32 {
    debug_assert!(mac.len() >= 20, "not a MAC of any hash function here");
    let offset = usize::from(mac[mac.len() - 1] & OFFSET_BITS);
    let p = [mac[offset], mac[offset + 1], mac[offset + 2], mac[offset + 3]];
    u32::from_be_bytes(p) & LAST_31_BITS
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
