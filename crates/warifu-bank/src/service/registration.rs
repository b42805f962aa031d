use warifu_core::codec::Encode;
use warifu_core::keys::RegistrationNonce;
use warifu_core::{Entropy, Serial, TokenCode, UnixTime};
use warifu_sign::RegistrationMessage;

use super::activation::{ACTIVATION_LIFETIME, DeviceAnswer};
use super::{Bank, Decision, MAX_RACES, START, note};
use crate::record::{CameraRecord, RegistrationRecord, SubjectRecord};
use crate::store::{CommitOutcome, Store, Subject, TokenKind};
use crate::{BankError, FirstFactor, KeyEncryption};

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// Opens a registration: the message of the first picture (BLGI022), to be drawn as [`SealedChallenge::picture`] says. An
    /// earlier one of the same person is void.
    ///
    /// [`SealedChallenge::picture`]: crate::SealedChallenge::picture
    ///
    /// # Errors
    ///
    /// [`BankError::Refused`] for a person who uses a camera token already.
    pub fn start_registration(
        &mut self,
        person: &FirstFactor,
        now: UnixTime,
    ) -> Result<Vec<u8>, BankError> {
        if self.store.token_of(person.login(), TokenKind::Camera)?.is_some() {
            return Err(BankError::Refused);
        }
        let nonce = RegistrationNonce(self.fresh()?);
        let message = RegistrationMessage { issuer: self.settings.issuer(), nonce, issued: now };
        let bytes = message.encoded::<{ RegistrationMessage::LENGTH }>()?;
        let record = RegistrationRecord { open: Some(message), wrong: 0 };
        let subject = Subject::Registration(*person.login());
        // Over any record that is there: a new registration makes the one before void.
        for _ in 0..MAX_RACES {
            let head = self.store.load(&subject)?.map_or(START, |stored| stored.head);
            let note = note(person.login(), "registration started", "");
            if self.commit(subject, head, &record, now, note)? == CommitOutcome::Committed {
                return Ok(bytes.as_slice().to_vec());
            }
        }
        Err(BankError::Busy)
    }

    /// トークン認証: takes the serial number and the 12 digits that the device showed, and names the instance
    /// `token_code`. Returns the sealed message of the second picture (BLGI023).
    ///
    /// Ten wrong codes void the registration, but suspend nothing: no token is known yet.
    ///
    /// # Security
    ///
    /// Only the host knows which tokens went to which company: check before that this one did.
    ///
    /// # Errors
    ///
    /// [`BankError::Refused`] for a wrong code, an unknown or registered token, a token code that another token has, and a
    /// registration that is older than ten minutes.
    pub fn recognise_device(
        &mut self,
        person: &FirstFactor,
        serial: &Serial,
        typed: &str,
        token_code: TokenCode,
        now: UnixTime,
    ) -> Result<Vec<u8>, BankError> {
        let message = self.open_registration(person, now)?;
        let subject = Subject::Token(*serial);
        let answer = DeviceAnswer { person, serial, message: &message, typed, token_code };
        let picture = if self.holds::<CameraRecord>(&subject)? {
            self.decide(subject, now, |record, bank| bank.activate(record, &answer, now))
        } else {
            Err(BankError::Refused)
        };
        // What is the bank's own fault is not counted as a wrong code.
        if matches!(picture, Ok(_) | Err(BankError::Refused)) {
            self.close_registration(person, picture.is_ok(), now)?;
        }
        picture
    }

    fn open_registration(
        &self,
        person: &FirstFactor,
        now: UnixTime,
    ) -> Result<RegistrationMessage, BankError> {
        let stored =
            self.store.load(&Subject::Registration(*person.login()))?.ok_or(BankError::Refused)?;
        let message = RegistrationRecord::from_bytes(&stored.body)
            .map_err(BankError::Record)?
            .open
            .ok_or(BankError::Refused)?;
        // A bank's clock that went back has not used up the lifetime.
        match now.seconds_since(message.issued) {
            Some(age) if age >= u64::from(ACTIVATION_LIFETIME.value()) => Err(BankError::Refused),
            Some(_) | None => Ok(message),
        }
    }

    /// Counts a wrong code, or ends a registration that was answered.
    fn close_registration(
        &mut self,
        person: &FirstFactor,
        was_answered: bool,
        now: UnixTime,
    ) -> Result<(), BankError> {
        let subject = Subject::Registration(*person.login());
        self.decide(subject, now, |record: RegistrationRecord, _| {
            if was_answered {
                let answered = RegistrationRecord { open: None, ..record };
                return Ok(Decision::granted(
                    answered,
                    person.login(),
                    "registration answered",
                    (),
                ));
            }
            // The tenth wrong code ends the registration, and a record that it ended counts no further.
            let counted = match record.wrong.checked_add(1) {
                Some(wrong) if wrong < MAX_WRONG_DEVICE_CODES => {
                    RegistrationRecord { wrong, ..record }
                }
                _ => RegistrationRecord { open: None, wrong: MAX_WRONG_DEVICE_CODES },
            };
            Ok(Decision::granted(counted, person.login(), "registration answer refused", ()))
        })
    }
}

/// Wrong 12-digit codes that void a registration.
const MAX_WRONG_DEVICE_CODES: u8 = 10;
