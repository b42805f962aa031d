use warifu_core::Secret;

use crate::cipher::{Cipher, Family, Mode};
use crate::mac::MacAlgorithm;

/// What the secrets of a new key file are protected with on their way.
///
/// All else in the file, plain counters among it, can be read by everyone who sees the file, and changed by everyone who can
/// change the file.
#[derive(Debug, Clone, Copy)]
pub enum ExportProtection<'a> {
    /// Nothing.
    ///
    /// # Security
    ///
    /// Everyone who sees the file has the keys.
    DangerPlain,
    /// A key that sender and receiver agreed on.
    PreShared {
        /// The key: 16, 24 or 32 bytes, which decides on the size of the cipher's key.
        key: &'a Secret,
        /// What the receiver knows the key by. RFC 6030 §6.1: "implementations MUST set the name of the specific
        /// pre-shared key".
        name: &'a str,
        /// How the key is used.
        encryption: Encryption,
    },
    /// A password that sender and receiver agreed on.
    ///
    /// # Security
    ///
    /// An attacker who sees the file can try passwords without limit. The entropy of the password protects the secrets; the
    /// iterations add some 20 bits to it.
    Password {
        /// The password, as its bytes.
        password: &'a Secret,
        /// What the receiver knows the password by.
        name: Option<&'a str>,
        /// How the password becomes a key.
        derivation: Derivation,
        /// How the key is used.
        encryption: Encryption,
    },
}

/// How a value is encrypted and protected from change ([RFC 6030 §6.1]).
///
/// Triple DES is read and never written.
///
/// [RFC 6030 §6.1]: https://www.rfc-editor.org/rfc/rfc6030#section-6.1
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// AES in CBC mode, with a MAC over each value under a random key.
    AesCbc(MacAlgorithm),
    /// AES key wrap by RFC 3394, and by RFC 5649 where a secret's length asks for that.
    AesKeyWrap,
    /// Camellia in CBC mode, with a MAC over each value under a random key.
    CamelliaCbc(MacAlgorithm),
    /// As [`Encryption::AesKeyWrap`], with Camellia.
    CamelliaKeyWrap,
}

impl Encryption {
    /// The cipher with a key of `key_length` bytes, if there is one.
    pub(super) fn cipher(self, key_length: usize) -> Option<&'static Cipher> {
        let (family, mode) = match self {
            Self::AesCbc(_) => (Family::Aes, Mode::Cbc),
            Self::AesKeyWrap => (Family::Aes, Mode::KeyWrap),
            Self::CamelliaCbc(_) => (Family::Camellia, Mode::Cbc),
            Self::CamelliaKeyWrap => (Family::Camellia, Mode::KeyWrap),
        };
        Cipher::with_key_length(family, mode, key_length)
    }

    pub(super) const fn mac(self) -> Option<MacAlgorithm> {
        match self {
            Self::AesCbc(mac) | Self::CamelliaCbc(mac) => Some(mac),
            Self::AesKeyWrap | Self::CamelliaKeyWrap => None,
        }
    }
}

/// How a password becomes a key: PBKDF2, with a random salt of 16 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Derivation {
    /// What PBKDF2 iterates.
    pub hash: MacAlgorithm,
    /// The number of iterations, from 1,000 to 10,000,000.
    pub iterations: u32,
    /// How long the key is to be.
    pub key_size: KeySize,
}

impl Default for Derivation {
    /// HMAC-SHA-256, 600,000 times, as OWASP advised in 2023, for a key of 256 bits.
    fn default() -> Self {
        Self { hash: MacAlgorithm::HmacSha256, iterations: 600_000, key_size: KeySize::Bits256 }
    }
}

/// Size of a cipher's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeySize {
    /// 128 bits.
    Bits128,
    /// 192 bits.
    Bits192,
    /// 256 bits.
    Bits256,
}

impl KeySize {
    pub(super) const fn bytes(self) -> usize {
        match self {
            Self::Bits128 => 16,
            Self::Bits192 => 24,
            Self::Bits256 => 32,
        }
    }
}
