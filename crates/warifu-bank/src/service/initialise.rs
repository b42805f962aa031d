use warifu_core::{Entropy, Serial, UnixTime};
use warifu_lifecycle::{CameraEvent, Operator};

use super::{Bank, Decision};
use crate::record::CameraRecord;
use crate::store::{Store, Subject};
use crate::{BankError, KeyEncryption};

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// 初期化: makes a camera token ready for another registration, when the bank accepted one that the device gave up. All
    /// its users are detached and register again. The host has asked for the operator's confirmation password before.
    ///
    /// Sequence numbers, the activation counter and the failures of the last thirty days stay as they are.
    ///
    /// # Errors
    ///
    /// [`BankError::NotPermitted`] for a general user; [`BankError::Refused`] once a transaction was approved with the token, or
    /// when there is no such token.
    pub fn initialise(
        &mut self,
        operator: &Operator,
        serial: &Serial,
        now: UnixTime,
    ) -> Result<(), BankError> {
        let (subject, actor) = (Subject::Token(*serial), &operator.login);
        let permission = operator.permit_initialisation()?;
        if !self.holds::<CameraRecord>(&subject)? {
            return Err(BankError::Refused);
        }
        self.decide(subject, now, |record: CameraRecord, bank| {
            let step = record.token.step(
                CameraEvent::Initialised(&permission),
                now,
                &bank.settings.limits(),
            );
            Ok(match step {
                Ok(next) => {
                    let users = record.users.clone();
                    let detached = CameraRecord {
                        token: next.record,
                        activating: None,
                        instance: None,
                        users: Vec::new(),
                        open: Vec::new(),
                        ..record
                    };
                    Decision::granted(detached, actor, next.effects.audit.name(), ())
                        .telling(&users, next.effects.notice)
                }
                Err(_) => Decision::refused(
                    record,
                    actor,
                    "initialisation refused",
                    "not awaiting first use",
                ),
            })
        })
    }
}
