use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError, UnixTime};
use warifu_otp::Accepted;

use crate::state_code;
use crate::{
    AttemptLimits, Attempts, Happening, Notice, Rejected, ReleasePermission, Standing, Transition,
};

/// A key-ring one-time password token as the bank sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyRingToken {
    /// How far it is in its life.
    pub state: KeyRingState,
    /// Its wrong passwords.
    pub attempts: Attempts,
}

/// How far a key-ring token is. It can be suspended before it is registered: its serial number is printed on it, and
/// who knows that may guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyRingState {
    /// 登録待ち: delivered, no password of it was seen.
    Unregistered(Standing),
    /// 利用中.
    InService(Standing),
}

/// What can happen to a key-ring token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyRingEvent<'a> {
    /// A one-time password was right.
    PasswordAccepted(&'a Accepted),
    /// It was wrong, or used before.
    PasswordRefused,
    /// A master or administrator releases the token.
    Released(&'a ReleasePermission),
}

impl KeyRingToken {
    /// A token that was just delivered.
    pub const NEW: Self =
        Self { state: KeyRingState::Unregistered(Standing::Active), attempts: Attempts::NONE };

    /// The transition table: total, and pure.
    ///
    /// # Errors
    ///
    /// [`Rejected`] for an event that the state does not take.
    pub fn step(
        self,
        event: KeyRingEvent<'_>,
        now: UnixTime,
        limits: &AttemptLimits,
    ) -> Result<Transition<Self>, Rejected<KeyRingState>> {
        use KeyRingEvent as E;
        use KeyRingState::{InService, Unregistered};
        use Standing::{Active, Suspended};

        match (self.state, event) {
            (Unregistered(Active), E::PasswordAccepted(_)) => {
                Ok(self.used(Happening::PasswordRegistered))
            }
            (InService(Active), E::PasswordAccepted(_)) => {
                Ok(self.used(Happening::PasswordAccepted))
            }
            (state @ (Unregistered(Active) | InService(Active)), E::PasswordRefused) => {
                let (attempts, standing) = self.attempts.failed(now, limits);
                let record = Self { state: state.with(standing), attempts };
                Ok(match standing {
                    Active => Transition::quiet(record, Happening::PasswordRefused),
                    Suspended => {
                        Transition::telling(record, Happening::Suspended, Notice::Suspended)
                    }
                })
            }
            (state @ (Unregistered(Suspended) | InService(Suspended)), E::Released(_)) => {
                let record =
                    Self { state: state.with(Active), attempts: self.attempts.succeeded() };
                Ok(Transition::telling(record, Happening::Released, Notice::Released))
            }
            (
                state @ (Unregistered(_) | InService(_)),
                E::PasswordAccepted(_) | E::PasswordRefused | E::Released(_),
            ) => Err(Rejected { state }),
        }
    }

    /// Writes 36 bytes.
    ///
    /// # Errors
    ///
    /// [`EncodeError::NoRoom`].
    pub fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        state_code::write(writer, &STATES, &self.state)?;
        self.attempts.encode(writer)
    }

    /// Reads what [`KeyRingToken::encode`] writes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`](warifu_core::DecodeErrorKind::Truncated),
    /// [`DecodeErrorKind::OutOfRange`](warifu_core::DecodeErrorKind::OutOfRange).
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { state: state_code::read(reader, &STATES)?, attempts: Attempts::decode(reader)? })
    }

    const fn used(self, audit: Happening) -> Transition<Self> {
        let state = KeyRingState::InService(Standing::Active);
        Transition::quiet(Self { state, attempts: self.attempts.succeeded() }, audit)
    }
}

impl KeyRingState {
    /// Every state, in the order of the numbers by which records store them.
    pub const ALL: [Self; 4] = STATES;

    /// Its name in documents and logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unregistered(Standing::Active) => "unregistered",
            Self::Unregistered(Standing::Suspended) => "unregistered, suspended",
            Self::InService(Standing::Active) => "in service",
            Self::InService(Standing::Suspended) => "in service, suspended",
        }
    }

    const fn with(self, standing: Standing) -> Self {
        match self {
            Self::Unregistered(_) => Self::Unregistered(standing),
            Self::InService(_) => Self::InService(standing),
        }
    }
}

const STATES: [KeyRingState; 4] = [
    KeyRingState::Unregistered(Standing::Active),
    KeyRingState::Unregistered(Standing::Suspended),
    KeyRingState::InService(Standing::Active),
    KeyRingState::InService(Standing::Suspended),
];
