use warifu_core::codec::Encode;
use warifu_core::keys::{Activation, IssuerDeviceKey, RegistrationNonce};
use warifu_core::{
    Entropy, LoginId, Message, Seconds, Serial, TokenCode, UnixTime, Validity, Version,
};
use warifu_lifecycle::{AttemptLimits, AuditEvent, CameraEvent};
use warifu_qr::{MessageCounter, SealedMessage};
use warifu_sign::{
    ActivationMessage, Answer, PendingChallenge, RefusalReason, RegistrationMessage,
    verify_device_code,
};

use super::{Bank, Decision, START, note};
use crate::record::{
    ActivatingRecord, CameraRecord, InstanceRecord, RegistrationRecord, SubjectRecord, key_context,
};
use crate::store::{CommitOutcome, Store, Subject, TokenKind};
use crate::{BankError, FirstFactor, KeyEncryption};

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// Opens a registration: the bytes of the first picture (BLGI022). An earlier one of the same person is void.
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
        for _ in 0..super::MAX_RACES {
            let head = self.store.load(&subject)?.map_or(START, |stored| stored.head);
            let note = note(person.login(), "registration started", "");
            if self.commit(subject, head, &record, now, note)? == CommitOutcome::Committed {
                return Ok(bytes.as_slice().to_vec());
            }
        }
        Err(BankError::Busy)
    }

    /// トークン認証: takes the serial number and the 12 digits that the device showed, and names the instance
    /// `token_code`. The bytes of the second picture (BLGI023).
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

    /// 認証確認: takes the 8 digits that the device showed. From now on the person uses the token.
    ///
    /// # Errors
    ///
    /// [`BankError::Refused`] for a wrong number, which can be typed again twice, or when nothing is being registered.
    pub fn confirm_activation(
        &mut self,
        person: &FirstFactor,
        serial: &Serial,
        typed: &str,
        now: UnixTime,
    ) -> Result<(), BankError> {
        let subject = Subject::Token(*serial);
        self.decide(subject, now, |mut record: CameraRecord, bank| {
            let (event, actor) = (AuditEvent::ActivationRefused.name(), person.login());
            let Some(mut activating) =
                record.activating.take_if(|activating| activating.login == *actor)
            else {
                return Ok(Decision::refused(record, actor, event, "nothing to confirm"));
            };
            let Some(pending) = activating.pending.take() else {
                record.activating = Some(activating);
                return Ok(Decision::refused(record, actor, event, "void"));
            };
            let now = record.seen.max(now);
            record.seen = now;
            let key = bank
                .device_key(&record, &subject)?
                .instance_key(&activating.instance.activation)
                .signing_key();
            match pending.check(typed, &key, now) {
                Answer::Accepted(approved) => {
                    let Ok(next) = record.token.step(
                        CameraEvent::ActivationApproved(&approved),
                        now,
                        &bank.settings.limits(),
                    ) else {
                        return Ok(Decision::refused(record, actor, event, "not activating"));
                    };
                    record.instance = Some(activating.instance);
                    record.users = vec![*actor];
                    Ok(Decision::granted(
                        CameraRecord { token: next.record, ..record },
                        actor,
                        next.effects.audit.name(),
                        (),
                    ))
                }
                Answer::Open(pending, reason) => {
                    record.activating =
                        Some(ActivatingRecord { pending: Some(pending), ..activating });
                    Ok(refuse(record, actor, reason, now, bank.settings.limits()))
                }
                Answer::Void(reason) => {
                    record.activating = Some(activating);
                    Ok(refuse(record, actor, reason, now, bank.settings.limits()))
                }
            }
        })
    }

    fn activate(
        &mut self,
        mut record: CameraRecord,
        answer: &DeviceAnswer<'_>,
        now: UnixTime,
    ) -> Result<Decision<CameraRecord, Vec<u8>>, BankError> {
        let DeviceAnswer { person, serial, message, typed, token_code } = *answer;
        let (event, actor) = ("device refused", person.login());
        let now = record.seen.max(now);
        record.seen = now;
        let device_key = self.device_key(&record, &Subject::Token(*serial))?;
        let key = device_key.registration_key();
        let Ok(recognised) = verify_device_code(&key, message, serial, record.counter, typed)
        else {
            return Ok(Decision::refused(record, actor, event, "wrong"));
        };
        let counter = recognised.activation();
        let event_of_life = CameraEvent::DeviceRecognised(&recognised);
        let Ok(next) = record.token.step(event_of_life, now, &self.settings.limits()) else {
            return Ok(Decision::refused(record, actor, event, "registered already"));
        };
        // A device that was brought to a later version is never taken back to an earlier one.
        if record.version > VERSION {
            return Ok(Decision::refused(record, actor, event, "earlier version"));
        }
        let key_epoch = record.key_epoch.checked_add(1).ok_or(BankError::KeyEpochsExhausted)?;
        let (issuer, registration) = (self.settings.issuer(), message.nonce);
        let activation = Activation { issuer, registration, counter, token_code, key_epoch };
        let keys = device_key.activation_keys(&registration, counter);
        // A new instance has new keys, so its sequence starts again.
        let mut messages = MessageCounter::new();
        let parameters = match self.next_message(&mut messages) {
            Ok(parameters) => parameters,
            Err(why) => return Ok(Decision::unsealed(record, actor, why)),
        };
        let validity = Validity::new(parameters.sequence, now, ACTIVATION_LIFETIME)?;
        let bank = *self.settings.name();
        let body = ActivationMessage { token_code, login: *actor, bank, key_epoch };
        let bound = message.encoded::<{ RegistrationMessage::LENGTH }>()?;
        let (random, bound) = (&parameters.random, bound.as_slice());
        let composed =
            Message::compose(&keys, random, bound, validity, |writer| body.encode(writer))?;
        let envelope = SealedMessage::seal(&composed, keys.sealing_key())?;
        record.counter = counter;
        record.key_epoch = key_epoch;
        record.version = VERSION;
        record.token = next.record;
        let pending = Some(PendingChallenge::from_activation(&composed));
        let instance = InstanceRecord { activation, messages };
        record.activating = Some(ActivatingRecord { login: *actor, instance, pending });
        let picture = envelope.as_bytes().to_vec();
        Ok(Decision::granted(record, actor, next.effects.audit.name(), picture))
    }

    fn open_registration(
        &self,
        person: &FirstFactor,
        now: UnixTime,
    ) -> Result<RegistrationMessage, BankError> {
        let stored =
            self.store.load(&Subject::Registration(*person.login()))?.ok_or(BankError::Refused)?;
        let message =
            RegistrationRecord::from_bytes(&stored.body)?.open.ok_or(BankError::Refused)?;
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

    pub(super) fn device_key(
        &self,
        record: &CameraRecord,
        subject: &Subject,
    ) -> Result<IssuerDeviceKey, BankError> {
        let secret =
            self.keys.unwrap(&record.wrapped_key, &key_context(self.settings.issuer(), subject))?;
        IssuerDeviceKey::from_secret(&secret).map_err(|_| BankError::Key(crate::KeyError))
    }
}

/// What a person typed to say which device answered their registration.
#[derive(Clone, Copy)]
struct DeviceAnswer<'a> {
    person: &'a FirstFactor,
    serial: &'a Serial,
    message: &'a RegistrationMessage,
    typed: &'a str,
    token_code: TokenCode,
}

/// A wrong number costs a try at the activation, and nothing beyond it.
fn refuse(
    mut record: CameraRecord,
    actor: &LoginId,
    reason: RefusalReason,
    now: UnixTime,
    limits: AttemptLimits,
) -> Decision<CameraRecord, ()> {
    if let (RefusalReason::Wrong, Ok(next)) =
        (reason, record.token.step(CameraEvent::ActivationRefused, now, &limits))
    {
        record.token = next.record;
    }
    Decision::refused(record, actor, AuditEvent::ActivationRefused.name(), reason_name(reason))
}

/// The reason's name in the audit log.
pub(super) const fn reason_name(reason: RefusalReason) -> &'static str {
    match reason {
        RefusalReason::Malformed(_) => "malformed",
        RefusalReason::Wrong => "wrong",
        RefusalReason::Expired => "expired",
    }
}

/// Of the activations that this release writes.
const VERSION: Version = Version::ONE;

/// How long a registration can be answered, and its activation confirmed.
const ACTIVATION_LIFETIME: Seconds = Seconds::minutes(10);

/// Wrong 12-digit codes that void a registration.
const MAX_WRONG_DEVICE_CODES: u8 = 10;
