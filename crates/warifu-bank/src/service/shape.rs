use warifu_core::UnixTime;
use warifu_core::keys::IssuerDeviceKey;
use warifu_otp::{Policy, TimeRules, Totp, TotpParameters, TotpVerifier};
use warifu_pskc::{CheckDigit, KeyAlgorithm, KeyDescription, KeyPackage, PinMode};

use crate::KeyPackageError;
use crate::store::TokenKind;

/// The token that a package describes.
pub(super) enum TokenShape {
    Camera,
    HardwareOtp { parameters: TotpParameters, drift: i32 },
}

impl TokenShape {
    /// What becomes of a package that is imported for the first time.
    pub(super) fn new(
        package: &KeyPackage,
        passwords: &Policy<TimeRules>,
        now: UnixTime,
    ) -> Result<Self, KeyPackageError> {
        if !is_valid_at(package, now) {
            return Err(KeyPackageError::Dates);
        }
        if !keeps_conditions(&package.key) {
            return Err(KeyPackageError::Condition);
        }
        match kind(&package.key)? {
            TokenKind::Camera => {
                IssuerDeviceKey::from_secret(&package.secret)
                    .map_err(|_| KeyPackageError::Secret)?;
                Ok(Self::Camera)
            }
            TokenKind::HardwareOtp => {
                let parameters = parameters(&package.key).ok_or(KeyPackageError::Parameters)?;
                TotpVerifier::new(&Totp::new(&package.secret, parameters)?, passwords)?;
                let drift = package.key.time_drift.unwrap_or(NO_DRIFT);
                Ok(Self::HardwareOtp { parameters, drift: passwords.rules().remembered(drift) })
            }
        }
    }

    pub(super) const fn kind(&self) -> TokenKind {
        match self {
            Self::Camera => TokenKind::Camera,
            Self::HardwareOtp { .. } => TokenKind::HardwareOtp,
        }
    }
}

/// The kind of token that has such keys.
pub(super) fn kind(key: &KeyDescription) -> Result<TokenKind, KeyPackageError> {
    match &key.algorithm {
        KeyAlgorithm::IssuerDeviceKey => Ok(TokenKind::Camera),
        KeyAlgorithm::Totp => Ok(TokenKind::HardwareOtp),
        // Any other profile, those of later releases included.
        KeyAlgorithm::Hotp
        | KeyAlgorithm::Ocra(_)
        | KeyAlgorithm::Pin
        | KeyAlgorithm::Other(_)
        | _ => Err(KeyPackageError::Algorithm),
    }
}

/// The parameters of a key of TOTP, if the file says all of them.
///
/// No time step is filled in. RFC 6030 §4.1 has no default ("a typical value for this would be 30"), the 30 seconds of
/// RFC 6238 §4.1 are not what banks' tokens have, and with a wrong step no password of the token would ever be right.
pub(super) fn parameters(key: &KeyDescription) -> Option<TotpParameters> {
    Some(TotpParameters {
        algorithm: key.hash,
        digits: key.digits?,
        step: key.time_step?,
        t0: UnixTime::new(0),
    })
}

/// Whether this bank keeps every condition that the key comes with: it counts no uses, checks no PINs and no check digits,
/// and knows no profiles that were agreed elsewhere.
pub(super) fn keeps_conditions(key: &KeyDescription) -> bool {
    let checks_no_pin = key.policy.pin.as_ref().is_none_or(|pin| pin.mode == PinMode::Local);
    let plain_response =
        key.response.as_ref().is_none_or(|response| response.check_digit == CheckDigit::Absent);
    checks_no_pin && plain_response && key.policy.transactions.is_none() && key.profile.is_none()
}

/// Whether the key may be used, by its own dates and those of its device.
fn is_valid_at(package: &KeyPackage, now: UnixTime) -> bool {
    let (policy, device) = (&package.key.policy, &package.device);
    let started = [policy.starts, device.starts].into_iter().flatten().all(|starts| starts <= now);
    let expired =
        [policy.expires, device.expires].into_iter().flatten().any(|expires| expires <= now);
    started && !expired
}

/// Of a token that no validation server has seen: RFC 6030 §4.1 has `TimeDrift` say what one found at "the last successful
/// authentication".
const NO_DRIFT: i32 = 0;
