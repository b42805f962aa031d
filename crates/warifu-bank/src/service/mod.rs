//! The bank: what each request makes of which record.

mod activation;
mod held;
mod import;
mod imported;
mod initialise;
mod passwords;
mod registration;
mod release;
mod serials;
mod settings;
mod shape;
mod transactions;

use warifu_core::{Entropy, LoginId, UnixTime};
use warifu_lifecycle::Notice;
use warifu_qr::{MessageCounter, SealError, SealParameters};

use crate::audit::{self, AuditEntry, AuditError, AuditNote};
use crate::record::SubjectRecord;
use crate::store::{CommitOutcome, Head, RecordChange, START, Store, StoreError, Subject};
use crate::{BankError, KeyEncryption};

pub use imported::{ImportOutcome, ImportReport, ImportedToken, InterruptedImportError};
pub use settings::{Settings, SettingsError};
pub use transactions::SealedChallenge;

/// The reference bank side: requests in, one record changed, and only then an answer.
///
/// Every request takes the time. No result leaves before the record that it changed is durable.
#[derive(Debug)]
pub struct Bank<S, K, E> {
    store: S,
    keys: K,
    entropy: E,
    settings: Settings,
    notices: Vec<(LoginId, Notice)>,
}

impl<S: Store, K: KeyEncryption, E: Entropy> Bank<S, K, E> {
    /// A bank over a store.
    pub const fn new(store: S, keys: K, entropy: E, settings: Settings) -> Self {
        Self { store, keys, entropy, settings, notices: Vec::new() }
    }

    /// The notices since the last call, each with the person who is to be told: a suspension, a release or an
    /// initialisation. What they tell is on disk.
    pub fn take_notices(&mut self) -> Vec<(LoginId, Notice)> {
        core::mem::take(&mut self.notices)
    }

    /// Every audit entry, by subject and sequence.
    ///
    /// # Errors
    ///
    /// [`BankError::Store`].
    pub fn audit(&self) -> Result<Vec<AuditEntry>, BankError> {
        Ok(self.store.audit()?)
    }

    /// Checks the audit log and says how many entries it has.
    ///
    /// # Errors
    ///
    /// [`AuditError`] names the first entry that does not fit.
    pub fn verify_audit(&self) -> Result<usize, AuditError> {
        audit::verify(&self.store, &self.keys)
    }

    /// Whether there is a record of this kind for the subject.
    fn holds<R: SubjectRecord>(&self, subject: &Subject) -> Result<bool, BankError> {
        let stored = self.store.load(subject)?;
        Ok(stored.is_some_and(|stored| stored.body.first() == Some(&R::TAG)))
    }

    /// Loads the subject's record, decides, and commits the next one; again when another request came first.
    ///
    /// A subject that does not exist is refused like a wrong code, and so is a name that is taken.
    fn decide<R: SubjectRecord, T>(
        &mut self,
        subject: Subject,
        now: UnixTime,
        mut decision: impl FnMut(R, &mut Self) -> Result<Decision<R, T>, BankError>,
    ) -> Result<T, BankError> {
        for _ in 0..MAX_RACES {
            let stored = self.store.load(&subject)?.ok_or(BankError::Refused)?;
            let record = R::from_bytes(&stored.body).map_err(BankError::Record)?;
            let Decision { record, note, outcome, notices } = decision(record, self)?;
            match self.commit(subject, stored.head, &record, now, note)? {
                // Only now does anyone learn the outcome. Before that, the change could still be lost, and a code be
                // used twice.
                CommitOutcome::Committed => {
                    self.notices.extend(notices);
                    return outcome;
                }
                // Not told from a wrong code: a stranger must not learn which names are taken.
                CommitOutcome::Duplicate => return Err(BankError::Refused),
                // Nothing was changed. The decision is made again on the newer record, in which the same code may
                // already be used.
                CommitOutcome::Conflict => {}
            }
        }
        Err(BankError::Busy)
    }

    /// Writes a subject's next record, or its first one after [`START`].
    fn commit<R: SubjectRecord>(
        &mut self,
        subject: Subject,
        head: Head,
        record: &R,
        now: UnixTime,
        note: AuditNote,
    ) -> Result<CommitOutcome, BankError> {
        let sequence = head.version.checked_add(1).ok_or(StoreError::Unreadable)?;
        let entry = AuditEntry::following(&head.link, subject, sequence, now, note, &self.keys);
        let body = record.to_bytes()?;
        let change = RecordChange {
            entry: &entry,
            body: &body,
            users: record.users(),
            token_code: record.token_code(),
        };
        Ok(self.store.commit(&change)?)
    }

    fn fresh<const N: usize>(&mut self) -> Result<[u8; N], BankError> {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// Sequence number and random bytes for an instance's next message, with which its record has to be kept.
    fn next_message(&mut self, messages: &mut MessageCounter) -> Result<SealParameters, SealError> {
        messages.next(self.settings.server_epoch(), &mut self.entropy)
    }
}

/// The next record, its audit entry, and what the caller learns once both are durable.
struct Decision<R, T> {
    record: R,
    note: AuditNote,
    outcome: Result<T, BankError>,
    notices: Vec<(LoginId, Notice)>,
}

impl<R, T> Decision<R, T> {
    fn granted(record: R, actor: &LoginId, event: &'static str, outcome: T) -> Self {
        Self { record, note: note(actor, event, ""), outcome: Ok(outcome), notices: Vec::new() }
    }

    fn refused(record: R, actor: &LoginId, event: &'static str, reason: &'static str) -> Self {
        let outcome = Err(BankError::Refused);
        Self { record, note: note(actor, event, reason), outcome, notices: Vec::new() }
    }

    /// No message can be sealed. The person did nothing wrong, so no attempt is counted.
    fn unsealed(record: R, actor: &LoginId, why: SealError) -> Self {
        let note = note(actor, "message not sealed", limit_name(why));
        Self { record, note, outcome: Err(why.into()), notices: Vec::new() }
    }

    /// Tells these people.
    fn telling(mut self, users: &[LoginId], notice: Option<Notice>) -> Self {
        self.notices.extend(
            notice.into_iter().flat_map(|notice| users.iter().map(move |user| (*user, notice))),
        );
        self
    }
}

impl<R: SubjectRecord, T> Decision<R, T> {
    /// Tells each of the users that the record names.
    fn telling_users(self, notice: Option<Notice>) -> Self {
        let Some((_, users)) = self.record.users() else { return self };
        let users = users.to_vec();
        self.telling(&users, notice)
    }
}

fn note(actor: &LoginId, event: &'static str, reason: &'static str) -> AuditNote {
    AuditNote { actor: actor.to_string(), event, reason }
}

/// The reason's name in the audit log.
const fn limit_name(why: SealError) -> &'static str {
    match why {
        SealError::OtherKey | SealError::TooLong => "not a message to seal",
        SealError::InstanceExhausted => "instance exhausted",
        SealError::Epoch => "no server epoch",
        SealError::EpochExhausted => "server epoch exhausted",
        SealError::EpochWentBack => "server epoch went back",
        SealError::Entropy(_) => "no randomness",
        SealError::StuckEntropy => "randomness repeats itself",
    }
}

/// How often a request tries again when others change the same record.
const MAX_RACES: u8 = 16;
