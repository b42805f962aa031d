use aes::{Aes128, Aes192, Aes256};
use camellia::{Camellia128, Camellia192, Camellia256};
use warifu_core::Secret;

use super::algorithm::{Cipher, Family, Lengths, Mode};
#[cfg(feature = "legacy-3des")]
use super::triple_des;
use super::{cbc, key_wrap};

/// Every cipher. A new one is a row here.
///
/// RFC 6030 §6.1 and RFC 6931 §2.6.2 give Camellia in CBC mode two names.
pub(super) static CIPHERS: &[Cipher] = &[
    Cipher {
        uri: "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
        aliases: &[],
        family: Family::Aes,
        key_length: 16,
        decrypt: cbc::decrypt::<Aes128>,
        encrypt: Some(cbc::encrypt::<Aes128>),
        ..CBC
    },
    Cipher {
        uri: "http://www.w3.org/2001/04/xmlenc#aes192-cbc",
        aliases: &[],
        family: Family::Aes,
        key_length: 24,
        decrypt: cbc::decrypt::<Aes192>,
        encrypt: Some(cbc::encrypt::<Aes192>),
        ..CBC
    },
    Cipher {
        uri: "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
        aliases: &[],
        family: Family::Aes,
        key_length: 32,
        decrypt: cbc::decrypt::<Aes256>,
        encrypt: Some(cbc::encrypt::<Aes256>),
        ..CBC
    },
    Cipher {
        uri: "http://www.w3.org/2001/04/xmldsig-more#camellia128-cbc",
        aliases: &["http://www.w3.org/2001/04/xmldsig-more#camellia128"],
        family: Family::Camellia,
        key_length: 16,
        decrypt: cbc::decrypt::<Camellia128>,
        encrypt: Some(cbc::encrypt::<Camellia128>),
        ..CBC
    },
    Cipher {
        uri: "http://www.w3.org/2001/04/xmldsig-more#camellia192-cbc",
        aliases: &["http://www.w3.org/2001/04/xmldsig-more#camellia192"],
        family: Family::Camellia,
        key_length: 24,
        decrypt: cbc::decrypt::<Camellia192>,
        encrypt: Some(cbc::encrypt::<Camellia192>),
        ..CBC
    },
    Cipher {
        uri: "http://www.w3.org/2001/04/xmldsig-more#camellia256-cbc",
        aliases: &["http://www.w3.org/2001/04/xmldsig-more#camellia256"],
        family: Family::Camellia,
        key_length: 32,
        decrypt: cbc::decrypt::<Camellia256>,
        encrypt: Some(cbc::encrypt::<Camellia256>),
        ..CBC
    },
    Cipher {
        uri: "http://www.w3.org/2001/04/xmlenc#kw-aes128",
        aliases: &["http://www.w3.org/2009/xmlenc11#kw-aes-128-pad"],
        family: Family::Aes,
        key_length: 16,
        decrypt: key_wrap::unwrap::<Aes128>,
        encrypt: Some(|key, plain, _| key_wrap::wrap::<Aes128>(key, plain)),
        ..KEY_WRAP
    },
    Cipher {
        uri: "http://www.w3.org/2001/04/xmlenc#kw-aes192",
        aliases: &["http://www.w3.org/2009/xmlenc11#kw-aes-192-pad"],
        family: Family::Aes,
        key_length: 24,
        decrypt: key_wrap::unwrap::<Aes192>,
        encrypt: Some(|key, plain, _| key_wrap::wrap::<Aes192>(key, plain)),
        ..KEY_WRAP
    },
    Cipher {
        uri: "http://www.w3.org/2001/04/xmlenc#kw-aes256",
        aliases: &["http://www.w3.org/2009/xmlenc11#kw-aes-256-pad"],
        family: Family::Aes,
        key_length: 32,
        decrypt: key_wrap::unwrap::<Aes256>,
        encrypt: Some(|key, plain, _| key_wrap::wrap::<Aes256>(key, plain)),
        ..KEY_WRAP
    },
    Cipher {
        uri: "http://www.w3.org/2001/04/xmldsig-more#kw-camellia128",
        aliases: &[],
        family: Family::Camellia,
        key_length: 16,
        decrypt: key_wrap::unwrap::<Camellia128>,
        encrypt: Some(|key, plain, _| key_wrap::wrap::<Camellia128>(key, plain)),
        ..KEY_WRAP
    },
    Cipher {
        uri: "http://www.w3.org/2001/04/xmldsig-more#kw-camellia192",
        aliases: &[],
        family: Family::Camellia,
        key_length: 24,
        decrypt: key_wrap::unwrap::<Camellia192>,
        encrypt: Some(|key, plain, _| key_wrap::wrap::<Camellia192>(key, plain)),
        ..KEY_WRAP
    },
    Cipher {
        uri: "http://www.w3.org/2001/04/xmldsig-more#kw-camellia256",
        aliases: &[],
        family: Family::Camellia,
        key_length: 32,
        decrypt: key_wrap::unwrap::<Camellia256>,
        encrypt: Some(|key, plain, _| key_wrap::wrap::<Camellia256>(key, plain)),
        ..KEY_WRAP
    },
    #[cfg(feature = "legacy-3des")]
    triple_des::CBC,
    #[cfg(feature = "legacy-3des")]
    triple_des::KEY_WRAP,
];

/// What the rows in CBC mode have in common.
const CBC: Cipher = Cipher {
    uri: "",
    aliases: &[],
    family: Family::Aes,
    mode: Mode::Cbc,
    key_length: 0,
    short_key_length: None,
    iv_length: BLOCK,
    lengths: Lengths {
        step: BLOCK,
        shortest: 2 * BLOCK,
        longest: BLOCK + Secret::MAX_LENGTH + BLOCK,
    },
    decrypt: |_, _| None,
    encrypt: None,
};

/// What the rows with key wrap have in common.
const KEY_WRAP: Cipher = Cipher {
    mode: Mode::KeyWrap,
    iv_length: 0,
    lengths: Lengths {
        step: key_wrap::STEP,
        shortest: BLOCK,
        longest: key_wrap::STEP + Secret::MAX_LENGTH,
    },
    ..CBC
};

/// Length of a block of AES and of Camellia, in bytes.
const BLOCK: usize = 16;
