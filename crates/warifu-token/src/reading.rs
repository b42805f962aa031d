use warifu_core::keys::Activation;
use warifu_core::{KeyId, Kind, Opened, UnixTime};
use warifu_lifecycle::device::{Expecting, Refusal, Scan};
use warifu_qr::{Envelope, Recipient, ReplayWindow, text};
use warifu_sign::{
    ActivationMessage, Authenticated, RegistrationMessage, activation_number, device_code,
};

use crate::flash::Flash;
use crate::image::NoPlace;
use crate::instance::Instance;
use crate::pending::{Pending, Registration};
use crate::token::Token;

impl<F: Flash> Token<F> {
    /// Makes of a text what it is worth in front of this camera. What is refused changes nothing that is pending.
    pub(crate) fn read(&mut self, text: &str, expecting: Expecting, now: UnixTime) -> Scan {
        self.answer(text, expecting, now).unwrap_or_else(Scan::Unusable)
    }

    fn answer(&mut self, text: &str, expecting: Expecting, now: UnixTime) -> Result<Scan, Refusal> {
        let bytes = text::decode(text).map_err(unusable)?;
        let header = bytes.first().copied().ok_or(Refusal::Unusable)?;
        let kind = Kind::of_header(header).map_err(unusable)?;
        if !expecting.accepts(kind) {
            return Err(Refusal::Unusable);
        }
        if kind == Kind::Registration {
            return self.register(RegistrationMessage::decode(&bytes).map_err(unusable)?);
        }
        // By reference: a move would have it on the stack twice.
        let decoded = Envelope::decode(&bytes);
        let envelope = decoded.as_ref().map_err(unusable)?;
        if kind == Kind::Activation {
            self.activate(envelope, now)
        } else {
            self.view(envelope, now)
        }
    }

    /// Answers a registration picture. The risen counter is stored before the code exists, so that no counter ever
    /// answers two pictures.
    #[inline(never)] // for the stack of firmware
    fn register(&mut self, message: RegistrationMessage) -> Result<Scan, Refusal> {
        self.change(|image| {
            image.activation = image.activation.next().map_err(|_| Refusal::NotStored)?;
            Ok(())
        })?;
        let counter = self.image.activation;
        let key = self.root.issuer_device_key(message.issuer);
        let code = device_code(&key.registration_key(), &message, &self.serial, counter)
            .map_err(unusable)?;
        self.pending = Pending::Registration(Registration { message, counter, key, code });
        Ok(Scan::Registration)
    }

    /// Opens the second picture of the registration that is pending.
    #[inline(never)] // for the stack of firmware
    fn activate(&mut self, envelope: &Envelope, now: UnixTime) -> Result<Scan, Refusal> {
        let Pending::Registration(registration) = &self.pending else {
            return Err(Refusal::Unusable);
        };
        let opened = registration.open(envelope, now)?;
        let instance = registration.instance(&opened)?;
        match self.image.place_for(&instance) {
            Ok(_) => {}
            Err(NoPlace::Full) => return Err(Refusal::Full),
            Err(NoPlace::KeyIdTaken) => return Err(Refusal::Unusable),
        }
        let number = activation_number(&opened, &instance.key.signing_key()).map_err(unusable)?;
        self.pending = Pending::Activation { instance, number };
        Ok(Scan::Activation)
    }

    /// Opens a transaction with the one key that it names.
    #[inline(never)] // for the stack of firmware
    fn view(&mut self, envelope: &Envelope, now: UnixTime) -> Result<Scan, Refusal> {
        let key = envelope.key_id();
        let instance = self.image.opening(key).ok_or(Refusal::Unusable)?;
        let recipient =
            Recipient::Instance { key: &instance.key.message_key(), used: &instance.used };
        let opened = envelope.receive(&recipient, now).map_err(unusable)?;
        self.show(key, opened)
    }

    /// Begins to show it.
    #[inline(never)] // for the stack of firmware
    fn show(&mut self, key: KeyId, opened: Opened) -> Result<Scan, Refusal> {
        let authenticated = Authenticated::decode(opened).map_err(unusable)?;
        let viewing = authenticated.show(self.profile).map_err(|_| Refusal::DoesNotFit)?;
        let pages = viewing.page().pages();
        self.pending = Pending::Transaction { key, viewing };
        Ok(Scan::Transaction { pages })
    }
}

impl Registration {
    fn open(&self, envelope: &Envelope, now: UnixTime) -> Result<Opened, Refusal> {
        let key = self.key.activation_key(&self.message.nonce, self.counter);
        let message = self.message.encode().map_err(unusable)?;
        let recipient = Recipient::Registration { key: &key, message: &message };
        envelope.receive(&recipient, now).map_err(unusable)
    }

    fn instance(&self, opened: &Opened) -> Result<Instance, Refusal> {
        let message = opened.message();
        let body = ActivationMessage::decode(message.body()).map_err(unusable)?;
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
            key: self.key.instance_key(&activation),
            used: ReplayWindow::starting_at(message.validity().sequence()),
        })
    }
}

/// One answer, whatever was wrong with a picture: [`Refused`](warifu_qr::Refused) says why.
fn unusable<E>(_: E) -> Refusal {
    Refusal::Unusable
}
