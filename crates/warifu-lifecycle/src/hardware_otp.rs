use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError, UnixTime};
use warifu_otp::Accepted;

use crate::state_code;
use crate::{
    AttemptLimits, Attempts, AuditEvent, Notice, ReleasePermission, Standing, Transition,
    TransitionError,
};

/// A hardware OTP token as the bank sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HardwareOtpToken {
    /// How far its registration and use have come.
    pub state: HardwareOtpState,
    /// The wrong passwords that were typed for it.
    pub attempts: Attempts,
}

/// How far a hardware OTP token has come. It can be suspended before it is registered: its serial number is printed on it, and
/// a person who has read it can guess passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HardwareOtpState {
    /// 登録待ち: delivered; no password of it was accepted yet.
    Unregistered(Standing),
    /// 利用中: one of its passwords was accepted.
    InService(Standing),
}

/// What can happen to a hardware OTP token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HardwareOtpEvent<'a> {
    /// A one-time password was right.
    PasswordAccepted(&'a Accepted),
    /// A one-time password was wrong, or used before.
    PasswordRefused,
    /// A master or administrator releases the token.
    Released(&'a ReleasePermission),
}

impl HardwareOtpToken {
    /// A token that was just delivered.
    pub const NEW: Self =
        Self { state: HardwareOtpState::Unregistered(Standing::Active), attempts: Attempts::NONE };

    /// What `event` makes of the token: the table of `docs/states.md`. `now` dates a wrong password, and `limits` says how
    /// many of them suspend the token.
    ///
    /// # Errors
    ///
    /// [`TransitionError`] for an event that the state does not take.
    pub fn step(
        self,
        event: HardwareOtpEvent<'_>,
        now: UnixTime,
        limits: &AttemptLimits,
    ) -> Result<Transition<Self>, TransitionError<HardwareOtpState>> {
        use HardwareOtpEvent as E;
        use HardwareOtpState::{InService, Unregistered};
        use Standing::{Active, Suspended};

        match (self.state, event) {
            // Only while `Active`: a suspended token accepts nothing, not even the right password.
            (Unregistered(Active), E::PasswordAccepted(_)) => {
                Ok(self.used(AuditEvent::PasswordRegistered))
            }
            (InService(Active), E::PasswordAccepted(_)) => {
                Ok(self.used(AuditEvent::PasswordAccepted))
            }
            // Counted before the registration too: a person who read the serial number could guess without a limit otherwise.
            // Not counted while suspended: a thief could otherwise keep the token suspended for thirty days.
            (Unregistered(Active) | InService(Active), E::PasswordRefused) => {
                Ok(self.failed(now, *limits))
            }
            // The failures in a row begin anew. Those of thirty days stay, so that releases do not add up to more guesses.
            (state @ (Unregistered(Suspended) | InService(Suspended)), E::Released(_)) => {
                let record =
                    Self { state: state.with(Active), attempts: self.attempts.succeeded() };
                Ok(Transition::telling(record, AuditEvent::Released, Notice::Released))
            }
            (
                state @ (Unregistered(_) | InService(_)),
                E::PasswordAccepted(_) | E::PasswordRefused | E::Released(_),
            ) => Err(TransitionError::new(state)),
        }
    }

    /// One more wrong password, which may be the one too many.
    fn failed(self, now: UnixTime, limits: AttemptLimits) -> Transition<Self> {
        let (attempts, standing) = self.attempts.failed(now, &limits);
        let record = Self { state: self.state.with(standing), attempts };
        match standing {
            Standing::Active => Transition::quiet(record, AuditEvent::PasswordRefused),
            Standing::Suspended => {
                Transition::telling(record, AuditEvent::Suspended, Notice::Suspended)
            }
        }
    }

    const fn used(self, audit: AuditEvent) -> Transition<Self> {
        let state = HardwareOtpState::InService(Standing::Active);
        Transition::quiet(Self { state, attempts: self.attempts.succeeded() }, audit)
    }
}

/// 36 bytes: the state, and the wrong passwords.
impl Encode for HardwareOtpToken {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        state_code::write(writer, &STATES, &self.state)?;
        self.attempts.encode(writer)
    }
}

impl Decode for HardwareOtpToken {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { state: state_code::read(reader, &STATES)?, attempts: Attempts::decode(reader)? })
    }
}

impl HardwareOtpState {
    /// Every state, in the order of the numbers by which records store them.
    pub const ALL: [Self; 4] = STATES;

    /// The name in `docs/states.md`.
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

const STATES: [HardwareOtpState; 4] = [
    HardwareOtpState::Unregistered(Standing::Active),
    HardwareOtpState::Unregistered(Standing::Suspended),
    HardwareOtpState::InService(Standing::Active),
    HardwareOtpState::InService(Standing::Suspended),
];
