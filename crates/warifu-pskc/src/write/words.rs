//! The words of the schema, for what the types of this crate say.

use crate::{CheckDigit, Encoding, Hash, KeyUsage, PinMode};

pub(super) const fn usage(usage: KeyUsage) -> &'static str {
    match usage {
        KeyUsage::Otp => "OTP",
        KeyUsage::ChallengeResponse => "CR",
        KeyUsage::Encrypt => "Encrypt",
        KeyUsage::Integrity => "Integrity",
        KeyUsage::Verify => "Verify",
        KeyUsage::Unlock => "Unlock",
        KeyUsage::Decrypt => "Decrypt",
        KeyUsage::KeyWrap => "KeyWrap",
        KeyUsage::Unwrap => "Unwrap",
        KeyUsage::Derive => "Derive",
        KeyUsage::Generate => "Generate",
    }
}

pub(super) const fn pin_mode(mode: PinMode) -> &'static str {
    match mode {
        PinMode::Local => "Local",
        PinMode::Prepend => "Prepend",
        PinMode::Append => "Append",
        PinMode::Algorithmic => "Algorithmic",
    }
}

pub(super) const fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Decimal => "DECIMAL",
        Encoding::Hexadecimal => "HEXADECIMAL",
        Encoding::Alphanumeric => "ALPHANUMERIC",
        Encoding::Base64 => "BASE64",
        Encoding::Binary => "BINARY",
    }
}

/// `None` where the attribute may be left out.
pub(super) const fn check_digits(check_digit: CheckDigit) -> Option<&'static str> {
    match check_digit {
        CheckDigit::Absent => None,
        CheckDigit::Luhn => Some("true"),
    }
}

/// `None` where a missing `Suite` says it.
pub(super) const fn suite(hash: Hash) -> Option<&'static str> {
    match hash {
        Hash::Sha1 => None,
        Hash::Sha256 => Some("HMAC-SHA256"),
        Hash::Sha512 => Some("HMAC-SHA512"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_knows_every_word() {
        for known in [
            KeyUsage::Otp,
            KeyUsage::ChallengeResponse,
            KeyUsage::Encrypt,
            KeyUsage::Integrity,
            KeyUsage::Verify,
            KeyUsage::Unlock,
            KeyUsage::Decrypt,
            KeyUsage::KeyWrap,
            KeyUsage::Unwrap,
            KeyUsage::Derive,
            KeyUsage::Generate,
        ] {
            assert_eq!(KeyUsage::of_token(usage(known)), Some(known));
        }
        for known in [PinMode::Local, PinMode::Prepend, PinMode::Append, PinMode::Algorithmic] {
            assert_eq!(PinMode::of_name(pin_mode(known)), Some(known));
        }
        for known in [
            Encoding::Decimal,
            Encoding::Hexadecimal,
            Encoding::Alphanumeric,
            Encoding::Base64,
            Encoding::Binary,
        ] {
            assert_eq!(Encoding::of_name(encoding(known)), Some(known));
        }
        for known in [Hash::Sha256, Hash::Sha512] {
            assert_eq!(suite(known).and_then(Hash::of_suite), Some(known));
        }
    }
}
