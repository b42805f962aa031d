use std::io::BufRead;

use warifu_core::{Counter, Entropy, Serial, UnixTime, Version};
use warifu_lifecycle::{CameraToken, HardwareOtpToken};
use warifu_pskc::{KeyPackage, NextPackage, PackageReader};

use super::imported::{ImportOutcome, ImportReport, ImportedToken, InterruptedImportError};
use super::serials::SeenSerials;
use super::shape::TokenShape;
use super::{Bank, START};
use crate::audit::AuditNote;
use crate::record::{CameraRecord, HardwareOtpRecord, key_context};
use crate::store::{CommitOutcome, Store, Subject};
use crate::{BankError, KeyEncryption, KeyPackageError};

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// Takes the keys of a file into the inventory, one after another as the file is read.
    ///
    /// The import is over when the file is [complete](NextPackage::Complete). The reader is used up: what is left of a file
    /// after a fault would pass for a whole file.
    ///
    /// Importing the same file again changes nothing for the tokens that the bank holds, even if they have changed or their
    /// keys have expired since. A file that gives a held key other parameters changes nothing either, and the report counts
    /// it.
    ///
    /// It keeps one package in memory, and the serial numbers read so far: 36 MB for a million of up to 16 characters. The
    /// reader also keeps marks of what it has read: see [`warifu_pskc`].
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
        each(packages, |package| Ok(self.examined(package, now)?.token()))
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
        let examined = self.examined(package, now)?;
        match &examined {
            ExaminedPackage::New(serial, shape) => self.add(*serial, shape, package, now)?,
            // Its counters and users are newer than the file, and its parameters are those of its passwords so far.
            ExaminedPackage::Held(_) => {}
        }
        Ok(examined.token())
    }

    fn examined(&self, package: &KeyPackage, now: UnixTime) -> Result<ExaminedPackage, BankError> {
        let serial = serial_of(package)?;
        if let Some(token) = self.held(serial, package)? {
            return Ok(ExaminedPackage::Held(token));
        }
        let shape = TokenShape::new(package, self.settings.passwords(), now)
            .map_err(|reason| BankError::package(Some(&serial), None, reason))?;
        Ok(ExaminedPackage::New(serial, shape))
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
            // Another import of the same file may have stored the same key just now: importing again says whether it did.
            CommitOutcome::Conflict => Err(BankError::Busy),
            CommitOutcome::Duplicate => {
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
    let mut serials = SeenSerials::default();
    loop {
        let interrupted = |cause| InterruptedImportError::new(report, cause);
        let package = match packages.next_package().map_err(|fault| interrupted(fault.into()))? {
            NextPackage::Package(package) => package,
            NextPackage::Complete(_) => return Ok(report),
        };
        // The second one would be counted as held before or, in an examination, as new.
        let serial = serial_of(&package).map_err(interrupted)?;
        if !serials.insert(serial) {
            let reason = KeyPackageError::Twice;
            return Err(interrupted(BankError::package(Some(&serial), None, reason)));
        }
        let token = take(&package).map_err(interrupted)?;
        report.count(token.outcome);
    }
}

/// What a package would be in the inventory.
enum ExaminedPackage {
    New(Serial, TokenShape),
    Held(ImportedToken),
}

impl ExaminedPackage {
    const fn token(&self) -> ImportedToken {
        match self {
            Self::New(serial, shape) => {
                ImportedToken { serial: *serial, kind: shape.kind(), outcome: ImportOutcome::Added }
            }
            Self::Held(token) => *token,
        }
    }
}

fn serial_of(package: &KeyPackage) -> Result<Serial, BankError> {
    let raw = package.serial();
    let invalid = || BankError::package(None, raw, KeyPackageError::Serial);
    raw.ok_or_else(invalid)?.parse().map_err(|_| invalid())
}
