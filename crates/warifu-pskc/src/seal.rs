use warifu_core::Secret;
use zeroize::Zeroizing;

use crate::cipher::Cipher;
use crate::kdf::DerivedKey;
use crate::mac::MacAlgorithm;
use crate::opening::DraftSealed;
use crate::{ImportErrorKind, TransportKey};

/// An encrypted value, with its MAC if the file has any.
pub(crate) struct Sealed {
    /// What the MAC is over: the initialization vector, if the algorithm has one, and whole blocks.
    pub(crate) cipher_text: Vec<u8>,
    pub(crate) mac: Option<Vec<u8>>,
}

/// `MACMethod`.
pub(crate) struct MacMethod {
    pub(crate) algorithm: MacAlgorithm,
    /// The encrypted MAC key; without one the encryption key is the MAC key.
    pub(crate) key: Option<Vec<u8>>,
    pub(crate) line: usize,
}

/// A transport key made ready for one file.
pub(crate) struct Opener {
    cipher: Cipher,
    key: Zeroizing<Vec<u8>>,
    /// With its key.
    mac: Option<(MacAlgorithm, Zeroizing<Vec<u8>>)>,
}

impl Opener {
    /// Derives the transport key from a password, if it is one, and opens the MAC key.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::TransportKeyNeeded`], [`ImportErrorKind::TransportKeyLength`],
    /// [`ImportErrorKind::NoKeyDerivation`], and [`ImportErrorKind::InvalidValue`] for a derived key that is not the
    /// cipher's. Nothing about the MAC key: see [`mac_key`].
    pub(crate) fn new(
        cipher: Cipher,
        method: Option<&MacMethod>,
        derived: Option<&DerivedKey>,
        key: &TransportKey,
    ) -> Result<Self, ImportErrorKind> {
        let key = match key {
            TransportKey::None => return Err(ImportErrorKind::TransportKeyNeeded),
            TransportKey::PreShared(key) if cipher.takes_key_of(key.expose().len()) => {
                Zeroizing::new(key.expose().to_vec())
            }
            TransportKey::PreShared(_) => return Err(ImportErrorKind::TransportKeyLength),
            TransportKey::Password(password) => {
                let derived = derived.ok_or(ImportErrorKind::NoKeyDerivation)?;
                if !cipher.takes_key_of(derived.key_length) {
                    return Err(ImportErrorKind::InvalidValue("KeyLength"));
                }
                derived.derive(password)
            }
        };
        let mac = method.map(|method| (method.algorithm, mac_key(cipher, method, &key)));
        Ok(Self { cipher, key, mac })
    }

    /// Verifies, and only then decrypts.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::CannotOpen`] for a wrong MAC, key or padding alike; [`ImportErrorKind::EmptySecret`] and
    /// [`ImportErrorKind::LongSecret`] for what the holder of the key sealed.
    pub(crate) fn open(&self, sealed: &Sealed) -> Result<Secret, ImportErrorKind> {
        let is_authentic = match (&self.mac, &sealed.mac) {
            (Some((algorithm, key)), Some(mac)) => algorithm.fits(key, &sealed.cipher_text, mac),
            (None, None) => self.cipher.authenticates(),
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !is_authentic {
            return Err(ImportErrorKind::CannotOpen);
        }
        secret(&self.decrypt(&sealed.cipher_text)?)
    }

    /// Opens a value of the first drafts, which did not say whether the MAC is over the cipher text or over the plain
    /// value. Both occur.
    ///
    /// A MAC over the cipher text has to cover the initialization vector too, wherever in the file that stands. Whoever
    /// could change it would change the first block of the value, and shorten a value of one block to a guessable one.
    ///
    /// # Errors
    ///
    /// As [`Opener::open`].
    pub(crate) fn open_draft(&self, sealed: &DraftSealed) -> Result<Secret, ImportErrorKind> {
        let (algorithm, key) = self.mac.as_ref().ok_or(ImportErrorKind::CannotOpen)?;
        let fits = |message: &[u8]| algorithm.fits(key, message, &sealed.mac);
        let plain = self.decrypt(&sealed.cipher_text)?;
        if fits(&sealed.cipher_text) || fits(&plain) {
            secret(&plain)
        } else {
            Err(ImportErrorKind::CannotOpen)
        }
    }

    fn decrypt(&self, cipher_text: &[u8]) -> Result<Zeroizing<Vec<u8>>, ImportErrorKind> {
        self.cipher.decrypt(&self.key, cipher_text).ok_or(ImportErrorKind::CannotOpen)
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
    let message = [REJECTED, sealed].concat();
    // HMAC takes a key of any length; were that to change, no MAC would fit the shorter of these.
    Zeroizing::new(MacAlgorithm::HmacSha256.mac(key, &message).unwrap_or_default())
}

const REJECTED: &[u8] = b"warifu/1 rejected MAC key";

/// 128 bits. The RFC asks for a random key and says nothing of its length.
const SHORTEST_MAC_KEY: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cipher::BlockCipher;

    const CBC: Cipher = Cipher::Cbc(BlockCipher::Aes128);
    const KEY_WRAP: Cipher = Cipher::KeyWrap(BlockCipher::Aes128);
    const SHA256: MacAlgorithm = MacAlgorithm::HmacSha256;
    const KEY: [u8; 16] = [1; 16];

    fn pre_shared(key: &[u8]) -> TransportKey {
        TransportKey::PreShared(Secret::new(key).unwrap())
    }

    fn encrypt(cipher: Cipher, plain: &[u8], iv: u8) -> Vec<u8> {
        cipher.encrypt(&KEY, plain, &[iv; 16]).unwrap()
    }

    fn method(cipher: Cipher, mac_key: &[u8]) -> MacMethod {
        MacMethod { algorithm: SHA256, key: Some(encrypt(cipher, mac_key, 2)), line: 1 }
    }

    /// A value with its MAC under this key.
    fn sealed(cipher: Cipher, plain: &[u8], mac_key: &[u8]) -> Sealed {
        let cipher_text = encrypt(cipher, plain, 3);
        let mac = SHA256.mac(mac_key, &cipher_text);
        Sealed { cipher_text, mac }
    }

    fn open(cipher: Cipher, method: Option<&MacMethod>, sealed: &Sealed) -> Option<Vec<u8>> {
        let opener = Opener::new(cipher, method, None, &pre_shared(&KEY)).unwrap();
        match opener.open(sealed) {
            Ok(secret) => Some(secret.expose().to_vec()),
            Err(kind) => {
                assert_eq!(kind, ImportErrorKind::CannotOpen);
                None
            }
        }
    }

    #[test]
    fn a_mac_that_was_declared_must_be_there_and_fit() {
        for cipher in [CBC, KEY_WRAP] {
            let method = method(cipher, &[4; 16]);
            let right = sealed(cipher, b"secret", &[4; 16]);
            assert_eq!(open(cipher, Some(&method), &right).unwrap(), b"secret");
            assert_eq!(open(cipher, Some(&method), &sealed(cipher, b"secret", &[5; 16])), None);
            let without = Sealed { mac: None, ..right };
            assert_eq!(open(cipher, Some(&method), &without), None);
        }
    }

    #[test]
    fn without_a_mac_the_cipher_must_have_a_check_value() {
        let without = |cipher| Sealed { mac: None, ..sealed(cipher, b"secret", &KEY) };
        assert_eq!(open(KEY_WRAP, None, &without(KEY_WRAP)).unwrap(), b"secret");
        assert_eq!(open(CBC, None, &without(CBC)), None);
        let undeclared = sealed(KEY_WRAP, b"secret", &KEY);
        assert_eq!(open(KEY_WRAP, None, &undeclared), None);
    }

    #[test]
    fn the_encryption_key_is_the_mac_key_where_there_is_none() {
        let method = MacMethod { algorithm: SHA256, key: None, line: 1 };
        assert!(open(CBC, Some(&method), &sealed(CBC, b"secret", &KEY)).is_some());
        assert!(open(CBC, Some(&method), &sealed(CBC, b"secret", &[4; 16])).is_none());
    }

    #[test]
    fn a_short_mac_key_fits_nothing() {
        for (length, opens) in [(1, false), (15, false), (16, true), (64, true)] {
            let mac_key = vec![4; length];
            let opened = open(CBC, Some(&method(CBC, &mac_key)), &sealed(CBC, b"x", &mac_key));
            assert_eq!(opened.is_some(), opens, "{length}");
        }
        let broken = MacMethod { algorithm: SHA256, key: Some(vec![9; 32]), line: 1 };
        assert_eq!(open(CBC, Some(&broken), &sealed(CBC, b"secret", &[])), None);
    }

    #[test]
    fn transport_keys_that_do_not_go_with_the_file() {
        let refused = |key: &TransportKey, derived: Option<&DerivedKey>| {
            Opener::new(KEY_WRAP, None, derived, key).err()
        };
        let derived = |key_length| DerivedKey {
            prf: MacAlgorithm::HmacSha1,
            salt: vec![0; 8],
            iterations: 1,
            key_length,
        };
        let password = TransportKey::Password(Secret::new(b"qwerty").unwrap());
        assert_eq!(refused(&TransportKey::None, None), Some(ImportErrorKind::TransportKeyNeeded));
        assert_eq!(refused(&pre_shared(&[1; 24]), None), Some(ImportErrorKind::TransportKeyLength));
        assert_eq!(refused(&password, None), Some(ImportErrorKind::NoKeyDerivation));
        assert_eq!(
            refused(&password, Some(&derived(24))),
            Some(ImportErrorKind::InvalidValue("KeyLength"))
        );
        assert_eq!(refused(&password, Some(&derived(16))), None);
        assert_eq!(refused(&pre_shared(&KEY), Some(&derived(16))), None);
    }

    /// The drafts have MACs over the cipher text with its initialization vector, and over the value.
    #[test]
    fn macs_of_drafts() {
        let method = MacMethod { algorithm: SHA256, key: None, line: 1 };
        let opener = Opener::new(CBC, Some(&method), None, &pre_shared(&KEY)).unwrap();
        let cipher_text = encrypt(CBC, b"secret", 3);
        let open = |cipher_text: &[u8], message: &[u8]| {
            let mac = SHA256.mac(&KEY, message).unwrap();
            let sealed = DraftSealed { cipher_text: cipher_text.to_vec(), mac };
            opener.open_draft(&sealed).map(|secret| secret.expose().to_vec())
        };
        assert_eq!(open(&cipher_text, &cipher_text).unwrap(), b"secret");
        assert_eq!(open(&cipher_text, b"secret").unwrap(), b"secret");
        for message in [&cipher_text[16..], b""] {
            assert_eq!(open(&cipher_text, message).unwrap_err(), ImportErrorKind::CannotOpen);
        }
        // With the vector changed, so that of the padding one byte more is the value's.
        let mut shortened = cipher_text.clone();
        shortened[15] ^= 0x0a ^ 0x0f;
        for message in [&cipher_text[16..], &cipher_text, b"secret"] {
            assert_eq!(open(&shortened, message).unwrap_err(), ImportErrorKind::CannotOpen);
        }
    }
}
