use core::fmt;

use warifu_core::keys::DeviceRootKey;
use warifu_core::{Clock, Serial, TokenCode, Uptime};
use warifu_lifecycle::device::{Button, Device, DeviceEvent, DeviceState};
use warifu_sign::DisplayProfile;

use crate::error::StartError;
use crate::flash::Flash;
use crate::image::Image;
use crate::vault::Vault;

/// A camera token: buttons, time and what the camera read go in, [`Token::screen`] comes out.
///
/// No input makes it panic. What an input stores is durable before the screen shows what follows from it.
///
/// # Security
///
/// `clock` is the device's own. Timers need its uptime alone. Pictures expire only where it has a date and time that is not
/// before what the bank's messages have told; replayed pictures are refused without it.
pub struct Token<F: Flash> {
    pub(crate) device: Device<Vault<F>>,
    pub(crate) vault: Vault<F>,
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
        let mut token = Self {
            device: Device::OFF,
            vault: Vault { root, serial, profile, image: Image::new(), flash },
        };
        token.vault.load()?;
        Ok(token)
    }

    /// A button was pressed, shorter than 2 seconds.
    pub fn handle_button(&mut self, button: Button, clock: Clock) {
        self.device.handle(DeviceEvent::Pressed(button), clock, &mut self.vault);
    }

    /// The centre button was held for 2 seconds.
    pub fn handle_power(&mut self, clock: Clock) {
        self.device.handle(DeviceEvent::PowerHeld, clock, &mut self.vault);
    }

    /// The left and the centre button were held together for 2 seconds.
    pub fn handle_menu(&mut self, clock: Clock) {
        self.device.handle(DeviceEvent::MenuHeld, clock, &mut self.vault);
    }

    /// The camera read the text of a picture. Ignored while the camera is off.
    pub fn handle_text(&mut self, text: &str, clock: Clock) {
        self.device.handle_picture(text, clock, &mut self.vault);
    }

    /// Time went by; to be called at [`Token::poll_timeout`].
    pub fn handle_time(&mut self, clock: Clock) {
        self.device.handle(DeviceEvent::TimePassed, clock, &mut self.vault);
    }

    /// When to call [`Token::handle_time`] at the latest.
    pub fn poll_timeout(&self) -> Option<Uptime> {
        self.device.poll_timeout()
    }

    /// Which screen it is, dark or lit.
    pub fn state(&self) -> DeviceState {
        self.device.state()
    }

    /// The token codes of the activations that are kept, in the order of activation.
    pub fn token_codes(&self) -> impl Iterator<Item = &TokenCode> {
        self.vault.image.instances().map(|instance| &instance.token_code)
    }

    /// The flash, when the token is taken apart. What was pending is wiped.
    pub fn into_flash(self) -> F {
        self.vault.flash
    }
}

impl<F: Flash> fmt::Debug for Token<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("serial", &self.vault.serial)
            .field("state", &self.device.state())
            .field("activations", &self.vault.image.count())
            .finish_non_exhaustive()
    }
}
