use subtle::ConstantTimeEq;
use warifu_core::keys::IssuerDeviceKey;
use warifu_core::{Counter, Entropy, Seconds, Serial, UnixTime, Version};
use warifu_lifecycle::{CameraToken, HardwareOtpToken};
use warifu_otp::{HashAlgorithm, Policy, TimeRules, Totp, TotpParameters, TotpVerifier};
use warifu_pskc::{CheckDigit, Hash, KeyAlgorithm, KeyDescription, KeyPackage, PinMode};

use super::{Bank, START};
use crate::audit::AuditNote;
use crate::record::{CameraRecord, HardwareOtpRecord, Record, key_context};
use crate::store::{CommitOutcome, Store, Subject, TokenKind};
use crate::{BankError, KeyEncryption, KeyPackageError};

/// What became of each package of a file, in the file's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The tokens that are new.
    pub added: Vec<(Serial, TokenKind)>,
    /// The tokens that the bank held already, with the same key; they stay as they are. So an import that was cut short can
    /// be repeated.
    pub held: Vec<(Serial, TokenKind)>,
}

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// Takes the keys of an opened container into the inventory. All packages are examined before the first is stored.
    ///
    /// # Errors
    ///
    /// [`BankError::KeyPackage`] names the first package that cannot become a token, or whose serial number the bank holds
    /// with another key; then nothing was stored.
    pub fn import(
        &mut self,
        packages: &[KeyPackage],
        now: UnixTime,
    ) -> Result<ImportReport, BankError> {
        let mut tokens: Vec<(Serial, TokenShape, bool, &KeyPackage)> = Vec::new();
        for package in packages {
            let serial = serial_of(package)?;
            let invalid = |reason| BankError::package(Some(&serial), None, reason);
            if tokens.iter().any(|(other, ..)| *other == serial) {
                return Err(invalid(KeyPackageError::Twice));
            }
            let shape = TokenShape::of(package, self.settings.passwords(), now).map_err(invalid)?;
            let is_held = self.holds_key(serial, &shape, package)?;
            tokens.push((serial, shape, is_held, package));
        }
        let mut report = ImportReport::default();
        for (serial, shape, is_held, package) in tokens {
            if is_held {
                report.held.push((serial, shape.kind()));
            } else {
                self.add(serial, &shape, package, now)?;
                report.added.push((serial, shape.kind()));
            }
        }
        Ok(report)
    }

    /// Whether the bank holds this token, with this key.
    fn holds_key(
        &self,
        serial: Serial,
        shape: &TokenShape,
        package: &KeyPackage,
    ) -> Result<bool, BankError> {
        let subject = Subject::Token(serial);
        let Some(stored) = self.store.load(&subject)? else { return Ok(false) };
        let wrapped_key = match shape {
            TokenShape::Camera => {
                CameraRecord::from_bytes(&stored.body).map(|record| record.wrapped_key)
            }
            TokenShape::HardwareOtp { .. } => {
                HardwareOtpRecord::from_bytes(&stored.body).map(|record| record.wrapped_key)
            }
        };
        let known = || BankError::package(Some(&serial), None, KeyPackageError::Known);
        let secret = self.keys.unwrap(
            &wrapped_key.map_err(|_| known())?,
            &key_context(self.settings.issuer(), &subject),
        )?;
        if bool::from(secret.expose().ct_eq(package.secret.expose())) {
            Ok(true)
        } else {
            Err(known())
        }
    }

    fn add(
        &mut self,
        serial: Serial,
        shape: &TokenShape,
        package: &KeyPackage,
        now: UnixTime,
    ) -> Result<(), BankError> {
        let subject = Subject::Token(serial);
        let context = key_context(self.settings.issuer(), &subject);
        let wrapped_key = self.keys.wrap(&package.secret, &context, &mut self.entropy)?;
        let note = AuditNote { actor: "import".to_owned(), event: "imported", reason: "" };
        let swap = match shape {
            TokenShape::Camera => {
                let record = CameraRecord {
                    token: CameraToken::NEW,
                    wrapped_key,
                    counter: Counter::default(),
                    seen: now,
                    key_epoch: 0,
                    version: Version::ONE,
                    activating: None,
                    instance: None,
                    users: Vec::new(),
                    open: Vec::new(),
                };
                self.commit(subject, START, &record, now, note)?
            }
            TokenShape::HardwareOtp { parameters, drift } => {
                let record = HardwareOtpRecord {
                    token: HardwareOtpToken::NEW,
                    wrapped_key,
                    parameters: *parameters,
                    last_step: None,
                    drift: *drift,
                    seen: now,
                    users: Vec::new(),
                };
                self.commit(subject, START, &record, now, note)?
            }
        };
        match swap {
            CommitOutcome::Committed => Ok(()),
            CommitOutcome::Conflict | CommitOutcome::Duplicate => {
                Err(BankError::package(Some(&serial), None, KeyPackageError::Known))
            }
        }
    }
}

/// Whether this bank keeps every condition that the key comes with: it counts no uses, checks no PINs and no check digits,
/// and knows no profiles that were agreed elsewhere.
fn keeps_conditions(key: &KeyDescription) -> bool {
    let checks_no_pin = key.policy.pin.as_ref().is_none_or(|pin| pin.mode == PinMode::Local);
    let plain_response =
        key.response.as_ref().is_none_or(|response| response.check_digit == CheckDigit::Absent);
    checks_no_pin && plain_response && key.policy.transactions.is_none() && key.profile.is_none()
}

/// What kind of token a package describes.
enum TokenShape {
    Camera,
    HardwareOtp { parameters: TotpParameters, drift: i32 },
}

impl TokenShape {
    fn of(
        package: &KeyPackage,
        passwords: &Policy<TimeRules>,
        now: UnixTime,
    ) -> Result<Self, KeyPackageError> {
        let (policy, device) = (&package.key.policy, &package.device);
        let started =
            [policy.starts, device.starts].into_iter().flatten().all(|starts| starts <= now);
        let expired =
            [policy.expires, device.expires].into_iter().flatten().any(|expires| expires <= now);
        if !started || expired {
            return Err(KeyPackageError::Dates);
        }
        if !keeps_conditions(&package.key) {
            return Err(KeyPackageError::Condition);
        }
        match &package.key.algorithm {
            KeyAlgorithm::IssuerDeviceKey => {
                IssuerDeviceKey::from_secret(&package.secret)
                    .map_err(|_| KeyPackageError::Secret)?;
                Ok(Self::Camera)
            }
            KeyAlgorithm::Totp => {
                let parameters = TotpParameters {
                    algorithm: match package.key.hash {
                        Hash::Sha1 => HashAlgorithm::Sha1,
                        Hash::Sha256 => HashAlgorithm::Sha256,
                        Hash::Sha512 => HashAlgorithm::Sha512,
                    },
                    digits: package.key.digits.ok_or(KeyPackageError::Parameters)?,
                    step: package.key.time_step.unwrap_or(RFC_6030_STEP),
                    t0: UnixTime::new(0),
                };
                TotpVerifier::new(&Totp::new(&package.secret, parameters)?, passwords)?;
                let drift = passwords.rules().remembered(package.key.time_drift.unwrap_or(0));
                Ok(Self::HardwareOtp { parameters, drift })
            }
            // Any other profile, those of later releases included.
            KeyAlgorithm::Hotp
            | KeyAlgorithm::Ocra(_)
            | KeyAlgorithm::Pin
            | KeyAlgorithm::Other(_)
            | _ => Err(KeyPackageError::Algorithm),
        }
    }

    const fn kind(&self) -> TokenKind {
        match self {
            Self::Camera => TokenKind::Camera,
            Self::HardwareOtp { .. } => TokenKind::HardwareOtp,
        }
    }
}

const RFC_6030_STEP: Seconds = Seconds::new(30);

fn serial_of(package: &KeyPackage) -> Result<Serial, BankError> {
    let raw = package.serial();
    let invalid = || BankError::package(None, raw, KeyPackageError::Serial);
    raw.ok_or_else(invalid)?.parse().map_err(|_| invalid())
}
