use core::fmt;

use warifu_core::keys::DeviceRootKey;
use warifu_core::{Serial, TokenCode, UnixTime};
use warifu_lifecycle::device::{Action, Button, Device, DeviceEvent, DeviceState, Refusal};
use warifu_sign::{DisplayProfile, Viewing};
use zeroize::Zeroizing;

use crate::error::StartError;
use crate::flash::{Flash, FlashFailure};
use crate::image::{Image, MAX_IMAGE};
use crate::pending::Pending;

/// A camera token: buttons, time and what the camera read go in, [`Token::screen`] comes out.
///
/// Total: no input makes it panic. Whatever an input stores is durable before the screen shows what follows from it.
///
/// # Security
///
/// `now` is the device's own clock. Expiry is only as good as that clock; replayed pictures are refused without it.
pub struct Token<F> {
    pub(crate) root: DeviceRootKey,
    pub(crate) serial: Serial,
    pub(crate) profile: DisplayProfile,
    pub(crate) device: Device,
    pub(crate) image: Image,
    pub(crate) pending: Pending,
    flash: F,
}

impl<F: Flash> Token<F> {
    /// A token that is switched off, with what its flash holds.
    ///
    /// # Errors
    ///
    /// [`StartError`] when the flash does not deliver an image that this release wrote. A token never starts over by
    /// itself: that would forget which pictures it has seen.
    #[inline(never)] // for the stack of firmware
    pub fn new(
        root: DeviceRootKey,
        serial: Serial,
        profile: DisplayProfile,
        flash: F,
    ) -> Result<Self, StartError> {
        let (device, pending) = (Device::OFF, Pending::Nothing);
        let image = Image::new();
        let mut token = Self { root, serial, profile, device, image, pending, flash };
        load(&token.flash, &mut token.image)?;
        Ok(token)
    }

    /// A button was pressed, shorter than 2 seconds.
    pub fn handle_button(&mut self, button: Button, now: UnixTime) {
        self.handle(DeviceEvent::Pressed(button), now);
    }

    /// The centre button was held for 2 seconds.
    pub fn handle_power(&mut self, now: UnixTime) {
        self.handle(DeviceEvent::PowerHeld, now);
    }

    /// The left and the centre button were held together for 2 seconds.
    pub fn handle_menu(&mut self, now: UnixTime) {
        self.handle(DeviceEvent::MenuHeld, now);
    }

    /// The camera read the text of a picture. Ignored while the camera is off.
    pub fn handle_text(&mut self, text: &str, now: UnixTime) {
        if let DeviceState::Scanning(expecting) = self.device.state() {
            let scan = self.read(text, expecting, now);
            self.handle(DeviceEvent::Scanned(scan), now);
        }
    }

    /// Time went by; to be called at [`Token::poll_timeout`].
    pub fn handle_time(&mut self, now: UnixTime) {
        self.handle(DeviceEvent::TimePassed, now);
    }

    /// When to call [`Token::handle_time`] at the latest.
    pub fn poll_timeout(&self) -> Option<UnixTime> {
        self.device.poll_timeout()
    }

    /// Where the person stands.
    pub const fn state(&self) -> DeviceState {
        self.device.state()
    }

    /// The token codes of the activations that are kept, in the order of activation.
    pub fn token_codes(&self) -> impl Iterator<Item = &TokenCode> {
        self.image.instances().map(|instance| &instance.token_code)
    }

    /// The flash, when the token is taken apart. What was pending is wiped.
    pub fn into_flash(self) -> F {
        self.flash
    }

    fn handle(&mut self, event: DeviceEvent, now: UnixTime) {
        let (device, action) = self.device.handle(event, now, self.image.count());
        self.device = device;
        if let Some(Err(why)) = action.map(|action| self.carry_out(action, now)) {
            let failed = DeviceEvent::ActionFailed(why);
            (self.device, _) = device.handle(failed, now, self.image.count());
            self.pending = Pending::Nothing;
        }
    }

    fn carry_out(&mut self, action: Action, now: UnixTime) -> Result<(), Refusal> {
        match action {
            Action::DiscardPending => {
                self.pending = Pending::Nothing;
                Ok(())
            }
            Action::PersistActivation => self.persist(),
            Action::TurnPage => self.turn(),
            Action::Confirm => self.confirm(now),
        }
    }

    fn persist(&mut self) -> Result<(), Refusal> {
        let Pending::Activation { instance, .. } = &self.pending else {
            return Err(Refusal::Unusable);
        };
        let instance = instance.duplicate();
        self.change(|image| image.put(instance).map_err(|_| Refusal::Full))?;
        self.pending = Pending::Nothing;
        Ok(())
    }

    #[inline(never)] // for the stack of firmware
    fn turn(&mut self) -> Result<(), Refusal> {
        let (key, viewing) = self.pending.take_transaction().ok_or(Refusal::Unusable)?;
        let Viewing::More(showing) = viewing else { return Err(Refusal::Unusable) };
        self.pending = Pending::Transaction { key, viewing: showing.turn() };
        Ok(())
    }

    /// The sequence number is stored as used before there is a number.
    fn confirm(&mut self, now: UnixTime) -> Result<(), Refusal> {
        let (key, confirmed) = self.pending.take_confirmed().ok_or(Refusal::Unusable)?;
        let validity = confirmed.validity();
        if validity.expires() <= now {
            return Err(Refusal::Expired);
        }
        self.change(|image| {
            let instance = image.opening_mut(key).ok_or(Refusal::Unusable)?;
            instance.used.accept(validity.sequence()).map_err(|_| Refusal::Unusable)
        })?;
        let instance = self.image.opening(key).ok_or(Refusal::Unusable)?;
        self.pending = Pending::Number(confirmed.sign(&instance.key.signing_key()));
        Ok(())
    }

    /// Changes a copy of the image, stores it, and only then goes on with it.
    pub(crate) fn change(
        &mut self,
        change: impl FnOnce(&mut Image) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut next = self.image.duplicate();
        change(&mut next)?;
        self.store(&next).map_err(|_| Refusal::NotStored)?;
        self.image = next;
        Ok(())
    }

    fn store(&mut self, image: &Image) -> Result<(), FlashFailure> {
        let mut room = Zeroizing::new([0; MAX_IMAGE]);
        self.flash.replace(image.encode(room.as_mut_slice()).map_err(|_| FlashFailure)?)
    }
}

/// Fills a new image with what the flash has, if it has anything.
#[inline(never)] // for the stack of firmware
fn load(flash: &impl Flash, image: &mut Image) -> Result<(), StartError> {
    let mut room = Zeroizing::new([0; MAX_IMAGE]);
    let length = flash.load(room.as_mut_slice()).map_err(StartError::Flash)?;
    let stored = room.get(..length).ok_or(StartError::Flash(FlashFailure))?;
    if stored.is_empty() { Ok(()) } else { image.fill(stored).map_err(StartError::Image) }
}

impl<F> fmt::Debug for Token<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("serial", &self.serial)
            .field("state", &self.device.state())
            .field("pending", &self.pending)
            .field("activations", &self.image.count())
            .finish_non_exhaustive()
    }
}
