use std::collections::HashSet;

use warifu_core::Entropy;
use zeroize::Zeroizing;

use super::{Derivation, Encryption, ExportErrorKind, Protection};
use crate::MacAlgorithm;
use crate::cipher::Cipher;
use crate::kdf::{DerivedKey, MOST_ITERATIONS};
use crate::seal::Sealed;

/// How a new file is protected, and what of that stands in it.
pub(super) struct Sealer<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) derived: Option<DerivedKey>,
    pub(super) cipher: Cipher,
    pub(super) mac: Option<Mac>,
    key: Zeroizing<Vec<u8>>,
    ivs: HashSet<Vec<u8>>,
}

pub(super) struct Mac {
    pub(super) algorithm: MacAlgorithm,
    pub(super) sealed_key: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
}

impl<'a> Sealer<'a> {
    /// `None` for a file that is not protected.
    ///
    /// # Errors
    ///
    /// The kinds about the transport key, the iterations and the randomness.
    pub(super) fn new(
        protection: &Protection<'a>,
        entropy: &mut impl Entropy,
    ) -> Result<Option<Self>, ExportErrorKind> {
        let (name, derived, key, encryption) = match *protection {
            Protection::DangerPlain => return Ok(None),
            Protection::PreShared { key, name, encryption } => {
                (Some(name), None, Zeroizing::new(key.expose().to_vec()), encryption)
            }
            Protection::Password { password, name, derivation, encryption } => {
                let derived = derived_key(derivation, entropy)?;
                let key = derived.derive(password);
                (name, Some(derived), key, encryption)
            }
        };
        let cipher = encryption.cipher(key.len()).ok_or(ExportErrorKind::TransportKeyLength)?;
        let mut sealer = Self { name, derived, cipher, mac: None, key, ivs: HashSet::new() };
        sealer.mac = sealer.new_mac(encryption, entropy)?;
        Ok(Some(sealer))
    }

    /// Encrypts a value under an initialization vector of its own, and makes the MAC of that.
    pub(super) fn seal(
        &mut self,
        plain: &[u8],
        entropy: &mut impl Entropy,
    ) -> Result<Sealed, ExportErrorKind> {
        let cipher_text = self.encrypt(plain, entropy)?;
        let mac = match &self.mac {
            Some(mac) => Some(mac.algorithm.mac(&mac.key, &cipher_text).ok_or(INTERNAL)?),
            None => None,
        };
        Ok(Sealed { cipher_text, mac })
    }

    /// RFC 6030 §6.1.1: "It is RECOMMENDED that the sender generate a random MAC key", as long as the MAC, by RFC 2104 §3.
    fn new_mac(
        &mut self,
        encryption: Encryption,
        entropy: &mut impl Entropy,
    ) -> Result<Option<Mac>, ExportErrorKind> {
        let Some(algorithm) = encryption.mac() else { return Ok(None) };
        check_hash(algorithm)?;
        let mut key = Zeroizing::new(vec![0; algorithm.length()]);
        fill(entropy, &mut key)?;
        let sealed_key = self.encrypt(&key, entropy)?;
        Ok(Some(Mac { algorithm, sealed_key, key }))
    }

    fn encrypt(
        &mut self,
        plain: &[u8],
        entropy: &mut impl Entropy,
    ) -> Result<Vec<u8>, ExportErrorKind> {
        let mut iv = vec![0; self.cipher.iv_length()];
        fill(entropy, &mut iv)?;
        let cipher_text = self.cipher.encrypt(&self.key, plain, &iv).ok_or(INTERNAL)?;
        if !iv.is_empty() && !self.ivs.insert(iv) {
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

/// The lengths of key and vector are the cipher's, and every secret has a length that it takes: this is never seen.
const INTERNAL: ExportErrorKind = ExportErrorKind::TransportKeyLength;
