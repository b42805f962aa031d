use warifu_core::{Entropy, LoginId, Serial, UnixTime};
use warifu_lifecycle::{AttemptLimits, Happening, KeyRingEvent, KeyRingState, Standing};
use warifu_otp::{Accepted, VerifyError, TimeRules, Totp};

use super::{Bank, Decision};
use crate::record::{KeyRingRecord, key_context};
use crate::store::{Store, Subject, TokenKind};
use crate::{BankError, FirstFactor, KeyEncryption, KeyFailure};

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// 利用開始登録 of a key-ring token: the serial number on its back and the password that it shows. The password is
    /// used up by it.
    ///
    /// A token that others of the same company use already can be registered by one more person in the same way.
    ///
    /// # Security
    ///
    /// Which tokens were handed to which company is the host's to know: check before that this one was, or a customer of
    /// another company could have it suspended by wrong guesses.
    ///
    /// # Errors
    ///
    /// [`BankError::Refused`] for a wrong or used password, an unknown serial number, a suspended token, and a person who
    /// uses a key-ring token already.
    pub fn register_key_ring(
        &mut self,
        person: &FirstFactor,
        serial: &Serial,
        typed: &str,
        now: UnixTime,
    ) -> Result<(), BankError> {
        if self.store.token_of(person.login(), TokenKind::KeyRing)?.is_some() {
            return Err(BankError::Refused);
        }
        self.verify_password(person, serial, typed, now, Purpose::Registration)
    }

    /// Logs a person in by the password that their key-ring token shows.
    ///
    /// Each password counts once for the *token*: two people who share one cannot both use the same minute's.
    ///
    /// # Errors
    ///
    /// [`BankError::Refused`] for a wrong or used password, a suspended token, or none.
    pub fn log_in(
        &mut self,
        person: &FirstFactor,
        typed: &str,
        now: UnixTime,
    ) -> Result<(), BankError> {
        let serial =
            self.store.token_of(person.login(), TokenKind::KeyRing)?.ok_or(BankError::Refused)?;
        self.verify_password(person, &serial, typed, now, Purpose::LogIn)
    }

    fn verify_password(
        &mut self,
        person: &FirstFactor,
        serial: &Serial,
        typed: &str,
        now: UnixTime,
        purpose: Purpose,
    ) -> Result<(), BankError> {
        let subject = Subject::Token(*serial);
        if !self.holds::<KeyRingRecord>(&subject)? {
            return Err(BankError::Refused);
        }
        self.decide(subject, now, |mut record: KeyRingRecord, bank| {
            let (actor, limits) = (person.login(), bank.settings.limits());
            if !may_be_used(&record) {
                return Ok(Decision::refused(
                    record,
                    actor,
                    Happening::PasswordRefused.name(),
                    "suspended",
                ));
            }
            let secret = bank
                .keys
                .unwrap(&record.wrapped_key, &key_context(bank.settings.issuer(), &subject))?;
            let totp =
                Totp::new(&secret, record.parameters).map_err(|_| BankError::Key(KeyFailure))?;
            let now = record.seen.max(now);
            record.seen = now;
            let rules = *bank.settings.passwords().rules();
            match verify(&totp, rules, &record, typed, now) {
                Ok(accepted) => {
                    let Ok(next) =
                        record.token.step(KeyRingEvent::PasswordAccepted(&accepted), now, &limits)
                    else {
                        return Ok(Decision::refused(
                            record,
                            actor,
                            Happening::PasswordRefused.name(),
                            "not in use",
                        ));
                    };
                    record.token = next.record;
                    record.last_step = Some(accepted.step());
                    record.drift = rules.remembered(accepted.drift());
                    if purpose == Purpose::Registration {
                        record.users.push(*actor);
                    }
                    Ok(Decision::granted(record, actor, next.effects.audit.name(), ()))
                }
                Err(refusal) => Ok(refuse(record, actor, refusal, now, limits)),
            }
        })
    }
}

/// The token's window, drift and single use; the attempts are counted by its step table.
fn verify(
    totp: &Totp,
    rules: TimeRules,
    record: &KeyRingRecord,
    typed: &str,
    now: UnixTime,
) -> Result<Accepted, VerifyError> {
    let window = rules.window_at(record.last_step, record.drift, totp.step_at(now).map_err(|_| VerifyError::OutOfRange)?);
    totp.verify(typed, now, window, rules.remembered(record.drift), record.last_step)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Registration,
    LogIn,
}

/// Counts a wrong or used password. Text that is no password tells nothing, and costs nothing.
fn refuse(
    mut record: KeyRingRecord,
    actor: &LoginId,
    refusal: VerifyError,
    now: UnixTime,
    limits: AttemptLimits,
) -> Decision<KeyRingRecord, ()> {
    let (reason, counts) = match refusal {
        VerifyError::Malformed(_) => ("malformed", false),
        VerifyError::OutOfRange => ("clock", false),
        VerifyError::Wrong => ("wrong", true),
        VerifyError::Used => ("used", true),
        // Said by a verifier that counts attempts itself.
        VerifyError::Suspended | VerifyError::TooSoon => ("suspended", false),
    };
    let (mut event, mut notice) = (Happening::PasswordRefused, None);
    if let (true, Ok(next)) =
        (counts, record.token.step(KeyRingEvent::PasswordRefused, now, &limits))
    {
        record.token = next.record;
        (event, notice) = (next.effects.audit, next.effects.notice);
    }
    let users = record.users.clone();
    Decision::refused(record, actor, event.name(), reason).telling(&users, notice)
}

const fn may_be_used(record: &KeyRingRecord) -> bool {
    matches!(
        record.token.state,
        KeyRingState::Unregistered(Standing::Active) | KeyRingState::InService(Standing::Active)
    )
}
