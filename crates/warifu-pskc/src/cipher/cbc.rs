//! Cipher block chaining with the padding of [XML Encryption §5.2].
//!
//! [XML Encryption §5.2]: https://www.w3.org/TR/2002/REC-xmlenc-core-20021210/#sec-Alg-Block

use cbc::cipher::common::BlockSizeUser;
use cbc::cipher::typenum::Unsigned;
use cbc::cipher::{
    Block, BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit,
    KeyIvInit,
};
use cbc::{Decryptor, Encryptor};
use zeroize::Zeroizing;

/// The plain bytes behind an initialization vector and whole blocks.
pub(super) fn decrypt<C>(key: &[u8], cipher_text: &[u8]) -> Option<Zeroizing<Vec<u8>>>
where
    C: BlockCipherDecrypt + KeyInit,
{
    let (iv, body) = cipher_text.split_at_checked(block_length::<C>())?;
    let mut plain = Zeroizing::new(body.to_vec());
    decrypt_blocks::<C>(key, iv, &mut plain)?;
    let length = unpadded_length(&plain, block_length::<C>())?;
    plain.truncate(length);
    Some(plain)
}

/// `iv` and the blocks of `plain`, padded as PKCS #5 pads: RFC 6030 §6.4 recommends it, and it is one of the paddings
/// that XML Encryption allows.
pub(super) fn encrypt<C>(key: &[u8], plain: &[u8], iv: &[u8]) -> Option<Vec<u8>>
where
    C: BlockCipherEncrypt + KeyInit,
{
    let block = block_length::<C>();
    let mut encryptor = Encryptor::<C>::new_from_slices(key, iv).ok()?;
    let added = block.checked_sub(plain.len().checked_rem(block)?)?;
    let length = plain.len().checked_add(added)?;
    // Encrypted in place, and never grown: no plain byte is left behind.
    let mut out = Vec::with_capacity(iv.len().checked_add(length)?);
    out.extend_from_slice(iv);
    out.extend_from_slice(plain);
    out.extend(std::iter::repeat_n(u8::try_from(added).ok()?, added));
    for chunk in out.get_mut(iv.len()..)?.chunks_exact_mut(block) {
        encryptor.encrypt_block(<&mut Block<C>>::try_from(chunk).ok()?);
    }
    Some(out)
}

/// Decrypts whole blocks in place; the padding stays.
pub(super) fn decrypt_blocks<C>(key: &[u8], iv: &[u8], blocks: &mut [u8]) -> Option<()>
where
    C: BlockCipherDecrypt + KeyInit,
{
    let mut decryptor = Decryptor::<C>::new_from_slices(key, iv).ok()?;
    let mut chunks = blocks.chunks_exact_mut(block_length::<C>());
    for chunk in &mut chunks {
        decryptor.decrypt_block(<&mut Block<C>>::try_from(chunk).ok()?);
    }
    chunks.into_remainder().is_empty().then_some(())
}

fn block_length<C: BlockSizeUser>() -> usize {
    C::BlockSize::USIZE
}

/// XML Encryption §5.2: the last byte is the number of bytes added, 1 to a block; the other added bytes are arbitrary.
fn unpadded_length(plain: &[u8], block: usize) -> Option<usize> {
    let added = usize::from(*plain.last()?);
    if added == 0 || added > block { None } else { plain.len().checked_sub(added) }
}

#[cfg(test)]
mod tests {
    use aes::{Aes128, Aes192, Aes256};
    use camellia::{Camellia128, Camellia192, Camellia256};
    use cbc::cipher::typenum::U16;

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        hex::decode(text).unwrap()
    }

    fn counted(length: u8) -> Vec<u8> {
        (0..length).collect()
    }

    /// NIST SP 800-38A, F.2: four blocks, which end in bytes that are no padding, and the padded block behind them.
    fn nist<C>(key: &str, cipher_text: &str)
    where
        C: BlockCipherDecrypt + BlockCipherEncrypt + BlockSizeUser<BlockSize = U16> + KeyInit,
    {
        let (key, iv, expected) = (bytes(key), counted(16), bytes(cipher_text));
        let mut blocks = expected.clone();
        decrypt_blocks::<C>(&key, &iv, &mut blocks).unwrap();
        assert_eq!(
            hex::encode(&blocks),
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51\
             30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
        );
        let out = encrypt::<C>(&key, &blocks, &iv).unwrap();
        assert_eq!((&out[..16], &out[16..80], out.len()), (&iv[..], &expected[..], 96));
        assert_eq!(*decrypt::<C>(&key, &out).unwrap(), blocks);
    }

    #[test]
    fn nist_f_2() {
        nist::<Aes128>(
            "2b7e151628aed2a6abf7158809cf4f3c",
            "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2\
             73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7",
        );
        nist::<Aes192>(
            "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
            "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a\
             571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd",
        );
        nist::<Aes256>(
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d\
             39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b",
        );
    }

    /// RFC 3713, appendix A: under an initialization vector of zeros, one block in CBC mode is the bare cipher.
    #[test]
    fn rfc_3713() {
        fn one<C: BlockCipherEncrypt + BlockCipherDecrypt + KeyInit>(
            length: usize,
            expected: &str,
        ) {
            let key = bytes("0123456789abcdeffedcba987654321000112233445566778899aabbccddeeff");
            let plain = bytes("0123456789abcdeffedcba9876543210");
            let out = encrypt::<C>(&key[..length], &plain, &[0; 16]).unwrap();
            assert_eq!(hex::encode(&out[16..32]), expected);
            assert_eq!(*decrypt::<C>(&key[..length], &out).unwrap(), plain);
        }
        one::<Camellia128>(16, "67673138549669730857065648eabe43");
        one::<Camellia192>(24, "b4993401b3e996f84ee5cee7d79b09b9");
        one::<Camellia256>(32, "9acc237dff16d76c20ef7c919e3a7509");
    }

    /// Written by OpenSSL, which pads as PKCS #5 does.
    #[test]
    fn camellia_with_padding() {
        let expected = "000102030405060708090a0b0c0d0e0f\
                        477650012aa6284033e1b85321eef770532f7ca0cf91c829b7752ce17076d24b";
        let out = encrypt::<Camellia128>(&counted(16), &counted(20), &counted(16)).unwrap();
        assert_eq!(hex::encode(out), expected);
    }

    #[test]
    fn padding_is_a_length_and_arbitrary_bytes() {
        let mut plain = [7; 32];
        for (last, length) in [(0, None), (1, Some(31)), (16, Some(16)), (17, None), (255, None)] {
            plain[31] = last;
            assert_eq!(unpadded_length(&plain, 16), length, "{last}");
        }
        assert_eq!(unpadded_length(&plain, 8), None);
        assert_eq!(unpadded_length(&[], 16), None);
    }

    #[test]
    fn every_length_and_back() {
        for length in 0..=48 {
            let out = encrypt::<Aes128>(&[1; 16], &counted(length), &[2; 16]).unwrap();
            assert_eq!(out.len(), 32 + usize::from(length) / 16 * 16);
            assert_eq!(*decrypt::<Aes128>(&[1; 16], &out).unwrap(), counted(length));
        }
    }

    #[test]
    fn broken_lengths_are_refused() {
        for length in [0, 15, 16, 17, 31, 33, 47] {
            assert!(decrypt::<Aes128>(&[1; 16], &vec![0; length]).is_none(), "{length}");
        }
        assert!(decrypt::<Aes128>(&[1; 32], &[0; 32]).is_none());
        assert!(encrypt::<Aes128>(&[1; 32], &[0; 32], &[0; 16]).is_none());
        assert!(encrypt::<Aes128>(&[1; 16], &[0; 32], &[0; 15]).is_none());
    }
}
