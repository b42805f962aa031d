use warifu_core::codec::{Reader, Writer};
use warifu_core::{DecodeError, EncodeError, UnixTime, kind};
use warifu_sign::{Approved, DeviceRecognised};

use crate::state_code;
use crate::{
    AttemptLimits, Attempts, Happening, InitialisationPermission, Notice, Rejected,
    ReleasePermission, Standing, Transition,
};

/// A camera token as the bank sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CameraToken {
    /// How far it is in its life.
    pub state: CameraState,
    /// Its wrong numbers.
    pub attempts: Attempts,
}

/// トークン登録状態.
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

/// What can happen to a camera token. What grants something carries the proof that only its check can make.
///
/// The number of a transaction ends no registration, nor the other way round:
///
/// ```compile_fail
/// # use warifu_core::kind; use warifu_lifecycle::CameraEvent; use warifu_sign::Approved;
/// fn crossed(order: &Approved<kind::Transaction>) -> CameraEvent<'_> {
///     CameraEvent::ActivationApproved(order)
/// }
/// ```
///
/// ```compile_fail
/// # use warifu_core::kind; use warifu_lifecycle::CameraEvent; use warifu_sign::Approved;
/// fn crossed(registration: &Approved<kind::Activation>) -> CameraEvent<'_> {
///     CameraEvent::NumberApproved(registration)
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameraEvent<'a> {
    /// The 12-digit code fitted.
    DeviceRecognised(&'a DeviceRecognised),
    /// The 8-digit number of the activation was right.
    ActivationApproved(&'a Approved<kind::Activation>),
    /// It was wrong.
    ActivationRefused,
    /// The 8-digit number of a transaction was right.
    NumberApproved(&'a Approved<kind::Transaction>),
    /// It was wrong.
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

    /// The transition table: total, and pure.
    ///
    /// # Errors
    ///
    /// [`Rejected`] for an event that the state does not take.
    pub fn step(
        self,
        event: CameraEvent<'_>,
        now: UnixTime,
        limits: &AttemptLimits,
    ) -> Result<Transition<Self>, Rejected<CameraState>> {
        use CameraEvent as E;
        use CameraState::{Activating, Initialised, Registered, Unregistered};
        use Standing::{Active, Suspended};

        let rejected = Err(Rejected { state: self.state });
        match (self.state, event) {
            (Unregistered | Activating | Initialised, E::DeviceRecognised(_)) => {
                Ok(self.enter(Activating, Happening::DeviceRecognised))
            }
            (Activating, E::ActivationApproved(_)) => {
                let registered = Registered(Use::AwaitingFirst, Active);
                Ok(Self { attempts: self.attempts.succeeded(), ..self }
                    .enter(registered, Happening::Activated))
            }
            (Activating, E::ActivationRefused) => {
                Ok(self.enter(Activating, Happening::ActivationRefused))
            }
            (Registered(was, Active), E::NumberApproved(_)) => {
                let audit = match was {
                    Use::AwaitingFirst => Happening::FirstUsed,
                    Use::InService => Happening::NumberAccepted,
                };
                let used = Registered(Use::InService, Active);
                Ok(Self { attempts: self.attempts.succeeded(), ..self }.enter(used, audit))
            }
            (Registered(was, Active), E::NumberRefused) => {
                let (attempts, standing) = self.attempts.failed(now, limits);
                let record = Self { state: Registered(was, standing), attempts };
                Ok(match standing {
                    Active => Transition::quiet(record, Happening::NumberRefused),
                    Suspended => {
                        Transition::telling(record, Happening::Suspended, Notice::Suspended)
                    }
                })
            }
            (Registered(was, Suspended), E::Released(_)) => {
                let record =
                    Self { state: Registered(was, Active), attempts: self.attempts.succeeded() };
                Ok(Transition::telling(record, Happening::Released, Notice::Released))
            }
            (Registered(Use::AwaitingFirst, _), E::Initialised(_)) => {
                let record = Self { state: Initialised, attempts: self.attempts };
                Ok(Transition::telling(record, Happening::Initialised, Notice::Initialised))
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
            ) => rejected,
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

    /// Reads what [`CameraToken::encode`] writes.
    ///
    /// # Errors
    ///
    /// [`DecodeErrorKind::Truncated`](warifu_core::DecodeErrorKind::Truncated),
    /// [`DecodeErrorKind::OutOfRange`](warifu_core::DecodeErrorKind::OutOfRange).
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { state: state_code::read(reader, &STATES)?, attempts: Attempts::decode(reader)? })
    }

    const fn enter(self, state: CameraState, audit: Happening) -> Transition<Self> {
        Transition::quiet(Self { state, ..self }, audit)
    }
}

impl CameraState {
    /// Every state, in the order of the numbers by which records store them.
    pub const ALL: [Self; 7] = STATES;

    /// Its name in documents and logs.
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
