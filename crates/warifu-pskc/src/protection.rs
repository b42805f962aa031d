use crate::cipher::Cipher;
use crate::kdf::DerivedKey;
use crate::mac::MacAlgorithm;

/// How the values of a file are protected (RFC 6030 §6): what the file says of it, read or to be written.
#[derive(Debug, Default)]
pub(crate) struct Protection {
    /// The names of a pre-shared key or password.
    pub(crate) key_names: Vec<String>,
    /// How the transport key comes from a password.
    pub(crate) derived: Option<DerivedKey>,
    /// `MACMethod`.
    pub(crate) mac: Option<MacMethod>,
    /// The one algorithm of all encrypted values, from the first of them on.
    pub(crate) cipher: Option<&'static Cipher>,
}

/// `MACMethod`.
#[derive(Debug)]
pub(crate) struct MacMethod {
    pub(crate) algorithm: MacAlgorithm,
    /// The encrypted MAC key; without one the encryption key is the MAC key.
    pub(crate) key: Option<Vec<u8>>,
}
