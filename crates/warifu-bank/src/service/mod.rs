//! The bank: what each request makes of which record.

mod import;
mod initialise;
mod passwords;
mod registration;
mod release;
mod transactions;

use warifu_core::{Entropy, IssuerId, KeyId, LoginId, Seconds, UnixTime};
use warifu_lifecycle::{AttemptLimits, Notice};
use warifu_otp::{Policy, TimeRules};
use warifu_qr::{MessageCounter, NotStamped, ServerEpoch, Stamp};
use warifu_sign::{DisplayProfile, KanaText};

use crate::audit::{self, AuditFailure, Entry, Note, ORIGIN};
use crate::record::Record;
use crate::store::{Change, Head, Store, Subject, Swap};
use crate::{BankError, KeyEncryption};

pub use import::ImportReport;
pub use transactions::ChallengeOut;

/// What one bank has decided.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The bank's number at its token vendor.
    pub issuer: IssuerId,
    /// The bank's name, as devices will show it.
    pub name: KanaText,
    /// Which one-time passwords are accepted, how many wrong codes a token of either kind bears, and how likely a guess
    /// may be to succeed. A key-ring token with fewer digits than it was made for is not imported.
    pub passwords: Policy<TimeRules>,
    /// What the devices' screens can show.
    pub profile: DisplayProfile,
    /// How long a challenge can be answered: 1 to 65,535 seconds.
    pub challenge_lifetime: Seconds,
    /// Raised by one after every restore or failover, and never lowered: the high bits of every sequence number. That it was
    /// raised is the host's to see to.
    pub server_epoch: ServerEpoch,
}

impl Settings {
    /// Five minutes for a challenge, the policy for passwords of 6 digits, a camera token's screen.
    pub const fn new(issuer: IssuerId, name: KanaText) -> Self {
        Self {
            issuer,
            name,
            passwords: Policy::TIME_6_DIGITS,
            profile: DisplayProfile::CAMERA_TOKEN,
            challenge_lifetime: Seconds::minutes(5),
            server_epoch: ServerEpoch::FIRST,
        }
    }

    pub(crate) const fn limits(&self) -> AttemptLimits {
        self.passwords.guessing().limits
    }
}

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

    /// Who is to be told what, since this was last asked: a suspension, a release, an initialisation. Each was durable
    /// before it came here.
    pub fn take_notices(&mut self) -> Vec<(LoginId, Notice)> {
        core::mem::take(&mut self.notices)
    }

    /// Every audit entry, by subject and sequence.
    ///
    /// # Errors
    ///
    /// [`BankError::Store`].
    pub fn audit(&self) -> Result<Vec<Entry>, BankError> {
        Ok(self.store.audit()?)
    }

    /// Checks the audit log and says how many entries it has.
    ///
    /// # Errors
    ///
    /// [`AuditFailure`] names the first entry that does not fit.
    pub fn verify_audit(&self) -> Result<usize, AuditFailure> {
        audit::verify(&self.store, &self.keys)
    }

    /// Whether there is a record of this kind for the subject.
    fn holds<R: Record>(&self, subject: &Subject) -> Result<bool, BankError> {
        let stored = self.store.load(subject)?;
        Ok(stored.is_some_and(|stored| stored.body.first() == Some(&R::TAG)))
    }

    /// Loads the subject's record, decides, and swaps it for the next one; once more when somebody else came first.
    ///
    /// A subject that does not exist is refused like a wrong code, and so is a name that is taken.
    fn decide<R: Record, T>(
        &mut self,
        subject: Subject,
        now: UnixTime,
        mut decision: impl FnMut(R, &mut Self) -> Result<Decision<R, T>, BankError>,
    ) -> Result<T, BankError> {
        for _ in 0..MAX_RACES {
            let stored = self.store.load(&subject)?.ok_or(BankError::Refused)?;
            let record = R::of_bytes(&stored.body)?;
            let Decision { record, note, outcome, notices } = decision(record, self)?;
            match self.swap(subject, stored.head, &record, now, note)? {
                Swap::Done => {
                    self.notices.extend(notices);
                    return outcome;
                }
                Swap::Taken => return Err(BankError::Refused),
                Swap::Lost => {}
            }
        }
        Err(BankError::Busy)
    }

    /// Writes a subject's next record, or its first one after [`START`].
    fn swap<R: Record>(
        &mut self,
        subject: Subject,
        head: Head,
        record: &R,
        now: UnixTime,
        note: Note,
    ) -> Result<Swap, BankError> {
        let sequence = head.version.saturating_add(1);
        let entry = Entry::following(&head.link, subject, sequence, now, note, &self.keys);
        let body = record.to_bytes()?;
        let change = Change {
            entry: &entry,
            body: &body,
            users: record.users(),
            token_code: record.token_code(),
        };
        Ok(self.store.swap(&change)?)
    }

    fn fresh<const N: usize>(&mut self) -> Result<[u8; N], BankError> {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// Sequence number and nonce for the token's next message, with which its record has to be kept.
    fn stamp(&mut self, messages: &mut MessageCounter, key: KeyId) -> Result<Stamp, NotStamped> {
        messages.stamp(key, self.settings.server_epoch, &mut self.entropy)
    }
}

/// The next record, its audit entry, and what the caller learns once both are durable.
struct Decision<R, T> {
    record: R,
    note: Note,
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

    /// No message can be sealed, which is nobody's wrong code.
    fn unsealed(record: R, actor: &LoginId, why: NotStamped) -> Self {
        let note = note(actor, "message not sealed", not_stamped_name(why));
        Self { record, note, outcome: Err(why.into()), notices: Vec::new() }
    }

    /// Tells each of the token's users.
    fn telling(mut self, users: &[LoginId], notice: Option<Notice>) -> Self {
        self.notices.extend(
            notice.into_iter().flat_map(|notice| users.iter().map(move |user| (*user, notice))),
        );
        self
    }
}

fn note(actor: &LoginId, event: &'static str, reason: &'static str) -> Note {
    Note { actor: actor.to_string(), event, reason }
}

/// The reason's name in the audit log.
const fn not_stamped_name(why: NotStamped) -> &'static str {
    match why {
        NotStamped::KeyExhausted => "key exhausted",
        NotStamped::EpochExhausted => "server epoch exhausted",
        NotStamped::EpochWentBack => "server epoch went back",
        NotStamped::Entropy(_) => "no randomness",
        NotStamped::StuckEntropy => "randomness repeats itself",
    }
}

/// The head of a subject that has no record yet.
const START: Head = Head { version: 0, link: ORIGIN };

/// How often a request tries again when others change the same record.
const MAX_RACES: u8 = 16;
