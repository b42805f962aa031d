use warifu_core::{Entropy, LoginId, Nonce, Serial, UnixTime, Validity, kind};
use warifu_lifecycle::{AttemptLimits, AuditEvent, CameraEvent, CameraState, Standing};
use warifu_qr::SealedMessage;
use warifu_sign::{Answer, Approved, IssuedChallenge, RefusalReason, Transaction, issue};

use super::activation::reason_name;
use super::{Bank, Decision};
use crate::record::CameraRecord;
use crate::store::{Store, Subject, TokenKind};
use crate::{BankError, FirstFactor, KeyEncryption};

/// A challenge on its way to a person's token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedChallenge {
    /// Names the challenge in the answer.
    pub challenge: Nonce,
    /// The sealed message. `warifu_qr::text::encode` makes it the text of the picture, which `warifu_qr`'s feature `draw`
    /// draws.
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
        // The number would approve an order in the name of another person, who has not seen it.
        if transaction.login() != person.login() {
            return Err(BankError::Refused);
        }
        let subject = Subject::Token(self.camera_of(person)?);
        self.decide(subject, now, |record, bank| bank.ask(record, &subject, transaction, now))
    }

    fn ask(
        &mut self,
        mut record: CameraRecord,
        subject: &Subject,
        transaction: &Transaction,
        now: UnixTime,
    ) -> Result<Decision<CameraRecord, SealedChallenge>, BankError> {
        let actor = transaction.login();
        let Some(mut instance) = record.instance.clone().filter(|_| may_be_used(&record)) else {
            return Ok(Decision::refused(record, actor, "challenge refused", "not in use"));
        };
        let instance_key = self.device_key(&record, subject)?.instance_key(&instance.activation);
        let keys = instance_key.message_keys();
        let now = record.seen.max(now);
        let parameters = match self.next_message(&mut instance.messages) {
            Ok(parameters) => parameters,
            Err(why) => return Ok(Decision::unsealed(record, actor, why)),
        };
        let (issuer, profile) = (self.settings.issuer(), self.settings.profile());
        let lifetime = self.settings.challenge_lifetime();
        let validity = Validity::new(parameters.sequence, now, lifetime)?;
        let IssuedChallenge { message, pending } =
            issue(issuer, transaction, &keys, &parameters.random, validity, profile)?;
        let picture = SealedMessage::seal(&message, keys.sealing_key())?.as_bytes().to_vec();
        // It holds this message's sequence number, which has to be on disk before the picture leaves, or two messages could
        // have the same one.
        record.instance = Some(instance);
        record.seen = now;
        let challenge = pending.challenge();
        // One open challenge for each person: an earlier order cannot be approved after a later one was shown.
        record.open.retain(|(login, _)| login != actor);
        record.open.push((*actor, pending));
        let sealed = SealedChallenge { challenge, picture };
        Ok(Decision::granted(record, actor, "challenge issued", sealed))
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
        self.decide(subject, now, |record, bank| {
            bank.take_number(record, &subject, person.login(), challenge, typed, now)
        })
    }

    fn take_number(
        &self,
        mut record: CameraRecord,
        subject: &Subject,
        actor: &LoginId,
        challenge: Nonce,
        typed: &str,
        now: UnixTime,
    ) -> Result<Decision<CameraRecord, Approved<kind::Transaction>>, BankError> {
        let (event, limits) = (AuditEvent::NumberRefused.name(), self.settings.limits());
        // Before the number is looked at: a suspended token must not say whether it was right.
        let Some(instance) = record.instance.clone().filter(|_| may_be_used(&record)) else {
            return Ok(Decision::refused(record, actor, event, "not in use"));
        };
        let now = record.see(now);
        // By login ID too: people who share a token do not answer each other's challenges.
        let place = record
            .open
            .iter()
            .position(|(login, pending)| login == actor && pending.challenge() == challenge);
        // Taken out: it goes back only while it may be answered once more.
        let Some((login, pending)) = place.map(|index| record.open.swap_remove(index)) else {
            return Ok(Decision::refused(record, actor, event, "no such challenge"));
        };
        let instance_key = self.device_key(&record, subject)?.instance_key(&instance.activation);
        match pending.check(typed, &instance_key.signing_key(), now) {
            Answer::Accepted(approved) => {
                let accept = CameraEvent::NumberApproved(&approved);
                let Ok(next) = record.token.step(accept, now, &limits) else {
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
    Decision::refused(record, actor, event.name(), reason_name(reason)).telling_users(notice)
}

const fn may_be_used(record: &CameraRecord) -> bool {
    matches!(record.token.state, CameraState::Registered(_, Standing::Active))
}
