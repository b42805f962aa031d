//! What follows from an answer of the host.

use core::mem;

use warifu_core::Clock;

use crate::device::state::{ActivationStep, RegistrationStep};
use crate::device::{Camera, Choice, ConfirmOutcome, Host, Pages, Refusal, Scanned, State};

impl<H: Host> State<H> {
    pub(super) fn show_registration(
        &mut self,
        answered: Result<H::Registration, Refusal>,
        back: Camera,
    ) {
        *self = match answered {
            Ok(registration) => Self::Registering(RegistrationStep::DeviceCode, registration),
            Err(why) => Self::refused(why, back),
        };
    }

    #[inline(never)] // for the stack of firmware
    pub(super) fn show_transaction(&mut self, read: Result<Scanned<H>, Refusal>) {
        *self = match read {
            Ok(Scanned::Transaction(review)) => Self::TransactionReview(review),
            // Not answered yet: a person who wanted to pay did not ask for a registration.
            Ok(Scanned::Registration(offer)) => Self::Offered(offer),
            Err(why) => Self::refused(why, Camera::Transaction),
        };
    }

    /// What is refused leaves the registration as it was: another picture may be the right one.
    #[inline(never)] // as above
    pub(super) fn show_activation(&mut self, read: Result<H::ActivationReview, Refusal>) {
        match (self, read) {
            (state, Ok(review)) => *state = Self::ActivationReview(review),
            (Self::Registering(step, _), Err(why)) => *step = RegistrationStep::Refused(why),
            (state, Err(why)) => *state = Self::refused(why, Camera::Registration),
        }
    }

    /// The next page, or on the last one the number, which does not exist before.
    #[inline(never)] // for the stack of firmware
    pub(super) fn confirm_activation(&mut self, clock: Clock, host: &mut H) {
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
    pub(super) fn confirm_transaction(&mut self, clock: Clock, host: &mut H) {
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
    pub(super) fn pick(&mut self, choice: Choice, clock: Clock, host: &mut H) {
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

    // These three take what is pending out of the state, and leave a device that is switched off until the host has answered.
    // Their callers are in the right state. In another one the device would stay switched off, which is safe. They are not
    // inlined, so that the stack of firmware holds the old state for a short time only.

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
