use warifu_core::codec::Encode;
use warifu_core::keys::{Activation, IssuerDeviceKey};
use warifu_core::{
    Entropy, LoginId, Message, Seconds, Serial, TokenCode, UnixTime, Validity, Version, kind,
};
use warifu_lifecycle::{AttemptLimits, AuditEvent, CameraEvent};
use warifu_qr::{MessageCounter, SealParameters, SealedMessage};
use warifu_sign::{
    ActivationMessage, Answer, PendingChallenge, RefusalReason, RegistrationMessage,
    verify_device_code,
};

use super::{Bank, Decision};
use crate::record::{ActivatingRecord, CameraRecord, InstanceRecord, key_context};
use crate::store::{Store, Subject};
use crate::{BankError, FirstFactor, KeyEncryption, KeyError};

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
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
        self.decide(subject, now, |record, bank| {
            bank.take_activation_number(record, &subject, person.login(), typed, now)
        })
    }

    fn take_activation_number(
        &self,
        mut record: CameraRecord,
        subject: &Subject,
        actor: &LoginId,
        typed: &str,
        now: UnixTime,
    ) -> Result<Decision<CameraRecord, ()>, BankError> {
        let (event, limits) = (AuditEvent::ActivationRefused.name(), self.settings.limits());
        // Only for the person who began the registration: anyone else would end up with this person's device.
        let activating = record.activating.take_if(|activating| activating.login == *actor);
        let Some(mut activating) = activating else {
            return Ok(Decision::refused(record, actor, event, "nothing to confirm"));
        };
        let Some(pending) = activating.pending.take() else {
            record.activating = Some(activating);
            return Ok(Decision::refused(record, actor, event, "void"));
        };
        let now = record.see(now);
        let activation = &activating.instance.activation;
        let signing_key = self.device_key(&record, subject)?.instance_key(activation).signing_key();
        let reason = match pending.check(typed, &signing_key, now) {
            Answer::Accepted(approved) => {
                let approve = CameraEvent::ActivationApproved(&approved);
                let Ok(next) = record.token.step(approve, now, &limits) else {
                    return Ok(Decision::refused(record, actor, event, "not activating"));
                };
                record.token = next.record;
                record.instance = Some(activating.instance);
                record.users = vec![*actor];
                return Ok(Decision::granted(record, actor, next.effects.audit.name(), ()));
            }
            Answer::Open(pending, reason) => {
                activating.pending = Some(pending);
                reason
            }
            // Without `pending`, no further number is looked at: a guesser needs another registration.
            Answer::Void(reason) => reason,
        };
        record.activating = Some(activating);
        Ok(refuse(record, actor, reason, now, limits))
    }

    /// Recognises a device by its 12-digit code, and seals the message that activates it.
    pub(super) fn activate(
        &mut self,
        mut record: CameraRecord,
        answer: &DeviceAnswer<'_>,
        now: UnixTime,
    ) -> Result<Decision<CameraRecord, Vec<u8>>, BankError> {
        let DeviceAnswer { person, serial, message, typed, token_code } = *answer;
        let (event, actor) = ("device refused", person.login());
        let now = record.see(now);
        let device_key = self.device_key(&record, &Subject::Token(*serial))?;
        let key = device_key.registration_key();
        let Ok(recognised) = verify_device_code(&key, message, serial, record.counter, typed)
        else {
            return Ok(Decision::refused(record, actor, event, "wrong"));
        };
        let recognise = CameraEvent::DeviceRecognised(&recognised);
        let Ok(next) = record.token.step(recognise, now, &self.settings.limits()) else {
            return Ok(Decision::refused(record, actor, event, "registered already"));
        };
        // A device that was brought to a later version is never taken back to an earlier one.
        if record.version > VERSION {
            return Ok(Decision::refused(record, actor, event, "earlier version"));
        }
        let key_epoch = record.key_epoch.checked_add(1).ok_or(BankError::KeyEpochsExhausted)?;
        let (issuer, registration) = (self.settings.issuer(), message.nonce);
        let counter = recognised.activation();
        let activation = Activation { issuer, registration, counter, token_code, key_epoch };
        // A new instance has new keys, so its sequence starts again.
        let mut messages = MessageCounter::new();
        let parameters = match self.next_message(&mut messages) {
            Ok(parameters) => parameters,
            Err(why) => return Ok(Decision::unsealed(record, actor, why)),
        };
        let (picture, pending) =
            self.seal_activation(&device_key, answer, &activation, &parameters, now)?;
        record.counter = counter;
        record.key_epoch = key_epoch;
        record.version = VERSION;
        record.token = next.record;
        let instance = InstanceRecord { activation, messages };
        record.activating =
            Some(ActivatingRecord { login: *actor, instance, pending: Some(pending) });
        Ok(Decision::granted(record, actor, next.effects.audit.name(), picture))
    }

    /// The bytes of the second picture, and what the bank then waits for.
    fn seal_activation(
        &self,
        device_key: &IssuerDeviceKey,
        answer: &DeviceAnswer<'_>,
        activation: &Activation,
        parameters: &SealParameters,
        now: UnixTime,
    ) -> Result<(Vec<u8>, PendingChallenge<kind::Activation>), BankError> {
        let Activation { registration, counter, token_code, key_epoch, .. } = *activation;
        let keys = device_key.activation_keys(&registration, counter);
        let validity = Validity::new(parameters.sequence, now, ACTIVATION_LIFETIME)?;
        let (login, bank) = (*answer.person.login(), *self.settings.name());
        let body = ActivationMessage { token_code, login, bank, key_epoch };
        // To the message that the device answered: the picture opens for no other registration.
        let bound = answer.message.encoded::<{ RegistrationMessage::LENGTH }>()?;
        let (random, bound) = (&parameters.random, bound.as_slice());
        let composed =
            Message::compose(&keys, random, bound, validity, |writer| body.encode(writer))?;
        let picture = SealedMessage::seal(&composed, keys.sealing_key())?.as_bytes().to_vec();
        Ok((picture, PendingChallenge::from_activation(&composed)))
    }

    pub(super) fn device_key(
        &self,
        record: &CameraRecord,
        subject: &Subject,
    ) -> Result<IssuerDeviceKey, BankError> {
        let secret =
            self.keys.unwrap(&record.wrapped_key, &key_context(self.settings.issuer(), subject))?;
        IssuerDeviceKey::from_secret(&secret).map_err(|_| BankError::Key(KeyError))
    }
}

/// What a person typed to say which device answered their registration.
#[derive(Clone, Copy)]
pub(super) struct DeviceAnswer<'a> {
    pub(super) person: &'a FirstFactor,
    pub(super) serial: &'a Serial,
    pub(super) message: &'a RegistrationMessage,
    pub(super) typed: &'a str,
    pub(super) token_code: TokenCode,
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
pub(super) const ACTIVATION_LIFETIME: Seconds = Seconds::minutes(10);
