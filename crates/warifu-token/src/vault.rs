use warifu_core::Serial;
use warifu_core::keys::DeviceRootKey;
use warifu_lifecycle::device::Refusal;
use warifu_sign::DisplayProfile;
use zeroize::Zeroizing;

use crate::error::StartError;
use crate::flash::{Flash, FlashFailure};
use crate::image::{Change, Image, MAX_IMAGE};

/// What is behind the screens: keys, storage, and what is kept in it.
pub(crate) struct Vault<F> {
    pub(crate) root: DeviceRootKey,
    pub(crate) serial: Serial,
    pub(crate) profile: DisplayProfile,
    /// As it is in the flash.
    pub(crate) image: Image,
    pub(crate) flash: F,
}

impl<F: Flash> Vault<F> {
    /// Changes the image and stores it. If it cannot be stored it is as it was, whatever the flash holds now.
    #[inline(never)] // for the stack of firmware
    pub(crate) fn change(&mut self, mut change: Change) -> Result<(), Refusal> {
        self.image.exchange(&mut change)?;
        if let Err(FlashFailure) = self.store() {
            self.image.exchange(&mut change)?;
            return Err(Refusal::NotStored);
        }
        Ok(())
    }

    #[inline(never)] // for the stack of firmware
    fn store(&mut self) -> Result<(), FlashFailure> {
        let mut room = Zeroizing::new([0; MAX_IMAGE]);
        self.flash.replace(self.image.encode(room.as_mut_slice()).map_err(|_| FlashFailure)?)
    }

    /// Fills a new image with what the flash has, if it has anything.
    #[inline(never)] // for the stack of firmware
    pub(crate) fn load(&mut self) -> Result<(), StartError> {
        let mut room = Zeroizing::new([0; MAX_IMAGE]);
        let length = self.flash.load(room.as_mut_slice()).map_err(StartError::Flash)?;
        let stored = room.get(..length).ok_or(StartError::Flash(FlashFailure))?;
        if stored.is_empty() { Ok(()) } else { self.image.fill(stored).map_err(StartError::Image) }
    }
}
