use warifu_core::{Entropy, LoginId, UnixTime};
use warifu_lifecycle::{CameraEvent, HardwareOtpEvent, Operator};

use super::{Bank, Decision};
use crate::record::{CameraRecord, HardwareOtpRecord};
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
        let (subject, actor) = (Subject::Token(serial), &operator.login);
        match kind {
            TokenKind::Camera => self.decide(subject, now, |record: CameraRecord, bank| {
                let permission = operator.permit_release(&record.users)?;
                let step = record.token.step(
                    CameraEvent::Released(&permission),
                    now,
                    &bank.settings.limits(),
                );
                Ok(match step {
                    Ok(next) => {
                        let users = record.users.clone();
                        let record = CameraRecord { token: next.record, ..record };
                        Decision::granted(record, actor, next.effects.audit.name(), ())
                            .telling(&users, next.effects.notice)
                    }
                    Err(_) => Decision::refused(record, actor, "release refused", "not suspended"),
                })
            }),
            TokenKind::HardwareOtp => {
                self.decide(subject, now, |record: HardwareOtpRecord, bank| {
                    let permission = operator.permit_release(&record.users)?;
                    let step = record.token.step(
                        HardwareOtpEvent::Released(&permission),
                        now,
                        &bank.settings.limits(),
                    );
                    Ok(match step {
                        Ok(next) => {
                            let users = record.users.clone();
                            let record = HardwareOtpRecord { token: next.record, ..record };
                            Decision::granted(record, actor, next.effects.audit.name(), ())
                                .telling(&users, next.effects.notice)
                        }
                        Err(_) => {
                            Decision::refused(record, actor, "release refused", "not suspended")
                        }
                    })
                })
            }
        }
    }
}
