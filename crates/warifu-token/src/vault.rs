use warifu_core::Serial;
use warifu_core::codec::{Encode, Writer};
use warifu_core::keys::DeviceRootKey;
use warifu_lifecycle::device::Refusal;
use warifu_sign::DisplayProfile;
use zeroize::Zeroizing;

use crate::error::StartError;
use crate::flash::{Flash, FlashError};
use crate::image::{Image, ImageChange, MAX_IMAGE};

/// The keys, the storage, and the image that is in it.
pub(crate) struct Vault<F> {
    pub(crate) root: DeviceRootKey,
    pub(crate) serial: Serial,
    pub(crate) profile: DisplayProfile,
    /// What the flash holds, except while `change` is running.
    pub(crate) image: Image,
    pub(crate) flash: F,
}

impl<F: Flash> Vault<F> {
    /// Changes the image and stores it. If it cannot be stored, the image in memory is as it was before.
    #[inline(never)] // for the stack of firmware
    pub(crate) fn change(&mut self, mut change: ImageChange) -> Result<(), Refusal> {
        self.image.exchange(&mut change)?;
        // Undone, because a code is shown only for what is stored. The flash may hold the new image all the same: then the
        // next start finds a counter or a sequence number used that no code was shown for, which harms no one.
        if let Err(FlashError) = self.store() {
            self.image.exchange(&mut change)?;
            return Err(Refusal::NotStored);
        }
        Ok(())
    }

    #[inline(never)] // for the stack of firmware
    fn store(&mut self) -> Result<(), FlashError> {
        let mut room = Zeroizing::new([0; MAX_IMAGE]);
        let mut writer = Writer::new(room.as_mut_slice());
        self.image.encode(&mut writer).map_err(|_| FlashError)?;
        self.flash.replace(writer.finish())
    }

    /// Fills a new image with what the flash has, if it has anything.
    #[inline(never)] // for the stack of firmware
    pub(crate) fn load(&mut self) -> Result<(), StartError> {
        let mut room = Zeroizing::new([0; MAX_IMAGE]);
        let length = self.flash.load(room.as_mut_slice())?;
        let stored = room.get(..length).ok_or(FlashError)?;
        // No bytes mean that nothing was ever stored. Any other bytes have to be an image: a token that started over would
        // answer old pictures.
        if stored.is_empty() { Ok(()) } else { Ok(self.image.fill(stored)?) }
    }
}
