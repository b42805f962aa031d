//! Triple DES, for reading what was written long ago.

use des::{TdesEde2, TdesEde3};
use sha1::{Digest, Sha1};
use warifu_core::Secret;
use zeroize::Zeroizing;

use super::algorithm::{Cipher, Family, Lengths, Mode};
use super::cbc;

/// The plain bytes of what was encrypted in CBC mode.
fn decrypt(key: &[u8], cipher_text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    if key.len() == TWO_KEY_LENGTH {
        cbc::decrypt::<TdesEde2>(key, cipher_text)
    } else {
        cbc::decrypt::<TdesEde3>(key, cipher_text)
    }
}

/// The key that was wrapped by [RFC 3217 §3.2]; unlike there, of any number of blocks.
///
/// [RFC 3217 §3.2]: https://www.rfc-editor.org/rfc/rfc3217#section-3.2
fn unwrap(key: &[u8], wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut inner = Zeroizing::new(wrapped.to_vec());
    decrypt_blocks(key, &OUTER_IV, &mut inner)?;
    inner.reverse();
    let (iv, blocks) = inner.split_at_mut_checked(BLOCK)?;
    decrypt_blocks(key, iv, blocks)?;
    let (plain, check_value) = blocks.split_at_checked(blocks.len().checked_sub(BLOCK)?)?;
    let digest = Sha1::digest(plain);
    let difference =
        check_value.iter().zip(&digest).fold(0, |all, (one, other)| all | (one ^ other));
    (difference == 0 && !plain.is_empty()).then(|| Zeroizing::new(plain.to_vec()))
}

fn decrypt_blocks(key: &[u8], iv: &[u8], blocks: &mut [u8]) -> Option<()> {
    if key.len() == TWO_KEY_LENGTH {
        cbc::decrypt_blocks::<TdesEde2>(key, iv, blocks)
    } else {
        cbc::decrypt_blocks::<TdesEde3>(key, iv, blocks)
    }
}

/// Read and never written.
pub(super) const CBC: Cipher = Cipher {
    uri: "http://www.w3.org/2001/04/xmlenc#tripledes-cbc",
    aliases: &[],
    family: Family::TripleDes,
    mode: Mode::Cbc,
    key_length: KEY_LENGTH,
    short_key_length: Some(TWO_KEY_LENGTH),
    iv_length: BLOCK,
    lengths: Lengths {
        step: BLOCK,
        shortest: 2 * BLOCK,
        longest: BLOCK + Secret::MAX_LENGTH + BLOCK,
    },
    decrypt,
    encrypt: None,
};

/// Read and never written. An initialization vector, the key, and its check value.
pub(super) const KEY_WRAP: Cipher = Cipher {
    uri: "http://www.w3.org/2001/04/xmlenc#kw-tripledes",
    mode: Mode::KeyWrap,
    iv_length: 0,
    lengths: Lengths { shortest: 3 * BLOCK, ..CBC.lengths },
    decrypt: unwrap,
    ..CBC
};

/// Length of a block and of an initialization vector, in bytes.
const BLOCK: usize = 8;
/// Length of three keys, in bytes, their parity bits among them. No reader looks at these.
const KEY_LENGTH: usize = 24;
/// Length of two keys, the first of which is used again as the third.
const TWO_KEY_LENGTH: usize = 16;

/// RFC 3217 §3.1, step 8.
const OUTER_IV: [u8; BLOCK] = [0x4a, 0xdd, 0xa2, 0x2c, 0x79, 0xe8, 0x21, 0x05];

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        hex::decode(text).unwrap()
    }

    /// RFC 3217 §4.3 and §4.1.
    #[test]
    fn rfc_3217() {
        let key = bytes("255e0d1c07b646dfb3134cc843ba8aa71f025b7c0838251f");
        let mut wrapped = bytes(
            "690107618ef092b3b48ca1796b234ae9fa33ebb4159604037db5d6a84eb3aac2768c632775a467d4",
        );
        assert_eq!(
            hex::encode(unwrap(&key, &wrapped).unwrap()),
            "2923bf85e06dd6ae529149f1f1bae9eab3a7da3d860d3e98"
        );
        for index in 0..wrapped.len() {
            wrapped[index] ^= 0x10;
            assert!(unwrap(&key, &wrapped).is_none(), "{index}");
            wrapped[index] ^= 0x10;
        }
        assert!(unwrap(&key[..16], &wrapped).is_none());
        for length in [0, 8, 16, 23, 39] {
            assert!(unwrap(&key, &wrapped[..length]).is_none(), "{length}");
        }
    }

    /// NIST SP 800-67, appendix B, whose blocks OpenSSL encrypted in CBC mode under zeros.
    #[test]
    fn two_keys_are_three_of_which_two_are_one() {
        let two = bytes("0123456789abcdef23456789abcdef01");
        let three = [&two[..], &two[..8]].concat();
        for length in [16, 24, 32] {
            let text: Vec<u8> = (0..length).collect();
            assert_eq!(decrypt(&two, &text), decrypt(&three, &text));
            let (mut one, mut other) = (text.clone(), text);
            decrypt_blocks(&two, &[0; 8], &mut one).unwrap();
            decrypt_blocks(&three, &[0; 8], &mut other).unwrap();
            assert_eq!(one, other);
        }
        let mut block = bytes("a826fd8ce53b855fcce21c8112256fe668d5c05dd9b6b900");
        let key = bytes("0123456789abcdef23456789abcdef01456789abcdef0123");
        decrypt_blocks(&key, &[0; 8], &mut block).unwrap();
        assert_eq!(&block[..8], b"The qufc");
    }
}
