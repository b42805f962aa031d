use warifu_core::codec::{Decode, Encode, Reader, Writer};
use warifu_core::{DecodeError, EncodeError, UnixTime, kind};
use warifu_sign::{Approved, DeviceRecognised};

use crate::state_code;
use crate::{
    AttemptLimits, Attempts, AuditEvent, InitialisationPermission, Notice, ReleasePermission,
    Standing, Transition, TransitionError,
};

/// A camera token as the bank sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CameraToken {
    /// How far its registration and use have come.
    pub state: CameraState,
    /// The wrong numbers that were typed for it.
    pub attempts: Attempts,
}

/// トークン登録状態: how far the registration and use of a camera token have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameraState {
    /// In the inventory; no device has answered yet.
    Unregistered,
    /// A device answered with its 12-digit code; its 8-digit number is awaited.
    Activating,
    /// The registration is complete.
    Registered(Use, Standing),
    /// 初期化済み: made ready for another registration.
    Initialised,
}

/// Whether a registered token has ever approved a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// 初回認証待ち: not yet.
    AwaitingFirst,
    /// 認証サービス利用中: it has.
    InService,
}

/// What can happen to a camera token. An event that grants something carries a proof that only its check can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameraEvent<'a> {
    /// The 12-digit code fitted.
    DeviceRecognised(&'a DeviceRecognised),
    /// The 8-digit number of the activation was right.
    ActivationApproved(&'a Approved<kind::Activation>),
    /// The 8-digit number of the activation was wrong.
    ActivationRefused,
    /// The 8-digit number of a transaction was right.
    NumberApproved(&'a Approved<kind::Transaction>),
    /// The 8-digit number of a transaction was wrong.
    NumberRefused,
    /// A master or administrator releases the token.
    Released(&'a ReleasePermission),
    /// A master or administrator makes the token ready for another registration, because the bank and the device disagree
    /// about the last one.
    Initialised(&'a InitialisationPermission),
}

impl CameraToken {
    /// A token that was just delivered.
    pub const NEW: Self = Self { state: CameraState::Unregistered, attempts: Attempts::NONE };

    /// What `event` makes of the token: the table of `docs/states.md`. `now` dates a wrong number, and `limits` says how
    /// many of them suspend the token.
    ///
    /// # Errors
    ///
    /// [`TransitionError`] for an event that the state does not take.
    pub fn step(
        self,
        event: CameraEvent<'_>,
        now: UnixTime,
        limits: &AttemptLimits,
    ) -> Result<Transition<Self>, TransitionError<CameraState>> {
        use CameraEvent as E;
        use CameraState::{Activating, Initialised, Registered, Unregistered};
        use Standing::{Active, Suspended};

        match (self.state, event) {
            // From `Activating` too: a person who gave up begins again. Not from `Registered`: a registration would take a
            // token out of suspension without the release that this needs.
            (Unregistered | Activating | Initialised, E::DeviceRecognised(_)) => {
                Ok(self.enter(Activating, AuditEvent::DeviceRecognised))
            }
            // The number of a transaction does not complete a registration: the proof is of another type.
            (Activating, E::ActivationApproved(_)) => {
                let registered = Registered(Use::AwaitingFirst, Active);
                Ok(self.succeeded().enter(registered, AuditEvent::Activated))
            }
            // Not counted: three wrong numbers void the activation message, and there is no fourth guess to limit.
            (Activating, E::ActivationRefused) => {
                Ok(self.enter(Activating, AuditEvent::ActivationRefused))
            }
            // Only while `Active`: a suspended token approves nothing, not even with the right number.
            (Registered(was, Active), E::NumberApproved(_)) => {
                let audit = match was {
                    Use::AwaitingFirst => AuditEvent::FirstUsed,
                    Use::InService => AuditEvent::NumberAccepted,
                };
                Ok(self.succeeded().enter(Registered(Use::InService, Active), audit))
            }
            // Not counted while suspended: a thief could otherwise keep the token suspended for thirty days.
            (Registered(was, Active), E::NumberRefused) => Ok(self.failed(was, now, *limits)),
            // The failures in a row begin anew. Those of thirty days stay, so that releases do not add up to more guesses.
            (Registered(was, Suspended), E::Released(_)) => {
                let record = Self { state: Registered(was, Active), ..self.succeeded() };
                Ok(Transition::telling(record, AuditEvent::Released, Notice::Released))
            }
            // Only until a transaction was approved: after that, device and bank are known to agree.
            (Registered(Use::AwaitingFirst, _), E::Initialised(_)) => {
                let record = Self { state: Initialised, ..self };
                Ok(Transition::telling(record, AuditEvent::Initialised, Notice::Initialised))
            }
            (
                Unregistered | Activating | Registered(..) | Initialised,
                E::DeviceRecognised(_)
                | E::ActivationApproved(_)
                | E::ActivationRefused
                | E::NumberApproved(_)
                | E::NumberRefused
                | E::Released(_)
                | E::Initialised(_),
            ) => Err(TransitionError::new(self.state)),
        }
    }

    /// One more wrong number, which may be the one too many.
    fn failed(self, was: Use, now: UnixTime, limits: AttemptLimits) -> Transition<Self> {
        let (attempts, standing) = self.attempts.failed(now, &limits);
        let record = Self { state: CameraState::Registered(was, standing), attempts };
        match standing {
            Standing::Active => Transition::quiet(record, AuditEvent::NumberRefused),
            Standing::Suspended => {
                Transition::telling(record, AuditEvent::Suspended, Notice::Suspended)
            }
        }
    }

    const fn succeeded(self) -> Self {
        Self { attempts: self.attempts.succeeded(), ..self }
    }

    const fn enter(self, state: CameraState, audit: AuditEvent) -> Transition<Self> {
        Transition::quiet(Self { state, ..self }, audit)
    }
}

/// 36 bytes: the state, and the wrong numbers.
impl Encode for CameraToken {
    fn encode(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        state_code::write(writer, &STATES, &self.state)?;
        self.attempts.encode(writer)
    }
}

impl Decode for CameraToken {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { state: state_code::read(reader, &STATES)?, attempts: Attempts::decode(reader)? })
    }
}

impl CameraState {
    /// Every state, in the order of the numbers by which records store them.
    pub const ALL: [Self; 7] = STATES;

    /// The name in `docs/states.md`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unregistered => "unregistered",
            Self::Activating => "activating",
            Self::Registered(Use::AwaitingFirst, Standing::Active) => "awaiting first use",
            Self::Registered(Use::AwaitingFirst, Standing::Suspended) => {
                "awaiting first use, suspended"
            }
            Self::Registered(Use::InService, Standing::Active) => "in service",
            Self::Registered(Use::InService, Standing::Suspended) => "in service, suspended",
            Self::Initialised => "initialised",
        }
    }
}

const STATES: [CameraState; 7] = [
    CameraState::Unregistered,
    CameraState::Activating,
    CameraState::Registered(Use::AwaitingFirst, Standing::Active),
    CameraState::Registered(Use::AwaitingFirst, Standing::Suspended),
    CameraState::Registered(Use::InService, Standing::Active),
    CameraState::Registered(Use::InService, Standing::Suspended),
    CameraState::Initialised,
];
