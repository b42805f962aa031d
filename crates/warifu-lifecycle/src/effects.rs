use core::fmt;

use thiserror::Error;

/// The record after an event, and what the bank does about the event.
#[derive(Debug, PartialEq, Eq)]
pub struct Transition<R> {
    /// The record to store. Nothing is answered before it is stored.
    pub record: R,
    /// What else the event causes.
    pub effects: Effects,
}

/// What an event causes besides the new record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effects {
    /// For the audit log, in the same commit as the record: neither is there without the other.
    pub audit: AuditEvent,
    /// For the token's users, once the record is stored.
    pub notice: Option<Notice>,
}

/// What happened to a token, as the audit log names it. Holds no code and no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditEvent {
    /// A token authentication code fitted: a device answered.
    DeviceRecognised,
    /// The number that ends a registration was right.
    Activated,
    /// The number that ends a registration was wrong.
    ActivationRefused,
    /// The first number for a transaction was right: from now on the token is in service.
    FirstUsed,
    /// A number for a transaction was right.
    NumberAccepted,
    /// A number for a transaction was wrong.
    NumberRefused,
    /// A one-time password registered the token.
    PasswordRegistered,
    /// A one-time password was right.
    PasswordAccepted,
    /// A one-time password was wrong.
    PasswordRefused,
    /// A wrong code reached a limit.
    Suspended,
    /// Another person released the token.
    Released,
    /// The token was made ready for another registration.
    Initialised,
}

impl AuditEvent {
    /// The name in the audit log. Stored entries have it, so it never changes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeviceRecognised => "device recognised",
            Self::Activated => "activated",
            Self::ActivationRefused => "activation refused",
            Self::FirstUsed => "first used",
            Self::NumberAccepted => "number accepted",
            Self::NumberRefused => "number refused",
            Self::PasswordRegistered => "password registered",
            Self::PasswordAccepted => "password accepted",
            Self::PasswordRefused => "password refused",
            Self::Suspended => "suspended",
            Self::Released => "released",
            Self::Initialised => "initialised",
        }
    }
}

/// What the token's users are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The token was suspended after wrong codes.
    Suspended,
    /// The token was released.
    Released,
    /// The token was initialised: it has to be registered again.
    Initialised,
}

/// An event that the token's state does not take. The record stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not possible while the token is {state:?}")]
pub struct TransitionError<S: fmt::Debug> {
    state: S,
}

impl<S: fmt::Debug + Copy> TransitionError<S> {
    pub(crate) const fn new(state: S) -> Self {
        Self { state }
    }

    /// The state that the token was in, and is in still.
    pub const fn state(&self) -> S {
        self.state
    }
}

impl<R> Transition<R> {
    /// A transition that only the audit log tells of.
    pub(crate) const fn quiet(record: R, audit: AuditEvent) -> Self {
        Self { record, effects: Effects { audit, notice: None } }
    }

    /// A transition that the token's users have to hear of: a person who did not cause it may notice a theft.
    pub(crate) const fn telling(record: R, audit: AuditEvent, notice: Notice) -> Self {
        Self { record, effects: Effects { audit, notice: Some(notice) } }
    }
}
