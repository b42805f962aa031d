use warifu_core::{Entropy, LoginId, Serial, UnixTime};
use warifu_lifecycle::{AttemptLimits, AuditEvent, HardwareOtpEvent, HardwareOtpState, Standing};
use warifu_otp::{Accepted, TimeRules, Totp, VerifyError};

use super::{Bank, Decision};
use crate::record::{HardwareOtpRecord, key_context};
use crate::store::{Store, Subject, TokenKind};
use crate::{BankError, FirstFactor, KeyEncryption, KeyError};

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// 利用開始登録 of a hardware OTP token: the serial number on its back and the password that it shows. The password is
    /// used up by it.
    ///
    /// A token that others of the same company use already can be registered by one more person in the same way.
    ///
    /// # Security
    ///
    /// Only the host knows which tokens went to which company: check before that this one did, or a customer of
    /// another company could have it suspended by wrong guesses.
    ///
    /// # Errors
    ///
    /// [`BankError::Refused`] for a wrong or used password, an unknown serial number, a suspended token, and a person who
    /// uses a hardware OTP token already.
    pub fn register_hardware_otp(
        &mut self,
        person: &FirstFactor,
        serial: &Serial,
        typed: &str,
        now: UnixTime,
    ) -> Result<(), BankError> {
        if self.store.token_of(person.login(), TokenKind::HardwareOtp)?.is_some() {
            return Err(BankError::Refused);
        }
        self.verify_password(person, serial, typed, now, Purpose::Registration)
    }

    /// Logs a person in by the password that their hardware OTP token shows.
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
        let serial = self
            .store
            .token_of(person.login(), TokenKind::HardwareOtp)?
            .ok_or(BankError::Refused)?;
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
        if !self.holds::<HardwareOtpRecord>(&subject)? {
            return Err(BankError::Refused);
        }
        self.decide(subject, now, |mut record: HardwareOtpRecord, bank| {
            let (actor, limits) = (person.login(), bank.settings.limits());
            if !may_be_used(&record) {
                return Ok(Decision::refused(
                    record,
                    actor,
                    AuditEvent::PasswordRefused.name(),
                    "suspended",
                ));
            }
            let secret = bank
                .keys
                .unwrap(&record.wrapped_key, &key_context(bank.settings.issuer(), &subject))?;
            let totp =
                Totp::new(&secret, record.parameters).map_err(|_| BankError::Key(KeyError))?;
            let now = record.seen.max(now);
            record.seen = now;
            let rules = *bank.settings.passwords().rules();
            match verify(&totp, rules, &record, typed, now) {
                Ok(accepted) => {
                    let Ok(next) = record.token.step(
                        HardwareOtpEvent::PasswordAccepted(&accepted),
                        now,
                        &limits,
                    ) else {
                        return Ok(Decision::refused(
                            record,
                            actor,
                            AuditEvent::PasswordRefused.name(),
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
    record: &HardwareOtpRecord,
    typed: &str,
    now: UnixTime,
) -> Result<Accepted, VerifyError> {
    let window = rules.window_at(
        record.last_step,
        record.drift,
        totp.step_at(now).map_err(|_| VerifyError::OutOfRange)?,
    );
    totp.verify(typed, now, window, rules.remembered(record.drift), record.last_step)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Registration,
    LogIn,
}

/// Counts a wrong or used password. Text that is no password tells nothing, and costs nothing.
fn refuse(
    mut record: HardwareOtpRecord,
    actor: &LoginId,
    refusal: VerifyError,
    now: UnixTime,
    limits: AttemptLimits,
) -> Decision<HardwareOtpRecord, ()> {
    let (reason, counts) = match refusal {
        VerifyError::Malformed(_) => ("malformed", false),
        VerifyError::OutOfRange => ("clock", false),
        VerifyError::Wrong => ("wrong", true),
        VerifyError::Used => ("used", true),
        // Said by a verifier that counts attempts itself.
        VerifyError::Suspended | VerifyError::TooSoon => ("suspended", false),
    };
    let (mut event, mut notice) = (AuditEvent::PasswordRefused, None);
    if let (true, Ok(next)) =
        (counts, record.token.step(HardwareOtpEvent::PasswordRefused, now, &limits))
    {
        record.token = next.record;
        (event, notice) = (next.effects.audit, next.effects.notice);
    }
    let users = record.users.clone();
    Decision::refused(record, actor, event.name(), reason).telling(&users, notice)
}

const fn may_be_used(record: &HardwareOtpRecord) -> bool {
    matches!(
        record.token.state,
        HardwareOtpState::Unregistered(Standing::Active)
            | HardwareOtpState::InService(Standing::Active)
    )
}
