use warifu_core::Entropy;
use warifu_core::hash::HashRegistry;
use zeroize::Zeroizing;

use super::error::ExportErrorKind;
use super::protection::{Derivation, Encryption, ExportProtection};
use crate::cipher::Cipher;
use crate::kdf::{DerivedKey, MOST_ITERATIONS};
use crate::mac::MacAlgorithm;
use crate::protection::{MacMethod, Protection};
use crate::seen::Seen;
use crate::value::{EncryptedValue, ValueMac};

/// Encrypts the values of a new file.
pub(super) struct Encryptor {
    /// What the file says of it.
    protection: Protection,
    cipher: &'static Cipher,
    key: Zeroizing<Vec<u8>>,
    /// With its key.
    mac: Option<(MacAlgorithm, Zeroizing<Vec<u8>>)>,
    ivs: Seen,
}

impl Encryptor {
    /// `None` for a file that is not protected.
    ///
    /// # Errors
    ///
    /// The kinds about the transport key, the iterations and the randomness.
    pub(super) fn new(
        protection: &ExportProtection<'_>,
        entropy: &mut impl Entropy,
    ) -> Result<Option<Self>, ExportErrorKind> {
        let (name, derived, key, encryption) = match *protection {
            ExportProtection::DangerPlain => return Ok(None),
            ExportProtection::PreShared { key, name, encryption } => {
                (Some(name), None, Zeroizing::new(key.expose().to_vec()), encryption)
            }
            ExportProtection::Password { password, name, derivation, encryption } => {
                let derived = derived_key(derivation, entropy)?;
                let key = derived.derive(password);
                (name, Some(derived), key, encryption)
            }
        };
        let cipher = encryption.cipher(key.len()).ok_or(ExportErrorKind::TransportKeyLength)?;
        let key_names = name.map(str::to_owned).into_iter().collect();
        let protection = Protection { key_names, derived, mac: None, cipher: Some(cipher) };
        let mut encryptor = Self { protection, cipher, key, mac: None, ivs: Seen::default() };
        encryptor.make_mac_key(encryption, entropy)?;
        Ok(Some(encryptor))
    }

    pub(super) fn into_protection(self) -> Protection {
        self.protection
    }

    /// Encrypts a value under a new initialization vector, and makes the MAC of that.
    pub(super) fn value(
        &mut self,
        plain: &[u8],
        entropy: &mut impl Entropy,
    ) -> Result<EncryptedValue, ExportErrorKind> {
        let cipher_text = self.encrypt(plain, entropy)?;
        let mac = match &self.mac {
            Some((algorithm, key)) => {
                ValueMac::Rfc(algorithm.mac(key, &cipher_text).expose().to_vec())
            }
            None => ValueMac::Absent,
        };
        Ok(EncryptedValue { cipher_text, mac })
    }

    /// RFC 6030 §6.1.1: "It is RECOMMENDED that the sender generate a random MAC key", as long as the MAC, by RFC 2104 §3.
    fn make_mac_key(
        &mut self,
        encryption: Encryption,
        entropy: &mut impl Entropy,
    ) -> Result<(), ExportErrorKind> {
        let Some(algorithm) = encryption.mac() else { return Ok(()) };
        check_hash(algorithm)?;
        let mut key = Zeroizing::new(vec![0; algorithm.length()]);
        fill(entropy, &mut key)?;
        let encrypted = self.encrypt(&key, entropy)?;
        self.protection.mac = Some(MacMethod { algorithm, key: Some(encrypted) });
        self.mac = Some((algorithm, key));
        Ok(())
    }

    fn encrypt(
        &mut self,
        plain: &[u8],
        entropy: &mut impl Entropy,
    ) -> Result<Vec<u8>, ExportErrorKind> {
        let mut iv = vec![0; self.cipher.iv_length()];
        fill(entropy, &mut iv)?;
        let cipher_text =
            self.cipher.encrypt(&self.key, plain, &iv).ok_or(ExportErrorKind::Cipher)?;
        // RFC 6030 §6: each value has its own. A source that repeats itself is none, and its keys would be guessable.
        if !iv.is_empty() && !self.ivs.insert(&iv) {
            return Err(ExportErrorKind::RepeatedRandomness);
        }
        Ok(cipher_text)
    }
}

/// HMAC-MD5 is for old files.
fn check_hash(hash: MacAlgorithm) -> Result<(), ExportErrorKind> {
    if hash == MacAlgorithm::HmacMd5 { Err(ExportErrorKind::WeakMac) } else { Ok(()) }
}

fn derived_key(
    derivation: Derivation,
    entropy: &mut impl Entropy,
) -> Result<DerivedKey, ExportErrorKind> {
    check_hash(derivation.hash)?;
    if !(FEWEST_ITERATIONS..=MOST_ITERATIONS).contains(&derivation.iterations) {
        return Err(ExportErrorKind::Iterations);
    }
    let mut salt = vec![0; SALT];
    fill(entropy, &mut salt)?;
    Ok(DerivedKey {
        prf: derivation.hash,
        salt,
        iterations: derivation.iterations,
        key_length: derivation.key_size.bytes(),
    })
}

fn fill(entropy: &mut impl Entropy, destination: &mut [u8]) -> Result<(), ExportErrorKind> {
    entropy.fill(destination).map_err(|_| ExportErrorKind::Entropy)
}

/// RFC 8018 §4.2: "a minimum of 1000 iterations is recommended".
const FEWEST_ITERATIONS: u32 = 1000;
/// In bytes.
const SALT: usize = 16;
