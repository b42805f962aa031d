//! Key wrap by [RFC 3394] and, for what that cannot wrap, by [RFC 5649].
//!
//! RFC 6030 §6.1: "KW-AES128 requires that the key to be protected must be a multiple of 8 bytes in length. Hence, if keys
//! of a different length have to be protected, then the usage of the key-wrap algorithm with padding, as described in
//! \[RFC5649\] is RECOMMENDED." It names no URI for that. python-pskc takes the one of RFC 3394 for both; the two cannot be
//! mixed up, since their initial values differ. So do we, and for Camellia alike.
//!
//! [RFC 3394]: https://www.rfc-editor.org/rfc/rfc3394
//! [RFC 5649]: https://www.rfc-editor.org/rfc/rfc5649

use aes_kw::cipher::consts::U16;
use aes_kw::cipher::{BlockCipherDecrypt, BlockCipherEncrypt};
use aes_kw::{AesKw, AesKwp, KeyInit};
use zeroize::Zeroizing;

/// The key that was wrapped.
pub(super) fn unwrap<C>(key: &[u8], wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>>
where
    C: BlockCipherDecrypt<BlockSize = U16> + KeyInit,
{
    let mut room = Zeroizing::new(vec![0; wrapped.len()]);
    if wrapped.len() >= SHORTEST_UNPADDED {
        let unpadded = AesKw::<C>::new_from_slice(key).ok()?;
        if let Ok(plain) = unpadded.unwrap_key(wrapped, &mut room) {
            let length = plain.len();
            room.truncate(length);
            return Some(room);
        }
    }
    let padded = AesKwp::<C>::new_from_slice(key).ok()?;
    let length = padded.unwrap_key(wrapped, &mut room).ok()?.len();
    room.truncate(length);
    Some(room)
}

/// RFC 3394 for two and more blocks of eight bytes, RFC 5649 for any other length.
pub(super) fn wrap<C>(key: &[u8], plain: &[u8]) -> Option<Vec<u8>>
where
    C: BlockCipherEncrypt<BlockSize = U16> + KeyInit,
{
    let blocks = plain.len().div_ceil(STEP).max(1);
    let mut out = vec![0; blocks.checked_add(1)?.checked_mul(STEP)?];
    let is_unpadded = plain.len().is_multiple_of(STEP) && blocks > 1;
    if is_unpadded {
        AesKw::<C>::new_from_slice(key).ok()?.wrap_key(plain, &mut out).ok()?;
    } else {
        AesKwp::<C>::new_from_slice(key).ok()?.wrap_key(plain, &mut out).ok()?;
    }
    Some(out)
}

/// What every length is a multiple of, in bytes.
pub(super) const STEP: usize = 8;

/// RFC 3394 §2.2: the key data has at least two blocks; another holds the initial value.
const SHORTEST_UNPADDED: usize = 3 * STEP;

#[cfg(test)]
mod tests {
    use aes::{Aes128, Aes192, Aes256};
    use camellia::{Camellia128, Camellia192, Camellia256};

    use super::*;

    fn counted(length: u8) -> Vec<u8> {
        (0..length).collect()
    }

    fn both_ways<C>(key: &[u8], plain: &[u8], wrapped: &str)
    where
        C: BlockCipherEncrypt<BlockSize = U16> + BlockCipherDecrypt<BlockSize = U16> + KeyInit,
    {
        assert_eq!(hex::encode(wrap::<C>(key, plain).unwrap()), wrapped);
        let mut wrapped = hex::decode(wrapped).unwrap();
        assert_eq!(*unwrap::<C>(key, &wrapped).unwrap(), plain);
        for index in 0..wrapped.len() {
            wrapped[index] ^= 1;
            assert!(unwrap::<C>(key, &wrapped).is_none(), "{index}");
            wrapped[index] ^= 1;
        }
        assert!(unwrap::<C>(&key[1..], &wrapped).is_none());
        assert!(wrap::<C>(&key[1..], plain).is_none());
    }

    #[test]
    fn rfc_3394() {
        let plain = hex::decode("00112233445566778899aabbccddeeff0001020304050607").unwrap();
        let longest = [&plain[..16], &counted(16)].concat();
        // 4.1 to 4.6
        both_ways::<Aes128>(
            &counted(16),
            &plain[..16],
            "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5",
        );
        both_ways::<Aes192>(
            &counted(24),
            &plain[..16],
            "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d",
        );
        both_ways::<Aes256>(
            &counted(32),
            &plain[..16],
            "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7",
        );
        both_ways::<Aes192>(
            &counted(24),
            &plain,
            "031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2",
        );
        both_ways::<Aes256>(
            &counted(32),
            &plain,
            "a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1",
        );
        both_ways::<Aes256>(
            &counted(32),
            &longest,
            "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21",
        );
    }

    #[test]
    fn rfc_5649() {
        let key = hex::decode("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8").unwrap();
        let twenty = hex::decode("c37b7e6492584340bed12207808941155068f738").unwrap();
        both_ways::<Aes192>(
            &key,
            &twenty,
            "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a",
        );
        let seven = hex::decode("466f7250617369").unwrap();
        both_ways::<Aes192>(&key, &seven, "afbeb0f07dfbf5419200f2ccb50bb24f");
    }

    /// Made with OpenSSL's Camellia by python-pskc 1.4.
    #[test]
    fn camellia() {
        let plain = hex::decode("00112233445566778899aabbccddeeff").unwrap();
        both_ways::<Camellia128>(
            &counted(16),
            &plain,
            "635d6ac46eedebd3a7f4a06421a4cbd1746b24795ba2f708",
        );
        both_ways::<Camellia192>(
            &counted(24),
            &plain,
            "fe8f5c4e2164cdfe36233c9f898f93df6e6f1d892d187742",
        );
        both_ways::<Camellia256>(
            &counted(32),
            &plain,
            "b43e6793ee3b35b7698253b26bad0ca2d5e7793c6f5ddd48",
        );
        both_ways::<Camellia256>(
            &counted(32),
            &counted(20),
            "3910ec40ebf0488fe015b5b87366d9fcbcd1a2b57c249ef7cb12c7c10dbaffcc",
        );
    }

    #[test]
    fn every_length_and_back() {
        for length in 1..=128 {
            let wrapped = wrap::<Aes128>(&counted(16), &counted(length)).unwrap();
            assert_eq!(wrapped.len(), usize::from(length).next_multiple_of(8) + 8);
            assert_eq!(*unwrap::<Aes128>(&counted(16), &wrapped).unwrap(), counted(length));
        }
    }

    #[test]
    fn broken_lengths_are_refused() {
        for length in [0, 7, 8, 9, 15, 16, 17, 23, 24, 25] {
            assert!(unwrap::<Aes128>(&[1; 16], &vec![0; length]).is_none(), "{length}");
        }
    }
}
