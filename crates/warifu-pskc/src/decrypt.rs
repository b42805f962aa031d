use warifu_core::Secret;
use warifu_core::hash::HashRegistry;
use zeroize::Zeroizing;

use crate::cipher::Cipher;
use crate::error::ImportErrorKind;
use crate::kdf::DerivedKey;
use crate::mac::MacAlgorithm;
use crate::protection::{MacMethod, Protection};
use crate::transport::TransportKey;
use crate::value::{EncryptedValue, FileValue, ValueMac, secret};

/// What the values of a file are decrypted with, once the file has said how.
pub(crate) struct Decryption<'k> {
    key: &'k TransportKey,
    /// From the first encrypted value on.
    decryptor: Option<Decryptor>,
}

impl<'k> Decryption<'k> {
    pub(crate) const fn new(key: &'k TransportKey) -> Self {
        Self { key, decryptor: None }
    }

    /// Makes the transport key ready, if there is one and the file has named its cipher; once for each file, since a
    /// password costs its iterations.
    ///
    /// # Errors
    ///
    /// The kinds about a transport key that does not go with the file.
    pub(crate) fn prepare(&mut self, protection: &Protection) -> Result<(), ImportErrorKind> {
        let Some(cipher) = protection.cipher else { return Ok(()) };
        if self.decryptor.is_none() && !matches!(self.key, TransportKey::None) {
            let (mac, derived) = (protection.mac.as_ref(), protection.derived.as_ref());
            self.decryptor = Some(Decryptor::new(cipher, mac, derived, self.key)?);
        }
        Ok(())
    }

    /// The secret of a value.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::NotEncrypted`] for a plain value in spite of a transport key, and as
    /// [`Decryption::encrypted`].
    pub(crate) fn secret(&self, value: &FileValue) -> Result<Secret, ImportErrorKind> {
        match (value, self.key) {
            (FileValue::Plain(plain) | FileValue::PlainBesideMac(plain), TransportKey::None) => {
                plain.secret()
            }
            // The sender encrypts. An attacker without the key cannot, and could have replaced the value.
            (
                FileValue::Plain(_) | FileValue::PlainBesideMac(_),
                TransportKey::PreShared(_) | TransportKey::Password(_),
            ) => Err(ImportErrorKind::NotEncrypted),
            (FileValue::Encrypted(encrypted), _) => self.encrypted(encrypted),
        }
    }

    /// The secret of an encrypted value.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::TransportKeyNeeded`] without a transport key, and as [`Decryptor::decrypt`].
    pub(crate) fn encrypted(&self, value: &EncryptedValue) -> Result<Secret, ImportErrorKind> {
        let decryptor = self.decryptor.as_ref().ok_or(ImportErrorKind::TransportKeyNeeded)?;
        decryptor.decrypt(value)
    }
}

/// A transport key made ready for one file.
struct Decryptor {
    cipher: &'static Cipher,
    key: Zeroizing<Vec<u8>>,
    /// With its key.
    mac: Option<(MacAlgorithm, Zeroizing<Vec<u8>>)>,
}

impl Decryptor {
    /// Derives the transport key from a password, if it is one, and opens the MAC key.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::TransportKeyNeeded`], [`ImportErrorKind::TransportKeyLength`],
    /// [`ImportErrorKind::NoKeyDerivation`], and [`ImportErrorKind::InvalidValue`] for a derived key that is not the
    /// cipher's. Nothing about the MAC key: see [`mac_key`].
    fn new(
        cipher: &'static Cipher,
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

    /// Verifies, and only then decrypts; a value of the first drafts is decrypted first, since its MAC may be over the
    /// plain value.
    ///
    /// # Errors
    ///
    /// [`ImportErrorKind::CannotOpen`] for a wrong MAC, key or padding alike; [`ImportErrorKind::EmptySecret`] and
    /// [`ImportErrorKind::LongSecret`] for what the holder of the key encrypted.
    fn decrypt(&self, value: &EncryptedValue) -> Result<Secret, ImportErrorKind> {
        let cipher_text = value.cipher_text.as_slice();
        let is_authentic = match (&self.mac, &value.mac) {
            (Some((algorithm, key)), ValueMac::Rfc(mac)) => algorithm.verify(key, cipher_text, mac),
            #[cfg(feature = "draft-dialects")]
            (Some((algorithm, key)), ValueMac::Draft(mac)) => {
                let plain = self.plain(cipher_text)?;
                // A MAC over the cipher text has to cover the initialization vector too, wherever in the file that is.
                // With the vector, an attacker would change the first block of the value, and shorten a value of one
                // block to a guessable one.
                algorithm.verify(key, cipher_text, mac) || algorithm.verify(key, &plain, mac)
            }
            // RFC 6030 §6.1.1: no MAC is needed where a changed cipher text does not decrypt.
            (None, ValueMac::Absent) => self.cipher.authenticates(),
            // A MAC that was announced and left out, or one that nothing explains.
            (Some(_), ValueMac::Absent) | (None, _) => false,
        };
        // One answer for a wrong key, a wrong MAC and wrong padding, so that none of them can be probed.
        if !is_authentic {
            return Err(ImportErrorKind::CannotOpen);
        }
        secret(&self.plain(cipher_text)?)
    }

    fn plain(&self, cipher_text: &[u8]) -> Result<Zeroizing<Vec<u8>>, ImportErrorKind> {
        self.cipher.decrypt(&self.key, cipher_text).ok_or(ImportErrorKind::CannotOpen)
    }
}

/// The key of the MACs.
///
/// RFC 6030 encrypts the MAC key in CBC mode, and no MAC protects it, so whether it decrypts must not show: that would
/// be a padding oracle. A MAC key that does not decrypt is replaced by one that cannot be known, and the first MAC fails
/// as it does for a wrong transport key. So is a short one: by changing the initialization vector an attacker can make a
/// last block decrypt to any padding, and so shorten the MAC key until it can be guessed.
fn mac_key(cipher: &Cipher, method: &MacMethod, key: &[u8]) -> Zeroizing<Vec<u8>> {
    let Some(encrypted) = &method.key else { return Zeroizing::new(key.to_vec()) };
    // Made whether it is needed or not, so that the time that this takes tells nothing.
    let rejected = unguessable(key, encrypted);
    match cipher.decrypt(key, encrypted) {
        Some(opened) if opened.len() >= SHORTEST_MAC_KEY => opened,
        Some(_) | None => rejected,
    }
}

fn unguessable(key: &[u8], encrypted: &[u8]) -> Zeroizing<Vec<u8>> {
    let message = [REJECTED, encrypted].concat();
    Zeroizing::new(MacAlgorithm::HmacSha256.mac(key, &message).expose().to_vec())
}

const REJECTED: &[u8] = b"warifu/1 rejected MAC key";

/// 128 bits. The RFC asks for a random key and says nothing of its length.
const SHORTEST_MAC_KEY: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cipher::{Family, Mode};

    const SHA256: MacAlgorithm = MacAlgorithm::HmacSha256;
    const KEY: [u8; 16] = [1; 16];

    fn cipher(mode: Mode) -> &'static Cipher {
        Cipher::with_key_length(Family::Aes, mode, 16).unwrap()
    }

    fn pre_shared(key: &[u8]) -> TransportKey {
        TransportKey::PreShared(Secret::new(key).unwrap())
    }

    fn encrypt(mode: Mode, plain: &[u8], iv: u8) -> Vec<u8> {
        cipher(mode).encrypt(&KEY, plain, &[iv; 16]).unwrap()
    }

    fn method(mode: Mode, mac_key: &[u8]) -> MacMethod {
        MacMethod { algorithm: SHA256, key: Some(encrypt(mode, mac_key, 2)) }
    }

    /// A value with its MAC under this key.
    fn sealed(mode: Mode, plain: &[u8], mac_key: &[u8]) -> EncryptedValue {
        let cipher_text = encrypt(mode, plain, 3);
        let mac = ValueMac::Rfc(SHA256.mac(mac_key, &cipher_text).expose().to_vec());
        EncryptedValue { cipher_text, mac }
    }

    fn open(mode: Mode, method: Option<&MacMethod>, value: &EncryptedValue) -> Option<Vec<u8>> {
        let decryptor = Decryptor::new(cipher(mode), method, None, &pre_shared(&KEY)).unwrap();
        match decryptor.decrypt(value) {
            Ok(secret) => Some(secret.expose().to_vec()),
            Err(kind) => {
                assert_eq!(kind, ImportErrorKind::CannotOpen);
                None
            }
        }
    }

    #[test]
    fn a_mac_that_was_declared_must_be_there_and_fit() {
        for mode in [Mode::Cbc, Mode::KeyWrap] {
            let method = method(mode, &[4; 16]);
            let right = sealed(mode, b"secret", &[4; 16]);
            assert_eq!(open(mode, Some(&method), &right).unwrap(), b"secret");
            assert_eq!(open(mode, Some(&method), &sealed(mode, b"secret", &[5; 16])), None);
            let without = EncryptedValue { mac: ValueMac::Absent, ..right };
            assert_eq!(open(mode, Some(&method), &without), None);
        }
    }

    #[test]
    fn without_a_mac_the_cipher_must_have_a_check_value() {
        let without =
            |mode| EncryptedValue { mac: ValueMac::Absent, ..sealed(mode, b"secret", &KEY) };
        assert_eq!(open(Mode::KeyWrap, None, &without(Mode::KeyWrap)).unwrap(), b"secret");
        assert_eq!(open(Mode::Cbc, None, &without(Mode::Cbc)), None);
        let undeclared = sealed(Mode::KeyWrap, b"secret", &KEY);
        assert_eq!(open(Mode::KeyWrap, None, &undeclared), None);
    }

    #[test]
    fn the_encryption_key_is_the_mac_key_where_there_is_none() {
        let method = MacMethod { algorithm: SHA256, key: None };
        assert!(open(Mode::Cbc, Some(&method), &sealed(Mode::Cbc, b"secret", &KEY)).is_some());
        assert!(open(Mode::Cbc, Some(&method), &sealed(Mode::Cbc, b"secret", &[4; 16])).is_none());
    }

    #[test]
    fn a_short_mac_key_fits_nothing() {
        for (length, opens) in [(1, false), (15, false), (16, true), (64, true)] {
            let mac_key = vec![4; length];
            let opened = open(
                Mode::Cbc,
                Some(&method(Mode::Cbc, &mac_key)),
                &sealed(Mode::Cbc, b"x", &mac_key),
            );
            assert_eq!(opened.is_some(), opens, "{length}");
        }
        let broken = MacMethod { algorithm: SHA256, key: Some(vec![9; 32]) };
        assert_eq!(open(Mode::Cbc, Some(&broken), &sealed(Mode::Cbc, b"secret", &[])), None);
    }

    #[test]
    fn transport_keys_that_do_not_go_with_the_file() {
        let refused = |key: &TransportKey, derived: Option<&DerivedKey>| {
            Decryptor::new(cipher(Mode::KeyWrap), None, derived, key).err()
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

    #[cfg(feature = "draft-dialects")]
    /// The drafts have MACs over the cipher text with its initialization vector, and over the value.
    #[test]
    fn macs_of_drafts() {
        let method = MacMethod { algorithm: SHA256, key: None };
        let decryptor =
            Decryptor::new(cipher(Mode::Cbc), Some(&method), None, &pre_shared(&KEY)).unwrap();
        let cipher_text = encrypt(Mode::Cbc, b"secret", 3);
        let open = |cipher_text: &[u8], message: &[u8]| {
            let mac = SHA256.mac(&KEY, message).expose().to_vec();
            let sealed =
                EncryptedValue { cipher_text: cipher_text.to_vec(), mac: ValueMac::Draft(mac) };
            decryptor.decrypt(&sealed).map(|secret| secret.expose().to_vec())
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
