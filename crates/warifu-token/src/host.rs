use warifu_core::codec::Decode;
use warifu_core::{Clock, Code, UnixTime, Validity, kind};
use warifu_lifecycle::device::{ConfirmOutcome, Host, Refusal, Scanned};
use warifu_qr::text;
use warifu_sign::{
    AccountPick, Confirmation, KanaText, PickChoice, RegistrationMessage, Review, WrongPickError,
    device_code,
};

use crate::flash::Flash;
use crate::image::ImageChange;
use crate::pending::{
    ActivationReview, AnsweredRegistration, ConfirmedActivation, PendingPick, TokenInfo,
    TransactionReview,
};
use crate::reading::unusable;
use crate::vault::Vault;

impl<F: Flash> Host for Vault<F> {
    type Picture = str;
    type Offer = RegistrationMessage;
    type Registration = AnsweredRegistration;
    type ActivationReview = ActivationReview;
    type Activation = ConfirmedActivation;
    type TransactionReview = TransactionReview;
    type Pick = PendingPick;
    type Number = Code;
    type TokenInfo = TokenInfo;

    fn read_registration(&self, picture: &str) -> Result<RegistrationMessage, Refusal> {
        let bytes = text::decode(picture).map_err(unusable)?;
        RegistrationMessage::decode_whole(&bytes).map_err(unusable)
    }

    fn read_activation(
        &self,
        picture: &str,
        registration: &AnsweredRegistration,
        clock: Clock,
    ) -> Result<ActivationReview, Refusal> {
        self.activation(picture, registration, clock)
    }

    fn read_transaction(&self, picture: &str, clock: Clock) -> Result<Scanned<Self>, Refusal> {
        self.transaction(picture, clock)
    }

    /// The raised counter is stored before the code exists, so that no counter answers two pictures.
    #[inline(never)] // for the stack of firmware
    fn answer(&mut self, offer: &RegistrationMessage) -> Result<AnsweredRegistration, Refusal> {
        let counter = self.image.activation.next().map_err(|_| Refusal::NotStored)?;
        self.change(ImageChange::Activation(counter))?;
        let message = *offer;
        let key = self.root.issuer_device_key(message.issuer);
        let code = device_code(&key.registration_key(), &message, &self.serial, counter)
            .map_err(unusable)?;
        Ok(AnsweredRegistration { message, counter, key, code })
    }

    /// The number exists from here on, and not before the person has confirmed the page.
    #[inline(never)] // for the stack of firmware
    fn confirm_activation(
        &mut self,
        review: ActivationReview,
        clock: Clock,
    ) -> Result<ConfirmedActivation, Refusal> {
        let (instance, confirmed) = (review.instance, confirmed(review.review)?);
        expires_after(confirmed.validity(), clock.wall)?;
        let number = confirmed.sign(&instance.key.signing_key());
        Ok(ConfirmedActivation { instance, number })
    }

    #[inline(never)] // for the stack of firmware
    fn keep(&mut self, activation: &ConfirmedActivation) -> Result<(), Refusal> {
        let instance = activation.instance.duplicate();
        let place = self.image.place_for(&instance)?;
        self.change(ImageChange::Instance(place, Some(instance)))
    }

    #[inline(never)] // for the stack of firmware
    fn confirm_transaction(
        &mut self,
        review: TransactionReview,
        clock: Clock,
    ) -> Result<ConfirmOutcome<Self>, Refusal> {
        let (place, bank) = (review.place, review.bank);
        match confirmation(review.review)? {
            // Used up before the number is computed: a cut in between costs one picture, and gives no second number.
            Confirmation::Confirmed(confirmed) => {
                self.use_up(place, confirmed.validity(), clock)?;
                let instance = self.image.at(place).ok_or(Refusal::Unusable)?;
                Ok(ConfirmOutcome::Number(confirmed.sign(&instance.key.signing_key())))
            }
            // Not used up yet: no number can follow without a pick, and `pick` uses it up.
            Confirmation::Pick(pick) => self.question(place, bank, pick, clock),
        }
    }

    /// The message is used up before the pick is looked at: were it not, a wrong pick could be tried again with the same
    /// picture, and one of three is soon found.
    #[inline(never)] // for the stack of firmware
    fn pick(
        &mut self,
        pick: PendingPick,
        choice: PickChoice,
        clock: Clock,
    ) -> Result<Code, Refusal> {
        let place = pick.place;
        self.use_up(place, pick.pick.validity(), clock)?;
        let instance = self.image.at(place).ok_or(Refusal::Unusable)?;
        match pick.pick.pick(&instance.key.pick_key(), choice) {
            Ok(confirmed) => Ok(confirmed.sign(&instance.key.signing_key())),
            Err(WrongPickError) => Err(Refusal::WrongPick),
        }
    }

    fn activated(&self) -> usize {
        self.image.count()
    }

    fn token_info(&self, place: usize) -> Option<TokenInfo> {
        let instance = self.image.at(place)?;
        Some(TokenInfo { token_code: instance.token_code, bank: instance.bank })
    }
}

impl<F: Flash> Vault<F> {
    #[inline(never)] // for the stack of firmware
    fn question(
        &self,
        place: usize,
        bank: KanaText,
        pick: AccountPick,
        clock: Clock,
    ) -> Result<ConfirmOutcome<Self>, Refusal> {
        let instance = self.image.at(place).ok_or(Refusal::Unusable)?;
        expires_after(pick.validity(), clock.wall_from(instance.floor))?;
        let choices = pick.choices(&instance.key.pick_key());
        Ok(ConfirmOutcome::Pick(PendingPick { place, bank, choices, pick }))
    }

    /// The sequence number is stored as used before there is a number.
    #[inline(never)] // for the stack of firmware
    fn use_up(&mut self, place: usize, validity: &Validity, clock: Clock) -> Result<(), Refusal> {
        let mut instance = self.image.at(place).ok_or(Refusal::Unusable)?.duplicate();
        expires_after(validity, clock.wall_from(instance.floor))?;
        instance.used.accept(validity.sequence()).map_err(unusable)?;
        // The bank sealed this time and the person confirmed it, so it has passed. A clock that says less was reset.
        instance.floor = instance.floor.max(validity.issued());
        self.change(ImageChange::Instance(place, Some(instance)))
    }
}

/// What follows from the button on the last page of an activation. On another page the button approves nothing.
#[inline(never)] // for the stack of firmware
fn confirmed(
    review: Review<kind::Activation>,
) -> Result<warifu_sign::Confirmed<kind::Activation>, Refusal> {
    match review {
        Review::LastPage(last) => Ok(last.confirm()),
        Review::Page(_) => Err(Refusal::Unusable),
    }
}

/// As [`confirmed`], for a transaction.
#[inline(never)] // for the stack of firmware
fn confirmation(review: Review<kind::Transaction>) -> Result<Confirmation, Refusal> {
    match review {
        Review::LastPage(last) => Ok(last.confirm()),
        Review::Page(_) => Err(Refusal::Unusable),
    }
}

/// Where the device does not know the time, nothing expires on it: the bank's own check counts.
fn expires_after(validity: &Validity, wall: Option<UnixTime>) -> Result<(), Refusal> {
    if wall.is_some_and(|now| validity.expires() <= now) { Err(Refusal::Expired) } else { Ok(()) }
}
