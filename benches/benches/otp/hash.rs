use warifu_core::{Digits, Seconds, Secret};
use warifu_otp::{HashAlgorithm, Hotp, Totp, TotpParameters};

use crate::floor::{Floor256, Floor512, FloorSha1, Midstates};

/// A hash function under the names that the subjects have for it.
pub(crate) trait Hash {
    const NAME: &str;
    const OURS: HashAlgorithm;
    const TOTP_RS: totp_rs::Algorithm;
    /// The `oath_totp_flags`.
    const LIBOATH: &str;

    type Floor: Midstates;

    fn hotp() -> Hotp {
        Hotp::new(&Secret::new(KEY).unwrap(), Self::OURS, Digits::SIX).unwrap()
    }

    fn totp(key: &[u8; 20]) -> Totp {
        let parameters = TotpParameters {
            algorithm: Self::OURS,
            step: Seconds::new(30),
            ..TotpParameters::default()
        };
        Totp::new(&Secret::new(key).unwrap(), parameters).unwrap()
    }

    fn totp_rs(key: [u8; 20], skew: u16) -> totp_rs::Totp {
        totp_rs::Builder::new()
            .with_algorithm(Self::TOTP_RS)
            .with_secret(key)
            .with_skew(skew)
            .build()
            .unwrap()
    }
}

pub(crate) struct Sha1;
pub(crate) struct Sha256;
pub(crate) struct Sha512;

impl Hash for Sha1 {
    const NAME: &str = "SHA-1";
    const OURS: HashAlgorithm = HashAlgorithm::Sha1;
    const TOTP_RS: totp_rs::Algorithm = totp_rs::Algorithm::SHA1;
    const LIBOATH: &str = "0";

    type Floor = FloorSha1;
}

impl Hash for Sha256 {
    const NAME: &str = "SHA-256";
    const OURS: HashAlgorithm = HashAlgorithm::Sha256;
    const TOTP_RS: totp_rs::Algorithm = totp_rs::Algorithm::SHA256;
    const LIBOATH: &str = "1";

    type Floor = Floor256;
}

impl Hash for Sha512 {
    const NAME: &str = "SHA-512";
    const OURS: HashAlgorithm = HashAlgorithm::Sha512;
    const TOTP_RS: totp_rs::Algorithm = totp_rs::Algorithm::SHA512;
    const LIBOATH: &str = "2";

    type Floor = Floor512;
}

pub(crate) const KEY: &[u8; 20] = b"12345678901234567890";
