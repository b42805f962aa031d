use aes::{Aes128, Aes192, Aes256};
use cbc::Decryptor;
use cbc::cipher::consts::U16;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use zeroize::Zeroizing;

/// AES in CBC mode, under the identifiers of [XML Encryption §5.2.2].
///
/// [XML Encryption §5.2.2]: https://www.w3.org/TR/2002/REC-xmlenc-core-20021210/#sec-Alg-Block
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cipher {
    Aes128,
    Aes192,
    Aes256,
}

impl Cipher {
    pub(crate) fn of_uri(uri: &str) -> Option<Self> {
        match uri {
            "http://www.w3.org/2001/04/xmlenc#aes128-cbc" => Some(Self::Aes128),
            "http://www.w3.org/2001/04/xmlenc#aes192-cbc" => Some(Self::Aes192),
            "http://www.w3.org/2001/04/xmlenc#aes256-cbc" => Some(Self::Aes256),
            _ => None,
        }
    }

    pub(crate) const fn key_length(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }

    /// The plain bytes of `cipher_text`, which is an initialization vector and whole blocks.
    ///
    /// `None` for a wrong length or impossible padding. The caller must not let the two be told from a wrong MAC.
    pub(crate) fn decrypt(self, key: &[u8], cipher_text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (iv, body) = cipher_text.split_at_checked(BLOCK)?;
        let mut plain = Zeroizing::new(body.to_vec());
        match self {
            Self::Aes128 => decrypt_blocks::<Aes128>(key, iv, &mut plain),
            Self::Aes192 => decrypt_blocks::<Aes192>(key, iv, &mut plain),
            Self::Aes256 => decrypt_blocks::<Aes256>(key, iv, &mut plain),
        }?;
        let length = unpadded_length(&plain)?;
        plain.truncate(length);
        Some(plain)
    }
}

fn decrypt_blocks<C>(key: &[u8], iv: &[u8], blocks: &mut [u8]) -> Option<()>
where
    C: BlockCipherDecrypt<BlockSize = U16> + KeyInit,
{
    let mut decryptor = Decryptor::<C>::new_from_slices(key, iv).ok()?;
    let mut chunks = blocks.chunks_exact_mut(BLOCK);
    for block in &mut chunks {
        decryptor.decrypt_block(block.try_into().ok()?);
    }
    chunks.into_remainder().is_empty().then_some(())
}

/// XML Encryption §5.2: the last byte is the number of bytes added, 1 to 16; the other added bytes are arbitrary.
fn unpadded_length(plain: &[u8]) -> Option<usize> {
    let added = usize::from(*plain.last()?);
    if added == 0 || added > BLOCK { None } else { plain.len().checked_sub(added) }
}

/// Length of a block of AES, and of the initialization vector, in bytes.
pub(crate) const BLOCK: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        hex::decode(text).unwrap()
    }

    /// NIST SP 800-38A, F.2.2, F.2.4 and F.2.6: the first two blocks, which end in bytes that are no padding.
    #[test]
    fn nist_blocks() {
        let vectors: [(&str, &str); 3] = [
            (
                "2b7e151628aed2a6abf7158809cf4f3c",
                "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2",
            ),
            (
                "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
                "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a",
            ),
            (
                "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d",
            ),
        ];
        let iv = bytes("000102030405060708090a0b0c0d0e0f");
        for (key, cipher_text) in vectors {
            let (key, mut blocks) = (bytes(key), bytes(cipher_text));
            match key.len() {
                16 => decrypt_blocks::<Aes128>(&key, &iv, &mut blocks),
                24 => decrypt_blocks::<Aes192>(&key, &iv, &mut blocks),
                _ => decrypt_blocks::<Aes256>(&key, &iv, &mut blocks),
            }
            .unwrap();
            assert_eq!(
                hex::encode(blocks),
                "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
            );
        }
    }

    #[test]
    fn padding_is_a_length_and_arbitrary_bytes() {
        let mut plain = [7; 32];
        for (last, length) in [(0, None), (1, Some(31)), (16, Some(16)), (17, None), (255, None)] {
            plain[31] = last;
            assert_eq!(unpadded_length(&plain), length, "{last}");
        }
        assert_eq!(unpadded_length(&[]), None);
    }

    #[test]
    fn broken_lengths_are_refused() {
        for length in [0, 15, 16, 17, 31, 33, 47] {
            assert!(Cipher::Aes128.decrypt(&[1; 16], &vec![0; length]).is_none(), "{length}");
        }
        assert!(Cipher::Aes128.decrypt(&[1; 32], &[0; 32]).is_none());
    }
}
