//! What each event makes of a state, timers apart. `states.md` is the same as a table.
//!
//! A step of a registration or an activation changes in place where it can, and what holds keys or digits is dropped in
//! place, so that few copies of a key are left behind on the stack.

mod effect;
mod idle;
mod steps;

use warifu_core::Clock;

pub(super) use self::effect::Effect;
use self::effect::Effect::{Entered, Ignored};
use super::state::{ActivationStep, Idle, RegistrationStep};
use super::{Camera, Choice, Host, PlainScreen, State};

impl<H: Host> State<H> {
    /// The right button: onwards.
    pub(super) fn right(&mut self, clock: Clock, host: &mut H) -> Effect {
        match self {
            Self::Idle(idle) => return idle.right(host),
            // Only now may the counter rise: a picture that a stranger put before the camera costs a press.
            Self::Offered(offer) => {
                let answered = host.answer(offer);
                self.show_registration(answered, Camera::Transaction);
            }
            Self::Registering(step, _) => return step.right(),
            // Page by page. The number does not exist before the last page was confirmed.
            Self::ActivationReview(_) => self.confirm_activation(clock, host),
            // Done only asks the question. What the bank has answered is not known to the device.
            Self::Activating(step @ ActivationStep::Number, _) => *step = ActivationStep::Ask,
            // Kept on Yes and no earlier: otherwise the device has a key that the bank does not take.
            Self::Activating(ActivationStep::Ask, activation) => {
                let kept = host.keep(activation);
                *self = match kept {
                    Ok(()) => Self::Idle(Idle::Plain(PlainScreen::Activated)),
                    Err(why) => Self::refused(why, Camera::Registration),
                };
            }
            // Page by page, as above: the number is computed after everything was on the screen.
            Self::TransactionReview(_) => self.confirm_transaction(clock, host),
            // No choice is selected at first, so that pressing on without reading approves nothing.
            Self::Pick(None, _) => return Ignored,
            Self::Pick(Some(choice), _) => {
                let choice = *choice;
                self.pick(choice, clock, host);
            }
            // The number was shown once, and is wiped: no later press brings it back.
            Self::TransactionNumber(_) => *self = Self::scanning(Camera::Transaction),
        }
        Entered
    }

    /// The left button: no, cancel, next choice.
    pub(super) fn left(&mut self, host: &H) -> Effect {
        match self {
            Self::Idle(idle) => return idle.left(host),
            // The person gives the registration up. Everything of it is dropped, so it begins again with a first
            // picture: a counter is never used for two answers.
            Self::Registering(RegistrationStep::AskDeviceCode, _)
            | Self::ActivationReview(_)
            | Self::Activating(ActivationStep::Ask, _) => {
                *self = Self::Idle(Idle::Plain(PlainScreen::Cancelled));
            }
            // Nothing was stored yet, so the same picture can be read again.
            Self::Offered(_) | Self::TransactionReview(_) => {
                *self = Self::scanning(Camera::Transaction);
            }
            Self::Pick(selected, _) => *selected = Some(Choice::after(*selected)),
            // While a code is on the screen, a slip to the left button must not lose what the person is typing. And a
            // registration that waits for its second picture is given up with the power button alone.
            Self::Registering(
                RegistrationStep::DeviceCode
                | RegistrationStep::ScanActivation
                | RegistrationStep::Scanning
                | RegistrationStep::Refused(_),
                _,
            )
            | Self::Activating(ActivationStep::Number, _)
            | Self::TransactionNumber(_) => return Ignored,
        }
        Entered
    }

    /// The centre button, held: on or off.
    pub(super) fn power(&mut self, host: &H) -> Effect {
        *self = match self {
            // Without an activation there is no transaction to read. The screen says so in place of a camera.
            Self::Idle(Idle::Off) if host.activated() == 0 => {
                Self::Idle(Idle::Plain(PlainScreen::NotActivated))
            }
            Self::Idle(Idle::Off) => Self::scanning(Camera::Transaction),
            // Off from everywhere: what is pending is dropped, and with it keys and numbers are wiped.
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
        // Only from off: nothing is pending there that the menu would discard.
        if !matches!(self, Self::Idle(Idle::Off)) {
            return Ignored;
        }
        *self = Self::Idle(Idle::Menu);
        Entered
    }

    /// The camera has read a picture; ignored where it is off.
    pub(super) fn picture(&mut self, picture: &H::Picture, clock: Clock, host: &mut H) -> Effect {
        match self {
            // The press before this camera was the question, so the picture is answered without another one.
            Self::Idle(Idle::Scanning(Camera::Registration)) => {
                let answered =
                    host.read_registration(picture).and_then(|offer| host.answer(&offer));
                self.show_registration(answered, Camera::Registration);
            }
            Self::Idle(Idle::Scanning(Camera::Transaction)) => {
                let read = host.read_transaction(picture, clock);
                self.show_transaction(read);
            }
            // Only as the answer to this registration: its key and counter are part of what opens the picture.
            Self::Registering(RegistrationStep::Scanning, registration) => {
                let read = host.read_activation(picture, registration, clock);
                self.show_activation(read);
            }
            // The camera is off. A picture must not replace what a person is reading or typing.
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
}
