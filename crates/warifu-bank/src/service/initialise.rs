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
        // A hardware OTP token has nothing to initialise, so its serial number is refused like an unknown one.
        if !self.holds::<CameraRecord>(&subject)? {
            return Err(BankError::Refused);
        }
        self.decide(subject, now, |record: CameraRecord, bank| {
            let event = CameraEvent::Initialised(&permission);
            let Ok(next) = record.token.step(event, now, &bank.settings.limits()) else {
                let (event, reason) = ("initialisation refused", "not awaiting first use");
                return Ok(Decision::refused(record, actor, event, reason));
            };
            // Before they are detached: they have to hear that the token is theirs no longer.
            let users = record.users.clone();
            let detached = CameraRecord {
                token: next.record,
                activating: None,
                instance: None,
                users: Vec::new(),
                open: Vec::new(),
                ..record
            };
            Ok(Decision::granted(detached, actor, next.effects.audit.name(), ())
                .telling(&users, next.effects.notice))
        })
    }
}
