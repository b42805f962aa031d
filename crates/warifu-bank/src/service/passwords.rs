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
        self.verify_password(person, serial, typed, Purpose::Registration, now)
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
        self.verify_password(person, &serial, typed, Purpose::LogIn, now)
    }

    fn verify_password(
        &mut self,
        person: &FirstFactor,
        serial: &Serial,
        typed: &str,
        purpose: Purpose,
        now: UnixTime,
    ) -> Result<(), BankError> {
        let subject = Subject::Token(*serial);
        // A person may type the serial number of a camera token. It has no password, so it is refused like an unknown one.
        if !self.holds::<HardwareOtpRecord>(&subject)? {
            return Err(BankError::Refused);
        }
        self.decide(subject, now, |record, bank| {
            bank.take_password(record, &subject, person.login(), typed, purpose, now)
        })
    }

    fn take_password(
        &self,
        mut record: HardwareOtpRecord,
        subject: &Subject,
        actor: &LoginId,
        typed: &str,
        purpose: Purpose,
        now: UnixTime,
    ) -> Result<Decision<HardwareOtpRecord, ()>, BankError> {
        let (event, limits) = (AuditEvent::PasswordRefused.name(), self.settings.limits());
        // Before the password is looked at: a suspended token must not say whether it was right.
        if !may_be_used(&record) {
            return Ok(Decision::refused(record, actor, event, "suspended"));
        }
        let totp = self.totp(&record, subject)?;
        let now = record.see(now);
        let rules = *self.settings.passwords().rules();
        let accepted = match verify(&totp, rules, &record, typed, now) {
            Ok(accepted) => accepted,
            Err(refusal) => return Ok(refuse(record, actor, refusal, now, limits)),
        };
        let accept = HardwareOtpEvent::PasswordAccepted(&accepted);
        let Ok(next) = record.token.step(accept, now, &limits) else {
            return Ok(Decision::refused(record, actor, event, "not in use"));
        };
        record.token = next.record;
        // From here on this password is used, for each person who shares the token.
        record.last_step = Some(accepted.step());
        record.drift = rules.remembered(accepted.drift());
        if purpose == Purpose::Registration {
            record.users.push(*actor);
        }
        Ok(Decision::granted(record, actor, next.effects.audit.name(), ()))
    }

    fn totp(&self, record: &HardwareOtpRecord, subject: &Subject) -> Result<Totp, BankError> {
        let context = key_context(self.settings.issuer(), subject);
        let secret = self.keys.unwrap(&record.wrapped_key, &context)?;
        Totp::new(&secret, record.parameters).map_err(|_| BankError::Key(KeyError))
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
    Decision::refused(record, actor, event.name(), reason).telling_users(notice)
}

const fn may_be_used(record: &HardwareOtpRecord) -> bool {
    matches!(
        record.token.state,
        HardwareOtpState::Unregistered(Standing::Active)
            | HardwareOtpState::InService(Standing::Active)
    )
}
