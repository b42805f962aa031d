//! The encryption algorithms of RFC 6030 §6.1, under the identifiers of XML Encryption and [RFC 6931].
//!
//! [RFC 6931]: https://www.rfc-editor.org/rfc/rfc6931

mod cbc;
mod key_wrap;
mod names;
#[cfg(feature = "legacy-3des")]
mod triple_des;

use aes::{Aes128, Aes192, Aes256};
use camellia::{Camellia128, Camellia192, Camellia256};
use warifu_core::Secret;
use zeroize::Zeroizing;

/// How a value is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cipher {
    Cbc(BlockCipher),
    KeyWrap(BlockCipher),
    #[cfg(feature = "legacy-3des")]
    TripleDesCbc,
    #[cfg(feature = "legacy-3des")]
    TripleDesKeyWrap,
}

/// A block cipher with blocks of 16 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockCipher {
    Aes128,
    Aes192,
    Aes256,
    Camellia128,
    Camellia192,
    Camellia256,
}

impl Cipher {
    /// Length of a key, in bytes; for Triple DES that of three keys.
    pub(crate) const fn key_length(self) -> usize {
        match self {
            Self::Cbc(cipher) | Self::KeyWrap(cipher) => cipher.key_length(),
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesCbc | Self::TripleDesKeyWrap => triple_des::KEY_LENGTH,
        }
    }

    /// Whether a key may have this length, in bytes.
    pub(crate) fn takes_key_of(self, length: usize) -> bool {
        match self {
            Self::Cbc(_) | Self::KeyWrap(_) => length == self.key_length(),
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesCbc | Self::TripleDesKeyWrap => {
                [triple_des::KEY_LENGTH, triple_des::TWO_KEY_LENGTH].contains(&length)
            }
        }
    }

    /// Whether a changed cipher text does not decrypt, so that RFC 6030 §6.1.1 asks for no MAC.
    pub(crate) const fn authenticates(self) -> bool {
        match self {
            Self::Cbc(_) => false,
            Self::KeyWrap(_) => true,
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesCbc => false,
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesKeyWrap => true,
        }
    }

    /// Length of the initialization vector in front of the cipher text, in bytes; 0 where none can be seen.
    pub(crate) const fn iv_length(self) -> usize {
        match self {
            Self::Cbc(_) => BLOCK,
            Self::KeyWrap(_) => 0,
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesCbc => triple_des::BLOCK,
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesKeyWrap => 0,
        }
    }

    /// Whether a secret or a MAC key can have a cipher text of so many bytes, the initialization vector among them.
    pub(crate) fn can_have_length(self, length: usize) -> bool {
        let (step, shortest, longest) = match self {
            Self::Cbc(_) => (BLOCK, 2 * BLOCK, BLOCK + Secret::MAX_LENGTH + BLOCK),
            Self::KeyWrap(_) => (key_wrap::STEP, BLOCK, key_wrap::STEP + Secret::MAX_LENGTH),
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesCbc => triple_des::CBC_LENGTHS,
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesKeyWrap => triple_des::KEY_WRAP_LENGTHS,
        };
        (shortest..=longest).contains(&length) && length.is_multiple_of(step)
    }

    /// The plain bytes of `cipher_text`.
    ///
    /// `None` for a wrong length, impossible padding, or a wrong check value. The caller must not let any of them be told
    /// from a wrong MAC.
    pub(crate) fn decrypt(self, key: &[u8], cipher_text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        use BlockCipher as B;
        match self {
            Self::Cbc(B::Aes128) => cbc::decrypt::<Aes128>(key, cipher_text),
            Self::Cbc(B::Aes192) => cbc::decrypt::<Aes192>(key, cipher_text),
            Self::Cbc(B::Aes256) => cbc::decrypt::<Aes256>(key, cipher_text),
            Self::Cbc(B::Camellia128) => cbc::decrypt::<Camellia128>(key, cipher_text),
            Self::Cbc(B::Camellia192) => cbc::decrypt::<Camellia192>(key, cipher_text),
            Self::Cbc(B::Camellia256) => cbc::decrypt::<Camellia256>(key, cipher_text),
            Self::KeyWrap(B::Aes128) => key_wrap::unwrap::<Aes128>(key, cipher_text),
            Self::KeyWrap(B::Aes192) => key_wrap::unwrap::<Aes192>(key, cipher_text),
            Self::KeyWrap(B::Aes256) => key_wrap::unwrap::<Aes256>(key, cipher_text),
            Self::KeyWrap(B::Camellia128) => key_wrap::unwrap::<Camellia128>(key, cipher_text),
            Self::KeyWrap(B::Camellia192) => key_wrap::unwrap::<Camellia192>(key, cipher_text),
            Self::KeyWrap(B::Camellia256) => key_wrap::unwrap::<Camellia256>(key, cipher_text),
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesCbc => triple_des::decrypt(key, cipher_text),
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesKeyWrap => triple_des::unwrap(key, cipher_text),
        }
    }

    /// The cipher text of `plain`, behind `iv` where there is one.
    ///
    /// `None` for lengths that the algorithm does not take, and for Triple DES, in which nothing new is to be encrypted.
    pub(crate) fn encrypt(self, key: &[u8], plain: &[u8], iv: &[u8]) -> Option<Vec<u8>> {
        use BlockCipher as B;
        match self {
            Self::Cbc(B::Aes128) => cbc::encrypt::<Aes128>(key, plain, iv),
            Self::Cbc(B::Aes192) => cbc::encrypt::<Aes192>(key, plain, iv),
            Self::Cbc(B::Aes256) => cbc::encrypt::<Aes256>(key, plain, iv),
            Self::Cbc(B::Camellia128) => cbc::encrypt::<Camellia128>(key, plain, iv),
            Self::Cbc(B::Camellia192) => cbc::encrypt::<Camellia192>(key, plain, iv),
            Self::Cbc(B::Camellia256) => cbc::encrypt::<Camellia256>(key, plain, iv),
            Self::KeyWrap(B::Aes128) => key_wrap::wrap::<Aes128>(key, plain),
            Self::KeyWrap(B::Aes192) => key_wrap::wrap::<Aes192>(key, plain),
            Self::KeyWrap(B::Aes256) => key_wrap::wrap::<Aes256>(key, plain),
            Self::KeyWrap(B::Camellia128) => key_wrap::wrap::<Camellia128>(key, plain),
            Self::KeyWrap(B::Camellia192) => key_wrap::wrap::<Camellia192>(key, plain),
            Self::KeyWrap(B::Camellia256) => key_wrap::wrap::<Camellia256>(key, plain),
            #[cfg(feature = "legacy-3des")]
            Self::TripleDesCbc | Self::TripleDesKeyWrap => None,
        }
    }
}

impl BlockCipher {
    const fn key_length(self) -> usize {
        match self {
            Self::Aes128 | Self::Camellia128 => 16,
            Self::Aes192 | Self::Camellia192 => 24,
            Self::Aes256 | Self::Camellia256 => 32,
        }
    }
}

/// Length of a block of AES and of Camellia, in bytes.
const BLOCK: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK_CIPHERS: [BlockCipher; 6] = [
        BlockCipher::Aes128,
        BlockCipher::Aes192,
        BlockCipher::Aes256,
        BlockCipher::Camellia128,
        BlockCipher::Camellia192,
        BlockCipher::Camellia256,
    ];

    pub(super) fn ciphers() -> Vec<Cipher> {
        let modes = |cipher| [Cipher::Cbc(cipher), Cipher::KeyWrap(cipher)];
        let all = BLOCK_CIPHERS.into_iter().flat_map(modes);
        #[cfg(feature = "legacy-3des")]
        let all = all.chain([Cipher::TripleDesCbc, Cipher::TripleDesKeyWrap]);
        all.collect()
    }

    /// What is written can be read back, has a length that is possible, and is not read with another key.
    #[test]
    fn every_cipher_and_length() {
        for cipher in ciphers() {
            let key = vec![7; cipher.key_length()];
            let other = vec![8; cipher.key_length()];
            assert!(cipher.takes_key_of(key.len()) && !cipher.takes_key_of(key.len() + 1));
            let iv = vec![9; cipher.iv_length()];
            for length in 1..=Secret::MAX_LENGTH {
                let plain = vec![5; length];
                let Some(sealed) = cipher.encrypt(&key, &plain, &iv) else { continue };
                assert!(cipher.can_have_length(sealed.len()), "{cipher:?} {length}");
                assert!(!cipher.can_have_length(sealed.len() + 1));
                assert_eq!(*cipher.decrypt(&key, &sealed).unwrap(), plain);
                assert_ne!(cipher.decrypt(&other, &sealed).as_deref(), Some(&plain));
                if cipher.authenticates() {
                    assert_eq!(cipher.decrypt(&other, &sealed), None);
                }
            }
            assert!(!cipher.can_have_length(0) && !cipher.can_have_length(168));
        }
    }
}
