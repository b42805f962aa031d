use core::fmt;

use super::{Camera, Choice, DeviceState, Expecting, Host, Pages, PlainScreen, Refusal};

/// Where a device is, with what is pending there. What leaves it is dropped.
///
/// [`DeviceState`] is the same without what it owns: the name of the screen.
pub enum State<H: Host> {
    /// Nothing is pending.
    Idle(Idle<H>),
    /// The camera for transactions has read the first picture of a registration: shall it be answered?
    Offered(H::Offer),
    /// A registration was answered.
    Registering(RegistrationStep, H::Registration),
    /// An activation is shown, one page at a time.
    ActivationReview(H::ActivationReview),
    /// An activation was confirmed, and is kept on Yes.
    Activating(ActivationStep, H::Activation),
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
    /// Words alone are shown.
    Plain(PlainScreen),
    /// The camera is on.
    Scanning(Camera),
    /// Something was refused; the camera is the one after Continue.
    Refused(Refusal, Camera),
    /// The menu.
    Menu,
    /// One of the kept activations.
    TokenInfo {
        /// What the host shows of it.
        shown: H::TokenInfo,
        /// Its place, from 0, in the order of activation.
        selected: usize,
        /// How many activations are kept.
        of: usize,
    },
}

/// How far an answered registration has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistrationStep {
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

/// How far a confirmed activation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivationStep {
    /// The 8-digit number is shown.
    Number,
    /// Was it accepted?
    Ask,
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
            Self::Activating(ActivationStep::Number, _) => DeviceState::ActivationNumber,
            Self::Activating(ActivationStep::Ask, _) => DeviceState::AskActivation,
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
            Self::Plain(screen) => DeviceState::Plain(*screen),
            Self::Scanning(camera) => DeviceState::Scanning(camera.expecting()),
            Self::Refused(why, back) => DeviceState::Refused { why: *why, back: back.expecting() },
            Self::Menu => DeviceState::Menu,
            Self::TokenInfo { selected, of, .. } => {
                DeviceState::TokenInfo { selected: *selected, of: *of }
            }
        }
    }
}

impl RegistrationStep {
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
