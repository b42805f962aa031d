use std::collections::HashSet;
use std::io::BufRead;

use subtle::ConstantTimeEq;
use warifu_core::keys::IssuerDeviceKey;
use warifu_core::{Counter, Entropy, Seconds, Serial, UnixTime, Version};
use warifu_lifecycle::{CameraToken, HardwareOtpToken};
use warifu_otp::{Policy, TimeRules, Totp, TotpParameters, TotpVerifier};
use warifu_pskc::{
    CheckDigit, KeyAlgorithm, KeyDescription, KeyPackage, NextPackage, PackageReader, PinMode,
};

use super::imported::{ImportOutcome, ImportReport, ImportedToken, InterruptedImportError};
use super::{Bank, START};
use crate::audit::AuditNote;
use crate::record::{CameraRecord, HardwareOtpRecord, SubjectRecord, key_context};
use crate::store::{CommitOutcome, Store, Subject, TokenKind};
use crate::{BankError, KeyEncryption, KeyPackageError};

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// Takes the keys of a file into the inventory, one after another as the file is read: a shipment of any size needs no
    /// more memory than a mark of each serial number.
    ///
    /// The import is over when the file is [complete](NextPackage::Complete). The reader is used up: what is left of a file
    /// after a fault would pass for a whole file. Importing the same file again changes
    /// nothing for the tokens that the bank holds, even if they have changed since.
    ///
    /// # Errors
    ///
    /// [`InterruptedImportError`] with the first fault of the file, the first package that cannot become a token, or the
    /// first whose serial number the bank holds with another key. The packages before it are in the inventory; repeat the
    /// import with a better file. [`Bank::examine`] tells the same without a change.
    ///
    /// # Security
    ///
    /// A signature may follow the keys, and refuse the file after they were taken. To have all of a file or nothing of it,
    /// [`examine`](Bank::examine) the file first.
    pub fn import<R: BufRead>(
        &mut self,
        packages: PackageReader<'_, R>,
        now: UnixTime,
    ) -> Result<ImportReport, InterruptedImportError> {
        each(packages, |package| self.import_package(package, now))
    }

    /// What [`Bank::import`] would do; nothing is stored.
    ///
    /// # Errors
    ///
    /// As [`Bank::import`].
    pub fn examine<R: BufRead>(
        &self,
        packages: PackageReader<'_, R>,
        now: UnixTime,
    ) -> Result<ImportReport, InterruptedImportError> {
        each(packages, |package| self.examined(package, now).map(|(token, _)| token))
    }

    /// Takes one key into the inventory.
    ///
    /// # Errors
    ///
    /// [`BankError::KeyPackage`] when it cannot become a token, or when the bank holds its serial number with another key;
    /// then nothing was stored.
    pub fn import_package(
        &mut self,
        package: &KeyPackage,
        now: UnixTime,
    ) -> Result<ImportedToken, BankError> {
        let (token, shape) = self.examined(package, now)?;
        match token.outcome {
            ImportOutcome::Added => self.add(token.serial, &shape, package, now)?,
            // Its counters and users are newer than the file.
            ImportOutcome::Known => {}
        }
        Ok(token)
    }

    fn examined(
        &self,
        package: &KeyPackage,
        now: UnixTime,
    ) -> Result<(ImportedToken, TokenShape), BankError> {
        let serial = serial_of(package)?;
        let shape = TokenShape::of(package, self.settings.passwords(), now)
            .map_err(|reason| BankError::package(Some(&serial), None, reason))?;
        let outcome = if self.holds_key(serial, &shape, package)? {
            ImportOutcome::Known
        } else {
            ImportOutcome::Added
        };
        Ok((ImportedToken { serial, kind: shape.kind(), outcome }, shape))
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

/// Hands every package of a file to `take`, and counts what became of them.
fn each<R: BufRead>(
    mut packages: PackageReader<'_, R>,
    mut take: impl FnMut(&KeyPackage) -> Result<ImportedToken, BankError>,
) -> Result<ImportReport, InterruptedImportError> {
    let mut report = ImportReport::default();
    let mut serials = HashSet::new();
    loop {
        let interrupted = |cause| InterruptedImportError::new(report, cause);
        let package = match packages.next_package().map_err(|fault| interrupted(fault.into()))? {
            NextPackage::Package(package) => package,
            NextPackage::Complete(_) => return Ok(report),
        };
        // Not taken for known: the maker's file is not what the maker tested.
        let serial = serial_of(&package).map_err(interrupted)?;
        if !serials.insert(serial) {
            let reason = KeyPackageError::Twice;
            return Err(interrupted(BankError::package(Some(&serial), None, reason)));
        }
        let token = take(&package).map_err(interrupted)?;
        report.count(token.outcome);
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
                    algorithm: package.key.hash,
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
