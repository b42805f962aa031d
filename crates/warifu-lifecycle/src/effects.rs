use core::fmt;

/// The record after an event, and what follows from it once the record is stored.
#[derive(Debug, PartialEq, Eq)]
pub struct Transition<R> {
    /// To be stored first.
    pub record: R,
    /// To be carried out after.
    pub effects: Effects,
}

/// What follows from an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effects {
    /// To be written to the audit log, in the same commit as the record.
    pub audit: Happening,
    /// To be told to the token's users.
    pub notice: Option<Notice>,
}

/// What happened to a token, in the past tense. Never a code, never a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Happening {
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
    /// A wrong code was one too many.
    Suspended,
    /// Somebody else released the token.
    Released,
    /// The token was made ready for another registration.
    Initialised,
}

impl Happening {
    /// Its name in the audit log.
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

/// An event that the state does not take. The record stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rejected<S> {
    /// The state that the token was in.
    pub state: S,
}

impl<S: fmt::Debug> fmt::Display for Rejected<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not possible while the token is {:?}", self.state)
    }
}

impl<S: fmt::Debug> core::error::Error for Rejected<S> {}

impl<R> Transition<R> {
    pub(crate) const fn quiet(record: R, audit: Happening) -> Self {
        Self { record, effects: Effects { audit, notice: None } }
    }

    pub(crate) const fn telling(record: R, audit: Happening, notice: Notice) -> Self {
        Self { record, effects: Effects { audit, notice: Some(notice) } }
    }
}
