//! What each event makes of a state, timers apart. `states.md` is the same as a table.
//!
//! A step of a registration or an activation changes in place, and what holds keys or digits is dropped in place: only
//! a review, which holds neither, moves. So no copy of a key is left behind on the stack.

use core::mem;

use warifu_core::Clock;

use super::state::{Activating, Camera, Idle, Registering};
use super::{Choice, Confirmed, Host, Pages, Refusal, Scanned, State};

/// Whether an event meant something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(super) enum Effect {
    /// The state is another one, or the same one afresh.
    Entered,
    /// Nothing has changed.
    Ignored,
}

use Effect::{Entered, Ignored};

impl<H: Host> State<H> {
    /// The right button: onwards.
    pub(super) fn right(&mut self, clock: Clock, host: &mut H) -> Effect {
        match self {
            Self::Idle(idle) => return idle.right(host),
            // Only now may the counter rise: a picture that was put before a camera by a stranger costs a press.
            Self::Offered(_) => self.answer(Camera::Transaction, host),
            Self::Registering(step, _) => return step.right(),
            Self::ActivationReview(_) => self.confirm_activation(clock, host),
            Self::Activating(step @ Activating::Number, _) => *step = Activating::Ask,
            Self::Activating(Activating::Ask, _) => self.keep(host),
            Self::TransactionReview(_) => self.confirm_transaction(clock, host),
            // No choice is selected at first, so that pressing on without reading approves nothing.
            Self::Pick(None, _) => return Ignored,
            Self::Pick(Some(choice), _) => {
                let choice = *choice;
                self.pick(choice, clock, host);
            }
            Self::TransactionNumber(_) => *self = Self::scanning(Camera::Transaction),
        }
        Entered
    }

    /// The left button: no, cancel, next choice.
    pub(super) fn left(&mut self, host: &H) -> Effect {
        match self {
            Self::Idle(idle) => return idle.left(host),
            Self::Registering(Registering::AskDeviceCode, _)
            | Self::ActivationReview(_)
            | Self::Activating(Activating::Ask, _) => *self = Self::Idle(Idle::Cancelled),
            Self::Offered(_) | Self::TransactionReview(_) => {
                *self = Self::scanning(Camera::Transaction);
            }
            Self::Pick(selected, _) => *selected = Some(Choice::after(*selected)),
            Self::Registering(
                Registering::DeviceCode
                | Registering::ScanActivation
                | Registering::Scanning
                | Registering::Refused(_),
                _,
            )
            | Self::Activating(Activating::Number, _)
            | Self::TransactionNumber(_) => return Ignored,
        }
        Entered
    }

    /// The centre button, held: on or off. Off discards what is pending.
    pub(super) fn power(&mut self, host: &H) -> Effect {
        *self = match self {
            Self::Idle(Idle::Off) if host.activated() == 0 => Self::Idle(Idle::NotActivated),
            Self::Idle(Idle::Off) => Self::scanning(Camera::Transaction),
            Self::Idle(_)
            | Self::Offered(_)
            | Self::Registering(..)
            | Self::ActivationReview(_)
            | Self::Activating(..)
            | Self::TransactionReview(_)
            | Self::Pick(..)
            | Self::TransactionNumber(_) => Self::OFF,
        };
        Entered
    }

    /// Left and centre button, held: the menu of a device that is off.
    pub(super) fn menu(&mut self) -> Effect {
        if !matches!(self, Self::Idle(Idle::Off)) {
            return Ignored;
        }
        *self = Self::Idle(Idle::Menu);
        Entered
    }

    /// The camera has read a picture; ignored where it is off.
    pub(super) fn picture(&mut self, picture: &H::Picture, clock: Clock, host: &mut H) -> Effect {
        match self {
            Self::Idle(Idle::Scanning(Camera::Registration)) => {
                self.read_registration(picture, host);
            }
            Self::Idle(Idle::Scanning(Camera::Transaction)) => {
                self.read_transaction(picture, clock, host);
            }
            Self::Registering(Registering::Scanning, _) => {
                self.read_activation(picture, clock, host);
            }
            Self::Idle(_)
            | Self::Offered(_)
            | Self::Registering(..)
            | Self::ActivationReview(_)
            | Self::Activating(..)
            | Self::TransactionReview(_)
            | Self::Pick(..)
            | Self::TransactionNumber(_) => return Ignored,
        }
        Entered
    }

    /// The press before this camera was the question, so the picture is answered at once.
    fn read_registration(&mut self, picture: &H::Picture, host: &mut H) {
        match host.read_registration(picture) {
            Ok(offer) => {
                *self = Self::Offered(offer);
                self.answer(Camera::Registration, host);
            }
            Err(why) => *self = Self::refused(why, Camera::Registration),
        }
    }

    fn read_transaction(&mut self, picture: &H::Picture, clock: Clock, host: &H) {
        let read = host.read_transaction(picture, clock);
        self.show_transaction(read);
    }

    fn read_activation(&mut self, picture: &H::Picture, clock: Clock, host: &H) {
        let Self::Registering(_, registration) = self else { return };
        let read = host.read_activation(picture, registration, clock);
        self.show_activation(read);
    }

    // For the stack of firmware: the next state is made when the cipher is off it.
    #[inline(never)]
    fn show_transaction(&mut self, read: Result<Scanned<H>, Refusal>) {
        *self = match read {
            Ok(Scanned::Transaction(review)) => Self::TransactionReview(review),
            // No person has asked for a registration here: the counter stays as it is until Yes.
            Ok(Scanned::Registration(offer)) => Self::Offered(offer),
            Err(why) => Self::refused(why, Camera::Transaction),
        };
    }

    /// What is refused leaves the registration as it was: another picture may be the right one.
    #[inline(never)] // as above
    fn show_activation(&mut self, read: Result<H::ActivationReview, Refusal>) {
        match (self, read) {
            (state, Ok(review)) => *state = Self::ActivationReview(review),
            (Self::Registering(step, _), Err(why)) => *step = Registering::Refused(why),
            (state, Err(why)) => *state = Self::refused(why, Camera::Registration),
        }
    }

    fn answer(&mut self, back: Camera, host: &mut H) {
        let Self::Offered(offer) = self else { return };
        *self = match host.answer(offer) {
            Ok(registration) => Self::Registering(Registering::DeviceCode, registration),
            Err(why) => Self::refused(why, back),
        };
    }

    /// The next page, or on the last one the number, which does not exist before.
    #[inline(never)] // for the stack of firmware
    fn confirm_activation(&mut self, clock: Clock, host: &mut H) {
        let Some(review) = self.take_activation() else { return };
        if review.number() < review.pages() {
            return self.show_activation(Ok(review.turn()));
        }
        let confirmed = host.confirm_activation(review, clock);
        *self = match confirmed {
            Ok(activation) => Self::Activating(Activating::Number, activation),
            Err(why) => Self::refused(why, Camera::Registration),
        };
    }

    fn keep(&mut self, host: &mut H) {
        let Self::Activating(_, activation) = self else { return };
        *self = match host.keep(activation) {
            Ok(()) => Self::Idle(Idle::Activated),
            Err(why) => Self::refused(why, Camera::Registration),
        };
    }

    /// The next page, or on the last one the number or the question which account it is.
    #[inline(never)] // for the stack of firmware
    fn confirm_transaction(&mut self, clock: Clock, host: &mut H) {
        let Some(review) = self.take_transaction() else { return };
        if review.number() < review.pages() {
            return self.show_transaction(Ok(Scanned::Transaction(review.turn())));
        }
        let confirmed = host.confirm_transaction(review, clock);
        self.show_confirmed(confirmed);
    }

    #[inline(never)] // for the stack of firmware, as above
    fn show_confirmed(&mut self, confirmed: Result<Confirmed<H>, Refusal>) {
        *self = match confirmed {
            Ok(Confirmed::Number(number)) => Self::TransactionNumber(number),
            Ok(Confirmed::Pick(pick)) => Self::Pick(None, pick),
            Err(why) => Self::refused(why, Camera::Transaction),
        };
    }

    /// The question is not asked twice, right or wrong: a guesser gets no second try.
    #[inline(never)] // for the stack of firmware
    fn pick(&mut self, choice: Choice, clock: Clock, host: &mut H) {
        let Some(pick) = self.take_pick() else { return };
        let picked = match choice {
            Choice::Account(choice) => host.pick(pick, choice, clock),
            Choice::NoneOfThese => {
                *self = Self::scanning(Camera::Transaction);
                return;
            }
        };
        *self = match picked {
            Ok(number) => Self::TransactionNumber(number),
            Err(why) => Self::refused(why, Camera::Transaction),
        };
    }

    // Only these three move out of a state, by functions of their own for the stack of firmware. Nothing is pending then
    // until the host has answered.

    #[inline(never)]
    fn take_activation(&mut self) -> Option<H::ActivationReview> {
        let Self::ActivationReview(review) = mem::replace(self, Self::OFF) else { return None };
        Some(review)
    }

    #[inline(never)]
    fn take_transaction(&mut self) -> Option<H::TransactionReview> {
        let Self::TransactionReview(review) = mem::replace(self, Self::OFF) else { return None };
        Some(review)
    }

    #[inline(never)]
    fn take_pick(&mut self) -> Option<H::Pick> {
        let Self::Pick(_, pick) = mem::replace(self, Self::OFF) else { return None };
        Some(pick)
    }
}

impl<H: Host> Idle<H> {
    fn right(&mut self, host: &H) -> Effect {
        *self = match self {
            Self::NotActivated | Self::Cancelled => Self::Scanning(Camera::Registration),
            Self::Refused(_, back) => Self::Scanning(*back),
            Self::Menu => Self::token_info(0, host).unwrap_or(Self::NoTokenInfo),
            Self::Off
            | Self::Scanning(_)
            | Self::Activated
            | Self::TokenInfo { .. }
            | Self::NoTokenInfo => return Ignored,
        };
        Entered
    }

    fn left(&mut self, host: &H) -> Effect {
        let Self::TokenInfo { selected, of: 2.., .. } = self else { return Ignored };
        let next = selected.checked_add(1).and_then(|place| Self::token_info(place, host));
        let Some(next) = next.or_else(|| Self::token_info(0, host)) else { return Ignored };
        *self = next;
        Entered
    }

    fn token_info(selected: usize, host: &H) -> Option<Self> {
        let shown = host.token_info(selected)?;
        Some(Self::TokenInfo { shown, selected, of: host.activated() })
    }
}

impl Registering {
    fn right(&mut self) -> Effect {
        *self = match self {
            Self::DeviceCode => Self::AskDeviceCode,
            Self::AskDeviceCode => Self::ScanActivation,
            Self::ScanActivation | Self::Refused(_) => Self::Scanning,
            Self::Scanning => return Ignored,
        };
        Entered
    }
}
