use subtle::ConstantTimeEq;
use warifu_core::{DecodeError, Entropy, Serial};
use warifu_otp::TotpParameters;
use warifu_pskc::{KeyDescription, KeyPackage};

use super::Bank;
use super::imported::{ImportOutcome, ImportedToken};
use super::shape::{keeps_conditions, kind, parameters};
use crate::record::{CameraRecord, HardwareOtpRecord, SubjectRecord, key_context};
use crate::store::{Store, Subject, TokenKind};
use crate::{BankError, KeyEncryption, KeyPackageError};

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// The token of this serial number that the bank holds, if it does, next to what a package says of it.
    ///
    /// The rules for new tokens are not applied: keys may have expired and the bank's policy may have changed since the first
    /// import, and the same file can still be imported again.
    ///
    /// # Errors
    ///
    /// [`KeyPackageError::Known`] when the package has another key, and [`KeyPackageError::Algorithm`] when it is for no
    /// kind of token.
    pub(super) fn held(
        &self,
        serial: Serial,
        package: &KeyPackage,
    ) -> Result<Option<ImportedToken>, BankError> {
        let subject = Subject::Token(serial);
        let Some(stored) = self.store.load(&subject)? else { return Ok(None) };
        let refused = |reason| BankError::package(Some(&serial), None, reason);
        let kind = kind(&package.key).map_err(refused)?;
        let held = HeldKey::from_record(&stored.body).map_err(BankError::Record)?;
        let context = key_context(self.settings.issuer(), &subject);
        let secret = self.keys.unwrap(&held.wrapped, &context)?;
        let has_same_secret = bool::from(secret.expose().ct_eq(package.secret.expose()));
        if !has_same_secret || held.kind != kind {
            return Err(refused(KeyPackageError::Known));
        }
        let outcome = if held.is_described_by(&package.key) {
            ImportOutcome::Known
        } else {
            ImportOutcome::Differing
        };
        Ok(Some(ImportedToken { serial, kind, outcome }))
    }
}

/// What the record of a token of either kind says of its key.
struct HeldKey {
    kind: TokenKind,
    wrapped: Vec<u8>,
    /// Of a hardware OTP token.
    parameters: Option<TotpParameters>,
}

impl HeldKey {
    fn from_record(body: &[u8]) -> Result<Self, DecodeError> {
        if body.first() == Some(&CameraRecord::TAG) {
            let wrapped = CameraRecord::from_bytes(body)?.wrapped_key;
            return Ok(Self { kind: TokenKind::Camera, wrapped, parameters: None });
        }
        let HardwareOtpRecord { wrapped_key, parameters, .. } =
            HardwareOtpRecord::from_bytes(body)?;
        let parameters = Some(parameters);
        Ok(Self { kind: TokenKind::HardwareOtp, wrapped: wrapped_key, parameters })
    }

    /// Whether the file gives the key the parameters that it has here, and no condition. It had none when it was imported.
    ///
    /// Its dates are not in the record, and its drift is newer here.
    fn is_described_by(&self, key: &KeyDescription) -> bool {
        let has_same_parameters = match self.kind {
            TokenKind::Camera => true,
            TokenKind::HardwareOtp => self.parameters == parameters(key),
        };
        has_same_parameters && keeps_conditions(key)
    }
}
