//! Encrypts what no honest sender would, so that the tests can ask what becomes of it.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use aes::Aes128;
use base64ct::{Base64, Encoding as _};
use cbc::Encryptor;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha1::Sha1;

pub(crate) const KEY: [u8; 16] = [
    0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12,
];
pub(crate) const MAC_KEY: [u8; 20] = [5; 20];

pub(crate) fn base64_of(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

/// Encrypts whole blocks, padding and all, under an initialization vector of one repeated byte.
pub(crate) fn sealed(blocks: &[u8], iv: u8) -> Vec<u8> {
    let mut encryptor = Encryptor::<Aes128>::new(&KEY.into(), &[iv; 16].into());
    let mut out = vec![iv; 16];
    for chunk in blocks.chunks_exact(16) {
        let mut block: [u8; 16] = core::array::from_fn(|i| chunk[i]);
        encryptor.encrypt_block((&mut block).into());
        out.extend(block);
    }
    out
}

pub(crate) fn padded(bytes: &[u8]) -> Vec<u8> {
    let added = 16 - bytes.len() % 16;
    // Arbitrary bytes before the last, as XML Encryption allows.
    let mut all = bytes.to_vec();
    all.resize(bytes.len() + added - 1, 0xee);
    all.push(u8::try_from(added).unwrap_or_default());
    all
}

pub(crate) fn mac(key: &[u8], message: &[u8]) -> String {
    <Hmac<Sha1> as KeyInit>::new_from_slice(key)
        .map(|keyed| base64_of(&keyed.chain_update(message).finalize().into_bytes()))
        .unwrap_or_default()
}
