use core::fmt;

use warifu_sign::PickChoice;

use super::{DeviceState, Expecting, Host, Pages, Refusal};

/// Where a device is, with what is pending there. What leaves it is dropped.
///
/// [`DeviceState`] is the same without what it owns: the name of the screen.
pub enum State<H: Host> {
    /// Nothing is pending.
    Idle(Idle<H>),
    /// The camera that expects transactions has read the first picture of a registration; shall it be answered?
    Offered(H::Offer),
    /// A registration was answered.
    Registering(Registering, H::Registration),
    /// An activation is shown, one page at a time.
    ActivationReview(H::ActivationReview),
    /// An activation was confirmed, and is kept on Yes.
    Activating(Activating, H::Activation),
    /// A transaction is shown, one page at a time.
    TransactionReview(H::TransactionReview),
    /// A transaction was confirmed; which account does it pay to?
    Pick(Option<Choice>, H::Pick),
    /// The number of a confirmed transaction is shown.
    TransactionNumber(H::Number),
}

/// The states in which nothing is pending.
pub enum Idle<H: Host> {
    /// Nothing is shown.
    Off,
    /// Switched on without any activation.
    NotActivated,
    /// The camera is on.
    Scanning(Camera),
    /// An activation was kept.
    Activated,
    /// The person gave a registration up.
    Cancelled,
    /// Something was refused; the camera is the one after Continue.
    Refused(Refusal, Camera),
    /// The menu.
    Menu,
    /// One of the kept activations.
    TokenInfo {
        /// What is shown of it.
        shown: H::TokenInfo,
        /// Its place, from 0.
        selected: usize,
        /// How many there are.
        of: usize,
    },
    /// There is no activation to show.
    NoTokenInfo,
}

/// A camera that needs nothing pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Camera {
    /// For the first picture of a registration.
    Registration,
    /// For transactions; or for the first picture of a further registration.
    Transaction,
}

/// How far an answered registration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registering {
    /// The 12-digit code is shown.
    DeviceCode,
    /// Was it accepted?
    AskDeviceCode,
    /// The second picture is to be read.
    ScanActivation,
    /// The camera is on for it.
    Scanning,
    /// What it read was refused.
    Refused(Refusal),
}

/// How far a confirmed activation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activating {
    /// The 8-digit number is shown.
    Number,
    /// Was it accepted?
    Ask,
}

/// What the screen of a pick has to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One of the three accounts.
    Account(PickChoice),
    /// "None of these": the person knows another account.
    NoneOfThese,
}

impl Choice {
    /// The choice below `selected`; the first one after the last, and when there is none.
    pub(super) const fn after(selected: Option<Self>) -> Self {
        match selected {
            Some(Self::NoneOfThese) | None => Self::Account(PickChoice::First),
            Some(Self::Account(PickChoice::First)) => Self::Account(PickChoice::Second),
            Some(Self::Account(PickChoice::Second)) => Self::Account(PickChoice::Third),
            Some(Self::Account(PickChoice::Third)) => Self::NoneOfThese,
        }
    }
}

impl Camera {
    const fn expecting(self) -> Expecting {
        match self {
            Self::Registration => Expecting::Registration,
            Self::Transaction => Expecting::Transaction,
        }
    }
}

impl<H: Host> State<H> {
    /// Switched off.
    pub const OFF: Self = Self::Idle(Idle::Off);

    /// The name of the screen.
    pub fn name(&self) -> DeviceState {
        match self {
            Self::Idle(idle) => idle.name(),
            Self::Offered(_) => DeviceState::AskRegistration,
            Self::Registering(step, _) => step.name(),
            Self::ActivationReview(review) => {
                let (page, pages) = (review.number(), review.pages());
                DeviceState::ActivationReview { page, pages }
            }
            Self::Activating(Activating::Number, _) => DeviceState::ActivationNumber,
            Self::Activating(Activating::Ask, _) => DeviceState::AskActivation,
            Self::TransactionReview(review) => {
                let (page, pages) = (review.number(), review.pages());
                DeviceState::Transaction { page, pages }
            }
            Self::Pick(selected, _) => DeviceState::Pick { selected: *selected },
            Self::TransactionNumber(_) => DeviceState::TransactionNumber,
        }
    }

    pub(super) const fn scanning(camera: Camera) -> Self {
        Self::Idle(Idle::Scanning(camera))
    }

    pub(super) const fn refused(why: Refusal, back: Camera) -> Self {
        Self::Idle(Idle::Refused(why, back))
    }
}

impl<H: Host> Idle<H> {
    const fn name(&self) -> DeviceState {
        match self {
            Self::Off => DeviceState::Off,
            Self::NotActivated => DeviceState::NotActivated,
            Self::Scanning(camera) => DeviceState::Scanning(camera.expecting()),
            Self::Activated => DeviceState::Activated,
            Self::Cancelled => DeviceState::Cancelled,
            Self::Refused(why, back) => DeviceState::Refused { why: *why, back: back.expecting() },
            Self::Menu => DeviceState::Menu,
            Self::TokenInfo { selected, of, .. } => {
                DeviceState::TokenInfo { selected: *selected, of: *of }
            }
            Self::NoTokenInfo => DeviceState::NoTokenInfo,
        }
    }
}

impl Registering {
    const fn name(self) -> DeviceState {
        match self {
            Self::DeviceCode => DeviceState::DeviceCode,
            Self::AskDeviceCode => DeviceState::AskDeviceCode,
            Self::ScanActivation => DeviceState::ScanActivation,
            Self::Scanning => DeviceState::Scanning(Expecting::Activation),
            Self::Refused(why) => DeviceState::Refused { why, back: Expecting::Activation },
        }
    }
}

/// The name alone: what is pending is secret.
impl<H: Host> fmt::Debug for State<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name().fmt(f)
    }
}

/// The name alone.
impl<H: Host> fmt::Debug for Idle<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name().fmt(f)
    }
}
