use warifu_core::codec::{Decode, Encode};
use warifu_core::keys::Activation;
use warifu_core::{AuthenticatedMessage, Clock, kind};
use warifu_lifecycle::device::{Refusal, Scanned};
use warifu_qr::{Envelope, OpenError, ReplayWindow, text};
use warifu_sign::{ActivationMessage, RegistrationMessage, Review, ReviewError};

use crate::flash::Flash;
use crate::instance::Instance;
use crate::pending::{ActivationReview, AnsweredRegistration, TransactionReview};
use crate::vault::Vault;

impl<F: Flash> Vault<F> {
    /// The second picture of this registration.
    #[inline(never)] // for the stack of firmware
    pub(crate) fn activation(
        &self,
        text: &str,
        registration: &AnsweredRegistration,
        clock: Clock,
    ) -> Result<ActivationReview, Refusal> {
        let bytes = text::decode(text).map_err(unusable)?;
        let opened = registration.open(&Envelope::decode(&bytes).map_err(unusable)?, clock);
        self.review_activation(registration, opened)
    }

    /// A transaction, or the first picture of a further registration.
    #[inline(never)] // for the stack of firmware
    pub(crate) fn transaction(&self, text: &str, clock: Clock) -> Result<Scanned<Self>, Refusal> {
        let bytes = text::decode(text).map_err(unusable)?;
        // Each decoder asks for its own kind, and for nothing else.
        // Not sealed: anyone can make one. The machine asks the person before it is answered.
        if let Ok(offer) = RegistrationMessage::decode_whole(&bytes) {
            return Ok(Scanned::Registration(offer));
        }
        // An activation ends here too: no registration was answered, and opening asks for a transaction.
        let envelope = Envelope::decode(&bytes).map_err(unusable)?;
        let place = self.image.named_by(&envelope).ok_or(Refusal::Unusable)?;
        let instance = self.image.at(place).ok_or(Refusal::Unusable)?;
        let opened = instance.receive(&envelope, clock);
        self.review_transaction(place, instance, opened)
    }

    // For the stack of firmware: what follows opening is made when the cipher is off it.
    #[inline(never)]
    fn review_activation(
        &self,
        registration: &AnsweredRegistration,
        opened: Result<AuthenticatedMessage<kind::Activation>, OpenError>,
    ) -> Result<ActivationReview, Refusal> {
        let instance = registration.instance(opened.as_ref().map_err(unusable)?)?;
        // Refused now, and not after the person has typed the number.
        self.image.place_for(&instance)?;
        let review = Review::begin(opened.map_err(unusable)?, self.profile).map_err(refusal)?;
        Ok(ActivationReview { instance, review })
    }

    #[inline(never)] // as above
    fn review_transaction(
        &self,
        place: usize,
        instance: &Instance,
        opened: Result<AuthenticatedMessage<kind::Transaction>, OpenError>,
    ) -> Result<Scanned<Self>, Refusal> {
        let review = Review::begin(opened.map_err(unusable)?, self.profile).map_err(refusal)?;
        Ok(Scanned::Transaction(TransactionReview { place, bank: instance.bank, review }))
    }
}

impl Instance {
    /// Opens a transaction that names this instance's key.
    fn receive(
        &self,
        envelope: &Envelope<'_>,
        clock: Clock,
    ) -> Result<AuthenticatedMessage<kind::Transaction>, OpenError> {
        // Only the version that bank and device agreed on: an older form of a message may leave out what a person has to see.
        if envelope.header().version() != self.version {
            return Err(OpenError);
        }
        let wall = clock.wall_from(self.floor);
        envelope.receive_transaction(&self.key.message_key(), &self.used, wall)
    }
}

impl AnsweredRegistration {
    fn open(
        &self,
        envelope: &Envelope<'_>,
        clock: Clock,
    ) -> Result<AuthenticatedMessage<kind::Activation>, OpenError> {
        let key = self.key.activation_key(&self.message.nonce, self.counter);
        let message =
            self.message.encoded::<{ RegistrationMessage::LENGTH }>().map_err(|_| OpenError)?;
        envelope.receive_activation(&key, message.as_slice(), clock.wall)
    }

    #[inline(never)] // for the stack of firmware
    fn instance(
        &self,
        message: &AuthenticatedMessage<kind::Activation>,
    ) -> Result<Instance, Refusal> {
        let message = message.message();
        let body = ActivationMessage::decode_whole(message.body()).map_err(unusable)?;
        let activation = Activation {
            issuer: self.message.issuer,
            registration: self.message.nonce,
            counter: self.counter,
            token_code: body.token_code,
            key_epoch: body.key_epoch,
        };
        Ok(Instance {
            issuer: activation.issuer,
            token_code: body.token_code,
            bank: body.bank,
            key_epoch: body.key_epoch,
            version: message.header().version(),
            floor: message.validity().issued(),
            key: self.key.instance_key(&activation),
            // The activation's own number counts as used, so that no transaction is taken with it or an older one.
            used: ReplayWindow::starting_at(message.validity().sequence()),
        })
    }
}

/// One answer to everything that can be wrong with a picture: [`OpenError`] says why.
pub(crate) fn unusable<E>(_: E) -> Refusal {
    Refusal::Unusable
}

fn refusal(error: ReviewError) -> Refusal {
    match error {
        ReviewError::Decode(_) => Refusal::Unusable,
        ReviewError::DoesNotFit(_) => Refusal::DoesNotFit,
    }
}
