use warifu_core::{Entropy, LoginId, Nonce, Serial, UnixTime, Validity, kind};
use warifu_lifecycle::{AttemptLimits, AuditEvent, CameraEvent, CameraState, Standing};
use warifu_qr::SealedMessage;
use warifu_sign::{Answer, Approved, IssuedChallenge, RefusalReason, Transaction, issue};

use super::registration::reason_name;
use super::{Bank, Decision};
use crate::record::CameraRecord;
use crate::store::{Store, Subject, TokenKind};
use crate::{BankError, FirstFactor, KeyEncryption};

/// A challenge on its way to a person's token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedChallenge {
    /// Names the challenge in the answer.
    pub challenge: Nonce,
    /// The bytes of the picture.
    pub picture: Vec<u8>,
}

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// Asks the person to approve `transaction` on their camera token. An earlier challenge of the same person is void.
    ///
    /// # Errors
    ///
    /// [`BankError::Refused`] without a token that may be used, or for a transaction in another person's name;
    /// [`BankError::Issue`] for one that the device cannot show.
    pub fn issue_challenge(
        &mut self,
        person: &FirstFactor,
        transaction: &Transaction,
        now: UnixTime,
    ) -> Result<SealedChallenge, BankError> {
        if transaction.login() != person.login() {
            return Err(BankError::Refused);
        }
        let subject = Subject::Token(self.camera_of(person)?);
        self.decide(subject, now, |mut record: CameraRecord, bank| {
            let actor = person.login();
            let Some(mut instance) = record.instance.clone().filter(|_| may_be_used(&record))
            else {
                return Ok(Decision::refused(record, actor, "challenge refused", "not in use"));
            };
            let keys = bank
                .device_key(&record, &subject)?
                .instance_key(&instance.activation)
                .message_keys();
            let now = record.seen.max(now);
            let parameters = match bank.next_message(&mut instance.messages) {
                Ok(parameters) => parameters,
                Err(why) => return Ok(Decision::unsealed(record, actor, why)),
            };
            let settings = &bank.settings;
            let validity = Validity::new(parameters.sequence, now, settings.challenge_lifetime())?;
            let IssuedChallenge { message, pending } = issue(
                settings.issuer(),
                transaction,
                &keys,
                &parameters.random,
                validity,
                settings.profile(),
            )?;
            let envelope = SealedMessage::seal(&message, keys.sealing_key())?;
            record.instance = Some(instance);
            let out = SealedChallenge {
                challenge: pending.challenge(),
                picture: envelope.as_bytes().to_vec(),
            };
            record.seen = now;
            record.open.retain(|(login, _)| login != actor);
            record.open.push((*actor, pending));
            Ok(Decision::granted(record, actor, "challenge issued", out))
        })
    }

    /// Takes the number for a challenge.
    ///
    /// The proof that comes back holds the digest of the order that was approved: ask it again when executing
    /// ([`Approved::authorises`]).
    ///
    /// # Errors
    ///
    /// [`BankError::Refused`] for a wrong, used, late or unknown number or challenge, and for a suspended token.
    pub fn answer_challenge(
        &mut self,
        person: &FirstFactor,
        challenge: Nonce,
        typed: &str,
        now: UnixTime,
    ) -> Result<Approved<kind::Transaction>, BankError> {
        let subject = Subject::Token(self.camera_of(person)?);
        self.decide(subject, now, |mut record: CameraRecord, bank| {
            let (event, actor) = (AuditEvent::NumberRefused.name(), person.login());
            let Some(instance) = record.instance.clone().filter(|_| may_be_used(&record)) else {
                return Ok(Decision::refused(record, actor, event, "not in use"));
            };
            let now = record.seen.max(now);
            record.seen = now;
            let place = record
                .open
                .iter()
                .position(|(login, pending)| login == actor && pending.challenge() == challenge);
            let Some((login, pending)) = place.map(|index| record.open.swap_remove(index)) else {
                return Ok(Decision::refused(record, actor, event, "no such challenge"));
            };
            let key = bank
                .device_key(&record, &subject)?
                .instance_key(&instance.activation)
                .signing_key();
            let limits = bank.settings.limits();
            match pending.check(typed, &key, now) {
                Answer::Accepted(approved) => {
                    let Ok(next) =
                        record.token.step(CameraEvent::NumberApproved(&approved), now, &limits)
                    else {
                        return Ok(Decision::refused(record, actor, event, "not in use"));
                    };
                    record.token = next.record;
                    Ok(Decision::granted(record, actor, next.effects.audit.name(), approved))
                }
                Answer::Open(pending, reason) => {
                    record.open.push((login, pending));
                    Ok(refuse(record, actor, reason, now, limits))
                }
                Answer::Void(reason) => Ok(refuse(record, actor, reason, now, limits)),
            }
        })
    }

    fn camera_of(&self, person: &FirstFactor) -> Result<Serial, BankError> {
        self.store.token_of(person.login(), TokenKind::Camera)?.ok_or(BankError::Refused)
    }
}

/// Counts a wrong number. One that was late or no number at all tells nothing, and costs nothing.
fn refuse<T>(
    mut record: CameraRecord,
    actor: &LoginId,
    reason: RefusalReason,
    now: UnixTime,
    limits: AttemptLimits,
) -> Decision<CameraRecord, T> {
    let (mut event, mut notice) = (AuditEvent::NumberRefused, None);
    if let (RefusalReason::Wrong, Ok(next)) =
        (reason, record.token.step(CameraEvent::NumberRefused, now, &limits))
    {
        record.token = next.record;
        (event, notice) = (next.effects.audit, next.effects.notice);
    }
    let users = record.users.clone();
    Decision::refused(record, actor, event.name(), reason_name(reason)).telling(&users, notice)
}

const fn may_be_used(record: &CameraRecord) -> bool {
    matches!(record.token.state, CameraState::Registered(_, Standing::Active))
}
