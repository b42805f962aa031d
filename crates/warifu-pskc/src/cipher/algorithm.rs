use std::fmt;

use zeroize::Zeroizing;

/// How a value is encrypted: a row of the table of ciphers.
pub(crate) struct Cipher {
    /// The name under which it is written.
    pub(super) uri: &'static str,
    /// Other names under which it is read.
    pub(super) aliases: &'static [&'static str],
    pub(super) family: Family,
    pub(super) mode: Mode,
    /// Length of a key, in bytes.
    pub(super) key_length: usize,
    /// A second length that a key may have: two keys of Triple DES for three.
    pub(super) short_key_length: Option<usize>,
    /// Length of the initialization vector in front of the cipher text, in bytes; 0 where none can be seen.
    pub(super) iv_length: usize,
    pub(super) lengths: Lengths,
    pub(super) decrypt: Decrypt,
    /// `None` for what is read and never written.
    pub(super) encrypt: Option<Encrypt>,
}

/// Key and cipher text.
pub(super) type Decrypt = fn(&[u8], &[u8]) -> Option<Zeroizing<Vec<u8>>>;

/// Key, plain bytes and initialization vector.
pub(super) type Encrypt = fn(&[u8], &[u8], &[u8]) -> Option<Vec<u8>>;

/// Lengths of cipher texts, initialization vectors among them, in bytes.
#[derive(Clone, Copy)]
pub(super) struct Lengths {
    /// What each is a multiple of.
    pub(super) step: usize,
    pub(super) shortest: usize,
    pub(super) longest: usize,
}

/// A block cipher with keys of several lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Aes,
    Camellia,
    #[cfg(feature = "legacy-3des")]
    TripleDes,
}

/// How a block cipher is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A changed cipher text decrypts to something: RFC 6030 §6.1.1 asks for a MAC.
    Cbc,
    /// A changed cipher text does not decrypt.
    KeyWrap,
}

impl Cipher {
    pub(crate) const fn uri(&self) -> &'static str {
        self.uri
    }

    /// Length of a key, in bytes; for Triple DES that of three keys.
    #[cfg(any(test, feature = "draft-dialects"))]
    pub(crate) const fn key_length(&self) -> usize {
        self.key_length
    }

    /// Whether a key may have this length, in bytes.
    pub(crate) fn takes_key_of(&self, length: usize) -> bool {
        length == self.key_length || Some(length) == self.short_key_length
    }

    /// Whether a changed cipher text does not decrypt, so that RFC 6030 §6.1.1 asks for no MAC.
    pub(crate) const fn authenticates(&self) -> bool {
        match self.mode {
            Mode::KeyWrap => true,
            Mode::Cbc => false,
        }
    }

    pub(crate) const fn iv_length(&self) -> usize {
        self.iv_length
    }

    /// Whether a secret or a MAC key can have a cipher text of `length` bytes, the initialization vector among them.
    pub(crate) const fn can_have_length(&self, length: usize) -> bool {
        let Lengths { step, shortest, longest } = self.lengths;
        shortest <= length && length <= longest && length.is_multiple_of(step)
    }

    /// The plain bytes of `cipher_text`.
    ///
    /// `None` for a wrong length, impossible padding, or a wrong check value. The caller must not let any of them be told
    /// from a wrong MAC.
    pub(crate) fn decrypt(&self, key: &[u8], cipher_text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        (self.decrypt)(key, cipher_text)
    }

    /// The cipher text of `plain`, behind `iv` where there is one.
    ///
    /// `None` for lengths that the algorithm does not take, and for Triple DES, in which nothing new is to be encrypted.
    pub(crate) fn encrypt(&self, key: &[u8], plain: &[u8], iv: &[u8]) -> Option<Vec<u8>> {
        self.encrypt.and_then(|encrypt| encrypt(key, plain, iv))
    }
}

impl PartialEq for Cipher {
    fn eq(&self, other: &Self) -> bool {
        self.uri == other.uri
    }
}

impl Eq for Cipher {}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.uri)
    }
}
