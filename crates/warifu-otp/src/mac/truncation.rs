/// DT of [RFC 4226 §5.3]: the 31-bit number in `mac`, at the place that its last byte names.
///
/// By the last byte of the hash, however long it is, as RFC 6238 Appendix A does. Every OATH code is this number
/// modulo a power of ten, those of OCRA (RFC 6287 §5.1) included.
///
/// # Panics
///
/// If `mac` has fewer than 20 bytes. No hash function of [`HashAlgorithm`](crate::HashAlgorithm) gives fewer.
///
/// [RFC 4226 §5.3]: https://www.rfc-editor.org/rfc/rfc4226#section-5.3
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "the offset is at most 15, and a MAC has 20 bytes or more"
)]
#[inline]
pub fn dynamic_truncation(mac: &[u8]) -> u32 {
    assert!(mac.len() >= 20, "not a MAC of a hash function here");
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
