//! What makes a key valid, whether it was read from a file or is to be written into one.

use warifu_core::{Digits, Secret, UnixTime};

use crate::algorithm::KeyAlgorithm;
use crate::format::{ChallengeFormat, CheckDigit, Encoding, ResponseFormat};
use crate::policy::{KeyPolicy, PinPolicy};

/// Which rule is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Violation {
    /// An element or attribute, named here, has a value that the format does not allow.
    InvalidValue(&'static str),
    ExpiresBeforeStart,
    UsageNotPermitted,
    IssuerDeviceKeyLength,
}

/// Whether a period ends after it began.
pub(crate) fn period(starts: Option<UnixTime>, expires: Option<UnixTime>) -> Result<(), Violation> {
    match (starts, expires) {
        (Some(starts), Some(expires)) if expires < starts => Err(Violation::ExpiresBeforeStart),
        (Some(_) | None, _) => Ok(()),
    }
}

/// Refuses a longest length below the shortest one: no PIN would fit (RFC 6030 §5).
pub(crate) fn pin(policy: &PinPolicy) -> Result<(), Violation> {
    match (policy.min_length, policy.max_length) {
        (Some(min), Some(max)) if max < min => Err(Violation::InvalidValue("MaxLength")),
        (Some(_) | None, _) => Ok(()),
    }
}

/// Whether a language is called by the same name: RFC 5646 §2.1.1 has no case.
pub(crate) const fn is_same_language(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

pub(crate) fn challenge(format: ChallengeFormat) -> Result<(), Violation> {
    check_digit(format.check_digit, format.encoding)?;
    if format.max < format.min { Err(Violation::InvalidValue("Max")) } else { Ok(()) }
}

pub(crate) fn response(format: ResponseFormat) -> Result<(), Violation> {
    check_digit(format.check_digit, format.encoding)
}

/// RFC 6030 §4.3.4: "This is only valid if the 'Encoding' attribute is set to 'DECIMAL'."
fn check_digit(check_digit: CheckDigit, encoding: Encoding) -> Result<(), Violation> {
    match check_digit {
        CheckDigit::Luhn if encoding != Encoding::Decimal => {
            Err(Violation::InvalidValue("CheckDigits"))
        }
        CheckDigit::Luhn | CheckDigit::Absent => Ok(()),
    }
}

/// The number of decimal digits of a response that is nothing else.
///
/// # Errors
///
/// [`Violation::InvalidValue`] for a number of digits that the algorithm cannot have.
pub(crate) fn digits(
    format: Option<ResponseFormat>,
    algorithm: &KeyAlgorithm,
) -> Result<Option<Digits>, Violation> {
    let Some(format) = format else { return Ok(None) };
    match (format.digits(), algorithm) {
        // What another algorithm computes is not known here.
        (None, KeyAlgorithm::Other(_)) => Ok(None),
        (None, _) if format.is_plain_decimal() => Err(Violation::InvalidValue("Length")),
        (digits, _) => Ok(digits),
    }
}

/// Whether the policy lets the key be used for what its algorithm does.
pub(crate) fn usage(policy: &KeyPolicy, algorithm: &KeyAlgorithm) -> Result<(), Violation> {
    if policy.permits(algorithm) { Ok(()) } else { Err(Violation::UsageNotPermitted) }
}

/// Whether the secret has the length that its algorithm asks for. HOTP, TOTP and OCRA ask for none; see
/// [`KeyPackage`](crate::KeyPackage).
pub(crate) fn secret(secret: &Secret, algorithm: &KeyAlgorithm) -> Result<(), Violation> {
    let is_device_key = *algorithm == KeyAlgorithm::IssuerDeviceKey;
    if is_device_key && secret.expose().len() != ISSUER_DEVICE_KEY {
        return Err(Violation::IssuerDeviceKeyLength);
    }
    Ok(())
}

/// Of a file, in bytes.
pub(crate) const LONGEST_FILE: u64 = 1 << 30;
/// Of one file. Each leaves a mark of its identifier, and one of each of its initialization vectors, in memory.
pub(crate) const MOST_KEYS: u64 = 1_000_000;
/// Of a name or an identifier, in bytes. They are kept, some of them twice.
pub(crate) const LONGEST_TEXT: usize = 1024;
/// Friendly names of one key: one for each language, and more languages than any maker writes.
pub(crate) const MOST_NAMES: usize = 64;
/// In bytes.
const ISSUER_DEVICE_KEY: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_of_one_moment_is_one() {
        let at = |seconds| Some(UnixTime::new(seconds));
        assert_eq!(period(at(1), at(1)), Ok(()));
        assert_eq!(period(at(2), at(1)), Err(Violation::ExpiresBeforeStart));
        for (starts, expires) in [(None, None), (at(2), None), (None, at(1))] {
            assert_eq!(period(starts, expires), Ok(()));
        }
    }

    #[test]
    fn digits_are_those_that_the_algorithm_can_have() {
        let decimal = |length| Some(ResponseFormat::new(Encoding::Decimal, length));
        assert_eq!(digits(None, &KeyAlgorithm::Hotp), Ok(None));
        assert_eq!(digits(decimal(6), &KeyAlgorithm::Hotp), Ok(Some(Digits::SIX)));
        let invalid = Err(Violation::InvalidValue("Length"));
        assert_eq!(digits(decimal(30), &KeyAlgorithm::Hotp), invalid);
        assert_eq!(digits(decimal(30), &KeyAlgorithm::Other("urn:x".to_owned())), Ok(None));
        let hexadecimal = Some(ResponseFormat::new(Encoding::Hexadecimal, 30));
        assert_eq!(digits(hexadecimal, &KeyAlgorithm::Hotp), Ok(None));
    }
}
