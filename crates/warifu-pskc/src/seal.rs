use hmac::digest::KeyInit;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use warifu_core::Secret;
use zeroize::Zeroizing;

use crate::ImportErrorKind;
use crate::cipher::Cipher;
use crate::mac::MacAlgorithm;

/// A secret as the file holds it.
pub(crate) enum Protected {
    Plain(Secret),
    Sealed(Sealed),
}

/// An encrypted secret with its MAC.
pub(crate) struct Sealed {
    /// Initialization vector and whole blocks: what the MAC is over.
    pub(crate) cipher_text: Vec<u8>,
    pub(crate) mac: Vec<u8>,
}

/// `MACMethod`.
pub(crate) struct MacMethod {
    pub(crate) algorithm: MacAlgorithm,
    /// The encrypted MAC key; without one the encryption key is the MAC key.
    pub(crate) key: Option<Vec<u8>>,
    pub(crate) line: usize,
}

/// A transport key made ready for one file.
pub(crate) struct Opener<'a> {
    cipher: Cipher,
    key: &'a [u8],
    mac: MacAlgorithm,
    mac_key: Zeroizing<Vec<u8>>,
}

impl<'a> Opener<'a> {
    /// # Errors
    ///
    /// [`ImportErrorKind::TransportKeyLength`]. Nothing else: see [`mac_key`].
    pub(crate) fn new(
        cipher: Cipher,
        method: &MacMethod,
        key: &'a Secret,
    ) -> Result<Self, ImportErrorKind> {
        let key = key.expose();
        if key.len() != cipher.key_length() {
            return Err(ImportErrorKind::TransportKeyLength);
        }
        let mac_key = mac_key(cipher, method, key);
        Ok(Self { cipher, key, mac: method.algorithm, mac_key })
    }

    /// Verifies, and only then decrypts.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::CannotOpen`] for a wrong MAC, key or padding alike; [`ImportErrorKind::EmptySecret`] and
    /// [`ImportErrorKind::LongSecret`] for what the holder of the key sealed.
    pub(crate) fn open(&self, sealed: &Sealed) -> Result<Secret, ImportErrorKind> {
        if !self.mac.fits(&self.mac_key, &sealed.cipher_text, &sealed.mac) {
            return Err(ImportErrorKind::CannotOpen);
        }
        let plain = self
            .cipher
            .decrypt(self.key, &sealed.cipher_text)
            .ok_or(ImportErrorKind::CannotOpen)?;
        secret(&plain)
    }
}

pub(crate) fn secret(bytes: &[u8]) -> Result<Secret, ImportErrorKind> {
    if bytes.is_empty() {
        return Err(ImportErrorKind::EmptySecret);
    }
    Secret::new(bytes).map_err(|_| ImportErrorKind::LongSecret)
}

/// The key of the MACs.
///
/// RFC 6030 encrypts the MAC key in CBC mode without a MAC of its own, so whether it decrypts must not show: that would
/// be a padding oracle. A MAC key that does not decrypt is replaced by one that nobody knows, and the first MAC fails
/// as it does for a wrong transport key. So is a short one: by changing the initialization vector a stranger can make a
/// last block decrypt to any padding, and so shorten the MAC key until it can be guessed.
fn mac_key(cipher: Cipher, method: &MacMethod, key: &[u8]) -> Zeroizing<Vec<u8>> {
    let Some(sealed) = &method.key else { return Zeroizing::new(key.to_vec()) };
    let rejected = unguessable(key, sealed);
    match cipher.decrypt(key, sealed) {
        Some(opened) if opened.len() >= SHORTEST_MAC_KEY => opened,
        Some(_) | None => rejected,
    }
}

fn unguessable(key: &[u8], sealed: &[u8]) -> Zeroizing<Vec<u8>> {
    let made = <Hmac<Sha256> as KeyInit>::new_from_slice(key)
        .map(|keyed| keyed.chain_update(REJECTED).chain_update(sealed).finalize().into_bytes());
    // HMAC takes a key of any length; were that to change, no MAC would fit the shorter of these.
    Zeroizing::new(made.map(|bytes| bytes.to_vec()).unwrap_or_default())
}

const REJECTED: &[u8] = b"warifu/1 rejected MAC key";

/// 128 bits. The RFC asks for a random key and says nothing of its length.
const SHORTEST_MAC_KEY: usize = 16;
