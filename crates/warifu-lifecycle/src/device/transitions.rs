//! What each event makes of a state, timers apart. `states.md` is the same as a table.
//!
//! A step of a registration or an activation changes in place, and what holds keys or digits is dropped in place: only
//! a review, which holds neither, moves. So no copy of a key is left behind on the stack.

use core::mem;

use warifu_core::Clock;

use super::state::{ActivationStep, Idle, RegistrationStep};
use super::{Camera, Choice, ConfirmOutcome, Host, Pages, PlainScreen, Refusal, Scanned, State};

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
            // A code is on the screen: a slip to the left button must not lose what the person is typing.
            Self::Registering(RegistrationStep::DeviceCode, _)
            | Self::Activating(ActivationStep::Number, _)
            | Self::TransactionNumber(_) => return Ignored,
            // The registration waits for its second picture. Only the power button gives it up.
            Self::Registering(
                RegistrationStep::ScanActivation
                | RegistrationStep::Scanning
                | RegistrationStep::Refused(_),
                _,
            ) => return Ignored,
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

    fn show_registration(&mut self, answered: Result<H::Registration, Refusal>, back: Camera) {
        *self = match answered {
            Ok(registration) => Self::Registering(RegistrationStep::DeviceCode, registration),
            Err(why) => Self::refused(why, back),
        };
    }

    #[inline(never)] // for the stack of firmware
    fn show_transaction(&mut self, read: Result<Scanned<H>, Refusal>) {
        *self = match read {
            Ok(Scanned::Transaction(review)) => Self::TransactionReview(review),
            // Not answered yet: a person who wanted to pay did not ask for a registration.
            Ok(Scanned::Registration(offer)) => Self::Offered(offer),
            Err(why) => Self::refused(why, Camera::Transaction),
        };
    }

    /// What is refused leaves the registration as it was: another picture may be the right one.
    #[inline(never)] // as above
    fn show_activation(&mut self, read: Result<H::ActivationReview, Refusal>) {
        match (self, read) {
            (state, Ok(review)) => *state = Self::ActivationReview(review),
            (Self::Registering(step, _), Err(why)) => *step = RegistrationStep::Refused(why),
            (state, Err(why)) => *state = Self::refused(why, Camera::Registration),
        }
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
            Ok(activation) => Self::Activating(ActivationStep::Number, activation),
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
    fn show_confirmed(&mut self, confirmed: Result<ConfirmOutcome<H>, Refusal>) {
        *self = match confirmed {
            Ok(ConfirmOutcome::Number(number)) => Self::TransactionNumber(number),
            Ok(ConfirmOutcome::Pick(pick)) => Self::Pick(None, pick),
            Err(why) => Self::refused(why, Camera::Transaction),
        };
    }

    /// The question is not asked twice, right or wrong: a guesser gets no second try.
    #[inline(never)] // for the stack of firmware
    fn pick(&mut self, choice: Choice, clock: Clock, host: &mut H) {
        let Some(pick) = self.take_pick() else { return };
        let picked = match choice {
            Choice::Account(choice) => host.pick(pick, choice, clock),
            // None is the account that the person means to pay to: nothing is stored, and no number is made.
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

    // Only these three move out of a state. They are functions for the stack of firmware. Nothing is pending then until the
    // host has answered; in any other state, which no caller is in, the device would be switched off.

    #[inline(never)]
    fn take_activation(&mut self) -> Option<H::ActivationReview> {
        let taken = mem::replace(self, Self::OFF);
        debug_assert!(matches!(taken, Self::ActivationReview(_)), "called in another state");
        if let Self::ActivationReview(review) = taken { Some(review) } else { None }
    }

    #[inline(never)]
    fn take_transaction(&mut self) -> Option<H::TransactionReview> {
        let taken = mem::replace(self, Self::OFF);
        debug_assert!(matches!(taken, Self::TransactionReview(_)), "called in another state");
        if let Self::TransactionReview(review) = taken { Some(review) } else { None }
    }

    #[inline(never)]
    fn take_pick(&mut self) -> Option<H::Pick> {
        let taken = mem::replace(self, Self::OFF);
        debug_assert!(matches!(taken, Self::Pick(..)), "called in another state");
        if let Self::Pick(_, pick) = taken { Some(pick) } else { None }
    }
}

impl<H: Host> Idle<H> {
    fn right(&mut self, host: &H) -> Effect {
        *self = match self {
            // This press is the person's wish to register, which the camera for registrations relies on.
            Self::Plain(PlainScreen::NotActivated | PlainScreen::Cancelled) => {
                Self::Scanning(Camera::Registration)
            }
            // Back to the same camera: a refusal must not lead to one that takes more kinds of picture.
            Self::Refused(_, back) => Self::Scanning(*back),
            Self::Menu => match Self::token_info(0, host) {
                Some(first) => first,
                None => Self::Plain(PlainScreen::NoTokenInfo),
            },
            Self::Off
            | Self::Scanning(_)
            | Self::TokenInfo { .. }
            | Self::Plain(PlainScreen::Activated | PlainScreen::NoTokenInfo) => return Ignored,
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

impl RegistrationStep {
    fn right(&mut self) -> Effect {
        *self = match self {
            // Each step is a press of the person, who knows what the bank's page says. The device is not told.
            Self::DeviceCode => Self::AskDeviceCode,
            Self::AskDeviceCode => Self::ScanActivation,
            Self::ScanActivation | Self::Refused(_) => Self::Scanning,
            Self::Scanning => return Ignored,
        };
        Entered
    }
}
