use warifu_core::{Entropy, LoginId, UnixTime};
use warifu_lifecycle::{
    AttemptLimits, CameraEvent, Effects, HardwareOtpEvent, Operator, ReleasePermission,
};

use super::{Bank, Decision};
use crate::record::{CameraRecord, HardwareOtpRecord, SubjectRecord};
use crate::store::{Store, Subject, TokenKind};
use crate::{BankError, KeyEncryption};

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// 利用停止解除: an operator releases the suspended token of `user`. The host has asked for the operator's own
    /// confirmation password before.
    ///
    /// The last used step, the failures of the last thirty days and the sequence numbers stay as they are.
    ///
    /// # Errors
    ///
    /// [`BankError::NotPermitted`] for a general user, or one who uses the token; [`BankError::Refused`] when the user has no
    /// such token or it is not suspended.
    pub fn release(
        &mut self,
        operator: &Operator,
        user: &LoginId,
        kind: TokenKind,
        now: UnixTime,
    ) -> Result<(), BankError> {
        let serial = self.store.token_of(user, kind)?.ok_or(BankError::Refused)?;
        let subject = Subject::Token(serial);
        match kind {
            TokenKind::Camera => self.release_token::<CameraRecord>(operator, subject, now),
            TokenKind::HardwareOtp => {
                self.release_token::<HardwareOtpRecord>(operator, subject, now)
            }
        }
    }

    fn release_token<R: Suspendable>(
        &mut self,
        operator: &Operator,
        subject: Subject,
        now: UnixTime,
    ) -> Result<(), BankError> {
        self.decide(subject, now, |mut record: R, bank| {
            // Asked of the record that is changed: the token may have got another user since it was looked up.
            let permission = operator.permit_release(record.token_users())?;
            let actor = &operator.login;
            Ok(match record.release(&permission, now, bank.settings.limits()) {
                Some(Effects { audit, notice }) => {
                    Decision::granted(record, actor, audit.name(), ()).telling_users(notice)
                }
                None => Decision::refused(record, actor, "release refused", "not suspended"),
            })
        })
    }
}

/// The record of a token that wrong codes suspend.
trait Suspendable: SubjectRecord {
    fn token_users(&self) -> &[LoginId];

    /// Releases the token and says what else follows; `None`, and nothing, for a token that is not suspended.
    fn release(
        &mut self,
        permission: &ReleasePermission,
        now: UnixTime,
        limits: AttemptLimits,
    ) -> Option<Effects>;
}

impl Suspendable for CameraRecord {
    fn token_users(&self) -> &[LoginId] {
        &self.users
    }

    fn release(
        &mut self,
        permission: &ReleasePermission,
        now: UnixTime,
        limits: AttemptLimits,
    ) -> Option<Effects> {
        let next = self.token.step(CameraEvent::Released(permission), now, &limits).ok()?;
        self.token = next.record;
        Some(next.effects)
    }
}

impl Suspendable for HardwareOtpRecord {
    fn token_users(&self) -> &[LoginId] {
        &self.users
    }

    fn release(
        &mut self,
        permission: &ReleasePermission,
        now: UnixTime,
        limits: AttemptLimits,
    ) -> Option<Effects> {
        let next = self.token.step(HardwareOtpEvent::Released(permission), now, &limits).ok()?;
        self.token = next.record;
        Some(next.effects)
    }
}
